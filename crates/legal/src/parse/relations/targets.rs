//! Which citations of a sentence are its objects, and which only stand in the title of one.
//!
//! "Thông tư số A hướng dẫn Nghị định số B; Thông tư số C hết hiệu lực": A and C end, B is a word of A's title.

use super::flat::Flat;
use crate::FoundCitation;

/// For each citation, whether it is an object. The first counts as `first` says; a later one if a list goes on with
/// it, so behind a comma, a semicolon, "và" or a label. `found` and `flat` speak of the same passage.
pub(super) fn direct(flat: &Flat, found: &[FoundCitation], first: bool) -> Vec<bool> {
    let mut all: Vec<bool> = Vec::with_capacity(found.len());
    for (n, one) in found.iter().enumerate() {
        let before = n.checked_sub(1).map(|last| (&found[last], all[last]));
        all.push(match before {
            None => first,
            // The units of one range share their words.
            Some((last, was)) if last.span == one.span => was,
            Some((last, was)) => {
                let between = flat.between(last.span.end as usize, one.span.start as usize);
                goes_on(between, was)
            }
        });
    }
    all
}

/// Whether the words between two citations make the second another object of the list.
fn goes_on(between: &str, was: bool) -> bool {
    let words = between.trim_matches(' ');
    if matches!(words, "" | "," | ";" | "và" | ", và" | "; và" | "hoặc") {
        // Nothing but a sign: it is what its neighbour is, unless a semicolon ends a title.
        return was || words.starts_with(';');
    }
    let unlabelled = without_label(words);
    let listed = unlabelled.ends_with([',', ';', ':', '-', '+']) || unlabelled.ends_with(" và");
    let quoted = words.ends_with("(") || words.ends_with(['“', '"']);
    listed && !quoted
}

/// Without a label at the end: "…; b)", "…; 2."
fn without_label(words: &str) -> &str {
    let Some((rest, last)) = words.rsplit_once(' ') else {
        return words;
    };
    let label = last.ends_with([')', '.'])
        && last.chars().count() <= 4
        && last
            .trim_end_matches([')', '.'])
            .chars()
            .all(|c| c.is_ascii_digit() || (c.is_alphabetic() && last.chars().count() <= 3));
    if label && rest.trim_end().ends_with([';', ':', '.']) {
        rest.trim_end()
            .trim_end_matches('.')
            .strip_suffix("./")
            .unwrap_or(rest.trim_end())
    } else {
        words
    }
}
