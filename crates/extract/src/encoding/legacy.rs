//! TCVN3 and VNI: by the font of each run, and by the statistics of lines where no font is known.

use std::borrow::Cow;

use legal::is_syllable;

use super::{Conversion, From, Legacy, add, draws_capitals, tcvn3, vni};

mod lines;
mod words;

pub(super) use lines::by_statistics;
use words::{Word, words};

/// Where the tags stand: plane 15, which no document uses. Bits 0–7 the byte, 8–9 how it was seen, 10 whether the
/// font draws capitals, 11 the encoding.
const TAGS: u32 = 0xf_0000;

/// How an 8-bit code can be seen in a file whose program knew nothing of it.
#[derive(Clone, Copy, PartialEq)]
enum View {
    Latin1 = 0,
    Cp1258 = 1,
    /// Symbol fonts keep their bytes at U+F000.
    Private = 2,
}

/// Letters that Windows-1258 has where Latin-1 has others.
const CP1258: [(char, u8); 16] = [
    ('Ă', 0xc3),
    ('\u{300}', 0xcc),
    ('Đ', 0xd0),
    ('\u{309}', 0xd2),
    ('Ơ', 0xd5),
    ('Ư', 0xdd),
    ('\u{303}', 0xde),
    ('ă', 0xe3),
    ('\u{301}', 0xec),
    ('đ', 0xf0),
    ('\u{323}', 0xf2),
    ('ơ', 0xf5),
    ('ư', 0xfd),
    ('₫', 0xfe),
    ('Œ', 0x8c),
    ('œ', 0x9c),
];

fn viewed(c: char) -> Option<(u8, View)> {
    match u32::from(c) {
        code @ 0xa1..=0xff => Some((code as u8, View::Latin1)),
        code @ 0xf021..=0xf0ff => Some(((code & 0xff) as u8, View::Private)),
        _ => {
            let found = CP1258.iter().find(|(shown, _)| *shown == c)?;
            Some((found.1, View::Cp1258))
        }
    }
}

/// A character of a run in a font that announces a legacy encoding.
#[derive(Clone, Copy)]
struct Tag {
    byte: u8,
    view: u32,
    capital: bool,
    legacy: Legacy,
}

impl Tag {
    fn of(c: char) -> Option<Self> {
        let bits = u32::from(c)
            .checked_sub(TAGS)
            .filter(|bits| *bits < 1 << 12)?;
        let byte = (bits & 0xff) as u8;
        // Control characters are never tagged; who writes such a tag into a file gets it back.
        (byte > b' ').then_some(Self {
            byte,
            view: bits >> 8 & 3,
            capital: bits >> 10 & 1 == 1,
            legacy: if bits >> 11 == 0 {
                Legacy::Tcvn3
            } else {
                Legacy::Vni
            },
        })
    }

    fn char(self) -> char {
        let bits = u32::from(self.byte)
            | self.view << 8
            | u32::from(self.capital) << 10
            | u32::from(self.legacy == Legacy::Vni) << 11;
        char::from_u32(TAGS + bits).unwrap_or('\u{fffd}')
    }

    /// The character as the file has it.
    fn original(self) -> char {
        match self.view {
            1 => {
                let found = CP1258.iter().find(|(_, byte)| *byte == self.byte);
                found.map_or(char::from(self.byte), |(shown, _)| *shown)
            }
            2 => char::from_u32(0xf000 + u32::from(self.byte)).unwrap_or('\u{fffd}'),
            _ => char::from(self.byte),
        }
    }
}

/// Marks the letters of a run whose font announces a legacy encoding, for [`super::repair`] to decide on. Fonts that
/// announce none leave the text as it is. Runs are joined after tagging: a syllable may be spread over several.
pub(crate) fn tag<'a>(text: &'a str, font: &str) -> Cow<'a, str> {
    let Some(legacy) = Legacy::of_font(font) else {
        return Cow::Borrowed(text);
    };
    let capital = draws_capitals(font);
    let tagged = |c: char| {
        let small = capital && c.is_ascii_lowercase();
        let seen = if small {
            Some((c as u8, View::Latin1))
        } else {
            viewed(c)
        };
        seen.map_or(c, |(byte, view)| {
            let tag = Tag {
                byte,
                view: view as u32,
                capital,
                legacy,
            };
            tag.char()
        })
    };
    Cow::Owned(text.chars().map(tagged).collect())
}

/// What a tagged line says if every font tells the truth; for a look at it before the whole text is known.
pub(crate) fn glance(line: &str) -> Cow<'_, str> {
    if line.chars().any(|c| Tag::of(c).is_some()) {
        Cow::Owned(decoded(line).0)
    } else {
        Cow::Borrowed(line)
    }
}

/// Decodes what was tagged, unless the words say that the font is a left-over.
pub(super) fn untag(text: &str, conversions: &mut Vec<Conversion>) -> String {
    if !text.chars().any(|c| Tag::of(c).is_some()) {
        return text.to_owned();
    }
    let all = Balance::of(text);
    let mut made = String::with_capacity(text.len());
    for (n, line) in text.split('\n').enumerate() {
        if n > 0 {
            made.push('\n');
        }
        let line = &truer(line);
        let here = Balance::of(line);
        // A Unicode paragraph in a text of the other kind is told by its own words.
        let is_legacy = here.legacy > here.unicode
            || (here.legacy == here.unicode && all.legacy >= all.unicode);
        if is_legacy {
            let (line, counts) = decoded(line);
            made.push_str(&line);
            add(conversions, From::Legacy(Legacy::Tcvn3), counts[0]);
            add(conversions, From::Legacy(Legacy::Vni), counts[1]);
        } else {
            made.extend(line.chars().map(|c| Tag::of(c).map_or(c, Tag::original)));
        }
    }
    made
}

/// The line with its tags of the encoding that its words are in: fonts of the one are set over text of the other too.
fn truer(line: &str) -> Cow<'_, str> {
    let own = Balance::of(line).legacy;
    let as_all = |legacy: Legacy| -> String {
        let turned = |c: char| Tag::of(c).map_or(c, |tag| Tag { legacy, ..tag }.char());
        line.chars().map(turned).collect()
    };
    let others = [Legacy::Tcvn3, Legacy::Vni].map(as_all);
    let better = others
        .into_iter()
        .find(|other| Balance::of(other).legacy > own);
    better.map_or(Cow::Borrowed(line), Cow::Owned)
}

/// How many words are syllables only when decoded, and only as they stand.
#[derive(Default)]
struct Balance {
    legacy: usize,
    unicode: usize,
}

impl Balance {
    fn of(text: &str) -> Self {
        let mut balance = Self::default();
        let tagged = |word: &&Word<'_>| {
            let tags = word.text.chars().filter_map(Tag::of);
            tags.into_iter().any(|tag| tag.byte >= 0x80)
        };
        for word in words(text).iter().filter(tagged) {
            let original: String = word
                .text
                .chars()
                .map(|c| Tag::of(c).map_or(c, Tag::original))
                .collect();
            let (decoded, _) = decoded(word.text);
            match (is_syllable(&decoded), is_syllable(&original)) {
                (true, false) => balance.legacy += 1,
                (false, true) => balance.unicode += 1,
                _ => {}
            }
        }
        balance
    }
}

/// A tagged line decoded, and how many characters were TCVN3 and VNI.
fn decoded(line: &str) -> (String, [u32; 2]) {
    let letters: Vec<char> = line.chars().collect();
    let mut made = String::with_capacity(line.len());
    let mut counts = [0; 2];
    let mut at = 0;
    while let Some(&c) = letters.get(at) {
        let tag = Tag::of(c);
        let vni = |at: usize| {
            let tag = letters.get(at).and_then(|c| Tag::of(*c));
            tag.filter(|tag| tag.legacy == Legacy::Vni)
        };
        let next = vni(at + 1);
        let base = match tag {
            Some(tag) if tag.legacy == Legacy::Tcvn3 => {
                let letter = if tag.byte.is_ascii() {
                    Some(char::from(tag.byte))
                } else {
                    tcvn3::letter(tag.byte)
                };
                counts[0] += u32::from(letter.is_some() && !tag.byte.is_ascii());
                match letter.unwrap_or_else(|| tag.original()) {
                    letter if tag.capital => made.extend(letter.to_uppercase()),
                    letter => made.push(letter),
                }
                at += 1;
                continue;
            }
            Some(tag) => Some(tag.byte),
            None if c.is_ascii_alphabetic() && next.is_some() => Some(c as u8),
            None => None,
        };
        let after = [next, vni(at + 2)].map(|tag| tag.map(|tag| tag.byte));
        let bytes: Vec<u8> = [base]
            .into_iter()
            .chain(after)
            .map_while(|byte| byte)
            .collect();
        match vni::letter(&bytes) {
            Some((letter, length)) => {
                counts[1] += u32::from(length > 1 || tag.is_some());
                made.push_str(&letter);
                at += length;
            }
            None => {
                made.push(tag.map_or(c, Tag::original));
                at += 1;
            }
        }
    }
    (words::raised(&legal_form(&made), line), counts)
}

/// Letters with their marks in one character, so that they can be compared.
fn legal_form(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    text.nfc().collect()
}
