//! Where quoted words stand in the law, and what they are where they do not.

use std::collections::HashMap;
use std::ops::Range;

use legal::fold_quote;
use search::Evidence;

use super::Seen;

/// A quote has this many characters, or this many syllables: "Điều này" stands everywhere.
const LEAST_CHARACTERS: usize = 12;
const LEAST_SYLLABLES: usize = 4;
/// And this many letters and digits: the dotted lines of a form stand everywhere as well.
const LEAST_LETTERS: usize = 6;

/// Pieces of a stitched quote: each has so many syllables at least, and there are so many at most.
const LEAST_PIECE: usize = 3;
const MOST_PIECES: usize = 6;
/// A quote with this share of its syllables in one place of the law was made from it.
const PARAPHRASED: f32 = 0.6;

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
    let wanted = bare(folded.text());
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
    let found = stands(law, folded_law.text(), wanted, |range| {
        folded_law.original(range)
    });
    let found = found.or_else(|| {
        // "hoà" is "hòa" to everybody but a comparison of letters.
        let (wanted, _) = placed(wanted);
        let (text, places) = placed(folded_law.text());
        stands(law, &text, &wanted, |range| {
            let place = |at: usize| places.get(at).copied().unwrap_or(folded_law.text().len());
            folded_law.original(place(range.start)..place(range.end))
        })
    });
    found.ok_or(Missing::Absent)
}

/// Where words stand in a folded law, as a range of the law itself.
fn stands(
    law: &str,
    text: &str,
    wanted: &str,
    original: impl Fn(Range<usize>) -> Range<usize>,
) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| rest.find(wanted)) {
        let start = from + at;
        let range = trimmed(law, original(start..start + wanted.len()));
        if let Some(range) = range.filter(|range| stands_alone(law, range)) {
            return Some(range);
        }
        from = start + wanted.chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// A folded text with every tone on the letter where [`legal::syllables`] puts it, and for each of its bytes the byte
/// of the folded text that it came from.
fn placed(text: &str) -> (String, Vec<usize>) {
    let (mut made, mut places) = (String::with_capacity(text.len()), Vec::new());
    let mut push = |letters: &str, from: &str, start: usize| {
        for (c, (at, _)) in letters.chars().zip(from.char_indices()) {
            made.push(c);
            places.extend(std::iter::repeat_n(start + at, c.len_utf8()));
        }
    };
    let mut end = 0;
    for (range, word) in legal::syllables(text) {
        let written = &text[range.clone()];
        push(&text[end..range.start], &text[end..range.start], end);
        let same = written.chars().count() == word.chars().count();
        push(if same { &word } else { written }, written, range.start);
        end = range.end;
    }
    push(&text[end..], &text[end..], end);
    (made, places)
}

/// A sentence that is quoted gets a full stop or loses its semicolon, and a cut is marked with dots.
fn bare(words: &str) -> &str {
    words.trim_matches(|c: char| matches!(c, '"' | '…' | '.' | ',' | ';' | ':' | ' '))
}

/// What a quote is that does not stand in the evidence that it names.
pub(super) fn miss(missing: Missing, number: usize, words: &str, evidence: &[Evidence]) -> Seen {
    if missing == Missing::TooShort {
        return Seen::TooShort {
            words: words.trim().to_owned(),
        };
    }
    let elsewhere = evidence
        .iter()
        .enumerate()
        .find(|(at, other)| at + 1 != number && find(words, &other.text).is_ok());
    if let Some((at, _)) = elsewhere {
        return Seen::Misattributed {
            evidence: number,
            stands_in: at + 1,
        };
    }
    let law = number.checked_sub(1).and_then(|at| evidence.get(at));
    let law = law.map_or("", |cited| cited.text.as_str());
    if let Some(pieces) = pieces(words, law) {
        return Seen::Stitched {
            evidence: number,
            pieces,
        };
    }
    match nearest(words, law) {
        Some(nearest) => Seen::Paraphrased {
            evidence: number,
            nearest,
        },
        None => Seen::Absent { evidence: number },
    }
}

/// The pieces of a quote of which each stands in the law: the longest from each place on.
fn pieces(words: &str, law: &str) -> Option<Vec<String>> {
    let (folded, law) = (fold_quote(words), fold_quote(law));
    let law = law.text();
    let all: Vec<Range<usize>> = spaced(folded.text());
    let mut found = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let piece = |to: usize| bare(&folded.text()[all[at].start..all[to].end]);
        let stands = |to: &usize| {
            let piece = piece(*to);
            let mut places = law.match_indices(piece);
            !piece.is_empty()
                && places.any(|(start, _)| stands_alone(law, &(start..start + piece.len())))
        };
        // A mark between two pieces belongs to none.
        if piece(at).is_empty() {
            at += 1;
            continue;
        }
        let last = (at..all.len()).take_while(stands).last()?;
        if last + 1 - at < LEAST_PIECE || found.len() == MOST_PIECES {
            return None;
        }
        found.push(piece(last).to_owned());
        at = last + 1;
    }
    (found.len() > 1).then_some(found)
}

/// The law's words where most of the quoted ones stand.
fn nearest(words: &str, law: &str) -> Option<String> {
    let wanted: Vec<String> = syllables(words);
    let known = legal::syllables(law);
    let width = wanted.len();
    if width == 0 || known.is_empty() {
        return None;
    }
    let mut left: HashMap<&str, i32> = HashMap::new();
    for word in &wanted {
        *left.entry(word).or_default() += 1;
    }
    // How many words of a window as wide as the quote are wanted.
    let (mut count, mut best, mut at) = (0, 0, 0);
    for (end, (_, word)) in known.iter().enumerate() {
        if let Some(open) = left.get_mut(word.as_str()) {
            count += usize::from(*open > 0);
            *open -= 1;
        }
        if end >= width
            && let Some(open) = left.get_mut(known[end - width].1.as_str())
        {
            *open += 1;
            count -= usize::from(*open > 0);
        }
        if count > best {
            (best, at) = (count, (end + 1).saturating_sub(width));
        }
    }
    let last = (at + width).min(known.len()) - 1;
    let near = best as f32 >= PARAPHRASED * width as f32;
    near.then(|| {
        let words = &law[known[at].0.start..known[last].0.end];
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

fn syllables(words: &str) -> Vec<String> {
    legal::syllables(words)
        .into_iter()
        .map(|(_, word)| word)
        .collect()
}

/// What stands between spaces.
fn spaced(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split(' ')
        .map(|word| start(word)..start(word) + word.len())
        .collect()
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
