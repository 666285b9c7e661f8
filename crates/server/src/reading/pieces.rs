//! The words of a line, cut wherever what is told apart begins or ends; and footnotes, set where their marks stood.

use std::ops::Range;

use legal::{Footnote, Span};

use super::{Layout, Line, Link, Note};

/// What is told apart in a text, in reading order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks<'a> {
    /// The quote that was asked for.
    pub(crate) quote: Option<Span>,
    /// References and where they lead.
    pub(crate) links: &'a [Link],
    /// Words that were looked for.
    pub(crate) hits: &'a [Span],
}

/// Words of one kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) text: String,
    /// Part of the quote.
    pub(crate) marked: bool,
    /// The first marked piece of a page: where it scrolls to.
    pub(crate) first: bool,
    /// Where the words lead.
    pub(crate) link: Option<Link>,
    /// Which of the words that were looked for, from 1; and whether it begins here.
    pub(crate) hit: Option<(usize, bool)>,
    /// The mark of a footnote instead of words: its number.
    pub(crate) note: Option<usize>,
}

impl Piece {
    /// Whether there is anything to see.
    pub(crate) fn says(&self) -> bool {
        self.note.is_some() || !self.text.trim().is_empty()
    }

    fn is_as(&self, other: &Self) -> bool {
        let hit = |piece: &Self| piece.hit.map(|(number, _)| number);
        self.note.is_none()
            && self.marked == other.marked
            && self.link == other.link
            && hit(self) == hit(other)
    }
}

/// The first of some spans in order that ends behind a byte.
fn from(spans: &[Span], at: u32) -> usize {
    spans.partition_point(|span| span.end <= at)
}

impl Layout<'_> {
    /// The words of a span, behind those of the line so far.
    pub(super) fn pieces(&mut self, span: Span, line: &mut Line) {
        let cuts = self.cuts(span);
        for pair in cuts.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            self.set_notes(start, line);
            let text = self.source.slice(Span { start, end }).replace('\n', " ");
            if text.is_empty() {
                continue;
            }
            let mut piece = self.kind(start);
            // Printed lines of one paragraph go on in the same piece.
            if let Some(last) = line.last_mut().filter(|last| last.is_as(&piece)) {
                last.text.push_str(&text);
                continue;
            }
            piece.first = piece.marked && !self.marked;
            self.marked |= piece.marked;
            line.push(Piece { text, ..piece });
        }
        self.set_notes(span.end, line);
    }

    /// Where what is told apart begins and ends in a span, its own bounds among them.
    fn cuts(&self, span: Span) -> Vec<u32> {
        let text = self.source.text();
        let mut cuts = vec![span.start, span.end];
        let mut cut = |other: Span| cuts.extend([other.start, other.end]);
        self.marks.quote.into_iter().for_each(&mut cut);
        let links = self.marks.links;
        let first = links.partition_point(|link| link.span.end <= span.start);
        let near = links[first..].iter().map(|link| link.span);
        near.take_while(|link| link.start < span.end)
            .for_each(&mut cut);
        let hits = &self.marks.hits[from(self.marks.hits, span.start)..];
        let near = hits.iter().take_while(|hit| hit.start < span.end);
        near.copied().for_each(&mut cut);
        let notes = self.footnotes().iter().skip(self.notes.end);
        cuts.extend(notes.map_while(|note| note.anchor.filter(|anchor| *anchor < span.end)));
        cuts.retain(|at| {
            (span.start..=span.end).contains(at) && text.is_char_boundary(*at as usize)
        });
        cuts.sort_unstable();
        cuts.dedup();
        cuts
    }

    /// What words are that begin at a byte.
    fn kind(&self, at: u32) -> Piece {
        let holds = |span: &Span| span.start <= at && at < span.end;
        let links = self.marks.links;
        let link = links.get(links.partition_point(|link| link.span.end <= at));
        let number = from(self.marks.hits, at);
        let hit = self.marks.hits.get(number).filter(|hit| holds(hit));
        Piece {
            marked: self.marks.quote.as_ref().is_some_and(holds),
            link: link.filter(|link| holds(&link.span)).cloned(),
            hit: hit.map(|hit| (number + 1, hit.start == at)),
            ..Piece::default()
        }
    }

    fn footnotes(&self) -> &[Footnote] {
        &self.source.layout().footnotes
    }

    /// What is shown begins at a byte: footnotes before it have their marks elsewhere.
    pub(super) fn begin_notes(&mut self, at: u32) {
        let before = |note: &Footnote| note.anchor.is_none_or(|anchor| anchor < at);
        let first = self.footnotes().iter().take_while(|note| before(note));
        let first = first.count();
        self.notes = first..first;
    }

    /// Sets the marks of footnotes that stood up to a byte. One whose mark was not found has none.
    fn set_notes(&mut self, at: u32, line: &mut Line) {
        while let Some(note) = self.footnotes().get(self.notes.end) {
            if note.anchor.is_some_and(|anchor| anchor > at) {
                return;
            }
            // One without a place is passed over once the next one that has a place is due.
            let rest = &self.footnotes()[self.notes.end..];
            let due = rest.iter().find_map(|note| note.anchor);
            if due.is_none_or(|anchor| anchor > at) {
                return;
            }
            let (text, placed) = (note.label.clone(), note.anchor.is_some());
            self.notes.end += 1;
            if placed {
                line.push(Piece {
                    text,
                    note: Some(self.notes.end),
                    ..Piece::default()
                });
            }
        }
    }

    /// Footnotes as they stand behind the text.
    pub(super) fn notes(&mut self, range: Range<usize>) -> Vec<Note> {
        let set = self.notes.clone();
        let notes: Vec<(usize, Footnote)> = (1..)
            .zip(self.footnotes().to_vec())
            .skip(range.start)
            .take(range.len())
            .collect();
        // What is set behind the text sets no marks of its own.
        self.notes.end = self.footnotes().len();
        let mut all = Vec::with_capacity(notes.len());
        for (number, note) in notes {
            all.push(Note {
                number,
                label: note.label,
                lines: self.lines(note.span, true),
                marked: set.contains(&(number - 1)) && note.anchor.is_some(),
            });
        }
        all
    }
}
