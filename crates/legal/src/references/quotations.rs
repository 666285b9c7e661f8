//! Quoted words of a text: the new text of another document, or a phrase that is spoken about.

use crate::Span;

/// Quotations longer than this are new text, not phrases.
const PHRASE: usize = 200;

/// A quotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Quotation {
    pub(super) span: Span,
    /// It is a phrase, not the text of provisions.
    pub(super) phrase: bool,
}

/// The outermost quotations with an end, in order.
pub(super) fn find(text: &str) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        match c {
            '“' | '‟' | '„' | '«' => open.push(at),
            '”' | '»' => {
                let Some(start) = open.pop().filter(|_| open.is_empty()) else {
                    continue;
                };
                let words = &text[start..at];
                let starts_line = text[..start].trim_end_matches([' ', '\t']).ends_with('\n');
                found.push(Quotation {
                    span: Span::new(start, at + c.len_utf8()),
                    phrase: words.len() < PHRASE && !starts_line && !words.contains('\n'),
                });
            }
            _ => {}
        }
    }
    found
}
