//! Answers without a model: the best provisions themselves, what was asked for first, with what belongs to it.

use std::ops::Range;

use search::Evidence;

use crate::excerpt::{Wanted, asks_for_list, beginning, excerpt, lead_in, parts, with_list};
use crate::part::{Part, asked_for, gives, part};
use crate::{DraftClaim, verify};

/// An answer quotes this many provisions at least, if there are so many, and at most.
const LEAST: usize = 3;
const MOST: usize = 5;
/// Beyond the least, only provisions whose score is at least this share of the best one's.
const NEAR: f32 = 0.6;
/// The exceptions of so many of the best are quoted beside them.
const EXCEPTED: usize = 2;
/// Shorter exceptions prove nothing by themselves.
const SHORT: usize = 40;

/// One excerpt of an evidence.
struct Excerpt {
    at: usize,
    range: Range<usize>,
    gives: Part,
}

/// The claims of an extractive answer, in the order in which they are read. The first `named` of the evidence are
/// what a reference of the question led to.
pub(crate) fn drafts(question: &str, evidence: &[Evidence], named: usize) -> Vec<DraftClaim> {
    let asked = without_citations(question);
    let focus = asked_for(&asked);
    let wanted = Wanted::new(&asked, focus);
    let whole_lists = asks_for_list(&asked);
    let total = |one: &Evidence| one.score.total;
    let best = evidence.iter().map(total).fold(0.0, f32::max);
    let mut excerpts: Vec<Excerpt> = Vec::new();
    for (at, one) in evidence.iter().enumerate().take(MOST) {
        let is_named = at < named;
        if !is_named && at >= LEAST && total(one) < NEAR * best {
            continue;
        }
        // A question that is only a reference asks for the provision as it begins.
        let range = match is_named && wanted.is_empty() {
            true => beginning(&one.text),
            false => with_list(&one.text, excerpt(&one.text, &wanted), whole_lists),
        };
        let own = Excerpt {
            at,
            gives: part(&one.text[range.clone()]),
            range,
        };
        let exception = (at < EXCEPTED).then(|| exception(one, at, &own.range));
        excerpts.push(own);
        excerpts.extend(exception.flatten());
    }
    let answers = |one: &Excerpt| {
        let text = &evidence[one.at].text[one.range.clone()];
        wanted.is_given_by(text)
    };
    // What gives what was asked for leads, of equally good provisions only; the rest is read in its order: the rule,
    // conditions, exceptions, who, how long, which papers, what follows. A named provision stays where it stands.
    let near = |one: &Excerpt| one.at < named || total(&evidence[one.at]) >= NEAR * best;
    let lead = excerpts
        .iter()
        .position(|one| near(one) && (one.at < named || answers(one)));
    if let Some(lead) = lead.filter(|lead| *lead > 0) {
        excerpts[..=lead].rotate_right(1);
    }
    let first_act = excerpts.first().map(|one| evidence[one.at].document.row);
    if named == 0 && excerpts.len() > 2 {
        // Within the act that leads; what other acts say follows in the order of the search.
        excerpts[1..].sort_by_key(|one| {
            let is_first = Some(evidence[one.at].document.row) == first_act;
            (!is_first, if is_first { one.gives } else { Part::Meaning })
        });
    }
    excerpts
        .iter()
        .map(|one| draft(one, &evidence[one.at]))
        .collect()
}

/// The exception that a provision makes, where the excerpt leaves it out.
fn exception(evidence: &Evidence, at: usize, quoted: &Range<usize>) -> Option<Excerpt> {
    let text = &evidence.text;
    let apart = |range: &Range<usize>| range.end <= quoted.start || range.start >= quoted.end;
    let excepts = |range: &Range<usize>| {
        let sentence = &text[range.clone()];
        sentence.chars().count() >= SHORT && gives(Part::Exception, sentence)
    };
    let mut apart = parts(text).into_iter().filter(apart);
    let range = apart.find(excepts)?;
    Some(Excerpt {
        at,
        range,
        gives: Part::Exception,
    })
}

fn draft(excerpt: &Excerpt, evidence: &Evidence) -> DraftClaim {
    let quote = evidence.text[excerpt.range.clone()].to_owned();
    let path = verify::place(evidence, &quote).path;
    let citation = path.as_ref().unwrap_or(&evidence.path).citation();
    let text = format!("{citation} {}", evidence.document.name());
    // A point without the words that lead its list in may say the contrary of what it means.
    let lead = lead_in(&evidence.text, &excerpt.range);
    let lead = lead.map(|range| (excerpt.at + 1, evidence.text[range].to_owned()));
    let quotes = lead.into_iter().chain([(excerpt.at + 1, quote)]).collect();
    DraftClaim {
        text: text.trim().to_owned(),
        quotes,
        kind: excerpt.gives.kind(),
        row: None,
    }
}

/// What a question asks beside the provisions that it names.
fn without_citations(question: &str) -> String {
    let mut rest = String::new();
    let mut from = 0;
    for found in legal::find_citations(question) {
        let range = found.span.range();
        rest.push_str(question.get(from..range.start).unwrap_or_default());
        rest.push(' ');
        from = range.end.max(from);
    }
    rest.push_str(question.get(from..).unwrap_or_default());
    rest
}

#[cfg(test)]
mod tests;
