//! Where quoted words stand in the law.

use std::ops::Range;

use legal::fold_quote;

/// A quote has this many characters, or this many syllables: "Điều này" stands everywhere.
const LEAST_CHARACTERS: usize = 12;
const LEAST_SYLLABLES: usize = 4;
/// And this many letters and digits: the dotted lines of a form stand everywhere as well.
const LEAST_LETTERS: usize = 6;

/// Why words were not found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// They would stand nearly everywhere.
    TooShort,
    /// They do not stand there.
    Absent,
}

/// The bytes of `law` that say `words`.
pub(super) fn find(words: &str, law: &str) -> Result<Range<usize>, Missing> {
    let folded = fold_quote(words);
    // A sentence that is quoted gets a full stop or loses its semicolon, and a cut is marked with dots.
    let opening = |c: char| matches!(c, '"' | '…' | '.' | ',' | ';' | ':' | ' ');
    let wanted = folded
        .text()
        .trim_start_matches(opening)
        .trim_end_matches(opening);
    let characters = wanted.chars().count();
    let syllables = wanted
        .split(' ')
        .filter(|word| word.contains(char::is_alphanumeric))
        .count();
    let letters = wanted.chars().filter(|c| c.is_alphanumeric()).count();
    if letters < LEAST_LETTERS || (characters < LEAST_CHARACTERS && syllables < LEAST_SYLLABLES) {
        return Err(Missing::TooShort);
    }
    let folded_law = fold_quote(law);
    let mut from = 0;
    while let Some(at) = folded_law
        .text()
        .get(from..)
        .and_then(|rest| rest.find(wanted))
    {
        let start = from + at;
        let range = trimmed(law, folded_law.original(start..start + wanted.len()));
        if let Some(range) = range.filter(|range| stands_alone(law, range)) {
            return Ok(range);
        }
        from = start + wanted.chars().next().map_or(1, char::len_utf8);
    }
    Err(Missing::Absent)
}

/// Without white space at its ends; `None` where the range is no piece of the text.
fn trimmed(law: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = law.get(range.clone())?;
    let start = range.start + (piece.len() - piece.trim_start().len());
    let end = start + piece.trim().len();
    (start < end).then_some(start..end)
}

/// Whether a range neither begins nor ends inside a word, a number or a symbol: "0 ngày" does not stand in
/// "30 ngày", nor "500.000 đồng" in "1.500.000 đồng", nor "mức 5" in "mức 5%".
fn stands_alone(law: &str, range: &Range<usize>) -> bool {
    !is_inside(law, range.start) && !is_inside(law, range.end)
}

fn is_inside(law: &str, at: usize) -> bool {
    let mut before = law[..at].chars().rev();
    let mut after = law[at..].chars();
    let (Some(left), Some(right)) = (before.next(), after.next()) else {
        return false;
    };
    let joint = |c: char| matches!(c, '.' | ',' | '/' | ':' | '-' | '–');
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match (left, right) {
        (l, r) if l.is_alphanumeric() && (r.is_alphanumeric() || is_mark(r)) => true,
        (l, '%') => l.is_ascii_digit(),
        (l, '/') => l.is_alphanumeric() && letter(after.next()),
        ('/', r) => r.is_alphanumeric() && letter(before.next()),
        (l, r) if joint(r) => l.is_ascii_digit() && digit(after.next()),
        (l, r) if joint(l) => r.is_ascii_digit() && digit(before.next()),
        _ => false,
    }
}

/// An accent that was typed apart from its letter.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}
