//! Where annexes begin behind the main body, and what their heads say.

use super::{
    lines::{Lines, expects_more, is_capitals, starts_with_word},
    mark, outline,
    signature::is_signature,
};
use crate::Symbol;

mod kind;
mod read;

use kind::kind;
pub(super) use read::read;

/// The start of an annex and what its head says.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Start {
    pub(super) line: usize,
    /// The first line of the title; the label's own line where the title stands behind it.
    pub(super) title: usize,
    /// Where in the label's own line the words behind the label begin.
    pub(super) behind: usize,
    /// The first line after the title: its note "(Ban hành kèm theo …)" stands before or behind it.
    pub(super) title_end: usize,
    /// The first line after title and "(Ban hành kèm theo …)".
    pub(super) body: usize,
    /// As in a path: "iii", "0".
    pub(super) label: String,
    /// As printed: "Phụ lục III", "Quy chế".
    pub(super) printed: String,
}

/// Titles under which a text is attached to the act that issues it.
const ATTACHED: [&str; 17] = [
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
    "mẫu",
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
            })
            .or_else(|| standard(lines, line).filter(|_| signed))
            .or_else(|| second_motto(lines, line).filter(|_| signed && found.is_empty()));
        // The same head again is the running head of a table.
        if let Some(start) = start
            && !found.last().is_some_and(|last| {
                (last.printed.to_lowercase() == start.printed.to_lowercase()
                    && !has_issue_note(lines, line, start.body))
                    || (line == last.body
                        && !is_repealed(lines, last)
                        && last.title < last.title_end
                        && is_numbered(&last.label)
                        && !start.label.starts_with("mau-"))
                    || is_inner(lines, last, &start)
            })
        {
            found.push(start);
        }
    }
    without_lists(lines, found)
}

/// Whether a label tells an annex from others: "iii", not "0" nor "quy-che".
fn is_numbered(label: &str) -> bool {
    label != "0" && crate::attached::word(label).is_none()
}

/// "Phụ lục 1 (được bãi bỏ)": the line is all that is left of it.
fn is_repealed(lines: &Lines<'_>, start: &Start) -> bool {
    start.title == start.line && lines.get(start.line).contains("được bãi bỏ")
}

/// A bare "PHỤ LỤC" without a note inside a numbered annex is a part of that annex.
fn is_inner(lines: &Lines<'_>, last: &Start, start: &Start) -> bool {
    start.label == "0"
        && start.printed == "Phụ lục"
        && is_numbered(&last.label)
        && !last.label.starts_with("mau-")
        && !has_issue_note(lines, start.line, start.body)
}

/// A list of forms names each before the forms themselves stand: entries of the list are no annexes.
fn without_lists(lines: &Lines<'_>, found: Vec<Start>) -> Vec<Start> {
    const SHORT: usize = 6;
    let listed: Vec<bool> = (0..found.len())
        .map(|n| {
            let next = found.get(n + 1).map_or(lines.len(), |next| next.line);
            let again = found[n + 1..]
                .iter()
                .any(|later| later.label == found[n].label);
            found[n].label.starts_with("mau-") && again && next - found[n].line <= SHORT
        })
        .collect();
    let kept = found.into_iter().zip(listed);
    let kept: Vec<Start> = kept
        .filter(|(_, listed)| !listed)
        .map(|(start, _)| start)
        .collect();
    // "DANH MỤC CÁC PHỤ LỤC" names the annexes that follow and is none.
    let names_annexes = |start: &Start| {
        let title: Vec<&str> = (start.title..start.title_end)
            .map(|line| lines.get(line))
            .collect();
        let title = title.join(" ").to_lowercase();
        let words = title.trim_start_matches(|c: char| !c.is_alphabetic());
        [
            "danh mục phụ lục",
            "danh mục các phụ lục",
            "danh sách phụ lục",
            "danh sách các phụ lục",
        ]
        .iter()
        .any(|list| words.starts_with(list))
    };
    let last = kept.len().saturating_sub(1);
    let mut at = 0..;
    let kept = kept.into_iter();
    kept.filter(|start| at.next() == Some(last) || !names_annexes(start))
        .collect()
}

/// "QCVN 01:2026/BXD" on a line of its own behind the signature.
fn standard(lines: &Lines<'_>, line: usize) -> Option<Start> {
    let text = lines.get(line);
    let named = ["QCVN", "QCĐP", "TCVN"]
        .iter()
        .any(|kind| text.starts_with(kind));
    let symbol = named.then(|| Symbol::parse(text)).flatten()?;
    // Others only name the standard that they apply.
    let titled = ["quy chuẩn", "tiêu chuẩn"]
        .iter()
        .any(|word| starts_with_word(lines.get(line + 1), word));
    if !titled || !is_capitals(lines.get(line + 1)) {
        return None;
    }
    let title_end = after_capitals(lines, line + 1);
    Some(Start {
        line,
        title: line + 1,
        title_end,
        behind: 0,
        body: title_end,
        label: symbol.slug(),
        printed: text.to_owned(),
    })
}

/// The motto of the state once more, behind the signature: a form without a number of its own.
fn second_motto(lines: &Lines<'_>, line: usize) -> Option<Start> {
    const NEAR: usize = 15;
    let text = lines.get(line).to_lowercase().replace("hoà", "hòa");
    // An attached text or an annex may carry the motto above its own title.
    let named = (line + 1..lines.len().min(line + NEAR))
        .any(|line| annex(lines, line).is_some() || attached(lines, line).is_some());
    (!named && text.ends_with("cộng hòa xã hội chủ nghĩa việt nam")).then(|| {
        let title = behind_motto(lines, line);
        Start {
            line,
            title,
            title_end: after_capitals(lines, title),
            behind: 0,
            body: line + 1,
            label: "0".to_owned(),
            printed: "Mẫu".to_owned(),
        }
    })
}

/// The first line behind the motto of the state, where it stands here; else the line itself.
fn behind_motto(lines: &Lines<'_>, line: usize) -> usize {
    let text = lines.get(line).to_lowercase().replace("hoà", "hòa");
    if !text.contains("cộng hòa xã hội chủ nghĩa việt nam") {
        return line;
    }
    let second = starts_with_word(lines.get(line + 1), "độc lập");
    line + 1 + usize::from(second)
}

/// "(Ban hành kèm theo …", on which attached texts are recognised.
pub(super) fn is_issue_note(text: &str) -> bool {
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
    (from..to.min(from + 12))
        .take_while(|line| *line == from || !starts_with_word(lines.get(*line), "phụ lục"))
        .any(|line| is_issue_note(lines.get(line)))
}

/// The line of the note within the next few, with only title lines before it.
pub(super) fn issue_note(lines: &Lines<'_>, line: usize) -> Option<usize> {
    for ahead in line + 1..lines.len().min(line + 10) {
        let text = lines.get(ahead);
        if is_issue_note(text) {
            return Some(ahead);
        }
        let other = starts_with_word(text, "phụ lục");
        if other || mark::container(text).is_some() || text.ends_with(['.', ';']) {
            return None;
        }
    }
    None
}

/// The first line after a note, which may run over several lines up to its bracket.
pub(super) fn after_note(lines: &Lines<'_>, note: usize) -> usize {
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
    // "Phụ lục III5" carries the number of a footnote.
    let unmarked = label.trim_end_matches(|c: char| c.is_ascii_digit());
    let roman = !unmarked.is_empty() && unmarked.chars().all(|c| "IVXLC".contains(c));
    let label = if roman { unmarked } else { label };
    let is_label = label.chars().count() <= 8
        && (label.starts_with(|c: char| c.is_ascii_digit())
            || mark::roman_number(label.split(['.', '-']).next().unwrap_or_default()).is_some()
            || label.chars().count() == 1 && label.starts_with(char::is_uppercase));
    let (label, after) = if is_label {
        (label, &numbered[label.len()..])
    } else {
        ("", rest)
    };
    let after = after
        .trim_start_matches(|c: char| c.is_ascii_digit())
        .trim_start_matches(|c: char| {
            c.is_whitespace() || matches!(c, '.' | ':' | '-' | '–' | '_')
        });
    let note = issue_note(lines, line);
    let same_line_note = is_issue_note(after);
    let next = lines.get(line + 1);
    let plain_head = after.is_empty()
        && !next.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';'))
        && (note.is_some() || is_capitals(next) || is_capitals(text));
    let repealed = after
        .trim_start_matches('(')
        .to_lowercase()
        .starts_with("được bãi bỏ");
    let titled = !after.is_empty()
        && !after.starts_with(|c: char| c.is_lowercase() || matches!(c, ',' | ';' | ')'))
        && !outline::is_reference(after)
        && (is_capitals(after) || (note.is_some() && lines.after_sentence(line)));
    if !(plain_head || titled || same_line_note || repealed) || expects_more(after) {
        return None;
    }
    let printed = if label.is_empty() {
        "Phụ lục".to_owned()
    } else {
        format!("Phụ lục {label}")
    };
    let behind = text.len() - after.len();
    let first = if after.is_empty() { line + 1 } else { line };
    let (title, title_end, body) = match note.filter(|_| !repealed) {
        // The title stands before its note, or below it.
        Some(note) if note > first => (first, note, after_note(lines, note)),
        Some(note) => {
            let below = behind_motto(lines, after_note(lines, note));
            let end = after_capitals(lines, below);
            (below, end, end)
        }
        // "(được bãi bỏ)" is all that is left of the title.
        None if repealed => (line, line + 1, line + 1),
        None if same_line_note => (line + 1, line + 1, line + 1),
        None => {
            let end = after_capitals(lines, first);
            (first, end, end)
        }
    };
    let label = if label.is_empty() {
        "0".to_owned()
    } else {
        label.to_lowercase()
    };
    Some(Start {
        line,
        title,
        title_end,
        behind,
        body: body.max(line + 1),
        label,
        printed,
    })
}

fn after_capitals(lines: &Lines<'_>, from: usize) -> usize {
    let most = lines.len().min(from + 8);
    (from..most)
        .find(|line| !is_capitals(lines.get(*line)) || mark::inner(lines.get(*line)).is_some())
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
    let label = crate::attached::label(&printed).unwrap_or("0");
    Some(Start {
        line,
        title: line,
        title_end: note,
        behind: 0,
        body: after_note(lines, note),
        label: label.to_owned(),
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
        title_end: body,
        behind: 0,
        body: body.max(line + 1),
        label: format!("mau-{clean}"),
        printed: format!("Mẫu {}", clean.to_uppercase()),
    })
}
