//! Progress of long work: a bar with what is left on a terminal, the report of each file everywhere.

use indicatif::{ProgressBar, ProgressStyle};
use ingest::{FileReport, Outcome, Progress, ReadError};

use crate::{
    messages::{Language, fill, text},
    output,
};

/// The bar of one load.
pub(crate) struct Bar {
    language: Language,
    bar: ProgressBar,
    quiet: bool,
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

/// What to know before relying on a file: at most a few lines of each kind.
pub(crate) fn notes(language: Language, report: &FileReport) -> Vec<String> {
    const MOST: usize = 6;
    let flags = report
        .flags
        .iter()
        .filter_map(|flag| flag_note(language, flag));
    let issues = report
        .issues
        .iter()
        .map(|issue| issue_note(language, issue));
    let mut notes: Vec<String> = flags.collect();
    notes.extend(issues);
    notes.dedup();
    let left = notes.len().saturating_sub(MOST);
    notes.truncate(MOST);
    if left > 0 {
        notes.push(format!("… +{left}"));
    }
    notes
}

/// One flag in words; furniture that was left out is no doubt and says nothing.
pub(crate) fn flag_note(language: Language, flag: &extract::Flag) -> Option<String> {
    use extract::Flag;
    let (key, detail) = match flag {
        Flag::Scanned { page } => ("flag_scanned", page.to_string()),
        Flag::Recognised {
            page, confidence, ..
        } => ("flag_recognised", format!("{page} ({confidence} %)")),
        Flag::Lost { page, drawn, read } => ("flag_lost", format!("{page} ({read}/{drawn})")),
        Flag::Converted { from, count } => ("flag_converted", format!("{from} ({count})")),
        Flag::Unmapped { page, .. } => ("flag_unmapped", page.to_string()),
        Flag::Hidden { count } => ("flag_hidden", count.to_string()),
        Flag::Incomplete { why } => ("flag_incomplete", why.clone()),
        Flag::Restricted { mark } => ("flag_restricted", mark.clone()),
        Flag::Record { line, why } => ("flag_record", format!("{line}: {why}")),
        Flag::Furniture { .. } => return None,
    };
    Some(fill(language, key, &[("detail", &detail)]))
}

/// One issue in words.
pub(crate) fn issue_note(language: Language, issue: &legal::Issue) -> String {
    use legal::IssueKind;
    let key = match issue.kind {
        IssueKind::NoSymbol => "issue_no_symbol",
        IssueKind::NoDate => "issue_no_date",
        IssueKind::NoEffect => "issue_no_effect",
        IssueKind::NoArticles => "issue_no_articles",
        IssueKind::Gap => "issue_gap",
        IssueKind::Duplicate => "issue_duplicate",
        IssueKind::Quotes => "issue_quotes",
        IssueKind::Recognised => "issue_recognised",
        IssueKind::Unplaced => "issue_unplaced",
        IssueKind::Incomplete => "issue_incomplete",
        IssueKind::Misprint => "issue_misprint",
    };
    fill(language, key, &[("detail", &issue.detail)])
}
