//! `cancu ingest`: files and folders into the library, with a report per file.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use catalogue::{Catalogue, Collection, Confidentiality, Deed};
use clap::ArgMatches;
use index::Generation;
use ingest::{FileReport, Outcome};
use models::Embedder;
use search::Library;
use serde::Serialize;
use server::{Gate, Verdict};

use crate::{
    failure::Told,
    messages::{Language, fill, text},
    notes::notes,
    output,
    progress::{Bar, reason},
    workplace::Workplace,
};

/// Most questions that are named where a load is turned down.
const WORSE: usize = 10;

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

/// Exit code 0 if every file is held now, 1 if one was refused; the others are loaded all the same. Where the gold
/// questions of the office fall nothing is loaded, which is an error.
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
    let reason = matches.get_one::<String>("despite");
    let reason = reason.map(|typed| typed.trim()).unwrap_or_default();
    let who = crate::commands::act().who;
    let gate = Gate::open(&place.root, place.settings.evaluation.margin, &who)?;
    let mut verdict = None;
    let mut judge = |folder: &Path, trial: Catalogue| {
        let gate = gate.as_ref();
        let judged = gate.map(|gate| judged(place, gate, (folder, trial), &embedder, reason));
        let may = matches!(&judged, Some(Ok(verdict)) if verdict.may);
        verdict = judged;
        may
    };
    let judge: Option<&mut ingest::Judge<'_>> = match &gate {
        Some(_) => Some(&mut judge),
        None => None,
    };
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
        judge,
        &mut |step| {
            bar.take(step);
        },
    );
    bar.finish();
    let verdict = verdict.transpose()?;
    if let (Err(ingest::Error::TurnedDown), Some(verdict)) = (&loaded, &verdict) {
        return Err(turned_down(place, verdict));
    }
    let reports = loaded?;
    if let (Some(gate), Some(verdict)) = (&gate, &verdict) {
        gate.passed(verdict)?;
        if verdict.fell {
            place.note(Deed::PublishedDespite, &verdict.run, reason);
        }
    }
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

/// Asks the gold questions of the library as it would be.
fn judged(
    place: &Workplace,
    gate: &Gate,
    (folder, trial): (&Path, Catalogue),
    embedder: &Arc<Embedder>,
    reason: &str,
) -> anyhow::Result<Verdict> {
    output::error(text(place.language, "gold_asked"));
    let generation = Generation::open(folder, &trial)?;
    let generation = generation.ok_or_else(|| Told::new("empty_library", &[]))?;
    // Before the first load there is nothing to compare with.
    let held = Catalogue::open_read_only(&place.root)?;
    let held = match held {
        Some(held) => Generation::open(&place.root, &held)?.map(|generation| (held, generation)),
        None => None,
    };
    let library = |catalogue: Catalogue, generation: Generation| -> anyhow::Result<Library> {
        Ok(Library {
            embedder: (generation.model() == embedder.id()).then(|| Arc::clone(embedder)),
            catalogue: Arc::new(catalogue),
            generation: Arc::new(generation),
            wordings: place.wordings()?,
            ranking: place.ranking()?,
            reranking: place.reranking()?,
            sight: search::Sight::default(),
        })
    };
    let now = held.map(|(held, generation)| library(held, generation));
    let now = now.transpose()?;
    let trial = library(trial, generation)?;
    Ok(gate.judge(&trial, now.as_ref(), !reason.is_empty(), &|| true)?)
}

/// Why nothing was loaded.
fn turned_down(place: &Workplace, verdict: &Verdict) -> anyhow::Error {
    for question in verdict.worse.iter().take(WORSE) {
        output::error(&fill(
            place.language,
            "gold_worse",
            &[("question", question)],
        ));
    }
    let values: [(&'static str, &dyn std::fmt::Display); 3] = [
        ("worse", &verdict.worse.len()),
        ("margin", &place.settings.evaluation.margin),
        ("run", &verdict.run),
    ];
    Told::new("load_fell", &values).into()
}

/// Where to put what is loaded.
fn collection(matches: &ArgMatches) -> anyhow::Result<Option<Collection>> {
    let Some(name) = matches.get_one::<String>("collection") else {
        return Ok(None);
    };
    let bad = || Told::new("bad_collection", &[("name", name)]);
    Ok(Some(Collection::new(name).ok_or_else(bad)?))
}

fn summary(place: &Workplace, catalogue: &Catalogue, reports: &[FileReport]) -> anyhow::Result<()> {
    let (mut documents, mut unchanged, mut refused) = (0, 0, 0);
    for report in reports {
        match &report.outcome {
            Outcome::Loaded { documents: new, .. } if new.is_empty() => unchanged += 1,
            Outcome::Loaded { documents: new, .. } => documents += new.len(),
            Outcome::Refused(_) | Outcome::TooLarge(_) => refused += 1,
        }
    }
    let generation = Generation::open(&place.root, catalogue)?;
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
