//! A text as the words, symbols and gaps that the grammar of citations is written over.

use crate::{Symbol, find_symbols, folding, for_each_syllable, has_accents, is_syllable};

/// A word or a symbol. Its letters stand in the buffer that all tokens share, so that a text costs few allocations.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The word in the buffer, in lower case, tone marks in one place; empty for a symbol.
    word: (usize, usize),
    pub(super) capital: bool,
    symbol: Option<u32>,
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
    words: String,
    symbols: Vec<Symbol>,
    /// Whether words are compared without accents, as the text has none.
    bare: bool,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        let mut tokens = Self {
            text,
            all: Vec::with_capacity(text.len() / 5),
            words: String::with_capacity(text.len()),
            symbols: Vec::new(),
            bare: !has_accents(text),
        };
        let mut symbols = find_symbols(text).into_iter().peekable();
        let mut covered = 0;
        for_each_syllable(text, &mut String::new(), |range, word| {
            while let Some((span, symbol)) =
                symbols.next_if(|(span, _)| (span.start as usize) < range.end)
            {
                let (start, end) = (span.start as usize, span.end as usize);
                if start >= covered {
                    tokens.push(start..end, "", true, Some(symbol));
                    covered = end;
                }
            }
            if range.start >= covered {
                covered = range.end;
                tokens.push_words(range, word);
            }
        });
        tokens
    }

    /// A word, or the words that a lost space made one: "tạiĐiều", "thuếvà".
    fn push_words(&mut self, range: std::ops::Range<usize>, word: &str) {
        let mut start = range.start;
        let mut rest = word;
        while let Some(cut) = glued(rest) {
            let letters = rest[..cut].chars().count();
            let printed = &self.text[start..range.end];
            let Some((length, _)) = printed.char_indices().nth(letters) else {
                break;
            };
            self.push_word(start..start + length, &rest[..cut]);
            start += length;
            rest = &rest[cut..];
        }
        self.push_word(start..range.end, rest);
    }

    fn push_word(&mut self, range: std::ops::Range<usize>, word: &str) {
        let capital = self.text[range.start..].starts_with(char::is_uppercase);
        self.push(range, word, capital, None);
    }

    fn push(
        &mut self,
        range: std::ops::Range<usize>,
        word: &str,
        capital: bool,
        symbol: Option<Symbol>,
    ) {
        let from = self.words.len();
        self.words.push_str(word);
        let symbol = symbol.map(|symbol| {
            self.symbols.push(symbol);
            u32::try_from(self.symbols.len() - 1).unwrap_or(u32::MAX)
        });
        self.all.push(Token {
            start: range.start,
            end: range.end,
            word: (from, self.words.len()),
            capital,
            symbol,
        });
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    pub(super) fn get(&self, at: usize) -> Option<&Token> {
        self.all.get(at)
    }

    /// The symbol at a place, if the token there is one.
    pub(super) fn symbol(&self, at: usize) -> Option<&Symbol> {
        self.symbols.get(self.all.get(at)?.symbol? as usize)
    }

    /// The word at a place; empty beyond the end and for symbols.
    pub(super) fn word(&self, at: usize) -> &str {
        self.all
            .get(at)
            .map_or("", |token| &self.words[token.word.0..token.word.1])
    }

    pub(super) fn is_capital(&self, at: usize) -> bool {
        self.all.get(at).is_some_and(|token| token.capital)
    }

    /// Whether the word is `wanted`; without accents where the text has none.
    pub(super) fn is(&self, at: usize, wanted: &str) -> bool {
        let word = self.word(at);
        !word.is_empty() && (word == wanted || (self.bare && folding::is_bare_of(word, wanted)))
    }

    pub(super) fn is_any(&self, at: usize, wanted: &[&str]) -> bool {
        wanted.iter().any(|wanted| self.is(at, wanted))
    }

    /// How many tokens a phrase of single-spaced words takes at a place; `None` if it does not stand there.
    pub(super) fn phrase(&self, at: usize, phrase: &str) -> Option<usize> {
        let mut length = 0;
        for word in phrase.split(' ') {
            if !self.is(at + length, word) {
                return None;
            }
            let joined = length == 0 || matches!(self.gap(at + length), Gap::Space | Gap::Comma);
            if !joined {
                return None;
            }
            length += 1;
        }
        Some(length)
    }

    /// The token behind the first of `phrases` that stands at a place.
    pub(super) fn after_phrase(&self, at: usize, phrases: &[&str]) -> Option<usize> {
        phrases
            .iter()
            .find_map(|phrase| Some(at + self.phrase(at, phrase)?))
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

    /// Whether nothing but `sign` and white space stands before a token.
    pub(super) fn only_before(&self, at: usize, sign: &str) -> bool {
        self.all
            .get(at)
            .is_some_and(|token| self.text[self.end_of(at)..token.start].trim() == sign)
    }

    /// Whether the character right behind a token is `wanted`.
    pub(super) fn followed_by(&self, at: usize, wanted: impl Fn(char) -> bool) -> bool {
        self.all
            .get(at)
            .is_some_and(|token| self.text[token.end..].starts_with(wanted))
    }

    /// Whether a dot and nothing else stands between a token and the next: "I.6", "a.1".
    pub(super) fn dotted_on(&self, at: usize) -> bool {
        match (self.all.get(at), self.all.get(at + 1)) {
            (Some(token), Some(next)) => self.text.get(token.end..next.start) == Some("."),
            _ => false,
        }
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

    /// Whether a citation may begin at a token: a cheap question that spares most words the grammar.
    pub(super) fn may_start(&self, at: usize) -> bool {
        let Some(token) = self.all.get(at) else {
            return false;
        };
        if token.symbol.is_some() {
            return true;
        }
        let word = self.word(at);
        let first = word.as_bytes().first().copied().unwrap_or_default();
        // "k2", "đ7" and "điều5" are heads and labels in one.
        if matches!(first, b'k' | b'd' | 0xc4) && word.as_bytes().iter().any(u8::is_ascii_digit) {
            return true;
        }
        if matches!(word, "k" | "kh" | "d" | "đ") {
            return self.followed_by(at, |c| c == '.');
        }
        if self.bare {
            return STARTERS
                .iter()
                .any(|starter| folding::is_bare_of(word, starter));
        }
        STARTERS.binary_search(&word).is_ok()
    }
}

/// Where the first of two words ends that stand without a space between them, one of them a word of citations.
fn glued(word: &str) -> Option<usize> {
    const WORDS: [&str; 12] = [
        "điều", "khoản", "điểm", "luật", "nghị", "thông", "của", "và", "này", "ngày", "năm", "tại",
    ];
    const SHORTEST: usize = 6;
    const LONGEST: usize = 40;
    if !(SHORTEST..=LONGEST).contains(&word.len()) || word.is_ascii() {
        return None;
    }
    let apart = |cut: usize| {
        let (first, second) = word.split_at(cut);
        let is_word = |word: &str| {
            // "tạiĐiều8" lost two spaces.
            let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
            WORDS.contains(&letters) || is_syllable(word)
        };
        !first.is_empty() && is_word(first) && (is_word(second) || glued(second).is_some())
    };
    let behind = WORDS.iter().filter_map(|known| word.find(known));
    let cut = WORDS
        .iter()
        .filter(|known| word.starts_with(*known))
        .map(|known| known.len())
        .chain(behind)
        .find(|cut| *cut < word.len() && apart(*cut))?;
    (!is_syllable(word)).then_some(cut)
}

/// The first words of citations, sorted by their bytes.
const STARTERS: [&str; 52] = [
    "biểu", "blds", "blhs", "blld", "bllđ", "blttds", "bltths", "bộ", "chiến", "chương", "chỉ",
    "ct", "các", "câu", "công", "gạch", "hiến", "hướng", "khoản", "kế", "luật", "lệnh", "mẫu",
    "mục", "nd", "nghi", "nghị", "những", "nq", "nđ", "nội", "pháp", "phương", "phần", "phụ", "qd",
    "quy", "quyết", "qđ", "thông", "tiết", "tiểu", "tt", "ttlt", "tên", "từ", "vbhn", "văn",
    "điều", "điểm", "đoạn", "đề",
];
