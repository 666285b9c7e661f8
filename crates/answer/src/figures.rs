//! Figures of a sentence: amounts with their units, and dates, in every spelling that offices use.
//!
//! 4523000, 4.523.000 and 4,523,000 are one amount, "2,53 triệu" is 2.530.000, "mười lăm ngày" is 15 ngày; but
//! "30 ngày" is not "30 ngày làm việc". What names a thing is no figure: Điều 5, khoản 2, 30/2020/NĐ-CP.

use std::ops::Range;

mod amount;
mod bound;
mod scan;
mod units;

pub(crate) use bound::Bound;
use scan::Word;
use units::{NAMES, SCALES, UNITS, Unit};

/// A day, or what is said of it: "tháng 7 năm 2025", "ngày 31 tháng 12".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Day {
    day: Option<u16>,
    month: Option<u16>,
    year: Option<u16>,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    /// The readings of an amount (2,530 is 2.53 or 2530), in millionths; whether a scale word stood there.
    Amount {
        readings: Vec<u128>,
        unit: Unit,
        scaled: bool,
    },
    Day(Day),
    /// "2/3", "8:30", and numbers too long to be amounts: compared as written.
    Written(String),
}

/// A figure and the words that write it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Figure {
    value: Value,
    bound: Bound,
    written: String,
    range: Range<usize>,
}

impl Figure {
    /// The words, folded, with those of its bound: "không quá 30 ngày".
    pub(crate) fn written(&self) -> &str {
        &self.written
    }

    /// The bytes of the folded text ([`legal::fold_quote`]) that write it, with those of its bound.
    pub(crate) fn range(&self) -> Range<usize> {
        self.range.clone()
    }

    /// The day as a figure.
    pub(crate) fn of_date(date: legal::Date) -> Self {
        let part = |n: i16| u16::try_from(n).ok();
        let (day, month) = (part(i16::from(date.day())), part(i16::from(date.month())));
        let value = Value::Day(Day {
            day,
            month,
            year: part(date.year()),
        });
        Self {
            value,
            bound: Bound::Any,
            written: date.to_string(),
            range: 0..0,
        }
    }

    /// The day whatever is said of it: the "2024" of a law's name is a year that may be spoken of in any way.
    pub(crate) fn unbound(self) -> Self {
        Self {
            bound: Bound::Any,
            ..self
        }
    }

    /// Whether this figure, read in the law, says what `claimed` says.
    pub(crate) fn supports(&self, claimed: &Self) -> bool {
        self.is_value_of(claimed) && self.bound.supports(claimed.bound, self.is_day())
    }

    /// Whether both are of one kind, so that one can stand where the other stood.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (&self.value, &other.value) {
            (Value::Amount { unit, .. }, Value::Amount { unit: other, .. }) => unit.is_like(*other),
            (Value::Day(_), Value::Day(_)) | (Value::Written(_), Value::Written(_)) => true,
            _ => false,
        }
    }

    /// Whether this figure, read in the law, is the amount or the day that `claimed` is.
    fn is_value_of(&self, claimed: &Self) -> bool {
        match (&self.value, &claimed.value) {
            (
                Value::Amount { readings, unit, .. },
                Value::Amount {
                    readings: claimed,
                    unit: wanted,
                    scaled,
                },
            ) => {
                // "2,53 triệu" leaves the đồng out.
                let same =
                    unit == wanted || (*scaled && *wanted == Unit::None && *unit == Unit::Money);
                same && readings.iter().any(|reading| claimed.contains(reading))
            }
            (Value::Day(day), Value::Day(claimed)) => {
                let agrees =
                    |known: Option<u16>, said: Option<u16>| said.is_none() || known == said;
                agrees(day.day, claimed.day)
                    && agrees(day.month, claimed.month)
                    && agrees(day.year, claimed.year)
            }
            (Value::Written(written), Value::Written(claimed)) => written == claimed,
            _ => false,
        }
    }

    /// Whether it is a date.
    pub(crate) fn is_day(&self) -> bool {
        matches!(self.value, Value::Day(_))
    }

    /// Whether it says how long: "05 ngày làm việc".
    pub(crate) fn is_duration(&self) -> bool {
        matches!(self.value, Value::Amount { unit, .. } if unit.is_like(Unit::Day))
    }

    /// Whether it says how much is paid: money, a share, or so many times something.
    pub(crate) fn is_sum(&self) -> bool {
        let pays =
            |unit: Unit| unit.is_like(Unit::Money) || matches!(unit, Unit::Percent | Unit::Time);
        matches!(self.value, Value::Amount { unit, .. } if pays(unit))
    }

    /// Whether it is an amount of something that is measured: days, money, shares; not "05 bộ hồ sơ".
    pub(crate) fn is_measured(&self) -> bool {
        matches!(self.value, Value::Amount { unit, .. } if unit != Unit::None)
    }
}

/// Every figure of a text, in order.
pub(crate) fn figures(text: &str) -> Vec<Figure> {
    let folded = legal::fold_quote(text);
    let words = scan::words(folded.text());
    let opens = |at: usize| {
        let end = at.checked_sub(1).map_or(0, |at| words[at].range.end);
        let between = folded.original(end..words[at].range.start);
        at == 0 || text.get(between).is_some_and(|signs| signs.contains('\n'))
    };
    let lines = (0..words.len()).map(opens).collect();
    let mut reader = Reader {
        text: folded.text(),
        words: &words,
        lines,
        at: 0,
        found: Vec::new(),
    };
    while reader.at < words.len() {
        reader.step();
    }
    reader.found
}

struct Reader<'a> {
    text: &'a str,
    words: &'a [Word<'a>],
    /// Which words begin a line.
    lines: Vec<bool>,
    at: usize,
    found: Vec<Figure>,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", |word| word.text)
    }

    /// A short whole number that stands alone: the day, month or year of a date.
    fn part(&self, at: usize, range: Range<u16>) -> Option<u16> {
        let text = self.word(at);
        let digits = text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse()
            .ok()
            .filter(|number| digits && range.contains(number))
    }

    fn add(&mut self, value: Value, from: usize, to: usize) {
        let start = self.words[from].range.start;
        let end = self.words[to.saturating_sub(1).max(from).min(self.words.len() - 1)]
            .range
            .end;
        let (bound, words) = self.bound(from, to);
        if bound == Bound::AtMost
            && self.word(from - 1) == "-"
            && let Some(first) = self.found.last_mut()
            && first.bound == Bound::Exactly
        {
            first.bound = Bound::AtLeast;
        }
        let start = start.min(self.words[words.start].range.start);
        let end = end.max(self.words[words.end.saturating_sub(1)].range.end);
        self.found.push(Figure {
            value,
            bound,
            written: self.text[start..end].to_owned(),
            range: start..end,
        });
        self.at = to;
    }

    fn step(&mut self) {
        let at = self.at;
        let word = self.word(at);
        if NAMES.contains(&word) && self.skip_names() {
            return;
        }
        if self.is_label(at) {
            self.at = at + 2;
            return;
        }
        if let Some((day, to)) = self.read_day(at) {
            self.add(Value::Day(day), at, to);
        } else if let Some((value, to)) = self.read_amount(at) {
            self.add(value, at, to);
        } else {
            self.at += 1;
        }
    }

    /// "1. Phạt tiền …", "(2)": the number of the sentence itself.
    fn is_label(&self, at: usize) -> bool {
        let word = self.word(at);
        let number = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
        let before = at.checked_sub(1).map_or("", |at| self.word(at));
        let opens = self.lines.get(at) == Some(&true) || matches!(before, "." | ";" | ":");
        let next = self.word(at + 1);
        // "ba (05) ngày" is a number that contradicts itself, no label.
        let said = at.checked_sub(2).map_or("", |at| self.word(at));
        let bracketed = before == "(" && next == ")" && !amount::is_spelled(said);
        number && ((opens && matches!(next, "." | ")")) || bracketed)
    }

    /// Skips the labels after "Điều", "khoản", …: "khoản 2, 3 và 5", "điểm a, b khoản 1", "mẫu số 01". A number
    /// with a unit behind it is a figure again: "theo khoản 2, 30 ngày kể từ".
    fn skip_names(&mut self) -> bool {
        let mut to = self.at + 1;
        if self.word(to) == "số" {
            to += 1;
        }
        let is_label = |at: usize| {
            let word = self.word(at);
            let short = word.chars().count() <= 2 && word.chars().all(char::is_alphanumeric);
            let number = word.starts_with(|c: char| c.is_ascii_digit()) && !word.contains('/');
            (number && self.unit(at + 1).is_none() && self.scale(at + 1).is_none())
                || (short && !number)
        };
        if !is_label(to) {
            return false;
        }
        to += 1;
        while matches!(self.word(to), "," | "và" | "hoặc" | "đến" | "-") && is_label(to + 1) {
            to += 2;
        }
        self.at = to;
        true
    }

    fn read_day(&self, at: usize) -> Option<(Day, usize)> {
        let year = |at: usize| self.part(at, 1900..2200);
        match self.word(at) {
            "ngày" | "mùng" | "mồng" => {
                let next = self.word(at + 1);
                if let Some((day, month)) = next
                    .split_once(['/', '-', '.'])
                    .filter(|_| !next.contains(','))
                {
                    let (day, month) = (day.parse().ok()?, month.parse().ok()?);
                    let sane = (1..32).contains(&day) && (1..13).contains(&month);
                    return sane.then_some((
                        Day {
                            day: Some(day),
                            month: Some(month),
                            year: None,
                        },
                        at + 2,
                    ));
                }
                let day = self.part(at + 1, 1..32)?;
                // "trong 5 ngày 8 giờ": the number has a unit of its own.
                if self.word(at + 2) != "tháng" {
                    let counted = self.unit(at + 2).is_some() || self.scale(at + 2).is_some();
                    return (!counted).then_some((
                        Day {
                            day: Some(day),
                            ..Day::default()
                        },
                        at + 2,
                    ));
                }
                let (rest, to) = self.read_day(at + 2)?;
                Some((
                    Day {
                        day: Some(day),
                        ..rest
                    },
                    to,
                ))
            }
            "tháng" => {
                let next = self.word(at + 1);
                if let Some((month, year)) = next.split_once(['/', '-']) {
                    let (month, year) = (month.parse().ok()?, year.parse().ok()?);
                    let sane = (1..13).contains(&month) && (1900..2200).contains(&year);
                    return sane.then_some((
                        Day {
                            day: None,
                            month: Some(month),
                            year: Some(year),
                        },
                        at + 2,
                    ));
                }
                let month = self.part(at + 1, 1..13)?;
                let year_word = if self.word(at + 2) == "," {
                    at + 3
                } else {
                    at + 2
                };
                let year = (self.word(year_word) == "năm")
                    .then(|| year(year_word + 1))
                    .flatten();
                let to = if year.is_some() {
                    year_word + 2
                } else {
                    at + 2
                };
                Some((
                    Day {
                        day: None,
                        month: Some(month),
                        year,
                    },
                    to,
                ))
            }
            "năm" => Some((
                Day {
                    year: Some(year(at + 1)?),
                    ..Day::default()
                },
                at + 2,
            )),
            word => Some((scan::whole_date(word)?, at + 1)),
        }
    }

    /// The unit that begins at a word, and the word after it.
    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        let fits = |names: &[&str]| {
            names
                .iter()
                .enumerate()
                .all(|(n, name)| self.word(at + n) == *name)
        };
        let (names, unit) = UNITS
            .iter()
            .filter(|(names, _)| fits(names))
            .max_by_key(|(names, _)| names.len())?;
        // "5 năm 2024" does not count years; "10 tháng 3" may be a day, which then has "ngày" before it.
        let dated = *unit == Unit::Year && self.part(at + 1, 1900..2200).is_some();
        (!dated).then_some((*unit, at + names.len()))
    }

    fn scale(&self, at: usize) -> Option<u128> {
        SCALES
            .iter()
            .find(|(name, _)| *name == self.word(at))
            .map(|(_, scale)| *scale)
    }
}

#[cfg(test)]
mod tests;
