//! Two texts laid side by side, word by word.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices_deadline};
use utoipa::ToSchema;

/// Two long texts that share little are compared roughly after this.
const LONGEST: Duration = Duration::from_secs(2);

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// They stand in both.
    Same,
    /// Only in the first.
    Gone,
    /// Only in the second.
    New,
}

/// Words, and what became of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Run {
    /// What became of them.
    pub fate: Fate,
    /// The words, with the white space behind them.
    pub text: String,
}

/// The words of two texts in order: those of the first are the same and the gone ones, those of the second the same and
/// the new ones. White space makes no difference.
pub(crate) fn runs(old: &str, new: &str) -> Vec<Run> {
    let (old, new) = (words(old), words(new));
    let bare = |all: &[&str]| -> Vec<String> {
        all.iter()
            .map(|word| legal::normalise(word.trim()))
            .collect()
    };
    let deadline = Some(Instant::now() + LONGEST);
    let ops = capture_diff_slices_deadline(Algorithm::Patience, &bare(&old), &bare(&new), deadline);
    let mut runs: Vec<Run> = Vec::new();
    let mut add = |fate: Fate, words: &[&str]| {
        if words.is_empty() {
            return;
        }
        let text = words.concat();
        match runs.last_mut() {
            Some(last) if last.fate == fate => last.text.push_str(&text),
            _ => runs.push(Run { fate, text }),
        }
    };
    for op in ops {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                add(Fate::Same, &new[new_index..new_index + len]);
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => add(Fate::Gone, &old[old_index..old_index + old_len]),
            DiffOp::Insert {
                new_index, new_len, ..
            } => add(Fate::New, &new[new_index..new_index + new_len]),
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => {
                add(Fate::Gone, &old[old_index..old_index + old_len]);
                add(Fate::New, &new[new_index..new_index + new_len]);
            }
        }
    }
    runs
}

/// Words and the signs around them, each with the white space behind it: "tịch;" is a word and a sign.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    for word in text.split_inclusive(char::is_whitespace) {
        let first = word.find(char::is_alphanumeric);
        let last = word.rfind(char::is_alphanumeric);
        let (Some(first), Some(last)) = (first, last) else {
            words.push(word);
            continue;
        };
        let last = last + word[last..].chars().next().map_or(0, char::len_utf8);
        let signs = !word[last..].trim().is_empty();
        let end = if signs { last } else { word.len() };
        words.extend([&word[..first], &word[first..end], &word[end..]]);
    }
    words.retain(|word| !word.trim().is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_differ_are_told_apart() {
        fn check(old: &str, new: &str, expect: &[(Fate, &str)]) {
            let found = runs(old, new);
            let found: Vec<(Fate, &str)> = found
                .iter()
                .map(|run| (run.fate, run.text.as_str()))
                .collect();
            assert_eq!(found, expect, "{old} / {new}");
        }
        use Fate::{Gone, New, Same};
        check("một hai", "một hai", &[(Same, "một hai")]);
        check("một\nhai", "một hai", &[(Same, "một hai")]);
        check(
            "sau 15 giờ",
            "sau 16 giờ",
            &[(Same, "sau "), (Gone, "15 "), (New, "16 "), (Same, "giờ")],
        );
        check(
            "ghi vào sổ; trả (ngay).",
            "ghi vào sổ mới; trả (ngay).",
            &[(Same, "ghi vào sổ "), (New, "mới"), (Same, "; trả (ngay).")],
        );
        check("", "mới", &[(New, "mới")]);
        check("cũ", "", &[(Gone, "cũ")]);
        check("", "", &[]);
        let found = runs("a b c d", "a x c d e");
        let of = |kept: Fate| -> String {
            let mine = found
                .iter()
                .filter(|run| run.fate == Same || run.fate == kept);
            mine.map(|run| run.text.as_str()).collect()
        };
        assert_eq!((of(Gone).trim(), of(New).trim()), ("a b c d", "a x c d e"));
    }
}
