//! What is to be said of the citations of one sentence.

use std::ops::Range;

use legal::{AmendmentKind, Citation, Parsed, Path, RelationKind, SourceText, Span, Status};
use search::{Cited as Led, Error, Evidence, ended_by, told_apart};

use super::{Cited, Remark, beside, head};
use crate::references::{References, acts};

/// Words by which a sentence says itself that an act is not in force, or ends it.
const ENDING: [&str; 6] = [
    "hết hiệu lực",
    "không còn hiệu lực",
    "chưa có hiệu lực",
    "thay thế",
    "bãi bỏ",
    "ngưng hiệu lực",
];

/// The draft that is judged.
pub(super) struct Draft<'a> {
    pub(super) source: &'a SourceText,
    pub(super) parsed: &'a Parsed,
    /// Where it cites itself.
    pub(super) own: &'a [Span],
}

/// What is said of one citation.
#[derive(Debug, Default)]
pub(super) struct Judged {
    pub(super) basis: bool,
    pub(super) remarks: Vec<Remark>,
    pub(super) provisions: Vec<Evidence>,
}

/// What the draft does with what it cites.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deed {
    Cites,
    /// It ends it, or says that it has ended.
    Ends,
    /// It changes it: the words of the sentence are not those of the law.
    Changes,
    /// It puts a new unit into it, which is not there yet.
    Inserts,
}

/// Judges the citations of a sentence: one result for each, in their order.
pub(super) fn sentence(
    references: &mut References<'_>,
    draft: &Draft<'_>,
    sentence: &Range<usize>,
    group: &[Cited],
) -> Result<Vec<Judged>, Error> {
    let text = draft.source.text();
    // "Căn cứ Luật …; Luật sửa đổi …;" is one line of the preamble and two of our sentences.
    let line = text[..sentence.start].rfind('\n').map_or(0, |end| end + 1);
    let begins = |at: usize| text[at..].trim_start().starts_with("Căn cứ ");
    let basis = begins(sentence.start) || begins(line);
    let mut judged = Vec::with_capacity(group.len());
    let mut deeds = Vec::with_capacity(group.len());
    for cited in group {
        let end = (cited.span.end as usize).min(sentence.end);
        let tail = head::tail(&text[end..sentence.end], basis);
        let deed = deed(draft.parsed, cited.span, &text[sentence.clone()]);
        let mut one = Judged {
            basis,
            ..Judged::default()
        };
        for citation in &cited.citations {
            self::citation(references, citation, &tail, deed, &mut one)?;
        }
        one.remarks
            .sort_by_key(|remark| std::cmp::Reverse(remark.state()));
        deeds.push(deed);
        judged.push(one);
    }
    if !basis && deeds.iter().all(|deed| *deed == Deed::Cites) {
        beside::compare(references, draft, sentence, group, &mut judged)?;
    }
    Ok(judged)
}

fn deed(parsed: &Parsed, span: Span, sentence: &str) -> Deed {
    let amendment = parsed
        .amendments
        .iter()
        .find(|one| one.span.contains(span) || one.new.is_some_and(|new| new.contains(span)));
    match amendment.map(|one| one.kind) {
        Some(AmendmentKind::Insert) => return Deed::Inserts,
        Some(AmendmentKind::Repeal) => return Deed::Ends,
        Some(_) => return Deed::Changes,
        None => {}
    }
    let relation = parsed
        .relations
        .iter()
        .find(|one| one.span.contains(span) && one.kind != RelationKind::BasedOn);
    match relation.map(|one| one.kind) {
        Some(
            RelationKind::Replaces
            | RelationKind::Repeals
            | RelationKind::Suspends
            | RelationKind::Revives,
        ) => Deed::Ends,
        Some(RelationKind::Amends | RelationKind::Supplements | RelationKind::Corrects) => {
            Deed::Changes
        }
        _ if ENDING.iter().any(|words| sentence.contains(words)) => Deed::Ends,
        _ => Deed::Cites,
    }
}

/// Looks one citation up and says what there is to say.
fn citation(
    references: &mut References<'_>,
    citation: &Citation,
    tail: &head::Tail,
    deed: Deed,
    judged: &mut Judged,
) -> Result<(), Error> {
    let mut led = references.look_up(citation)?;
    // A number that several bodies use: the one that the sentence names behind it.
    if let (Led::Found(several), Some(issuer)) = (&*led, &tail.issuer)
        && acts(several) > 1
    {
        let named = references.look_up(&Citation {
            issuer: Some(issuer.clone()),
            ..citation.clone()
        })?;
        if matches!(&*named, Led::Found(_)) {
            led = named;
        }
    }
    match &*led {
        Led::NoDocument { citation, nearest } => {
            add(judged, not_held(citation, nearest.iter().map(told_apart)));
        }
        Led::NoProvision {
            citation,
            document,
            nearest,
        } => {
            if deed != Deed::Inserts {
                let absent = !tail.amended
                    && !is_inserted(citation)
                    && absent(references, document.row, &citation.path)?;
                let (reference, document) = (citation.path.within(), document.name());
                add(
                    judged,
                    match absent {
                        true => Remark::NoProvision {
                            reference,
                            document,
                            nearest: nearest.clone(),
                        },
                        false => Remark::PartNotHeld {
                            reference,
                            document,
                        },
                    },
                );
            }
            if let Some(whole) = search::provision(
                references.library,
                document,
                &Path::default(),
                references.on,
            )? {
                about(references, citation, tail, deed, &whole, judged)?;
            }
        }
        Led::Found(all) => {
            let found = of_kind(citation, all);
            if found.is_empty() {
                let others = all.iter().map(|one| told_apart(&one.document));
                add(judged, not_held(citation, others));
                return Ok(());
            }
            let mut best: Option<(usize, Judged)> = None;
            for evidence in &found {
                let mut one = Judged::default();
                about(references, citation, tail, deed, evidence, &mut one)?;
                one.provisions.push(evidence.clone());
                let weight = one
                    .remarks
                    .iter()
                    .map(|remark| remark.state() as usize)
                    .sum();
                if best.as_ref().is_none_or(|(least, _)| weight < *least) {
                    best = Some((weight, one));
                }
            }
            let Some((_, one)) = best else {
                return Ok(());
            };
            let acts = acts(&found);
            if acts > 1 {
                let taken = one.provisions.first().map(|one| told_apart(&one.document));
                let taken = taken.unwrap_or_default();
                add(judged, Remark::Several { acts, taken });
            }
            judged.provisions.extend(one.provisions);
            one.remarks
                .into_iter()
                .for_each(|remark| add(judged, remark));
        }
    }
    Ok(())
}

/// Those that are of the kind that is named. Laws and resolutions of the National Assembly are numbered apart and share
/// one form of symbol: 93/2015/QH13 is a law and a resolution.
fn of_kind(citation: &Citation, found: &[Evidence]) -> Vec<Evidence> {
    let lettered = citation
        .symbol
        .as_ref()
        .is_none_or(|symbol| symbol.kind().is_some());
    let is_named = |one: &&Evidence| match (&citation.kind, &one.document.header.kind) {
        (Some(kind), Some(own)) => lettered || search::is_called(own, kind),
        _ => true,
    };
    found.iter().filter(is_named).cloned().collect()
}

/// Kind, name, day and validity of what was found. A law named without a number, of a day in another year, is another
/// law of that name.
fn about(
    references: &References<'_>,
    citation: &Citation,
    tail: &head::Tail,
    deed: Deed,
    found: &Evidence,
    judged: &mut Judged,
) -> Result<(), Error> {
    let issued = found.document.header.issued;
    let other_year = citation.date.zip(issued);
    let other_year = other_year.is_some_and(|(said, issued)| said.year() != issued.year());
    if other_year && citation.symbol.is_none() && citation.partial.is_none() {
        add(
            judged,
            not_held(citation, std::iter::once(told_apart(&found.document))),
        );
        return Ok(());
    }
    for remark in head::remarks(citation, tail, found) {
        add(judged, remark);
    }
    if let Some(remark) = validity(references, deed, found)? {
        add(judged, remark);
    }
    Ok(())
}

fn validity(
    references: &References<'_>,
    deed: Deed,
    found: &Evidence,
) -> Result<Option<Remark>, Error> {
    let status = found.status;
    Ok(match status {
        Status::InForce => None,
        Status::Unknown => Some(Remark::ValidityUnknown),
        _ if matches!(deed, Deed::Ends) => Some(Remark::EndedHere { status }),
        _ => {
            // The days of the document are those of the provision only where both are in one state.
            let own = &found.document.validity;
            let own = Some(own).filter(|own| own.status(references.on) == status);
            let by = match status {
                Status::Expired => ended_by(references.library, &found.document)?,
                _ => Vec::new(),
            };
            Some(Remark::NotInForce {
                status,
                from: own.and_then(|own| own.from),
                until: own.and_then(|own| own.until),
                by: by.iter().map(told_apart).collect(),
            })
        }
    })
}

/// Whether a unit came into an act later, by its label ("Điều 7a", "điểm đ1") or by what the words say: the act as it was
/// issued does not have it.
fn is_inserted(citation: &Citation) -> bool {
    let by_label = citation.path.steps().iter().any(|step| {
        let digits = step.label.bytes().filter(u8::is_ascii_digit).count();
        let letters = step.label.chars().filter(|c| c.is_alphabetic()).count();
        digits > 0 && letters > 0
    });
    by_label || !citation.amended_by.is_empty()
}

/// Whether the library knows enough of a document to say that it has no such provision.
fn absent(references: &mut References<'_>, row: i64, path: &Path) -> Result<bool, Error> {
    // Annexes, chapters and forms are not always read as such, and collections of articles have none.
    let outer = path.steps().first().map(|step| step.level);
    if outer != Some(legal::Level::Article) {
        return Ok(false);
    }
    let Some(opened) = references.open(row)? else {
        return Ok(false);
    };
    let mut above = path.parent();
    while let Some(outer) = above {
        if outer.steps().is_empty() || opened.has(&outer) {
            return Ok(opened.is_complete(&outer));
        }
        above = outer.parent();
    }
    Ok(false)
}

fn not_held(citation: &Citation, nearest: impl Iterator<Item = String>) -> Remark {
    Remark::NotHeld {
        reference: citation.print(),
        nearest: nearest.collect(),
    }
}

fn add(judged: &mut Judged, remark: Remark) {
    if !judged.remarks.contains(&remark) {
        judged.remarks.push(remark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_that_came_in_later_is_not_said_to_be_absent() {
        fn check(reference: &str, expect: bool) {
            let found = legal::find_citations(reference).remove(0);
            assert_eq!(is_inserted(&found.citation), expect, "{reference}");
        }
        // Seen in a letter of the samples: the decree as issued has no Điều 7a.
        check("Điều 7a Nghị định số 901/2024/NĐ-CPMAU", true);
        check(
            "điểm đ1 khoản 2 Điều 4 Nghị định số 901/2024/NĐ-CPMAU",
            true,
        );
        check(
            "điểm đ khoản 2 Điều 4 Nghị định số 901/2024/NĐ-CPMAU",
            false,
        );
        check("Điều 98 Nghị định số 901/2024/NĐ-CPMAU", false);
    }
}
