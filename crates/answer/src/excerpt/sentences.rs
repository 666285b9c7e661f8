//! The sentences of a provision, each with what it says of a question.
//!
//! What its heading says already, a sentence need not say: those words are worth less in it. A point says what the words
//! that lead in its list say, too, and a clause that goes back to the first one says what that one says.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{LEAST_QUOTE, LONGEST, Wanted, goes_on, is_point, list, parts};

/// The cost of a character: one matched syllable is worth some fifty characters more.
const LENGTH_COST: f32 = 0.02;
/// Shorter sentences cost as much as one of this length, so that a bare heading wins nothing.
const LEAST_LENGTH: usize = 50;
/// What a point loses whose lead-in stands in another passage: alone it may say the contrary of what it means.
const ALONE: f32 = 8.0;
/// What goes back to the first clause of a provision.
const BACK: [&str; 5] = [
    "phạm tội",
    "tội này",
    "khoản 1 điều này",
    "khoản 1, ",
    "khoản 1 và ",
];
/// What a word is worth where the heading has it.
const HEADED: f32 = 0.6;
/// What a point has of the worth of the words that lead it in.
const LED: f32 = 0.95;

/// The sentences of a text.
pub(crate) struct Sentences<'a> {
    text: &'a str,
    wanted: &'a Wanted,
    parts: Vec<Range<usize>>,
    /// The words of the question that each has.
    found: Vec<BTreeSet<String>>,
    /// Those that its heading has.
    headed: BTreeSet<String>,
    /// What leads in the list of which each is a point.
    leads: Vec<Option<usize>>,
}

impl<'a> Sentences<'a> {
    /// Of a text below a heading.
    pub(crate) fn new(text: &'a str, wanted: &'a Wanted, heading: &str) -> Self {
        let parts = parts(text);
        let found = parts
            .iter()
            .map(|part| wanted.found_in(&text[part.clone()]));
        Self {
            found: found.collect(),
            headed: wanted.found_in(heading),
            leads: list::leads(text, &parts),
            text,
            wanted,
            parts,
        }
    }

    /// The sentence that says most, the first of equally good ones, and what it is worth.
    pub(crate) fn best(&self) -> Option<(usize, f32)> {
        self.best_apart(&(0..0))
    }

    /// The best sentence that stands apart from what is quoted, and what it is worth.
    pub(crate) fn best_apart(&self, quoted: &Range<usize>) -> Option<(usize, f32)> {
        let apart = |part: &Range<usize>| part.end <= quoted.start || part.start >= quoted.end;
        let all = (0..self.parts.len()).filter(|at| apart(&self.parts[*at]));
        let scored = all.map(|at| (at, self.score(at)));
        scored.reduce(|best, one| if one.1 > best.1 { one } else { best })
    }

    /// Whether a sentence says nothing of what is wanted.
    pub(crate) fn is_silent(&self, at: usize) -> bool {
        self.found[at].is_empty()
    }

    /// A sentence with its neighbours, as long as they add more than they are long.
    pub(crate) fn around(&self, best: usize) -> Range<usize> {
        let Self { text, parts, .. } = self;
        let (mut first, mut last) = (best, best);
        // What was asked for stands here: more words only hide it.
        let enough = self.gives(best) > 0.0;
        // The list that the best sentence leads in goes on while there is room.
        let opened = text[..parts[best].end].ends_with(':');
        let mut covered = self.found[best].clone();
        let length = |first: usize, last: usize| {
            let range = parts[first].start..parts[last].end;
            text[range].chars().count()
        };
        loop {
            let fits = |first: usize, last: usize| length(first, last) <= LONGEST;
            // A heading alone proves nothing: it takes what stands beside it along.
            let short = length(first, last) < LEAST_QUOTE;
            // "Hồ sơ gồm:" says nothing without what follows.
            let opens = text[..parts[last].end].ends_with(':');
            let adds = |at: usize| short || (!enough && self.gain(at, &covered) > 0.0);
            if last + 1 < parts.len()
                && (opens || adds(last + 1) || goes_on(&text[parts[last + 1].clone()], opened))
                && fits(first, last + 1)
            {
                last += 1;
                covered.extend(self.found[last].iter().cloned());
            } else if first > 0 && adds(first - 1) && fits(first - 1, last) {
                first -= 1;
                covered.extend(self.found[first].iter().cloned());
            } else {
                return parts[first].start..parts[last].end;
            }
        }
    }

    fn score(&self, at: usize) -> f32 {
        let own = self.gain(at, &BTreeSet::new()) + self.gives(at) + self.led(at);
        match is_point(self.piece(at)) && self.leads[at].is_none() {
            true => own - ALONE,
            false => own,
        }
    }

    fn piece(&self, at: usize) -> &str {
        &self.text[self.parts[at].clone()]
    }

    fn worth(&self, word: &String) -> f32 {
        match self.headed.contains(word) {
            true => HEADED * self.wanted.worth_of_word(word),
            false => self.wanted.worth_of_word(word),
        }
    }

    /// What a sentence adds to what is covered, less its length.
    fn gain(&self, at: usize, covered: &BTreeSet<String>) -> f32 {
        let new = self.found[at].difference(covered);
        let length = self.piece(at).chars().count().max(LEAST_LENGTH);
        new.map(|word| self.worth(word)).sum::<f32>() - LENGTH_COST * length as f32
    }

    /// What it is worth that a sentence gives what was asked for: only where it speaks of what was asked at all.
    fn gives(&self, at: usize) -> f32 {
        match self.found[at].len() {
            0 | 1 => 0.0,
            _ => self.wanted.worth_of(self.piece(at)),
        }
    }

    /// What a sentence says by the words that lead it in, or by the clause that it goes back to.
    fn led(&self, at: usize) -> f32 {
        if self.is_silent(at) {
            return 0.0;
        }
        let mut said: BTreeSet<&String> = self.found[at].iter().collect();
        let (mut more, mut from) = (0.0, at);
        while let Some(before) = self.before(from) {
            for word in &self.found[before] {
                if said.insert(word) {
                    more += self.worth(word);
                }
            }
            from = before;
        }
        // What leads it in is quoted with it.
        let lead = self.leads[at];
        let given = lead.map_or(0.0, |lead| self.gives(lead) - self.gives(at));
        let length = lead.map_or(0, |lead| self.piece(lead).chars().count());
        LED * (more + given.max(0.0)) - LENGTH_COST * length as f32
    }

    /// The sentence that another one rests on.
    fn before(&self, at: usize) -> Option<usize> {
        let first = || (at > 0 && goes_back(self.piece(at))).then_some(0);
        self.leads[at].or_else(first)
    }
}

/// Whether a clause goes back to the first one of its provision: "Phạm tội thuộc …", "hành vi quy định tại khoản 1".
fn goes_back(piece: &str) -> bool {
    let words = piece.to_lowercase();
    BACK.iter().any(|cue| words.contains(cue))
}
