//! Letters of other scripts that look Latin, inside symbols and words: Cyrillic С and Т in "TT-BТС", Ð for Đ.

use super::{Conversion, From};

/// Look-alikes and the letters that they stand for.
const PAIRS: [(char, char); 45] = [
    ('А', 'A'),
    ('В', 'B'),
    ('С', 'C'),
    ('Е', 'E'),
    ('Н', 'H'),
    ('І', 'I'),
    ('К', 'K'),
    ('М', 'M'),
    ('О', 'O'),
    ('Р', 'P'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('а', 'a'),
    ('с', 'c'),
    ('е', 'e'),
    ('о', 'o'),
    ('р', 'p'),
    ('х', 'x'),
    ('у', 'y'),
    ('і', 'i'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('ο', 'o'),
    ('Ð', 'Đ'),
    ('Ɖ', 'Đ'),
    ('ð', 'đ'),
    ('ɖ', 'đ'),
    ('ƣ', 'ư'),
    ('Ƣ', 'Ư'),
    ('Ѕ', 'S'),
    ('Ј', 'J'),
    ('ѕ', 's'),
];

fn latin(c: char) -> Option<char> {
    // The letters of plain Vietnamese are no look-alikes: most calls end here.
    if c.is_ascii() || matches!(c, '\u{1ea0}'..='\u{1ef9}') {
        return None;
    }
    let found = PAIRS.iter().find(|(like, _)| *like == c);
    found.map(|(_, latin)| *latin)
}

/// Puts Latin letters for look-alikes where Latin must be meant: in a word that has Latin letters too, or that stands
/// in a symbol. A word that is all Cyrillic or Greek outside of a symbol is left as it is.
pub(super) fn repair(line: &str, conversions: &mut Vec<Conversion>) -> Option<String> {
    if !line.chars().any(|c| latin(c).is_some()) {
        return None;
    }
    let mut made = String::with_capacity(line.len());
    let mut count = 0;
    for word in
        line.split_inclusive(|c: char| !(c.is_alphanumeric() || matches!(c, '/' | '-' | '–')))
    {
        if !word.chars().any(|c| latin(c).is_some()) || !is_meant(word) {
            made.push_str(word);
            continue;
        }
        for c in word.chars() {
            made.push(latin(c).inspect(|_| count += 1).unwrap_or(c));
        }
    }
    if count == 0 {
        return None;
    }
    super::add(conversions, From::LookAlike, count);
    Some(made)
}

/// Whether every letter of a word is Latin or looks so, and it has a Latin one or the shape of a symbol.
fn is_meant(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    // Letters of Unicode's Latin blocks only; Ð and ƣ are among them.
    let is_latin = |c: char| c < '\u{250}' || matches!(c, '\u{1e00}'..='\u{1eff}');
    let foreign = letters().any(|c| !is_latin(c) && latin(c).is_none());
    let has_latin = letters().any(is_latin);
    let symbol = word.contains('/') && word.contains(|c: char| c.is_ascii_digit());
    !foreign && (has_latin || symbol)
}
