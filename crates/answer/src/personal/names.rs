//! Names of persons, and what says who they are: a date of birth, an address.

mod places;
mod words;

use super::tokens::{Kind, Text, Token};
use super::{Personal, PersonalKind, add, is_free};
use words::{GIVEN, MIDDLES, NAMING, PLACES, PLAIN_SURNAMES, SURNAMES, TITLES};

/// Words that introduce a person.
const PERSONS: [&str; 13] = [
    "ông", "bà", "anh", "chị", "em", "cô", "chú", "bác", "cháu", "cụ", "cậu", "dì", "bé",
];
/// What announces a day or year of birth.
const BIRTHS: [&str; 10] = [
    "sinh ngày",
    "sinh năm",
    "sinh tháng",
    "ngày sinh",
    "năm sinh",
    "ngày tháng năm sinh",
    "sn",
    "sinh",
    "ns",
    "sinh vào",
];
/// Longest name in words.
const LONGEST: usize = 6;

pub(super) fn find(text: &Text, found: &mut Vec<Personal>) {
    let mut named = persons(text, found);
    let mut births = births(text);
    let mut addresses = places::addresses(text);
    let others = found.iter().any(|one| one.kind != PersonalKind::Plate);
    let context = !births.is_empty() || !addresses.is_empty() || others;
    let places = addresses.clone();
    let strong = !births.is_empty() || others;
    let mut about = |found: &mut Vec<Personal>| {
        for range in std::mem::take(&mut births) {
            add(found, PersonalKind::Birth, range);
        }
        for range in std::mem::take(&mut addresses) {
            add(found, PersonalKind::Address, range);
        }
    };
    if named || others {
        about(found);
    }
    // "ông Hùng" and a name without a word before it are somebody once there is something about them.
    if context {
        named |= weak(text, found, &places, strong);
    }
    if named {
        about(found);
    }
}

/// How sure it is that a person is meant where a name could begin.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sure {
    /// A word for a person stands before it.
    Introduced,
    /// A word stands before it that is one for a person only with its accents: "co" is "cô", and more often "có".
    Doubtful,
    /// Nothing stands before it.
    No,
}

/// Full names after a word that introduces a person; whether there are any.
fn persons(text: &Text, found: &mut Vec<Personal>) -> bool {
    let mut any = false;
    for at in 0..text.tokens.len() {
        if !is_free(found, &text.tokens[at].range) {
            continue;
        }
        if let Some(end) = plain(text, at) {
            let range = text.tokens[at].range.start..text.tokens[end - 1].range.end;
            any |= add(found, PersonalKind::Name, range);
            continue;
        }
        let Some((from, sure)) = introduced(text, at) else {
            continue;
        };
        if let Some(end) = full(text, from, sure) {
            let range = text.tokens[from].range.start..text.tokens[end - 1].range.end;
            any |= add(found, PersonalKind::Name, range);
        }
    }
    any
}

/// The end of a full name that nothing introduces, and that is nothing but a name: "Trần Thị Hoa", "Lê Minh Hùng",
/// and of those typed without capitals only what has "văn" or "thị" in it.
fn plain(text: &Text, from: usize) -> Option<usize> {
    let (first, next, last) = (text.get(from)?, text.get(from + 1)?, text.get(from + 2)?);
    let before = |n: usize| from.checked_sub(n).map(|at| &text.tokens[at]);
    // "đường Nguyễn Văn Linh", "đường số 3 Lê Văn Sỹ", "Trường THPT Nguyễn Thị Minh Khai", "phường Sài Gòn".
    let placed = [1, 2]
        .iter()
        .filter_map(|n| before(*n))
        .any(|word| text.is_one_of(word, &PLACES));
    let goes_on = before(1)
        .is_some_and(|word| word.is_word() && word.capital && from > 1 && !text.shouted)
        && !before(1).is_some_and(|word| text.is_one_of(word, &PERSONS));
    if placed || goes_on || text.starts(from, "hồ chí minh") {
        return None;
    }
    let marked = text.is_one_of(next, &["văn", "thị"]);
    if first.capital && !text.shouted {
        let end = capitals(text, from, false)?;
        let known = text.is_one_of(next, &MIDDLES) || text.is_one_of(next, &GIVEN);
        let given = text.is_one_of(&text.tokens[end - 1], &GIVEN);
        return (end - from >= 3 && (marked || (known && given))).then_some(end);
    }
    let surnames = if text.accented {
        &PLAIN_SURNAMES[..]
    } else {
        &PLAIN_SURNAMES[..2]
    };
    let sure = text.is_one_of(first, surnames);
    let given = text.is_one_of(last, &GIVEN);
    (sure && marked && given)
        .then(|| full(text, from, Sure::No))
        .flatten()
}

/// Where a name would begin after the introduction at `at`.
fn introduced(text: &Text, at: usize) -> Option<(usize, Sure)> {
    const DOUBTFUL: [&str; 13] = [
        "co", "chu", "bac", "em", "di", "be", "cu", "cau", "chi", "minh", "ma", "con", "thay",
    ];
    let token = &text.tokens[at];
    // "Người đại diện: …", as forms have it.
    let mut from = at + 1;
    let mut sure = Sure::Introduced;
    if !token.is_sign(':') {
        let naming = text.phrase(at, &NAMING);
        let person = text.is_one_of(token, &PERSONS).then_some(1);
        let written = text
            .get(at + 1)
            .is_some_and(|next| next.capital && !text.shouted);
        let long = naming.is_some_and(|words| words > 1);
        if !long && !text.accented && !written && DOUBTFUL.contains(&token.bare.as_str()) {
            sure = Sure::Doubtful;
        }
        from = at + naming.max(person)?;
    }
    while text.get(from).is_some_and(|token| {
        token.is_sign(':')
            || token.is_sign('"')
            || token.is_sign('“')
            || text.is_one_of(token, &["là", "tên"])
    }) {
        from += 1;
    }
    text.get(from).map(|_| (from, sure))
}

/// The end of a full name that begins at `from`: a surname and more.
fn full(text: &Text, from: usize, sure: Sure) -> Option<usize> {
    let first = text.get(from).filter(|token| token.is_word())?;
    let introduced = sure == Sure::Introduced;
    if first.capital && !text.shouted {
        return capitals(text, from, introduced);
    }
    let next = text.get(from + 1)?;
    // "văn" and "thị" are hardly ever anything else between two words.
    let marked = text.is_one_of(next, &["văn", "thị"]);
    let is_surname = if text.accented || introduced {
        text.is_one_of(first, &SURNAMES)
            // A surname that is in no list, with a name after it that is.
            || (introduced && text.accented && marked && !is_stop(text, first)
                && text.get(from + 2).is_some_and(|token| text.is_one_of(token, &GIVEN)))
    } else {
        text.is_one_of(first, &PLAIN_SURNAMES)
            || (sure == Sure::Doubtful
                && marked
                && text.is_one_of(first, &SURNAMES)
                && first.bare != "phi")
    };
    if !is_surname {
        return None;
    }
    let (mut end, mut named) = (from + 1, 1);
    while end < from + LONGEST - 1 {
        let Some(token) = text.get(end).filter(|token| token.is_word()) else {
            break;
        };
        let is_middle = text.is_one_of(token, &MIDDLES);
        let known = is_middle || text.is_one_of(token, &GIVEN) || text.is_one_of(token, &SURNAMES);
        if is_letter_name(token, end, from) {
            return None;
        }
        // After a middle name comes a name, known or not.
        let led = introduced && end > from + 1 && named <= 3 && !is_stop(text, token);
        if !known && !led {
            break;
        }
        named += 1;
        end += 1;
        if !known {
            break;
        }
    }
    // "bà mai táng", "anh lý lịch": one more word is too little unless it is a name's; without accents two are.
    let words = end - from;
    let enough = if text.accented {
        words >= 2
    } else {
        words >= 3
    };
    (enough && !(words == 2 && marked)).then_some(end)
}

/// A single letter at the end of a name stands for nobody.
fn is_letter_name(token: &Token, at: usize, from: usize) -> bool {
    at > from && token.is_letter() && !matches!(token.bare.as_str(), "y" | "o")
}

fn is_stop(text: &Text, token: &Token) -> bool {
    text.is_one_of(
        token,
        &[
            "có",
            "được",
            "thì",
            "là",
            "và",
            "của",
            "xin",
            "muốn",
            "phải",
            "đã",
            "đang",
            "sẽ",
            "ở",
            "cấp",
            "cho",
            "bị",
            "mang",
            "gọi",
            "hỏi",
            "đăng",
            "nộp",
            "làm",
            "đi",
            "bán",
            "mua",
            "thuê",
            "xây",
            "nhờ",
            "cccd",
            "cmnd",
            "sđt",
            "số",
            "địa",
            "trú",
            "thường",
            "mất",
            "chết",
            "nay",
            "hiện",
            "không",
            "với",
            "tại",
            "tuổi",
            "mà",
            "nếu",
            "khi",
            "để",
            "cần",
            "ký",
            "nhận",
            "đứng",
            "vay",
            "chuyển",
            "kết",
            "tách",
            "thế",
            "khai",
            "kiện",
            "khiếu",
            "yêu",
            "đề",
            "nghị",
            "điện",
            "ngụ",
            "thẻ",
            "hồ",
            "bao",
            "trong",
            "từ",
            "theo",
            "về",
            "sn",
        ],
    )
}

/// A run of words with capitals that is a name: with a surname first, or, where a person was introduced, any two.
fn capitals(text: &Text, from: usize, introduced: bool) -> Option<usize> {
    let mut end = from;
    while end < from + LONGEST
        && text
            .get(end)
            .is_some_and(|token| token.is_word() && token.capital)
        && (end == from || text.tokens[end - 1].range.end < text.tokens[end].range.start)
    {
        end += 1;
    }
    let words = &text.tokens[from..end];
    let (first, last) = (words.first()?, words.last()?);
    if words.len() < 2
        || (last.is_letter() && last.lower != "ý")
        || words.iter().all(Token::is_letter)
    {
        return None;
    }
    let surname = text.is_one_of(first, &SURNAMES)
        || SURNAMES
            .iter()
            .any(|name| legal::unaccent(name) == first.bare && first.lower == first.bare);
    let titled = text.is_one_of(first, &TITLES) && !(surname && introduced && words.len() >= 3);
    (surname || (introduced && !titled))
        .then_some(end)
        .filter(|_| surname || !titled)
}

/// Names that are somebody only because something else about them was found; whether there are any.
fn weak(
    text: &Text,
    found: &mut Vec<Personal>,
    places: &[std::ops::Range<usize>],
    strong: bool,
) -> bool {
    let (mut at, mut any) = (0, false);
    while at < text.tokens.len() {
        let token = &text.tokens[at];
        // "trú ở Hà Nội": a place is nobody's name.
        let apart = |place: &std::ops::Range<usize>| {
            place.end <= token.range.start || token.range.end <= place.start
        };
        let free = is_free(found, &token.range) && places.iter().all(apart);
        let before = at.checked_sub(1).map(|n| &text.tokens[n]);
        let placed = before.is_some_and(|word| text.is_one_of(word, &PLACES));
        if free
            && !placed
            && !before.is_some_and(|word| word.capital && word.is_word())
            && let Some(end) = full(text, at, Sure::No)
            && (token.capital || born(text, end) || strong && end - at >= 3)
        {
            let range = token.range.start..text.tokens[end - 1].range.end;
            any |= add(found, PersonalKind::Name, range);
            at = end;
            continue;
        }
        // "ông Hùng", "chị Lan".
        if free
            && text.is_one_of(token, &PERSONS)
            && let Some(next) = text.get(at + 1)
            && next.capital
            && next.is_word()
            && !next.is_letter()
            && !text.shouted
            && !text.is_one_of(next, &TITLES)
        {
            any |= add(found, PersonalKind::Name, next.range.clone());
        }
        at += 1;
    }
    any
}

/// Whether a birth or a number of a person is announced right after a name.
fn born(text: &Text, end: usize) -> bool {
    let skip = text
        .get(end)
        .is_some_and(|token| matches!(token.kind, Kind::Sign(',' | '(' | '-' | ';')));
    let at = end + usize::from(skip);
    text.phrase(at, &BIRTHS).is_some()
        || text
            .phrase(
                at,
                &[
                    "cccd",
                    "cmnd",
                    "căn cước",
                    "số cccd",
                    "số cmnd",
                    "sđt",
                    "số điện thoại",
                    "mst",
                ],
            )
            .is_some()
}

/// Days and years of birth: the digits after words that announce them.
fn births(text: &Text) -> Vec<std::ops::Range<usize>> {
    let mut births: Vec<std::ops::Range<usize>> = Vec::new();
    for at in 0..text.tokens.len() {
        let Some(words) = text.phrase(at, &BIRTHS) else {
            continue;
        };
        let from = at + words;
        let mut end = from;
        let mut first = None;
        let mut last = None;
        while let Some(token) = text.get(end).filter(|_| end < from + 12) {
            let joins = matches!(token.kind, Kind::Sign('/' | '-' | '.' | ':' | '–'))
                || text.is_one_of(
                    token,
                    &["ngày", "tháng", "năm", "mồng", "mùng", "vào", "là", "sinh"],
                );
            if token.is_digits() && token.lower.len() <= 4 {
                first.get_or_insert(end);
                last = Some(end);
            } else if !joins {
                break;
            }
            end += 1;
        }
        let (Some(first), Some(last)) = (first, last) else {
            continue;
        };
        let digits = || {
            text.tokens[first..=last]
                .iter()
                .filter(|token| token.is_digits())
        };
        let year = digits().any(|token| {
            token.lower.len() == 4
                && (token.lower.starts_with("19") || token.lower.starts_with("20"))
        });
        let range = text.tokens[first].range.start..text.tokens[last].range.end;
        let apart = births.last().is_none_or(|before| before.end <= range.start);
        if (year || digits().count() >= 3) && apart {
            births.push(range);
        }
    }
    births
}
