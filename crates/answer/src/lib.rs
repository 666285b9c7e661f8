//! From a question to an answer whose every claim quotes the law.
//!
//! A [`Claim`] is made by [`verify`] alone: its fields are private, so what is shown as checked was checked.

mod ask;
mod draft;
mod prompt;
mod verify;

pub use ask::{Answer, Event, Refusal, ask};
pub use draft::DraftClaim;
pub use verify::{Check, CheckKind, Claim, Quote, Unsupported, Verdict, verify};
