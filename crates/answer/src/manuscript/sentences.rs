//! Where the sentences of a text begin and end, and the words that they quote.

use std::ops::Range;

/// The sentences of a text in order; a part closed by a semicolon counts as one. A full stop inside quotation marks ends
/// nothing. `wrapped`: a line end may stand inside a sentence.
pub(super) fn sentences(text: &str, wrapped: bool) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    for paragraph in paragraphs(text, wrapped) {
        let mut start = paragraph.start;
        let mut open = false;
        let words = &text[paragraph.clone()];
        for (at, c) in words.char_indices() {
            match c {
                '“' | '„' | '«' => open = true,
                '”' | '‟' | '»' => open = false,
                '"' => open = !open,
                _ => {}
            }
            let end = at + c.len_utf8();
            if !open && ends(words, at, c) {
                all.push(start..paragraph.start + end);
                start = paragraph.start + end;
            }
        }
        all.push(start..paragraph.end);
    }
    all.retain(|sentence| !text[sentence.clone()].trim().is_empty());
    all
}

/// Whether a sentence ends with this character.
fn ends(text: &str, at: usize, c: char) -> bool {
    let after = &text[at + c.len_utf8()..];
    match c {
        ';' => true,
        '.' | '!' | '?' => {
            let spaced = after.starts_with(char::is_whitespace);
            let next = after.trim_start().chars().next();
            let begins = next.is_none_or(|next| {
                next.is_uppercase()
                    || next.is_ascii_digit()
                    || matches!(next, '“' | '"' | '-' | '(')
            });
            // The number of a paragraph: "1. ", "2.1. ".
            let label = text[..at]
                .trim_start()
                .bytes()
                .all(|b| b.is_ascii_digit() || b == b'.');
            let ended = spaced && begins && !label && !is_abbreviation(&text[..at]);
            ended || after.trim().is_empty()
        }
        _ => false,
    }
}

/// "TP. Hồ Chí Minh", "PGS. TS. Nguyễn": capitals before a full stop shorten a word; so does "v.v".
fn is_abbreviation(before: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || c == '(')
        .next()
        .unwrap_or_default();
    let letters = word.chars().count();
    let short = (1..=3).contains(&letters) && word.chars().all(char::is_uppercase);
    let degree = matches!(word, "ThS" | "TS" | "Ths" | "Tp" | "v.v");
    short || degree
}

/// The paragraphs: lines, or printed lines that belong together.
fn paragraphs(text: &str, wrapped: bool) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        match all.last_mut() {
            Some(last) if wrapped && goes_on(&text[last.clone()], line) => last.end = range.end,
            _ => all.push(range),
        }
    }
    all
}

/// Whether a printed line goes on with the paragraph before it.
fn goes_on(before: &str, line: &str) -> bool {
    let (before, line) = (before.trim_end(), line.trim());
    let ended = before.is_empty() || line.is_empty() || before.ends_with(['.', ';', ':', '!', '?']);
    let dash = line.starts_with(['-', '–', '+', '•', '*']);
    let label = line
        .split_once(['.', ')'])
        .is_some_and(|(label, rest)| label.len() <= 3 && rest.starts_with(' ') && is_label(label));
    let basis = line.starts_with("Căn cứ ");
    !(ended || dash || label || basis)
}

fn is_label(label: &str) -> bool {
    let number = label.bytes().all(|b| b.is_ascii_digit());
    !label.is_empty() && (number || label.chars().count() == 1)
}

/// The words between quotation marks in a sentence, without the marks.
pub(super) fn quotes(sentence: &str) -> Vec<Range<usize>> {
    let mut all = Vec::new();
    let mut open: Option<usize> = None;
    for (at, c) in sentence.char_indices() {
        let opens = matches!(c, '“' | '„' | '«') || (c == '"' && open.is_none());
        let closes = matches!(c, '”' | '‟' | '»') || (c == '"' && open.is_some());
        if opens && open.is_none() {
            open = Some(at + c.len_utf8());
        } else if closes && let Some(start) = open.take() {
            all.push(start..at);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, wrapped: bool, expect: &[&str]) {
        let found: Vec<&str> = sentences(text, wrapped)
            .into_iter()
            .map(|sentence| text[sentence].trim())
            .collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn sentences_end_where_they_end() {
        check(
            "Theo Điều 5. Thời hạn là 1.000 ngày. Còn lại; hết.",
            false,
            &[
                "Theo Điều 5.",
                "Thời hạn là 1.000 ngày.",
                "Còn lại;",
                "hết.",
            ],
        );
        check(
            "Ở TP. Hồ Chí Minh. Ông A (v.v. và khác) đi.",
            false,
            &["Ở TP. Hồ Chí Minh.", "Ông A (v.v. và khác) đi."],
        );
        check(
            "Điều 5 quy định: “Nộp một bộ. Không thu phí.” Vậy là đủ.",
            false,
            &["Điều 5 quy định: “Nộp một bộ. Không thu phí.” Vậy là đủ."],
        );
        check("Một dòng\nhai dòng", false, &["Một dòng", "hai dòng"]);
        check("Một dòng\nhai dòng", true, &["Một dòng\nhai dòng"]);
        check(
            "Căn cứ Luật A ngày 01\ntháng 02 năm 2020;\nCăn cứ Luật B\nCăn cứ Luật C\n1. Nộp\na) Một",
            true,
            &[
                "Căn cứ Luật A ngày 01\ntháng 02 năm 2020;",
                "Căn cứ Luật B",
                "Căn cứ Luật C",
                "1. Nộp",
                "a) Một",
            ],
        );
        check("", false, &[]);
    }

    #[test]
    fn quoted_words() {
        fn check(sentence: &str, expect: &[&str]) {
            let found: Vec<&str> = quotes(sentence)
                .into_iter()
                .map(|quote| &sentence[quote])
                .collect();
            assert_eq!(found, expect, "{sentence}");
        }
        check("quy định “một” và \"hai\", «ba»", &["một", "hai", "ba"]);
        check("không đóng “một", &[]);
        check("không có gì", &[]);
    }
}
