//! Which doors are open on a day: dated data, not code.

use crate::words::Door;
use basis::{Date, Failure, Fault, Kind, Problem, Refusal};
use serde::Deserialize;
use std::sync::LazyLock;

static DOORS: LazyLock<Result<Doors, String>> =
    LazyLock::new(|| toml::from_str(include_str!("../../doors.toml")).map_err(|error| error.to_string()));

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Doors {
    door: Vec<Dated>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    code: String,
    from: Date,
    to: Option<Date>,
    article: String,
    #[serde(default = "yes")]
    #[expect(dead_code, reason = "for whoever reads the file")]
    confirmed: bool,
}

fn yes() -> bool {
    true
}

/// Refuses what comes in by a door that is shut on a day.
pub(crate) fn refuse_shut(door: Door, day: Date) -> Result<(), Failure> {
    let doors = DOORS.as_ref().map_err(|error| Fault::new(format!("reading doors.toml: {error}")))?;
    judge(doors, door, day).map_err(Failure::from)
}

fn judge(doors: &Doors, door: Door, day: Date) -> Result<(), Refusal> {
    let mut own = doors.door.iter().filter(|dated| dated.code == door.code()).peekable();
    let article = own.peek().map_or("NĐ 118/2025/NĐ-CP", |dated| dated.article.as_str()).to_owned();
    if own.any(|dated| dated.from <= day && dated.to.is_none_or(|to| day < to)) {
        return Ok(());
    }
    Err(Refusal::new(Kind::Conflict, Problem::new(crate::codes::DOOR_SHUT).by(article)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_door_is_open_from_its_first_day_until_it_is_shut() {
        let doors: Doors = toml::from_str(
            "[[door]]\ncode = \"portal\"\nfrom = \"2024-07-01\"\nto = \"2027-01-01\"\narticle = \"NĐ 1\"\n",
        )
        .unwrap();
        for (door, on, open) in [
            (Door::Portal, "2024-06-30", false),
            (Door::Portal, "2024-07-01", true),
            (Door::Portal, "2026-12-31", true),
            (Door::Portal, "2027-01-01", false),
            (Door::Post, "2026-01-01", false),
        ] {
            assert_eq!(judge(&doors, door, day(on)).is_ok(), open, "{door:?} on {on}");
        }
    }

    #[test]
    fn every_door_of_the_file_is_one_and_ours_are_open_now() {
        let doors = DOORS.as_ref().unwrap();
        assert!(doors.door.iter().all(|dated| Door::from_code(&dated.code).is_some()));
        for door in [Door::Portal, Door::Desk] {
            assert!(refuse_shut(door, day("2026-11-23")).is_ok(), "{door:?}");
        }
        assert!(refuse_shut(Door::NationalPortal, day("2026-11-23")).is_err());
    }
}
