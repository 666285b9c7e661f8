//! Fonts: what a code stands for and how wide it is.

use lopdf::{Dictionary, Document, Object};

use super::{cmap::CMap, legacy};

/// Largest CMap that is unpacked, in bytes.
const CMAP_BYTES: usize = 8 << 20;

/// A font as far as text is concerned.
pub(super) struct Font {
    /// Codes of more than one byte, glyph numbers by CMap.
    composite: bool,
    /// The embedded encoding of a composite font; none means identity.
    encoding: Option<CMap>,
    unicode: Option<CMap>,
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
    pub(super) fn read(document: &Document, font: &Dictionary) -> Self {
        let unicode = stream(document, font, b"ToUnicode").map(|bytes| CMap::parse(&bytes));
        let subtype = font
            .get_deref(b"Subtype", document)
            .and_then(Object::as_name)
            .unwrap_or_default();
        if subtype == b"Type0" {
            return Self::read_composite(document, font, unicode);
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
        let simple = simple_encoding(document, font);
        Self {
            composite: false,
            encoding: None,
            unicode,
            simple,
            widths,
            default_width,
            legacy: legacy::name(document, font),
            scale,
        }
    }

    fn read_composite(document: &Document, font: &Dictionary, unicode: Option<CMap>) -> Self {
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
        Self {
            composite: true,
            encoding,
            unicode,
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
        let mut mapped = mapped;
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

/// What the 256 codes of a simple font mean by its `/Encoding`: a base table and differences by glyph name.
fn simple_encoding(document: &Document, font: &Dictionary) -> Vec<Option<Box<str>>> {
    let encoding = font.get_deref(b"Encoding", document).ok();
    let dictionary = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match dictionary {
        Some(dictionary) => dictionary
            .get_deref(b"BaseEncoding", document)
            .and_then(Object::as_name)
            .ok(),
        None => encoding.and_then(|encoding| encoding.as_name().ok()),
    };
    let embedded = font
        .get_deref(b"Subtype", document)
        .and_then(Object::as_name)
        .is_ok_and(|s| s == b"TrueType");
    let base = match base {
        Some(name @ (b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding")) => name,
        _ if embedded => b"WinAnsiEncoding",
        _ => b"StandardEncoding",
    };
    let mut table = vec![None; 256];
    let named = Dictionary::from_iter([
        ("Type", Object::from("Font")),
        ("Encoding", Object::Name(base.to_vec())),
    ]);
    if let Ok(encoding) = named.get_font_encoding(document) {
        for (code, place) in (0..=255_u8).zip(&mut table) {
            let text = encoding.bytes_to_string(&[code]).unwrap_or_default();
            *place = (!text.is_empty()).then(|| text.into());
        }
    }
    let differences = dictionary.and_then(|d| d.get_deref(b"Differences", document).ok());
    let mut code = 0_usize;
    for entry in differences
        .and_then(|d| d.as_array().ok())
        .into_iter()
        .flatten()
    {
        match entry {
            Object::Integer(n) => code = usize::try_from(*n).unwrap_or(256),
            Object::Name(name) => {
                if let Some(place) = table.get_mut(code) {
                    *place = glyph(document, name).map(Into::into);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

/// The text of a glyph name: `uni1EA1`, `u1EA1`, or by the list of names that lopdf carries.
fn glyph(document: &Document, name: &[u8]) -> Option<String> {
    // A suffix names a variant of the letter: "a.sc".
    let name = name.split(|byte| *byte == b'.').next()?;
    let text = std::str::from_utf8(name).ok()?;
    let hex = |digits: &str| {
        u32::from_str_radix(digits, 16)
            .ok()
            .and_then(char::from_u32)
    };
    if let Some(digits) = text
        .strip_prefix("uni")
        .filter(|digits| digits.len() >= 4 && digits.is_ascii())
    {
        let letters: Option<String> = (0..digits.len() / 4)
            .map(|n| hex(&digits[n * 4..n * 4 + 4]))
            .collect();
        if letters.is_some() {
            return letters;
        }
    }
    if let Some(letter) = text
        .strip_prefix('u')
        .filter(|digits| (4..=6).contains(&digits.len()))
        .and_then(hex)
    {
        return Some(letter.to_string());
    }
    let differences = vec![Object::Integer(0), Object::Name(name.to_vec())];
    let encoding = Dictionary::from_iter([("Differences", Object::Array(differences))]);
    let named = Dictionary::from_iter([
        ("Type", Object::from("Font")),
        ("Encoding", Object::Dictionary(encoding)),
    ]);
    let letters = named
        .get_font_encoding(document)
        .ok()?
        .bytes_to_string(&[0])
        .ok()?;
    (!letters.is_empty()).then_some(letters)
}
