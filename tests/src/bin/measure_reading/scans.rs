//! Scans: found where they are, not seen where they are not, and how well a recognised page is read.

use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::{Program, pairs, repository, sample, words};

use crate::reader::{Read, share, text_of};

/// From how many letters in the text layer a page is no scan, whatever it shows.
const WRITTEN: usize = 300;

/// `scans` are files of scanned pages only; in `printed`, a page whose text layer is long is no scan.
pub(crate) fn measure(scans: &[Read], printed: &[Read]) -> Value {
    let (mut pages, mut found) = (0, 0);
    for read in scans {
        let kinds = kinds(read);
        pages += kinds.len().max(1);
        found += kinds.iter().filter(|kind| *kind != "text").count();
    }
    let mut wrong = Vec::new();
    let mut checked = 0;
    for read in printed {
        for (at, kind) in kinds(read).iter().enumerate() {
            if kind == "text" {
                checked += 1;
            } else if letters_on(&read.file, at + 1) >= WRITTEN {
                wrong.push(format!("{} page {}", read.name(), at + 1));
            }
        }
    }
    json!({
        "scanned_pages": pages, "found": share(found, pages),
        "written_pages": checked, "false_scans": wrong,
        "recognition": recognition(),
    })
}

fn kinds(read: &Read) -> Vec<String> {
    let pages = read
        .document
        .as_ref()
        .map(|document| &document["page_kinds"]);
    let pages = pages.and_then(Value::as_array).into_iter().flatten();
    pages
        .map(|page| page["kind"].as_str().unwrap_or_default().to_owned())
        .collect()
}

fn letters_on(file: &Path, page: usize) -> usize {
    let page = page.to_string();
    let output = Command::new("pdftotext")
        .args(["-f", &page, "-l", &page])
        .arg(file)
        .arg("-")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output();
    let text = output.map(|output| output.stdout).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The scanned sample of this repository against the words that were printed on it: the share of its syllables that
/// were read with every letter and mark right; `null` where no recogniser is installed.
fn recognition() -> Value {
    let file = sample("thong-bao-911-2025-ban-quet.pdf");
    let told = repository().join("tests/corpus/thong-bao-911-2025-ban-quet.txt");
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(scratch.path());
    let read = Read::of(&program, &file);
    let Ok(told) = std::fs::read_to_string(told) else {
        return Value::Null;
    };
    if !kinds(&read).iter().any(|kind| kind == "ocr") {
        return Value::Null;
    }
    let (theirs, ours) = (words(&told), words(&text_of(&program, &file)));
    share(pairs(&theirs, &ours).len(), theirs.len())
}
