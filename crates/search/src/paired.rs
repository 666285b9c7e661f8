//! Two rankings of the same questions, question by question.

use serde::Serialize;

use crate::measure::{Mean, Measured, bootstrap};

/// How often signs are drawn anew.
const DRAWS: usize = 10_000;

type Measure = fn(&Measured) -> f64;

/// How one measure differs from that of the other ranking.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Difference {
    /// Which.
    pub measure: &'static str,
    /// Ours less theirs, with the 95 % interval of its bootstrap.
    #[serde(flatten)]
    pub mean: Mean,
    /// Questions better here.
    pub better: usize,
    /// Questions worse here.
    pub worse: usize,
    /// How often chance alone gives as large a difference: a paired randomisation test, two-sided.
    pub p: f64,
}

/// The differences, `theirs` being in the order of `ours`.
pub fn differences(ours: &[Measured], theirs: &[Measured]) -> Vec<Difference> {
    let measures: [(&'static str, Measure); 3] = [
        ("recall@10", |measured| measured.recall(10)),
        ("MRR@10", Measured::reciprocal_rank),
        ("nDCG@10", Measured::gain),
    ];
    let difference = |(measure, of): (&'static str, Measure)| {
        let pairs = ours.iter().zip(theirs);
        let values: Vec<f64> = pairs.map(|(ours, theirs)| of(ours) - of(theirs)).collect();
        Difference {
            measure,
            mean: bootstrap(&values),
            better: values.iter().filter(|value| **value > 0.0).count(),
            worse: values.iter().filter(|value| **value < 0.0).count(),
            p: by_chance(&values),
        }
    };
    measures.into_iter().map(difference).collect()
}

/// The share of random signs that give a sum at least as far from 0.
fn by_chance(values: &[f64]) -> f64 {
    let far = values.iter().sum::<f64>().abs() - 1e-12;
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut draw = || {
        let signed = |value: &f64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            if state >> 63 == 0 { *value } else { -value }
        };
        values.iter().map(signed).sum::<f64>()
    };
    let as_far = (0..DRAWS).filter(|_| draw().abs() >= far).count();
    (as_far + 1) as f64 / (DRAWS + 1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_real_difference_is_told_from_chance() {
        let better: Vec<f64> = (0..100)
            .map(|n| if n % 10 == 0 { -0.2 } else { 0.2 })
            .collect();
        assert!(by_chance(&better) < 0.001);
        let mixed: Vec<f64> = (0..100)
            .map(|n| if n % 2 == 0 { -0.2 } else { 0.2 })
            .collect();
        assert!(by_chance(&mixed) > 0.5);
        assert!(by_chance(&[0.0; 20]) > 0.99);
    }
}
