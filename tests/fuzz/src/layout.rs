//! Bytes as a text with tables, footnotes and pages: what stands behind the first byte 0xFF, which is in no UTF-8
//! text, lays out the lines before it.

use legal::{Footnote, Layout, Page, PageKind, SourceText, Span, Table};

/// A text, damaged bytes replaced, with a sound layout: tables and pages of whole lines in order, footnotes last.
pub fn source(bytes: &[u8]) -> SourceText {
    let cut = bytes.iter().position(|byte| *byte == 0xff);
    let (text, control) = bytes.split_at(cut.unwrap_or(bytes.len()));
    let text = legal::normalise(&String::from_utf8_lossy(text));
    let mut control = control.iter().skip(1).copied();
    let mut next = || usize::from(control.next().unwrap_or(0));
    let lines = lines(&text);
    let flags = next();
    let notes = if flags & 2 == 0 { 0 } else { next().min(lines.len()) };
    let (main, last) = lines.split_at(lines.len() - notes);
    let mut tables = Vec::new();
    let mut from = 0;
    while let (gap, rows @ 1..) = (next(), next()) {
        let start = (from + gap).min(main.len());
        from = (start + rows).min(main.len());
        if start < from {
            tables.push(table(&text, &main[start..from]));
        }
    }
    let long = next();
    let pages = if flags & 4 == 0 { Vec::new() } else { pages(&text, &lines, long.max(1)) };
    let note = |(at, span): (usize, &Span)| Footnote {
        label: (at + 1).to_string(),
        anchor: main.get(at).map(|line| line.start),
        span: *span,
        page: u32::from(!pages.is_empty()),
    };
    let layout = Layout {
        tables,
        footnotes: last.iter().enumerate().map(note).collect(),
        furniture: Vec::new(),
    };
    SourceText::new(text, pages, Vec::new(), flags & 1 == 1).with_layout(layout)
}

/// The lines without their ends.
fn lines(text: &str) -> Vec<Span> {
    let mut at = 0;
    let line = |line: &str| {
        let span = Span::new(at, at + line.trim_end_matches('\n').len());
        at += line.len();
        span
    };
    text.split_inclusive('\n').map(line).collect()
}

fn table(text: &str, lines: &[Span]) -> Table {
    let row = |line: &Span| {
        let mut at = line.start as usize;
        let cell = |cell: &str| {
            let span = Span::new(at, at + cell.len());
            at += cell.len() + 3;
            span
        };
        text[line.range()].split(" | ").map(cell).collect()
    };
    Table {
        span: Span {
            start: lines[0].start,
            end: lines[lines.len() - 1].end,
        },
        rows: lines.iter().map(row).collect(),
    }
}

fn pages(text: &str, lines: &[Span], long: usize) -> Vec<Page> {
    let starts: Vec<usize> = lines
        .chunks(long)
        .map(|page| page[0].start as usize)
        .collect();
    let page = |at: usize| Page {
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        span: Span::new(starts[at], starts.get(at + 1).copied().unwrap_or(text.len())),
        width: 595.0,
        height: 842.0,
        kind: PageKind::Text,
    };
    (0..starts.len()).map(page).collect()
}
