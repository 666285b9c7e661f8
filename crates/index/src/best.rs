//! The best few of many scores, in a fixed order.

use std::{cmp::Ordering, collections::BinaryHeap};

/// A scored row. Greater is worse, so that a max-heap gives up the worst first; of equal scores the lower row
/// is better, so that results never depend on the order of the search.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scored {
    pub(crate) score: f32,
    pub(crate) row: u32,
}

impl Ord for Scored {
    fn cmp(&self, other: &Self) -> Ordering {
        other
            .score
            .total_cmp(&self.score)
            .then(self.row.cmp(&other.row))
    }
}

impl PartialOrd for Scored {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Scored {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Scored {}

/// Keeps the best `limit` of what is offered.
#[derive(Debug)]
pub(crate) struct Best {
    limit: usize,
    heap: BinaryHeap<Scored>,
    /// Nothing below this can still get in.
    floor: f32,
}

impl Best {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            heap: BinaryHeap::with_capacity(limit.min(4096) + 1),
            floor: f32::NEG_INFINITY,
        }
    }

    #[inline]
    pub(crate) fn offer(&mut self, score: f32, row: u32) {
        if score >= self.floor {
            self.push(Scored { score, row });
        }
    }

    fn push(&mut self, scored: Scored) {
        if self.limit == 0 {
            return;
        }
        self.heap.push(scored);
        if self.heap.len() > self.limit {
            self.heap.pop();
        }
        if self.heap.len() == self.limit {
            self.floor = self
                .heap
                .peek()
                .map_or(f32::NEG_INFINITY, |worst| worst.score);
        }
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        for scored in other.heap {
            self.push(scored);
        }
        self
    }

    /// Best first.
    pub(crate) fn into_sorted(self) -> Vec<Scored> {
        self.heap.into_sorted_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_best_in_a_fixed_order() {
        let mut best = Best::new(3);
        for (score, row) in [(0.5, 9), (0.1, 1), (0.5, 2), (0.9, 7), (0.5, 1), (0.2, 3)] {
            best.offer(score, row);
        }
        let rows: Vec<u32> = best.into_sorted().iter().map(|scored| scored.row).collect();
        assert_eq!(rows, [7, 1, 2]);
        assert!(Best::new(0).into_sorted().is_empty());
    }
}
