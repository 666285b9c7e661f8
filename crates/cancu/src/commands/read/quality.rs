//! The quality report in words.

use std::fmt::Display;

use extract::{Reading, Report};

use super::summary::{padded, width};
use crate::{
    messages::{Language, fill, text},
    notes::{flag_notes, issue_note},
    output,
};

/// Most notes of one kind that are printed; the rest is counted.
const MOST: usize = 40;

/// The proposed metadata, each with the words that it was read from.
pub(super) fn metadata(language: Language, report: &Report) {
    if report.metadata.is_empty() {
        return;
    }
    output::line("");
    output::line(text(language, "outline_metadata"));
    let key = |field: &str| format!("field_{field}");
    let names: Vec<String> = report
        .metadata
        .iter()
        .map(|held| text(language, &key(&held.field)).to_owned())
        .collect();
    let widest = names.iter().map(|name| width(name)).max().unwrap_or(0);
    for (name, held) in names.iter().zip(&report.metadata) {
        let mut line = format!("  {}  {}", padded(name, widest), held.value);
        if !held.evidence.is_empty() && held.evidence != held.value {
            line.push_str(&format!("  ← “{}”", held.evidence));
        }
        if let Some(page) = held.page {
            line.push_str(&fill(language, "on_page", &[("page", &page)]));
        }
        output::line(&line);
    }
}

/// Figures of the reading, then what must be looked at.
pub(super) fn print(language: Language, reading: &Reading, report: &Report) {
    output::line("");
    output::line(text(language, "quality_title"));
    for line in figures(language, report) {
        output::line(&format!("  {line}"));
    }
    let mut notes = flag_notes(language, &reading.flags);
    let issues = reading.parsed.issues.iter();
    notes.extend(issues.map(|issue| issue_note(language, issue)));
    notes.dedup();
    if notes.is_empty() && !report.spelling.is_doubtful() {
        return;
    }
    output::line("");
    output::line(text(language, "quality_notes"));
    if report.spelling.is_doubtful() {
        output::line(&format!("  {}", text(language, "quality_spelling_bad")));
    }
    for note in notes.iter().take(MOST) {
        output::line(&format!("  {note}"));
    }
    if notes.len() > MOST {
        let left = notes.len() - MOST;
        output::line(&fill(language, "outline_more", &[("count", &left)]));
    }
}

/// The figures in words; those that are nought and would worry nobody are left out.
fn figures(language: Language, report: &Report) -> Vec<String> {
    let say = |key: &str, values: &[(&str, &dyn Display)]| fill(language, key, values);
    let mut lines = Vec::new();
    if report.pages > 0 {
        let values: [(&str, &dyn Display); 4] = [
            ("pages", &report.pages),
            ("text", &report.pages_with_text),
            ("ocr", &report.ocr_pages),
            ("image", &report.image_pages),
        ];
        lines.push(say("quality_pages", &values));
    }
    lines.push(say(
        "quality_characters",
        &[("characters", &report.characters)],
    ));
    if report.spelling.words > 0 {
        let integrity = percent(language, report.spelling.integrity);
        let accented = percent(language, report.spelling.accented);
        let values: [(&str, &dyn Display); 2] =
            [("integrity", &integrity), ("accented", &accented)];
        lines.push(say("quality_spelling", &values));
    }
    let counted = [
        ("quality_tables", report.tables),
        ("quality_footnotes", report.footnotes),
        ("quality_amendments", report.amendments),
        ("quality_changes", report.changes),
        ("quality_running_heads", report.furniture.running_heads),
        ("quality_page_numbers", report.furniture.page_numbers),
        ("quality_stamps", report.furniture.stamps),
        ("quality_portal", report.furniture.portal),
        ("quality_unmapped", report.unmapped),
        ("quality_lost", report.lost),
        ("quality_hidden", report.hidden),
        ("quality_quotes", report.unbalanced_quotes),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(counted.map(|(key, count)| say(key, &[("count", &count)])));
    let converted = report.conversions.iter();
    let converted: Vec<String> = converted
        .map(|held| format!("{} ({})", held.from, held.count))
        .collect();
    if !converted.is_empty() {
        lines.push(say("quality_converted", &[("list", &converted.join(", "))]));
    }
    if !report.gaps.is_empty() {
        lines.push(say("quality_gaps", &[("list", &report.gaps.join("; "))]));
    }
    let references = &report.references;
    if references.found > 0 {
        let values: [(&str, &dyn Display); 4] = [
            ("found", &references.found),
            ("inside", &references.inside),
            ("outside", &references.outside),
            ("open", &references.open),
        ];
        lines.push(say("quality_references", &values));
    }
    if !references.missing.is_empty() {
        lines.push(say(
            "quality_missing",
            &[("list", &references.missing.join("; "))],
        ));
    }
    lines
}

/// A share as a percentage with one decimal, with the comma or the point of the language.
fn percent(language: Language, share: f32) -> String {
    // Never rounded up to a hundred: "100 %" means all.
    let tenths = (share * 1000.0).floor() / 10.0;
    let number = format!("{tenths:.1}");
    match language {
        Language::English => number,
        Language::Vietnamese | Language::French => number.replace('.', ","),
    }
}
