//! Measures the pages that people look at, each part printing its own figures:
//!
//! ```text
//! measure-pages all                               every part, one after another
//! measure-pages boxes [--quotes N] [--worst N]    words of real gazettes, and the boxes around them on the page as
//!                                                 issued, against the places that another reader of PDF gives them
//! measure-pages scans [--scans N] [--quotes N] [--worst N]
//!                                                 the same on N pages that were drawn to pictures and recognised
//! measure-pages weights [--library FOLDER]        what a browser fetches for each page, its picture apart
//! measure-pages pictures [--pages N] [--worst N]  drawing a page that was never drawn before
//! measure-pages paint [--library FOLDER] [--questions N]
//!                                                 from the question until its first result is painted
//! measure-pages records --library FOLDER [--records N]
//!                                                 pages of those who keep, review and lead, over N recorded answers of
//!                                                 which a quarter is approved, and a removal
//! ```
//!
//! The gazettes are those of the shared data (`CANCU_SHARED`, else `../shared/data`); without them, and without
//! `pdftotext` or a browser where a part needs one, it says what it skipped. `--library` is a data folder that was loaded
//! before, and is copied, since a server writes into its own; without one the samples of `corpus/` are used.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measure prints its figures"
)]

mod boxes;
mod gazettes;
mod paint;
mod pictures;
mod printed;
mod records;
mod scans;
mod weights;

use std::path::{Path, PathBuf};

use tests::{Program, Served, copy_samples};

/// What was asked for.
struct Asked {
    part: String,
    quotes: usize,
    pages: usize,
    scans: usize,
    questions: usize,
    records: usize,
    worst: usize,
    library: Option<PathBuf>,
}

/// A part prints its figures.
type Part = fn(&Asked);

/// The parts, in the order of `all`.
const PARTS: [(&str, Part); 6] = [
    ("boxes", boxes::measure),
    ("scans", scans::measure),
    ("weights", weights::measure),
    ("pictures", pictures::measure),
    ("paint", paint::measure),
    ("records", records::measure),
];

fn main() {
    let asked = asked();
    let wanted = |name: &str| asked.part == "all" || asked.part == name;
    if !PARTS.iter().any(|(name, _)| wanted(name)) {
        usage::<()>();
    }
    for (name, measure) in PARTS {
        if wanted(name) {
            println!("## {name}");
            measure(&asked);
        }
    }
}

fn asked() -> Asked {
    let mut asked = Asked {
        part: String::new(),
        quotes: 1_000,
        pages: 200,
        scans: 40,
        questions: 100,
        records: 2_000,
        worst: 0,
        library: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(usage);
        match argument.as_str() {
            "--quotes" => asked.quotes = value().parse().unwrap_or_else(|_| usage()),
            "--pages" => asked.pages = value().parse().unwrap_or_else(|_| usage()),
            "--scans" => asked.scans = value().parse().unwrap_or_else(|_| usage()),
            "--records" => asked.records = value().parse().unwrap_or_else(|_| usage()),
            "--questions" => asked.questions = value().parse().unwrap_or_else(|_| usage()),
            "--worst" => asked.worst = value().parse().unwrap_or_else(|_| usage()),
            "--library" => asked.library = Some(PathBuf::from(value())),
            part if !part.starts_with('-') => asked.part = part.to_owned(),
            _ => usage(),
        }
    }
    asked
}

fn usage<T>() -> T {
    let parts: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
    eprintln!(
        "measure-pages {}|all [--quotes N] [--pages N] [--scans N] [--questions N] [--records N] [--library FOLDER] [--worst N]",
        parts.join("|")
    );
    std::process::exit(2)
}

/// A server over a copy of a library, or over the samples.
fn serve(library: Option<&Path>, scratch: &Path) -> Served {
    let root = scratch.join("data");
    if let Some(library) = library {
        copy(library, &root);
        return Program::on(&root).serve(&[]);
    }
    let corpus = scratch.join("corpus");
    copy_samples(&corpus);
    Program::on(&root).serve(&["--corpus", &corpus.to_string_lossy()])
}

/// All files of a folder but its lock.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the library can be listed") {
        let entry = entry.expect("the library can be listed");
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else if entry.file_name() != "lock" {
            std::fs::copy(&from, &to).expect("a file can be copied");
        }
    }
}

/// The middle, nearly all and the most of some times in milliseconds, in words.
fn spread(times: &mut [f64]) -> String {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        let last = times.len().saturating_sub(1);
        times[((last as f64) * share).round() as usize]
    };
    if times.is_empty() {
        return "nothing measured".to_owned();
    }
    format!(
        "p50 {:.0} ms, p95 {:.0} ms, most {:.0} ms ({} times)",
        at(0.5),
        at(0.95),
        at(1.0),
        times.len()
    )
}
