//! What is said of a citation in a draft.

use legal::{Date, Path, Status};
use serde::{Deserialize, Serialize};

/// How a citation of a draft stands, the mildest first: of several remarks the last state counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// đúng: it exists, is in force, and what was compared stands there.
    Right,
    /// chưa rõ: the library cannot tell.
    Unclear,
    /// không có trong kho
    NotHeld,
    /// không có hiệu lực on the day.
    Outdated,
    /// sai: the provision does not exist, or what is said of it does not stand there.
    Wrong,
}

impl State {
    /// All, what a person must look at first before the others.
    pub const ALL: [Self; 5] = [
        Self::Wrong,
        Self::Outdated,
        Self::Unclear,
        Self::NotHeld,
        Self::Right,
    ];
}

/// What was seen of a citation. Names are those of documents as people write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "seen", rename_all = "snake_case")]
pub enum Remark {
    /// The document has no such provision.
    NoProvision {
        /// The provision.
        reference: String,
        /// The document.
        document: String,
        /// The nearest that it has.
        nearest: Vec<Path>,
    },
    /// The library holds the document in part, or not divided so far: that the provision is absent says nothing.
    PartNotHeld {
        /// The provision.
        reference: String,
        /// The document.
        document: String,
    },
    /// The document is not held.
    NotHeld {
        /// The document as it was read.
        reference: String,
        /// Acts with the nearest numbers or names.
        nearest: Vec<String>,
    },
    /// The number is that of an act of another kind.
    OtherKind {
        /// The act.
        document: String,
    },
    /// The number is that of an act with another name.
    OtherName {
        /// The act.
        document: String,
        /// What it is called.
        title: String,
    },
    /// The act was issued on another day.
    OtherDay {
        /// The act.
        document: String,
        /// Its day of issue.
        issued: Date,
    },
    /// The words in quotation marks do not stand there.
    QuoteAbsent {
        /// The words.
        words: String,
        /// The provision of the same document in which they stand, if they do.
        elsewhere: Option<Path>,
    },
    /// The words in quotation marks stand there.
    QuoteStands {
        /// The words.
        words: String,
    },
    /// Figures of the sentence do not stand there.
    FiguresAbsent {
        /// As the sentence writes them.
        missing: Vec<String>,
        /// What stands there of the same kind.
        there: Vec<String>,
    },
    /// Every figure of the sentence stands there.
    FiguresStand {
        /// How many.
        count: usize,
    },
    /// The provision or its document is not in force on the day.
    NotInForce {
        /// Its state.
        status: Status,
        /// The first day of its effect, where known.
        from: Option<Date>,
        /// The first day on which it no longer applies, where known.
        until: Option<Date>,
        /// The acts that say they replace or repeal it.
        by: Vec<String>,
    },
    /// It is not known from when it applies.
    ValidityUnknown,
    /// Not in force, and the draft says itself that it replaces, repeals or suspends it.
    EndedHere {
        /// Its state.
        status: Status,
    },
    /// Several acts have this number; the one that fits best was taken.
    Several {
        /// How many.
        acts: usize,
        /// The one taken.
        taken: String,
    },
}

impl Remark {
    /// The state that this remark gives a citation.
    pub fn state(&self) -> State {
        match self {
            Self::NoProvision { .. }
            | Self::OtherKind { .. }
            | Self::OtherName { .. }
            | Self::OtherDay { .. }
            | Self::QuoteAbsent { .. } => State::Wrong,
            // A provision that gives other figures contradicts; one that gives none may leave them to the draft.
            Self::FiguresAbsent { there, .. } if !there.is_empty() => State::Wrong,
            Self::NotInForce { .. } => State::Outdated,
            Self::NotHeld { .. } => State::NotHeld,
            Self::PartNotHeld { .. }
            | Self::FiguresAbsent { .. }
            | Self::ValidityUnknown
            | Self::Several { .. } => State::Unclear,
            Self::QuoteStands { .. } | Self::FiguresStand { .. } | Self::EndedHere { .. } => {
                State::Right
            }
        }
    }
}
