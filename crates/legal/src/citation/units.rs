//! Groups of units in a citation: "các điểm a, b và c", "khoản 1, 2", "từ Điều 5 đến Điều 8".

use super::tokens::{Gap, Tokens};
use crate::{Level, Span};

/// One head word with its labels.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) level: Level,
    /// Label and place; an empty label is "này".
    pub(super) labels: Vec<(String, Span)>,
    /// The first token after the group.
    pub(super) end: usize,
    /// Typed short as "k2" or "Đ7": counts only in company.
    pub(super) short: bool,
}

/// The words that head a unit.
const HEADS: [(&str, Level); 8] = [
    ("điểm", Level::Point),
    ("khoản", Level::Clause),
    ("điều", Level::Article),
    ("tiết", Level::Subpoint),
    ("chương", Level::Chapter),
    ("mục", Level::Section),
    ("phần", Level::Part),
    ("phụ", Level::Annex),
];

/// Syllables before a head word that make another word of it: tài khoản, thời điểm, danh mục.
const BEFORE: [&str; 30] = [
    "tài", "điều", "địa", "thời", "quan", "trọng", "nhược", "ưu", "chi", "giai", "công", "danh",
    "thành", "cổ", "một", "toàn", "đặc", "chuyên", "hạng", "đề", "cao", "học", "thí", "kiểm", "số",
    "những", "bộ", "nhiều", "mấy", "khuyết",
];

/// Words of measure behind a number: "khoản 2 tỷ đồng", "khoản 3 người".
const MEASURES: [&str; 16] = [
    "tỷ", "triệu", "nghìn", "ngàn", "đồng", "usd", "người", "tháng", "phần", "lần", "loại", "bên",
    "chỗ", "cái", "tiền", "kiện",
];

/// The group that begins at a token.
pub(super) fn group(tokens: &Tokens<'_>, start: usize) -> Option<Group> {
    let mut at = start;
    if tokens.is(at, "các") || tokens.is(at, "những") {
        at += 1;
    }
    let ranged = tokens.is(at, "từ");
    if let Some(group) = short(tokens, at) {
        return Some(group);
    }
    let (level, head_end) = head(tokens, at + usize::from(ranged), at == start && !ranged)?;
    let first = tokens.get(start)?.start;
    if tokens.is(head_end, "này") && tokens.gap(head_end) == Gap::Space && !ranged {
        let end = tokens.get(head_end)?.end;
        let own = matches!(
            level,
            Level::Article
                | Level::Clause
                | Level::Point
                | Level::Annex
                | Level::Chapter
                | Level::Section
        );
        return own.then(|| Group {
            level,
            labels: vec![(String::new(), Span::new(first, end))],
            end: head_end + 1,
            short: false,
        });
    }
    // "các khoản từ khoản 9 đến khoản 16", "các điều từ Điều 8 đến Điều 10"
    if tokens.is(head_end, "từ")
        && let Some((inner, _)) = head(tokens, head_end + 1, false)
        && inner == level
    {
        let mut nested = group(tokens, head_end)?;
        if let Some(label) = nested.labels.first_mut() {
            label.1 = Span::new(first, label.1.end as usize);
        }
        return Some(nested);
    }
    let label = label(tokens, head_end, level)?;
    if tokens.gap(head_end) != Gap::Space || measured(tokens, head_end, level) {
        return None;
    }
    let end = tokens.get(head_end)?.end;
    let mut group = Group {
        level,
        labels: vec![(label, Span::new(first, end))],
        end: head_end + 1,
        short: false,
    };
    while group.labels.len() < 100 && (range(tokens, &mut group) || another(tokens, &mut group)) {}
    Some(group)
}

/// "k2", "kh2", "Đ7", "d7", "đ.7".
fn short(tokens: &Tokens<'_>, at: usize) -> Option<Group> {
    let word = tokens.word(at);
    let heads = [
        ("khoản", Level::Clause),
        ("khoan", Level::Clause),
        ("điều", Level::Article),
        ("dieu", Level::Article),
    ];
    let heads = heads.into_iter().chain([
        ("kh", Level::Clause),
        ("k", Level::Clause),
        ("đ", Level::Article),
        ("d", Level::Article),
    ]);
    for (head, level) in heads {
        let Some(rest) = word.strip_prefix(head) else {
            continue;
        };
        let token = tokens.get(at)?;
        if rest.is_empty() && head.len() <= 2 && tokens.followed_by(at, |c| c == '.') {
            let number = tokens
                .get(at + 1)
                .filter(|next| next.start == token.end + 1)?;
            let label = numbered(&number.word, 4)?;
            return Some(Group {
                level,
                labels: vec![(label, Span::new(token.start, number.end))],
                end: at + 2,
                short: true,
            });
        }
        if let Some(label) = numbered(rest, if level == Level::Article { 4 } else { 3 }) {
            return Some(Group {
                level,
                labels: vec![(label, Span::new(token.start, token.end))],
                end: at + 1,
                short: true,
            });
        }
    }
    None
}

/// The level that a head word names, and the token after it.
fn head(tokens: &Tokens<'_>, at: usize, check_before: bool) -> Option<(Level, usize)> {
    if tokens.is(at, "tiểu") && tokens.is(at + 1, "mục") {
        return Some((Level::Subsection, at + 2));
    }
    let (_, level) = HEADS.iter().find(|(word, _)| tokens.is(at, word))?;
    if check_before
        && tokens.gap(at) == Gap::Space
        && let Some(before) = at.checked_sub(1)
        && (tokens.is_any(before, &BEFORE)
            && !(tokens.is(before, "điều") && *level != Level::Clause))
    {
        return None;
    }
    if *level == Level::Annex {
        return tokens.is(at + 1, "lục").then_some((Level::Annex, at + 2));
    }
    Some((*level, at + 1))
}

/// Whether a word of measure makes the number an amount.
fn measured(tokens: &Tokens<'_>, at: usize, level: Level) -> bool {
    let unit = matches!(level, Level::Clause | Level::Article | Level::Point);
    unit && (tokens.followed_by(at, |c| matches!(c, '%' | '‰' | '$'))
        || (tokens.gap(at + 1) == Gap::Space
            && tokens.is_any(at + 1, &MEASURES)
            && !(tokens.is(at + 1, "phần") && tokens.get(at + 1).is_some_and(|t| t.capital))))
}

/// A label for a level at a token.
fn label(tokens: &Tokens<'_>, at: usize, level: Level) -> Option<String> {
    let token = tokens.get(at).filter(|token| token.symbol.is_none())?;
    let word = token.word.as_str();
    match level {
        Level::Article => numbered(word, 4),
        Level::Clause => numbered(word, 3),
        Level::Point | Level::Subpoint => {
            let mut letters = word.chars();
            let letter = letters.next()?;
            let rest = letters.as_str();
            let lettered = (letter.is_ascii_lowercase() || letter == 'đ')
                && (rest.is_empty()
                    || (rest.len() <= 2 && rest.bytes().all(|b| b.is_ascii_digit())));
            // "8 điểm a) Giá trị" gives a score.
            if tokens.followed_by(at, |c| c == ')') && !tokens.is(at + 1, "khoản") {
                return None;
            }
            if lettered && (!tokens.followed_by(at, |c| c == '.') || !glued_number(tokens, at)) {
                return Some(word.to_owned());
            }
            if lettered && level == Level::Subpoint {
                return Some(word.to_owned());
            }
            // "điểm 2.2 khoản 2", "điểm 2 mục I"
            let decimal =
                word.contains('.') && word.split('.').all(|part| numbered(part, 2).is_some());
            let outlined = numbered(word, 2).is_some() && tokens.is(at + 1, "mục");
            (decimal || outlined).then(|| word.to_owned())
        }
        Level::Chapter | Level::Section | Level::Subsection | Level::Part => {
            if level == Level::Part && tokens.is(at, "thứ") {
                return None;
            }
            let roman = token.capital && crate::parse::roman_number(&word.to_uppercase()).is_some();
            let arabic = level != Level::Part && numbered(word, 2).is_some();
            (roman || arabic).then(|| word.to_owned())
        }
        Level::Annex => {
            let roman = crate::parse::roman_number(
                &word.split('.').next().unwrap_or_default().to_uppercase(),
            )
            .is_some();
            let arabic = numbered(word.split('.').next().unwrap_or_default(), 2).is_some();
            let letter = word.chars().count() == 1 && token.capital;
            ((roman && token.capital) || arabic || letter).then(|| word.to_owned())
        }
    }
}

fn glued_number(tokens: &Tokens<'_>, at: usize) -> bool {
    let after = tokens.get(at).map_or(0, |token| token.end + 1);
    tokens
        .text
        .get(after..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// "5", "5a": the number without leading zeros.
fn numbered(word: &str, most: usize) -> Option<String> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if digits == 0 || digits > most {
        return None;
    }
    let suffix = &word[digits..];
    let fits =
        suffix.chars().count() <= 2 && suffix.chars().all(|c| c.is_ascii_lowercase() || c == 'đ');
    let number: u32 = word[..digits].parse().ok()?;
    (fits && number > 0).then(|| format!("{number}{suffix}"))
}

/// A coordinating word or comma at a token: the token after it.
pub(super) fn coordination(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let gap = tokens.gap(at);
    if gap == Gap::Stop {
        return None;
    }
    if tokens.is_any(at, &["và", "hoặc", "hay"]) {
        return (tokens.gap(at + 1) == Gap::Space).then_some(at + 1);
    }
    matches!(gap, Gap::Comma | Gap::Semicolon).then_some(at)
}

/// Adds one more label of the same level: ", b", " và c", ", khoản 3" is left to the next group.
fn another(tokens: &Tokens<'_>, group: &mut Group) -> bool {
    let Some(next) = coordination(tokens, group.end) else {
        return false;
    };
    if tokens.gap(group.end) == Gap::Semicolon {
        return false;
    }
    let Some(found) = label(tokens, next, group.level) else {
        return false;
    };
    let Some(token) = tokens.get(next) else {
        return false;
    };
    let lettered = matches!(group.level, Level::Point | Level::Subpoint);
    // A capital letter or a number with a measure behind it is no further label.
    if (lettered && token.capital) || measured(tokens, next, group.level) {
        return false;
    }
    group
        .labels
        .push((found, Span::new(token.start, token.end)));
    group.end = next + 1;
    true
}

/// "Điều 5 đến Điều 8", "khoản 1 đến khoản 4": all between are meant.
fn range(tokens: &Tokens<'_>, group: &mut Group) -> bool {
    if !tokens.is(group.end, "đến") || tokens.gap(group.end) != Gap::Space {
        return false;
    }
    let mut at = group.end + 1;
    if tokens.is(at, "hết") {
        at += 1;
    }
    let Some((level, after)) = head(tokens, at, false) else {
        return false;
    };
    let last = label(tokens, after, level).filter(|_| level == group.level);
    let (Some(last), Some(token)) = (last, tokens.get(after)) else {
        return false;
    };
    let Some((first, _)) = group.labels.last() else {
        return false;
    };
    let between: Vec<String> = match (first.parse::<u32>(), last.parse::<u32>()) {
        (Ok(first), Ok(last)) if first < last && last - first <= 80 => {
            (first + 1..=last).map(|n| n.to_string()).collect()
        }
        _ => letters_between(first, &last),
    };
    if between.is_empty() {
        return false;
    }
    let span = Span::new(token.start, token.end);
    group
        .labels
        .extend(between.into_iter().map(|label| (label, span)));
    group.end = after + 1;
    true
}

fn letters_between(first: &str, last: &str) -> Vec<String> {
    let letters: Vec<String> = crate::parse::LETTERS.chars().map(String::from).collect();
    let place = |label: &str| letters.iter().position(|letter| letter == label);
    match (place(first), place(last)) {
        (Some(first), Some(last)) if first < last => letters[first + 1..=last].to_vec(),
        _ => vec![last.to_owned()],
    }
}
