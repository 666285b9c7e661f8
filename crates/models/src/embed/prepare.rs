//! From a text to the words of the built-in model: what its vocabulary is made of, in training and in use.
//!
//! A token is a syllable ("cước") or two neighbouring ones ("căn_cước"): most Vietnamese words have two. A text
//! typed without any accent is read with a second set of tokens ("'can", "'can_cuoc"), which training places near
//! the accented ones, so that such a question needs no guess at its accents. A token counts once a text: the
//! tenth "giấy phép" says little more than the first.

use std::collections::HashSet;

use unicode_normalization::{
    IsNormalized, UnicodeNormalization, char::is_combining_mark, is_nfc_quick,
};

/// What config.json of a model says whose texts are prepared here.
pub(crate) const MODEL_TYPE: &str = "cancu-static";
/// The preparation described here; another one would not fit the models trained with it.
pub(crate) const VERSION: u64 = 1;
/// Marks the tokens of texts without accents.
const UNACCENTED: char = '\'';
/// Joins the two syllables of a phrase.
const JOINT: char = '_';
/// Longer words are no Vietnamese syllables but addresses, keys or line noise.
const LONGEST: usize = 24;

/// A word of a text: lower case, composed, with the tone mark where the older spelling puts it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// Its letters or digits.
    pub(crate) text: String,
    /// Whether it can form a phrase with the word before it: no sentence mark stands between them.
    pub(crate) follows: bool,
}

/// The words of a text.
pub(crate) fn words(text: &str) -> Vec<Word> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        split(text.chars())
    } else {
        split(text.nfc())
    }
}

fn split(characters: impl Iterator<Item = char>) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = String::new();
    let mut follows = false;
    // A separator inside a number ("1.000.000", "2,5") belongs to it only if a digit comes next.
    let mut held = None;
    for character in characters {
        if let Some(mark) = held.take() {
            if character.is_ascii_digit() {
                if mark == ',' {
                    word.push(mark);
                }
            } else {
                finish(&mut words, &mut word, &mut follows);
                follows = false;
            }
        }
        if character.is_alphanumeric() {
            if word.len() < 4 * LONGEST {
                word.extend(character.to_lowercase());
            }
        } else if matches!(character, '.' | ',')
            && word.ends_with(|last: char| last.is_ascii_digit())
        {
            held = Some(character);
        } else if !is_combining_mark(character) {
            finish(&mut words, &mut word, &mut follows);
            follows &= character.is_whitespace() && character != '\n'
                || matches!(character, '-' | '/' | '–');
        }
    }
    finish(&mut words, &mut word, &mut follows);
    words
}

/// Closes the word that is being read.
fn finish(words: &mut Vec<Word>, word: &mut String, follows: &mut bool) {
    if word.is_empty() {
        return;
    }
    if word.chars().count() <= LONGEST {
        words.push(Word {
            text: spell(std::mem::take(word)),
            follows: *follows,
        });
        *follows = true;
    } else {
        word.clear();
        *follows = false;
    }
}

/// One spelling for the syllables that have two: "hoà" and "hòa", "kĩ" and "kỹ", "qui" and "quy".
fn spell(word: String) -> String {
    const MOVED: [(&str, &str); 18] = [
        ("oà", "òa"),
        ("oá", "óa"),
        ("oả", "ỏa"),
        ("oã", "õa"),
        ("oạ", "ọa"),
        ("oè", "òe"),
        ("oé", "óe"),
        ("oẻ", "ỏe"),
        ("oẽ", "õe"),
        ("oẹ", "ọe"),
        ("uỳ", "ùy"),
        ("uý", "úy"),
        ("uỷ", "ủy"),
        ("uỹ", "ũy"),
        ("uỵ", "ụy"),
        ("qúy", "quý"),
        ("qùy", "quỳ"),
        ("qủy", "quỷ"),
    ];
    const SAME: [(char, char); 6] = [
        ('i', 'y'),
        ('ì', 'ỳ'),
        ('í', 'ý'),
        ('ỉ', 'ỷ'),
        ('ĩ', 'ỹ'),
        ('ị', 'ỵ'),
    ];
    if word.is_ascii() {
        return if word == "qui" {
            "quy".to_owned()
        } else {
            short_vowel(word, &SAME)
        };
    }
    for (from, to) in MOVED {
        if let Some(start) = word.strip_suffix(from) {
            // In "quý" the u belongs to the consonant and the mark is where it should be.
            return if start == "q" {
                word
            } else {
                format!("{start}{to}")
            };
        }
    }
    if let Some(end) = word.strip_prefix("qu")
        && let Some((_, to)) = SAME.iter().find(|(from, _)| end.chars().eq([*from]))
    {
        return format!("qu{to}");
    }
    short_vowel(word, &SAME)
}

/// "lí" as "lý": after one of these consonants a final i and y sound alike.
fn short_vowel(word: String, same: &[(char, char)]) -> String {
    let mut letters = word.chars();
    if let (Some(first), Some(vowel), None) = (letters.next(), letters.next(), letters.next())
        && matches!(first, 'h' | 'k' | 'l' | 'm' | 's' | 't')
        && let Some((_, to)) = same.iter().find(|(from, _)| *from == vowel)
    {
        return [first, *to].iter().collect();
    }
    word
}

/// The word without its accents: "đường" as "duong".
pub(crate) fn unaccented(word: &str) -> String {
    word.nfd()
        .filter(|character| !is_combining_mark(*character))
        .map(|c| if c == 'đ' { 'd' } else { c })
        .collect()
}

/// Whether no word has an accent, so that the text must be read as typed without them.
pub(crate) fn lacks_accents(words: &[Word]) -> bool {
    words.iter().all(|word| word.text.is_ascii())
}

/// The token of a word in a text without accents.
pub(crate) fn plain_token(word: &str) -> String {
    format!("{UNACCENTED}{word}")
}

/// The word of a [`plain_token`]; `None` for other tokens.
pub(crate) fn plain_of(token: &str) -> Option<&str> {
    token.strip_prefix(UNACCENTED)
}

/// The token of two words; for a text without accents the first is a [`plain_token`].
pub(crate) fn phrase(first: &str, second: &str) -> String {
    format!("{first}{JOINT}{second}")
}

/// Whether a token is one of two words.
pub(crate) fn is_phrase(token: &str) -> bool {
    token.contains(JOINT)
}

/// The known tokens of a text, each once, separated by spaces: what the tokenizer reads. Empty without any.
pub(crate) fn tokens(text: &str, known: &HashSet<Box<str>>) -> String {
    let words = words(text);
    let plain = lacks_accents(&words);
    let mut seen: HashSet<&str> = HashSet::with_capacity(2 * words.len());
    let mut out = String::with_capacity(2 * text.len());
    let mut add = |token: &str| {
        let found = known.get(token);
        if let Some(token) = found
            && seen.insert(token)
        {
            if !out.is_empty() {
                out.push(' ');
            }
            out.push_str(token);
        }
        found.is_some()
    };
    let (mut before, mut here) = (String::new(), String::new());
    for word in &words {
        here.clear();
        if plain {
            here.push(UNACCENTED);
        }
        here.push_str(&word.text);
        if !add(&here) && !plain && word.text.is_ascii() {
            // One word typed without accents among others: "cap lại thẻ căn cước".
            add(&plain_token(&word.text));
        }
        if word.follows {
            before.push(JOINT);
            before.push_str(&word.text);
            add(&before);
        }
        std::mem::swap(&mut before, &mut here);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expect: &str) {
        let found: Vec<String> = words(text)
            .into_iter()
            .map(|word| {
                if word.follows {
                    word.text
                } else {
                    format!("|{}", word.text)
                }
            })
            .collect();
        assert_eq!(found.join(" "), expect, "{text:?}");
    }

    #[test]
    fn words_of_texts() {
        check("", "");
        check(" … ?! ", "");
        check("Cấp lại THẺ căn cước", "|cấp lại thẻ căn cước");
        check("Điều 7, khoản 2. Hồ sơ", "|điều 7 |khoản 2 |hồ sơ");
        check("Nghị định 15/2024/NĐ-CP", "|nghị định 15 2024 nđ cp");
        check("phạt 1.000.000 đồng, 2,5 %", "|phạt 1000000 đồng |2,5");
        check("hoà thuỷ khoẻ quý qúy", "|hòa thủy khỏe quý quý");
        check("hoàn thuyền toàn", "|hoàn thuyền toàn");
        check("kĩ thuật, lí do, qui định", "|kỹ thuật |lý do |quy định");
        check("ca\u{0302}\u{0301}p", "|cấp");
        check("tiêu đề\nnội dung", "|tiêu đề |nội dung");
        check(
            "xem aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa rồi",
            "|xem |rồi",
        );
    }

    #[test]
    fn tokens_that_are_known_once_each() {
        let known: HashSet<Box<str>> = [
            "căn",
            "cước",
            "căn_cước",
            "'can",
            "'cuoc",
            "'can_cuoc",
            "thẻ",
        ]
        .map(Box::from)
        .into();
        let check = |text: &str, expect: &str| assert_eq!(tokens(text, &known), expect, "{text:?}");
        check("Thẻ căn cước, căn cước", "thẻ căn cước căn_cước");
        check("can cuoc", "'can 'cuoc 'can_cuoc");
        check("thẻ can cước", "thẻ 'can cước");
        check("căn, cước", "căn cước");
        check("xyz 123", "");
    }

    #[test]
    fn without_accents() {
        assert_eq!(unaccented("đường"), "duong");
        assert!(lacks_accents(&words("cap lai the")));
        assert!(!lacks_accents(&words("cấp lai the")));
    }
}
