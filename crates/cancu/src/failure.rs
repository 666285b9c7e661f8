//! From errors to a sentence that says what the reader can do.

use crate::{
    messages::{Language, fill, text},
    settings::SettingsError,
};

/// An error of the command line itself, by the key of its sentence.
#[derive(Debug, thiserror::Error)]
#[error("{key}")]
pub(crate) struct Told {
    key: &'static str,
    values: Vec<(&'static str, String)>,
}

impl Told {
    /// A sentence of the table with its values.
    pub(crate) fn new(
        key: &'static str,
        values: &[(&'static str, &dyn std::fmt::Display)],
    ) -> Self {
        Self {
            key,
            values: values
                .iter()
                .map(|(name, value)| (*name, value.to_string()))
                .collect(),
        }
    }
}

/// The sentence for an error, in the reader's language.
pub(crate) fn sentence(language: Language, error: &anyhow::Error) -> String {
    for cause in error.chain() {
        if let Some(told) = cause.downcast_ref::<Told>() {
            let values: Vec<(&str, &dyn std::fmt::Display)> = told
                .values
                .iter()
                .map(|(name, value)| (*name, value as &dyn std::fmt::Display))
                .collect();
            return fill(language, told.key, &values);
        }
        if let Some(settings) = cause.downcast_ref::<SettingsError>() {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("file", &settings.file), ("detail", &settings.detail)];
            return fill(language, "error_settings", &values);
        }
        if let Some(error) = cause.downcast_ref::<catalogue::Error>() {
            return of_catalogue(language, error);
        }
        if let Some(error) = cause.downcast_ref::<index::Error>()
            && !matches!(error, index::Error::Catalogue(_))
        {
            return of_index(language, error);
        }
        if let Some(error) = cause.downcast_ref::<models::Error>() {
            return of_model(language, error);
        }
        match cause.downcast_ref::<search::Error>() {
            Some(search::Error::Empty) => return text(language, "empty_query").to_owned(),
            Some(search::Error::NoSuchValue { facet, value, held }) => {
                let key = if held.is_empty() {
                    "no_values"
                } else {
                    "no_such_value"
                };
                let values: [(&str, &dyn std::fmt::Display); 3] = [
                    ("filter", &facet.name()),
                    ("value", value),
                    ("held", &held.join("; ")),
                ];
                return fill(language, key, &values);
            }
            _ => {}
        }
        if let Some(error) = cause.downcast_ref::<std::io::Error>() {
            return fill(language, "error_disk", &[("detail", error)]);
        }
    }
    fill(
        language,
        "error_other",
        &[("detail", &format!("{error:#}"))],
    )
}

fn of_catalogue(language: Language, error: &catalogue::Error) -> String {
    match error {
        catalogue::Error::Newer { found, known } => fill(
            language,
            "error_newer",
            &[("folder", &""), ("found", found), ("known", known)],
        ),
        catalogue::Error::Locked(folder) => {
            fill(language, "error_locked", &[("folder", &folder.display())])
        }
        catalogue::Error::Person(refusal) => text(
            language,
            &format!("refused_{}", refusal.code().replace('-', "_")),
        )
        .to_owned(),
        catalogue::Error::Disk(error) => fill(language, "error_disk", &[("detail", error)]),
        catalogue::Error::OtherModel { held, given } => fill(
            language,
            "error_other_model",
            &[("held", held), ("given", given)],
        ),
        other => fill(language, "error_catalogue", &[("detail", other)]),
    }
}

fn of_index(language: Language, error: &index::Error) -> String {
    match error {
        index::Error::Newer { found, known } => fill(
            language,
            "error_newer",
            &[("folder", &""), ("found", found), ("known", known)],
        ),
        index::Error::Disk(error) => fill(language, "error_disk", &[("detail", error)]),
        other => fill(language, "error_index", &[("detail", other)]),
    }
}

fn of_model(language: Language, error: &models::Error) -> String {
    match error {
        models::Error::Absent { name, looked } => fill(
            language,
            "error_model_absent",
            &[("name", name), ("looked", looked)],
        ),
        models::Error::RerankerAbsent { name, looked } => fill(
            language,
            "error_reranker_absent",
            &[("name", name), ("looked", looked)],
        ),
        models::Error::Reranker { name, detail } => fill(
            language,
            "error_reranker",
            &[("name", name), ("detail", detail)],
        ),
        other => fill(language, "error_model", &[("detail", other)]),
    }
}
