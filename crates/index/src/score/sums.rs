//! The scores of a segment's passages, summed up a window of passages at a time: the sums stay in the processor's
//! cache, and each core takes its share of the passages.
//!
//! A passage's scores are added in the order of the terms, however the work is shared: results never depend on it.

use rayon::prelude::*;
use tantivy::{
    postings::{BlockSegmentPostings, TermInfo},
    schema::IndexRecordOption,
};

use super::{NO_ROW, Segment};
use crate::{Error, best::Best, live::Bits};

/// Passages of a window; few in tests, so that they see the seams.
const WINDOW: u32 = if cfg!(test) { 16 } else { 8_192 };

/// What a term adds, by the code of a passage's length: `k1 × (1 − b + b × length ÷ average)`.
pub(super) type Norms = [f32; 256];

/// One term in one segment.
#[derive(Debug)]
pub(super) struct Term {
    pub(super) field: usize,
    pub(super) info: TermInfo,
    /// Its weight with its rarity and BM25's `k1 + 1`.
    pub(super) weight: f32,
}

/// The postings of a term, read on from where the last window ended.
struct Cursor<'a> {
    postings: BlockSegmentPostings,
    /// The first of the loaded block that was not read yet.
    at: usize,
    weight: f32,
    norms: &'a Norms,
    /// By passage; none where all count as the shortest.
    lengths: &'a [u8],
}

impl<'a> Cursor<'a> {
    fn open(segment: &'a Segment, term: &Term, norms: &'a [Norms]) -> Result<Self, Error> {
        let postings = segment.postings[term.field]
            .read_block_postings_from_terminfo(&term.info, IndexRecordOption::WithFreqs)
            .map_err(Error::Disk)?;
        Ok(Self {
            postings,
            at: 0,
            weight: term.weight,
            norms: &norms[term.field],
            lengths: segment.lengths[term.field].as_slice(),
        })
    }

    /// Goes on to the first passage from `from` on.
    fn skip_to(&mut self, from: u32) {
        if from > 0 && !self.postings.docs().is_empty() {
            self.at = self.postings.seek(from);
        }
    }

    /// Hands out each passage before `to` that holds the term, with its score.
    fn each(&mut self, to: u32, mut each: impl FnMut(u32, f32)) {
        loop {
            let documents = self.postings.docs();
            let Some(documents) = documents.get(self.at..).filter(|rest| !rest.is_empty()) else {
                return;
            };
            let whole = documents.last().is_some_and(|last| *last < to);
            let read = match whole {
                true => documents.len(),
                false => documents.partition_point(|document| *document < to),
            };
            let frequencies = &self.postings.freqs()[self.at..];
            for (document, frequency) in documents[..read].iter().zip(frequencies) {
                let length = self.lengths.get(*document as usize);
                let norm = self.norms[usize::from(length.copied().unwrap_or_default())];
                let frequency = *frequency as f32;
                each(*document, self.weight * frequency / (frequency + norm));
            }
            if !whole {
                self.at += read;
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// The passages that hold every term of a phrase, ascending, with their scores. Pairs of neighbours stand for the
/// order: a passage with all pairs of a wording nearly always has the wording.
pub(super) fn phrase(
    segment: &Segment,
    terms: &[Term],
    norms: &[Norms],
) -> Result<Vec<(u32, f32)>, Error> {
    let mut found: Vec<(u32, f32)> = Vec::new();
    for (n, term) in terms.iter().enumerate() {
        let mut next = Vec::new();
        let mut held = found.iter().peekable();
        Cursor::open(segment, term, norms)?.each(u32::MAX, |document, score| {
            if n == 0 {
                next.push((document, score));
                return;
            }
            while held.next_if(|(before, _)| *before < document).is_some() {}
            if let Some((_, sum)) = held.next_if(|(before, _)| *before == document) {
                next.push((document, sum + score));
            }
        });
        found = next;
        if found.is_empty() {
            break;
        }
    }
    Ok(found)
}

/// The best rows of each set of a segment, as many as `limit`; what is cut is read in shares of at least `share`
/// passages, side by side.
pub(super) fn best(
    segment: &Segment,
    terms: &[Term],
    phrases: &[Vec<(u32, f32)>],
    norms: &[Norms],
    (kept, limit): (&[&Bits], usize),
    share: usize,
) -> Result<Vec<Best>, Error> {
    let share = share.max(1).next_multiple_of(WINDOW as usize);
    let shares = segment.rows.par_chunks(share).enumerate();
    let shares = shares.map(|(n, rows)| {
        let from = (n * share) as u32;
        let mut cursors = Vec::with_capacity(terms.len());
        for term in terms {
            let mut cursor = Cursor::open(segment, term, norms)?;
            cursor.skip_to(from);
            cursors.push(cursor);
        }
        let mut bests: Vec<Best> = kept.iter().map(|_| Best::new(limit)).collect();
        let mut sums = [0.0_f32; WINDOW as usize];
        for (from, rows) in (from..).step_by(sums.len()).zip(rows.chunks(sums.len())) {
            let to = from + rows.len() as u32;
            sums.fill(0.0);
            for cursor in &mut cursors {
                cursor.each(to, |document, score| {
                    sums[(document - from) as usize] += score;
                });
            }
            for phrase in phrases {
                let start = phrase.partition_point(|(document, _)| *document < from);
                let own = phrase[start..].iter();
                for (document, score) in own.take_while(|(document, _)| *document < to) {
                    sums[(document - from) as usize] += score;
                }
            }
            for (sum, row) in sums.iter().zip(rows) {
                if *sum <= 0.0 || *row == NO_ROW {
                    continue;
                }
                for (best, kept) in bests.iter_mut().zip(kept) {
                    if best.wants(*sum) && kept.has(*row as usize) {
                        best.offer(*sum, *row);
                    }
                }
            }
        }
        Ok(bests)
    });
    let shares = shares.collect::<Result<Vec<Vec<Best>>, Error>>()?;
    let none: Vec<Best> = kept.iter().map(|_| Best::new(limit)).collect();
    Ok(shares.into_iter().fold(none, merge))
}

/// The best of both, set by set.
pub(super) fn merge(one: Vec<Best>, other: Vec<Best>) -> Vec<Best> {
    let pairs = one.into_iter().zip(other);
    pairs.map(|(one, other)| one.merge(other)).collect()
}
