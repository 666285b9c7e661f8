//! Comparing one provision on two days, or two provisions, word by word.

use askama::Template;
use axum::response::Response;
use legal::Date;

use super::{Frame, page};
use crate::{
    clock,
    compare::Fate,
    desk::{Desk, Wanted},
    failure::Failure,
    fields::Fields,
    language::Texts,
    wire,
};

#[derive(Template)]
#[template(path = "compare.html")]
struct Compare<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    a: String,
    b: String,
    from: Option<Date>,
    to: Date,
    found: Option<wire::Comparison>,
    problem: Option<wire::Problem>,
}

impl Compare<'_> {
    fn is(&self, fate: &Fate, name: &str) -> bool {
        self.t.name(fate) == name
    }
}

/// What an address asks to compare: `a` and `tu`, `b` and `den`; without `b` the same on another day.
pub(crate) fn wanted(fields: &Fields) -> Result<Option<(Wanted, Wanted)>, Failure> {
    let day = |name: &str| fields.day_of(name);
    let (tu, den) = (day("tu")?, day("den")?);
    let Some(a) = fields.get("a") else {
        return Ok(None);
    };
    let b = fields.get("b").unwrap_or(a);
    if a.chars().count() > 500 || b.chars().count() > 500 {
        return Err(Failure::LongQuery);
    }
    let den = den.unwrap_or_else(clock::today);
    let side = |reference: &str, on: Date| Wanted {
        reference: reference.to_owned(),
        on,
    };
    Ok(Some((side(a, tu.unwrap_or(den)), side(b, den))))
}

/// `/so-sanh?a=&tu=&b=&den=`.
pub(crate) async fn compare(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let wanted = wanted(&frame.fields)?;
    let text = |name: &str| frame.fields.get(name).unwrap_or_default().to_owned();
    let to = frame.fields.day_of("den")?.unwrap_or_else(clock::today);
    let from = frame.fields.day_of("tu")?;
    let (found, problem) = match wanted {
        None => (None, None),
        Some((old, new)) => match desk.compare(old, new).await {
            Ok(found) => (Some(found), None),
            // What was typed stays on the page.
            Err(
                failure @ (Failure::Uncompared(_)
                | Failure::NoDocument
                | Failure::NoProvision { .. }),
            ) => (None, Some(failure.problem(frame.t))),
            Err(failure) => return Err(failure),
        },
    };
    page(&Compare {
        t: frame.t,
        section: "documents",
        a: text("a"),
        b: text("b"),
        from,
        to,
        found,
        problem,
        frame: &frame,
    })
}
