//! Hostile files: each must end accepted or refused with a reason, inside the limits.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::{Value, json};
use tests::Program;

use crate::reader::{files_under, read_all};

pub(crate) fn measure(program: &Program, shared: &Path) -> Value {
    let files = files_under(&shared.join("hostile"));
    let all = read_all(program, &files, true);
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    let mut bad = Vec::new();
    let (mut slowest, mut largest) = ((0.0, String::new()), (0.0, String::new()));
    for read in &all {
        let outcome = match read.run.code {
            Some(0) => "accepted",
            Some(1) if !read.run.stderr.trim().is_empty() => "refused with a reason",
            _ => "no answer",
        };
        *outcomes.entry(outcome).or_default() += 1;
        if outcome == "no answer" || read.run.stderr.contains("panicked at") {
            bad.push(read.name());
        }
        if read.run.seconds > slowest.0 {
            slowest = (read.run.seconds, read.name());
        }
        if read.run.mebibytes > largest.0 {
            largest = (read.run.mebibytes, read.name());
        }
    }
    json!({
        "files": all.len(), "outcomes": outcomes, "without_answer": bad,
        "worst_seconds": slowest.0, "slowest": slowest.1,
        "worst_mebibytes": largest.0, "largest": largest.1,
    })
}
