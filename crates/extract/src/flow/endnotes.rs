//! Footnotes written out as lines: "[1] Điều này được sửa đổi …" behind the text, "[1]" or a plain "1" in it.
//!
//! Portals keep the notes of consolidated texts so, and so does who saves them as a document. A number in brackets
//! says what it is. A bare one is a note only where it stands behind a label ("Điều 5.1", "a)1") and the lines at the
//! end say of which change they tell.

/// A note among lines: its number, and the lines that it takes.
#[derive(Debug, PartialEq)]
pub(super) struct Written {
    pub(super) label: String,
    /// From the first line of it to the first of the next.
    pub(super) lines: std::ops::Range<usize>,
    /// How many bytes of its first line are the number.
    pub(super) number: usize,
    /// The line and the bytes of the mark in the text.
    pub(super) mark: (usize, std::ops::Range<usize>),
}

/// The notes at the end of a text, given by its lines; what is no line of its own (a row of a table) is empty.
pub(super) fn find(lines: &[&str]) -> Vec<Written> {
    let bracketed = notes(lines, bracketed, mark_in_brackets);
    if bracketed.is_empty() {
        notes(lines, bare, mark_behind_label)
    } else {
        bracketed
    }
}

fn notes(
    lines: &[&str],
    label: fn(&str) -> Option<(u32, usize)>,
    mark: fn(&str, u32) -> Option<std::ops::Range<usize>>,
) -> Vec<Written> {
    let first = |line: &&str| label(line).is_some_and(|(number, _)| number == 1);
    let Some(from) = lines.iter().rposition(first) else {
        return Vec::new();
    };
    let annex = |line: &&str| line.to_uppercase().starts_with("PHỤ LỤC");
    let end = lines[from..]
        .iter()
        .position(annex)
        .map_or(lines.len(), |at| from + at);
    let mut found: Vec<Written> = Vec::new();
    // Marks come in the order of their notes.
    let mut at = 0;
    for (n, line) in lines.iter().enumerate().take(end).skip(from) {
        let next = u32::try_from(found.len() + 1).unwrap_or(u32::MAX);
        let Some((_, number)) = label(line).filter(|(own, _)| *own == next) else {
            continue;
        };
        let marked = (at..from).find_map(|at| Some((at, mark(lines[at], next)?)));
        // A list of references at the end of a text is no list of its notes.
        let Some(mark) = marked else {
            return Vec::new();
        };
        at = mark.0;
        if let Some(last) = found.last_mut() {
            last.lines.end = n;
        }
        found.push(Written {
            label: next.to_string(),
            lines: n..end,
            number,
            mark,
        });
    }
    found
}

/// "[12] …": the number, and its bytes with the white space behind.
fn bracketed(line: &str) -> Option<(u32, usize)> {
    let (number, rest) = line.strip_prefix('[')?.split_once(']')?;
    let number = plain(number)?;
    let words = rest.trim_start();
    (!words.is_empty()).then(|| (number, line.len() - words.len()))
}

/// "12 Điều này được bổ sung theo quy định tại …"
fn bare(line: &str) -> Option<(u32, usize)> {
    let (number, words) = line.split_once(' ')?;
    let number = plain(number)?;
    let tells = ["theo quy định tại", "có hiệu lực", "có căn cứ ban hành"];
    let capital = words.starts_with(char::is_uppercase);
    (capital && tells.iter().any(|told| words.contains(told)))
        .then(|| (number, line.len() - words.len()))
}

/// A number as notes have it: no zero before it, at most three digits.
fn plain(number: &str) -> Option<u32> {
    let digits =
        (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (digits && !number.starts_with('0'))
        .then(|| number.parse().ok())
        .flatten()
}

/// "[12]" behind words, not at the start of a line.
fn mark_in_brackets(line: &str, number: u32) -> Option<std::ops::Range<usize>> {
    let mark = format!("[{number}]");
    let at = line.find(&mark).filter(|at| *at > 0)?;
    let space = line[..at].len() - line[..at].trim_end().len();
    Some(at - space..at + mark.len())
}

/// The number behind a label: "Điều 5.12 Tên", "2.12 Chữ", "a)12 Chữ"; or behind the last word of a heading.
fn mark_behind_label(line: &str, number: u32) -> Option<std::ops::Range<usize>> {
    let mark = number.to_string();
    let word = match line.strip_prefix("Điều ") {
        Some(rest) => {
            let end = rest.find(' ').unwrap_or(rest.len());
            "Điều ".len().."Điều ".len() + end
        }
        None => 0..line.find(' ')?,
    };
    let (label, behind) = line[word.clone()].rsplit_once(['.', ')'])?;
    let labelled =
        (1..=4).contains(&label.chars().count()) && label.chars().all(char::is_alphanumeric);
    if labelled && behind == mark {
        return Some(word.end - mark.len()..word.end);
    }
    // "Điều 9. Hiệu lực thi hành3"
    let stem = line.strip_prefix("Điều ").and(line.strip_suffix(&mark))?;
    stem.ends_with(char::is_alphabetic)
        .then_some(stem.len()..line.len())
}

#[cfg(test)]
mod tests {
    use super::find;

    #[track_caller]
    fn check(lines: &[&str], expect: &[(&str, &str)]) {
        let found = find(lines);
        let seen = found.iter().map(|note| {
            let (line, mark) = &note.mark;
            (note.label.as_str(), &lines[*line][mark.clone()])
        });
        assert_eq!(seen.collect::<Vec<_>>(), expect);
    }

    #[test]
    fn notes_in_brackets_and_bare_ones_behind_labels() {
        check(
            &[
                "Điều 1.[1] Mẫu",
                "1. Chữ mẫu [2] nữa.",
                "[1] Tên điều được sửa đổi.",
                "[2] Khoản này được bổ sung.",
                "“Điều 2. Hiệu lực”",
            ],
            &[("1", "[1]"), ("2", " [2]")],
        );
        check(
            &[
                "Điều 5.1 Mẫu",
                "a)2 Chữ mẫu.",
                "Điều 6. Hiệu lực3",
                "1 Điều này được sửa đổi theo quy định tại khoản 1.",
                "2 Điểm này được bổ sung theo quy định tại khoản 2.",
                "3 Điều 2 của Thông tư mẫu có hiệu lực quy định như sau:",
            ],
            &[("1", "1"), ("2", "2"), ("3", "3")],
        );
    }

    #[test]
    fn codes_of_forms_and_lists_of_sources_are_no_notes() {
        check(
            &["Chỉ tiêu [1] ghi", "[01] Kỳ tính thuế", "[02] Lần đầu"],
            &[],
        );
        check(&["Chữ mẫu", "[1] Sách một", "[2] Sách hai"], &[]);
        check(&["1 Mục một", "2 Mục hai có hiệu lực"], &[]);
        check(&["", "[1]"], &[]);
    }
}
