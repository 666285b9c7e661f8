//! What was meant by what was typed: Telex that was off, slips of the finger.

use std::collections::HashSet;

use index::{Filter, TextQuery, Want};
use legal::Date;

use crate::{Error, Library, Query, spelling, telex};

/// A query as it was meant, where that is not how it was typed.
pub(crate) fn meant(
    library: &Library,
    query: &Query,
    typed: &str,
) -> Result<Option<String>, Error> {
    if query.as_typed {
        return Ok(None);
    }
    let generation = &library.generation;
    let read = telex::meant(generation, typed)?;
    let text = read.as_deref().unwrap_or(typed);
    let spelled = spelling::meant(generation, &library.wordings, text)?;
    let meant = spelled.or(read);
    match &meant {
        Some(text) if !are_seen(library, typed, text)? => Ok(None),
        _ => Ok(meant),
    }
}

/// Whether every word that was read into a query stands in something that may be seen: who types at random must not be
/// told the words of what is hidden.
fn are_seen(library: &Library, typed: &str, meant: &str) -> Result<bool, Error> {
    if library.sight.is_all() {
        return Ok(true);
    }
    let known: HashSet<String> = syllables(typed).collect();
    let filter = Filter {
        documents: library.sight.documents(),
        ..Filter::on(Date::MIN, Want::All)
    };
    for word in syllables(meant).filter(|word| !known.contains(word)) {
        let query = TextQuery {
            unaccented: !legal::has_accents(&word),
            syllables: vec![word],
            alternatives: Vec::new(),
        };
        let found = library
            .generation
            .text(&query, std::slice::from_ref(&filter), 1)?;
        if found.iter().all(Vec::is_empty) {
            return Ok(false);
        }
    }
    Ok(true)
}

fn syllables(text: &str) -> impl Iterator<Item = String> {
    legal::syllables(text).into_iter().map(|(_, word)| word)
}
