//! The running sequence of articles among all lines that look like headings.

use std::collections::HashMap;

/// The places of the heaviest increasing row. A link to the next number gains, any other costs.
pub(super) fn heaviest(candidates: &[((u32, u32), i64)]) -> Vec<usize> {
    const NEXT: i64 = 3;
    const JUMP: i64 = -2;
    let mut keys: Vec<(u32, u32)> = candidates.iter().map(|(key, _)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    // Prefix maxima over the sorted keys (a Fenwick tree) and the best end at each number.
    let mut tree: Vec<Option<(i64, usize)>> = vec![None; keys.len() + 1];
    let mut at_number: HashMap<u32, (i64, usize)> = HashMap::new();
    let mut before: Vec<Option<usize>> = vec![None; candidates.len()];
    let mut best: Option<(i64, usize)> = None;
    for (n, (key, weight)) in candidates.iter().enumerate() {
        let mut total = if key.0 <= 1 { *weight } else { weight + JUMP };
        let rank = keys.partition_point(|other| other < key);
        let mut at = rank;
        while at > 0 {
            if let Some((sum, from)) = tree[at]
                && sum + weight + JUMP > total
            {
                (total, before[n]) = (sum + weight + JUMP, Some(from));
            }
            at &= at - 1;
        }
        let same = at_number
            .get(&key.0)
            .filter(|(_, from)| candidates[*from].0 < *key);
        let previous = key
            .0
            .checked_sub(1)
            .and_then(|number| at_number.get(&number))
            .filter(|_| key.1 == 0);
        for (sum, from) in [same, previous].into_iter().flatten() {
            if sum + weight + NEXT > total {
                (total, before[n]) = (sum + weight + NEXT, Some(*from));
            }
        }
        // Nothing is gained by a row that ends in a doubtful jump.
        if best.is_none_or(|(sum, _)| total > sum) {
            best = Some((total, n));
        }
        if at_number.get(&key.0).is_none_or(|(sum, _)| total > *sum) {
            at_number.insert(key.0, (total, n));
        }
        let mut at = rank + 1;
        while at < tree.len() {
            if tree[at].is_none_or(|(sum, _)| total > sum) {
                tree[at] = Some((total, n));
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut chain = Vec::new();
    let mut at = best.filter(|(sum, _)| *sum > 0).map(|(_, n)| n);
    while let Some(n) = at {
        chain.push(n);
        at = before[n];
    }
    chain.reverse();
    chain
}
