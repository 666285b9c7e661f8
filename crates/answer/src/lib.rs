//! From a question to an answer whose every claim quotes the law.
//!
//! A [`Claim`] is made by [`verify`] alone: its fields are private, so what is shown as checked was checked.

mod ask;
mod asked;
mod author;
mod beside;
mod claims;
mod conflict;
mod draft;
mod egress;
mod excerpt;
mod extractive;
mod figures;
mod manuscript;
mod missing;
mod part;
pub mod personal;
mod policy;
mod prompt;
mod record;
mod references;
mod refusal;
#[cfg(test)]
mod samples;
mod verify;
mod wording;

pub use ask::{Answer, Event, answer_from, ask};
pub use author::{Author, Unverified};
pub use beside::{FigureBeside, figures_beside, touching};
pub use claims::{
    CheckedClaim, CitedClaim, CitedWords, ClaimCheck, Led, WrittenClaim, check_claims, written,
};
pub use conflict::{Conflict, Guidance, Over, Side};
pub use draft::{ClaimKind, DraftClaim, Row};
pub use egress::{Egress, Handling, shown_to};
pub use manuscript::{Finding, Remark, Review, Spot, State, review};
pub use missing::{Asks, Choice, Fact};
pub use policy::{PersonalRule, Policy};
pub use prompt::PROMPT_VERSION;
pub use record::{
    Basis, Binding, Bound, Change, Changed, Comparison, Group, Head, Means, Quoted, Stale,
    StaleBasis, Touch, changes, question_key,
};
pub use refusal::{FLOOR, Refusal, SURE};
pub use verify::{
    Check, CheckKind, Claim, Compared, Difference, Quote, Seen, Unsupported, Verdict, compare,
    verify,
};
