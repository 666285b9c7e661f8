//! A text as words, runs of digits and signs, each with its place.
//!
//! Letters are compared without accents and case as well as with them: "bà" is a person and "ba" is three, unless
//! the whole text was typed without accents. Invisible characters split nothing.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Digits,
    /// One sign; white space is no token.
    Sign(char),
}

/// A word, a run of digits or a sign.
#[derive(Clone, Debug)]
pub(super) struct Token {
    pub(super) kind: Kind,
    pub(super) range: Range<usize>,
    /// In lower case, in NFC; of digits 0 to 9.
    pub(super) lower: String,
    /// The same without accents.
    pub(super) bare: String,
    /// Its first letter is a capital.
    pub(super) capital: bool,
}

impl Token {
    pub(super) fn is_word(&self) -> bool {
        self.kind == Kind::Word
    }

    pub(super) fn is_digits(&self) -> bool {
        self.kind == Kind::Digits
    }

    pub(super) fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    /// A single letter, as it stands for nobody: "ông A".
    pub(super) fn is_letter(&self) -> bool {
        self.is_word() && self.lower.chars().count() == 1
    }
}

/// A text and its tokens.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) tokens: Vec<Token>,
    /// Somebody typed accents: words are then compared with them.
    pub(super) accented: bool,
    /// Most letters are capitals: a capital then tells nothing.
    pub(super) shouted: bool,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let mut tokens: Vec<Token> = Vec::new();
        let mut open = false;
        for (start, c) in text.char_indices() {
            let end = start + c.len_utf8();
            let plain = legal::normalise(c.encode_utf8(&mut [0; 4]));
            let Some(shown) = plain.chars().next() else {
                // Nobody sees it; whoever put it between two digits still wrote one number.
                if let Some(last) = tokens.last_mut().filter(|_| open) {
                    last.range.end = end;
                }
                continue;
            };
            let mark = ('\u{300}'..='\u{36f}').contains(&shown);
            let kind = if mark || shown.is_alphabetic() {
                Kind::Word
            } else if shown.is_numeric() && digit(shown).is_some() {
                Kind::Digits
            } else if shown.is_whitespace() || shown.is_control() {
                open = false;
                continue;
            } else {
                Kind::Sign(shown)
            };
            let letter = digit(shown).unwrap_or(shown);
            match tokens.last_mut() {
                Some(last) if open && last.kind == kind && !matches!(kind, Kind::Sign(_)) => {
                    last.lower.extend(letter.to_lowercase());
                    last.range.end = end;
                }
                _ => tokens.push(Token {
                    kind,
                    range: start..end,
                    lower: letter.to_lowercase().collect(),
                    bare: String::new(),
                    capital: letter.is_uppercase(),
                }),
            }
            open = true;
        }
        for token in &mut tokens {
            token.lower = legal::normalise(&token.lower);
            token.bare = legal::unaccent(&token.lower);
        }
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let capitals = letters().filter(|c| c.is_uppercase()).count();
        Self {
            accented: legal::has_accents(text),
            shouted: capitals * 10 > letters().count() * 7,
            tokens,
        }
    }

    /// Whether a token is one of these words, which are written with their accents.
    pub(super) fn is_one_of(&self, token: &Token, words: &[&str]) -> bool {
        token.is_word()
            && words.iter().any(|word| {
                token.lower == *word || (!self.accented && token.bare == legal::unaccent(word))
            })
    }

    /// Whether the tokens from `at` on are the words of a phrase.
    pub(super) fn starts(&self, at: usize, phrase: &str) -> bool {
        phrase.split(' ').enumerate().all(|(n, word)| {
            self.tokens
                .get(at + n)
                .is_some_and(|token| self.is_one_of(token, &[word]))
        })
    }

    /// The longest of these phrases that begins at `at`, as its number of words.
    pub(super) fn phrase(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases
            .iter()
            .filter(|phrase| self.starts(at, phrase))
            .map(|phrase| phrase.split(' ').count())
            .max()
    }

    /// Whether nothing stands between a token and the next.
    pub(super) fn touches(&self, at: usize) -> bool {
        match (self.tokens.get(at), self.tokens.get(at + 1)) {
            (Some(one), Some(next)) => one.range.end == next.range.start,
            _ => false,
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.tokens.get(at)
    }
}

/// A digit of any script as 0 to 9; full-width digits come from phones and forms.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    }
}
