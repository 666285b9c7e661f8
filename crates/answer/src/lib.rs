//! From a question to an answer whose every claim quotes the law.
//!
//! A [`Claim`] is made by [`verify`] alone: its fields are private, so what is shown as checked was checked.

mod ask;
mod author;
mod claims;
mod draft;
mod egress;
mod excerpt;
mod figures;
mod manuscript;
pub mod personal;
mod policy;
mod prompt;
mod record;
mod references;
#[cfg(test)]
mod samples;
mod verify;

pub use ask::{Answer, Event, Refusal, answer_from, ask};
pub use author::{Author, Unverified};
pub use claims::{CheckedClaim, CitedClaim, CitedWords, ClaimCheck, Led, check_claims};
pub use draft::{ClaimKind, DraftClaim, Row};
pub use egress::{Egress, Handling};
pub use manuscript::{Finding, Remark, Review, Spot, State, review};
pub use policy::{PersonalRule, Policy};
pub use prompt::PROMPT_VERSION;
pub use record::{Basis, Change, Changed, Group, Head, Means, Quoted, changes};
pub use verify::{
    Check, CheckKind, Claim, Compared, Difference, Quote, Seen, Unsupported, Verdict, compare,
    verify,
};
