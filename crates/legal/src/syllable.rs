//! Text as a row of syllables for search and embedding; symbols, numbers and dates stay whole.

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;

use crate::folding::{is_dash, is_mark, lower, plain};

/// The syllables of a text for search and embedding, in order: NFC, lower case, tone on the same letter in
/// both spellings (hoà → hòa); symbols such as 30/2020/nđ-cp, numbers with separators, dates stay whole.
/// Each with its byte range in `text`.
pub fn syllables(text: &str) -> Vec<(Range<usize>, String)> {
    let mut found = Vec::with_capacity(text.len() / 5);
    for_each_syllable(text, &mut String::new(), |range, syllable| {
        found.push((range, syllable.to_owned()));
    });
    found
}

/// [`syllables`] without an allocation for each: `each` gets the byte range and the syllable,
/// which is written into `scratch`.
pub fn for_each_syllable(
    text: &str,
    scratch: &mut String,
    mut each: impl FnMut(Range<usize>, &str),
) {
    let mut at = 0;
    while let Some((start, first)) = next_letter(text, at) {
        scratch.clear();
        let mut shape = Shape {
            digits_first: first.is_numeric(),
            slashes: 0,
            letters_since_slash: false,
        };
        let mut marked = false;
        let mut end = start;
        while let Some(c) = char_at(text, end) {
            let after = end + c.len_utf8();
            if is_word(c) {
                scratch.push(lower(c));
                // Asked only of what begins with a digit: the tables of letters are slow.
                shape.letters_since_slash |= shape.digits_first && c.is_alphabetic();
                end = after;
            } else if is_mark(c) {
                marked = true;
                scratch.push(c);
                end = after;
            } else if plain(c).is_none()
                && !is_private(c)
                && char_at(text, after).is_some_and(is_word)
            {
                end = after;
            } else if shape.digits_first
                && let Some((joiner, next)) = shape.joins(text, c, end)
            {
                scratch.push(joiner);
                if joiner == '/' {
                    shape.slashes += 1;
                    shape.letters_since_slash = false;
                }
                end = next;
            } else {
                break;
            }
        }
        if marked {
            *scratch = scratch.nfc().collect();
        }
        place_tone(scratch);
        each(start..end, scratch);
        at = end;
    }
}

/// A text cut where no syllable runs over the cut: the syllables of the pieces, one after another, are those of the
/// text. Few texts have many different pieces, so that what is asked of each can be remembered.
pub fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut from = 0;
        let end = loop {
            let space = rest.as_bytes()[from..].iter().position(|b| *b == b' ');
            let Some(space) = space.map(|at| from + at) else {
                break rest.len();
            };
            // A symbol may go on in the next line: "18/2022/TT-⏎BLĐTBXH".
            if !rest[..space].trim_end().ends_with(is_dash) {
                break space;
            }
            from = space + 1;
        };
        let piece = &rest[..end];
        rest = rest.get(end + 1..).unwrap_or_default();
        Some(piece)
    })
}

/// What is known of a token that begins with a digit: it may go on over separators.
struct Shape {
    digits_first: bool,
    slashes: usize,
    letters_since_slash: bool,
}

impl Shape {
    /// Whether the separator at `at` belongs to the token: how it is written, and where the token goes on.
    fn joins(&self, text: &str, c: char, at: usize) -> Option<(char, usize)> {
        let after = at + c.len_utf8();
        let next = char_at(text, after)?;
        let digit_before = text.as_bytes()[at - 1].is_ascii_digit();
        match c {
            '.' | ',' | ':' => (digit_before && next.is_ascii_digit()).then_some((c, after)),
            '/' if next.is_ascii_digit() => Some(('/', after)),
            // "100/người" is two words, 417/QĐ-BNNMT and 417/qđ-bnnmt are one.
            '/' if next.is_alphabetic() => {
                (self.slashes > 0 || next.is_uppercase() || (run_then(text, after, is_dash)))
                    .then_some(('/', after))
            }
            _ if is_dash(c) && self.slashes > 0 && self.letters_since_slash => {
                if is_word(next) {
                    return Some(('-', after));
                }
                // A symbol broken over a line end: "18/2022/TT-⏎BLĐTBXH".
                let rest = &text[after..];
                let skipped = rest.len() - rest.trim_start().len();
                let broken = skipped <= 8 && rest[..skipped].contains('\n');
                let capital = char_at(text, after + skipped).is_some_and(char::is_uppercase);
                (broken && capital).then_some(('-', after + skipped))
            }
            _ if is_dash(c) && self.slashes == 0 => {
                let party = next.is_uppercase() && run_then(text, after, |c| c == '/');
                (party || is_dashed_date(text, at)).then_some(('-', after))
            }
            _ => None,
        }
    }
}

/// Whether a short run of letters and digits from `at` is followed by what is asked for.
fn run_then(text: &str, at: usize, wanted: impl Fn(char) -> bool) -> bool {
    let rest = &text[at..];
    rest.char_indices()
        .take(8)
        .find(|(_, c)| !is_word(*c))
        .is_some_and(|(_, c)| wanted(c))
}

/// Whether the dash at `at` stands in a date such as 06-12-2021.
fn is_dashed_date(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let digits_before = bytes[..at]
        .iter()
        .rev()
        .take(5)
        .take_while(|b| b.is_ascii_digit())
        .count();
    let joined_before = at > digits_before && bytes[at - digits_before - 1] == b'-';
    let digits = |from: usize| {
        bytes[from..]
            .iter()
            .take(5)
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let after = digits(at + 1);
    if joined_before {
        return digits_before <= 2 && after == 4;
    }
    let second = at + 1 + after;
    (1..=2).contains(&digits_before)
        && (1..=2).contains(&after)
        && bytes.get(second) == Some(&b'-')
        && digits(second + 1) == 4
}

fn next_letter(text: &str, from: usize) -> Option<(usize, char)> {
    text[from..]
        .char_indices()
        .find(|(_, c)| is_word(*c))
        .map(|(at, c)| (from + at, c))
}

fn char_at(text: &str, at: usize) -> Option<char> {
    match *text.as_bytes().get(at)? {
        byte @ 0..=0x7f => Some(char::from(byte)),
        _ => text.get(at..)?.chars().next(),
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

fn is_word(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphanumeric(),
        '\u{1e00}'..='\u{1eff}' | '\u{100}'..='\u{1bf}' => true,
        'À'..='ÿ' => c != '×' && c != '÷',
        _ => c.is_alphanumeric(),
    }
}

/// The open rhymes oa, oe, uy carry their tone on the first letter: hoà → hòa, khoẻ → khỏe, uỷ → ủy, not quý.
fn place_tone(syllable: &mut String) {
    let mut letters = syllable.chars().rev();
    let Some(last @ ('à'..='ý' | 'ạ'..='ỹ')) = letters.next() else {
        return;
    };
    let Some(first @ ('o' | 'u')) = letters.next() else {
        return;
    };
    if letters.next() == Some('q') {
        return;
    }
    // The toned vowels at the end, and the toned first letter in the same order of tones.
    let (a, e, y) = ("àáảãạ", "èéẻẽẹ", "ỳýỷỹỵ");
    let place = |tones: &str| tones.chars().position(|tone| tone == last);
    let (open, tone, toned) = match first {
        'o' if place(a).is_some() => ('a', place(a), "òóỏõọ"),
        'o' => ('e', place(e), "òóỏõọ"),
        _ => ('y', place(y), "ùúủũụ"),
    };
    let Some(toned) = tone.and_then(|tone| toned.chars().nth(tone)) else {
        return;
    };
    syllable.truncate(syllable.len() - last.len_utf8() - 1);
    syllable.push(toned);
    syllable.push(open);
}

#[cfg(test)]
mod tests;
