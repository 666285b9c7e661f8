//! The pages for people: rendered whole on the server, in three languages, usable without scripts.

use std::{convert::Infallible, fmt::Write as _};

use askama::Template;
use axum::{
    body::Body,
    extract::{FromRequestParts, Request},
    http::{HeaderValue, StatusCode, header, request::Parts},
    middleware::Next,
    response::{Html, IntoResponse as _, Redirect, Response},
};
use catalogue::{Person, Role};
use futures_util::StreamExt as _;
use legal::Date;

use filters::{Chip, Filter};

use crate::{
    address, clock,
    failure::Failure,
    fields::Fields,
    language::{Language, Texts},
    visitor::Visitor,
    vouching::VouchedBy,
    wire::Problem,
};

pub(crate) mod account;
pub(crate) mod api;
pub(crate) mod ask;
pub(crate) mod audit;
pub(crate) mod batch;
pub(crate) mod compare;
pub(crate) mod complaint;
pub(crate) mod document;
pub(crate) mod documents;
pub(crate) mod draft;
pub(crate) mod entry;
pub(crate) mod evaluation;
pub(crate) mod files;
mod filters;
pub(crate) mod groups;
pub(crate) mod guide;
pub(crate) mod health;
pub(crate) mod history;
pub(crate) mod keeping;
pub(crate) mod models;
pub(crate) mod month;
mod notes;
pub(crate) mod people;
mod quality;
pub(crate) mod record;
pub(crate) mod reports;
pub(crate) mod resolution;
pub(crate) mod review;
pub(crate) mod search;
pub(crate) mod sheet;
pub(crate) mod unanswered;
pub(crate) mod vouched;
pub(crate) mod wording;

/// What every page knows of its request.
#[derive(Clone, Debug)]
pub(crate) struct Frame {
    /// The texts of the reader's language.
    pub(crate) t: Texts,
    /// What the address asks.
    pub(crate) fields: Fields,
    path: String,
    /// Who asks, behind a door.
    pub(crate) visitor: Option<Visitor>,
    /// What people know the identity provider by, where there is one.
    vouched_by: Option<VouchedBy>,
}

impl<S: Sync> FromRequestParts<S> for Frame {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Infallible> {
        let fields = Fields::of(&parts.uri);
        let cookies = parts
            .headers
            .get(header::COOKIE)
            .and_then(|cookies| cookies.to_str().ok());
        let remembered = cookies
            .unwrap_or_default()
            .split(';')
            .find_map(|cookie| cookie.trim().strip_prefix("lang="));
        let chosen = fields
            .get("lang")
            .or(remembered)
            .and_then(Language::from_code);
        Ok(Self {
            t: Texts(chosen.unwrap_or_default()),
            fields,
            path: parts.uri.path().to_owned(),
            visitor: parts.extensions.get().cloned(),
            vouched_by: parts.extensions.get().cloned(),
        })
    }
}

/// What of the head of a page depends on who reads it.
impl Frame {
    /// Whether there is anything for the reader behind the doors.
    fn is_in(&self) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| !visitor.is_stranger())
    }

    /// Whether documents may be loaded.
    fn may_load(&self) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| visitor.has(Role::Admin))
    }

    /// Whether others' answers may be reviewed.
    fn may_review(&self) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| visitor.has(Role::Checker))
    }

    /// Whether what others report may be answered.
    fn checks(&self) -> bool {
        let visitor = self.visitor.as_ref();
        visitor.is_some_and(|visitor| visitor.has(Role::Checker) || visitor.has(Role::Admin))
    }

    /// Whether a month in counts may be read.
    fn leads(&self) -> bool {
        self.visitor
            .as_ref()
            .is_some_and(|visitor| visitor.has(Role::Leader))
    }

    /// Whether accounts may be kept.
    fn keeps_accounts(&self) -> bool {
        self.may_load() && self.person().is_some()
    }

    /// What people know the identity provider by, where there is one.
    fn vouched_by(&self) -> Option<&str> {
        self.vouched_by.as_ref().map(|VouchedBy(label)| &**label)
    }

    /// Who signed in.
    fn person(&self) -> Option<&Person> {
        self.visitor.as_ref().and_then(Visitor::person)
    }
}

/// A page with a form whose change is looked at for where it comes from. With "no-referrer" browsers send `Origin: null`
/// with it, and we could not tell it from a foreign one.
fn form_page(template: &impl Template) -> Result<Response, Failure> {
    let mut response = page(template)?;
    response.headers_mut().insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

/// Sends on to a page of ours after something was done.
fn see(address: &str) -> Response {
    Redirect::to(address).into_response()
}

/// A link of the language switch.
struct Switch {
    name: &'static str,
    code: &'static str,
    href: String,
    current: bool,
}

impl Frame {
    /// The same page in each language.
    fn languages(&self) -> [Switch; 3] {
        Language::ALL.map(|language| Switch {
            name: language.name(),
            code: language.code(),
            href: self.with("lang", language.code()),
            current: language == self.t.0,
        })
    }

    /// The same address with one field changed.
    fn with(&self, name: &str, value: &str) -> String {
        let changed = [(name.to_owned(), value.to_owned())];
        joined(&self.path, changed.iter().chain(self.fields.without(name)))
    }

    /// What was asked, at another address.
    fn at(&self, path: &str) -> String {
        joined(path, self.fields.without(""))
    }

    /// What stands in the question form: what was typed, or nothing and today.
    fn form(&self) -> Form {
        let on = self.fields.day().unwrap_or_else(|_| clock::today());
        let q = self.fields.get("q").unwrap_or_default();
        Form {
            q: q.chars().take(1_000).collect(),
            on,
            others: self.fields.ticked("kem"),
            as_typed: self.fields.ticked("as_typed"),
            filters: Vec::new(),
            chips: self.chips(),
            unfiltered: self.unfiltered(),
        }
    }
}

/// An address with fields.
fn joined<'a>(path: &str, fields: impl Iterator<Item = &'a (String, String)>) -> String {
    let mut href = path.to_owned();
    for ((name, value), before) in fields.zip(std::iter::once('?').chain(std::iter::repeat('&'))) {
        // Writing to a string cannot fail.
        let _ = write!(
            href,
            "{before}{}={}",
            address::encode(name),
            address::encode(value)
        );
    }
    href
}

/// The question form's contents.
pub(crate) struct Form {
    q: String,
    on: Date,
    /// Show also what is not in force on the day, in a group of its own.
    others: bool,
    /// Asked as it was typed; the box is there only then.
    as_typed: bool,
    filters: Vec<Filter>,
    chips: Vec<Chip>,
    unfiltered: String,
}

impl Form {
    /// Whether the group of what is not in force is to be seen: ticked, or asked for by its filter.
    fn shows_others(&self) -> bool {
        self.others || self.chips.iter().any(|chip| chip.filter == filters::STATUS)
    }
}

/// Stands in pages that may be sent in two parts, where the second begins. No text can say it: `<` is escaped.
const REST: &str = "<!-- rest -->";

/// A page of which the first part can be read while the rest is still being made: `opening` up to its mark, then what
/// `rest` has after its mark. A browser shows what it has. When the reader goes, the making of the rest is dropped.
fn in_two(
    opening: askama::Result<String>,
    rest: impl Future<Output = askama::Result<String>> + Send + 'static,
) -> Result<Response, Failure> {
    let opening = opening.map_err(|error| unrendered(&error))?;
    let (opening, _) = opening.split_once(REST).ok_or(Failure::Internal)?;
    let opening = futures_util::future::ready(opening.to_owned());
    let rest = async {
        let page = rest.await.map_err(|error| unrendered(&error));
        let rest = page.ok().and_then(|page| {
            let (_, rest) = page.split_once(REST)?;
            Some(rest.to_owned())
        });
        rest.unwrap_or_default()
    };
    let parts = futures_util::stream::once(opening).chain(futures_util::stream::once(rest));
    let body = Body::from_stream(parts.map(Ok::<_, Infallible>));
    Ok(Html(body).into_response())
}

fn unrendered(error: &askama::Error) -> Failure {
    tracing::error!(%error, "a page could not be rendered");
    Failure::Internal
}

/// A page as a response.
fn page(template: &impl Template) -> Result<Response, Failure> {
    let text = template.render().map_err(|error| unrendered(&error))?;
    Ok(Html(text).into_response())
}

#[derive(Template)]
#[template(path = "failed.html")]
struct Failed<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    form: Form,
    problem: &'a Problem,
    document: Option<String>,
    empty: bool,
}

/// The page that says what went wrong and what to do.
pub(crate) fn failed(frame: &Frame, failure: &Failure, problem: &Problem) -> Response {
    let document = match failure {
        Failure::NoProvision { slug, .. } => Some(address::document(slug)),
        _ => None,
    };
    let empty = *failure == Failure::EmptyLibrary;
    let failed = Failed {
        frame,
        t: frame.t,
        section: "",
        form: frame.form(),
        problem,
        document,
        empty,
    };
    page(&failed).unwrap_or_else(|_| StatusCode::INTERNAL_SERVER_ERROR.into_response())
}

/// Middleware: keeps the language chosen with `?lang=` in a cookie.
pub(crate) async fn remember_language(request: Request, next: Next) -> Response {
    let chosen = Fields::of(request.uri())
        .get("lang")
        .and_then(Language::from_code);
    let mut response = next.run(request).await;
    if let Some(language) = chosen {
        let cookie = format!(
            "lang={}; Path=/; Max-Age=31536000; SameSite=Lax; HttpOnly",
            language.code()
        );
        if let Ok(cookie) = HeaderValue::try_from(cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    response
}
