//! Training the built-in model: a static embedding, contrastive, deterministic from a seed.
//!
//! The loss is InfoNCE in both directions (van den Oord, Li, Vinyals, 2018) over a batch: each query must find
//! its passage among all passages of the batch, each passage its query. Groups of pairs that are neighbours in
//! the list stay together, so that articles of one act are told from one another and not only from other topics.

mod bag;
mod files;
mod onnx;
mod random;
mod table;
mod vocabulary;

use std::{
    collections::HashMap,
    hash::{DefaultHasher, Hash, Hasher},
};

use rayon::prelude::*;

use bag::{Bags, Variation};
pub(crate) use random::Random;
use table::{Table, Vectors};
use vocabulary::{Rows, Vocabulary};

/// Neighbouring pairs that stay together in a batch.
const GROUP: usize = 16;
/// Divides the cosines before they are compared.
const TEMPERATURE: f32 = 0.05;
/// Largest step of a weight; it falls to a hundredth of that over the training.
const RATE: f32 = 6e-3;
/// Batches between two reports.
const REPORT: u64 = 10;
/// How queries are varied: almost half typed without accents, some words left out, some cut.
const QUERIES: Variation = Variation {
    dropped: 0.15,
    plain: 0.45,
    shortened: 0.2,
};
/// How passages are varied.
const PASSAGES: Variation = Variation {
    dropped: 0.1,
    plain: 0.03,
    shortened: 0.1,
};

/// Two texts that belong together: a question-like one and a passage-like one.
#[derive(Clone, Debug)]
pub struct TrainPair {
    /// Title, heading, sentence or question.
    pub query: String,
    /// The text it belongs to.
    pub passage: String,
}

/// How to train.
#[derive(Clone, Debug)]
pub struct TrainConfig {
    /// Dimensions of the vectors.
    pub dimensions: usize,
    /// Most entries of the vocabulary.
    pub vocabulary: usize,
    /// Passes over the pairs.
    pub epochs: usize,
    /// Pairs in a batch; the others in it are the negatives.
    pub batch: usize,
    /// Start of the random numbers.
    pub seed: u64,
}

/// Reported while training.
#[derive(Clone, Copy, Debug)]
pub struct TrainProgress {
    /// Batches done.
    pub done: u64,
    /// Batches in all.
    pub total: u64,
    /// Mean loss of the last batches.
    pub loss: f32,
}

/// A pair as rows of the table, and what it must not be told apart from.
struct Example {
    query: Rows,
    passage: u32,
    same_query: u64,
}

/// Trains and gives the files of the model by name: model.onnx, tokenizer.json, config.json,
/// special_tokens_map.json, tokenizer_config.json.
///
/// Pairs that are neighbours in the list should be hard to tell apart (articles of one act), and pairs with the
/// same passage far from one another. The same pairs, settings and machine give the same bytes.
pub fn train(
    pairs: &[TrainPair],
    config: &TrainConfig,
    progress: &mut dyn FnMut(TrainProgress),
) -> Vec<(&'static str, Vec<u8>)> {
    let (vocabulary, table) = weights(pairs, config, progress);
    files::write(&vocabulary, &table)
}

/// The trained rows.
fn weights(
    pairs: &[TrainPair],
    config: &TrainConfig,
    progress: &mut dyn FnMut(TrainProgress),
) -> (Vocabulary, Table) {
    let vocabulary = Vocabulary::choose(pairs, config.vocabulary);
    let (examples, passages) = read(pairs, &vocabulary);
    let mut table = Table::new(&vocabulary.share, config.dimensions, config.seed);
    let batch = config.batch.min(examples.len());
    let batches = if batch < 2 { 0 } else { examples.len() / batch };
    let total = (batches * config.epochs) as u64;
    let mut loss = 0.0;
    let mut order = Vec::new();
    for step in 0..total {
        if step.is_multiple_of(batches as u64) {
            order = shuffled(examples.len(), config.seed, step / batches as u64);
        }
        let from = (step % batches as u64) as usize * batch;
        let chosen: Vec<&Example> = order[from..from + batch]
            .iter()
            .map(|index| &examples[*index])
            .collect();
        let rate = RATE * (1.0 - 0.99 * step as f32 / total as f32);
        loss += learn(&mut table, &chosen, &passages, rate, config.seed, step);
        if (step + 1).is_multiple_of(REPORT) || step + 1 == total {
            let since = step % REPORT + 1;
            progress(TrainProgress {
                done: step + 1,
                total,
                loss: loss / since as f32,
            });
            loss = 0.0;
        }
    }
    (vocabulary, table)
}

fn read(pairs: &[TrainPair], vocabulary: &Vocabulary) -> (Vec<Example>, Vec<Rows>) {
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let mut texts = Vec::new();
    let of_pair: Vec<u32> = pairs
        .iter()
        .map(|pair| {
            *numbers.entry(&pair.passage).or_insert_with(|| {
                texts.push(pair.passage.as_str());
                texts.len() as u32 - 1
            })
        })
        .collect();
    let passages = texts
        .par_iter()
        .map(|text| vocabulary.rows(text, true))
        .collect();
    let examples = pairs
        .par_iter()
        .zip(of_pair)
        .map(|(pair, passage)| {
            let mut hasher = DefaultHasher::new();
            pair.query.hash(&mut hasher);
            Example {
                query: vocabulary.rows(&pair.query, true),
                passage,
                same_query: hasher.finish(),
            }
        })
        .collect();
    (examples, passages)
}

/// The order of the pairs in one pass: groups of neighbours, shuffled; where groups begin differs by pass.
fn shuffled(pairs: usize, seed: u64, pass: u64) -> Vec<usize> {
    let mut random = Random::new(seed, 1 + pass);
    let shift = random.below(GROUP);
    let mut groups: Vec<usize> = (0..pairs.div_ceil(GROUP)).collect();
    random.shuffle(&mut groups);
    groups
        .into_iter()
        .flat_map(|group| group * GROUP..(group * GROUP + GROUP).min(pairs))
        .map(|index| (index + shift) % pairs)
        .collect()
}

/// One step; gives the loss.
fn learn(
    table: &mut Table,
    chosen: &[&Example],
    passages: &[Rows],
    rate: f32,
    seed: u64,
    step: u64,
) -> f32 {
    let (count, width) = (chosen.len(), table.width);
    let queries: Vec<&Rows> = chosen.iter().map(|example| &example.query).collect();
    let found: Vec<&Rows> = chosen
        .iter()
        .map(|example| &passages[example.passage as usize])
        .collect();
    let mut texts = bag::vary(&queries, QUERIES, seed, 2 * step);
    texts.extend(bag::vary(&found, PASSAGES, seed, 2 * step + 1));
    let bags = Bags::new(&texts);
    let vectors: Vectors = table.vectors(&bags);
    let (queries, found) = vectors.values.split_at(count * width);
    let mut cosines = table::product(queries, found, width, count, true);
    let loss = compare(&mut cosines, chosen);
    let mut towards = table::product(&cosines, found, count, width, false);
    towards.extend(table::product(
        &table::turn(&cosines, count),
        queries,
        count,
        width,
        false,
    ));
    table.learn(&bags, &vectors, towards, rate);
    loss
}

/// Turns cosines into the gradient of the loss by them, in place, and gives the loss.
fn compare(cosines: &mut [f32], chosen: &[&Example]) -> f32 {
    let count = chosen.len();
    let right: Vec<f32> = (0..count)
        .map(|index| cosines[index * count + index])
        .collect();
    // Cosines are at most 1, so with 1 taken off no exponential overflows and none of them vanishes.
    let row_sums: Vec<f32> = cosines
        .par_chunks_mut(count)
        .zip(chosen)
        .enumerate()
        .map(|(row, (cosines, query))| {
            for (column, (cosine, other)) in cosines.iter_mut().zip(chosen).enumerate() {
                // The same text twice is no negative of itself.
                let same = query.passage == other.passage || query.same_query == other.same_query;
                *cosine = if same && row != column {
                    0.0
                } else {
                    ((*cosine - 1.0) / TEMPERATURE).exp()
                };
            }
            cosines.iter().sum()
        })
        .collect();
    let mut column_sums = vec![0.0; count];
    for row in cosines.chunks(count) {
        column_sums
            .iter_mut()
            .zip(row)
            .for_each(|(sum, value)| *sum += value);
    }
    let loss: f32 = right
        .iter()
        .zip(row_sums.iter().zip(&column_sums))
        .map(|(cosine, (row, column))| {
            0.5 * (row.ln() + column.ln()) - (cosine - 1.0) / TEMPERATURE
        })
        .sum();
    let scale = 0.5 / (TEMPERATURE * count as f32);
    cosines
        .par_chunks_mut(count)
        .zip(&row_sums)
        .enumerate()
        .for_each(|(row, (values, row_sum))| {
            for (column, (value, column_sum)) in values.iter_mut().zip(&column_sums).enumerate() {
                let target = if row == column { 2.0 } else { 0.0 };
                *value = scale * (*value / row_sum + *value / column_sum - target);
            }
        });
    loss / count as f32
}

#[cfg(test)]
mod tests;
