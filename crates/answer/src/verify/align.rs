//! Where the words of a sentence stand in the law: pairs of tokens in order, as many and as close as may be.

use super::cues::Cue;
use super::tokens::{Kind, Text, Token};

/// Tokens of the sentence and of the law that say the same, in the order of both.
pub(super) struct Stretch {
    pub(super) pairs: Vec<(usize, usize)>,
}

/// A stretch of less worth may stand anywhere.
const LEAST: f32 = 5.0;
/// Beyond so many cells a sentence is not compared: no honest one comes near.
const MOST_CELLS: usize = 4_000_000;
const SENTENCE_GAP: f32 = 0.5;
const LAW_GAP: f32 = 0.25;

/// The stretches of a sentence that stand in the law, in the sentence's order. They do not cross in the sentence; in
/// the law they may, as a sentence may sum up clauses in an order of its own.
pub(super) fn align(sentence: &Text, law: &Text) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut open = vec![(0, sentence.tokens.len())];
    while let Some((from, to)) = open.pop() {
        let Some(stretch) = best(sentence, law, from, to) else {
            continue;
        };
        if let (Some((first, _)), Some((last, _))) = (stretch.pairs.first(), stretch.pairs.last()) {
            open.push((from, *first));
            open.push((last + 1, to));
            found.push(stretch);
        }
    }
    found.sort_by_key(|stretch| stretch.pairs.first().copied());
    found
}

fn worth(sentence: &Text, law: &Text, said: &Token, known: &Token) -> Option<f32> {
    match (said.kind, known.kind) {
        (Kind::Figure(said), Kind::Figure(known)) => {
            let same = law.figures[known].supports(&sentence.figures[said]);
            same.then_some(2.0)
        }
        (Kind::Cue(said), Kind::Cue(known)) if said == known => {
            Some(if matches!(said, Cue::Both | Cue::Either) {
                0.5
            } else {
                1.0
            })
        }
        (Kind::Filler, Kind::Filler) if said.word == known.word => Some(0.5),
        (Kind::Word | Kind::Actor, Kind::Word | Kind::Actor) if said.word == known.word => {
            Some(2.0)
        }
        _ => None,
    }
}

/// The best stretch of the tokens `from..to` (Smith and Waterman's alignment without substitution).
fn best(sentence: &Text, law: &Text, from: usize, to: usize) -> Option<Stretch> {
    let (rows, columns) = (to - from, law.tokens.len());
    if rows == 0 || columns == 0 || rows.saturating_mul(columns) > MOST_CELLS {
        return None;
    }
    let width = columns + 1;
    let mut scores = vec![0.0_f32; (rows + 1) * width];
    let (mut top, mut end) = (0.0, 0);
    for row in 1..=rows {
        let said = &sentence.tokens[from + row - 1];
        for column in 1..=columns {
            let at = row * width + column;
            let mut score = (scores[at - width] - SENTENCE_GAP)
                .max(scores[at - 1] - LAW_GAP)
                .max(0.0);
            if let Some(worth) = worth(sentence, law, said, &law.tokens[column - 1]) {
                score = score.max(scores[at - width - 1] + worth);
            }
            scores[at] = score;
            if score > top {
                (top, end) = (score, at);
            }
        }
    }
    if top < LEAST {
        return None;
    }
    let mut pairs = Vec::new();
    let mut at = end;
    while scores[at] > 0.0 {
        let (row, column) = (at / width, at % width);
        if row == 0 || column == 0 {
            break;
        }
        let worth = worth(
            sentence,
            law,
            &sentence.tokens[from + row - 1],
            &law.tokens[column - 1],
        );
        let near = |score: f32| (scores[at] - score).abs() < 1e-4;
        if worth.is_some_and(|worth| near(scores[at - width - 1] + worth)) {
            pairs.push((from + row - 1, column - 1));
            at -= width + 1;
        } else if near(scores[at - 1] - LAW_GAP) {
            at -= 1;
        } else {
            at -= width;
        }
    }
    pairs.reverse();
    Some(Stretch { pairs })
}
