//! Other engines on the same texts, vectors and questions: `tests/search/peers.py`, each in a process of its own.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::figures::{Table, megabytes};

const PEERS: [&str; 5] = ["bm25s", "numpy", "usearch-exact", "usearch", "lancedb"];

pub(crate) fn measure(given: &Path, table: &mut Table) {
    let python = std::env::var("CANCU_PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let script = tests::repository().join("tests/search/peers.py");
    for peer in PEERS {
        let output = Command::new(&python)
            .arg(&script)
            .arg(peer)
            .arg(given)
            .output();
        let said = match &output {
            Ok(output) => String::from_utf8_lossy(&output.stdout).into_owned(),
            Err(error) => return tests::skipped("peers", &format!("{python}: {error}")),
        };
        match serde_json::from_str::<Value>(said.trim()) {
            Ok(told) if told["missing"].is_string() => {
                table.line(
                    peer,
                    &[format!("skipped: {} is not installed", told["missing"])],
                );
            }
            Ok(told) => table.line(told["name"].as_str().unwrap_or(peer), &cells(&told)),
            Err(_) => {
                let why = output.map(|output| String::from_utf8_lossy(&output.stderr).into_owned());
                table.line(peer, &[format!("failed: {}", why.unwrap_or_default())]);
            }
        }
    }
}

fn cells(told: &Value) -> Vec<String> {
    let number = |name: &str| told[name].as_f64().unwrap_or_default();
    let mut cells = vec![format!(
        "p50 {:.1} ms   p95 {:.1} ms   p99 {:.1} ms",
        number("p50"),
        number("p95"),
        number("p99")
    )];
    cells.push(format!("computing {:.1} ms", number("computed")));
    if told["recall"].is_number() {
        cells.push(format!("recall@10 {:.4}", number("recall")));
    }
    cells.push(format!(
        "built in {:.0} s, {:.0} s of computing until then",
        number("built"),
        number("before")
    ));
    cells.push(format!("{} at most", megabytes(number("memory") as u64)));
    cells
}
