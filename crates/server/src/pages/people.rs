//! Keeping the accounts of others: for administrators.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use catalogue::{Ended, Group, NewPerson, Person, Refusal, Role, Team};

use super::{Frame, account, entry, form_page, see};
use crate::{address, desk::Desk, failure::Failure, fields::Fields, language::Texts, sent::Sent};

#[derive(Template)]
#[template(path = "people.html")]
struct List<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    people: Vec<Person>,
    typed: Typed,
    wrong: Option<String>,
}

/// What stands in the form for a new account.
#[derive(Default)]
struct Typed {
    name: String,
    shown: String,
    roles: BTreeSet<Role>,
}

#[derive(Template)]
#[template(path = "person.html")]
struct One<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    person: Person,
    groups: Vec<Team>,
    done: bool,
    wrong: Option<String>,
}

impl List<'_> {
    fn roles(&self, roles: &BTreeSet<Role>) -> String {
        account::in_words(self.t, roles)
    }

    fn groups(&self, person: &Person) -> String {
        let names: Vec<&str> = person.groups.iter().map(Group::as_str).collect();
        names.join(", ")
    }

    fn href(&self, person: &Person) -> String {
        at(&person.name)
    }
}

impl One<'_> {
    fn href(&self) -> String {
        at(&self.person.name)
    }

    fn made(&self) -> String {
        account::moment(&self.person.made)
    }
}

fn at(name: &str) -> String {
    format!("/nguoi-dung/{}", address::encode(name))
}

fn words(frame: &Frame, refusal: Refusal) -> String {
    Failure::Person(refusal).problem(frame.t).detail
}

/// `/nguoi-dung`: everybody, and a form for one more.
pub(crate) async fn list(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let typed = Typed {
        roles: BTreeSet::from([Role::Official]),
        ..Typed::default()
    };
    show_all(&desk, &frame, typed, None).await
}

async fn show_all(
    desk: &Desk,
    frame: &Frame,
    typed: Typed,
    wrong: Option<Refusal>,
) -> Result<Response, Failure> {
    let people = desk.people(catalogue::People::all).await?;
    form_page(&List {
        frame,
        t: frame.t,
        section: "people",
        people,
        typed,
        wrong: wrong.map(|refusal| words(frame, refusal)),
    })
}

/// `POST /nguoi-dung`: makes an account, and shows once the address at which its owner sets a password.
pub(crate) async fn add(
    desk: Desk,
    frame: Frame,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    let sent = sent.only(&["name", "shown", "role"])?;
    let person = NewPerson {
        name: sent.get("name").unwrap_or_default().to_owned(),
        shown: sent.get("shown").unwrap_or_default().to_owned(),
        roles: account::roles(&sent),
    };
    let (act, new) = (desk.visitor().act(), person.clone());
    let made = desk.people(move |people| {
        let person = people.add(&act, &new, None)?;
        let secret = people.invite(&act, &person.name)?;
        Ok((person, secret))
    });
    match made.await {
        Ok((person, secret)) => {
            entry::one_time(&desk, &frame, host(&headers), &person.name, secret.reveal())
        }
        Err(Failure::Person(refusal)) => {
            let typed = Typed {
                name: person.name,
                shown: person.shown,
                roles: person.roles,
            };
            let again = show_all(&desk, &frame, typed, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

fn host(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::HOST)?.to_str().ok()
}

/// `/nguoi-dung/{name}`: one account.
pub(crate) async fn person(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let done = frame.fields.get("xong").is_some();
    show_one(&desk, &frame, name, done, None).await
}

async fn show_one(
    desk: &Desk,
    frame: &Frame,
    name: String,
    done: bool,
    wrong: Option<Refusal>,
) -> Result<Response, Failure> {
    let held = desk.people(move |people| Ok((people.find(&name)?, people.groups()?)));
    let (person, groups) = held.await?;
    form_page(&One {
        frame,
        t: frame.t,
        section: "people",
        person: person.ok_or(Failure::NoPage)?,
        groups,
        done,
        wrong: wrong.map(|refusal| words(frame, refusal)),
    })
}

/// Back to the account, or what was refused over its forms.
async fn told(
    desk: &Desk,
    frame: &Frame,
    name: String,
    done: Result<(), Failure>,
) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(see(&format!("{}?xong=1", at(&name)))),
        Err(Failure::Person(Refusal::NoSuchPerson)) => Err(Failure::NoPage),
        Err(Failure::Person(refusal)) => {
            let again = show_one(desk, frame, name, false, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /nguoi-dung/{name}`: the shown name, roles and groups.
pub(crate) async fn change(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    let sent = sent.only(&["shown", "role", "group"])?;
    let (roles, groups) = (account::roles(&sent), groups(&sent)?);
    let shown = sent.get("shown").unwrap_or_default().to_owned();
    let (act, whose) = (desk.visitor().act(), name.clone());
    let changed = desk.people(move |people| {
        let person = people.find(&whose)?.ok_or(Refusal::NoSuchPerson)?;
        // What is refused comes first, so that nothing is done by half.
        people.set_roles(&act, &whose, &roles)?;
        people.set_groups(&act, &whose, &groups)?;
        if person.shown != shown {
            people.set_shown(&act, &whose, &shown)?;
        }
        Ok(())
    });
    let changed = changed.await;
    told(&desk, &frame, name, changed).await
}

/// The groups that a form has ticked.
pub(super) fn groups(sent: &Fields) -> Result<BTreeSet<Group>, Failure> {
    let named = sent
        .all("group")
        .map(|name| Group::new(name).ok_or(Failure::BadBody));
    named.collect()
}

/// `POST /nguoi-dung/{name}/khoa`: keeps somebody out, or lets them in again (`open`).
pub(crate) async fn disable(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    let sent = sent.only(&["open"])?;
    let open = sent.ticked("open");
    let (act, whose) = (desk.visitor().act(), name.clone());
    let done = desk
        .people(move |people| people.set_disabled(&act, &whose, !open))
        .await;
    told(&desk, &frame, name, done).await
}

/// `POST /nguoi-dung/{name}/phien`: ends every session of somebody.
pub(crate) async fn end(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    let (act, whose) = (desk.visitor().act(), name.clone());
    let done = desk
        .people(move |people| people.end(&act, &whose, Ended::All).map(|_| ()))
        .await;
    told(&desk, &frame, name, done).await
}

/// `POST /nguoi-dung/{name}/dat-lai`: a one-time address at which somebody sets another password.
pub(crate) async fn reset(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
    headers: HeaderMap,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    let (act, whose) = (desk.visitor().act(), name.clone());
    match desk.people(move |people| people.invite(&act, &whose)).await {
        Ok(secret) => entry::one_time(&desk, &frame, host(&headers), &name, secret.reveal()),
        Err(Failure::Person(Refusal::NoSuchPerson)) => Err(Failure::NoPage),
        Err(failure) => Err(failure),
    }
}
