//! The page that says whether everything works.

use askama::Template;
use axum::response::Response;

use super::{Frame, page};
use crate::{
    api::health::{self, Health},
    desk::Desk,
    failure::Failure,
    language::Texts,
};

#[derive(Template)]
#[template(path = "health.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    health: Health,
}

/// `/suc-khoe`.
pub(crate) async fn health(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let health = health::look(&desk).await;
    page(&Page {
        t: frame.t,
        frame: &frame,
        section: "health",
        health,
    })
}
