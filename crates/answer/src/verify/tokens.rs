//! A text as the row of what is compared: words, cues, figures. Names of provisions are left out: they are checked by
//! themselves.

use std::ops::Range;

use legal::{find_citations, fold_quote, syllables};

use super::cues::{self, Cue};
use crate::figures::{Figure, figures};

/// A text that is compared.
pub(super) struct Text {
    /// Folded.
    pub(super) words: String,
    pub(super) tokens: Vec<Token>,
    pub(super) figures: Vec<Figure>,
}

/// A word, a cue or a figure.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// The word; that of a cue or a figure as it is written.
    pub(super) word: String,
    /// Bytes of the folded text.
    pub(super) range: Range<usize>,
    /// Number of the sentence or clause.
    pub(super) sentence: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A word with a meaning of its own.
    Word,
    /// A word that names who acts or at which level: "cấp", "tỉnh", "người".
    Actor,
    /// A word that every text has: "của", "và".
    Filler,
    /// What turns a sentence round.
    Cue(Cue),
    /// Place in `figures`.
    Figure(usize),
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let folded = fold_quote(text);
        let figures = figures(text);
        let names: Vec<Range<usize>> = find_citations(text)
            .iter()
            .map(|found| found.span.start as usize..found.span.end as usize)
            .collect();
        let is_name = |range: &Range<usize>| {
            let range = folded.original(range.clone());
            names
                .iter()
                .any(|name| name.start <= range.start && range.end <= name.end)
        };
        let words = folded.text();
        let mut raw: Vec<(Range<usize>, String)> = Vec::new();
        for (range, word) in syllables(words) {
            match cues::spelled_out(&word) {
                Some(whole) => {
                    raw.extend(whole.split(' ').map(|one| (range.clone(), one.to_owned())));
                }
                None => raw.push((range, word)),
            }
        }
        let ends = ends(words);
        let sentence = |at: usize| ends.partition_point(|end| *end <= at);
        let mut tokens: Vec<Token> = Vec::with_capacity(raw.len());
        let (mut at, mut figure) = (0, 0);
        while at < raw.len() {
            let (range, word) = &raw[at];
            while figures
                .get(figure)
                .is_some_and(|one| one.range().end <= range.start)
            {
                figure += 1;
            }
            if let Some(found) = figures
                .get(figure)
                .filter(|one| one.range().start <= range.start)
            {
                tokens.push(Token {
                    kind: Kind::Figure(figure),
                    word: found.written().to_owned(),
                    range: found.range(),
                    sentence: sentence(found.range().start),
                });
                let end = found.range().end;
                at += raw[at..]
                    .iter()
                    .take_while(|(range, _)| range.start < end)
                    .count()
                    .max(1);
                figure += 1;
                continue;
            }
            if is_name(range) {
                at += 1;
                continue;
            }
            // A figure with its bound begins in front of the cue that its bound would be.
            let limit = figures
                .get(figure)
                .map_or(usize::MAX, |one| one.range().start);
            let here = raw[at..]
                .iter()
                .take_while(|(range, _)| range.start < limit);
            let here: Vec<&str> = here
                .take(cues::LONGEST)
                .map(|(_, word)| word.as_str())
                .collect();
            let (kind, count) = cues::read(&here);
            let end = raw[at + count - 1].0.end;
            tokens.push(Token {
                kind,
                word: if count == 1 {
                    word.clone()
                } else {
                    words[range.start..end].to_owned()
                },
                range: range.start..end,
                sentence: sentence(range.start),
            });
            at += count;
        }
        Self {
            words: words.to_owned(),
            tokens,
            figures,
        }
    }

    /// The words of some tokens, from the first to the last.
    pub(super) fn said(&self, tokens: Range<usize>) -> &str {
        match (
            self.tokens.get(tokens.start),
            self.tokens[..tokens.end].last(),
        ) {
            (Some(first), Some(last)) if first.range.start < last.range.end => {
                &self.words[first.range.start..last.range.end]
            }
            _ => "",
        }
    }
}

/// Where sentences and clauses end: a line break is no more than a space here, so a full stop or a semicolon does.
fn ends(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let stop = |at: &usize| {
        matches!(bytes[*at], b';' | b'.') && bytes.get(at + 1).is_none_or(|next| *next == b' ')
    };
    (0..bytes.len()).filter(stop).map(|at| at + 1).collect()
}
