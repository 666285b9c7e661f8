//! Where the words of a sentence stand in the law: pairs of tokens in order, as many and as close as may be.

use std::ops::Range;

use legal::{Citation, fold_quote};

use super::chains::Chain;
use super::cues::Cue;
use super::tokens::{Kind, Text, Token};

/// Tokens of the sentence and of a chain that say the same, in the order of both.
pub(super) struct Stretch {
    /// Place of the chain.
    pub(super) chain: usize,
    pub(super) pairs: Vec<(usize, usize)>,
}

/// What a pair is worth, and what a token costs that is passed over.
const WORD: i32 = 8;
const CUE: i32 = 4;
const FILLER: i32 = 2;
const SENTENCE_GAP: i32 = 2;
const LAW_GAP: i32 = 1;
/// A stretch of less worth may stand anywhere; in a chain in which the sentence stands already, two words are enough,
/// or a figure or a reference alone.
const LEAST: i32 = 20;
const LEAST_AGAIN: i32 = 12;
/// Of a short sentence of which nothing else stands anywhere.
const LEAST_WHOLE: i32 = 16;
const LEAST_FIGURE: i32 = 8;
/// Chains that are tried, those with most of the words.
const MOST_CHAINS: usize = 8;
/// Beyond so many cells a sentence is not compared: no honest one comes near.
const MOST_CELLS: usize = 1_000_000;
/// Stretches of one sentence.
const MOST_STRETCHES: usize = 24;

/// The stretches of a sentence that stand in the law, in the sentence's order. Each sentence of a claim is laid beside
/// the chain that has most of it; what is left of it beside that one again, in any order, and then beside others.
pub(super) fn align(sentence: &Text, chains: &[Chain], are_quoted: &[bool]) -> Vec<Stretch> {
    let mut found: Vec<Stretch> = Vec::new();
    // Each token of a chain stands for one of the sentence: "cha, cha" is not "mẹ, cha".
    let mut taken: Vec<Vec<bool>> = chains
        .iter()
        .map(|chain| vec![false; chain.len()])
        .collect();
    let mut open = parts(sentence);
    let mut rest = Vec::new();
    let mut used: Vec<usize> = Vec::new();
    // First what stands for itself, then the words that are left beside it.
    let whole = open.clone();
    for least in [LEAST, LEAST_WHOLE, LEAST_AGAIN] {
        while let Some(range) = open.pop() {
            if least == LEAST_WHOLE && !whole.contains(&range) {
                rest.push(range);
                continue;
            }
            let places = match least {
                LEAST_AGAIN if !used.is_empty() => used.clone(),
                // Where nothing else stands, a figure may stand alone: "hạn là năm ngày".
                _ => likely(sentence, chains, range.clone()),
            };
            let stretch = places
                .into_iter()
                .filter_map(|chain| best(sentence, chains, chain, &taken[chain], range.clone()))
                .filter(|(worth, stretch)| {
                    let alone = |kind| matches!(kind, Kind::Figure(_) | Kind::Reference(_));
                    let mut said = stretch.pairs.iter();
                    let figure = said.any(|(said, _)| alone(sentence.tokens[*said].kind));
                    *worth >= least || (least == LEAST_AGAIN && figure && *worth >= LEAST_FIGURE)
                })
                // The first of the best; of two that have as much of it the quoted one, then the shorter, which says
                // less else.
                .reduce(|one, two| {
                    let rank = |(worth, stretch): &(i32, Stretch)| {
                        let at = stretch.chain;
                        (*worth, are_quoted[at], std::cmp::Reverse(chains[at].len()))
                    };
                    if rank(&two) > rank(&one) { two } else { one }
                });
            let Some((_, stretch)) = stretch.filter(|_| found.len() < MOST_STRETCHES) else {
                rest.push(range);
                continue;
            };
            if let (Some(first), Some(last)) = (stretch.pairs.first(), stretch.pairs.last()) {
                for rest in [range.start..first.0, last.0 + 1..range.end] {
                    if !rest.is_empty() {
                        open.push(rest);
                    }
                }
                for (_, known) in &stretch.pairs {
                    taken[stretch.chain][*known] = true;
                }
                if !used.contains(&stretch.chain) {
                    used.push(stretch.chain);
                }
                found.push(stretch);
            }
        }
        open = std::mem::take(&mut rest);
    }
    found.sort_by_key(|stretch| stretch.pairs.first().copied());
    found
}

/// The sentences of a claim, the last first. What stands behind a colon goes on with what stands before it.
fn parts(sentence: &Text) -> Vec<Range<usize>> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for part in &sentence.sentences {
        match parts.last_mut().filter(|_| goes_on) {
            Some(last) => last.end = part.tokens.end,
            None => parts.push(part.tokens.clone()),
        }
        goes_on = part.leads;
    }
    parts.reverse();
    parts
}

/// The chains that have most of the words, as far as a set of them tells.
fn likely(sentence: &Text, chains: &[Chain], range: Range<usize>) -> Vec<usize> {
    let tokens = &sentence.tokens[range];
    let mut wanted: Vec<u32> = tokens
        .iter()
        .filter(|token| matches!(token.kind, Kind::Word | Kind::Actor))
        .map(|token| token.number)
        .collect();
    wanted.sort_unstable();
    wanted.dedup();
    let figures = tokens
        .iter()
        .any(|token| matches!(token.kind, Kind::Figure(_) | Kind::Reference(_)));
    let count = |chain: &Chain| {
        let mut seen = vec![false; wanted.len()];
        let mut more = 0;
        for at in 0..chain.len() {
            let token = chain.token(at);
            if let Ok(at) = wanted.binary_search(&token.number) {
                seen[at] = true;
            } else if figures && matches!(token.kind, Kind::Figure(_) | Kind::Reference(_)) {
                more = 1;
            }
        }
        seen.into_iter().filter(|seen| *seen).count() + more
    };
    let counts = chains
        .iter()
        .enumerate()
        .map(|(at, chain)| (count(chain), at));
    let mut counts: Vec<(usize, usize)> = counts.filter(|(count, _)| *count > 0).collect();
    counts.sort_by_key(|(count, at)| (std::cmp::Reverse(*count), *at));
    counts.truncate(MOST_CHAINS);
    counts.into_iter().map(|(_, at)| at).collect()
}

fn worth(sentence: &Text, law: &Text, said: &Token, known: &Token) -> i32 {
    match (said.kind, known.kind) {
        (Kind::Word | Kind::Actor, Kind::Word | Kind::Actor) if said.number == known.number => WORD,
        (Kind::Filler, Kind::Filler) if said.number == known.number => FILLER,
        (Kind::Cue(said), Kind::Cue(known)) if said == known => match said {
            Cue::Both | Cue::Either => FILLER,
            _ => CUE,
        },
        (Kind::Figure(said), Kind::Figure(known))
            if law.figures[known].supports(&sentence.figures[said]) =>
        {
            WORD
        }
        (Kind::Reference(at), Kind::Reference(other))
            if are_same(&sentence.references[at], &law.references[other])
                && sentence.numbers(said) == law.numbers(known)
                && is_either(sentence, said) == is_either(law, known) =>
        {
            WORD
        }
        _ => 0,
    }
}

/// "Điều 11 hoặc Điều 17" is not "Điều 11 và Điều 17".
fn is_either(text: &Text, token: &Token) -> bool {
    let mut words = text.words[token.range.clone()].split(' ');
    words.any(|word| matches!(word, "hoặc" | "hay"))
}

/// Whether two words of reference mean the same provisions.
fn are_same(one: &[Citation], other: &[Citation]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(one, other)| is_same(one, other))
}

/// The same provision of the same document, in whatever words.
pub(super) fn is_same(one: &Citation, other: &Citation) -> bool {
    let symbols = match (&one.symbol, &other.symbol) {
        (Some(one), Some(other)) => one.same_document(other),
        (None, None) => true,
        _ => false,
    };
    let folded =
        |name: &Option<String>| name.as_ref().map(|name| fold_quote(name).text().to_owned());
    symbols
        && one.path == other.path
        && one.partial == other.partial
        && one.this == other.this
        && one.form == other.form
        && one.year == other.year
        && (one.date == other.date || one.date.is_none() || other.date.is_none())
        && folded(&one.name) == folded(&other.name)
        && are_same(&one.amended_by, &other.amended_by)
}

/// The best stretch of the tokens of a range in a chain, and its worth (Smith and Waterman's alignment without
/// substitution).
fn best(
    sentence: &Text,
    chains: &[Chain],
    chain: usize,
    taken: &[bool],
    range: Range<usize>,
) -> Option<(i32, Stretch)> {
    let known = &chains[chain];
    let (rows, columns) = (range.len(), known.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MOST_CELLS {
        return None;
    }
    let from = range.start;
    let worth = |row: usize, column: usize| match taken[column - 1] {
        true => 0,
        false => worth(
            sentence,
            known.law,
            &sentence.tokens[from + row - 1],
            known.token(column - 1),
        ),
    };
    let width = columns + 1;
    let mut scores = vec![0_i32; (rows + 1) * width];
    let (mut top, mut end) = (0, 0);
    for row in 1..=rows {
        for column in 1..=columns {
            let at = row * width + column;
            let mut score = (scores[at - width] - SENTENCE_GAP)
                .max(scores[at - 1] - LAW_GAP)
                .max(0);
            let worth = worth(row, column);
            if worth > 0 {
                score = score.max(scores[at - width - 1] + worth);
            }
            scores[at] = score;
            if score > top {
                (top, end) = (score, at);
            }
        }
    }
    let mut pairs = Vec::new();
    let mut at = end;
    while scores[at] > 0 {
        let (row, column) = (at / width, at % width);
        if row == 0 || column == 0 {
            break;
        }
        let worth = worth(row, column);
        if worth > 0 && scores[at] == scores[at - width - 1] + worth {
            pairs.push((from + row - 1, column - 1));
            at -= width + 1;
        } else if scores[at] == scores[at - 1] - LAW_GAP {
            at -= 1;
        } else {
            at -= width;
        }
    }
    pairs.reverse();
    Some((top, Stretch { chain, pairs })).filter(|(top, _)| *top > 0)
}
