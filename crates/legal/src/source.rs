//! The unedited reading text of one file, with its pages and the boxes of its words.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in a [`SourceText`]. Both ends are character boundaries of the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end`; an end before the start gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self {
            start,
            end: end.max(start),
        }
    }

    /// As a range to slice with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether no byte lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// How the text of a page was obtained.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// From characters in the file.
    #[default]
    Text,
    /// A picture without readable text: nothing of it is in the text.
    Image,
    /// Recognised from a picture: numbers and symbols count as unverified.
    Ocr,
}

/// One page of the file as issued.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// The bytes of the text that stand on it.
    pub span: Span,
    /// Width in points (1/72 inch); 0 where the format has no pages.
    pub width: f32,
    /// Height in points; 0 where the format has no pages.
    pub height: f32,
    /// How its text was obtained.
    pub kind: PageKind,
}

/// A word and its box on the page, in points from the top left corner of the page as shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Word {
    /// Its bytes in the text.
    pub span: Span,
    /// Page number, from 1.
    pub page: u32,
    /// `[left, top, right, bottom]` in points.
    #[serde(rename = "box")]
    pub bounds: [f32; 4],
    /// For a word recognised from a picture: how sure the recogniser was, 0 to 100. `None`: read from characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<u8>,
}

/// A table: its rows are lines of the text, its cells parts of them. Nothing in it is a heading or a clause.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// All of it.
    pub span: Span,
    /// Cells by row, in reading order; an empty cell has an empty span where it would stand.
    pub rows: Vec<Vec<Span>>,
}

/// A footnote. Its words stand behind the last word of the main text, so that they interrupt nothing; the mark in
/// the main text is left out where it was told from the words, and `anchor` says where it stood.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Footnote {
    /// Its number or sign as printed: "29", "*".
    pub label: String,
    /// Where in the main text its mark stood; `None`: not found.
    pub anchor: Option<u32>,
    /// Its words, the label left out.
    pub span: Span,
    /// The page on which it begins, from 1; 0 where the format has no pages.
    pub page: u32,
}

/// What stands on a page without being text of the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FurnitureKind {
    /// A running head or foot, that of the Official Gazette among them.
    RunningHead,
    /// A page number.
    PageNumber,
    /// The stamp of a digital signature ("Người ký: …", "Thời gian ký: …").
    Stamp,
    /// A portal's menus, notices and advertisements around the document.
    Portal,
}

/// A line of page furniture: kept for the record, not part of the text.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Furniture {
    /// The page, from 1; 0 where the format has no pages.
    pub page: u32,
    /// What it is.
    pub kind: FurnitureKind,
    /// Its words.
    pub text: String,
}

/// What a reader found on the pages beside running words.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Layout {
    /// Tables in text order, none inside another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tables: Vec<Table>,
    /// Footnotes in order; their spans are the end of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<Footnote>,
    /// Page furniture in page order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub furniture: Vec<Furniture>,
}

/// The reading text of one file. Lines as printed are separated by `\n`, paragraphs of flowing formats
/// too; the text is NFC and never edited afterwards: everything else points into it with a [`Span`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceText {
    text: String,
    pages: Vec<Page>,
    words: Vec<Word>,
    /// Whether a `\n` may stand inside a sentence (a PDF line) or always ends a paragraph (DOCX, HTML).
    wrapped: bool,
    #[serde(default)]
    layout: Layout,
}

impl SourceText {
    /// A text with its pages (in order; empty for formats without pages) and word boxes (in text order).
    /// `wrapped` says that line ends are those of the printed page and may stand inside a sentence.
    pub fn new(text: String, pages: Vec<Page>, words: Vec<Word>, wrapped: bool) -> Self {
        Self {
            text,
            pages,
            words,
            wrapped,
            layout: Layout::default(),
        }
    }

    /// The same text with its tables, footnotes and page furniture.
    #[must_use]
    pub fn with_layout(mut self, layout: Layout) -> Self {
        self.layout = layout;
        self
    }

    /// Its tables, footnotes and page furniture.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// One past the last byte of the main text: where the footnotes begin.
    pub fn main_end(&self) -> usize {
        let first = self.layout.footnotes.first();
        first
            .map_or(self.text.len(), |note| note.span.start as usize)
            .min(self.text.len())
    }

    /// A text without pages whose lines are paragraphs.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The pages in order; empty where the format has none.
    pub fn pages(&self) -> &[Page] {
        &self.pages
    }

    /// The words with boxes, in text order; empty where the format has no positions.
    pub fn words(&self) -> &[Word] {
        &self.words
    }

    /// Whether line ends may stand inside a sentence.
    pub fn is_wrapped(&self) -> bool {
        self.wrapped
    }

    /// The unedited words of a span; empty if the span does not fit this text.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The number of the page on which a byte stands; `None` where the format has no pages.
    pub fn page_at(&self, offset: u32) -> Option<u32> {
        let notes = &self.layout.footnotes;
        let note = notes.partition_point(|note| note.span.start <= offset);
        if let Some(note) = note.checked_sub(1).map(|at| &notes[at]) {
            return (note.page > 0).then_some(note.page);
        }
        let after = self.pages.partition_point(|page| page.span.start <= offset);
        Some(self.pages.get(after.checked_sub(1)?)?.number)
    }

    /// The words that lie in a span, in text order.
    pub fn words_in(&self, span: Span) -> &[Word] {
        let start = self
            .words
            .partition_point(|word| word.span.end <= span.start);
        let end = self
            .words
            .partition_point(|word| word.span.start < span.end);
        &self.words[start.min(end)..end]
    }
}
