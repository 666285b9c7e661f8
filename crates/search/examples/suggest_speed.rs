//! Measures suggestions over a data folder: how long they take to make, what they weigh, and how long one takes.
//!
//! `cargo run --release -p search --example suggest_speed -- DATA [QUESTIONS.jsonl]` types the titles that are held,
//! their numbers and the questions letter by letter, with accents and without; beside the clock the mean
//! of computing, as other programs may share the cores.
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::{
    error::Error,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use catalogue::{Catalogue, ListFilter};
use index::Generation;
use legal::Date;
use search::{Library, Sight, Suggestions};

const DAY: Date = Date::constant(2026, 11, 22);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().ok_or("a data folder, please")?;
    let root = Path::new(&folder);
    let catalogue = Arc::new(Catalogue::open_read_only(root)?.ok_or("no catalogue there")?);
    let generation = Arc::new(Generation::open(root, &catalogue)?.ok_or("no generation there")?);
    let library = Library {
        catalogue,
        generation,
        embedder: None,
        wordings: Arc::default(),
        ranking: None,
        reranking: None,
        sight: Sight::default(),
    };
    let before = resident();
    let (start, computed) = (Instant::now(), computed());
    let suggestions = Suggestions::of(&library)?;
    println!(
        "{} offers made in {:.2} s, {:.2} s of it computing; resident memory {} MiB more",
        suggestions.len(),
        start.elapsed().as_secs_f32(),
        (self::computed() - computed).as_secs_f32(),
        (resident().saturating_sub(before)) / 1024
    );
    let all = ListFilter {
        limit: 300,
        ..ListFilter::default()
    };
    let documents = library
        .catalogue
        .documents(library.generation.seq(), &all)?
        .0;
    let titles: Vec<String> = documents
        .iter()
        .filter_map(|one| one.header.title.clone())
        .collect();
    let names: Vec<String> = documents.iter().map(catalogue::DocumentRow::name).collect();
    measure(&suggestions, "titles", &titles);
    measure(&suggestions, "numbers", &names);
    if let Some(file) = arguments.next() {
        measure(
            &suggestions,
            "questions",
            &questions(&std::fs::read_to_string(file)?),
        );
    }
    Ok(())
}

/// The texts of lines such as `{"id": "1", "text": "…"}`.
fn questions(lines: &str) -> Vec<String> {
    let text = |line: &str| {
        let (_, rest) = line
            .split_once("\"text\": \"")
            .or_else(|| line.split_once("\"text\":\""))?;
        Some(rest.split('"').next()?.to_owned())
    };
    lines.lines().filter_map(text).collect()
}

/// Types every text letter by letter, with accents and without.
fn measure(suggestions: &Suggestions, what: &str, texts: &[String]) {
    let (mut times, mut answered, before) = (Vec::new(), 0, computed());
    for text in texts
        .iter()
        .flat_map(|text| [text.clone(), legal::unaccent(text)])
    {
        for (end, _) in text.char_indices().skip(1).take(60) {
            let start = Instant::now();
            let found = suggestions.complete(&text[..end], DAY);
            times.push(start.elapsed());
            answered += usize::from(!found.is_empty());
        }
    }
    let mean = (computed() - before).as_secs_f64() * 1e3 / times.len().max(1) as f64;
    times.sort();
    let at = |share: f64| {
        times
            .get((times.len() as f64 * share) as usize)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "{what}: {} beginnings, {:.0} % answered; {mean:.2} ms computing each; p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms, most {:.2} ms",
        times.len(),
        100.0 * answered as f64 / times.len().max(1) as f64,
        at(0.5).as_secs_f64() * 1e3,
        at(0.95).as_secs_f64() * 1e3,
        at(0.99).as_secs_f64() * 1e3,
        times.last().copied().unwrap_or_default().as_secs_f64() * 1e3,
    );
}

/// How long this thread has computed, as other programs may share the cores; the clock where the system does not say.
fn computed() -> Duration {
    static START: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let said = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = said
        .split(' ')
        .next()
        .and_then(|number| number.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Resident memory in KiB, where the system says it.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or_default()
}
