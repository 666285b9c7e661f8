//! Reads the start of one line, sign by sign.

use super::{LETTERS, Mark};
use crate::Level;

/// A reader of the start of one line.
pub(super) struct Cursor<'l> {
    pub(super) line: &'l str,
    pub(super) at: usize,
}

impl<'l> Cursor<'l> {
    pub(super) fn peek(&self) -> Option<char> {
        self.line[self.at..].chars().next()
    }

    pub(super) fn eat(&mut self, wanted: impl Fn(char) -> bool) -> Option<char> {
        let c = self.peek().filter(|c| wanted(*c))?;
        self.at += c.len_utf8();
        Some(c)
    }

    pub(super) fn spaces(&mut self) -> bool {
        let before = self.at;
        while self.eat(char::is_whitespace).is_some() {}
        self.at > before
    }

    pub(super) fn word(&mut self, word: &str) -> Option<()> {
        let mut ahead = self.at;
        for wanted in word.chars() {
            let c = self.line[ahead..].chars().next()?;
            if c != wanted && !c.to_lowercase().eq(std::iter::once(wanted)) {
                return None;
            }
            ahead += c.len_utf8();
        }
        self.at = ahead;
        Some(())
    }

    pub(super) fn digits(&mut self, most: usize) -> Option<(u32, &'l str)> {
        let start = self.at;
        while self.at - start < most && self.eat(|c| c.is_ascii_digit()).is_some() {}
        let digits = &self.line[start..self.at];
        if self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return None;
        }
        Some((digits.parse().ok()?, digits))
    }

    /// "a" in "3a": a small letter that no word follows.
    pub(super) fn suffix(&mut self, most: usize) -> String {
        let before = self.at;
        let mut suffix = String::new();
        while suffix.chars().count() < most
            && let Some(c) = self.eat(|c| LETTERS.contains(c))
        {
            suffix.push(c);
        }
        if self.peek().is_some_and(char::is_alphanumeric) {
            self.at = before;
            return String::new();
        }
        suffix
    }

    pub(super) fn mark(
        self,
        level: Level,
        label: String,
        key: (u32, u32),
        printed: usize,
        separator: Option<char>,
    ) -> Mark {
        Mark {
            level,
            label,
            key,
            printed,
            rest: self.at,
            separator,
            footnote: false,
            misprint: false,
        }
    }
}
