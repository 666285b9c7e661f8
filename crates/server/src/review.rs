//! Which answers ask for a checker's eyes, and which first. Pure: what is known of each goes in, an order comes out.

use catalogue::Waiting;
use serde::Serialize;
use utoipa::ToSchema;

/// Asked so often that a mistake would be made often.
const OFTEN: u32 = 3;

/// Why somebody should look at an answer; the weightiest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It was approved, and what it rests on is not what it was.
    Stale,
    /// Somebody says that it is wrong.
    Reported,
    /// Somebody wrote it in the place of another; a second person has to look.
    Written,
    /// Sentences of a model were not proved.
    Unproved,
    /// A claim is proved in part only.
    Partly,
    /// Another act touches what it quotes: part of it may have ended.
    Amended,
    /// Nobody knows whether what it quotes is in force.
    Unknown,
    /// What it quotes was recognised from a picture.
    Recognised,
    /// It bears the mark of doubt.
    Doubtful,
    /// The question is asked often.
    Often,
}

impl Reason {
    /// All, the weightiest first.
    pub const ALL: [Self; 10] = [
        Self::Stale,
        Self::Reported,
        Self::Written,
        Self::Unproved,
        Self::Partly,
        Self::Amended,
        Self::Unknown,
        Self::Recognised,
        Self::Doubtful,
        Self::Often,
    ];

    /// What it adds to the weight of an answer: one of the first three goes before any number of the others.
    fn weight(self) -> u32 {
        match self {
            Self::Stale => 100_000,
            Self::Reported => 50_000,
            Self::Written => 20_000,
            Self::Unproved => 300,
            Self::Partly => 250,
            Self::Amended => 200,
            Self::Unknown => 150,
            Self::Recognised => 120,
            Self::Doubtful => 100,
            Self::Often => 50,
        }
    }

    /// `stale`, `reported`, …
    pub fn name(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Reported => "reported",
            Self::Written => "written",
            Self::Unproved => "unproved",
            Self::Partly => "partly",
            Self::Amended => "amended",
            Self::Unknown => "unknown",
            Self::Recognised => "recognised",
            Self::Doubtful => "doubtful",
            Self::Often => "often",
        }
    }

    /// From such a name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.name() == name)
    }
}

/// Why an answer asks for eyes, the weightiest first; empty: it does not.
pub(crate) fn reasons(waiting: &Waiting, stale: bool) -> Vec<Reason> {
    let marks = &waiting.marks;
    let undecided = waiting.decided.is_none();
    let of_itself = [
        (Reason::Stale, stale),
        (Reason::Reported, waiting.complaints > 0),
        (Reason::Written, undecided && waiting.corrects.is_some()),
        (Reason::Unproved, undecided && marks.unproved > 0),
        (Reason::Partly, undecided && marks.partly > 0),
        (Reason::Amended, undecided && marks.amended > 0),
        (Reason::Unknown, undecided && marks.unknown > 0),
        (Reason::Recognised, undecided && marks.recognised > 0),
        (
            Reason::Doubtful,
            undecided && marks.doubtful && marks.claims > 0,
        ),
        (
            Reason::Often,
            undecided && waiting.times >= OFTEN && marks.claims > 0,
        ),
    ];
    let there = of_itself.into_iter().filter(|(_, there)| *there);
    there.map(|(reason, _)| reason).collect()
}

/// How urgent: the sum of the reasons, and how often the question is asked, since every use repeats a mistake.
pub(crate) fn weight(waiting: &Waiting, reasons: &[Reason]) -> u32 {
    let sum: u32 = reasons.iter().map(|reason| reason.weight()).sum();
    sum + waiting.times.min(49)
}

#[cfg(test)]
mod tests {
    use catalogue::{DecisionKind, Marks, RecordId};

    use super::*;

    fn waiting(marks: Marks) -> Waiting {
        Waiting {
            record: RecordId::parse("CC-7K3M-9QXW-2TPD").expect("an id"),
            made: jiff::Timestamp::UNIX_EPOCH,
            marks,
            complaints: 0,
            times: 1,
            decided: None,
            corrects: None,
        }
    }

    fn marks(change: fn(&mut Marks)) -> Waiting {
        let mut marks = Marks {
            claims: 1,
            ..Marks::default()
        };
        change(&mut marks);
        waiting(marks)
    }

    #[test]
    fn what_asks_for_eyes() {
        fn check(waiting: &Waiting, stale: bool, expect: &[Reason]) {
            assert_eq!(reasons(waiting, stale), expect, "{waiting:?}");
        }
        let plain = marks(|_| {});
        check(&plain, false, &[]);
        check(&plain, true, &[Reason::Stale]);
        check(&marks(|marks| marks.partly = 1), false, &[Reason::Partly]);
        check(&marks(|marks| marks.amended = 1), false, &[Reason::Amended]);
        let refused = marks(|marks| {
            marks.claims = 0;
            marks.doubtful = true;
        });
        check(&refused, false, &[]);
        let often = Waiting {
            times: 3,
            ..marks(|marks| marks.doubtful = true)
        };
        check(&often, false, &[Reason::Doubtful, Reason::Often]);
        // What was decided waits only where somebody complains.
        let decided = Waiting {
            decided: Some(DecisionKind::Approved),
            complaints: 1,
            ..marks(|marks| marks.partly = 1)
        };
        check(&decided, false, &[Reason::Reported]);
    }

    #[test]
    fn the_weightiest_goes_first() {
        let every = &Reason::ALL[3..];
        let plain = marks(|_| {});
        for (number, reason) in Reason::ALL[..3].iter().enumerate() {
            let later = &Reason::ALL[number + 1..3];
            assert!(weight(&plain, &[*reason]) > weight(&plain, every));
            for other in later {
                assert!(weight(&plain, &[*reason]) > weight(&plain, &[*other]));
            }
        }
    }
}
