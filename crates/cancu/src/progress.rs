//! Progress of long work: a bar with what is left on a terminal, the report of each file everywhere.

use indicatif::{ProgressBar, ProgressStyle};
use ingest::{FileReport, Outcome, Progress, ReadError};

use crate::{
    messages::{Language, fill, text},
    notes::notes,
    output,
};

/// The bar of one load.
pub(crate) struct Bar {
    language: Language,
    bar: ProgressBar,
    quiet: bool,
    /// The last percent that was told where no bar can be drawn.
    told: Option<u64>,
}

impl Bar {
    /// A bar; `quiet` leaves out the lines per file (they are printed as JSON instead).
    pub(crate) fn new(language: Language, quiet: bool) -> Self {
        let bar = ProgressBar::new(0);
        let style = ProgressStyle::with_template(
            "{prefix} [{bar:30}] {percent:>3} %  còn/left {eta}  {msg}",
        );
        bar.set_style(
            style
                .unwrap_or_else(|_| ProgressStyle::default_bar())
                .progress_chars("=> "),
        );
        Self {
            language,
            bar,
            quiet,
            told: None,
        }
    }

    /// Takes one step of a load.
    pub(crate) fn take(&mut self, progress: Progress) {
        match progress {
            Progress::Reading {
                done,
                total,
                file,
                passages,
                recognised: (pages, of),
            } => {
                self.bar
                    .set_prefix(text(self.language, "progress_reading").to_owned());
                self.bar.set_length(total);
                self.bar.set_position(done);
                let name = file
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                let counted = match (passages, of) {
                    (0, 0) => String::new(),
                    (0, _) => {
                        format!(
                            " · {pages}/{of} {}",
                            text(self.language, "progress_recognised")
                        )
                    }
                    _ => format!(" · {passages} {}", text(self.language, "progress_passages")),
                };
                self.bar.set_message(name + &counted);
            }
            Progress::Embedding { done, total } => {
                self.bar
                    .set_prefix(text(self.language, "progress_embedding").to_owned());
                self.bar.set_length(total);
                self.bar.set_position(done);
                self.bar.set_message(format!(
                    "{done}/{total} {}",
                    text(self.language, "progress_passages")
                ));
                // A log of a night's work gets a line for each percent.
                let percent = (done * 100).checked_div(total).unwrap_or(100);
                if self.bar.is_hidden() && self.told.is_none_or(|told| told < percent) {
                    self.told = Some(percent);
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("done", &done), ("total", &total)];
                    output::error(&fill(self.language, "embed_step", &values));
                }
            }
            Progress::Waiting => {
                let line = text(self.language, "progress_waiting");
                self.bar.suspend(|| output::error(line));
            }
            Progress::Publishing { done, total } => {
                self.bar
                    .set_prefix(text(self.language, "progress_publishing").to_owned());
                self.bar.set_length(total);
                self.bar.set_position(done);
                self.bar.set_message("");
            }
            Progress::File(report) => {
                if !self.quiet {
                    let language = self.language;
                    self.bar.suspend(|| {
                        for line in lines(language, &report) {
                            output::error(&line);
                        }
                    });
                }
            }
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(self) {
        self.bar.finish_and_clear();
    }
}

/// The report of one file in words.
pub(crate) fn lines(language: Language, report: &FileReport) -> Vec<String> {
    let file = report.file.display();
    let first = match &report.outcome {
        Outcome::Loaded {
            documents,
            articles,
            ..
        } if !documents.is_empty() => {
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("file", &file),
                ("documents", &documents.len()),
                ("articles", articles),
            ];
            fill(language, "loaded", &values)
        }
        Outcome::Loaded { .. } => fill(language, "unchanged", &[("file", &file)]),
        Outcome::Refused(_) | Outcome::TooLarge(_) => {
            let reason = reason(language, &report.outcome);
            fill(language, "refused", &[("file", &file), ("reason", &reason)])
        }
    };
    let notes = notes(language, report)
        .into_iter()
        .map(|note| fill(language, "flagged", &[("note", &note)]));
    std::iter::once(first).chain(notes).collect()
}

/// Why nothing was loaded; empty if something was.
pub(crate) fn reason(language: Language, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Loaded { .. } => String::new(),
        Outcome::TooLarge(bytes) => {
            fill(language, "reason_too_large", &[("detail", &(bytes >> 20))])
        }
        Outcome::Refused(error) => refusal(language, error),
    }
}

/// Why a file could not be read, and what to do.
pub(crate) fn refusal(language: Language, error: &ReadError) -> String {
    use extract::Rejected;
    let (key, detail) = match error {
        ReadError::Rejected(rejected) => match rejected {
            Rejected::Empty => ("reason_empty", String::new()),
            Rejected::Format { found } => ("reason_format", found.clone()),
            Rejected::Password => ("reason_password", String::new()),
            Rejected::NoPages => ("reason_no_pages", String::new()),
            Rejected::Damaged { detail } => ("reason_damaged", detail.clone()),
            Rejected::Limit { detail } => ("reason_limit", detail.clone()),
            Rejected::NoText => ("reason_no_text", String::new()),
            Rejected::Secret { mark } => ("reason_secret", mark.clone()),
        },
        ReadError::Time(seconds) => ("reason_time", seconds.to_string()),
        ReadError::Crashed => ("reason_crashed", String::new()),
        ReadError::Output => ("reason_output", String::new()),
        ReadError::Open(detail) => ("reason_open", detail.clone()),
    };
    fill(language, key, &[("detail", &detail)])
}
