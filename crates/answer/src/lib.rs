//! From a question to an answer whose every claim quotes the law.
//!
//! A [`Claim`] is made by [`verify`] alone: its fields are private, so what is shown as checked was checked.

mod ask;
mod asked;
mod author;
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
pub use claims::{CheckedClaim, CitedClaim, CitedWords, ClaimCheck, Led, check_claims};
pub use conflict::{Conflict, Guidance, Over, Side};
pub use draft::{ClaimKind, DraftClaim, Row};
pub use egress::{Egress, Handling, shown_to};
pub use manuscript::{Finding, Remark, Review, Spot, State, review};
pub use missing::{Asks, Choice, Fact};
pub use policy::{PersonalRule, Policy};
pub use prompt::PROMPT_VERSION;
pub use record::{Basis, Change, Changed, Group, Head, Means, Quoted, changes};
pub use refusal::{FLOOR, Refusal, SURE};
pub use verify::{
    Check, CheckKind, Claim, Compared, Difference, Quote, Seen, Unsupported, Verdict, compare,
    verify,
};
