//! UTF-8 that was read as Windows-1252 or Latin-1 and written again: "Ä‘iá»u", "Nghá»‹ Ä‘á»‹nh".

use super::{Conversion, From};

/// Repairs the lines in which it stands; a line without a letter of three such bytes, or two of two, is left alone.
pub(super) fn repair(line: &str, conversions: &mut Vec<Conversion>) -> Option<String> {
    if !line.contains(['Ã', 'Ä', 'Æ', 'á', 'Â', 'Ì', 'â']) {
        return None;
    }
    let letters: Vec<char> = line.chars().collect();
    let bytes: Vec<Option<u8>> = letters.iter().map(|c| byte(*c)).collect();
    let (mut made, mut weight, mut count) = (String::with_capacity(line.len()), 0, 0);
    let mut at = 0;
    while at < letters.len() {
        if let Some((c, length)) = sequence(&bytes[at..]) {
            made.push(c);
            // "Ã " with a no-break space also ends a shout in capitals ("ĐÃ "): no evidence.
            let evidence = usize::from(length == 3) * 2
                + usize::from(length == 2 && c != 'à' && !c.is_whitespace());
            weight += evidence;
            count += 1;
            at += length;
            continue;
        }
        made.push(letters[at]);
        at += 1;
    }
    if weight < 2 {
        return None;
    }
    super::add(conversions, From::Mojibake, count);
    Some(made)
}

/// A letter of Vietnamese or a sign of its texts, from two or three bytes of UTF-8.
fn sequence(bytes: &[Option<u8>]) -> Option<(char, usize)> {
    let first = (*bytes.first()?)?;
    let length = match first {
        0xc2..=0xdf => 2,
        0xe1 | 0xe2 => 3,
        _ => return None,
    };
    let raw: Vec<u8> = bytes
        .get(..length)?
        .iter()
        .copied()
        .collect::<Option<_>>()?;
    let c = std::str::from_utf8(&raw).ok()?.chars().next()?;
    let known = matches!(c,
        '\u{a0}'..='\u{ff}' | 'Ă' | 'ă' | 'Đ' | 'đ' | 'Ĩ' | 'ĩ' | 'Ũ' | 'ũ' | 'Ơ' | 'ơ' | 'Ư' | 'ư'
        | '\u{300}'..='\u{323}' | '\u{1ea0}'..='\u{1ef9}' | '\u{2010}'..='\u{2026}' | '\u{2032}'
        | '\u{2033}' | '\u{20ab}' | '\u{2212}' | '\u{2264}' | '\u{2265}');
    known.then_some((c, length))
}

/// The byte that Windows-1252 shows as a character, its holes as the control characters of Latin-1.
fn byte(c: char) -> Option<u8> {
    if let Ok(byte @ 0x80..) = u8::try_from(u32::from(c)) {
        return Some(byte);
    }
    let at = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ"
        .chars()
        .position(|shown| shown == c)?;
    u8::try_from(0x80 + at).ok()
}
