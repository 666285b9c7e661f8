//! Ranges of units: "từ Điều 5 đến Điều 8", and which units stand between the two ends.

use super::{
    labels::{label, measured},
    tokens::{Gap, Tokens},
    units::{Group, Label, head},
};
use crate::{
    Span,
    parse::{LETTERS, roman_number},
};

/// "Điều 5 đến Điều 8", "khoản 1 đến khoản 4", "từ khoản 1 đến 4 Điều 7": all between are meant. The units of a range
/// share its words. `announced`: "từ" stands before it.
pub(super) fn range(tokens: &Tokens<'_>, group: &mut Group, announced: bool) -> bool {
    if !tokens.is(group.end, "đến") || tokens.gap(group.end) != Gap::Space {
        return false;
    }
    let at = group.end + 1 + usize::from(tokens.is(group.end + 1, "hết"));
    let after = match head(tokens, at, false) {
        Some((level, after)) if level == group.level => after,
        Some(_) => return false,
        None => at,
    };
    let Some((last, end)) = label(tokens, after, group.level) else {
        return false;
    };
    // Without its head word the last number must be followed by the outer unit, or the first by "từ".
    let sure = announced || head(tokens, end, false).is_some();
    if (after == at && !sure) || measured(tokens, after, group.level) {
        return false;
    }
    let Some(first) = group.labels.pop() else {
        return false;
    };
    if first.text == last {
        group.labels.push(first);
        return false;
    }
    let span = Span::new(first.span.start as usize, tokens.end_of(end));
    let ends = Some((first.text.clone(), last.clone()));
    let mut between = between(&first.text, &last);
    between.insert(0, first.text);
    group.labels.extend(between.into_iter().map(|text| Label {
        text,
        span,
        range: ends.clone(),
    }));
    group.end = end;
    true
}

/// The labels after the first up to the last, counted; the last alone where they cannot be counted.
fn between(first: &str, last: &str) -> Vec<String> {
    const MOST: u32 = 80;
    if let (Ok(first), Ok(last)) = (first.parse::<u32>(), last.parse::<u32>()) {
        if first < last && last - first <= MOST {
            return (first + 1..=last).map(|n| n.to_string()).collect();
        }
        return vec![last.to_string()];
    }
    let letters: Vec<String> = LETTERS.chars().map(String::from).collect();
    let place = |label: &str| letters.iter().position(|letter| letter == label);
    if let (Some(first), Some(last)) = (place(first), place(last)) {
        if first < last {
            return letters[first + 1..=last].to_vec();
        }
        return vec![letters[last].clone()];
    }
    if let Some(inserted) = inserted(first, last) {
        return inserted;
    }
    let roman = |label: &str| roman_number(&label.to_uppercase());
    match (roman(first), roman(last)) {
        (Some(from), Some(to)) if from < to && to - from <= 30 => {
            (from + 1..=to).map(in_roman).collect()
        }
        _ => vec![last.to_owned()],
    }
}

/// "7a" to "7d", "7" to "7c", "đ1" to "đ4": inserted units of one place run through the letters or the numbers.
fn inserted(first: &str, last: &str) -> Option<Vec<String>> {
    let turn = |label: &str| {
        let digit = label.starts_with(|c: char| c.is_ascii_digit());
        label.find(|c: char| c.is_ascii_digit() != digit)
    };
    let (stem, end) = last.split_at(turn(last)?);
    let begin = first.strip_prefix(stem)?;
    let letter = |label: &str| LETTERS.chars().position(|c| label == c.to_string());
    let (from, to) = match (end.parse::<usize>(), letter(end)) {
        (Ok(to), _) => (begin.parse::<usize>().unwrap_or(0), to),
        (_, Some(to)) => (letter(begin).map_or(0, |from| from + 1), to + 1),
        _ => return None,
    };
    let known = begin.is_empty() || from > 0;
    (known && from < to && to - from <= 23).then(|| {
        (from + 1..=to)
            .filter_map(|n| match end.parse::<usize>() {
                Ok(_) => Some(format!("{stem}{n}")),
                Err(_) => Some(format!("{stem}{}", LETTERS.chars().nth(n - 1)?)),
            })
            .collect()
    })
}

/// A number below a hundred in Roman numerals, in lower case.
fn in_roman(mut number: u32) -> String {
    const NUMERALS: [(u32, &str); 9] = [
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
        (0, ""),
    ];
    let mut written = String::new();
    for (value, letters) in NUMERALS {
        while value > 0 && number >= value {
            written.push_str(letters);
            number -= value;
        }
    }
    written
}
