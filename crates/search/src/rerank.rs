//! The best results, read once more by a reranker: a model that reads question and text together.
//!
//! Its scores have no scale that models share. Beside the mean of those that it judged they say how much better or
//! worse a text answers than its company; that, weighted, is added to the log-odds by which results are ordered.

use std::{collections::HashMap, sync::Arc, time::Duration};

use catalogue::{PassageId, PassageRow};
use models::Reranker;

use crate::{Error, Library, Note, Reason, fuse::Ranked};

/// Totals are brought inside this much of 0 and 1 before they become log-odds.
const EDGE: f32 = 1e-6;

/// A reranker and how it is used.
#[derive(Clone)]
pub struct Reranking {
    /// The model.
    pub model: Arc<Reranker>,
    /// How many of the best articles it reads.
    pub depth: usize,
    /// How long is waited for it; then the order stays.
    pub limit: Duration,
    /// What one point of its score is worth in log-odds.
    pub weight: f32,
}

/// Orders the best by what the reranker adds; what it did not read follows in its order. A note says that it could not.
pub(crate) fn rerank(
    library: &Library,
    reranking: &Reranking,
    question: &str,
    ranked: &mut [Ranked],
) -> Result<Option<Note>, Error> {
    let (best, rest) = ranked.split_at_mut(reranking.depth.min(ranked.len()));
    let ids: Vec<PassageId> = best.iter().map(|one| one.passage).collect();
    let rows = library.catalogue.passages(library.generation.seq(), &ids)?;
    let rows: HashMap<PassageId, PassageRow> = rows.into_iter().map(|row| (row.id, row)).collect();
    let text = |one: &Ranked| {
        let row = rows.get(&one.passage);
        row.map_or_else(String::new, |row| {
            format!("{}\n{}", row.breadcrumb, row.text)
        })
    };
    let texts = best.iter().map(text).collect();
    match reranking.model.scores(question, texts, reranking.limit) {
        Ok(Some(scores)) => {
            reorder(best, rest, &scores, reranking.weight);
            Ok(None)
        }
        Ok(None) => Ok(Some(Note::RerankerLate)),
        Err(error) => {
            tracing::error!(%error, "the reranker was left out");
            Ok(Some(Note::RerankerFailed))
        }
    }
}

/// Adds the scores of the best, and keeps the rest below them.
fn reorder(best: &mut [Ranked], rest: &mut [Ranked], scores: &[f32], weight: f32) {
    let mean = scores.iter().sum::<f32>() / scores.len().max(1) as f32;
    for (one, score) in best.iter_mut().zip(scores) {
        let part = weight * (score - mean);
        let total = one.score.total.clamp(EDGE, 1.0 - EDGE);
        let odds = (total / (1.0 - total)).ln() + part;
        one.score.total = 1.0 / (1.0 + (-odds).exp());
        one.reasons.push((Reason::Reranker, part));
        one.reasons.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
    }
    best.sort_by(|a, b| {
        let order = b.score.total.total_cmp(&a.score.total);
        order.then(a.passage.cmp(&b.passage))
    });
    let least = best.last().map_or(1.0, |one| one.score.total);
    for one in rest {
        one.score.total = one.score.total.min(least);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Score;

    #[test]
    fn what_is_read_is_ordered_and_the_rest_stays_below() {
        let ranked = |passage: u64, total: f32| Ranked {
            passage,
            passages: vec![passage],
            score: Score {
                total,
                ..Score::default()
            },
            reasons: vec![(Reason::Text, 0.5)],
        };
        let check = |scores: &[f32], weight: f32, expect: &[u64]| {
            let mut all: Vec<Ranked> = [(1, 0.9), (2, 0.8), (3, 0.1), (4, 0.05), (5, 0.0)]
                .map(|(passage, total)| ranked(passage, total))
                .into();
            let (best, rest) = all.split_at_mut(scores.len());
            reorder(best, rest, scores, weight);
            let order: Vec<u64> = all.iter().map(|one| one.passage).collect();
            assert_eq!(order, expect, "{scores:?}");
            let totals: Vec<f32> = all.iter().map(|one| one.score.total).collect();
            assert!(totals.is_sorted_by(|a, b| a >= b), "{totals:?}");
            assert!(totals.iter().all(|total| (0.0..=1.0).contains(total)));
            let of_reranker = |one: &&Ranked| {
                one.reasons
                    .iter()
                    .any(|(reason, _)| *reason == Reason::Reranker)
            };
            assert_eq!(all.iter().filter(of_reranker).count(), scores.len());
        };
        // The same for all says nothing, whatever the scale.
        check(&[7.0, 7.0, 7.0], 1.0, &[1, 2, 3, 4, 5]);
        check(&[-90.0, -90.0, -90.0], 1.0, &[1, 2, 3, 4, 5]);
        check(&[-2.0, 0.0, 8.0], 1.0, &[3, 2, 1, 4, 5]);
        check(&[-0.2, 0.0, 0.8], 1.0, &[1, 2, 3, 4, 5]);
        check(&[-0.2, 0.0, 0.8], 20.0, &[3, 2, 1, 4, 5]);
        check(&[], 1.0, &[1, 2, 3, 4, 5]);
        check(&[1e30, -1e30], 1.0, &[1, 2, 3, 4, 5]);
    }
}
