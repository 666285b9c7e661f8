//! The quality report of a reading in words.

use ingest::Report;

use crate::language::Texts;

/// Most places of one kind that are named; the rest is counted.
const MOST: usize = 30;

/// The figures in words; those that are nought and would worry nobody are left out.
pub(super) fn figures(t: Texts, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if report.pages > 0 {
        let counts = [
            report.pages,
            report.pages_with_text,
            report.ocr_pages,
            report.image_pages,
        ]
        .map(|count| count.to_string());
        lines.push(t.fill_all("quality.pages", &counts.each_ref().map(String::as_str)));
    }
    lines.push(t.fill("quality.characters", report.characters));
    if report.spelling.words > 0 {
        let shares = [report.spelling.integrity, report.spelling.accented];
        let shares = shares.map(|share| percent(t, share));
        lines.push(t.fill_all("quality.spelling", &shares.each_ref().map(String::as_str)));
    }
    let counted = [
        ("quality.tables", report.tables),
        ("quality.footnotes", report.footnotes),
        ("quality.amendments", report.amendments),
        ("quality.changes", report.changes),
        ("quality.running_heads", report.furniture.running_heads),
        ("quality.page_numbers", report.furniture.page_numbers),
        ("quality.stamps", report.furniture.stamps),
        ("quality.portal", report.furniture.portal),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(counted.map(|(key, count)| t.fill(key, count)));
    let references = &report.references;
    if references.found > 0 {
        let counts = [
            references.found,
            references.inside,
            references.outside,
            references.open,
        ]
        .map(|count| count.to_string());
        lines.push(t.fill_all("quality.references", &counts.each_ref().map(String::as_str)));
    }
    lines
}

/// What must be looked at before the reading is relied on.
pub(super) fn doubts(t: Texts, report: &Report) -> Vec<String> {
    let mut lines = Vec::new();
    if report.spelling.is_doubtful() {
        lines.push(t.get("quality.spelling_bad").to_owned());
    }
    let counted = [
        ("quality.unmapped", report.unmapped),
        ("quality.lost", report.lost),
        ("quality.hidden", report.hidden),
        ("quality.quotes", report.unbalanced_quotes),
    ];
    let counted = counted.into_iter().filter(|(_, count)| *count > 0);
    lines.extend(counted.map(|(key, count)| t.fill(key, count)));
    for (key, places) in [
        ("quality.gaps", &report.gaps),
        ("quality.missing", &report.references.missing),
    ] {
        if !places.is_empty() {
            let mut named = places.iter().take(MOST).cloned().collect::<Vec<_>>();
            if places.len() > MOST {
                named.push(t.fill("quality.more", places.len() - MOST));
            }
            lines.push(t.fill(key, named.join("; ")));
        }
    }
    lines
}

/// A share as a percentage with one decimal, never rounded up to a hundred: "100 %" means all.
fn percent(t: Texts, share: f32) -> String {
    let tenths = (share * 1000.0).floor() / 10.0;
    t.decimal(format!("{tenths:.1}"))
}
