//! What to offer while somebody types: documents, article headings and terms, from what is held and never from what
//! was asked.
//!
//! Made once for a generation and then only read. What is typed is matched word by word, with accents or without; the
//! last word may be unfinished. A word typed with Telex off counts as the word its keys type.

use catalogue::{DocumentRowId, Seq};
use legal::{Date, Path, Status};

use self::{
    collect::Collected,
    typed::{Typed, heads},
    words::{Wanted, Words},
};
use crate::{Error, Library};

mod collect;
mod terms;
mod typed;
mod words;

/// Most suggestions of one question.
pub const MOST: usize = 8;
/// Places that each kind has for itself, where others have something to offer too.
const SHARES: [(SuggestionKind, usize); 3] = [
    (SuggestionKind::Document, 3),
    (SuggestionKind::Term, 3),
    (SuggestionKind::Article, 2),
];
/// Most characters that are read: nobody types a longer beginning.
const LONGEST: usize = 200;
/// Offers of one kind that are compared; they come by weight, so what is left out weighs less.
const COMPARED: usize = 2_000;

/// What a suggestion is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SuggestionKind {
    /// A document, found by its number or its title.
    Document,
    /// A term that acts define, or a heading or phrase that several share.
    Term,
    /// An article, found by its heading.
    Article,
}

/// What the words typed may become.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    /// What it is.
    pub kind: SuggestionKind,
    /// What to put in place of the words typed.
    pub text: String,
    /// The act that has it; for a term, one of several.
    pub act: Act,
    /// The article of an [`SuggestionKind::Article`]; else the root.
    pub path: Path,
    /// The act's state on the day.
    pub status: Status,
}

/// An act as suggestions show it.
#[derive(Clone, Debug, PartialEq)]
pub struct Act {
    /// Its row.
    pub row: DocumentRowId,
    /// Its short name in addresses.
    pub slug: String,
    /// How people name it: "Luật Hộ tịch số 60/2014/QH13".
    pub name: String,
    /// Its title, where the name does not say it.
    pub title: String,
    /// The body that issued it.
    pub issuer: Option<String>,
    /// Its day of issue.
    pub issued: Option<Date>,
    validity: legal::Validity,
}

/// One thing to offer.
#[derive(Debug)]
struct Offer {
    text: Box<str>,
    act: u32,
    article: Option<Box<str>>,
    /// 0..=1: how much people need it.
    weight: f32,
    /// Where its words begin, and how many they are; of a document the number comes first, then kind and title.
    tokens: (u32, u32),
    /// How many of them are the number.
    number: u32,
}

/// All there is to offer of one generation.
#[derive(Debug, Default)]
pub struct Suggestions {
    seq: Seq,
    acts: Vec<Act>,
    /// By kind, then by weight, the greatest first.
    offers: Vec<Offer>,
    /// Where each kind ends in `offers`, in the order of [`SuggestionKind`].
    ends: [u32; 3],
    tokens: Vec<u32>,
    words: Words,
}

impl Suggestions {
    /// Reads what the generation of a library holds.
    pub fn of(library: &Library) -> Result<Self, Error> {
        let at = library.generation.seq();
        Ok(Collected::of(&library.catalogue, at)?.into_suggestions(at))
    }

    /// The change number at which it was made.
    pub fn seq(&self) -> Seq {
        self.seq
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.offers.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.offers.is_empty()
    }

    /// What a beginning may become, the best first, at most [`MOST`]. The same words and day always give the same.
    pub fn complete(&self, typed: &str, on: Date) -> Vec<Suggestion> {
        if typed.chars().count() > LONGEST {
            return Vec::new();
        }
        let typed = legal::normalise(typed);
        let typed = Typed::new(typed.trim_start());
        if typed.words.is_empty() {
            return Vec::new();
        }
        // "điều 7 luật đất đ": behind a unit only the name of an act is wanted.
        if let Some(rest) = heads(&typed) {
            return self.offer(&typed, rest, &[SHARES[0]], on);
        }
        let whole = self.offer(&typed, 0, &SHARES, on);
        if !whole.is_empty() {
            return whole;
        }
        // Words that nothing has as a whole may end in a term: "thủ tục cấp lại giấy khai s".
        (1..typed.words.len())
            .filter(|from| *from + 1 < typed.words.len())
            .map(|from| self.offer(&typed, from, &[SHARES[1]], on))
            .find(|found| !found.is_empty())
            .unwrap_or_default()
    }

    /// What the words from `from` on may become, the words before them kept.
    fn offer(
        &self,
        typed: &Typed<'_>,
        from: usize,
        shares: &[(SuggestionKind, usize)],
        on: Date,
    ) -> Vec<Suggestion> {
        let Some(wanted) = self.words.wanted(&typed.words[from..]) else {
            return Vec::new();
        };
        let found: Vec<Vec<u32>> = shares
            .iter()
            .map(|(kind, _)| self.best(&wanted, *kind, from > 0, on))
            .collect();
        // Whoever types a number looks for an act.
        let numbered = wanted.iter().any(|wanted| wanted.number);
        let (shares, found) = match shares.first().zip(found.first()) {
            Some(((SuggestionKind::Document, _), acts)) if numbered && !acts.is_empty() => {
                (&shares[..1], &found[..1])
            }
            _ => (shares, &found[..]),
        };
        let mut taken: Vec<usize> = shares
            .iter()
            .zip(found)
            .map(|((_, share), found)| found.len().min(*share))
            .collect();
        // What one kind leaves goes to the others, in their order.
        let mut free = MOST - taken.iter().sum::<usize>().min(MOST);
        for (taken, found) in taken.iter_mut().zip(found) {
            let more = free.min(found.len() - *taken);
            *taken += more;
            free -= more;
        }
        let head = typed.text.get(..typed.words[from].start);
        let head = head.unwrap_or_default();
        let kinds = shares.iter().zip(found.iter().zip(&taken));
        let chosen = kinds.flat_map(|((kind, _), (found, taken))| {
            found[..*taken].iter().map(move |offer| (*kind, *offer))
        });
        chosen
            .map(|(kind, offer)| self.suggestion(kind, &self.offers[offer as usize], head, on))
            .collect()
    }

    fn suggestion(&self, kind: SuggestionKind, offer: &Offer, head: &str, on: Date) -> Suggestion {
        let act = self.acts[offer.act as usize].clone();
        let article = offer
            .article
            .as_deref()
            .filter(|_| kind == SuggestionKind::Article);
        Suggestion {
            kind,
            text: format!("{head}{}", offer.text),
            path: article
                .map(|label| Path::default().child(legal::Level::Article, label))
                .unwrap_or_default(),
            status: act.validity.status(on),
            act,
        }
    }

    /// The offers of a kind that have all words, the best first. `opening`: they must begin with them.
    fn best(&self, wanted: &[Wanted], kind: SuggestionKind, opening: bool, on: Date) -> Vec<u32> {
        let start = match kind {
            SuggestionKind::Document => 0,
            other => self.ends[other as usize - 1],
        };
        let ids = start..self.ends[kind as usize];
        let mut scored: Vec<(f32, u32)> = self
            .words
            .candidates(wanted, ids)
            .filter_map(|id| Some((self.score(wanted, id, kind, opening, on)?, id)))
            .take(COMPARED)
            .collect();
        // Offers of one score stay in their own order.
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        scored.truncate(MOST);
        scored.into_iter().map(|(_, id)| id).collect()
    }

    /// How well an offer completes the words; `None` if it lacks one.
    fn score(
        &self,
        wanted: &[Wanted],
        id: u32,
        kind: SuggestionKind,
        opening: bool,
        on: Date,
    ) -> Option<f32> {
        let offer = &self.offers[id as usize];
        let start = offer.tokens.0 as usize;
        let tokens = &self.tokens[start..start + offer.tokens.1 as usize];
        let number = offer.number as usize;
        let (mut score, mut next, mut opened) = (0.0, 0, false);
        let (mut numbered, mut together) = (false, 0);
        for (n, wanted) in wanted.iter().enumerate() {
            let from = |from: usize| {
                let here = tokens
                    .iter()
                    .skip(from)
                    .position(|token| wanted.fits(*token));
                here.map(|at| from + at)
            };
            let first = (wanted.number && number > 0 && wanted.fits(tokens[0])).then_some(0);
            let at = first.or_else(|| from(next)).or_else(|| from(0))?;
            // The 15 of "QH15" is none of "15/2024".
            let tail = wanted.number && (2..number).contains(&at) && (n == 0 || at != next);
            let at = if tail { from(number)? } else { at };
            let in_turn = n == 0 || at == next;
            if n == 0 {
                opened = at <= number;
            }
            together += usize::from(n > 0 && in_turn);
            score += f32::from(u8::from(in_turn)) * 0.5;
            score += f32::from(u8::from(wanted.is_exact(tokens[at]))) * 0.5;
            // The number of an act is what it is asked by.
            if at == 0 && number > 0 && wanted.number {
                numbered = true;
                score += if wanted.is_exact(tokens[at]) {
                    6.0
                } else {
                    3.0
                };
            }
            next = at + 1;
        }
        // Words scattered over a long title are not what was meant.
        let scattered = !numbered && together < wanted.len() / 2;
        if scattered || (opening && !opened) {
            return None;
        }
        let named = tokens.len() - number;
        // Of acts with the number asked for, the newest is wanted, not the one with the shortest title.
        let covered = match numbered {
            true => 0.0,
            false => wanted.len().min(named) as f32 / named.max(1) as f32,
        };
        let state = match self.acts[offer.act as usize].validity.status(on) {
            _ if kind == SuggestionKind::Term => 0.0,
            Status::InForce => 1.5,
            Status::Unknown => 1.0,
            _ => 0.0,
        };
        let opened = if opened { 2.0 } else { 0.0 };
        Some(score + opened + covered * 3.0 + state + offer.weight * 2.0)
    }
}

#[cfg(test)]
mod tests;
