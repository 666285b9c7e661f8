//! VNI-Windows: a letter and the byte of its mark, two characters for most accented letters.

/// Tones that may follow any vowel: byte of the mark in small letters, and the combining tone.
const TONES: [(u8, char); 5] = [
    (0xf9, '\u{301}'),
    (0xf8, '\u{300}'),
    (0xfb, '\u{309}'),
    (0xf5, '\u{303}'),
    (0xef, '\u{323}'),
];
/// Marks after a, e and o: the circumflex alone and with each tone.
const CIRCUMFLEX: [(u8, &str); 6] = [
    (0xe2, "\u{302}"),
    (0xe1, "\u{302}\u{301}"),
    (0xe0, "\u{302}\u{300}"),
    (0xe5, "\u{302}\u{309}"),
    (0xe3, "\u{302}\u{303}"),
    (0xe4, "\u{302}\u{323}"),
];
/// Marks after a: the breve alone and with each tone.
const BREVE: [(u8, &str); 6] = [
    (0xea, "\u{306}"),
    (0xe9, "\u{306}\u{301}"),
    (0xe8, "\u{306}\u{300}"),
    (0xfa, "\u{306}\u{309}"),
    (0xfc, "\u{306}\u{303}"),
    (0xeb, "\u{306}\u{323}"),
];

/// The letter at the start of `bytes` in the view of VNI, as base and marks, and how many bytes it takes.
/// `None`: the first byte is no letter of VNI. Plain letters without a mark are theirs too.
pub(super) fn letter(bytes: &[u8]) -> Option<(String, usize)> {
    let first = *bytes.first()?;
    let small = lower(first);
    let base = match small {
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y' => char::from(small).to_string(),
        // ô and ö carry tones of their own.
        0xf4 => "ơ".to_owned(),
        0xf6 => "ư".to_owned(),
        0xf1 => "đ".to_owned(),
        0xed => "í".to_owned(),
        0xec => "ì".to_owned(),
        0xe6 => "ỉ".to_owned(),
        0xf3 => "ĩ".to_owned(),
        0xf2 => "ị".to_owned(),
        0xee => "ỵ".to_owned(),
        0..=0x7f => char::from(small).to_string(),
        _ => return None,
    };
    let second = bytes.get(1).map(|byte| lower(*byte));
    let mut marks = second.and_then(|mark| marks(small, mark));
    let mut length = if marks.is_some() { 2 } else { 1 };
    // Typed twice: the shape, and then the tone that has a byte with the shape of its own ("vieâïc").
    if let (Some(shape), Some(third)) = (&mut marks, bytes.get(2).map(|byte| lower(*byte)))
        && matches!(shape.as_str(), "\u{302}" | "\u{306}")
        && let Some((_, tone)) = TONES.iter().find(|(byte, _)| *byte == third)
    {
        shape.push(*tone);
        length = 3;
    }
    let letter = match &marks {
        Some(marks) => base + marks,
        None => base,
    };
    let letter = if first == small {
        letter
    } else {
        letter.to_uppercase()
    };
    Some((letter, length))
}

fn marks(vowel: u8, mark: u8) -> Option<String> {
    let tone = || {
        let found = TONES.iter().find(|(byte, _)| *byte == mark);
        found.map(|(_, tone)| tone.to_string())
    };
    let among = |table: &[(u8, &str)]| {
        let found = table.iter().find(|(byte, _)| *byte == mark);
        found.map(|(_, marks)| (*marks).to_owned())
    };
    match vowel {
        b'a' => tone()
            .or_else(|| among(&CIRCUMFLEX))
            .or_else(|| among(&BREVE)),
        b'e' | b'o' => tone().or_else(|| among(&CIRCUMFLEX)),
        // í, ì … have bytes of their own, but some converters write them in two.
        b'u' | b'y' | b'i' | 0xf4 | 0xf6 => tone(),
        _ => None,
    }
}

/// Small letters of ASCII and of Latin-1, where VNI keeps its capitals 20 bytes lower too.
fn lower(byte: u8) -> u8 {
    match byte {
        b'A'..=b'Z' | 0xc0..=0xde => byte | 0x20,
        _ => byte,
    }
}
