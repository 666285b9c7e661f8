//! Font programs: what the glyphs of an embedded font stand for, where the file itself does not say.
//!
//! A TrueType font tells by its `cmap` turned round and by the names in `post`, a CFF font by the names in its charset,
//! a Type 1 font by those in its encoding; names mean letters by the Adobe Glyph List. A glyph without either stays
//! unmapped: nothing is guessed from its number.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};
use read_fonts::{
    FontRef, TableProvider,
    ps::{agl, cff::CffFontRef, type1::Type1Font},
    tables::cmap::{CmapSubtable, PlatformId},
};

/// Largest font program that is unpacked, in bytes.
const PROGRAM_BYTES: usize = 16 << 20;
/// Pairs of code and glyph looked at in one table.
const PAIRS: usize = 1 << 17;

/// What a font program says.
#[derive(Default)]
pub(super) struct Program {
    /// Text by glyph number.
    pub(super) glyphs: HashMap<u32, Box<str>>,
    /// Text by the codes of the program's own encoding; empty where it has none.
    pub(super) codes: Vec<Option<Box<str>>>,
}

impl Program {
    /// Reads the program of a font descriptor; an empty one if there is none, or none that can be read. What is
    /// unpacked is taken off `budget`.
    pub(super) fn read(
        document: &Document,
        descriptor: Option<&Dictionary>,
        budget: &mut usize,
    ) -> Self {
        let program = |key: &[u8]| {
            let stream = descriptor?
                .get_deref(key, document)
                .and_then(Object::as_stream);
            let most = PROGRAM_BYTES.min(*budget);
            stream.ok()?.get_plain_content_with_limit(most).ok()
        };
        let keys = [&b"FontFile2"[..], b"FontFile3", b"FontFile"];
        let Some(bytes) = keys.into_iter().find_map(program) else {
            return Self::default();
        };
        *budget -= bytes.len().min(*budget);
        match bytes.as_slice() {
            [1, 0, ..] if bytes.get(2).is_some_and(|size| *size >= 4) => Self::of_cff(&bytes),
            [b'%' | 0x80, ..] => Self::of_type1(&bytes),
            _ => Self::of_sfnt(&bytes),
        }
        .unwrap_or_default()
    }

    fn of_sfnt(bytes: &[u8]) -> Option<Self> {
        let font = FontRef::from_index(bytes, 0).ok()?;
        let mut program = match font.cff() {
            Ok(cff) => Self::of_cff(cff.offset_data().as_bytes()).unwrap_or_default(),
            Err(_) => Self::default(),
        };
        program.codes.clear();
        let tables = Cmaps::of(&font);
        for (code, glyph) in tables
            .unicode
            .iter()
            .flat_map(CmapSubtable::iter)
            .take(PAIRS)
        {
            let Some(letter) = char::from_u32(code).filter(|c| !is_private(*c)) else {
                continue;
            };
            // One glyph draws Đ and the Icelandic Ð: this is Vietnamese. Of a space and its kin the first is plain.
            let known = program.glyphs.get(&glyph.to_u32());
            if letter == 'Đ' || known.is_none() {
                let text = letter.to_string().into_boxed_str();
                program.glyphs.insert(glyph.to_u32(), text);
            }
        }
        if let Ok(post) = font.post() {
            for (glyph, name) in post.glyph_names().take(1 << 16) {
                if let Some(text) = letters(name.as_bytes()) {
                    program.glyphs.entry(glyph.to_u32()).or_insert(text);
                }
            }
        }
        let symbol = |code: u32| {
            let symbol = tables.symbol.as_ref();
            let glyph = |code: u32| symbol?.map_codepoint(code).filter(|g| g.to_u32() > 0);
            let glyph = glyph(0xf000 + code).or_else(|| glyph(code));
            glyph.or_else(|| tables.mac.as_ref()?.map_codepoint(code))
        };
        if tables.symbol.is_some() || tables.mac.is_some() {
            let text = |code: u32| Some(program.glyphs.get(&symbol(code)?.to_u32())?.clone());
            program.codes = (0..256).map(text).collect();
        }
        Some(program)
    }

    fn of_cff(bytes: &[u8]) -> Option<Self> {
        let font = CffFontRef::new_cff(bytes, 0, None).ok()?;
        let mut program = Self::default();
        // A font keyed by number has no names.
        if font.is_cid() {
            return Some(program);
        }
        for (glyph, name) in font.charset()?.iter().take(1 << 16) {
            if let Some(text) = font.string(name).and_then(letters) {
                program.glyphs.insert(glyph.to_u32(), text);
            }
        }
        if let Some(encoding) = font.encoding() {
            let text = |code: u8| {
                let glyph = encoding.map(code)?.to_u32();
                program.glyphs.get(&glyph).filter(|_| glyph > 0).cloned()
            };
            program.codes = (0..=255).map(text).collect();
        }
        Some(program)
    }

    fn of_type1(bytes: &[u8]) -> Option<Self> {
        let font = Type1Font::new(bytes).ok()?;
        let encoding = font.encoding()?;
        let text = |code: u8| letters(encoding.glyph_name(code)?.as_bytes());
        Some(Self {
            glyphs: HashMap::new(),
            codes: (0..=255).map(text).collect(),
        })
    }
}

/// The tables of codes in a font that matter.
#[derive(Default)]
struct Cmaps<'a> {
    unicode: Vec<CmapSubtable<'a>>,
    symbol: Option<CmapSubtable<'a>>,
    mac: Option<CmapSubtable<'a>>,
}

impl<'a> Cmaps<'a> {
    fn of(font: &FontRef<'a>) -> Self {
        let mut found = Self::default();
        let Ok(cmap) = font.cmap() else {
            return found;
        };
        for record in cmap.encoding_records().iter().take(32) {
            let Ok(table) = record.subtable(cmap.offset_data()) else {
                continue;
            };
            match (record.platform_id(), record.encoding_id()) {
                (PlatformId::Unicode, _) | (PlatformId::Windows, 1 | 10) => {
                    found.unicode.push(table);
                }
                (PlatformId::Windows, 0) => found.symbol = Some(table),
                (PlatformId::Macintosh, 0) => found.mac = Some(table),
                _ => {}
            }
        }
        found
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\0'..='\u{1f}' | '\u{e000}'..='\u{f8ff}')
}

/// The text that a glyph's name stands for: `Dcroat`, `uni1EA1`, `f_i`, `a.sc`.
pub(super) fn letters(name: &[u8]) -> Option<Box<str>> {
    let name = std::str::from_utf8(name).ok()?;
    let text: String = agl::name_to_chars(name)
        .filter(|c| !is_private(*c))
        .collect();
    (!text.is_empty()).then(|| text.into())
}
