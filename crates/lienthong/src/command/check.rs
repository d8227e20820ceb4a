//! `lienthong check`: database, clock, disk, keys and calendar, in plain words.

use super::database_url;
use crate::{config::Config, exit::Failed, wiring};
use basis::Clock;
use std::path::Path;

const CLOCK_DRIFT_S_MAX: i64 = 5;
const CALENDAR_DAYS_AHEAD_MIN: i32 = 45;
const DISK_FREE_GIB_MIN: u64 = 5;

pub(crate) async fn run(config: Config) -> Result<(), Failed> {
    let mut bad = 0;
    let mut say = |fine: bool, what: &str, words: String| {
        bad += u32::from(!fine);
        println!("{} {what:<10} {words}", if fine { "ok  " } else { "BAD " });
    };
    let now = basis::SystemClock.now();
    match database_url(&config) {
        Err(failed) => say(false, "database", failed.to_string()),
        Ok(url) => match database(&url).await {
            Err(words) => say(false, "database", words),
            Ok((words, drift)) => {
                say(true, "database", words);
                let fine = drift.abs() <= CLOCK_DRIFT_S_MAX;
                say(
                    fine,
                    "clock",
                    format!("{drift} s from the database's clock (at most {CLOCK_DRIFT_S_MAX} s are fine)"),
                );
                let (fine, words) = forms(&config, &url).await;
                say(fine, "forms", words);
            }
        },
    }
    let (fine, words) = disk(&config.data_dir);
    say(fine, "disk", words);
    let (fine, words) = keys(&config);
    say(fine, "keys", words);
    match wiring::book(&config) {
        Err(failed) => say(false, "calendar", failed.to_string()),
        Ok(book) => {
            let through = book.calendar.coverage().through;
            let left = basis::today_at(now).until(through).map_or(0, |span| span.get_days());
            let fine = left >= CALENDAR_DAYS_AHEAD_MIN;
            let more = if fine { "" } else { "; enter the holidays that were announced since" };
            say(fine, "calendar", format!("certain through {through}, {left} days ahead{more}"));
            let unconfirmed: usize =
                book.catalogue.all_in_force(basis::today_at(now)).map(|procedure| procedure.unconfirmed().len()).sum();
            say(
                true,
                "law",
                format!("{unconfirmed} values of the procedures in force are not confirmed by a source yet"),
            );
        }
    }
    match bad {
        0 => Ok(()),
        1 => Err(Failed::InPart("one thing is not in order".into())),
        many => Err(Failed::InPart(format!("{many} things are not in order"))),
    }
}

async fn database(url: &str) -> Result<(String, i64), String> {
    let owner = db::owner_pool(url, 1).await.map_err(|problem| format!("{problem}: {}", problem.0))?;
    let state = db::state(&owner).await.map_err(|failure| failure.to_string())?;
    let newest = db::schema_version();
    let words = match state.schema {
        None => return Err("the schema is not there yet: run `lienthong migrate`".to_owned()),
        Some(version) if version < newest => {
            return Err(format!("the schema is at {version}, this program wants {newest}: run `lienthong migrate`"));
        }
        Some(version) => format!("PostgreSQL {}, schema {version}", state.server),
    };
    Ok((words, basis::SystemClock.now().as_second() - state.now.as_second()))
}

/// Whether every definition that drafts and dossiers run under can be had.
async fn forms(config: &Config, url: &str) -> (bool, String) {
    let found = async {
        let app = wiring::look(url).await?;
        let mut book = wiring::book(config)?;
        wiring::take_in(&app, &mut book).await
    };
    match found.await {
        Err(failed) => (false, failed.to_string()),
        Ok(wrong) if wrong.is_empty() => (true, "every form that dossiers were filed with is there".to_owned()),
        Ok(wrong) => (false, wrong.join("; ")),
    }
}

fn disk(dir: &Path) -> (bool, String) {
    let there = dir.ancestors().find(|path| path.exists()).unwrap_or(Path::new("/"));
    match nix::sys::statvfs::statvfs(there) {
        Err(error) => (false, format!("the data folder {} cannot be examined: {error}", dir.display())),
        Ok(stat) => {
            let free = stat.blocks_available().saturating_mul(stat.fragment_size()) / (1 << 30);
            (
                free >= DISK_FREE_GIB_MIN,
                format!("{free} GiB free for {} (at least {DISK_FREE_GIB_MIN} are wanted)", dir.display()),
            )
        }
    }
}

fn keys(config: &Config) -> (bool, String) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = config.secret_file.clone().unwrap_or_else(|| config.data_dir.join("secret"));
    match std::fs::metadata(&path) {
        Err(_) if config.secret_file.is_none() => (true, "the secret will be made at the first start".to_owned()),
        Err(error) => (false, format!("the secret {} cannot be read: {error}", path.display())),
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => {
            (false, format!("others may read the secret {}: chmod 600 it", path.display()))
        }
        Ok(_) => (true, "the secret is there and its owner's alone".to_owned()),
    }
}
