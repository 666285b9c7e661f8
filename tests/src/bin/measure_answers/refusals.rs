//! Refusals: who asks what no rule answers, or about a person, gets none; who asks about rules is not turned away.
//!
//! The questions of `tests/answers` and the judged ones of `../shared/data/retrieval` are put to a server on a library
//! of those articles (`--library FOLDER`); without one, the invented questions are put to the samples, which hold next to
//! nothing: there only the kinds of the refusals tell. The floor itself is judged by `cancu train floor`, which is run
//! here too: questions of one fold by a floor trained on the others, with what answers them held and taken away.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{Program, repository, shared};

use crate::share::Share;

/// What a list of questions must come to.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Want {
    /// Any refusal.
    Refused,
    /// No refusal as out of scope or about a person.
    Let,
    /// An answer.
    Answered,
}

/// Measures and prints; gives whether the goals hold.
pub(crate) fn measure(folder: Option<&Path>, show: bool) -> bool {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let program = match folder {
        Some(folder) => Program::on(folder),
        None => samples(temporary.path()),
    };
    let served = program.serve(&[]);
    let lists = repository().join("tests/answers");
    let list = |name: &str| questions(&lists.join(name));
    let mut good = true;
    let mut say = |name: &str, questions: &[(String, String)], want: Want, goal: f64| {
        let kinds = put(&served.address, questions, want);
        let (right, all) = print(name, &kinds);
        good &= right as f64 >= goal * all as f64;
        for (question, refusal) in kinds.values().flat_map(|kind| &kind.wrong) {
            if show {
                println!("    {refusal:<16} {question}");
            }
        }
    };
    say(
        "out of scope, refused",
        &list("out_of_scope.txt"),
        Want::Refused,
        0.98,
    );
    say(
        "about a person, refused",
        &list("personal.txt"),
        Want::Refused,
        0.98,
    );
    // Written after the cues were: these tell what the cues are worth.
    say(
        "out of scope, unseen, refused",
        &list("out_of_scope_unseen.txt"),
        Want::Refused,
        0.98,
    );
    say(
        "about a person, unseen, refused",
        &list("personal_unseen.txt"),
        Want::Refused,
        0.98,
    );
    say(
        "about rules, let through",
        &list("in_scope.txt"),
        Want::Let,
        0.99,
    );
    match (shared().map(|shared| shared.join("retrieval")), folder) {
        (Some(data), Some(folder)) => {
            let judged = judged(&data);
            say(
                "judged, their articles held, answered",
                &judged,
                Want::Answered,
                0.97,
            );
            floor(
                &Program::on(folder),
                &data,
                &lists.join("out_of_scope.txt"),
                temporary.path(),
            );
        }
        _ => println!(
            "judged questions: skipped, they need ../shared/data and --library with a library of its articles"
        ),
    }
    good
}

fn samples(folder: &Path) -> Program {
    let program = Program::on(&folder.join("library"));
    let corpus = repository().join("corpus").display().to_string();
    program.run(&["ingest", &corpus]).success();
    program
}

/// `kind ⇥ question`, a line each.
fn questions(file: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(file).expect("the questions stand in the repository");
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.filter_map(|line| line.split_once('\t'));
    pairs
        .map(|(kind, question)| (kind.to_owned(), question.to_owned()))
        .collect()
}

fn judged(data: &Path) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(data.join("queries_dev.jsonl")).expect("judged questions");
    let read = |line: &str| serde_json::from_str::<Value>(line).ok();
    let questions = text.lines().filter_map(read);
    questions
        .filter_map(|question| Some((String::new(), question["text"].as_str()?.to_owned())))
        .collect()
}

/// How the questions of one kind came out.
#[derive(Default)]
struct Kind {
    right: usize,
    all: usize,
    /// Refusals of this kind, by name.
    refusals: BTreeMap<String, usize>,
    wrong: Vec<(String, String)>,
}

fn put(address: &str, questions: &[(String, String)], want: Want) -> BTreeMap<String, Kind> {
    let mut kinds: BTreeMap<String, Kind> = BTreeMap::new();
    for (kind, question) in questions {
        let path = format!("/api/ask?q={}", encoded(question));
        let answer = tests::get(address, &path).expect("the server answers");
        let answer: Value = serde_json::from_str(&answer.body).expect("an answer in JSON");
        // A question without a word is turned away before it is asked.
        let refusal = match answer["type"].as_str() {
            Some(problem) => problem.to_owned(),
            None => answer["refusal"].as_str().unwrap_or("answered").to_owned(),
        };
        let right = match want {
            Want::Refused => refusal != "answered",
            Want::Let => !["out_of_scope", "about_person"].contains(&refusal.as_str()),
            Want::Answered => refusal == "answered",
        };
        let kind = kinds.entry(kind.clone()).or_default();
        kind.all += 1;
        kind.right += usize::from(right);
        if !right {
            kind.wrong.push((question.clone(), refusal.clone()));
        }
        *kind.refusals.entry(refusal).or_default() += 1;
    }
    kinds
}

fn print(name: &str, kinds: &BTreeMap<String, Kind>) -> (usize, usize) {
    let right: usize = kinds.values().map(|kind| kind.right).sum();
    let all: usize = kinds.values().map(|kind| kind.all).sum();
    println!("{name}: {right}/{all} = {}", Share { hits: right, all });
    for (kind, one) in kinds {
        let refusals = one
            .refusals
            .iter()
            .map(|(name, count)| format!("{name} {count}"));
        let refusals: Vec<String> = refusals.collect();
        println!(
            "    {kind:<16} {}/{} · {}",
            one.right,
            one.all,
            refusals.join(", ")
        );
    }
    (right, all)
}

/// The curve of the floor, out of fold.
fn floor(program: &Program, data: &Path, nothing: &Path, folder: &Path) {
    let file = |path: PathBuf| path.display().to_string();
    let queries = file(data.join("queries_dev.jsonl"));
    let judgements = file(data.join("qrels_dev.tsv"));
    let (nothing, out) = (file(nothing.to_owned()), file(folder.join("floor.json")));
    let finished = program.run(&[
        "train",
        "floor",
        "--queries",
        &queries,
        "--judgements",
        &judgements,
        "--nothing",
        &nothing,
        "--out",
        &out,
        "--lang",
        "en",
    ]);
    print!("{}", finished.success().stdout);
}

/// A value as an address has it.
fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|byte| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    });
    bytes.collect()
}
