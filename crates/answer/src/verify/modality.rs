//! Whether a sentence forbids, demands, allows, excepts and conditions as the law does in the same place.

use std::ops::Range;

use super::Difference;
use super::agreement::{Beside, Reader, push};
use super::cues::Cue;
use super::tokens::Kind;

/// A chain in which fewer words of the sentence stand is not what it speaks of.
const LEAST_WORDS: usize = 3;

/// Whether a token joins the parts of a list.
pub(super) fn joins(kind: Kind) -> bool {
    matches!(kind, Kind::Cue(Cue::Either | Cue::Both))
}

/// A cue that changes what is said wherever it stands.
fn turns(cue: Cue) -> bool {
    !matches!(cue, Cue::Either | Cue::Both | Cue::Contrary(..))
}

/// A cue that belongs to the words beside it.
fn is_strong(cue: Cue) -> bool {
    turns(cue) && cue != Cue::Condition
}

fn ours(reader: &Reader, range: Range<usize>) -> Vec<Cue> {
    range
        .filter(|at| !reader.paired[*at])
        .filter_map(|at| cue(reader.sentence.tokens[at].kind))
        .collect()
}

fn theirs(reader: &Reader, chain: usize, range: Range<usize>) -> Vec<Cue> {
    range
        .filter(|at| !reader.is_taken(chain, *at))
        .filter_map(|at| cue(reader.chains[chain].token(at).kind))
        .collect()
}

fn cue(kind: Kind) -> Option<Cue> {
    match kind {
        Kind::Cue(cue) => Some(cue),
        _ => None,
    }
}

fn count(cues: &[Cue], cue: Cue) -> usize {
    cues.iter().filter(|one| **one == cue).count()
}

/// Whether the law allows without a cue: "được" is a right where somebody writes "được phép".
fn allows(reader: &Reader, beside: &Beside) -> bool {
    let chain = &reader.chains[beside.chain];
    let mut known = beside.known.clone();
    known.any(|at| chain.said(at, at + 1) == "được")
}

/// Between two pairs: a cue more, one less, or its contrary.
pub(super) fn between(reader: &mut Reader, beside: &Beside, passed_over: bool) {
    let own = ours(reader, beside.said.clone());
    let law = theirs(reader, beside.chain, beside.known.clone());
    reader.judged[beside.said.clone()].fill(true);
    let more = own.iter().any(|cue| {
        let excused = *cue == Cue::Permission && allows(reader, beside);
        turns(*cue) && count(&own, *cue) > count(&law, *cue) && !excused
    });
    let chain = &reader.chains[beside.chain];
    let next = chain.token(beside.known.end).kind;
    let last = beside.known.clone().last().map(|at| chain.token(at).kind);
    // "không được mang chất nổ và phải xuất trình giấy tờ" is two rules.
    let two = last.is_some_and(joins) && cue(next).is_some_and(is_strong);
    let less = !two
        && law.iter().any(|cue| {
            // Of what is passed over only what turns the whole is missed.
            let weighs = !passed_over || matches!(cue, Cue::Exception);
            turns(*cue) && weighs && count(&law, *cue) > count(&own, *cue)
        });
    let turned = !passed_over && is_turned(&own, &law);
    if more || less || turned {
        let difference = reader.difference(beside);
        push(&mut reader.found.modality, difference);
    }
}

/// "và" for "hoặc", "trước" for "sau".
fn is_turned(own: &[Cue], law: &[Cue]) -> bool {
    let other = |one: &Cue, two: &Cue| match (one, two) {
        (Cue::Either, Cue::Both) | (Cue::Both, Cue::Either) => true,
        (Cue::Contrary(pair, side), Cue::Contrary(other, other_side)) => {
            pair == other && side != other_side
        }
        _ => false,
    };
    own.iter()
        .any(|one| count(own, *one) > count(law, *one) && law.iter().any(|two| other(one, two)))
}

/// Directly before or behind a stretch.
pub(super) fn edge(reader: &mut Reader, beside: &Beside) {
    let own = ours(reader, beside.said.clone());
    let law = theirs(reader, beside.chain, beside.known.clone());
    for at in beside.said.clone() {
        if let Some(one) = cue(reader.sentence.tokens[at].kind) {
            reader.judged[at] |= law.contains(&one);
        }
    }
    let more = own.iter().any(|cue| {
        let excused = *cue == Cue::Permission && allows(reader, beside);
        is_strong(*cue) && count(&own, *cue) > count(&law, *cue) && !excused
    });
    // "… ; trả lời trong 5 ngày" tells a duty without its "phải"; another word in its place does not.
    let untold = beside.said.is_empty();
    let less = law.iter().any(|cue| {
        let excused = untold && *cue == Cue::Duty;
        is_strong(*cue) && count(&law, *cue) > count(&own, *cue) && !excused
    });
    if more || less || is_turned(&own, &law) {
        reader.judged[beside.said.clone()].fill(true);
        let difference = reader.difference(beside);
        push(&mut reader.found.modality, difference);
    }
}

/// Exceptions and conditions of a sentence of the law that the claim takes the rule from and does not tell.
pub(super) fn left_out(reader: &mut Reader) {
    // A condition may be told in other words; then the claim has one of its own.
    let own = ours(reader, 0..reader.sentence.tokens.len());
    let told = [Cue::Exception, Cue::Condition].map(|cue| count(&own, cue));
    let mut found: Vec<Difference> = Vec::new();
    for (number, chain) in reader.chains.iter().enumerate() {
        let stretches = reader.stretches.iter().filter(|one| one.chain == number);
        let words: Vec<usize> = stretches
            .flat_map(|one| &one.pairs)
            .filter(|(said, _)| {
                let kind = reader.sentence.tokens[*said].kind;
                matches!(kind, Kind::Word | Kind::Actor | Kind::Figure(_))
            })
            .map(|(_, known)| *known)
            .collect();
        // What introduces a list is only spoken of where it is.
        let leads = words.iter().filter(|at| **at < chain.own).count();
        let from = match (words.len(), leads) {
            (..LEAST_WORDS, _) => continue,
            (_, LEAST_WORDS..) => 0,
            _ => chain.own,
        };
        for (cue, told) in [Cue::Exception, Cue::Condition].into_iter().zip(told) {
            let open = |at: &usize| {
                let token = chain.token(*at);
                let after = chain.law.words.get(token.range.end..).unwrap_or_default();
                let aside = after.trim_start().starts_with("có)");
                token.kind == Kind::Cue(cue) && !aside && !reader.is_taken(number, *at)
            };
            let open: Vec<usize> = (from..chain.len()).filter(open).collect();
            for at in open.into_iter().skip(told) {
                let law = chain.said(at, (at + 5).min(chain.len()));
                let said = String::new();
                push(&mut found, Difference { said, law });
            }
        }
    }
    for one in found {
        push(&mut reader.found.modality, one);
    }
}

/// Cues of the sentence that stand beside nothing of the law.
pub(super) fn apart(reader: &mut Reader) {
    for at in 0..reader.sentence.tokens.len() {
        let cue = cue(reader.sentence.tokens[at].kind);
        let alone = !reader.paired[at] && !reader.judged[at];
        if alone && cue.is_some_and(turns) {
            let from = at.saturating_sub(1);
            let to = (at + 2).min(reader.sentence.tokens.len());
            let difference = Difference {
                said: reader.sentence.said(from..to).to_owned(),
                law: String::new(),
            };
            push(&mut reader.found.modality, difference);
        }
    }
}
