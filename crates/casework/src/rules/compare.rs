//! The nightly comparison with the national register's own books: what one side has and the other has not.
//!
//! Our journal alone cannot show what never arrived, nor what the other side gave to nobody of ours.

use basis::{HandoverId, Timestamp};

/// A question for a number as our journal has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Ours {
    pub(crate) id: HandoverId,
    pub(crate) state: String,
    pub(crate) attempts: i32,
    pub(crate) asked_at: Timestamp,
    /// The keyed hash of the answer.
    pub(crate) answer: Option<String>,
}

/// The same as the register has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Theirs {
    pub(crate) id: HandoverId,
    /// The keyed hash of the number it gave, if it gave one.
    pub(crate) answer: Option<String>,
}

/// Something that does not add up.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) struct Odd {
    pub(crate) id: HandoverId,
    /// lost, doubled, diverged or unknown.
    pub(crate) kind: &'static str,
}

/// Compares both books. What was asked after `settled` may still be on its way.
pub(crate) fn compare(ours: &[Ours], theirs: &[Theirs], settled: Timestamp) -> Vec<Odd> {
    let mut odd = Vec::new();
    for one in ours {
        let told: Vec<&Theirs> = theirs.iter().filter(|other| other.id == one.id).collect();
        if told.is_empty() {
            if one.attempts > 0 && one.asked_at < settled {
                match one.state.as_str() {
                    // Asked, and never heard of there.
                    "asked" => odd.push(Odd { id: one.id, kind: "lost" }),
                    // We hold an answer that the register says it never gave.
                    "answered" => odd.push(Odd { id: one.id, kind: "diverged" }),
                    _ => {}
                }
            }
            continue;
        }
        let mut answers: Vec<&str> = told.iter().filter_map(|other| other.answer.as_deref()).collect();
        answers.sort_unstable();
        answers.dedup();
        if answers.len() > 1 {
            odd.push(Odd { id: one.id, kind: "doubled" });
        }
        let differs = match (one.state.as_str(), answers.first()) {
            ("answered" | "taken_over", Some(first)) => one.answer.as_deref() != Some(*first),
            ("answered", None) => true,
            // Refused here, given there: a number exists that nobody entered.
            ("refused", Some(_)) => true,
            _ => false,
        };
        if differs {
            odd.push(Odd { id: one.id, kind: "diverged" });
        }
    }
    for other in theirs {
        if !ours.iter().any(|one| one.id == other.id) {
            odd.push(Odd { id: other.id, kind: "unknown" });
        }
        // One number for two children.
        let again = |there: &&Theirs| there.id != other.id && there.answer.is_some() && there.answer == other.answer;
        if ours.iter().any(|one| one.id == other.id) && theirs.iter().any(|there| again(&there)) {
            odd.push(Odd { id: other.id, kind: "doubled" });
        }
    }
    odd.sort();
    odd.dedup();
    odd
}

#[cfg(test)]
mod tests {
    use super::*;

    fn id(number: u128) -> HandoverId {
        HandoverId::from_uuid(uuid::Uuid::from_u128(number))
    }
    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }
    fn ours(state: &str, answer: Option<&str>) -> Ours {
        Ours {
            id: id(1),
            state: state.to_owned(),
            attempts: 1,
            asked_at: at("2026-11-23T03:00:00Z"),
            answer: answer.map(str::to_owned),
        }
    }
    fn theirs(number: u128, answer: Option<&str>) -> Theirs {
        Theirs { id: id(number), answer: answer.map(str::to_owned) }
    }

    /// What it shows, our book, theirs, and what is found.
    type Case = (&'static str, Vec<Ours>, Vec<Theirs>, &'static [&'static str]);

    #[test]
    fn each_way_of_not_adding_up_is_found() {
        let table: [Case; 13] = [
            ("the same on both sides", vec![ours("answered", Some("a"))], vec![theirs(1, Some("a"))], &[]),
            ("asked and answered later", vec![ours("asked", None)], vec![theirs(1, None)], &[]),
            ("answered there, on its way", vec![ours("asked", None)], vec![theirs(1, Some("a"))], &[]),
            ("never heard of there", vec![ours("asked", None)], vec![], &["lost"]),
            ("another number there", vec![ours("answered", Some("a"))], vec![theirs(1, Some("b"))], &["diverged"]),
            ("typed in otherwise", vec![ours("taken_over", Some("a"))], vec![theirs(1, Some("b"))], &["diverged"]),
            ("typed in, silent there", vec![ours("taken_over", Some("a"))], vec![theirs(1, None)], &[]),
            ("answered here, not there", vec![ours("answered", Some("a"))], vec![theirs(1, None)], &["diverged"]),
            ("answered here, unheard there", vec![ours("answered", Some("a"))], vec![], &["diverged"]),
            ("refused here, given there", vec![ours("refused", None)], vec![theirs(1, Some("a"))], &["diverged"]),
            (
                "two numbers for one",
                vec![ours("asked", None)],
                vec![theirs(1, Some("a")), theirs(1, Some("b"))],
                &["doubled"],
            ),
            ("nobody of ours", vec![], vec![theirs(2, Some("a"))], &["unknown"]),
            (
                "one number for two",
                vec![ours("answered", Some("a")), Ours { id: id(2), ..ours("answered", Some("a")) }],
                vec![theirs(1, Some("a")), theirs(2, Some("a"))],
                &["doubled", "doubled"],
            ),
        ];
        for (name, ours, theirs, want) in table {
            let got = compare(&ours, &theirs, at("2026-11-23T20:00:00Z"));
            assert_eq!(got.iter().map(|odd| odd.kind).collect::<Vec<_>>(), want, "{name}");
        }
    }

    #[test]
    fn what_was_asked_a_moment_ago_may_still_be_on_its_way() {
        assert!(compare(&[ours("asked", None)], &[], at("2026-11-23T02:00:00Z")).is_empty());
        let unasked = Ours { attempts: 0, ..ours("asked", None) };
        assert!(compare(&[unasked], &[], at("2026-11-23T20:00:00Z")).is_empty(), "nothing has left yet");
    }
}
