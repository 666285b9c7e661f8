//! The ranking model: gradient-boosted trees over features of a query and a candidate.
//!
//! LambdaMART (Burges, "From RankNet to LambdaRank to LambdaMART: An Overview", 2010). Our own, because the kept
//! library that has it (hessboost) ranked worse and takes six minutes of CPU time to build; see `learn`.

mod grow;
mod learn;

use serde::{Deserialize, Serialize};

pub use learn::{RankingConfig, RankingList};

/// A trained ranking: it gives a candidate a score that only orders candidates of the same query.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ranking {
    /// The names of the features in the order in which they are given.
    features: Vec<String>,
    /// CRC-32 of the questions trained on, sorted: what may not be used to tell how good it is.
    questions: Vec<u32>,
    /// `score × scale + offset` is the log-odds that the candidate answers, as seen on questions not trained on.
    odds: Odds,
    trees: Vec<Tree>,
}

/// A line through log-odds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Odds {
    scale: f32,
    offset: f32,
}

/// A tree; node 0 is its root.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Tree {
    nodes: Vec<Node>,
}

/// A node: the mean score of what reaches it and, unless it is a leaf, where that goes on.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Node {
    #[serde(rename = "v")]
    value: f32,
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    split: Option<Split>,
}

/// Candidates whose feature is at most `threshold` go to `left`, others to `left + 1`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Split {
    #[serde(rename = "f")]
    feature: u16,
    #[serde(rename = "t")]
    threshold: f32,
    #[serde(rename = "l")]
    left: u16,
}

/// Why a file is no ranking for these features.
#[derive(Debug, thiserror::Error)]
pub enum BadRanking {
    /// It cannot be read.
    #[error("it is no ranking model: {0}")]
    Format(String),
    /// It was trained on other features.
    #[error(
        "it was trained for another version of the program: train it again with `cancu train ranking`"
    )]
    Features,
}

impl Ranking {
    /// Reads a trained ranking, which must be for these features.
    pub fn from_json(json: &str, features: &[&str]) -> Result<Self, BadRanking> {
        let ranking: Self =
            serde_json::from_str(json).map_err(|error| BadRanking::Format(error.to_string()))?;
        if ranking.features != features {
            return Err(BadRanking::Features);
        }
        let sound = |tree: &Tree| {
            let count = tree.nodes.len();
            let splits = tree.nodes.iter().enumerate();
            count > 0
                && splits
                    .filter_map(|(at, node)| Some((at, node.split?)))
                    .all(|(at, split)| {
                        let left = usize::from(split.left);
                        usize::from(split.feature) < features.len() && left > at && left + 1 < count
                    })
        };
        if !ranking.trees.iter().all(sound) {
            return Err(BadRanking::Format("a tree leads nowhere".to_owned()));
        }
        Ok(ranking)
    }

    /// As [`Ranking::from_json`] reads it.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The score of a candidate: of use only beside those of the same query.
    pub fn score(&self, features: &[f32]) -> f32 {
        self.trees.iter().map(|tree| tree.value(features)).sum()
    }

    /// The log-odds that a candidate answers, as far as the questions trained on tell.
    pub fn odds(&self, features: &[f32]) -> f32 {
        self.odds.scale * self.score(features) + self.odds.offset
    }

    /// How much each feature moves the log-odds, in their order: from the root of each tree to its leaf, each step
    /// is put down to the feature that it asks (Saabas).
    pub fn parts(&self, features: &[f32]) -> Vec<f32> {
        let mut parts = vec![0.0_f32; self.features.len()];
        for tree in &self.trees {
            let mut at = 0;
            while let Some(split) = tree.nodes[at].split {
                let next = split.next(features);
                let moved = tree.nodes[next].value - tree.nodes[at].value;
                parts[usize::from(split.feature)] += self.odds.scale * moved;
                at = next;
            }
        }
        parts
    }

    /// Whether a question was trained on.
    pub fn knows(&self, question: &str) -> bool {
        self.questions.binary_search(&learn::mark(question)).is_ok()
    }
}

impl Tree {
    fn value(&self, features: &[f32]) -> f32 {
        let mut node = &self.nodes[0];
        while let Some(split) = node.split {
            node = &self.nodes[split.next(features)];
        }
        node.value
    }
}

impl Split {
    fn next(&self, features: &[f32]) -> usize {
        let value = features.get(usize::from(self.feature)).copied();
        usize::from(self.left) + usize::from(value.is_some_and(|value| value > self.threshold))
    }
}

#[cfg(test)]
mod tests;
