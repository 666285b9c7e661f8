//! From characters to words, in the coordinates of their reading direction.

use super::walk::Character;

/// A gap wider than this share of the font size parts words.
pub(super) const WORD_GAP: f32 = 0.13;

/// What a word is beside a word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Mark {
    #[default]
    None,
    /// Small and raised: a power, or the mark of a footnote.
    Raised,
    /// The mark of the footnote with this number in the order of the document.
    Note(usize),
}

/// A word in the coordinates of its reading direction.
#[derive(Clone, Debug)]
pub(super) struct PlacedWord {
    pub(super) text: String,
    /// Along the line, and its baseline across the lines.
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) baseline: f32,
    pub(super) size: f32,
    /// Whether a space was drawn after it.
    pub(super) closed: bool,
    pub(super) mark: Mark,
    /// How sure the recogniser was of it, if it was recognised from a picture.
    pub(super) confidence: Option<u8>,
}

impl PlacedWord {
    /// The middle of the letters, to tell in which cell they stand.
    pub(super) fn centre(&self) -> (f32, f32) {
        let across = f32::midpoint(self.left, self.right);
        (across, self.baseline - 0.3 * self.size)
    }
}

/// A point of the page in the coordinates of a reading direction: along the line, down the lines.
pub(super) fn turned((x, y): (f32, f32), turn: u8, page: (f32, f32)) -> (f32, f32) {
    match turn {
        1 => (y, page.0 - x),
        2 => (page.0 - x, page.1 - y),
        3 => (page.1 - y, x),
        _ => (x, y),
    }
}

/// A character in the coordinates of its reading direction: `u` along the line, `v` down the lines.
pub(super) struct Placed<'a> {
    pub(super) text: &'a str,
    from: f32,
    to: f32,
    v: f32,
    size: f32,
}

impl<'a> Placed<'a> {
    pub(super) fn new(character: &Character, text: &'a str, page: (f32, f32)) -> Self {
        let turn = character.turn.unwrap_or_default();
        let (from, v) = turned(character.from, turn, page);
        let (to, _) = turned(character.to, turn, page);
        Self {
            text,
            from: from.min(to),
            to: from.max(to),
            v,
            size: character.size,
        }
    }
}

/// The box on the page of something that reaches from `left` to `right` on a baseline.
pub(super) fn bounds(word: &PlacedWord, turn: u8, page: (f32, f32)) -> [f32; 4] {
    let (top, bottom) = (
        word.baseline - 0.8 * word.size,
        word.baseline + 0.2 * word.size,
    );
    match turn {
        1 => [page.0 - bottom, word.left, page.0 - top, word.right],
        2 => [
            page.0 - word.right,
            page.1 - bottom,
            page.0 - word.left,
            page.1 - top,
        ],
        3 => [top, page.1 - word.right, bottom, page.1 - word.left],
        _ => [word.left, top, word.right, bottom],
    }
}

/// The widest gap inside a word. Cells of a table can stand so close that only the capital tells them apart.
pub(super) fn widest_gap(before: &str, after: &str) -> f32 {
    let small = before.chars().next_back().is_some_and(char::is_lowercase);
    let capital = after.chars().next().is_some_and(char::is_uppercase);
    if small && capital { 0.02 } else { WORD_GAP }
}

/// A word in the making, in the order in which the page draws it.
pub(super) struct Building {
    pub(super) word: PlacedWord,
    last: (f32, f32),
}

impl Building {
    pub(super) fn start(placed: &Placed<'_>) -> Option<Self> {
        let text = placed.text.trim();
        (!text.is_empty()).then(|| Self {
            word: PlacedWord {
                text: text.to_owned(),
                left: placed.from,
                right: placed.to,
                baseline: placed.v,
                size: placed.size,
                closed: placed.text.ends_with(char::is_whitespace),
                mark: Mark::None,
                confidence: None,
            },
            last: (placed.from, placed.to),
        })
    }

    pub(super) fn takes(&self, placed: &Placed<'_>) -> bool {
        let size = self.word.size.max(placed.size);
        // Another size on another height is a footnote mark, not a letter of the word.
        let same_line = (placed.v - self.word.baseline).abs() < 0.12 * size;
        let same_size = placed.size.min(self.word.size) > 0.7 * size;
        let gap = placed.from - self.last.1;
        let widest = widest_gap(&self.word.text, placed.text);
        let follows = gap < widest * size && placed.from > self.last.0 - 0.3 * size;
        same_line && same_size && follows && !placed.text.trim().is_empty()
    }

    pub(super) fn push(&mut self, placed: &Placed<'_>) {
        // The same letter almost in the same place: bold made by drawing twice.
        let again = (placed.from - self.last.0).abs() < 0.1 * placed.size
            && placed.to - placed.from > 0.15 * placed.size
            && self.word.text.ends_with(placed.text);
        if !again {
            self.word.text.push_str(placed.text);
        }
        self.last = (placed.from, placed.to);
        self.word.right = self.word.right.max(placed.to);
    }

    pub(super) fn finish(self) -> Option<PlacedWord> {
        let mut word = self.word;
        // Letters of the Vietnamese alphabet and plain signs need no second look; the rest may be decomposed.
        let plain = |c: char| matches!(c, ' '..='~' | 'À'..='Ï' | 'Ñ'..='ï' | 'ñ'..='ư' | 'Ạ'..='ỹ' | '–'..='”' | '…');
        if !word.text.chars().all(plain) {
            word.text = legal::normalise(&word.text)
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
        }
        // Zero-width and other controls may be all that was there.
        word.text.retain(|c| !c.is_control());
        (!word.text.is_empty()).then_some(word)
    }
}
