//! `cancu read`: one file's text and structure, without storing it.

use std::{path::PathBuf, process::ExitCode};

use clap::ArgMatches;
use extract::{Flag, Reading};
use legal::{AnnexKind, Date};
use serde::Serialize;
use server::wire;

use crate::{
    messages::fill,
    output,
    progress::{flag_note, issue_note, refusal},
    workplace::Workplace,
};

/// A document as read. Provisions are in reading order, each before its children; `page` is the first page,
/// `span` counts bytes of the reading text.
#[derive(Serialize)]
struct Document<'a> {
    symbol: Option<&'a str>,
    kind: Option<&'a str>,
    issuer: Option<&'a str>,
    issued: Option<Date>,
    effective: Option<Date>,
    until: Option<Date>,
    title: Option<&'a str>,
    signer: Option<&'a str>,
    pages: usize,
    provisions: Vec<wire::Provision>,
    annexes: Vec<Annex<'a>>,
    relations: Vec<wire::Relation>,
    issues: Vec<wire::Issue>,
    flags: &'a [Flag],
}

#[derive(Serialize)]
struct Annex<'a> {
    path: String,
    label: &'a str,
    heading: String,
    kind: AnnexKind,
    page: Option<u32>,
    span: wire::Span,
    provisions: Vec<wire::Provision>,
}

impl<'a> Document<'a> {
    fn new(reading: &'a Reading) -> Self {
        let Reading {
            source,
            parsed,
            flags,
            ..
        } = reading;
        let header = &parsed.header;
        let annex = |annex: &'a legal::Annex| Annex {
            path: annex.path.to_string(),
            label: &annex.label,
            heading: legal::reflow(source.slice(annex.heading)),
            kind: annex.kind,
            page: source.page_at(annex.span.start),
            span: annex.span.into(),
            provisions: wire::Provision::all(&annex.provisions, source),
        };
        Self {
            symbol: header.symbol.as_ref().map(legal::Symbol::normal),
            kind: header.kind.as_ref().map(legal::Kind::name),
            issuer: header.issuer.as_deref(),
            issued: header.issued,
            effective: parsed.validity.from,
            until: parsed.validity.until,
            title: header.title.as_deref(),
            signer: header.signer.as_deref(),
            pages: source.pages().len(),
            provisions: wire::Provision::all(&parsed.provisions, source),
            annexes: parsed.annexes.iter().map(annex).collect(),
            relations: parsed
                .relations
                .iter()
                .map(|relation| wire::Relation::new(relation, source))
                .collect(),
            issues: parsed.issues.iter().map(wire::Issue::from).collect(),
            flags,
        }
    }
}

/// Prints each document of the file: indented JSON for one, a line of JSON each for a collection.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let file: &PathBuf = matches.get_one("file").expect("clap requires the file");
    let json = matches.get_flag("json");
    let settings = place.loading()?;
    let read = ingest::read_file(&settings.program, file, &settings.limits, &mut |reading| {
        let document = Document::new(&reading);
        match (json, reading.part.is_empty()) {
            (true, true) => output::json(&document),
            (true, false) => output::json_line(&document),
            (false, _) => print(place, &reading, &document),
        }
    });
    match read {
        Ok(_) => Ok(ExitCode::SUCCESS),
        Err(error) => {
            let reason = refusal(place.language, &error);
            output::error(&fill(
                place.language,
                "refused",
                &[("file", &file.display()), ("reason", &reason)],
            ));
            Ok(ExitCode::FAILURE)
        }
    }
}

/// The outline: a line a provision.
fn print(place: &Workplace, reading: &Reading, document: &Document<'_>) {
    let named = [document.kind, document.symbol, document.title];
    output::line(&named.into_iter().flatten().collect::<Vec<_>>().join(" "));
    let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
    for provision in document.provisions.iter().chain(annexed) {
        let depth = provision.path.matches('/').count();
        output::line(&format!(
            "{}{} {}",
            "  ".repeat(depth),
            provision.label,
            provision.heading.trim()
        ));
    }
    for annex in &document.annexes {
        output::line(&format!(
            "{} {}",
            annex.label,
            annex.heading.replace('\n', " ")
        ));
    }
    let flags = reading
        .flags
        .iter()
        .filter_map(|flag| flag_note(place.language, flag));
    let issues = reading
        .parsed
        .issues
        .iter()
        .map(|issue| issue_note(place.language, issue));
    for note in flags.chain(issues) {
        output::line(&fill(place.language, "flagged", &[("note", &note)]));
    }
}
