//! `cancu show`: the provision that a reference names.

use std::process::ExitCode;

use clap::ArgMatches;
use legal::{Citation, Path};
use search::Cited;
use server::wire;

use super::search::print;
use crate::{
    failure::Told,
    messages::fill,
    output,
    workplace::{Workplace, day, words},
};

/// Exit code 0 if it is held, 1 if not.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let text = words(matches, "reference");
    let on = day(matches)?;
    let citation = legal::parse_citation(&text)
        .ok_or_else(|| Told::new("not_a_reference", &[("text", &text)]))?;
    let found = search::show(&place.library()?, &citation, on)?;
    if matches.get_flag("json") {
        output::json(&wire::Cited::new(&found, on));
    } else {
        cited(place, &found, true);
    }
    Ok(if matches!(found, Cited::Found(_)) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What a reference led to, in words; `whole`: with the text of what was found.
pub(crate) fn cited(place: &Workplace, found: &Cited, whole: bool) {
    let language = place.language;
    match found {
        // Provisions stand among the results of a search; a document that was named as a whole does not.
        Cited::Found(evidence) => evidence
            .iter()
            .filter(|evidence| whole || evidence.path.steps().is_empty())
            .for_each(|evidence| print(place, "§", evidence)),
        Cited::NoProvision {
            citation,
            document,
            nearest,
        } => {
            let reference = citation.path.citation();
            output::line(&fill(
                language,
                "no_provision",
                &[("document", &document.name()), ("reference", &reference)],
            ));
            near(
                place,
                &nearest.iter().map(Path::citation).collect::<Vec<_>>(),
            );
        }
        Cited::NoDocument { citation, nearest } => {
            output::line(&fill(
                language,
                "no_document",
                &[("reference", &reference(citation))],
            ));
            near(
                place,
                &nearest
                    .iter()
                    .map(catalogue::DocumentRow::name)
                    .collect::<Vec<_>>(),
            );
        }
    }
}

fn near(place: &Workplace, nearest: &[String]) {
    if !nearest.is_empty() {
        output::line(&fill(
            place.language,
            "nearest",
            &[("nearest", &nearest.join("; "))],
        ));
    }
}

/// A citation in words, as far as it says something.
fn reference(citation: &Citation) -> String {
    let symbol = citation
        .symbol
        .as_ref()
        .map(|symbol| symbol.printed().to_owned());
    let named = symbol
        .or_else(|| citation.partial.clone())
        .or_else(|| citation.name.clone());
    let kind = citation.kind.as_ref().map(|kind| kind.name().to_owned());
    let year = citation.year.map(|year| year.to_string());
    let parts = [Some(citation.path.citation()), kind, named, year];
    parts
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
