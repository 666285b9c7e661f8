//! What of an answer asks for a checker's eyes, counted from the answer as it is kept.

use std::collections::BTreeSet;

use answer::{Group, Head};
use catalogue::Marks;
use search::Library;
use serde_json::Value;

/// Of an answer as it was sent. Without a library nothing is known of other acts that touch what it quotes.
pub(super) fn marks(head: &Head, answer: &Value, library: Option<&Library>) -> Marks {
    let claims = list(answer, "claims");
    let quotes: Vec<&Value> = claims
        .iter()
        .flat_map(|claim| list(claim, "quotes"))
        .collect();
    let count = |all: usize| u32::try_from(all).unwrap_or(u32::MAX);
    let partly = claims.iter().filter(|claim| claim["verdict"] == "partly");
    let unknown = quotes.iter().filter(|quote| quote["status"] == "unknown");
    let recognised = quotes.iter().filter(|quote| quote["recognised"] == true);
    Marks {
        asked: head.asked(),
        on: head.on,
        refusal: answer["refusal"].as_str().map(str::to_owned),
        claims: count(claims.len()),
        partly: count(partly.count()),
        unproved: count(answer["unverified"].as_u64().unwrap_or_default() as usize),
        unknown: count(unknown.count()),
        amended: count(library.map_or(0, |library| amended(head, library))),
        recognised: count(recognised.count()),
        doubtful: answer["doubtful"] == true,
        absent: absent(answer),
        nearest: head.bases.first().map(|basis| basis.document.clone()),
    }
}

/// The act that the question names and that is not held.
fn absent(answer: &Value) -> Option<String> {
    let cited = list(answer, "cited").into_iter();
    let mut absent = cited.filter(|one| one["kind"] == "no_document");
    absent.find_map(|one| {
        let found = legal::find_symbols(one["citation"].as_str()?);
        let (_, symbol) = found.into_iter().next()?;
        Some(symbol.normal().to_owned())
    })
}

/// How many quoted provisions others touch. What cannot be looked up is not counted: the answer is kept all the same.
fn amended(head: &Head, library: &Library) -> usize {
    let quoted: BTreeSet<usize> = head.quotes.iter().map(|quoted| quoted.evidence).collect();
    let bases = head
        .bases
        .iter()
        .filter(|basis| basis.group == Group::Evidence && quoted.contains(&basis.number));
    let at = library.generation.seq();
    bases
        .filter(|basis| {
            answer::touching(library, at, basis).is_ok_and(|touching| !touching.is_empty())
        })
        .count()
}

fn list<'a>(value: &'a Value, name: &str) -> Vec<&'a Value> {
    value[name].as_array().into_iter().flatten().collect()
}
