//! Forms to compare Vietnamese text by: NFC, without accents, folded for quotes with a way back to the original.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::decompose_canonical, is_nfc};

/// A folded text and, for each of its bytes, the byte of the original it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// `origin[i]` is the start of the original character that made byte `i`; one more entry for the end.
    origin: Vec<u32>,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original from which the folded bytes `range` were made, widened to whole letters
    /// with their marks. Both ends are character boundaries of the original.
    pub fn original(&self, range: Range<usize>) -> Range<usize> {
        let at = |byte: usize| {
            self.origin
                .get(byte)
                .or(self.origin.last())
                .copied()
                .unwrap_or_default()
        };
        let start = at(range.start);
        let mut end = range.end;
        // An end inside the bytes of one letter would cut that letter off.
        while end > range.start && end < self.text.len() && at(end) == at(end - 1) {
            end += 1;
        }
        start as usize..at(end).max(start) as usize
    }

    fn push(&mut self, c: char, origin: usize) {
        self.text.push(c);
        let origin = u32::try_from(origin).unwrap_or(u32::MAX);
        self.origin
            .extend(std::iter::repeat_n(origin, c.len_utf8()));
    }
}

/// NFC; Ð and Ɖ become Đ; no-break and other odd spaces become a space; soft hyphens, zero-width and
/// bidi controls, BOMs and private-use bullets are dropped. Line breaks stay.
pub fn normalise(text: &str) -> String {
    if text.is_ascii() || (is_nfc(text) && text.chars().all(|c| plain(c) == Some(c))) {
        return text.to_owned();
    }
    text.chars().filter_map(plain).nfc().collect()
}

/// Folds for the comparison of quotes: `normalise`, lower case, every dash to `-` without spaces round it,
/// every quote mark to `"`, runs of white space and line breaks to one space, ends trimmed.
/// A hyphen at a line end keeps its hyphen and loses the break.
pub fn fold_quote(text: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        origin: Vec::with_capacity(text.len() + 1),
    };
    let mut space: Option<usize> = None;
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    let mut group = String::new();
    while let Some((start, printed)) = letters.next() {
        let Some(c) = plain(printed) else { continue };
        if c.is_whitespace() {
            space = space.or(Some(start));
            continue;
        }
        let c = compared(c);
        if c == '-' {
            space = None;
        } else if let Some(from) = space.take()
            && !folded.text.is_empty()
            && !folded.text.ends_with('-')
        {
            folded.push(' ', from);
        }
        end = start + printed.len_utf8();
        // A letter and its marks are composed together, so that each folded byte knows its whole letter.
        let marked = |next: &(usize, char)| is_mark(next.1) || plain(next.1).is_none();
        if c.is_ascii() && !letters.peek().is_some_and(marked) {
            folded.push(c.to_ascii_lowercase(), start);
            continue;
        }
        group.clear();
        group.push(c);
        while let Some((at, mark)) = letters.next_if(marked) {
            if is_mark(mark) {
                group.push(mark);
                end = at + mark.len_utf8();
            }
        }
        for c in group.nfc() {
            folded.push(lower(compared(c)), start);
        }
    }
    folded.origin.push(u32::try_from(end).unwrap_or(u32::MAX));
    folded
}

/// Without accents: "Đường sá" is "Duong sa". Case is kept.
pub fn unaccent(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if !is_mark(c) {
            plain.push(bare(c));
        }
    }
    plain
}

/// Whether `word`, which has no accents, is `wanted` without its accents.
pub(crate) fn is_bare_of(word: &str, wanted: &str) -> bool {
    let mut letters = word.chars();
    wanted
        .chars()
        .filter(|c| !is_mark(*c))
        .all(|c| letters.next() == Some(bare(c)))
        && letters.next().is_none()
}

/// Whether any Vietnamese accent or đ stands in the text: a question without any is searched unaccented.
pub fn has_accents(text: &str) -> bool {
    !text.is_ascii() && text.chars().any(|c| is_mark(c) || bare(c) != c)
}

/// The letter without its accents; others as they are.
fn bare(c: char) -> char {
    match c {
        '\0'..='\u{bf}' => c,
        'đ' | 'ð' | 'ɖ' => 'd',
        'Đ' | 'Ð' | 'Ɖ' => 'D',
        _ => {
            let mut first = c;
            let mut seen = false;
            decompose_canonical(c, |part| {
                if !seen {
                    first = part;
                    seen = true;
                }
            });
            // Only Latin letters: the parts of a Korean syllable are no accents.
            if first.is_ascii_alphabetic() {
                first
            } else {
                c
            }
        }
    }
}

/// The character as normalised text has it; `None` where it is dropped.
pub(crate) fn plain(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}' => Some(c),
        '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}' => {
            Some(' ')
        }
        '\u{85}' | '\u{2028}' | '\u{2029}' => Some('\n'),
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' => {
            None
        }
        // Tag characters spell ASCII that nobody sees, and a language model reads.
        '\u{feff}' | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{e007f}' => None,
        'Ð' | 'Ɖ' => Some('Đ'),
        'ð' | 'ɖ' => Some('đ'),
        _ => Some(c),
    }
}

/// Dashes and quote marks as one of each.
fn compared(c: char) -> char {
    match c {
        _ if is_dash(c) => '-',
        '\'' | '`' | '´' | '‘' | '’' | '‚' | '‛' | '′' | '‹' | '›' => '"',
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' => '"',
        _ => c,
    }
}

/// Every dash that is printed for a hyphen.
pub(crate) fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

/// The combining marks that Vietnamese and its neighbours are written with.
pub(crate) fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Lower case, letter for letter.
pub(crate) fn lower(c: char) -> char {
    match c {
        '\0'..='\u{7f}' => c.to_ascii_lowercase(),
        '\u{1ea0}'..='\u{1ef9}' => char::from_u32(u32::from(c) | 1).unwrap_or(c),
        'à'..='ÿ' | 'đ' | 'ă' | 'ơ' | 'ư' | 'ĩ' | 'ũ' => c,
        'Đ' | 'Ð' | 'Ɖ' => 'đ',
        'İ' => 'i',
        _ => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests;
