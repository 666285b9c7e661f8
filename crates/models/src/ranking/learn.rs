//! Training: each tree is fitted to what would move the answers of each question up (LambdaRank's gradients), on
//! histograms of the features. Every sum runs in a fixed order, so that the same lists give the same trees.

use rayon::prelude::*;

use super::{
    Odds, Ranking, Tree,
    grow::{Grouped, grow},
};
use crate::train::Random;

/// Pairs count in which one of the two stands among so many first.
const FIRST: usize = 20;
/// Folds by which the odds are told.
const FOLDS: usize = 5;

/// The candidates of one question.
#[derive(Clone, Debug, Default)]
pub struct RankingList {
    /// The question.
    pub question: String,
    /// The features of each candidate, one after the other.
    pub features: Vec<f32>,
    /// Whether each candidate answers: 0 not, higher better.
    pub grades: Vec<u32>,
}

/// How to train.
#[derive(Clone, Debug)]
pub struct RankingConfig {
    /// Trees.
    pub trees: usize,
    /// Leaves of a tree, 2 to 64.
    pub leaves: usize,
    /// How much of what a tree tells is believed.
    pub rate: f32,
    /// Candidates that a leaf must hold.
    pub leaf: usize,
    /// Share of the features that a tree may ask.
    pub share: f32,
    /// Share of the lists that a tree learns from.
    pub sample: f32,
    /// What holds the values of leaves back.
    pub restraint: f32,
    /// Start of the random numbers.
    pub seed: u64,
    /// For each feature 1 if more of it must never lower a score, -1 if it must never raise it, 0 for neither;
    /// missing ones are 0.
    pub directions: Vec<i8>,
}

impl RankingConfig {
    pub(super) fn direction(&self, feature: usize) -> i8 {
        self.directions.get(feature).copied().unwrap_or_default()
    }

    /// The steps of a training, as its progress counts them.
    pub fn steps(&self) -> usize {
        self.trees * (FOLDS + 1)
    }
}

impl Default for RankingConfig {
    fn default() -> Self {
        Self {
            trees: 200,
            leaves: 15,
            rate: 0.05,
            leaf: 50,
            share: 0.5,
            sample: 0.7,
            restraint: 5.0,
            seed: 7,
            directions: Vec::new(),
        }
    }
}

/// What a question is known by.
pub(super) fn mark(question: &str) -> u32 {
    crc32fast::hash(question.trim().as_bytes())
}

impl Ranking {
    /// Trains on judged lists. `progress` is told trees done and trees to do.
    ///
    /// Beside the ranking itself, five are trained on about four fifths each, to learn on the rest what a score means.
    /// All lists of a question (typed with and without accents) are on one side: one would tell the other.
    pub fn train(
        lists: &[RankingList],
        features: &[&str],
        config: &RankingConfig,
        progress: &mut dyn FnMut(usize, usize),
    ) -> Self {
        let to_do = config.steps();
        let mut done = 0;
        let mut step = || {
            done += 1;
            progress(done, to_do);
        };
        let mut seen: Vec<(f32, bool)> = Vec::new();
        for fold in 0..FOLDS {
            let is_own = |list: &&RankingList| mark(&list.question) as usize % FOLDS == fold;
            let (own, rest): (Vec<_>, Vec<_>) = lists.iter().partition(is_own);
            let trees = trees(&rest, features.len(), config, &mut step);
            for list in own {
                let rows = list
                    .features
                    .chunks(features.len().max(1))
                    .zip(&list.grades);
                seen.extend(rows.map(|(row, grade)| {
                    let score = trees.iter().map(|tree| tree.value(row)).sum();
                    (score, *grade > 0)
                }));
            }
        }
        let all: Vec<&RankingList> = lists.iter().collect();
        let mut questions: Vec<u32> = lists.iter().map(|list| mark(&list.question)).collect();
        questions.sort_unstable();
        questions.dedup();
        Self {
            features: features.iter().map(|name| (*name).to_owned()).collect(),
            questions,
            odds: odds(&seen),
            trees: trees(&all, features.len(), config, &mut step),
        }
    }
}

fn trees(
    lists: &[&RankingList],
    features: usize,
    config: &RankingConfig,
    step: &mut dyn FnMut(),
) -> Vec<Tree> {
    // A question without an answer among its candidates teaches nothing.
    let telling = |list: &&&RankingList| {
        list.grades.iter().any(|grade| *grade > 0) && list.grades.contains(&0)
    };
    let lists: Vec<&RankingList> = lists.iter().filter(telling).copied().collect();
    if lists.is_empty() || features == 0 {
        return Vec::new();
    }
    let grouped = Grouped::new(&lists, features);
    let mut scores = vec![0.0_f32; grouped.rows];
    let mut trees = Vec::with_capacity(config.trees);
    for number in 0..config.trees {
        let mut random = Random::new(config.seed, number as u64);
        let mut asked: Vec<usize> = (0..features).collect();
        random.shuffle(&mut asked);
        let count = (config.share * features as f32).ceil() as usize;
        asked.truncate(count.clamp(1, features));
        asked.sort_unstable();
        let slopes = slopes(&lists, &scores, || random.unit() < config.sample);
        trees.push(grow(&grouped, &slopes, &asked, config, &mut scores));
        step();
    }
    trees
}

/// First and second derivative of the loss by the score of each candidate; none in lists that are not drawn.
fn slopes(
    lists: &[&RankingList],
    scores: &[f32],
    mut is_drawn: impl FnMut() -> bool,
) -> Vec<[f32; 2]> {
    let mut from = 0;
    let parts: Vec<(&RankingList, &[f32], bool)> = lists
        .iter()
        .map(|list| {
            let own = &scores[from..from + list.grades.len()];
            from += own.len();
            (*list, own, is_drawn())
        })
        .collect();
    let slopes: Vec<Vec<[f32; 2]>> = parts
        .par_iter()
        .map(|(list, scores, is_drawn)| match is_drawn {
            true => of_list(&list.grades, scores),
            false => vec![[0.0; 2]; list.grades.len()],
        })
        .collect();
    slopes.concat()
}

/// The gain of a grade at a place, as DCG counts it.
fn gain(grade: u32) -> f32 {
    (grade.min(16) as f32).exp2() - 1.0
}

fn discount(place: usize) -> f32 {
    1.0 / (place as f32 + 2.0).log2()
}

fn of_list(grades: &[u32], scores: &[f32]) -> Vec<[f32; 2]> {
    let mut order: Vec<usize> = (0..grades.len()).collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut best: Vec<u32> = grades.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal: f32 = best
        .iter()
        .take(FIRST)
        .zip(0..)
        .map(|(grade, place)| gain(*grade) * discount(place))
        .sum();
    let spread = order
        .first()
        .zip(order.last())
        .is_some_and(|(a, b)| scores[*a] > scores[*b]);
    let mut slopes = vec![[0.0_f32; 2]; grades.len()];
    let mut total = 0.0;
    for (place, above) in order.iter().enumerate().take(FIRST) {
        for (other, below) in order.iter().enumerate().skip(place + 1) {
            if grades[*above] == grades[*below] {
                continue;
            }
            let (good, bad) = if grades[*above] > grades[*below] {
                (*above, *below)
            } else {
                (*below, *above)
            };
            let apart = scores[good] - scores[bad];
            let mut worth = (gain(grades[good]) - gain(grades[bad]))
                * (discount(place) - discount(other))
                / ideal;
            if spread {
                // Pairs far apart already have been told apart.
                worth /= 0.01 + apart.abs();
            }
            let wrong = 1.0 / (1.0 + apart.exp());
            let (push, bend) = (worth * wrong, worth * wrong * (1.0 - wrong));
            slopes[good][0] -= push;
            slopes[bad][0] += push;
            slopes[good][1] += bend;
            slopes[bad][1] += bend;
            total += 2.0 * push;
        }
    }
    if total > 0.0 {
        let even = (1.0 + total).log2() / total;
        for slope in &mut slopes {
            *slope = slope.map(|part| part * even);
        }
    }
    slopes
}

/// The line through the log-odds of answering by score: logistic regression by Newton's steps (Platt).
fn odds(seen: &[(f32, bool)]) -> Odds {
    let (mut scale, mut offset) = (0.0_f64, 0.0_f64);
    for _ in 0..50 {
        let (mut gradient, mut bend) = ([0.0_f64; 2], [1e-6_f64, 0.0, 1e-6]);
        for (score, good) in seen {
            let score = f64::from(*score);
            let likely = 1.0 / (1.0 + (-(scale * score + offset)).exp());
            let miss = f64::from(u8::from(*good)) - likely;
            let weight = likely * (1.0 - likely);
            gradient[0] += miss * score;
            gradient[1] += miss;
            bend[0] += weight * score * score;
            bend[1] += weight * score;
            bend[2] += weight;
        }
        let volume = bend[0] * bend[2] - bend[1] * bend[1];
        if volume.abs() < 1e-12 {
            break;
        }
        let steps = [
            (gradient[0] * bend[2] - gradient[1] * bend[1]) / volume,
            (gradient[1] * bend[0] - gradient[0] * bend[1]) / volume,
        ];
        scale += steps[0].clamp(-2.0, 2.0);
        offset += steps[1].clamp(-2.0, 2.0);
    }
    Odds {
        scale: scale as f32,
        offset: offset as f32,
    }
}
