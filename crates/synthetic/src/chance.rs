//! Seeded chance. Our own few functions, so that the numbers stay the same when a library changes its own.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of chance.
pub(crate) struct Chance(ChaCha8Rng);

impl Chance {
    /// The stream with a number, of a seed.
    pub(crate) fn new(seed: u64, stream: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(stream);
        Self(rng)
    }
    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: u32) -> u32 {
        // Off from even by less than one in a hundred million for the small limits used here.
        ((u64::from(self.0.next_u32()) * u64::from(limit)) >> 32) as u32
    }
    /// A number of a range, both ends included.
    pub(crate) fn between(&mut self, from: i16, to: i16) -> i16 {
        debug_assert!(from <= to, "a range has a beginning before its end");
        from + self.below((to - from + 1).unsigned_abs().into()) as i16
    }
    /// True in so many of a thousand cases.
    pub(crate) fn per_mille(&mut self, share: u32) -> bool {
        self.below(1000) < share
    }
    /// One of several, all as likely.
    pub(crate) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u32) as usize]
    }
    /// One of several, by weight.
    pub(crate) fn weighted<T: Copy>(&mut self, all: &[(T, u32)]) -> T {
        let total: u32 = all.iter().map(|(_, weight)| weight).sum();
        let mut left = self.below(total.max(1));
        for (value, weight) in all {
            if left < *weight {
                return *value;
            }
            left -= weight;
        }
        all[all.len() - 1].0
    }
}
