//! Measures the start: `measure-start [RUNS]`, 5 runs by default.
//!
//! Each run gives `cancu serve` an empty data folder and a fresh copy of the sample corpus, and takes the
//! time from the start of the process to the printed address, to the first page, and to the first answer
//! with a claim. Then the same once more on the folder that is loaded already.
#![allow(clippy::print_stdout, reason = "a measure prints its figures")]

use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Program, Served, copy_samples, get};

const QUESTION: &str =
    "/api/ask?q=%C4%90%C4%83ng%20k%C3%BD%20khai%20sinh%20trong%20bao%20nhi%C3%AAu%20ng%C3%A0y";

fn main() {
    let runs: usize = std::env::args()
        .nth(1)
        .and_then(|runs| runs.parse().ok())
        .unwrap_or(5);
    let (mut cold, mut warm) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let corpus = folder.path().join("corpus");
        copy_samples(&corpus);
        let program = Program::on(&folder.path().join("data"));
        let corpus = corpus.to_string_lossy().into_owned();
        cold.push(times(&program.serve(&["--corpus", &corpus])));
        warm.push(times(&program.serve(&["--corpus", &corpus])));
    }
    print("empty data folder, samples loaded first", &cold);
    print("data folder loaded before", &warm);
}

/// Seconds to the address, to the first page, to the first answer with a claim.
fn times(served: &Served) -> [f64; 3] {
    let printed = served.started.elapsed();
    let page = wait(served, "/", |_| true);
    let answer = wait(served, QUESTION, |body| {
        serde_json::from_str::<Value>(body).is_ok_and(|answer| {
            answer["claims"]
                .as_array()
                .is_some_and(|claims| !claims.is_empty())
        })
    });
    [printed, page, answer].map(|time| time.as_secs_f64())
}

fn wait(served: &Served, path: &str, enough: impl Fn(&str) -> bool) -> Duration {
    let until = Instant::now() + Duration::from_secs(120);
    loop {
        if get(&served.address, path)
            .is_ok_and(|answer| answer.status == 200 && enough(&answer.body))
        {
            return served.started.elapsed();
        }
        assert!(
            Instant::now() < until,
            "{path} gave nothing in two minutes: {:?}",
            get(&served.address, path)
        );
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn print(what: &str, runs: &[[f64; 3]]) {
    println!("{what} ({} runs, median)", runs.len());
    for (at, name) in ["address printed", "first page", "first answer"]
        .into_iter()
        .enumerate()
    {
        let mut column: Vec<f64> = runs.iter().map(|run| run[at]).collect();
        column.sort_by(f64::total_cmp);
        println!("  {name:<16} {:.2} s", column[column.len() / 2]);
    }
}
