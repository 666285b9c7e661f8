//! Forms to compare Vietnamese text by: NFC, without accents, folded for quotes, split into syllables.

/// A folded text and, for each of its bytes, the byte of the original it came from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    text: String,
    /// `origin[i]` is the start of the original character that made byte `i`; one more entry for the end.
    origin: Vec<u32>,
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes of the original from which the folded bytes `range` were made.
    pub fn original(&self, range: std::ops::Range<usize>) -> std::ops::Range<usize> {
        let at = |byte: usize| self.origin.get(byte).copied().unwrap_or_default() as usize;
        at(range.start)..at(range.end)
    }
}

/// NFC; Ð and Ɖ become Đ; no-break and other odd spaces become a space; soft hyphens, zero-width and
/// bidi controls, BOMs and private-use bullets are dropped. Line breaks stay.
pub fn normalise(text: &str) -> String {
    text.to_owned()
}

/// Folds for the comparison of quotes: `normalise`, lower case, every dash to `-` without spaces round it,
/// every quote mark to `"`, runs of white space and line breaks to one space, ends trimmed.
/// A hyphen at a line end keeps its hyphen and loses the break.
pub fn fold_quote(_text: &str) -> Folded {
    Folded::default()
}

/// Without accents: "Đường sá" is "Duong sa". Case is kept.
pub fn unaccent(text: &str) -> String {
    text.to_owned()
}

/// Whether any Vietnamese accent or đ stands in the text: a question without any is searched unaccented.
pub fn has_accents(text: &str) -> bool {
    unaccent(text) != text
}

/// The syllables of a text for search and embedding, in order: NFC, lower case, tone on the same letter in
/// both spellings (hoà → hòa); symbols such as 30/2020/nđ-cp, numbers with separators, dates stay whole.
/// Each with its byte range in `text`.
pub fn syllables(_text: &str) -> Vec<(std::ops::Range<usize>, String)> {
    Vec::new()
}
