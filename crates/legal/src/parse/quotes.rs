//! Which words are quoted: amending text is the proposed text of another document, phrases are only mentioned.

use std::ops::Range;

use self::own::Own;
use super::{
    lines::{Lines, starts_with_word},
    mark,
};

mod own;

/// Words between marks of quotation, outermost marks only.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Quotation {
    /// The byte of the opening mark.
    pub(super) open: usize,
    /// The words, marks left out.
    pub(super) words: Range<usize>,
    /// The byte behind the closing mark.
    pub(super) end: usize,
    /// Whether it gives whole units or paragraphs, not a phrase in a sentence.
    pub(super) block: bool,
}

/// For each line, whether it stands inside a quotation that began before it or with its first sign; the
/// quotations themselves; and the bytes where one was opened that never closed.
#[derive(Default)]
pub(super) struct Quotes {
    pub(super) inside: Vec<bool>,
    pub(super) all: Vec<Quotation>,
    pub(super) unbalanced: Vec<usize>,
    /// The bytes where a phrase inside a quotation is closed that was never opened.
    pub(super) stray: Vec<usize>,
}

/// Words with which an instruction names a unit, behind its verb.
pub(super) const UNITS: [&str; 10] = [
    "điều",
    "khoản",
    "điểm",
    "các điều",
    "các khoản",
    "các điểm",
    "chương",
    "mục",
    "phụ lục",
    "các phụ lục",
];
/// Verbs with which an instruction to amend begins.
pub(super) const INSTRUCTIONS: [&str; 8] = [
    "sửa đổi",
    "bổ sung",
    "bãi bỏ",
    "thay thế",
    "bỏ cụm từ",
    "bỏ từ",
    "thay cụm từ",
    "thay từ",
];

const OPENERS: [char; 4] = ['“', '‟', '„', '«'];
const CLOSERS: [char; 2] = ['”', '»'];
/// A phrase that is not closed within so many lines has lost its closing mark.
const LONGEST_PHRASE: usize = 6;
/// An instruction to amend stands no farther above what it quotes.
const LEAD_IN: usize = 6;

/// Follows the quotation marks through all lines. A quotation that is never closed ends where the act's own
/// numbering plainly goes on. What a note at the bottom of a page quotes goes on in the notes of the next page.
pub(super) fn follow(lines: &Lines<'_>, notes: &[bool], consolidated: bool) -> Quotes {
    let mut found = Quotes::default();
    let mut state = State::default();
    let mut other = State::default();
    let mut in_note = false;
    let mut own = Own::new(consolidated);
    for number in 0..lines.len() {
        let line = lines.get(number);
        let note = notes.get(number).copied().unwrap_or_default();
        if note != in_note {
            std::mem::swap(&mut state, &mut other);
            in_note = note;
        }
        let quoted_start = opens_line(line);
        if !note && state.has_lost_its_end(&own, lines, number) {
            state.give_up(lines, number, &mut found);
        }
        let within = state.open.is_some();
        found.inside.push(within || quoted_start);
        if within || quoted_start {
            own.note_quoted(line);
        } else if !note {
            own.note(line);
        }
        state.read(lines, number, &mut found);
    }
    for state in [state, other] {
        state.finish(lines, &mut found);
    }
    found.all.sort_by_key(|quotation| quotation.open);
    found.unbalanced.sort_unstable();
    found
}

/// Whether a line begins with a mark that opens: one made for it, or a straight one before a word.
fn opens_line(line: &str) -> bool {
    let mut letters = line.chars();
    letters.next().is_some_and(|c| {
        OPENERS.contains(&c)
            || (c == '"' && letters.next().is_some_and(|next| !next.is_whitespace()))
            || (is_single(c) && labelled(letters.as_str()))
    })
}

/// A recogniser's reading of “; only a label behind it makes it a mark of quotation.
fn is_single(c: char) -> bool {
    matches!(c, '\'' | '‘' | '¡')
}

/// Whether words begin with the label of a unit.
fn labelled(words: &str) -> bool {
    let words = words.trim_start();
    mark::container(words).is_some() || mark::inner(words).is_some()
}

/// What is open in one stream of lines (the text, or its notes).
#[derive(Default)]
struct State {
    open: Option<Open>,
}

struct Open {
    at: usize,
    words: usize,
    line: usize,
    depth: usize,
    block: bool,
    /// Opened with a sign that closes only at the end of a line.
    single: bool,
}

impl State {
    /// Whether the open quotation must have ended before this line.
    fn has_lost_its_end(&self, own: &Own, lines: &Lines<'_>, number: usize) -> bool {
        let Some(open) = &self.open else {
            return false;
        };
        if open.block {
            return own.goes_on(lines, number);
        }
        number > open.line + LONGEST_PHRASE
            || own.goes_on(lines, number)
            || (lines.after_sentence(number) && labelled(lines.get(number)))
    }

    fn give_up(&mut self, lines: &Lines<'_>, number: usize, found: &mut Quotes) {
        if let Some(open) = self.open.take() {
            found.unbalanced.push(open.at);
            let end = number.checked_sub(1).map_or(0, |last| lines.all[last].end);
            // A phrase without an end says nothing.
            if open.block {
                found.all.push(open.closed(end, end));
            }
        }
    }

    fn finish(mut self, lines: &Lines<'_>, found: &mut Quotes) {
        self.give_up(lines, lines.len(), found);
    }

    /// Follows the marks of one line.
    fn read(&mut self, lines: &Lines<'_>, number: usize, found: &mut Quotes) {
        let line = lines.get(number);
        let start = lines.all[number].start;
        let mut before = ' ';
        for (at, c) in line.char_indices() {
            let after = at + c.len_utf8();
            let rest = &line[after..];
            let opens = OPENERS.contains(&c)
                || (c == '"'
                    && (before.is_whitespace() || before == '(')
                    && rest.starts_with(|c: char| !c.is_whitespace() && c != '.' && c != ';'))
                || (at == 0 && is_single(c) && labelled(rest));
            if opens {
                self.opens(lines, number, at, after, found);
            } else if CLOSERS.contains(&c) || c == '"' {
                self.closes(start + at, start + after, number, rest, found);
            } else if matches!(c, '\'' | '’') && self.open.is_some() && ends_line(rest) {
                let doubled = before == c;
                if self
                    .open
                    .as_ref()
                    .is_some_and(|open| open.single || doubled)
                {
                    let at = if doubled { at - c.len_utf8() } else { at };
                    self.closes(start + at, start + after, number, rest, found);
                }
            }
            before = c;
        }
    }

    fn opens(
        &mut self,
        lines: &Lines<'_>,
        number: usize,
        at: usize,
        after: usize,
        found: &mut Quotes,
    ) {
        let line = lines.get(number);
        let start = lines.all[number].start;
        // A labelled unit that opens inside a block: the mark that closed the block was lost.
        let lost = at == 0 && lines.after_sentence(number) && labelled(&line[after..]);
        if let Some(open) = &mut self.open {
            let given_up =
                lost && open.block && (ends_with_closer(line) || !line[after..].contains(CLOSERS));
            if !given_up {
                open.depth += 1;
                return;
            }
            self.give_up(lines, number, found);
        }
        self.open = Some(Open {
            at: start + at,
            words: start + after,
            line: number,
            depth: 1,
            block: is_block(lines, number, at, after, found),
            single: line[at..].starts_with(is_single),
        });
    }

    fn closes(&mut self, at: usize, after: usize, number: usize, rest: &str, found: &mut Quotes) {
        let Some(open) = &mut self.open else { return };
        // Inside a block a mark in the middle of a later line closes a phrase whose opening mark was lost.
        if open.depth == 1 && open.block && number > open.line && !ends_line(rest) {
            found.stray.push(at);
            return;
        }
        open.depth -= 1;
        if open.depth == 0
            && let Some(open) = self.open.take()
        {
            found.all.push(open.closed(at, after));
        }
    }
}

impl Open {
    fn closed(self, at: usize, end: usize) -> Quotation {
        Quotation {
            open: self.at,
            words: self.words..at.max(self.words),
            end: end.max(self.words),
            block: self.block,
        }
    }
}

fn ends_with_closer(line: &str) -> bool {
    line.trim_end_matches(['.', ';', ',', ' '])
        .ends_with(['”', '»', '"'])
}

/// Whether only stops, further marks and the number of a note follow on the line.
fn ends_line(rest: &str) -> bool {
    // A bound: no line ends with more marks than this.
    rest.len() <= 40
        && rest.chars().all(|c| {
            matches!(
                c,
                '.' | ';' | ',' | ':' | '”' | '"' | '»' | '\'' | '’' | '/'
            ) || c.is_whitespace()
                || c.is_ascii_digit()
        })
}

/// Whether what opens here is amending text: it stands on its own lines or behind a colon, under an instruction.
fn is_block(lines: &Lines<'_>, number: usize, at: usize, after: usize, found: &Quotes) -> bool {
    let line = lines.get(number);
    let before = line[..at].trim_end();
    let own_line = before.is_empty();
    let above = number.checked_sub(1).map_or("", |above| lines.get(above));
    if own_line && lines.wrapped && names_phrase(above) {
        return false;
    }
    if own_line && labelled(&line[after..]) {
        return true;
    }
    let under = own_line && (lines.after_sentence(number) || is_instruction(above));
    (before.ends_with(':') || under)
        && (follows_block(lines, number, found) || has_instruction(lines, number, before))
}

/// Whether the line above breaks off where a phrase is to follow: "thay thế cụm từ", "bằng", "và".
fn names_phrase(above: &str) -> bool {
    const LAST: [&str; 14] = [
        "từ", "cụm", "dung", "chữ", "số", "câu", "đoạn", "bằng", "thành", "sau", "trước", "và",
        "là", "hoặc",
    ];
    let last = above.rsplit(char::is_whitespace).next().unwrap_or_default();
    above.ends_with(',') || LAST.contains(&last.to_lowercase().as_str())
}

/// Whether a line is a label and an instruction: "Điều 3. Sửa đổi khoản 3 Điều 5", "a) Bãi bỏ …".
fn is_instruction(line: &str) -> bool {
    mark::container(line)
        .or_else(|| mark::inner(line))
        .is_some_and(|found| {
            INSTRUCTIONS
                .iter()
                .any(|verb| starts_with_word(&line[found.rest..], verb))
        })
}

/// Whether a block ended on the line above: several quotations stand under one instruction.
fn follows_block(lines: &Lines<'_>, number: usize, found: &Quotes) -> bool {
    let above = number.checked_sub(1).map(|above| lines.all[above]);
    found
        .all
        .last()
        .zip(above)
        .is_some_and(|(last, above)| last.block && last.end > above.start)
}

fn has_instruction(lines: &Lines<'_>, number: usize, before: &str) -> bool {
    const VERBS: [&str; 5] = ["sửa đổi", "bổ sung", "thay thế", "bãi bỏ", "như sau"];
    const INSTRUCTION: usize = 1000;
    let speaks = |text: &str| {
        let lower = text.to_lowercase();
        VERBS.iter().any(|verb| lower.contains(verb))
    };
    // As far as one instruction goes: a line may hold very many quotations.
    let near = before.char_indices().rev().nth(INSTRUCTION);
    let before = near.map_or(before, |(at, _)| &before[at..]);
    speaks(before) || (number.saturating_sub(LEAD_IN)..number).any(|line| speaks(lines.get(line)))
}
