//! `cancu verify`: claims with their references, or a person's draft, laid beside the documents held. Nothing is stored.

use std::{
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

use answer::{State, Verdict};
use clap::ArgMatches;
use legal::Date;
use server::wire;

use super::ask::mark;
use crate::{
    failure::Told,
    messages::{fill, text},
    notes::flag_notes,
    output,
    progress::refusal,
    workplace::{Workplace, day, today},
};

/// Most bytes of a file of claims.
const MOST_CLAIMS: u64 = 8 << 20;
/// Most bytes of a draft.
const MOST_DRAFT: u64 = 20 << 20;
/// What standard input is called.
const INPUT: &str = "-";
const SHAPE: &str = r#"{"on": "2026-01-01", "claims": [{"text": "…", "citations": [{"reference": "…", "quote": "…"}]}]}"#;

/// Exit code 0 once everything was compared, whatever the outcome.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let file: &PathBuf = matches.get_one("file").expect("clap requires the file");
    let on = matches
        .contains_id("on")
        .then(|| day(matches))
        .transpose()?;
    let json = matches.get_flag("json");
    let bytes = read(file)?;
    if is_claims(file, &bytes) {
        return claims(place, file, &bytes, on, json);
    }
    if file.as_os_str() != INPUT {
        return draft(place, file, on.unwrap_or_else(today), json);
    }
    // The child that reads files takes a file: what came in lies there until it was read.
    let folder = tempfile::tempdir()?;
    let written = folder.path().join("du-thao.txt");
    std::fs::write(&written, &bytes)?;
    draft(place, &written, on.unwrap_or_else(today), json)
}

/// The bytes of a file that may hold claims, at most one more than a draft may have.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let failed = |error: std::io::Error| {
        let values: [(&'static str, &dyn std::fmt::Display); 2] =
            [("file", &file.display()), ("detail", &error)];
        Told::new("verify_no_file", &values)
    };
    let mut bytes = Vec::new();
    if file.as_os_str() == INPUT {
        let input = std::io::stdin().lock();
        input
            .take(MOST_DRAFT + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    } else {
        let opened = std::fs::File::open(file).map_err(failed)?;
        opened
            .take(MOST_DRAFT + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
    }
    at_most(file, &bytes, MOST_DRAFT)?;
    Ok(bytes)
}

fn at_most(file: &Path, bytes: &[u8], most: u64) -> Result<(), Told> {
    if bytes.len() as u64 <= most {
        return Ok(());
    }
    let megabytes = most >> 20;
    let values: [(&'static str, &dyn std::fmt::Display); 2] =
        [("file", &file.display()), ("megabytes", &megabytes)];
    Err(Told::new("verify_too_large", &values))
}

/// Claims are JSON, by the file's name or by how it begins: no draft begins with a brace.
fn is_claims(file: &Path, bytes: &[u8]) -> bool {
    let named = file
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace());
    named || first == Some(&b'{')
}

fn claims(
    place: &Workplace,
    file: &Path,
    bytes: &[u8],
    on: Option<Date>,
    json: bool,
) -> anyhow::Result<ExitCode> {
    at_most(file, bytes, MOST_CLAIMS)?;
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let given: wire::Claims = serde_json::from_slice(bytes).map_err(|error| {
        let values: [(&'static str, &dyn std::fmt::Display); 3] = [
            ("file", &file.display()),
            ("detail", &error),
            ("shape", &SHAPE),
        ];
        Told::new("verify_bad_json", &values)
    })?;
    let named = given.on.as_ref().map(|text| {
        let bad = |_| Told::new("bad_date", &[("date", text)]);
        text.parse::<Date>().map_err(bad)
    });
    let on = match on {
        Some(on) => on,
        None => named.transpose()?.unwrap_or_else(today),
    };
    let cited = given.cited();
    let checked = answer::check_claims(&place.library()?, &cited, on)?;
    let language = place.language.on_pages();
    let report = wire::CheckedClaims::new(&cited, &checked, on, language);
    if json {
        output::json(&report);
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&fill(place.language, "verify_on", &[("on", &on)]));
    if report.claims.is_empty() {
        output::line(text(place.language, "verify_no_claims"));
    }
    report.claims.iter().for_each(|one| claim(place, one));
    output::line(&format!("— {}", report.notice));
    Ok(ExitCode::SUCCESS)
}

fn claim(place: &Workplace, claim: &wire::CheckedClaim) {
    let (mark, key) = mark(claim.verdict);
    let verdict = text(place.language, key);
    output::line(&format!("{mark} [{verdict}] {}", claim.text));
    for (at, provision) in claim.provisions.iter().enumerate() {
        let name = [provision.citation.as_str(), &provision.document];
        let name: Vec<&str> = name.into_iter().filter(|part| !part.is_empty()).collect();
        output::line(&format!("    [{}] {}", at + 1, name.join(" ")));
    }
    for check in &claim.checks {
        if !check.passed {
            output::line(&format!("    ✗ {}", check.detail));
        } else if claim.verdict == Verdict::Checked {
            output::line(&format!("    ✓ {}", check.detail));
        }
    }
}

fn draft(place: &Workplace, file: &Path, on: Date, json: bool) -> anyhow::Result<ExitCode> {
    let language = place.language;
    let settings = place.loading()?;
    let mut readings = Vec::new();
    let read = ingest::read_file(&settings.program, file, &settings.limits, &mut |reading| {
        readings.truncate(1);
        readings.push(reading);
    });
    if let Err(error) = read {
        let reason = refusal(language, &error);
        let values: [(&'static str, &dyn std::fmt::Display); 2] =
            [("file", &file.display()), ("reason", &reason)];
        return Err(Told::new("not_read", &values).into());
    }
    let [reading] = readings.as_slice() else {
        return Err(Told::new("verify_several", &[("file", &file.display())]).into());
    };
    let review = answer::review(&place.library()?, &reading.source, &reading.parsed, on)?;
    let flags = serde_json::to_value(&reading.flags).unwrap_or_default();
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let report = wire::DraftReport::new(&name, &review, flags, on, language.on_pages());
    if json {
        output::json(&report);
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&format!(
        "{name} – {}",
        fill(language, "verify_on", &[("on", &on)])
    ));
    for note in flag_notes(language, &reading.flags) {
        output::line(&format!("! {note}"));
    }
    print(place, &report);
    Ok(ExitCode::SUCCESS)
}

/// Counts first, then the citations in the order of the draft.
fn print(place: &Workplace, report: &wire::DraftReport) {
    let language = place.language;
    let counts = report.counts;
    let values: [(&str, &dyn std::fmt::Display); 5] = [
        ("wrong", &counts.wrong),
        ("outdated", &counts.outdated),
        ("unclear", &counts.unclear),
        ("not_held", &counts.not_held),
        ("right", &counts.right),
    ];
    output::line(&fill(language, "verify_summary", &values));
    let values: [(&str, &dyn std::fmt::Display); 3] = [
        ("sentences", &report.sentences),
        ("cited", &report.cited),
        ("own", &report.own),
    ];
    output::line(&fill(language, "verify_judged", &values));
    if report.beyond > 0 {
        let count: [(&str, &dyn std::fmt::Display); 1] = [("count", &report.beyond)];
        output::line(&fill(language, "verify_beyond", &count));
    }
    for finding in &report.findings {
        let key = match finding.state {
            State::Wrong => "verify_wrong",
            State::Outdated => "verify_outdated",
            State::Unclear => "verify_unclear",
            State::NotHeld => "verify_not_held",
            State::Right => "verify_right",
        };
        let places = finding.places.iter().map(|one| {
            let line = fill(language, "verify_line", &[("line", &one.line)]);
            match one.page {
                Some(page) => format!("{}, {line}", fill(language, "page", &[("page", &page)])),
                None => line,
            }
        });
        output::line("");
        output::line(&format!(
            "{}: {} ({})",
            text(language, key),
            finding.words,
            places.collect::<Vec<_>>().join("; ")
        ));
        for remark in &finding.remarks {
            output::line(&format!("    {}", remark.detail));
        }
        if finding.state != State::Right {
            output::line(&format!("    «{}»", finding.sentence));
        }
    }
    output::line(&format!("— {}", report.notice));
}
