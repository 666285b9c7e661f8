//! The gold set: small invented texts, one trap each, with what the reading must be. See `tests/gold/README.md`.
//!
//! `cargo test --release -p legal --test gold` runs it; `GOLD=word` only the cases whose name holds the word;
//! `GOLD_BLESS=1` writes what is read now as what must be read, for a person to look through.
#![allow(
    clippy::print_stderr,
    reason = "a test says which cases are known to be read wrong"
)]

mod case;
mod outline;
mod references;
mod render;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use case::Case;

/// What came of one case, if it is not as it must be.
fn failure(name: &str, file: &Path, bless: bool) -> Option<String> {
    let written = fs::read_to_string(file).expect("a listed case can be read");
    let case = Case::read(&written);
    let kind = name.split('/').next().unwrap_or_default();
    let found = match render::outcome(kind, &case) {
        Some(found) => found,
        None => return Some(format!("{name}: no reading is known for the folder {kind}")),
    };
    let expected_file = file.with_extension("expected");
    let expected = fs::read_to_string(&expected_file).unwrap_or_default();
    if let Some(why) = &case.not_yet {
        eprintln!("not read right yet: {name}: {why}");
        return (found == expected)
            .then(|| format!("{name}: is read right now: drop its line “#! not yet”"));
    }
    if found == expected && expected_file.is_file() {
        return None;
    }
    if bless {
        fs::write(&expected_file, &found).expect("the outcome can be written");
        eprintln!("blessed: {name}");
        return None;
    }
    Some(format!("{name}\n{}", difference(&expected, &found)))
}

/// The lines that differ, without the ones that both begin and end with.
fn difference(expected: &str, found: &str) -> String {
    let expected: Vec<&str> = expected.lines().collect();
    let found: Vec<&str> = found.lines().collect();
    let alike = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = expected.iter().zip(&found).take_while(alike).count();
    let most = expected.len().min(found.len()) - head;
    let tails = expected.iter().rev().zip(found.iter().rev());
    let tail = tails.take(most).take_while(alike).count();
    let shown = |sign: char, lines: &[&str]| -> String {
        let lines = &lines[head..lines.len() - tail];
        lines
            .iter()
            .map(|line| format!("  {sign} {line}\n"))
            .collect()
    };
    format!(
        "  line {}\n{}{}",
        head + 1,
        shown('-', &expected),
        shown('+', &found)
    )
}

/// The files of the gold set: cases by name ("tree/glued-note"), and what is no case.
fn files(root: &Path) -> (Vec<(String, PathBuf)>, BTreeSet<PathBuf>) {
    let list = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).expect("tests/gold can be listed");
        let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths
    };
    let folders = list(root).into_iter().filter(|path| path.is_dir());
    let (cases, others): (Vec<PathBuf>, Vec<PathBuf>) = folders
        .flat_map(|folder| list(&folder))
        .partition(|path| path.extension().is_some_and(|found| found == "txt"));
    let name = |path: PathBuf| {
        let short = path.strip_prefix(root).expect("listed under the root");
        let short = short.with_extension("").to_string_lossy().into_owned();
        (short, path)
    };
    (
        cases.into_iter().map(name).collect(),
        others.into_iter().collect(),
    )
}

#[test]
fn every_case_is_read_as_the_law_means_it() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/gold");
    let only = std::env::var("GOLD").unwrap_or_default();
    let bless = std::env::var_os("GOLD_BLESS").is_some();
    let (cases, mut strays) = files(&root);
    let mut failures = Vec::new();
    for (name, file) in &cases {
        if name.contains(&only) {
            failures.extend(failure(name, file, bless));
        }
        strays.remove(&file.with_extension("expected"));
    }
    let unused = strays
        .iter()
        .map(|path| format!("{}: belongs to no case", path.display()));
    failures.extend(unused);
    let of = cases.len();
    assert!(
        failures.is_empty(),
        "{} of {of} cases (GOLD_BLESS=1 writes what is read now)\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}
