//! Measures what answers are made with and checked by, each part printing its own figures:
//!
//! ```text
//! measure-answers all                             every part, one after another
//! measure-answers mutations [--half test|tune|all] [--worst N]
//!                                                 true sentences about real provisions, made false in one place
//!                                                 or written in another way: what `answer::verify` lets pass
//! measure-answers personal [--show]               personal data in questions
//! measure-answers refusals [--library FOLDER] [--show]
//!                                                 who is refused an answer, and who is not; judged questions need
//!                                                 a library of the articles that they ask about
//! measure-answers short [--half test|tune|all] [--show]
//!                                                 answers without a model to questions with a short answer
//! measure-answers faults [--runs N]               every way in which a model can be broken, slow or hostile
//! measure-answers end-to-end [--questions N] [--library FOLDER] [--worst N]
//!                                                 real questions; a model that plants known faults
//! ```
//!
//! `--floors` ends with an error where a figure is beyond its floor; `--show` prints what was missed of the templates
//! that the rules were tuned on, and every false alarm; `--worst N` shows so many misses of each kind of mutation. The
//! articles of `retrieval/articles.jsonl.gz` in the shared data are used where they are, else the samples in `corpus/`.
//! They are halved by their names: misses of the half `tune` may be looked at, `test` is reported.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measure prints its figures"
)]

mod end_to_end;
mod faults;
mod mutations;
mod personal;
mod refusals;
mod share;
mod short;

use std::path::PathBuf;
use std::process::ExitCode;

/// What was asked for.
struct Asked {
    part: String,
    half: Half,
    worst: usize,
    floors: bool,
    show: bool,
    runs: usize,
    questions: usize,
    library: Option<PathBuf>,
}

/// Which articles are used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    /// Whose misses may be looked at.
    Tune,
    /// Whose figures are reported.
    Test,
    All,
}

/// A part prints its figures and says whether its goals are met.
type Part = fn(&Asked) -> bool;

/// The parts, in the order of `all`.
const PARTS: [(&str, Part); 6] = [
    ("mutations", mutations::measure),
    ("personal", |asked| {
        personal::measure(tests::shared().as_deref(), asked.show)
    }),
    ("refusals", |asked| {
        refusals::measure(asked.library.as_deref(), asked.show)
    }),
    ("short", |asked| short::measure(asked.half, asked.show)),
    ("faults", |asked| faults::measure(asked.runs)),
    ("end-to-end", |asked| {
        end_to_end::measure(asked.library.as_deref(), asked.questions, asked.worst)
    }),
];

fn main() -> ExitCode {
    let asked = asked();
    let wanted = |name: &str| asked.part == "all" || asked.part == name;
    if !PARTS.iter().any(|(name, _)| wanted(name)) {
        usage::<()>();
    }
    let mut met = true;
    for (name, measure) in PARTS {
        if wanted(name) {
            println!("## {name}");
            met &= measure(&asked);
        }
    }
    match asked.floors && !met {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    }
}

fn asked() -> Asked {
    let mut asked = Asked {
        part: String::new(),
        half: Half::Test,
        worst: 0,
        floors: false,
        show: false,
        runs: 20,
        questions: 200,
        library: None,
    };
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_else(usage);
        match argument.as_str() {
            "--half" => {
                asked.half = match value().as_str() {
                    "test" => Half::Test,
                    "tune" => Half::Tune,
                    "all" => Half::All,
                    _ => usage(),
                }
            }
            "--worst" => asked.worst = value().parse().unwrap_or_else(|_| usage()),
            "--runs" => asked.runs = value().parse().unwrap_or_else(|_| usage()),
            "--questions" => asked.questions = value().parse().unwrap_or_else(|_| usage()),
            "--library" => asked.library = Some(PathBuf::from(value())),
            "--floors" => asked.floors = true,
            "--show" => asked.show = true,
            part if !part.starts_with('-') => asked.part = part.to_owned(),
            _ => usage(),
        }
    }
    asked
}

fn usage<T>() -> T {
    let parts: Vec<&str> = PARTS.iter().map(|(name, _)| *name).collect();
    eprintln!(
        "measure-answers {}|all [--half test|tune|all] [--worst N] [--runs N] [--questions N] [--library FOLDER] [--show] [--floors]",
        parts.join("|")
    );
    std::process::exit(2)
}
