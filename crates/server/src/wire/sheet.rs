//! Pages of a file as issued, on the wire.

use catalogue::{Document, DocumentRow};
use legal::{PageKind, Span};
use serde::Serialize;
use utoipa::ToSchema;

use crate::address;

/// A page of the file as issued, with the boxes around the words asked for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Sheet {
    /// Page number, from 1.
    pub number: u32,
    /// Width in points (1/72 inch).
    pub width: f32,
    /// Height in points.
    pub height: f32,
    /// `text`, `image` (a picture without readable text), `ocr` (recognised from a picture).
    #[schema(value_type = String)]
    pub kind: PageKind,
    /// Its picture.
    pub image: String,
    /// Its page for people, with the words boxed.
    pub url: String,
    /// `[left, top, right, bottom]` in points from the top left corner: one a printed line of the words asked for.
    pub boxes: Vec<[f32; 4]>,
}

/// Pages of a file as issued.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Sheets {
    /// The pages on which the words asked for stand; all where none were asked for.
    pub pages: Vec<Sheet>,
}

impl Sheets {
    /// The pages of a document on which a span stands, boxed; without a span all pages. Empty where the file has
    /// no pages that can be drawn.
    pub fn new(document: &Document, span: Option<Span>) -> Self {
        if !is_drawn(&document.row) {
            return Self { pages: Vec::new() };
        }
        let boxes = span.map(|span| document.source.boxes(span));
        let pages = document.source.pages().iter().filter_map(|page| {
            let mine: Vec<[f32; 4]> = boxes
                .iter()
                .flatten()
                .filter(|one| one.page == page.number)
                .map(|one| one.bounds)
                .collect();
            if boxes.is_some() && mine.is_empty() {
                return None;
            }
            Some(Sheet {
                number: page.number,
                width: page.width,
                height: page.height,
                kind: page.kind,
                image: address::picture(&document.row.slug, page.number),
                url: address::sheet(&document.row.slug, page.number, span),
                boxes: mine,
            })
        });
        Self {
            pages: pages.collect(),
        }
    }
}

/// Whether pages of the file can be drawn: only a PDF has pages.
pub(crate) fn is_drawn(row: &DocumentRow) -> bool {
    row.pages > 0
}
