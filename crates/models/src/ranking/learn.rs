//! Training: each tree is fitted to what would move the answers of each question up (LambdaRank's gradients), on
//! histograms of the features. Every sum runs in a fixed order, so that the same lists give the same trees.

use rayon::prelude::*;

use super::{Node, Odds, Ranking, Split, Tree};
use crate::train::Random;

/// Values of a feature are told apart in this many groups.
const GROUPS: usize = 255;
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
    /// What holds the values of leaves back.
    pub restraint: f32,
    /// Start of the random numbers.
    pub seed: u64,
}

impl RankingConfig {
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
            restraint: 5.0,
            seed: 7,
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
    /// Beside the ranking itself, five are trained on four fifths each, to learn on the rest what a score means.
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
            let (rest, own): (Vec<_>, Vec<_>) = lists
                .iter()
                .enumerate()
                .partition(|(n, _)| n % FOLDS != fold);
            let rest: Vec<&RankingList> = rest.into_iter().map(|(_, list)| list).collect();
            let trees = trees(&rest, features.len(), config, &mut step);
            for (_, list) in own {
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

/// Features as numbers of groups, by feature; and the values between which the groups lie.
struct Grouped {
    groups: Vec<Vec<u8>>,
    borders: Vec<Vec<f32>>,
    rows: usize,
}

impl Grouped {
    fn new(lists: &[&RankingList], features: usize) -> Self {
        let rows: usize = lists.iter().map(|list| list.grades.len()).sum();
        let column = |feature: usize| -> Vec<f32> {
            let lists = lists.iter();
            lists
                .flat_map(|list| {
                    list.features
                        .iter()
                        .skip(feature)
                        .step_by(features)
                        .copied()
                })
                .collect()
        };
        let (groups, borders) = (0..features)
            .into_par_iter()
            .map(|feature| {
                let column = column(feature);
                let borders = borders(column.clone());
                let group = |value: &f32| borders.partition_point(|border| border < value) as u8;
                (column.iter().map(group).collect(), borders)
            })
            .unzip();
        Self {
            groups,
            borders,
            rows,
        }
    }
}

/// Values between which the groups lie, ascending: a value belongs to the first group whose border it does not pass.
/// Groups hold about as many candidates each, but equal values are never parted.
fn borders(mut column: Vec<f32>) -> Vec<f32> {
    column.sort_by(f32::total_cmp);
    let distinct = 1 + column.windows(2).filter(|pair| pair[0] < pair[1]).count();
    let least = if distinct <= GROUPS {
        1
    } else {
        column.len().div_ceil(GROUPS)
    };
    let mut borders = Vec::new();
    let mut held = 0;
    for pair in column.windows(2) {
        held += 1;
        if pair[0] < pair[1] && held >= least {
            borders.push(f32::midpoint(pair[0], pair[1]));
            held = 0;
        }
    }
    borders
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
        let slopes = slopes(&lists, &scores);
        let mut asked: Vec<usize> = (0..features).collect();
        Random::new(config.seed, number as u64).shuffle(&mut asked);
        let count = (config.share * features as f32).ceil() as usize;
        asked.truncate(count.clamp(1, features));
        asked.sort_unstable();
        trees.push(grow(&grouped, &slopes, &asked, config, &mut scores));
        step();
    }
    trees
}

/// First and second derivative of the loss by the score of each candidate.
fn slopes(lists: &[&RankingList], scores: &[f32]) -> Vec<[f32; 2]> {
    let mut from = 0;
    let parts: Vec<(&RankingList, &[f32])> = lists
        .iter()
        .map(|list| {
            let own = &scores[from..from + list.grades.len()];
            from += own.len();
            (*list, own)
        })
        .collect();
    let slopes: Vec<Vec<[f32; 2]>> = parts
        .par_iter()
        .map(|(list, scores)| of_list(&list.grades, scores))
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

/// Sums of a group: first and second derivative, candidates.
type Sums = [f64; 3];

/// A leaf that may be split.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    histograms: Vec<Vec<Sums>>,
    sums: Sums,
    best: Option<Best>,
}

#[derive(Clone, Copy)]
struct Best {
    gain: f64,
    /// Its place among the features asked.
    asked: usize,
    /// The last group that goes left.
    group: usize,
}

fn grow(
    grouped: &Grouped,
    slopes: &[[f32; 2]],
    asked: &[usize],
    config: &RankingConfig,
    scores: &mut [f32],
) -> Tree {
    let rows: Vec<u32> = (0..grouped.rows as u32).collect();
    let histograms = histograms(grouped, slopes, asked, &rows);
    let mut tree = Tree {
        nodes: vec![Node::default()],
    };
    let mut leaves = vec![leaf(0, rows, histograms, config)];
    tree.nodes[0].value = value(&leaves[0].sums, config);
    while leaves.len() < config.leaves {
        let gain = |leaf: &Leaf| leaf.best.map_or(0.0, |best| best.gain);
        let next = (0..leaves.len()).max_by(|a, b| {
            gain(&leaves[*a])
                .total_cmp(&gain(&leaves[*b]))
                .then(b.cmp(a))
        });
        let Some((next, best)) = next.and_then(|next| Some((next, leaves[next].best?))) else {
            break;
        };
        let parent = leaves.swap_remove(next);
        let feature = asked[best.asked];
        let groups = &grouped.groups[feature];
        let (left, right): (Vec<u32>, Vec<u32>) = parent
            .rows
            .into_iter()
            .partition(|row| usize::from(groups[*row as usize]) <= best.group);
        // The larger half is what the smaller leaves of the whole.
        let smaller = if left.len() <= right.len() {
            &left
        } else {
            &right
        };
        let small = self::histograms(grouped, slopes, asked, smaller);
        let large = less(parent.histograms, &small);
        let (of_left, of_right) = if left.len() <= right.len() {
            (small, large)
        } else {
            (large, small)
        };
        let at = tree.nodes.len();
        tree.nodes[parent.node].split = Some(Split {
            feature: feature as u16,
            threshold: grouped.borders[feature][best.group],
            left: at as u16,
        });
        for (n, (rows, histograms)) in [(left, of_left), (right, of_right)].into_iter().enumerate()
        {
            let leaf = leaf(at + n, rows, histograms, config);
            tree.nodes.push(Node {
                value: value(&leaf.sums, config),
                split: None,
            });
            leaves.push(leaf);
        }
    }
    for leaf in &leaves {
        for row in &leaf.rows {
            scores[*row as usize] += tree.nodes[leaf.node].value;
        }
    }
    tree
}

fn histograms(
    grouped: &Grouped,
    slopes: &[[f32; 2]],
    asked: &[usize],
    rows: &[u32],
) -> Vec<Vec<Sums>> {
    asked
        .par_iter()
        .map(|feature| {
            let groups = &grouped.groups[*feature];
            let mut sums = vec![[0.0; 3]; GROUPS];
            for row in rows {
                let [slope, bend] = slopes[*row as usize];
                let sum = &mut sums[usize::from(groups[*row as usize])];
                sum[0] += f64::from(slope);
                sum[1] += f64::from(bend);
                sum[2] += 1.0;
            }
            sums
        })
        .collect()
}

fn less(mut whole: Vec<Vec<Sums>>, part: &[Vec<Sums>]) -> Vec<Vec<Sums>> {
    for (whole, part) in whole.iter_mut().flatten().zip(part.iter().flatten()) {
        for (whole, part) in whole.iter_mut().zip(part) {
            *whole -= part;
        }
    }
    whole
}

fn leaf(node: usize, rows: Vec<u32>, histograms: Vec<Vec<Sums>>, config: &RankingConfig) -> Leaf {
    let sums = histograms.first().map_or([0.0; 3], |groups| {
        groups.iter().fold([0.0; 3], |all, one| {
            [all[0] + one[0], all[1] + one[1], all[2] + one[2]]
        })
    });
    let found = histograms
        .par_iter()
        .enumerate()
        .filter_map(|(asked, groups)| best(asked, groups, &sums, config));
    let best = found
        .collect::<Vec<_>>()
        .into_iter()
        .reduce(|a, b| if b.gain > a.gain { b } else { a });
    Leaf {
        node,
        rows,
        histograms,
        sums,
        best,
    }
}

fn best(asked: usize, groups: &[Sums], all: &Sums, config: &RankingConfig) -> Option<Best> {
    let worth = |sums: &Sums| sums[0] * sums[0] / (sums[1] + f64::from(config.restraint));
    let whole = worth(all);
    let mut left = [0.0; 3];
    let mut best: Option<Best> = None;
    for (group, sums) in groups.iter().enumerate() {
        for (left, sum) in left.iter_mut().zip(sums) {
            *left += sum;
        }
        let right = [all[0] - left[0], all[1] - left[1], all[2] - left[2]];
        let least = config.leaf as f64;
        if left[2] < least || right[2] < least {
            continue;
        }
        let gain = worth(&left) + worth(&right) - whole;
        if gain > 1e-9 && best.is_none_or(|best| gain > best.gain) {
            best = Some(Best { gain, asked, group });
        }
    }
    best
}

fn value(sums: &Sums, config: &RankingConfig) -> f32 {
    let value = -sums[0] / (sums[1] + f64::from(config.restraint));
    config.rate * value as f32
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_are_never_parted_and_few_values_all_told_apart() {
        assert_eq!(
            borders(vec![0.0, 0.0, 0.0, 1.0, 0.0, 2.0, 0.0, 0.0]),
            [0.5, 1.5]
        );
        assert!(borders(vec![3.0; 50]).is_empty() && borders(Vec::new()).is_empty());
        let mut many: Vec<f32> = (0..5_000_u16).map(f32::from).collect();
        many.extend([0.0; 5_000]);
        let borders = borders(many);
        assert!(
            borders.len() > 100 && borders.len() < GROUPS,
            "{}",
            borders.len()
        );
        assert!(borders.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
