//! Personal data in questions: what of it is found in invented questions, and what is taken for it in ordinary ones.
//!
//! The persons are invented. The templates stand in two sets: the rules were tuned on one, the figures that count are
//! those of the other, whose names are drawn from a list of their own as well.

mod ordinary;
mod persons;
mod templates;

use std::collections::BTreeMap;
use std::path::Path;

use answer::personal::{self, Personal, PersonalKind};
use tests::Chance;

use persons::Question;

/// Questions made of each template, each with another person and in another writing.
const EACH: usize = 20;
/// The least share of pieces found, and the largest of ordinary questions in which something is.
const STRUCTURED_FLOOR: f64 = 0.99;
const NAMES_FLOOR: f64 = 0.90;
const ALARMS_CEILING: f64 = 0.01;

/// Found of all.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    found: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, found: bool) {
        self.found += usize::from(found);
        self.all += 1;
    }

    fn value(self) -> f64 {
        self.found as f64 / self.all.max(1) as f64
    }

    /// The interval of Wilson (1927) at 95 %.
    fn interval(self) -> (f64, f64) {
        let (n, p, z) = (self.all.max(1) as f64, self.value(), 1.959_964);
        let middle = p + z * z / (2.0 * n);
        let reach = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
        let scale = 1.0 + z * z / n;
        (
            ((middle - reach) / scale).max(0.0),
            ((middle + reach) / scale).min(1.0),
        )
    }
}

impl std::fmt::Display for Share {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (low, high) = self.interval();
        let Self { found, all } = self;
        write!(
            f,
            "{found} of {all}, {:.2} % ({:.2}–{:.2})",
            100.0 * self.value(),
            100.0 * low,
            100.0 * high
        )
    }
}

/// Prints all figures; false: one is beyond its floor or ceiling.
pub(crate) fn measure(shared: Option<&Path>, show: bool) -> bool {
    let mut good = true;
    for (name, held_out) in [("tuned on", false), ("held out", true)] {
        let mut chance = Chance::of(if held_out { 2026 } else { 7 });
        let questions = persons::questions(&mut chance, held_out, EACH);
        // Whoever reads what was missed tunes on it: only of the first set is it shown.
        good &= recall(name, &questions, show && !held_out) || !held_out;
    }
    good & alarms(shared, show)
}

/// Whether every letter and digit of a piece lies in what was found.
fn is_covered(found: &[Personal], question: &Question, range: &std::ops::Range<usize>) -> bool {
    question.text[range.clone()]
        .char_indices()
        .filter(|(_, c)| c.is_alphanumeric())
        .all(|(at, _)| {
            let at = range.start + at;
            found.iter().any(|one| one.range.contains(&at))
        })
}

fn recall(name: &str, questions: &[Question], show: bool) -> bool {
    let mut kinds: BTreeMap<PersonalKind, (Share, usize)> = BTreeMap::new();
    let (mut structured, mut names, mut beyond) = (Share::default(), Share::default(), 0);
    for question in questions {
        let found = personal::find(&question.text);
        for (kind, range) in &question.pieces {
            let covered = is_covered(&found, question, range);
            let entry = kinds.entry(*kind).or_default();
            entry.0.add(covered);
            let named = found.iter().any(|one| {
                one.kind == *kind && one.range.start < range.end && range.start < one.range.end
            });
            entry.1 += usize::from(covered && named);
            if kind.is_structured() {
                structured.add(covered);
            } else if *kind == PersonalKind::Name {
                names.add(covered);
            }
            if show && !covered {
                println!(
                    "    missed {kind:?} “{}” in: {}",
                    &question.text[range.clone()],
                    question.text
                );
            }
        }
        beyond += found
            .iter()
            .filter(|one| {
                // A date of issue that stands beside a name, and the like.
                let meets = |(_, range): &(PersonalKind, std::ops::Range<usize>)| {
                    one.range.start < range.end && range.start < one.range.end
                };
                !question.pieces.iter().any(meets)
            })
            .count();
    }
    println!(
        "personal data, templates {name}: {} questions",
        questions.len()
    );
    for (kind, (share, named)) in &kinds {
        println!("    {kind:?}: {share}; of its kind: {named}");
    }
    println!("  numbers and codes: {structured}");
    println!("  names: {names}");
    println!("  found where none was put: {beyond}");
    structured.value() >= STRUCTURED_FLOOR && names.value() >= NAMES_FLOOR
}

fn alarms(shared: Option<&Path>, show: bool) -> bool {
    let mut all = Share::default();
    for (name, questions) in ordinary::all(shared) {
        let mut share = Share::default();
        for question in &questions {
            let found = personal::find(question);
            share.add(!found.is_empty());
            all.add(!found.is_empty());
            if show {
                for one in &found {
                    println!(
                        "    alarm {:?} “{}” in: {question}",
                        one.kind,
                        &question[one.range.clone()]
                    );
                }
            }
        }
        println!("  false alarms, {name}: {share}");
    }
    println!("  false alarms in all: {all}");
    all.value() <= ALARMS_CEILING
}
