//! How much of a sentence stands in the law: its words, those of them that are quoted, and those said twice.

use std::ops::Range;

use super::Difference;
use super::agreement::{Reader, push};
use super::align::is_same;
use super::modality::joins;
use super::tokens::{Kind, Text};

/// How many words and figures with a meaning of their own a sentence of the claim has, and how many of them the law has
/// in this place.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) all: usize,
    pub(super) known: usize,
    /// Words alone.
    pub(super) plain: usize,
    /// One of them stands nowhere in the law.
    pub(super) strange: bool,
}

impl Counts {
    fn add(&mut self, known: bool) {
        self.all += 1;
        self.known += usize::from(known);
    }
}

impl Reader<'_> {
    /// "tổ chức, tổ chức" where the law has "tổ chức, cá nhân": a word that is said twice stands in another's place.
    pub(super) fn repeated(&mut self) {
        let tokens = &self.sentence.tokens;
        for at in 0..tokens.len() {
            let token = &tokens[at];
            if let Kind::Reference(said) = token.kind {
                self.named_twice(at, said);
            }
            if self.paired[at] || matches!(token.kind, Kind::Figure(_) | Kind::Reference(_)) {
                continue;
            }
            let same = |other: usize| {
                let beside = tokens
                    .get(other)
                    .is_some_and(|one| one.number == token.number);
                beside && self.paired[other]
            };
            let twice = at.checked_sub(1).is_some_and(same) || same(at + 1);
            if twice && token.kind != Kind::Filler {
                let said = self
                    .sentence
                    .said(at.saturating_sub(1)..(at + 2).min(tokens.len()));
                let difference = Difference {
                    said: said.to_owned(),
                    law: String::new(),
                };
                push(&mut self.found.words, difference);
            }
        }
    }

    /// "điểm b, b khoản này" where the law has "điểm a, b khoản này".
    fn named_twice(&mut self, at: usize, said: usize) {
        let (tokens, references) = (&self.sentence.tokens, &self.sentence.references);
        let same = |other: usize| {
            let named = match tokens.get(other).map(|token| token.kind) {
                Some(Kind::Reference(named)) if self.paired[other] => &references[named],
                _ => return false,
            };
            let mut own = references[said].iter();
            own.any(|one| named.iter().any(|other| is_same(one, other)))
        };
        if !self.paired[at] && (at.checked_sub(1).is_some_and(same) || same(at + 1)) {
            let from = at.saturating_sub(1);
            let said = self.sentence.said(from..(at + 2).min(tokens.len()));
            let difference = Difference {
                said: said.to_owned(),
                law: String::new(),
            };
            push(&mut self.found.references, difference);
        }
    }

    /// Which words of the sentence the law has in their place, and which it has at all.
    pub(super) fn count(&mut self, laws: &[Text], about: &Text) {
        let numbers = laws.iter().chain([about]).flat_map(|text| &text.tokens);
        let mut known: Vec<u32> = numbers.map(|token| token.number).collect();
        let mut about: Vec<u32> = about.tokens.iter().map(|token| token.number).collect();
        known.sort_unstable();
        about.sort_unstable();
        // A name alone says nothing that could be false.
        let mut says = false;
        let all = &self.sentence.sentences;
        let mut sentences = vec![Counts::default(); all.len().max(1)];
        let mut own = 0;
        for (at, token) in self.sentence.tokens.iter().enumerate() {
            while all.get(own).is_some_and(|one| one.tokens.end <= at) && own + 1 < all.len() {
                own += 1;
            }
            let part = &mut sentences[own];
            let is_paired = self.paired[at];
            self.found.standing.push((token.range.clone(), is_paired));
            match token.kind {
                Kind::Word | Kind::Actor => {
                    let word = self.sentence.word(at);
                    says |= about.binary_search(&token.number).is_err();
                    let in_place = is_paired
                        || about.binary_search(&token.number).is_ok()
                        || self.is_in_figure(word);
                    // The "hạn" of "trong thời hạn 05 ngày" is a part of the law's figure there.
                    let anywhere = known.binary_search(&token.number).is_ok()
                        || laws.iter().any(|text| has_words(text, word));
                    part.plain += 1;
                    part.strange |= !anywhere;
                    part.add(in_place);
                    if !anywhere && !self.found.unknown.iter().any(|one| one == word) {
                        self.found.unknown.push(word.to_owned());
                    }
                    let stands = |text: &Text| text.words.contains(word);
                    if !in_place
                        && word.contains(|c: char| c.is_ascii_digit())
                        && !laws.iter().any(stands)
                    {
                        self.found.labels.push(word.to_owned());
                    }
                }
                Kind::Figure(figure) => {
                    // The day of a document's name is looked for there.
                    let named = !is_paired && self.sentence.figures[figure].is_day();
                    says |= !named;
                    if !named || is_paired {
                        part.add(is_paired);
                    }
                    if !is_paired {
                        self.found.unplaced.push(figure);
                    }
                }
                Kind::Cue(cue) if !joins(Kind::Cue(cue)) => says = true,
                Kind::Reference(_) if is_paired => part.add(true),
                _ => {}
            }
        }
        self.found.sentences = sentences;
        if !says {
            let found = &mut self.found;
            for differences in [
                &mut found.modality,
                &mut found.authority,
                &mut found.numbers,
                &mut found.words,
            ] {
                differences.clear();
            }
        }
        if self.stretches.is_empty() || !says {
            self.found.unplaced.clear();
        }
    }

    /// Whether a word belongs to a figure of the law that the sentence has: "trong thời hạn 05 ngày" speaks of a "hạn".
    fn is_in_figure(&self, word: &str) -> bool {
        self.stretches.iter().any(|stretch| {
            let chain = &self.chains[stretch.chain];
            stretch
                .pairs
                .iter()
                .any(|(_, known)| match chain.token(*known).kind {
                    Kind::Figure(figure) => {
                        let mut words = chain.law.figures[figure].written().split(' ');
                        words.any(|one| one == word)
                    }
                    _ => false,
                })
        })
    }

    /// How many words stand beside those that are quoted.
    pub(super) fn count_quoted(&mut self, quoted: &[Vec<Range<usize>>], texts: &[Text]) {
        for stretch in self.stretches {
            let chain = &self.chains[stretch.chain];
            let place = texts.iter().position(|text| std::ptr::eq(text, chain.law));
            let Some(quoted) = place.map(|at| &quoted[at]) else {
                continue;
            };
            for (said, known) in &stretch.pairs {
                let kind = self.sentence.tokens[*said].kind;
                let start = chain.token(*known).range.start;
                let inside = quoted.iter().any(|range| range.contains(&start));
                // A figure with its unit and its bound is several words.
                let weight = match kind {
                    Kind::Filler | Kind::Cue(_) => 0,
                    Kind::Word | Kind::Actor => 1,
                    Kind::Figure(_) | Kind::Reference(_) => 3,
                };
                self.found.beside += weight;
                self.found.quoted += if inside { weight } else { 0 };
            }
        }
    }
}

/// Whether each syllable of a word stands in a text.
fn has_words(text: &Text, word: &str) -> bool {
    let stands = |syllable: &str| {
        let mut words = text.words.split(|c: char| !c.is_alphanumeric());
        words.any(|one| one == syllable)
    };
    word.split(' ').all(stands)
}
