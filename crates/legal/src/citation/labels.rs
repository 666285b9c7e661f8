//! The labels of units: "5a", "đ2", "2.2", "IV", "I.6", and what is an amount or a score instead.

use super::tokens::{Gap, Tokens};
use crate::{Level, parse::roman_number};

/// Words of measure behind a number: "khoản 2 tỷ đồng", "khoản 3 người".
const MEASURES: [&str; 16] = [
    "tỷ", "triệu", "nghìn", "ngàn", "đồng", "usd", "người", "tháng", "phần", "lần", "loại", "bên",
    "chỗ", "cái", "tiền", "kiện",
];

/// A label for a level at a token, and the first token after it.
pub(super) fn label(tokens: &Tokens<'_>, at: usize, level: Level) -> Option<(String, usize)> {
    let token = tokens.get(at)?;
    let word = tokens.word(at);
    let one = |label: String| Some((label, at + 1));
    match level {
        _ if word.is_empty() => None,
        Level::Article => one(numbered(word, 4)?),
        Level::Clause => one(numbered(word, 3)?),
        Level::Point | Level::Subpoint => lettered(tokens, at, level),
        Level::Part if tokens.is(at, "thứ") => {
            Some((ordinal(tokens.word(at + 1))?.to_string(), at + 2))
        }
        Level::Chapter | Level::Section | Level::Subsection | Level::Part => {
            let letters = word.trim_end_matches(|c: char| matches!(c, 'a'..='h' | 'đ'));
            let roman = token.capital && (is_roman(word) || is_roman(letters));
            let arabic = level != Level::Part && numbered(word, 2).is_some();
            (roman || arabic).then(|| (word.to_owned(), at + 1))
        }
        Level::Annex => annex(tokens, at),
    }
}

fn lettered(tokens: &Tokens<'_>, at: usize, level: Level) -> Option<(String, usize)> {
    let word = tokens.word(at);
    let mut letters = word.chars();
    let letter = letters.next()?;
    let rest = letters.as_str();
    let is_letter = (letter.is_ascii_lowercase() || letter == 'đ')
        && (rest.is_empty() || (rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit())));
    // "8 điểm a) Giá trị" gives a score.
    if tokens.followed_by(at, |c| c == ')') && !tokens.is(at + 1, "khoản") {
        return None;
    }
    if is_letter && level == Level::Subpoint && tokens.dotted_on(at) {
        let number = numbered(tokens.word(at + 1), 2)?;
        return Some((format!("{word}.{number}"), at + 2));
    }
    if is_letter && !tokens.dotted_on(at) {
        return Some((word.to_owned(), at + 1));
    }
    // "điểm 2.2 khoản 2", "điểm 2 mục I", "điểm 1 Phụ lục I"
    let decimal = word.contains('.') && word.split('.').all(|part| numbered(part, 2).is_some());
    // The unit around it must have a label of its own: "điểm 1 Điều, …" names nothing.
    let joined = |next: usize| tokens.gap(next) == Gap::Space;
    let named = |next: usize, level: Level| {
        joined(next) && (tokens.is(next, "này") || label(tokens, next, level).is_some())
    };
    let around = joined(at + 1)
        && match () {
            () if tokens.is(at + 1, "mục") => named(at + 2, Level::Section),
            () if tokens.is(at + 1, "khoản") => named(at + 2, Level::Clause),
            () if tokens.is(at + 1, "điều") => named(at + 2, Level::Article),
            () if tokens.is(at + 1, "phụ") => named(at + 3, Level::Annex),
            () => false,
        };
    let outlined = numbered(word, 2).is_some() && around;
    (decimal || outlined).then(|| (word.to_owned(), at + 1))
}

/// "III", "05", "9a", "A", "I.6", "VI.A"; and no number at all before "ban hành kèm theo", which is label 0.
fn annex(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let word = tokens.word(at);
    let capital = tokens.is_capital(at);
    let first = word.split('.').next().unwrap_or_default();
    let roman = capital && is_roman(first);
    let letter = capital && word.chars().count() == 1;
    if !(roman || letter || numbered(first, 2).is_some()) {
        return None;
    }
    let joins =
        |next: &str| numbered(next, 2).is_some() || (next.len() == 1 && tokens.is_capital(at + 1));
    if tokens.dotted_on(at) && joins(tokens.word(at + 1)) {
        return Some((format!("{word}.{}", tokens.word(at + 1)), at + 2));
    }
    Some((word.to_owned(), at + 1))
}

/// A Roman numeral in lower case.
pub(super) fn is_roman(word: &str) -> bool {
    !word.is_empty()
        && word
            .chars()
            .all(|c| matches!(c, 'i' | 'v' | 'x' | 'l' | 'c'))
        && roman_number(&word.to_uppercase()).is_some()
}

/// "5", "5a": the number without leading zeros.
pub(super) fn numbered(word: &str, most: usize) -> Option<String> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > most {
        return None;
    }
    let suffix = &word[digits..];
    let fits =
        suffix.chars().count() <= 2 && suffix.chars().all(|c| c.is_ascii_lowercase() || c == 'đ');
    let number: u32 = word[..digits].parse().ok()?;
    (fits && number > 0).then(|| format!("{number}{suffix}"))
}

/// "nhất", "hai", "ba": a number as "thứ" is followed by it.
pub(super) fn ordinal(word: &str) -> Option<u32> {
    let place = ORDINALS.iter().position(|known| *known == word)?;
    u32::try_from(place + 1).ok()
}

/// The words behind "thứ", from the first on.
pub(super) const ORDINALS: [&str; 10] = [
    "nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười",
];

/// Whether a word of measure makes the number an amount.
pub(super) fn measured(tokens: &Tokens<'_>, at: usize, level: Level) -> bool {
    let unit = matches!(level, Level::Clause | Level::Article | Level::Point);
    unit && (tokens.followed_by(at, |c| matches!(c, '%' | '‰' | '$'))
        || (tokens.gap(at + 1) == Gap::Space
            && tokens.is_any(at + 1, &MEASURES)
            && !(tokens.is(at + 1, "phần") && tokens.is_capital(at + 1))))
}
