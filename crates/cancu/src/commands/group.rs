//! `cancu group`: who sees what. Whoever has the machine may do all of it; each deed stands in the audit.
//!
//! What makes a collection more open is shown with its counts before it is done (T42); what it was before can be put back
//! for as long as the catalogue keeps that.

use std::{collections::BTreeSet, process::ExitCode};

use catalogue::{
    Act, Catalogue, Collection, Confidentiality, Facet, Group, People, Refusal, Shared, Sharing,
};
use clap::ArgMatches;
use serde::Serialize;

use super::account::{act, groups, named};
use crate::{
    failure::Told,
    messages::{Language, fill, text},
    output,
    workplace::Workplace,
};

/// People that are named before a collection is opened; the rest is counted.
const NAMED: usize = 20;

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let people = People::new(&place.root);
    let (language, act) = (place.language, act());
    let group = |matches: &ArgMatches| -> anyhow::Result<Group> {
        let group = Group::new(&named(matches, "group"));
        Ok(group.ok_or(catalogue::Error::from(Refusal::BadGroup))?)
    };
    match matches.subcommand() {
        Some(("add", matches)) => people.add_group(&act, &group(matches)?)?,
        Some(("remove", matches)) => people.remove_group(&act, &group(matches)?)?,
        Some(("give", matches)) => {
            let groups = groups(matches)?;
            give(
                place,
                &people,
                &act,
                &collection(matches)?,
                &groups,
                matches,
            )?;
        }
        Some(("back", matches)) => {
            let collection = collection(matches)?;
            let before = before(&people, &act, &collection)?;
            give(place, &people, &act, &collection, &before, matches)?;
        }
        Some(("list", matches)) => {
            teams(language, &people, matches.get_flag("json"))?;
            return Ok(ExitCode::SUCCESS);
        }
        _ => {}
    }
    output::line(text(language, "account_done"));
    Ok(ExitCode::SUCCESS)
}

fn collection(matches: &ArgMatches) -> anyhow::Result<Collection> {
    let name = named(matches, "collection");
    let collection = Collection::new(&name);
    Ok(collection.ok_or_else(|| Told::new("bad_collection", &[("name", &name)]))?)
}

/// Gives a collection to exactly these groups. What opens it further than was agreed is told instead, and nothing is done.
fn give(
    place: &Workplace,
    people: &People,
    act: &Act,
    collection: &Collection,
    groups: &BTreeSet<Group>,
    matches: &ArgMatches,
) -> anyhow::Result<()> {
    let sharing = people.sharing(collection, groups)?;
    if sharing.opens() {
        let (documents, levels) = held(place, collection)?;
        let agreed: Vec<usize> = matches
            .get_many("agree")
            .into_iter()
            .flatten()
            .copied()
            .collect();
        let gained = sharing.gaining.len();
        let enough = matches!(agreed[..], [most, people] if documents <= most && gained <= people);
        if !enough && !matches.get_flag("yes") {
            let values: [(&str, &dyn std::fmt::Display); 8] = [
                ("name", &collection.as_str()),
                ("before", &listed(place.language, &sharing.before)),
                ("after", &listed(place.language, &sharing.after)),
                ("documents", &documents),
                ("levels", &levels),
                ("people", &gained),
                ("named", &gaining(&sharing)),
                ("losing", &sharing.losing),
            ];
            return Err(Told::new("group_opens", &values).into());
        }
    }
    people.give(act, collection, groups)?;
    if sharing.before != sharing.after {
        let name: [(&str, &dyn std::fmt::Display); 1] = [("name", &collection.as_str())];
        output::line(&fill(place.language, "group_given", &name));
    }
    Ok(())
}

/// The groups that saw a collection before it was given to others the last time.
fn before(people: &People, act: &Act, collection: &Collection) -> anyhow::Result<BTreeSet<Group>> {
    let since = act.at.checked_sub(Shared::KEPT).unwrap_or(act.at);
    let mut shared = people.shared(since)?.into_iter();
    let last = shared.find(|one| one.collection == *collection);
    let unchanged = || Told::new("group_unchanged", &[("name", &collection.as_str())]);
    Ok(last.ok_or_else(unchanged)?.before)
}

/// How many documents stand in a collection, and in words how many of each level, the most open first.
fn held(place: &Workplace, collection: &Collection) -> anyhow::Result<(usize, String)> {
    let Some(catalogue) = Catalogue::open_read_only(&place.root)? else {
        return Ok((0, String::new()));
    };
    let at = catalogue.seq()?;
    let holdings = catalogue.holdings(at)?;
    let rows = holdings.documents([(Facet::Collection, vec![collection.as_str()])]);
    let unstated = place.settings.policy.read().unstated();
    let levels = catalogue.levels(at)?;
    let counts = Confidentiality::ALL.map(|wanted| {
        let has = |one: &&(_, Option<Confidentiality>)| {
            one.1.unwrap_or(unstated) == wanted && rows.contains(&one.0)
        };
        (wanted, levels.iter().filter(has).count())
    });
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let word = |level| super::level::word(place.language, Some(level));
    let words: Vec<String> = counts
        .map(|(level, count)| format!("{} {count}", word(level)))
        .collect();
    let words = match words.is_empty() {
        true => String::new(),
        false => format!(" ({})", words.join("; ")),
    };
    Ok((rows.len(), words))
}

fn listed(language: Language, groups: &BTreeSet<Group>) -> String {
    let names: Vec<&str> = groups.iter().map(Group::as_str).collect();
    match names.is_empty() {
        true => text(language, "group_everybody").to_owned(),
        false => names.join(", "),
    }
}

/// The first of those who would see it, in brackets.
fn gaining(sharing: &Sharing) -> String {
    let names = &sharing.gaining;
    let more = if names.len() > NAMED { ", …" } else { "" };
    match names.is_empty() {
        true => String::new(),
        false => format!(" ({}{more})", names[..names.len().min(NAMED)].join(", ")),
    }
}

#[derive(Serialize)]
struct TeamRow<'a> {
    group: &'a str,
    members: &'a [String],
    collections: Vec<&'a str>,
}

fn teams(language: Language, people: &People, json: bool) -> anyhow::Result<()> {
    let teams = people.groups()?;
    let rows: Vec<TeamRow<'_>> = teams
        .iter()
        .map(|team| TeamRow {
            group: team.name.as_str(),
            members: &team.members,
            collections: team.collections.iter().map(Collection::as_str).collect(),
        })
        .collect();
    if json {
        output::json(&rows);
        return Ok(());
    }
    for row in &rows {
        output::line(&format!(
            "{}\n    {}\n    {}",
            row.group,
            row.members.join(", "),
            row.collections.join("; ")
        ));
    }
    if rows.is_empty() {
        output::line(text(language, "group_none"));
    }
    Ok(())
}
