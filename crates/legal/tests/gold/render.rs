//! What each folder of the gold set shows of a reading: only what its traps are about, in words.

use std::fmt::{Debug, Write as _};

use legal::{
    Citation, IssueKind, Kind, Parsed, Provision, SourceText, Symbol, Validity, find_citations,
    parse, parse_citation,
};

use crate::{
    case::Case,
    outline::{line, one_line, tree},
    references,
};

/// The outcome of a case by the folder it lies in; `None`: no such folder.
pub(crate) fn outcome(kind: &str, case: &Case) -> Option<String> {
    let source = &case.source;
    let parsed = || parse(source);
    Some(match kind {
        "tree" => structure(source, &parsed()),
        "annexes" => annexes(source, &parsed()),
        "amendments" => amendments(source, &parsed()),
        "header" => header(&parsed()),
        "relations" => relations(source, &parsed()),
        "validity" => validity(&parsed()),
        "changes" => changes(source, &parsed()),
        "references" => references::shown(source, &parsed()),
        "citations" if case.typed => typed(source.text()),
        "citations" => citations(source.text()),
        _ => return None,
    })
}

/// The outline of the main text and the doubts about it.
fn structure(source: &SourceText, parsed: &Parsed) -> String {
    use IssueKind::{Duplicate, Gap, Misprint, NoArticles, Quotes, Unplaced};
    let mut drawn = tree(source, &parsed.provisions);
    drawn += &doubts(
        parsed,
        &[NoArticles, Gap, Duplicate, Misprint, Quotes, Unplaced],
    );
    drawn
}

fn doubts(parsed: &Parsed, kinds: &[IssueKind]) -> String {
    let told = parsed
        .issues
        .iter()
        .filter(|issue| kinds.contains(&issue.kind));
    told.map(|issue| format!("? {}: {}\n", word(&issue.kind), issue.detail))
        .collect()
}

/// The articles of the main text by path, then every annex with its outline.
fn annexes(source: &SourceText, parsed: &Parsed) -> String {
    let articles = parsed
        .provisions
        .iter()
        .filter(|p| p.path.article().as_ref() == Some(&p.path));
    let articles: Vec<String> = articles.map(|p| p.path.to_string()).collect();
    let mut drawn = format!("main: {}\n", articles.join(" "));
    if let Some(signature) = parsed.signature {
        let _ = writeln!(drawn, "signature: {}", one_line(source.slice(signature)));
    }
    for annex in &parsed.annexes {
        let heading = one_line(source.slice(annex.heading));
        let _ = writeln!(
            drawn,
            "{} [{}] ({}) {heading}",
            annex.path,
            annex.label,
            word(&annex.kind)
        );
        for drawing in tree(source, &annex.provisions).lines() {
            line(&mut drawn, 1, drawing);
        }
    }
    drawn
}

/// The act's own articles, what it changes in others, and quotations that never close.
fn amendments(source: &SourceText, parsed: &Parsed) -> String {
    let mut drawn = String::new();
    for own in &parsed.provisions {
        let heading = one_line(source.slice(own.heading));
        let space = if heading.is_empty() { "" } else { " " };
        let _ = writeln!(drawn, "own {}{space}{heading}", own.path);
    }
    for amendment in &parsed.amendments {
        let _ = writeln!(
            drawn,
            "{} by {}: {}",
            word(&amendment.kind),
            amendment.source,
            cited(&amendment.target)
        );
        for (what, span) in [("old", amendment.old), ("new", amendment.new)] {
            if let Some(span) = span {
                let _ = writeln!(drawn, "  {what} “{}”", one_line(source.slice(span)));
            }
        }
        for drawing in tree(source, &amendment.provisions).lines() {
            line(&mut drawn, 1, drawing);
        }
    }
    drawn + &doubts(parsed, &[IssueKind::Quotes])
}

fn header(parsed: &Parsed) -> String {
    let header = &parsed.header;
    let fields = [
        (
            "symbol",
            header.symbol.as_ref().map(|s| Symbol::normal(s).to_owned()),
        ),
        (
            "kind",
            header.kind.as_ref().map(|k| Kind::name(k).to_owned()),
        ),
        ("issuer", header.issuer.clone()),
        ("place", header.place.clone()),
        ("issued", header.issued.map(|day| day.to_string())),
        ("title", header.title.clone()),
        ("signer", header.signer.clone()),
    ];
    let known = fields
        .into_iter()
        .filter_map(|(name, value)| Some(format!("{name}: {}\n", value?)));
    known.collect::<String>() + &doubts(parsed, &[IssueKind::NoSymbol, IssueKind::NoDate])
}

fn relations(source: &SourceText, parsed: &Parsed) -> String {
    let mut drawn = String::new();
    for relation in &parsed.relations {
        let days = [("from", relation.from), ("until", relation.until)];
        let days: String = days
            .into_iter()
            .filter_map(|(name, day)| Some(format!(" {name} {}", day?)))
            .collect();
        let _ = writeln!(
            drawn,
            "{} ({}) by {}: {}{days} “{}”",
            word(&relation.kind),
            word(&relation.confidence),
            or_root(&relation.source.to_string()),
            cited(&relation.target),
            one_line(source.slice(relation.span))
        );
    }
    drawn
}

fn validity(parsed: &Parsed) -> String {
    let mut drawn = format!("act: {}\n", days(&parsed.validity));
    let apart = |p: &Provision| Some((p.path.to_string(), days(p.validity.as_ref()?)));
    let annexed = parsed.annexes.iter().flat_map(|annex| {
        let whole = annex.validity.as_ref().map(days);
        let whole = whole.map(|days| (annex.path.to_string(), days));
        whole
            .into_iter()
            .chain(annex.provisions.iter().filter_map(apart))
    });
    let own = parsed.provisions.iter().filter_map(apart);
    for (path, days) in own.chain(annexed) {
        let _ = writeln!(drawn, "{path}: {days}");
    }
    for path in &parsed.transitions {
        let _ = writeln!(drawn, "transition: {path}");
    }
    drawn + &doubts(parsed, &[IssueKind::NoEffect, IssueKind::EndsOnEvent])
}

fn days(validity: &Validity) -> String {
    let days = [
        ("from", validity.from),
        ("until", validity.until),
        ("applies from", validity.applies_from),
        ("suspended from", validity.suspended_from),
        ("suspended until", validity.suspended_until),
    ];
    let known = days
        .into_iter()
        .filter_map(|(name, day)| Some(format!("{name} {}", day?)));
    let mut known: Vec<String> = known.collect();
    if known.is_empty() {
        known.push("unknown".to_owned());
    }
    if !validity.evidence.is_empty() {
        known.push(format!("“{}”", one_line(&validity.evidence)));
    }
    known.join(", ")
}

fn changes(source: &SourceText, parsed: &Parsed) -> String {
    let mut drawn = String::new();
    for change in &parsed.changes {
        let unit = change
            .unit
            .as_ref()
            .map_or_else(|| "?".to_owned(), ToString::to_string);
        let from = change
            .from
            .map_or_else(String::new, |day| format!(" from {day}"));
        let _ = writeln!(
            drawn,
            "{} {unit} by {}{from} “{}”",
            word(&change.kind),
            cited(&change.by),
            one_line(source.slice(change.span))
        );
    }
    drawn
}

/// Every citation of running text with its words; a line of the text at a time, so that a case may hold several.
fn citations(text: &str) -> String {
    let mut drawn = String::new();
    for words in text.lines().filter(|words| !words.trim().is_empty()) {
        line(&mut drawn, 0, words);
        for found in find_citations(words) {
            let shown = format!(
                "“{}” {}",
                &words[found.span.range()],
                cited(&found.citation)
            );
            line(&mut drawn, 1, &shown);
        }
    }
    drawn
}

/// Each line as one typed reference.
fn typed(text: &str) -> String {
    let read = |words: &str| {
        let meant = parse_citation(words).as_ref().map(cited);
        format!(
            "{words}\n  {}\n",
            meant.as_deref().unwrap_or("no reference")
        )
    };
    let lines = text.lines().filter(|words| !words.trim().is_empty());
    lines.map(read).collect()
}

/// A citation: its path (`.` for the whole document), and of which document.
pub(crate) fn cited(citation: &Citation) -> String {
    let mut words = vec![or_root(&citation.path.to_string())];
    words.extend(citation.kind.as_ref().map(|kind| kind.name().to_owned()));
    words.extend(citation.name.clone());
    words.extend(
        citation
            .symbol
            .as_ref()
            .map(|symbol| symbol.normal().to_owned()),
    );
    words.extend(
        citation
            .partial
            .as_ref()
            .map(|number| format!("{number}/…")),
    );
    words.extend(citation.year.map(|year| format!("year {year}")));
    words.extend(citation.date.map(|date| format!("of {date}")));
    let this = citation
        .this
        .map(|level| format!("(this {})", word(&level)));
    let own = citation.own.then(|| "(own)".to_owned());
    words.extend(this.or(own));
    words.extend(citation.form.as_ref().map(|form| format!("form {form}")));
    words.extend(citation.detail.clone());
    words.extend(
        citation
            .amended_by
            .iter()
            .map(|by| format!("amended by [{}]", cited(by))),
    );
    words.join(" ")
}

pub(crate) fn or_root(path: &str) -> String {
    if path.is_empty() { "." } else { path }.to_owned()
}

/// The name of a variant in small letters: "ReplacePhrase" is "replace phrase".
pub(crate) fn word(variant: &impl Debug) -> String {
    let mut words = String::new();
    for letter in format!("{variant:?}").chars() {
        if letter.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(letter.to_lowercase());
    }
    words
}
