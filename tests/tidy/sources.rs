//! The sources and manifests of the repository, read once a test.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::rust_text::{without_comments, without_tests};

/// A source file of ours.
pub(super) struct Source {
    /// Relative to the repository.
    pub(super) path: String,
    /// The crate it belongs to.
    pub(super) owner: String,
    /// As written.
    pub(super) text: String,
    /// Without comments and the inside of strings.
    pub(super) code: String,
    /// `code` without what only tests see.
    pub(super) working: String,
}

impl Source {
    /// Tests, and the small programs that measure one crate.
    pub(super) fn is_test(&self) -> bool {
        let beside = ["/tests.rs", "/tests/", "/examples/", "/benches/"];
        self.owner == "tests" || beside.iter().any(|part| self.path.contains(part))
    }
}

pub(super) fn files(folder: &Path, extension: &str, into: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            if !path.ends_with("target") {
                files(&path, extension, into);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            into.push(path);
        }
    }
}

pub(super) fn sources() -> Vec<Source> {
    let root = tests::repository();
    let mut paths = Vec::new();
    files(&root.join("crates"), "rs", &mut paths);
    files(&root.join("tests"), "rs", &mut paths);
    paths.sort();
    let read = |path: PathBuf| {
        let text = std::fs::read_to_string(&path).expect("a source file is readable UTF-8");
        let path = path
            .strip_prefix(&root)
            .expect("under the root")
            .to_string_lossy()
            .replace('\\', "/");
        let mut parts = path.split('/');
        let first = parts.next().unwrap_or_default();
        let owner = if first == "tests" {
            first
        } else {
            parts.next().unwrap_or_default()
        }
        .to_owned();
        let code = without_comments(&text);
        let working = without_tests(&code);
        Source {
            path,
            owner,
            text,
            code,
            working,
        }
    };
    paths.into_iter().map(read).collect()
}

pub(super) fn manifests() -> BTreeMap<String, toml::Table> {
    let root = tests::repository();
    let read = |name: &str, path: PathBuf| {
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (
            name.to_owned(),
            text.parse()
                .unwrap_or_else(|error| panic!("{}: {error}", path.display())),
        )
    };
    let crates = std::fs::read_dir(root.join("crates"))
        .expect("crates/ is there")
        .flatten();
    crates
        .filter(|entry| entry.path().is_dir())
        .map(|entry| {
            read(
                &entry.file_name().to_string_lossy(),
                entry.path().join("Cargo.toml"),
            )
        })
        .chain([read("tests", root.join("tests/Cargo.toml"))])
        .collect()
}

pub(super) fn dependencies(manifest: &toml::Table, table: &str) -> BTreeSet<String> {
    let names = manifest
        .get(table)
        .and_then(toml::Value::as_table)
        .map(|table| table.keys().cloned());
    names.into_iter().flatten().collect()
}

/// Fails with every finding at once.
pub(super) fn none(findings: &[String]) {
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}
