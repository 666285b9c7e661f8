//! What one sentence says of the effect of the act or of some of its units.

use super::days::{last_day, relative_days, starting_day};
use crate::{Date, Path, Validity, find_citations};

/// How an act calls itself.
pub(super) const ACTS: [&str; 15] = [
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

/// Of what a sentence speaks.
pub(super) enum Subject {
    Act,
    Units(Vec<Path>),
}

/// What a sentence says.
pub(super) struct Effect {
    pub(super) subject: Subject,
    pub(super) validity: Validity,
}

/// "Nghị định này có hiệu lực thi hành từ ngày …", "Điều 3 Luật này có hiệu lực sau 30 ngày …".
pub(super) fn effect(sentence: &str, issued: Option<Date>) -> Option<Effect> {
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
    let units = match listed_units(subject, rest) {
        Some(units) => units,
        None => unit_paths(before),
    };
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
pub(super) fn unit_paths(subject: &str) -> Vec<Path> {
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
        .filter(|path| {
            let annex = path.label(crate::Level::Annex).is_some();
            path.article().is_some() || annex
        })
        .collect()
}

/// "Các quy định sau đây có hiệu lực từ ngày …: a) Khoản 1 Điều 5; b) Điều 7": the units stand behind the day.
fn listed_units(subject: &str, rest: &str) -> Option<Vec<Path>> {
    if !subject.ends_with("sau đây") && !subject.ends_with("sau") {
        return None;
    }
    let units = unit_paths(&rest[rest.find(':')? + 1..]);
    (!units.is_empty()).then_some(units)
}

/// "…, trừ khoản 3 Điều 9 có hiệu lực từ ngày 01 tháng 01 năm 2026": what is excepted with a day of its own.
pub(super) fn excepted(sentence: &str, issued: Option<Date>) -> Option<Effect> {
    let (_, exception) = sentence.split_once(", trừ ")?;
    let at = exception.find("có hiệu lực")?;
    let units = unit_paths(&exception[..at]);
    let from = starting_day(&exception[at..], issued)?;
    (!units.is_empty()).then(|| Effect {
        subject: Subject::Units(units),
        validity: Validity {
            from: Some(from),
            evidence: evidence(sentence),
            ..Validity::default()
        },
    })
}

pub(super) fn evidence(sentence: &str) -> String {
    const MOST: usize = 400;
    if sentence.chars().count() <= MOST {
        return sentence.to_owned();
    }
    sentence.chars().take(MOST).collect::<String>() + "…"
}
