//! The outline of one document for a person: what it is, its tree, what it does to others, how well it was read.

use extract::Reading;
use legal::{AmendmentKind, AnnexKind, Citation, Provision, RelationKind, SourceText};

use super::quality;
use crate::{
    messages::{Language, fill, text},
    output,
};

/// Most characters of the words shown where a unit has no heading.
const WORDS: usize = 80;

/// Most changes, relations or log entries that are listed; the rest is counted.
const LISTED: usize = 200;

pub(super) fn print(language: Language, reading: &Reading) {
    let (source, parsed) = (&reading.source, &reading.parsed);
    let header = &parsed.header;
    let kind = header.kind.as_ref().map(legal::Kind::name);
    let symbol = header.symbol.as_ref().map(legal::Symbol::normal);
    let named: Vec<&str> = kind.into_iter().chain(symbol).collect();
    if !named.is_empty() {
        output::line(&named.join(" "));
    }
    if let Some(title) = &header.title {
        output::line(title);
    }
    let report = extract::report(reading);
    quality::metadata(language, &report);
    title(language, "outline_structure");
    tree(source, &parsed.provisions, 1);
    for annex in &parsed.annexes {
        let kind = text(language, annex_key(annex.kind));
        let heading = one_line(source.slice(annex.heading));
        output::line(&format!("  {} ({kind}) {heading}", annex.label));
        tree(source, &annex.provisions, 2);
    }
    list(language, "outline_amendments", &parsed.amendments, |one| {
        let done = text(language, amendment_key(one.kind));
        format!("{done}: {} ← {}", cited(&one.target), place(&one.source))
    });
    list(language, "outline_changes", &parsed.changes, |one| {
        let done = text(language, amendment_key(one.kind));
        let unit = one.unit.as_ref().map_or_else(|| "?".to_owned(), place);
        let from = one.from.map_or_else(String::new, |day| format!(" ({day})"));
        format!("{done}: {unit} ← {}{from}", cited(&one.by))
    });
    list(language, "outline_relations", &parsed.relations, |one| {
        let done = text(language, relation_key(one.kind));
        format!("{done}: {}", cited(&one.target))
    });
    quality::print(language, reading, &report);
}

fn title(language: Language, key: &str) {
    output::line("");
    output::line(text(language, key));
}

/// A list under a title, nothing where it is empty.
fn list<T>(language: Language, key: &str, all: &[T], words: impl Fn(&T) -> String) {
    if all.is_empty() {
        return;
    }
    title(language, key);
    for one in all.iter().take(LISTED) {
        output::line(&format!("  {}", words(one)));
    }
    if all.len() > LISTED {
        let left = all.len() - LISTED;
        output::line(&fill(language, "outline_more", &[("count", &left)]));
    }
}

/// A line a provision, as deep as the provisions around it are many.
fn tree(source: &SourceText, provisions: &[Provision], from: usize) {
    let mut open: Vec<legal::Span> = Vec::new();
    for (at, own) in provisions.iter().enumerate() {
        while open.last().is_some_and(|above| !above.contains(own.span)) {
            open.pop();
        }
        let depth = "  ".repeat(from + open.len());
        let words = if own.heading.is_empty() {
            let next = provisions
                .get(at + 1)
                .map_or(u32::MAX, |next| next.span.start);
            let end = own.body.end.min(next.max(own.body.start));
            shortened(source.slice(legal::Span { end, ..own.body }))
        } else {
            one_line(source.slice(own.heading))
        };
        let space = if words.is_empty() { "" } else { " " };
        output::line(&format!("{depth}{}{space}{words}", own.label));
        open.push(own.span);
    }
}

fn shortened(words: &str) -> String {
    // Long articles are not folded whole for their first words.
    let start: String = words.chars().take(4 * WORDS).collect();
    let line = one_line(&start);
    if line.chars().count() <= WORDS {
        return line;
    }
    let cut: String = line.chars().take(WORDS).collect();
    format!("{}…", cut.trim_end())
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn place(path: &legal::Path) -> String {
    path.within()
}

fn cited(citation: &Citation) -> String {
    let mut words = vec![citation.path.citation()];
    words.extend(citation.kind.as_ref().map(|kind| kind.name().to_owned()));
    words.extend(citation.name.clone());
    let symbol = citation.symbol.as_ref().map(legal::Symbol::normal);
    words.extend(symbol.or(citation.partial.as_deref()).map(str::to_owned));
    words.extend(citation.year.map(|year| year.to_string()));
    words.retain(|word| !word.is_empty());
    words.join(" ")
}

fn annex_key(kind: AnnexKind) -> &'static str {
    match kind {
        AnnexKind::Regulation => "annex_regulation",
        AnnexKind::Table => "annex_table",
        AnnexKind::Form => "annex_form",
        AnnexKind::Standard => "annex_standard",
        AnnexKind::Treaty => "annex_treaty",
        AnnexKind::Other => "annex_other",
    }
}

fn amendment_key(kind: AmendmentKind) -> &'static str {
    match kind {
        AmendmentKind::Replace => "amendment_replace",
        AmendmentKind::Insert => "amendment_insert",
        AmendmentKind::Repeal => "amendment_repeal",
        AmendmentKind::ReplacePhrase => "amendment_replace_phrase",
        AmendmentKind::InsertPhrase => "amendment_insert_phrase",
        AmendmentKind::RepealPhrase => "amendment_repeal_phrase",
    }
}

fn relation_key(kind: RelationKind) -> &'static str {
    match kind {
        RelationKind::BasedOn => "relation_based_on",
        RelationKind::Amends => "relation_amends",
        RelationKind::Supplements => "relation_supplements",
        RelationKind::Replaces => "relation_replaces",
        RelationKind::Repeals => "relation_repeals",
        RelationKind::Suspends => "relation_suspends",
        RelationKind::Revives => "relation_revives",
        RelationKind::Consolidates => "relation_consolidates",
        RelationKind::Details => "relation_details",
        RelationKind::Corrects => "relation_corrects",
    }
}
