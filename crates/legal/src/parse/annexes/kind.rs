//! What an annex is: a regulation, a table, a form, a standard, a treaty.

use super::{
    super::lines::{Lines, starts_with_word},
    Start, is_issue_note,
};
use crate::{AnnexKind, Table};

/// How treaties are called.
const TREATIES: [&str; 8] = [
    "hiệp định",
    "công ước",
    "hiệp ước",
    "nghị định thư",
    "hiến chương",
    "bản ghi nhớ giữa",
    "thỏa thuận giữa",
    "tuyên bố chung",
];

/// How technical standards are called.
const STANDARDS: [&str; 5] = ["quy chuẩn", "qcvn", "tcvn", "qcđp", "tiêu chuẩn quốc gia"];

/// Documents to be filled in whose "Điều 1" is no law.
const PAPERS: [&str; 10] = [
    "hợp đồng",
    "thông báo",
    "biên bản",
    "quyết định",
    "giấy",
    "đơn ",
    "tờ trình",
    "phiếu",
    "báo cáo",
    "hồ sơ",
];

/// What an annex is, by its head and its lines; `articles` counts those that run from 1, `outlined` says that it has
/// sections without articles.
pub(crate) fn kind(
    lines: &Lines<'_>,
    tables: &[Table],
    start: &Start,
    end: usize,
    articles: usize,
    outlined: bool,
) -> AnnexKind {
    let title = title(lines, start, end);
    let named = |words: &[&str]| words.iter().any(|word| starts_with_word(&title, word));
    let holds = |words: &[&str]| words.iter().any(|word| title.contains(word));
    let body = start.body.min(end)..end;
    let total = body.len().max(1);
    if named(&TREATIES) && !holds(&["mẫu"]) {
        return AnnexKind::Treaty;
    }
    if named(&STANDARDS) || starts_with_word(lines.get(start.line), "qcvn") {
        return AnnexKind::Standard;
    }
    let regulation = articles >= 2
        && holds(&[
            "quy chế",
            "điều lệ",
            "quy định",
            "nội quy",
            "quy tắc",
            "quy trình",
        ]);
    let dotted = body
        .clone()
        .filter(|line| is_blank_to_fill(lines.get(*line)));
    if start.printed == "Mẫu" {
        return AnnexKind::Form;
    }
    if !regulation && (is_form(lines, start, end) || dotted.count() * 8 > total) {
        return AnnexKind::Form;
    }
    let motto = body.clone().take(12).any(|line| {
        let text = lines.get(line).to_lowercase();
        text.contains("xã hội chủ nghĩa việt nam") || starts_with_word(&text, "hợp đồng")
    });
    if articles >= 2 && !regulation && (motto || PAPERS.iter().any(|paper| title.contains(paper))) {
        return AnnexKind::Form;
    }
    if articles >= 2 {
        return AnnexKind::Regulation;
    }
    let (mut rows, mut short) = (0, 0);
    for line in body.clone() {
        let at = lines.all[line].start;
        let after = tables.partition_point(|table| table.span.start as usize <= at);
        let in_table = after
            .checked_sub(1)
            .is_some_and(|n| at < tables[n].span.end as usize);
        rows += usize::from(in_table);
        let text = lines.get(line);
        short += usize::from(text.chars().count() < 40 && !text.ends_with(['.', ';', ':']));
    }
    let listed = holds(&["danh mục", "bảng", "biểu", "định mức", "danh sách"]);
    // Where the reader knows tables, short lines are no sign of one.
    let tabular = if tables.is_empty() {
        short * 2 > total && !outlined
    } else {
        rows * 2 > total
    };
    if listed || tabular {
        return AnnexKind::Table;
    }
    if decimal_outline(lines, body) {
        return AnnexKind::Standard;
    }
    AnnexKind::Other
}

/// The title in small letters, its note left out.
fn title(lines: &Lines<'_>, start: &Start, end: usize) -> String {
    let first = lines.get(start.line);
    let mut words = String::new();
    for line in start.title..start.title_end.min(end) {
        let mut text = lines.get(line);
        if line == start.line {
            // Behind "Phụ lục II" in its own line.
            let label = start.printed.chars().count();
            if starts_with_word(first, &start.printed.to_lowercase()) {
                text = text
                    .char_indices()
                    .nth(label)
                    .map_or("", |(at, _)| &text[at..]);
            }
            if !start.printed.starts_with("Phụ lục") {
                text = first;
            }
        }
        if is_issue_note(text) {
            break;
        }
        words.push_str(text.trim_start_matches(|c: char| !c.is_alphanumeric()));
        words.push(' ');
    }
    words.to_lowercase()
}

/// Whether the text is numbered 1, 1.1, 1.1.1 as technical standards are.
fn decimal_outline(lines: &Lines<'_>, body: std::ops::Range<usize>) -> bool {
    const ENOUGH: usize = 4;
    let deep = |text: &str| {
        let number: String = text
            .chars()
            .take_while(|c| c.is_ascii_digit() || *c == '.')
            .collect();
        let parts = number.trim_end_matches('.').split('.');
        let plain = parts
            .clone()
            .all(|part| !part.is_empty() && part.len() <= 2);
        plain && parts.count() == 3 && text[number.len()..].starts_with(' ')
    };
    body.filter(|line| deep(lines.get(*line))).count() >= ENOUGH
}

/// Whether head or first lines say "Mẫu số 01", "MẪU ĐƠN …", "BIỂU MẪU"; places and bodies are called Mẫu too.
fn is_form(lines: &Lines<'_>, start: &Start, end: usize) -> bool {
    const OPENS: [&str; 7] = [
        "mẫu",
        "biểu mẫu",
        "các mẫu",
        "một số mẫu",
        "danh mục mẫu",
        "danh mục các mẫu",
        "hệ thống mẫu",
    ];
    let numbered = |text: &str| {
        starts_with_word(text, "mẫu số")
            || starts_with_word(text, "mẫu")
                && text.chars().count() < 30
                && text.contains(|c: char| c.is_ascii_digit())
    };
    let first = lines.get(start.line);
    // The title may stand behind "Phụ lục II" in its line, or begin on the next.
    let label = first
        .char_indices()
        .nth(start.printed.chars().count())
        .filter(|_| starts_with_word(first, &start.printed.to_lowercase()))
        .map_or(first, |(at, _)| &first[at..]);
    let behind = label.trim_start_matches(|c: char| !c.is_alphanumeric());
    let title = if start.title == start.line {
        behind
    } else {
        lines.get(start.title)
    };
    // "Phụ lục I (Kèm theo …)" may stand above "Mẫu số 01".
    let head_end = start.body.min(end);
    OPENS.iter().any(|word| starts_with_word(title, word))
        || (start.line..head_end).any(|line| {
            let text = lines.get(line);
            numbered(text) || (!is_issue_note(text) && text.to_lowercase().contains("biểu mẫu"))
        })
        || (start.body..end.min(start.body + 2)).any(|line| numbered(lines.get(line)))
}

/// A line with dots or underscores to write on.
fn is_blank_to_fill(text: &str) -> bool {
    text.contains(".....") || text.contains("……") || text.contains("____")
}
