//! What the 256 codes of a simple font mean: its `/Encoding`, else the encoding of the font program itself.

use lopdf::{Dictionary, Document, Object};

use super::program::{Program, letters};
use crate::symbols;

/// The meaning of the codes, by a base table and differences by glyph name. `program` is the embedded font's own.
pub(super) fn simple(
    document: &Document,
    font: &Dictionary,
    program: impl FnOnce() -> Program,
) -> Vec<Option<Box<str>>> {
    let encoding = font.get_deref(b"Encoding", document).ok();
    let dictionary = encoding.and_then(|encoding| encoding.as_dict().ok());
    let base = match dictionary {
        Some(dictionary) => dictionary
            .get_deref(b"BaseEncoding", document)
            .and_then(Object::as_name)
            .ok(),
        None => encoding.and_then(|encoding| encoding.as_name().ok()),
    };
    let name = |key: &[u8]| {
        let name = font.get_deref(key, document).and_then(Object::as_name);
        name.unwrap_or_default()
    };
    let mut table = match base {
        Some(name @ (b"WinAnsiEncoding" | b"MacRomanEncoding" | b"MacExpertEncoding")) => {
            standard(document, name)
        }
        _ => {
            let own = program().codes;
            match () {
                () if own.iter().any(Option::is_some) => own,
                () if name(b"BaseFont").starts_with(b"Symbol") => symbols::symbol_encoding(),
                () if name(b"Subtype") == b"TrueType" => standard(document, b"WinAnsiEncoding"),
                () => standard(document, b"StandardEncoding"),
            }
        }
    };
    let differences = dictionary.and_then(|d| d.get_deref(b"Differences", document).ok());
    let differences = differences.and_then(|d| d.as_array().ok());
    let mut code = 0_usize;
    for entry in differences.into_iter().flatten() {
        match entry {
            Object::Integer(n) => code = usize::try_from(*n).unwrap_or(256),
            Object::Name(name) => {
                if let Some(place) = table.get_mut(code) {
                    *place = letters(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    table
}

/// One of the tables that the PDF standard names.
fn standard(document: &Document, name: &[u8]) -> Vec<Option<Box<str>>> {
    let mut table = vec![None; 256];
    let named = Dictionary::from_iter([
        ("Type", Object::from("Font")),
        ("Encoding", Object::Name(name.to_vec())),
    ]);
    if let Ok(encoding) = named.get_font_encoding(document) {
        for (code, place) in (0..=255_u8).zip(&mut table) {
            let text = encoding.bytes_to_string(&[code]).unwrap_or_default();
            *place = (!text.is_empty()).then(|| text.into());
        }
    }
    table
}
