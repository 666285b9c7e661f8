//! From a question to an answer whose every claim quotes the law.
//!
//! A [`Claim`] is made by [`verify`] alone: its fields are private, so what is shown as checked was checked.

mod ask;
mod author;
mod draft;
mod egress;
mod excerpt;
mod figures;
pub mod personal;
mod policy;
mod prompt;
#[cfg(test)]
mod samples;
mod verify;

pub use ask::{Answer, Event, Refusal, answer_from, ask};
pub use author::{Author, Unverified};
pub use draft::{ClaimKind, DraftClaim, Row};
pub use egress::{Egress, Handling};
pub use policy::{PersonalRule, Policy};
pub use prompt::PROMPT_VERSION;
pub use verify::{
    Check, CheckKind, Claim, Compared, Difference, Quote, Seen, Unsupported, Verdict, compare,
    verify,
};
