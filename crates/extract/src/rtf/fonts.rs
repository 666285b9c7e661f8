//! The fonts of an RTF document and what their bytes are.

use std::collections::HashMap;

use encoding_rs::Encoding;

use crate::encoding::{Legacy, windows_1252};

#[derive(Default)]
struct Font {
    name: String,
    charset: Option<i32>,
    named: bool,
}

/// Fonts by number.
#[derive(Default)]
pub(super) struct Fonts {
    fonts: HashMap<i32, Font>,
    open: Option<i32>,
    name: Vec<u8>,
    /// The code page of the document.
    pub(super) page: u16,
}

impl Fonts {
    /// A control word of the font table.
    pub(super) fn word(&mut self, word: &str, value: Option<i32>) {
        match word {
            "f" => {
                self.end_name();
                self.open = value.filter(|_| self.fonts.len() < 10_000);
                self.name.clear();
            }
            "fcharset" => {
                if let Some(open) = self.open {
                    self.fonts.entry(open).or_default().charset = value;
                }
            }
            _ => {}
        }
    }

    pub(super) fn byte(&mut self, byte: u8) {
        if byte == b';' {
            self.end_name();
        } else if self.name.len() < 100 {
            self.name.push(byte);
        }
    }

    /// The name is whole: at a semicolon or the end of a group. Names of the groups inside (an alternative font, the
    /// form of the letters) come first or last: the first text directly in the entry counts.
    pub(super) fn end_name(&mut self) {
        let name = std::mem::take(&mut self.name);
        let name = String::from_utf8_lossy(&name).trim().to_owned();
        if let Some(font) = self.open.map(|open| self.fonts.entry(open).or_default())
            && !font.named
            // Panose numbers are no name.
            && name.contains(|c: char| !c.is_ascii_hexdigit())
        {
            font.named = true;
            font.name = name;
        }
    }

    pub(super) fn name(&self, font: i32) -> &str {
        self.fonts.get(&font).map_or("", |font| font.name.as_str())
    }

    /// The bytes of a run in a font as text. Bytes of legacy fonts are shown as Latin-1 whatever the font's character
    /// set is, those of symbol fonts in the private area.
    pub(super) fn decode(&self, bytes: &[u8], font: i32) -> String {
        let known = self.fonts.get(&font);
        let charset = known.and_then(|font| font.charset).unwrap_or(1);
        let legacy = known.is_some_and(|font| Legacy::of_font(&font.name).is_some());
        let encoding = match (legacy, charset) {
            (true, _) => encoding_rs::WINDOWS_1252,
            (false, 2) => {
                let private = |byte: &u8| char::from_u32(0xf000 + u32::from(*byte)).unwrap_or(' ');
                let shown = |byte: &u8| if *byte > b' ' { private(byte) } else { ' ' };
                return bytes.iter().map(shown).collect();
            }
            (false, charset) => self.encoding(charset),
        };
        if encoding == encoding_rs::WINDOWS_1252 {
            return bytes.iter().map(|byte| windows_1252(*byte)).collect();
        }
        encoding.decode_without_bom_handling(bytes).0.into_owned()
    }

    fn encoding(&self, charset: i32) -> &'static Encoding {
        let label: &[u8] = match charset {
            77 => b"macintosh",
            128 => b"shift_jis",
            129 => b"euc-kr",
            134 => b"gbk",
            136 => b"big5",
            161 => b"windows-1253",
            162 => b"windows-1254",
            163 => b"windows-1258",
            177 => b"windows-1255",
            178 => b"windows-1256",
            186 => b"windows-1257",
            204 => b"windows-1251",
            222 => b"windows-874",
            238 => b"windows-1250",
            _ => match self.page {
                1250 => b"windows-1250",
                1251 => b"windows-1251",
                1253 => b"windows-1253",
                1254 => b"windows-1254",
                1258 => b"windows-1258",
                65001 => b"utf-8",
                932 => b"shift_jis",
                936 => b"gbk",
                10000 => b"macintosh",
                _ => b"windows-1252",
            },
        };
        Encoding::for_label(label).unwrap_or(encoding_rs::WINDOWS_1252)
    }
}
