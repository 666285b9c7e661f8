//! An answer as it goes into a person's file: the legal-basis block, and a document in the form of Decree
//! 30/2020/NĐ-CP.
//!
//! Pure: values in, text or bytes out. Always Vietnamese: the form is prescribed. What the program cannot know (body,
//! number, place, day, signer, receivers) is left as a dotted blank for the person who signs.

use legal::{Date, Status};

mod block;
mod docx;
mod form;
mod words;

pub use block::block;
pub use docx::docx;
pub use form::Form;
pub use words::full_day;

/// An answer to be put on paper. Holds only what was checked: a sentence that was not has no place in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Paper {
    /// The question as typed.
    pub question: String,
    /// The day whose law was asked for.
    pub on: Date,
    /// The id of the record, under which all of this can be checked again; empty: none was kept.
    pub record: String,
    /// When the answer was made, in words.
    pub made: String,
    /// Who found the words of the answer: a model, or nobody, in words.
    pub wording: String,
    /// Why there is no (full) answer, in words.
    pub refusal: Option<String>,
    /// What was proved.
    pub statements: Vec<Statement>,
    /// What was proved and summed up as a table.
    pub rows: Vec<Row>,
    /// Provisions that say one matter otherwise.
    pub differences: Vec<Difference>,
    /// How many more rested on documents that were removed since.
    pub removed: usize,
    /// What it rests on, each provision once.
    pub bases: Vec<Basis>,
    /// That a machine made it and a person must check and decide.
    pub notice: String,
}

/// A sentence and the provisions that prove it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Statement {
    /// The sentence.
    pub text: String,
    /// Not every check passed: the sentence says so.
    pub partly: bool,
    /// What stands at the foot of the page, one for each quote.
    pub footnotes: Vec<String>,
}

/// A row of a table: a duty, who has it, by when, and the provisions that prove it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// What is to be done.
    pub duty: String,
    /// Who does it; empty: not said.
    pub who: String,
    /// By when; empty: not said.
    pub deadline: String,
    /// "Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub places: Vec<String>,
    /// Not every check passed: the row says so.
    pub partly: bool,
    /// What stands at the foot of the page, one for each place.
    pub footnotes: Vec<String>,
}

/// Two provisions that say one matter otherwise.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// In what, in words.
    pub over: String,
    /// Both, as far as they are still held.
    pub sides: Vec<Side>,
    /// What the law says of such a case, in words.
    pub guidance: Vec<String>,
}

/// One of the two.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Side {
    /// "Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub place: String,
    /// Its rank, its day of issue, its day of effect, in words, as far as they are known.
    pub facts: Vec<String>,
    /// The words that differ.
    pub text: String,
}

/// A provision that an answer rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Basis {
    /// "khoản 2 Điều 5"; empty: the document as a whole.
    pub place: String,
    /// "Nghị định"; empty where it is not known.
    pub kind: String,
    /// "30/2020/NĐ-CP"; empty where there is none.
    pub symbol: String,
    /// The title without the kind; empty where it is not known.
    pub title: String,
    /// Who issued it; empty where it is not known.
    pub issuer: String,
    /// The day of issue.
    pub issued: Option<Date>,
    /// Its state on the asked day.
    pub status: Status,
}
