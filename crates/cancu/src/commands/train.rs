//! `cancu train`: the built-in embedding model from a collection of articles.

use std::{path::PathBuf, process::ExitCode};

use clap::ArgMatches;

use crate::train;

pub(crate) fn run(matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let collection: &PathBuf = matches
        .get_one("collection")
        .expect("clap requires the collection");
    let out: &PathBuf = matches.get_one("out").expect("clap requires the folder");
    let number = |name: &str| {
        matches
            .get_one::<u64>(name)
            .copied()
            .expect("the option has a default")
    };
    train::run(collection, out, number("seed"), number("epochs") as usize)?;
    Ok(ExitCode::SUCCESS)
}
