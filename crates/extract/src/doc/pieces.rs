//! The piece table: which letters lie where.

use super::fields::number;

/// A stretch of letters that lie together.
pub(super) struct Piece {
    /// First letter and one past the last.
    pub(super) start: u32,
    pub(super) end: u32,
    /// Where its bytes begin in the main stream.
    pub(super) offset: u32,
    /// Two bytes a letter (UTF-16) or one (Windows-1252).
    pub(super) wide: bool,
}

impl Piece {
    /// Where the bytes of a letter lie.
    pub(super) fn place(&self, letter: u32) -> u32 {
        let width = if self.wide { 2 } else { 1 };
        self.offset
            .saturating_add((letter - self.start).saturating_mul(width))
    }

    pub(super) fn ends_behind(&self, length: usize) -> bool {
        self.place(self.end) as usize > length
    }
}

/// Reads the table; `None` if there is none.
pub(super) fn read(clx: &[u8]) -> Option<Vec<Piece>> {
    let mut at = 0;
    // Property modifiers of quick saves stand before it.
    while *clx.get(at)? == 1 {
        at += 3 + usize::from(super::fields::short(clx, at + 1)?);
    }
    if clx[at] != 2 {
        return None;
    }
    let table = &clx[at + 5..];
    let table = &table[..table.len().min(number(clx, at + 1)? as usize)];
    let count = table.len().checked_sub(4)? / 12;
    let mut pieces: Vec<Piece> = Vec::with_capacity(count);
    for n in 0..count {
        let (start, end) = (number(table, 4 * n)?, number(table, 4 * n + 4)?);
        let place = number(table, 4 * (count + 1) + 8 * n + 2)?;
        if end <= start || pieces.last().is_some_and(|last| start < last.end) {
            continue;
        }
        let wide = place & 0x4000_0000 == 0;
        let offset = place & 0x3fff_ffff;
        pieces.push(Piece {
            start,
            end,
            offset: if wide { offset } else { offset / 2 },
            wide,
        });
    }
    Some(pieces)
}
