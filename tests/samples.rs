//! The sample corpus: every file is marked as a sample, and the binary ones are made by the script, again and again.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

const MARK: &str = "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ";

fn contents(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder)
        .expect("the folder can be listed")
        .flatten();
    let read = |path: &Path| std::fs::read(path).expect("a sample is readable");
    entries
        .map(|entry| {
            (
                entry.file_name().to_string_lossy().into_owned(),
                read(&entry.path()),
            )
        })
        .collect()
}

#[test]
fn every_plain_sample_is_marked() {
    let samples = contents(&tests::repository().join("corpus"));
    assert!(samples.len() >= 14, "only {} samples", samples.len());
    for (name, bytes) in samples {
        if [".txt", ".md", ".html", ".jsonl"]
            .iter()
            .any(|extension| name.ends_with(extension))
        {
            let text = String::from_utf8(bytes).expect("a plain sample is UTF-8");
            assert!(text.contains(MARK), "{name} does not say {MARK}");
        }
    }
}

#[test]
fn the_script_makes_the_same_bytes_every_time() {
    let script = tests::repository().join("tests/corpus/make.py");
    let folders = [tempfile::tempdir(), tempfile::tempdir()]
        .map(|folder| folder.expect("a temporary folder"));
    for folder in &folders {
        let made = Command::new("python3")
            .arg(&script)
            .arg(folder.path())
            .stdin(Stdio::null())
            .output();
        let why = match made {
            Ok(output) if output.status.success() => continue,
            Ok(output) => String::from_utf8_lossy(&output.stderr)
                .lines()
                .last()
                .unwrap_or_default()
                .to_owned(),
            Err(error) => error.to_string(),
        };
        // Only what may be absent on a machine excuses: the interpreter, its packages, the fonts.
        let absent = [
            "ModuleNotFoundError",
            "No such file",
            "cannot open resource",
            "Can't open file",
        ];
        assert!(absent.iter().any(|reason| why.contains(reason)), "{why}");
        return tests::skipped("the_script_makes_the_same_bytes_every_time", &why);
    }
    let [first, second] = folders.map(|folder| contents(folder.path()));
    assert!(!first.is_empty());
    assert!(first == second, "two runs of the script differ");
    let held = contents(&tests::repository().join("corpus"));
    for (name, bytes) in first {
        let kept = held
            .get(&name)
            .unwrap_or_else(|| panic!("corpus/{name} is missing: run tests/corpus/make.py"));
        if *kept != bytes {
            // Another version of a font or of a library gives other bytes for the same page.
            eprintln!("corpus/{name} differs from what this machine's fonts and libraries make");
        }
    }
}
