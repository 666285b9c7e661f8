//! A text as the words, symbols and gaps that the grammar of citations is written over.

use crate::{Symbol, find_symbols, for_each_syllable, has_accents, unaccent};

/// A word or a symbol.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    /// In lower case, tone marks in one place.
    pub(super) word: String,
    pub(super) capital: bool,
    pub(super) symbol: Option<Symbol>,
}

/// What stands between two tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    Space,
    Comma,
    Semicolon,
    /// A full stop, a bracket, a dash: no citation runs over it.
    Stop,
}

/// All tokens of a text.
pub(super) struct Tokens<'t> {
    pub(super) text: &'t str,
    all: Vec<Token>,
    /// Whether words are compared without accents, as the text has none.
    bare: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let bare = !has_accents(text);
        let mut symbols = find_symbols(text).into_iter().peekable();
        let mut all: Vec<Token> = Vec::with_capacity(text.len() / 5);
        let mut covered = 0;
        for_each_syllable(text, &mut String::new(), |range, word| {
            while let Some((span, symbol)) =
                symbols.next_if(|(span, _)| (span.start as usize) < range.end)
            {
                let (start, end) = (span.start as usize, span.end as usize);
                if start >= covered {
                    let word = symbol.normal().to_lowercase();
                    all.push(Token {
                        start,
                        end,
                        word,
                        capital: true,
                        symbol: Some(symbol),
                    });
                    covered = end;
                }
            }
            if range.start >= covered {
                let capital = text[range.start..].starts_with(char::is_uppercase);
                all.push(Token {
                    start: range.start,
                    end: range.end,
                    word: word.to_owned(),
                    capital,
                    symbol: None,
                });
                covered = range.end;
            }
        });
        Self { text, all, bare }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.all.get(at)
    }

    /// The word at a place; empty beyond the end and for symbols.
    pub(super) fn word(&self, at: usize) -> &str {
        self.all
            .get(at)
            .filter(|token| token.symbol.is_none())
            .map_or("", |token| token.word.as_str())
    }

    /// Whether the word is `wanted`; without accents where the text has none.
    pub(super) fn is(&self, at: usize, wanted: &str) -> bool {
        let word = self.word(at);
        !word.is_empty()
            && (word == wanted || (self.bare && !wanted.is_ascii() && word == unaccent(wanted)))
    }

    pub(super) fn is_any(&self, at: usize, wanted: &[&str]) -> bool {
        wanted.iter().any(|wanted| self.is(at, wanted))
    }

    /// How many tokens a phrase of single-spaced words takes at a place; `None` if it does not stand there.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut length = 0;
        for word in phrase.split(' ') {
            let joined = length == 0 || matches!(self.gap(at + length), Gap::Space | Gap::Comma);
            if !joined || !self.is(at + length, word) {
                return None;
            }
            length += 1;
        }
        Some(length)
    }

    /// What stands before a token.
    pub(super) fn gap(&self, at: usize) -> Gap {
        let Some(token) = self.all.get(at) else {
            return Gap::Stop;
        };
        let before = at.checked_sub(1).map_or(0, |before| self.all[before].end);
        let mut gap = Gap::Space;
        for c in self.text[before..token.start].chars() {
            match c {
                ',' if gap == Gap::Space => gap = Gap::Comma,
                ';' => gap = Gap::Semicolon,
                _ if c.is_whitespace() || c == ',' => {}
                _ => return Gap::Stop,
            }
        }
        gap
    }

    /// Whether the character right behind a token is `wanted`.
    pub(super) fn followed_by(&self, at: usize, wanted: impl Fn(char) -> bool) -> bool {
        self.all
            .get(at)
            .is_some_and(|token| self.text[token.end..].starts_with(wanted))
    }

    /// The byte where the token before `at` ends.
    pub(super) fn end_of(&self, at: usize) -> usize {
        at.checked_sub(1)
            .and_then(|last| self.all.get(last))
            .map_or(0, |token| token.end)
    }

    /// The printed words of the tokens `from..to` with single spaces.
    pub(super) fn printed(&self, from: usize, to: usize) -> String {
        let (Some(first), Some(last)) = (
            self.all.get(from),
            to.checked_sub(1).and_then(|last| self.all.get(last)),
        ) else {
            return String::new();
        };
        self.text[first.start..last.end]
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    pub(super) fn is_bare(&self) -> bool {
        self.bare
    }
}
