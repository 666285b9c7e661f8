//! Measures how files are read: `measure-reading FOLDER [--articles articles.jsonl.gz] [--list]`.
//!
//! Every PDF of the folder goes through `cancu read FILE --json`, one process a file, and then through
//! `pdftotext` in the same run, for the wall time of both. Where the folder has a `reference.tsv`
//! (file, document, number of articles) and the articles collection is at hand, the articles read are
//! compared with the collection's:
//!
//! * similarity of an article: `2·LCS/(a+b)` over the folded words (see `tests::similarity`) of heading and
//!   text; an article counts as *reproduced* from .95 on;
//! * an article stands *word for word* if the folded words of the reference's text stand in the read
//!   article one after another.
//!
//! A collection holds the law as it stands, a gazette the act as issued, so the reach of both is below 1.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a measure prints its figures"
)]

use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use serde_json::Value;
use tests::{Program, contained, media_files, similarity, words};

/// From which similarity an article counts as reproduced.
const REPRODUCED: f64 = 0.95;

/// What the reader gave for one file.
struct Read {
    file: PathBuf,
    document: Option<Value>,
    why: String,
    took: Duration,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let (mut folder, mut collection, mut list) = (None, None, false);
    while let Some(argument) = arguments.next() {
        match argument.to_str() {
            Some("--articles") => collection = arguments.next().map(PathBuf::from),
            Some("--list") => list = true,
            _ => folder = Some(PathBuf::from(argument)),
        }
    }
    let folder = folder.or_else(|| Some(tests::shared()?.join("gazette-pdf")));
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        eprintln!("usage: measure-reading FOLDER [--articles articles.jsonl.gz] [--list]");
        return ExitCode::FAILURE;
    };
    let collection =
        collection.or_else(|| Some(tests::shared()?.join("retrieval/articles.jsonl.gz")));
    let files = media_files(&folder, "pdf");
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(scratch.path());

    let began = Instant::now();
    let read: Vec<Read> = files.iter().map(|file| read(&program, file)).collect();
    let ours = began.elapsed();
    let peak = peak_children();
    let theirs = pdftotext(&files);
    report(&read, ours, theirs, peak, list);
    if let Some(collection) = collection.filter(|path| path.is_file()) {
        compare(&folder, &read, &collection, list);
    }
    ExitCode::SUCCESS
}

fn read(program: &Program, file: &Path) -> Read {
    let finished = program.run(&["read".as_ref(), file.as_os_str(), "--json".as_ref()]);
    let document = serde_json::from_str(&finished.stdout)
        .ok()
        .filter(|_| finished.code == Some(0));
    Read {
        file: file.to_owned(),
        document,
        why: finished.stderr,
        took: finished.took,
    }
}

/// Largest resident size of any process that we waited for, or that it waited for, in MiB.
fn peak_children() -> f64 {
    // Linux gives KiB.
    getrusage(UsageWho::RUSAGE_CHILDREN).map_or(0.0, |usage| usage.max_rss() as f64 / 1024.0)
}

fn pdftotext(files: &[PathBuf]) -> Option<Duration> {
    let began = Instant::now();
    for file in files {
        let status = Command::new("pdftotext")
            .arg("-layout")
            .arg(file)
            .arg("-")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        if let Err(error) = status {
            eprintln!("skipped: pdftotext: {error}");
            return None;
        }
    }
    Some(began.elapsed())
}

fn articles(document: &Value) -> impl Iterator<Item = &Value> {
    let list = document["provisions"].as_array().into_iter().flatten();
    list.filter(|provision| {
        let path = provision["path"].as_str().unwrap_or_default();
        path.starts_with("dieu-") && !path.contains('/')
    })
}

fn report(read: &[Read], ours: Duration, theirs: Option<Duration>, peak: f64, list: bool) {
    let done: Vec<&Value> = read
        .iter()
        .filter_map(|read| read.document.as_ref())
        .collect();
    let pages: u64 = done
        .iter()
        .filter_map(|document| document["pages"].as_u64())
        .sum();
    let found: usize = done.iter().map(|document| articles(document).count()).sum();
    let without = read.iter().filter(|read| {
        read.document
            .as_ref()
            .is_some_and(|d| articles(d).count() == 0)
    });
    println!("files read          {} of {}", done.len(), read.len());
    println!("pages               {pages}");
    println!(
        "articles found      {found} ({} files without any)",
        without.count()
    );
    println!(
        "wall time           {:.1} s, {:.0} pages/s",
        ours.as_secs_f64(),
        pages as f64 / ours.as_secs_f64()
    );
    if let Some(theirs) = theirs {
        println!(
            "pdftotext -layout   {:.1} s (ours takes {:.2} times as long)",
            theirs.as_secs_f64(),
            ours.as_secs_f64() / theirs.as_secs_f64()
        );
    }
    println!("peak memory         {peak:.0} MiB (largest reading process)");
    for read in read.iter().filter(|read| read.document.is_none()) {
        println!("not read: {}: {}", read.file.display(), read.why.trim());
    }
    if list {
        let mut slow: Vec<&Read> = read.iter().collect();
        slow.sort_by_key(|read| std::cmp::Reverse(read.took));
        for read in slow.iter().take(5) {
            println!(
                "slow: {:.2} s {}",
                read.took.as_secs_f64(),
                read.file.display()
            );
        }
    }
}

/// Articles of the collection by document, then by number.
fn collection(
    path: &Path,
    wanted: &BTreeMap<String, String>,
) -> HashMap<String, Vec<(String, String)>> {
    let file =
        std::fs::File::open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let lines = BufReader::new(flate2::read::MultiGzDecoder::new(file)).lines();
    let mut held: HashMap<String, Vec<(String, String)>> = HashMap::new();
    for line in lines.map_while(Result::ok) {
        let Ok(row) = serde_json::from_str::<Value>(&line) else {
            continue;
        };
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        let number = text("num");
        if wanted.values().any(|symbol| *symbol == number) {
            held.entry(number)
                .or_default()
                .push((text("art"), format!("{}\n{}", text("title"), text("text"))));
        }
    }
    held
}

fn compare(folder: &Path, read: &[Read], collection_file: &Path, list: bool) {
    let Ok(table) = std::fs::read_to_string(folder.join("reference.tsv")) else {
        return;
    };
    let rows = table.lines().skip(1).filter_map(|line| {
        let mut fields = line.split('\t');
        Some((fields.next()?.to_owned(), fields.next()?.to_owned()))
    });
    let wanted: BTreeMap<String, String> = rows.collect();
    let held = collection(collection_file, &wanted);
    let (mut all, mut present, mut reproduced, mut exact, mut sum) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0.0);
    for (name, symbol) in &wanted {
        let read = read.iter().find(|read| {
            read.file
                .file_name()
                .is_some_and(|found| found == name.as_str())
        });
        let document = read.and_then(|read| read.document.as_ref());
        let ours: HashMap<String, Vec<String>> = document
            .into_iter()
            .flat_map(articles)
            .map(spoken)
            .collect();
        let before = (all, reproduced, exact);
        for (number, text) in held.get(symbol).into_iter().flatten() {
            all += 1;
            let reference = words(text);
            let Some(found) = ours.get(&number.to_lowercase()) else {
                continue;
            };
            present += 1;
            let alike = similarity(&reference, found);
            sum += alike;
            reproduced += usize::from(alike >= REPRODUCED);
            exact += usize::from(contained(
                &words(text.split_once('\n').map_or("", |(_, body)| body)),
                found,
            ));
        }
        if list {
            println!(
                "{name}: {} of {} reproduced, {} word for word",
                reproduced - before.1,
                all - before.0,
                exact - before.2
            );
        }
    }
    if all == 0 {
        return println!("no reference article");
    }
    let share = |count: usize| count as f64 / all as f64;
    println!("reference articles  {all} in {} files", wanted.len());
    println!("found by number     {present} ({:.3})", share(present));
    println!(
        "reproduced (≥ .95)  {reproduced} ({:.3}); mean similarity {:.4}",
        share(reproduced),
        sum / all as f64
    );
    println!("word for word       {exact} ({:.3})", share(exact));
}

/// The number of an article as read, and its words.
fn spoken(article: &Value) -> (String, Vec<String>) {
    let text = |key: &str| article[key].as_str().unwrap_or_default();
    let number = text("path").trim_start_matches("dieu-").replace("dd", "đ");
    (
        number,
        words(&format!("{}\n{}", text("heading"), text("text"))),
    )
}
