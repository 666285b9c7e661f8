//! The JSON of `cancu read`: everything that was read of one document.

use extract::{Flag, Reading, Report};
use legal::{
    AmendmentKind, AnnexKind, Citation, Date, Furniture, Path, Register, SourceText, Unresolved,
};
use serde::Serialize;
use server::wire;

/// A document as read. Provisions are in reading order, each before its children; `page` is the first page,
/// `span` counts bytes of the reading text. A unit is a path such as `dieu-5/khoan-2`; empty: the whole document.
#[derive(Serialize)]
pub(super) struct Document<'a> {
    symbol: Option<&'a str>,
    kind: Option<&'a str>,
    issuer: Option<&'a str>,
    place: Option<&'a str>,
    issued: Option<Date>,
    effective: Option<Date>,
    until: Option<Date>,
    applies_from: Option<Date>,
    title: Option<&'a str>,
    signer: Option<&'a str>,
    validity: wire::Validity,
    pages: usize,
    page_kinds: Vec<wire::Page>,
    provisions: Vec<wire::Provision>,
    annexes: Vec<Annex<'a>>,
    relations: Vec<wire::Relation>,
    amendments: Vec<Amendment<'a>>,
    changes: Vec<Change<'a>>,
    aliases: Vec<Alias<'a>>,
    transitions: Vec<String>,
    references: Vec<Reference>,
    layout: Layout<'a>,
    issues: Vec<wire::Issue>,
    flags: &'a [Flag],
    report: Report,
}

#[derive(Serialize)]
struct Annex<'a> {
    path: String,
    label: &'a str,
    heading: String,
    kind: AnnexKind,
    page: Option<u32>,
    span: wire::Span,
    provisions: Vec<wire::Provision>,
}

/// A change in another document. `new` and `old` are quoted words; `provisions` have the target's labels.
#[derive(Serialize)]
struct Amendment<'a> {
    kind: AmendmentKind,
    source: String,
    target: Target<'a>,
    text: &'a str,
    new: Option<&'a str>,
    old: Option<&'a str>,
    page: Option<u32>,
    provisions: Vec<wire::Provision>,
}

/// An entry in the log of a consolidated text.
#[derive(Serialize)]
struct Change<'a> {
    unit: Option<String>,
    kind: AmendmentKind,
    by: Target<'a>,
    from: Option<Date>,
    text: &'a str,
    page: Option<u32>,
}

#[derive(Serialize)]
struct Alias<'a> {
    name: &'a str,
    target: Option<Target<'a>>,
    text: &'a str,
}

/// A citation in the text. `unit` is the place in this document to which it leads; where it leads elsewhere or
/// nowhere, `unresolved` says why.
#[derive(Serialize)]
struct Reference {
    text: String,
    span: wire::Span,
    source: String,
    citation: String,
    unit: Option<String>,
    unresolved: Option<Unresolved>,
}

/// What a citation names, as far as its words say.
#[derive(Serialize)]
struct Target<'a> {
    path: String,
    symbol: Option<&'a str>,
    partial: Option<&'a str>,
    kind: Option<&'a str>,
    name: Option<&'a str>,
    year: Option<i16>,
    date: Option<Date>,
    own: bool,
}

#[derive(Serialize)]
struct Layout<'a> {
    tables: Vec<Table<'a>>,
    footnotes: Vec<Footnote<'a>>,
    furniture: &'a [Furniture],
}

/// A table: the words of its cells by row.
#[derive(Serialize)]
struct Table<'a> {
    page: Option<u32>,
    span: wire::Span,
    rows: Vec<Vec<&'a str>>,
}

/// A footnote; `anchor` is the byte of the main text at which its mark stood.
#[derive(Serialize)]
struct Footnote<'a> {
    label: &'a str,
    anchor: Option<u32>,
    page: Option<u32>,
    text: &'a str,
}

impl<'a> Document<'a> {
    pub(super) fn new(reading: &'a Reading) -> Self {
        let Reading {
            source,
            parsed,
            flags,
            ..
        } = reading;
        let header = &parsed.header;
        let page = |page: &legal::Page| wire::Page {
            number: page.number,
            kind: page.kind,
        };
        Self {
            symbol: header.symbol.as_ref().map(legal::Symbol::normal),
            kind: header.kind.as_ref().map(legal::Kind::name),
            issuer: header.issuer.as_deref(),
            place: header.place.as_deref(),
            issued: header.issued,
            effective: parsed.validity.from,
            until: parsed.validity.until,
            applies_from: parsed.validity.applies_from,
            title: header.title.as_deref(),
            signer: header.signer.as_deref(),
            validity: wire::Validity::from(&parsed.validity),
            pages: source.pages().len(),
            page_kinds: source.pages().iter().map(page).collect(),
            provisions: wire::Provision::all(&parsed.provisions, source),
            annexes: all(&parsed.annexes, |annex| Annex::new(annex, source)),
            relations: all(&parsed.relations, |relation| {
                wire::Relation::new(relation, source)
            }),
            amendments: all(&parsed.amendments, |change| Amendment::new(change, source)),
            changes: all(&parsed.changes, |change| Change::new(change, source)),
            aliases: all(&parsed.aliases, |alias| Alias::new(alias, source)),
            transitions: all(&parsed.transitions, Path::to_string),
            references: legal::references(source, parsed, &Register::default())
                .iter()
                .map(|reference| Reference::new(reference, source))
                .collect(),
            layout: Layout::new(source),
            issues: parsed.issues.iter().map(wire::Issue::from).collect(),
            flags,
            report: extract::report(reading),
        }
    }
}

fn all<'a, T, U>(list: &'a [T], convert: impl Fn(&'a T) -> U) -> Vec<U> {
    list.iter().map(convert).collect()
}

impl<'a> Annex<'a> {
    fn new(annex: &'a legal::Annex, source: &'a SourceText) -> Self {
        Self {
            path: annex.path.to_string(),
            label: &annex.label,
            heading: legal::reflow(source.slice(annex.heading)),
            kind: annex.kind,
            page: source.page_at(annex.span.start),
            span: annex.span.into(),
            provisions: wire::Provision::all(&annex.provisions, source),
        }
    }
}

impl<'a> Amendment<'a> {
    fn new(amendment: &'a legal::Amendment, source: &'a SourceText) -> Self {
        Self {
            kind: amendment.kind,
            source: amendment.source.to_string(),
            target: Target::new(&amendment.target),
            text: source.slice(amendment.span),
            new: amendment.new.map(|span| source.slice(span)),
            old: amendment.old.map(|span| source.slice(span)),
            page: source.page_at(amendment.span.start),
            provisions: wire::Provision::all(&amendment.provisions, source),
        }
    }
}

impl<'a> Change<'a> {
    fn new(change: &'a legal::Change, source: &'a SourceText) -> Self {
        Self {
            unit: change.unit.as_ref().map(Path::to_string),
            kind: change.kind,
            by: Target::new(&change.by),
            from: change.from,
            text: source.slice(change.span),
            page: source.page_at(change.span.start),
        }
    }
}

impl Reference {
    fn new(reference: &legal::Reference, source: &SourceText) -> Self {
        let target = reference.target.as_ref();
        Self {
            text: source.slice(reference.span).replace('\n', " "),
            span: reference.span.into(),
            source: reference.source.to_string(),
            citation: reference.citation.print(),
            unit: target.ok().map(|target| target.path.to_string()),
            unresolved: target.err().copied(),
        }
    }
}

impl<'a> Alias<'a> {
    fn new(alias: &'a legal::Alias, source: &'a SourceText) -> Self {
        Self {
            name: &alias.name,
            target: alias.target.as_ref().map(Target::new),
            text: source.slice(alias.span),
        }
    }
}

impl<'a> Target<'a> {
    fn new(citation: &'a Citation) -> Self {
        Self {
            path: citation.path.to_string(),
            symbol: citation.symbol.as_ref().map(legal::Symbol::normal),
            partial: citation.partial.as_deref(),
            kind: citation.kind.as_ref().map(legal::Kind::name),
            name: citation.name.as_deref(),
            year: citation.year,
            date: citation.date,
            own: citation.own,
        }
    }
}

impl<'a> Layout<'a> {
    fn new(source: &'a SourceText) -> Self {
        let layout = source.layout();
        let row = |row: &'a Vec<legal::Span>| all(row, |cell| source.slice(*cell));
        Self {
            tables: all(&layout.tables, |table| Table {
                page: source.page_at(table.span.start),
                span: table.span.into(),
                rows: all(&table.rows, row),
            }),
            footnotes: all(&layout.footnotes, |note| Footnote {
                label: &note.label,
                anchor: note.anchor,
                page: (note.page > 0).then_some(note.page),
                text: source.slice(note.span),
            }),
            furniture: &layout.furniture,
        }
    }
}
