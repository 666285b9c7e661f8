//! When an act applies, by its own final provisions.

use self::{
    days::{application, plus, relative_days, starting_day},
    statement::{Effect, Subject, effect, evidence, excepted},
    suspension::suspension,
};
use super::{lines::Lines, reflow};
use crate::{Date, Issue, IssueKind, Kind, Parsed, Path, Provision, SourceText, Span, Validity};

mod days;
mod statement;
mod suspension;

pub(super) use days::last_day;

/// Reads the act's validity, and that of provisions and annexes for which the act says otherwise, into `parsed`.
/// `unclosed` says that a quotation without an end may have hidden the act's own last words.
pub(super) fn read(
    source: &SourceText,
    lines: &Lines<'_>,
    quoted: &[bool],
    unclosed: bool,
    parsed: &mut Parsed,
) {
    let issued = parsed.header.issued;
    let own = unquoted(source, lines, quoted, &parsed.provisions);
    let mut exceptions: Vec<(Path, Validity)> = Vec::new();
    let mut act: Option<(Validity, Span)> = None;
    for (words, place) in &own {
        for sentence in sentences(words) {
            if let Some(Effect {
                subject: Subject::Units(paths),
                validity,
            }) = excepted(sentence, issued)
            {
                exceptions.extend(paths.into_iter().map(|path| (path, validity.clone())));
            }
            let Some(found) = effect(sentence, issued) else {
                continue;
            };
            match found.subject {
                Subject::Act if act.as_ref().is_none_or(|(act, _)| act.from.is_none()) => {
                    act = Some((found.validity, *place));
                }
                Subject::Act => {}
                Subject::Units(paths) => {
                    exceptions.extend(paths.into_iter().map(|path| (path, found.validity.clone())));
                }
            }
        }
    }
    if let Some((validity, place)) = &act
        && validity.until.is_none()
        && days::ends_on_event(&validity.evidence)
    {
        parsed.issues.push(Issue {
            kind: IssueKind::EndsOnEvent,
            span: *place,
            detail: "the act ends with an event, not on a day that is named".to_owned(),
        });
    }
    let mut act = act.map(|(act, _)| act);
    if act.is_none() && unclosed {
        act = last_statement(lines, issued);
    }
    let base = || base_effect(lines, parsed);
    parsed.validity = if parsed.header.kind == Some(Kind::Consolidated) {
        base().or(act).unwrap_or_default()
    } else {
        act.unwrap_or_default()
    };
    apply_from(&own, &mut parsed.validity);
    set_apart(exceptions, parsed);
    for sentence in own.iter().flat_map(|(words, _)| sentences(words)) {
        suspend(sentence, parsed);
    }
}

/// The day of application, where the act names one apart from its effect; its sentence joins the evidence.
fn apply_from(own: &[(String, Span)], validity: &mut Validity) {
    let Some(from) = validity.from else { return };
    let applies = own.iter().find_map(|(words, _)| application(words));
    if let Some((day, words)) = applies.filter(|(day, _)| *day != from) {
        validity.applies_from = Some(day);
        if !validity.evidence.contains(words.trim_end_matches('.')) {
            validity.evidence = evidence(&format!("{} {words}", validity.evidence));
        }
    }
}

/// Gives units their own days.
fn set_apart(exceptions: Vec<(Path, Validity)>, parsed: &mut Parsed) {
    for (path, mut validity) in exceptions {
        if let Some(days) = relative_days(&validity.evidence, "hiệu lực")
            && let Some(from) = parsed.validity.from
            && validity.from.is_none()
        {
            validity.from = plus(from, days);
        }
        if validity.from.is_some() {
            for own in validities(parsed, &path) {
                *own = Some(validity.clone());
            }
        }
    }
}

/// The act suspends itself or some of its units: "Khoản 3 Điều 5 Nghị định này ngưng hiệu lực đến hết ngày …".
fn suspend(sentence: &str, parsed: &mut Parsed) {
    let Some(found) = suspension(sentence, parsed.validity.from) else {
        return;
    };
    let whole = parsed.validity.clone();
    let suspended = |mut validity: Validity| {
        validity.suspended_from = Some(found.from);
        validity.suspended_until = found.until;
        if !validity.evidence.contains(sentence) {
            validity.evidence = evidence(format!("{} {sentence}", validity.evidence).trim());
        }
        validity
    };
    for path in &found.units {
        for own in validities(parsed, path) {
            *own = Some(suspended(own.take().unwrap_or_else(|| whole.clone())));
        }
    }
    if found.units.is_empty() {
        parsed.validity = suspended(whole);
    }
}

/// The validities of a unit, an annex among them, and of all that lies in it.
fn validities<'p>(
    parsed: &'p mut Parsed,
    path: &'p Path,
) -> impl Iterator<Item = &'p mut Option<Validity>> {
    let own = parsed.provisions.iter_mut();
    let own = own.map(|provision| (&provision.path, &mut provision.validity));
    let annexed = parsed.annexes.iter_mut().flat_map(|annex| {
        let inside = annex.provisions.iter_mut();
        let inside = inside.map(|provision| (&provision.path, &mut provision.validity));
        std::iter::once((&annex.path, &mut annex.validity)).chain(inside)
    });
    own.chain(annexed)
        .filter(|(own, _)| path.contains(own))
        .map(|(_, validity)| validity)
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

/// The act's own words and where they stand: the heading and the body of each article, so that no heading runs into the
/// sentence below it, and behind them all both together, as a print may break one sentence between them.
fn unquoted(
    source: &SourceText,
    lines: &Lines<'_>,
    quoted: &[bool],
    provisions: &[Provision],
) -> Vec<(String, Span)> {
    let joined = |span: Span| {
        let words: String = own_lines(lines, quoted, span)
            .map(|line| {
                let from = line.start.max(span.start);
                let to = line.end.min(span.end).max(from);
                source
                    .slice(Span {
                        start: from,
                        end: to,
                    })
                    .to_owned()
                    + "\n"
            })
            .collect();
        (reflow::join(&words), span)
    };
    let articles = || {
        let all = provisions.iter();
        all.filter(|p| p.path.level() == Some(crate::Level::Article))
    };
    let apart = articles().flat_map(|article| [article.heading, article.body]);
    let whole = articles().filter(|article| !article.heading.is_empty());
    apart
        .chain(whole.map(|article| article.span))
        .map(joined)
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
