//! Old 8-bit fonts: their letters are marked as the page draws them, and put into Unicode with the whole text in view.

use lopdf::{Dictionary, Document, Object};

use super::furniture::Laid;
use crate::{
    Flag,
    encoding::{self, Legacy},
};

/// The name of a font if it announces an old encoding, without its styles: a name that ends in H draws capitals.
pub(super) fn name(document: &Document, font: &Dictionary) -> Option<Box<str>> {
    let name = font
        .get_deref(b"BaseFont", document)
        .and_then(Object::as_name);
    let name = String::from_utf8_lossy(name.ok()?);
    let plain = name.split([',', '-']).next().unwrap_or(&name);
    let plain = plain.trim_end_matches("Italic").trim_end_matches("Bold");
    let name = if plain.ends_with('H') {
        plain
    } else {
        name.as_ref()
    };
    Legacy::of_font(name).map(|_| name.into())
}

/// Marks the letters from `start` on. `code` is the byte drawn where nothing else says what it means.
pub(super) fn mark(name: &str, code: Option<u8>, text: &mut String, start: usize) {
    let drawn: String = match code {
        Some(code) => char::from(code).to_string(),
        // What a font's own table calls minus and bullet are the bytes of ư and ã.
        None => text[start..].replace('−', "\u{ad}").replace('∙', "·"),
    };
    let marked = encoding::tag(&drawn, name).into_owned();
    text.truncate(start);
    text.push_str(&marked);
}

/// Puts the words of all pages into Unicode, and says what was converted.
pub(super) fn repair(pages: &mut [Laid]) -> Vec<Flag> {
    let lines = || pages.iter().flat_map(|page| &page.lines);
    let text: Vec<String> = lines().map(super::line::Line::text).collect();
    let text = text.join("\n");
    if !is_suspect(&text) {
        return Vec::new();
    }
    let (made, conversions) = encoding::repair(&text);
    if made == text {
        return Vec::new();
    }
    let lines = pages.iter_mut().flat_map(|page| &mut page.lines);
    for (line, made) in lines.zip(made.split('\n')) {
        let made: Vec<&str> = made.split(' ').collect();
        // A word that holds a space has no word of its own in the repaired line.
        let whole = made.len() == line.words.len();
        for (n, word) in line.words.iter_mut().enumerate() {
            word.text = match made.get(n).filter(|_| whole) {
                Some(made) => legal::normalise(made),
                None => legal::normalise(&encoding::glance(&word.text)),
            };
        }
    }
    encoding::flags(&conversions)
}

/// Whether letters were marked, or more than a few signs stand in the text that Vietnamese writes only in old
/// encodings seen as Latin-1.
fn is_suspect(text: &str) -> bool {
    const SIGNS: &str = "®µ¸¶¹¬«¨ª©ñøåöûïäë";
    let mut signs = 0;
    for c in text.chars().filter(|c| !c.is_ascii()) {
        if c >= '\u{f0000}' {
            return true;
        }
        signs += usize::from(SIGNS.contains(c));
    }
    signs * 200 > text.len()
}
