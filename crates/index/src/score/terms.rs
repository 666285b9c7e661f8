//! The terms of a query in each field.

use tantivy::{Term, schema::Field};

use super::TextWeights;
use crate::{
    TextQuery,
    fulltext::{Fields, PARTS, Pair},
};

/// Syllables of a query that count; more only cost time.
const SYLLABLES: usize = 64;

/// One term of a query in one field.
#[derive(Debug)]
pub(super) struct Wanted {
    pub(super) field: usize,
    pub(super) term: Term,
    pub(super) weight: f32,
}

impl Wanted {
    pub(super) fn one(field: Field, text: &str) -> Self {
        Self {
            field: field.field_id() as usize,
            term: Term::from_field_text(field, text),
            weight: 1.0,
        }
    }
}

/// One other wording in one field: pairs that must all occur.
#[derive(Debug)]
pub(super) struct Phrase {
    pub(super) terms: Vec<Wanted>,
}

/// The terms of a query in each field, and its other wordings.
pub(super) fn wanted(
    query: &TextQuery,
    fields: &Fields,
    weights: &TextWeights,
) -> (Vec<Wanted>, Vec<Phrase>) {
    let form = |syllable: &String| {
        if query.unaccented {
            legal::unaccent(syllable)
        } else {
            syllable.clone()
        }
    };
    let syllables: Vec<String> = query.syllables.iter().take(SYLLABLES).map(form).collect();
    let pairs = if query.unaccented {
        &fields.unaccented
    } else {
        &fields.accented
    };
    let mut terms = Vec::new();
    let mut phrases = Vec::new();
    for ((part, _), pair) in PARTS.iter().zip(pairs) {
        let weights = weights.of(*part);
        push_counted(
            &mut terms,
            pair.syllables,
            weights.0,
            syllables.iter().cloned(),
        );
        push_counted(&mut terms, pair.bigrams, weights.1, bigrams(&syllables));
        for (wording, weight) in query.alternatives.iter().take(SYLLABLES) {
            let wording: Vec<String> = wording.iter().take(SYLLABLES).map(form).collect();
            phrases.extend(phrase(&wording, *weight, *pair, weights));
        }
    }
    let symbols = syllables.iter().filter(|syllable| syllable.contains('/'));
    let symbols = symbols.map(|symbol| legal::unaccent(symbol).trim_start_matches('0').to_owned());
    push_counted(&mut terms, fields.symbol, weights.symbol, symbols);
    (terms, phrases)
}

/// Terms in the order of their first place; one that is repeated counts so many times.
fn push_counted(
    terms: &mut Vec<Wanted>,
    field: Field,
    weight: f32,
    texts: impl Iterator<Item = String>,
) {
    if weight <= 0.0 {
        return;
    }
    let start = terms.len();
    for text in texts {
        let term = Term::from_field_text(field, &text);
        match terms[start..].iter_mut().find(|wanted| wanted.term == term) {
            Some(wanted) => wanted.weight += weight,
            None => terms.push(Wanted {
                field: field.field_id() as usize,
                term,
                weight,
            }),
        }
    }
}

pub(super) fn bigrams(syllables: &[String]) -> impl Iterator<Item = String> {
    syllables.windows(2).map(|pair| pair.join(" "))
}

fn phrase(wording: &[String], weight: f32, pair: Pair, weights: (f32, f32)) -> Option<Phrase> {
    let mut terms = Vec::new();
    if wording.len() == 1 {
        push_counted(
            &mut terms,
            pair.syllables,
            weight * weights.0,
            wording.iter().cloned(),
        );
    } else {
        push_counted(
            &mut terms,
            pair.bigrams,
            weight * weights.1,
            bigrams(wording),
        );
    }
    (!terms.is_empty()).then_some(Phrase { terms })
}
