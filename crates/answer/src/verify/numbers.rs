//! Whether the figures of a sentence stand in what it cites.

use super::Seen;
use super::agreement::Agreement;
use super::examine::{Cited, differs};
use crate::figures::{Figure, figures};

/// Every figure of the sentence must stand, with its unit and its bound, in the evidence it cites, beside the words
/// beside which it stands there. Years and days also count where they are part of the document's name, title or date.
pub(super) fn numbers(text: &str, cited: &[Cited], agreement: &Agreement) -> (bool, Seen) {
    let claimed = figures(text);
    let known = &agreement.law;
    let mut about: Vec<Figure> = Vec::new();
    for one in cited {
        let header = &one.evidence.document.header;
        let names = [
            Some(one.evidence.document.name()),
            header.title.clone(),
            Some(one.evidence.breadcrumb.clone()),
        ];
        about.extend(
            names
                .iter()
                .flatten()
                .flat_map(|words| figures(words))
                .filter(Figure::is_day)
                .map(Figure::unbound),
        );
        about.extend(header.issued.map(Figure::of_date));
    }
    let stands = |all: &[Figure], figure: &Figure| all.iter().any(|one| one.supports(figure));
    let written = |figure: &Figure| figure.written().to_owned();
    let missing = claimed
        .iter()
        .filter(|figure| !stands(known, figure) && !stands(&about, figure))
        .map(written);
    let missing: Vec<String> = missing.chain(agreement.labels.iter().cloned()).collect();
    if !missing.is_empty() {
        return (false, Seen::FiguresMissing { missing });
    }
    if !agreement.numbers.is_empty() {
        return (false, differs(&agreement.numbers));
    }
    let misplaced: Vec<String> = agreement
        .unplaced
        .iter()
        .filter_map(|at| claimed.get(*at))
        .filter(|figure| !stands(&about, figure))
        .map(written)
        .collect();
    if !misplaced.is_empty() {
        return (false, Seen::FiguresMisplaced { misplaced });
    }
    let count = claimed.len();
    (true, Seen::Figures { count })
}
