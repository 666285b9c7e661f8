//! How much of a reference text a reading reproduces, plainly defined.

use std::collections::HashMap;

/// The words of a text, folded as quotes are (NFC, case, dashes, quotation marks, white space), and without
/// the punctuation at their ends: a reference and a printed page differ in that without any harm.
pub fn words(text: &str) -> Vec<String> {
    let folded = legal::fold_quote(text);
    let trimmed = folded
        .text()
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    trimmed
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether the words of `part` stand in `whole`, one after another.
pub fn contained(part: &[String], whole: &[String]) -> bool {
    part.is_empty() || whole.windows(part.len()).any(|window| window == part)
}

/// `2 · LCS / (|a| + |b|)` over words (the Dice measure on the longest common subsequence, as `diff` sees
/// it): 1 for equal texts, 0 for texts without a common word. Both empty: 1.
pub fn similarity(a: &[String], b: &[String]) -> f64 {
    if a.is_empty() && b.is_empty() {
        return 1.0;
    }
    2.0 * common(a, b) as f64 / (a.len() + b.len()) as f64
}

// Hunt–Szymanski: the longest increasing run of positions. Long texts have few equal words per word, so this
// is far quicker than the table of all pairs.
fn common(a: &[String], b: &[String]) -> usize {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, word) in b.iter().enumerate() {
        places.entry(word).or_default().push(at);
    }
    let mut ends: Vec<usize> = Vec::new();
    for word in a {
        for &at in places.get(word.as_str()).into_iter().flatten().rev() {
            let rank = ends.partition_point(|&end| end < at);
            match ends.get_mut(rank) {
                Some(end) => *end = at,
                None => ends.push(at),
            }
        }
    }
    ends.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(text: &str) -> Vec<String> {
        text.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn measures() {
        fn check(a: &str, b: &str, expect: f64, stands: bool) {
            assert!(
                (similarity(&split(a), &split(b)) - expect).abs() < 1e-9,
                "{a} / {b}"
            );
            assert_eq!(contained(&split(a), &split(b)), stands, "{a} / {b}");
        }
        check("a b c", "a b c", 1.0, true);
        check("a b c d", "a x c d", 0.75, false);
        check("b c", "a b c d", 2.0 / 3.0, true);
        check("a a b", "b a a", 2.0 / 3.0, false);
        check("a", "b", 0.0, false);
        check("", "", 1.0, true);
    }
}
