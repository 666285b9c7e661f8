//! `cancu train floor`: how sure the best results must be to be an answer, from judged questions as they are and with
//! what answers them taken away; and how well that tells them apart.

use std::{
    collections::{HashMap, HashSet},
    path::PathBuf,
};

use anyhow::Context as _;
use clap::ArgMatches;
use legal::Date;
use rayon::prelude::*;
use search::{Example, Floor, Library, Query};

use super::out;
use crate::{
    judged::{Judged, unreadable},
    messages::{fill, text},
    output,
    workplace::{Workplace, day},
};

/// Questions of one fold are judged by a floor that was trained on the others.
const FOLDS: usize = 5;
/// Shares of answerable questions that the table refuses.
const SHARES: [f64; 6] = [0.01, 0.02, 0.03, 0.05, 0.1, 0.2];

/// Why an example has or lacks an answer.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Case {
    /// What answers is held.
    Held,
    /// The articles that answer are taken away; their acts are held.
    NoArticle,
    /// The acts of what answers are taken away.
    NoAct,
    /// No rule answers: the weather, a recipe.
    Nothing,
}

/// The cases without an answer, with the message that names each.
const ABSENT: [(Case, &str); 3] = [
    (Case::NoArticle, "floor_no_article"),
    (Case::NoAct, "floor_no_act"),
    (Case::Nothing, "floor_nothing"),
];

/// One question as it was seen.
struct Seen {
    case: Case,
    fold: usize,
    example: Example,
}

pub(super) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<()> {
    let judged = Judged::read(matches)?;
    let library = place.library()?;
    let on = day(matches)?;
    let mut seen = judged_questions(&judged, &library, on)?;
    if let Some(file) = matches.get_one::<PathBuf>("nothing") {
        seen.extend(unanswerable(file, &library, on)?);
    }
    table(place, &seen);
    let examples: Vec<Example> = seen.into_iter().map(|one| one.example).collect();
    let out = out(matches);
    std::fs::write(out, Floor::train(&examples).to_json())
        .with_context(|| out.display().to_string())
}

/// Whether an article, by its key, is taken away.
type Absent<'a> = &'a dyn Fn(&str) -> bool;

/// Each judged question with and without accents, as it is and with what answers it taken away.
fn judged_questions(judged: &Judged, library: &Library, on: Date) -> anyhow::Result<Vec<Seen>> {
    let seen = judged.questions.par_iter().map(|question| {
        let keys: HashSet<&str> = judged.grades(question).keys().map(String::as_str).collect();
        let fold = Judged::fold(question, FOLDS);
        let mut seen = Vec::new();
        for text in [question.text.clone(), legal::unaccent(&question.text)] {
            let cases: [(Case, Absent<'_>); 3] = [
                (Case::Held, &|_| false),
                (Case::NoArticle, &|key| keys.contains(key)),
                (Case::NoAct, &|key| {
                    keys.iter().any(|own| act(own) == act(key))
                }),
            ];
            for (case, absent) in cases {
                seen.push(look(library, on, &text, case, fold, absent)?);
            }
        }
        Ok(seen)
    });
    let seen: Vec<Vec<Seen>> = seen.collect::<Result<_, search::Error>>()?;
    Ok(seen.into_iter().flatten().collect())
}

/// "30/2020/nđ-cp" of "30/2020/nđ-cp#5".
fn act(key: &str) -> &str {
    key.split('#').next().unwrap_or(key)
}

/// Questions that no rule answers: `kind ⇥ question`, a line each.
fn unanswerable(file: &PathBuf, library: &Library, on: Date) -> anyhow::Result<Vec<Seen>> {
    let lines =
        std::fs::read_to_string(file).map_err(|error| unreadable(file, &error.to_string()))?;
    let questions = lines.lines().filter(|line| !line.starts_with('#'));
    let questions = questions.filter_map(|line| line.split('\t').nth(1));
    let questions: Vec<&str> = questions.collect();
    let seen = questions.par_iter().map(|question| {
        let fold = crc32fast::hash(question.as_bytes()) as usize % FOLDS;
        look(library, on, question, Case::Nothing, fold, &|_| false)
    });
    Ok(seen.collect::<Result<_, search::Error>>()?)
}

fn look(
    library: &Library,
    on: Date,
    text: &str,
    case: Case,
    fold: usize,
    absent: &dyn Fn(&str) -> bool,
) -> Result<Seen, search::Error> {
    let query = Query {
        text: text.to_owned(),
        on,
        limit: 100,
        scope: search::Scope::default(),
        as_typed: false,
    };
    let candidates = search::candidates_without(library, &query, absent)?;
    Ok(Seen {
        case,
        fold,
        example: (Floor::seen(&candidates), case == Case::Held),
    })
}

/// Prints, for shares of answerable questions refused, the shares of each case without an answer that are refused.
fn table(place: &Workplace, seen: &[Seen]) {
    let floors: Vec<Floor> = (0..FOLDS)
        .into_par_iter()
        .map(|fold| {
            let others = seen.iter().filter(|one| one.fold != fold);
            let others: Vec<Example> = others.map(|one| one.example.clone()).collect();
            Floor::train(&others)
        })
        .collect();
    let mut likely: HashMap<Case, Vec<f32>> = HashMap::new();
    for one in seen {
        let value = floors[one.fold].likely(&one.example.0);
        likely.entry(one.case).or_default().push(value);
    }
    let Some(held) = likely.get_mut(&Case::Held) else {
        return;
    };
    held.sort_by(f32::total_cmp);
    let held = held.clone();
    let line = |floor: f32| {
        let refused = held.iter().filter(|value| **value < floor).count();
        let mut cells = vec![format!("{floor:.3}"), share(refused, held.len())];
        for (case, key) in ABSENT {
            if let Some(values) = likely.get(&case) {
                let refused = values.iter().filter(|value| **value < floor).count();
                let name = text(place.language, key);
                cells.push(format!("{name} {}", share(refused, values.len())));
            }
        }
        output::line(&cells.join(" · "));
    };
    output::line(&fill(
        place.language,
        "floor_table",
        &[("questions", &held.len())],
    ));
    for share in SHARES {
        line(held[((held.len() as f64 * share) as usize).min(held.len() - 1)]);
    }
    output::line(text(place.language, "floor_now"));
    line(answer::FLOOR);
    line(answer::SURE);
}

/// "45.2 % (42.1–48.3)": a share with its Wilson interval at 95 %.
fn share(count: usize, of: usize) -> String {
    let (n, p, z) = (of.max(1) as f64, count as f64 / of.max(1) as f64, 1.96_f64);
    let middle = (p + z * z / (2.0 * n)) / (1.0 + z * z / n);
    let reach = z / (1.0 + z * z / n) * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    let percent = |value: f64| 100.0 * value.clamp(0.0, 1.0);
    format!(
        "{:.1} % ({:.1}–{:.1})",
        percent(p),
        percent(middle - reach),
        percent(middle + reach)
    )
}
