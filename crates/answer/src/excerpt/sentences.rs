//! The sentences of a provision, each with what it says of a question.
//!
//! What its heading says already, a sentence need not say: those words are worth less in it. A point says what the words
//! that lead in its list say, too, and a clause that goes back to the first one says what that one says.

use std::collections::BTreeSet;
use std::ops::Range;

use super::{LEAST_QUOTE, LONGEST, Wanted, goes_on, is_point, lead, list, parts};

/// The cost of a character: one matched syllable is worth some fifty characters more.
const LENGTH_COST: f32 = 0.02;
/// Shorter sentences cost as much as one of this length, so that a bare heading wins nothing.
const LEAST_LENGTH: usize = 50;
/// What a point loses whose lead-in is not at hand: alone it may say the contrary of what it means.
const ALONE: f32 = 8.0;
/// A part of a sentence is quoted with all that stands before it up to so many characters …
const WHOLE: usize = 600;
/// … unless it begins with this, and so names its own case.
const STANDS_ALONE: &str = "trường hợp";
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
    above: Above<'a>,
}

/// What stands in earlier passages and leads in the list that goes on in this one.
struct Above<'a> {
    led: &'a [&'a str],
    /// The words of the question that it has.
    found: BTreeSet<String>,
    /// What it is worth for giving what was asked for.
    gives: f32,
    characters: usize,
}

impl<'a> Sentences<'a> {
    /// Of a text below a heading; `led` leads in the list of which its first point is one.
    pub(crate) fn new(
        text: &'a str,
        wanted: &'a Wanted,
        heading: &str,
        led: &'a [&'a str],
    ) -> Self {
        let parts = parts(text);
        let found = parts
            .iter()
            .map(|part| wanted.found_in(&text[part.clone()]));
        Self {
            found: found.collect(),
            headed: wanted.found_in(heading),
            leads: list::leads(text, &parts),
            above: Above::new(wanted, led),
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
                return parts[self.begins(first, last)].start..parts[last].end;
            }
        }
    }

    /// The part with which the sentence of the first one begins, where that is not too far: what stands behind a semicolon
    /// seldom says whose rule it is ("…; kiểm tra về phòng cháy").
    fn begins(&self, first: usize, last: usize) -> usize {
        let goes_on = |at: usize| {
            let (before, piece) = (self.piece(at - 1), self.piece(at));
            let between = &self.text[self.parts[at - 1].end..self.parts[at].start];
            piece.starts_with(char::is_lowercase)
                && !is_point(piece)
                && !piece.starts_with(STANDS_ALONE)
                && !before.ends_with(['.', '?', '!', ':'])
                && !between.contains('\n')
        };
        let mut begin = first;
        while begin > 0 && goes_on(begin) {
            begin -= 1;
        }
        let range = self.parts[begin].start..self.parts[last].end;
        match self.text[range].chars().count() <= WHOLE {
            true => begin,
            false => first,
        }
    }

    /// Whether a sentence is a point of the list that goes on from an earlier passage.
    pub(crate) fn is_led(&self, at: usize) -> bool {
        let piece = self.piece(at);
        let may_lead = |opening: &&str| lead::may_lead(opening, piece);
        self.leads[at].is_none()
            && self.above.led.iter().any(may_lead)
            && lead::goes_on(self.text, &self.parts, at)
    }

    fn score(&self, at: usize) -> f32 {
        let own = self.gain(at, &BTreeSet::new()) + self.gives(at) + self.led(at);
        match is_point(self.piece(at)) && self.leads[at].is_none() && !self.is_led(at) {
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
        let mut said = self.found[at].clone();
        let (mut more, mut from) = (0.0, at);
        let mut add = |words: &'_ BTreeSet<String>| {
            for word in words {
                if said.insert(word.clone()) {
                    more += self.worth(word);
                }
            }
        };
        while let Some(before) = self.before(from) {
            add(&self.found[before]);
            from = before;
        }
        let above = Some(&self.above).filter(|_| self.is_led(from));
        if let Some(above) = above {
            add(&above.found);
        }
        // What leads it in is quoted with it.
        let lead = self.leads[at];
        let given = lead.map(|lead| self.gives(lead)).into_iter();
        let given = given
            .chain(above.map(|above| above.gives))
            .fold(0.0, f32::max);
        let length = lead.map_or(0, |lead| self.piece(lead).chars().count())
            + above.map_or(0, |above| above.characters);
        LED * (more + (given - self.gives(at)).max(0.0)) - LENGTH_COST * length as f32
    }

    /// The sentence that another one rests on.
    fn before(&self, at: usize) -> Option<usize> {
        let first = || (at > 0 && goes_back(self.piece(at))).then_some(0);
        self.leads[at].or_else(first)
    }
}

impl<'a> Above<'a> {
    fn new(wanted: &Wanted, led: &'a [&'a str]) -> Self {
        let found: BTreeSet<String> = led.iter().flat_map(|one| wanted.found_in(one)).collect();
        let gives = led.iter().map(|one| wanted.worth_of(one));
        Self {
            led,
            // As of a sentence: only where it speaks of what was asked at all.
            gives: match found.len() {
                0 | 1 => 0.0,
                _ => gives.fold(0.0, f32::max),
            },
            characters: led.iter().map(|one| one.chars().count()).sum(),
            found,
        }
    }
}

/// Whether a clause goes back to the first one of its provision: "Phạm tội thuộc …", "hành vi quy định tại khoản 1".
fn goes_back(piece: &str) -> bool {
    let words = piece.to_lowercase();
    BACK.iter().any(|cue| words.contains(cue))
}
