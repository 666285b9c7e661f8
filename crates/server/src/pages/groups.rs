//! Groups, and the collections that only their members see: for administrators.

use std::collections::BTreeSet;

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use catalogue::{Collection, Facet, Group, Refusal, Shared, Team};

use super::{Frame, account, form_page, people, see};
use crate::{
    address, clock,
    desk::{Agreed, Desk, Opening},
    failure::Failure,
    language::Texts,
    sent::Sent,
};

/// People that a preview names; the rest is counted.
const NAMED: usize = 20;
/// Changes that are listed to be taken back.
const LATEST: usize = 10;

#[derive(Template)]
#[template(path = "groups.html")]
struct Groups<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    groups: Vec<Team>,
    /// Every collection that holds something or is given to somebody, with the groups that see it.
    collections: Vec<Given>,
    lately: Vec<Lately>,
    done: bool,
    wrong: Option<String>,
}

/// A collection with the groups that it is given to.
struct Given {
    name: String,
    groups: Vec<String>,
}

impl Given {
    fn has(&self, group: &Team) -> bool {
        self.groups.iter().any(|name| name == group.name.as_str())
    }
}

/// A collection that was given to other groups of late.
struct Lately {
    at: String,
    shared: Shared,
    /// It still is as that change left it: then it can be given as it was before.
    stands: bool,
}

#[derive(Template)]
#[template(path = "opening.html")]
struct Asked<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    opening: Opening,
    /// It is more than what was agreed to.
    changed: bool,
}

/// Groups by their names; none: everybody.
fn named(t: Texts, groups: &BTreeSet<Group>) -> String {
    match groups.is_empty() {
        true => t.get("groups.given.all").to_owned(),
        false => groups
            .iter()
            .map(Group::as_str)
            .collect::<Vec<_>>()
            .join(", "),
    }
}

impl Asked<'_> {
    fn groups(&self, groups: &BTreeSet<Group>) -> String {
        named(self.t, groups)
    }

    /// What is agreed to.
    fn agreement(&self) -> String {
        let (documents, people) = (self.opening.documents, self.opening.sharing.gaining.len());
        let counts = [documents.to_string(), people.to_string()];
        let counts = counts.each_ref().map(String::as_str);
        self.t.fill_all("opening.agree", &counts)
    }

    /// The first of those who would see it.
    fn named(&self) -> String {
        let gaining = &self.opening.sharing.gaining;
        let mut named = gaining[..gaining.len().min(NAMED)].join(", ");
        if gaining.len() > NAMED {
            named.push_str(", …");
        }
        named
    }
}

impl Groups<'_> {
    fn groups(&self, groups: &BTreeSet<Group>) -> String {
        named(self.t, groups)
    }

    fn href(&self, group: &Team) -> String {
        format!("/nhom/{}/xoa", address::encode(group.name.as_str()))
    }
}

/// `/nhom`.
pub(crate) async fn list(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let done = frame.fields.get("xong").is_some();
    show(&desk, &frame, done, None).await
}

async fn show(
    desk: &Desk,
    frame: &Frame,
    done: bool,
    wrong: Option<Refusal>,
) -> Result<Response, Failure> {
    let groups = desk.people(catalogue::People::groups).await?;
    let mut names: BTreeSet<String> = BTreeSet::new();
    // Names alone: whoever gives collections to groups need not see what is in them.
    if let Some(library) = desk.shelf.library() {
        let held = library.catalogue.holdings(library.generation.seq())?;
        let held = held
            .values(Facet::Collection)
            .map(|(name, _)| name.to_owned());
        names.extend(held.filter(|name| Collection::new(name).is_some()));
    }
    let given = groups.iter().flat_map(|group| &group.collections);
    names.extend(given.map(|name| name.as_str().to_owned()));
    let given = |name: String| {
        let seen = |group: &&Team| group.collections.iter().any(|given| given.as_str() == name);
        let seen = groups.iter().filter(seen);
        Given {
            groups: seen.map(|group| group.name.as_str().to_owned()).collect(),
            name,
        }
    };
    let collections: Vec<Given> = names.into_iter().map(given).collect();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let lately = desk.given_lately(clock::now()).await?.into_iter();
    let lately = lately.map(|shared| {
        let name = shared.collection.as_str();
        let latest = seen.insert(name.to_owned());
        let now = collections.iter().find(|given| given.name == name);
        let now: BTreeSet<&str> = now
            .iter()
            .flat_map(|given| given.groups.iter().map(String::as_str))
            .collect();
        Lately {
            at: account::moment(&shared.at),
            stands: latest && now == shared.after.iter().map(Group::as_str).collect(),
            shared,
        }
    });
    let lately = lately.take(LATEST).collect();
    let wrong = wrong.map(|refusal| Failure::Person(refusal).problem(frame.t).detail);
    form_page(&Groups {
        frame,
        t: frame.t,
        section: "groups",
        groups,
        collections,
        lately,
        done,
        wrong,
    })
}

async fn told(desk: &Desk, frame: &Frame, done: Result<(), Failure>) -> Result<Response, Failure> {
    match done {
        Ok(()) => Ok(see("/nhom?xong=1")),
        Err(Failure::Person(refusal)) => {
            let again = show(desk, frame, false, Some(refusal)).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

/// `POST /nhom`: one more group.
pub(crate) async fn add(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["name"])?;
    let group = Group::new(sent.get("name").unwrap_or_default());
    let done = match group {
        None => Err(Failure::Person(Refusal::BadGroup)),
        Some(group) => {
            let act = desk.visitor().act();
            desk.people(move |people| people.add_group(&act, &group))
                .await
        }
    };
    told(&desk, &frame, done).await
}

/// `POST /nhom/{name}/xoa`: does away with a group.
pub(crate) async fn remove(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    let group = Group::new(&name).ok_or(Failure::NoPage)?;
    let act = desk.visitor().act();
    let done = desk
        .people(move |people| people.remove_group(&act, &group))
        .await;
    match done {
        Err(Failure::Person(Refusal::NoSuchGroup)) => Err(Failure::NoPage),
        done => told(&desk, &frame, done).await,
    }
}

/// `POST /nhom/bo-suu-tap`: gives a collection to the groups that are ticked; to none: everybody sees it. What makes it
/// more open is shown first, with its counts, and done when these come back.
pub(crate) async fn give(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["collection", "group", "van-ban", "nguoi"])?;
    let named = sent.get("collection").and_then(Collection::new);
    let collection = named.ok_or(Failure::BadCollection)?;
    let groups = people::groups(&sent)?;
    let number = |name: &str| sent.get(name).and_then(|typed| typed.parse().ok());
    let agreed = number("van-ban").zip(number("nguoi"));
    let agreed = agreed.map(|(documents, people)| Agreed { documents, people });
    match desk.give(collection, groups, agreed).await {
        Ok(None) => told(&desk, &frame, Ok(())).await,
        Ok(Some(opening)) => form_page(&Asked {
            frame: &frame,
            t: frame.t,
            section: "groups",
            opening,
            changed: agreed.is_some(),
        }),
        Err(failure) => told(&desk, &frame, Err(failure)).await,
    }
}
