//! The sums of a segment's passages, and which of them can still be among the best.

use super::NO_ROW;
use crate::{best::Best, live::Bits};

/// Below this many passages there is little to save.
const WORTH_IT: usize = 4_096;
/// Looking a passage up in a list of postings costs as much as reading this many of them.
const LOOK_UP: usize = 12;
/// Sums are rounded: a bound that is missed by less than this share is not missed.
const ROUNDING: f32 = 1e-4;

/// The sums of one segment while they are being made.
pub(super) struct Sums<'a> {
    /// By document.
    all: Vec<f32>,
    /// The documents that may be among the best, ascending; `None`: all.
    candidates: Option<Vec<u32>>,
    rows: &'a [u32],
    kept: &'a [&'a Bits],
    limit: usize,
    /// Gone through again when no more than this is left.
    next: f32,
}

impl<'a> Sums<'a> {
    pub(super) fn new(rows: &'a [u32], kept: &'a [&'a Bits], limit: usize) -> Self {
        let next = if rows.len() < WORTH_IT {
            f32::NEG_INFINITY
        } else {
            f32::INFINITY
        };
        Self {
            all: vec![0.0; rows.len()],
            candidates: None,
            rows,
            kept,
            limit,
            next,
        }
    }

    /// The sums, and the candidates where looking them up is cheaper than reading so many postings.
    pub(super) fn to_add(&mut self, postings: u32) -> (&mut [f32], Option<&[u32]>) {
        let few = self.candidates.as_deref();
        let few = few.filter(|few| few.len() * LOOK_UP < postings as usize);
        (&mut self.all, few)
    }

    /// Leaves out what cannot be among the best any more when at most `left` is added to each sum. `bests` are the
    /// best of the segments before.
    pub(super) fn narrow(&mut self, left: f32, bests: &[Best]) {
        // After the last part there is nothing to save any more.
        if left > self.next || left <= 0.0 || self.kept.is_empty() {
            return;
        }
        if self.next == f32::INFINITY {
            // Nothing is known before the first half is added.
            self.next = left / 2.0;
            return;
        }
        self.next = left / 2.0;
        // A sum only grows: the least of the best so far is a floor for the least of the best in the end.
        let floor = |set: usize| self.floor(set).max(bests[set].floor());
        let first = floor(0);
        // Of the first set, the largest, most can still win.
        if first < left * 2.0 && self.candidates.is_none() {
            return;
        }
        let floors = std::iter::once(first).chain((1..self.kept.len()).map(floor));
        let least_sum = |floor: f32| floor * (1.0 - ROUNDING) - left * (1.0 + ROUNDING);
        let floors: Vec<f32> = floors.map(least_sum).collect();
        let least = floors.iter().copied().fold(f32::INFINITY, f32::min);
        let wins = |sum: f32, row: u32| {
            sum >= least && row != NO_ROW && {
                let mut sets = self.kept.iter().zip(&floors);
                sets.any(|(kept, floor)| sum >= *floor && kept.has(row as usize))
            }
        };
        let (all, rows) = (&self.all, self.rows);
        self.candidates = Some(match &self.candidates {
            Some(candidates) => {
                let stays =
                    |document: &u32| wins(all[*document as usize], rows[*document as usize]);
                candidates.iter().copied().filter(stays).collect()
            }
            None => {
                let sums = (0_u32..).zip(all.iter().zip(rows));
                sums.filter(|(_, (sum, row))| wins(**sum, **row))
                    .map(|(document, _)| document)
                    .collect()
            }
        });
    }

    /// The least of the best `limit` sums of a set so far; 0 where there are fewer.
    fn floor(&self, set: usize) -> f32 {
        let (kept, mut best) = (self.kept[set], Best::new(self.limit));
        let mut offer = |sum: f32, row: u32| {
            if sum > 0.0 && sum >= best.floor() && row != NO_ROW && kept.has(row as usize) {
                best.offer(sum, row);
            }
        };
        match &self.candidates {
            Some(candidates) => {
                for document in candidates {
                    offer(self.all[*document as usize], self.rows[*document as usize]);
                }
            }
            None => {
                for (sum, row) in self.all.iter().zip(self.rows) {
                    offer(*sum, *row);
                }
            }
        }
        best.least().unwrap_or_default().max(0.0)
    }

    /// Offers the sums, each to the sets that keep its row.
    pub(super) fn offer(&self, bests: &mut [Best]) {
        let mut offer = |document: usize| {
            let (sum, row) = (self.all[document], self.rows[document]);
            if sum <= 0.0 || row == NO_ROW {
                return;
            }
            for (best, kept) in bests.iter_mut().zip(self.kept) {
                if kept.has(row as usize) {
                    best.offer(sum, row);
                }
            }
        };
        match &self.candidates {
            Some(candidates) => candidates
                .iter()
                .for_each(|document| offer(*document as usize)),
            None => (0..self.rows.len()).for_each(offer),
        }
    }
}
