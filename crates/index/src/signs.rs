//! A first look at many rows: the signs of their codes, one bit each, an eighth of the memory that the codes take. Who
//! differs from the query in many signs is not among the nearest; the others are looked at by their codes.
//!
//! How much is missed is printed by `measure-search`: the recall of this way beside the scan of all codes.

use rayon::prelude::*;

use crate::dot::differing;

/// Rows a task of a parallel look takes.
const BLOCK: usize = 65_536;
/// Never a distance: a row that is not kept.
const NEVER: u16 = u16::MAX;

/// The signs of rows, `words` words each.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Signs {
    words: usize,
    bits: Vec<u64>,
}

impl Signs {
    /// Of rows of `dims` codes each.
    pub(crate) fn of(codes: &[i8], dims: usize) -> Self {
        let words = dims.div_ceil(64);
        let rows = codes.len().checked_div(dims).unwrap_or_default();
        let mut bits = vec![0; rows * words];
        let each = codes.par_chunks_exact(dims.max(1));
        each.zip(bits.par_chunks_mut(words.max(1)))
            .with_min_len(1_024)
            .for_each(|(codes, bits)| {
                for (word, codes) in bits.iter_mut().zip(codes.chunks(64)) {
                    *word = signs(codes);
                }
            });
        Self { words, bits }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bits.is_empty()
    }

    /// The rows that differ from the query in the fewest signs, at least `wanted` of those that `keep` has if there are
    /// so many: all that differ in as many as the last of them, in the order of the rows.
    pub(crate) fn nearest(
        &self,
        query: &[i8],
        keep: impl Fn(usize) -> bool + Sync,
        wanted: usize,
    ) -> Vec<usize> {
        let query: Vec<u64> = query.chunks(64).map(signs).collect();
        if self.words == 0 || query.len() != self.words {
            return Vec::new();
        }
        let mut distances = vec![NEVER; self.bits.len() / self.words];
        let counts = distances
            .par_chunks_mut(BLOCK)
            .zip(self.bits.par_chunks(BLOCK * self.words))
            .enumerate()
            .map(|(block, (distances, bits))| {
                differing(&query, bits, distances);
                let mut counts = vec![0_u32; query.len() * 64 + 1];
                for (row, distance) in (block * BLOCK..).zip(distances) {
                    if keep(row) {
                        counts[usize::from(*distance)] += 1;
                    } else {
                        *distance = NEVER;
                    }
                }
                counts
            })
            .reduce(Vec::new, |mut one, other| {
                if one.is_empty() {
                    return other;
                }
                one.iter_mut()
                    .zip(other)
                    .for_each(|(one, other)| *one += other);
                one
            });
        let mut sum = 0_usize;
        let farthest = counts.iter().position(|count| {
            sum += *count as usize;
            sum >= wanted
        });
        let farthest = farthest.map_or(NEVER - 1, |distance| distance as u16);
        let near = |(row, distance): (usize, &u16)| (*distance <= farthest).then_some(row);
        distances.iter().enumerate().filter_map(near).collect()
    }
}

/// The signs of at most 64 codes.
fn signs(codes: &[i8]) -> u64 {
    let bit = |(at, code): (usize, &i8)| u64::from(*code > 0) << at;
    codes
        .iter()
        .enumerate()
        .map(bit)
        .fold(0, |all, bit| all | bit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(rows: usize, dims: usize) -> Vec<i8> {
        let mut state = 5_u64;
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            ((state >> 40) as i8).max(-127)
        };
        (0..rows * dims).map(|_| next()).collect()
    }

    fn check(rows: usize, dims: usize, keep: fn(usize) -> bool, wanted: usize) {
        let all = codes(rows, dims);
        let query = &all[..dims].to_vec();
        let found = Signs::of(&all, dims).nearest(query, keep, wanted);
        let distance = |row: usize| {
            let row = &all[row * dims..][..dims];
            row.iter()
                .zip(query)
                .filter(|(a, b)| (**a > 0) != (**b > 0))
                .count()
        };
        let mut slow: Vec<usize> = (0..rows).filter(|row| keep(*row)).map(distance).collect();
        slow.sort_unstable();
        let farthest = slow.get(wanted.max(1) - 1).copied().unwrap_or(usize::MAX);
        let near = (0..rows).filter(|row| keep(*row) && distance(*row) <= farthest);
        assert_eq!(
            found,
            near.collect::<Vec<_>>(),
            "{rows} rows of {dims}, {wanted} wanted"
        );
    }

    #[test]
    fn the_rows_with_the_fewest_other_signs_are_found() {
        for (rows, dims, wanted) in [(500, 256, 20), (500, 100, 1), (90, 64, 90), (90, 3, 500)] {
            check(rows, dims, |_| true, wanted);
            check(rows, dims, |row| row % 7 == 2, wanted);
        }
        check(BLOCK + 77, 64, |row| row % 3 != 0, 40);
    }

    #[test]
    fn nothing_is_found_where_nothing_is() {
        assert!(Signs::of(&[], 8).nearest(&[1; 8], |_| true, 5).is_empty());
        assert!(Signs::default().nearest(&[], |_| true, 5).is_empty());
        let signs = Signs::of(&[1; 32], 8);
        assert!(signs.nearest(&[1; 8], |_| false, 5).is_empty());
    }
}
