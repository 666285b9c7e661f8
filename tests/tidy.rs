//! The rules of the house that a machine can check: who may use whom, who knows what, names, lengths.
//!
//! A rule that is wrong for a case is changed here, in the open, with its reason.

mod names;
mod rust_text;
mod sources;

use std::collections::BTreeSet;

use rust_text::identifiers;
use sources::{dependencies, manifests, none, sources};

/// Which of our crates each crate may use: dependencies point down, from floor to floor.
const EDGES: &[(&str, &[&str])] = &[
    ("legal", &[]),
    ("models", &[]),
    // Answers on paper: values in, a file out. The only crate but `extract` that knows the inside of a DOCX.
    ("export", &["legal"]),
    ("extract", &["legal"]),
    ("drawing", &["extract"]),
    ("catalogue", &["legal"]),
    ("index", &["legal", "catalogue"]),
    (
        "ingest",
        &[
            "legal",
            "models",
            "extract",
            "drawing",
            "catalogue",
            "index",
        ],
    ),
    ("search", &["legal", "models", "catalogue", "index"]),
    // The record of an answer names files by hash and is compared with what is held: that is the catalogue's.
    ("answer", &["legal", "models", "catalogue", "search"]),
    // The upload form loads files, so the server calls `ingest`; it never sees a file format itself.
    (
        "server",
        &[
            "legal",
            "models",
            "catalogue",
            "index",
            "ingest",
            "search",
            "answer",
            "export",
        ],
    ),
    (
        "cancu",
        &[
            "legal",
            "models",
            "extract",
            "drawing",
            "catalogue",
            "index",
            "ingest",
            "search",
            "answer",
            "server",
        ],
    ),
    // Tests look from outside, through the command line and HTTP; `legal` gives them its folding. The measure of
    // searching looks inside as well: it times each list alone and hands the same vectors to other engines. That of
    // answers calls what has no door of its own: finding personal data is a part of asking, and a claim is checked
    // against evidence of `search`, which the measure makes from articles without any library.
    (
        "tests",
        &["legal", "catalogue", "index", "models", "search", "answer"],
    ),
];

/// What only these crates may know.
const KNOWN_ONLY_IN: &[(&[&str], &[&str])] = &[
    (&["index"], &["tantivy", "hnsw_rs", "anndists"]),
    (&["drawing"], &["hayro"]),
    (&["extract"], &["lopdf", "scraper"]),
    // One reads DOCX from others, one writes our own.
    (&["extract", "export"], &["zip", "quick_xml"]),
    (
        &["models"],
        &[
            "fastembed",
            "ort",
            "ort_tract",
            "reqwest",
            "rustls",
            "jsonwebtoken",
        ],
    ),
    (
        &["server"],
        &[
            "axum",
            "askama",
            "hyper",
            "tower",
            "tower_http",
            "utoipa",
            "prometheus_client",
            "rust_embed",
        ],
    ),
    (&["catalogue"], &["rusqlite"]),
    (
        &["cancu"],
        &["clap", "anyhow", "indicatif", "tracing_subscriber"],
    ),
];

/// Most lines of code in a file: tests, comments and empty lines aside.
const LONGEST_FILE: usize = 400;

/// Longer files and why.
const EXCUSED_LENGTHS: &[(&str, &str)] = &[];

/// What a crate reaches through the table, edge by edge.
fn reached(name: &str) -> BTreeSet<&'static str> {
    let direct = EDGES
        .iter()
        .find(|(owner, _)| *owner == name)
        .map_or(&[][..], |(_, used)| *used);
    direct
        .iter()
        .copied()
        .chain(direct.iter().flat_map(|used| reached(used)))
        .collect()
}

#[test]
fn crates_use_only_what_stands_below() {
    let manifests = manifests();
    let known: BTreeSet<&str> = EDGES.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = manifests.keys().map(String::as_str).collect();
    assert_eq!(
        known, found,
        "a crate without a row in the table of edges, or a row without a crate"
    );
    let mut findings = Vec::new();
    for (name, allowed) in EDGES {
        for used in dependencies(&manifests[*name], "dependencies") {
            if known.contains(used.as_str()) && !allowed.contains(&used.as_str()) {
                findings.push(format!("{name} → {used} is no edge of the table"));
            }
        }
        // Tests may build what their crate gets from above its floor: anything that it reaches anyway.
        let reached = reached(name);
        for used in dependencies(&manifests[*name], "dev-dependencies") {
            if known.contains(used.as_str()) && !reached.contains(used.as_str()) {
                findings.push(format!("{name} → {used} (in its tests) points up"));
            }
        }
    }
    none(&findings);
}

#[test]
fn every_manifest_inherits_the_lints() {
    let inherits = |manifest: &toml::Table| {
        manifest
            .get("lints")
            .and_then(|lints| lints.get("workspace"))
            .and_then(toml::Value::as_bool)
            == Some(true)
    };
    let manifests = manifests();
    let findings: Vec<String> = manifests
        .iter()
        .filter(|(_, manifest)| !inherits(manifest))
        .map(|(name, _)| name.clone())
        .collect();
    none(&findings);
}

#[test]
fn what_only_one_crate_may_know() {
    let mut findings = Vec::new();
    for (owners, names) in KNOWN_ONLY_IN {
        let owner = owners.join(" and ");
        for (name, manifest) in &manifests() {
            for used in dependencies(manifest, "dependencies") {
                if !owners.contains(&name.as_str())
                    && name != "tests"
                    && names.contains(&used.replace('-', "_").as_str())
                {
                    findings.push(format!(
                        "crates/{name}/Cargo.toml: {used} belongs to {owner}"
                    ));
                }
            }
        }
        for source in sources()
            .iter()
            .filter(|source| !owners.contains(&source.owner.as_str()) && !source.is_test())
        {
            for name in *names {
                if source.working.contains(&format!("{name}::"))
                    && identifiers(&source.working).any(|i| i == *name)
                {
                    let starts =
                        source
                            .working
                            .match_indices(&format!("{name}::"))
                            .any(|(at, _)| {
                                let before = source.working[..at].chars().next_back();
                                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
                            });
                    if starts {
                        findings.push(format!("{}: {name} belongs to {owner}", source.path));
                    }
                }
            }
        }
    }
    none(&findings);
}

/// Embedding and reranking happen inside the process, and the server only listens. Two modules open outward sockets, both
/// as `write/outward.rs` does it: one with what passed the guard, one with what is about the person who signs in.
#[test]
fn only_the_writer_and_the_voucher_open_a_socket_outward() {
    const OUTWARD: [&str; 2] = ["crates/models/src/write", "crates/models/src/vouch"];
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| {
        let tool = source.owner == "tests" || source.is_test();
        !tool && !OUTWARD.iter().any(|door| source.path.starts_with(door))
    }) {
        for opening in [
            "reqwest",
            "TcpStream::connect",
            "TcpSocket",
            "UdpSocket",
            "UnixStream::connect",
            "lookup_host",
            "to_socket_addrs",
        ] {
            if source.working.contains(opening) {
                findings.push(format!("{}: {opening}", source.path));
            }
        }
    }
    none(&findings);
}

/// A writer takes messages, and messages are made of what passed the guard: nobody else makes one.
#[test]
fn only_the_prompt_makes_messages_for_a_writer() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| {
        let tool = source.owner == "tests" || source.owner == "models" || source.is_test();
        !tool && !source.path.starts_with("crates/answer/src/prompt")
    }) {
        if identifiers(&source.working).any(|name| name == "Message") {
            findings.push(format!("{}: Message", source.path));
        }
    }
    none(&findings);
}

#[test]
fn only_the_program_reads_the_environment() {
    let mut findings = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.owner != "cancu" && !source.is_test())
    {
        for reading in [
            "env::var",
            "env::args",
            "env::vars",
            "env::set_var",
            "env::current_dir",
            "env::home_dir",
        ] {
            if source.working.contains(reading) {
                findings.push(format!("{}: {reading}", source.path));
            }
        }
    }
    none(&findings);
}

#[test]
fn only_server_and_program_ask_the_calendar() {
    let mut findings = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| !["cancu", "server"].contains(&source.owner.as_str()))
    {
        for asking in [
            "Zoned::now",
            "Timestamp::now",
            "SystemTime::now",
            "UtcDateTime::now",
        ] {
            if !source.is_test() && source.working.contains(asking) {
                findings.push(format!(
                    "{}: {asking}; take the day as an argument",
                    source.path
                ));
            }
        }
    }
    none(&findings);
}

#[test]
fn legal_is_pure() {
    let mut findings = Vec::new();
    for source in sources()
        .iter()
        .filter(|source| source.owner == "legal" && !source.is_test())
    {
        for impure in [
            "std::fs",
            "std::net",
            "std::env",
            "std::time",
            "std::thread",
            "std::process",
            "tokio",
            "async ",
        ] {
            if source.working.contains(impure) {
                findings.push(format!("{}: {impure}", source.path));
            }
        }
    }
    none(&findings);
}

#[test]
fn files_stay_short() {
    let mut findings = Vec::new();
    for source in &sources() {
        let lines = source
            .working
            .lines()
            .filter(|line| !line.trim().is_empty())
            .count();
        let excused = EXCUSED_LENGTHS.iter().any(|(path, _)| *path == source.path);
        let tests_only = source.is_test() && source.owner != "tests";
        if lines > LONGEST_FILE && !excused && !tests_only {
            findings.push(format!(
                "{}: {lines} lines of code, at most {LONGEST_FILE}",
                source.path
            ));
        }
    }
    none(&findings);
}

#[test]
fn working_code_does_not_unwrap_or_print() {
    let mut findings = Vec::new();
    for source in sources().iter().filter(|source| !source.is_test()) {
        for (line, text) in source.working.lines().enumerate() {
            for word in [".unwrap()", "todo!(", "unimplemented!(", "dbg!("] {
                if text.contains(word) {
                    findings.push(format!("{}:{}: {word}", source.path, line + 1));
                }
            }
        }
    }
    none(&findings);
}
