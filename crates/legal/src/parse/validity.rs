//! When an act applies, by its own final provisions.

use self::days::{application, last_day, plus, relative_days, starting_day};
use super::{lines::Lines, reflow};
use crate::{Date, Kind, Parsed, Path, Provision, SourceText, Span, Validity, find_citations};

mod days;

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
            if let Some(Effect {
                subject: Subject::Units(paths),
                validity,
            }) = excepted(sentence, parsed.header.issued)
            {
                exceptions.extend(paths.into_iter().map(|path| (path, validity.clone())));
            }
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
    let base = || base_effect(lines, parsed);
    parsed.validity = if parsed.header.kind == Some(Kind::Consolidated) {
        base().or(act).unwrap_or_default()
    } else {
        act.unwrap_or_default()
    };
    let applies = own.iter().find_map(|words| application(words));
    parsed.validity.applies_from = applies.filter(|day| {
        let from = parsed.validity.from;
        from.is_some() && from != Some(*day)
    });
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

/// "Luật … số 58/2014/QH13 …, có hiệu lực kể từ ngày …, được sửa đổi, bổ sung bởi:": the head of a consolidated text says
/// from when its base applies.
fn base_effect(lines: &Lines<'_>, parsed: &Parsed) -> Option<Validity> {
    let words = reflow::join(lines.text.get(parsed.preamble.range())?);
    let amended = words.find("được sửa đổi, bổ sung").unwrap_or(words.len());
    let at = words[..amended].find("có hiệu lực")?;
    // What stands farther down is another act's.
    if words[..at].contains("Căn cứ") {
        return None;
    }
    Some(Validity {
        from: Some(starting_day(&words[at..amended], None)?),
        evidence: evidence(&words[..amended]),
        ..Validity::default()
    })
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

/// "Các quy định sau đây có hiệu lực từ ngày …: a) Khoản 1 Điều 5; b) Điều 7": the units stand behind the day.
fn listed_units(subject: &str, rest: &str) -> Option<Vec<Path>> {
    if !subject.ends_with("sau đây") && !subject.ends_with("sau") {
        return None;
    }
    let units = unit_paths(&rest[rest.find(':')? + 1..]);
    (!units.is_empty()).then_some(units)
}

/// "…, trừ khoản 3 Điều 9 có hiệu lực từ ngày 01 tháng 01 năm 2026": what is excepted with a day of its own.
fn excepted(sentence: &str, issued: Option<Date>) -> Option<Effect> {
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

fn evidence(sentence: &str) -> String {
    const MOST: usize = 400;
    if sentence.chars().count() <= MOST {
        return sentence.to_owned();
    }
    sentence.chars().take(MOST).collect::<String>() + "…"
}
