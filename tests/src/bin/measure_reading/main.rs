//! The reader's benchmark: `measure-reading [--json FILE] [--list] [--floors] [--articles]`.
//!
//! Over the developers' shared data (`CANCU_SHARED`, else `../shared/data`), through the program's command line:
//!
//! * articles of the gazette PDFs with a reference, and of the laws as DOCX, against the articles collection: found by
//!   number, with the same heading, with the same words after folding (case, where the tone stands, punctuation, white
//!   space; the words on a law's adoption aside), with the same sequence of clauses. Every miss has a cause, found with
//!   another reader of the file as witness: *ours* (the reference's words stand there), *amended since* (the collection's
//!   note says so), *reference differs from the file* (our words stand there, the reference's do not) or *from the page*
//!   (from "Điều N" to the next unit), *not in the file* (no "Điều N" stands there: it came in later), else *unexplained*;
//! * effect dates against the collection's, each miss with the words of the collection that explain it;
//! * speed and memory beside pdftotext and pdfium, old encodings against transcripts, scans, a file of 1,600 pages,
//!   hostile files, citations inside the collection.
//!
//! A collection holds the law as it stands, a gazette the act as issued, so the reach of words is below 1.
//! `--articles` measures articles and effect dates alone. `--floors` ends with an error where a figure that must hold
//! does not; speed is printed, never asserted.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measure prints its figures"
)]

mod articles;
mod citations;
mod effects;
mod hostile;
mod large;
mod legacy;
mod measured;
mod page;
mod reader;
mod reference;
mod related;
mod scans;
mod speed;

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use serde_json::{Map, Value, json};
use tests::{Program, media_files};

use self::reader::{Read, read_all};

/// Figures that must hold, by their address in the JSON: at least this much.
const FLOORS: &[(&str, f64)] = &[
    ("/articles/pdf/found", 0.995),
    ("/articles/docx/found", 0.99),
    ("/articles/pdf/equal_or_not_ours", 0.98),
    ("/articles/docx/equal_or_not_ours", 0.98),
    ("/effects/right", 0.96),
    ("/scans/found", 1.0),
    ("/legacy/marks_right", 0.999),
    ("/citations/resolved", 0.95),
    ("/citations/cross_references_said_found", 0.99),
];

/// Lists that must be empty.
const EMPTY: &[&str] = &["/hostile/without_answer", "/scans/false_scans"];

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (mut file, mut list, mut floors, mut brief) = (None, false, false, false);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some(measured::BETWEEN) => return measured::between(arguments),
            Some("--json") => file = arguments.next().map(PathBuf::from),
            Some("--list") => list = true,
            Some("--floors") => floors = true,
            Some("--articles") => brief = true,
            _ => {
                eprintln!("usage: measure-reading [--json FILE] [--list] [--floors] [--articles]");
                return ExitCode::FAILURE;
            }
        }
    }
    let Some(shared) = tests::shared() else {
        tests::skipped("measure-reading", "no shared data here");
        return ExitCode::SUCCESS;
    };
    let mut misses = Vec::new();
    let mut figures = measure(&shared, brief, &mut misses);
    println!("{:#}", Value::Object(figures.clone()));
    if list {
        for miss in &misses {
            println!("{miss}");
        }
    }
    figures.insert("misses".to_owned(), Value::Array(misses));
    let figures = Value::Object(figures);
    if let Some(file) = file
        && let Err(error) = std::fs::write(&file, format!("{figures:#}\n"))
    {
        eprintln!("{}: {error}", file.display());
        return ExitCode::FAILURE;
    }
    if floors && !hold(&figures) {
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

fn measure(shared: &Path, brief: bool, misses: &mut Vec<Value>) -> Map<String, Value> {
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(scratch.path());
    let mut figures = Map::new();
    let began = Instant::now();
    let mut add = |name: &str, value: Value| {
        eprintln!("{name}: {:.0} s", began.elapsed().as_secs_f64());
        figures.insert(name.to_owned(), value);
    };
    // Beside readers that recognise nothing.
    let plain = scratch.path().join("plain");
    let off = std::fs::create_dir_all(&plain)
        .and_then(|()| std::fs::write(plain.join("cancu.toml"), "[reading]\ntesseract = \"\"\n"));
    off.expect("a temporary folder can be written");
    let rows = reference::rows(&shared.join("retrieval/articles.jsonl.gz"));
    let acts = reference::by_act(&rows);
    let wanted = reference::files_with_acts(shared, &acts);
    let gazettes = media_files(&shared.join("gazette-pdf"), "pdf");
    let compared = |path: &PathBuf| !brief || wanted.iter().any(|(known, _)| known == path);
    let gazettes: Vec<PathBuf> = gazettes.into_iter().filter(compared).collect();
    // One at a time, where speed is measured.
    let gazettes = read_all(&Program::on(&plain), &gazettes, brief);
    if !brief {
        add("speed", speed::compare(&gazettes));
    }
    let laws: Vec<PathBuf> = wanted
        .iter()
        .map(|(path, _)| path.clone())
        .filter(|path| path.extension().is_some_and(|found| found == "docx"))
        .collect();
    let laws = read_all(&program, &laws, true);
    let paired = |from: &'_ [Read]| -> Vec<(usize, String)> {
        let place = |path: &PathBuf| from.iter().position(|read| read.file == *path);
        let known = wanted
            .iter()
            .filter(|(_, act)| acts.contains_key(act.as_str()));
        known
            .filter_map(|(path, act)| Some((place(path)?, act.clone())))
            .collect()
    };
    let (pdf, docx) = (paired(&gazettes), paired(&laws));
    let pdf: Vec<(&Read, &str)> = pdf
        .iter()
        .map(|(at, act)| (&gazettes[*at], &**act))
        .collect();
    let docx: Vec<(&Read, &str)> = docx.iter().map(|(at, act)| (&laws[*at], &**act)).collect();
    let compared = json!({
        "pdf": articles::compare(&pdf, &acts, misses),
        "docx": articles::compare(&docx, &acts, misses),
    });
    add("articles", compared);
    add("effects", effects::compare(&[pdf, docx].concat(), &acts));
    if brief {
        return figures;
    }
    let scans = media_files(&shared.join("scanned-pdf"), "pdf");
    let scans = read_all(&program, &scans, true);
    add("scans", scans::measure(&scans, &gazettes));
    add("legacy", legacy::measure(&program, shared));
    add("large", large::measure(&program));
    add("hostile", hostile::measure(&program, shared));
    add("citations", citations::compare(&rows, &acts));
    figures
}

/// Says which floors do not hold.
fn hold(figures: &Value) -> bool {
    let mut held = true;
    for (address, least) in FLOORS {
        let found = figures.pointer(address).and_then(Value::as_f64);
        if found.is_none_or(|found| found < *least) {
            eprintln!("{address}: {found:?}, must be at least {least}");
            held = false;
        }
    }
    for address in EMPTY {
        let found = figures.pointer(address).and_then(Value::as_array);
        if found.is_none_or(|found| !found.is_empty()) {
            eprintln!("{address}: must be empty: {found:?}");
            held = false;
        }
    }
    held
}
