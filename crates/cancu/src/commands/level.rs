//! `cancu level`: how confidential documents and collections are; `cancu policy`: what that means for models.

use std::process::ExitCode;

use catalogue::{Catalogue, Collection, Confidentiality, Deed, DocumentRow, Facet};
use clap::ArgMatches;
use models::Endpoint;
use serde::Serialize;
use server::wire;

use crate::{
    failure::Told,
    messages::{Language, fill, text},
    output,
    workplace::Workplace,
};

/// What a name stands for.
enum Named {
    Document(Box<DocumentRow>),
    Collection(Collection),
}

/// Without a name lists the levels of collections, with one says its level, with a level sets it.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let (name, level) = (
        matches.get_one::<String>("name"),
        matches.get_one::<String>("level"),
    );
    match (name, level) {
        (None, _) => list(place, matches.get_flag("json"))?,
        (Some(name), None) => {
            let catalogue = place.catalogue_to_read()?;
            let held = match named(&catalogue, name, false)? {
                Named::Document(row) => row.confidentiality,
                Named::Collection(collection) => of_collection(&catalogue, &collection)?,
            };
            output::line(word(place.language, held));
        }
        (Some(name), Some(level)) => set(place, name, level, matches)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn set(place: &Workplace, name: &str, level: &str, matches: &ArgMatches) -> anyhow::Result<()> {
    let level = Confidentiality::from_name(level);
    let catalogue = place.catalogue()?;
    let (key, name) = match named(&catalogue, name, matches.get_flag("collection"))? {
        Named::Document(row) => {
            catalogue.set_confidentiality(&row.id, level)?;
            ("level_of_document", row.name())
        }
        Named::Collection(collection) => {
            let before = of_collection(&catalogue, &collection)?;
            let unstated = place.settings.policy.read().unstated();
            let opened = match level.unwrap_or(unstated) < before.unwrap_or(unstated) {
                true => following(&catalogue, &collection)?,
                false => 0,
            };
            let agreed = matches.get_one::<usize>("agree");
            if opened > agreed.copied().unwrap_or_default() {
                let values: [(&str, &dyn std::fmt::Display); 4] = [
                    ("name", &collection.as_str()),
                    ("documents", &opened),
                    ("before", &word(place.language, before)),
                    ("level", &word(place.language, level)),
                ];
                return Err(Told::new("level_opens", &values).into());
            }
            catalogue.set_collection_confidentiality(&collection, level)?;
            ("level_of_collection", collection.as_str().to_owned())
        }
    };
    index::publish(&place.root, &catalogue, &mut |_, _| ())?;
    let told = level.map_or("none", Confidentiality::name);
    place.note(Deed::LevelChanged, &name, told);
    let level = word(place.language, level);
    output::line(&fill(
        place.language,
        key,
        &[("name", &name), ("level", &level)],
    ));
    Ok(())
}

/// How many documents of a collection have its level: those that have none of their own.
fn following(catalogue: &Catalogue, collection: &Collection) -> anyhow::Result<usize> {
    let at = catalogue.seq()?;
    let holdings = catalogue.holdings(at)?;
    let rows = holdings.documents([(Facet::Collection, vec![collection.as_str()])]);
    let levels = catalogue.own_levels(at)?;
    let following = levels
        .iter()
        .filter(|(row, own)| own.is_none() && rows.contains(row));
    Ok(following.count())
}

/// A document by id or address, else a collection that holds something or has a level. A name that is neither is an
/// error: a slip of the finger must not leave a document as open as it was and look as if it were closed.
fn named(catalogue: &Catalogue, name: &str, collection: bool) -> anyhow::Result<Named> {
    let at = catalogue.seq()?;
    if !collection && let Some(row) = catalogue.find_document(at, name)? {
        return Ok(Named::Document(Box::new(row)));
    }
    let given = Collection::new(name);
    let given = given.ok_or_else(|| Told::new("bad_collection", &[("name", &name)]))?;
    let holdings = catalogue.holdings(at)?;
    let mut held = holdings.values(Facet::Collection);
    let known = held.any(|(value, _)| value == given.as_str())
        || of_collection(catalogue, &given)?.is_some();
    if !collection && !known {
        return Err(Told::new("no_such_level_name", &[("name", &name)]).into());
    }
    Ok(Named::Collection(given))
}

fn of_collection(
    catalogue: &Catalogue,
    collection: &Collection,
) -> anyhow::Result<Option<Confidentiality>> {
    let levels = catalogue.collection_levels()?;
    let found = levels.into_iter().find(|(name, _)| name == collection);
    Ok(found.map(|(_, level)| level))
}

#[derive(Serialize)]
struct Row {
    collection: String,
    documents: usize,
    level: Option<Confidentiality>,
}

fn list(place: &Workplace, json: bool) -> anyhow::Result<()> {
    let catalogue = place.catalogue_to_read()?;
    let holdings = catalogue.holdings(catalogue.seq()?)?;
    let mut rows: Vec<Row> = holdings
        .values(Facet::Collection)
        .map(|(name, documents)| Row {
            collection: name.to_owned(),
            documents,
            level: None,
        })
        .collect();
    for (name, level) in catalogue.collection_levels()? {
        match rows.iter_mut().find(|row| row.collection == name.as_str()) {
            Some(row) => row.level = Some(level),
            None => rows.push(Row {
                collection: name.as_str().to_owned(),
                documents: 0,
                level: Some(level),
            }),
        }
    }
    if json {
        output::json(&rows);
        return Ok(());
    }
    for row in &rows {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("collection", &row.collection),
            ("level", &word(place.language, row.level)),
            ("documents", &row.documents),
        ];
        output::line(&fill(place.language, "level_row", &values));
    }
    if rows.is_empty() {
        output::line(text(place.language, "no_collections"));
    }
    Ok(())
}

/// A level in words.
pub(crate) fn word(language: Language, level: Option<Confidentiality>) -> &'static str {
    let key = match level {
        Some(Confidentiality::Public) => "level_public",
        Some(Confidentiality::Internal) => "level_internal",
        Some(Confidentiality::Restricted) => "level_restricted",
        None => "level_unstated",
    };
    text(language, key)
}

/// The egress table: which levels may go to which endpoint, and where the configured model is.
pub(crate) fn policy(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let language = place.language;
    let author = place.author()?;
    let endpoint = author.map_or(Endpoint::None, |author| author.writer.endpoint());
    let assistant = place.settings.assistant.endpoint.of();
    let policy = wire::Policy::new(&place.settings.policy.read(), endpoint, assistant);
    if matches.get_flag("json") {
        output::json(&policy);
        return Ok(ExitCode::SUCCESS);
    }
    let allowed = |allowed| text(language, if allowed { "allowed" } else { "not_allowed" });
    for row in &policy.levels {
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("level", &word(language, Some(row.level))),
            ("loopback", &allowed(row.loopback)),
            ("named", &allowed(row.named)),
        ];
        output::line(&fill(language, "policy_row", &values));
    }
    let unstated = word(language, Some(policy.unstated));
    output::line(&fill(language, "policy_unstated", &[("level", &unstated)]));
    output::line(text(
        language,
        match policy.personal {
            answer::PersonalRule::Mask => "policy_mask",
            answer::PersonalRule::Block => "policy_block",
        },
    ));
    output::line(text(
        language,
        match endpoint {
            Endpoint::None => "policy_endpoint_none",
            Endpoint::Loopback => "policy_endpoint_loopback",
            Endpoint::Named => "policy_endpoint_named",
        },
    ));
    output::line(text(
        language,
        match assistant {
            Endpoint::None => "policy_assistant_none",
            Endpoint::Loopback => "policy_assistant_loopback",
            Endpoint::Named => "policy_assistant_named",
        },
    ));
    Ok(ExitCode::SUCCESS)
}
