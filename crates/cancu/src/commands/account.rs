//! `cancu account`: who may come in. Whoever has the machine may do all of it; each deed stands in the audit.

use std::{collections::BTreeSet, process::ExitCode};

use catalogue::{Act, Group, NewPerson, People, Person, Refusal, Role};
use clap::ArgMatches;
use serde::Serialize;

use crate::{
    messages::{Language, fill, text},
    output,
    workplace::Workplace,
};

/// Whoever works at the terminal, now.
pub(crate) fn act() -> Act {
    Act {
        who: "(terminal)".to_owned(),
        at: jiff::Timestamp::now(),
        from: String::new(),
    }
}

pub(crate) fn account(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let people = People::new(&place.root);
    let (language, act) = (place.language, act());
    match matches.subcommand() {
        Some(("list", matches)) => list(language, &people, matches.get_flag("json"))?,
        Some(("add", matches)) => {
            let person = NewPerson {
                name: named(matches, "name"),
                shown: matches
                    .get_one::<String>("shown")
                    .cloned()
                    .unwrap_or_default(),
                roles: roles(matches),
            };
            let person = people.add(&act, &person, None)?;
            one_time(place, &people, &act, &person.name)?;
        }
        Some(("role", matches)) => {
            people.set_roles(&act, &named(matches, "name"), &roles(matches))?;
            output::line(text(language, "account_done"));
        }
        Some(("groups", matches)) => {
            people.set_groups(&act, &named(matches, "name"), &groups(matches)?)?;
            output::line(text(language, "account_done"));
        }
        Some(("reset", matches)) => one_time(place, &people, &act, &named(matches, "name"))?,
        Some((verb, matches)) => {
            people.set_disabled(&act, &named(matches, "name"), verb == "disable")?;
            output::line(text(language, "account_done"));
        }
        None => {}
    }
    Ok(ExitCode::SUCCESS)
}

pub(super) fn named(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}

fn roles(matches: &ArgMatches) -> BTreeSet<Role> {
    let given = matches.get_many::<String>("roles").into_iter().flatten();
    given.filter_map(|name| Role::from_name(name)).collect()
}

pub(super) fn groups(matches: &ArgMatches) -> anyhow::Result<BTreeSet<Group>> {
    let given = matches.get_many::<String>("groups").into_iter().flatten();
    let named =
        given.map(|name| Ok(Group::new(name).ok_or(catalogue::Error::from(Refusal::BadGroup))?));
    named.collect()
}

/// Prints the address at which somebody sets a password.
fn one_time(place: &Workplace, people: &People, act: &Act, name: &str) -> anyhow::Result<()> {
    let secret = people.invite(act, name)?;
    let server = &place.settings.server;
    let origin = match &server.public {
        Some(public) => public.clone(),
        None => format!("http://{}", server.listen),
    };
    let address = format!("{origin}/dat-mat-khau?ma={}", secret.reveal());
    output::line(&fill(
        place.language,
        "account_address",
        &[("name", &name), ("address", &address)],
    ));
    Ok(())
}

#[derive(Serialize)]
struct Row<'a> {
    name: &'a str,
    shown: &'a str,
    roles: Vec<&'static str>,
    groups: Vec<&'a str>,
    disabled: bool,
    has_password: bool,
}

fn row(person: &Person) -> Row<'_> {
    Row {
        name: &person.name,
        shown: &person.shown,
        roles: person.roles.iter().map(|role| role.name()).collect(),
        groups: person.groups.iter().map(Group::as_str).collect(),
        disabled: person.disabled,
        has_password: person.has_password,
    }
}

fn list(language: Language, people: &People, json: bool) -> anyhow::Result<()> {
    let all = people.all()?;
    let rows: Vec<Row<'_>> = all.iter().map(row).collect();
    if json {
        output::json(&rows);
        return Ok(());
    }
    for row in &rows {
        let state = match (row.disabled, row.has_password) {
            (true, _) => "account_disabled",
            (false, false) => "account_no_password",
            (false, true) => "account_active",
        };
        output::line(&format!(
            "{}\n    {} · {} · {} · {}",
            row.name,
            row.shown,
            row.roles.join(", "),
            row.groups.join(", "),
            text(language, state)
        ));
    }
    if rows.is_empty() {
        output::line(text(language, "account_none"));
    }
    Ok(())
}
