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

fn common(a: &[String], b: &[String]) -> usize {
    pairs(a, b).len()
}

/// The places of the words of a longest common subsequence, in order: `(in a, in b)`.
// Hunt–Szymanski: the longest increasing run of positions. Long texts have few equal words per word, so this
// is far quicker than the table of all pairs.
pub fn pairs(a: &[String], b: &[String]) -> Vec<(usize, usize)> {
    let mut places: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, word) in b.iter().enumerate() {
        places.entry(word).or_default().push(at);
    }
    // Each link is a pair and the link before it; `ends` holds, for each length, the link that ends earliest in b.
    let mut links: Vec<(usize, usize, Option<usize>)> = Vec::new();
    let mut ends: Vec<usize> = Vec::new();
    for (from, word) in a.iter().enumerate() {
        for &at in places.get(word.as_str()).into_iter().flatten().rev() {
            let rank = ends.partition_point(|&link| links[link].1 < at);
            if ends.get(rank).is_some_and(|&link| links[link].1 == at) {
                continue;
            }
            let before = rank.checked_sub(1).map(|rank| ends[rank]);
            links.push((from, at, before));
            let link = links.len() - 1;
            match ends.get_mut(rank) {
                Some(end) => *end = link,
                None => ends.push(link),
            }
        }
    }
    let mut found = Vec::with_capacity(ends.len());
    let mut next = ends.last().copied();
    while let Some(link) = next {
        let (from, at, before) = links[link];
        found.push((from, at));
        next = before;
    }
    found.reverse();
    found
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
        assert_eq!(
            pairs(&split("a b c d"), &split("x b d c d")),
            [(1, 1), (2, 3), (3, 4)]
        );
    }
}
