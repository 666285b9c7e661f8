//! Lines of flowing formats: a paragraph is a line, a table row is a line with its cells parted by " | ", footnotes
//! stand behind everything else.
//!
//! The readers of DOCX, DOC, RTF and HTML pour their paragraphs in here as they come, with the letters of legacy fonts
//! tagged (see [`crate::encoding`]). Only at the end, with the whole text in view, is it put into Unicode, and only
//! then are the spans of cells and notes known.

use legal::{Footnote, Furniture, FurnitureKind, Layout, SourceText, Span, Table};

use crate::{Flag, encoding};

mod endnotes;
mod table;

use table::{Cell, OpenTable, Row};

/// Where marks of footnotes stand in a paragraph: plane 16 holds the number of the note until the end.
const MARKS: u32 = 0x10_0000;
/// Most footnotes of a file.
const NOTES: usize = 0xfff0;
/// What parts the cells of a row.
const BETWEEN_CELLS: &str = " | ";

/// What stands in the text, in order.
enum Block {
    Line(String),
    /// Rows of a table that is one to the eye.
    Rows(Vec<Row>),
}

/// A footnote: its lines, and whether they are open.
#[derive(Default)]
struct Note {
    label: String,
    lines: Vec<String>,
}

/// Where paragraphs and rows arrive in reading order.
#[derive(Default)]
pub(crate) struct Flow {
    blocks: Vec<Block>,
    tables: Vec<OpenTable>,
    notes: Vec<Note>,
    /// The footnote into which lines go instead of the text.
    open_note: Option<usize>,
    furniture: Vec<(FurnitureKind, String)>,
}

impl Flow {
    /// A paragraph; line breaks inside it part lines.
    pub(crate) fn paragraph(&mut self, text: &str) {
        for line in text.split('\n') {
            let line = line.split_whitespace().collect::<Vec<_>>().join(" ");
            if !line.is_empty() {
                self.line(line);
            }
        }
    }

    fn line(&mut self, line: String) {
        match (self.open_note, self.tables.last_mut()) {
            (Some(note), _) => self.notes[note].lines.push(line),
            (None, Some(table)) => table.cell.lines.push(line),
            (None, None) => self.blocks.push(Block::Line(line)),
        }
    }

    /// Makes a footnote; the mark returned stands for it in a paragraph.
    pub(crate) fn note(&mut self, label: &str) -> Option<(usize, char)> {
        let n = self.notes.len();
        let mark = char::from_u32(MARKS + u32::try_from(n).ok()?).filter(|_| n < NOTES)?;
        self.notes.push(Note {
            label: label.to_owned(),
            lines: Vec::new(),
        });
        Some((n, mark))
    }

    /// Puts the mark of a note behind the last line; false where there is none.
    pub(crate) fn mark_last(&mut self, mark: char) -> bool {
        match self.blocks.last_mut() {
            Some(Block::Line(line)) if self.tables.is_empty() => {
                line.push(mark);
                true
            }
            _ => false,
        }
    }

    /// From here on, lines belong to a footnote, or to the text again.
    pub(crate) fn write_to(&mut self, note: Option<usize>) {
        self.open_note = note.filter(|note| *note < self.notes.len());
    }

    /// Keeps a line from the head or foot of pages: a page number if it is nothing else.
    pub(crate) fn margin(&mut self, line: &str) {
        let number = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-');
        let kind = if line.chars().all(number) {
            FurnitureKind::PageNumber
        } else {
            FurnitureKind::RunningHead
        };
        self.furniture(kind, line);
    }

    /// Keeps a line of page furniture.
    pub(crate) fn furniture(&mut self, kind: FurnitureKind, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let known = |(other, line): &(FurnitureKind, String)| *other == kind && *line == text;
        // A head that each section repeats is told once; a file is not made of furniture.
        if !text.is_empty()
            && self.furniture.len() < 2_000
            && !self.furniture.iter().rev().take(100).any(known)
        {
            self.furniture.push((kind, text));
        }
    }

    pub(crate) fn open_table(&mut self) {
        if self.open_note.is_none() {
            self.tables.push(OpenTable::default());
        }
    }

    /// Ends a cell that is `columns` wide.
    pub(crate) fn close_cell(&mut self, columns: usize) {
        if let (None, Some(table)) = (self.open_note, self.tables.last_mut()) {
            table.close_cell(columns);
        }
    }

    pub(crate) fn close_row(&mut self) {
        if let (None, Some(table)) = (self.open_note, self.tables.last_mut()) {
            table.close_row();
        }
    }

    /// Takes back the row that was closed last.
    pub(crate) fn drop_row(&mut self) {
        if let Some(table) = self.tables.last_mut() {
            table.rows.pop();
        }
    }

    pub(crate) fn close_table(&mut self) {
        if self.open_note.is_some() {
            return;
        }
        let Some(table) = self.tables.pop() else {
            return;
        };
        for part in table.parts() {
            match part {
                table::Part::Lines(lines) => lines.into_iter().for_each(|line| self.line(line)),
                table::Part::Rows(rows) if self.tables.is_empty() => {
                    self.blocks.push(Block::Rows(rows));
                }
                // A table inside a cell is read row by row as words of the cell.
                table::Part::Rows(rows) => {
                    rows.iter().for_each(|row| self.line(table::joined(row)));
                }
            }
        }
    }

    /// Makes notes of the lines at the end that are notes by their numbers.
    fn take_endnotes(&mut self) {
        let line = |block: &Block| match block {
            Block::Line(line) => line.clone(),
            Block::Rows(_) => String::new(),
        };
        if !self.notes.is_empty() {
            return;
        }
        let lines: Vec<String> = self.blocks.iter().map(line).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = endnotes::find(&lines);
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            return;
        };
        let taken = first.lines.start..last.lines.end;
        // From the last one on, so that the places of the others hold.
        let mut marks = Vec::new();
        for written in &found {
            let Some((note, mark)) = self.note(&written.label) else {
                return;
            };
            let own = lines[written.lines.clone()]
                .iter()
                .filter(|line| !line.is_empty());
            let own = own.map(|line| (*line).to_owned());
            self.notes[note].lines = own.collect();
            if let Some(line) = self.notes[note].lines.first_mut() {
                line.replace_range(..written.number, "");
            }
            marks.push((written.mark.clone(), mark));
        }
        for ((at, bytes), mark) in marks.into_iter().rev() {
            if let Block::Line(line) = &mut self.blocks[at] {
                line.replace_range(bytes, mark.encode_utf8(&mut [0; 4]));
            }
        }
        let rows = |block: &Block| matches!(block, Block::Rows(_));
        let mut at = 0;
        self.blocks.retain(|block| {
            at += 1;
            !taken.contains(&(at - 1)) || rows(block)
        });
    }

    /// How many tables are open.
    pub(crate) fn tables(&self) -> usize {
        self.tables.len()
    }

    /// The text with its layout, and what was converted and removed.
    pub(crate) fn finish(mut self) -> (SourceText, Vec<Flag>) {
        self.open_note = None;
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.take_endnotes();
        let mut pieces = Pieces::of(&self);
        let mut made = Made::default();
        let mut tables = Vec::new();
        for block in &self.blocks {
            match block {
                Block::Line(_) => {
                    made.piece(&pieces.next());
                    made.text.push('\n');
                }
                Block::Rows(rows) => tables.push(made.table(rows, &mut pieces)),
            }
        }
        let mut footnotes = Vec::new();
        for (n, note) in self.notes.iter().enumerate() {
            let start = made.text.len();
            for _ in &note.lines {
                made.piece(&pieces.next());
                made.text.push('\n');
            }
            let end = start + made.text[start..].trim_end().len();
            if end > start {
                footnotes.push(Footnote {
                    label: note.label.clone(),
                    anchor: made
                        .anchors
                        .iter()
                        .find(|(note, _)| *note == n)
                        .map(|(_, at)| *at),
                    span: Span::new(start, end),
                    page: 0,
                });
            }
        }
        let furniture = self
            .furniture
            .iter()
            .map(|(kind, _)| Furniture {
                page: 0,
                kind: *kind,
                text: pieces.next(),
            })
            .collect();
        let mut flags = encoding::flags(&pieces.conversions);
        let controls = pieces.controls;
        if controls > 0 {
            flags.push(Flag::Hidden { count: controls });
        }
        let layout = Layout {
            tables,
            footnotes,
            furniture,
        };
        let source = SourceText::plain(made.text).with_layout(layout);
        (source, flags)
    }
}

/// Every line, cell and note in the order of the text, repaired together.
struct Pieces {
    pieces: std::vec::IntoIter<String>,
    conversions: Vec<encoding::Conversion>,
    /// Zero-width and direction controls among them.
    controls: u32,
}

impl Pieces {
    fn of(flow: &Flow) -> Self {
        let mut all: Vec<String> = Vec::new();
        for block in &flow.blocks {
            match block {
                Block::Line(line) => all.push(line.clone()),
                Block::Rows(rows) => all.extend(rows.iter().flatten().map(Cell::joined)),
            }
        }
        all.extend(
            flow.notes
                .iter()
                .flat_map(|note| note.lines.iter().cloned()),
        );
        all.extend(flow.furniture.iter().map(|(_, text)| text.clone()));
        let (text, conversions) = encoding::repair(&all.join("\n"));
        let controls = text.chars().filter(|c| is_control(*c)).count();
        let pieces: Vec<String> = text.split('\n').map(normalised).collect();
        Self {
            pieces: pieces.into_iter(),
            conversions,
            controls: u32::try_from(controls).unwrap_or(u32::MAX),
        }
    }

    fn next(&mut self) -> String {
        self.pieces.next().unwrap_or_default()
    }
}

/// Controls that hide or turn round letters: what they stand between reads otherwise than it looks.
pub(crate) fn is_control(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
}

/// A line as the text has it; what was dropped may leave two spaces.
fn normalised(line: &str) -> String {
    let line = legal::normalise(line).replace('\n', " ");
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text in the making.
#[derive(Default)]
struct Made {
    text: String,
    /// Note and place of each mark.
    anchors: Vec<(usize, u32)>,
}

impl Made {
    /// Appends words without the marks in them; says where they stand.
    fn piece(&mut self, words: &str) -> Span {
        let start = self.text.len();
        for c in words.chars() {
            match u32::from(c).checked_sub(MARKS) {
                Some(note) => {
                    let at = Span::new(0, self.text.len()).end;
                    self.anchors.push((note as usize, at));
                }
                None => self.text.push(c),
            }
        }
        Span::new(start, self.text.len())
    }

    fn table(&mut self, rows: &[Row], pieces: &mut Pieces) -> Table {
        let start = self.text.len();
        let mut table = Table::default();
        for row in rows {
            let mut cells = Vec::new();
            for (n, cell) in row.iter().enumerate() {
                if n > 0 && !cell.padding {
                    self.text.push_str(BETWEEN_CELLS);
                }
                cells.push(self.piece(&pieces.next()));
            }
            table.rows.push(cells);
            self.text.push('\n');
        }
        table.span = Span::new(start, self.text.len().max(start + 1) - 1);
        table
    }
}

#[cfg(test)]
mod tests;
