//! `cancu ingest`: files and folders into the library, with a report per file.

use std::{path::PathBuf, process::ExitCode};

use catalogue::{Collection, Confidentiality, Deed};
use clap::ArgMatches;
use ingest::{FileReport, Outcome};
use serde::Serialize;

use crate::{
    failure::Told,
    messages::{Language, fill},
    notes::notes,
    output,
    progress::{Bar, reason},
    workplace::Workplace,
};

#[derive(Serialize)]
struct Report {
    file: String,
    outcome: &'static str,
    documents: Vec<String>,
    unchanged: usize,
    articles: usize,
    reason: Option<String>,
    notes: Vec<String>,
}

/// Exit code 0 if every file is held now, 1 if one was refused; the others are loaded all the same.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let paths: Vec<PathBuf> = matches
        .get_many("paths")
        .into_iter()
        .flatten()
        .cloned()
        .collect();
    let json = matches.get_flag("json");
    let catalogue = place.catalogue()?;
    let embedder = place.loading_embedder(&catalogue)?;
    let mut bar = Bar::new(place.language, json);
    let loaded = ingest::load(
        &place.root,
        &catalogue,
        &embedder,
        &paths,
        &ingest::Settings {
            collection: collection(matches)?,
            confidentiality: matches
                .get_one::<String>("level")
                .and_then(|level| Confidentiality::from_name(level)),
            ..place.loading()?
        },
        &mut |step| {
            bar.take(step);
        },
    );
    bar.finish();
    let reports = loaded?;
    let name = |report: &FileReport| report.file.display().to_string();
    let named: Vec<String> = reports.iter().map(name).collect();
    let loaded = |report: &&FileReport| matches!(report.outcome, Outcome::Loaded { .. });
    let loaded = reports.iter().filter(loaded).count();
    let detail = format!("{loaded} of {}", reports.len());
    place.note(Deed::Loaded, &named.join(", "), &detail);
    place.follow_resolutions(&catalogue);
    if reports.is_empty() {
        let named: Vec<String> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(Told::new("nothing_to_load", &[("paths", &named.join(", "))]).into());
    }
    if json {
        output::json(
            &reports
                .iter()
                .map(|report| wire(place.language, report))
                .collect::<Vec<_>>(),
        );
    } else {
        summary(place, &catalogue, &reports)?;
    }
    let refused = reports
        .iter()
        .any(|report| !matches!(report.outcome, Outcome::Loaded { .. }));
    Ok(if refused {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Where to put what is loaded.
fn collection(matches: &ArgMatches) -> anyhow::Result<Option<Collection>> {
    let Some(name) = matches.get_one::<String>("collection") else {
        return Ok(None);
    };
    let bad = || Told::new("bad_collection", &[("name", name)]);
    Ok(Some(Collection::new(name).ok_or_else(bad)?))
}

fn summary(
    place: &Workplace,
    catalogue: &catalogue::Catalogue,
    reports: &[FileReport],
) -> anyhow::Result<()> {
    let (mut documents, mut unchanged, mut refused) = (0, 0, 0);
    for report in reports {
        match &report.outcome {
            Outcome::Loaded { documents: new, .. } if new.is_empty() => unchanged += 1,
            Outcome::Loaded { documents: new, .. } => documents += new.len(),
            Outcome::Refused(_) | Outcome::TooLarge(_) => refused += 1,
        }
    }
    let generation = index::Generation::open(&place.root, catalogue)?;
    let passages = generation.map_or(0, |generation| generation.passages());
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("files", &reports.len()),
        ("documents", &documents),
        ("unchanged", &unchanged),
        ("refused", &refused),
        ("passages", &passages),
    ];
    output::line(&fill(place.language, "ingest_summary", &values));
    Ok(())
}

fn wire(language: Language, report: &FileReport) -> Report {
    let (outcome, documents, unchanged, articles) = match &report.outcome {
        Outcome::Loaded {
            documents,
            unchanged,
            articles,
        } => {
            let outcome = if documents.is_empty() {
                "unchanged"
            } else {
                "loaded"
            };
            (
                outcome,
                documents.iter().map(ToString::to_string).collect(),
                *unchanged,
                *articles,
            )
        }
        Outcome::Refused(_) | Outcome::TooLarge(_) => ("refused", Vec::new(), 0, 0),
    };
    Report {
        file: report.file.display().to_string(),
        outcome,
        documents,
        unchanged,
        articles,
        reason: Some(reason(language, &report.outcome)).filter(|reason| !reason.is_empty()),
        notes: notes(language, report),
    }
}
