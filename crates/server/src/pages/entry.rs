//! Coming in and going: signing in and out, the first administrator, and setting a password at a one-time address.

use askama::Template;
use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use catalogue::{Ended, Entry, Invited, NewPerson, Refusal};

use super::{Frame, form_page, page, see, vouched};
use crate::{
    address, clock, desk::Desk, failure::Failure, language::Texts, sent::Sent, visitor::cookie,
};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    /// Where to go afterwards.
    to: String,
    name: String,
    /// What was wrong with the last try.
    wrong: Option<String>,
    /// What was done just now.
    done: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "invited.html")]
struct Choosing<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    /// The secret of the one-time address.
    secret: String,
    /// Whose password is set; `None`: the first administrator's account is made.
    person: Option<String>,
    name: String,
    shown: String,
    wrong: Option<String>,
}

/// A page of ours that somebody may be sent on to; anything else is the first page.
pub(super) fn ours(to: &str) -> String {
    let path =
        to.starts_with('/') && !to.starts_with("//") && !to.contains(['\\', '\r', '\n', '\t']);
    match path && to.len() <= 4_000 {
        true => to.to_owned(),
        false => "/".to_owned(),
    }
}

/// The page that asks who it is, in place of the one that was wanted.
pub(crate) fn asked(frame: &Frame, to: Option<&str>) -> Response {
    let asked = SignIn {
        frame,
        t: frame.t,
        section: "",
        to: ours(to.unwrap_or("/")),
        name: String::new(),
        wrong: None,
        done: None,
    };
    form_page(&asked).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// The same page with why somebody did not come in another way.
pub(super) fn again(frame: &Frame, to: &str, wrong: String) -> Result<Response, Failure> {
    form_page(&SignIn {
        t: frame.t,
        section: "",
        to: to.to_owned(),
        name: String::new(),
        wrong: Some(wrong),
        done: None,
        frame,
    })
}

/// `/dang-nhap?toi=`: name and password.
pub(crate) async fn form(frame: Frame) -> Result<Response, Failure> {
    let done = match frame.fields.get("xong") {
        Some("dang-xuat") => Some(frame.t.get("entry.signed_out")),
        Some("mat-khau") => Some(frame.t.get("entry.password_set")),
        _ => None,
    };
    form_page(&SignIn {
        t: frame.t,
        section: "",
        to: ours(frame.fields.get("toi").unwrap_or("/")),
        name: String::new(),
        wrong: None,
        done,
        frame: &frame,
    })
}

/// `POST /dang-nhap`: a session begins, always a new one.
pub(crate) async fn enter(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["name", "password", "to"])?;
    let name = sent.get("name").unwrap_or_default().to_owned();
    let password = sent.exact("password").to_owned();
    let to = ours(sent.get("to").unwrap_or("/"));
    let (act, typed) = (desk.visitor().act(), name.clone());
    let entry = desk
        .enter(move |people| people.sign_in(&act, &typed, &password))
        .await?;
    let again = |status: StatusCode, wrong: String| {
        let form = SignIn {
            frame: &frame,
            t: frame.t,
            section: "",
            to: to.clone(),
            name: name.chars().take(64).collect(),
            wrong: Some(wrong),
            done: None,
        };
        Ok::<_, Failure>((status, form_page(&form)?).into_response())
    };
    match entry {
        Entry::Fits((secret, _)) => {
            leave(&desk).await?;
            Ok(with_session(&desk, Some(secret.reveal()), &to))
        }
        Entry::Wrong => again(
            StatusCode::UNAUTHORIZED,
            frame.t.get("entry.wrong").to_owned(),
        ),
        Entry::Wait(until) => {
            let seconds = until.duration_since(clock::now()).as_secs().max(1);
            let minutes = seconds.unsigned_abs().div_ceil(60);
            let mut response = again(
                StatusCode::TOO_MANY_REQUESTS,
                frame.t.fill("entry.wait", minutes),
            )?;
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            Ok(response)
        }
    }
}

/// `POST /dang-xuat`: the session ends, here and in the accounts; then at the provider that vouched, where it offers that.
pub(crate) async fn sign_out(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    sent.only(&[])?;
    let name = desk
        .visitor()
        .session()
        .map(|_| desk.visitor().name().to_owned());
    leave(&desk).await?;
    match name {
        Some(name) => vouched::left(&desk, &frame, name).await,
        None => Ok(left(&desk)),
    }
}

/// On to the page to sign in at, with no session any more.
pub(super) fn left(desk: &Desk) -> Response {
    with_session(desk, None, "/dang-nhap?xong=dang-xuat")
}

/// Ends the session that the request showed.
async fn leave(desk: &Desk) -> Result<(), Failure> {
    let Some(row) = desk.visitor().session() else {
        return Ok(());
    };
    let act = desk.visitor().act();
    desk.people(move |people| people.end(&act, &act.who, Ended::One(row)))
        .await?;
    Ok(())
}

/// On to a page, with the cookie of a session or with none any more.
fn with_session(desk: &Desk, secret: Option<&str>, to: &str) -> Response {
    let mut response = see(to);
    // Digits and our own words are always a header.
    if let Ok(cookie) = HeaderValue::try_from(cookie(secret, desk.is_behind_tls())) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// `/lap-tai-khoan?ma=` and `/dat-mat-khau?ma=`: what a one-time address is for.
pub(crate) async fn invited(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let secret = frame.fields.get("ma").unwrap_or_default().to_owned();
    let (act, shown) = (desk.visitor().act(), secret.clone());
    let invited = desk
        .people(move |people| people.invited(&act, &shown))
        .await?;
    choosing(&frame, secret, &invited, ["", ""], None)
}

fn choosing(
    frame: &Frame,
    secret: String,
    invited: &Invited,
    [name, shown]: [&str; 2],
    wrong: Option<Refusal>,
) -> Result<Response, Failure> {
    let person = match invited {
        Invited::First => None,
        Invited::Person(person) => Some(person.name.clone()),
    };
    let wrong = wrong.map(|refusal| Failure::Person(refusal).problem(frame.t).detail);
    form_page(&Choosing {
        frame,
        t: frame.t,
        section: "",
        secret,
        person,
        name: name.to_owned(),
        shown: shown.to_owned(),
        wrong,
    })
}

/// `POST /lap-tai-khoan`: the first administrator's account is made, and a session begins.
pub(crate) async fn first(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["ma", "name", "shown", "password", "again"])?;
    let secret = sent.get("ma").unwrap_or_default().to_owned();
    let (name, shown) = (
        sent.get("name").unwrap_or_default(),
        sent.get("shown").unwrap_or_default(),
    );
    let person = NewPerson {
        name: name.to_owned(),
        shown: shown.to_owned(),
        roles: std::collections::BTreeSet::new(),
    };
    let password = sent.exact("password").to_owned();
    let made = match password == sent.exact("again") {
        false => Err(Failure::Person(Refusal::OtherPassword)),
        true => {
            let (act, secret) = (desk.visitor().act(), secret.clone());
            desk.enter(move |people| people.accept_first(&act, &secret, &person, &password))
                .await
        }
    };
    match made {
        Ok((session, _)) => Ok(with_session(&desk, Some(session.reveal()), "/nguoi-dung")),
        Err(Failure::Person(refusal)) if refusal != Refusal::NoInvitation => {
            let again = choosing(
                &frame,
                secret,
                &Invited::First,
                [name, shown],
                Some(refusal),
            )?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /dat-mat-khau`: a password is set; whoever set it signs in with it.
pub(crate) async fn set(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["ma", "password", "again"])?;
    let secret = sent.get("ma").unwrap_or_default().to_owned();
    let password = sent.exact("password").to_owned();
    let done = match password == sent.exact("again") {
        false => Err(Failure::Person(Refusal::OtherPassword)),
        true => {
            let (act, secret) = (desk.visitor().act(), secret.clone());
            desk.enter(move |people| people.accept(&act, &secret, &password))
                .await
        }
    };
    match done {
        Ok(_) => Ok(see("/dang-nhap?xong=mat-khau")),
        Err(Failure::Person(refusal)) if refusal != Refusal::NoInvitation => {
            let (act, shown) = (desk.visitor().act(), secret.clone());
            let invited = desk
                .people(move |people| people.invited(&act, &shown))
                .await?;
            let again = choosing(&frame, secret, &invited, ["", ""], Some(refusal))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// What is shown once, and never again: the one-time address of somebody's, or a token.
#[derive(Template)]
#[template(path = "once.html")]
struct Once<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    title: String,
    lead: &'static str,
    secret: String,
    back: String,
}

/// The page with a one-time address for somebody to set a password at.
pub(super) fn one_time(
    desk: &Desk,
    frame: &Frame,
    host: Option<&str>,
    name: &str,
    secret: &str,
) -> Result<Response, Failure> {
    let origin = match &desk.setup.public {
        Some(public) => public.clone(),
        None => format!("http://{}", host.unwrap_or("localhost")),
    };
    page(&Once {
        frame,
        t: frame.t,
        section: "people",
        title: frame.t.fill("once.address", name),
        lead: frame.t.get("once.address.lead"),
        secret: format!("{origin}/dat-mat-khau?ma={secret}"),
        back: format!("/nguoi-dung/{}", address::encode(name)),
    })
}

/// The page with a token.
pub(super) fn token(frame: &Frame, name: &str, token: String) -> Result<Response, Failure> {
    page(&Once {
        frame,
        t: frame.t,
        section: "account",
        title: frame.t.fill("once.token", name),
        lead: frame.t.get("once.token.lead"),
        secret: token,
        back: "/tai-khoan".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_sent_on_to_another_site() {
        fn check(to: &str, expect: &str) {
            assert_eq!(ours(to), expect, "{to:?}");
        }
        check("/vb?q=a&on=2026-01-01", "/vb?q=a&on=2026-01-01");
        for to in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "javascript:alert(1)",
            "/a\r\nSet-Cookie: x",
        ] {
            check(to, "/");
        }
    }
}
