//! Whether a sentence turns what it takes from the law: a "không" more or less, another level, another number in the
//! same place. Words are laid beside the law's ([`align`]); what lies between words that stand in both is compared.

use std::ops::Range;

use super::Difference;
use super::align::{Stretch, align, is_same};
use super::chains::{Chain, chains};
use super::counts::Counts;
use super::foreign::foreign;
use super::modality;
use super::tokens::{Kind, Text, Words};
use crate::figures::Figure;

/// What disagrees, in the words of both sides.
#[derive(Debug, Default)]
pub(super) struct Agreement {
    pub(super) modality: Vec<Difference>,
    pub(super) authority: Vec<Difference>,
    pub(super) numbers: Vec<Difference>,
    pub(super) references: Vec<Difference>,
    /// Other words in the place of the law's.
    pub(super) words: Vec<Difference>,
    /// What the law has of it, sentence by sentence.
    pub(super) sentences: Vec<Counts>,
    /// Those that it does not have at all.
    pub(super) unknown: Vec<String>,
    /// Figures of the sentence that stand beside nothing of the law: they must not come from another place.
    pub(super) unplaced: Vec<usize>,
    /// Words with digits that are no figures and stand nowhere in the law: "QH15", "mẫu 2a".
    pub(super) labels: Vec<String>,
    /// The sentence's words that stand beside the law's, as bytes of the folded sentence, and the others.
    pub(super) standing: Vec<(Range<usize>, bool)>,
    /// Addresses, markup and words that point at something, which the law does not have.
    pub(super) foreign: Vec<String>,
    /// How many stand beside the law's.
    pub(super) beside: usize,
    /// How many of these stand beside quoted ones.
    pub(super) quoted: usize,
    /// The figures of the laws.
    pub(super) law: Vec<Figure>,
}

/// More of the law than this between two words that both have is passed over, not replaced.
const PASSED_OVER: usize = 12;
/// A word more or less of so many stands in its place, a longer piece is another thought.
const REPLACED: usize = 6;
/// So near to the end of what both have, a word belongs to it.
pub(super) const BESIDE: usize = 3;

/// Compares a sentence with the laws that it cites. `about` are words that everybody may use of them: their names,
/// their headings.
pub(super) fn agreement(sentence: &str, laws: &[Law], about: &str) -> Agreement {
    let mut words = Words::default();
    let sentence = Text::new(sentence, &mut words);
    let texts: Vec<Text> = laws
        .iter()
        .map(|law| Text::new(law.text, &mut words))
        .collect();
    let about = Text::new(about, &mut words);
    let chains: Vec<Chain> = texts.iter().flat_map(chains).collect();
    let quoted = quoted(laws, &texts);
    let is_quoted = |chain: &Chain| {
        let place = texts.iter().position(|text| std::ptr::eq(text, chain.law));
        place.is_some_and(|at| chain.stands_in(&quoted[at]))
    };
    let are_quoted: Vec<bool> = chains.iter().map(is_quoted).collect();
    let stretches = align(&sentence, &chains, &are_quoted);
    let mut reader = Reader {
        paired: vec![false; sentence.tokens.len()],
        sentence: &sentence,
        chains: &chains,
        stretches: &stretches,
        found: Agreement::default(),
        judged: vec![false; sentence.tokens.len()],
    };
    reader.read();
    reader.count(&texts, &about);
    reader.announced();
    reader.count_quoted(&quoted, &texts);
    let mut found = reader.found;
    found.foreign = foreign(&sentence, &texts);
    found.law = texts.into_iter().flat_map(|text| text.figures).collect();
    found
}

/// A text that is cited, and what is quoted of it.
pub(super) struct Law<'a> {
    pub(super) text: &'a str,
    /// Bytes of the text.
    pub(super) quoted: Vec<Range<usize>>,
}

/// What is quoted of each law, as bytes of its folded text.
fn quoted(laws: &[Law], texts: &[Text]) -> Vec<Vec<Range<usize>>> {
    let folded = |(law, text): (&Law, &Text)| {
        let quoted = law.quoted.iter();
        quoted.map(|range| text.folded_range(range)).collect()
    };
    laws.iter().zip(texts).map(folded).collect()
}

/// A piece of the sentence beside the piece of a chain that stands in its place.
pub(super) struct Beside {
    pub(super) said: Range<usize>,
    pub(super) chain: usize,
    pub(super) known: Range<usize>,
}

pub(super) struct Reader<'a> {
    pub(super) sentence: &'a Text,
    pub(super) chains: &'a [Chain<'a>],
    pub(super) stretches: &'a [Stretch],
    /// Tokens of the sentence that stand in the law.
    pub(super) paired: Vec<bool>,
    /// Cues of the sentence that were compared.
    pub(super) judged: Vec<bool>,
    pub(super) found: Agreement,
}

impl Reader<'_> {
    fn read(&mut self) {
        for stretch in self.stretches {
            for (said, _) in &stretch.pairs {
                self.paired[*said] = true;
            }
        }
        let stretches = self.stretches;
        for (at, stretch) in stretches.iter().enumerate() {
            for pair in stretch.pairs.windows(2) {
                let [(said, known), (next, known_next)] = *pair else {
                    continue;
                };
                self.between(&Beside {
                    said: said + 1..next,
                    chain: stretch.chain,
                    known: known + 1..known_next,
                });
            }
            let before = at.checked_sub(1).and_then(|at| stretches[at].pairs.last());
            let after = stretches.get(at + 1).and_then(|next| next.pairs.first());
            let first = before.map_or(0, |(said, _)| said + 1);
            let last = after.map_or(self.sentence.tokens.len(), |(said, _)| *said);
            self.edges(stretch, first..last);
        }
        self.repeated();
        modality::left_out(self);
        modality::apart(self);
    }

    /// Whether another piece of the sentence stands at this place of a chain.
    pub(super) fn is_taken(&self, chain: usize, at: usize) -> bool {
        let mut beside = self.stretches.iter().filter(|one| one.chain == chain);
        beside.any(|one| one.pairs.binary_search_by_key(&at, |pair| pair.1).is_ok())
    }

    /// What stands between two pairs.
    fn between(&mut self, beside: &Beside) {
        if beside.said.is_empty() && beside.known.is_empty() {
            return;
        }
        let passed_over = beside.known.len() > PASSED_OVER;
        modality::between(self, beside, passed_over);
        self.figures(beside);
        self.references(beside);
        if !passed_over && beside.said.len() <= REPLACED {
            self.replaced(beside);
        }
    }

    /// What stands directly before and behind a stretch, in the same part of both sentences.
    fn edges(&mut self, stretch: &Stretch, limits: Range<usize>) {
        let (Some(&(said, known)), Some(&(said_end, known_end))) =
            (stretch.pairs.first(), stretch.pairs.last())
        else {
            return;
        };
        let chain = &self.chains[stretch.chain];
        let tokens = &self.sentence.tokens;
        self.across(stretch, &limits);
        // Behind an "và" stands another thought.
        let joined = |at: usize| modality::joins(chain.token(at).kind);
        let near = |at: usize, part: u32, from: usize, to: usize| {
            chain.token(at).part == part && !(from..to).any(joined)
        };
        let (part, law_part) = (tokens[said].part, chain.token(known).part);
        let before = (limits.start.max(said.saturating_sub(BESIDE))..said)
            .rev()
            .take_while(|at| tokens[*at].part == part)
            .last();
        let law_before = (known.saturating_sub(BESIDE)..known)
            .rev()
            .take_while(|at| near(*at, law_part, at + 1, known))
            .last();
        let front = Beside {
            said: before.unwrap_or(said)..said,
            chain: stretch.chain,
            known: law_before.unwrap_or(known)..known,
        };
        let (part, law_part) = (tokens[said_end].part, chain.token(known_end).part);
        let behind = (said_end + 1..limits.end.min(said_end + 1 + BESIDE))
            .take_while(|at| tokens[*at].part == part)
            .last();
        let law_behind = (known_end + 1..chain.len().min(known_end + 1 + BESIDE))
            .take_while(|at| near(*at, law_part, known_end + 1, *at))
            .last();
        let back = Beside {
            said: said_end + 1..behind.map_or(said_end + 1, |at| at + 1),
            chain: stretch.chain,
            known: known_end + 1..law_behind.map_or(known_end + 1, |at| at + 1),
        };
        for (beside, front) in [(front, true), (back, false)] {
            modality::edge(self, &beside);
            self.figures(&beside);
            self.references(&beside);
            self.replaced_beside(&beside, front);
        }
    }

    /// Before a stretch and behind it, where both sentences have a comma: "nhà thầu, chủ dự án phải …" for "chủ đầu tư,
    /// chủ dự án phải …".
    fn across(&mut self, stretch: &Stretch, limits: &Range<usize>) {
        let (Some(&(said, known)), Some(&(said_end, known_end))) =
            (stretch.pairs.first(), stretch.pairs.last())
        else {
            return;
        };
        let chain = &self.chains[stretch.chain];
        let tokens = &self.sentence.tokens;
        let broken = |one: usize, next: usize, law: usize, law_next: usize| {
            tokens[one].part != tokens[next].part
                && chain.token(law).part != chain.token(law_next).part
        };
        let mut all = Vec::new();
        if said > limits.start && known > 0 && broken(said - 1, said, known - 1, known) {
            all.push((said - 1, known - 1, true));
        }
        let (after, law_after) = (said_end + 1, known_end + 1);
        if after < limits.end
            && law_after < chain.len()
            && broken(said_end, after, known_end, law_after)
        {
            all.push((after, law_after, false));
        }
        for (said, known, front) in all {
            let beside = Beside {
                said: said..said + 1,
                chain: stretch.chain,
                known: known..known + 1,
            };
            self.figures(&beside);
            self.references(&beside);
            self.replaced_beside(&beside, front);
        }
    }

    fn figures(&mut self, beside: &Beside) {
        let chain = &self.chains[beside.chain];
        let theirs: Vec<usize> = beside
            .known
            .clone()
            .filter(|at| !self.is_taken(beside.chain, *at))
            .filter_map(|at| match chain.token(at).kind {
                Kind::Figure(figure) => Some(figure),
                _ => None,
            })
            .collect();
        self.passed_figures(beside, &theirs);
        for at in beside.said.clone() {
            let Kind::Figure(figure) = self.sentence.tokens[at].kind else {
                continue;
            };
            let claimed = &self.sentence.figures[figure];
            let known = |figure: &usize| &chain.law.figures[*figure];
            let like = theirs.iter().any(|one| known(one).is_like(claimed));
            let same = theirs.iter().any(|one| known(one).supports(claimed));
            if like && !same {
                let law: Vec<&str> = theirs.iter().map(|one| known(one).written()).collect();
                let difference = Difference {
                    said: claimed.written().to_owned(),
                    law: law.join("; "),
                };
                push(&mut self.found.numbers, difference);
            }
        }
    }

    /// "lập thành 02 bản: 01 bản gửi …" does not say "lập thành 01 bản": the figure that is passed over is the one meant.
    fn passed_figures(&mut self, beside: &Beside, theirs: &[usize]) {
        let chain = &self.chains[beside.chain];
        let after = self.sentence.tokens.get(beside.said.end);
        let Some(Kind::Figure(next)) = after.map(|token| token.kind) else {
            return;
        };
        if !beside.said.is_empty() || beside.known.len() > BESIDE || !self.paired[beside.said.end] {
            return;
        }
        let claimed = &self.sentence.figures[next];
        let like = |figure: &&usize| chain.law.figures[**figure].is_like(claimed);
        if let Some(figure) = theirs.iter().find(like) {
            let difference = Difference {
                said: claimed.written().to_owned(),
                law: chain.law.figures[*figure].written().to_owned(),
            };
            push(&mut self.found.numbers, difference);
        }
    }

    fn references(&mut self, beside: &Beside) {
        let chain = &self.chains[beside.chain];
        for at in beside.said.clone() {
            let Kind::Reference(said) = self.sentence.tokens[at].kind else {
                continue;
            };
            let others: Vec<usize> = beside
                .known
                .clone()
                .filter(|at| !self.is_taken(beside.chain, *at))
                .collect();
            for known in others {
                let Kind::Reference(law) = chain.token(known).kind else {
                    continue;
                };
                let all = &chain.law.references[law];
                let named = &self.sentence.references[said];
                let held = named
                    .iter()
                    .all(|one| all.iter().any(|other| is_same(one, other)));
                // Fewer of the same are a part of them.
                let words = |text: &str| text.split(' ').count();
                let (own, theirs) = (self.sentence.word(at), chain.said(known, known + 1));
                let part = named.len() < all.len() && words(own) < words(&theirs);
                if !held || !part {
                    let difference = Difference {
                        said: self.sentence.word(at).to_owned(),
                        law: chain.said(known, known + 1),
                    };
                    push(&mut self.found.references, difference);
                }
            }
        }
    }

    /// The words of both sides, with a word on either side, so that a reader sees where it stands.
    pub(super) fn difference(&self, beside: &Beside) -> Difference {
        let wide = |range: &Range<usize>, len: usize| {
            range.start.saturating_sub(1)..(range.end + 1).min(len)
        };
        let chain = &self.chains[beside.chain];
        let said = wide(&beside.said, self.sentence.tokens.len());
        let known = wide(&beside.known, chain.len());
        Difference {
            said: self.sentence.said(said).to_owned(),
            law: chain.said(known.start, known.end),
        }
    }
}

/// Adds a difference, but none twice.
pub(super) fn push(all: &mut Vec<Difference>, one: Difference) {
    if !all.contains(&one) {
        all.push(one);
    }
}
