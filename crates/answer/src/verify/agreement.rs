//! Whether a sentence turns what it takes from the law: a "không" more or less, another level, another number in the
//! same place. Words are laid beside the law's ([`align`]); what lies between words that stand in both is compared.

use std::ops::Range;

use super::Difference;
use super::align::{Stretch, align};
use super::cues::Cue;
use super::tokens::{Kind, Text};

/// What disagrees, in the words of both sides.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    pub(super) modality: Vec<Difference>,
    pub(super) authority: Vec<Difference>,
    pub(super) numbers: Vec<Difference>,
    /// Words of the sentence with a meaning of their own, and how many of them the law has.
    pub(super) words: (usize, usize),
    /// Those that it does not have.
    pub(super) unknown: Vec<String>,
}

/// More of the law than this between two words that both have is passed over, not replaced.
const PASSED_OVER: usize = 12;
/// A word more or less of so many stands in its place, a longer piece is another thought.
const REPLACED: usize = 6;
/// So near to the end of what both have, a cue belongs to it.
const BESIDE: usize = 2;

/// Compares a sentence with the law that it quotes. `about` are words that everybody may use of it: its name, its
/// headings.
pub(super) fn agreement(sentence: &str, law: &str, about: &str) -> Agreement {
    let (sentence, law) = (Text::new(sentence), Text::new(law));
    let stretches = align(&sentence, &law);
    let mut found = Agreement::default();
    let mut reader = Reader {
        sentence: &sentence,
        law: &law,
        found: &mut found,
    };
    for stretch in &stretches {
        reader.inside(stretch);
    }
    for (at, stretch) in stretches.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| stretches[at].pairs.last());
        let after = stretches.get(at + 1).and_then(|next| next.pairs.first());
        let first = before.map_or(0, |(said, _)| said + 1);
        let last = after.map_or(sentence.tokens.len(), |(said, _)| *said);
        reader.edges(stretch, first, last);
    }
    reader.apart(&stretches);
    reader.words(about);
    found
}

struct Reader<'a> {
    sentence: &'a Text,
    law: &'a Text,
    found: &'a mut Agreement,
}

impl Reader<'_> {
    fn inside(&mut self, stretch: &Stretch) {
        for pair in stretch.pairs.windows(2) {
            let [(said, known), (next, known_next)] = *pair else {
                continue;
            };
            self.between(said + 1..next, known + 1..known_next, said);
        }
    }

    /// What stands between two pairs: `before` is the sentence's token of the first.
    fn between(&mut self, said: Range<usize>, known: Range<usize>, before: usize) {
        if said.is_empty() && known.is_empty() {
            return;
        }
        let passed_over = known.len() > PASSED_OVER;
        self.cues(said.clone(), known.clone(), passed_over);
        self.figures(said.clone(), known.clone());
        if !passed_over && said.len() <= REPLACED {
            self.actors(said, known, before);
        }
    }

    fn cues(&mut self, said: Range<usize>, known: Range<usize>, passed_over: bool) {
        let (ours, theirs) = (
            cues(self.sentence, said.clone()),
            cues(self.law, known.clone()),
        );
        let turns = |cue: &Cue| !matches!(cue, Cue::Either | Cue::Both | Cue::Contrary(..));
        let more = ours.iter().any(|cue| turns(cue) && !theirs.contains(cue));
        let less = !passed_over && theirs.iter().any(|cue| turns(cue) && !ours.contains(cue));
        let other = |(one, two): (&Cue, &Cue)| match (one, two) {
            (Cue::Either, Cue::Both) | (Cue::Both, Cue::Either) => true,
            (Cue::Contrary(pair, side), Cue::Contrary(other, other_side)) => {
                pair == other && side != other_side
            }
            _ => false,
        };
        let pairs = ours
            .iter()
            .flat_map(|one| theirs.iter().map(move |two| (one, two)));
        let turned = !passed_over
            && pairs
                .into_iter()
                .any(|(one, two)| other((one, two)) && !theirs.contains(one));
        if more || less || turned {
            let difference = self.difference(said, known);
            self.found.modality.push(difference);
        }
    }

    fn figures(&mut self, said: Range<usize>, known: Range<usize>) {
        let of = |text: &Text, range: Range<usize>| -> Vec<usize> {
            let kinds = text.tokens[range]
                .iter()
                .filter_map(|token| match token.kind {
                    Kind::Figure(figure) => Some(figure),
                    _ => None,
                });
            kinds.collect()
        };
        let theirs = of(self.law, known.clone());
        for figure in of(self.sentence, said.clone()) {
            let claimed = &self.sentence.figures[figure];
            let like = theirs
                .iter()
                .any(|known| self.law.figures[*known].is_like(claimed));
            let same = theirs
                .iter()
                .any(|known| self.law.figures[*known].supports(claimed));
            if like && !same {
                let law = theirs
                    .iter()
                    .map(|known| self.law.figures[*known].written());
                self.found.numbers.push(Difference {
                    said: claimed.written().to_owned(),
                    law: law.collect::<Vec<_>>().join("; "),
                });
            }
        }
    }

    fn actors(&mut self, said: Range<usize>, known: Range<usize>, before: usize) {
        let weighty = |text: &Text, range: Range<usize>| -> (usize, bool, bool) {
            let tokens = &text.tokens[range];
            let meaning = |kind: Kind| matches!(kind, Kind::Word | Kind::Actor);
            let words = tokens.iter().filter(|token| meaning(token.kind)).count();
            let actors = tokens.iter().any(|token| token.kind == Kind::Actor);
            let deputy = tokens.iter().any(|token| token.word == "phó");
            (words, actors, deputy)
        };
        let (ours, actor, deputy) = weighty(self.sentence, said.clone());
        let (theirs, law_actor, law_deputy) = weighty(self.law, known.clone());
        let named = self.sentence.tokens[before].kind == Kind::Actor;
        let replaced = ours > 0 && theirs > 0 && (actor || law_actor || named);
        if replaced || deputy != law_deputy || (actor && theirs == 0) {
            let difference = self.difference(said, known);
            self.found.authority.push(difference);
        }
    }

    /// What stands beside a stretch: in the sentence up to the tokens `first` and `last`, in the law in its sentence.
    fn edges(&mut self, stretch: &Stretch, first: usize, last: usize) {
        let (Some(&(said, known)), Some(&(said_end, known_end))) =
            (stretch.pairs.first(), stretch.pairs.last())
        else {
            return;
        };
        // In front: a cue that stands directly before the words.
        let (ours, theirs) = (
            said.saturating_sub(BESIDE).max(first)..said,
            self.start(known).max(known.saturating_sub(BESIDE))..known,
        );
        self.beside(ours, theirs);
        let (ours, theirs) = (
            said_end + 1..(said_end + 1 + BESIDE).min(last),
            known_end + 1..(known_end + 1 + BESIDE).min(self.end(known_end)),
        );
        self.beside(ours, theirs);
        // Behind: an exception of the same sentence that is not told.
        let rest = known_end + 1..self.end(known_end);
        let exception = |text: &Text, range: Range<usize>| {
            let mut tokens = range.clone();
            tokens.find(|at| text.tokens[*at].kind == Kind::Cue(Cue::Exception))
        };
        if let Some(at) = exception(self.law, rest.clone())
            && exception(self.sentence, said..self.sentence.tokens.len()).is_none()
        {
            let difference = self.difference(0..0, at..rest.end);
            self.found.modality.push(difference);
        }
    }

    fn beside(&mut self, said: Range<usize>, known: Range<usize>) {
        let strong = |cue: &Cue| {
            matches!(
                cue,
                Cue::Negation | Cue::Duty | Cue::Permission | Cue::Only | Cue::Exception
            )
        };
        let (ours, theirs) = (
            cues(self.sentence, said.clone()),
            cues(self.law, known.clone()),
        );
        let more = ours.iter().any(|cue| strong(cue) && !theirs.contains(cue));
        let less = theirs.iter().any(|cue| strong(cue) && !ours.contains(cue));
        if more || less {
            let difference = self.difference(said.clone(), known.clone());
            if !self.found.modality.contains(&difference) {
                self.found.modality.push(difference);
            }
        }
        self.figures(said, known);
    }

    /// Where the law's sentence of a token begins.
    fn start(&self, at: usize) -> usize {
        let sentence = self.law.tokens[at].sentence;
        self.law.tokens[..at]
            .iter()
            .rposition(|token| token.sentence != sentence)
            .map_or(0, |at| at + 1)
    }

    /// Where the law's sentence of a token ends.
    fn end(&self, at: usize) -> usize {
        let sentence = self.law.tokens[at].sentence;
        let rest = self.law.tokens[at..]
            .iter()
            .position(|token| token.sentence != sentence);
        rest.map_or(self.law.tokens.len(), |rest| at + rest)
    }

    /// Cues of the sentence that stand near nothing of the law: the law must have them somewhere in what was laid
    /// beside it.
    fn apart(&mut self, stretches: &[Stretch]) {
        let covered = |at: usize| {
            let ends = |one: &Stretch| Some((one.pairs.first()?.0, one.pairs.last()?.0));
            stretches
                .iter()
                .filter_map(ends)
                .any(|(first, last)| (first.saturating_sub(BESIDE)..=last + BESIDE).contains(&at))
        };
        let sentences: Vec<usize> = stretches
            .iter()
            .flat_map(|one| {
                one.pairs
                    .iter()
                    .map(|(_, known)| self.law.tokens[*known].sentence)
            })
            .collect();
        for (at, token) in self.sentence.tokens.iter().enumerate() {
            let Kind::Cue(
                cue @ (Cue::Negation | Cue::Duty | Cue::Permission | Cue::Exception | Cue::Only),
            ) = token.kind
            else {
                continue;
            };
            let known = |token: &super::tokens::Token| {
                token.kind == Kind::Cue(cue)
                    && (sentences.is_empty() || sentences.contains(&token.sentence))
            };
            if !covered(at) && !self.law.tokens.iter().any(known) {
                let difference = self.difference(at..at + 1, 0..0);
                self.found.modality.push(difference);
            }
        }
    }

    /// Which words of the sentence the law has at all.
    fn words(&mut self, about: &str) {
        let about: Vec<String> = legal::syllables(about)
            .into_iter()
            .map(|(_, word)| word)
            .collect();
        let law = self
            .law
            .tokens
            .iter()
            .flat_map(|token| token.word.split(' '));
        let mut known: Vec<&str> = law.chain(about.iter().map(String::as_str)).collect();
        known.sort_unstable();
        for token in &self.sentence.tokens {
            if !matches!(token.kind, Kind::Word | Kind::Actor) {
                continue;
            }
            self.found.words.0 += 1;
            if token
                .word
                .split(' ')
                .all(|word| known.binary_search(&word).is_ok())
            {
                self.found.words.1 += 1;
            } else if !self.found.unknown.contains(&token.word) {
                self.found.unknown.push(token.word.clone());
            }
        }
    }

    fn difference(&self, said: Range<usize>, known: Range<usize>) -> Difference {
        // With a word on either side, so that a reader sees where it stands.
        let wide = |range: Range<usize>, len: usize| {
            if range.is_empty() && range.start == 0 {
                return 0..0;
            }
            range.start.saturating_sub(1)..(range.end + 1).min(len)
        };
        let said = wide(said, self.sentence.tokens.len());
        let known = wide(known, self.law.tokens.len());
        Difference {
            said: self.sentence.said(said).to_owned(),
            law: self.law.said(known).to_owned(),
        }
    }
}

fn cues(text: &Text, range: Range<usize>) -> Vec<Cue> {
    let kinds = text.tokens[range]
        .iter()
        .filter_map(|token| match token.kind {
            Kind::Cue(cue) => Some(cue),
            _ => None,
        });
    kinds.collect()
}
