//! The program: the command line, and the only place that joins the parts.
//!
//! Only this crate reads settings and the environment, and only it and `server` ask the clock.

mod arguments;
mod commands;
mod embedders;
mod failure;
mod judged;
mod messages;
mod notes;
mod output;
mod progress;
mod settings;
mod train;
mod workplace;

use std::process::ExitCode;

use messages::Language;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args_os()
        .map(|argument| argument.to_string_lossy().into_owned())
        .collect();
    // The child that reads files: no settings, no messages, nothing but its limits and the file.
    if let [_, command, request] = arguments.as_slice()
        && command == ingest::READ_WORKER
    {
        return ingest::worker(request);
    }
    // The child that draws a page, likewise.
    if let [_, command, request] = arguments.as_slice()
        && command == ingest::DRAW_WORKER
    {
        return ingest::draw_worker(request);
    }
    let language = arguments::language(&arguments);
    match arguments::parse(&arguments, language) {
        Ok(matches) => commands::run(&matches, language),
        Err(code) => code,
    }
}

/// Ends with a sentence on standard error.
fn complain(language: Language, error: &anyhow::Error) -> ExitCode {
    output::error(&failure::sentence(language, error));
    ExitCode::FAILURE
}
