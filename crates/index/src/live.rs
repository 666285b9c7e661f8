//! Which passages count on a day: validity as numbers, and bitmaps by day.

use std::sync::{Arc, Mutex, PoisonError};

use catalogue::DocumentRowId;
use legal::{Date, Status, Validity};

use crate::{Filter, Want};

/// From, until, suspended from, suspended until; each a [`day`] or [`NONE`].
pub(crate) type Days = [i32; 4];

/// Stands for a day that is not known.
pub(crate) const NONE: i32 = i32::MIN;

/// A day as a number that grows with time. Not a count of days: only the order matters here.
pub(crate) fn day(date: Date) -> i32 {
    i32::from(date.year()) * 512 + i32::from(date.month()) * 32 + i32::from(date.day())
}

pub(crate) fn days(validity: &Validity) -> Days {
    [
        validity.from,
        validity.until,
        validity.suspended_from,
        validity.suspended_until,
    ]
    .map(|date| date.map_or(NONE, day))
}

/// `Validity::status` over numbers; a test holds the two together.
fn status([from, until, suspended_from, suspended_until]: Days, on: i32) -> Status {
    if until != NONE && on >= until {
        return Status::Expired;
    }
    if from != NONE && on < from {
        return Status::NotYet;
    }
    if suspended_from != NONE
        && on >= suspended_from
        && (suspended_until == NONE || on < suspended_until)
    {
        return Status::Suspended;
    }
    if from == NONE {
        Status::Unknown
    } else {
        Status::InForce
    }
}

fn wanted(days: Days, on: i32, want: Want) -> bool {
    let shown = matches!(status(days, on), Status::InForce | Status::Unknown);
    match want {
        Want::InForceOrUnknown => shown,
        Want::InForce => status(days, on) == Status::InForce,
        Want::NotInForce => !shown,
        Want::All => true,
    }
}

/// A set of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits {
    words: Vec<u64>,
    count: usize,
    rows: usize,
}

impl Bits {
    /// Of so many rows, those for which the iterator says so.
    pub(crate) fn of(total: usize, rows: impl Iterator<Item = bool>) -> Self {
        let mut words = vec![0_u64; total.div_ceil(64)];
        let mut count = 0;
        for (row, kept) in rows.take(total).enumerate() {
            if kept {
                words[row / 64] |= 1 << (row % 64);
                count += 1;
            }
        }
        Self {
            words,
            count,
            rows: total,
        }
    }

    /// These rows, in any order, each once or more.
    pub(crate) fn of_rows(rows: impl Iterator<Item = usize>) -> Self {
        let (mut words, mut count, mut total) = (Vec::new(), 0, 0);
        for row in rows {
            if row / 64 >= words.len() {
                words.resize(row / 64 + 1, 0_u64);
            }
            count += usize::from(words[row / 64] >> (row % 64) & 1 == 0);
            words[row / 64] |= 1 << (row % 64);
            total = total.max(row + 1);
        }
        Self {
            words,
            count,
            rows: total,
        }
    }

    #[inline]
    pub(crate) fn has(&self, row: usize) -> bool {
        self.words
            .get(row / 64)
            .is_some_and(|word| word >> (row % 64) & 1 == 1)
    }

    /// How many of the rows `start..end` are in it.
    pub(crate) fn count_in(&self, start: usize, end: usize) -> usize {
        let end = end.min(self.rows);
        let mut count = 0;
        let mut row = start;
        while row < end {
            let (word, low) = (row / 64, row % 64);
            let high = (end - word * 64).min(64);
            let mask = if high == 64 {
                u64::MAX
            } else {
                (1 << high) - 1
            };
            count += (self.words[word] & mask & (u64::MAX << low)).count_ones() as usize;
            row = (word + 1) * 64;
        }
        count
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }
}

/// The rows of a generation that count.
pub(crate) type Kept = Arc<Bits>;

/// Bitmaps kept: the days people ask about are few (today, mostly), and so are the filters they choose. Each costs
/// a bit a passage and a bit a document.
const CACHED: usize = 32;

/// Bitmaps of the filters asked lately, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Vec<(Filter, Kept)>>);

impl Cache {
    pub(crate) fn get(&self, filter: &Filter, make: impl FnOnce() -> Bits) -> Kept {
        let mut filter = filter.clone();
        // For all rows the day does not matter.
        if filter.want == Want::All {
            filter.on = Date::MIN;
        }
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = cached.iter().position(|(key, _)| *key == filter) {
            let entry = cached.remove(at);
            let kept = Arc::clone(&entry.1);
            cached.push(entry);
            return kept;
        }
        drop(cached);
        let kept = Arc::new(make());
        let mut cached = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if cached.len() >= CACHED {
            cached.remove(0);
        }
        cached.push((filter, Arc::clone(&kept)));
        kept
    }
}

/// Whether a row of this document with these days counts.
pub(crate) fn counts(days: Days, document: DocumentRowId, filter: &Filter) -> bool {
    let named = filter.documents.as_ref();
    wanted(days, day(filter.on), filter.want)
        && named.is_none_or(|documents| documents.has(document))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_say_what_validity_says() {
        let days_to_try: Vec<Date> = [
            "2019-12-31",
            "2020-01-01",
            "2020-02-29",
            "2021-07-01",
            "2024-12-31",
            "2025-01-01",
        ]
        .iter()
        .map(|text| text.parse().unwrap())
        .collect();
        let mut choices: Vec<Option<Date>> = days_to_try.iter().copied().map(Some).collect();
        choices.push(None);
        for from in &choices {
            for until in &choices {
                for suspended_from in &choices {
                    for suspended_until in &choices {
                        let validity = Validity {
                            from: *from,
                            until: *until,
                            suspended_from: *suspended_from,
                            suspended_until: *suspended_until,
                            ..Validity::default()
                        };
                        for on in &days_to_try {
                            assert_eq!(
                                status(days(&validity), day(*on)),
                                validity.status(*on),
                                "{validity:?} {on}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn bits_count_and_find() {
        let bits = Bits::of(130, (0..130).map(|row| row % 3 == 0));
        let backwards = Bits::of_rows((0..44).rev().chain(3..9).map(|third| third * 3));
        assert_eq!((backwards.count(), backwards.rows), (44, 130));
        assert!((0..200).all(|row| backwards.has(row) == bits.has(row)));
        assert_eq!(
            (bits.count(), bits.has(129), bits.has(128), bits.has(4000)),
            (44, true, false, false)
        );
        for (start, end) in [
            (0, 130),
            (1, 64),
            (1, 65),
            (63, 64),
            (64, 128),
            (100, 500),
            (9, 9),
        ] {
            let slow = (start..end).filter(|row| bits.has(*row)).count();
            assert_eq!(bits.count_in(start, end), slow, "{start}..{end}");
        }
    }

    #[test]
    fn the_cache_tells_filters_apart_and_stays_small() {
        let cache = Cache::default();
        let named = |rows: &[i64]| Filter {
            documents: Some(Arc::new(crate::Documents::new(rows))),
            ..Filter::on(Date::MIN, Want::All)
        };
        let one = cache.get(&named(&[1, 70]), || Bits::of(1, [true].into_iter()));
        let same = cache.get(&named(&[70, 1]), || panic!("the same set"));
        assert!(Arc::ptr_eq(&one, &same));
        let all = cache.get(&Filter::on(Date::MAX, Want::All), Bits::default);
        assert!(!Arc::ptr_eq(&one, &all), "a set is not all of them");
        for n in 0..100 {
            cache.get(&named(&[n]), Bits::default);
        }
        assert_eq!(cache.0.lock().unwrap().len(), CACHED);
    }
}
