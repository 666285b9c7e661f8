//! What a question asks about: rules, a single person, or nothing that rules say.
//!
//! Told by its words alone, before anything is searched: a list of cues. They speak up only where they are sure; what
//! they let through meets the floor of the search. A question that has words of law is one about rules.

mod outside;
mod pattern;
mod person;

use pattern::Words;

/// What a question asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Rules, as far as its words tell.
    Rules,
    /// A person: how old, where, what number, what record.
    Person,
    /// Neither: the weather, a sum, a translation, the program itself.
    Outside,
    /// Nothing: it is an order to the program, whatever else it says.
    Order,
}

/// What a question asks about.
pub(crate) fn subject(question: &str) -> Subject {
    let words = Words::new(question);
    if outside::is_order(&words) {
        return Subject::Order;
    }
    if person::is_asked(question, &words) {
        return Subject::Person;
    }
    if outside::is_outside(question, &words) {
        return Subject::Outside;
    }
    Subject::Rules
}

#[cfg(test)]
mod tests;
