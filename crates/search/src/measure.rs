//! Recall, MRR and nDCG over judged rankings, with a bootstrap interval.

use std::collections::HashMap;

use serde::Serialize;

/// How often questions are drawn anew for the interval.
const DRAWS: usize = 1_000;

/// One question's ranking, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measured {
    /// The grade at each rank; 0: not judged relevant.
    grades: Vec<u32>,
    /// The grades of all relevant articles, highest first.
    ideal: Vec<u32>,
}

impl Measured {
    /// From the keys as ranked and the grades of the relevant ones.
    pub fn new(ranking: &[String], relevant: &HashMap<String, u32>) -> Self {
        let grades = ranking
            .iter()
            .map(|key| relevant.get(key).copied().unwrap_or_default())
            .collect();
        let mut ideal: Vec<u32> = relevant.values().copied().collect();
        ideal.sort_unstable_by(|a, b| b.cmp(a));
        Self { grades, ideal }
    }

    /// From the ranks (from 1) of everything relevant, each of grade 1; `None`: not found. What stands at one rank is one
    /// article, however many of its clauses were named.
    pub fn of_ranks(ranks: &[Option<u32>]) -> Self {
        let last = ranks.iter().flatten().max().copied().unwrap_or_default();
        let mut grades = vec![0; last as usize];
        for rank in ranks.iter().flatten() {
            if let Some(grade) = grades.get_mut((*rank as usize).wrapping_sub(1)) {
                *grade = 1;
            }
        }
        let missed = ranks.iter().filter(|rank| rank.is_none()).count();
        let found = grades.iter().filter(|grade| **grade > 0).count();
        Self {
            grades,
            ideal: vec![1; found + missed],
        }
    }

    /// The share of the relevant articles among the first `depth`.
    pub fn recall(&self, depth: usize) -> f64 {
        let found = self
            .grades
            .iter()
            .take(depth)
            .filter(|grade| **grade > 0)
            .count();
        found as f64 / self.ideal.len() as f64
    }

    /// 1 / rank of the first relevant article within 10; 0 if there is none.
    pub fn reciprocal_rank(&self) -> f64 {
        let rank = self.grades.iter().take(10).position(|grade| *grade > 0);
        rank.map_or(0.0, |rank| 1.0 / (rank + 1) as f64)
    }

    /// Gain discounted by rank within 10, as a share of the best possible.
    pub fn gain(&self) -> f64 {
        let sum = |grades: &[u32]| -> f64 {
            let gains = grades.iter().take(10).enumerate();
            gains
                .map(|(rank, grade)| (f64::from(*grade).exp2() - 1.0) / ((rank + 2) as f64).log2())
                .sum()
        };
        sum(&self.grades) / sum(&self.ideal)
    }
}

/// A mean over the questions with the 95 % interval of its bootstrap.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Mean {
    /// The mean itself.
    pub mean: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// All measures.
#[derive(Clone, Debug, Serialize)]
pub struct Measures {
    recall_1: Mean,
    recall_5: Mean,
    recall_10: Mean,
    recall_20: Mean,
    recall_100: Mean,
    mrr_10: Mean,
    ndcg_10: Mean,
}

impl Measures {
    /// Of all questions together.
    pub fn of(judged: &[Measured]) -> Self {
        let mean = |measure: &dyn Fn(&Measured) -> f64| {
            bootstrap(&judged.iter().map(measure).collect::<Vec<_>>())
        };
        let recall = |depth| mean(&|judged: &Measured| judged.recall(depth));
        Self {
            recall_1: recall(1),
            recall_5: recall(5),
            recall_10: recall(10),
            recall_20: recall(20),
            recall_100: recall(100),
            mrr_10: mean(&Measured::reciprocal_rank),
            ndcg_10: mean(&Measured::gain),
        }
    }

    /// Each with its name, as reports print them.
    pub fn rows(&self) -> [(&'static str, Mean); 7] {
        [
            ("recall@1", self.recall_1),
            ("recall@5", self.recall_5),
            ("recall@10", self.recall_10),
            ("recall@20", self.recall_20),
            ("recall@100", self.recall_100),
            ("MRR@10", self.mrr_10),
            ("nDCG@10", self.ndcg_10),
        ]
    }
}

/// The mean and the middle 95 % of the means of samples drawn with replacement. The draws come from a fixed
/// start, so that the same ranking always prints the same interval.
pub(crate) fn bootstrap(values: &[f64]) -> Mean {
    if values.is_empty() {
        return Mean::default();
    }
    let mean = |sum: f64| sum / values.len().max(1) as f64;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut means: Vec<f64> = (0..DRAWS)
        .map(|_| {
            let draw = |_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                values[(state % values.len() as u64) as usize]
            };
            mean((0..values.len()).map(draw).sum())
        })
        .collect();
    means.sort_by(f64::total_cmp);
    Mean {
        mean: mean(values.iter().sum()),
        low: means[DRAWS / 40],
        high: means[DRAWS - 1 - DRAWS / 40],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(ranking: &[&str], relevant: &[(&str, u32)]) -> Measured {
        let relevant = relevant
            .iter()
            .map(|(key, grade)| ((*key).to_owned(), *grade))
            .collect();
        Measured::new(
            &ranking
                .iter()
                .map(|key| (*key).to_owned())
                .collect::<Vec<_>>(),
            &relevant,
        )
    }

    #[test]
    fn measures_are_those_of_the_textbook() {
        let check =
            |ranking: &[&str], relevant: &[(&str, u32)], recall: f64, rank: f64, gain: f64| {
                let judged = judged(ranking, relevant);
                assert!((judged.recall(10) - recall).abs() < 1e-9, "{ranking:?}");
                assert!(
                    (judged.reciprocal_rank() - rank).abs() < 1e-9,
                    "{ranking:?}"
                );
                assert!(
                    (judged.gain() - gain).abs() < 1e-4,
                    "{ranking:?}: {}",
                    judged.gain()
                );
            };
        check(&["a", "b"], &[("a", 1)], 1.0, 1.0, 1.0);
        check(&["b", "a"], &[("a", 1)], 1.0, 0.5, 0.6309);
        check(&["b", "a"], &[("a", 1), ("c", 1)], 0.5, 0.5, 0.3869);
        check(&["x", "y"], &[("a", 1)], 0.0, 0.0, 0.0);
        check(&[], &[("a", 1)], 0.0, 0.0, 0.0);
    }

    #[test]
    fn ranks_alone_measure_the_same() {
        let ranking: Vec<String> = ["x", "a", "y", "b"].map(str::to_owned).into();
        let relevant = HashMap::from(["a", "b", "c"].map(|key| (key.to_owned(), 1)));
        let (all, ranks) = (
            Measured::new(&ranking, &relevant),
            Measured::of_ranks(&[Some(2), Some(4), None]),
        );
        assert_eq!(all, ranks);
        assert_eq!(Measured::of_ranks(&[None]).recall(10), 0.0);
    }

    /// A question for which two clauses of one article were named could never be answered in full.
    #[test]
    fn two_clauses_of_one_article_are_found_together() {
        let both = Measured::of_ranks(&[Some(3), Some(3)]);
        assert_eq!((both.recall(10), both.recall(2)), (1.0, 0.0));
    }

    #[test]
    fn the_interval_holds_the_mean() {
        let values: Vec<f64> = (0..200).map(|n| f64::from(n % 3) / 2.0).collect();
        let mean = bootstrap(&values);
        assert!(mean.low < mean.mean && mean.mean < mean.high);
    }
}
