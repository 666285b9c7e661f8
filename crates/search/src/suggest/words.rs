//! The words of all that can be offered, sorted, and who has them.

use std::ops::Range;

use super::typed::Word;
use crate::telex;

/// Words and their postings.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Without accents and with, sorted: all that begin alike stand together.
    known: Vec<(Box<str>, Box<str>)>,
    /// Which offers have each, ascending.
    postings: Vec<Vec<u32>>,
}

/// A word typed, as the words that it may be.
pub(super) struct Wanted {
    range: Range<u32>,
    /// Which of the range, where accents leave some out.
    chosen: Option<Vec<bool>>,
    /// The words that are exactly what was typed.
    exact: Range<u32>,
    /// Whether it is a number.
    pub(super) number: bool,
}

impl Wanted {
    /// Whether a word may be what was typed.
    pub(super) fn fits(&self, word: u32) -> bool {
        self.range.contains(&word)
            && self
                .chosen
                .as_ref()
                .is_none_or(|chosen| chosen[(word - self.range.start) as usize])
    }

    /// Whether it is what was typed.
    pub(super) fn is_exact(&self, word: u32) -> bool {
        self.exact.contains(&word)
    }

    fn words(&self) -> impl Iterator<Item = u32> + '_ {
        self.range.clone().filter(|word| self.fits(*word))
    }
}

impl Words {
    /// Of words with who has them, in any order.
    pub(super) fn new(mut all: Vec<(Box<str>, Box<str>, Vec<u32>)>) -> (Self, Vec<u32>) {
        let mut order: Vec<u32> = (0..u32::try_from(all.len()).unwrap_or(u32::MAX)).collect();
        order.sort_by(|a, b| {
            let key = |n: u32| (&all[n as usize].0, &all[n as usize].1);
            key(*a).cmp(&key(*b))
        });
        let mut places = vec![0; all.len()];
        let (mut known, mut postings) = (Vec::new(), Vec::new());
        for (place, old) in (0..).zip(&order) {
            places[*old as usize] = place;
            let (bare, accented, posting) = std::mem::take(&mut all[*old as usize]);
            known.push((bare, accented));
            postings.push(posting);
        }
        (Self { known, postings }, places)
    }

    /// What each typed word may be; `None` if one of them can be none.
    pub(super) fn wanted(&self, typed: &[Word]) -> Option<Vec<Wanted>> {
        typed.iter().map(|word| self.want(word)).collect()
    }

    fn want(&self, word: &Word) -> Option<Wanted> {
        if let Some(wanted) = self.matching(&word.bare, &word.accented, word.finished) {
            return Some(wanted);
        }
        let meant = telex::typed(&word.accented)?;
        self.matching(&legal::unaccent(&meant), &meant, word.finished)
    }

    fn matching(&self, bare: &str, accented: &str, finished: bool) -> Option<Wanted> {
        let start = self.known.partition_point(|(known, _)| &**known < bare);
        let rest = &self.known[start..];
        let same = rest.partition_point(|(known, _)| &**known == bare);
        let all = match finished {
            true => same,
            false => rest.partition_point(|(known, _)| known.starts_with(bare)),
        };
        let place = |at: usize| u32::try_from(start + at).unwrap_or(u32::MAX);
        let chosen: Option<Vec<bool>> = (bare != accented).then(|| {
            let known = rest[..all].iter();
            known
                .map(|(_, known)| may_become(accented, known))
                .collect()
        });
        if all == 0
            || chosen
                .as_ref()
                .is_some_and(|chosen| !chosen.contains(&true))
        {
            return None;
        }
        let exact = match rest[..same]
            .iter()
            .position(|(_, known)| **known == *accented)
        {
            Some(at) if bare != accented => place(at)..place(at + 1),
            _ => place(0)..place(same),
        };
        Some(Wanted {
            range: place(0)..place(all),
            chosen,
            exact,
            number: bare.bytes().all(|byte| byte.is_ascii_digit()),
        })
    }

    /// Offers among `ids` that have the rarest of the words, ascending: the others are still to be compared.
    pub(super) fn candidates(
        &self,
        wanted: &[Wanted],
        ids: Range<u32>,
    ) -> Box<dyn Iterator<Item = u32>> {
        let within = |word: u32| {
            let all = &self.postings[word as usize];
            let from = all.partition_point(|id| *id < ids.start);
            let to = all.partition_point(|id| *id < ids.end);
            &all[from..to]
        };
        let count = |wanted: &Wanted| wanted.words().map(|word| within(word).len()).sum::<usize>();
        let rarest = wanted.iter().map(|wanted| (count(wanted), wanted));
        let Some((count, rarest)) = rarest.min_by_key(|(count, _)| *count) else {
            return Box::new(std::iter::empty());
        };
        // A letter or two that begin half of all words: going through all is cheaper than sorting.
        if count > ids.len() / 2 {
            return Box::new(ids);
        }
        let mut found: Vec<u32> = rarest
            .words()
            .flat_map(|word| within(word).iter().copied())
            .collect();
        found.sort_unstable();
        found.dedup();
        Box::new(found.into_iter())
    }
}

/// Whether more keys can make of the typed letters the known ones: marks and tones may still be wanting.
fn may_become(typed: &str, known: &str) -> bool {
    let mut known = known.chars();
    typed.chars().all(|typed| {
        known
            .next()
            .is_some_and(|known| telex::may_become(typed, known))
    })
}
