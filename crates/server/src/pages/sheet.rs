//! A page of the file as issued, with the quoted words boxed.

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Response},
};
use legal::Span;

use super::{Frame, document::span, page};
use crate::{
    address,
    desk::Desk,
    failure::Failure,
    fields::Fields,
    language::Texts,
    pictures::Size,
    wire::{self, Sheet},
};

/// Boxes stand this many points away from the words.
const AIR: f32 = 1.5;

#[derive(Template)]
#[template(path = "sheet.html")]
struct Shown<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    document: wire::DocumentSummary,
    sheet: &'a Sheet,
    last: u32,
    before: Option<String>,
    after: Option<String>,
    /// Other pages on which the words go on.
    others: Vec<&'a Sheet>,
    /// Words were asked for, and this page has none of them.
    lost: bool,
    large: bool,
}

impl Shown<'_> {
    /// A box with some air around it: left, top, width, height.
    fn framed(&self, bounds: &[f32; 4]) -> [f32; 4] {
        let [left, top, right, bottom] = *bounds;
        [
            left - AIR,
            top - AIR,
            right - left + 2.0 * AIR,
            bottom - top + 2.0 * AIR,
        ]
    }
}

fn asked(fields: &Fields) -> Option<Span> {
    fields.get("doan").and_then(span)
}

fn size(fields: &Fields) -> Size {
    match fields.ticked("to") {
        true => Size::Large,
        false => Size::Normal,
    }
}

/// `/vb/{slug}/trang/{number}?doan=&to=`: one page, drawn as it was issued.
pub(crate) async fn sheet(
    desk: Desk,
    Path((slug, number)): Path<(String, u32)>,
    frame: Frame,
) -> Result<Response, Failure> {
    let on = frame.fields.day()?;
    desk.read(move |held| {
        let document = held.document(&slug)?;
        let wanted = asked(&frame.fields);
        let all = wire::Sheets::new(&document, None).pages;
        let quoted = wire::Sheets::new(&document, wanted).pages;
        let quoted: Vec<Sheet> = quoted
            .into_iter()
            .filter(|sheet| !sheet.boxes.is_empty())
            .collect();
        let found = |sheets: &[Sheet]| sheets.iter().find(|sheet| sheet.number == number).cloned();
        if all.is_empty() {
            return Err(Failure::NoPicture);
        }
        let plain = found(&all).ok_or(Failure::NoPage)?;
        let boxed = found(&quoted);
        let beside = |number: Option<u32>| {
            let number = number.filter(|number| all.iter().any(|sheet| sheet.number == *number));
            number.map(|number| address::sheet(&document.row.slug, number, wanted))
        };
        page(&Shown {
            t: frame.t,
            section: "documents",
            document: wire::DocumentSummary::new(&document.row, on),
            lost: wanted.is_some() && boxed.is_none(),
            sheet: boxed.as_ref().unwrap_or(&plain),
            last: all.last().map_or(number, |sheet| sheet.number),
            before: beside(number.checked_sub(1)),
            after: beside(number.checked_add(1)),
            others: quoted
                .iter()
                .filter(|sheet| sheet.number != number)
                .collect(),
            large: size(&frame.fields) == Size::Large,
            frame: &frame,
        })
    })
    .await
}

/// `/vb/{slug}/trang/{number}/anh?to=`: its picture.
pub(crate) async fn picture(
    desk: Desk,
    Path((slug, number)): Path<(String, u32)>,
    fields: Fields,
) -> Result<Response, Failure> {
    let picture = desk.picture(slug, number, size(&fields)).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        // The reader's own browser may keep it for the length of a visit.
        (header::CACHE_CONTROL, "private, max-age=600"),
    ];
    Ok((headers, picture.as_ref().clone()).into_response())
}
