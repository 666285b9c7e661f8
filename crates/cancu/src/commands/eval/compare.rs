//! Two rankings of the same questions, question by question.

use std::{collections::HashMap, path::Path};

use serde::Serialize;

use super::measures::{Mean, Measured, bootstrap};
use crate::judged::{Grades, unreadable};

/// How often signs are drawn anew.
const DRAWS: usize = 10_000;

type Measure = fn(&Measured) -> f64;

/// How one measure differs from that of the other ranking.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Difference {
    pub(crate) measure: &'static str,
    /// Ours less theirs, with the 95 % interval of its bootstrap.
    #[serde(flatten)]
    pub(crate) mean: Mean,
    /// Questions better here, and worse.
    pub(crate) better: usize,
    pub(crate) worse: usize,
    /// How often chance alone gives as large a difference: a paired randomisation test, two-sided.
    pub(crate) p: f64,
}

/// A run in the TREC format: `question Q0 article rank score name`; articles by question in the order of their ranks.
pub(super) fn read_run(file: &Path) -> anyhow::Result<HashMap<String, Vec<String>>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| unreadable(file, &error.to_string()))?;
    let mut ranked: HashMap<String, Vec<(u32, String)>> = HashMap::new();
    for (n, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let rank = fields.get(3).and_then(|rank| rank.parse().ok());
        let ([question, _, article, ..], Some(rank)) = (fields.as_slice(), rank) else {
            let expect = format!("{}: id Q0 key rank score name", n + 1);
            return Err(unreadable(file, &expect));
        };
        let own = ranked.entry((*question).to_owned()).or_default();
        own.push((rank, (*article).to_owned()));
    }
    let in_order = |mut articles: Vec<(u32, String)>| {
        articles.sort_by_key(|(rank, _)| *rank);
        articles.into_iter().map(|(_, article)| article).collect()
    };
    Ok(ranked
        .into_iter()
        .map(|(question, articles)| (question, in_order(articles)))
        .collect())
}

/// The differences, `theirs` being in the order of `ours`.
pub(super) fn differences(ours: &[Measured], theirs: &[Measured]) -> Vec<Difference> {
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

/// A ranking of a question that the run does not hold found nothing.
pub(super) fn measured(
    run: &HashMap<String, Vec<String>>,
    question: &str,
    grades: &Grades,
) -> Measured {
    let keys = run.get(question).map_or(&[][..], Vec::as_slice);
    Measured::new(keys, grades)
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

    #[test]
    fn runs_are_read_by_rank() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("run");
        std::fs::write(&file, "q1 Q0 b 2 0.5 x\nq1 Q0 a 1 0.9 x\n").expect("a file");
        assert_eq!(read_run(&file).expect("a run")["q1"], ["a", "b"]);
        std::fs::write(&file, "q1 a\n").expect("a file");
        assert!(read_run(&file).is_err() && read_run(&folder.path().join("none")).is_err());
    }
}
