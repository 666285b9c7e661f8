//! How likely the best results answer the query at all: below a floor an answer is refused.
//!
//! A small logistic model over what the best candidates hold of the query, learned from judged questions as they are and
//! with what answers them taken away (`cancu train floor`, which prints how well it tells them apart). It asks nothing
//! of the ranking model, so that a ranking of one's own leaves it valid, and nothing that tells one collection from
//! another.

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use crate::rank::{Candidate, features};

/// Candidates that are looked at, the best by their fused scores.
const LOOKED_AT: usize = 10;
/// Features of the ranking that are asked of the best candidate.
const OF_BEST: [&str; 10] = [
    "semantic",
    "lexical",
    "heading_syllables",
    "heading_pairs",
    "heading_of_text",
    "titles_together",
    "body_syllables",
    "body_pairs",
    "all_together",
    "query_length",
];
/// Features of which the most that any of those looked at has counts as well.
const OF_ALL: [&str; 4] = ["semantic", "heading_pairs", "all_together", "body_pairs"];

/// A trained floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Floor {
    /// The names of the features, in their order.
    features: Vec<String>,
    /// What each is worth in log-odds, as it is given.
    weights: Vec<f32>,
    bias: f32,
}

/// A judged example: what was seen, and whether what answers was there.
pub type Example = (Vec<f32>, bool);

impl Floor {
    /// The floor that the program carries; `None` for what is none for the features of this version.
    pub fn own() -> Option<&'static Self> {
        static OWN: OnceLock<Option<Floor>> = OnceLock::new();
        OWN.get_or_init(|| Self::from_json(include_str!("../floor.json")))
            .as_ref()
    }

    /// Reads a trained floor, which must be for these features.
    pub fn from_json(json: &str) -> Option<Self> {
        let floor: Self = serde_json::from_str(json).ok()?;
        let fits =
            floor.features == Self::features() && floor.weights.len() == floor.features.len();
        fits.then_some(floor)
    }

    /// As [`Floor::from_json`] reads it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The names of the features, in their order.
    pub fn features() -> Vec<String> {
        let own = ["fused", "fused_second", "fused_sum"];
        let best = OF_BEST.iter().map(|name| format!("best_{name}"));
        let all = OF_ALL.iter().map(|name| format!("most_{name}"));
        own.map(str::to_owned)
            .into_iter()
            .chain(best)
            .chain(all)
            .collect()
    }

    /// What is seen of the candidates of a query, in any order.
    pub fn seen(candidates: &[Candidate]) -> Vec<f32> {
        let mut best: Vec<&Candidate> = candidates.iter().collect();
        best.sort_by(|a, b| b.score.fused.total_cmp(&a.score.fused));
        best.truncate(LOOKED_AT);
        let fused = |at: usize| best.get(at).map_or(0.0, |one| one.score.fused);
        let sum = best.iter().map(|one| one.score.fused).sum();
        let mut seen = vec![fused(0), fused(1), sum];
        let names = features();
        let value = |candidate: &Candidate, name: &str| {
            let at = names.iter().position(|known| *known == name);
            let value = at.and_then(|at| candidate.features.get(at));
            value.copied().unwrap_or_default()
        };
        for name in OF_BEST {
            seen.push(best.first().map_or(0.0, |first| value(first, name)));
        }
        for name in OF_ALL {
            let values = best.iter().map(|candidate| value(candidate, name));
            seen.push(values.fold(0.0, f32::max));
        }
        seen
    }

    /// How likely what was seen answers, 0..=1.
    pub fn likely(&self, seen: &[f32]) -> f32 {
        let odds: f32 = self
            .weights
            .iter()
            .zip(seen)
            .map(|(weight, value)| weight * value)
            .sum();
        1.0 / (1.0 + (-(odds + self.bias)).exp())
    }

    /// Trains by gradient descent on standardised features with a ridge; the same examples always give the same floor.
    pub fn train(examples: &[Example]) -> Self {
        const STEPS: usize = 2_000;
        const RATE: f64 = 0.5;
        const RIDGE: f64 = 2e-3;
        let count = Self::features().len();
        let number = examples.len().max(1) as f64;
        let column = |at: usize| examples.iter().map(move |(seen, _)| f64::from(seen[at]));
        let means: Vec<f64> = (0..count)
            .map(|at| column(at).sum::<f64>() / number)
            .collect();
        let spread = |at: usize| {
            let squares: f64 = column(at).map(|value| (value - means[at]).powi(2)).sum();
            (squares / number).sqrt().max(1e-6)
        };
        let spreads: Vec<f64> = (0..count).map(spread).collect();
        let rows: Vec<(Vec<f64>, f64)> = examples
            .iter()
            .map(|(seen, answered)| {
                let row = (0..count).map(|at| (f64::from(seen[at]) - means[at]) / spreads[at]);
                (row.collect(), f64::from(u8::from(*answered)))
            })
            .collect();
        let (mut weights, mut bias) = (vec![0.0_f64; count], 0.0_f64);
        for _ in 0..STEPS {
            let (mut slopes, mut lift) = (vec![0.0_f64; count], 0.0_f64);
            for (row, answered) in &rows {
                let odds: f64 = row
                    .iter()
                    .zip(&weights)
                    .map(|(value, weight)| value * weight)
                    .sum();
                let wrong = 1.0 / (1.0 + (-(odds + bias)).exp()) - answered;
                lift += wrong;
                for (slope, value) in slopes.iter_mut().zip(row) {
                    *slope += wrong * value;
                }
            }
            bias -= RATE * lift / number;
            for (weight, slope) in weights.iter_mut().zip(&slopes) {
                *weight -= RATE * (slope / number + RIDGE * *weight);
            }
        }
        let scaled = weights
            .iter()
            .zip(&spreads)
            .map(|(weight, spread)| weight / spread);
        let scaled: Vec<f64> = scaled.collect();
        let shift: f64 = scaled
            .iter()
            .zip(&means)
            .map(|(weight, mean)| weight * mean)
            .sum();
        Self {
            features: Self::features(),
            weights: scaled.iter().map(|weight| *weight as f32).collect(),
            bias: (bias - shift) as f32,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_learned_tells_them_apart() {
        let count = Floor::features().len();
        let example = |n: usize, answered: bool| {
            let mut seen = vec![(n % 7) as f32; count];
            seen[0] = if answered { 2.0 } else { -2.0 };
            (seen, answered)
        };
        let examples: Vec<Example> = (0..60).map(|n| example(n, n % 2 == 0)).collect();
        let floor = Floor::train(&examples);
        for (seen, answered) in &examples {
            assert_eq!(floor.likely(seen) > 0.5, *answered);
        }
        assert_eq!(Floor::from_json(&floor.to_json()), Some(floor));
    }

    #[test]
    fn every_feature_is_one_of_the_ranking() {
        let known = features();
        for name in OF_BEST.iter().chain(&OF_ALL) {
            assert!(known.contains(name), "{name}");
        }
        assert!(
            Floor::own().is_some(),
            "the carried floor is for these features"
        );
    }
}
