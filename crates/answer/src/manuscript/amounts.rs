//! The figures of a sentence that lean on what it cites: "Theo Điều 5 …, trong 30 ngày", "trong 30 ngày (Điều 5 …)".
//!
//! A figure of a sentence that speaks of something else (how many applications an office had, what the draft itself
//! demands) is not the law's and is left alone.

use std::ops::Range;

use legal::Level;
use search::{Error, Evidence};

use super::judge::Judged;
use super::{Cited, Remark, joined};
use crate::figures::{Figure, figures};
use crate::references::References;
use crate::{DraftClaim, Seen, compare as laid_beside};

/// With less than this share of its words in the provision, or fewer words, a sentence speaks of something else.
const COVERED: f32 = 0.6;
const LEAST_WORDS: usize = 3;
/// Most figures of the law that are named beside a wrong one.
const NAMED: usize = 3;
/// Before a citation that a sentence begins with.
const OPENING: [&str; 10] = [
    "",
    "theo",
    "theo quy định tại",
    "theo quy định của",
    "tại",
    "quy định tại",
    "căn cứ",
    "căn cứ quy định tại",
    "thực hiện",
    "thực hiện theo",
];
/// Behind a citation whose words follow.
const SAYING: [&str; 6] = [
    "quy định",
    ":",
    ", theo đó",
    "nêu rõ",
    "quy định:",
    "ghi rõ",
];
/// Before a citation that closes a sentence whose figures are its own.
const CLOSING: [&str; 8] = [
    "theo",
    "theo quy định",
    "theo quy định tại",
    "theo quy định của",
    "(",
    "(theo",
    "(quy định tại",
    "(theo quy định tại",
];

/// Compares the measured figures that lean on a citation with those of all that the sentence cites.
pub(super) fn compare(
    references: &mut References<'_>,
    words: &str,
    start: usize,
    group: &[Cited],
    judged: &mut [Judged],
) -> Result<(), Error> {
    let is_provision = |one: &Evidence| {
        one.path
            .level()
            .is_some_and(|level| level >= Level::Article)
    };
    let spans = within(words, start, group);
    let leaning = judged
        .iter()
        .zip(&spans)
        .enumerate()
        .find_map(|(at, (one, span))| {
            let provision = one.provisions.iter().any(is_provision);
            let part = leans(words, span).filter(|_| provision)?;
            let said = without(&words[part.clone()], start + part.start, group);
            let claimed = figures(&said).into_iter().filter(Figure::is_measured);
            let claimed: Vec<Figure> = claimed.collect();
            (!claimed.is_empty()).then_some((at, claimed))
        });
    let Some((at, claimed)) = leaning else {
        return Ok(());
    };
    let mut evidence = Vec::new();
    for one in judged.iter().flat_map(|one| &one.provisions) {
        let mut whole = references.with_lead(one)?;
        if !is_provision(one)
            && let Some(opened) = references.open(one.document.row)?
        {
            whole.text = opened.text();
        }
        evidence.push(whole);
    }
    let known: Vec<Figure> = evidence.iter().flat_map(|one| figures(&one.text)).collect();
    let missing: Vec<&Figure> = claimed
        .iter()
        .filter(|one| !known.iter().any(|known| known.supports(one)))
        .collect();
    if !speaks_of(&without(words, start, group), &evidence, references.on) {
        return Ok(());
    }
    let written = |figure: &Figure| figure.written().to_owned();
    let remark = if missing.is_empty() {
        Remark::FiguresStand {
            count: claimed.len(),
        }
    } else {
        let alike = known
            .iter()
            .filter(|known| missing.iter().any(|one| known.is_like(one)));
        let mut there: Vec<String> = Vec::new();
        for one in alike.map(written) {
            if there.len() < NAMED && !there.contains(&one) {
                there.push(one);
            }
        }
        Remark::FiguresAbsent {
            missing: missing.into_iter().map(written).collect(),
            there,
        }
    };
    judged[at].remarks.insert(0, remark);
    Ok(())
}

/// The citations as parts of the sentence.
pub(super) fn within(words: &str, start: usize, group: &[Cited]) -> Vec<Range<usize>> {
    let part = |cited: &Cited| {
        let from = (cited.span.start as usize).saturating_sub(start);
        let to = (cited.span.end as usize).saturating_sub(start);
        from.min(words.len())..to.min(words.len())
    };
    group.iter().map(part).collect()
}

/// The part of a sentence whose figures lean on a citation; `None`: the citation stands in passing.
fn leans(words: &str, cited: &Range<usize>) -> Option<Range<usize>> {
    let (before, after) = (words.get(..cited.start)?, words.get(cited.end..)?);
    let opening = unlabelled(before).trim().to_lowercase();
    let after = after.trim_start();
    if OPENING.contains(&opening.as_str()) || SAYING.iter().any(|saying| after.starts_with(saying))
    {
        return Some(cited.end..words.len());
    }
    let closed =
        after.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ';' | ')' | ','));
    let closing = before.trim_end().to_lowercase();
    let closing = CLOSING.iter().any(|word| {
        closing.strip_suffix(word).is_some_and(|rest| {
            word.starts_with('(') || rest.is_empty() || rest.ends_with([' ', ','])
        })
    });
    (closing && closed.is_empty()).then_some(0..cited.start)
}

/// What stands before a citation without the number or the dash of its paragraph: "2. ", "a) ", "- ".
fn unlabelled(before: &str) -> &str {
    let before = before.trim_start();
    let label = before.split_once([' ', '\u{a0}']).filter(|(label, _)| {
        label.chars().count() <= 4 && label.ends_with(['.', ')', '-', '–', '+', '•'])
    });
    label.map_or(before, |(_, rest)| rest)
}

/// The sentence without its citations, whose days and numbers are no figures of the law.
fn without(words: &str, start: usize, group: &[Cited]) -> String {
    let mut said = String::with_capacity(words.len());
    let mut at = 0;
    for cited in group {
        let from = (cited.span.start as usize).saturating_sub(start).max(at);
        let to = (cited.span.end as usize)
            .saturating_sub(start)
            .min(words.len());
        said.push_str(words.get(at..from).unwrap_or_default());
        said.push_str(", ");
        at = to.max(at);
    }
    said.push_str(words.get(at..).unwrap_or_default());
    joined(&said)
}

/// Whether the sentence speaks of what the provisions speak of: most of its words stand there.
fn speaks_of(said: &str, evidence: &[Evidence], on: legal::Date) -> bool {
    let draft = DraftClaim {
        text: said.to_owned(),
        quotes: (1..=evidence.len()).map(|at| (at, String::new())).collect(),
        ..DraftClaim::default()
    };
    let compared = laid_beside(&draft, evidence, on);
    compared.checks.iter().any(|check| match check.seen {
        Seen::Words { all, known, .. } => {
            all >= LEAST_WORDS && known as f32 >= COVERED * all as f32
        }
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_that_lean_on_a_citation() {
        fn check(sentence: &str, expect: Option<&str>) {
            let found = legal::find_citations(sentence);
            let span = found[0].span.range();
            let part = leans(sentence, &span).map(|part| sentence[part].trim().to_owned());
            assert_eq!(part.as_deref(), expect, "{sentence}");
        }
        check(
            "2. Theo Điều 5 Luật Chợ, nộp trong 5 ngày.",
            Some(", nộp trong 5 ngày."),
        );
        check(
            "Điều 5 Luật Chợ quy định nộp trong 5 ngày.",
            Some("quy định nộp trong 5 ngày."),
        );
        check(
            "Nộp trong 5 ngày theo Điều 5 Luật Chợ.",
            Some("Nộp trong 5 ngày theo"),
        );
        check(
            "Nộp trong 5 ngày (Điều 5 Luật Chợ).",
            Some("Nộp trong 5 ngày ("),
        );
        check(
            "Việc nộp thực hiện theo Điều 5 Luật Chợ: trong 5 ngày.",
            Some(": trong 5 ngày."),
        );
        // Rules of the sentence's own, on matters that the law names.
        check(
            "Hộ đang nộp phí theo Điều 5 Luật Chợ thì giảm không quá 50%.",
            None,
        );
        check(
            "Nếu không đạt điều kiện quy định tại Điều 5 Luật Chợ thì sau 03 năm đăng ký lại.",
            None,
        );
    }

    #[test]
    fn citations_are_taken_out_of_a_sentence() {
        let text = "Mở đầu. Theo Điều 5 Luật Chợ, nộp trong 5 ngày.";
        let start = "Mở đầu.".len();
        let group: Vec<Cited> = legal::find_citations(text)
            .into_iter()
            .map(|one| Cited {
                span: one.span,
                citations: vec![one.citation],
            })
            .collect();
        let said = without(&text[start..], start, &group);
        assert_eq!(said, "Theo , , nộp trong 5 ngày.");
    }
}
