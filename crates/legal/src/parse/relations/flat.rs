//! A passage in lower case on one line, with the way back to the bytes it came from.

use crate::folding::lower;

/// The words of a passage to look for phrases in.
pub(super) struct Flat {
    pub(super) text: String,
    /// For each byte of `text` the byte of the original.
    origin: Vec<usize>,
}

impl Flat {
    pub(super) fn new(original: &str) -> Self {
        let mut flat = Self {
            text: String::with_capacity(original.len()),
            origin: Vec::with_capacity(original.len() + 1),
        };
        for (at, c) in original.char_indices() {
            let c = if c.is_whitespace() || c == '\u{a0}' {
                ' '
            } else {
                lower(c)
            };
            if c == ' ' && (flat.text.is_empty() || flat.text.ends_with(' ')) {
                continue;
            }
            flat.text.push(c);
            flat.origin.resize(flat.text.len(), at);
        }
        flat.origin.push(original.len());
        flat
    }

    /// Where a byte of the flat text stands in the original.
    pub(super) fn original(&self, at: usize) -> usize {
        self.origin[at.min(self.origin.len() - 1)]
    }

    /// The flat words before a byte of the original.
    pub(super) fn before(&self, original: usize) -> &str {
        let end = self.origin.partition_point(|at| *at < original);
        self.text
            .get(..end.min(self.text.len()))
            .unwrap_or_default()
    }

    /// The flat words between two bytes of the original.
    pub(super) fn between(&self, from: usize, to: usize) -> &str {
        let start = self.origin.partition_point(|at| *at < from);
        let end = self.origin.partition_point(|at| *at < to);
        self.text
            .get(start..end.clamp(start, self.text.len()))
            .unwrap_or_default()
    }
}
