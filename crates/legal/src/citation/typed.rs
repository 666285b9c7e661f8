//! What people type for a reference, written as the law writes it: "nđ145", "d7k2", "15-2021-nd-cp", "điều 5-7".
//!
//! Only for what was typed: running text is read as it stands. Each rule is one habit; a text that none fits stays.

use std::{borrow::Cow, sync::LazyLock};

use regex::{Captures, Regex};

use super::labels::ordinal;
use crate::{Symbol, body_of, unaccent};

/// What stands before a reference in a question, and behind it (compared without accents).
static FRAME: LazyLock<[Regex; 2]> = LazyLock::new(|| {
    [
        Regex::new(
            r"^\W*(?:(?:cho (?:toi |minh |em )?(?:xem|hoi|biet)|tra cuu|tim kiem|tim|mo|doc|noi dung|toan van|trich dan|trich|theo|tai|xem|so|file|van ban so)[\s:]+)+",
        ),
        Regex::new(
            r"(?:[\s,]+(?:(?:co )?(?:quy dinh|noi|ghi|viet)(?: ve)? (?:gi|nhung gi|the nao|nhu the nao|ra sao)|(?:nhu )?the nao|thi sao|la gi|ra sao|pdf|docx?|word|toan van|moi nhat|moi|hien hanh|con hieu luc(?: khong)?))+\W*$",
        ),
    ]
    .map(|rule| rule.expect("a test reads every rule"))
});

type Change = fn(&Captures<'_>) -> Option<String>;

/// Habits of writing numbers, which are sure enough in a question too.
static NUMBERS: LazyLock<Vec<(Regex, Change)>> = LazyLock::new(|| {
    let rules: [(&str, Change); 13] = [
        // Two words in one.
        (
            r"\b(nghi)(dinh|quyet)|\b(thong)(tu)|\b(quyet)(dinh)|\b(bo)(luat)|\b(chi)(thi)",
            |found| {
                let mut words = found.iter().skip(1).flatten();
                Some(format!(
                    "{} {}",
                    words.next()?.as_str(),
                    words.next()?.as_str()
                ))
            },
        ),
        // Digits as a picture or a hand misreads them.
        (r"(\d)[oO](\d)", |found| {
            Some(format!("{}0{}", &found[1], &found[2]))
        }),
        (r"(\d)[oO](/)", |found| {
            Some(format!("{}0{}", &found[1], &found[2]))
        }),
        (r"(\d)[lI]([\d/])", |found| {
            Some(format!("{}1{}", &found[1], &found[2]))
        }),
        (r"(^|\s)[lI](\d{0,4}/\d)", |found| {
            Some(format!("{}1{}", &found[1], &found[2]))
        }),
        (r"\b(QH)[lI](\d)\b", |found| {
            Some(format!("{}1{}", &found[1], &found[2]))
        }),
        // "nđ-cp số 15/2021", then "nđ145", "TT: 01", "nghị định15".
        (
            r"\b(n[đd])[\s-]?cp[\s:.-]*(?:số|so)?[\s:.]*(\d)",
            |found| Some(format!("{} {}", &found[1], &found[2])),
        ),
        (
            r"\b(nghị định|nghi dinh|thông tư liên tịch|thong tu lien tich|thông tư|thong tu|quyết định|quyet dinh|nghị quyết|nghi quyet|chỉ thị|chi thi|n[đd]|ttlt|tt|q[đd]|nq|ct|vbhn)[.:-]?(?:số|so)?(\d)",
            |found| Some(format!("{} {}", &found[1], &found[2])),
        ),
        // "15-2021-nd-cp", "15/2021 NĐ-CP", "15/2021/NĐCP", "15/21/NĐ-CP", "45 2013 qh13".
        (
            r"(^|[\s(:])(\d{1,5}[a-z]?)\s*[/._\s-]\s*((?:19|20)?\d\d)\s*[/._\s-]?\s*(n[đd]|ttlt|tt|q[đd]|nq|ct|pl)[/._\s-]?([a-zđ]{2,13}(?:[-_][a-zđ]{2,13})*\d{0,2})\b",
            |found| {
                let letters = format!("{}-{}", &found[4], found[5].replace('_', "-"));
                symbol(&found[1], &found[2], &found[3], &letters)
            },
        ),
        (
            r"(^|[\s(:])(\d{1,5}[a-z]?)\s*[/._\s-]\s*((?:19|20)?\d\d)\s*[/._\s-]?\s*((?:ubtv)?qh)\s?(\d\d?)\b",
            |found| {
                let letters = format!("{}{}", &found[4], &found[5]);
                symbol(&found[1], &found[2], &found[3], &letters)
            },
        ),
        // "thông tư 12/TT-BTC", "15/NĐ-CP": the year was left out.
        (
            r"(^|\s)(?:(?:nghị định|nghi dinh|thông tư|thong tu|n[đd]|tt) (?:số |so )?)?(\d{1,5})/(n[đd]|tt)-([a-zđ]{2,13})\b",
            |found| {
                is_body(&found[4])
                    .then(|| format!("{}{} {} của {}", &found[1], &found[3], &found[2], &found[4]))
            },
        ),
        // "tt 01/2021 bxd", "thông tư 01/2021/bxd", "nđ 15/2021/CP".
        (
            r"\b(nghị định|nghi dinh|thông tư|thong tu|quyết định|quyet dinh|n[đd]|tt|q[đd]) ((?:số |so )?\d{1,5}(?:/\d{4})?)\s*[/\s-]\s*([a-zđ]{2,13})\b",
            |found| {
                is_body(&found[3]).then(|| format!("{} {} của {}", &found[1], &found[2], &found[3]))
            },
        ),
        // "nđ 15/21", "nđ 145-2020".
        (
            r"\b(nghị định|nghi dinh|thông tư|thong tu|quyết định|quyet dinh|nghị quyết|nghi quyet|luật|luat|n[đd]|tt|ttlt|q[đd]|nq|vbhn) ((?:số |so )?\d{1,5})\s?[/._-]\s?((?:19|20)?\d\d)([^\d/]|$)",
            |found| {
                Some(format!(
                    "{} {}/{}{}",
                    &found[1],
                    &found[2],
                    year(&found[3]),
                    &found[4]
                ))
            },
        ),
    ];
    ready(rules)
});

/// Habits of writing units and names, which say something only where the whole text is a reference.
static UNITS: LazyLock<Vec<(Regex, Change)>> = LazyLock::new(|| {
    let rules: [(&str, Change); 17] = [
        (r"^\W*(\d{1,5}[/-](?:19|20)\d\d)\W*$", |found| {
            Some(format!("văn bản {}", found[1].replace('-', "/")))
        }),
        (r"\(((?:19|20)\d\d)\)", |found| {
            Some(format!(" {} ", &found[1]))
        }),
        (
            r"\s(?:hiện hành|hien hanh|mới nhất|moi nhat)\b",
            |_| Some(String::new()),
        ),
        (r"\bl[đd][đd]\b", |_| Some("luật đất đai".to_owned())),
        (r"\bhp ((?:19|20)\d\d)\b", |found| {
            Some(format!("hiến pháp {}", &found[1]))
        }),
        // "BLHS 15", "luật đất đai 13".
        (r"\b((?:luật|luat|bl)[^\d]*?)\s(\d\d)\s*$", |found| {
            let unit = [
                "điều", "dieu", "khoản", "khoan", "chương", "chuong", "mục", "muc", "số", "so",
                "đ", "k",
            ];
            let last = found[1].split_whitespace().last()?.to_lowercase();
            (!unit.contains(&last.as_str())).then(|| format!("{} {}", &found[1], year(&found[2])))
        }),
        // "điều thứ bảy", "khoản hai".
        (
            r"\b(điều|dieu|khoản|khoan)\s(?:thứ |thu )(\d)",
            |found| Some(format!("{} {}", &found[1], &found[2])),
        ),
        (
            r"\b(điều|khoản)\s(?:thứ )?(nhất|một|hai|ba|bốn|tư|năm|sáu|bảy|bẩy|tám|chín|mười)\b",
            |found| {
                let number = match found[2].to_lowercase().as_str() {
                    "một" => 1,
                    "bốn" => 4,
                    "bẩy" => 7,
                    word => ordinal(word)?,
                };
                Some(format!("{} {number}", &found[1]))
            },
        ),
        // "đa k2", "đ.a khoản 2".
        (
            r"\b(?:đ|điểm|diem)\.?\s?([a-eg-vxyđ])\b[\s,.]*(khoản|khoan|k)",
            |found| Some(format!("điểm {} {}", &found[1], &found[2])),
        ),
        // "k1-3 đ5", "đ5-7", "k1,2 đ5".
        (
            r"\b(k|đ|d)h?\.?\s?(\d{1,4})\s?[-–—]\s?(\d{1,4})\b",
            |found| {
                Some(format!(
                    "từ {} {} đến {}",
                    head(&found[1]),
                    &found[2],
                    &found[3]
                ))
            },
        ),
        (
            r"\b(k|đ|d)h?\.?\s?(\d{1,4}(?:\s?(?:,|và|va)\s?\d{1,3})+)\b",
            |found| {
                Some(format!(
                    "{} {}",
                    head(&found[1]),
                    found[2].replace(',', ", ")
                ))
            },
        ),
        // "d7k2", "K2-Đ7", "k 2 đ 7".
        (
            r"\b[đd]\.?\s?(\d{1,4})[\s/.,-]*kh?\.?\s?(\d{1,3})\b",
            |found| Some(format!("điều {} khoản {}", &found[1], &found[2])),
        ),
        (
            r"\bkh?\.?\s?(\d{1,3})[\s/.,-]*[đd]\.?\s?(\d{1,4})\b",
            |found| Some(format!("khoản {} điều {}", &found[1], &found[2])),
        ),
        // "điều 7.2", "điều 7(2)".
        (
            r"\b(?:điều|dieu|đ|d)\.?\s?(\d{1,4})\s?[.(](\d{1,2})\b\)?",
            |found| Some(format!("điều {} khoản {}", &found[1], &found[2])),
        ),
        // "điều 5-7", "điều 5 đến 7", "điều 5 – điều 7".
        (
            r"\b(?:từ |tu )?(điều|dieu|khoản|khoan|điểm|diem)\s(\d{1,4}|[a-zđ])\s?(?:-|–|—|đến|den|tới|toi)\s?(?:(điều|dieu|khoản|khoan|điểm|diem)\s)?(\d{1,4}|[a-zđ])\b",
            |found| {
                // "khoản 2 - điều 7" is one place.
                let same = found
                    .get(3)
                    .is_none_or(|again| again.as_str().to_lowercase() == found[1].to_lowercase());
                same.then(|| format!("từ {0} {1} đến {0} {2}", &found[1], &found[2], &found[4]))
            },
        ),
        // "điều 7/khoản 2", "khoản 2 - điều 7 -", "(khoản 2)".
        (
            r"\b((?:điều|dieu|khoản|khoan|điểm|diem)\s[0-9a-zđ]{1,4})\s*[/()–-]+",
            |found| Some(format!("{} ", &found[1])),
        ),
        (
            r"\(\s*((?:điều|dieu|khoản|khoan|điểm|diem)\s)",
            |found| Some(found[1].to_owned()),
        ),
    ];
    ready(rules)
});

fn ready<const N: usize>(rules: [(&str, Change); N]) -> Vec<(Regex, Change)> {
    let read = |rule: &str| Regex::new(&format!("(?i){rule}")).expect("a test reads every rule");
    rules.map(|(rule, change)| (read(rule), change)).into()
}

fn apply(rules: &[(Regex, Change)], text: &str) -> String {
    rules.iter().fold(text.to_owned(), |text, (rule, change)| {
        let changed = rule.replace_all(&text, |found: &Captures<'_>| {
            change(found).unwrap_or_else(|| found[0].to_owned())
        });
        match changed {
            Cow::Borrowed(_) => text,
            Cow::Owned(changed) => changed,
        }
    })
}

/// The text with the numbers of documents as the law writes them.
pub(super) fn numbers_mended(text: &str) -> String {
    apply(&NUMBERS, text)
}

/// The text with numbers and units as the law writes them.
pub(super) fn mended(text: &str) -> String {
    apply(&UNITS, &numbers_mended(text))
}

/// A question without the words around its reference: "điều 7 luật đất đai" of "xem điều 7 luật đất đai quy định gì?".
pub(super) fn unframed(text: &str) -> &str {
    // Letter for letter, so that places in one are places in the other.
    let bare = unaccent(text).to_lowercase();
    if bare.chars().count() != text.chars().count() {
        return text;
    }
    let letters = |bytes: usize| bare[..bytes].chars().count();
    let place = |letters: usize| {
        text.char_indices()
            .nth(letters)
            .map_or(text.len(), |(at, _)| at)
    };
    let [before, behind] = &*FRAME;
    let start = before.find(&bare).map_or(0, |found| letters(found.end()));
    let end = behind
        .find(&bare)
        .map_or(text.len(), |found| place(letters(found.start())));
    let start = place(start);
    if start < end { &text[start..end] } else { text }
}

fn head(short: &str) -> &'static str {
    if short.eq_ignore_ascii_case("k") {
        "khoản"
    } else {
        "điều"
    }
}

/// A year of two digits is one of this century, unless that is far ahead.
fn year(digits: &str) -> String {
    match digits.parse::<u32>() {
        Ok(year) if digits.len() == 2 && year < 45 => format!("20{digits}"),
        Ok(_) if digits.len() == 2 => format!("19{digits}"),
        _ => digits.to_owned(),
    }
}

/// A symbol put together, if it is one of a body that is known.
fn symbol(before: &str, number: &str, given: &str, letters: &str) -> Option<String> {
    let symbol = Symbol::parse(&format!(
        "{number}/{}/{}",
        year(given),
        letters.to_uppercase()
    ))?;
    let known = !letters.contains('-') || letters.split('-').nth(1).is_some_and(is_body);
    known.then(|| format!("{before}{}", symbol.normal()))
}

fn is_body(letters: &str) -> bool {
    const LOCAL: [&str; 2] = ["UBND", "HDND"];
    const NOT: [&str; 4] = ["VA", "CUA", "CT", "TT"];
    let letters = letters.to_uppercase();
    let bare = unaccent(&letters);
    let first = bare.split('-').next().unwrap_or_default();
    !NOT.contains(&first)
        && (LOCAL.contains(&first)
            || letters
                .split('-')
                .next()
                .is_some_and(|first| body_of(first, crate::Date::constant(2026, 1, 1)).is_some()))
}

#[cfg(test)]
mod tests;
