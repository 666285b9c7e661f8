//! Amounts: digits in either convention, scale words, numbers in words, ranges that share a unit.

use super::units::{SCALES, Unit};
use super::{Reader, Value};

/// Amounts are compared in millionths, so that 2,53 is whole.
pub(super) const MILLION: u128 = 1_000_000;
/// Longer whole parts are account or identity numbers, compared as written.
const DIGITS: usize = 15;

impl Reader<'_> {
    /// An amount that begins at a word, and the word after it.
    pub(super) fn read_amount(&self, at: usize) -> Option<(Value, usize)> {
        let word = self.word(at);
        if !word.starts_with(|c: char| c.is_ascii_digit()) {
            return self.read_spelled(at);
        }
        if word.contains(char::is_alphabetic) || is_symbol(word) {
            return None;
        }
        let Some(mut readings) = readings(word) else {
            return Some((Value::Written(as_written(word)), at + 1));
        };
        let mut to = at + 1;
        let (scale, after) = self.scales(to);
        to = after;
        let mut unit = self.unit(to);
        let mut scaled = scale > 1;
        let mut scale = scale;
        if scaled && unit.is_none() {
            // "2 tỷ 500 triệu đồng": the parts are one amount.
            while let Some((more, next)) = self.scaled_part(to) {
                readings = readings
                    .iter()
                    .map(|reading| reading.saturating_mul(scale).saturating_add(more))
                    .collect();
                (scale, to) = (1, next);
                unit = self.unit(to);
                if unit.is_some() {
                    break;
                }
            }
        } else if unit.is_none() {
            // "từ 5 đến 10 triệu đồng": the first takes scale and unit of the second.
            if let Some((shared_scale, shared_unit)) = self.shared(to) {
                let small = readings.iter().all(|reading| *reading < 1_000 * MILLION);
                scale = if small { shared_scale } else { 1 };
                scaled = scale > 1;
                unit = shared_unit.map(|unit| (unit, to));
            }
        }
        for reading in &mut readings {
            *reading = reading.saturating_mul(scale);
        }
        let (unit, to) = unit.unwrap_or((Unit::None, to));
        Some((
            Value::Amount {
                readings,
                unit,
                scaled,
            },
            to,
        ))
    }

    /// The product of the scale words at a place ("nghìn tỷ"), and the word after them.
    fn scales(&self, at: usize) -> (u128, usize) {
        let (mut product, mut to) = (1, at);
        while let Some(scale) = self.scale(to).filter(|_| to < at + 3) {
            product = scale.saturating_mul(product);
            to += 1;
        }
        (product, to)
    }

    /// "500 triệu" as a further part of an amount, in millionths.
    fn scaled_part(&self, at: usize) -> Option<(u128, usize)> {
        let reading = *readings(self.word(at))?.first()?;
        let (scale, to) = self.scales(at + 1);
        (scale > 1).then_some((reading.saturating_mul(scale), to))
    }

    /// Scale and unit of the number behind "đến", "-", "hoặc", "và", a comma.
    fn shared(&self, at: usize) -> Option<(u128, Option<Unit>)> {
        if !matches!(self.word(at), "đến" | "tới" | "-" | "hoặc" | "và" | ",") {
            return None;
        }
        readings(self.word(at + 1))?;
        let (scale, to) = self.scales(at + 2);
        let unit = self.unit(to);
        if scale == 1 && unit.is_none() {
            return self.shared(at + 2);
        }
        Some((scale, unit.map(|(unit, _)| unit)))
    }

    /// A number in words: "mười lăm ngày", "hai triệu đồng". Only with a unit behind it, because "năm" is a year
    /// too and "một" an article.
    fn read_spelled(&self, at: usize) -> Option<(Value, usize)> {
        let (mut total, mut part, mut to, mut scaled) = (0u128, None::<u128>, at, false);
        loop {
            let word = self.word(to);
            if let Some(digit) = digit(word) {
                // "năm" without a unit behind it is the year.
                let goes_on = matches!(self.word(to + 1), "mươi" | "trăm" | "nghìn" | "triệu");
                if to == at && word == "năm" && !goes_on && self.unit(to + 1).is_none() {
                    return None;
                }
                // "một năm", "ba năm": a digit already stands there, so this is the unit.
                if word == "năm" && part.is_some_and(|part| part % 10 != 0 || part == 0) {
                    break;
                }
                part = Some(part.unwrap_or(0).saturating_add(digit));
            } else if word == "mươi" {
                part = part.map(|part| (part / 10 + part % 10).saturating_mul(10));
            } else if matches!(word, "linh" | "lẻ") && part.is_some() {
                // "một trăm linh năm": no value of its own.
            } else if let Some(scale) = self.scale(to).filter(|_| part.is_some() || total > 0) {
                scaled = true;
                match (scale, part) {
                    (100, Some(hundreds)) => part = Some(hundreds.saturating_mul(100)),
                    (_, Some(thousands)) => {
                        (total, part) =
                            (thousands.saturating_mul(scale).saturating_add(total), None);
                    }
                    (_, None) => total = total.saturating_mul(scale),
                }
            } else {
                break;
            }
            to += 1;
            if to > at + 12 {
                return None;
            }
        }
        let total = total.saturating_add(part.unwrap_or(0));
        // "mười năm" read "mười lăm": the last "năm" may be the unit itself.
        let (unit, after) = match self.unit(to) {
            Some(unit) => unit,
            None if to > at + 1 && self.word(to - 1) == "năm" && total > 5 => {
                let readings = vec![(total - 5).saturating_mul(MILLION)];
                return Some((
                    Value::Amount {
                        readings,
                        unit: Unit::Year,
                        scaled,
                    },
                    to,
                ));
            }
            None => return None,
        };
        let counted =
            to > at && total > 0 && !matches!(unit, Unit::None | Unit::Time | Unit::Metre);
        counted.then(|| {
            (
                Value::Amount {
                    readings: vec![total.saturating_mul(MILLION)],
                    unit,
                    scaled,
                },
                after,
            )
        })
    }
}

/// Whether a word can be part of a number in words.
pub(super) fn is_spelled(word: &str) -> bool {
    digit(word).is_some() || matches!(word, "mươi" | "linh" | "lẻ") || scale(word).is_some()
}

fn scale(word: &str) -> Option<u128> {
    let found = SCALES.iter().find(|(name, _)| *name == word);
    found.map(|(_, scale)| *scale)
}

/// The number that words say, where they say nothing else: "mười lăm", "năm trăm nghìn".
pub(super) fn spoken<'a>(words: impl Iterator<Item = &'a str>) -> Option<u128> {
    let (mut total, mut part) = (0_u128, None::<u128>);
    for word in words {
        if let Some(digit) = digit(word) {
            part = Some(part.unwrap_or(0).saturating_add(digit));
        } else if word == "mươi" {
            part = part.map(|part| (part / 10 + part % 10).saturating_mul(10));
        } else if let Some(scale) = scale(word) {
            match (scale, part) {
                (100, Some(hundreds)) => part = Some(hundreds.saturating_mul(100)),
                (_, Some(thousands)) => {
                    total = thousands.saturating_mul(scale).saturating_add(total);
                    part = None;
                }
                (_, None) => total = total.saturating_mul(scale),
            }
        } else if !matches!(word, "linh" | "lẻ") {
            return None;
        }
    }
    Some(total.saturating_add(part.unwrap_or(0))).filter(|said| *said > 0)
}

fn digit(word: &str) -> Option<u128> {
    Some(match word {
        "một" | "mốt" => 1,
        "hai" => 2,
        "ba" => 3,
        "bốn" | "tư" => 4,
        "năm" | "lăm" => 5,
        "sáu" => 6,
        "bảy" | "bẩy" => 7,
        "tám" => 8,
        "chín" => 9,
        "mười" => 10,
        _ => return None,
    })
}

/// `15/2024`: number and year of a document whose letters are left out, and `1.2.3`, the number of a section.
fn is_symbol(word: &str) -> bool {
    let year = word
        .split_once('/')
        .is_some_and(|(_, year)| year.len() == 4 && !year.contains('/'));
    let section = word.matches('.').count() > 1
        && readings(word).is_none()
        && !word.contains([',', '/', ':', '-']);
    year || section
}

/// Without leading zeros: `02/3` is `2/3`.
fn as_written(word: &str) -> String {
    let parts: Vec<&str> = word.split('/').collect();
    if parts.len() == 1 {
        return word.replace(['.', ',', '-'], "");
    }
    parts
        .iter()
        .map(|part| part.trim_start_matches('0'))
        .collect::<Vec<_>>()
        .join("/")
}

/// What a number may mean, in millionths: `1.500` is 1500, `2,5` is 2.5, `2,530` is 2.53 or 2530.
pub(super) fn readings(word: &str) -> Option<Vec<u128>> {
    if !word.starts_with(|c: char| c.is_ascii_digit())
        || word.contains(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')
    {
        return None;
    }
    let last = word.rfind(['.', ',']);
    let Some(last) = last else {
        return Some(vec![value(word, "")?]);
    };
    let sign = &word[last..=last];
    let (whole, rest) = (&word[..last], &word[last + 1..]);
    let grouped = |text: &str, sign: &str| {
        let mut groups = text.split(sign);
        let first = groups.next().unwrap_or_default();
        (1..4).contains(&first.len())
            && groups.all(|group| group.len() == 3 && group.bytes().all(|b| b.is_ascii_digit()))
    };
    let other = if sign == "." { "," } else { "." };
    let mut readings = Vec::new();
    if whole.contains(other) {
        // 1.234.567,89 or 1,234,567.89
        if !whole.contains(sign) && grouped(whole, other) {
            readings.push(value(&whole.replace(other, ""), rest)?);
        }
    } else if grouped(word, sign) && !word.starts_with('0') {
        readings.push(value(&word.replace(sign, ""), "")?);
        // A comma with three digits behind it is a decimal comma as well, a point is not in Vietnam.
        if sign == "," && !whole.contains(',') {
            readings.push(value(whole, rest)?);
        }
    } else if !whole.contains(sign) {
        readings.push(value(whole, rest)?);
    }
    (!readings.is_empty()).then_some(readings)
}

fn value(whole: &str, fraction: &str) -> Option<u128> {
    if whole.len() > DIGITS || fraction.len() > 6 {
        return None;
    }
    let fraction = format!("{fraction:0<6}");
    Some(whole.parse::<u128>().ok()? * MILLION + fraction.parse::<u128>().ok()?)
}
