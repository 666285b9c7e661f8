//! Forms ("Mẫu số 08.NT Phụ lục I") and what is smaller than any provision ("đoạn mở đầu khoản 2").

use super::{
    labels::ordinal,
    tokens::{Gap, Tokens},
    units,
};
use crate::Span;

/// Numbers of forms and where they stand, and the first token after them.
pub(super) fn forms(tokens: &Tokens<'_>, start: usize) -> Option<(Vec<(String, Span)>, usize)> {
    const HEADS: [&str; 5] = [
        "mẫu biểu số",
        "biểu mẫu số",
        "mẫu số",
        "biểu số",
        "biểu mẫu",
    ];
    const MOST: usize = 100;
    let first = start + usize::from(tokens.is(start, "các"));
    let at = match tokens.after_phrase(first, &HEADS) {
        Some(at) => at,
        None if tokens.is(first, "mẫu") && tokens.is_capital(first) => first + 1,
        None => return None,
    };
    let mut found = Vec::new();
    let (label, mut end) = number(tokens, at)?;
    let from = tokens.get(start)?.start;
    found.push((label, Span::new(from, tokens.end_of(end))));
    while found.len() < MOST {
        // Forms of a range cannot be counted: "Mẫu số 04a đến Mẫu số 04n" gives its two ends.
        let ranged = tokens.is(end, "đến") && tokens.gap(end) == Gap::Space;
        let next = units::coordination(tokens, end).filter(|_| tokens.gap(end) != Gap::Semicolon);
        let Some(next) = next.or_else(|| ranged.then_some(end + 1)) else {
            break;
        };
        let headed = tokens.after_phrase(next, &HEADS).unwrap_or(next);
        let Some((label, after)) = number(tokens, headed)
            .filter(|(label, _)| headed > next || label.starts_with(|c: char| c.is_ascii_digit()))
        else {
            break;
        };
        let from = tokens.get(next).map_or(0, |token| token.start);
        found.push((label, Span::new(from, tokens.end_of(after))));
        end = after;
    }
    Some((found, end))
}

/// "15", "08.NT", "01/ĐKT-HĐ": capitals and digits with a digit among them, as printed.
fn number(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    const LONGEST: usize = 24;
    let token = tokens.get(at)?;
    let rest = tokens.text.get(token.start..)?;
    let mut length = 0;
    let mut letters = rest.char_indices().take(LONGEST).peekable();
    while let Some((place, c)) = letters.next() {
        let joins = matches!(c, '.' | '-' | '/')
            && letters
                .peek()
                .is_some_and(|(_, next)| next.is_alphanumeric());
        let small =
            c.is_lowercase() && place > 0 && rest[..place].ends_with(|c: char| c.is_ascii_digit());
        if !(c.is_ascii_digit() || c.is_uppercase() || small || joins) {
            break;
        }
        length = place + c.len_utf8();
    }
    let label = &rest[..length];
    if !label.contains(|c: char| c.is_ascii_digit())
        || rest[length..].starts_with(|c: char| c.is_alphanumeric())
    {
        return None;
    }
    let end = token.start + length;
    let mut after = at;
    while tokens.get(after).is_some_and(|token| token.start < end) {
        after += 1;
    }
    // A number with a word glued on is none.
    (tokens.end_of(after) == end).then(|| (label.to_owned(), after))
}

/// "đoạn mở đầu", "câu thứ hai", "gạch đầu dòng thứ nhất", "tên", and the token at which its unit begins.
pub(super) fn detail(tokens: &Tokens<'_>, start: usize) -> Option<(String, usize)> {
    if tokens.is(start, "tên") {
        let unit = start + 1 + usize::from(tokens.is(start + 1, "của"));
        units::head(tokens, unit, false).filter(|_| tokens.gap(start + 1) == Gap::Space)?;
        return Some(("tên".to_owned(), unit));
    }
    let head = tokens.after_phrase(start, &["đoạn", "câu", "gạch đầu dòng"])?;
    let place = ["mở đầu", "đầu tiên", "đầu", "cuối cùng", "cuối"];
    let end = match tokens.after_phrase(head, &place) {
        Some(end) => end,
        None if tokens.is(head, "thứ") => {
            ordinal(tokens.word(head + 1))?;
            head + 2
        }
        None => {
            let number = tokens.word(head);
            let is_number = number.len() <= 2 && number.bytes().all(|b| b.is_ascii_digit());
            (is_number && !number.is_empty()).then_some(head + 1)?
        }
    };
    let unit = end + usize::from(tokens.is_any(end, &["của", "tại"]));
    let joined = matches!(tokens.gap(end), Gap::Space | Gap::Comma)
        && matches!(tokens.gap(unit), Gap::Space | Gap::Comma);
    units::head(tokens, unit, false).filter(|_| joined)?;
    Some((tokens.printed(start, end).to_lowercase(), unit))
}
