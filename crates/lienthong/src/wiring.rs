//! Puts the parts together: configuration in, a running application out.

use crate::{config::Config, exit::Failed, words};
use basis::{Actor, Clock, Fault, RequestId, SystemClock, SystemTask};
use casework::Book;
use db::{App, Ctx, Keys, Law, Options, PowerTable, Why};
use documents::{Documents, Template};
use links::{
    HealthRegistry, InsuranceRegister, NationalRegister, NoticeGateway, SimulatedHealth, SimulatedInsurance,
    SimulatedNationalRegister, SimulatedNotices, Simulators,
};
use std::{path::Path, sync::Arc};
use vietnam::WorkingCalendar;
use web::http::{Origin, Press, Shell, Trusted};

const ROLES: &str = include_str!("../../../roles.toml");
const SECRET_BYTES_MIN: usize = 32;
/// Seed of the simulated register's numbers.
const SIMULATOR_SEED: u64 = 6;

/// Outside systems, real or simulated.
#[derive(Clone)]
pub(crate) struct Outside {
    pub(crate) register: Arc<dyn NationalRegister>,
    pub(crate) health: Arc<dyn HealthRegistry>,
    pub(crate) insurance: Arc<dyn InsuranceRegister>,
    pub(crate) notices: Arc<dyn NoticeGateway>,
    /// The simulators behind them, for the demonstration and the benches.
    pub(crate) simulators: Simulators,
}

impl std::fmt::Debug for Outside {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Outside").finish_non_exhaustive()
    }
}

/// The running application.
#[derive(Clone, Debug)]
pub(crate) struct Running {
    pub(crate) shell: Shell,
    pub(crate) outside: Outside,
    pub(crate) documents: Arc<Documents>,
    pub(crate) url: String,
}

impl Running {
    /// The program itself acts, under the name of a task.
    pub(crate) fn system(&self, task: &'static str) -> Ctx {
        Ctx::new(Arc::clone(&self.shell.app), Actor::System(SystemTask(task)), RequestId::fresh())
    }
}

/// Connects and wires everything. `demo` lets officers use passwords and shows the outbox.
pub(crate) async fn build(config: &Config, url: &str, demo: bool) -> Result<Running, Failed> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let powers = PowerTable::parse(ROLES).map_err(|problem| Failed::Broken(problem.to_string()))?;
    let secret = secret(config)?;
    let options = Options { url: url.to_owned(), connections_max: config.connections_max };
    let app = Arc::new(App::connect(&options, Arc::clone(&clock), powers, Keys::from_secret(&secret)).await?);
    let languages = words::gather()?;
    std::fs::create_dir_all(&config.data_dir)
        .map_err(|error| Failed::Broken(format!("making the folder {}: {error}", config.data_dir.display())))?;
    let files =
        files::Store::open(config.data_dir.join("papers")).await.map_err(|fault| Failed::Broken(fault.chain()))?;
    let files = files.with_limits(config.uploads);
    let outside = outside(config, &clock)?;
    let mut book = book(config)?;
    for wrong in take_in(&app, &mut book).await? {
        tracing::error!(wrong, "dossiers cannot be opened under this program");
    }
    let documents = Arc::new(Documents::new().map_err(|fault| Failed::Broken(fault.chain()))?);
    let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    let shell = Shell {
        app,
        origin: Arc::new(Origin { url: config.origin.url.clone(), secure: config.origin.secure }),
        trusted: Arc::new(Trusted(config.trusted_proxies.clone())),
        vi: languages.vi,
        en: languages.en,
        hasher: identity::Hasher::new(cores)?,
        sign_in: Arc::new(identity::Settings { officer_passwords: demo }),
        files: Arc::new(files),
        book: Arc::new(book),
        health: Arc::clone(&outside.health),
        press: press(&documents),
        simulators: demo.then(|| outside.simulators.clone()),
        demo,
    };
    Ok(Running { shell, outside, documents, url: url.to_owned() })
}

/// The typesetter as the pages have it. Typesetting keeps a core busy, so it runs beside the ones that answer.
fn press(documents: &Arc<Documents>) -> Press {
    let documents = Arc::clone(documents);
    Press::new(move |template, values, at| {
        let documents = Arc::clone(&documents);
        Box::pin(async move {
            let template = Template::by_code(&template)
                .ok_or_else(|| Fault::new(format!("{template} is no template of a paper")))?;
            let pdf = tokio::task::spawn_blocking(move || documents.render(template, &values, at))
                .await
                .map_err(|error| Fault::because("waiting for a paper", error))??;
            Ok(pdf.into_bytes())
        })
    })
}

/// Procedures and calendar.
pub(crate) fn book(config: &Config) -> Result<Book, Failed> {
    let calendar = match &config.calendar_file {
        None => WorkingCalendar::from_toml(vietnam::STATUTORY_CALENDAR),
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Failed::Usage(format!("reading the calendar {}: {error}", path.display())))?;
            WorkingCalendar::from_toml(&text)
        }
    }
    .map_err(|problem| Failed::Usage(format!("reading the calendar: {problem}")))?;
    Ok(Book { catalogue: Arc::new(procedure::Catalogue::embedded()), calendar: Arc::new(calendar) })
}

/// Takes in the definitions of earlier programs; gives what is wrong with them.
pub(crate) async fn take_in(app: &Arc<App>, book: &mut Book) -> Result<Vec<String>, Failed> {
    let ctx = Ctx::new(Arc::clone(app), Actor::System(SystemTask("start")), RequestId::fresh());
    let mut tx = ctx.begin(Why::under("upkeep", Law::OneStop)).await?;
    let out = casework::take_in_definitions(&mut tx, book).await;
    Ok(tx.finish(out).await?)
}

/// The application as `check` needs it, to look and not to serve.
pub(crate) async fn look(url: &str) -> Result<Arc<App>, Failed> {
    let powers = PowerTable::parse(ROLES).map_err(|problem| Failed::Broken(problem.to_string()))?;
    let options = Options { url: url.to_owned(), connections_max: 1 };
    let keys = Keys::from_secret(&[0; SECRET_BYTES_MIN]);
    Ok(Arc::new(App::connect(&options, Arc::new(SystemClock), powers, keys).await?))
}

fn outside(config: &Config, clock: &Arc<dyn Clock>) -> Result<Outside, Failed> {
    if config.national_register != "simulator" {
        return Err(Failed::Usage(
            "links.national_register: only `simulator` can be used yet; the adapter's agreement data are not configurable".into(),
        ));
    }
    let journal = config.data_dir.join("simulated-register.txt");
    let register = SimulatedNationalRegister::with_journal(SIMULATOR_SEED, Arc::clone(clock), &journal)
        .map_err(|error| Failed::Broken(format!("opening the simulated register's journal: {error}")))?;
    let simulators = Simulators {
        register: Arc::new(register),
        health: Arc::new(SimulatedHealth::default()),
        insurance: Arc::new(SimulatedInsurance::new(SIMULATOR_SEED, Arc::clone(clock))),
        notices: Arc::new(SimulatedNotices::default()),
    };
    Ok(Outside {
        register: Arc::clone(&simulators.register) as _,
        health: Arc::clone(&simulators.health) as _,
        insurance: Arc::clone(&simulators.insurance) as _,
        notices: Arc::clone(&simulators.notices) as _,
        simulators,
    })
}

/// The installation's secret: given, or made once in the data folder with rights for its owner alone.
fn secret(config: &Config) -> Result<Vec<u8>, Failed> {
    let path = config.secret_file.clone().unwrap_or_else(|| config.data_dir.join("secret"));
    if let Ok(secret) = std::fs::read(&path) {
        if secret.len() < SECRET_BYTES_MIN {
            return Err(Failed::Usage(format!("{} must hold at least {SECRET_BYTES_MIN} bytes", path.display())));
        }
        return Ok(secret);
    }
    if config.secret_file.is_some() {
        return Err(Failed::Usage(format!("data.secret_file cannot be read: {}", path.display())));
    }
    make_secret(&path)
}

fn make_secret(path: &Path) -> Result<Vec<u8>, Failed> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    let broken = |error: std::io::Error| Failed::Broken(format!("making the secret {}: {error}", path.display()));
    let mut secret = vec![0; SECRET_BYTES_MIN];
    getrandom::fill(&mut secret)
        .map_err(|error| Failed::Broken(format!("drawing the installation's secret: {error}")))?;
    if let Some(dir) = path.parent() {
        std::fs::create_dir_all(dir).map_err(broken)?;
    }
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path).map_err(broken)?;
    file.write_all(&secret).and_then(|()| file.sync_all()).map_err(broken)?;
    Ok(secret)
}
