//! The passages of an article that answer better than the one that was found, and those that lead them in.

use legal::{Date, Level, Path, Step};
use search::{Error, Evidence, Led, Library, Results};

use super::{heading, without_citations};
use crate::excerpt::{Sentences, Wanted, leads_before, opens_clauses};
use crate::part::asked_for;

/// Articles of which the other passages are looked at.
const ARTICLES: usize = 5;
/// Bytes of a label that may stand between two passages of a clause.
const LABEL: u32 = 8;

/// Puts before each of the best results the passage of its article that answers better, if another one does, and behind
/// it those that lead in the list of which it answers by a point. A long article is searched passage by passage: the one
/// that has most words of the question may be the one that goes back to what another one says.
pub(crate) fn put_better_first(
    library: &Library,
    question: &str,
    on: Date,
    results: &mut Results,
) -> Result<(), Error> {
    let asked = without_citations(question);
    let hits = &mut results.hits;
    let texts = hits.iter().map(|one| one.text.as_str());
    let wanted = Wanted::new(&asked, asked_for(&asked)).weighed(texts);
    if wanted.is_empty() {
        return Ok(());
    }
    let siblings = search::siblings(library, &hits[..hits.len().min(ARTICLES)], on)?;
    let mut better = Vec::new();
    for (at, (hit, others)) in hits.iter_mut().zip(siblings).enumerate() {
        let own = hit.passage;
        let article = led(hit, others);
        if let Some(same) = article.iter().find(|one| one.passage == own) {
            hit.led.clone_from(&same.led);
        }
        let best = best(hit, &article, &wanted);
        let front = best.unwrap_or(hit);
        let leads = match answers_by_a_led_point(front, &wanted) {
            true => article.iter().filter(|one| leads(one, front)).collect(),
            false => Vec::new(),
        };
        let (before, behind): (Vec<&Evidence>, _) = match best {
            Some(best) => ([vec![best], leads].concat(), Vec::new()),
            None => (Vec::new(), leads),
        };
        let cloned = |all: Vec<&Evidence>| all.into_iter().cloned().collect::<Vec<_>>();
        better.push((at, at + 1, cloned(behind)));
        better.push((at, at, cloned(before)));
    }
    let mut held: Vec<u64> = hits.iter().map(|hit| hit.passage).collect();
    for (hit, place, found) in better.into_iter().rev() {
        // They are as likely as the passage that they stand beside.
        let is_likely = hit < results.likely;
        for other in found.into_iter().rev() {
            if !held.contains(&other.passage) {
                held.push(other.passage);
                results.likely += usize::from(is_likely);
                hits.insert(place, other);
            }
        }
    }
    Ok(())
}

/// Whether a passage leads another one in.
fn leads(one: &Evidence, other: &Evidence) -> bool {
    other.led.iter().any(|led| led.passage == one.passage)
}

/// The passages of an article in the order of the text, each with what leads it in.
fn led(hit: &Evidence, others: Vec<Evidence>) -> Vec<Evidence> {
    let mut all = others;
    all.retain(|other| other.status == hit.status);
    all.push(Evidence {
        alike: Vec::new(),
        ..hit.clone()
    });
    all.sort_by_key(|one| (one.span.start, one.passage));
    for at in 1..all.len() {
        let before = &all[first_of_its_clause(&all, at)..at];
        let texts: Vec<&str> = before.iter().map(|one| one.text.as_str()).collect();
        let led = leads_before(&texts, &all[at].text).into_iter();
        let led = led.filter_map(|(place, words)| {
            let passage = before.get(place)?.passage;
            Some(Led { passage, words })
        });
        all[at].led = led.collect();
    }
    // "Nghiêm cấm các hành vi sau đây:" holds for all clauses of an article.
    let first = all
        .first()
        .filter(|one| one.path.level() == Some(Level::Article));
    let opening = first.and_then(|one| Some((one.passage, opens_clauses(&one.text)?)));
    if let Some((passage, words)) = opening {
        for one in all.iter_mut().skip(1) {
            let led = Led {
                passage,
                words: words.clone(),
            };
            if !one.led.contains(&led) {
                one.led.insert(0, led);
            }
        }
    }
    all
}

/// The first of the passages that lie before one in the same clause without a gap.
fn first_of_its_clause(all: &[Evidence], at: usize) -> usize {
    let follows = |one: usize| {
        let (before, next) = (&all[one - 1], &all[one]);
        let gap = next.span.start.checked_sub(before.span.end);
        gap.is_some_and(|gap| gap <= LABEL) && clause(&before.path) == clause(&next.path)
    };
    let mut first = at;
    while first > 0 && follows(first) {
        first -= 1;
    }
    first
}

fn clause(path: &Path) -> Vec<&Step> {
    let steps = path.steps().iter();
    steps
        .take_while(|step| step.level <= Level::Clause)
        .collect()
}

/// The passage of an article that answers better than a hit. One that may be forged answers nothing better than one that
/// is not.
fn best<'a>(hit: &Evidence, article: &'a [Evidence], wanted: &Wanted) -> Option<&'a Evidence> {
    let whole = wanted.asks_for_all_of(heading(&hit.breadcrumb));
    let worth = |one: &Evidence| match whole {
        // Where all of an article is asked for, it is read from its beginning.
        true => -(one.span.start as f32),
        false => {
            let led = led_words(one);
            let sentences = Sentences::new(&one.text, wanted, &one.breadcrumb, &led);
            sentences.best().map_or(0.0, |(_, worth)| worth)
        }
    };
    let mut best = worth(hit);
    let mut found = None;
    for other in article.iter().filter(|other| other.passage != hit.passage) {
        let own = worth(other);
        let is_trusted = other.unfounded.is_none() || hit.unfounded.is_some();
        if is_trusted && own > best {
            (best, found) = (own, Some(other));
        }
    }
    found
}

/// Whether what a passage says best is a point of a list that an earlier one leads in.
fn answers_by_a_led_point(one: &Evidence, wanted: &Wanted) -> bool {
    let led = led_words(one);
    let sentences = Sentences::new(&one.text, wanted, &one.breadcrumb, &led);
    sentences
        .best()
        .is_some_and(|(best, _)| sentences.is_led(best))
}

fn led_words(one: &Evidence) -> Vec<&str> {
    one.led.iter().map(|led| led.words.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use legal::Span;
    use search::Unfounded;

    use super::*;
    use crate::samples::evidence;

    fn passage(path: &str, start: u32, text: &str) -> Evidence {
        Evidence {
            passage: u64::from(start) + 1,
            span: Span {
                start,
                end: start + 50,
            },
            ..evidence(path, text)
        }
    }

    #[test]
    fn passages_are_led_in_by_their_clause_and_by_their_article() {
        let opening = passage("dieu-2", 0, "Nghiêm cấm những hành vi sau đây ở chợ:");
        let clause = passage(
            "dieu-2/khoan-1",
            53,
            "Bán những hàng sau đây:\na) Hàng giả;",
        );
        let hit = passage("dieu-2/khoan-1", 103, "b) Thuốc pháo;");
        let next = passage("dieu-2/khoan-2", 156, "2. Đốt rác.");
        let apart = passage("dieu-2/khoan-1/diem-e", 400, "e) Rượu lậu;");
        let all = led(&hit, vec![apart, next, clause, opening]);
        let led: Vec<Vec<u64>> = all
            .iter()
            .map(|one| one.led.iter().map(|led| led.passage).collect())
            .collect();
        assert_eq!(led, [vec![], vec![1], vec![1, 54], vec![1], vec![1]]);
    }

    /// A passage that may be forged went before one of its own text that is not.
    #[test]
    fn what_may_be_forged_goes_before_nothing() {
        let wanted = Wanted::new("phí họp chợ phiên mỗi buổi", None);
        let hit = passage("dieu-4", 0, "1. Chợ phiên họp vào sáng chủ nhật.");
        let mut other = passage("dieu-4", 60, "2. Phí họp chợ phiên mỗi buổi là 9 đồng.");
        let best_of = |other: &Evidence| best(&hit, std::slice::from_ref(other), &wanted).is_some();
        assert!(best_of(&other));
        other.unfounded = Some(Unfounded::Words);
        assert!(!best_of(&other));
    }
}
