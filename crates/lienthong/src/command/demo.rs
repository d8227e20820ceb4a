//! `lienthong demo`: a private PostgreSQL, a made-up province, accounts to sign in with, and the pages.

mod start;

use super::{people, progress, serve_running};
use crate::say::{self, answer, tell};
use crate::{
    config::{Config, SERVER_CONNECTIONS_MAX},
    exit::Failed,
    origin::Origin,
    server::Stop,
    wiring::{self, Running},
};
use basis::{AccountId, AgencyCode, Date, PersonId, UnitCode};
use clap::Args;
use cluster::{Cluster, ClusterProblem, Settings};
use db::Why;
use identity::{AccountKind, AccountLevel, Agency, AgencyKind, NewAccount, NewAgency, NewGrant, Password, Username};
use links::{BirthNotice, NoticeCode, NoticeStatus, NoticedParent};
use population::{Basis, bulk::LoadStep};
use serde::{Deserialize, Serialize};
use start::{Making, alone, port_is_free, read_kept, write_kept};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

const DATABASE: &str = "lienthong";
const GROUND: &str = "dữ liệu giả, không phải người thật";
const WHY: Why = Why::new("purpose-demo", GROUND);
/// Pages and jobs have ended by then.
const STOP_S: u64 = 20;
/// A private PostgreSQL that cannot be started again for so long ends the program, so that whoever watches it knows.
const GIVE_UP_AFTER: Duration = Duration::from_secs(120);
const ACCOUNTS_FILE: &str = "demo-accounts.json";
const PROVINCE_FILE: &str = "demo-province.json";
/// As many as a small province has; it takes minutes.
const PEOPLE_MAX: u64 = 2_000_000;
/// The communes of the province are of the list in force since the two-tier reform.
const TIERS_BEGAN: Date = Date::constant(2025, 7, 1);
/// The code of the birth notice (giấy chứng sinh) of the family's child.
const NOTICE_CODE: &str = "02020.GCS.40001.26";
const BORN_DAYS_AGO: i64 = 3;
/// One social-insurance office answers for so many communes (BHXH cơ sở is inter-commune).
const COMMUNES_PER_INSURANCE_OFFICE: usize = 13;

/// What the demonstration is made of.
#[derive(Args, Debug)]
pub(crate) struct Demo {
    /// People of the made-up province, at most 2,000,000 [default: 20000]
    #[arg(long, value_parser = clap::value_parser!(u64).range(1..=PEOPLE_MAX))]
    people: Option<u64>,
    /// Port to listen on.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Folder of the database and the papers.
    #[arg(long, default_value = ".data")]
    data: PathBuf,
    /// The same seed makes the same province [default: 6]
    #[arg(long)]
    seed: Option<u64>,
    /// Throw the folder's data away and begin anew.
    #[arg(long)]
    reset: bool,
    /// Print one line of JSON with the address and the accounts once ready.
    #[arg(long)]
    print_json: bool,
}

/// An account to try.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Account {
    role: String,
    username: String,
    password: String,
}

pub(crate) async fn run(demo: Demo) -> Result<(), Failed> {
    let data = absolute(&demo.data)?;
    // Heard from here on: whoever stops us while PostgreSQL starts or the province is made finds both stopped in order.
    let mut stop = Stop::listen().map_err(|error| Failed::Broken(format!("listening for signals: {error}")))?;
    let settings = Settings::in_dir(data.join("postgres"));
    // Before a server is started and minutes are spent on a province that nobody could look at.
    let _alone = alone(&data, demo.port)?;
    port_is_free(demo.port)?;
    let kept = if demo.reset { None } else { read_kept(&data.join(ACCOUNTS_FILE))? };
    // The accounts are written last. A cluster without them is a start that was broken off.
    let broken_off = kept.is_none() && settings.data_dir.exists();
    if broken_off && !demo.reset {
        tell!("lienthong: an earlier start was broken off while it made the data; beginning anew");
    }
    if demo.reset || broken_off {
        Cluster::erase(&settings).await.map_err(cluster_failed)?;
        erase(&data)?;
    }
    let made = if kept.is_some() { read_kept(&data.join(PROVINCE_FILE))? } else { None };
    let asked = Making::asked(&demo, made);
    let making = made.unwrap_or(asked);
    if let Some(words) = making.kept_instead_of(asked, &data) {
        tell!("lienthong: {words}");
    }
    let spinner = progress::spinner("Khởi động PostgreSQL");
    let cluster = Cluster::start(&settings).await.map_err(cluster_failed)?;
    let prepared = tokio::select! {
        biased;
        () = stop.came() => Ok(None),
        prepared = prepare(&demo, &data, &cluster, (making, kept), spinner) => prepared.map(Some),
    };
    let served = match prepared {
        Ok(Some(ready)) => serve(&demo, ready, &cluster, &mut stop).await,
        Ok(None) => Ok(()),
        Err(failed) => Err(failed),
    };
    let stopped = cluster.stop().await.map_err(cluster_failed);
    served.and(stopped)
}

/// Everything that is there before the pages are.
struct Ready {
    config: Config,
    running: Running,
    accounts: Vec<Account>,
}

async fn prepare(
    demo: &Demo,
    data: &Path,
    cluster: &Cluster,
    (making, kept): (Making, Option<Vec<Account>>),
    spinner: indicatif::ProgressBar,
) -> Result<Ready, Failed> {
    cluster.ensure_database(DATABASE).await.map_err(cluster_failed)?;
    let url = cluster.url(DATABASE);
    let owner = db::owner_pool(&url, 4).await?;
    db::migrate(&owner).await?;
    population::bulk::mend(&owner).await?;
    spinner.finish_and_clear();
    let config = config(demo, data)?;
    let running = wiring::build(&config, &url, true).await?;
    db::prepare_trail(&running.shell.app, 3).await?;
    let accounts = match kept {
        Some(accounts) => accounts,
        None => fill(making, data, &running, &owner).await?,
    };
    owner.close().await;
    report_birth(making.seed, &running)?;
    Ok(Ready { config, running, accounts })
}

async fn serve(demo: &Demo, ready: Ready, cluster: &Cluster, stop: &mut Stop) -> Result<(), Failed> {
    let Ready { config, running, accounts } = ready;
    let kept = tokio::spawn(cluster.keep_running(GIVE_UP_AFTER));
    let print_json = demo.print_json;
    let serving = serve_running(&config, running, true, move |address| {
        let address = format!("http://localhost:{}", address.port());
        if print_json {
            answer!("{}", serde_json::json!({ "address": address, "accounts": accounts }));
        }
        explain(&address, &accounts, print_json);
    });
    let mut serving = std::pin::pin!(serving);
    tokio::select! {
        served = &mut serving => served,
        lost = lost(kept) => Err(lost),
        // It hears the same signal and ends in its own order; one that came before it listened is not waited for.
        () = stop.came() => tokio::time::timeout(Duration::from_secs(STOP_S), serving).await.unwrap_or(Ok(())),
    }
}

/// Waits until PostgreSQL is gone for good; a server that was stopped in order is not.
async fn lost(kept: tokio::task::JoinHandle<Result<(), ClusterProblem>>) -> Failed {
    match kept.await {
        Ok(Err(problem)) => Failed::Database(format!("PostgreSQL ended and could not be started again: {problem}")),
        Ok(Ok(())) | Err(_) => std::future::pending().await,
    }
}

/// The hospital reported the birth of the family's child: its code fills in the child's part of the form.
fn report_birth(seed: u64, running: &Running) -> Result<(), Failed> {
    let family = synthetic::demo_family(seed);
    let parent = |index| {
        family.household.members.iter().find(|member| member.index == index).map(|member| NoticedParent {
            name: member.name.clone(),
            personal_id: Some(member.personal_id),
            birth: Some(member.birth),
        })
    };
    let missing = || Failed::Broken("the demonstration's family lacks a parent".into());
    let born = today().saturating_sub(jiff::Span::new().days(BORN_DAYS_AGO));
    running.outside.simulators.health.register(BirthNotice {
        code: NoticeCode::parse(NOTICE_CODE).map_err(|_| missing())?,
        child_sex: Some(vietnam::Sex::Female),
        weight_grams: Some(3200),
        born_at: born.at(6, 40, 0, 0),
        place: "Bệnh viện Sản Nhi (mẫu), tỉnh Nghệ An".to_owned(),
        facility: "Bệnh viện Sản Nhi (mẫu)".to_owned(),
        children: 1,
        child_name: None,
        mother: parent(family.mother).ok_or_else(missing)?,
        father: parent(family.father),
        temporary_card: None,
        status: NoticeStatus::InForce,
    });
    Ok(())
}

fn config(demo: &Demo, data: &Path) -> Result<Config, Failed> {
    Ok(Config {
        address: std::net::SocketAddr::from(([127, 0, 0, 1], demo.port)),
        origin: Origin::parse(&format!("http://localhost:{}", demo.port)).map_err(Failed::Usage)?,
        tls: None,
        trusted_proxies: Vec::new(),
        server_connections_max: SERVER_CONNECTIONS_MAX,
        uploads: files::Limits::default(),
        database_url: None,
        connections_max: 20,
        data_dir: data.to_path_buf(),
        secret_file: None,
        calendar_file: None,
        national_register: "simulator".to_owned(),
    })
}

/// Fills an empty data folder. The accounts file is written last: a fill that broke off is thrown away and begun anew.
async fn fill(making: Making, data: &Path, running: &Running, owner: &db::OwnerPool) -> Result<Vec<Account>, Failed> {
    let ctx = running.system("demo");
    let ids = people::Ids::new(making.seed);
    let family = synthetic::demo_family(making.seed);
    let bar = progress::bar(making.people, "Tạo dân cư giả");
    let shown = bar.clone();
    let may = ctx.allow::<population::may::LoadBulk>()?;
    let basis = Basis::law(GROUND);
    let households =
        synthetic::Province::new(making.seed, making.people).chain(std::iter::once(family.household.clone()));
    let items = households.map(move |household| people::item(ids, household));
    population::bulk::load(&ctx, may, owner, &basis, items, move |step| match step {
        LoadStep::People(people) => shown.set_position(people),
        LoadStep::Indexes(done, of) => shown.set_message(format!("Lập chỉ mục {done}/{of}")),
        LoadStep::Checking => shown.set_message("Kiểm tra"),
    })
    .await?;
    bar.finish_and_clear();
    let spinner = progress::spinner("Tạo cơ quan và tài khoản");
    let accounts = officials(running, ids, &family).await?;
    spinner.finish_and_clear();
    write_kept(&data.join(PROVINCE_FILE), &making)?;
    write_kept(&data.join(ACCOUNTS_FILE), &accounts)?;
    Ok(accounts)
}

/// Agencies for every commune, and one account for each role in the family's commune.
async fn officials(
    running: &Running,
    ids: people::Ids,
    family: &synthetic::DemoFamily,
) -> Result<Vec<Account>, Failed> {
    let ctx = running.system("demo");
    let commune = &family.household.commune.code;
    let (agencies, home) = agencies(commune);
    let mut tx = ctx.begin(WHY).await?;
    let out = identity::create_agencies(&mut tx, &agencies).await;
    tx.finish(out).await?;
    let mut accounts = Vec::new();
    for index in [family.mother, family.father] {
        let person = family
            .household
            .members
            .iter()
            .find(|member| member.index == index)
            .ok_or_else(|| Failed::Broken("the demonstration's family lacks a parent".into()))?;
        let username = person.personal_id.as_str().to_owned();
        let account = Account { role: "parent".to_owned(), username, password: password()? };
        create(running, &account, AccountKind::Citizen, Some(ids.person(index)), person.name.as_str()).await?;
        accounts.push(account);
    }
    let officers: [(&str, AgencyKind, &str); 6] = [
        ("justice", AgencyKind::Justice, "Cán bộ tư pháp - hộ tịch (mẫu)"),
        ("police", AgencyKind::Police, "Cán bộ công an xã (mẫu)"),
        ("insurance", AgencyKind::Insurance, "Cán bộ bảo hiểm xã hội (mẫu)"),
        ("one_stop", AgencyKind::OneStop, "Cán bộ một cửa (mẫu)"),
        ("leader", AgencyKind::Leader, "Lãnh đạo (mẫu)"),
        ("administrator", AgencyKind::Administration, "Quản trị (mẫu)"),
    ];
    for (role, kind, name) in officers {
        let shown = if role == "one_stop" { "one-stop" } else { role };
        let account = Account {
            role: shown.to_owned(),
            username: format!("{}.vi", shown.replace('-', "")),
            password: password()?,
        };
        let of_accounts = kind == AgencyKind::Administration;
        let account_kind = if of_accounts { AccountKind::Administrator } else { AccountKind::Officer };
        let id = create(running, &account, account_kind, None, name).await?;
        let agency = home
            .iter()
            .find(|(there, _)| *there == kind)
            .map(|(_, code)| code.clone())
            .ok_or_else(|| Failed::Broken("the demonstration has no agency for a role".into()))?;
        let grant = NewGrant {
            account: id,
            agency,
            unit: UnitCode(commune.clone()),
            role: role.to_owned(),
            valid_from: TIERS_BEGAN,
            valid_to: None,
        };
        let mut tx = ctx.begin(WHY).await?;
        let out = identity::grant_role(&mut tx, grant).await;
        tx.finish(out).await?;
        accounts.push(account);
    }
    Ok(accounts)
}

async fn create(
    running: &Running,
    account: &Account,
    kind: AccountKind,
    person: Option<PersonId>,
    name: &str,
) -> Result<AccountId, Failed> {
    let odd = |problem: basis::Problem| Failed::Broken(format!("making a demo account: {}", problem.code.0));
    let username = Username::parse(&account.username).map_err(odd)?;
    let password = Password::typed(&account.password).map_err(odd)?;
    let new = NewAccount {
        kind,
        username,
        person,
        display_name: name.to_owned(),
        level: AccountLevel::Two,
        password: Some(running.shell.hasher.hash(&password).await?),
    };
    let mut tx = running.system("demo").begin(WHY).await?;
    let out = identity::create_account(&mut tx, new).await;
    Ok(tx.finish(out).await?)
}

/// Justice and police for each commune, insurance for a group of them, and the rest once. Codes are made up.
fn agencies(home: &str) -> (Vec<NewAgency>, Vec<(AgencyKind, AgencyCode)>) {
    let communes = vietnam::units().communes_of(synthetic::PROVINCE_CODE, today());
    let mut all = Vec::new();
    let mut of_home = Vec::new();
    let mut enter = |code: String, name: String, kind: AgencyKind, unit: &str, serves: Vec<UnitCode>| {
        if serves.iter().any(|served| served.0 == home) {
            of_home.push((kind, AgencyCode(code.clone())));
        }
        let agency = Agency {
            code: AgencyCode(code),
            name,
            kind,
            unit: UnitCode(unit.to_owned()),
            valid_from: TIERS_BEGAN,
            valid_to: None,
            confirmed: false,
        };
        all.push(NewAgency { agency, serves });
    };
    for (place, commune) in communes.iter().enumerate() {
        let served = vec![UnitCode(commune.code.to_owned())];
        let number = place + 1;
        enter(
            format!("H41.{number}.TP"),
            format!("Ủy ban nhân dân {}", lower_first(commune.name)),
            AgencyKind::Justice,
            commune.code,
            served.clone(),
        );
        enter(
            format!("H41.{number}.CA"),
            format!("Công an {}", lower_first(commune.name)),
            AgencyKind::Police,
            commune.code,
            served.clone(),
        );
        enter(
            format!("H41.{number}.MC"),
            format!("Trung tâm Phục vụ hành chính công {}", lower_first(commune.name)),
            AgencyKind::OneStop,
            commune.code,
            served,
        );
    }
    for (place, group) in communes.chunks(COMMUNES_PER_INSURANCE_OFFICE).enumerate() {
        let served = group.iter().map(|commune| UnitCode(commune.code.to_owned())).collect();
        let unit = group.first().map(|commune| commune.code.to_owned()).unwrap_or_default();
        enter(
            format!("H41.BH{:02}", place + 1),
            format!("Bảo hiểm xã hội cơ sở số {}", place + 1),
            AgencyKind::Insurance,
            &unit,
            served,
        );
    }
    let everywhere: Vec<UnitCode> = communes.iter().map(|commune| UnitCode(commune.code.to_owned())).collect();
    let province = synthetic::PROVINCE_CODE;
    enter(
        "H41".to_owned(),
        "Ủy ban nhân dân tỉnh Nghệ An".to_owned(),
        AgencyKind::Leader,
        province,
        everywhere.clone(),
    );
    enter("H41.QT".to_owned(), "Quản trị hệ thống".to_owned(), AgencyKind::Administration, province, everywhere);
    (all, of_home)
}

fn lower_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_lowercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

fn today() -> Date {
    basis::today_at(basis::Clock::now(&basis::SystemClock))
}

/// A password that follows from nothing: drawn once and kept beside the data.
fn password() -> Result<String, Failed> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789A";
    let mut random = [0_u8; 14];
    getrandom::fill(&mut random).map_err(|error| Failed::Broken(format!("drawing a password: {error}")))?;
    Ok(random.iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
}

/// With the cause, which says what to do; a folder that cannot be used is no database that cannot be reached.
fn cluster_failed(problem: ClusterProblem) -> Failed {
    match (&problem, Failed::because("the demonstration's PostgreSQL", &problem)) {
        (ClusterProblem::DidNotStart { .. } | ClusterProblem::NotReady { .. }, Failed::Broken(words)) => {
            Failed::Database(words)
        }
        (_, failed) => failed,
    }
}

fn explain(address: &str, accounts: &[Account], on_stderr: bool) {
    let mut text = format!("\nLiên Thông chạy tại {address}\n\nTài khoản (dữ liệu giả):\n");
    for account in accounts {
        text.push_str(&format!("  {:<14} {:<16} {}\n", account.role, account.username, account.password));
    }
    text.push_str(
        "\nThử: đăng nhập bằng tài khoản parent, mở “Đăng ký khai sinh, thường trú, thẻ BHYT cho trẻ”, nộp hồ sơ\n\
         (bệnh viện đã báo sinh: số giấy chứng sinh 02020.GCS.40001.26);\n\
         rồi đăng nhập lần lượt justice, police, insurance để thấy hồ sơ đến và quyết định.\n\
         Ctrl-C để dừng.\n",
    );
    if on_stderr { say::beside(format_args!("{text}")) } else { say::out(format_args!("{text}")) }
}

fn absolute(path: &Path) -> Result<PathBuf, Failed> {
    std::path::absolute(path).map_err(|error| Failed::Usage(format!("the folder {}: {error}", path.display())))
}

/// Removes what the demonstration put into its folder, and nothing else.
fn erase(data: &Path) -> Result<(), Failed> {
    for name in ["papers", ACCOUNTS_FILE, PROVINCE_FILE, "secret", "simulated-register.txt"] {
        let path = data.join(name);
        let done = if path.is_dir() { std::fs::remove_dir_all(&path) } else { std::fs::remove_file(&path) };
        match done {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Failed::Broken(format!("removing {}: {error}", path.display()))),
        }
    }
    Ok(())
}
