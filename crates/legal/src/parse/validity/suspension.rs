//! An act that suspends itself or some of its own units for a time.

use super::{
    days::{last_day, starting_day},
    statement::{ACTS, unit_paths},
};
use crate::{Date, Path, find_citations};

/// What is suspended, from when to when.
pub(super) struct Suspension {
    /// Empty: the whole act.
    pub(super) units: Vec<Path>,
    pub(super) from: Date,
    /// The first day after it.
    pub(super) until: Option<Date>,
}

/// "Khoản 3 Điều 5 Nghị định này ngưng hiệu lực thi hành đến hết ngày …", "Ngưng hiệu lực thi hành đối với Điều 5 Nghị
/// định này từ ngày … đến hết ngày …". Without a first day it begins with the act, `in_force`. What another act suspends
/// is a relation.
pub(super) fn suspension(sentence: &str, in_force: Option<Date>) -> Option<Suspension> {
    const VERBS: [&str; 3] = ["gưng hiệu lực", "ạm dừng hiệu lực", "ình chỉ hiệu lực"];
    let (at, verb) = VERBS
        .iter()
        .filter_map(|verb| Some((sentence.find(verb)?, *verb)))
        .min()?;
    let before = sentence[..at]
        .trim_end_matches(char::is_alphabetic)
        .trim_end();
    let before = before
        .trim_end_matches("tạm")
        .trim_end_matches("Tạm")
        .trim_end();
    let behind = sentence[at + verb.len()..].trim_start();
    let (object, rest) = if before.is_empty() {
        behind.split_at(object_end(behind))
    } else {
        let before = before.trim_end_matches("được").trim_end_matches("bị");
        (before.trim_end(), behind)
    };
    let object = object.trim();
    let act = ACTS.iter().find(|act| object.ends_with(*act))?;
    let named = object[..object.len() - act.len()].trim_end();
    let condition = ["ngày", "khi", "thời điểm", "trong thời gian"];
    if condition.iter().any(|word| named.ends_with(word)) || names_another(named) {
        return None;
    }
    let until = last_day(rest);
    let from = match rest.find("từ ") {
        Some(_) => starting_day(rest, in_force).filter(|from| until.is_none_or(|end| *from < end)),
        None => None,
    };
    // "ngưng hiệu lực" without a day is a duty or a heading.
    let from = from.or(in_force.filter(|_| until.is_some()))?;
    Some(Suspension {
        units: unit_paths(named),
        from,
        until,
    })
}

/// Where the object of the verb ends: before the days.
fn object_end(behind: &str) -> usize {
    [
        " kể từ ",
        " từ ngày",
        " cho đến ",
        " đến hết ",
        " đến ngày ",
    ]
    .iter()
    .filter_map(|word| behind.find(word))
    .min()
    .unwrap_or(behind.len())
}

/// Whether the words name a document of their own.
fn names_another(words: &str) -> bool {
    find_citations(words)
        .iter()
        .any(|found| found.citation.names_document())
}
