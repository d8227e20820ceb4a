//! `lienthong check`: database, register, clock, address, disk, keys and calendar, in plain words.

use super::{database_url, whole};
use crate::say::answer;
use crate::{config::Config, exit::Failed, wiring};
use basis::Clock;
use population::bulk::{self, Unfinished};
use std::path::Path;

const CLOCK_DRIFT_S_MAX: i64 = 5;
const CALENDAR_DAYS_AHEAD_MIN: i32 = 45;
const DISK_FREE_GIB_MIN: u64 = 5;

pub(crate) async fn run(config: Config) -> Result<(), Failed> {
    let mut bad = 0;
    let mut unreachable = None;
    let mut say = |fine: bool, what: &str, words: String| {
        bad += u32::from(!fine);
        answer!("{} {what:<10} {words}", if fine { "ok  " } else { "BAD " });
    };
    let now = basis::SystemClock.now();
    match database_url(&config) {
        Err(failed) => say(false, "database", failed.to_string()),
        Ok(url) => match database(&url).await {
            Err(Failed::Database(words)) => {
                say(false, "database", words.clone());
                unreachable = Some(words);
            }
            Err(failed) => say(false, "database", failed.to_string()),
            Ok((words, drift, unfinished)) => {
                say(true, "database", words);
                say(unfinished.is_none(), "register", unfinished.map_or("whole", whole::words).to_owned());
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
    let (fine, words) = address(&config);
    say(fine, "address", words);
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
    if let Some(words) = unreachable {
        return Err(Failed::Database(words));
    }
    match bad {
        0 => Ok(()),
        1 => Err(Failed::InPart("one thing is not in order".into())),
        many => Err(Failed::InPart(format!("{many} things are not in order"))),
    }
}

async fn database(url: &str) -> Result<(String, i64, Option<Unfinished>), Failed> {
    let owner = db::owner_pool(url, 1).await?;
    let state = db::state(&owner).await?;
    let newest = db::schema_version();
    let words = match state.schema {
        None => return Err(Failed::Broken("the schema is not there yet: run `lienthong migrate`".to_owned())),
        Some(version) if version < newest => {
            let words = format!("the schema is at {version}, this program wants {newest}: run `lienthong migrate`");
            return Err(Failed::Broken(words));
        }
        Some(version) => format!("PostgreSQL {}, schema {version}", state.server),
    };
    let unfinished = bulk::unfinished(&owner).await?;
    Ok((words, basis::SystemClock.now().as_second() - state.now.as_second(), unfinished))
}

/// Behind a proxy that is not named everybody comes from one address, and waits for the wrong guesses of everybody else.
fn address(config: &Config) -> (bool, String) {
    let url = &config.origin.url;
    if config.origin.secure && config.tls.is_none() && config.trusted_proxies.is_empty() {
        let words = "some proxy ends TLS and is not named: name it in server.trusted_proxies, or all clients are one";
        return (false, format!("{url}: {words}"));
    }
    (true, format!("{url}, listening on {}", config.address))
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

/// Rights that nobody may have: the group reads at the most, as a service's account must when root owns the file.
const SECRET_RIGHTS_NEVER: u32 = 0o037;

fn keys(config: &Config) -> (bool, String) {
    use std::os::unix::fs::PermissionsExt as _;
    let path = config.secret_file.clone().unwrap_or_else(|| config.data_dir.join("secret"));
    match std::fs::metadata(&path) {
        Err(_) if config.secret_file.is_none() => (true, "the secret will be made at the first start".to_owned()),
        Err(error) => (false, format!("the secret {} cannot be read: {error}", path.display())),
        Ok(meta) if meta.permissions().mode() & SECRET_RIGHTS_NEVER != 0 => {
            let words = "more than its owner and a group that only reads can reach the secret";
            (false, format!("{words} {}: chmod 640 or 600 it", path.display()))
        }
        Ok(_) => (true, "the secret is there, for its owner and at most a group to read".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn a_proxy_that_nobody_named_is_told() {
        let read = |text: &str| address(&Config::parse(text, None).unwrap()).0;
        assert!(read(""));
        assert!(!read("[server]\norigin = \"https://example.vn\"\n"));
        assert!(read("[server]\norigin = \"https://example.vn\"\ntrusted_proxies = [\"127.0.0.1\"]\n"));
    }

    #[test]
    fn a_secret_may_be_read_by_its_group_and_by_nobody_else() {
        let path = std::env::temp_dir().join(format!("lienthong-secret-{}", std::process::id()));
        std::fs::write(&path, [7; 32]).unwrap();
        let config = Config { secret_file: Some(path.clone()), ..Config::default() };
        for (mode, fine) in
            [(0o600, true), (0o400, true), (0o640, true), (0o660, false), (0o644, false), (0o604, false)]
        {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
            assert_eq!(keys(&config).0, fine, "{mode:o}");
        }
        std::fs::remove_file(&path).unwrap();
    }
}
