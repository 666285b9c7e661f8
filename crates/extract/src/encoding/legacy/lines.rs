//! TCVN3 and VNI in texts without fonts: line by line, and word by word where Unicode and legacy words are mixed.

use legal::is_syllable;
use unicode_normalization::UnicodeNormalization;

use super::{
    super::{Conversion, From, Legacy, add, tcvn3, vni},
    words::{Word, raised, words},
};

/// What the words of a line with letters beyond ASCII are.
#[derive(Clone, Copy, Default)]
struct Counts {
    /// Syllables only as TCVN3.
    tcvn3: usize,
    /// Syllables only as VNI.
    vni: usize,
    /// Words with a letter that neither encoding can show.
    unicode: usize,
    /// Neither syllables nor decodable.
    foreign: usize,
}

impl Counts {
    fn of(line: &str) -> Self {
        let mut counts = Self::default();
        for word in words(line) {
            if is_unicode(word.text) {
                counts.unicode += 1;
                continue;
            }
            if is_syllable(word.text) {
                continue;
            }
            let as_tcvn3 = syllable(word.text, Legacy::Tcvn3).is_some();
            let as_vni = syllable(word.text, Legacy::Vni).is_some();
            counts.tcvn3 += usize::from(as_tcvn3);
            counts.vni += usize::from(as_vni);
            counts.foreign += usize::from(!as_tcvn3 && !as_vni);
        }
        counts
    }

    /// The encoding of the whole line, if its words leave no doubt.
    fn legacy(self) -> Option<Legacy> {
        let (legacy, most, least) = if self.tcvn3 >= self.vni {
            (Legacy::Tcvn3, self.tcvn3, self.vni)
        } else {
            (Legacy::Vni, self.vni, self.tcvn3)
        };
        let others = self.foreign + least.min(most / 4);
        (self.unicode == 0 && most >= 2 && most > least && others * 10 <= most.max(10))
            .then_some(legacy)
    }
}

/// Decodes the lines that are wholly in a legacy encoding, and single words in others; `None`: there are none.
pub(crate) fn by_statistics(text: &str, conversions: &mut Vec<Conversion>) -> Option<String> {
    if !text.chars().any(|c| matches!(c, '\u{a1}'..='\u{ff}')) {
        return None;
    }
    let lines: Vec<&str> = text.split('\n').collect();
    let counts: Vec<Counts> = lines.iter().map(|line| Counts::of(line)).collect();
    let whole = |legacy: Legacy| {
        counts
            .iter()
            .filter(|counts| counts.legacy() == Some(legacy))
            .count()
    };
    let unicode = counts.iter().filter(|counts| counts.unicode > 0).count();
    let (tcvn3, vni) = (whole(Legacy::Tcvn3), whole(Legacy::Vni));
    // What the text is in when its other lines are looked at together.
    let mostly = match tcvn3.max(vni) {
        0 => None,
        most if most <= 4 * unicode => None,
        most if most == tcvn3 => Some(Legacy::Tcvn3),
        _ => Some(Legacy::Vni),
    };
    // In a text that its fonts showed to be TCVN3, words in other fonts may be so too.
    let known = conversions
        .iter()
        .any(|conversion| conversion.from == From::Legacy(Legacy::Tcvn3));
    let mut changed = false;
    let made: Vec<String> = lines
        .iter()
        .zip(&counts)
        .map(|(line, counts)| {
            let legacy = counts.legacy().or(mostly.filter(|_| counts.unicode == 0));
            let made = match legacy {
                Some(legacy) => replaced(line, conversions, |word| {
                    decodable(word, legacy).map(|made| (made, legacy))
                }),
                None => replaced(line, conversions, |word| lone(word, known)),
            };
            changed |= made != *line;
            made
        })
        .collect();
    changed.then(|| made.join("\n"))
}

/// The line with words put by others; those of TCVN3 raised to capitals where they must be.
fn replaced(
    line: &str,
    conversions: &mut Vec<Conversion>,
    decode: impl Fn(&str) -> Option<(String, Legacy)>,
) -> String {
    let mut made = String::with_capacity(line.len());
    let (mut from, mut old) = (0, false);
    for Word { text, range } in words(line) {
        let Some((word, legacy)) = decode(text) else {
            continue;
        };
        made.push_str(&line[from..range.start]);
        made.push_str(&word);
        from = range.end;
        old |= legacy == Legacy::Tcvn3;
        let count = text.chars().filter(|c| !c.is_ascii()).count();
        add(
            conversions,
            From::Legacy(legacy),
            u32::try_from(count).unwrap_or(u32::MAX),
        );
    }
    made.push_str(&line[from..]);
    if old { raised(&made, line) } else { made }
}

/// A word of a line known to be in an encoding: decoded if all its codes belong to it. Signs that stand alone are
/// signs, but for the words à and á.
fn decodable(word: &str, legacy: Legacy) -> Option<String> {
    let bare = |c: char| c.is_alphabetic() && !matches!(c, 'ª' | 'µ' | 'º');
    if !word.chars().any(bare) && !matches!(word, "µ" | "¸") {
        return None;
    }
    decode(word, legacy)
}

/// A word that is a syllable in an encoding.
fn syllable(word: &str, legacy: Legacy) -> Option<String> {
    let made = decode(word, legacy)?;
    (word.chars().any(char::is_alphabetic) && is_syllable(&made)).then_some(made)
}

/// A legacy word among Unicode ones: it has a code that stands in no Unicode word, and decodes to a syllable. In a text
/// with TCVN3 elsewhere it is enough that it is a syllable only so.
fn lone(word: &str, in_tcvn3: bool) -> Option<(String, Legacy)> {
    let letters: Vec<char> = word.chars().collect();
    // "viÖt": a capital inside a small word is a code, not a letter.
    let inside = letters
        .windows(2)
        .any(|pair| pair[0].is_ascii_lowercase() && matches!(pair[1], 'À'..='Þ'));
    if is_unicode(word) || (is_syllable(word) && !inside) {
        return None;
    }
    let sign = |c: &char| matches!(c, '\u{a1}'..='\u{bf}') && tcvn3::is_telling(*c as u8);
    // "µm", "N·m", «a»: a unit or a quotation has its sign outside, or between two letters.
    let unit = letters.len() < 3 && letters.first().is_some_and(sign)
        || letters.len() <= 3 && letters.contains(&'·')
        || matches!(letters.as_slice(), ['«', ..] | [.., '»'] | ['§', _]);
    if letters.iter().any(sign) || (letters.len() > 2 && (inside || in_tcvn3)) {
        let made = syllable(word, Legacy::Tcvn3).filter(|_| !unit);
        if let Some(made) = made {
            return Some((made, Legacy::Tcvn3));
        }
    }
    let telling = |c: &char| "äåæëîïñöøûüÄÅÆËÎÏÑÖØÛÜ".contains(*c);
    if letters.len() >= 3 && letters.iter().any(telling) {
        return Some((syllable(word, Legacy::Vni)?, Legacy::Vni));
    }
    None
}

/// A word in letters of an encoding; `None` if it has any other.
fn decode(word: &str, legacy: Legacy) -> Option<String> {
    let code = |c: char| match u32::from(c) {
        code @ (0..=0x7f | 0xa1..=0xff) => Some(code as u8),
        code @ 0xf021..=0xf0ff => Some((code & 0xff) as u8),
        _ => None,
    };
    let bytes: Vec<u8> = word.chars().map(code).collect::<Option<_>>()?;
    let mut made = String::with_capacity(word.len() + 4);
    let mut at = 0;
    while at < bytes.len() {
        match legacy {
            Legacy::Tcvn3 if bytes[at].is_ascii() => made.push(char::from(bytes[at])),
            Legacy::Tcvn3 => made.push(tcvn3::letter(bytes[at])?),
            Legacy::Vni => {
                let (letter, length) = vni::letter(&bytes[at..])?;
                made.push_str(&letter);
                at += length - 1;
            }
        }
        at += 1;
    }
    Some(made.nfc().collect())
}

/// Whether a word has a Vietnamese letter that Latin-1 has not.
fn is_unicode(word: &str) -> bool {
    word.chars().any(
        |c| matches!(c, '\u{100}'..='\u{1bf}' | '\u{1ea0}'..='\u{1ef9}' | '\u{300}'..='\u{36f}'),
    )
}
