//! Lines: words that stand side by side, raised marks told from letters, letter-spaced words made whole.

use super::words::{Mark, PlacedWord, WORD_GAP, widest_gap};

/// A gap wider than this many font sizes parts columns and cells.
const COLUMN_GAP: f32 = 1.6;

/// The place of a line in a table.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Row {
    /// The number of the table on its page.
    pub(super) table: usize,
    /// Where the words of each cell end.
    pub(super) cells: Vec<usize>,
}

/// A line: words from left to right; or a row of a table: words cell by cell.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) words: Vec<PlacedWord>,
    /// Quarter turns clockwise of its reading direction.
    pub(super) turn: u8,
    pub(super) row: Option<Row>,
}

impl Line {
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        for word in &self.words {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&word.text);
        }
        text
    }

    pub(super) fn baseline(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.baseline)
    }

    pub(super) fn size(&self) -> f32 {
        self.words.iter().map(|word| word.size).fold(0.0, f32::max)
    }

    pub(super) fn left(&self) -> f32 {
        self.words.first().map_or(0.0, |word| word.left)
    }

    pub(super) fn right(&self) -> f32 {
        self.words.last().map_or(0.0, |word| word.right)
    }

    /// Whether it is plain upright text, no row of a table.
    pub(super) fn is_plain(&self) -> bool {
        self.turn == 0 && self.row.is_none()
    }

    /// Parts with wide gaps between them. The motto of the state begins a part even close behind a long name.
    pub(super) fn segments(&self) -> Vec<&[PlacedWord]> {
        let words = self.words.as_slice();
        let mut segments = Vec::new();
        let mut start = 0;
        for at in 1..words.len() {
            let (a, b) = (&words[at - 1], &words[at]);
            let wide = b.left - a.right > COLUMN_GAP * a.size.max(b.size);
            let motto = b.text == "CỘNG"
                && a.text != "NƯỚC"
                && words
                    .get(at + 1)
                    .is_some_and(|next| matches!(next.text.as_str(), "HÒA" | "HOÀ"));
            if wide || motto {
                segments.push(&words[start..at]);
                start = at;
            }
        }
        if start < words.len() {
            segments.push(&words[start..]);
        }
        segments
    }
}

/// Gathers words that stand on one line.
pub(super) fn gathered(mut words: Vec<PlacedWord>, turn: u8) -> Vec<Line> {
    words.sort_by(|a, b| a.baseline.total_cmp(&b.baseline));
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        // Raised and lowered marks belong to the line that their height overlaps most.
        let near = lines.iter_mut().rev().take(6).find(|line| {
            let size = line.size().max(word.size);
            let (low, high) = (line.baseline(), word.baseline);
            let (less, mark) = if word.size < line.size() {
                (word.size, is_mark(&word.text))
            } else {
                let mark = line.words.iter().all(|word| is_mark(&word.text));
                (line.size(), mark)
            };
            let small = less < 0.8 * size || mark && less < 0.95 * size;
            let reach = match (small, mark) {
                (true, true) => 0.62,
                (true, false) => 0.5,
                _ => 0.3,
            };
            (low - high).abs() < reach * size
        });
        match near {
            Some(line) => {
                // The line stands where its largest letters stand.
                if word.size > line.size() * 1.2 {
                    line.words.insert(0, word);
                } else {
                    line.words.push(word);
                }
            }
            None => lines.push(Line {
                words: vec![word],
                turn,
                row: None,
            }),
        }
    }
    for line in &mut lines {
        tidy(line);
    }
    lines.retain(|line| !line.words.is_empty());
    lines
}

/// Sorts the words of a line, drops those drawn twice, joins parts of one word and tells raised marks.
fn tidy(line: &mut Line) {
    let size = line.size();
    let baseline = line
        .words
        .iter()
        .find(|word| word.size > 0.95 * size)
        .map_or(0.0, |word| word.baseline);
    let mut words = std::mem::take(&mut line.words);
    words.sort_by(|a, b| a.left.total_cmp(&b.left));
    let mut tidied: Vec<PlacedWord> = Vec::with_capacity(words.len());
    for mut word in words {
        let up = baseline - word.baseline;
        let small = word.size < 0.75 * size && up > 0.15 * size
            || word.size < 0.95 * size && up > 0.22 * size;
        let raised = small && is_mark(&word.text);
        word.baseline = baseline;
        if raised {
            word.mark = Mark::Raised;
        }
        let Some(last) = tidied.last_mut() else {
            tidied.push(word);
            continue;
        };
        let gap = word.left - last.right;
        if last.text == word.text && (word.left - last.left).abs() < 0.2 * size {
            continue;
        }
        // Parts of one word drawn apart; neighbours in a table may stand almost as close.
        let widest = widest_gap(&last.text, &word.text).min(0.06);
        let alike = last.mark == word.mark;
        if alike && !last.closed && gap < widest * size && gap > -0.3 * size {
            last.text.push_str(&word.text);
            last.right = last.right.max(word.right);
            last.closed = word.closed;
        } else {
            tidied.push(word);
        }
    }
    line.words = unspaced(tidied);
}

/// Whether raised letters can be the mark of a footnote: "29", "*", "[1]", "1,2".
fn is_mark(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '*' | '[' | ']' | '(' | ')' | ','))
}

/// Joins letters that are set wide apart: "T H Ô N G  T Ư" is two words.
fn unspaced(words: Vec<PlacedWord>) -> Vec<PlacedWord> {
    let letter = |word: &PlacedWord| {
        let mut letters = word.text.chars();
        letters.next().is_some_and(char::is_uppercase) && letters.next().is_none()
    };
    if words.len() < 4 || !words.iter().all(letter) {
        return words;
    }
    let gaps = words.windows(2).map(|pair| pair[1].left - pair[0].right);
    let narrow = gaps.fold(f32::MAX, f32::min).max(0.0);
    let mut joined: Vec<PlacedWord> = Vec::with_capacity(words.len());
    for word in words {
        match joined.last_mut() {
            Some(last) if word.left - last.right < 1.6 * narrow + WORD_GAP * word.size => {
                last.text.push_str(&word.text);
                last.right = word.right;
                last.confidence = last.confidence.min(word.confidence);
            }
            _ => joined.push(word),
        }
    }
    joined
}
