//! What letters and paragraphs look like, from the pages of formatting in the main stream.

use super::fields::{Fib, LETTER_PAGES, PARAGRAPH_PAGES, number, short};

/// Most runs of a file.
const RUNS: usize = 1_000_000;
/// Bytes of a page.
const PAGE: usize = 512;

/// What of a letter's format matters.
#[derive(Clone, Copy, Default)]
pub(super) struct Letter {
    pub(super) font: Option<u16>,
    pub(super) style: Option<u16>,
    pub(super) deleted: bool,
    pub(super) hidden: bool,
    /// A control character with a meaning (a note's mark, a picture, a symbol).
    pub(super) special: bool,
    pub(super) white: bool,
    pub(super) shaded: bool,
    pub(super) tiny: bool,
    /// Font and code of a symbol.
    pub(super) symbol: Option<(u16, u16)>,
}

/// What of a paragraph's format matters.
#[derive(Clone, Copy, Default)]
pub(super) struct Paragraph {
    pub(super) style: u16,
    /// How many tables it stands in.
    pub(super) depth: u32,
    /// It is the end of a row.
    pub(super) ends_row: bool,
    /// It ends a cell of a table inside a cell.
    pub(super) ends_inner_cell: bool,
    pub(super) ends_inner_row: bool,
    /// Its list, from 1; 0: taken out of the list of its style.
    pub(super) list: Option<u16>,
    pub(super) level: Option<u8>,
}

/// Runs by where their bytes lie.
pub(super) struct Runs<T>(Vec<(u32, u32, T)>);

impl<T: Copy + Default> Runs<T> {
    /// The format at a place, and where another may begin.
    pub(super) fn at(&self, place: u32) -> (T, u32) {
        let n = self.0.partition_point(|(_, end, _)| *end <= place);
        match self.0.get(n) {
            Some((start, end, format)) if *start <= place => (*format, *end),
            Some((start, _, _)) => (T::default(), *start),
            None => (T::default(), u32::MAX),
        }
    }
}

pub(super) struct Formats {
    pub(super) letters: Runs<Letter>,
    pub(super) paragraphs: Runs<Paragraph>,
}

impl Formats {
    pub(super) fn read(main: &[u8], table: &[u8], fib: &Fib) -> Self {
        let letters = runs(main, fib.part(table, LETTER_PAGES), 1, |page, at| {
            let start = 2 * usize::from(at);
            let length = usize::from(*page.get(start).filter(|_| at > 0)?);
            Some(letter(
                page.get(start + 1..start + 1 + length)?,
                Letter::default(),
            ))
        });
        let paragraphs = runs(main, fib.part(table, PARAGRAPH_PAGES), 13, |page, at| {
            let start = 2 * usize::from(at);
            let first = usize::from(*page.get(start).filter(|_| at > 0)?);
            let (start, length) = match first {
                0 => (start + 2, 2 * usize::from(*page.get(start + 1)?)),
                _ => (start + 1, 2 * first - 1),
            };
            let grpprl = page.get(start..(start + length).min(page.len()))?;
            let style = short(grpprl, 0)?;
            Some(paragraph(
                &grpprl[2..],
                Paragraph {
                    style,
                    ..Paragraph::default()
                },
            ))
        });
        Self {
            letters,
            paragraphs,
        }
    }
}

/// Reads all pages that a table names. `wide` is how many bytes a page spends on each run.
fn runs<T: Copy + Default>(
    main: &[u8],
    table: &[u8],
    wide: usize,
    read: impl Fn(&[u8], u8) -> Option<T>,
) -> Runs<T> {
    let mut runs: Vec<(u32, u32, T)> = Vec::new();
    let count = table.len().saturating_sub(4) / 8;
    for n in 0..count {
        let Some(page) = number(table, 4 * (count + 1) + 4 * n) else {
            break;
        };
        let start = (page & 0x3f_ffff) as usize * PAGE;
        let Some(page) = main.get(start..start + PAGE) else {
            continue;
        };
        let inside = usize::from(page[PAGE - 1]);
        for run in 0..inside {
            let (Some(from), Some(to)) = (number(page, 4 * run), number(page, 4 * run + 4)) else {
                break;
            };
            let Some(at) = page.get(4 * (inside + 1) + wide * run) else {
                break;
            };
            // Pages are in order; one that is named twice adds nothing.
            if to > from && runs.last().is_none_or(|last| from >= last.1) && runs.len() < RUNS {
                runs.push((from, to, read(page, *at).unwrap_or_default()));
            }
        }
    }
    Runs(runs)
}

/// Goes over the property modifiers of a group.
fn modifiers(group: &[u8], mut each: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(code) = short(group, at) {
        at += 2;
        let length = match code >> 13 {
            0 | 1 => 1,
            2 | 4 | 5 => 2,
            3 => 4,
            7 => 3,
            // Two of them have a length of their own kind; none matters, and one ends the group.
            _ if code == 0xd608 => 1 + short(group, at).map_or(0, usize::from),
            _ => 1 + group.get(at).map_or(0, |length| usize::from(*length)),
        };
        let Some(operand) = group.get(at..at + length) else {
            break;
        };
        each(code, operand);
        at += length;
    }
}

/// A letter's format with what a group changes.
pub(super) fn letter(group: &[u8], mut letter: Letter) -> Letter {
    modifiers(group, |code, operand| {
        let on = || matches!(operand.first(), Some(1 | 0x81));
        let word = || short(operand, 0);
        match code {
            0x0800 => letter.deleted = on(),
            0x083c => letter.hidden = on(),
            0x0855 => letter.special = on(),
            0x4a4f => letter.font = word(),
            0x4a30 => letter.style = word(),
            // Half points: two points and less cannot be read.
            0x4a43 => letter.tiny = word().is_some_and(|size| size <= 4),
            0x2a42 => letter.white = operand.first() == Some(&8),
            0x6870 => letter.white = operand == [0xff, 0xff, 0xff, 0],
            0x4866 | 0xca71 => letter.shaded = operand.iter().any(|byte| *byte != 0),
            0x2a0c => letter.shaded |= operand.first().is_some_and(|color| !matches!(color, 0 | 8)),
            0x6a09 => letter.symbol = word().zip(short(operand, 2)),
            _ => {}
        }
    });
    letter
}

/// A paragraph's format with what a group changes.
pub(super) fn paragraph(group: &[u8], mut paragraph: Paragraph) -> Paragraph {
    modifiers(group, |code, operand| {
        let on = operand.first().is_some_and(|byte| *byte != 0);
        match code {
            0x2416 if on => paragraph.depth = paragraph.depth.max(1),
            0x2417 => paragraph.ends_row = on,
            0x6649 => paragraph.depth = number(operand, 0).unwrap_or(0).min(64),
            0x244b => paragraph.ends_inner_cell = on,
            0x244c => paragraph.ends_inner_row = on,
            0x460b => paragraph.list = short(operand, 0),
            0x260a => paragraph.level = operand.first().copied(),
            _ => {}
        }
    });
    paragraph
}
