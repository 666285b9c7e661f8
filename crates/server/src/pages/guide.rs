//! The guide for officials, in Vietnamese whatever the language of the frame. Its pictures are `answer-1366`,
//! `beside-1366` and `draft-report-1366` of the tests of the pages (`CANCU_PICTURES`), 1,024 wide in 48 colours.

use askama::Template;
use axum::response::Response;

use super::{Frame, page};
use crate::{
    failure::Failure,
    language::{Language, Texts},
};

#[derive(Template)]
#[template(path = "guide.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
}

#[derive(Template)]
#[template(path = "guide_keepers.html")]
struct Keepers<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    /// The guide is in one language from its first to its last line.
    vi: Texts,
    kept_days: i64,
}

/// `/huong-dan/quan-tri`: for whoever keeps the machine.
pub(crate) async fn keepers(frame: Frame) -> Result<Response, Failure> {
    page(&Keepers {
        t: frame.t,
        frame: &frame,
        section: "guide",
        vi: Texts(Language::Vietnamese),
        kept_days: crate::stage::KEPT_DAYS,
    })
}

/// `/huong-dan`.
pub(crate) async fn guide(frame: Frame) -> Result<Response, Failure> {
    page(&Page {
        t: frame.t,
        frame: &frame,
        section: "guide",
    })
}
