//! The act's own numbering beside what it quotes: it tells where a quotation without an end must have ended.

use super::{
    super::{
        lines::{Lines, starts_with_word},
        mark, signature,
    },
    INSTRUCTIONS, OPENERS,
};
use crate::Level;

/// The act's own numbering, to know where it goes on.
#[derive(Default)]
pub(super) struct Own {
    /// Footnotes of consolidated texts quote whole articles at the foot of a page, often without an end.
    consolidated: bool,
    article: u32,
    clause: u32,
    point: Option<u32>,
    /// The last article inside the open quotation.
    quoted: Option<u32>,
}

impl Own {
    pub(super) fn new(consolidated: bool) -> Self {
        Self {
            consolidated,
            ..Self::default()
        }
    }

    pub(super) fn note(&mut self, line: &str) {
        self.quoted = None;
        // Old acts leave the dot out; then only the next number counts.
        let article = mark::container(line).filter(|m| {
            let next = m.key == (self.article + 1, 0)
                && !line[m.rest..].starts_with(|c: char| !c.is_uppercase());
            m.level == Level::Article && (m.separator.is_some() || next)
        });
        if let Some(found) = article {
            *self = Self {
                consolidated: self.consolidated,
                article: found.key.0,
                ..Self::default()
            };
        } else if let Some(found) = mark::inner(line) {
            match found.level {
                Level::Clause if found.key.0 == self.clause + 1 => {
                    self.clause = found.key.0;
                    self.point = None;
                }
                Level::Point => self.point = Some(found.key.0),
                _ => {}
            }
        }
    }

    pub(super) fn note_quoted(&mut self, line: &str) {
        let words = line.trim_start_matches(OPENERS);
        if let Some(found) =
            mark::container(words).filter(|m| m.level == Level::Article && m.separator.is_some())
        {
            self.quoted = Some(found.key.0);
        }
    }

    /// Whether an unquoted line inside a quotation is the next unit of the act itself: next in number
    /// and an instruction or a final provision; or the signature.
    pub(super) fn goes_on(&self, lines: &Lines<'_>, number: usize) -> bool {
        const FINAL: [&str; 11] = [
            "hiệu lực",
            "điều khoản",
            "tổ chức thực hiện",
            "trách nhiệm thi hành",
            "trách nhiệm tổ chức",
            "quy định chuyển tiếp",
            "nghị định này",
            "thông tư này",
            "luật này",
            "nghị quyết này",
            "quyết định này",
        ];
        let line = lines.get(number);
        let any =
            |words: &[&str], rest: &str| words.iter().any(|word| starts_with_word(rest, word));
        if let Some(found) = mark::container(line) {
            // "Điều 3" alone is told by the line below.
            let bare = found.rest == line.len();
            let rest = if bare {
                lines.get(number + 1)
            } else {
                &line[found.rest..]
            };
            let next = found.level == Level::Article
                && (bare || found.separator.is_some())
                && found.key == (self.article + 1, 0);
            // The quoted text counts otherwise: this number is none of its own.
            let foreign = self.quoted.is_some_and(|quoted| quoted + 1 != found.key.0)
                && self.article > 0
                && !bare
                && lines.after_sentence(number)
                && rest.starts_with(char::is_uppercase);
            return next
                && (self.consolidated || any(&INSTRUCTIONS, rest) || any(&FINAL, rest) || foreign);
        }
        if self.article > 0
            && line.starts_with(['T', 'K'])
            && signature::is_signature(lines, number)
        {
            return true;
        }
        let Some(found) = mark::inner(line) else {
            return false;
        };
        let next = match found.level {
            Level::Clause => found.key == (self.clause + 1, 0) && self.clause > 0,
            Level::Point => self.point.is_some_and(|point| found.key == (point + 1, 0)),
            _ => false,
        };
        next && any(&INSTRUCTIONS, &line[found.rest..]) && lines.after_sentence(number)
    }
}
