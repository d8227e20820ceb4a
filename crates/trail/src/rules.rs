//! Which looks are said together. Pure.

use crate::model::{DossierLook, LookRun};
use jiff::SignedDuration;

/// Looks of the same viewer that lie no further apart than `gap` become one run. `looks` are the latest first, and so
/// are the runs; what others did in between does not part a run.
#[must_use]
pub fn joined(looks: &[DossierLook], gap: SignedDuration) -> Vec<LookRun> {
    let mut runs: Vec<LookRun> = Vec::new();
    for look in looks {
        let near = |run: &&mut LookRun| {
            run.account == look.account && run.viewer == look.viewer && run.from.duration_since(look.at) <= gap
        };
        // From the end: of one viewer's runs the last one made is the nearest in time.
        match runs.iter_mut().rev().find(near) {
            Some(run) => {
                run.from = look.at;
                run.count += 1;
                if !run.purposes.contains(&look.purpose) {
                    run.purposes.push(look.purpose.clone());
                }
            }
            None => runs.push(LookRun {
                from: look.at,
                until: look.at,
                viewer: look.viewer.clone(),
                account: look.account,
                purposes: vec![look.purpose.clone()],
                count: 1,
            }),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Viewer;
    use basis::{AccountId, AgencyCode};

    fn look(account: u128, minute: i64, purpose: &str) -> DossierLook {
        DossierLook {
            at: basis::Timestamp::from_second(1_795_489_200 + minute * 60).unwrap(),
            viewer: Viewer::Officer(Some(AgencyCode("H41.1.TP".into()))),
            account: Some(AccountId::from_uuid(uuid::Uuid::from_u128(account))),
            purpose: purpose.into(),
        }
    }

    #[test]
    fn one_viewers_looks_within_minutes_are_one_run_and_others_are_not() {
        /// Viewer and minute of each look, the latest first, and what is said of them: how many looks in each run.
        type Case = (&'static [(u128, i64)], &'static [u32]);
        let cases: &[Case] = &[
            (&[], &[]),
            (&[(1, 5)], &[1]),
            (&[(1, 9), (1, 5), (1, 0)], &[3]),
            // Each look is measured from the one before it, not from the first.
            (&[(1, 20), (1, 11), (1, 2)], &[3]),
            (&[(1, 40), (1, 5)], &[1, 1]),
            (&[(1, 6), (2, 5), (1, 4)], &[2, 1]),
            (&[(1, 60), (1, 59), (1, 3), (1, 0)], &[2, 2]),
        ];
        for (looks, runs) in cases {
            let looks: Vec<_> = looks.iter().map(|(who, minute)| look(*who, *minute, "desk_examine")).collect();
            let counts: Vec<u32> = joined(&looks, SignedDuration::from_mins(10)).iter().map(|run| run.count).collect();
            assert_eq!(&counts, runs, "{looks:?}");
        }
    }

    #[test]
    fn a_run_says_each_purpose_once_and_from_when_till_when() {
        let looks = [look(1, 9, "desk_print"), look(1, 5, "desk_examine"), look(1, 2, "desk_print")];
        let runs = joined(&looks, SignedDuration::from_mins(10));
        assert_eq!(runs.len(), 1);
        assert_eq!(runs[0].purposes, ["desk_print", "desk_examine"]);
        assert_eq!((runs[0].from, runs[0].until), (looks[2].at, looks[0].at));
    }
}
