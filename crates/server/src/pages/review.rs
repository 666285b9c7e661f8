//! The pages of checkers: what asks for eyes, one answer beside its sources, and what is decided about it.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};
use catalogue::{DecisionKind, Judged};

use super::{Frame, form_page, page};
use crate::{
    desk::{Desk, Ruling, WAITING},
    failure::Failure,
    fields::Fields,
    language::Texts,
    review::Reason,
    sent::Sent,
    wire::{self, Sheet},
};

pub(crate) mod written;

/// Boxes stand this many points away from the words.
const AIR: f32 = 1.5;

#[derive(Template)]
#[template(path = "reviews.html")]
struct Reviews<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    queue: wire::ReviewQueue,
    only: Option<Reason>,
    before: Option<String>,
    after: Option<String>,
    /// What was just done.
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "review.html")]
struct Review<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    one: wire::Reviewed,
    /// Whether the visitor can decide at all.
    signs: bool,
    done: Option<&'static str>,
    /// A decision that was not taken.
    refused: Option<Refused>,
}

/// A form that was not taken: what was sent, and why.
struct Refused {
    why: String,
    typed: Fields,
    /// Where that is about citations: those that were not accepted.
    of_citations: bool,
}

impl Reviews<'_> {
    /// The queue for one reason.
    fn of(&self, reason: &Reason) -> String {
        format!("/duyet?ly-do={}", reason.name())
    }

    fn is_only(&self, reason: &Reason) -> bool {
        self.only == Some(*reason)
    }
}

impl Review<'_> {
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

    /// The name of a citation's field.
    fn field(&self, name: &str, quote: &wire::ReviewedQuote) -> String {
        format!("{name}-{}-{}", quote.claim, quote.quote)
    }

    /// Whether a page was recognised from a picture.
    fn is_recognised(&self, sheet: &Sheet) -> bool {
        sheet.kind == legal::PageKind::Ocr
    }

    /// What was typed before of a citation, or (without one) of the whole.
    fn typed(&self, name: &str) -> &str {
        let refused = self.refused.as_ref();
        refused.map_or("", |refused| refused.typed.exact(name))
    }

    fn is_judged(&self, quote: &wire::ReviewedQuote, accepted: bool) -> bool {
        let choice = if accepted { "1" } else { "0" };
        self.typed(&self.field("c", quote)) == choice
    }

    /// The reason that was typed before.
    fn reason(&self, quote: &wire::ReviewedQuote) -> &str {
        self.typed(&self.field("r", quote))
    }

    /// Whether a decision was not taken because of this citation.
    fn is_wrong(&self, quote: &wire::ReviewedQuote) -> bool {
        let refused = self.refused.as_ref();
        refused.is_some_and(|refused| refused.of_citations) && !self.is_judged(quote, true)
    }

    /// The first of them.
    fn first_wrong(&self) -> Option<String> {
        let mut quotes = self.one.claims.iter().flat_map(|claim| &claim.quotes);
        let quote = quotes.find(|quote| self.is_wrong(quote))?;
        Some(self.field("yes", quote))
    }

    /// That the details of its checks are in another language than the page.
    fn made_in(&self) -> Option<String> {
        self.t.made_in(Texts::of_notice(&self.one.notice))
    }

    /// Why the visitor may not approve it, in words.
    fn barred(&self) -> Option<&'static str> {
        let barred = self.one.barred?;
        Some(self.t.get(&format!("problem.{barred}.detail")))
    }

    /// A citation that was not accepted, in words.
    fn refused(&self, one: &wire::Refused) -> String {
        let numbers = [one.claim.to_string(), one.quote.to_string()];
        let numbers: Vec<&str> = numbers.iter().map(String::as_str).collect();
        let said = self.t.fill_all("review.refused_one", &numbers);
        match one.reason.as_str() {
            "" => said,
            reason => format!("{said} – {reason}"),
        }
    }

    /// Whether the visitor may approve it.
    fn may_approve(&self) -> bool {
        self.signs && self.one.barred.is_none() && self.one.unchanged && !self.one.claims.is_empty()
    }

    /// Whether it is approved now.
    fn is_approved(&self) -> bool {
        let standing = self.one.standing.as_ref();
        standing.is_some_and(|standing| standing.kind == DecisionKind::Approved)
    }
}

/// What was just done, as an address says it.
fn done(fields: &Fields) -> Option<&'static str> {
    let said = fields.get("xong")?;
    ["approved", "rejected", "corrected", "withdrawn"]
        .into_iter()
        .find(|kind| *kind == said)
}

/// `/duyet?ly-do=&trang=`: what asks for eyes, the most urgent first.
pub(crate) async fn queue(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let number = frame.fields.number()?;
    let only = match frame.fields.get("ly-do") {
        Some(name) => Some(Reason::from_name(name).ok_or(Failure::NoPage)?),
        None => None,
    };
    let queue = desk.queue(number as usize, only).await?;
    let link = |number: u32| frame.with("trang", &number.to_string());
    let shown = number as usize * WAITING;
    page(&Reviews {
        t: frame.t,
        section: "review",
        before: (number > 1).then(|| link(number - 1)),
        after: (shown < queue.fitting).then(|| link(number + 1)),
        done: done(&frame.fields),
        queue,
        only,
        frame: &frame,
    })
}

/// `/duyet/tiep?sau=`: to the most urgent answer after one that was looked at.
pub(crate) async fn next(desk: Desk, fields: Fields) -> Result<Response, Failure> {
    let after = fields.get("sau").map(str::to_owned);
    let done = done(&fields).map(|kind| format!("?xong={kind}"));
    let done = done.unwrap_or_default();
    let to = match desk.next_waiting(after).await? {
        Some(record) => format!("/duyet/{record}{done}"),
        None => format!("/duyet{done}"),
    };
    Ok(Redirect::to(&to).into_response())
}

/// `/duyet/{id}`: an answer with all that speaks for it.
pub(crate) async fn show(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    shown(&desk, &frame, id, None).await
}

async fn shown(
    desk: &Desk,
    frame: &Frame,
    id: String,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let one = desk.reviewed(id).await?;
    form_page(&Review {
        t: frame.t,
        section: "review",
        signs: desk.visitor().has_session(),
        done: done(&frame.fields),
        refused,
        one,
        frame,
    })
}

/// `POST /duyet/{id}`: what was decided, citation by citation and as a whole; then the next one.
pub(crate) async fn decide(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    let typed = sent.matching(&["decision", "note", "outcome"], &["c-", "r-"])?;
    let ruling = ruling(&typed)?;
    let kind = ruling.kind.name();
    match desk.decide(id.clone(), ruling, frame.t).await {
        Ok(()) => {}
        // Nobody types it again.
        Err(failure) if failure.status() == StatusCode::UNPROCESSABLE_ENTITY => {
            let refused = Refused {
                why: failure.problem(frame.t).detail,
                of_citations: failure == Failure::Unapproved("not-accepted"),
                typed,
            };
            let again = shown(&desk, &frame, id, Some(refused)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
        Err(failure) => return Err(failure),
    }
    let id = crate::address::encode(&id);
    let to = match kind {
        "withdrawn" => format!("/duyet/{id}?xong={kind}"),
        _ => format!("/duyet/tiep?sau={id}&xong={kind}"),
    };
    Ok(Redirect::to(&to).into_response())
}

/// A decision as its form sends it: `decision`, `note`, `outcome`, and for each citation `c-1-2` and `r-1-2`.
fn ruling(fields: &Fields) -> Result<Ruling, Failure> {
    let kind = fields.get("decision").and_then(DecisionKind::from_name);
    let kind = kind.filter(|kind| *kind != DecisionKind::Corrected);
    let mut judged = Vec::new();
    for (name, value) in fields.iter() {
        let Some(place) = name.strip_prefix("c-") else {
            continue;
        };
        let numbers = place.split_once('-');
        let numbers =
            numbers.and_then(|(claim, quote)| Some((claim.parse().ok()?, quote.parse().ok()?)));
        let (claim, quote) = numbers.ok_or(Failure::BadBody)?;
        let reason = fields.get(&format!("r-{place}")).unwrap_or_default();
        judged.push(Judged {
            claim,
            quote,
            accepted: value == "1",
            reason: reason.to_owned(),
        });
    }
    Ok(Ruling {
        kind: kind.ok_or(Failure::BadBody)?,
        judged,
        note: fields.get("note").unwrap_or_default().to_owned(),
        outcome: fields.get("outcome").unwrap_or_default().to_owned(),
    })
}
