//! One key's table: who shares a key, as sorted arrays of record numbers with one byte of fingerprint each.

/// A sorted array of record numbers in buckets, about five bytes a person.
#[derive(Debug, Default)]
pub(crate) struct Table {
    shift: u32,
    starts: Vec<u32>,
    slots: Vec<u32>,
    prints: Vec<u8>,
}

/// How many people share a bucket on average; a bucket's fingerprints fill a fraction of a cache line.
const PER_BUCKET: usize = 6;

impl Table {
    /// Makes the table from each record's hash, 0 where it has no key.
    pub(crate) fn build(hashes: &[u32]) -> Self {
        let count = hashes.iter().filter(|&&hash| hash != 0).count();
        let bits = (count / PER_BUCKET).next_power_of_two().trailing_zeros().clamp(1, 24);
        let shift = 32 - bits;
        let mut starts = vec![0_u32; (1 << bits) + 1];
        for &hash in hashes.iter().filter(|&&hash| hash != 0) {
            starts[(hash >> shift) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut slots = vec![0; count];
        let mut prints = vec![0; count];
        // `starts` serves as the cursor and is put back one bucket further afterwards.
        for (slot, &hash) in hashes.iter().enumerate().filter(|&(_, &hash)| hash != 0) {
            let cursor = &mut starts[(hash >> shift) as usize];
            slots[*cursor as usize] = slot as u32;
            prints[*cursor as usize] = print(hash, shift);
            *cursor += 1;
        }
        starts.copy_within(0..(1 << bits), 1);
        starts[0] = 0;
        Self { shift, starts, slots, prints }
    }

    /// The range in which a hash is looked for.
    pub(crate) fn range(&self, hash: u32) -> (u32, u32) {
        let bucket = (hash >> self.shift) as usize;
        (self.starts[bucket], self.starts[bucket + 1])
    }
    /// Reads where the range begins, so that it is in the cache when it is needed.
    pub(crate) fn touch(&self, from: u32) -> u32 {
        let at = from as usize;
        self.slots.get(at).copied().unwrap_or(0) ^ u32::from(self.prints.get(at).copied().unwrap_or(0))
    }
    /// The record numbers of a range that have the hash, up to one byte's doubt.
    pub(crate) fn find(&self, hash: u32, (from, to): (u32, u32)) -> impl Iterator<Item = u32> {
        let print = print(hash, self.shift);
        let range = from as usize..to as usize;
        self.prints[range.clone()]
            .iter()
            .zip(&self.slots[range])
            .filter(move |(own, _)| **own == print)
            .map(|(_, slot)| *slot)
    }
    /// How many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.starts.len() * 4 + self.slots.len() * 5
    }
}

/// The byte below those that choose the bucket.
fn print(hash: u32, shift: u32) -> u8 {
    (hash >> (shift - 8)) as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everybody_is_found_and_hardly_anybody_else() {
        let hashes: Vec<u32> =
            (0..10_000_u32).map(|at| if at % 7 == 0 { 0 } else { (at % 500).wrapping_mul(0x9e37_79b9) | 1 }).collect();
        let table = Table::build(&hashes);
        for hash in [hashes[1], hashes[2], hashes[499]] {
            let found: Vec<u32> = table.find(hash, table.range(hash)).collect();
            let wanted: Vec<u32> = (0..10_000).filter(|&at| hashes[at as usize] == hash).collect();
            assert!(wanted.iter().all(|slot| found.contains(slot)));
            assert!(found.len() <= wanted.len() + 40);
        }
        let empty = Table::build(&[0, 0]);
        assert_eq!(empty.find(5, empty.range(5)).count(), 0);
    }
}
