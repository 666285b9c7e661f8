//! Printed lines as readable paragraphs.

use super::{
    lines::{Lines, is_blank},
    mark,
    outline::is_reference,
};
use crate::{Level, SourceText};

/// Joins the printed lines of a span into paragraphs: one for each heading, clause, point, dash and unnumbered
/// paragraph. A symbol broken at its hyphen is made whole again. Texts whose lines are paragraphs stay as they are.
pub fn reflow(text: &str) -> String {
    let source = SourceText::new(text.to_owned(), Vec::new(), Vec::new(), true);
    let lines = Lines::new(&source, 0..text.len());
    let mut flowed = String::with_capacity(text.len());
    for line in 0..lines.len() {
        let words = lines.get(line);
        if line > 0 {
            if begins(&lines, line) {
                flowed.push('\n');
            } else {
                glue(&mut flowed, words);
            }
        }
        push_words(&mut flowed, words);
    }
    flowed
}

/// Whether a printed line begins a paragraph.
fn begins(lines: &Lines<'_>, line: usize) -> bool {
    let words = lines.get(line);
    if !lines.may_begin(line) || goes_on_in_list(lines, line) {
        return false;
    }
    let after = lines.after_sentence(line);
    let container = mark::container(words)
        .is_some_and(|mark| mark.separator.is_some() || (after && mark.level != Level::Article));
    let dash = words.starts_with(['-', '–', '+', '•', '*'])
        && words.chars().nth(1).is_some_and(char::is_whitespace)
        && after;
    let unquoted = words.trim_start_matches(['“', '"', '‟']);
    let labelled_quote = mark::container(unquoted).is_some_and(|mark| mark.separator.is_some())
        || mark::inner(unquoted).is_some();
    let quoted = unquoted.len() < words.len() && (after || labelled_quote);
    let labelled = mark::inner(words)
        .is_some_and(|mark| after || (mark.level == Level::Clause && mark.key.0 == 1));
    container || dash || quoted || labelled || lines.begins_paragraph(line)
}

/// "… Điều 21 Thông tư này;" / "Điều 22; khoản 3 …": a reference in a list that a line end broke.
fn goes_on_in_list(lines: &Lines<'_>, line: usize) -> bool {
    let before = line.checked_sub(1).map_or("", |before| lines.get(before));
    let words = lines.get(line);
    before.ends_with(';')
        && mark::container(words).is_some_and(|mark| {
            let rest = &words[mark.rest..];
            mark.separator.is_none() && (rest.starts_with([';', ',']) || is_reference(rest))
        })
}

/// A hyphen at a line end between capitals belongs to a symbol; else a space stands between the lines.
fn glue(flowed: &mut String, next: &str) {
    let mut ending = flowed.chars().rev();
    let broken = ending.next().is_some_and(|c| c == '-' || c == '/')
        && ending
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && next.starts_with(char::is_uppercase);
    if !broken {
        flowed.push(' ');
    }
}

fn push_words(flowed: &mut String, words: &str) {
    let mut space = false;
    for c in words.chars() {
        if is_blank(c) {
            space = true;
        } else {
            if space {
                flowed.push(' ');
            }
            space = false;
            flowed.push(c);
        }
    }
}

/// All words on one line.
pub(super) fn join(text: &str) -> String {
    #[cfg(test)]
    super::lines::WORK.set(super::lines::WORK.get() + text.len() / 64);
    let mut joined = String::with_capacity(text.len());
    for line in text
        .split('\n')
        .map(|line| line.trim_matches(is_blank))
        .filter(|line| !line.is_empty())
    {
        if !joined.is_empty() {
            glue(&mut joined, line);
        }
        push_words(&mut joined, line);
    }
    joined
}
