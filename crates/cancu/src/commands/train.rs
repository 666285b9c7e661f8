//! `cancu train`: the embedding model from a collection of articles, the ranking from judged questions.

mod floor;

use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

use anyhow::Context as _;
use clap::ArgMatches;
use indicatif::{ProgressBar, ProgressStyle};
use models::{Ranking, RankingConfig, RankingList};

use crate::{
    judged::{Judged, config},
    train,
    workplace::{Workplace, day},
};

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    match matches.subcommand() {
        Some(("ranking", matches)) => ranking(place, matches)?,
        Some(("floor", matches)) => floor::run(place, matches)?,
        Some((_, matches)) => embedding(matches)?,
        None => unreachable!("clap requires a model"),
    }
    Ok(ExitCode::SUCCESS)
}

fn embedding(matches: &ArgMatches) -> anyhow::Result<()> {
    let collection: &PathBuf = matches
        .get_one("collection")
        .expect("clap requires the collection");
    let epochs = number(matches, "epochs") as usize;
    train::run(collection, out(matches), number(matches, "seed"), epochs)
}

fn ranking(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<()> {
    let judged = Judged::read(matches)?;
    let library = place.library()?;
    let bar = ProgressBar::new(2 * judged.questions.len() as u64).with_style(
        ProgressStyle::with_template("{wide_bar} {pos}/{len} · {elapsed} · ETA {eta}")?,
    );
    let lists = judged.lists(&library, day(matches)?, &bar)?;
    let lists: Vec<RankingList> = lists.into_iter().flatten().collect();
    if let Some(file) = matches.get_one::<PathBuf>("letor") {
        std::fs::write(file, letor(&lists)).with_context(|| file.display().to_string())?;
    }
    bar.set_position(0);
    let config = RankingConfig {
        seed: number(matches, "seed"),
        ..config()
    };
    let ranking = Ranking::train(&lists, &search::features(), &config, &mut |done, total| {
        bar.set_length(total as u64);
        bar.set_position(done as u64);
    });
    bar.finish_and_clear();
    let out = out(matches);
    std::fs::write(out, ranking.to_json()).with_context(|| out.display().to_string())
}

/// The lists in the format that learners of rankings read: grade, question, features by number.
fn letor(lists: &[RankingList]) -> String {
    let features = search::features().len();
    let mut text = String::new();
    for (question, list) in (1..).zip(lists) {
        for (row, grade) in list.features.chunks(features).zip(&list.grades) {
            let _ = write!(text, "{grade} qid:{question}");
            for (number, value) in (1..).zip(row) {
                let _ = write!(text, " {number}:{value}");
            }
            text.push('\n');
        }
    }
    text
}

fn out(matches: &ArgMatches) -> &PathBuf {
    matches
        .get_one("out")
        .expect("clap requires where to write")
}

fn number(matches: &ArgMatches, name: &str) -> u64 {
    let given = matches.get_one::<u64>(name).copied();
    given.expect("the option has a default")
}
