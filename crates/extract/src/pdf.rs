//! PDF: our own walk over the text, on top of lopdf's objects.
//!
//! lopdf's own text extraction knows neither positions nor forms and prefers `/Encoding` to `/ToUnicode`, which
//! loses the text of many files in silence. Here words come with boxes, in points from the top left corner of the
//! page as shown; a printed line is a line; the letter's meaning comes from ToUnicode first.

use legal::{Furniture, FurnitureKind, PageKind};
use lopdf::{Document, LoadOptions, Object};

use crate::{Flag, Limits, Read, Rejected, encoding};

mod aligned;
mod assemble;
mod cmap;
mod columns;
mod font;
mod formula;
mod furniture;
mod layout;
mod legacy;
mod lexer;
mod line;
mod notes;
mod page;
mod rulings;
mod scan;
mod state;
mod tables;
mod walk;
mod words;

use furniture::Laid;
use line::Line;
pub use scan::{Draw, Eyes};
use walk::Seen;

/// Most bytes of content unpacked for one page.
const PAGE_BYTES: u64 = 16 << 20;
/// Fewer invisible letters than this over a picture are no layer of recognised text.
const FEW_LETTERS: usize = 100;

/// What the walk found out about a page.
struct Found {
    size: (f32, f32),
    kind: PageKind,
    laid: Laid,
    /// Letters drawn and letters read, where many are missing.
    lost: Option<(u32, u32)>,
    /// What signature stamps over the page say.
    stamps: Vec<Line>,
    /// Whether its words were recognised here, not by whoever made the file.
    by_us: bool,
    /// Where its pictures lie.
    pictures: Vec<[f32; 4]>,
}

/// Reads a PDF, of pages that are pictures only that they are.
#[cfg(test)]
fn read(bytes: &[u8], limits: &Limits) -> Read {
    read_with(bytes, limits, None)
}

/// Reads a PDF; with `eyes`, pages that are pictures too.
pub(crate) fn read_with(bytes: &[u8], limits: &Limits, eyes: Option<&mut Eyes<'_>>) -> Read {
    let document = load(bytes, limits)?;
    let most = limits.pages as usize;
    let pages = page::pages(&document, most);
    if pages.is_empty() {
        return Err(Rejected::NoPages);
    }
    if pages.len() > most {
        return Err(Rejected::Limit {
            detail: format!("more than {most} pages"),
        });
    }
    let mut fonts = walk::Fonts::default();
    let mut flags = Vec::new();
    let mut hidden = 0;
    let mut total = 0;
    let mut apart = String::new();
    let mut found = Vec::with_capacity(pages.len());
    for (number, page) in (1..).zip(&pages) {
        let budget = usize::try_from(limits.part_bytes.min(PAGE_BYTES)).unwrap_or(usize::MAX);
        let mut content = walk::walk(&document, &mut fonts, page, budget);
        total += content.text.len() as u64;
        if total > limits.total_bytes {
            return Err(Rejected::Limit {
                detail: format!("more than {} bytes of text", limits.total_bytes),
            });
        }
        if content.cut {
            flags.push(Flag::Incomplete {
                why: format!("page {number} is over a limit"),
            });
        }
        encoding::keep_marked(&content.text, &mut apart);
        if content.unmapped > 0 {
            flags.push(Flag::Unmapped {
                page: number,
                count: content.unmapped,
            });
        }
        let (one, unseen) = judge(&mut content, page.size);
        let formulas = content.formulas + formula::pictures(&one.laid.lines, &one.pictures);
        if formulas > 0 {
            flags.push(Flag::Formula {
                page: number,
                count: formulas,
            });
        }
        hidden += unseen;
        found.push(one);
    }
    drop(pages);
    // The objects of the file are no longer needed, and drawing pages needs room.
    drop(document);
    if let Some(eyes) = eyes {
        scan::recognise(bytes, &mut found, eyes, &mut flags)?;
    }
    let mut laid: Vec<Laid> = found
        .iter_mut()
        .map(|page| std::mem::take(&mut page.laid))
        .collect();
    flags.extend(encoding::flags(&encoding::marks_apart(&apart)));
    flags.extend(legacy::repair(&mut laid));
    let mut furniture = furniture::remove(&mut laid);
    let notes = notes::take(&mut laid);
    for (number, (page, laid)) in (1..).zip(found.iter_mut().zip(laid)) {
        let stamp = |line: &Line| Furniture {
            page: number,
            kind: FurnitureKind::Stamp,
            text: line.text(),
        };
        furniture.extend(page.stamps.iter().map(stamp));
        if let Some((drawn, read)) = page.lost {
            flags.push(Flag::Lost {
                page: number,
                drawn,
                read,
            });
        }
        match page.kind {
            PageKind::Image => flags.push(Flag::Scanned { page: number }),
            PageKind::Ocr if !page.by_us => flags.push(layer(number, &laid)),
            _ => {}
        }
        page.laid = laid;
    }
    if hidden > 0 {
        flags.push(Flag::Hidden { count: hidden });
    }
    if !furniture.is_empty() {
        let lines = u32::try_from(furniture.len()).unwrap_or(u32::MAX);
        flags.push(Flag::Furniture { lines });
    }
    furniture.sort_by_key(|line| line.page);
    let source = assemble::assemble(&found, &notes, furniture);
    let blank = source.text().trim().is_empty();
    if blank && !found.iter().any(|page| page.kind == PageKind::Image) {
        return Err(Rejected::NoText);
    }
    Ok((source, flags))
}

fn load(bytes: &[u8], limits: &Limits) -> Result<Document, Rejected> {
    let part = usize::try_from(limits.part_bytes).unwrap_or(usize::MAX);
    let options = LoadOptions {
        max_decompressed_size: Some(part),
        ..LoadOptions::default()
    };
    let mut document =
        Document::load_mem_with_options(bytes, options).map_err(|error| match error {
            lopdf::Error::InvalidPassword => Rejected::Password,
            lopdf::Error::Decompress(_) => Rejected::Limit {
                detail: error.to_string(),
            },
            other => Rejected::Damaged {
                detail: other.to_string(),
            },
        })?;
    // Files locked only against changing open with the empty password.
    if document.is_encrypted() && document.decrypt("").is_err() {
        return Err(Rejected::Password);
    }
    document.objects.values_mut().for_each(name_filters);
    Ok(document)
}

/// Old producers name the filters of streams as only inline images may; without its filter a page has no words.
fn name_filters(object: &mut Object) {
    let Object::Stream(stream) = object else {
        return;
    };
    let full = |name: &mut Object| {
        let Object::Name(name) = name else { return };
        let long: &[u8] = match name.as_slice() {
            b"Fl" => b"FlateDecode",
            b"LZW" => b"LZWDecode",
            b"AHx" => b"ASCIIHexDecode",
            b"A85" => b"ASCII85Decode",
            b"RL" => b"RunLengthDecode",
            _ => return,
        };
        *name = long.to_vec();
    };
    match stream.dict.get_mut(b"Filter") {
        Ok(Object::Array(names)) => names.iter_mut().for_each(full),
        Ok(name) => full(name),
        Err(_) => {}
    }
}

/// Whether a page is text, a picture, or a picture with a recognised layer; with the hidden letters left out.
fn judge(content: &mut walk::Content, size: (f32, f32)) -> (Found, u32) {
    let count = |seen: Seen| {
        let characters = content
            .characters
            .iter()
            .filter(|character| character.seen == seen);
        let text = |c: &walk::Character| &content.text[c.text.0 as usize..c.text.1 as usize];
        characters
            .filter(|character| !text(character).trim().is_empty())
            .count()
    };
    let (seen, invisible, unseen) = (count(Seen::Yes), count(Seen::Invisible), count(Seen::No));
    let layered = invisible >= FEW_LETTERS && invisible > seen;
    let recognised = layered && scan::covered(&content.pictures, size) > 0.5;
    let (with, left_out) = if recognised {
        (Seen::Invisible, unseen)
    } else {
        (Seen::Yes, unseen + invisible)
    };
    let lines = layout::lines(content, with, size);
    let kind = match () {
        () if recognised => PageKind::Ocr,
        () if scan::is_scan(&lines, &content.pictures, size) => PageKind::Image,
        () => PageKind::Text,
    };
    let rules = content.rulings.iter().copied();
    let found = Found {
        size,
        kind,
        lost: lost(content, with, &lines),
        stamps: stamps(content, size),
        laid: Laid {
            lines,
            rules: rules
                .filter(|rule| rule.is_level() && rule.length() > 60.0)
                .collect(),
            height: size.1,
        },
        by_us: false,
        pictures: std::mem::take(&mut content.pictures),
    };
    (found, u32::try_from(left_out).unwrap_or(u32::MAX))
}

/// Letters drawn on a page and letters in its lines, if more than a few and a tenth are missing. A word drawn twice
/// for boldness is one, a letter with its accent drawn apart is one.
fn lost(content: &walk::Content, with: Seen, lines: &[Line]) -> Option<(u32, u32)> {
    let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    let characters = content
        .characters
        .iter()
        .filter(|character| character.seen == with);
    let drawn: usize = characters
        .map(|c| letters(&content.text[c.text.0 as usize..c.text.1 as usize]).min(1))
        .sum::<usize>()
        + content.fontless as usize;
    let words = lines.iter().flat_map(|line| &line.words);
    let read: usize = words.map(|word| letters(&word.text)).sum();
    let missing = drawn.saturating_sub(read);
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (missing >= 20 && missing * 10 > drawn).then(|| (count(drawn), count(read)))
}

/// The words of the signature stamps over a page.
fn stamps(content: &walk::Content, size: (f32, f32)) -> Vec<Line> {
    let stamps = content.stamps.as_deref();
    let lines = stamps.map(|stamps| layout::lines(stamps, Seen::Yes, size));
    lines.unwrap_or_default()
}

/// Says of a page that the file carries its words as a layer that somebody recognised.
fn layer(page: u32, laid: &Laid) -> Flag {
    let words: usize = laid.lines.iter().map(|line| line.words.len()).sum();
    Flag::Recognised {
        page,
        words: u32::try_from(words).unwrap_or(u32::MAX),
        confidence: 0,
    }
}

#[cfg(test)]
mod tests;
