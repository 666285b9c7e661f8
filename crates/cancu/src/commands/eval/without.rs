//! What an evaluation leaves out, to see what each part of the search adds.

use std::sync::Arc;

use index::TextWeights;
use search::{Library, Wordings};

/// What can be left out.
pub(crate) const PARTS: [&str; 7] = [
    "pairs",
    "headings",
    "breadcrumbs",
    "wordings",
    "meaning",
    "ranking",
    // Slips and Telex; a query says so itself.
    "spelling",
];

/// The library without these parts.
pub(super) fn without(mut library: Library, parts: &[String]) -> Library {
    let is_out = |part: &str| parts.iter().any(|out| out == part);
    let weigh = |weight: f32, part: &str| if is_out(part) { 0.0 } else { weight };
    let own = TextWeights::default();
    let weights = TextWeights {
        body_bigrams: weigh(own.body_bigrams, "pairs"),
        heading_syllables: weigh(own.heading_syllables, "headings"),
        heading_bigrams: weigh(weigh(own.heading_bigrams, "headings"), "pairs"),
        breadcrumb_syllables: weigh(own.breadcrumb_syllables, "breadcrumbs"),
        breadcrumb_bigrams: weigh(weigh(own.breadcrumb_bigrams, "breadcrumbs"), "pairs"),
        ..own
    };
    if let Some(generation) = Arc::get_mut(&mut library.generation) {
        generation.set_text_weights(weights);
    }
    if is_out("wordings") {
        library.wordings = Arc::new(Wordings::default());
    }
    if is_out("meaning") {
        library.embedder = None;
    }
    if is_out("ranking") {
        library.ranking = None;
        library.reranking = None;
    }
    library
}
