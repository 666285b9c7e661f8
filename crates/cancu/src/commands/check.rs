//! `cancu check` and `cancu rebuild`: whether what is held is whole, and making the index anew.

use std::process::ExitCode;

use catalogue::People;
use clap::ArgMatches;
use serde::Serialize;

use crate::{
    failure,
    messages::{fill, text},
    output,
    progress::Bar,
    workplace::Workplace,
};

#[derive(Serialize)]
struct Problem {
    place: String,
    detail: String,
}

/// Exit code 0: no problem, 1: problems, each on a line.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let deep = matches.get_flag("deep");
    let catalogue = place.catalogue_to_read()?;
    // What only waits to be published is no problem; what cannot be published is found below.
    if let Err(error) = place.generation(&catalogue) {
        output::error(&failure::sentence(place.language, &error));
    }
    let mut problems = catalogue.check(deep)?;
    problems.extend(index::check(&place.root, &catalogue, deep)?);
    problems.extend(place.keeper(None).check()?);
    problems.extend(People::new(&place.root).check()?);
    let problems: Vec<Problem> = problems
        .into_iter()
        .map(|problem| Problem {
            place: problem.place,
            detail: problem.detail,
        })
        .collect();
    if matches.get_flag("json") {
        output::json(&problems);
    } else if problems.is_empty() {
        output::line(text(place.language, "check_clean"));
    } else {
        for problem in &problems {
            output::line(&format!("{}: {}", problem.place, problem.detail));
        }
        output::line(&fill(
            place.language,
            "check_problems",
            &[("count", &problems.len())],
        ));
    }
    Ok(if problems.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

pub(crate) fn rebuild(place: &Workplace) -> anyhow::Result<ExitCode> {
    let catalogue = place.catalogue()?;
    let mut bar = Bar::new(place.language, false);
    let published = index::rebuild(&place.root, &catalogue, &mut |done, total| {
        bar.take(ingest::Progress::Publishing { done, total });
    });
    bar.finish();
    output::line(&fill(
        place.language,
        "rebuilt",
        &[("passages", &published?.passages)],
    ));
    Ok(ExitCode::SUCCESS)
}
