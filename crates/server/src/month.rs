//! Counts that name nobody: a group of fewer than five is never shown, nor what it could be computed from by taking
//! other figures away. Pure.

use serde::Serialize;
use utoipa::ToSchema;

/// A group of fewer could be somebody.
pub(crate) const LEAST: u64 = 5;

/// How many there are of something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Count {
    /// Of what.
    pub name: String,
    /// How many.
    pub count: u64,
}

/// What something is made of, as far as it may be shown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Counts {
    /// All of it; `null`: fewer than five, or a hidden group could be computed from it.
    pub total: Option<u64>,
    /// The groups that may be shown, the largest first.
    pub groups: Vec<Count>,
    /// All groups that may not be, together; `null`: there are none, or it may not be shown either.
    pub others: Option<u64>,
}

impl Counts {
    /// Of groups that are apart and together all there is. Where one is hidden, the total would tell it: so at least two
    /// are hidden, with at least five between them, or the total is hidden as well.
    pub(crate) fn new(groups: Vec<(String, u64)>) -> Self {
        let mut groups: Vec<Count> = groups
            .into_iter()
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| Count { name, count })
            .collect();
        groups.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
        let total: u64 = groups.iter().map(|group| group.count).sum();
        let shown = groups
            .iter()
            .take_while(|group| group.count >= LEAST)
            .count();
        let mut hidden = groups.split_off(shown);
        let sum = |hidden: &[Count]| hidden.iter().map(|group| group.count).sum::<u64>();
        while !hidden.is_empty() && (hidden.len() < 2 || sum(&hidden) < LEAST) {
            match groups.pop() {
                Some(smallest) => hidden.push(smallest),
                None => break,
            }
        }
        let safe = hidden.is_empty() || (hidden.len() >= 2 && sum(&hidden) >= LEAST);
        Self {
            total: Some(total).filter(|total| (safe && *total >= LEAST) || *total == 0),
            others: Some(sum(&hidden)).filter(|_| safe && !hidden.is_empty()),
            groups,
        }
    }

    /// While the time that is counted is not over: rounded down to fives, so that nobody who looks twice sees what one
    /// question adds.
    pub(crate) fn rounded(mut self) -> Self {
        let down = |count: u64| count - count % LEAST;
        self.total = self.total.map(down);
        self.others = self.others.map(down);
        for group in &mut self.groups {
            group.count = down(group.count);
        }
        self
    }

    /// The largest group, for the length of bars.
    pub(crate) fn most(&self) -> u64 {
        let groups = self.groups.iter().map(|group| group.count);
        groups.chain(self.others).max().unwrap_or(1).max(1)
    }
}

/// A share in per cent of whole numbers that may be shown.
pub(crate) fn share(part: u64, all: u64) -> Option<u64> {
    let rest = all.checked_sub(part)?;
    let fits = |count: u64| count == 0 || count >= LEAST;
    (all >= LEAST && fits(part) && fits(rest)).then(|| (part * 100 + all / 2) / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(groups: &[u64], total: Option<u64>, shown: &[u64], others: Option<u64>) {
        let named = groups
            .iter()
            .enumerate()
            .map(|(number, count)| (format!("{number:02}"), *count));
        let counts = Counts::new(named.collect());
        let found: Vec<u64> = counts.groups.iter().map(|group| group.count).collect();
        assert_eq!(
            (counts.total, found.as_slice(), counts.others),
            (total, shown, others),
            "{groups:?}"
        );
    }

    #[test]
    fn small_groups_are_hidden_also_from_subtraction() {
        check(&[], Some(0), &[], None);
        check(&[0, 0], Some(0), &[], None);
        check(&[10, 7], Some(17), &[10, 7], None);
        // One small group takes the next with it.
        check(&[10, 7, 3], Some(20), &[10], Some(10));
        check(&[10, 2], Some(12), &[], Some(12));
        // Two that are five together hide each other.
        check(&[10, 3, 3], Some(16), &[10], Some(6));
        check(&[10, 2, 2], Some(14), &[], Some(14));
        check(&[4], None, &[], None);
        check(&[2, 2], None, &[], None);
        check(&[3], None, &[], None);
    }

    /// No way of taking shown figures from each other gives a group of fewer than five.
    #[test]
    fn nothing_small_can_be_computed() {
        for seed in 0..2_000_u64 {
            let groups: Vec<u64> = (0..=seed % 6)
                .map(|at| (seed * 7 + at * at * 13 + seed / (at + 1)) % 13)
                .collect();
            let named = groups
                .iter()
                .enumerate()
                .map(|(number, count)| (format!("{number}"), *count));
            let counts = Counts::new(named.collect());
            let shown: u64 = counts.groups.iter().map(|group| group.count).sum();
            if let Some(total) = counts.total {
                let rest = total - shown;
                assert!(rest == 0 || rest >= LEAST, "{groups:?} {counts:?}");
                assert_eq!(counts.others.unwrap_or_default(), rest);
            }
            let hidden = groups.iter().filter(|count| **count > 0).count() - counts.groups.len();
            assert!(
                counts.total.is_none() || hidden != 1,
                "{groups:?} {counts:?}"
            );
            assert!(counts.groups.iter().all(|group| group.count >= LEAST));
        }
    }

    #[test]
    fn shares() {
        assert_eq!(share(50, 100), Some(50));
        assert_eq!(share(100, 100), Some(100));
        assert_eq!(share(0, 100), Some(0));
        assert_eq!(share(98, 100), None);
        assert_eq!(share(3, 4), None);
        assert_eq!(share(2, 1), None);
    }

    #[test]
    fn a_running_month_is_told_in_fives() {
        let counts = Counts::new(vec![("a".to_owned(), 13), ("b".to_owned(), 9)]).rounded();
        let found: Vec<u64> = counts.groups.iter().map(|group| group.count).collect();
        assert_eq!((counts.total, found), (Some(20), vec![10, 5]));
    }
}
