//! What a check saw, as parts: each language says it in its own words.

use legal::{Date, Status};
use search::Unfounded;
use serde::{Deserialize, Serialize};

/// What a check saw. Evidence is named by its number, from 1; words are those of the sentence, the quote or the law.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "seen", rename_all = "snake_case")]
pub enum Seen {
    /// The evidence that is cited is there.
    Evidence {
        /// Its number.
        evidence: usize,
    },
    /// No evidence has this number.
    NoEvidence {
        /// The number.
        evidence: usize,
    },
    /// The quoted words stand there as one piece.
    Stands {
        /// The evidence.
        evidence: usize,
    },
    /// Nothing is quoted: the sentence is compared with the whole provision.
    Whole {
        /// The evidence.
        evidence: usize,
    },
    /// The quoted words would stand nearly everywhere.
    TooShort {
        /// The words.
        words: String,
    },
    /// Every piece of the quote stands there, but not as one.
    Stitched {
        /// The evidence.
        evidence: usize,
        /// The pieces, as the quote has them.
        pieces: Vec<String>,
    },
    /// The quoted words stand in another evidence than the one that is cited.
    Misattributed {
        /// The evidence that is cited.
        evidence: usize,
        /// The one in which they stand.
        stands_in: usize,
    },
    /// Most of the quoted words stand there, others were put in, changed or left out.
    Paraphrased {
        /// The evidence.
        evidence: usize,
        /// The law's own words there.
        nearest: String,
    },
    /// The quoted words do not stand there, nor anything near them.
    Absent {
        /// The evidence.
        evidence: usize,
    },
    /// There is no sentence.
    NoSentence,
    /// The sentence is too long for a claim.
    TooLong,
    /// The sentence quotes nothing.
    NoQuote,
    /// The sentence quotes more than proves anything.
    TooManyQuotes,
    /// All of so many figures stand in the cited text.
    Figures {
        /// How many; 0: the sentence has none.
        count: usize,
    },
    /// These figures of the sentence do not stand in the cited text.
    FiguresMissing {
        /// As the sentence writes them, with their bounds.
        missing: Vec<String>,
    },
    /// These figures stand in the cited text, but not beside the words beside which the sentence has them.
    FiguresMisplaced {
        /// As the sentence writes them, with their bounds.
        misplaced: Vec<String>,
    },
    /// Sentence and law agree.
    Agrees,
    /// Sentence and law differ in the same place.
    Differs {
        /// Where.
        differences: Vec<Difference>,
    },
    /// All of so many references of the sentence are to what is cited, or made there.
    References {
        /// How many; 0: the sentence has none.
        count: usize,
    },
    /// These references are neither to what is cited nor made there.
    ReferencesWrong {
        /// As the sentence writes them.
        wrong: Vec<String>,
    },
    /// Words of the sentence with a meaning of their own, and how many of them stand in the cited text.
    Words {
        /// How many there are.
        all: usize,
        /// How many stand there.
        known: usize,
        /// Some that do not.
        unknown: Vec<String>,
        /// Words that stand where the law has others.
        differences: Vec<Difference>,
    },
    /// The quotes are of the provision, but of another sentence: few of the words that stand there are quoted.
    QuotedBeside {
        /// How many words stand in the provision.
        all: usize,
        /// How many of them are quoted.
        quoted: usize,
    },
    /// The state of the provision on the day.
    Validity {
        /// The evidence.
        evidence: usize,
        /// Its state.
        status: Status,
        /// The day that was asked about.
        on: Date,
        /// The first day of its effect, or of its suspension where it is suspended; where known.
        from: Option<Date>,
        /// The first day on which it no longer applies, or applies again where it is suspended; where known.
        until: Option<Date>,
    },
    /// The words were recognised from a picture of them.
    Recognised {
        /// The evidence.
        evidence: usize,
    },
    /// What is cited makes no rules, as far as its head says: a letter, a plan, a note, a text without a head.
    MakesNoRules {
        /// The evidence.
        evidence: usize,
    },
    /// What is cited is a consolidated text that may be none.
    Unfounded {
        /// The evidence.
        evidence: usize,
        /// Why.
        why: Unfounded,
    },
}

/// Words of the sentence and of the law in the same place, with a word on either side; either may be empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// What the sentence says.
    pub said: String,
    /// What the law says.
    pub law: String,
}
