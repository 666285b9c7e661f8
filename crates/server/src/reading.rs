//! How a document is laid out for reading: its text cut into blocks at the bounds of its provisions, with the
//! quoted words, the references and the words looked for told apart, its tables as tables, and its footnotes behind it.
//! Pure; every word of the text comes out once and in order, as text and never as markup.

use std::ops::Range;

use catalogue::Document;
use legal::{Level, Path, SourceText, Span};

mod finding;
mod links;
mod marking;
mod parts;
mod pieces;
mod titles;

pub(crate) use finding::find;
pub(crate) use links::{Link, References, links};
pub(crate) use marking::find_quote;
pub(crate) use parts::{Part, paragraphs};
pub(crate) use pieces::{Marks, Piece};
pub(crate) use titles::titled;

/// A line of words.
pub(crate) type Line = Vec<Piece>;

/// The words of one provision, without those of the provisions in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Block {
    /// Its path: the anchor of the page; empty for words outside provisions.
    pub(crate) anchor: String,
    /// `annex`, `part`, `chapter`, `section`, `subsection`, `article`, `clause`, `point`, `subpoint`, `loose`.
    pub(crate) level: &'static str,
    /// As printed: "Điều 5.", "a)".
    pub(crate) label: String,
    pub(crate) heading: Line,
    pub(crate) parts: Vec<Part>,
    /// The page it begins on, where that is another than the block's before.
    pub(crate) page: Option<u32>,
    /// Whether it is, or lies in, the provision that was asked for.
    pub(crate) wanted: bool,
}

impl Block {
    /// Whether it opens with a heading of its own (an article or above) rather than inside running text.
    pub(crate) fn headed(&self) -> bool {
        !matches!(self.level, "clause" | "point" | "subpoint" | "loose")
    }
}

/// A provision or annex on its way to a block.
struct Unit<'a> {
    path: &'a Path,
    label: &'a str,
    heading: Span,
    body: Span,
    span: Span,
}

/// A footnote behind the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Note {
    /// Its place among the document's footnotes, from 1: its anchor, and that of its mark.
    pub(crate) number: usize,
    /// As printed: "29", "*".
    pub(crate) label: String,
    pub(crate) lines: Vec<Line>,
    /// Whether its mark stands in what is shown.
    pub(crate) marked: bool,
}

/// A document or a part of it, laid out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Laid {
    pub(crate) blocks: Vec<Block>,
    pub(crate) notes: Vec<Note>,
}

/// Lays out the part of a document that `shown` names (all of it at the root), with what `marks` says told apart and
/// the provision `wanted` as well.
pub(crate) fn lay(document: &Document, shown: &Path, wanted: &Path, marks: Marks<'_>) -> Laid {
    let (units, root) = (units(document), Path::default());
    let source = &document.source;
    let all = Span::new(0, source.main_end());
    // Where the whole of what is shown was asked for, nothing in it is told apart.
    let wanted = if wanted == shown { &root } else { wanted };
    let mut layout = Layout {
        source,
        marks,
        wanted,
        blocks: Vec::new(),
        page: None,
        marked: false,
        notes: 0..0,
    };
    if shown.steps().is_empty() {
        layout.level(&units, all);
        let all = source.layout().footnotes.len();
        let notes = layout.notes(0..all);
        return Laid {
            blocks: layout.blocks,
            notes,
        };
    }
    if let Some(at) = units.iter().position(|unit| unit.path == shown) {
        let inside = units[at..].partition_point(|unit| unit.span.start < units[at].span.end);
        layout.begin_notes(units[at].span.start);
        layout.unit(&units[at..at + inside.max(1)]);
    }
    let notes = layout.notes(layout.notes.clone());
    Laid {
        blocks: layout.blocks,
        notes,
    }
}

/// Everything with a path, in reading order, each before what lies in it.
fn units(document: &Document) -> Vec<Unit<'_>> {
    let provision =
        |provision: &'_ legal::Provision| (provision.heading, provision.body, provision.span);
    let mut units: Vec<Unit<'_>> = Vec::new();
    let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
    for one in document.provisions.iter().chain(annexed) {
        let (heading, body, span) = provision(one);
        units.push(Unit {
            path: &one.path,
            label: &one.label,
            heading,
            body,
            span,
        });
    }
    for annex in &document.annexes {
        let from = annex.heading.end.max(annex.span.start).min(annex.span.end);
        let body = Span {
            start: from,
            end: annex.span.end,
        };
        let (heading, span) = (annex.heading, annex.span);
        units.push(Unit {
            path: &annex.path,
            label: &annex.label,
            heading,
            body,
            span,
        });
    }
    units.sort_by_key(|unit| {
        (
            unit.span.start,
            u32::MAX - unit.span.end,
            unit.path.steps().len(),
        )
    });
    units
}

struct Layout<'a> {
    source: &'a SourceText,
    marks: Marks<'a>,
    wanted: &'a Path,
    blocks: Vec<Block>,
    page: Option<u32>,
    marked: bool,
    /// The footnotes whose marks were set: of those in order, from the first of what is shown.
    notes: Range<usize>,
}

impl Layout<'_> {
    /// Units side by side inside `within`, with the words between them.
    fn level(&mut self, units: &[Unit<'_>], within: Span) {
        let (mut at, mut cursor) = (0, within.start);
        while let Some(unit) = units.get(at) {
            self.loose(Span {
                start: cursor,
                end: unit.span.start.max(cursor),
            });
            let inside = units[at..]
                .partition_point(|other| other.span.start < unit.span.end)
                .max(1);
            self.unit(&units[at..at + inside]);
            cursor = cursor.max(unit.span.end);
            at += inside;
        }
        self.loose(Span {
            start: cursor,
            end: within.end.max(cursor),
        });
    }

    /// The first unit, and in it the others.
    fn unit(&mut self, units: &[Unit<'_>]) {
        let Some((unit, inside)) = units.split_first() else {
            return;
        };
        let body = if unit.body.is_empty() {
            Span {
                start: unit.span.end,
                end: unit.span.end,
            }
        } else {
            unit.body
        };
        let own_end = inside.first().map_or(body.end, |first| {
            first.span.start.clamp(body.start, body.end)
        });
        let mut block = Block {
            anchor: unit.path.to_string(),
            level: level_name(unit.path.level()),
            label: unit.label.to_owned(),
            wanted: !self.wanted.steps().is_empty() && self.wanted.contains(unit.path),
            page: self.new_page(unit.span.start),
            ..Block::default()
        };
        block.heading = self
            .lines(unit.heading, true)
            .into_iter()
            .flatten()
            .collect();
        block.parts = self.parts(
            Span {
                start: body.start,
                end: own_end,
            },
            true,
        );
        self.blocks.push(block);
        if !inside.is_empty() {
            self.level(
                inside,
                Span {
                    start: own_end,
                    end: body.end,
                },
            );
        }
    }

    /// Words that belong to no provision of their own.
    fn loose(&mut self, span: Span) {
        if self.source.slice(span).trim().is_empty() {
            return;
        }
        let page = self.new_page(span.start);
        // A head or a signature has no paragraphs: its lines stay as printed.
        let parts = self.parts(span, false);
        self.blocks.push(Block {
            level: "loose",
            parts,
            page,
            ..Block::default()
        });
    }

    fn new_page(&mut self, at: u32) -> Option<u32> {
        let page = self.source.page_at(at);
        let new = page.filter(|_| page != self.page);
        self.page = page.or(self.page);
        new
    }
}

fn level_name(level: Option<Level>) -> &'static str {
    match level {
        Some(Level::Annex) => "annex",
        Some(Level::Part) => "part",
        Some(Level::Chapter) => "chapter",
        Some(Level::Section) => "section",
        Some(Level::Subsection) => "subsection",
        Some(Level::Article) => "article",
        Some(Level::Clause) => "clause",
        Some(Level::Point) => "point",
        Some(Level::Subpoint) => "subpoint",
        None => "loose",
    }
}

#[cfg(test)]
mod tests;
