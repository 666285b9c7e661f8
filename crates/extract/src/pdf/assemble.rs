//! From laid-out pages to the reading text: lines, rows of tables, footnotes behind the last of them.

use legal::{Footnote, Furniture, Layout, Page, SourceText, Span, Table, Word};

use super::{
    Found,
    line::Line,
    notes::Note,
    words::{Mark, PlacedWord, WORD_GAP, bounds},
};

/// Between the cells of a row.
const CELL: &str = " | ";

/// The text in the making.
#[derive(Default)]
struct Writer {
    text: String,
    words: Vec<Word>,
    tables: Vec<Table>,
    /// Where the marks of the footnotes stood.
    anchors: Vec<Option<u32>>,
    page: u32,
    size: (f32, f32),
}

/// Writes the text: a line break after each line, a space between words.
pub(super) fn assemble(found: &[Found], notes: &[Note], furniture: Vec<Furniture>) -> SourceText {
    let mut writer = Writer {
        anchors: vec![None; notes.len()],
        ..Writer::default()
    };
    let mut pages = Vec::with_capacity(found.len());
    for (number, page) in (1..).zip(found) {
        (writer.page, writer.size) = (number, page.size);
        let start = writer.text.len();
        let mut table = None;
        for line in &page.laid.lines {
            let own = line.row.as_ref().map(|row| row.table);
            if line.row.is_some() && own != table {
                writer.tables.push(Table::default());
            }
            table = own;
            writer.line(line);
        }
        let (width, height) = page.size;
        pages.push(Page {
            number,
            span: Span::new(start, writer.text.len()),
            width,
            height,
            kind: page.kind,
        });
    }
    let footnotes = writer.footnotes(found, notes);
    let layout = Layout {
        tables: writer.tables,
        footnotes,
        furniture,
    };
    SourceText::new(writer.text, pages, writer.words, true).with_layout(layout)
}

impl Writer {
    fn footnotes(&mut self, found: &[Found], notes: &[Note]) -> Vec<Footnote> {
        let mut footnotes = Vec::with_capacity(notes.len());
        for (n, note) in notes.iter().enumerate() {
            let start = self.text.len();
            for (page, line) in &note.lines {
                self.page = u32::try_from(page + 1).unwrap_or(u32::MAX);
                self.size = found.get(*page).map_or((0.0, 0.0), |page| page.size);
                self.line(line);
            }
            let end = self.text.trim_end_matches('\n').len().max(start);
            footnotes.push(Footnote {
                label: note.label.clone(),
                anchor: self.anchors[n],
                span: Span::new(start, end),
                page: u32::try_from(note.page + 1).unwrap_or(u32::MAX),
            });
        }
        footnotes
    }

    fn line(&mut self, line: &Line) {
        let start = self.text.len();
        match &line.row {
            Some(row) => {
                let mut cells = Vec::with_capacity(row.cells.len());
                let mut from = 0;
                for (n, to) in row.cells.iter().enumerate() {
                    if n > 0 {
                        self.text.push_str(CELL);
                    }
                    let at = self.text.len();
                    self.words(&line.words[from..*to], line.turn);
                    cells.push(Span::new(at, self.text.len()));
                    from = *to;
                }
                if let Some(table) = self.tables.last_mut() {
                    let first = table.rows.is_empty();
                    let from = if first {
                        start
                    } else {
                        table.span.start as usize
                    };
                    table.span = Span::new(from, self.text.len());
                    table.rows.push(cells);
                }
            }
            None => self.words(&line.words, line.turn),
        }
        // A line of nothing but marks leaves nothing behind.
        if self.text.len() > start {
            self.text.push('\n');
        }
    }

    fn words(&mut self, words: &[PlacedWord], turn: u8) {
        let mut before: Option<&PlacedWord> = None;
        for word in words {
            if let Mark::Note(note) = word.mark {
                let at = u32::try_from(self.text.len()).unwrap_or(u32::MAX);
                if let Some(anchor) = self.anchors.get_mut(note) {
                    *anchor = Some(at);
                }
                continue;
            }
            let glued = before.map_or(Glue::Nothing, |before| glue(before, word));
            if before.is_some() && glued == Glue::Space {
                self.text.push(' ');
            }
            let at = self.text.len();
            if glued == Glue::Superscript {
                self.text.extend(word.text.chars().map(superscript));
            } else {
                self.text.push_str(&word.text);
            }
            self.words.push(Word {
                span: Span::new(at, self.text.len()),
                page: self.page,
                bounds: bounds(word, turn, self.size),
                confidence: word.confidence,
            });
            before = Some(word);
        }
    }
}

/// What stands between two words.
#[derive(Clone, Copy, PartialEq)]
enum Glue {
    Space,
    Nothing,
    /// Nothing, but as digits of the line the raised ones would change the number before them.
    Superscript,
}

fn glue(before: &PlacedWord, word: &PlacedWord) -> Glue {
    let touches = word.left - before.right < WORD_GAP * before.size;
    let last = before.text.chars().next_back().unwrap_or(' ');
    if word.mark == Mark::Raised && touches {
        return if last.is_alphabetic() {
            Glue::Nothing
        } else {
            Glue::Superscript
        };
    }
    // A symbol broken over two lines of a cell.
    let broken = word.baseline > before.baseline + 0.5 * before.size
        && matches!(last, '-' | '/')
        && before
            .text
            .chars()
            .nth_back(1)
            .is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
        && word.text.starts_with(char::is_uppercase);
    if broken { Glue::Nothing } else { Glue::Space }
}

fn superscript(c: char) -> char {
    match c {
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '0' | '4'..='9' => char::from_u32(0x2070 + u32::from(c) - u32::from('0')).unwrap_or(c),
        _ => c,
    }
}
