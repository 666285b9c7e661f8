//! Footnotes of consolidated texts, printed at the bottom of their pages.

use super::lines::Lines;
use crate::SourceText;

/// How a note begins behind its number: what was amended, or the act that did it.
const OPENINGS: [&str; 22] = [
    "Điều này",
    "Khoản này",
    "Điểm này",
    "Đoạn này",
    "Cụm từ",
    "Từ ",
    "Tên ",
    "Tiêu đề",
    "Mục này",
    "Chương này",
    "Phụ lục này",
    "Biểu mẫu này",
    "Nội dung",
    "Bộ luật",
    "Luật",
    "Nghị định",
    "Nghị quyết",
    "Pháp lệnh",
    "Thông tư",
    "Quyết định",
    "Căn cứ này",
    "Việc ",
];

/// Which lines are notes: from the first of them on a page to its end.
pub(super) fn at_page_ends(source: &SourceText, lines: &Lines<'_>) -> Vec<bool> {
    let mut notes = vec![false; lines.len()];
    for page in source.pages() {
        let first = lines.at(page.span.start as usize);
        let after = lines
            .all
            .partition_point(|line| line.start < page.span.end as usize);
        if let Some(note) = (first..after).find(|line| begins(lines.get(*line))) {
            notes[note..after].fill(true);
        }
    }
    notes
}

/// "12 Khoản này được sửa đổi, bổ sung theo …": a bare number, then what the note is about.
fn begins(line: &str) -> bool {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']'));
    let digits = line.len() - rest.len();
    let rest = rest.trim_start();
    (1..=5).contains(&digits)
        && OPENINGS
            .iter()
            .any(|opening| rest.starts_with(opening))
}
