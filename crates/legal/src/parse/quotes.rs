//! Which lines belong to quoted amending text: they are the proposed words of another document.

use super::{
    lines::{Lines, starts_with_word},
    mark,
};
use crate::Level;

/// For each line, whether it stands inside a quotation that began before it or with its first sign;
/// and the bytes where a quotation never closed.
pub(super) struct Quotes {
    pub(super) inside: Vec<bool>,
    pub(super) unbalanced: Vec<usize>,
}

const OPENERS: [char; 4] = ['“', '‟', '„', '«'];
const CLOSERS: [char; 2] = ['”', '»'];

/// Follows the quotation marks through all lines. A quotation that is never closed ends where the act's own
/// numbering plainly goes on. What a note at the bottom of a page quotes goes on in the notes of the next page.
pub(super) fn follow(lines: &Lines<'_>, notes: &[bool], consolidated: bool) -> Quotes {
    let mut inside = Vec::with_capacity(lines.len());
    let mut unbalanced = Vec::new();
    let mut depth = 0usize;
    let mut other_depth = 0;
    let mut in_note = false;
    let mut opened = 0;
    let mut own = Own {
        consolidated,
        ..Own::default()
    };
    for number in 0..lines.len() {
        let line = lines.get(number);
        let note = notes.get(number).copied().unwrap_or_default();
        if note != in_note {
            std::mem::swap(&mut depth, &mut other_depth);
            in_note = note;
        }
        let quoted_start = line.starts_with(|c| OPENERS.contains(&c) || c == '"');
        if depth > 0 && !note && own.goes_on(lines, number) {
            depth = 0;
            unbalanced.push(opened);
        }
        inside.push(depth > 0 || quoted_start);
        if depth == 0 && !quoted_start && !note {
            own.note(line);
        }
        let mut before = ' ';
        for (at, c) in line.char_indices() {
            let opens = OPENERS.contains(&c)
                || (c == '"' && (before.is_whitespace() || before == '(') && at + 1 < line.len());
            if opens {
                if depth == 0 {
                    opened = lines.all[number].start + at;
                }
                depth += 1;
            } else if CLOSERS.contains(&c) || c == '"' {
                depth = depth.saturating_sub(1);
            }
            before = c;
        }
    }
    if depth > 0 {
        unbalanced.push(opened);
    }
    Quotes { inside, unbalanced }
}

/// The act's own numbering, to know where it goes on.
#[derive(Default)]
struct Own {
    /// Footnotes of consolidated texts quote whole articles at the foot of a page, often without an end.
    consolidated: bool,
    article: u32,
    clause: u32,
    point: Option<u32>,
}

impl Own {
    fn note(&mut self, line: &str) {
        if let Some(found) =
            mark::container(line).filter(|m| m.level == Level::Article && m.separator.is_some())
        {
            *self = Self {
                consolidated: self.consolidated,
                article: found.key.0,
                clause: 0,
                point: None,
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

    /// Whether an unquoted line inside a quotation is the next unit of the act itself: next in number
    /// and an instruction or a final provision.
    fn goes_on(&self, lines: &Lines<'_>, number: usize) -> bool {
        const FINAL: [&str; 8] = [
            "hiệu lực",
            "điều khoản",
            "tổ chức thực hiện",
            "trách nhiệm thi hành",
            "trách nhiệm tổ chức",
            "quy định chuyển tiếp",
            "nghị định này",
            "thông tư này",
        ];
        const INSTRUCTIONS: [&str; 6] = [
            "sửa đổi",
            "bổ sung",
            "bãi bỏ",
            "thay thế",
            "bỏ cụm từ",
            "thay cụm từ",
        ];
        let line = lines.get(number);
        let any =
            |words: &[&str], rest: &str| words.iter().any(|word| starts_with_word(rest, word));
        if let Some(found) = mark::container(line) {
            let rest = &line[found.rest..];
            return found.level == Level::Article
                && found.separator.is_some()
                && found.key == (self.article + 1, 0)
                && (self.consolidated || any(&INSTRUCTIONS, rest) || any(&FINAL, rest));
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
