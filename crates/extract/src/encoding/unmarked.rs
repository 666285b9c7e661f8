//! The text of bytes whose encoding nothing states: by their marks, by being UTF-8, by what their words are.

use super::{Conversion, From, add};

/// Bytes as text, with what they were converted from. Bytes that are neither Unicode nor Windows-1258 are taken for
/// Windows-1252, whose view [`super::repair`] decodes if the words turn out to be TCVN3 or VNI. `declared` is the
/// label of a `<meta>` or of an XML declaration; Unicode marks and valid UTF-8 go before it, because it often lies.
pub(crate) fn decode_bytes(bytes: &[u8], declared: Option<&str>) -> (String, Vec<Conversion>) {
    let wide = |encoding: &'static encoding_rs::Encoding, bytes: &[u8]| {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        text.into_owned()
    };
    let text = match bytes {
        [0xff, 0xfe, rest @ ..] => wide(encoding_rs::UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => wide(encoding_rs::UTF_16BE, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(error) if is_mostly_utf8(bytes, error.valid_up_to()) => {
                String::from_utf8_lossy(bytes).into_owned()
            }
            Err(_) => return eight_bit(bytes, declared),
        },
    };
    (text, Vec::new())
}

/// The character of a byte of Windows-1252; its holes are the control characters of Latin-1.
pub(crate) fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => {
            let bytes = [byte];
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
            text.chars().next().unwrap_or(char::from(byte))
        }
        _ => char::from(byte),
    }
}

/// A few damaged bytes, or a letter cut at the end, do not make UTF-8 something else.
fn is_mostly_utf8(bytes: &[u8], valid: usize) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let lost = text.matches(char::REPLACEMENT_CHARACTER).count();
    let wide = text.chars().filter(|c| !c.is_ascii()).count() - lost;
    valid + 4 > bytes.len() || lost * 20 < wide
}

fn eight_bit(bytes: &[u8], declared: Option<&str>) -> (String, Vec<Conversion>) {
    let mut conversions = Vec::new();
    let (as_1258, _) = encoding_rs::WINDOWS_1258.decode_without_bom_handling(bytes);
    let says = declared.is_some_and(|label| {
        encoding_rs::Encoding::for_label(label.as_bytes()) == Some(encoding_rs::WINDOWS_1258)
    });
    if says || is_windows_1258(&as_1258) {
        let count = as_1258.chars().filter(|c| !c.is_ascii()).count();
        add(
            &mut conversions,
            From::Cp1258,
            u32::try_from(count).unwrap_or(u32::MAX),
        );
        return (super::composed(&as_1258), conversions);
    }
    let other = declared
        .and_then(|label| encoding_rs::Encoding::for_label(label.as_bytes()))
        .filter(|encoding| encoding.is_single_byte() || encoding.is_ascii_compatible())
        .filter(|encoding| *encoding != encoding_rs::UTF_8)
        .unwrap_or(encoding_rs::WINDOWS_1252);
    let (text, _) = other.decode_without_bom_handling(bytes);
    (text.into_owned(), conversions)
}

/// Whether words in the view of Windows-1258 are Vietnamese: its tones stand behind vowels.
fn is_windows_1258(text: &str) -> bool {
    let composed = super::composed(text);
    let (mut good, mut bad) = (0_usize, 0_usize);
    for word in composed.split(|c: char| !(c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}')))
    {
        if word.is_ascii() {
            continue;
        }
        if legal::is_syllable(word) {
            good += 1;
        } else {
            bad += 1;
        }
    }
    good >= 2 && good > 9 * bad
}
