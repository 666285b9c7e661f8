//! What became of loaded files, on the wire.

use ingest::{FileReport, Outcome};
use serde::Serialize;
use utoipa::ToSchema;

use super::Issue;

/// The report of one file.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LoadedFile {
    /// The file's name.
    pub file: String,
    /// `loaded`, `refused`, `too_large`.
    pub outcome: String,
    /// Ids of its documents that are new or replaced.
    pub documents: Vec<String>,
    /// How many of its documents were held already.
    pub unchanged: usize,
    /// Articles read.
    pub articles: usize,
    /// For a refused file: `empty`, `format`, `password`, `no_pages`, `damaged`, `limit`, `no_text`, `secret`,
    /// `time`, `crashed`, `output`, `open`.
    pub reason: Option<String>,
    /// What to know before relying on the reading.
    #[schema(value_type = Vec<Object>)]
    pub flags: serde_json::Value,
    /// Doubts about its structure.
    pub issues: Vec<Issue>,
    /// Names of documents of which it took the place of another file: a correction, or another text under their name.
    pub replaced: Vec<String>,
    /// Names of documents held beside it under the number of one of its documents, from the same body.
    pub same_number: Vec<String>,
}

impl LoadedFile {
    /// Of a file's report.
    pub fn new(report: &FileReport) -> Self {
        let name = report
            .file
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        let empty = Self {
            file: name.unwrap_or_default(),
            outcome: "loaded".to_owned(),
            documents: Vec::new(),
            unchanged: 0,
            articles: 0,
            reason: None,
            flags: serde_json::to_value(&report.flags).unwrap_or_default(),
            issues: report.issues.iter().map(Issue::from).collect(),
            replaced: report.replaced.clone(),
            same_number: report.same_number.clone(),
        };
        match &report.outcome {
            Outcome::Loaded {
                documents,
                unchanged,
                articles,
            } => Self {
                documents: documents.iter().map(ToString::to_string).collect(),
                unchanged: *unchanged,
                articles: *articles,
                ..empty
            },
            Outcome::Refused(error) => Self {
                outcome: "refused".to_owned(),
                reason: Some(ingest::reason(error)),
                ..empty
            },
            Outcome::TooLarge(_) => Self {
                outcome: "too_large".to_owned(),
                ..empty
            },
        }
    }
}

/// The report of a load.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LoadReport {
    /// Every file, in the order given.
    pub files: Vec<LoadedFile>,
}

impl LoadReport {
    /// Of the reports of all files.
    pub fn new(reports: &[FileReport]) -> Self {
        Self {
            files: reports.iter().map(LoadedFile::new).collect(),
        }
    }
}
