//! Names: files, declarations, letters, and the keys of the translations.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use super::rust_text::{declared, identifiers, name_words};
use super::sources::{Source, files, none, sources};

/// Words that say nothing, as parts of the names of types, functions and modules.
const EMPTY_WORDS: &[&str] = &[
    "chunk", "chunks", "snippet", "snippets", "item", "items", "node", "nodes", "data", "info",
    "manager", "service", "helper", "helpers", "util", "utils", "misc",
];

/// Names of files that collect what has no place.
const EMPTY_FILES: &[&str] = &[
    "mod", "types", "common", "util", "utils", "helper", "helpers", "misc", "shared",
];

/// Names that contain a word of [`EMPTY_WORDS`] for a reason.
const EXCUSED_NAMES: &[(&str, &str)] = &[
    (
        "NodeRef",
        "the name that scraper's document tree gives to its own thing",
    ),
    ("Node", "what everybody calls a part of a decision tree"),
];

#[test]
fn files_open_with_their_purpose() {
    let sources = sources();
    let open = |source: &&Source| source.text.starts_with("//! ") || source.text.starts_with("#!");
    let findings: Vec<String> = sources
        .iter()
        .filter(|source| !open(source))
        .map(|s| s.path.clone())
        .collect();
    none(&findings);
}

#[test]
fn files_have_names_that_say_something() {
    let empty = |source: &&Source| {
        let name = Path::new(&source.path)
            .file_stem()
            .and_then(std::ffi::OsStr::to_str)
            .unwrap_or_default();
        EMPTY_FILES.contains(&name)
    };
    let findings: Vec<String> = sources()
        .iter()
        .filter(empty)
        .map(|source| source.path.clone())
        .collect();
    none(&findings);
}

#[test]
fn names_say_something() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for name in declared(&source.working) {
            let excused = EXCUSED_NAMES.iter().any(|(excused, _)| *excused == name);
            let empty = name_words(&name)
                .into_iter()
                .find(|word| EMPTY_WORDS.contains(&word.as_str()));
            if let Some(word) = empty.filter(|_| !excused) {
                findings.push(format!(
                    "{}: {name}: “{word}” names no thing of ours",
                    source.path
                ));
            }
        }
    }
    none(&findings);
}

#[test]
fn identifiers_are_english_letters() {
    let mut findings = Vec::new();
    for source in &sources() {
        for name in identifiers(&source.code).filter(|name| !name.is_ascii()) {
            findings.push(format!("{}: {name}", source.path));
        }
    }
    none(&findings);
}

/// A kind of flag or doubt without a text is shown as nothing, or as its page number alone: that happened three times.
#[test]
fn every_kind_has_a_text_on_the_pages() {
    let root = tests::repository();
    let text = |path: &str| std::fs::read_to_string(root.join(path)).expect("a source is readable");
    let table: BTreeMap<String, String> =
        serde_json::from_str(&text("web/translations/vi.json")).expect("a translation is JSON");
    let mut findings = Vec::new();
    for (file, kinds, group) in [
        ("crates/extract/src/lib.rs", "Flag", "flag"),
        ("crates/legal/src/parse.rs", "IssueKind", "issue"),
        ("crates/legal/src/parse.rs", "RelationKind", "relation"),
        ("crates/legal/src/parse.rs", "RelationKind", "incoming"),
        ("crates/legal/src/validity.rs", "Status", "status"),
        ("crates/answer/src/verify.rs", "Verdict", "verdict"),
        ("crates/answer/src/verify.rs", "CheckKind", "check"),
        ("crates/search/src/rank.rs", "Reason", "reason"),
        ("crates/search/src/lib.rs", "Note", "note"),
    ] {
        let variants = variants(&text(file), kinds);
        assert!(!variants.is_empty(), "{file} has no enum {kinds}");
        let keys = variants
            .iter()
            .map(|kind| format!("{group}.{}", snake(kind)));
        let missing = keys.filter(|key| !table.contains_key(key));
        findings.extend(missing.map(|key| format!("web/translations: {key} is missing")));
    }
    none(&findings);
}

/// The variants of an enum: what stands four spaces deep in capitals, as rustfmt writes it.
fn variants(source: &str, name: &str) -> Vec<String> {
    let head = format!("pub enum {name} {{\n");
    let body = source.split_once(&head).map_or("", |(_, rest)| rest);
    let body = body.split_once("\n}").map_or("", |(body, _)| body);
    let variant = |line: &str| {
        let word = line.strip_prefix("    ")?;
        let word: String = word.chars().take_while(|c| c.is_alphanumeric()).collect();
        word.starts_with(|c: char| c.is_ascii_uppercase())
            .then_some(word)
    };
    body.lines().filter_map(variant).collect()
}

/// As serde writes it: `NotYet` is `not_yet`.
fn snake(name: &str) -> String {
    let mut snake = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !snake.is_empty() {
            snake.push('_');
        }
        snake.push(c.to_ascii_lowercase());
    }
    snake
}

#[test]
fn translations_have_the_same_keys() {
    let folder = tests::repository().join("web");
    let mut tables: BTreeMap<PathBuf, BTreeMap<String, BTreeSet<String>>> = BTreeMap::new();
    let mut found = Vec::new();
    files(&folder, "toml", &mut found);
    files(&folder, "json", &mut found);
    for path in found {
        let text = std::fs::read_to_string(&path).expect("a translation is readable UTF-8");
        let table: toml::Value = if path.extension().is_some_and(|e| e == "json") {
            serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        } else {
            toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let stem = path
            .file_stem()
            .and_then(std::ffi::OsStr::to_str)
            .unwrap_or_default()
            .to_owned();
        if ["vi", "en", "fr"].contains(&stem.as_str()) {
            let mut keys = BTreeSet::new();
            flatten("", &table, &mut keys);
            tables
                .entry(path.parent().expect("a file lies in a folder").to_owned())
                .or_default()
                .insert(stem, keys);
        }
    }
    let mut findings = Vec::new();
    for (folder, languages) in &tables {
        let all: BTreeSet<&String> = languages.values().flatten().collect();
        for language in ["vi", "en", "fr"] {
            let has = languages.get(language).cloned().unwrap_or_default();
            for key in all.iter().filter(|key| !has.contains(**key)) {
                findings.push(format!("{}/{language}: {key} is missing", folder.display()));
            }
        }
    }
    none(&findings);
}

fn flatten(above: &str, value: &toml::Value, into: &mut BTreeSet<String>) {
    match value {
        toml::Value::Table(table) => {
            for (key, value) in table {
                flatten(&format!("{above}.{key}"), value, into);
            }
        }
        _ => {
            into.insert(above.to_owned());
        }
    }
}
