//! Keeping accounts, groups and one's own tokens; answering reports. What needs a session does here too: a program with a
//! token keeps no accounts.

use std::collections::BTreeSet;

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
};
use catalogue::{Collection, Ended, Group, NewPerson, NewToken, People, Refusal, Role};
use jiff::tz;

use crate::{
    desk::{Agreed, Desk},
    failure::Failure,
    fields::Fields,
    wire::{
        self, Account, AccountChange, Giving, GroupOfPeople, NewAccount, NewGroup, OneTime,
        Outcome, SharingPreview, TokenLine, TokenMade, TokenWanted,
    },
};

type Sent<T> = Result<Json<T>, JsonRejection>;

fn body<T>(sent: Sent<T>) -> Result<T, Failure> {
    sent.map(|Json(body)| body).map_err(|_| Failure::BadBody)
}

/// Roles by their names; one that there is not is an error.
fn roles(names: &[String]) -> Result<BTreeSet<Role>, Failure> {
    let roles = names.iter().map(|name| Role::from_name(name));
    roles.collect::<Option<_>>().ok_or(Failure::BadBody)
}

fn named_groups(names: &[String]) -> Result<BTreeSet<Group>, Failure> {
    let groups = names.iter().map(|name| Group::new(name));
    groups
        .collect::<Option<_>>()
        .ok_or(Failure::Person(Refusal::BadGroup))
}

fn account(people: &People, name: &str) -> Result<Account, catalogue::Error> {
    let person = people.find(name)?.ok_or(Refusal::NoSuchPerson)?;
    Ok(Account::new(&person))
}

/// Everybody with an account, by name.
#[utoipa::path(get, path = "/api/people", responses((status = 200, body = Vec<Account>)))]
pub(crate) async fn accounts(desk: Desk) -> Result<Json<Vec<Account>>, Failure> {
    let people = desk.people(People::all).await?;
    Ok(Json(people.iter().map(Account::new).collect()))
}

/// Makes an account, and the one-time address at which its owner sets a password.
#[utoipa::path(post, path = "/api/people", request_body = NewAccount,
    responses(
        (status = 200, body = OneTime),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn add_account(
    desk: Desk,
    sent: Sent<NewAccount>,
) -> Result<Json<OneTime>, Failure> {
    let sent = body(sent)?;
    let person = NewPerson {
        roles: roles(&sent.roles)?,
        name: sent.name,
        shown: sent.shown,
    };
    let act = desk.visitor().act();
    desk.people(move |people| {
        let person = people.add(&act, &person, None)?;
        let secret = people.invite(&act, &person.name)?;
        Ok(Json(OneTime {
            account: Account::new(&person),
            path: format!("/dat-mat-khau?ma={}", secret.reveal()),
        }))
    })
    .await
}

/// One account.
#[utoipa::path(get, path = "/api/people/{name}",
    params(("name" = String, Path, description = "The name to sign in with")),
    responses(
        (status = 200, body = Account),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn account_of(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<Json<Account>, Failure> {
    let found = desk.people(move |people| account(people, &name));
    found.await.map(Json)
}

/// Changes an account. Who loses a right loses every session; what is refused comes first.
#[utoipa::path(post, path = "/api/people/{name}", request_body = AccountChange,
    params(("name" = String, Path, description = "The name to sign in with")),
    responses(
        (status = 200, body = Account),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn change_account(
    desk: Desk,
    Path(name): Path<String>,
    sent: Sent<AccountChange>,
) -> Result<Json<Account>, Failure> {
    let sent = body(sent)?;
    let roles = sent.roles.as_deref().map(roles).transpose()?;
    let groups = sent.groups.as_deref().map(named_groups).transpose()?;
    let act = desk.visitor().act();
    desk.people(move |people| {
        account(people, &name)?;
        if let Some(roles) = roles {
            people.set_roles(&act, &name, &roles)?;
        }
        if let Some(groups) = groups {
            people.set_groups(&act, &name, &groups)?;
        }
        if let Some(shown) = sent.shown {
            people.set_shown(&act, &name, &shown)?;
        }
        if let Some(disabled) = sent.disabled {
            people.set_disabled(&act, &name, disabled)?;
        }
        account(people, &name)
    })
    .await
    .map(Json)
}

/// Makes a one-time address at which somebody sets another password.
#[utoipa::path(post, path = "/api/people/{name}/reset",
    params(("name" = String, Path, description = "The name to sign in with")),
    responses(
        (status = 200, body = OneTime),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn reset_account(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<Json<OneTime>, Failure> {
    let act = desk.visitor().act();
    desk.people(move |people| {
        let secret = people.invite(&act, &name)?;
        Ok(Json(OneTime {
            account: account(people, &name)?,
            path: format!("/dat-mat-khau?ma={}", secret.reveal()),
        }))
    })
    .await
}

/// Ends every session of somebody.
#[utoipa::path(delete, path = "/api/people/{name}/sessions",
    params(("name" = String, Path, description = "The name to sign in with")),
    responses(
        (status = 204),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn end_sessions(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<StatusCode, Failure> {
    let act = desk.visitor().act();
    desk.people(move |people| people.end(&act, &name, Ended::All))
        .await
        .map(|_| StatusCode::NO_CONTENT)
}

/// Every group with its members and the collections that they alone see.
#[utoipa::path(get, path = "/api/groups", responses((status = 200, body = Vec<GroupOfPeople>)))]
pub(crate) async fn groups(desk: Desk) -> Result<Json<Vec<GroupOfPeople>>, Failure> {
    let teams = desk.people(People::groups).await?;
    Ok(Json(teams.iter().map(GroupOfPeople::new).collect()))
}

/// Makes a group.
#[utoipa::path(post, path = "/api/groups", request_body = NewGroup,
    responses(
        (status = 204),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn add_group(desk: Desk, sent: Sent<NewGroup>) -> Result<StatusCode, Failure> {
    let group = Group::new(&body(sent)?.name).ok_or(Failure::Person(Refusal::BadGroup))?;
    let act = desk.visitor().act();
    desk.people(move |people| people.add_group(&act, &group))
        .await
        .map(|()| StatusCode::NO_CONTENT)
}

/// Does away with a group that no collection was given to.
#[utoipa::path(delete, path = "/api/groups/{name}",
    params(("name" = String, Path, description = "Its name")),
    responses(
        (status = 204),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn remove_group(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<StatusCode, Failure> {
    let group = Group::new(&name).ok_or(Failure::Person(Refusal::NoSuchGroup))?;
    let act = desk.visitor().act();
    desk.people(move |people| people.remove_group(&act, &group))
        .await
        .map(|()| StatusCode::NO_CONTENT)
        .map_err(|failure| match failure {
            Failure::Person(Refusal::NoSuchGroup) => Failure::NoPage,
            other => other,
        })
}

/// What giving a collection to groups would do: nothing is done.
#[utoipa::path(post, path = "/api/groups/collections/preview", request_body = Giving,
    responses(
        (status = 200, body = SharingPreview),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn preview_collection(
    desk: Desk,
    sent: Sent<Giving>,
) -> Result<Json<SharingPreview>, Failure> {
    let sent = body(sent)?;
    let collection = Collection::new(&sent.collection).ok_or(Failure::BadCollection)?;
    let opening = desk
        .opening(collection, named_groups(&sent.groups)?)
        .await?;
    Ok(Json(SharingPreview::new(&opening)))
}

/// Gives a collection to groups, whose members alone see it from then on. What makes it more open than was agreed is not
/// done (`opens-more`): look at the preview, and send its counts along.
#[utoipa::path(post, path = "/api/groups/collections", request_body = Giving,
    responses(
        (status = 204),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn give_collection(desk: Desk, sent: Sent<Giving>) -> Result<StatusCode, Failure> {
    let sent = body(sent)?;
    let collection = Collection::new(&sent.collection).ok_or(Failure::BadCollection)?;
    let groups = named_groups(&sent.groups)?;
    let agreed = sent.agreed.map(|agreed| Agreed {
        documents: agreed.documents,
        people: agreed.people,
    });
    match desk.give(collection, groups, agreed).await? {
        None => Ok(StatusCode::NO_CONTENT),
        Some(_) => Err(Failure::Unapproved("opens-more")),
    }
}

/// One's own tokens.
#[utoipa::path(get, path = "/api/tokens", responses((status = 200, body = Vec<TokenLine>)))]
pub(crate) async fn tokens(desk: Desk) -> Result<Json<Vec<TokenLine>>, Failure> {
    let act = desk.visitor().act();
    let tokens = desk.people(move |people| people.tokens(&act.who)).await?;
    Ok(Json(tokens.iter().map(TokenLine::new).collect()))
}

/// Makes a token that allows no more than one may do oneself.
#[utoipa::path(post, path = "/api/tokens", request_body = TokenWanted,
    responses(
        (status = 200, body = TokenMade),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn add_token(
    desk: Desk,
    sent: Sent<TokenWanted>,
) -> Result<Json<TokenMade>, Failure> {
    let sent = body(sent)?;
    // To the end of that day in Vietnam.
    let end = sent.expires.at(23, 59, 59, 0);
    let end = end.to_zoned(tz::offset(7).to_time_zone());
    let end = end.map_err(|_| Failure::Person(Refusal::BadExpiry))?;
    let token = NewToken {
        roles: roles(&sent.roles)?,
        name: sent.name,
        expires: end.timestamp(),
    };
    let act = desk.visitor().act();
    desk.people(move |people| people.add_token(&act, &act.who, &token))
        .await
        .map(|token| Json(TokenMade { token }))
}

/// Takes a token of one's own back; somebody else's is none.
#[utoipa::path(delete, path = "/api/tokens/{row}",
    params(("row" = i64, Path, description = "As the list gives it")),
    responses(
        (status = 204),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn revoke_token(desk: Desk, Path(row): Path<i64>) -> Result<StatusCode, Failure> {
    let act = desk.visitor().act();
    let revoked = desk.people(move |people| people.revoke(&act, &act.who, row));
    match revoked.await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Failure::NoPage),
    }
}

/// What people reported as wrong, the newest first, as far as one may see what it is about.
#[utoipa::path(get, path = "/api/reports",
    params(("tat-ca" = Option<bool>, Query, description = "`1`: those that were answered too")),
    responses((status = 200, body = Vec<wire::Complaint>)))]
pub(crate) async fn reports(
    desk: Desk,
    fields: Fields,
) -> Result<Json<Vec<wire::Complaint>>, Failure> {
    desk.reports(!fields.ticked("tat-ca")).await.map(Json)
}

/// Tells whoever reported something what came of it.
#[utoipa::path(post, path = "/api/reports/{id}", request_body = Outcome,
    params(("id" = String, Path, description = "BL-7K3M-9QXW-2TPD")),
    responses(
        (status = 204),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn settle_report(
    desk: Desk,
    Path(id): Path<String>,
    sent: Sent<Outcome>,
) -> Result<StatusCode, Failure> {
    desk.settle(id, body(sent)?.outcome)
        .await
        .map(|()| StatusCode::NO_CONTENT)
}
