//! Recording an end that the texts do not tell plainly, with its evidence.

use askama::Template;
use axum::{extract::Path as Place, response::Response};
use legal::Path;

use super::{Frame, form_page, see};
use crate::{
    desk::{Desk, Resolving},
    failure::Failure,
    language::Texts,
    sent::Sent,
    wire,
};

#[derive(Template)]
#[template(path = "resolution.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    /// The provision that is looked at; `None`: all that was recorded.
    one: Option<wire::Resolvable>,
    resolutions: Vec<wire::Resolution>,
    signs: bool,
    done: Option<&'static str>,
}

/// `/duyet/hieu-luc?vb=&muc=`: how a provision stands and what may be recorded of it; without `vb` all that was.
pub(crate) async fn show(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let slug = frame.fields.get("vb").map(str::to_owned);
    let path: Path = frame
        .fields
        .get("muc")
        .unwrap_or_default()
        .parse()
        .map_err(|_| Failure::NoPage)?;
    let one = match slug {
        Some(slug) => Some(desk.resolvable(slug, path).await?),
        None => None,
    };
    let resolutions = match &one {
        Some(one) => one.resolutions.clone(),
        None => desk.resolutions().await?,
    };
    let said = frame.fields.get("xong");
    let done = ["recorded", "withdrawn"]
        .into_iter()
        .find(|done| said == Some(*done));
    form_page(&Page {
        t: frame.t,
        section: "review",
        signs: desk.visitor().has_session(),
        one,
        resolutions,
        done,
        frame: &frame,
    })
}

/// `POST /duyet/hieu-luc`: records it.
pub(crate) async fn record(desk: Desk, sent: Sent) -> Result<Response, Failure> {
    let fields = sent.only(&["vb", "muc", "kind", "day", "by", "words"])?;
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let path: Path = text("muc").parse().map_err(|_| Failure::BadBody)?;
    let slug = fields.get("vb").ok_or(Failure::BadBody)?.to_owned();
    let to = format!(
        "/duyet/hieu-luc?vb={}&muc={}&xong=recorded",
        crate::address::encode(&slug),
        crate::address::encode(&path.to_string())
    );
    desk.resolve(Resolving {
        slug,
        path,
        kind: text("kind"),
        day: fields.day_of("day")?,
        by: fields.get("by").map(str::to_owned),
        words: text("words"),
    })
    .await?;
    Ok(see(&to))
}

/// `POST /duyet/hieu-luc/{row}/rut`: takes one back.
pub(crate) async fn withdraw(
    desk: Desk,
    Place(row): Place<i64>,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    desk.unresolve(row).await?;
    Ok(see("/duyet/hieu-luc?xong=withdrawn"))
}
