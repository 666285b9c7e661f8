//! What the fuzz targets share: reading with small limits, and the laws that every reading keeps.

mod layout;

use extract::{Limits, Reading};
use legal::{Parsed, Provision, SourceText, Span};

pub use layout::source;

/// Small enough that an input over a limit is cheap.
const LIMITS: Limits = Limits {
    part_bytes: 4 << 20,
    total_bytes: 16 << 20,
    pages: 60,
    depth: 64,
};

/// Panics of libraries below the readers are caught there and end as "damaged"; only those of our own code are
/// findings. libFuzzer's hook would stop at both.
pub fn only_our_panics_count() {
    let stop = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let file = panic.location().map_or("", |place| place.file());
        if !file.contains("/registry/") && !file.starts_with("/rustc/") {
            stop(panic);
        }
    }));
}

/// Reads bytes as a file of that name and checks what comes.
pub fn read(name: &str, bytes: &[u8]) {
    let mut documents = 0;
    let _ = extract::read(name, bytes, &LIMITS, &mut |reading: Reading| {
        sound(&reading.source, &reading.parsed);
        let report = extract::report(&reading);
        assert!(report.pages_with_text <= report.pages);
        documents += 1;
        documents < 50
    });
}

/// The laws of a reading: every span lies in the text on character boundaries; provisions are in reading order and
/// each lies inside or outside of the one before; words and pages are in order.
///
/// # Panics
/// When a law is broken: that is the finding.
pub fn sound(source: &SourceText, parsed: &Parsed) {
    let text = source.text();
    let fits = |span: Span| text.get(span.range()).is_some();
    assert!(fits(parsed.preamble) && fits(parsed.header.span));
    assert!(parsed.signature.is_none_or(fits));
    of_list(text, &parsed.provisions);
    for annex in &parsed.annexes {
        assert!(fits(annex.span) && fits(annex.heading));
        of_list(text, &annex.provisions);
    }
    for amendment in &parsed.amendments {
        assert!(fits(amendment.span));
        assert!(amendment.new.is_none_or(fits) && amendment.old.is_none_or(fits));
        of_list(text, &amendment.provisions);
    }
    assert!(parsed.relations.iter().all(|relation| fits(relation.span)));
    assert!(parsed.changes.iter().all(|change| fits(change.span)));
    assert!(parsed.aliases.iter().all(|alias| fits(alias.span)));
    assert!(parsed.issues.iter().all(|issue| fits(issue.span)));
    let layout = source.layout();
    for table in &layout.tables {
        assert!(fits(table.span));
        assert!(table.rows.iter().flatten().all(|cell| fits(*cell)));
    }
    assert!(layout.footnotes.iter().all(|note| fits(note.span)));
    assert!(source.words().iter().all(|word| fits(word.span)));
    assert!(source.pages().iter().all(|page| fits(page.span)));
    let ordered = |a: Span, b: Span| a.start <= b.start;
    assert!(source.words().is_sorted_by(|a, b| ordered(a.span, b.span)));
    assert!(source.pages().is_sorted_by(|a, b| ordered(a.span, b.span)));
}

fn of_list(text: &str, provisions: &[Provision]) {
    let mut open: Vec<Span> = Vec::new();
    for own in provisions {
        for span in [own.span, own.heading, own.body] {
            assert!(text.get(span.range()).is_some(), "{}", own.path);
        }
        assert!(own.span.contains(own.body), "{}", own.path);
        while open.last().is_some_and(|above| above.end <= own.span.start) {
            open.pop();
        }
        if let Some(above) = open.last() {
            assert!(above.contains(own.span), "{} runs out of its unit", own.path);
        }
        let path = own.path.to_string();
        assert_eq!(path.parse().as_ref(), Ok(&own.path), "{path}");
        open.push(own.span);
    }
}

/// Citations stand in reading order, none inside another (the units of a range share its words), and a typed reference says the same when read twice.
///
/// # Panics
/// When a law is broken: that is the finding.
pub fn citations(text: &str) {
    let mut last = (Span::default(), None);
    for found in legal::find_citations(text) {
        assert!(text.get(found.span.range()).is_some());
        let same = found.range.is_some() && (found.span, found.range.clone()) == last;
        assert!(same || found.span.start >= last.0.end, "citations overlap");
        last = (found.span, found.range.clone());
        let path = found.citation.path.to_string();
        assert_eq!(path.parse().as_ref(), Ok(&found.citation.path), "{path}");
    }
    let _ = legal::parse_citation(text);
}
