//! Slowing down whoever guesses at a dossier's four-character secret, without shutting its owner out.
//!
//! Two circles, as at sign-in. A *network* that guesses wrong is made to wait. A *dossier* at which everybody together
//! guesses wrong only answers later: if it refused, a stranger with its code could keep its owner away. A network from
//! which the secret was right before feels its own mistakes only. Why four characters are enough is in decision 0017.

use basis::Timestamp;

/// Wrong look-ups from one network before it waits.
const NETWORK_FREE: u32 = 10;
const NETWORK_WAIT_FIRST_S: i64 = 15;
const NETWORK_WAIT_MAX_S: i64 = 15 * 60;
/// Wrong look-ups at one dossier before its answers slow down, and then again for each further so many.
const DOSSIER_FREE: u32 = 20;
const DOSSIER_SLOW_FIRST_MS: u64 = 1000;
const DOSSIER_SLOW_MAX_MS: u64 = 8000;

/// What is remembered of the look-ups of the last while.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Lookups {
    /// Wrong ones from this network.
    pub(crate) by_network: u32,
    /// The last of them.
    pub(crate) by_network_last: Option<Timestamp>,
    /// Wrong ones at this dossier from anywhere.
    pub(crate) at_dossier: u32,
    /// Whether this network has looked this dossier up with the right secret.
    pub(crate) known: bool,
}

/// What becomes of a look-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Answered after so many milliseconds, mostly none.
    Answer { after_ms: u64 },
    /// Refused until then, and not counted.
    Wait { until: Timestamp },
}

/// Decides on a look-up.
pub(crate) fn decide(lookups: &Lookups, now: Timestamp) -> Verdict {
    let until = identity::wait_until(
        lookups.by_network,
        lookups.by_network_last,
        NETWORK_FREE,
        NETWORK_WAIT_FIRST_S,
        NETWORK_WAIT_MAX_S,
    );
    if let Some(until) = until.filter(|until| *until > now) {
        return Verdict::Wait { until };
    }
    let over = if lookups.known { None } else { lookups.at_dossier.checked_sub(DOSSIER_FREE) };
    let after_ms = over.map_or(0, |over| {
        let doubled = DOSSIER_SLOW_FIRST_MS << (over / DOSSIER_FREE).min(8);
        doubled.min(DOSSIER_SLOW_MAX_MS)
    });
    Verdict::Answer { after_ms }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_network_that_guesses_waits_longer_each_time() {
        for (wrong, wait_s) in [(0, 0), (9, 0), (10, 15), (11, 30), (15, 480), (16, 900), (4000, 900)] {
            let lookups =
                Lookups { by_network: wrong, by_network_last: Some(at(0)), known: true, ..Lookups::default() };
            let expected =
                if wait_s == 0 { Verdict::Answer { after_ms: 0 } } else { Verdict::Wait { until: at(wait_s) } };
            assert_eq!(decide(&lookups, at(0)), expected, "{wrong}");
            assert_eq!(decide(&lookups, at(wait_s)), Verdict::Answer { after_ms: 0 }, "{wrong}");
        }
    }

    #[test]
    fn guesses_of_everybody_slow_a_dossier_and_never_shut_it() {
        for (wrong, after_ms) in
            [(19, 0), (20, 1000), (39, 1000), (40, 2000), (60, 4000), (80, 8000), (4_000_000, 8000)]
        {
            let lookups = Lookups { at_dossier: wrong, ..Lookups::default() };
            assert_eq!(decide(&lookups, at(0)), Verdict::Answer { after_ms }, "{wrong}");
            let known = Lookups { known: true, ..lookups };
            assert_eq!(decide(&known, at(0)), Verdict::Answer { after_ms: 0 }, "{wrong}");
        }
    }
}
