//! Recording an end that the texts do not tell plainly, with its evidence.

use askama::Template;
use axum::{
    extract::Path as Place,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
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
    typed: Typed,
}

/// What was typed into the form; where it was not taken, at which field and why.
#[derive(Default)]
struct Typed {
    kind: String,
    day: String,
    by: String,
    words: String,
    wrong: Option<(&'static str, String)>,
}

impl Page<'_> {
    /// Whether a kind is chosen: the first one where none is.
    fn is_kind(&self, kind: &str) -> bool {
        let typed = match self.typed.kind.as_str() {
            "" => "ended",
            typed => typed,
        };
        typed == kind
    }

    /// Whether an act is chosen: where nothing was typed yet, the first one that says something of it.
    fn is_by(&self, slug: &str) -> bool {
        let says = |act: &&wire::ResolvingAct| !act.words.is_empty();
        let fresh = self.typed.kind.is_empty() && self.typed.by.is_empty();
        let acts = self.one.iter().filter(|_| fresh);
        let first = acts.flat_map(|one| one.acts.iter().find(says)).next();
        match first {
            Some(act) => act.slug == slug,
            None => self.typed.by == slug,
        }
    }

    /// What is wrong with a field.
    fn wrong(&self, field: &str) -> Option<&str> {
        let (at, why) = self.typed.wrong.as_ref()?;
        (*at == field).then_some(why.as_str())
    }
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
    shown(&desk, &frame, one, Typed::default()).await
}

async fn shown(
    desk: &Desk,
    frame: &Frame,
    one: Option<wire::Resolvable>,
    typed: Typed,
) -> Result<Response, Failure> {
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
        typed,
        frame,
    })
}

/// `POST /duyet/hieu-luc`: records it.
pub(crate) async fn record(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let fields = sent.only(&["vb", "muc", "kind", "day", "by", "words"])?;
    let text = |name: &str| fields.get(name).unwrap_or_default().to_owned();
    let path: Path = text("muc").parse().map_err(|_| Failure::BadBody)?;
    let slug = fields.get("vb").ok_or(Failure::BadBody)?.to_owned();
    let to = format!(
        "/duyet/hieu-luc?vb={}&muc={}&xong=recorded",
        crate::address::encode(&slug),
        crate::address::encode(&path.to_string())
    );
    let recorded = match fields.day_of("day") {
        Err(failure) => Err(failure),
        Ok(day) => {
            let resolving = Resolving {
                slug: slug.clone(),
                path: path.clone(),
                kind: text("kind"),
                day,
                by: fields.get("by").map(str::to_owned),
                words: text("words"),
            };
            desk.resolve(resolving).await.map(drop)
        }
    };
    let Err(failure) = recorded else {
        return Ok(see(&to));
    };
    let at = match &failure {
        Failure::BadDate | Failure::Unapproved("no-day") => "day",
        Failure::Unapproved("no-evidence") if !text("words").is_empty() => "by",
        // Documents are being published: it is tried again in a minute.
        Failure::Unapproved(_) | Failure::LoadRunning => "words",
        _ => return Err(failure),
    };
    // Nobody types it again.
    let typed = Typed {
        kind: text("kind"),
        day: fields.exact("day").to_owned(),
        by: text("by"),
        words: fields.exact("words").to_owned(),
        wrong: Some((at, failure.problem(frame.t).detail)),
    };
    let one = desk.resolvable(slug, path).await?;
    let again = shown(&desk, &frame, Some(one), typed).await?;
    let status = match failure {
        Failure::LoadRunning => failure.status(),
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok((status, again).into_response())
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
