//! The list of documents.

use askama::Template;
use axum::response::Response;

use super::{Form, Frame, page};
use crate::{desk::Desk, failure::Failure, fields::LISTED, language::Texts, wire};

#[derive(Template)]
#[template(path = "documents.html")]
struct List<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    form: Form,
    list: wire::Documents,
    first: u32,
    last: usize,
    before: Option<String>,
    after: Option<String>,
}

/// `/vb?q=&trang=`: documents held, newest first.
pub(crate) async fn list(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let (on, filter) = (frame.fields.day()?, frame.fields.list()?);
    let first = filter.offset;
    let read = desk.read(move |held| {
        let (rows, total) = held.catalogue.documents(held.at, &filter)?;
        Ok(wire::Documents::new(&rows, total, on))
    });
    let list = match read.await {
        Err(Failure::EmptyLibrary) => wire::Documents {
            total: 0,
            documents: Vec::new(),
        },
        read => read?,
    };
    let number = first / LISTED + 1;
    let link = |number: u32| frame.with("trang", &number.to_string());
    let before = (number > 1).then(|| link(number - 1));
    let after = (u64::from(first + LISTED) < list.total).then(|| link(number + 1));
    let (first, last) = (first + 1, first as usize + list.documents.len());
    let (t, form) = (frame.t, frame.form());
    page(&List {
        frame: &frame,
        t,
        section: "documents",
        form,
        list,
        first,
        last,
        before,
        after,
    })
}
