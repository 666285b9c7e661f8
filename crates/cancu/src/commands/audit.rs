//! `cancu audit`: who did what, and whether that is still what was written.

use std::process::ExitCode;

use catalogue::{ChainHead, Line, People, Verified};
use clap::ArgMatches;
use serde::Serialize;

use crate::{failure::Told, messages::fill, output, workplace::Workplace};

#[derive(Serialize)]
struct Row<'a> {
    number: u64,
    at: String,
    who: &'a str,
    from: &'a str,
    deed: &'a str,
    about: &'a str,
    detail: &'a str,
    hash: &'a str,
}

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let people = People::new(&place.root);
    match matches.subcommand() {
        Some(("head", _)) => {
            output::line(&people.audit_head()?.to_string());
            Ok(ExitCode::SUCCESS)
        }
        Some((_, matches)) => verify(place, &people, matches),
        None => {
            let limit = matches.get_one::<u32>("limit").copied().unwrap_or(50);
            list(&people, limit, matches.get_flag("json"))?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

/// The latest lines, the last one last, as a log is read.
fn list(people: &People, limit: u32, json: bool) -> anyhow::Result<()> {
    let mut lines = people.audit(None, limit)?;
    lines.reverse();
    let row = |line: &'_ Line| -> String {
        let Line {
            number,
            at,
            who,
            from,
            deed,
            about,
            detail,
            ..
        } = line;
        format!("{number}  {at}  {who}  {from}  {deed}  {about}  {detail}")
    };
    if json {
        let rows: Vec<Row<'_>> = lines
            .iter()
            .map(|line| Row {
                number: line.number,
                at: line.at.to_string(),
                who: &line.who,
                from: &line.from,
                deed: &line.deed,
                about: &line.about,
                detail: &line.detail,
                hash: &line.hash,
            })
            .collect();
        output::json(&rows);
    } else {
        for line in &lines {
            output::line(row(line).trim_end());
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct Outcome {
    whole: bool,
    head: Option<String>,
    first_broken: Option<u64>,
    fault: Option<&'static str>,
}

fn verify(place: &Workplace, people: &People, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let kept = matches.get_one::<String>("head").map(|typed| {
        ChainHead::parse(typed).ok_or_else(|| Told::new("audit_bad_head", &[("head", typed)]))
    });
    let verified = match people.verify_audit(kept.transpose()?.as_ref()) {
        // A file that SQLite cannot read any more was changed as well.
        Err(catalogue::Error::Damaged(_)) => Verified::Broken {
            number: 1,
            fault: catalogue::Fault::Changed,
        },
        verified => verified?,
    };
    let (outcome, sentence) = match &verified {
        Verified::Whole(head) => (
            Outcome {
                whole: true,
                head: Some(head.to_string()),
                first_broken: None,
                fault: None,
            },
            fill(
                place.language,
                "audit_whole",
                &[("lines", &head.number), ("head", head)],
            ),
        ),
        Verified::Broken { number, fault } => (
            Outcome {
                whole: false,
                head: None,
                first_broken: Some(*number),
                fault: Some(fault.name()),
            },
            fill(
                place.language,
                &format!("audit_{}", fault.name()),
                &[("line", number)],
            ),
        ),
    };
    match matches.get_flag("json") {
        true => output::json(&outcome),
        false => output::line(&sentence),
    }
    Ok(match outcome.whole {
        true => ExitCode::SUCCESS,
        false => ExitCode::FAILURE,
    })
}
