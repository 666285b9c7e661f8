//! Whether the figures of a sentence stand in what it cites.

use super::examine::{Cited, differs};
use super::{Difference, Seen};
use crate::figures::{Figure, figures};

/// Every figure of the sentence must stand, with its unit and its bound, in the evidence it cites, and nowhere in the
/// place of another. Years and days also count where they are part of the document's name, title or date.
pub(super) fn numbers(text: &str, cited: &[Cited], replaced: &[Difference]) -> (bool, Seen) {
    let claimed = figures(text);
    if claimed.is_empty() {
        return (true, Seen::Figures { count: 0 });
    }
    let mut known: Vec<Figure> = Vec::new();
    for one in cited {
        known.extend(figures(&one.evidence.text));
        let header = &one.evidence.document.header;
        let about = [
            Some(one.evidence.document.name()),
            header.title.clone(),
            Some(one.evidence.breadcrumb.clone()),
        ];
        known.extend(
            about
                .iter()
                .flatten()
                .flat_map(|words| figures(words))
                .filter(Figure::is_day)
                .map(Figure::unbound),
        );
        known.extend(header.issued.map(Figure::of_date));
    }
    let missing: Vec<String> = claimed
        .iter()
        .filter(|figure| !known.iter().any(|known| known.supports(figure)))
        .map(|figure| figure.written().to_owned())
        .collect();
    if !missing.is_empty() {
        (false, Seen::FiguresMissing { missing })
    } else if replaced.is_empty() {
        let count = claimed.len();
        (true, Seen::Figures { count })
    } else {
        (false, differs(replaced))
    }
}
