//! The tokenizers: syllables, and pairs of neighbours, of text that was split before.

use tantivy::{
    Index,
    tokenizer::{Token, TokenStream, Tokenizer},
};

pub(super) const SYLLABLES: &str = "cancu_syllables";
pub(super) const BIGRAMS: &str = "cancu_bigrams";

/// Splits text that [`super::joined`] made, at its single spaces: `span` neighbours a token.
#[derive(Clone)]
struct Joined {
    span: usize,
    token: Token,
}

struct JoinedStream<'a> {
    text: &'a str,
    /// Where the next token starts, and where each syllable of it ends.
    start: usize,
    span: usize,
    token: &'a mut Token,
}

impl Tokenizer for Joined {
    type TokenStream<'a> = JoinedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> JoinedStream<'a> {
        self.token.reset();
        JoinedStream {
            text,
            start: 0,
            span: self.span,
            token: &mut self.token,
        }
    }
}

impl TokenStream for JoinedStream<'_> {
    fn advance(&mut self) -> bool {
        let rest = self.text.get(self.start..).unwrap_or_default();
        if rest.is_empty() {
            return false;
        }
        let mut ends = rest
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b' ')
            .map(|(at, _)| at);
        let first = ends.next();
        let end = match (self.span, first) {
            (1, end) => end.unwrap_or(rest.len()),
            (_, Some(_)) => ends.next().unwrap_or(rest.len()),
            (_, None) => return false,
        };
        self.token.text.clear();
        self.token.text.push_str(&rest[..end]);
        self.token.position = self.token.position.wrapping_add(1);
        self.token.offset_from = self.start;
        self.token.offset_to = self.start + end;
        self.start += first.map_or(rest.len(), |space| space + 1);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}

pub(super) fn register(index: &Index) {
    for (name, span) in [(SYLLABLES, 1), (BIGRAMS, 2)] {
        index.tokenizers().register(
            name,
            Joined {
                span,
                token: Token::default(),
            },
        );
    }
}
