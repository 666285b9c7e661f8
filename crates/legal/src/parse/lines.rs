//! The lines of a text without page furniture, and what a line says of the one after it.

use crate::SourceText;

/// One line, trimmed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
}

/// The lines of a span of text.
pub(super) struct Lines<'t> {
    pub(super) text: &'t str,
    pub(super) all: Vec<Line>,
    /// Whether a line end may stand inside a sentence.
    pub(super) wrapped: bool,
    /// The width of a full printed line, in characters.
    pub(super) width: usize,
    /// Where tables stand, in order: nothing in them is a label.
    tables: Vec<std::ops::Range<usize>>,
}

#[cfg(test)]
thread_local! {
    /// How often a line was looked at; words joined count one for each 64 bytes.
    pub(super) static WORK: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl<'t> Lines<'t> {
    /// The lines of `range`, furniture left out.
    pub(super) fn new(source: &'t SourceText, range: std::ops::Range<usize>) -> Self {
        let text = source.text();
        let mut all = Vec::new();
        let mut at = range.start;
        let mut stamped = false;
        for printed in text.get(range).unwrap_or_default().split('\n') {
            let left = printed.len() - printed.trim_start_matches(is_blank).len();
            let trimmed = printed[left..].trim_end_matches(is_blank);
            let start = at + left;
            stamped = is_stamp(trimmed, stamped);
            if !trimmed.is_empty() && !stamped && !is_furniture(trimmed, source.is_wrapped()) {
                all.push(Line {
                    start,
                    end: start + trimmed.len(),
                });
            }
            at += printed.len() + 1;
        }
        let width = full_width(text, &all);
        Self {
            text,
            all,
            wrapped: source.is_wrapped(),
            width,
            tables: source
                .layout()
                .tables
                .iter()
                .map(|table| table.span.range())
                .collect(),
        }
    }

    /// Some of the lines, or parts of them, in order.
    pub(super) fn with(&self, all: Vec<Line>) -> Self {
        let reach = all.first().zip(all.last());
        let tables = reach.map_or_else(Vec::new, |(first, last)| {
            let from = self.tables.partition_point(|t| t.end <= first.start);
            let until = self.tables.partition_point(|t| t.start < last.end);
            self.tables[from..until.max(from)].to_vec()
        });
        Self {
            all,
            tables,
            ..*self
        }
    }

    pub(super) fn len(&self) -> usize {
        self.all.len()
    }

    /// The words of a line; empty beyond the last.
    pub(super) fn get(&self, line: usize) -> &'t str {
        #[cfg(test)]
        WORK.set(WORK.get() + 1);
        self.all
            .get(line)
            .map_or("", |line| &self.text[line.start..line.end])
    }

    /// The rest of the line in which a byte stands.
    pub(super) fn rest_from(&self, at: usize) -> &'t str {
        let after = self.all.partition_point(|line| line.end <= at);
        let end = self.all.get(after).map_or(at, |line| line.end);
        self.text.get(at..end).unwrap_or_default()
    }

    /// Whether the line may begin a unit, by how the line before it ends.
    pub(super) fn may_begin(&self, line: usize) -> bool {
        let Some(before) = line.checked_sub(1).map(|before| self.get(before)) else {
            return true;
        };
        !self.wrapped || !expects_more(before)
    }

    /// Whether a line with such a label may begin a clause or a point. Behind "khoản 2" no "a)" and no "1." can
    /// follow in a reference, so that line ends a heading or an instruction.
    pub(super) fn may_begin_inner(&self, line: usize) -> bool {
        let before = line.checked_sub(1).map_or("", |before| self.get(before));
        !self.wrapped || !expects_words(before)
    }

    /// Whether the line before ends a sentence, a heading or a lead-in.
    pub(super) fn after_sentence(&self, line: usize) -> bool {
        let Some(before) = line.checked_sub(1).map(|before| self.get(before)) else {
            return true;
        };
        !self.wrapped || ends_sentence(before) || is_capitals(before)
    }

    /// Whether the printed line is so full that the next line may go on with it.
    pub(super) fn is_full(&self, line: usize) -> bool {
        let next = self
            .get(line + 1)
            .split_whitespace()
            .next()
            .map_or(0, |word| word.chars().count());
        self.wrapped && self.get(line).chars().count() + next + 1 >= self.width
    }

    /// Whether a new paragraph begins with the line: after a full stop, on a line of its own.
    pub(super) fn begins_paragraph(&self, line: usize) -> bool {
        let Some(before) = line.checked_sub(1) else {
            return true;
        };
        if !self.wrapped {
            return true;
        }
        let capital = self.get(line).starts_with(|c: char| c.is_uppercase());
        capital && ends_sentence(self.get(before)) && !self.is_full(before)
    }

    /// Whether the line stands in a table.
    pub(super) fn is_table(&self, line: usize) -> bool {
        let Some(line) = self.all.get(line) else {
            return false;
        };
        let after = self
            .tables
            .partition_point(|table| table.start <= line.start);
        after
            .checked_sub(1)
            .is_some_and(|at| line.start < self.tables[at].end)
    }

    /// The line that holds or follows the byte.
    pub(super) fn at(&self, byte: usize) -> usize {
        self.all.partition_point(|line| line.end <= byte)
    }
}

/// White space and what stands for bullets and spacing.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace() || crate::folding::plain(c).is_none_or(char::is_whitespace)
}

/// Nine tenths of the lines are no longer than this: the printed width.
fn full_width(text: &str, lines: &[Line]) -> usize {
    let mut widths: Vec<usize> = lines
        .iter()
        .map(|line| text[line.start..line.end].chars().count())
        .collect();
    let at = widths.len() * 9 / 10;
    if widths.is_empty() {
        return 0;
    }
    *widths.select_nth_unstable(at).1
}

/// Running heads and page numbers that a reader left in.
fn is_furniture(line: &str, wrapped: bool) -> bool {
    if line.len() < 120 && line.contains("CÔNG BÁO/Số") {
        return true;
    }
    if line.len() <= 120
        && line
            .chars()
            .all(|c| matches!(c, '_' | '-' | '–' | '—' | '*' | '.' | '=' | ' '))
    {
        return true;
    }
    wrapped && line.len() <= 4 && line.bytes().all(|b| b.is_ascii_digit())
}

/// The printed words of a digital signature.
fn is_stamp(line: &str, after_stamp: bool) -> bool {
    const SURE: [&str; 4] = ["Người ký:", "Ký bởi:", "Thời gian ký:", "Ngày ký:"];
    const AFTER: [&str; 3] = ["Email:", "Cơ quan:", "Tổ chức:"];
    line.len() < 200
        && (SURE.iter().any(|s| line.starts_with(s))
            || (after_stamp && AFTER.iter().any(|s| line.starts_with(s))))
}

/// Whether the line ends as sentences, list entries and lead-ins do.
pub(super) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ')
        .ends_with(['.', ';', ':', '”', '"', '»', '!', '?', '…', '/'])
        || line.ends_with(['.', ';', ':', '”', '"', '»'])
}

/// Whether the line breaks off inside a reference or a list: "khoản 1", "Điều", "ngày", a comma.
pub(super) fn expects_more(line: &str) -> bool {
    expects_words(line) || expects_outer_unit(line)
}

const HEADS: [&str; 9] = [
    "khoản", "điều", "điểm", "mục", "chương", "phần", "điều,", "lục", "tiết",
];

/// Whether the line breaks off where words must follow: a comma, "tại", "khoản".
fn expects_words(line: &str) -> bool {
    const LINKS: [&str; 19] = [
        "và", "hoặc", "tại", "của", "từ", "đến", "các", "theo", "số", "với", "là", "về", "thì",
        "trong", "cho", "bởi", "này,", "hay", "trừ",
    ];
    if line.ends_with([',', '(', '-', '/']) {
        return true;
    }
    let last = line.split_whitespace().next_back().unwrap_or_default();
    let last = last.to_lowercase();
    (HEADS.contains(&last.as_str()) || LINKS.contains(&last.as_str())) && !is_capitals(line)
}

/// Whether the line ends with a unit whose outer unit may follow: "… điểm a", "… khoản 2"; "điều tra" is none.
fn expects_outer_unit(line: &str) -> bool {
    let mut words = line.split_whitespace();
    let last = words.next_back().unwrap_or_default().to_lowercase();
    let label = last.chars().all(char::is_alphanumeric)
        && (last.chars().count() == 1
            || last.starts_with(|c: char| c.is_ascii_digit())
            || last.chars().all(|c| "ivxlc".contains(c)));
    label
        && words
            .next_back()
            .is_some_and(|word| HEADS.contains(&word.to_lowercase().as_str()))
}

/// Whether every letter is a capital, with two letters at least.
pub(super) fn is_capitals(line: &str) -> bool {
    let mut letters = 0;
    for c in line.chars() {
        if c.is_lowercase() {
            return false;
        }
        letters += usize::from(c.is_uppercase());
    }
    letters >= 2
}

/// Whether the line begins with a word, whatever its case.
pub(super) fn starts_with_word(line: &str, word: &str) -> bool {
    let mut letters = line.chars().flat_map(char::to_lowercase);
    word.chars().all(|c| letters.next() == Some(c))
        && !letters.next().is_some_and(char::is_alphanumeric)
}
