//! Letters of symbol fonts that mean something to a reader: boxes to tick, comparison signs.

use std::borrow::Cow;

/// Codes of the font Symbol.
const SYMBOL: [(u8, char); 13] = [
    (0xa3, '≤'),
    (0xb3, '≥'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb4, '×'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xae, '→'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x6d, 'μ'),
    (0x53, 'Σ'),
];
/// Codes of Wingdings and its kin.
const WINGDINGS: [(u8, char); 9] = [
    (0xa8, '□'),
    (0x6f, '□'),
    (0x71, '□'),
    (0x72, '□'),
    (0xfe, '☑'),
    (0xfd, '☒'),
    (0xfc, '✓'),
    (0xfb, '✗'),
    (0x78, '☒'),
];

/// What the codes of the font Symbol mean, where a PDF names the font and does not hold it. Greek letters and signs are
/// those of its own encoding; the rest is decoration.
pub(crate) fn symbol_encoding() -> Vec<Option<Box<str>>> {
    const GREEK: [(&str, &str); 2] = [
        ("ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
        ("abgdezhqiklmnxoprstufcyw", "αβγδεζηθικλμνξοπρστυφχψω"),
    ];
    const SAME: &str = " !#%&()+,./0123456789:;<=>?[]_{|}";
    let mut table = vec![None; 256];
    let mut put = |code: usize, letter: char| table[code] = Some(letter.to_string().into());
    for (codes, letters) in GREEK {
        for (code, letter) in codes.bytes().zip(letters.chars()) {
            put(usize::from(code), letter);
        }
    }
    SAME.bytes()
        .for_each(|code| put(usize::from(code), char::from(code)));
    for (code, letter) in SYMBOL
        .into_iter()
        .chain([(b'-', '−'), (0xb7, '•'), (0xe5, '∑')])
    {
        put(usize::from(code), letter);
    }
    table
}

/// The text of a run with its symbols as characters; those of no meaning (bullets, arrows of decoration) stay in the
/// private area and are dropped with it.
pub(crate) fn readable<'a>(text: &'a str, font: Option<&str>) -> Cow<'a, str> {
    if !text.chars().any(|c| matches!(c, '\u{f020}'..='\u{f0ff}')) {
        return Cow::Borrowed(text);
    }
    let font = font.unwrap_or_default().to_lowercase();
    let table: &[(u8, char)] = match () {
        () if font.starts_with("wingdings") => &WINGDINGS,
        () if font.starts_with("symbol") || font.is_empty() => &SYMBOL,
        () => return Cow::Borrowed(text),
    };
    let meant = |c: char| {
        let code = u32::from(c).checked_sub(0xf000)?;
        table
            .iter()
            .find(|(byte, _)| u32::from(*byte) == code)
            .map(|(_, meant)| *meant)
    };
    Cow::Owned(text.chars().map(|c| meant(c).unwrap_or(c)).collect())
}
