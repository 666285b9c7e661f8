//! What the tests of the whole and the measures share: the built program, HTTP by hand, folders, chance.
//!
//! Everything here works through the program's own doors (its command line and its addresses), as its
//! users do; nothing looks inside.
#![allow(
    clippy::print_stderr,
    reason = "tests and measures say what they skipped and which seed they drew"
)]

mod asking;
mod browser;
mod chance;
mod client;
mod elements;
mod folders;
mod honesty;
mod hostile;
mod http;
mod model;
mod program;
mod provider;
mod similarity;
mod watch;

// Small models are made here and in the tests of `models` by the same code.
#[path = "../../crates/models/src/onnx.rs"]
#[allow(dead_code, reason = "the small models use a part of it")]
mod onnx;
#[path = "../../crates/models/src/tests/small.rs"]
pub mod small;

pub use asking::{Asked, ask, ask_and_leave, escaped};
pub use browser::{Browser, Element};
pub use chance::Chance;
pub use client::{Client, PASSWORD};
pub use elements::elements;
pub use folders::{copy_samples, media_files, repository, sample, shared, skipped};
pub use honesty::{invisible, unproved};
pub use hostile::{orders, payloads};
pub use http::{Response, begun, get, post, send, send_file, send_files, send_form, talk};
pub use model::{
    Block, Breakage, CANARY, Fault, MARKUP, Manner, Mode, ModelServer, Prompt, Spoken, links,
};
pub use program::{Finished, Program, Served, free_port};
pub use provider::{Known, Lie, Provider, Signing};
pub use similarity::{contained, pairs, similarity, words};
pub use watch::Watch;
