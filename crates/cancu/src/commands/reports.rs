//! `cancu reports`: what people said is wrong, and settling it.

use std::process::ExitCode;

use catalogue::{About, Complaint, ComplaintId};
use clap::ArgMatches;
use jiff::tz;
use server::wire;

use crate::{
    failure::Told,
    messages::{fill, text},
    output,
    workplace::{Workplace, now},
};

/// Exit code 1 where there is no such complaint.
pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let keeper = place.keeper(None);
    let records = keeper.records();
    let named = |option: &str| matches.get_one::<String>(option).cloned();
    let absent = |id: &String| Told::new("no_complaint", &[("id", id)]);
    if let Some(id) = named("forget") {
        let parsed = ComplaintId::parse(&id);
        let gone = parsed.map_or(Ok(false), |id| records.forget_complaint(&id))?;
        if !gone {
            return Err(absent(&id).into());
        }
        output::line(&fill(place.language, "complaint_forgotten", &[("id", &id)]));
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(id) = named("settle") {
        let outcome = named("outcome").unwrap_or_default();
        let parsed = ComplaintId::parse(&id);
        let settled = parsed.map_or(Ok(false), |id| records.settle(&id, now(), &outcome))?;
        if !settled {
            return Err(absent(&id).into());
        }
        output::line(&fill(place.language, "complaint_settled", &[("id", &id)]));
        return Ok(ExitCode::SUCCESS);
    }
    let complaints = records.complaints(!matches.get_flag("all"))?;
    if matches.get_flag("json") {
        let all = complaints.iter();
        let all: Vec<wire::Complaint> = all.map(|one| wire::Complaint::new(one, None)).collect();
        output::json(&all);
        return Ok(ExitCode::SUCCESS);
    }
    if complaints.is_empty() {
        output::line(text(place.language, "no_complaints"));
    }
    for one in &complaints {
        show(place, one);
    }
    Ok(ExitCode::SUCCESS)
}

fn show(place: &Workplace, complaint: &Complaint) {
    let told = &complaint.told;
    let made = told.made.to_zoned(tz::offset(7).to_time_zone());
    let about = match &told.about {
        About::Record(id) => id.to_string(),
        About::Provision(id, path) => format!("{} {id}", path.citation()).trim().to_owned(),
    };
    let key = format!("complaint_{}", told.kind.name());
    let kind = text(place.language, &key);
    output::line(&format!(
        "{}  {}  {kind}  {about}",
        complaint.id,
        made.strftime("%d/%m/%Y %H:%M")
    ));
    if !told.note.is_empty() {
        output::line(&format!("    {}", told.note.replace('\n', "\n    ")));
    }
    if let Some((at, outcome)) = &complaint.settled {
        let at = at.to_zoned(tz::offset(7).to_time_zone());
        let at = at.strftime("%d/%m/%Y").to_string();
        let words: [(&str, &dyn std::fmt::Display); 2] = [("at", &at), ("outcome", outcome)];
        output::line(&fill(place.language, "complaint_outcome", &words));
    }
}
