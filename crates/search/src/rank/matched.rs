//! How the words of a text answer those of a query: what of the query stands in it, together and in what order.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::akin::{Kin, Nearness};

/// A syllable of a text that the query does not hold.
const NONE: u8 = u8::MAX;
/// Syllables of a query that count.
const MOST: usize = 64;
/// Syllables of a text among which those of the query are looked for together.
const WINDOW: usize = 40;

/// The query's syllables, each with a number, its weight and the weights of its pairs of neighbours.
#[derive(Debug)]
pub(super) struct Asked {
    numbers: HashMap<String, u8>,
    /// By position: numbers of the query's syllables.
    order: Vec<u8>,
    /// By number.
    rarity: Vec<f32>,
    total: f32,
    /// The pair of neighbours by its two numbers.
    /// In order, so that sums are the same in every run.
    pairs: BTreeMap<(u8, u8), f32>,
    pairs_total: f32,
    /// Other wordings of what was asked, with their weights; their own syllables are numbered after the query's.
    wordings: Vec<(Vec<u8>, f32)>,
    /// Its syllables as the embedding model knows them.
    kin: Kin,
    plain: bool,
}

/// A text as it was read.
#[derive(Debug)]
pub(super) struct Read {
    /// The numbers of its syllables.
    pub(super) numbers: Vec<u8>,
    /// The share of the other wordings, by weight, that stand in it.
    pub(super) meant: f32,
    /// By the query's syllables in [`Kin`]: how near the nearest word of the text is.
    pub(super) near: Vec<f32>,
}

/// What of a query stands in a text; shares are 0..=1 of the query's weight.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Matched {
    /// Its syllables, by rarity.
    pub(super) syllables: f32,
    /// Its pairs of neighbours, by rarity.
    pub(super) pairs: f32,
    /// Its longest run of syllables that stands in the text, by rarity.
    pub(super) run: f32,
    /// The most of it that stands within [`WINDOW`] syllables.
    pub(super) window: f32,
    /// The other way round: how much of the text the query holds, by count.
    pub(super) of_text: f32,
    /// The same for pairs.
    pub(super) pairs_of_text: f32,
    /// Syllables of the text.
    pub(super) length: f32,
    /// How often the query's rarest syllable that it holds stands in it.
    pub(super) most: f32,
    /// How near to its start the first of the query's pairs stands: 1 at the start, 0 at the end or nowhere.
    pub(super) first: f32,
    /// The rarity of the rarest pair of the query that it holds, as a share of the query's rarest.
    pub(super) rare: f32,
}

impl Matched {
    /// The better of two in each respect.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            syllables: self.syllables.max(other.syllables),
            pairs: self.pairs.max(other.pairs),
            run: self.run.max(other.run),
            window: self.window.max(other.window),
            of_text: self.of_text.max(other.of_text),
            pairs_of_text: self.pairs_of_text.max(other.pairs_of_text),
            length: self.length.max(other.length),
            most: self.most.max(other.most),
            first: self.first.max(other.first),
            rare: self.rare.max(other.rare),
        }
    }
}

/// Reads texts. The same words come again and again, in one text and in the next: each is folded once.
#[derive(Debug)]
pub(super) struct Reader<'a, 't> {
    asked: &'a Asked,
    /// Of each piece of text seen the range of its numbers.
    known: HashMap<&'t str, Range<usize>, foldhash::fast::RandomState>,
    numbers: Vec<u8>,
    /// For each of the numbers where `near` has its syllable.
    rows: Vec<u32>,
    near: Nearness,
    scratch: String,
}

impl<'t> Reader<'_, 't> {
    /// Reads a text.
    pub(super) fn read(&mut self, text: &'t str) -> Read {
        let mut read = Vec::with_capacity(text.len() / 5);
        let mut near = vec![0.0_f32; self.asked.kin.len()];
        for piece in legal::pieces(text) {
            let known = match self.known.get(piece) {
                Some(known) => known.clone(),
                None => self.learn(piece),
            };
            for row in &self.rows[known.clone()] {
                self.near.most(*row, &mut near);
            }
            match &self.numbers[known] {
                // Nearly every piece is one syllable.
                [one] => read.push(*one),
                several => read.extend_from_slice(several),
            }
        }
        let meant = self.asked.meant(&read);
        for number in &mut read {
            if usize::from(*number) >= self.asked.rarity.len() {
                *number = NONE;
            }
        }
        Read {
            numbers: read,
            meant,
            near,
        }
    }

    fn learn(&mut self, piece: &'t str) -> Range<usize> {
        let Self {
            asked,
            known,
            numbers,
            rows,
            near,
            scratch,
        } = self;
        let start = numbers.len();
        legal::for_each_syllable(piece, scratch, |_, syllable| {
            let bare;
            let syllable = match asked.plain {
                true => {
                    bare = legal::unaccent(syllable);
                    bare.as_str()
                }
                false => syllable,
            };
            numbers.push(asked.numbers.get(syllable).copied().unwrap_or(NONE));
            rows.push(near.row(&asked.kin, syllable));
        });
        known.insert(piece, start..numbers.len());
        start..numbers.len()
    }
}

impl Asked {
    /// `rarity` of each syllable and of each pair of neighbours, in the query's order.
    pub(super) fn new(
        syllables: &[String],
        rarity: &[f32],
        pairs: &[f32],
        wordings: &[(Vec<String>, f32)],
        plain: bool,
    ) -> Self {
        let mut numbers: HashMap<String, u8> = HashMap::new();
        let (mut order, mut weights) = (Vec::new(), Vec::new());
        for (syllable, rarity) in syllables.iter().zip(rarity).take(MOST) {
            let next = numbers.len() as u8;
            let number = *numbers.entry(syllable.clone()).or_insert(next);
            if number == next {
                weights.push(*rarity);
            }
            order.push(number);
        }
        let wordings = wordings.iter().filter_map(|(words, weight)| {
            let number = |syllable: &String| {
                let form = match plain {
                    true => legal::unaccent(syllable),
                    false => syllable.clone(),
                };
                let next = u8::try_from(numbers.len()).ok().filter(|next| *next < NONE);
                match numbers.get(&form) {
                    Some(number) => Some(*number),
                    None => next.inspect(|next| {
                        numbers.insert(form, *next);
                    }),
                }
            };
            let words: Option<Vec<u8>> = words.iter().map(number).collect();
            Some((words?, *weight))
        });
        let wordings = wordings.collect();
        let neighbours = order.windows(2).map(|pair| (pair[0], pair[1]));
        let pairs: BTreeMap<(u8, u8), f32> = neighbours.zip(pairs.iter().copied()).collect();
        Self {
            numbers,
            order,
            total: weights.iter().sum::<f32>().max(f32::MIN_POSITIVE),
            rarity: weights,
            pairs_total: pairs.values().sum::<f32>().max(f32::MIN_POSITIVE),
            pairs,
            wordings,
            kin: Kin::new(syllables, plain),
            plain,
        }
    }

    /// Its syllables as the embedding model knows them.
    pub(super) fn kin(&self) -> &Kin {
        &self.kin
    }

    /// A reader of texts for this query.
    pub(super) fn reader(&self) -> Reader<'_, '_> {
        Reader {
            asked: self,
            known: HashMap::default(),
            numbers: Vec::new(),
            rows: Vec::new(),
            near: Nearness::default(),
            scratch: String::new(),
        }
    }

    fn meant(&self, text: &[u8]) -> f32 {
        let (mut held, mut all) = (0.0, 0.0);
        for (words, weight) in &self.wordings {
            all += weight;
            if text.windows(words.len().max(1)).any(|run| run == words) {
                held += weight;
            }
        }
        held / all.max(f32::MIN_POSITIVE)
    }

    /// How a text that was read answers.
    pub(super) fn matched(&self, text: &[u8]) -> Matched {
        let (mut seen, mut pairs) = ([false; 256], 0.0);
        let mut seen_pairs: Vec<(u8, u8)> = Vec::new();
        let (mut own, mut own_pairs) = (0, 0);
        let (mut first, mut rare) = (None, 0.0_f32);
        let mut counts = vec![0_u16; self.rarity.len()];
        for (at, number) in text.iter().enumerate() {
            if *number == NONE {
                continue;
            }
            own += 1;
            counts[*number as usize] = counts[*number as usize].saturating_add(1);
            seen[*number as usize] = true;
            let before = at.checked_sub(1).map_or(NONE, |before| text[before]);
            if before == NONE {
                continue;
            }
            let pair = (before, *number);
            if let Some(rarity) = self.pairs.get(&pair) {
                own_pairs += 1;
                first = first.or(Some(at));
                rare = rare.max(*rarity);
                if !seen_pairs.contains(&pair) {
                    seen_pairs.push(pair);
                    pairs += rarity;
                }
            }
        }
        let length = text.len().max(1) as f32;
        let held = (0..counts.len()).filter(|number| counts[*number] > 0);
        let rarest = held.max_by(|a, b| self.rarity[*a].total_cmp(&self.rarity[*b]));
        let rarest_pair = self
            .pairs
            .values()
            .copied()
            .fold(f32::MIN_POSITIVE, f32::max);
        Matched {
            syllables: self.share(&seen),
            pairs: pairs / self.pairs_total,
            run: self.run(text),
            window: self.window(text),
            of_text: own as f32 / length,
            pairs_of_text: own_pairs as f32 / (length - 1.0).max(1.0),
            length: text.len() as f32,
            most: rarest.map_or(0.0, |number| f32::from(counts[number])),
            first: first.map_or(0.0, |at| 1.0 - at as f32 / length),
            rare: rare / rarest_pair,
        }
    }

    /// The share of the query that several texts hold together.
    pub(super) fn together(&self, texts: &[&[u8]]) -> f32 {
        let mut seen = [false; 256];
        for number in texts.iter().copied().flatten() {
            seen[*number as usize] = true;
        }
        self.share(&seen)
    }

    fn share(&self, seen: &[bool; 256]) -> f32 {
        let weights = self.rarity.iter().zip(seen);
        let held: f32 = weights
            .filter(|(_, seen)| **seen)
            .map(|(rarity, _)| rarity)
            .sum();
        held / self.total
    }

    fn run(&self, text: &[u8]) -> f32 {
        let mut runs = vec![0.0_f32; self.order.len() + 1];
        let mut best = 0.0_f32;
        let all: f32 = self
            .order
            .iter()
            .map(|number| self.rarity[*number as usize])
            .sum();
        let mut is_broken = true;
        for number in text {
            if *number == NONE {
                if !is_broken {
                    runs.fill(0.0);
                    is_broken = true;
                }
                continue;
            }
            is_broken = false;
            for at in (0..self.order.len()).rev() {
                runs[at + 1] = if self.order[at] == *number {
                    runs[at] + self.rarity[*number as usize]
                } else {
                    0.0
                };
                best = best.max(runs[at + 1]);
            }
        }
        best / all.max(f32::MIN_POSITIVE)
    }

    fn window(&self, text: &[u8]) -> f32 {
        let mut counts = [0_u16; 256];
        let (mut held, mut best) = (0.0_f32, 0.0_f32);
        for (at, number) in text.iter().enumerate() {
            if let Some(left) = at.checked_sub(WINDOW).map(|left| text[left])
                && left != NONE
            {
                counts[left as usize] -= 1;
                if counts[left as usize] == 0 {
                    held -= self.rarity[left as usize];
                }
            }
            if *number != NONE {
                counts[*number as usize] += 1;
                if counts[*number as usize] == 1 {
                    held += self.rarity[*number as usize];
                    best = best.max(held);
                }
            }
        }
        best / self.total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Asked {
        let syllables: Vec<String> = query.split(' ').map(str::to_owned).collect();
        Asked::new(
            &syllables,
            &vec![1.0; syllables.len()],
            &vec![1.0; syllables.len()],
            &[(vec!["chứng".to_owned(), "minh".to_owned()], 0.6)],
            false,
        )
    }

    #[test]
    fn what_stands_in_a_text_is_told() {
        let asked = asked("cấp lại thẻ căn cước");
        let whole = asked.matched(&asked.reader().read("Việc cấp lại thẻ căn cước").numbers);
        assert!((whole.syllables, whole.pairs, whole.run, whole.window) == (1.0, 1.0, 1.0, 1.0));
        assert!((whole.of_text - 5.0 / 6.0).abs() < 1e-6);
        let part = asked.matched(&asked.reader().read("thẻ cấp căn cước").numbers);
        assert!((part.syllables - 0.8).abs() < 1e-6);
        assert!((part.pairs - 0.25).abs() < 1e-6);
        assert!((part.run - 0.4).abs() < 1e-6);
        let none = asked.matched(&[]);
        assert!(none.syllables == 0.0 && none.window == 0.0);
        let texts = [asked.reader().read("cấp lại"), asked.reader().read("thẻ")];
        let texts: Vec<&[u8]> = texts.iter().map(|text| text.numbers.as_slice()).collect();
        assert!((asked.together(&texts) - 0.6).abs() < 1e-6);
    }

    #[test]
    fn what_was_meant_in_other_words_is_told_apart_from_what_was_asked() {
        let asked = asked("cấp lại thẻ căn cước");
        let read = asked.reader().read("giấy chứng minh cấp lại");
        assert!(read.meant > 0.99 && asked.reader().read("chứng nhận, minh bạch").meant == 0.0);
        assert_eq!(read.numbers, [NONE, NONE, NONE, 0, 1]);
    }

    #[test]
    fn words_far_apart_stand_not_in_one_window() {
        let asked = asked("thẻ cước");
        let far = format!("thẻ {} cước", "và ".repeat(WINDOW));
        assert!((asked.matched(&asked.reader().read(&far).numbers).window - 0.5).abs() < 1e-6);
        let near = format!("thẻ {} cước", "và ".repeat(WINDOW - 2));
        assert!((asked.matched(&asked.reader().read(&near).numbers).window - 1.0).abs() < 1e-6);
    }
}
