//! One case file: notes and flags at its head, then the text, with a small notation for what layout tells.

use legal::{Footnote, Layout, Page, PageKind, SourceText, Span, Table};

/// A case as written.
pub(crate) struct Case {
    /// The text and its layout.
    pub(crate) source: SourceText,
    /// Whether each line is a reference that a person typed (in `citations`).
    pub(crate) typed: bool,
    /// Why the reading is known to be wrong; `None`: it must be right.
    pub(crate) not_yet: Option<String>,
}

/// Builds the text while its lines are read.
#[derive(Default)]
struct Builder {
    text: String,
    layout: Layout,
    pages: Vec<Page>,
    anchors: Vec<(String, u32)>,
    in_table: bool,
}

impl Case {
    /// Reads a case file. The notation is described in `tests/gold/README.md`.
    pub(crate) fn read(written: &str) -> Self {
        let (mut wrapped, mut typed, mut not_yet) = (false, false, None);
        let mut builder = Builder::default();
        let mut lines = written.lines().peekable();
        while let Some(line) = lines.next_if(|line| line.starts_with('#')) {
            match line.strip_prefix("#!").map(str::trim) {
                Some("wrapped") => wrapped = true,
                Some("typed") => typed = true,
                Some(flag) => {
                    let why = flag.strip_prefix("not yet");
                    let why = why.unwrap_or_else(|| panic!("no flag of a case: {flag}"));
                    not_yet = Some(why.trim_start_matches([':', ' ']).to_owned());
                }
                None => {}
            }
        }
        lines.for_each(|line| builder.line(line));
        Self {
            source: builder.finish(wrapped),
            typed,
            not_yet,
        }
    }
}

impl Builder {
    fn line(&mut self, line: &str) {
        if line == "[page]" {
            return self.page();
        }
        let row = line
            .strip_prefix("| ")
            .and_then(|rest| rest.strip_suffix(" |"));
        if let Some(row) = row {
            self.row(row);
        } else if let Some((label, words)) = note(line) {
            self.note(label, words);
        } else if let Some(note) = self.layout.footnotes.last_mut() {
            self.text.push_str(line);
            note.span = Span::new(note.span.start as usize, self.text.len());
        } else {
            self.words(line);
        }
        self.in_table = row.is_some();
        self.text.push('\n');
    }

    /// A line of the main text without its footnote marks, whose places are kept.
    fn words(&mut self, line: &str) {
        let mut rest = line;
        while let Some((before, behind)) = rest.split_once("[^") {
            let Some((label, after)) = behind.split_once(']') else {
                break;
            };
            self.text.push_str(before);
            self.anchors.push((label.to_owned(), self.at()));
            rest = after;
        }
        self.text.push_str(rest);
    }

    fn row(&mut self, row: &str) {
        let start = self.at();
        let mut cells = Vec::new();
        for (n, cell) in row.split(" | ").enumerate() {
            if n > 0 {
                self.text.push_str(" | ");
            }
            let from = self.text.len();
            self.text.push_str(cell.trim());
            cells.push(Span::new(from, self.text.len()));
        }
        let end = self.at();
        match self.layout.tables.last_mut().filter(|_| self.in_table) {
            Some(table) => {
                table.span.end = end;
                table.rows.push(cells);
            }
            None => self.layout.tables.push(Table {
                span: Span { start, end },
                rows: vec![cells],
            }),
        }
    }

    fn note(&mut self, label: &str, words: &str) {
        let start = self.text.len();
        self.text.push_str(words);
        let anchor = self.anchors.iter().find(|(found, _)| found == label);
        self.layout.footnotes.push(Footnote {
            label: label.to_owned(),
            anchor: anchor.map(|(_, at)| *at),
            span: Span::new(start, self.text.len()),
            page: u32::try_from(self.pages.len()).expect("few pages"),
        });
    }

    fn page(&mut self) {
        let start = if self.pages.is_empty() { 0 } else { self.at() };
        if let Some(last) = self.pages.last_mut() {
            last.span.end = start;
        }
        self.pages.push(Page {
            number: u32::try_from(self.pages.len() + 1).expect("few pages"),
            span: Span {
                start,
                end: u32::MAX,
            },
            width: 595.0,
            height: 842.0,
            kind: PageKind::Text,
        });
    }

    fn at(&self) -> u32 {
        u32::try_from(self.text.len()).expect("a case is small")
    }

    fn finish(mut self, wrapped: bool) -> SourceText {
        let end = self.at();
        if let Some(last) = self.pages.last_mut() {
            last.span.end = end;
        }
        SourceText::new(self.text, self.pages, Vec::new(), wrapped).with_layout(self.layout)
    }
}

/// The label and the words of "[note 29] Điều này được …".
fn note(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("[note ")?.split_once("] ")
}
