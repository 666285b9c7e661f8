//! All tests of the whole, in one target.
#![allow(
    clippy::print_stderr,
    reason = "a test says what it skipped and which seed it drew"
)]

mod crash;
mod dependencies;
mod pages;
mod program;
mod samples;
mod tidy;
