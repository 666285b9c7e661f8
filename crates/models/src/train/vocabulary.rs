//! The vocabulary of the built-in model: syllables and the phrases that say more than their parts.

use std::collections::HashMap;

use rayon::prelude::*;

use crate::{
    embed::prepare::{Word, lacks_accents, phrase, plain_token, unaccented, words},
    train::TrainPair,
};

/// A word or phrase must stand in this many texts before it gets a row of its own.
const LEAST: u32 = 4;
/// A text of the query side counts for this many passages: its words decide what is asked.
const QUERY_WEIGHT: u32 = 4;
/// Share of the rows that go to texts without accents. They are fewer syllables, hence fewer phrases.
const PLAIN_SHARE: f64 = 0.42;
/// One row in so many at most goes to a single word; beyond the syllables those are numbers and foreign names.
const SINGLES: usize = 5;

/// Tokens by row. Row 0 is padding and every unknown token: its vector stays zero.
pub(crate) struct Vocabulary {
    /// Tokens in the order of their rows.
    pub(crate) tokens: Vec<String>,
    /// Share of the texts that hold a token, by row.
    pub(crate) share: Vec<f32>,
    rows: HashMap<String, u32>,
}

/// The rows of a text by position: those of the word and of the phrase it ends; 0 where there is none.
#[derive(Default)]
pub(crate) struct Rows {
    /// As written.
    pub(crate) accented: Vec<[u32; 2]>,
    /// As typed without accents.
    pub(crate) plain: Vec<[u32; 2]>,
}

/// In how many texts words and phrases stand. Words are numbers here: a collection has a hundred million of them.
#[derive(Default)]
struct Counts {
    numbers: HashMap<String, u32>,
    words: Vec<u32>,
    phrases: HashMap<(u32, u32), u32>,
    texts: u64,
}

impl Counts {
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let number = self.words.len() as u32;
        self.numbers.insert(word.to_owned(), number);
        self.words.push(0);
        number
    }

    fn add(&mut self, words: &[Word], weight: u32) {
        self.texts += u64::from(weight);
        let mut numbers: Vec<u32> = words.iter().map(|word| self.number(&word.text)).collect();
        let followers = words.iter().skip(1).map(|word| word.follows);
        let mut pairs: Vec<(u32, u32)> = numbers
            .windows(2)
            .zip(followers)
            .filter(|(_, follows)| *follows)
            .map(|(pair, _)| (pair[0], pair[1]))
            .collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            self.words[number as usize] += weight;
        }
        pairs.sort_unstable();
        pairs.dedup();
        for pair in pairs {
            *self.phrases.entry(pair).or_default() += weight;
        }
    }

    /// The same counts without accents: words that then look alike are one.
    fn plain(&self) -> Self {
        let mut plain = Self {
            texts: self.texts,
            ..Self::default()
        };
        let mut bare = vec![0; self.words.len()];
        for (word, number) in &self.numbers {
            let same = plain.number(&unaccented(word));
            bare[*number as usize] = same;
            plain.words[same as usize] += self.words[*number as usize];
        }
        for ((first, second), count) in &self.phrases {
            *plain
                .phrases
                .entry((bare[*first as usize], bare[*second as usize]))
                .or_default() += count;
        }
        plain
    }

    /// The best tokens, at most so many, with the share of texts that hold them; `mark` makes a word's token.
    fn best(&self, most: usize, mark: impl Fn(&str) -> String) -> Vec<(String, f32)> {
        let texts = self.texts.max(1) as f32;
        let share = |count: u32| (count as f32 / texts).min(1.0);
        let count = |number: u32| self.words[number as usize];
        let mut singles: Vec<(&str, u32)> = self
            .numbers
            .iter()
            .map(|(word, number)| (word.as_str(), count(*number)))
            .filter(|(_, count)| *count >= LEAST)
            .collect();
        singles.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        singles.truncate(most / SINGLES);
        let mut words = vec![""; self.words.len()];
        for (word, number) in &self.numbers {
            words[*number as usize] = word;
        }
        // A phrase earns its row by how often it stands and by how much it says beyond its words
        // (the pointwise part of Dunning's likelihood ratio).
        let mut phrases: Vec<(f32, (&str, &str), u32)> = self
            .phrases
            .iter()
            .filter(|(_, together)| **together >= LEAST)
            .filter_map(|((first, second), together)| {
                let alone = count(*first) as f32 * count(*second) as f32;
                let more = (*together as f32 * texts / alone).ln();
                let words = (words[*first as usize], words[*second as usize]);
                (more > 0.0).then(|| ((*together as f32).sqrt() * more, words, *together))
            })
            .collect();
        phrases.sort_unstable_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        phrases.truncate(most - singles.len().min(most));
        let singles = singles
            .into_iter()
            .map(|(word, count)| (mark(word), share(count)));
        let phrases = phrases
            .into_iter()
            .map(|(_, (a, b), count)| (phrase(&mark(a), b), share(count)));
        singles.chain(phrases).collect()
    }
}

impl Vocabulary {
    /// Chooses the tokens that earn a row.
    pub(crate) fn choose(pairs: &[TrainPair], most: usize) -> Self {
        let mut counts = Counts::default();
        // Splitting is the larger part of the work and runs on all cores; counting keeps its order.
        for part in pairs.chunks(4_096) {
            let split: Vec<(Vec<Word>, Vec<Word>)> = part
                .par_iter()
                .map(|pair| (words(&pair.query), words(&pair.passage)))
                .collect();
            for (query, passage) in split {
                counts.add(&query, QUERY_WEIGHT);
                counts.add(&passage, 1);
            }
        }
        let for_plain = (most as f64 * PLAIN_SHARE) as usize;
        let plain = counts.plain().best(for_plain, plain_token);
        let accented = counts.best(most.saturating_sub(plain.len() + 1), str::to_owned);
        let (tokens, share): (Vec<String>, Vec<f32>) = std::iter::once(("[PAD]".to_owned(), 1.0))
            .chain(accented)
            .chain(plain)
            .unzip();
        let rows = tokens
            .iter()
            .enumerate()
            .map(|(row, token)| (token.clone(), row as u32))
            .collect();
        Self {
            tokens,
            share,
            rows,
        }
    }

    /// Its rows, padding included.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    fn row(&self, token: &str) -> u32 {
        self.rows.get(token).copied().unwrap_or(0)
    }

    /// The rows of a text, read both ways; a passage only as it is written.
    pub(crate) fn rows(&self, text: &str, both: bool) -> Rows {
        let words = words(text);
        let read = |plain: bool| -> Vec<[u32; 2]> {
            let mut before = String::new();
            words
                .iter()
                .map(|word| {
                    let bare = if plain {
                        unaccented(&word.text)
                    } else {
                        word.text.clone()
                    };
                    let token = if plain {
                        plain_token(&bare)
                    } else {
                        bare.clone()
                    };
                    let single = self.row(&token);
                    let double = if word.follows {
                        self.row(&phrase(&before, &bare))
                    } else {
                        0
                    };
                    before = token;
                    [single, double]
                })
                .collect()
        };
        let lacking = lacks_accents(&words);
        let plain = if both || lacking {
            read(true)
        } else {
            Vec::new()
        };
        let accented = if lacking { Vec::new() } else { read(false) };
        Rows { accented, plain }
    }
}
