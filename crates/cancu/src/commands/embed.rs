//! `cancu embed`: what is held is embedded with the model of the settings, then changed over to it in one step.

use std::process::ExitCode;

use crate::{failure::Told, messages::fill, output, progress::Bar, workplace::Workplace};

pub(crate) fn run(place: &Workplace) -> anyhow::Result<ExitCode> {
    if place.catalogue_to_read()?.model()?.is_none() {
        return Err(Told::new("empty_library", &[]).into());
    }
    let embedder = place.embedder()?;
    let mut bar = Bar::new(place.language, false);
    let embedded = ingest::embed(&place.root, &embedder, &mut |step| bar.take(step));
    bar.finish();
    let embedded = embedded?;
    let key = match embedded.passages + embedded.kept {
        0 => "embed_nothing",
        _ => "embed_done",
    };
    let values: [(&str, &dyn std::fmt::Display); 4] = [
        ("model", &embedder.id()),
        ("passages", &embedded.passages),
        ("kept", &embedded.kept),
        ("searchable", &embedded.searchable),
    ];
    output::line(&fill(place.language, key, &values));
    Ok(ExitCode::SUCCESS)
}
