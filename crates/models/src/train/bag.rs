//! The texts of a batch as bags of rows, and how a text is varied each time it is seen.

use rayon::prelude::*;

use super::{random::Random, vocabulary::Rows};

/// Bags of rows, one a text: the rows of text `i` are `rows[starts[i]..starts[i + 1]]`, each once, in order.
pub(crate) struct Bags {
    rows: Vec<u32>,
    starts: Vec<usize>,
}

impl Bags {
    /// Joins the bags of single texts.
    pub(crate) fn new(texts: &[Vec<u32>]) -> Self {
        let mut starts = vec![0];
        starts.extend(texts.iter().scan(0, |end, text| {
            *end += text.len();
            Some(*end)
        }));
        Self {
            rows: texts.concat(),
            starts,
        }
    }

    /// How many texts.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// The rows of one text.
    pub(crate) fn text(&self, index: usize) -> &[u32] {
        &self.rows[self.starts[index]..self.starts[index + 1]]
    }

    /// The other way round: for each of `height` rows the texts that hold it, in order.
    pub(crate) fn texts_by_row(&self, height: usize) -> Self {
        let mut starts = vec![0usize; height + 1];
        for row in &self.rows {
            starts[*row as usize + 1] += 1;
        }
        for row in 1..=height {
            starts[row] += starts[row - 1];
        }
        let mut next = starts.clone();
        let mut texts = vec![0u32; self.rows.len()];
        for text in 0..self.len() {
            for row in self.text(text) {
                let place = &mut next[*row as usize];
                texts[*place] = text as u32;
                *place += 1;
            }
        }
        Self {
            rows: texts,
            starts,
        }
    }
}

/// How a text is varied.
#[derive(Clone, Copy)]
pub(crate) struct Variation {
    /// Share of the words that are left out.
    pub(crate) dropped: f32,
    /// Share of the texts that are read as typed without accents.
    pub(crate) plain: f32,
    /// Share of the texts of which only a part is kept: people ask with a part of what a heading says.
    pub(crate) shortened: f32,
}

/// One bag for each of the texts, varied; the same for the same seed and step.
pub(crate) fn vary(texts: &[&Rows], variation: Variation, seed: u64, step: u64) -> Vec<Vec<u32>> {
    texts
        .par_iter()
        .enumerate()
        .map(|(index, text)| one(text, variation, &mut Random::new(seed ^ step, index as u64)))
        .collect()
}

fn one(text: &Rows, variation: Variation, random: &mut Random) -> Vec<u32> {
    let plain = random.unit() < variation.plain;
    let words = if text.accented.is_empty() || plain && !text.plain.is_empty() {
        &text.plain
    } else {
        &text.accented
    };
    let (mut from, mut to) = (0, words.len());
    if words.len() > 6 && random.unit() < variation.shortened {
        let kept = words.len() / 2 + random.below(words.len() / 2);
        from = random.below(words.len() - kept + 1);
        to = from + kept;
    }
    let mut bag = Vec::with_capacity(2 * (to - from));
    let mut before = false;
    for [word, phrase] in &words[from..to] {
        let kept = variation.dropped == 0.0 || random.unit() >= variation.dropped;
        if kept {
            bag.push(*word);
            if before {
                bag.push(*phrase);
            }
        }
        before = kept;
    }
    if bag.is_empty() {
        bag.extend(words.iter().flatten());
    }
    bag.sort_unstable();
    bag.dedup();
    if bag.first() == Some(&0) {
        bag.remove(0);
    }
    bag
}
