//! Signing in through an identity provider: the way there, and the way back.

use askama::Template;
use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use catalogue::{Refusal, VouchedPerson};
use models::VouchError;

use super::{Frame, entry, page, see};
use crate::{
    clock, desk::Desk, failure::Failure, language::Texts, visitor::cookie, vouching::Vouching,
};

/// The cookie that ties a sign-in to the browser that began it. Lax, since the way back begins at the provider; gone
/// with the sign-in, or after ten minutes.
const COOKIE: &str = "cancu-sign-in";
const SAFE_COOKIE: &str = "__Host-cancu-sign-in";

/// Leads on from the provider. A page and no redirect: the browser does not send the new session's cookie (`SameSite`)
/// on a way that began elsewhere.
#[derive(Template)]
#[template(path = "vouched.html")]
struct Back<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    to: String,
}

/// Leads on to the provider, where somebody signed out here. A page and no redirect: what a form is sent to leads to no
/// other origin (`form-action`).
#[derive(Template)]
#[template(path = "left.html")]
struct Left<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    label: String,
    to: String,
}

/// After somebody's session has ended: on to the provider, if it vouched for them and offers to sign out there.
pub(super) async fn left(desk: &Desk, frame: &Frame, name: String) -> Result<Response, Failure> {
    let Some(vouching) = &desk.setup.vouching else {
        return Ok(entry::left(desk));
    };
    let is_vouched = desk.people(move |people| people.is_vouched(&name));
    let to = match is_vouched.await? {
        true => vouching.voucher.leave().await,
        false => None,
    };
    let Some(to) = to else {
        return Ok(entry::left(desk));
    };
    let mut response = page(&Left {
        t: frame.t,
        section: "",
        label: vouching.label.to_string(),
        to,
        frame,
    })?;
    if let Ok(none) = HeaderValue::try_from(cookie(None, desk.is_behind_tls())) {
        response.headers_mut().append(header::SET_COOKIE, none);
    }
    Ok(response)
}

fn name(desk: &Desk) -> &'static str {
    match desk.is_behind_tls() {
        true => SAFE_COOKIE,
        false => COOKIE,
    }
}

/// Sets the cookie, or takes it away.
fn mark(desk: &Desk, mut response: Response, state: Option<&str>) -> Response {
    let safe = if desk.is_behind_tls() { "; Secure" } else { "" };
    let (value, age) = state.map_or(("", 0), |state| (state, 600));
    let cookie = format!(
        "{}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{safe}",
        name(desk)
    );
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn marked(desk: &Desk, headers: &HeaderMap) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).into_iter();
    let cookies = cookies.filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies
        .flat_map(|cookies| cookies.split(';'))
        .filter_map(|cookie| cookie.trim().split_once('='));
    let found = pairs.find(|(found, _)| *found == name(desk));
    found.map(|(_, value)| value.to_owned())
}

fn vouching(desk: &Desk) -> Result<&Vouching, Failure> {
    desk.setup.vouching.as_ref().ok_or(Failure::NoPage)
}

/// The page to sign in at, with why the other way did not lead in.
fn refused(frame: &Frame, to: &str, why: &str, status: StatusCode) -> Result<Response, Failure> {
    let form = entry::again(frame, to, frame.t.get(why).to_owned())?;
    Ok((status, form).into_response())
}

/// `/dang-nhap/oidc?toi=`: to the provider.
pub(crate) async fn begin(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let voucher = &vouching(&desk)?.voucher;
    let to = entry::ours(frame.fields.get("toi").unwrap_or("/"));
    let pending = desk.underway.begin(to.clone())?;
    match voucher.begin(&pending).await {
        Ok(address) => Ok(mark(&desk, see(&address), Some(&pending.state))),
        Err(error) => {
            tracing::warn!(%error, "nobody can sign in through the identity provider");
            refused(&frame, &to, "vouched.unreachable", StatusCode::BAD_GATEWAY)
        }
    }
}

/// `/dang-nhap/oidc/ve?code=&state=`: back from the provider.
pub(crate) async fn back(
    desk: Desk,
    frame: Frame,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Vouching { voucher, roles, .. } = vouching(&desk)?;
    let field = |name: &str| frame.fields.get(name).unwrap_or_default();
    let state = marked(&desk, &headers).filter(|state| state == field("state"));
    let Some((pending, to)) = state.and_then(|state| desk.underway.end(&state)) else {
        return refused(&frame, "/", "vouched.stale", StatusCode::UNAUTHORIZED);
    };
    let told = match field("code") {
        "" => Err(VouchError::Refused("it sent no code")),
        code => {
            voucher
                .finish(code, &pending, clock::now().as_second())
                .await
        }
    };
    let act = desk.visitor().act();
    let vouched = match told {
        Ok(vouched) => vouched,
        Err(error) => {
            tracing::warn!(%error, "nobody was vouched for");
            let (why, status) = match error {
                VouchError::Unreachable => ("vouched.unreachable", StatusCode::BAD_GATEWAY),
                _ => ("vouched.refused", StatusCode::UNAUTHORIZED),
            };
            desk.people(move |people| people.vouched_in_vain(&act))
                .await?;
            return Ok(mark(&desk, refused(&frame, &to, why, status)?, None));
        }
    };
    let person = VouchedPerson {
        issuer: vouched.issuer,
        subject: vouched.subject,
        name: vouched.name,
        shown: vouched.shown,
        roles: vouched
            .roles
            .iter()
            .filter_map(|word| roles.get(word).copied())
            .collect(),
    };
    let entering = act.clone();
    let entered = desk
        .people(move |people| people.enter_vouched(&entering, &person))
        .await;
    match entered {
        Ok((secret, _)) => {
            let mut response = page(&Back {
                t: frame.t,
                section: "",
                to,
                frame: &frame,
            })?;
            let session = cookie(Some(secret.reveal()), desk.is_behind_tls());
            if let Ok(session) = HeaderValue::try_from(session) {
                response.headers_mut().append(header::SET_COOKIE, session);
            }
            Ok(mark(&desk, response, None))
        }
        Err(Failure::Person(refusal)) => {
            desk.people(move |people| people.vouched_in_vain(&act))
                .await?;
            let why = match refusal {
                Refusal::NoRole => "vouched.no_role",
                Refusal::NameTaken => "vouched.name_taken",
                Refusal::BadName | Refusal::BadShown => "vouched.bad_name",
                Refusal::FirstAdmin => "vouched.first",
                _ => "vouched.refused",
            };
            let response = refused(&frame, &to, why, StatusCode::FORBIDDEN)?;
            Ok(mark(&desk, response, None))
        }
        Err(failure) => Err(failure),
    }
}
