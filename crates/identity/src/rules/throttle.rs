//! Slowing down guessers without locking owners out.
//!
//! Three circles. The *pair* of name and address, and the *address* alone, are made to wait: a guesser waits,
//! the owner elsewhere does not. The *name* over all addresses and *everything* together are only slowed by a
//! second: if they could refuse, a stranger could lock a citizen out by guessing on purpose. An address that has
//! signed in to this name before is *known* and feels only its own wrong guesses, because thousands of phones
//! share one address of a carrier and a one-stop hall shares another.

use basis::Timestamp;
use jiff::SignedDuration;
use std::net::IpAddr;

/// Wrong guesses of one name from one address before waiting begins.
pub(crate) const PAIR_FREE: u32 = 5;
const PAIR_WAIT_FIRST_S: i64 = 15;
const PAIR_WAIT_MAX_S: i64 = 15 * 60;
/// Wrong guesses from one address, whatever the name, before waiting begins: a hall full of people mistypes.
pub(crate) const ADDRESS_FREE: u32 = 100;
const ADDRESS_WAIT_FIRST_S: i64 = 1;
const ADDRESS_WAIT_MAX_S: i64 = 60;
/// Wrong guesses of one name from everywhere in an hour before answers slow down.
pub(crate) const NAME_FREE: u32 = 20;
const NAME_SLOW_MS: u64 = 1000;
/// Wrong guesses altogether in a minute before answers slow down.
pub(crate) const ALL_FREE: u32 = 600;
const ALL_SLOW_MS: u64 = 500;

/// Wrong guesses of pair, address and name count for this long.
pub(crate) const WINDOW: SignedDuration = SignedDuration::from_hours(1);
/// Wrong guesses altogether count for this long.
pub(crate) const WINDOW_ALL: SignedDuration = SignedDuration::from_mins(1);
/// An address stays known to a name for this long after signing in.
pub(crate) const KNOWN_FOR: SignedDuration = SignedDuration::from_hours(30 * 24);
/// Attempts are swept after this long; longer than every window above.
pub(crate) const KEPT_FOR: SignedDuration = SignedDuration::from_hours(90 * 24);

/// What is remembered about the name and address somebody tries with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tries {
    /// Wrong guesses of the pair since it last signed in.
    pub(crate) pair: u32,
    /// The last of them.
    pub(crate) pair_last: Option<Timestamp>,
    /// Wrong guesses from the address.
    pub(crate) address: u32,
    /// The last of them.
    pub(crate) address_last: Option<Timestamp>,
    /// Wrong guesses of the name from everywhere.
    pub(crate) name: u32,
    /// Wrong guesses altogether.
    pub(crate) all: u32,
    /// Whether the pair signed in lately.
    pub(crate) known: bool,
}

/// What becomes of an attempt before its password is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Checked after so many milliseconds, mostly none.
    Check { after_ms: u64 },
    /// Refused until then. It is not counted, so that asking again does not prolong the wait.
    Wait { until: Timestamp },
}

/// Decides on an attempt.
pub(crate) fn decide(tries: &Tries, now: Timestamp) -> Verdict {
    let pair = wait_until(tries.pair, tries.pair_last, PAIR_FREE, PAIR_WAIT_FIRST_S, PAIR_WAIT_MAX_S);
    let address = if tries.known {
        None
    } else {
        wait_until(tries.address, tries.address_last, ADDRESS_FREE, ADDRESS_WAIT_FIRST_S, ADDRESS_WAIT_MAX_S)
    };
    if let Some(until) = pair.max(address).filter(|until| *until > now) {
        return Verdict::Wait { until };
    }
    let name_ms = if !tries.known && tries.name >= NAME_FREE { NAME_SLOW_MS } else { 0 };
    let all_ms = if !tries.known && tries.all >= ALL_FREE { ALL_SLOW_MS } else { 0 };
    Verdict::Check { after_ms: name_ms.max(all_ms) }
}

/// The network an address stands for: one household or phone has a whole /64 of IPv6.
#[must_use]
pub fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// The wait after the last wrong guess: nothing while they are few, then doubling up to a bound.
#[must_use]
pub fn wait_until(wrong: u32, last: Option<Timestamp>, free: u32, first_s: i64, max_s: i64) -> Option<Timestamp> {
    let over = wrong.checked_sub(free)?;
    let wait_s = first_s.checked_shl(over).filter(|wait| over < 32 && *wait > 0).unwrap_or(max_s).min(max_s);
    last?.checked_add(SignedDuration::from_secs(wait_s)).ok()
}

/// The wait in whole minutes, at least one, as people are told.
#[must_use]
pub fn minutes_left(until: Timestamp, now: Timestamp) -> i64 {
    let seconds = until.duration_since(now).as_secs().max(1);
    (seconds + 59) / 60
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_800_000_000 + seconds).unwrap()
    }

    #[test]
    fn a_guesser_waits_longer_with_each_guess() {
        for (pair, wait_s) in [(0, 0), (4, 0), (5, 15), (6, 30), (7, 60), (10, 480), (11, 900), (40, 900), (4000, 900)]
        {
            let tries = Tries { pair, pair_last: Some(at(0)), ..Tries::default() };
            if wait_s == 0 {
                assert_eq!(decide(&tries, at(0)), Verdict::Check { after_ms: 0 }, "{pair}");
            } else {
                assert_eq!(decide(&tries, at(0)), Verdict::Wait { until: at(wait_s) }, "{pair}");
                assert_eq!(decide(&tries, at(wait_s)), Verdict::Check { after_ms: 0 }, "{pair}");
            }
        }
    }

    #[test]
    fn guessing_everywhere_slows_the_name_but_never_refuses_it() {
        let tries = Tries { name: 1_000_000, all: 1_000_000, ..Tries::default() };
        assert_eq!(decide(&tries, at(0)), Verdict::Check { after_ms: NAME_SLOW_MS });
        let calm = Tries { all: ALL_FREE, ..Tries::default() };
        assert_eq!(decide(&calm, at(0)), Verdict::Check { after_ms: ALL_SLOW_MS });
    }

    #[test]
    fn the_owner_at_a_known_address_feels_only_his_own_mistakes() {
        let others =
            Tries { address: 5000, address_last: Some(at(0)), name: 5000, all: 5000, known: true, ..Tries::default() };
        assert_eq!(decide(&others, at(0)), Verdict::Check { after_ms: 0 });
        let own = Tries { pair: 5, pair_last: Some(at(0)), known: true, ..Tries::default() };
        assert_eq!(decide(&own, at(0)), Verdict::Wait { until: at(15) });
    }

    #[test]
    fn an_address_that_tries_many_names_waits_a_minute_at_most() {
        for (address, wait_s) in [(100, 1), (103, 8), (110, 60), (9999, 60)] {
            let tries = Tries { address, address_last: Some(at(0)), ..Tries::default() };
            assert_eq!(decide(&tries, at(0)), Verdict::Wait { until: at(wait_s) }, "{address}");
        }
    }

    #[test]
    fn an_address_counts_as_its_network() {
        for (address, expected) in [
            ("203.0.113.9", "203.0.113.9"),
            ("::ffff:203.0.113.9", "203.0.113.9"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ] {
            assert_eq!(network(address.parse().unwrap()), expected);
        }
    }

    #[test]
    fn a_wait_is_told_in_whole_minutes() {
        for (seconds, minutes) in [(1, 1), (60, 1), (61, 2), (900, 15)] {
            assert_eq!(minutes_left(at(seconds), at(0)), minutes);
        }
    }
}
