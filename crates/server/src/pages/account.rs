//! One's own account: password, sessions, tokens.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use catalogue::{Ended, NewToken, Person, Refusal, Role, Session, Token};
use jiff::{Timestamp, tz};

use super::{Frame, entry, form_page, see};
use crate::{desk::Desk, failure::Failure, fields::Fields, language::Texts, sent::Sent};

#[derive(Template)]
#[template(path = "account.html")]
struct Account<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    person: &'a Person,
    sessions: Vec<Session>,
    /// The one that shows this page.
    this: Option<i64>,
    tokens: Vec<Token>,
    /// The last day of a token unless another is chosen.
    expires: legal::Date,
    done: Option<&'static str>,
    wrong: Option<String>,
}

/// A moment as it is read in Vietnam: 14:05 22/11/2026.
pub(super) fn moment(at: &Timestamp) -> String {
    let there = at.to_zoned(tz::offset(7).to_time_zone());
    there.strftime("%H:%M %d/%m/%Y").to_string()
}

/// The roles that a form has ticked: `role=official&role=checker`.
pub(super) fn roles(fields: &Fields) -> BTreeSet<Role> {
    fields.all("role").filter_map(Role::from_name).collect()
}

impl Account<'_> {
    fn is_this(&self, session: &Session) -> bool {
        self.this == Some(session.row)
    }

    fn moment(&self, at: &Timestamp) -> String {
        moment(at)
    }

    fn roles(&self, roles: &BTreeSet<Role>) -> String {
        in_words(self.t, roles)
    }
}

/// Roles in words.
pub(super) fn in_words(t: Texts, roles: &BTreeSet<Role>) -> String {
    let words: Vec<&str> = roles.iter().map(|role| t.role(role)).collect();
    words.join(", ")
}

/// Who signed in; a door stands before every page that asks.
fn own(desk: &Desk) -> Result<Person, Failure> {
    desk.visitor().person().cloned().ok_or(Failure::SignIn)
}

/// `/tai-khoan`.
pub(crate) async fn account(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let done = match frame.fields.get("xong") {
        Some("phien") => Some(frame.t.get("account.sessions.ended")),
        Some("thu-hoi") => Some(frame.t.get("account.token.revoked")),
        _ => None,
    };
    show(&desk, &frame, done, None).await
}

async fn show(
    desk: &Desk,
    frame: &Frame,
    done: Option<&'static str>,
    wrong: Option<Refusal>,
) -> Result<Response, Failure> {
    let person = own(desk)?;
    let (name, now) = (person.name.clone(), desk.visitor().act().at);
    let held = desk.people(move |people| Ok((people.sessions(&name, now)?, people.tokens(&name)?)));
    let (sessions, tokens) = held.await?;
    let today = crate::clock::today();
    let expires = today
        .checked_add(jiff::Span::new().days(90))
        .unwrap_or(today);
    let wrong = wrong.map(|refusal| Failure::Person(refusal).problem(frame.t).detail);
    form_page(&Account {
        frame,
        t: frame.t,
        section: "account",
        person: &person,
        sessions,
        this: desk.visitor().session(),
        tokens,
        expires,
        done,
        wrong,
    })
}

/// What was refused is said over the forms.
async fn refused(desk: &Desk, frame: &Frame, failure: Failure) -> Result<Response, Failure> {
    match failure {
        Failure::Person(refusal) => {
            let again = show(desk, frame, None, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        failure => Err(failure),
    }
}

/// `POST /tai-khoan/mat-khau`: every session ends, so that whoever knew the old one is out.
pub(crate) async fn password(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["old", "password", "again"])?;
    let (old, new) = (
        sent.exact("old").to_owned(),
        sent.exact("password").to_owned(),
    );
    let done = match new == sent.exact("again") {
        false => Err(Failure::Person(Refusal::OtherPassword)),
        true => {
            let act = desk.visitor().act();
            desk.enter(move |people| people.change_password(&act, &act.who, &old, &new))
                .await
        }
    };
    match done {
        Ok(()) => Ok(see("/dang-nhap?xong=mat-khau")),
        Err(failure) => refused(&desk, &frame, failure).await,
    }
}

/// `POST /tai-khoan/phien`: ends one session (`row`), or all but this one.
pub(crate) async fn sessions(desk: Desk, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["row"])?;
    let which = match sent.get("row") {
        Some(row) => Ended::One(row.parse().map_err(|_| Failure::BadBody)?),
        None => Ended::AllBut(desk.visitor().session().unwrap_or_default()),
    };
    let act = desk.visitor().act();
    desk.people(move |people| people.end(&act, &act.who, which))
        .await?;
    Ok(see("/tai-khoan?xong=phien"))
}

/// `POST /tai-khoan/ma-truy-cap`: makes a token, and shows it once.
pub(crate) async fn token(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["name", "role", "expires"])?;
    let name = sent.get("name").unwrap_or_default().to_owned();
    let day: Option<legal::Date> = sent.get("expires").and_then(|day| day.parse().ok());
    // To the end of that day in Vietnam.
    let end = day.and_then(|day| {
        day.at(23, 59, 59, 0)
            .to_zoned(tz::offset(7).to_time_zone())
            .ok()
    });
    let token = end.map(|end| NewToken {
        name: name.clone(),
        roles: roles(&sent),
        expires: end.timestamp(),
    });
    let made = match token {
        None => Err(Failure::Person(Refusal::BadExpiry)),
        Some(token) => {
            let act = desk.visitor().act();
            desk.people(move |people| people.add_token(&act, &act.who, &token))
                .await
        }
    };
    match made {
        Ok(token) => entry::token(&frame, &name, token),
        Err(failure) => refused(&desk, &frame, failure).await,
    }
}

/// `POST /tai-khoan/ma-truy-cap/{row}/thu-hoi`: takes a token back. Somebody else's is none.
pub(crate) async fn revoke(
    desk: Desk,
    Path(row): Path<i64>,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    let act = desk.visitor().act();
    let revoked = desk
        .people(move |people| people.revoke(&act, &act.who, row))
        .await?;
    match revoked {
        true => Ok(see("/tai-khoan?xong=thu-hoi")),
        false => Err(Failure::NoPage),
    }
}
