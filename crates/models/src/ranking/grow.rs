//! One tree, grown leaf by leaf on histograms of the features.

use rayon::prelude::*;

use super::{
    Node, Split, Tree,
    learn::{RankingConfig, RankingList},
};

/// Values of a feature are told apart in this many groups.
const GROUPS: usize = 255;

/// Features as numbers of groups, by feature; and the values between which the groups lie.
pub(super) struct Grouped {
    groups: Vec<Vec<u8>>,
    borders: Vec<Vec<f32>>,
    pub(super) rows: usize,
}

impl Grouped {
    pub(super) fn new(lists: &[&RankingList], features: usize) -> Self {
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

/// Sums of a group: first and second derivative, candidates.
type Sums = [f64; 3];

/// A leaf that may be split.
struct Leaf {
    node: usize,
    rows: Vec<u32>,
    histograms: Vec<Vec<Sums>>,
    sums: Sums,
    /// Between which its value must lie, for what a feature above it promises.
    within: [f64; 2],
    best: Option<Best>,
}

#[derive(Clone, Copy)]
struct Best {
    gain: f64,
    /// Its place among the features asked.
    asked: usize,
    /// The last group that goes left.
    group: usize,
    /// Of both halves.
    values: [f64; 2],
}

/// Grows a tree that follows the slopes, and adds what it says to the scores.
pub(super) fn grow(
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
    let free = [f64::NEG_INFINITY, f64::INFINITY];
    let first = leaf(0, rows, histograms, asked, free, config);
    tree.nodes[0].value = first.shown(config);
    let mut leaves = vec![first];
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
        let withins = best.withins(parent.within, config.direction(feature));
        let halves = [(left, of_left), (right, of_right)]
            .into_iter()
            .zip(withins);
        for (n, ((rows, histograms), within)) in halves.enumerate() {
            let leaf = leaf(at + n, rows, histograms, asked, within, config);
            tree.nodes.push(Node {
                value: leaf.shown(config),
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

fn leaf(
    node: usize,
    rows: Vec<u32>,
    histograms: Vec<Vec<Sums>>,
    asked: &[usize],
    within: [f64; 2],
    config: &RankingConfig,
) -> Leaf {
    let add = |all: Sums, one: &Sums| [all[0] + one[0], all[1] + one[1], all[2] + one[2]];
    let first = histograms.first();
    let sums = first.map_or([0.0; 3], |groups| groups.iter().fold([0.0; 3], add));
    let mut leaf = Leaf {
        node,
        rows,
        histograms,
        sums,
        within,
        best: None,
    };
    let found = leaf.histograms.par_iter().zip(asked).enumerate();
    let found: Vec<Option<Best>> = found
        .map(|(at, (groups, feature))| leaf.best(at, groups, config.direction(*feature), config))
        .collect();
    leaf.best = found
        .into_iter()
        .flatten()
        .reduce(|a, b| if b.gain > a.gain { b } else { a });
    leaf
}

impl Leaf {
    /// The best place to part by one feature: of `direction` 1, what has more of it must not score less.
    fn best(
        &self,
        asked: usize,
        groups: &[Sums],
        direction: i8,
        config: &RankingConfig,
    ) -> Option<Best> {
        let whole = worth(&self.sums, value(&self.sums, self.within, config), config);
        let mut left = [0.0; 3];
        let mut best: Option<Best> = None;
        for (group, sums) in groups.iter().enumerate() {
            for (left, sum) in left.iter_mut().zip(sums) {
                *left += sum;
            }
            let all = self.sums;
            let right = [all[0] - left[0], all[1] - left[1], all[2] - left[2]];
            let least = config.leaf as f64;
            if left[2] < least || right[2] < least {
                continue;
            }
            let values = [&left, &right].map(|sums| value(sums, self.within, config));
            if f64::from(direction) * (values[1] - values[0]) < 0.0 {
                continue;
            }
            let parted = worth(&left, values[0], config) + worth(&right, values[1], config);
            let gain = parted - whole;
            if gain > 1e-9 && best.is_none_or(|best| gain > best.gain) {
                best = Some(Best {
                    gain,
                    asked,
                    group,
                    values,
                });
            }
        }
        best
    }

    /// What a candidate that ends here is given.
    fn shown(&self, config: &RankingConfig) -> f32 {
        config.rate * value(&self.sums, self.within, config) as f32
    }
}

impl Best {
    /// Between which the values of both halves must lie: they never pass the middle between the two.
    fn withins(&self, [low, high]: [f64; 2], direction: i8) -> [[f64; 2]; 2] {
        let middle = f64::midpoint(self.values[0], self.values[1]);
        match direction {
            0 => [[low, high]; 2],
            1.. => [[low, middle], [middle, high]],
            _ => [[middle, high], [low, middle]],
        }
    }
}

/// By how much a value lowers the loss of the candidates with these sums, twice.
fn worth(sums: &Sums, value: f64, config: &RankingConfig) -> f64 {
    let bend = sums[1] + f64::from(config.restraint);
    -(2.0 * sums[0] * value + bend * value * value)
}

fn value(sums: &Sums, [low, high]: [f64; 2], config: &RankingConfig) -> f64 {
    let value = -sums[0] / (sums[1] + f64::from(config.restraint));
    value.clamp(low, high)
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
