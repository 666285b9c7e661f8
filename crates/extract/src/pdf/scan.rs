//! Pages that are pictures: told by what covers the page, and read by the recogniser where one is installed.
//!
//! A signed scan is not empty: it carries the stamp of its signature as text, and often a number and a date typed
//! over the picture. So the area of the pictures is set against the area of the words that are not furniture.

use std::collections::VecDeque;

use legal::PageKind;

use super::{
    Found, furniture, layout,
    line::Line,
    words::{self, Mark, PlacedWord},
};
use crate::{
    Flag, Picture, Rejected,
    ocr::{Ocr, Recognised, Running},
    secrecy,
};

/// Cells across and down the page in which pictures are counted, so that overlapping ones count once.
const CELLS: usize = 48;
/// Pictures over more of the page than this can be its text.
const PICTURED: f32 = 0.4;
/// Words over less of the page than this (three or four lines) are not its text.
const FEW_WORDS: f32 = 0.03;
/// On a page with hardly a word a smaller picture is its text too: the last page of a scan is often half empty.
const HARDLY_A_WORD: (f32, f32) = (0.003, 0.1);
/// With a line or two of words, such as the names that sign, a picture over a good part of the page is its text.
const A_FEW_LINES: (f32, f32) = (0.015, 0.25);
/// Pixels a point: 300 dots an inch, for which Tesseract is made.
const SCALE: f32 = 300.0 / 72.0;
/// A layer of recognised text with fewer accented letters than this was not recognised as Vietnamese.
const ACCENTS: f32 = 0.05;

/// Draws a page of one PDF, from 1, at so many pixels a point; `None` if that is not possible.
pub type Draw = Box<dyn Fn(u32, f32) -> Option<Picture>>;

/// What it takes to read a page that is a picture.
pub struct Eyes<'a> {
    /// Opens a PDF for drawing, which may be one of many in an archive.
    pub open: &'a dyn Fn(&[u8]) -> Option<Draw>,
    /// Recognises words on the picture.
    pub ocr: &'a Ocr,
    /// Is told after each page that was recognised: pages done, pages to do.
    pub step: &'a mut dyn FnMut(u32, u32),
}

/// The share of the page under pictures.
pub(super) fn covered(pictures: &[[f32; 4]], page: (f32, f32)) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let centre = |cell: usize, length: f32| (cell as f32 + 0.5) * length / CELLS as f32;
    let under = |x: f32, y: f32| {
        let inside = |area: &[f32; 4]| x > area[0] && x < area[2] && y > area[1] && y < area[3];
        pictures.iter().any(inside)
    };
    let cells = (0..CELLS * CELLS)
        .filter(|cell| under(centre(cell % CELLS, page.0), centre(cell / CELLS, page.1)));
    #[expect(clippy::cast_precision_loss, reason = "a small count")]
    let share = cells.count() as f32 / (CELLS * CELLS) as f32;
    share
}

/// Whether a page with these lines and pictures is the picture of a page.
pub(super) fn is_scan(lines: &[Line], pictures: &[[f32; 4]], page: (f32, f32)) -> bool {
    if pictures.is_empty() {
        return false;
    }
    let (words, covered) = (words_area(lines, page), covered(pictures, page));
    let least = [HARDLY_A_WORD, A_FEW_LINES, (FEW_WORDS, PICTURED)];
    least
        .iter()
        .any(|(most, area)| words < *most && covered > *area)
}

/// The share of the page under words that are not furniture.
fn words_area(lines: &[Line], page: (f32, f32)) -> f32 {
    let stamp = furniture::stamp(lines);
    let own = lines.iter().enumerate().filter(|(at, line)| {
        let text = line.text();
        !stamp.contains(at) && !furniture::gazette(&text) && !furniture::page_number(&text, true)
    });
    let areas = own.flat_map(|(_, line)| &line.words);
    let area: f32 = areas.map(|word| (word.right - word.left) * word.size).sum();
    area / (page.0 * page.1).max(1.0)
}

/// Recognises the pages that are pictures and those whose layer of text is not Vietnamese. A stamp of secrecy found
/// on the first page ends it before any other page is looked at.
pub(super) fn recognise(
    bytes: &[u8],
    found: &mut [Found],
    eyes: &mut Eyes<'_>,
    flags: &mut Vec<Flag>,
) -> Result<(), Rejected> {
    let scans: Vec<usize> = (0..found.len())
        .filter(|at| is_to_do(&found[*at]))
        .collect();
    let stamped = found.first().is_some_and(may_be_stamped);
    if (scans.is_empty() && !stamped) || !eyes.ocr.is_installed() {
        return Ok(());
    }
    let Some(draw) = (eyes.open)(bytes) else {
        return Ok(());
    };
    if stamped
        && let Some(picture) = draw(1, SCALE)
        && let Some(mark) = stamp(&picture, &found[0], eyes.ocr)
    {
        return Err(Rejected::Secret {
            mark: mark.to_owned(),
        });
    }
    let to_do = u32::try_from(scans.len()).unwrap_or(u32::MAX);
    let mut done = 0;
    let mut running: VecDeque<(usize, f32, Option<Running>)> = VecDeque::new();
    let mut open = scans.into_iter();
    loop {
        let next = open.next();
        if let Some(at) = next {
            let (scale, started) = start(&draw, eyes.ocr, at, &found[at]);
            running.push_back((at, scale, started));
        }
        if next.is_some() && running.len() < eyes.ocr.at_once {
            continue;
        }
        let Some((at, scale, started)) = running.pop_front() else {
            return Ok(());
        };
        if let Some(words) = started.and_then(Running::finish) {
            flags.push(take(&mut found[at], at, &words, scale));
        }
        done += 1;
        (eyes.step)(done, to_do);
    }
}

fn is_to_do(page: &Found) -> bool {
    match page.kind {
        PageKind::Image => true,
        PageKind::Ocr => !is_vietnamese(&page.laid.lines),
        PageKind::Text => false,
    }
}

/// Whether the letters carry the accents of Vietnamese; too few letters tell nothing.
fn is_vietnamese(lines: &[Line]) -> bool {
    let letters = || {
        let words = lines.iter().flat_map(|line| &line.words);
        words.flat_map(|word| word.text.chars().filter(|c| c.is_alphabetic()))
    };
    let all = letters().count();
    let accented = letters().filter(|c| !c.is_ascii()).count();
    #[expect(clippy::cast_precision_loss, reason = "letters of one page")]
    let share = accented as f32 / all.max(1) as f32;
    all < 200 || share > ACCENTS
}

/// Whether a picture lies in the top third of the page that could be a stamp: no rule, no speck.
fn may_be_stamped(page: &Found) -> bool {
    let within = |area: &[f32; 4]| {
        let (width, height) = (area[2] - area[0], area[3] - area[1]);
        width > 20.0 && height > 8.0 && area[1] < page.size.1 / 3.0
    };
    page.pictures.iter().any(within)
}

/// The mark of secrecy stamped in the top third of the first page: in red ink, or among everything there.
fn stamp(picture: &Picture, page: &Found, ocr: &Ocr) -> Option<&'static str> {
    let scale = scale_of(picture, page);
    let mut top = picture.top(1.0 / 3.0);
    // The words that the file itself holds were looked at already.
    blank_lines(&mut top, page, scale);
    let read = |pgm: &[u8]| {
        let words = ocr.start(pgm, true)?.finish()?;
        secrecy::on_picture(&words)
    };
    let red = top.red_pgm();
    red.and_then(|pgm| read(&pgm)).or_else(|| read(&top.pgm()))
}

fn scale_of(picture: &Picture, page: &Found) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "at most some thousand pixels")]
    let width = picture.width() as f32;
    width / page.size.0.max(1.0)
}

/// Starts the recogniser on a page, with what the file itself holds as words painted over: no word comes twice.
fn start(draw: &Draw, ocr: &Ocr, at: usize, page: &Found) -> (f32, Option<Running>) {
    let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let Some(mut picture) = draw(number, SCALE) else {
        return (1.0, None);
    };
    let scale = scale_of(&picture, page);
    if page.kind == PageKind::Image {
        blank_lines(&mut picture, page, scale);
    }
    (scale, ocr.start(&picture.pgm(), false))
}

/// Paints over the lines that the file holds as words, and the emblem that lies with the stamp of a signature.
fn blank_lines(picture: &mut Picture, page: &Found, scale: f32) {
    let boxes = |line: &Line| -> Vec<[f32; 4]> {
        let words = line.words.iter();
        words
            .map(|word| words::bounds(word, line.turn, page.size))
            .collect()
    };
    let lines = &page.laid.lines;
    let stamp = furniture::stamp(lines);
    let drawn = stamp.iter().map(|at| &lines[*at]);
    let stamped: Vec<[f32; 4]> = drawn.chain(&page.stamps).flat_map(boxes).collect();
    let mut areas: Vec<[f32; 4]> = lines.iter().flat_map(boxes).collect();
    areas.extend(&stamped);
    let small = |area: &&[f32; 4]| {
        (area[2] - area[0]) * (area[3] - area[1]) < 0.05 * page.size.0 * page.size.1
    };
    let touched = |area: &&[f32; 4]| {
        stamped
            .iter()
            .any(|b| area[0] <= b[2] && b[0] <= area[2] && area[1] <= b[3] && b[1] <= area[3])
    };
    areas.extend(page.pictures.iter().filter(small).filter(touched));
    for area in areas {
        picture.blank(area.map(|side| side * scale));
    }
}

/// Puts the words of a page among those that the file holds.
fn take(page: &mut Found, at: usize, words: &[Recognised], scale: f32) -> Flag {
    let kept = if page.kind == PageKind::Image {
        std::mem::take(&mut page.laid.lines)
    } else {
        Vec::new()
    };
    let placed = words
        .chunk_by(|a, b| a.line == b.line)
        .filter(|line| {
            line.iter()
                .any(|word| word.text.chars().any(char::is_alphanumeric))
        })
        .flat_map(|line| placed(without_specks(line), scale));
    page.laid.lines = layout::arranged(kept, placed.collect());
    page.kind = PageKind::Ocr;
    page.by_us = true;
    let sum: usize = words.iter().map(|word| usize::from(word.confidence)).sum();
    Flag::Recognised {
        page: u32::try_from(at + 1).unwrap_or(u32::MAX),
        words: u32::try_from(words.len()).unwrap_or(u32::MAX),
        confidence: u8::try_from(sum / words.len().max(1)).unwrap_or(100),
    }
}

/// A printed line without the rules and specks at its ends that were taken for signs: "_ Phú Thọ, ngày 21 …".
fn without_specks(line: &[Recognised]) -> &[Recognised] {
    let speck = |word: &Recognised| word.text.chars().all(|c| "_|¦~^`¬".contains(c));
    let first = line.iter().position(|word| !speck(word));
    let last = line.iter().rposition(|word| !speck(word));
    first
        .zip(last)
        .map_or(&[], |(first, last)| &line[first..=last])
}

/// The words of one printed line, all with its height: the boxes of single words follow their letters, and "năm"
/// would stand on another line than "đẹp".
fn placed(line: &[Recognised], scale: f32) -> Vec<PlacedWord> {
    let median = |side: usize| {
        let mut sides: Vec<f32> = line.iter().map(|word| word.bounds[side]).collect();
        sides.sort_by(f32::total_cmp);
        sides[sides.len() / 2]
    };
    let (top, bottom) = (median(1) / scale, median(3) / scale);
    let size = (bottom - top).max(1.0);
    let word = |word: &Recognised| PlacedWord {
        text: word.text.clone(),
        left: word.bounds[0] / scale,
        right: word.bounds[2] / scale,
        baseline: bottom - 0.2 * size,
        size,
        closed: true,
        mark: Mark::None,
        confidence: Some(word.confidence),
    };
    line.iter().map(word).collect()
}

#[cfg(test)]
mod tests;
