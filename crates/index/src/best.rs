//! The best few of many scores, in a fixed order.

use std::cmp::Ordering;

/// A scored row. Less is better, so that sorting puts the best first; of equal scores the lower row is better, so
/// that results never depend on the order of the search.
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

/// Keeps the best `limit` of what is offered: twice as many and more are held, and the worse half of them is dropped
/// when there is no room, which takes less time than a heap.
#[derive(Debug)]
pub(crate) struct Best {
    limit: usize,
    held: Vec<Scored>,
    /// Nothing below this can still get in.
    floor: f32,
}

/// Room beside twice the limit.
const ROOM: usize = 64;

impl Best {
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            held: Vec::with_capacity(2 * limit.min(4_096) + ROOM),
            floor: f32::NEG_INFINITY,
        }
    }

    /// Whether a score can still get in.
    #[inline]
    pub(crate) fn wants(&self, score: f32) -> bool {
        score >= self.floor
    }

    #[inline]
    pub(crate) fn offer(&mut self, score: f32, row: u32) {
        if self.wants(score) {
            self.push(Scored { score, row });
        }
    }

    fn push(&mut self, scored: Scored) {
        self.held.push(scored);
        if self.held.len() >= self.limit.saturating_mul(2).saturating_add(ROOM) {
            self.drop_the_rest();
        }
    }

    fn drop_the_rest(&mut self) {
        if self.limit == 0 {
            self.held.clear();
        } else if self.held.len() >= self.limit {
            self.held.select_nth_unstable(self.limit - 1);
            self.held.truncate(self.limit);
            self.floor = self.held[self.limit - 1].score;
        }
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        for scored in other.held {
            self.offer(scored.score, scored.row);
        }
        self
    }

    /// Best first.
    pub(crate) fn into_sorted(mut self) -> Vec<Scored> {
        self.drop_the_rest();
        self.held.sort_unstable();
        self.held
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

    #[test]
    fn many_are_kept_as_sorting_all_keeps_them() {
        let all: Vec<Scored> = (0..5_000_u32)
            .map(|row| Scored {
                score: (row.wrapping_mul(2_654_435_761) % 700) as f32,
                row,
            })
            .collect();
        for limit in [1, 3, 100, 4_999, 9_000] {
            let (mut one, mut other) = (Best::new(limit), Best::new(limit));
            for (n, scored) in all.iter().enumerate() {
                let best = if n % 3 == 0 { &mut one } else { &mut other };
                best.offer(scored.score, scored.row);
            }
            let mut sorted = all.clone();
            sorted.sort_unstable();
            sorted.truncate(limit);
            assert_eq!(one.merge(other).into_sorted(), sorted, "the best {limit}");
        }
    }
}
