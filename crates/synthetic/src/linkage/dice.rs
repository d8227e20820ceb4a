//! Chance that is a function of seed, purpose and number, so that any person can be made at any time.

/// A short stream of chance (splitmix64).
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64, purpose: u64, nth: u64) -> Self {
        Self(mix(mix(seed ^ purpose.wrapping_mul(0x9e37_79b9_7f4a_7c15)) ^ nth.wrapping_mul(0xd1b5_4a32_d192_ed03)))
    }
    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }
    /// A number below a limit.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(limit)) >> 64) as u64
    }
    /// A number from 0 up to 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
    /// True in that share of cases.
    pub(super) fn chance(&mut self, share: f64) -> bool {
        self.share() < share
    }
    /// One of several, all as likely.
    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len() as u64) as usize]
    }
}

fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// An order of the numbers below a limit that looks like chance: each comes once, and none is kept in memory. A
/// Feistel network over the next even power of two, walked on until it falls below the limit.
pub(super) struct Shuffle {
    keys: [u64; 4],
    half: u32,
    limit: u64,
}

impl Shuffle {
    pub(super) fn new(seed: u64, purpose: u64, limit: u64) -> Self {
        let mut dice = Dice::new(seed, purpose, 0x5eed);
        let bits = 64 - limit.max(4).saturating_sub(1).leading_zeros();
        Self { keys: std::array::from_fn(|_| dice.next()), half: bits.div_ceil(2), limit }
    }
    pub(super) fn at(&self, nth: u64) -> u64 {
        let mask = (1_u64 << self.half) - 1;
        let mut value = nth;
        loop {
            let (mut left, mut right) = (value >> self.half, value & mask);
            for key in self.keys {
                (left, right) = (right, left ^ (mix(right ^ key) & mask));
            }
            value = (left << self.half) | right;
            if value < self.limit {
                return value;
            }
        }
    }
}

/// Chooses by weight in constant time (Walker's alias table).
pub(super) struct Weighted<T> {
    items: Vec<T>,
    cut: Vec<f64>,
    other: Vec<u32>,
}

impl<T> Weighted<T> {
    pub(super) fn new(all: Vec<(T, f64)>) -> Self {
        let count = all.len();
        let total: f64 = all.iter().map(|(_, weight)| weight).sum();
        let mut cut: Vec<f64> = all.iter().map(|(_, weight)| weight * count as f64 / total).collect();
        let mut other: Vec<u32> = (0..count as u32).collect();
        let (mut low, mut high): (Vec<usize>, Vec<usize>) = (0..count).partition(|&at| cut[at] < 1.0);
        while let (Some(small), Some(&big)) = (low.pop(), high.last()) {
            other[small] = big as u32;
            cut[big] -= 1.0 - cut[small];
            if cut[big] < 1.0 {
                high.pop();
                low.push(big);
            }
        }
        // What is left is one up to rounding.
        for at in low.into_iter().chain(high) {
            cut[at] = 1.0;
        }
        Self { items: all.into_iter().map(|(item, _)| item).collect(), cut, other }
    }
    pub(super) fn draw(&self, dice: &mut Dice) -> &T {
        let at = dice.below(self.items.len() as u64) as usize;
        let at = if dice.share() < self.cut[at] { at } else { self.other[at] as usize };
        &self.items[at]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shuffle_gives_each_number_once() {
        for limit in [1, 2, 5, 100, 1000, 4097] {
            let order = Shuffle::new(6, 1, limit);
            let mut all: Vec<u64> = (0..limit).map(|nth| order.at(nth)).collect();
            all.sort_unstable();
            assert_eq!(all, (0..limit).collect::<Vec<_>>());
        }
    }

    #[test]
    fn weights_are_kept() {
        let table = Weighted::new(vec![("a", 1.0), ("b", 2.0), ("c", 7.0)]);
        let mut dice = Dice::new(6, 1, 1);
        let mut count = [0; 3];
        for _ in 0..100_000 {
            count[usize::from(table.draw(&mut dice).as_bytes()[0] - b'a')] += 1;
        }
        assert!((9_000..11_000).contains(&count[0]) && (69_000..71_000).contains(&count[2]), "{count:?}");
    }
}
