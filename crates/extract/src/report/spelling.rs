//! Whether a text is spelled as Vietnamese is: damaged letters and lost diacritics show here first.

use serde::{Deserialize, Serialize};

/// What is counted is words of two letters or more that are written in letters only. Words in capitals alone of up
/// to six letters count as abbreviations (UBND, TTHC) and are left out, other capitals are not: headings lose their
/// marks first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spelling {
    /// Words counted.
    pub words: u32,
    /// Share of them that are possible Vietnamese syllables, 0 to 1: 1 where no word was counted. Foreign names
    /// keep it below 1 in a sound text.
    pub integrity: f32,
    /// Share of them with a letter or tone that ASCII has not: around three quarters in a sound text, near 0 in one
    /// that lost its diacritics.
    pub accented: f32,
}

/// Below this share of accented words a text is not Vietnamese, or lost its marks.
const FEW: f32 = 0.4;

/// Below this share of possible syllables letters are damaged.
const DAMAGED: f32 = 0.9;

/// A text too short to judge.
const SHORT: u32 = 40;

impl Spelling {
    /// Whether a person must look at the letters.
    pub fn is_doubtful(&self) -> bool {
        self.words >= SHORT && (self.integrity < DAMAGED || self.accented < FEW)
    }
}

pub(super) fn of(text: &str) -> Spelling {
    let (mut words, mut possible, mut accented) = (0_u32, 0_u32, 0_u32);
    for word in text.split(|c: char| !c.is_alphanumeric() && !is_mark(c)) {
        if !counts(word) {
            continue;
        }
        words += 1;
        possible += u32::from(legal::is_syllable(word));
        accented += u32::from(!word.is_ascii());
    }
    let share = |part: u32| {
        if words == 0 {
            1.0
        } else {
            part as f32 / words as f32
        }
    };
    Spelling {
        words,
        integrity: share(possible),
        accented: share(accented),
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn counts(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let only_letters = word.chars().all(|c| c.is_alphabetic() || is_mark(c));
    let short_capitals = letters <= 6
        && word
            .chars()
            .all(|c| c.is_uppercase() && (c.is_ascii() || c == 'Đ'));
    letters >= 2 && only_letters && !short_capitals
}
