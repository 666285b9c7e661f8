//! `cancu record`: an answer as it was given, by its id; the same question asked again; the record put on paper or
//! deleted.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use answer::Changed;
use clap::ArgMatches;
use search::Library;
use serde_json::Value;
use server::{
    record::{self, Differences, Form, Found, Keeper, Turn},
    wire,
};

use super::{ask, hold::status};
use crate::{
    failure::Told,
    messages::{fill, text},
    output,
    workplace::{Workplace, words},
};

/// Exit code 1 where there is no such record.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let id = words(matches, "id");
    let absent = || Told::new("no_record", &[("id", &id)]);
    let keeper = place.keeper(None);
    if matches.get_flag("forget") {
        if !keeper.forget(&id)? {
            return Err(absent().into());
        }
        place.note(catalogue::Deed::RecordForgotten, &id, "");
        output::line(&fill(place.language, "record_forgotten", &[("id", &id)]));
        return Ok(ExitCode::SUCCESS);
    }
    let found = keeper.find(&id)?.ok_or_else(absent)?;
    let json = matches.get_flag("json");
    if let Some(file) = matches.get_one::<PathBuf>("docx") {
        let form = matches.get_one::<String>("form");
        let form = form.and_then(|code| Form::from_code(code));
        write(place, file, &record::docx(&found, form.unwrap_or_default()))?;
    } else if matches.get_flag("block") {
        output::line(record::block(&found).trim_end());
    } else if matches.get_flag("again") {
        again(place, &found, json)?;
    } else {
        show(place, found, json)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The library, if anything is published: a record can be read without one.
fn library(place: &Workplace) -> anyhow::Result<Option<Library>> {
    match catalogue::Catalogue::open_read_only(&place.root)? {
        Some(held) if held.seq()? > 0 => place.library().map(Some),
        _ => Ok(None),
    }
}

fn write(place: &Workplace, file: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    std::fs::write(file, bytes)?;
    output::line(&fill(
        place.language,
        "record_written",
        &[("file", &file.display())],
    ));
    Ok(())
}

fn again(place: &Workplace, found: &Found, json: bool) -> anyhow::Result<()> {
    let author = place.author()?;
    let library = place.library()?;
    let (_, sent) = ask::answered(place, &library, author.as_ref(), &found.head.query())?;
    let differences = found.compare(&sent);
    if json {
        output::json(&wire::Again {
            record: found.id.to_string(),
            differences,
            answer: sent,
        });
        return Ok(());
    }
    tell(place, &differences);
    ask::recorded(place, &sent);
    Ok(())
}

fn tell(place: &Workplace, differences: &Differences) {
    let language = place.language;
    if differences.same {
        output::line(text(language, "again_same"));
    }
    let named = |key: &str, names: &[String]| {
        for name in names {
            output::line(&fill(language, key, &[("what", name)]));
        }
    };
    named("again_claim_gone", &differences.claims_gone);
    named("again_claim_new", &differences.claims_new);
    named("again_evidence_gone", &differences.evidence_gone);
    named("again_evidence_new", &differences.evidence_new);
    let turns = [&differences.model, &differences.refusal];
    let turns = turns.into_iter().flatten();
    let turns = turns
        .chain(&differences.verdicts)
        .chain(&differences.states);
    for Turn { what, was, now } in turns {
        output::line(&format!("{what}: {} → {}", or_dash(was), or_dash(now)));
    }
}

fn or_dash(state: &str) -> &str {
    if state.is_empty() { "–" } else { state }
}

fn show(place: &Workplace, found: Found, json: bool) -> anyhow::Result<()> {
    let changes = found.changes(library(place)?.as_ref())?;
    if json {
        output::json(&wire::Record::new(found, changes));
        return Ok(());
    }
    let language = place.language;
    let kept = wire::Record::new(found.clone(), changes.clone());
    output::line(&fill(
        language,
        "record_head",
        &[
            ("id", &kept.id),
            ("made", &kept.made),
            ("on", &found.head.on),
        ],
    ));
    output::line(&format!("    {}", found.head.question));
    if let Some(refusal) = found.answer["refusal"].as_str() {
        let sentence = fill(
            language,
            &format!("refusal_{refusal}"),
            &[("on", &found.head.on)],
        );
        output::line(&sentence);
    }
    list(&found.answer, "claims").for_each(|claim| self::claim(place, claim));
    standing(place, &kept, &changes);
    output::line(record::block(&found).trim_end());
    output::line(&format!("— {}", text(language, "notice")));
    Ok(())
}

fn standing(place: &Workplace, kept: &wire::Record, changes: &[Changed]) {
    let language = place.language;
    let key = match kept.unchanged {
        true => "record_same",
        false => "record_changed",
    };
    output::line(text(language, key));
    for document in &kept.removed {
        output::line(&fill(language, "record_removed", &[("id", document)]));
    }
    for changed in changes {
        let what = match changed.change {
            answer::Change::NotHeld => text(language, "change_not_held").to_owned(),
            answer::Change::File => text(language, "change_file").to_owned(),
            answer::Change::Words => text(language, "change_words").to_owned(),
            answer::Change::Status { was, now } => {
                format!("{} → {}", status(language, was), status(language, now))
            }
        };
        let Changed { document, path, .. } = changed;
        output::line(&format!(
            "    [{}] {document}#{path}: {what}",
            changed.evidence
        ));
    }
}

fn claim(place: &Workplace, claim: &Value) {
    if claim["removed"] == true {
        output::line(text(place.language, "record_part_removed"));
        return;
    }
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let verdict = word(&claim["verdict"]);
    let mark = match verdict.as_str() {
        "checked" => "✓",
        "partly" => "◐",
        _ => "✗",
    };
    let verdict = text(place.language, &format!("verdict_{verdict}")).to_owned();
    output::line(&format!("{mark} [{verdict}] {}", word(&claim["text"])));
    for quote in list(claim, "quotes") {
        output::line(&format!(
            "    “{}”\n    — {} {}",
            word(&quote["text"]),
            word(&quote["citation"]),
            word(&quote["document"])
        ));
    }
}

fn list<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = &'a Value> {
    value[name].as_array().into_iter().flatten()
}

/// Deletes what is older than records are kept; that it failed is no reason not to answer.
pub(crate) fn thin(keeper: &Keeper) {
    if let Err(error) = keeper.thin(crate::workplace::now()) {
        tracing::error!(%error, "old records could not be deleted");
    }
}
