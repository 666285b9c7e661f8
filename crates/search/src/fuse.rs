//! Fusion of the four lists by convex scores.
//!
//! Each list's scores are brought to 0..=1 (BM25 by the list's best, cosines by a fixed range) and summed
//! with fixed weights. On this kind of data rank fusion loses to the better list; score fusion wins.

use std::collections::{HashMap, HashSet};

use catalogue::PassageId;
use index::Hit;

use crate::{Reason, Score};

/// The weight of each list; with a query that is typed without accents the accented list has no say.
#[derive(Clone, Copy, Debug)]
pub struct Weights {
    /// Full text with accents.
    pub lexical: f32,
    /// Full text without accents.
    pub unaccented: f32,
    /// Nearness in meaning.
    pub semantic: f32,
    /// A reference in the query.
    pub cited: f32,
}

impl Weights {
    /// For a query typed with accents.
    pub const ACCENTED: Self = Self {
        lexical: 0.5,
        unaccented: 0.1,
        semantic: 0.4,
        cited: 0.3,
    };
    /// For a query typed without.
    pub const UNACCENTED: Self = Self {
        lexical: 0.0,
        unaccented: 0.6,
        semantic: 0.4,
        cited: 0.3,
    };
}

/// Cosines below this say nothing.
const FLOOR: f32 = 0.1;

/// An article with its scores and the passage of it that answers best.
#[derive(Clone, Debug)]
pub(crate) struct Ranked {
    pub(crate) passage: PassageId,
    /// All its passages in the lists, in the order of the candidates.
    pub(crate) passages: Vec<PassageId>,
    pub(crate) score: Score,
    /// What a ranking saw, the weightiest first.
    pub(crate) reasons: Vec<(Reason, f32)>,
}

/// The lists of one search.
#[derive(Debug, Default)]
pub(crate) struct Lists {
    pub(crate) lexical: Vec<Hit>,
    pub(crate) unaccented: Vec<Hit>,
    pub(crate) semantic: Vec<Hit>,
}

impl Lists {
    /// Every passage of the lists with its article, each once, in the order of first appearance.
    pub(crate) fn candidates(&self) -> Vec<(PassageId, u32)> {
        let mut seen = HashSet::new();
        let all = self
            .lexical
            .iter()
            .chain(&self.unaccented)
            .chain(&self.semantic);
        all.filter(|hit| seen.insert(hit.passage))
            .map(|hit| (hit.passage, hit.article))
            .collect()
    }

    /// Takes passages out of every list.
    pub(crate) fn leave_out(&mut self, passages: &HashSet<PassageId>) {
        for list in [&mut self.lexical, &mut self.unaccented, &mut self.semantic] {
            list.retain(|hit| !passages.contains(&hit.passage));
        }
    }
}

/// The best BM25 of the two full-text lists: what a score of 1 means.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Bests {
    lexical: f32,
    unaccented: f32,
}

impl Bests {
    /// Of these lists, but no less than `least`: so that two groups of one query are measured alike.
    pub(crate) fn of(lists: &Lists, least: Self) -> Self {
        let best =
            |hits: &[Hit], least: f32| hits.iter().map(|hit| hit.score).fold(least, f32::max);
        Self {
            lexical: best(&lists.lexical, least.lexical),
            unaccented: best(&lists.unaccented, least.unaccented),
        }
    }
}

/// One entry per article, best first. `cosines` are those of `candidates` to the query (empty: no model);
/// `cited` says how much of a reference in the query a passage's article fulfils.
pub(crate) fn fuse(
    lists: &Lists,
    candidates: &[(PassageId, u32)],
    cosines: &[f32],
    bests: Bests,
    weights: Weights,
    cited: &dyn Fn(PassageId) -> f32,
) -> Vec<Ranked> {
    let lexical = shares(&lists.lexical, bests.lexical);
    let unaccented = shares(&lists.unaccented, bests.unaccented);
    let mut articles: HashMap<u32, Ranked> = HashMap::new();
    let mut tops: HashMap<u32, f32> = HashMap::new();
    for (n, (passage, article)) in candidates.iter().enumerate() {
        let cosine = cosines.get(n).copied().unwrap_or_default();
        let parts = Score {
            total: 0.0,
            fused: 0.0,
            cited: cited(*passage),
            lexical: lexical.get(passage).copied().unwrap_or_default(),
            unaccented: unaccented.get(passage).copied().unwrap_or_default(),
            semantic: ((cosine - FLOOR) / (1.0 - FLOOR)).clamp(0.0, 1.0),
        };
        let own = sum(parts, weights);
        let ranked = articles.entry(*article).or_insert(Ranked {
            passage: *passage,
            passages: Vec::new(),
            score: parts,
            reasons: Vec::new(),
        });
        ranked.passages.push(*passage);
        let top = tops.entry(*article).or_insert(f32::MIN);
        if own > *top {
            *top = own;
            ranked.passage = *passage;
        }
        // An article is as good as its best passage in each list: the words may stand in one clause, the
        // meaning be told by another.
        ranked.score.cited = ranked.score.cited.max(parts.cited);
        ranked.score.lexical = ranked.score.lexical.max(parts.lexical);
        ranked.score.unaccented = ranked.score.unaccented.max(parts.unaccented);
        ranked.score.semantic = ranked.score.semantic.max(parts.semantic);
    }
    let mut ranked: Vec<Ranked> = articles.into_values().collect();
    for article in &mut ranked {
        article.score.fused = sum(article.score, weights);
        article.score.total = article.score.fused;
    }
    ranked.sort_by(|a, b| {
        b.score
            .total
            .total_cmp(&a.score.total)
            .then(a.passage.cmp(&b.passage))
    });
    ranked
}

fn sum(score: Score, weights: Weights) -> f32 {
    score.lexical * weights.lexical
        + score.unaccented * weights.unaccented
        + score.semantic * weights.semantic
        + score.cited * weights.cited
}

/// Scores as a share of the best.
fn shares(hits: &[Hit], best: f32) -> HashMap<PassageId, f32> {
    let best = best.max(f32::MIN_POSITIVE);
    hits.iter()
        .map(|hit| (hit.passage, hit.score / best))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(passage: PassageId, article: u32, score: f32) -> Hit {
        Hit {
            passage,
            article,
            score,
        }
    }

    #[test]
    fn an_article_is_as_good_as_its_best_passage_in_each_list() {
        let lists = Lists {
            lexical: vec![hit(1, 10, 8.0), hit(3, 20, 6.0)],
            unaccented: Vec::new(),
            semantic: vec![hit(2, 10, 0.9), hit(3, 20, 0.2)],
        };
        let candidates = lists.candidates();
        let cosines = [0.1, 0.2, 0.9];
        let bests = Bests::of(&lists, Bests::default());
        let weights = Weights {
            lexical: 0.5,
            unaccented: 0.0,
            semantic: 0.5,
            cited: 1.0,
        };
        let ranked = fuse(&lists, &candidates, &cosines, bests, weights, &|_| 0.0);
        assert_eq!(
            ranked
                .iter()
                .map(|article| article.passage)
                .collect::<Vec<_>>(),
            [1, 3]
        );
        assert!((ranked[0].score.lexical - 1.0).abs() < 1e-6);
        assert!(
            ranked[0].score.semantic > 0.8,
            "the meaning of its other passage counts"
        );
        let cited = fuse(&lists, &candidates, &cosines, bests, weights, &|passage| {
            f32::from(u8::from(passage == 3))
        });
        assert_eq!(cited[0].passage, 3, "a reference goes before likeness");
    }

    #[test]
    fn a_second_group_is_measured_by_the_first() {
        let first = Lists {
            lexical: vec![hit(1, 1, 10.0)],
            ..Lists::default()
        };
        let second = Lists {
            lexical: vec![hit(2, 2, 1.0)],
            ..Lists::default()
        };
        let bests = Bests::of(&second, Bests::of(&first, Bests::default()));
        let ranked = fuse(
            &second,
            &second.candidates(),
            &[],
            bests,
            Weights::ACCENTED,
            &|_| 0.0,
        );
        assert!((ranked[0].score.lexical - 0.1).abs() < 1e-6);
    }
}
