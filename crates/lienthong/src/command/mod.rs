//! The commands. Each reads its words, calls what does the work, and says what came of it.

pub(crate) mod bench;
mod check;
pub(crate) mod demo;
pub(crate) mod import;
pub(crate) mod match_file;
mod people;
pub(crate) mod procedures;
mod progress;
mod usage;
mod whole;

use crate::say::{answer, tell};
use crate::{Command, config::Config, exit::Failed, jobs, server, wiring};
use std::{future::Future, path::Path, sync::Arc};

/// Runs one command.
pub(crate) fn run(config: Option<&Path>, command: Command) -> Result<(), Failed> {
    match command {
        Command::Procedures { what } => procedures::run(&what),
        Command::Demo(demo) => {
            logs("warn");
            block_on(demo::run(demo))
        }
        Command::Match(words) => match_file::run(&words),
        Command::Explain(words) => match_file::explain(&words),
        Command::Bench { what } => {
            logs("warn");
            block_on(bench::run(what))
        }
        Command::Serve { no_jobs } => {
            let config = Config::load(config)?;
            logs("info");
            block_on(serve(config, !no_jobs))
        }
        Command::Work => {
            let config = Config::load(config)?;
            logs("info");
            block_on(work(config))
        }
        Command::Migrate => {
            let config = Config::load(config)?;
            logs("warn");
            block_on(migrate(config))
        }
        Command::Check => {
            let config = Config::load(config)?;
            logs("error");
            block_on(check::run(config))
        }
        Command::Import { what } => {
            let config = Config::load(config)?;
            logs("warn");
            block_on(import::run(config, what))
        }
    }
}

async fn serve(config: Config, with_jobs: bool) -> Result<(), Failed> {
    let url = database_url(&config)?;
    let owner = db::owner_pool(&url, 2).await?;
    db::migrate(&owner).await?;
    whole::ensure(&owner).await?;
    owner.close().await;
    let running = wiring::build(&config, &url, false).await?;
    serve_running(&config, running, with_jobs, |address| tell!("lienthong: listening on {address}")).await
}

/// Serves pages and, if wanted, runs jobs until a signal comes.
pub(crate) async fn serve_running(
    config: &Config,
    running: wiring::Running,
    with_jobs: bool,
    ready: impl FnOnce(std::net::SocketAddr),
) -> Result<(), Failed> {
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let stop = Arc::new(stop);
    let signalled = Arc::clone(&stop);
    tokio::spawn(async move {
        server::stop_signal().await;
        signalled.send_replace(true);
    });
    let until = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
        // A closed channel means that the listener for signals is gone: stop as well.
        let _ = stopped.wait_for(|stopped| *stopped).await;
    };
    let jobs = with_jobs.then(|| jobs::Works::new(running.clone()));
    let jobs = jobs.map(|works| {
        let (ended, running) = (Arc::clone(&stop), jobs::run(works, until(stopped.clone())));
        tokio::spawn(async move {
            let outcome = running.await;
            // Pages whose jobs have ended would take dossiers that nobody goes on with.
            ended.send_replace(true);
            outcome
        })
    });
    let served = server::serve(config, &running, ready, until(stopped)).await;
    // It may have ended by itself, on a port that is taken: then the jobs must not go on without it.
    stop.send_replace(true);
    let jobs = match jobs {
        None => Ok(()),
        Some(jobs) => match jobs.await {
            Ok(outcome) => outcome,
            Err(error) => Err(Failed::Broken(format!("the jobs ended badly: {error}"))),
        },
    };
    served.and(jobs)
}

async fn work(config: Config) -> Result<(), Failed> {
    let url = database_url(&config)?;
    migrated(&url).await?;
    let owner = db::owner_pool(&url, 1).await?;
    whole::ensure(&owner).await?;
    owner.close().await;
    let running = wiring::build(&config, &url, false).await?;
    tell!("lienthong: running jobs");
    jobs::run(jobs::Works::new(running), server::stop_signal()).await
}

async fn migrate(config: Config) -> Result<(), Failed> {
    let url = database_url(&config)?;
    let owner = db::owner_pool(&url, 2).await?;
    db::migrate(&owner).await?;
    answer!("The database is up to date (schema {}).", db::schema_version());
    Ok(())
}

/// Fails with what to do when the database is not up to date: only `serve` and `migrate` bring it there.
pub(crate) async fn migrated(url: &str) -> Result<(), Failed> {
    let owner = db::owner_pool(url, 1).await?;
    let schema = db::state(&owner).await?.schema;
    owner.close().await;
    match schema {
        None => Err(Failed::Broken("the schema is not there yet: run `lienthong migrate`".to_owned())),
        Some(version) if version < db::schema_version() => Err(Failed::Broken(format!(
            "the schema is at {version}, this program wants {}: run `lienthong migrate`",
            db::schema_version()
        ))),
        Some(_) => Ok(()),
    }
}

/// The address of the database, or a word on how to give it.
pub(crate) fn database_url(config: &Config) -> Result<String, Failed> {
    config.database_url.clone().ok_or_else(|| {
        Failed::Usage("no database is named: set DATABASE_URL, or database.url in the configuration".to_owned())
    })
}

fn block_on(work: impl Future<Output = Result<(), Failed>>) -> Result<(), Failed> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failed::Broken(format!("starting the runtime: {error}")))?
        .block_on(work)
}

fn logs(level: &str) {
    let filter = tracing_subscriber::EnvFilter::try_from_env("LIENTHONG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(format!("{level},graphile_worker=error,sqlx=error")));
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        // Its own complaint that standard error is gone would go there, and panic.
        .log_internal_errors(false)
        .json()
        .init();
}
