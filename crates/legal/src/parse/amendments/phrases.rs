//! Surgery on phrases: “A” is replaced by “B”, “A” comes in behind “B”, “A” goes.

use std::ops::Range;

use super::super::quotes::Quotation;
use crate::AmendmentKind;

/// What stands between a verb and a quoted phrase.
pub(super) const PHRASE_WORDS: [&str; 9] = [
    "cụm từ",
    "từ",
    "các từ",
    "nội dung",
    "đoạn",
    "dấu",
    "chữ",
    "số",
    "câu",
];

/// A phrase that goes, comes, or is replaced; bytes of the whole text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Phrases {
    pub(super) kind: AmendmentKind,
    pub(super) old: Option<Range<usize>>,
    pub(super) new: Option<Range<usize>>,
}

impl Phrases {
    /// Whether both phrases of a replacement are known; a heading may name the first alone.
    pub(super) fn is_whole(&self) -> bool {
        self.kind != AmendmentKind::ReplacePhrase || self.new.is_some()
    }
}

/// Lower case with every byte at its place.
pub(super) fn lower(text: &str) -> String {
    let small = |c: char| {
        let mut small = c.to_lowercase();
        match (small.next(), small.next()) {
            (Some(one), None) if one.len_utf8() == c.len_utf8() => one,
            _ => c,
        }
    };
    text.chars().map(small).collect()
}

/// The phrases of a sentence that works on words: which go and which come.
pub(super) fn surgery(
    plain: &str,
    range: &Range<usize>,
    kind: AmendmentKind,
    base: usize,
    phrases: &[&Quotation],
) -> Vec<Phrases> {
    let Some(first) = phrases.first() else {
        return Vec::new();
    };
    let small = lower(&plain[range.clone()]);
    let base = base + range.start;
    let at = |byte: usize| (byte - base).min(small.len());
    let lead = small[..at(first.open)].trim_end();
    if !PHRASE_WORDS.iter().any(|word| lead.ends_with(word)) {
        return Vec::new();
    }
    let between = |from: usize, to: usize, words: &[&str]| {
        let gap = &small[at(from)..at(to)];
        words.iter().any(|word| gap.contains(word))
    };
    let links: &[&str] = match kind {
        AmendmentKind::Insert => &["sau", "trước", "vào"],
        _ => &["bằng", "thành", "sang"],
    };
    // Behind the link stand the words that come (or, for words put in, those they stand next to).
    let turn = phrases
        .windows(2)
        .position(|pair| between(pair[0].end, pair[1].open, links))
        .map_or(phrases.len(), |n| n + 1);
    let second = phrases.get(turn).map(|phrase| phrase.words.clone());
    phrases[..turn]
        .iter()
        .map(|phrase| {
            let words = Some(phrase.words.clone());
            match kind {
                AmendmentKind::Insert => Phrases {
                    kind: AmendmentKind::InsertPhrase,
                    old: second.clone(),
                    new: words,
                },
                AmendmentKind::Repeal => Phrases {
                    kind: AmendmentKind::RepealPhrase,
                    old: words,
                    new: None,
                },
                _ => Phrases {
                    kind: AmendmentKind::ReplacePhrase,
                    old: words,
                    new: second.clone(),
                },
            }
        })
        .collect()
}
