//! `cancu writer`: which writers there are on this machine, and whether the one of the settings writes.

use std::{process::ExitCode, time::Duration};

use clap::ArgMatches;
use models::{NEARBY_PORTS, NearbyWriter, Trial, WriterError, nearby_writers};

use crate::{
    messages::{fill, text},
    output,
    workplace::Workplace,
};

/// How long a port of this machine is waited for.
const LOOK: Duration = Duration::from_millis(300);

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    let author = place.author()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let (nearby, trial) = runtime.block_on(async {
        let nearby = match place.settings.is_offline() {
            true => Vec::new(),
            false => nearby_writers(&NEARBY_PORTS, LOOK).await,
        };
        let trial = match &author {
            Some(author) => Some(author.writer.trial().await),
            None => None,
        };
        (nearby, trial)
    });
    let failed = trial.as_ref().is_some_and(Result::is_err);
    if matches.get_flag("json") {
        output::json(&as_json(place, &nearby, trial.as_ref()));
    } else {
        print(place, &nearby, trial.as_ref());
    }
    Ok(match failed {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

/// Says which writers were found on this machine while the settings name none. They are offered, never used: whose
/// they are and what they keep is for a person to know.
pub(crate) async fn offer(place: &Workplace, own_port: u16) {
    let ports: Vec<u16> = NEARBY_PORTS
        .into_iter()
        .filter(|port| *port != own_port)
        .collect();
    offers(place, &nearby_writers(&ports, LOOK).await);
}

fn offers(place: &Workplace, nearby: &[NearbyWriter]) {
    for found in nearby {
        let models = found.models.join(", ");
        output::line(&fill(
            place.language,
            "writer_found",
            &[("endpoint", &found.endpoint), ("models", &models)],
        ));
    }
    let Some((found, model)) = nearby
        .first()
        .and_then(|found| Some((found, found.models.first()?)))
    else {
        return;
    };
    // Strings of JSON are strings of TOML.
    let quoted = |words: &str| serde_json::Value::from(words).to_string();
    let file = place.root.join("cancu.toml");
    output::line(&fill(
        place.language,
        "writer_offer",
        &[("file", &file.display())],
    ));
    output::line(&format!(
        "    [writer]\n    endpoint = {}\n    model = {}",
        quoted(&found.endpoint),
        quoted(model)
    ));
}

fn print(place: &Workplace, nearby: &[NearbyWriter], trial: Option<&Result<Trial, WriterError>>) {
    let language = place.language;
    if place.settings.is_offline() {
        return output::line(text(language, "writer_offline"));
    }
    let (Some(trial), Some(settings)) = (trial, &place.settings.writer) else {
        output::line(text(language, "writer_none"));
        if nearby.is_empty() {
            output::line(text(language, "writer_none_nearby"));
        }
        return offers(place, nearby);
    };
    let named: [(&str, &dyn std::fmt::Display); 2] =
        [("endpoint", &settings.endpoint), ("model", &settings.model)];
    output::line(&fill(language, "writer_configured", &named));
    match trial {
        Ok(trial) => {
            let seconds = |time: Duration| format!("{:.1}", time.as_secs_f32());
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("first", &seconds(trial.first)),
                ("whole", &seconds(trial.whole)),
                ("said", &trial.said),
            ];
            output::line(&fill(language, "writer_works", &values));
            let schema = match trial.structured {
                true => "writer_schema",
                false => "writer_no_schema",
            };
            output::line(text(language, schema));
        }
        Err(error) => {
            let reason = reason(place, error);
            output::line(&fill(language, "writer_fails", &[("reason", &reason)]));
        }
    }
    for found in nearby
        .iter()
        .filter(|found| found.endpoint != settings.endpoint)
    {
        let models = found.models.join(", ");
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("endpoint", &found.endpoint), ("models", &models)];
        output::line(&fill(language, "writer_found", &values));
    }
}

/// Why a writer did not write, and what to look at.
fn reason(place: &Workplace, error: &WriterError) -> String {
    let key = match error {
        WriterError::Unreachable => "writer_unreachable",
        WriterError::Timeout => "writer_timeout",
        WriterError::Status(401 | 403) => "writer_key",
        WriterError::Status(404) => "writer_not_there",
        WriterError::Status(status) => {
            return fill(place.language, "writer_status", &[("status", status)]);
        }
        WriterError::TooLong => "writer_too_long",
        WriterError::Busy | WriterError::Resting => "writer_resting",
        WriterError::Protocol => "writer_protocol",
        WriterError::Settings(detail) => return detail.clone(),
    };
    text(place.language, key).to_owned()
}

fn as_json(
    place: &Workplace,
    nearby: &[NearbyWriter],
    trial: Option<&Result<Trial, WriterError>>,
) -> serde_json::Value {
    let nearby: Vec<serde_json::Value> = nearby
        .iter()
        .map(|found| serde_json::json!({ "endpoint": found.endpoint, "models": found.models }))
        .collect();
    let configured = place.settings.writer.as_ref().zip(trial);
    let configured = configured.map(|(settings, trial)| match trial {
        Ok(trial) => serde_json::json!({
            "endpoint": settings.endpoint,
            "model": settings.model,
            "works": true,
            "first_ms": trial.first.as_millis() as u64,
            "whole_ms": trial.whole.as_millis() as u64,
            "structured": trial.structured,
            "said": trial.said,
        }),
        Err(error) => serde_json::json!({
            "endpoint": settings.endpoint,
            "model": settings.model,
            "works": false,
            "reason": reason(place, error),
        }),
    });
    serde_json::json!({ "configured": configured, "nearby": nearby })
}
