//! Official letters: a number without a kind, "V/v …" in the place of a title, "Kính gửi" before the text.

use super::super::{
    lines::{Lines, starts_with_word},
    reflow,
};
use super::number::own_number;

/// The lines of a letter's head.
pub(super) struct Letter {
    /// The lines "V/v …"; none if both are the same.
    pub(super) subject: (usize, usize),
    /// The last line of the head.
    pub(super) last: usize,
}

/// The head of an official letter within the first `zone` lines, which hold no kind.
pub(super) fn letter(lines: &Lines<'_>, zone: usize) -> Option<Letter> {
    let number = (0..zone).find(|line| {
        own_number(lines.get(*line)).is_some_and(|own| own.year().is_none() && own.kind().is_none())
    })?;
    let subject = (0..zone)
        .find(|line| is_subject(lines.get(*line)))
        .map_or((0, 0), |from| (from, subject_end(lines, from, zone)));
    let addressed = starts_with_word(lines.get(zone), "kính gửi");
    if !addressed && subject.0 == subject.1 {
        return None;
    }
    let last = if addressed {
        zone - 1
    } else {
        number.max(subject.1 - 1)
    };
    Some(Letter { subject, last })
}

fn is_subject(line: &str) -> bool {
    starts_with_word(line, "v/v") || starts_with_word(line, "về việc")
}

/// The first line after the subject: the motto, the day or the number of the other column.
fn subject_end(lines: &Lines<'_>, from: usize, zone: usize) -> usize {
    (from + 1..zone.min(from + 5))
        .find(|line| {
            let text = lines.get(*line);
            starts_with_word(text, "cộng")
                || starts_with_word(text, "độc lập")
                || starts_with_word(text, "số")
                || text.contains("ngày ")
        })
        .unwrap_or(zone.min(from + 5))
}

/// "V/v hướng dẫn …" as a title: "Về việc hướng dẫn …".
pub(super) fn subject_words(words: &str) -> Option<String> {
    let joined = reflow::join(words);
    let bare = joined
        .strip_prefix("V/v")
        .or_else(|| joined.strip_prefix("V/V"))
        .map(|rest| rest.trim_start_matches([':', ' ', '.']));
    match bare {
        Some("") => None,
        Some(rest) => Some(format!("Về việc {rest}")),
        None => Some(joined),
    }
}
