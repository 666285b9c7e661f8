//! Why there is no answer: told before anything is written, from the question's words and from what was found.

use search::{Cited, Evidence, Query};

use crate::Answer;
use crate::asked::{Subject, subject};
use crate::missing::asks_back;

/// Best evidence that answers with a smaller chance is no answer: the nearest provisions are shown, none is quoted as
/// one. Chosen so that no more than three in a hundred questions whose answer is held are refused: `cancu train floor`
/// prints the whole curve.
pub const FLOOR: f32 = 0.075;
/// Below this chance what is quoted is marked: it may have to do with the question, and is not sure to answer it. One in
/// five questions whose answer is held is marked so, and half of those whose acts are not.
pub const SURE: f32 = 0.2;

/// Why there is no written answer. The nearest passages are shown all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing was found that is likely to answer, or the model says that nothing found answers the question.
    NothingFound,
    /// Only law that is not in force on the day was found.
    OnlyNotInForce,
    /// The question names a document or provision that is not held.
    NotHeld,
    /// No document that is held fits what the question was narrowed to.
    NothingWithin,
    /// What the question names is held, but lies outside of what it was narrowed to.
    Outside,
    /// The question is none that rules answer.
    OutOfScope,
    /// The question is about a person and not about a rule.
    AboutPerson,
    /// The answer hangs on a fact that the question leaves out: it is asked for.
    MissingFact,
    /// The model could not be used, or not to the end; the passages are shown instead.
    WriterDown,
    /// Too many answers are being written; the passages are shown instead.
    WriterBusy,
    /// The model answered, but nothing of it could be checked.
    NothingChecked,
    /// No provision that was found may be shown to the model: the provisions themselves are the answer.
    PolicyForbids,
    /// The question holds personal data, and the policy keeps such questions from the model: the same.
    PersonalKept,
}

impl Refusal {
    /// Whether what was found is shown only as what may have to do with the question.
    pub fn is_doubtful(self) -> bool {
        match self {
            Self::NothingFound | Self::OutOfScope | Self::AboutPerson | Self::NotHeld => true,
            Self::OnlyNotInForce
            | Self::NothingWithin
            | Self::Outside
            | Self::MissingFact
            | Self::WriterDown
            | Self::WriterBusy
            | Self::NothingChecked
            | Self::PolicyForbids
            | Self::PersonalKept => false,
        }
    }
}

/// Why nothing is written from what was found; `None` where it may be. `named` is how much of the evidence a
/// reference of the question led to, `likely` how likely the best of the rest answers, where that is known.
pub(crate) fn before_writing(
    answer: &mut Answer,
    query: &Query,
    named: usize,
    likely: Option<f32>,
) -> Option<Refusal> {
    let question = answer.read_as.as_deref().unwrap_or(&query.text);
    let asked = subject(question);
    if asked == Subject::Order {
        return Some(Refusal::OutOfScope);
    }
    let is_found = |cited: &Cited| matches!(cited, Cited::Found(found) if !found.is_empty());
    let any_found = answer.cited.iter().any(is_found);
    if !answer.cited.is_empty() && !any_found {
        // Never another document silently: the nearest passages are shown, none is quoted as the answer.
        return Some(Refusal::NotHeld);
    }
    let within = answer.within.as_ref();
    if within.is_some_and(|within| within.documents == 0) {
        return Some(Refusal::NothingWithin);
    }
    let mut found = answer.cited.iter().filter_map(|cited| match cited {
        Cited::Found(found) => Some(found),
        _ => None,
    });
    let is_outside = |found: &Vec<Evidence>| found.iter().all(|evidence| evidence.outside);
    if any_found && found.all(is_outside) {
        // Other law is no answer about the one that was named.
        return Some(Refusal::Outside);
    }
    match asked {
        // Who names a provision asks about it.
        Subject::Outside if !any_found => return Some(Refusal::OutOfScope),
        Subject::Person if !any_found => return Some(Refusal::AboutPerson),
        _ => {}
    }
    let only_ended = answer.evidence.is_empty() && !answer.not_in_force.is_empty();
    // The named provision is held but ended: other law is no answer about it.
    let named_ended = named == 0 && any_found;
    if only_ended || named_ended {
        return Some(Refusal::OnlyNotInForce);
    }
    if answer.evidence.is_empty() {
        return Some(Refusal::NothingFound);
    }
    if named > 0 {
        return None;
    }
    if likely.is_some_and(|likely| likely < FLOOR) {
        return Some(Refusal::NothingFound);
    }
    let asks = asks_back(question, query, &answer.evidence, &answer.not_in_force);
    let must_know = asks.iter().any(|asks| asks.must_know);
    answer.asks = asks;
    must_know.then_some(Refusal::MissingFact)
}
