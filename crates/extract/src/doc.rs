//! Word 97–2003 documents, read from their own structures ([MS-DOC]) in an OLE2 container; no converter is needed.
//!
//! The text lies in pieces; which font a letter has, whether it was deleted or hidden, where a cell ends is in pages of
//! formatting beside it. Numbers in the file are believed only inside the streams they point into.

use std::io::{Cursor, Read as _};

use legal::SourceText;

use crate::{Flag, Limits, Read, Rejected, secrecy};

mod fields;
mod formats;
mod pieces;
mod sheet;
mod story;

use fields::{Fib, number};
use story::Story;

/// Reads a Word 97–2003 document.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Read {
    let damaged = |detail: &str| Rejected::Damaged {
        detail: detail.to_owned(),
    };
    let mut container =
        cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|error| Rejected::Damaged {
            detail: format!("OLE2: {error}"),
        })?;
    let mut stream = |name: &str| -> Result<Option<Vec<u8>>, Rejected> {
        let Ok(stream) = container.open_stream(name) else {
            return Ok(None);
        };
        let mut content = Vec::new();
        // A stream that breaks off is read as far as it goes.
        drop(stream.take(limits.part_bytes + 1).read_to_end(&mut content));
        if content.len() as u64 > limits.part_bytes {
            return Err(Rejected::Limit {
                detail: format!("{name} of over {} bytes", limits.part_bytes),
            });
        }
        Ok(Some(content))
    };
    // A workbook or message with a Word document inside it is none.
    let main = stream("/WordDocument")?.ok_or_else(|| Rejected::Format {
        found: "OLE2 compound file".to_owned(),
    })?;
    let fib = Fib::read(&main)?;
    let table = stream(fib.table_name())?.ok_or_else(|| damaged("no table stream"))?;
    let pieces =
        pieces::read(fib.part(&table, fields::CLX)).ok_or_else(|| damaged("no piece table"))?;
    let formats = formats::Formats::read(&main, &table, &fib);
    let sheet = sheet::Sheet::read(&table, &fib);
    let story = || Story::new(&main, &pieces, &formats, &sheet);

    let mut text = story();
    let notes = [
        (fields::FOOTNOTE_MARKS, fields::FOOTNOTES, fib.footnotes()),
        (fields::ENDNOTE_MARKS, fields::ENDNOTES, fib.endnotes()),
    ];
    for (marks, ranges, all) in &notes {
        let marks = fib.part(&table, *marks);
        let count = marks.len().saturating_sub(4) / 6;
        let ranges = fib.part(&table, *ranges);
        for n in 0..count {
            let at = |n: usize| {
                number(ranges, 4 * n).map(|cp| all.start.saturating_add(cp).min(all.end))
            };
            if let (Some(mark), Some(from), Some(to)) = (number(marks, 4 * n), at(n), at(n + 1)) {
                text.expect_note(mark, from..to, &(n + 1).to_string());
            }
        }
    }
    text.tell(fib.main_text());
    text.tell_notes();
    let mut boxes = story();
    boxes.tell(fib.text_boxes());
    let boxes = boxes.finish().0;
    // A stamp in a text box is drawn at the top of the page, wherever its words stand in the file.
    if let Some(mark) = secrecy::mark(&boxes) {
        return Err(Rejected::Secret {
            mark: mark.to_owned(),
        });
    }
    for line in boxes.text().lines() {
        text.flow().paragraph(line);
    }
    let mut heads = story();
    heads.tell(fib.heads());
    for line in heads.finish().0.text().lines() {
        text.flow().margin(line);
    }
    let (source, mut flags): (SourceText, Vec<Flag>) = text.finish();
    if source.text().trim().is_empty() {
        return Err(Rejected::NoText);
    }
    if pieces
        .last()
        .is_some_and(|piece| piece.ends_behind(main.len()))
    {
        flags.push(Flag::Incomplete {
            why: "the document breaks off".to_owned(),
        });
    }
    Ok((source, flags))
}

#[cfg(test)]
mod tests;
