//! Where the main body ends: the signature block, then annexes, each with its kind.

use super::{
    lines::{Lines, expects_more, is_capitals, starts_with_word},
    mark, outline,
};
use crate::AnnexKind;

/// The start of an annex and what its head says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Start {
    pub(super) line: usize,
    /// The first line of the title.
    pub(super) title: usize,
    /// The first line after title and "(Ban hành kèm theo …)".
    pub(super) body: usize,
    /// As in a path: "iii", "0".
    pub(super) label: String,
    /// As printed: "Phụ lục III", "Quy chế".
    pub(super) printed: String,
}

/// Titles under which a text is attached to the act that issues it.
const ATTACHED: [&str; 16] = [
    "quy chế",
    "quy định",
    "điều lệ",
    "quy chuẩn",
    "nội quy",
    "quy trình",
    "chương trình",
    "kế hoạch",
    "đề án",
    "danh mục",
    "hướng dẫn",
    "quy tắc",
    "phương án",
    "chiến lược",
    "bảng",
    "biểu",
];

/// Those of them that have articles; forms stand behind them.
const REGULATIONS: [&str; 6] = [
    "quy chế",
    "quy định",
    "điều lệ",
    "nội quy",
    "quy trình",
    "quy tắc",
];

/// The line where the signature begins, searched from `from`.
pub(super) fn signature(lines: &Lines<'_>, quoted: &[bool], from: usize) -> Option<usize> {
    (from..lines.len()).find(|line| !quoted[*line] && is_signature(lines, *line))
}

pub(super) fn is_signature(lines: &Lines<'_>, line: usize) -> bool {
    const ON_BEHALF: [&str; 7] = ["TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T"];
    const OFFICES: [&str; 15] = [
        "bộ trưởng",
        "thủ tướng",
        "phó thủ tướng",
        "chủ tịch",
        "phó chủ tịch",
        "thứ trưởng",
        "chánh án",
        "viện trưởng",
        "thống đốc",
        "tổng kiểm toán",
        "chủ nhiệm",
        "tổng thanh tra",
        "giám đốc",
        "văn phòng",
        "tổng giám đốc",
    ];
    let text = lines.get(line);
    if text.chars().count() > 120 {
        return false;
    }
    if starts_with_word(text, "nơi nhận") && text.chars().count() < 40 {
        return true;
    }
    if ON_BEHALF.iter().any(|mark| {
        text.strip_prefix(mark)
            .is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase))
    }) {
        return is_capitals(text)
            || text.chars().filter(|c| c.is_uppercase()).count() * 2 > text.chars().count();
    }
    let ended = line.checked_sub(1).is_some_and(|before| {
        let before = lines.get(before);
        // "Mục 1" above "VIỆN TRƯỞNG" names a section.
        if mark::container(before).is_some() {
            return false;
        }
        before.ends_with(['.', '”', '"', '/', ';'])
            || before.ends_with(|c: char| c.is_ascii_digit())
    });
    is_capitals(text)
        && ended
        && (OFFICES.iter().any(|office| starts_with_word(text, office))
            || text.starts_with("XÁC THỰC VĂN BẢN HỢP NHẤT"))
}

/// The annexes after line `from` (the first article).
pub(super) fn find(lines: &Lines<'_>, quoted: &[bool], from: usize) -> Vec<Start> {
    let mut found: Vec<Start> = Vec::new();
    let mut signed = false;
    for (line, is_quoted) in quoted.iter().enumerate().skip(from) {
        if *is_quoted || found.last().is_some_and(|last| line < last.body) {
            continue;
        }
        signed |= is_signature(lines, line);
        if lines.get(line).chars().take(200).count() == 200 {
            continue;
        }
        let start = annex(lines, line)
            .or_else(|| attached(lines, line))
            .or_else(|| {
                // A form belongs to the annex that holds it, but stands behind an attached text.
                let apart = |start: &Start| {
                    start.printed.starts_with("Mẫu")
                        || REGULATIONS.contains(&start.printed.to_lowercase().as_str())
                };
                if signed && found.iter().all(apart) {
                    form(lines, line)
                } else {
                    None
                }
            });
        // The same head again is the running head of a table.
        if let Some(start) = start
            && !found.last().is_some_and(|last| {
                (last.printed.to_lowercase() == start.printed.to_lowercase()
                    && !has_issue_note(lines, line, start.body))
                    || (is_within_title(last, line) && last.label != "0")
            })
        {
            found.push(start);
        }
    }
    found
}

fn is_within_title(last: &Start, line: usize) -> bool {
    line <= last.body
}

/// "(Ban hành kèm theo …", on which attached texts are recognised.
fn is_issue_note(text: &str) -> bool {
    let Some(rest) = text.strip_prefix('(') else {
        return false;
    };
    let rest = rest.trim_start();
    [
        "ban hành kèm theo",
        "kèm theo",
        "được ban hành kèm theo",
        "ban hành theo",
    ]
    .iter()
    .any(|words| starts_with_word(rest, words))
}

fn has_issue_note(lines: &Lines<'_>, from: usize, to: usize) -> bool {
    (from..to.min(from + 12)).any(|line| is_issue_note(lines.get(line)))
}

/// The line of the note within the next few, with only title lines before it.
fn issue_note(lines: &Lines<'_>, line: usize) -> Option<usize> {
    for ahead in line + 1..lines.len().min(line + 10) {
        let text = lines.get(ahead);
        if is_issue_note(text) {
            return Some(ahead);
        }
        if mark::container(text).is_some() || text.ends_with(['.', ';']) {
            return None;
        }
    }
    None
}

/// The first line after a note, which may run over several lines up to its bracket.
fn after_note(lines: &Lines<'_>, note: usize) -> usize {
    (note..lines.len().min(note + 6))
        .find(|line| lines.get(*line).contains(')'))
        .map_or(note + 1, |line| line + 1)
}

/// "Phụ lục III", "PHỤ LỤC", "Phụ lục I.12".
fn annex(lines: &Lines<'_>, line: usize) -> Option<Start> {
    let text = lines.get(line);
    if !starts_with_word(text, "phụ lục") || !lines.may_begin(line) {
        return None;
    }
    let rest = text
        .char_indices()
        .nth("phụ lục".chars().count())
        .map_or("", |(at, _)| &text[at..]);
    let rest = rest.trim_start();
    let numbered = rest
        .strip_prefix("số ")
        .or(rest.strip_prefix("SỐ "))
        .unwrap_or(rest)
        .trim_start();
    let label: String = numbered
        .chars()
        .take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    let label = label.trim_end_matches(['.', '-']);
    let is_label = label.chars().count() <= 8
        && (label.starts_with(|c: char| c.is_ascii_digit())
            || mark::roman_number(label.split(['.', '-']).next().unwrap_or_default()).is_some()
            || label.chars().count() == 1 && label.starts_with(char::is_uppercase));
    let (label, after) = if is_label {
        (label, &numbered[label.len()..])
    } else {
        ("", rest)
    };
    let after =
        after.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–'));
    let note = issue_note(lines, line);
    let same_line_note = is_issue_note(after);
    let capital_next = is_capitals(lines.get(line + 1));
    let plain_head = after.is_empty() && (note.is_some() || capital_next || is_capitals(text));
    let titled = !after.is_empty()
        && !after.starts_with(char::is_lowercase)
        && !outline::is_reference(after)
        && (is_capitals(after) || (note.is_some() && lines.after_sentence(line)));
    if !(plain_head || titled || same_line_note) || expects_more(after) {
        return None;
    }
    let printed = if label.is_empty() {
        "Phụ lục".to_owned()
    } else {
        format!("Phụ lục {label}")
    };
    let title = if after.is_empty() { line + 1 } else { line };
    let body = note.map_or_else(
        || after_capitals(lines, title),
        |note| after_note(lines, note),
    );
    let label = if label.is_empty() {
        "0".to_owned()
    } else {
        label.to_lowercase()
    };
    Some(Start {
        line,
        title,
        body: body.max(line + 1),
        label,
        printed,
    })
}

fn after_capitals(lines: &Lines<'_>, from: usize) -> usize {
    let most = lines.len().min(from + 8);
    (from..most)
        .find(|line| !is_capitals(lines.get(*line)))
        .unwrap_or(most)
}

/// "QUY CHẾ … (Ban hành kèm theo …)".
fn attached(lines: &Lines<'_>, line: usize) -> Option<Start> {
    let text = lines.get(line);
    if !is_capitals(text) {
        return None;
    }
    let word = ATTACHED.iter().find(|word| starts_with_word(text, word))?;
    let note = issue_note(lines, line)?;
    let mut letters = word.chars();
    let printed = letters.next()?.to_uppercase().to_string() + letters.as_str();
    Some(Start {
        line,
        title: line,
        body: after_note(lines, note),
        label: "0".to_owned(),
        printed,
    })
}

/// "Mẫu số 01" after the signature, where no annex holds it.
fn form(lines: &Lines<'_>, line: usize) -> Option<Start> {
    let text = lines.get(line);
    if !starts_with_word(text, "mẫu") || text.chars().count() > 60 || !lines.may_begin(line) {
        return None;
    }
    let label = text
        .split_whitespace()
        .find(|word| word.contains(|c: char| c.is_ascii_digit()))?;
    let clean = label
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase();
    let body = after_capitals(lines, line + 1);
    Some(Start {
        line,
        title: line + 1,
        body: body.max(line + 1),
        label: format!("mau-{clean}"),
        printed: format!("Mẫu {}", clean.to_uppercase()),
    })
}

/// What an annex is, by its head and its lines; `articles` counts those that run from 1.
pub(super) fn kind(lines: &Lines<'_>, start: &Start, end: usize, articles: usize) -> AnnexKind {
    let head: String = (start.line..start.body.min(end))
        .map(|line| lines.get(line).to_lowercase() + " ")
        .collect();
    let total = end.saturating_sub(start.body).max(1);
    let dotted = (start.body..end)
        .filter(|line| is_blank_to_fill(lines.get(*line)))
        .count();
    let word = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let regulation = word(
        &["quy chế", "điều lệ", "quy định", "nội quy", "quy tắc"],
        &head,
    ) && articles >= 2;
    let form = is_form(lines, start, end);
    if !regulation && (form || dotted * 8 > total) {
        return AnnexKind::Form;
    }
    if articles >= 2 {
        return AnnexKind::Regulation;
    }
    let short = (start.body..end)
        .filter(|line| lines.get(*line).chars().count() < 40)
        .count();
    if word(
        &["danh mục", "bảng", "biểu", "định mức", "danh sách"],
        &head,
    ) || short * 2 > total
    {
        return AnnexKind::Table;
    }
    AnnexKind::Other
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
