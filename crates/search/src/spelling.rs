//! Slips of the finger: "hộ tcịh" for "hộ tịch".
//!
//! A syllable is read as another only where no text has it beside its neighbours, hardly any text has it at all,
//! and texts have the other one beside the same neighbours. What is not sure stays as it was typed.

use std::ops::Range;

use index::Generation;

use crate::{Error, Wordings};

/// Shorter ones are abbreviations as often as slips.
const SHORTEST: usize = 3;
/// No syllable with a slip is longer than "nghiêngg"; what is, would only cost time.
const LONGEST: usize = 8;
/// A syllable that more than one passage in so many has is no slip.
const RARE: u32 = 50_000;
/// So many passages must have the other syllable beside the same neighbours.
const SURE: u32 = 3;
/// Slips in one query that are mended: more, and it is another language.
const MOST: usize = 3;

/// Words of everyday speech that a small library may never use, and that are no slips for that.
const EVERYDAY: [&str; 48] = [
    "anh", "bao", "biết", "bác", "bạn", "bảo", "cháu", "chú", "chưa", "chị", "chồng", "cái",
    "giúp", "hôm", "hồi", "hỏi", "kia", "làm", "luôn", "mai", "muốn", "mình", "mấy", "nghìn",
    "ngàn", "nha", "nhé", "nhỉ", "nhờ", "nào", "nên", "nếu", "rồi", "sao", "tháng", "thì", "thôi",
    "thế", "triệu", "tuần", "tôi", "vâng", "vậy", "xin", "xong", "đang", "đâu", "đấy",
];

/// A query with its slips mended; `None` if none was found.
pub(crate) fn meant(
    generation: &Generation,
    wordings: &Wordings,
    text: &str,
) -> Result<Option<String>, Error> {
    let mut words = legal::syllables(text);
    let accented = words.iter().any(|(_, word)| legal::has_accents(word));
    let form = |word: &str| form(word, accented);
    let typed: Vec<String> = words.iter().map(|(_, word)| word.clone()).collect();
    let frequencies = generation.frequencies(&typed, !accented)?;
    let without: Vec<String> = typed.iter().map(|word| legal::unaccent(word)).collect();
    let without = generation.frequencies(&without, true)?;
    let rare = generation.passages() as u32 / RARE;
    let suspects: Vec<usize> = (0..words.len())
        .filter(|at| {
            let (range, word) = &words[*at];
            // What was typed without its accents may be right without them.
            let frequency = match legal::has_accents(word) {
                true => frequencies[*at],
                false => frequencies[*at].max(without[*at]),
            };
            frequency <= rare
                && is_word(word, &text[range.clone()], text, *at)
                && !EVERYDAY.iter().any(|known| form(known) == form(word))
                && !wordings.knows(word)
        })
        .collect();
    if suspects.is_empty() || suspects.len() > MOST {
        return Ok(None);
    }
    let mut mended = Vec::new();
    for at in suspects {
        if let Some(other) = instead(generation, &words, at, accented)? {
            words[at].1 = other;
            mended.push(at);
        }
    }
    if mended.is_empty() {
        return Ok(None);
    }
    let mut out = text.to_owned();
    for at in mended.into_iter().rev() {
        let (range, word) = &words[at];
        out.replace_range(range.clone(), &cased(word, &text[range.clone()]));
    }
    Ok(Some(out))
}

/// As the fields of the index hold it in which the query is searched.
fn form(word: &str, accented: bool) -> String {
    match accented {
        true => word.to_owned(),
        false => legal::unaccent(word),
    }
}

/// A word in capitals where the typed one is.
fn cased(word: &str, typed: &str) -> String {
    let mut letters = word.chars();
    let capitals = typed.chars().filter(|c| c.is_uppercase()).count();
    match (capitals, letters.next()) {
        (0, _) | (_, None) => word.to_owned(),
        (1, Some(first)) => first.to_uppercase().chain(letters).collect(),
        _ => word.to_uppercase(),
    }
}

/// Letters only, enough of them, and neither a name nor an abbreviation: the first word of a text may have a capital.
fn is_word(word: &str, typed: &str, text: &str, at: usize) -> bool {
    let mut letters = text.chars().filter(|c| c.is_alphabetic());
    let is_shouted = letters.all(char::is_uppercase);
    let capitals = typed.chars().filter(|c| c.is_uppercase()).count();
    (SHORTEST..=LONGEST).contains(&word.chars().count())
        && word.chars().all(char::is_alphabetic)
        && (capitals <= usize::from(at == 0) || is_shouted)
}

/// The syllable that a suspect must have been meant for.
fn instead(
    generation: &Generation,
    words: &[(Range<usize>, String)],
    at: usize,
    accented: bool,
) -> Result<Option<String>, Error> {
    let form = |word: &str| form(word, accented);
    let before = at.checked_sub(1).map(|at| form(&words[at].1));
    let after = words.get(at + 1).map(|(_, word)| form(word));
    let beside = |word: &str| -> Result<[u32; 2], Error> {
        let pairs = [
            before.as_ref().map(|before| format!("{before} {word}")),
            after.as_ref().map(|after| format!("{word} {after}")),
        ];
        let mut counts = [0; 2];
        for (count, pair) in counts.iter_mut().zip(pairs) {
            if let Some(pair) = pair {
                *count = generation.pair_frequency(&pair, !accented)?;
            }
        }
        Ok(counts)
    };
    if beside(&form(&words[at].1))? != [0, 0] {
        return Ok(None);
    }
    let sides = usize::from(before.is_some()) + usize::from(after.is_some());
    if sides == 0 {
        return Ok(None);
    }
    let mut best: Option<(f32, String)> = None;
    for other in generation.similar(&form(&words[at].1), !accented)? {
        let Some(wanted) = sides_wanted(&form(&words[at].1), &other, sides) else {
            continue;
        };
        let counts = beside(&other)?;
        if counts.iter().filter(|count| **count >= SURE).count() < wanted {
            continue;
        }
        let fit: f32 = counts.iter().map(|count| (*count as f32).ln_1p()).sum();
        if best.as_ref().is_none_or(|(known, _)| fit > *known) {
            best = Some((fit, other));
        }
    }
    Ok(best.map(|(_, other)| other))
}

/// On how many sides the neighbours must speak for another syllable, of so many that there are; `None`: it is none that
/// one slip makes.
fn sides_wanted(typed: &str, other: &str, sides: usize) -> Option<usize> {
    match strsim::osa_distance(typed, other) {
        0 | 1 => Some(1),
        // The marks may have gone with the letters: "tìa" for "tài".
        _ if strsim::osa_distance(&legal::unaccent(typed), &legal::unaccent(other)) <= 1 => {
            Some(sides)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_slip_makes() {
        for (typed, other, expect) in [
            ("tịhc", "tịch", Some(1)),
            ("tich", "tịch", Some(1)),
            ("tìa", "tài", Some(2)),
            ("dna", "dân", Some(2)),
            ("tìa", "tìm", Some(1)),
            ("đat", "đất", Some(1)),
            ("tìa", "tâm", None),
        ] {
            assert_eq!(sides_wanted(typed, other, 2), expect, "{typed} {other}");
        }
    }

    #[test]
    fn names_and_abbreviations_are_no_words() {
        for (word, text, at, expect) in [
            ("tịhc", "hộ tịhc", 1, true),
            ("Hộj", "Hộj tịch", 0, true),
            ("Nhỉ", "người Hà Nhỉ", 2, false),
            ("GPLX", "đổi GPLX", 1, false),
            ("TỊHC", "HỘ TỊHC", 1, true),
            ("ko", "ko có", 0, false),
            ("nđ15", "nđ15", 0, false),
            ("aaaaaaaaaaaa", "aaaaaaaaaaaa", 0, false),
        ] {
            let lower = word.to_lowercase();
            assert_eq!(is_word(&lower, word, text, at), expect, "{word}");
        }
        assert_eq!(cased("tịch", "Tịhc"), "Tịch");
        assert_eq!(cased("tịch", "TỊHC"), "TỊCH");
    }
}
