//! `cancu read`: a file's structure and the quality of its reading, or a table over many files; nothing is stored.

mod document;
mod outline;
mod quality;
mod summary;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::ArgMatches;
use extract::Reading;

use self::document::Document;
use crate::{
    failure::Told,
    messages::{Language, fill, text},
    output,
    progress::refusal,
    workplace::Workplace,
};

/// How a reading is printed.
#[derive(Clone, Copy)]
enum Form {
    Outline,
    Json,
    Pages,
}

/// Prints each document of the file: an outline and the report, or JSON (indented for one document, a line each for
/// a collection), or its pages. Exit code 1 if a file could not be read.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let file: &PathBuf = matches.get_one("file").expect("clap requires the file");
    let json = matches.get_flag("json");
    if matches.get_flag("summary") {
        return summary::run(place, file, json);
    }
    if file.is_dir() {
        return Err(Told::new("read_folder", &[("folder", &file.display())]).into());
    }
    let form = match (json, matches.get_flag("pages")) {
        (true, _) => Form::Json,
        (false, true) => Form::Pages,
        (false, false) => Form::Outline,
    };
    one(place, file, form)
}

fn one(place: &Workplace, file: &Path, form: Form) -> anyhow::Result<ExitCode> {
    let settings = place.loading()?;
    let read =
        ingest::read_file(
            &settings.program,
            file,
            &settings.limits,
            &mut |reading| match form {
                Form::Outline => outline::print(place.language, &reading),
                Form::Pages => pages(place.language, &reading),
                Form::Json if reading.part.is_empty() => output::json(&Document::new(&reading)),
                Form::Json => output::json_line(&Document::new(&reading)),
            },
        );
    let Err(error) = read else {
        return Ok(ExitCode::SUCCESS);
    };
    let reason = refusal(place.language, &error);
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("file", &file.display()), ("reason", &reason)];
    output::error(&fill(place.language, "not_read", &values));
    Ok(ExitCode::FAILURE)
}

/// The reading text page by page, each behind a line with its number; footnotes behind the last one.
fn pages(language: Language, reading: &Reading) {
    let source = &reading.source;
    let end = source.main_end();
    if source.pages().is_empty() {
        output::line(source.text()[..end].trim_end());
    }
    for page in source.pages() {
        let kind = match page.kind {
            legal::PageKind::Text => "page_text",
            legal::PageKind::Image => "page_image",
            legal::PageKind::Ocr => "page_ocr",
        };
        output::line(&fill(language, kind, &[("page", &page.number)]));
        let from = (page.span.start as usize).min(end);
        let to = (page.span.end as usize).clamp(from, end);
        output::line(source.text().get(from..to).unwrap_or_default().trim_end());
    }
    let notes = &source.layout().footnotes;
    if !notes.is_empty() {
        output::line(text(language, "page_notes"));
    }
    for note in notes {
        output::line(&format!("{} {}", note.label, source.slice(note.span)));
    }
}
