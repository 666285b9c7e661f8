//! From end to end: real questions over real law, answered by a scripted model that says true sentences and false ones
//! of known kinds. Of the false ones none may be shown as checked.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::Value;
use tests::{Fault, Manner, Mode, ModelServer, Program, ask, shared, unproved};

use super::faults::falsehood;

const DAY: &str = "2026-11-22";
const CLIENTS: usize = 4;
/// Articles of a library that is made for the run, beside those that answer.
const OTHERS: usize = 5_000;

/// What became of the claims of one kind.
#[derive(Clone, Copy, Debug, Default)]
struct Fates {
    checked: usize,
    partly: usize,
    dropped: usize,
}

/// What came of all questions.
#[derive(Debug, Default)]
struct Outcome {
    /// By fault; "true" for claims without one.
    fates: BTreeMap<String, Fates>,
    answered: usize,
    refused: usize,
    findings: Vec<String>,
}

/// Asks so many dev questions and prints what was shown; whether nothing false was shown as checked.
pub(crate) fn measure(data: Option<&Path>, questions: usize, worst: usize) -> bool {
    let Some(shared) = shared() else {
        println!("end to end: skipped, no shared data");
        return true;
    };
    let asked: Vec<(String, String)> = queries(&shared.join("retrieval"), questions);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = folder.path().join("library");
    match data {
        Some(data) => copy(data, &root),
        None => load(&shared.join("retrieval"), &asked, folder.path(), &root),
    }
    let model = ModelServer::start(Mode::Speaks(Manner::Mixed));
    let program = Program::on(&root);
    std::fs::write(root.join("cancu.toml"), model.settings(30)).expect("settings");
    let served = program.serve(&["--corpus", "none"]);
    let started = Instant::now();
    let outcome = run(&served.address, &model, &asked);
    let told = |name: &str, fates: Fates| {
        let all = fates.checked + fates.partly + fates.dropped;
        println!(
            "{name:<22} {all:>6} {:>8} {:>7} {:>8}   {:>5.1} % checked",
            fates.checked,
            fates.partly,
            fates.dropped,
            100.0 * fates.checked as f64 / all.max(1) as f64
        );
    };
    println!(
        "end to end: {} questions in {:.0} s, {} answered, {} refused",
        asked.len(),
        started.elapsed().as_secs_f64(),
        outcome.answered,
        outcome.refused
    );
    println!(
        "{:<22} {:>6} {:>8} {:>7} {:>8}",
        "claims", "said", "checked", "partly", "dropped"
    );
    let mut wrong = Fates::default();
    for (name, fates) in &outcome.fates {
        told(name, *fates);
        if name != "true" {
            wrong.checked += fates.checked;
            wrong.partly += fates.partly;
            wrong.dropped += fates.dropped;
        }
    }
    told("false, all kinds", wrong);
    println!("claims shown as checked that are false: {}", wrong.checked);
    println!(
        "other findings: {}",
        outcome.findings.len() - wrong.checked.min(outcome.findings.len())
    );
    for line in outcome.findings.iter().take(worst) {
        println!("    {line}");
    }
    outcome.findings.is_empty()
}

fn run(address: &str, model: &ModelServer, asked: &[(String, String)]) -> Outcome {
    let (outcome, next) = (Mutex::new(Outcome::default()), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..CLIENTS {
            scope.spawn(|| {
                loop {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some((_, question)) = asked.get(at) else {
                        return;
                    };
                    let answered = ask(address, question, DAY);
                    let mut outcome = outcome.lock().expect("no thread panics with it");
                    match answered.as_ref().map(|answered| answered.answer()) {
                        Ok(Some(answer)) => outcome.take(answer, model),
                        Ok(None) => outcome.findings.push(format!("never ended: {question}")),
                        Err(error) => outcome.findings.push(format!("{error}: {question}")),
                    }
                }
            });
        }
    });
    outcome.into_inner().expect("no thread panics with it")
}

impl Outcome {
    fn take(&mut self, answer: &Value, model: &ModelServer) {
        match answer["refusal"].is_null() {
            true => self.answered += 1,
            false => self.refused += 1,
        }
        self.findings.extend(unproved(answer));
        let name = |fault: Option<Option<Fault>>| match fault {
            Some(None) => "true".to_owned(),
            Some(Some(fault)) => format!("{fault:?}"),
            None => "never said".to_owned(),
        };
        for claim in answer["claims"].as_array().into_iter().flatten() {
            let checked = claim["verdict"] == "checked";
            let fault = model.fault_of(claim);
            // The model saw parts of provisions: the whole one may have the words after all, which makes them true.
            let true_after_all = fault == Some(Some(Fault::MisattributedQuote))
                && stands(claim, &answer["evidence"]);
            let fault = if true_after_all { Some(None) } else { fault };
            if checked && !true_after_all {
                self.findings.extend(falsehood(claim, model));
            }
            let fates = self.fates.entry(name(fault));
            let fates = fates.or_default();
            fates.checked += usize::from(checked);
            fates.partly += usize::from(!checked);
        }
        for dropped in answer["dropped"].as_array().into_iter().flatten() {
            let text = dropped["text"].as_str().unwrap_or_default();
            let name = name(model.fault_of_sentence(text));
            self.fates.entry(name).or_default().dropped += 1;
        }
    }
}

/// Whether the sentence of a claim stands, letter by letter, in every provision that it quotes.
fn stands(claim: &Value, evidence: &Value) -> bool {
    let letters = |text: &Value| {
        let text = text.as_str().unwrap_or_default().to_lowercase();
        text.replace(|c: char| !c.is_alphanumeric(), "")
    };
    let sentence = letters(&claim["text"]);
    let quotes = claim["quotes"].as_array().map_or(&[][..], Vec::as_slice);
    let there = |quote: &Value| {
        let number = quote["evidence"].as_u64().unwrap_or_default() as usize;
        let text = number
            .checked_sub(1)
            .map(|at| letters(&evidence[at]["text"]));
        text.is_some_and(|text| text.contains(&sentence))
    };
    !sentence.is_empty() && !quotes.is_empty() && quotes.iter().all(there)
}

/// The first questions in the order of their ids, which is no order of their subjects.
fn queries(folder: &Path, most: usize) -> Vec<(String, String)> {
    let text = std::fs::read_to_string(folder.join("queries_dev.jsonl")).expect("questions");
    let mut queries: Vec<(String, String)> = text
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .filter_map(|one| {
            Some((
                one["id"].as_str()?.to_owned(),
                one["text"].as_str()?.to_owned(),
            ))
        })
        .collect();
    queries.sort();
    queries.truncate(most);
    queries
}

/// Loads the articles that answer the questions, and others among which they must be found.
fn load(folder: &Path, asked: &[(String, String)], temporary: &Path, root: &Path) {
    let ids: HashSet<&str> = asked.iter().map(|(id, _)| id.as_str()).collect();
    let judgements = std::fs::read_to_string(folder.join("qrels_dev.tsv")).expect("judgements");
    let wanted: HashSet<&str> = judgements
        .lines()
        .filter_map(|line| {
            let mut parts = line.split('\t');
            ids.contains(parts.next()?).then(|| parts.next()).flatten()
        })
        .collect();
    let file = std::fs::File::open(folder.join("articles.jsonl.gz")).expect("articles");
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines();
    let lines: Vec<String> = lines.map_while(Result::ok).collect();
    let step = (lines.len() / OTHERS).max(1);
    let path = temporary.join("articles.jsonl");
    let mut out = std::io::BufWriter::new(std::fs::File::create(&path).expect("a file"));
    let mut kept = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        let article: Value = serde_json::from_str(line).unwrap_or_default();
        let key = article["key"].as_str().unwrap_or_default().to_owned();
        if at % step == 0 || wanted.contains(key.as_str()) {
            writeln!(out, "{line}").expect("a line can be written");
            kept.insert(key, at);
        }
    }
    out.flush().expect("a file can be written");
    println!("a library of {} articles is made", kept.len());
    Program::on(root)
        .run(&["ingest".as_ref(), path.as_os_str()])
        .success();
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder can be made");
    for entry in std::fs::read_dir(from).expect("the library").flatten() {
        let to: PathBuf = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("a file can be copied");
        }
    }
}
