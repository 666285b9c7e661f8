//! Words as the legacy encodings part them: the signs of Latin-1 are letters of TCVN3.

use std::ops::Range;

use super::Tag;

/// A word and where it stands.
pub(super) struct Word<'a> {
    pub(super) text: &'a str,
    pub(super) range: Range<usize>,
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
        || matches!(c, '\u{a1}'..='\u{ff}' | '\u{300}'..='\u{36f}' | '\u{f021}'..='\u{f0ff}')
        || Tag::of(c).is_some()
}

/// The words of a text that have other letters than those of ASCII.
pub(super) fn words(text: &str) -> Vec<Word<'_>> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (is_letter(c), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                start = None;
                let word = &text[from..at];
                if !word.is_ascii() {
                    found.push(Word {
                        text: word,
                        range: from..at,
                    });
                }
            }
            _ => {}
        }
    }
    found
}

/// TCVN3 has no capitals with tones: "TOµN" was written for TOÀN. Words whose plain letters are all capitals, two at
/// least, or one beside such a word ("X· HéI"), are raised wholly where they were converted.
pub(super) fn raised(made: &str, before: &str) -> String {
    let new: Vec<&str> = made.split(' ').collect();
    let old: Vec<&str> = before.split(' ').collect();
    if new.len() != old.len() {
        return made.to_owned();
    }
    let capitals = |word: &str| word.chars().filter(char::is_ascii_uppercase).count();
    let shouts = |word: &str, least: usize| {
        capitals(word) >= least && !word.chars().any(|c| c.is_ascii_lowercase())
    };
    let loud: Vec<bool> = old.iter().map(|word| shouts(word, 2)).collect();
    let raise = |(n, word): (usize, &&str)| {
        let beside = n > 0 && loud[n - 1] || loud.get(n + 1).copied().unwrap_or_default();
        if old[n] != *word && (loud[n] || beside && shouts(old[n], 1)) {
            word.to_uppercase()
        } else {
            (*word).to_owned()
        }
    };
    new.iter()
        .enumerate()
        .map(raise)
        .collect::<Vec<_>>()
        .join(" ")
}
