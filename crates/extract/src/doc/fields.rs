//! The file information block: where in the streams everything lies.

use std::ops::Range;

use crate::Rejected;

/// Parts of the table stream, by their place in the block.
pub(super) const STYLES: usize = 1;
pub(super) const FOOTNOTE_MARKS: usize = 2;
pub(super) const FOOTNOTES: usize = 3;
pub(super) const LETTER_PAGES: usize = 12;
pub(super) const PARAGRAPH_PAGES: usize = 13;
pub(super) const FONTS: usize = 15;
pub(super) const CLX: usize = 33;
pub(super) const ENDNOTE_MARKS: usize = 46;
pub(super) const ENDNOTES: usize = 47;
pub(super) const LISTS: usize = 73;
pub(super) const LIST_USES: usize = 74;

/// Where the pairs of offset and length begin.
const PARTS: usize = 154;

/// The little-endian number of two bytes at a place.
pub(super) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let pair = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(pair.try_into().ok()?))
}

/// The little-endian number of four bytes at a place.
pub(super) fn number(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(four.try_into().ok()?))
}

/// The block.
pub(super) struct Fib {
    second_table: bool,
    /// Letters of the main text, footnotes, heads, macros, comments, endnotes, text boxes.
    counts: [u32; 7],
    /// Offset and length of the parts.
    parts: Vec<(u32, u32)>,
}

impl Fib {
    pub(super) fn read(main: &[u8]) -> Result<Self, Rejected> {
        let flags = match (short(main, 0), short(main, 0x0a)) {
            (Some(0xa5ec), Some(flags))
                if short(main, 2).is_some_and(|version| version >= 0xc0) =>
            {
                flags
            }
            (Some(0xa5ec | 0xa5dc | 0xa59c | 0xa59b), Some(_)) => {
                return Err(Rejected::Format {
                    found: "Word document older than Word 97".to_owned(),
                });
            }
            _ => {
                return Err(Rejected::Damaged {
                    detail: "no Word document in it".to_owned(),
                });
            }
        };
        if flags & 0x0100 != 0 {
            return Err(Rejected::Password);
        }
        let count = |n: usize| number(main, 76 + 4 * n).unwrap_or(0);
        let part = |n: usize| {
            Some((
                number(main, PARTS + 8 * n)?,
                number(main, PARTS + 8 * n + 4)?,
            ))
        };
        Ok(Self {
            second_table: flags & 0x0200 != 0,
            counts: std::array::from_fn(count),
            parts: (0..=LIST_USES).map_while(part).collect(),
        })
    }

    /// The stream with the parts.
    pub(super) fn table_name(&self) -> &'static str {
        if self.second_table {
            "/1Table"
        } else {
            "/0Table"
        }
    }

    /// A part of the table stream; empty if it is not inside.
    pub(super) fn part<'a>(&self, table: &'a [u8], part: usize) -> &'a [u8] {
        let Some((offset, length)) = self.parts.get(part).copied() else {
            return &[];
        };
        let start = offset as usize;
        let end = start.saturating_add(length as usize);
        table.get(start..end.min(table.len())).unwrap_or_default()
    }

    /// What follows a part in the table stream.
    pub(super) fn behind<'a>(&self, table: &'a [u8], part: usize) -> &'a [u8] {
        let (offset, length) = self.parts.get(part).copied().unwrap_or_default();
        table
            .get((offset as usize).saturating_add(length as usize)..)
            .unwrap_or_default()
    }

    fn range(&self, n: usize) -> Range<u32> {
        let start = self.counts[..n]
            .iter()
            .fold(0_u32, |sum, count| sum.saturating_add(*count));
        start..start.saturating_add(self.counts[n])
    }

    pub(super) fn main_text(&self) -> Range<u32> {
        self.range(0)
    }

    pub(super) fn footnotes(&self) -> Range<u32> {
        self.range(1)
    }

    pub(super) fn heads(&self) -> Range<u32> {
        self.range(2)
    }

    pub(super) fn endnotes(&self) -> Range<u32> {
        self.range(5)
    }

    pub(super) fn text_boxes(&self) -> Range<u32> {
        self.range(6)
    }
}
