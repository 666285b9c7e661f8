//! Answers without a model: the best provisions themselves, what was asked for first, with what belongs to it.

use std::ops::Range;

use search::Evidence;

use crate::excerpt::{
    Sentences, Wanted, asks_for_list, beginning, beginning_of, excerpt, leads_in, may_lead, parts,
    with_list,
};
use crate::part::{Part, asked_for, gives, part};
use crate::{DraftClaim, verify};

mod better;

pub(crate) use better::put_better_first;

/// An answer quotes this many provisions at least, if there are so many, and at most.
const LEAST: usize = 3;
const MOST: usize = 5;
/// Beyond the least, only provisions whose score is at least this share of the best one's.
const NEAR: f32 = 0.6;
/// What gives what was asked for leads where its score is at least this share of the best one's.
const LEADS: f32 = 0.3;
/// What scores less than this share of the best one answers another question.
const FLOOR: f32 = 0.05;
/// The exceptions of so many of the best are quoted beside them.
const EXCEPTED: usize = 2;
/// Shorter exceptions prove nothing by themselves.
const SHORT: usize = 40;

/// Most characters of a provision of which all is asked for.
const WHOLE_LENGTH: usize = 1_000;
/// A second place of the best provision is quoted too where it is worth at least this share of the first.
const AS_WELL: f32 = 0.8;
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
    let texts = evidence.iter().map(|one| one.text.as_str());
    let wanted = Wanted::new(&asked, focus).weighed(texts);
    let whole_lists = asks_for_list(&asked);
    let total = |one: &Evidence| one.score.total;
    let best = evidence.iter().map(total).fold(0.0, f32::max);
    let mut excerpts: Vec<Excerpt> = Vec::new();
    let mut articles: Vec<(i64, &str)> = Vec::new();
    for (at, one) in evidence.iter().enumerate() {
        let is_named = at < named;
        // Of an article the passage that stands first answers best.
        let article = (one.document.row, one.article_key.as_str());
        if !is_named && !article.1.is_empty() && articles.contains(&article) {
            continue;
        }
        if !is_named && total(one) < FLOOR * best {
            continue;
        }
        articles.push(article);
        let count = articles.len();
        if count > MOST || (!is_named && count > LEAST && total(one) < NEAR * best) {
            continue;
        }
        let whole = count == 1 && wanted.asks_for_all_of(heading(&one.breadcrumb));
        // A question that is only a reference asks for the provision as it begins.
        let range = match is_named && wanted.is_empty() {
            true => beginning(&one.text),
            false if whole => beginning_of(&one.text, WHOLE_LENGTH),
            false => {
                let led = words(&led(one, evidence));
                let range = excerpt(&one.text, &wanted, &one.breadcrumb, &led);
                with_list(&one.text, range, whole_lists)
            }
        };
        let own = Excerpt {
            at,
            gives: match whole {
                true => Part::Rule,
                false => part(&one.text[range.clone()]),
            },
            range,
        };
        let second = match count == 1 && !whole && !is_named {
            true => second(evidence, &wanted, at, &own.range, whole_lists),
            false => None,
        };
        let mut quoted = vec![own.range.clone()];
        quoted.extend(second.as_ref().map(|second| second.range.clone()));
        excerpts.push(own);
        excerpts.extend(second);
        if count <= EXCEPTED {
            excerpts.extend(exception(one, at, &quoted));
        }
    }
    let answers = |one: &Excerpt| {
        let text = &evidence[one.at].text;
        let leads = leading(one, evidence);
        let own = &text[one.range.clone()];
        wanted.is_given_by(own) || leads.iter().any(|(_, lead)| wanted.is_given_by(lead))
    };
    // What gives what was asked for leads, of equally good provisions only; the rest is read in its order: the rule,
    // conditions, exceptions, who, how long, which papers, what follows. A named provision stays where it stands.
    let near = |one: &Excerpt| one.at < named || total(&evidence[one.at]) >= LEADS * best;
    let lead = excerpts
        .iter()
        .position(|one| near(one) && (one.at < named || answers(one)));
    if let Some(lead) = lead.filter(|lead| *lead > 0) {
        excerpts[..=lead].rotate_right(1);
    }
    let place = |one: &Excerpt| {
        let one = &evidence[one.at];
        (one.document.row, one.article_key.clone())
    };
    let lead = excerpts.first().map(place);
    if named == 0 && excerpts.len() > 2 {
        // Within the article that leads, then its act; what other acts say follows in the order of the search.
        excerpts[1..].sort_by_key(|one| {
            let own = place(one);
            let is_act = lead.as_ref().is_some_and(|lead| lead.0 == own.0);
            let is_article = is_act && Some(&own) == lead.as_ref();
            (
                !is_act,
                !is_article,
                if is_act { one.gives } else { Part::Meaning },
            )
        });
    }
    excerpts.iter().map(|one| draft(one, evidence)).collect()
}

/// What leads in the list that goes on in an evidence, with the number of the evidence that has it, from 1; nothing where
/// not all of it is there.
fn led<'a>(one: &'a Evidence, all: &[Evidence]) -> Vec<(usize, &'a str)> {
    let number = |led: &'a search::Led| {
        let at = all.iter().position(|other| other.passage == led.passage)?;
        Some((at + 1, led.words.as_str()))
    };
    let found: Option<Vec<_>> = one.led.iter().map(number).collect();
    found.unwrap_or_default()
}

fn words<'a>(led: &[(usize, &'a str)]) -> Vec<&'a str> {
    led.iter().map(|(_, words)| *words).collect()
}

/// The words that lead in the list of which an excerpt is a point, outermost first, with the number of their evidence. A
/// point without them may say the contrary of what it means.
fn leading<'a>(excerpt: &Excerpt, all: &'a [Evidence]) -> Vec<(usize, &'a str)> {
    let evidence = &all[excerpt.at];
    let (own, goes_on) = leads_in(&evidence.text, &excerpt.range);
    let outermost = own.first().unwrap_or(&excerpt.range);
    let point = &evidence.text[outermost.clone()];
    let mut found = match goes_on {
        true => led(evidence, all),
        false => Vec::new(),
    };
    found.retain(|(_, lead)| may_lead(lead, point));
    let own = own.into_iter();
    found.extend(own.map(|range| (excerpt.at + 1, &evidence.text[range])));
    found
}

/// What the best provision says in another place about as well.
fn second(
    all: &[Evidence],
    wanted: &Wanted,
    at: usize,
    quoted: &Range<usize>,
    whole_lists: bool,
) -> Option<Excerpt> {
    let evidence = &all[at];
    let led = words(&led(evidence, all));
    let sentences = Sentences::new(&evidence.text, wanted, &evidence.breadcrumb, &led);
    let (_, best) = sentences.best()?;
    let (second, worth) = sentences.best_apart(quoted)?;
    let range = with_list(&evidence.text, sentences.around(second), whole_lists);
    let apart = range.end <= quoted.start || range.start >= quoted.end;
    let gives = part(&evidence.text[range.clone()]);
    (apart && worth >= AS_WELL * best).then_some(Excerpt { at, range, gives })
}

/// The step of a breadcrumb that names the article.
fn heading(breadcrumb: &str) -> &str {
    let mut steps = breadcrumb.split(" › ");
    steps
        .find(|step| step.starts_with("Điều "))
        .unwrap_or_default()
}

/// The exception that a provision makes, where the excerpt leaves it out.
fn exception(evidence: &Evidence, at: usize, quoted: &[Range<usize>]) -> Option<Excerpt> {
    let text = &evidence.text;
    let apart = |range: &Range<usize>| {
        let apart = |other: &Range<usize>| range.end <= other.start || range.start >= other.end;
        quoted.iter().all(apart)
    };
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

fn draft(excerpt: &Excerpt, all: &[Evidence]) -> DraftClaim {
    let evidence = &all[excerpt.at];
    let quote = evidence.text[excerpt.range.clone()].to_owned();
    let path = verify::place(evidence, &quote).path;
    let citation = path.as_ref().unwrap_or(&evidence.path).citation();
    let text = format!("{citation} {}", evidence.document.name());
    let leads = leading(excerpt, all).into_iter();
    let leads = leads.map(|(number, words)| (number, words.to_owned()));
    let quotes = leads.chain([(excerpt.at + 1, quote)]).collect();
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
