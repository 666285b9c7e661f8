//! `cancu list` and `cancu remove`: what is held, and what was refused for its secrecy mark.

use std::process::ExitCode;

use catalogue::{Catalogue, ListFilter};
use clap::ArgMatches;
use legal::{Date, Status};
use serde::Serialize;
use server::wire;

use crate::{
    failure::Told,
    messages::{Language, fill, text},
    output,
    workplace::{Workplace, today, words},
};

/// Lists documents, newest issue first.
pub(crate) fn list(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let catalogue = place.catalogue_to_read()?;
    if matches.get_flag("refused") {
        return refused(place, &catalogue, matches.get_flag("json"));
    }
    let filter = ListFilter {
        words: words(matches, "words"),
        offset: 0,
        limit: u32::MAX,
    };
    let (rows, total) = catalogue.documents(catalogue.seq()?, &filter)?;
    let on = today();
    if matches.get_flag("json") {
        output::json(&wire::Documents::new(&rows, total, on));
        return Ok(ExitCode::SUCCESS);
    }
    for row in &rows {
        let title = row.header.title.as_deref().unwrap_or_default();
        let state = status(place.language, row.status(on));
        let shelf = row.collection.as_ref().map(|name| {
            let name = fill(place.language, "in_collection", &[("name", &name.as_str())]);
            format!(" · {name}")
        });
        let level = row.confidentiality.map(|level| {
            let level = super::level::word(place.language, Some(level));
            format!(
                " · {}",
                fill(place.language, "of_level", &[("level", &level)])
            )
        });
        output::line(&format!(
            "{}\n    {} {title}\n    {state}{}{} · {}",
            row.slug,
            row.name(),
            shelf.unwrap_or_default(),
            level.unwrap_or_default(),
            row.id
        ));
    }
    output::line(&fill(place.language, "list_total", &[("total", &total)]));
    Ok(ExitCode::SUCCESS)
}

#[derive(Serialize)]
struct Refused {
    file: String,
    hash: String,
    mark: String,
    day: Date,
}

/// Lists the files that were refused for a secrecy mark: of them only name, hash, mark and day are held.
fn refused(place: &Workplace, catalogue: &Catalogue, json: bool) -> anyhow::Result<ExitCode> {
    let held = catalogue.quarantined()?.into_iter();
    let files: Vec<Refused> = held
        .map(|file| Refused {
            file: file.file_name,
            hash: file.original.as_str().to_owned(),
            mark: file.mark,
            day: file.day,
        })
        .collect();
    if json {
        output::json(&files);
        return Ok(ExitCode::SUCCESS);
    }
    for Refused {
        file,
        hash,
        mark,
        day,
    } in &files
    {
        output::line(&format!("{file}\n    {mark} · {day} · sha256 {hash}"));
    }
    output::line(&fill(
        place.language,
        "refused_total",
        &[("total", &files.len())],
    ));
    Ok(ExitCode::SUCCESS)
}

/// Removes a document and publishes the rest; or what records still hold of a file that was replaced.
pub(crate) fn remove(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let id = words(matches, "id");
    let catalogue = place.catalogue()?;
    let Some(document) = catalogue.find_document(catalogue.seq()?, &id)? else {
        if catalogue.forget_replaced(&id)? {
            // What was kept to come back to goes with the next purge: now.
            index::publish(&place.root, &catalogue, &mut |_, _| ())?;
            output::line(&fill(place.language, "removed_words", &[("id", &id)]));
            return Ok(ExitCode::SUCCESS);
        }
        return Err(Told::new("no_such_document", &[("id", &id)]).into());
    };
    catalogue.remove_all(&[document.id.as_str()], &super::act())?;
    place.follow_resolutions(&catalogue);
    index::publish(&place.root, &catalogue, &mut |_, _| ())?;
    output::line(&fill(
        place.language,
        "removed",
        &[("document", &document.name())],
    ));
    Ok(ExitCode::SUCCESS)
}

/// A state in words.
pub(crate) fn status(language: Language, status: Status) -> &'static str {
    let key = match status {
        Status::InForce => "status_in_force",
        Status::NotYet => "status_not_yet",
        Status::Expired => "status_expired",
        Status::Suspended => "status_suspended",
        Status::Unknown => "status_unknown",
    };
    text(language, key)
}
