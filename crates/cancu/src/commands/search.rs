//! `cancu search`: the provisions that answer, and why they rank.

use std::process::ExitCode;

use catalogue::Facet;
use clap::ArgMatches;
use legal::Date;
use search::{Evidence, Likeness, Note, Query, Scope, Standing, Within};
use server::wire;

use super::{hold::status, show::cited};
use crate::{
    failure::Told,
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
    if let Some(within) = &results.within {
        self::within(place, within);
    }
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
        scope: scope(matches)?,
        as_typed: matches.get_flag("as_typed"),
    })
}

/// What the arguments narrow it to.
fn scope(matches: &ArgMatches) -> anyhow::Result<Scope> {
    let values = Facet::ALL.into_iter().flat_map(|facet| {
        let given = matches.get_many::<String>(facet.name());
        given
            .into_iter()
            .flatten()
            .map(move |value| (facet, value.clone()))
    });
    let standing = match matches.get_one::<String>("status") {
        None => Standing::Usual,
        Some(status) => Standing::from_code(status)
            .ok_or_else(|| Told::new("bad_status", &[("status", status)]))?,
    };
    Ok(Scope {
        values: values.collect(),
        standing,
    })
}

/// What a search was narrowed to.
pub(crate) fn within(place: &Workplace, within: &Within) {
    for absent in &within.absent {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("filter", &absent.facet.name()),
            ("value", &absent.value),
            ("held", &absent.held.join("; ")),
        ];
        output::line(&fill(place.language, "absent_value", &values));
    }
    let documents = [("documents", &within.documents as &dyn std::fmt::Display)];
    output::line(&fill(place.language, "within", &documents));
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
    let outside = evidence
        .outside
        .then(|| format!(" · {}", text(place.language, "outside")));
    let citation = evidence.path.within();
    let score = evidence.score.total;
    output::line(&format!(
        "{number}. {} {citation} · {state}{}{} · {score:.3}\n   {}",
        evidence.document.name(),
        page.unwrap_or_default(),
        outside.unwrap_or_default(),
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
