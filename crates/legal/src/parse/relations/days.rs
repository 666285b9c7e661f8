//! From which day, and until which, a document does something to another, where the words name a day that is not that of
//! the act: "Thông tư số … hết hiệu lực từ ngày …", "ngưng hiệu lực … đến hết ngày …".

use std::collections::HashMap;

use super::{names_other_day, own_span, sentences};
use crate::{
    Confidence, Date, Parsed, Path, Relation, RelationKind, dates,
    parse::{lines::Lines, reflow, validity::last_day},
};

/// Where each provision stands in the list.
type Places<'p> = HashMap<&'p Path, usize>;

/// Gives the relations their days.
pub(super) fn note(lines: &Lines<'_>, parsed: &Parsed, relations: &mut [Relation]) {
    use RelationKind::{Amends, Repeals, Replaces, Revives, Supplements, Suspends};
    let timed = |kind| {
        matches!(
            kind,
            Amends | Repeals | Replaces | Revives | Supplements | Suspends
        )
    };
    let own = parsed.validity.from;
    let paths = parsed.provisions.iter().map(|provision| &provision.path);
    let places: Places<'_> = paths.zip(0..).collect();
    for relation in relations.iter_mut().filter(|one| timed(one.kind)) {
        let Some((before, behind)) = around(lines, parsed, &places, relation) else {
            continue;
        };
        let lead = lead_ins(lines, parsed, &places, &relation.source);
        let from = first_day(&behind)
            .or_else(|| opening_day(&before))
            .or_else(|| lead.iter().find_map(|words| first_day(words)));
        relation.from = from.filter(|day| Some(*day) != own);
        // "từ năm học 2026": a day that cannot be told must not pass for the act's own.
        let words = format!("{before} {behind}");
        if relation.from.is_none() && names_other_day(&words, parsed) {
            relation.confidence = relation.confidence.min(Confidence::Medium);
        }
        if matches!(relation.kind, Suspends | Revives) {
            let until = last_day(&behind).or_else(|| lead.iter().find_map(|words| last_day(words)));
            relation.until = until;
        }
    }
}

/// The words before the object and behind it, within its sentence and its part between semicolons.
fn around(
    lines: &Lines<'_>,
    parsed: &Parsed,
    places: &Places<'_>,
    relation: &Relation,
) -> Option<(String, String)> {
    let at = *places.get(&relation.source)?;
    let own = own_span(parsed, at);
    let all = sentences(lines.text, own.start as usize, own.end as usize, 0);
    let sentence = all.into_iter().find(|span| span.contains(relation.span))?;
    let before = &lines.text[sentence.start as usize..relation.span.start as usize];
    let behind = &lines.text[relation.span.end as usize..sentence.end as usize];
    let before = before.rsplit(';').next().unwrap_or(before);
    // "Thông tư số 11; Thông tư số 12 ngưng hiệu lực từ ngày …": a part without a verb shares the day of the list.
    let part = behind.split(';').next().unwrap_or(behind);
    let behind = if part.contains("hiệu lực") {
        part.to_owned()
    } else {
        behind.replace(';', ",")
    };
    Some((reflow::join(before), reflow::join(&behind)))
}

/// The words of the provisions around one, nearest first, where they lead in a list.
fn lead_ins(lines: &Lines<'_>, parsed: &Parsed, places: &Places<'_>, source: &Path) -> Vec<String> {
    let above = std::iter::successors(source.parent(), Path::parent);
    let words = above.filter_map(|path| {
        let own = own_span(parsed, *places.get(&path)?);
        let words = reflow::join(&lines.text[own.range()]);
        words.trim_end().ends_with(':').then_some(words)
    });
    words.collect()
}

/// "… từ ngày 01 tháng 01 năm 2027".
fn first_day(words: &str) -> Option<Date> {
    let mut all = words.match_indices("từ ngày ");
    all.find_map(|(at, from)| dates::at_start(words[at + from.len()..].trim_start())?.day)
}

/// "Từ ngày 01 tháng 01 năm 2027, Thông tư số …": only what opens the sentence, as other days stand in names.
fn opening_day(words: &str) -> Option<Date> {
    const NEAR: usize = 30;
    let at = words
        .to_lowercase()
        .find("từ ngày ")
        .filter(|at| *at < NEAR)?;
    let from = words
        .char_indices()
        .nth(words.to_lowercase()[..at].chars().count())?;
    first_day(&words[from.0..].to_lowercase())
}
