//! Fonts: what a code stands for and how wide it is.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

use super::{cmap::CMap, legacy};
use program::Program;

mod encoding;
mod program;

/// Largest CMap that is unpacked, in bytes.
const CMAP_BYTES: usize = 8 << 20;

/// A font as far as text is concerned.
pub(super) struct Font {
    /// Codes of more than one byte, glyph numbers by CMap.
    composite: bool,
    /// The embedded encoding of a composite font; none means identity.
    encoding: Option<CMap>,
    unicode: Option<CMap>,
    /// Whether the codes are UTF-16 by the name of the encoding.
    utf16: bool,
    /// The text of glyphs by their numbers, from the font program, where the file has no ToUnicode.
    glyphs: HashMap<u32, Box<str>>,
    /// Whether it draws the parts of formulas.
    pub(super) formulas: bool,
    /// The meaning of single bytes, where ToUnicode is silent.
    simple: Vec<Option<Box<str>>>,
    /// Widths by code (simple) or glyph number (composite), in text space; NaN where not given.
    widths: Vec<f32>,
    default_width: f32,
    /// Its name if it announces an old encoding.
    legacy: Option<Box<str>>,
    /// The height of the letters against the font size: 1 but for Type 3.
    pub(super) scale: f32,
}

/// One character of a string.
pub(super) struct Shown {
    /// Its width in text space at size 1.
    pub(super) width: f32,
    /// The single-byte space, to which word spacing applies.
    pub(super) is_space: bool,
    /// Whether it has a Unicode value.
    pub(super) mapped: bool,
}

impl Font {
    /// Reads a font; what is unpacked of font programs is taken off `budget`.
    pub(super) fn read(document: &Document, font: &Dictionary, budget: &mut usize) -> Self {
        let unicode = stream(document, font, b"ToUnicode").map(|bytes| CMap::parse(&bytes));
        let subtype = font
            .get_deref(b"Subtype", document)
            .and_then(Object::as_name)
            .unwrap_or_default();
        if subtype == b"Type0" {
            return Self::read_composite(document, font, unicode, budget);
        }
        let number = |dictionary: &Dictionary, key: &[u8]| {
            dictionary
                .get_deref(key, document)
                .and_then(Object::as_float)
                .ok()
        };
        let descriptor = font
            .get_deref(b"FontDescriptor", document)
            .and_then(Object::as_dict)
            .ok();
        let (unit, scale) = if subtype == b"Type3" {
            type3_units(document, font)
        } else {
            (0.001, 1.0)
        };
        let missing = descriptor.and_then(|descriptor| number(descriptor, b"MissingWidth"));
        let mut widths = vec![f32::NAN; 256];
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "saturates"
        )]
        let first = number(font, b"FirstChar").unwrap_or(0.0) as usize;
        let given = font
            .get_deref(b"Widths", document)
            .and_then(Object::as_array);
        for (n, width) in given.into_iter().flatten().enumerate().take(256) {
            let width = document
                .dereference(width)
                .ok()
                .and_then(|(_, width)| width.as_float().ok());
            if let (Some(place), Some(width)) = (widths.get_mut(first.saturating_add(n)), width) {
                *place = width * unit;
            }
        }
        // Without widths (the standard fonts) half an em is near enough to part words.
        let default_width = missing
            .filter(|width| *width > 0.0)
            .map_or(0.5, |width| width * unit);
        // The byte drawn says what an old font's letter is; a map in the file says more than the program.
        let legacy = legacy::name(document, font);
        let silent = unicode.is_none() && legacy.is_none();
        let simple = encoding::simple(document, font, || {
            if silent {
                Program::read(document, descriptor, budget)
            } else {
                Program::default()
            }
        });
        Self {
            composite: false,
            encoding: None,
            unicode,
            utf16: false,
            glyphs: HashMap::new(),
            formulas: draws_formulas(document, font),
            simple,
            widths,
            default_width,
            legacy,
            scale,
        }
    }

    fn read_composite(
        document: &Document,
        font: &Dictionary,
        unicode: Option<CMap>,
        budget: &mut usize,
    ) -> Self {
        let descendant = font
            .get_deref(b"DescendantFonts", document)
            .and_then(Object::as_array)
            .ok()
            .and_then(|fonts| fonts.first())
            .and_then(|font| document.dereference(font).ok())
            .and_then(|(_, font)| font.as_dict().ok());
        let mut widths = Vec::new();
        let mut default_width = 1.0;
        if let Some(descendant) = descendant {
            if let Ok(width) = descendant
                .get_deref(b"DW", document)
                .and_then(Object::as_float)
            {
                default_width = width / 1000.0;
            }
            if let Ok(given) = descendant
                .get_deref(b"W", document)
                .and_then(Object::as_array)
            {
                read_cid_widths(document, given, &mut widths);
            }
        }
        let encoding = stream(document, font, b"Encoding").map(|bytes| CMap::parse(&bytes));
        let named = font
            .get_deref(b"Encoding", document)
            .and_then(Object::as_name);
        let named = String::from_utf8_lossy(named.unwrap_or_default());
        let glyphs = match descendant.filter(|_| unicode.is_none()) {
            Some(descendant) => cid_letters(document, descendant, budget),
            None => HashMap::new(),
        };
        Self {
            composite: true,
            encoding,
            unicode,
            utf16: named.starts_with("Uni") && (named.contains("UTF16") || named.contains("UCS2")),
            glyphs,
            formulas: draws_formulas(document, font),
            simple: Vec::new(),
            widths,
            default_width,
            legacy: legacy::name(document, font),
            scale: 1.0,
        }
    }

    /// Takes the next character off a string and appends its text.
    pub(super) fn next(&self, string: &mut &[u8], text: &mut String) -> Shown {
        let (code, length) = if self.composite {
            match &self.encoding {
                Some(encoding) => encoding.next_code(string),
                None => {
                    let high = string.first().copied().unwrap_or_default();
                    string.get(1).map_or((u32::from(high), 1), |low| {
                        (u32::from(high) << 8 | u32::from(*low), 2)
                    })
                }
            }
        } else {
            (string.first().copied().map_or(0, u32::from), 1)
        };
        let is_space = length == 1 && code == 32;
        *string = string.get(length..).unwrap_or_default();
        let cid = self
            .encoding
            .as_ref()
            .map_or(code, |encoding| encoding.cid(code));
        let width = self
            .widths
            .get(cid as usize)
            .copied()
            .filter(|width| !width.is_nan());
        let start = text.len();
        let mapped = self
            .unicode
            .as_ref()
            .is_some_and(|map| map.push(code, text))
            || self.simple.get(code as usize).is_some_and(|letters| {
                letters.as_ref().is_some_and(|letters| {
                    text.push_str(letters);
                    true
                })
            });
        let mut mapped = mapped || self.by_glyph(code, cid, text);
        if let Some(name) = &self.legacy {
            let silent = !self.composite && self.unicode.is_none();
            let byte = u8::try_from(code).ok().filter(|_| silent);
            mapped |= byte.is_some_and(|byte| byte > b' ');
            if mapped {
                legacy::mark(name, byte, text, start);
            }
        }
        Shown {
            width: width.unwrap_or(self.default_width),
            is_space,
            mapped,
        }
    }

    /// Appends the text of a character by its glyph; false if that says nothing.
    fn by_glyph(&self, code: u32, cid: u32, text: &mut String) -> bool {
        let letter = char::from_u32(code).filter(|_| self.utf16);
        match (letter, self.glyphs.get(&cid)) {
            (Some(letter), _) => text.push(letter),
            (None, Some(letters)) => text.push_str(letters),
            (None, None) => return false,
        }
        true
    }
}

/// Fonts whose glyphs are the parts of formulas, in places that no line of text has.
fn draws_formulas(document: &Document, font: &Dictionary) -> bool {
    let name = font
        .get_deref(b"BaseFont", document)
        .and_then(Object::as_name);
    let name = String::from_utf8_lossy(name.unwrap_or_default()).to_lowercase();
    let bare: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    ["mtextra", "cambriamath", "euclidextra", "mathtype"]
        .iter()
        .any(|known| bare.contains(known))
}

/// The text by glyph number in a composite font, from the program of the font that it is made of.
fn cid_letters(
    document: &Document,
    descendant: &Dictionary,
    budget: &mut usize,
) -> HashMap<u32, Box<str>> {
    let descriptor = descendant
        .get_deref(b"FontDescriptor", document)
        .and_then(Object::as_dict);
    let glyphs = Program::read(document, descriptor.ok(), budget).glyphs;
    let Some(map) = stream(document, descendant, b"CIDToGIDMap").filter(|_| !glyphs.is_empty())
    else {
        return glyphs;
    };
    let pairs = (0..).zip(map.chunks_exact(2));
    let glyph = |pair: &[u8]| u32::from(pair[0]) << 8 | u32::from(pair[1]);
    pairs
        .filter_map(|(cid, pair)| Some((cid, glyphs.get(&glyph(pair))?.clone())))
        .collect()
}

/// The unpacked stream under a key.
fn stream(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Option<Vec<u8>> {
    let stream = dictionary.get_deref(key, document).ok()?.as_stream().ok()?;
    stream.get_plain_content_with_limit(CMAP_BYTES).ok()
}

/// The unit of widths of a Type 3 font and the height of its letters.
fn type3_units(document: &Document, font: &Dictionary) -> (f32, f32) {
    let numbers = |key: &[u8]| -> Vec<f32> {
        let array = font.get_deref(key, document).and_then(Object::as_array);
        array
            .into_iter()
            .flatten()
            .filter_map(|number| number.as_float().ok())
            .collect()
    };
    let matrix = numbers(b"FontMatrix");
    let unit = matrix.first().map_or(0.001, |a| a.abs());
    let height = match (numbers(b"FontBBox").as_slice(), matrix.get(3)) {
        ([_, low, _, high], Some(d)) if high > low => (high - low) * d.abs(),
        _ => 1.0,
    };
    (
        unit,
        if (0.01..100.0).contains(&height) {
            height
        } else {
            1.0
        },
    )
}

/// `/W`: `c [w1 w2 …]` or `first last w`.
fn read_cid_widths(document: &Document, given: &[Object], widths: &mut Vec<f32>) {
    let mut put = |cid: usize, width: f32| {
        if cid < 1 << 16 {
            if widths.len() <= cid {
                widths.resize(cid + 1, f32::NAN);
            }
            widths[cid] = width / 1000.0;
        }
    };
    let resolved = |object: &Object| {
        document
            .dereference(object)
            .ok()
            .map(|(_, object)| object.clone())
    };
    let mut rest = given;
    while let [first, after @ ..] = rest {
        let Some(first) = first
            .as_i64()
            .ok()
            .and_then(|first| usize::try_from(first).ok())
        else {
            rest = after;
            continue;
        };
        match after {
            [list, after @ ..] if resolved(list).is_some_and(|list| list.as_array().is_ok()) => {
                if let Some(Object::Array(list)) = resolved(list) {
                    for (n, width) in list.iter().enumerate() {
                        put(
                            first.saturating_add(n),
                            width.as_float().unwrap_or(f32::NAN),
                        );
                    }
                }
                rest = after;
            }
            [last, width, after @ ..] => {
                let last = last
                    .as_i64()
                    .ok()
                    .and_then(|last| usize::try_from(last).ok())
                    .unwrap_or(first);
                for cid in first..=last.min(65_535) {
                    put(cid, width.as_float().unwrap_or(f32::NAN));
                }
                rest = after;
            }
            _ => break,
        }
    }
}
