//! What stands under each other in a block: paragraphs, and tables as tables.

use legal::{SourceText, Span, Table};

use super::{Layout, Line, Piece};

/// What stands under each other in a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// A line of words.
    Words(Line),
    /// The rows of a table, each with its cells.
    Table(Vec<Vec<Line>>),
}

impl Part {
    /// Whether a row of a table names its columns: the first one, where every cell of it says something, others follow,
    /// and it is not counted: a table that goes on from the page before begins with "7." or the like.
    pub(crate) fn names_columns(rows: &[Vec<Line>], at: &usize) -> bool {
        let says = |cell: &Line| cell.iter().any(Piece::says);
        let counted = |cell: &Line| {
            let first = cell.iter().find(|piece| piece.says());
            first.is_some_and(|piece| {
                piece
                    .text
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_digit())
            })
        };
        let names = |row: &Vec<Line>| row.iter().all(says) && !row.first().is_some_and(counted);
        *at == 0 && rows.len() > 1 && rows.first().is_some_and(names)
    }
}

impl Layout<'_> {
    /// The words of a span as lines, its tables as tables.
    pub(super) fn parts(&mut self, span: Span, joined: bool) -> Vec<Part> {
        let (source, mut parts, mut start) = (self.source, Vec::new(), span.start);
        let tables = &source.layout().tables;
        let first = tables.partition_point(|table| table.span.start < span.start);
        let whole = |table: &&Table| span.contains(table.span) && !table.rows.is_empty();
        for table in tables[first..].iter().take_while(whole) {
            let end = table.span.start;
            let before = self.lines(Span { start, end }, joined);
            parts.extend(before.into_iter().map(Part::Words));
            let mut rows: Vec<Vec<Line>> = Vec::with_capacity(table.rows.len());
            for row in &table.rows {
                let cell = |cell: &Span| self.lines(*cell, true).into_iter().flatten().collect();
                rows.push(row.iter().map(cell).collect());
            }
            rows.retain(|row| row.iter().flatten().any(Piece::says));
            if !rows.is_empty() {
                parts.push(Part::Table(rows));
            }
            start = table.span.end;
        }
        let end = span.end;
        let rest = self.lines(Span { start, end }, joined);
        parts.extend(rest.into_iter().map(Part::Words));
        parts
    }

    /// The words of a span as lines: those of the text, or, where the text is that of printed lines, joined
    /// until a line ends with the sign that ends a paragraph in an act.
    pub(super) fn lines(&mut self, span: Span, joined: bool) -> Vec<Line> {
        let (source, mut lines, mut line) = (self.source, Vec::new(), Line::new());
        let mut start = span.start;
        let mut printed_lines = source.slice(span).split_inclusive('\n').peekable();
        while let Some(printed) = printed_lines.next() {
            let end = start + u32::try_from(printed.len()).unwrap_or_default();
            self.pieces(Span { start, end }, &mut line);
            start = end;
            let next = printed_lines.peek().copied().unwrap_or_default();
            let (this, next) = (printed.trim_end(), next.trim_start());
            let ended = match joined {
                true => ends_paragraph(this, next),
                // Lines of a head stand for themselves, but for those that go on in small letters.
                false => this.is_empty() || this.ends_with(['.', ';', ':']) || !goes_on(next),
            };
            if ended || !source.is_wrapped() {
                lines.push(std::mem::take(&mut line));
            }
        }
        lines.push(line);
        lines.retain(|line| line.iter().any(Piece::says));
        lines
    }
}

/// Some words out of a text as paragraphs: where printed lines end inside of one, a space stands for the end of the line.
pub(crate) fn paragraphs(source: &SourceText, span: Span) -> String {
    let (text, words) = (source.text(), source.slice(span));
    if !source.is_wrapped() {
        return words.to_owned();
    }
    let mut at = span.start as usize;
    let mut joined = String::with_capacity(words.len());
    for printed in words.split_inclusive('\n') {
        at += printed.len();
        let Some(line) = printed.strip_suffix('\n') else {
            joined.push_str(printed);
            break;
        };
        let next = text[at..].lines().next().unwrap_or_default();
        joined.push_str(line);
        let next = next.trim_start();
        joined.push(
            match ends_paragraph(line.trim_end(), next) || is_numbered(next) {
                true => '\n',
                false => ' ',
            },
        );
    }
    joined
}

/// Whether a line begins with the number of a clause, "1. ": behind the name of an article, which no sign ends.
fn is_numbered(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    rest.len() < line.len() && rest.starts_with(". ")
}

/// Whether a paragraph ends between two printed lines: after the sign that ends one in an act, unless the next
/// line goes on in lower case ("…chứng sinh; / trường hợp…", but not "a) …").
fn ends_paragraph(line: &str, next: &str) -> bool {
    line.is_empty() || (line.ends_with(['.', ';', ':']) && !goes_on(next))
}

/// Whether a printed line goes on with a sentence: it begins with a small letter that is no "a)".
fn goes_on(line: &str) -> bool {
    line.starts_with(char::is_lowercase) && !line.chars().take(3).any(|c| c == ')')
}
