//! Letters of points that a printer or a recogniser mistook, where the numbering leaves one reading.

use super::mark::{Mark, letter_number};

/// Pairs that are taken for one another, in the order of the law.
const PAIRS: [(char, char); 2] = [('d', 'đ'), ('e', 'g')];

/// Repairs the letter of a point from the one before and the next one: of a pair, one stands twice and the
/// other is missing. "c) d) d) e)" and "c) đ) đ) e)" are c, d, đ, e, and so is "c) đ) d) e)".
pub(super) fn letter(
    mark: &mut Mark,
    last: Option<(u32, u32)>,
    next: impl FnOnce() -> Option<(u32, u32)>,
) {
    let Some((last, 0)) = last else { return };
    let number = |c| letter_number(c).unwrap_or_default();
    let Some((first, second)) = PAIRS
        .into_iter()
        .find(|(first, second)| [number(*first), number(*second)].contains(&mark.key.0))
        .filter(|_| mark.key.1 == 0)
    else {
        return;
    };
    let wanted = if last == number(first) && mark.key.0 == number(first) {
        second
    } else if last + 1 == number(first)
        && mark.key.0 == number(second)
        && next().is_some_and(|next| [(number(first), 0), (number(second), 0)].contains(&next))
    {
        first
    } else {
        return;
    };
    mark.label = wanted.to_string();
    mark.key = (number(wanted), 0);
    mark.misprint = true;
}
