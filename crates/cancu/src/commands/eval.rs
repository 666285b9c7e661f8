//! `cancu eval`: retrieval quality on judged questions, with the formats of standard tools.

mod compare;
mod kinds;
mod report;
pub(crate) mod typed;
pub(crate) mod without;

use std::{
    collections::{BTreeMap, BTreeSet},
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
    time::Instant,
};

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use legal::Date;
use search::{Evidence, Library, Measured, Measures, Query, Weights};

use crate::{
    judged::{Judged, Question, config},
    workplace::{Workplace, day},
};
use report::{Kind, Miss, Report, print};
use typed::Typed;

/// How the questions are asked.
struct Asking {
    list: String,
    /// Parts that are left out.
    without: Vec<String>,
    typed: Typed,
    depth: u16,
    folds: usize,
    on: Date,
}

/// What came of one question.
struct Answered<'a> {
    question: &'a Question,
    /// Each article once, at its first place.
    hits: Vec<Evidence>,
    /// How many results were likely, and the share of what answers that they hold.
    likely: (usize, f64),
    /// Read otherwise than it was typed.
    read_otherwise: bool,
    milliseconds: f64,
    trained_on: bool,
}

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let path = |name: &str| matches.get_one::<PathBuf>(name);
    let word = |name: &str| matches.get_one::<String>(name).cloned().unwrap_or_default();
    let judged = Judged::read(matches)?;
    let against = path("against")
        .map(|file| compare::read_run(file))
        .transpose()?;
    let left_out = matches.get_many("without");
    let mut asking = Asking {
        list: word("list"),
        without: left_out
            .map(|parts| parts.cloned().collect())
            .unwrap_or_default(),
        typed: Typed::named(&word("typed")),
        depth: matches.get_one::<u16>("depth").copied().unwrap_or(100),
        folds: usize::from(matches.get_one::<u8>("folds").copied().unwrap_or_default()),
        on: day(matches)?,
    };
    let mut out = asking.without.clone();
    if asking.list != "hybrid" {
        out.push("ranking".to_owned());
    }
    // Without a ranking there is nothing to cross-validate, and the report must not say so.
    if out.iter().any(|part| part == "ranking") {
        asking.folds = 0;
    }
    let library = without::without(place.library()?, &out);
    let libraries = match asking.folds {
        0 => vec![library],
        folds => cross_validated(&judged, &library, folds, asking.on)?,
    };
    let bar = bar(judged.questions.len());
    let mut answered = Vec::new();
    for question in &judged.questions {
        answered.push(ask(&libraries, &judged, question, &asking)?);
        bar.inc(1);
    }
    bar.finish_and_clear();
    if let Some(file) = path("run") {
        write_run(file, &answered)?;
    }
    let mut report = report(&judged, &answered, &asking);
    if let Some(run) = against {
        let theirs = |one: &Answered<'_>| {
            compare::measured(&run, &one.question.id, judged.grades(one.question))
        };
        let theirs: Vec<Measured> = answered.iter().map(theirs).collect();
        report.differences = search::differences(&measured(&judged, &answered), &theirs);
    }
    let worst = matches.get_one::<u16>("worst").copied().unwrap_or_default();
    report.worst = misses(&judged, &answered, usize::from(worst));
    print(&report, matches.get_flag("json"));
    Ok(ExitCode::SUCCESS)
}

fn ask<'a>(
    libraries: &[Library],
    judged: &Judged,
    question: &'a Question,
    asking: &Asking,
) -> anyhow::Result<Answered<'a>> {
    let library = &libraries[Judged::fold(question, libraries.len())];
    let ranking = library.ranking.as_ref();
    let query = Query {
        text: asking.typed.text(&question.text),
        on: asking.on,
        limit: usize::from(asking.depth),
        scope: search::Scope::default(),
        as_typed: asking.without.iter().any(|part| part == "spelling"),
    };
    let start = Instant::now();
    let results = search::search_weighted(library, &query, weights(&asking.list))?;
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let hits = search::articles(&results, query.limit);
    let grades = judged.grades(question);
    let answers = |one: &&Evidence| grades.contains_key(&one.article_key);
    let likely = results.hits.iter().take(results.likely);
    let held = likely
        .flat_map(|hit| std::iter::once(hit).chain(hit.alike.iter().map(|(_, alike)| alike)))
        .filter(answers)
        .map(|hit| &hit.article_key)
        .collect::<BTreeSet<_>>()
        .len();
    Ok(Answered {
        question,
        hits,
        likely: (results.likely, held as f64 / grades.len() as f64),
        read_otherwise: results.read_as.is_some(),
        milliseconds,
        trained_on: ranking.is_some_and(|ranking| ranking.knows(&question.text)),
    })
}

fn write_run(file: &Path, answered: &[Answered<'_>]) -> anyhow::Result<()> {
    let mut out = std::io::BufWriter::new(std::fs::File::create(file)?);
    for one in answered {
        for (rank, hit) in (1..).zip(&one.hits) {
            // The columns are parted by spaces.
            let key = hit.article_key.replace(char::is_whitespace, "_");
            let (id, score) = (&one.question.id, hit.score.total);
            writeln!(out, "{id} Q0 {key} {rank} {score:e} cancu")?;
        }
    }
    Ok(out.flush()?)
}

fn measured(judged: &Judged, answered: &[Answered<'_>]) -> Vec<Measured> {
    let measured = |one: &Answered<'_>| {
        let keys: Vec<String> = one.hits.iter().map(|hit| hit.article_key.clone()).collect();
        Measured::new(&keys, judged.grades(one.question))
    };
    answered.iter().map(measured).collect()
}

fn report(judged: &Judged, answered: &[Answered<'_>], asking: &Asking) -> Report {
    let measured = measured(judged, answered);
    let mut times: Vec<f64> = answered.iter().map(|one| one.milliseconds).collect();
    times.sort_by(f64::total_cmp);
    let mean =
        |of: fn(&Answered<'_>) -> f64| answered.iter().map(of).sum::<f64>() / answered.len() as f64;
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    Report {
        questions: measured.len(),
        list: asking.list.clone(),
        without: asking.without.clone(),
        typed: asking.typed.name(),
        depth: asking.depth,
        folds: asking.folds,
        trained_on: answered.iter().filter(|one| one.trained_on).count(),
        read_otherwise: answered.iter().filter(|one| one.read_otherwise).count(),
        likely_results: mean(|one| one.likely.0 as f64),
        likely_recall: mean(|one| one.likely.1),
        latency_p50_ms: at(0.5),
        latency_p95_ms: at(0.95),
        kinds: by_kind(answered, &measured),
        measures: Measures::of(&measured),
        differences: Vec::new(),
        worst: Vec::new(),
    }
}

fn by_kind(answered: &[Answered<'_>], measured: &[Measured]) -> Vec<Kind> {
    let mut kinds: BTreeMap<&'static str, Vec<&Measured>> = BTreeMap::new();
    for (one, measured) in answered.iter().zip(measured) {
        kinds
            .entry(kinds::kind(&one.question.text))
            .or_default()
            .push(measured);
    }
    let mean = |of: &[&Measured], measure: fn(&Measured) -> f64| {
        of.iter().map(|one| measure(one)).sum::<f64>() / of.len() as f64
    };
    let kind = |(kind, of): (&'static str, Vec<&Measured>)| Kind {
        kind,
        questions: of.len(),
        recall_10: mean(&of, |one| one.recall(10)),
        mrr_10: mean(&of, Measured::reciprocal_rank),
    };
    kinds.into_iter().map(kind).collect()
}

/// The questions of which the right article stands lowest, with what was seen of it and of the first.
fn misses(judged: &Judged, answered: &[Answered<'_>], most: usize) -> Vec<Miss> {
    let rank =
        |one: &Answered<'_>, key: &String| one.hits.iter().position(|hit| hit.article_key == *key);
    let best = |one: &Answered<'_>| {
        let ranks = judged
            .grades(one.question)
            .keys()
            .filter_map(|key| rank(one, key));
        ranks.min().unwrap_or(usize::MAX)
    };
    let mut missed: Vec<(usize, &Answered<'_>)> =
        answered.iter().map(|one| (best(one), one)).collect();
    missed.retain(|(rank, _)| *rank > 0);
    missed.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.question.id.cmp(&b.1.question.id)));
    let miss = |(at, one): (usize, &Answered<'_>)| {
        let mut right: Vec<(String, Option<usize>)> = judged
            .grades(one.question)
            .keys()
            .map(|key| (key.clone(), rank(one, key).map(|rank| rank + 1)))
            .collect();
        right.sort();
        let reasons =
            |hit: Option<&Evidence>| hit.map(|hit| hit.reasons.clone()).unwrap_or_default();
        Miss {
            question: one.question.text.clone(),
            right,
            first: one
                .hits
                .first()
                .map(|hit| hit.article_key.clone())
                .unwrap_or_default(),
            reasons: [reasons(one.hits.get(at)), reasons(one.hits.first())],
        }
    };
    missed.into_iter().take(most).map(miss).collect()
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
    let config = config();
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
