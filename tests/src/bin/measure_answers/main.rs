//! Measures what answers are made with, each printing its own figures:
//!
//!     measure-answers personal [--floors] [--show]    personal data in questions
//!
//! `--floors` ends with an error where a figure is beyond its floor; `--show` prints what was missed of the templates
//! that the rules were tuned on, and every false alarm.
#![allow(clippy::print_stdout, reason = "a measure prints its figures")]

mod personal;

use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let has = |flag: &str| arguments.iter().any(|argument| argument == flag);
    let shared = tests::shared();
    let good = match arguments.first().map(String::as_str) {
        Some("personal") => personal::measure(shared.as_deref(), has("--show")),
        _ => {
            println!("measure-answers personal [--floors] [--show]");
            return ExitCode::from(2);
        }
    };
    if has("--floors") && !good {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
