//! Other words in the place of the law's: between two pairs, and directly beside a stretch.

use std::ops::Range;

use super::agreement::{Beside, Reader, push};
use super::modality;
use super::tokens::Kind;

/// A name of who acts loses so many words at most; more is a clause.
const SHORTENED: usize = 4;

impl Reader<'_> {
    /// Words that have a meaning and stand in no pair.
    fn open(&self, beside: &Beside) -> (Vec<usize>, Vec<usize>) {
        let meaning = |kind: Kind| matches!(kind, Kind::Word | Kind::Actor);
        let ours = beside
            .said
            .clone()
            .filter(|at| !self.paired[*at] && meaning(self.sentence.tokens[*at].kind));
        let chain = &self.chains[beside.chain];
        let theirs = beside
            .known
            .clone()
            .filter(|at| meaning(chain.token(*at).kind) && !self.is_taken(beside.chain, *at));
        (ours.collect(), theirs.collect())
    }

    /// Between two pairs: other words, one who acts more, a name of who acts cut short.
    pub(super) fn replaced(&mut self, beside: &Beside) {
        let (ours, theirs) = self.open(beside);
        if ours.is_empty() && theirs.is_empty() {
            return;
        }
        let chain = &self.chains[beside.chain];
        let is_actor = |at: usize| self.sentence.tokens[at].kind == Kind::Actor;
        let law_actor = |at: usize| chain.token(at).kind == Kind::Actor;
        let (before, after) = (beside.said.start - 1, beside.said.end);
        let named = ours.iter().any(|at| is_actor(*at))
            || theirs.iter().any(|at| law_actor(*at))
            || is_actor(before);
        if !ours.is_empty() && !theirs.is_empty() {
            let counted = matches!(self.sentence.tokens[before].kind, Kind::Figure(_));
            let difference = self.difference(beside);
            push(
                match (named, counted) {
                    (true, _) => &mut self.found.authority,
                    (false, true) => &mut self.found.numbers,
                    (false, false) => &mut self.found.words,
                },
                difference,
            );
            return;
        }
        let more = theirs.is_empty() && ours.iter().any(|at| is_actor(*at));
        let part = |at: usize| chain.token(at).part;
        let joined = beside
            .known
            .clone()
            .any(|at| modality::joins(chain.token(at).kind));
        let one_part = |from: usize| {
            let mut all = from..beside.known.end + 1;
            all.all(|at| part(at) == part(from)) && !joined
        };
        // "Bộ trưởng Bộ Công an" is not "Bộ Công an", "người sử dụng lao động" not "người lao động".
        let beheaded = theirs.last().is_some_and(|at| {
            let beside = at + 1 == beside.known.end && part(*at) == part(beside.known.end);
            beside && law_actor(*at) && is_actor(after)
        });
        let shortened = is_actor(before) && one_part(beside.known.start.saturating_sub(1));
        let less = ours.is_empty() && theirs.len() <= SHORTENED && (shortened || beheaded);
        if more || less {
            let difference = self.difference(beside);
            push(&mut self.found.authority, difference);
        }
    }

    /// Before or behind a stretch: another word directly beside it.
    pub(super) fn replaced_beside(&mut self, beside: &Beside, front: bool) {
        let (ours, theirs) = self.open(beside);
        let nearest = |open: &[usize], range: &Range<usize>| match front {
            true => open.last().copied().filter(|at| at + 1 == range.end),
            false => open.first().copied().filter(|at| *at == range.start),
        };
        let chain = &self.chains[beside.chain];
        let ours = nearest(&ours, &beside.said);
        let theirs = nearest(&theirs, &beside.known);
        let law_actor = theirs.is_some_and(|at| chain.token(at).kind == Kind::Actor);
        match (ours, theirs) {
            (Some(ours), Some(_)) => {
                let named = law_actor || self.sentence.tokens[ours].kind == Kind::Actor;
                let difference = self.difference(beside);
                push(
                    match named {
                        true => &mut self.found.authority,
                        false => &mut self.found.words,
                    },
                    difference,
                );
            }
            (Some(ours), None) if self.sentence.tokens[ours].kind == Kind::Actor => {
                let difference = self.difference(beside);
                push(&mut self.found.authority, difference);
            }
            // "Phó Chủ tịch" is not "Chủ tịch", "Bộ trưởng Bộ Y tế" not "Bộ Y tế".
            (None, Some(theirs))
                if front
                    && (chain.said(theirs, theirs + 1) == "phó"
                        || (law_actor && chain.token(theirs + 1).kind == Kind::Actor)) =>
            {
                let difference = self.difference(beside);
                push(&mut self.found.authority, difference);
            }
            _ => {}
        }
    }
}
