//! The days that a sentence on effect names: the first, the last, that of application.

use crate::{Date, dates};

/// "… và áp dụng từ ngày 01 tháng 7 năm 2025", "Các chế độ quy định tại Thông tư này được áp dụng từ ngày …": the day from
/// which the rules of the whole act are applied, where it is named apart from the effect, and the sentence that names it.
pub(super) fn application(words: &str) -> Option<(Date, &str)> {
    const VERBS: [&str; 3] = ["áp dụng từ ", "áp dụng kể từ ", "được thực hiện từ "];
    let whole = |sentence: &str| {
        let own = [
            "này có hiệu lực",
            "quy định tại Thông tư này",
            "quy định tại Nghị định này",
        ];
        let own = own.iter().any(|word| sentence.contains(word))
            || sentence.contains("quy định tại Quyết định này")
            || sentence.contains("quy định tại Nghị quyết này");
        own && !sentence.starts_with("Trường hợp")
    };
    words
        .split_inclusive(". ")
        .map(str::trim)
        .filter(|sentence| whole(sentence))
        .find_map(|sentence| {
            let at = VERBS
                .iter()
                .find_map(|verb| Some(sentence.find(verb)? + verb.len()))?;
            Some((application_day(&sentence[at..])?, sentence))
        })
}

/// "ngày 01 tháng 7 năm 2025", "năm ngân sách 2025".
fn application_day(after: &str) -> Option<Date> {
    if let Some(day) = after.strip_prefix("ngày ").and_then(dates::at_start) {
        return day.day;
    }
    let years = ["năm ngân sách ", "năm tài chính ", "kỳ tính thuế "];
    let years = years.iter().find_map(|word| after.strip_prefix(word))?;
    let mut near = years.char_indices().take(60);
    let (at, _) = near.find(|(_, c)| c.is_ascii_digit())?;
    let digits: String = years[at..]
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let year = digits.parse().ok().filter(|_| digits.len() == 4)?;
    Date::new(year, 1, 1).ok()
}

/// The first day: a written day, the day of signing or adoption, or so many days after it.
pub(super) fn starting_day(rest: &str, issued: Option<Date>) -> Option<Date> {
    let ahead: String = rest.chars().take(160).collect();
    let marker = ["từ ngày", "từ", "sau"]
        .iter()
        .filter_map(|word| Some((ahead.find(word)?, *word)))
        .min()?;
    let after = ahead[marker.0 + marker.1.len()..].trim_start();
    if let Some(written) =
        dates::at_start(after.strip_prefix("ngày ").unwrap_or(after).trim_start())
    {
        return written.day;
    }
    if let Some(year) = after.strip_prefix("năm ngân sách ") {
        let digits: String = year.chars().take_while(char::is_ascii_digit).collect();
        return Date::new(digits.parse().ok()?, 1, 1).ok();
    }
    let signed = [
        "ký",
        "ban hành",
        "được Quốc hội thông qua",
        "được thông qua",
        "Quốc hội thông qua",
        "thông qua",
        "ký ban hành",
        "công bố",
    ];
    // "được Hội đồng nhân dân tỉnh khóa X, kỳ họp thứ 9 thông qua".
    let adopted = |words: &str| {
        let bodies = ["được ", "Hội đồng nhân dân", "Ủy ban Thường vụ"];
        bodies.iter().any(|body| words.starts_with(body)) && words.contains("thông qua")
    };
    let own_day = |words: &str| signed.iter().any(|word| words.starts_with(word)) || adopted(words);
    if own_day(after.strip_prefix("ngày ").unwrap_or(after)) {
        return issued;
    }
    let days = relative_days(&ahead, "")?;
    let (_, tail) = after.split_once("từ ngày")?;
    own_day(tail.trim_start())
        .then(|| plus(issued?, days))
        .flatten()
}

/// "sau 45 ngày", "sau bốn mươi lăm ngày", kể từ ngày followed by words that contain `of`.
///
/// The day from which is counted is not counted itself: an act signed on 10 March is in force "sau 45 ngày kể từ ngày ký"
/// from 24 April, the forty-fifth day behind it. So count the official codification and the gazette; to begin on the day
/// after it, as one may read the words, is not their practice.
pub(super) fn relative_days(rest: &str, of: &str) -> Option<i64> {
    const SPELT: [(&str, i64); 5] = [
        ("mười lăm", 15),
        ("ba mươi", 30),
        ("bốn mươi lăm", 45),
        ("sáu mươi", 60),
        ("mười", 10),
    ];
    let at = rest.find("sau ")?;
    let after = rest[at + 4..].trim_start();
    let digits: String = after.chars().take_while(char::is_ascii_digit).collect();
    let days = if digits.is_empty() {
        SPELT
            .iter()
            .find(|(word, _)| after.starts_with(word))
            .map(|(_, days)| *days)?
    } else {
        digits.parse().ok().filter(|days| *days <= 3660)?
    };
    let (_, tail) = after.split_once("ngày")?;
    (tail.contains("từ ngày") && tail.contains(of)).then_some(days)
}

pub(super) fn plus(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// "đến hết ngày 28 tháng 02 năm 2027": the first day after it. "đến ngày" counts alike.
pub(in crate::parse) fn last_day(rest: &str) -> Option<Date> {
    let clause = rest.split(['.', ';']).next().unwrap_or(rest);
    let clause = clause.split(", trừ").next().unwrap_or(clause);
    let at = ["đến hết ngày ", "đến ngày "]
        .iter()
        .find_map(|word| Some(clause.find(word)? + word.len()))?;
    let written = dates::at_start(&clause[at..])?;
    plus(written.day?, 1)
}

/// Whether an end is named that no calendar tells: "cho đến khi Luật … có hiệu lực thi hành".
pub(super) fn ends_on_event(sentence: &str) -> bool {
    let Some(at) = sentence.find("có hiệu lực") else {
        return false;
    };
    let rest = &sentence[at..];
    let rest = rest.split(['.', ';']).next().unwrap_or(rest);
    if rest.contains("đến khi ") {
        return true;
    }
    let day = rest
        .find("đến hết ngày ")
        .or_else(|| rest.find("đến ngày "));
    day.is_some_and(|at| {
        let behind = rest[at..]
            .split_once("ngày ")
            .map_or("", |(_, behind)| behind);
        behind.starts_with(char::is_alphabetic)
    })
}
