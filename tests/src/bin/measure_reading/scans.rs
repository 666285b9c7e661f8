//! Scans: found where they are, not seen where they are not, and how well a recognised page is read.

use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tests::{Program, pairs, repository, sample, words};

use crate::reader::{Read, pages_of, share, text_of};

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
        "recognition": { "sample": sample_page(), "hand_checked": hand_checked(scans) },
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
fn sample_page() -> Value {
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

/// A real scanned page that a person read: syllables and numbers read right, in order and wherever they stand (a
/// head of two columns has no one order).
fn hand_checked(scans: &[Read]) -> Value {
    let told = repository().join("tests/scans/2450-kgvx-trang-1.crc32");
    let read = scans
        .iter()
        .find(|read| read.name() == "2450-kgvx.signed.pdf");
    let (Some(read), Ok(told)) = (read, std::fs::read_to_string(told)) else {
        return Value::Null;
    };
    if kinds(read).first().is_none_or(|kind| kind != "ocr") {
        return Value::Null;
    }
    let lines = told.lines().filter(|line| !line.starts_with('#'));
    let told: Vec<String> = lines
        .flat_map(str::split_whitespace)
        .map(str::to_owned)
        .collect();
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let ours = pages_of(&Program::on(scratch.path()), &read.file);
    let ours = fingerprints(ours.first().map_or("", String::as_str));
    let anywhere = anywhere(&told, &ours);
    json!({
        "syllables": told.len(),
        "in_order": share(pairs(&told, &ours).len(), told.len()),
        "anywhere": share(anywhere, told.len()),
    })
}

/// Of each run of letters and digits in lower case, its CRC-32.
fn fingerprints(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let runs = text.split(|c: char| !c.is_alphanumeric());
    runs.filter(|run| !run.is_empty())
        .map(|run| format!("{:08x}", crc32fast::hash(run.as_bytes())))
        .collect()
}

/// How many of `theirs` are among `ours`, each counted as often as both have it.
fn anywhere(theirs: &[String], ours: &[String]) -> usize {
    let mut left: HashMap<&str, usize> = HashMap::new();
    for word in ours {
        *left.entry(word).or_default() += 1;
    }
    let mut found = 0;
    for word in theirs {
        if let Some(count) = left.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            found += 1;
        }
    }
    found
}
