//! Tables of flowing formats: which are tables to the eye, and which only place paragraphs on the page.

use crate::encoding::glance;

/// Marks of the head of an act and of its signature block. Both are often set as a table without lines, whose cells
/// hold paragraphs of their own: those are read cell by cell, not as a row.
const LAYOUT: [&str; 8] = [
    "CỘNG HÒA XÃ HỘI",
    "CỘNG HOÀ XÃ HỘI",
    "ĐỘC LẬP - TỰ DO",
    "ĐỘC LẬP – TỰ DO",
    "NƠI NHẬN:",
    "TM. ",
    "KT. ",
    "TL. ",
];
/// More lines than this, with a heading among them, make a cell a page rather than a cell.
const LINES_OF_A_PAGE: usize = 4;
/// Most columns that a cell may be wide.
const COLUMNS: usize = 64;

/// A cell's paragraphs. Padding stands for the further columns of a cell that is wider than one.
#[derive(Default)]
pub(super) struct Cell {
    pub(super) lines: Vec<String>,
    pub(super) padding: bool,
}

impl Cell {
    /// Its words on one line.
    pub(super) fn joined(&self) -> String {
        self.lines.join(" ")
    }
}

pub(super) type Row = Vec<Cell>;

/// A table whose end has not come.
#[derive(Default)]
pub(super) struct OpenTable {
    pub(super) rows: Vec<Row>,
    row: Row,
    pub(super) cell: Cell,
}

/// A stretch of a table.
pub(super) enum Part {
    Lines(Vec<String>),
    Rows(Vec<Row>),
}

impl OpenTable {
    pub(super) fn close_cell(&mut self, columns: usize) {
        self.row.push(std::mem::take(&mut self.cell));
        for _ in 1..columns.min(COLUMNS) {
            self.row.push(Cell {
                lines: Vec::new(),
                padding: true,
            });
        }
    }

    pub(super) fn close_row(&mut self) {
        // Words outside of cells are a cell of their own.
        if !self.cell.lines.is_empty() {
            self.close_cell(1);
        }
        let row = std::mem::take(&mut self.row);
        if !row.is_empty() {
            self.rows.push(row);
        }
    }

    /// The table as rows, and as lines where it only places paragraphs.
    pub(super) fn parts(mut self) -> Vec<Part> {
        self.close_row();
        // The head of an act: motto, number and date in a few rows.
        let head = self.rows.len() <= 6 && self.rows.iter().take(2).any(is_marked);
        let mut parts = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        for row in self.rows {
            if row.iter().all(|cell| cell.lines.is_empty()) {
                continue;
            }
            if head || is_marked(&row) || is_page(&row) {
                parts.extend(part(std::mem::take(&mut rows)));
                parts.push(Part::Lines(lines(row)));
            } else {
                rows.push(row);
            }
        }
        parts.extend(part(rows));
        parts
    }
}

/// A row on one line.
pub(super) fn joined(row: &Row) -> String {
    let cells = row.iter().filter(|cell| !cell.padding);
    cells
        .map(Cell::joined)
        .collect::<Vec<_>>()
        .join(super::BETWEEN_CELLS)
}

fn lines(row: Row) -> Vec<String> {
    row.into_iter().flat_map(|cell| cell.lines).collect()
}

/// Rows of which none has two cells with words are paragraphs in a frame.
fn part(rows: Vec<Row>) -> Option<Part> {
    let filled = |row: &Row| row.iter().filter(|cell| !cell.lines.is_empty()).count();
    match rows.iter().map(filled).max()? {
        0 | 1 => Some(Part::Lines(rows.into_iter().flat_map(lines).collect())),
        _ => Some(Part::Rows(rows)),
    }
}

fn is_marked(row: &Row) -> bool {
    let marked = |line: &String| {
        let line = glance(line).to_uppercase();
        LAYOUT.iter().any(|mark| match mark.strip_suffix(' ') {
            // "ATM. " is no deputy.
            Some(_) => line.starts_with(mark),
            None => line.contains(mark),
        })
    };
    row.iter().flat_map(|cell| &cell.lines).any(marked)
}

/// Whether a cell holds a text with headings, so that the table is the page.
fn is_page(row: &Row) -> bool {
    row.iter().any(|cell| {
        let headings = || cell.lines.iter().filter(|line| is_heading(&glance(line)));
        cell.lines.len() > LINES_OF_A_PAGE && headings().count() > 0
    })
}

fn is_heading(line: &str) -> bool {
    let after = |word: &str| line.strip_prefix(word).map(str::trim_start);
    let digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    after("Điều").is_some_and(digit)
        || after("Chương").is_some_and(|rest| digit(rest) || rest.starts_with(['I', 'V', 'X']))
}
