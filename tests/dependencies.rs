//! What we build on: no known vulnerability, permissive licences, one source, and none of the banned.
//!
//! The lists stand in `deny.toml`. The advisories are read from the developers' shared data, offline.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};

use semver::{Version, VersionReq};
use serde_json::Value;

fn deny() -> toml::Table {
    let text =
        std::fs::read_to_string(tests::repository().join("deny.toml")).expect("deny.toml is there");
    text.parse().expect("deny.toml is TOML")
}

fn strings(value: Option<&toml::Value>) -> BTreeSet<String> {
    let list = value.and_then(toml::Value::as_array).into_iter().flatten();
    list.filter_map(|entry| entry.as_str().map(str::to_owned))
        .collect()
}

fn locked() -> Vec<(String, Version, Option<String>)> {
    let text = std::fs::read_to_string(tests::repository().join("Cargo.lock"))
        .expect("Cargo.lock is there");
    let lock: toml::Table = text.parse().expect("Cargo.lock is TOML");
    let packages = lock["package"].as_array().expect("packages");
    let text = |package: &toml::Value, key: &str| {
        package
            .get(key)
            .and_then(toml::Value::as_str)
            .map(str::to_owned)
    };
    packages
        .iter()
        .map(|package| {
            let version = text(package, "version").expect("a locked package has a version");
            let name = text(package, "name").expect("a locked package has a name");
            (
                name,
                Version::parse(&version).expect("a locked version is a version"),
                text(package, "source"),
            )
        })
        .collect()
}

/// Whether one of the ranges holds the version. Pre-releases count as the version that they lead to, so that
/// `2.0.0-rc.13` is judged: `semver` leaves pre-releases out of ordinary ranges.
fn within(ranges: &[&str], version: &Version) -> bool {
    let plain = Version::new(version.major, version.minor, version.patch);
    ranges.iter().any(|range| {
        VersionReq::parse(range).is_ok_and(|range| range.matches(version) || range.matches(&plain))
    })
}

fn ranges<'a>(versions: Option<&'a toml::Value>, key: &str) -> Vec<&'a str> {
    let list = versions
        .and_then(|versions| versions.get(key))
        .and_then(toml::Value::as_array);
    list.into_iter()
        .flatten()
        .filter_map(toml::Value::as_str)
        .collect()
}

/// The head of an advisory: the TOML between its first fences.
fn advisory(text: &str) -> Option<toml::Table> {
    let (_, rest) = text.split_once("```toml")?;
    rest.split_once("```")?.0.parse().ok()
}

/// What an advisory says of a version: its id and title if it is touched by a vulnerability.
fn touched(text: &str, version: &Version) -> Option<String> {
    let head = advisory(text)?;
    let about = head.get("advisory")?;
    // Unmaintained and unsound ones are read by people when a dependency is chosen; withdrawn ones are void.
    if about.get("informational").is_some() || about.get("withdrawn").is_some() {
        return None;
    }
    let versions = head.get("versions");
    let safe = within(&ranges(versions, "patched"), version)
        || within(&ranges(versions, "unaffected"), version);
    let title = text
        .lines()
        .find(|line| line.starts_with("# "))
        .unwrap_or_default();
    let id = about
        .get("id")
        .and_then(toml::Value::as_str)
        .unwrap_or_default();
    (!safe).then(|| format!("{id} {}", title.trim_start_matches("# ")))
}

fn advisories_of(folder: &Path, name: &str) -> Vec<String> {
    let texts = tests::media_files(&folder.join("crates").join(name), "md");
    texts
        .into_iter()
        .filter_map(|path| std::fs::read_to_string(path).ok())
        .collect()
}

#[test]
fn no_known_vulnerability() {
    let Some(folder) = tests::shared()
        .map(|shared| shared.join("advisory-db"))
        .filter(|folder| folder.is_dir())
    else {
        return tests::skipped("no_known_vulnerability", "no copy of the advisory database");
    };
    let ignored = strings(
        deny()
            .get("advisories")
            .and_then(|table| table.get("ignore")),
    );
    let mut findings = Vec::new();
    for (name, version, _) in locked() {
        for text in advisories_of(&folder, &name) {
            if let Some(found) = touched(&text, &version)
                .filter(|found| !ignored.iter().any(|id| found.starts_with(id)))
            {
                findings.push(format!("{name} {version}: {found}"));
            }
        }
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn advisories_are_read() {
    fn check(version: &str, expect: bool) {
        let text = "```toml\n[advisory]\nid = \"RUSTSEC-0000-0001\"\n[versions]\npatched = [\">= 1.5.1, < 1.6.0\", \
                    \">= 1.6.3\"]\nunaffected = [\"< 0.3.0\"]\n```\n# A title\n";
        let version = Version::parse(version).expect("a version");
        assert_eq!(touched(text, &version).is_some(), expect, "{version}");
    }
    check("0.2.9", false);
    check("1.0.0", true);
    check("1.5.2", false);
    check("1.6.0", true);
    check("2.0.0-rc.1", false);
}

#[test]
fn everything_comes_from_the_registry_and_nothing_banned() {
    let banned = strings(deny().get("bans").and_then(|table| table.get("deny")));
    let mut findings = Vec::new();
    for (name, version, source) in locked() {
        if source.as_deref().is_some_and(|source| {
            !source.starts_with("registry+https://github.com/rust-lang/crates.io-index")
        }) {
            findings.push(format!("{name} {version} comes from {source:?}"));
        }
        if banned.contains(&name) {
            findings.push(format!("{name} {version} is banned in deny.toml"));
        }
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

/// Whether a licence expression can be met with the allowed licences: `OR` of `AND` of names, brackets, and
/// the old `/` for `OR`.
fn licensed(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression
        .replace('(', " ( ")
        .replace(')', " ) ")
        .replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    either(&words, &mut 0, allowed)
}

fn either(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        met |= both(words, at, allowed);
    }
    met
}

fn both(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut met = name(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        met &= name(words, at, allowed);
    }
    met
}

fn name(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let word = words.get(*at).copied().unwrap_or_default();
    *at += 1;
    if word == "(" {
        let met = either(words, at, allowed);
        *at += 1;
        return met;
    }
    if words.get(*at) == Some(&"WITH") {
        let full = format!(
            "{word} WITH {}",
            words.get(*at + 1).copied().unwrap_or_default()
        );
        *at += 2;
        return allowed.contains(&full);
    }
    allowed.contains(word)
}

#[test]
fn licences_are_permissive() {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version",
            "1",
            "--offline",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(tests::repository())
        .stdin(Stdio::null())
        .output()
        .expect("cargo can be started");
    if !output.status.success() {
        return tests::skipped(
            "licences_are_permissive",
            String::from_utf8_lossy(&output.stderr).trim(),
        );
    }
    let metadata: Value =
        serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let allowed = strings(deny().get("licenses").and_then(|table| table.get("allow")));
    let mut findings = Vec::new();
    for package in metadata["packages"].as_array().expect("packages") {
        let expression = package["license"].as_str().unwrap_or_default();
        if !licensed(expression, &allowed) {
            findings.push(format!(
                "{} {}: {expression:?}",
                package["name"], package["version"]
            ));
        }
    }
    assert!(findings.is_empty(), "\n{}\n", findings.join("\n"));
}

#[test]
fn licence_expressions() {
    fn check(expression: &str, expect: bool) {
        let allowed = ["MIT", "Apache-2.0", "Apache-2.0 WITH LLVM-exception"]
            .map(str::to_owned)
            .into();
        assert_eq!(licensed(expression, &allowed), expect, "{expression}");
    }
    check("MIT OR Apache-2.0", true);
    check("MIT/GPL-3.0", true);
    check("GPL-3.0", false);
    check("MIT AND GPL-3.0", false);
    check("(MIT OR GPL-3.0) AND Apache-2.0", true);
    check("Apache-2.0 WITH LLVM-exception", true);
    check("", false);
}

/// Every package with the features that a selection of packages builds it with.
fn built(selection: &[&str]) -> Option<BTreeSet<String>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "tree",
            "--offline",
            "--locked",
            "--prefix",
            "none",
            "--format",
            "{p} {f}",
        ])
        .args(selection)
        .current_dir(tests::repository())
        .stdin(Stdio::null())
        .output()
        .expect("cargo can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = |line: &str| line.trim_end_matches(" (*)").trim_end().to_owned();
    output
        .status
        .success()
        .then(|| text.lines().map(line).collect())
}

#[test]
fn the_program_and_the_tests_share_one_build() {
    // A dependency of tests alone that switches on a feature of a shared package makes Cargo compile that
    // package, and all that stand on it, once for the program and once for the tests: minutes, every time.
    let program = built(&["-p", "cancu", "-e", "normal,build"]);
    let whole = built(&["--workspace", "-e", "normal,build,dev"]);
    let (Some(program), Some(whole)) = (program, whole) else {
        return tests::skipped(
            "the_program_and_the_tests_share_one_build",
            "cargo tree does not answer here",
        );
    };
    let twice: Vec<&String> = program.difference(&whole).collect();
    assert!(
        twice.is_empty(),
        "built with other features for the tests: {twice:#?}"
    );
}
