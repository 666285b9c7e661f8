//! `cancu list` and `cancu remove`: what is held.

use std::process::ExitCode;

use catalogue::ListFilter;
use clap::ArgMatches;
use legal::Status;
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
        output::line(&format!(
            "{}\n    {} {title}\n    {state} · {}",
            row.slug,
            row.name(),
            row.id
        ));
    }
    output::line(&fill(place.language, "list_total", &[("total", &total)]));
    Ok(ExitCode::SUCCESS)
}

/// Removes a document and publishes the rest.
pub(crate) fn remove(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let id = words(matches, "id");
    let catalogue = place.catalogue()?;
    let document = catalogue.find_document(catalogue.seq()?, &id)?;
    let document = document.ok_or_else(|| Told::new("no_such_document", &[("id", &id)]))?;
    catalogue.remove(document.id.as_str())?;
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
