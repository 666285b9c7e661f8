//! When an act applies, by its own final provisions.

use super::{lines::Lines, reflow};
use crate::{Date, Parsed, Path, Provision, SourceText, Span, Validity, dates, find_citations};

/// Reads the act's validity, and that of provisions for which the act says otherwise, into `parsed`. `unclosed` says
/// that a quotation without an end may have hidden the act's own last words.
pub(super) fn read(
    source: &SourceText,
    lines: &Lines<'_>,
    quoted: &[bool],
    unclosed: bool,
    parsed: &mut Parsed,
) {
    let mut exceptions: Vec<(Path, Validity)> = Vec::new();
    let mut act: Option<Validity> = None;
    let own = unquoted(source, lines, quoted, &parsed.provisions);
    for words in &own {
        for sentence in sentences(words) {
            let Some(found) = effect(sentence, parsed.header.issued) else {
                continue;
            };
            match found.subject {
                Subject::Act if act.as_ref().is_none_or(|act| act.from.is_none()) => {
                    act = Some(found.validity);
                }
                Subject::Act => {}
                Subject::Units(paths) => {
                    exceptions.extend(paths.into_iter().map(|path| (path, found.validity.clone())));
                }
            }
        }
    }
    if act.is_none() && unclosed {
        act = last_statement(lines, parsed.header.issued);
    }
    parsed.validity = act.unwrap_or_default();
    for (path, mut validity) in exceptions {
        if let Some(days) = relative_days(&validity.evidence, "hiệu lực")
            && let Some(from) = parsed.validity.from
            && validity.from.is_none()
        {
            validity.from = plus(from, days);
        }
        if validity.from.is_none() {
            continue;
        }
        for provision in parsed
            .provisions
            .iter_mut()
            .filter(|provision| path.contains(&provision.path))
        {
            provision.validity = Some(validity.clone());
        }
    }
}

/// The last statement of the whole text on its effect: what an act quotes stands before its own final provisions.
fn last_statement(lines: &Lines<'_>, issued: Option<Date>) -> Option<Validity> {
    (0..lines.len()).rev().find_map(|line| {
        let text = lines.get(line);
        if !text.contains("hiệu lực") || text.starts_with(['“', '"', '«']) {
            return None;
        }
        let words = reflow::join(&format!("{text}\n{}", lines.get(line + 1)));
        let found = sentences(&words).find_map(|sentence| effect(sentence, issued))?;
        matches!(found.subject, Subject::Act).then_some(found.validity)
    })
}

/// The act's own words, one text for each article (or for the part of a document without articles).
fn unquoted(
    source: &SourceText,
    lines: &Lines<'_>,
    quoted: &[bool],
    provisions: &[Provision],
) -> Vec<String> {
    let articles = provisions
        .iter()
        .filter(|p| p.path.level() == Some(crate::Level::Article));
    articles
        .map(|article| {
            let spans = own_lines(lines, quoted, article.span);
            reflow::join(
                &spans
                    .map(|line| source.slice(line).to_owned() + "\n")
                    .collect::<String>(),
            )
        })
        .collect()
}

/// The lines of a span that are not quoted amending text.
pub(super) fn own_lines<'l>(
    lines: &'l Lines<'_>,
    quoted: &'l [bool],
    span: Span,
) -> impl Iterator<Item = Span> + 'l {
    let first = lines.at(span.start as usize);
    (first..lines.len())
        .take_while(move |line| lines.all[*line].start < span.end as usize)
        .filter(|line| !quoted[*line])
        .map(|line| Span::new(lines.all[line].start, lines.all[line].end))
}

/// Sentences that speak of effect; a semicolon does not end one.
fn sentences(words: &str) -> impl Iterator<Item = &str> {
    words
        .split_inclusive(". ")
        .filter(|sentence| sentence.contains("hiệu lực"))
        .map(str::trim)
}

enum Subject {
    Act,
    Units(Vec<Path>),
}

struct Effect {
    subject: Subject,
    validity: Validity,
}

/// "Nghị định này có hiệu lực thi hành từ ngày …", "Điều 3 Luật này có hiệu lực sau 30 ngày …".
fn effect(sentence: &str, issued: Option<Date>) -> Option<Effect> {
    const ACTS: [&str; 15] = [
        "Luật này",
        "luật này",
        "Nghị định này",
        "Nghị quyết này",
        "Thông tư này",
        "Thông tư liên tịch này",
        "Quyết định này",
        "Pháp lệnh này",
        "Quy chế này",
        "Quy định này",
        "Chỉ thị này",
        "Lệnh này",
        "Văn bản này",
        "Bộ luật này",
        "Điều lệ này",
    ];
    const WORDS: [&str; 4] = [
        "có hiệu lực",
        "bắt đầu có hiệu lực",
        "được áp dụng",
        "có giá trị thi hành",
    ];
    let at = WORDS[..2]
        .iter()
        .filter_map(|word| sentence.find(word))
        .min()?;
    let subject = sentence[..at].trim_end();
    // "kể từ ngày Luật này có hiệu lực" is a condition, no statement.
    let subject = without_adoption(subject, &ACTS);
    let named = ACTS
        .iter()
        .filter(|act| subject.ends_with(*act))
        .max_by_key(|act| act.len());
    let rest = &sentence[at..];
    let from = starting_day(rest, issued);
    let expiry = last_day(rest);
    let relative = relative_days(rest, "hiệu lực");
    if from.is_none() && expiry.is_none() && relative.is_none() {
        return None;
    }
    let before = named.map_or(subject, |act| {
        subject[..subject.len() - act.len()].trim_end()
    });
    if before.ends_with("ngày") || before.ends_with("khi") || before.ends_with("thời điểm") {
        return None;
    }
    let units: Vec<Path> = unit_paths(before);
    let validity = Validity {
        from,
        until: expiry,
        evidence: evidence(sentence),
        ..Validity::default()
    };
    if units.is_empty() {
        named
            .is_some_and(|_| plain_subject(before))
            .then_some(Effect {
                subject: Subject::Act,
                validity,
            })
    } else {
        Some(Effect {
            subject: Subject::Units(units),
            validity,
        })
    }
}

/// Without what a subject goes through before its effect: "Nghị quyết này đã được Hội đồng nhân dân … thông qua ngày
/// … và" ends with "Nghị quyết này".
fn without_adoption<'s>(subject: &'s str, acts: &[&str]) -> &'s str {
    const BETWEEN: [&str; 5] = ["đã được", "được", "thay thế", "bãi bỏ", "ban hành kèm theo"];
    if !subject.ends_with("và") && !subject.ends_with(',') {
        return subject;
    }
    let end = acts
        .iter()
        .filter_map(|act| Some(subject.rfind(act)? + act.len()))
        .max();
    end.map(|end| subject.split_at(end))
        .filter(|(_, between)| {
            let between = between.trim_start();
            !between.contains(". ") && BETWEEN.iter().any(|word| between.starts_with(word))
        })
        .map_or(subject, |(act, _)| act)
}

/// Before "Nghị định này" only a label or a heading may stand.
fn plain_subject(before: &str) -> bool {
    let words = before.trim_end_matches(|c: char| c.is_whitespace());
    words.is_empty()
        || words.ends_with(['.', ')', ':'])
        || words.chars().last().is_some_and(char::is_numeric)
        || ["hành", "khoản", "lực", "cùng", "thực hiện", "thành"]
            .iter()
            .any(|end| words.ends_with(end))
}

/// The units of this act that a subject names: "Khoản 2 Điều 5 và Điều 7".
fn unit_paths(subject: &str) -> Vec<Path> {
    let from = subject.rfind(". ").map_or(0, |at| at + 2);
    let subject = &subject[from..];
    let label = subject.starts_with("Điều") && subject.contains("Hiệu lực");
    if label {
        return Vec::new();
    }
    find_citations(subject)
        .into_iter()
        .map(|found| found.citation)
        .filter(|citation| {
            citation.symbol.is_none() && citation.partial.is_none() && citation.name.is_none()
        })
        .map(|citation| citation.path)
        .filter(|path| !path.steps().is_empty() && path.article().is_some())
        .collect()
}

fn evidence(sentence: &str) -> String {
    const MOST: usize = 400;
    if sentence.chars().count() <= MOST {
        return sentence.to_owned();
    }
    sentence.chars().take(MOST).collect::<String>() + "…"
}

/// The first day: a written day, the day of signing or adoption, or so many days after it.
fn starting_day(rest: &str, issued: Option<Date>) -> Option<Date> {
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
fn relative_days(rest: &str, of: &str) -> Option<i64> {
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

fn plus(day: Date, days: i64) -> Option<Date> {
    day.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// "đến hết ngày 28 tháng 02 năm 2027": the first day after it. "đến ngày" counts alike.
fn last_day(rest: &str) -> Option<Date> {
    let clause = rest.split(['.', ';']).next().unwrap_or(rest);
    let clause = clause.split(", trừ").next().unwrap_or(clause);
    let at = ["đến hết ngày ", "đến ngày "]
        .iter()
        .find_map(|word| Some(clause.find(word)? + word.len()))?;
    let written = dates::at_start(&clause[at..])?;
    plus(written.day?, 1)
}
