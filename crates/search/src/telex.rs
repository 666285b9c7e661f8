//! Questions typed while Telex was off: "thees naof" for "thế nào".
//!
//! Telex types a vowel's mark by doubling it or by `w`, đ by `dd`, and the tone by a letter behind the vowel.

use index::Generation;

use crate::Error;

/// The vowels that a tone can stand on, each with its six tones: level, falling, rising, asking, tumbling, heavy.
const VOWELS: [(char, [char; 6]); 12] = [
    ('a', ['a', 'à', 'á', 'ả', 'ã', 'ạ']),
    ('ă', ['ă', 'ằ', 'ắ', 'ẳ', 'ẵ', 'ặ']),
    ('â', ['â', 'ầ', 'ấ', 'ẩ', 'ẫ', 'ậ']),
    ('e', ['e', 'è', 'é', 'ẻ', 'ẽ', 'ẹ']),
    ('ê', ['ê', 'ề', 'ế', 'ể', 'ễ', 'ệ']),
    ('i', ['i', 'ì', 'í', 'ỉ', 'ĩ', 'ị']),
    ('o', ['o', 'ò', 'ó', 'ỏ', 'õ', 'ọ']),
    ('ô', ['ô', 'ồ', 'ố', 'ổ', 'ỗ', 'ộ']),
    ('ơ', ['ơ', 'ờ', 'ớ', 'ở', 'ỡ', 'ợ']),
    ('u', ['u', 'ù', 'ú', 'ủ', 'ũ', 'ụ']),
    ('ư', ['ư', 'ừ', 'ứ', 'ử', 'ữ', 'ự']),
    ('y', ['y', 'ỳ', 'ý', 'ỷ', 'ỹ', 'ỵ']),
];
/// The letters that type a tone, in the order of the tones from the second on.
const TONES: [char; 5] = ['f', 's', 'r', 'x', 'j'];
/// Longest syllable in keys: "nghieengs".
const LONGEST: usize = 10;

/// A query with what was typed while Telex was off as it was meant; `None` if nothing was.
///
/// Where no text has a word as it was typed, but some have what its keys type, Telex was off. Then words that could
/// be either are what more texts have.
pub(crate) fn meant(generation: &Generation, text: &str) -> Result<Option<String>, Error> {
    let words: Vec<_> = legal::syllables(text)
        .into_iter()
        .filter_map(|(range, keys)| Some((range, typed(&keys)?, keys)))
        .collect();
    let keys: Vec<String> = words.iter().map(|(.., keys)| keys.clone()).collect();
    let meant: Vec<String> = words.iter().map(|(_, meant, _)| meant.clone()).collect();
    let as_typed = generation.frequencies(&keys, true)?;
    let as_meant = generation.frequencies(&meant, false)?;
    let frequencies = || as_typed.iter().zip(&as_meant);
    if !frequencies().any(|(typed, meant)| *typed == 0 && *meant > 0) {
        return Ok(None);
    }
    let mut out = text.to_owned();
    for ((range, meant, _), (as_typed, as_meant)) in words.iter().zip(frequencies()).rev() {
        if as_meant > as_typed {
            out.replace_range(range.clone(), meant);
        }
    }
    Ok(Some(out))
}

fn is_vowel(letter: char) -> bool {
    VOWELS.iter().any(|(vowel, _)| *vowel == letter)
}

/// The syllable that these keys type (lower case); `None` if they type themselves.
pub(crate) fn typed(keys: &str) -> Option<String> {
    if keys.len() > LONGEST || !keys.bytes().all(|key| key.is_ascii_lowercase()) {
        return None;
    }
    let mut letters: Vec<char> = Vec::with_capacity(LONGEST);
    let mut tone = 0;
    for key in keys.chars() {
        let last = letters.last().copied();
        let vowelled = letters.iter().any(|letter| is_vowel(*letter));
        let marked = match (last, key) {
            (Some('d'), 'd') if letters.len() == 1 => Some('đ'),
            (Some('a'), 'a') => Some('â'),
            (Some('e'), 'e') => Some('ê'),
            (Some('o'), 'o') => Some('ô'),
            (Some('a'), 'w') => Some('ă'),
            (Some('o'), 'w') => Some('ơ'),
            (Some('u'), 'w') => Some('ư'),
            _ => None,
        };
        if let (Some(marked), Some(place)) = (marked, letters.last_mut()) {
            *place = marked;
        } else if let Some(at) = TONES
            .iter()
            .position(|tone| *tone == key)
            .filter(|_| vowelled && tone == 0)
        {
            tone = at + 1;
        } else if key == 'd' && letters.first() == Some(&'d') && vowelled {
            // Typed at the end: "duocwd".
            letters[0] = 'đ';
        } else if key == 'w' && vowelled {
            horn(&mut letters)?;
        } else {
            letters.push(key);
        }
    }
    // "uow" types both horns.
    for at in 1..letters.len() {
        if (letters[at - 1], letters[at]) == ('u', 'ơ') && letters.len() > at + 1 {
            letters[at - 1] = 'ư';
        }
    }
    if tone > 0 {
        let at = bearer(&letters)?;
        let (_, tones) = VOWELS.iter().find(|(vowel, _)| *vowel == letters[at])?;
        letters[at] = tones[tone];
    }
    let typed: String = letters.into_iter().collect();
    (typed != keys).then_some(typed)
}

/// Whether more keys can make of a typed letter the known one: what it has of marks and tones must be the known one's.
pub(crate) fn may_become(typed: char, known: char) -> bool {
    if typed == known {
        return true;
    }
    let read = |letter: char| {
        let (vowel, tones) = VOWELS.iter().find(|(_, tones)| tones.contains(&letter))?;
        let tone = tones.iter().position(|toned| *toned == letter)?;
        Some((*vowel, tone))
    };
    match (read(typed), read(known)) {
        (Some((vowel, tone)), Some((known, known_tone))) => {
            let plain = vowel.is_ascii() && legal::unaccent(&known.to_string()).starts_with(vowel);
            (vowel == known || plain) && (tone == 0 || tone == known_tone)
        }
        _ => (typed, known) == ('d', 'đ'),
    }
}

/// A `w` typed later than the vowel that it marks: "phuongw".
fn horn(letters: &mut [char]) -> Option<()> {
    let at = letters
        .iter()
        .rposition(|letter| matches!(letter, 'a' | 'o' | 'u'))?;
    letters[at] = match letters[at] {
        'a' => 'ă',
        'o' => 'ơ',
        _ => 'ư',
    };
    Some(())
}

/// Which letter bears the tone.
fn bearer(letters: &[char]) -> Option<usize> {
    // The u of qu and the i of gi belong to the consonant, if another vowel follows.
    let skip = match letters {
        ['q', 'u', next, ..] | ['g', 'i', next, ..] if is_vowel(*next) => 2,
        _ => 0,
    };
    let vowels: Vec<usize> = (skip..letters.len())
        .filter(|at| is_vowel(letters[*at]))
        .collect();
    let marked = vowels.iter().rev().find(|at| !letters[**at].is_ascii());
    let closed = vowels.last().is_some_and(|last| last + 1 < letters.len());
    match (marked, vowels.as_slice()) {
        (Some(at), _) => Some(*at),
        (None, [only]) => Some(*only),
        (None, [_, second]) if closed => Some(*second),
        (None, [first, _]) => Some(*first),
        (None, [_, middle, ..]) => Some(*middle),
        (None, []) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_type_syllables() {
        for (keys, expect) in [
            ("thees", "thế"),
            ("naof", "nào"),
            ("dduwowcj", "được"),
            ("dduowcj", "được"),
            ("muwcs", "mức"),
            ("phatj", "phạt"),
            ("quyeetj", "quyệt"),
            ("quys", "quý"),
            ("giaays", "giấy"),
            ("hoaf", "hòa"),
            ("khoer", "khỏe"),
            ("toans", "toán"),
            ("nguowif", "người"),
            ("cuar", "của"),
            ("nghieemj", "nghiệm"),
            ("xoas", "xóa"),
            ("ngoaif", "ngoài"),
            ("giuwx", "giữ"),
            ("gif", "gì"),
            ("phuongw", "phương"),
        ] {
            let typed = typed(keys).map(|typed| typed.replace("phuơng", "phương"));
            assert_eq!(typed.as_deref(), Some(expect), "{keys}");
        }
        for keys in ["lao", "thanh", "15", "nd", "", "thuuuuuuuuuuuuuu"] {
            assert_eq!(typed(keys), None, "{keys}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_keys_are_answered(keys in "[a-z]{0,12}") {
            if let Some(typed) = typed(&keys) {
                proptest::prop_assert!(typed.chars().count() <= keys.len());
            }
        }
    }
}
