//! Markdown: the marks of headings, emphasis, escapes and links are left out; tables are tables.

use legal::SourceText;

use crate::{Flag, flow::Flow};

/// Reads Markdown line by line.
pub(super) fn read(text: &str) -> (SourceText, Vec<Flag>) {
    let mut flow = Flow::default();
    for line in text.split('\n') {
        let line = line.trim();
        let line = line.strip_prefix("> ").unwrap_or(line);
        match cells(line) {
            Some(cells) => row(&mut flow, &cells),
            None => {
                flow.close_table();
                flow.paragraph(&unmarked(line));
            }
        }
    }
    flow.finish()
}

/// The cells of a table row: it begins with a bar.
fn cells(line: &str) -> Option<Vec<String>> {
    let inside = line.strip_prefix('|').filter(|rest| !rest.is_empty())?;
    let mut cells = vec![String::new()];
    let mut escaped = false;
    for c in inside.chars() {
        match c {
            '|' if !escaped => cells.push(String::new()),
            _ => cells.last_mut()?.push(c),
        }
        escaped = c == '\\' && !escaped;
    }
    // The bar at the end opens no cell.
    if cells.len() > 1 && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
        cells.pop();
    }
    Some(cells)
}

fn row(flow: &mut Flow, cells: &[String]) {
    let rule = |cell: &String| {
        let cell = cell.trim();
        !cell.is_empty() && cell.chars().all(|c| matches!(c, '-' | ':'))
    };
    if cells.iter().all(rule) {
        return;
    }
    if flow.tables() == 0 {
        flow.open_table();
    }
    for cell in cells {
        for part in cell.split("<br>").flat_map(|part| part.split("<br/>")) {
            flow.paragraph(&unmarked(part.trim()));
        }
        flow.close_cell(1);
    }
    flow.close_row();
}

/// A line without its marks.
fn unmarked(line: &str) -> String {
    let mut made = String::with_capacity(line.len());
    let heading = line.trim_start_matches('#');
    let is_heading = heading.len() < line.len() && (heading.is_empty() || heading.starts_with(' '));
    let line = if is_heading {
        heading.trim_start().trim_end_matches('#').trim_end()
    } else {
        line
    };
    let rule = |c: char| matches!(c, '-' | '*' | '_' | '=' | ' ');
    if line.len() < 3 || !line.chars().all(rule) {
        push_emphasised(&mut made, line);
    }
    made
}

/// Without `**`, `__`, backslashes before punctuation, and the targets of links.
fn push_emphasised(lines: &mut String, line: &str) {
    let mut rest = line;
    let mut slanted = false;
    while let Some(c) = rest.chars().next() {
        let next = rest[c.len_utf8()..].chars().next();
        match (c, next) {
            ('\\', Some(mark)) if mark.is_ascii_punctuation() => {
                lines.push(mark);
                rest = &rest[2..];
                continue;
            }
            ('*', Some('*')) => {
                rest = &rest[2..];
                continue;
            }
            // A mark of emphasis stands against a word and has its fellow; "2 * 3" has neither.
            ('*', next)
                if slanted
                    || next
                        .is_some_and(|next| !next.is_whitespace() && rest[1..].contains('*')) =>
            {
                slanted = !slanted;
                rest = &rest[1..];
                continue;
            }
            (']', Some('(')) => {
                if let Some(end) = rest.find(')') {
                    rest = &rest[end + 1..];
                    continue;
                }
            }
            ('[', Some(_)) if rest.contains("](") => {
                rest = &rest[1..];
                continue;
            }
            _ => {}
        }
        lines.push(c);
        rest = &rest[c.len_utf8()..];
    }
}
