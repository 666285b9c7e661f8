//! `cancu eval`: retrieval quality on judged questions, with the formats of standard tools.

mod measures;

use std::{io::Write as _, path::PathBuf, process::ExitCode, sync::Arc, time::Instant};

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use legal::Date;
use models::RankingConfig;
use search::{Library, Query, Weights};
use serde::Serialize;

use crate::{
    judged::Judged,
    output,
    workplace::{Workplace, day},
};
use measures::{Measured, Measures};

#[derive(Serialize)]
struct Report {
    questions: usize,
    list: String,
    unaccented: bool,
    depth: u16,
    /// Folds of the cross-validation; 0: with the ranking as it is.
    folds: usize,
    /// Questions that the ranking was trained on: their part of the figures tells nothing.
    trained_on: usize,
    #[serde(flatten)]
    measures: Measures,
    latency_p50_ms: f64,
    latency_p95_ms: f64,
}

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let path = |name: &str| matches.get_one::<PathBuf>(name);
    let judged = Judged::read(matches)?;
    let depth = matches.get_one::<u16>("depth").copied().unwrap_or(100);
    let folds = usize::from(matches.get_one::<u8>("folds").copied().unwrap_or_default());
    let list = matches
        .get_one::<String>("list")
        .cloned()
        .unwrap_or_default();
    let (unaccented, on) = (matches.get_flag("unaccented"), day(matches)?);
    let mut library = place.library()?;
    if list == "fused" {
        library.ranking = None;
    }
    let libraries = if folds == 0 {
        vec![library]
    } else {
        cross_validated(&judged, &library, folds, on)?
    };
    let mut run = path("run").map(fs_err_create).transpose()?;
    let asked = &judged.questions;
    let bar = bar(asked.len());
    let (mut measured, mut times) = (Vec::new(), Vec::new());
    let mut trained_on = 0;
    for question in asked {
        let text = if unaccented {
            legal::unaccent(&question.text)
        } else {
            question.text.clone()
        };
        let query = Query {
            text,
            on,
            limit: usize::from(depth),
        };
        let library = &libraries[Judged::fold(question, libraries.len())];
        let ranking = library.ranking.as_ref();
        trained_on += usize::from(ranking.is_some_and(|ranking| ranking.knows(&question.text)));
        let start = Instant::now();
        let results = search::search_weighted(library, &query, weights(&list))?;
        times.push(start.elapsed().as_secs_f64() * 1e3);
        let mut ranking: Vec<(String, f32)> = Vec::new();
        for hit in results.hits {
            let key = if hit.article_key.is_empty() {
                format!("passage-{}", hit.passage)
            } else {
                hit.article_key
            };
            // An article can appear twice: it is scored by its key, at its first place.
            if !ranking.iter().any(|(seen, _)| *seen == key) {
                ranking.push((key, hit.score.total));
            }
        }
        if let Some(run) = &mut run {
            for (rank, (key, score)) in ranking.iter().enumerate() {
                writeln!(
                    run,
                    "{} Q0 {key} {} {score:.6} cancu",
                    question.id,
                    rank + 1
                )?;
            }
        }
        let keys: Vec<String> = ranking.into_iter().map(|(key, _)| key).collect();
        measured.push(Measured::new(&keys, judged.grades(question)));
        bar.inc(1);
    }
    bar.finish_and_clear();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let report = Report {
        questions: measured.len(),
        list,
        unaccented,
        depth,
        folds,
        trained_on,
        measures: Measures::of(&measured),
        latency_p50_ms: at(0.5),
        latency_p95_ms: at(0.95),
    };
    print(&report, matches.get_flag("json"));
    Ok(ExitCode::SUCCESS)
}

/// A library for each fold, with a ranking that was trained on the questions of the others.
fn cross_validated(
    judged: &Judged,
    library: &Library,
    folds: usize,
    on: Date,
) -> anyhow::Result<Vec<Library>> {
    let bar = bar(2 * judged.questions.len());
    let lists = judged.lists(library, on, &bar)?;
    bar.finish_and_clear();
    let config = RankingConfig::default();
    let bar = self::bar(folds * config.steps());
    let rankings = judged.rankings(&lists, folds, &config, &bar);
    bar.finish_and_clear();
    let with = |ranking| Library {
        ranking: Some(Arc::new(ranking)),
        ..library.clone()
    };
    Ok(rankings.into_iter().map(with).collect())
}

fn bar(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps as u64);
    bar.set_style(
        ProgressStyle::with_template("[{bar:30}] {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

fn fs_err_create(path: &PathBuf) -> anyhow::Result<std::io::BufWriter<std::fs::File>> {
    Ok(std::io::BufWriter::new(std::fs::File::create(path)?))
}

/// The weights that leave one list only; `None`: all, as in a search.
fn weights(list: &str) -> Option<Weights> {
    let none = Weights {
        lexical: 0.0,
        unaccented: 0.0,
        semantic: 0.0,
        cited: 0.0,
    };
    match list {
        "lexical" => Some(Weights {
            lexical: 1.0,
            ..none
        }),
        "unaccented" => Some(Weights {
            unaccented: 1.0,
            ..none
        }),
        "semantic" => Some(Weights {
            semantic: 1.0,
            ..none
        }),
        _ => None,
    }
}

fn print(report: &Report, json: bool) {
    if json {
        return output::json(report);
    }
    let accents = if report.unaccented {
        ", unaccented questions"
    } else {
        ""
    };
    output::line(&format!(
        "{} questions, {} list{accents}, depth {}",
        report.questions, report.list, report.depth
    ));
    if report.folds > 0 {
        output::line(&format!(
            "cross-validated: each question ranked by what {} folds without it taught",
            report.folds
        ));
    } else if report.trained_on > 0 {
        output::line(&format!(
            "! the ranking was trained on {} of these questions: ask for --folds 5",
            report.trained_on
        ));
    }
    for (name, value) in report.measures.rows() {
        output::line(&format!(
            "{name:<11} {:.4}   95 % interval {:.4} – {:.4}",
            value.mean, value.low, value.high
        ));
    }
    output::line(&format!(
        "search p50 {:.1} ms, p95 {:.1} ms",
        report.latency_p50_ms, report.latency_p95_ms
    ));
}
