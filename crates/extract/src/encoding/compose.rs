//! Letters written as a base and combining marks: NFD, the style of code page 1258 (ê + tone), marks out of order.

use unicode_normalization::UnicodeNormalization;

use super::{Conversion, From};

/// The marks of the Vietnamese letters themselves; they come before the tone.
fn is_shape(mark: char) -> bool {
    matches!(mark, '\u{302}' | '\u{306}' | '\u{31b}')
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Keeps of a text the letters that marks follow, with these.
pub(crate) fn keep_marked(text: &str, kept: &mut String) {
    let mut before = None;
    for c in text.chars() {
        if is_mark(c) {
            kept.extend(before.take());
            kept.push(c);
        } else {
            before = Some(c);
        }
    }
}

/// Composes a text; says how many marks stood apart, and in which of the two styles.
pub(super) fn compose(text: &str, conversions: &mut Vec<Conversion>) -> Option<String> {
    if !text.chars().any(is_mark) {
        return None;
    }
    let mut made = String::with_capacity(text.len());
    let (mut nfd, mut cp1258) = (0, 0);
    let mut letters = text.chars().peekable();
    while let Some(base) = letters.next() {
        if !letters.peek().is_some_and(|c| is_mark(*c)) {
            made.push(base);
            continue;
        }
        let mut marks: Vec<char> = Vec::new();
        while let Some(mark) = letters.next_if(|c| is_mark(*c)) {
            // Text is not made of towers of marks; more than a few are kept as they come.
            if marks.len() < 4 && !marks.contains(&mark) {
                marks.push(mark);
            }
        }
        let count = u32::try_from(marks.len()).unwrap_or(u32::MAX);
        let shaped = "âêôăơưÂÊÔĂƠƯ".contains(base);
        if shaped && count == 1 {
            cp1258 += 1;
        } else {
            nfd += count;
        }
        marks.sort_by_key(|mark| !is_shape(*mark));
        made.extend(std::iter::once(base).chain(marks).nfc());
    }
    let plain = nfd;
    if cp1258 > 0 && cp1258 * 2 >= nfd {
        // The plain vowels of that style cannot be told from NFD: they go with the others.
        super::add(conversions, From::Cp1258, cp1258 + plain);
    } else {
        super::add(conversions, From::Nfd, nfd + cp1258);
    }
    Some(made)
}
