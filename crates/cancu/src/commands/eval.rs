//! `cancu eval`: retrieval quality on judged questions, with the formats of standard tools.

mod measures;

use std::{
    collections::HashMap,
    io::Write as _,
    path::{Path, PathBuf},
    process::ExitCode,
    time::Instant,
};

use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use search::{Query, Weights};
use serde::{Deserialize, Serialize};

use crate::{
    failure::Told,
    output,
    workplace::{Workplace, day},
};
use measures::{Judged, Measures};

#[derive(Deserialize)]
struct Question {
    id: String,
    text: String,
}

/// Grades by article key, per question id.
type Judgements = HashMap<String, HashMap<String, u32>>;

#[derive(Serialize)]
struct Report {
    questions: usize,
    list: String,
    unaccented: bool,
    depth: u16,
    #[serde(flatten)]
    measures: Measures,
    latency_p50_ms: f64,
    latency_p95_ms: f64,
}

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let path = |name: &str| matches.get_one::<PathBuf>(name);
    let questions = questions(path("queries").expect("clap requires the queries"))?;
    let judgements = judgements(path("judgements").expect("clap requires the judgements"))?;
    let depth = matches.get_one::<u16>("depth").copied().unwrap_or(100);
    let list = matches
        .get_one::<String>("list")
        .cloned()
        .unwrap_or_default();
    let (unaccented, on) = (matches.get_flag("unaccented"), day(matches)?);
    let library = place.library()?;
    let mut run = path("run").map(fs_err_create).transpose()?;
    let asked: Vec<&Question> = questions
        .iter()
        .filter(|question| judgements.contains_key(&question.id))
        .collect();
    if asked.is_empty() {
        return Err(Told::new("eval_empty", &[]).into());
    }
    let bar = ProgressBar::new(asked.len() as u64);
    bar.set_style(
        ProgressStyle::with_template("[{bar:30}] {pos}/{len} {eta}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let (mut judged, mut times) = (Vec::new(), Vec::new());
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
        let start = Instant::now();
        let results = search::search_weighted(&library, &query, weights(&list))?;
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
        judged.push(Judged::new(&keys, &judgements[&question.id]));
        bar.inc(1);
    }
    bar.finish_and_clear();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share).round() as usize];
    let report = Report {
        questions: judged.len(),
        list,
        unaccented,
        depth,
        measures: Measures::of(&judged),
        latency_p50_ms: at(0.5),
        latency_p95_ms: at(0.95),
    };
    print(&report, matches.get_flag("json"));
    Ok(ExitCode::SUCCESS)
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

fn questions(file: &Path) -> anyhow::Result<Vec<Question>> {
    let text = read(file)?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line)
                .map_err(|error| unreadable(file, &format!("{}: {error}", n + 1)))
        })
        .collect()
}

fn judgements(file: &Path) -> anyhow::Result<Judgements> {
    let mut judgements = Judgements::new();
    for (n, line) in read(file)?
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let grade = fields.get(2).and_then(|grade| grade.trim().parse().ok());
        let ([id, key, ..], Some(grade)) = (fields.as_slice(), grade) else {
            return Err(unreadable(file, &format!("{}: id ⇥ key ⇥ grade", n + 1)));
        };
        if grade > 0 {
            judgements
                .entry((*id).to_owned())
                .or_default()
                .insert((*key).to_owned(), grade);
        }
    }
    Ok(judgements)
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).map_err(|error| unreadable(file, &error.to_string()))
}

fn unreadable(file: &Path, detail: &str) -> anyhow::Error {
    Told::new(
        "eval_keys",
        &[("file", &file.display()), ("detail", &detail)],
    )
    .into()
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
