//! `cancu search`: the provisions that answer, and why they rank.

use std::process::ExitCode;

use clap::ArgMatches;
use legal::Date;
use search::{Evidence, Likeness, Note, Query};
use server::wire;

use super::{hold::status, show::cited};
use crate::{
    messages::{fill, text},
    output,
    workplace::{Workplace, day, words},
};

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let query = query(matches, "query")?;
    let results = search::search(&place.library()?, &query)?;
    if matches.get_flag("json") {
        output::json(&wire::SearchResults::new(&results, &query.text, query.on));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(meant) = &results.read_as {
        output::line(&fill(place.language, "read_as", &[("text", meant)]));
    }
    notes(place, &results.notes);
    results
        .cited
        .iter()
        .for_each(|found| cited(place, found, false));
    for (n, evidence) in results.hits.iter().enumerate() {
        if n == results.likely {
            output::line(text(place.language, "less_likely"));
        }
        print(place, &(n + 1).to_string(), evidence);
    }
    if results.hits.is_empty() {
        output::line(text(place.language, "nothing_found"));
    }
    not_in_force(place, &results.not_in_force, query.on);
    Ok(ExitCode::SUCCESS)
}

/// What could not be done as configured. That the embedding model is not there was said when it was looked for.
pub(crate) fn notes(place: &Workplace, notes: &[Note]) {
    for note in notes {
        match note {
            Note::MeaningOff => {}
            Note::RerankerLate => output::error(text(place.language, "reranker_late")),
            Note::RerankerFailed => output::error(text(place.language, "reranker_failed")),
        }
    }
}

/// The query of the arguments.
pub(crate) fn query(matches: &ArgMatches, name: &str) -> anyhow::Result<Query> {
    let limit = matches.get_one::<u16>("limit").copied().unwrap_or(10);
    Ok(Query {
        text: words(matches, name),
        on: day(matches)?,
        limit: usize::from(limit),
    })
}

/// The labelled group.
pub(crate) fn not_in_force(place: &Workplace, evidence: &[Evidence], on: Date) {
    if !evidence.is_empty() {
        output::line(&fill(place.language, "not_in_force", &[("on", &on)]));
        evidence
            .iter()
            .for_each(|evidence| print(place, "–", evidence));
    }
}

/// One result.
pub(crate) fn print(place: &Workplace, number: &str, evidence: &Evidence) {
    let state = status(place.language, evidence.status);
    let page = evidence
        .page
        .map(|page| format!(" · {}", fill(place.language, "page", &[("page", &page)])));
    let citation = evidence.path.citation();
    let score = evidence.score.total;
    output::line(&format!(
        "{number}. {} {citation} · {state}{} · {score:.3}\n   {}",
        evidence.document.name(),
        page.unwrap_or_default(),
        evidence.breadcrumb
    ));
    for line in evidence.text.lines() {
        output::line(&format!("      {line}"));
    }
    for (likeness, alike) in &evidence.alike {
        let key = match likeness {
            Likeness::Words => "alike_words",
            Likeness::Consolidation => "alike_consolidation",
        };
        let named = format!("{} {}", alike.path.citation(), alike.document.name());
        let line = fill(place.language, key, &[("place", &named)]);
        output::line(&format!("      {line}"));
    }
}
