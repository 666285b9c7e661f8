//! Splits folded text into the words that figures are made of.

use std::ops::Range;

use super::Day;
use super::amount::{MILLION, is_spelled, readings, spoken};

/// A word: letters, a number with its separators, or a single sign.
#[derive(Clone, Debug)]
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

/// Units that are written close to their number.
const CLOSE_UNITS: [&str; 17] = [
    "đ", "vnđ", "vnd", "đồng", "m", "m2", "m²", "km", "ha", "kg", "usd", "tr", "triệu", "tỷ",
    "ngày", "tháng", "năm",
];
/// What may stand between the digits of one number.
const JOINTS: [char; 5] = ['.', ',', '/', ':', '-'];

/// The words of a folded text. Symbols such as `30/2020/nđ-cp` and words with digits (`qh15`) are left whole;
/// what is written in brackets after a number ("05 (năm) ngày") is left out.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let start = at;
        at += c.len_utf8();
        if c.is_whitespace() {
            continue;
        }
        if c == '('
            && let Some(close) = text[at..].find(')').filter(|len| *len < 80)
            && is_again(text, at..at + close, &mut words)
        {
            at += close + 1;
            continue;
        }
        if c.is_ascii_digit() {
            at = number_end(text, start);
            push_number(text, start..at, &mut words);
            continue;
        }
        if c.is_alphanumeric() {
            at += text[at..]
                .find(|c: char| !c.is_alphanumeric())
                .unwrap_or(text.len() - at);
        }
        words.push(Word {
            text: &text[start..at],
            range: start..at,
        });
    }
    words
}

/// Whether a bracket says the number before it again, in words or in digits: "05 (năm)", "năm (05)". Then the last of
/// the words is the number in digits, with the place of both. A bracket that says another number stays what it is.
fn is_again<'a>(text: &'a str, bracket: Range<usize>, words: &mut Vec<Word<'a>>) -> bool {
    let Some(last) = words.last() else {
        return false;
    };
    let inside = text[bracket.clone()].trim();
    let end = bracket.end + 1;
    if let Some(said) = spoken(inside.split_whitespace()) {
        let digits = readings(last.text);
        let same = digits.is_some_and(|digits| digits.contains(&said.saturating_mul(MILLION)));
        if same && let Some(last) = words.last_mut() {
            last.range.end = end;
        }
        return same;
    }
    let digits = inside.bytes().all(|byte| byte.is_ascii_digit());
    let Some(number) = readings(inside).filter(|_| digits) else {
        return false;
    };
    let numbers = words.iter().rev();
    let count = numbers.take_while(|word| is_spelled(word.text)).count();
    // "trong năm hai (02)": the first may be the year.
    let same = |count: &usize| {
        let said = spoken(words[words.len() - count..].iter().map(|word| word.text));
        said.is_some_and(|said| number.contains(&said.saturating_mul(MILLION)))
    };
    let Some(count) = (1..=count).rev().find(same) else {
        return false;
    };
    let start = words[words.len() - count].range.start;
    words.truncate(words.len() - count);
    words.push(Word {
        text: inside,
        range: start..end,
    });
    true
}

/// The end of the run of letters, digits and joints that begins with a digit.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = start;
    let mut letters = text[start..].char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        let joined = JOINTS.contains(&c)
            && letters
                .peek()
                .is_some_and(|(_, next)| next.is_alphanumeric());
        if !c.is_alphanumeric() && !joined {
            break;
        }
        end = start + at + c.len_utf8();
    }
    end
}

/// Splits a run where it is more than one word: `500.000đ/người`, `5-10`, `20km`.
fn push_number<'a>(text: &'a str, range: Range<usize>, words: &mut Vec<Word<'a>>) {
    let mut push = |range: Range<usize>| {
        words.push(Word {
            text: &text[range.clone()],
            range,
        });
    };
    let run = &text[range.clone()];
    if whole_date(run).is_some() {
        return push(range);
    }
    let digits = run
        .find(|c: char| c.is_alphabetic() || c == '²')
        .unwrap_or(run.len());
    let letters = &run[digits..];
    let number = run[..digits].trim_end_matches(JOINTS);
    // A range: two numbers with the sign between them.
    if let Some((first, second)) = number.split_once('-') {
        let parts = !second.contains('-') && !number.contains('/');
        if parts && letters.is_empty() {
            let middle = range.start + first.len();
            push(range.start..middle);
            push(middle..middle + 1);
            return push(middle + 1..range.end);
        }
    }
    // A number, then a unit that stands close to it. Anything else with letters is a name.
    let unit = letters
        .split(['/', '-', '.', ','])
        .next()
        .unwrap_or_default();
    if !letters.is_empty() && CLOSE_UNITS.contains(&unit) && number.len() == digits {
        let middle = range.start + digits;
        let after = middle + unit.len();
        push(range.start..middle);
        push(middle..after);
        // "500.000đ-1.000.000đ"
        if text[after..range.end].starts_with('-')
            && text[after + 1..].starts_with(|c: char| c.is_ascii_digit())
        {
            push(after..after + 1);
            push_number(text, after + 1..range.end, words);
        }
        return;
    }
    push(range);
}

/// `05/3/2020`, `5-3-2020`, `05.03.2020`, `2020-03-05`.
pub(super) fn whole_date(word: &str) -> Option<Day> {
    let joint = word
        .chars()
        .find(|c| !c.is_ascii_digit())
        .filter(|c| matches!(c, '/' | '-' | '.'))?;
    let parts: Vec<u16> = word
        .split(joint)
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    let [first, month, last] = parts[..] else {
        return None;
    };
    let (day, year) = if first > 31 {
        (last, first)
    } else {
        (first, last)
    };
    let sane = (1..32).contains(&day) && (1..13).contains(&month) && (1900..2200).contains(&year);
    sane.then_some(Day {
        day: Some(day),
        month: Some(month),
        year: Some(year),
    })
}
