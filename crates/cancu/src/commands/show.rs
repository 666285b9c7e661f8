//! `cancu show`: the provision that a reference names.

use std::process::ExitCode;

use clap::ArgMatches;
use legal::Path;
use search::{Cited, told_apart};
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
    let typed = legal::typed_citations(&text);
    if !typed.whole {
        return Err(Told::new("not_a_reference", &[("text", &text)]).into());
    }
    let library = place.library()?;
    let mut held = true;
    for citation in &typed.citations {
        let found = search::show(&library, citation, on)?;
        held &= matches!(found, Cited::Found(_));
        if matches.get_flag("json") {
            output::json(&wire::Cited::new(&found, on));
        } else {
            cited(place, &found, true);
        }
    }
    Ok(if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What a reference led to, in words; `whole`: with the text of what was found.
pub(crate) fn cited(place: &Workplace, found: &Cited, whole: bool) {
    let language = place.language;
    match found {
        // Provisions stand among the results of a search; a document that was named as a whole does not, nor
        // does what lies outside of the filters.
        Cited::Found(evidence) => {
            let acts = search::acts(evidence);
            if acts > 1 {
                output::line(&fill(language, "several_acts", &[("acts", &acts)]));
            }
            let shown = evidence
                .iter()
                .filter(|one| whole || acts > 1 || one.outside || one.path.steps().is_empty());
            for one in shown {
                if acts > 1 {
                    output::line(&format!("— {}", told_apart(&one.document)));
                }
                print(place, "§", one);
            }
        }
        Cited::NoProvision {
            citation,
            document,
            nearest,
        } => {
            let reference = citation.path.within();
            output::line(&fill(
                language,
                "no_provision",
                &[("document", &document.name()), ("reference", &reference)],
            ));
            near(place, &nearest.iter().map(Path::within).collect::<Vec<_>>());
        }
        Cited::NoDocument { citation, nearest } => {
            output::line(&fill(
                language,
                "no_document",
                &[("reference", &citation.print())],
            ));
            near(place, &nearest.iter().map(told_apart).collect::<Vec<_>>());
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
