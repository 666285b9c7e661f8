//! The report of an evaluation, for people and as JSON.

use search::{Difference, Measures};
use serde::Serialize;

use crate::output;

#[derive(Serialize)]
pub(super) struct Report {
    pub(super) questions: usize,
    pub(super) list: String,
    /// Parts of the search that were left out.
    pub(super) without: Vec<String>,
    /// How the questions were typed.
    pub(super) typed: &'static str,
    pub(super) depth: u16,
    /// Folds of the cross-validation; 0: with the ranking as it is.
    pub(super) folds: usize,
    /// Questions that the ranking was trained on: their part of the figures tells nothing.
    pub(super) trained_on: usize,
    /// Questions that were read otherwise than they were typed: slips, Telex.
    pub(super) read_otherwise: usize,
    #[serde(flatten)]
    pub(super) measures: Measures,
    /// Results in the mean that a search counts as likely, …
    pub(super) likely_results: f64,
    /// … and the share of what answers that they hold.
    pub(super) likely_recall: f64,
    pub(super) latency_p50_ms: f64,
    pub(super) latency_p95_ms: f64,
    pub(super) kinds: Vec<Kind>,
    /// Against the run that was given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) differences: Vec<Difference>,
    /// The questions answered worst.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) worst: Vec<Miss>,
}

/// The questions of one kind.
#[derive(Serialize)]
pub(super) struct Kind {
    pub(super) kind: &'static str,
    pub(super) questions: usize,
    pub(super) recall_10: f64,
    pub(super) mrr_10: f64,
}

/// A question, what answers it, and what stood first in its place.
#[derive(Serialize)]
pub(super) struct Miss {
    pub(super) question: String,
    /// Each article that answers, with its rank; none: not found.
    pub(super) right: Vec<(String, Option<usize>)>,
    pub(super) first: String,
    /// What moved the right article (the best of them) and the first, in log-odds.
    pub(super) reasons: [Vec<(search::Reason, f32)>; 2],
}

/// Prints it.
pub(super) fn print(report: &Report, json: bool) {
    if json {
        return output::json(report);
    }
    output::line(&format!(
        "{} questions ({}), {} list, depth {}",
        report.questions, report.typed, report.list, report.depth
    ));
    if !report.without.is_empty() {
        output::line(&format!("without {}", report.without.join(", ")));
    }
    if report.folds > 0 {
        output::line(&format!(
            "cross-validated: each question ranked by what {} folds without it taught",
            report.folds
        ));
    } else if report.trained_on > 0 {
        output::line(&format!(
            "! the ranking was trained on {} of these questions: ask for --folds 5",
            report.trained_on
        ));
    }
    if report.read_otherwise > 0 {
        output::line(&format!(
            "{} questions were read otherwise than they were typed",
            report.read_otherwise
        ));
    }
    for (name, value) in report.measures.rows() {
        output::line(&format!(
            "{name:<11} {:.4}   95 % interval {:.4} – {:.4}",
            value.mean, value.low, value.high
        ));
    }
    output::line(&format!(
        "likely      {:.4} in the {:.1} results (mean) that a search counts as likely",
        report.likely_recall, report.likely_results
    ));
    for kind in &report.kinds {
        output::line(&format!(
            "  {:<8} {:>4} questions   recall@10 {:.4}   MRR@10 {:.4}",
            kind.kind, kind.questions, kind.recall_10, kind.mrr_10
        ));
    }
    for difference in &report.differences {
        output::line(&format!(
            "{:<11} {:+.4} against the other run   95 % interval {:+.4} – {:+.4}, better {}, worse {}, p {:.4}",
            difference.measure,
            difference.mean.mean,
            difference.mean.low,
            difference.mean.high,
            difference.better,
            difference.worse,
            difference.p
        ));
    }
    for miss in &report.worst {
        print_miss(miss);
    }
    output::line(&format!(
        "search p50 {:.1} ms, p95 {:.1} ms",
        report.latency_p50_ms, report.latency_p95_ms
    ));
}

fn print_miss(miss: &Miss) {
    let ranked = |(key, rank): &(String, Option<usize>)| {
        rank.map_or_else(
            || format!("{key} not found"),
            |rank| format!("{key} at {rank}"),
        )
    };
    let right: Vec<String> = miss.right.iter().map(ranked).collect();
    let reasons = |reasons: &[(search::Reason, f32)]| {
        let parts = reasons
            .iter()
            .map(|(kind, odds)| format!("{kind:?} {odds:+.1}").to_lowercase());
        parts.collect::<Vec<_>>().join(", ")
    };
    output::line(&format!("? {}", miss.question));
    output::line(&format!(
        "    right: {}  [{}]",
        right.join("; "),
        reasons(&miss.reasons[0])
    ));
    output::line(&format!(
        "    first: {}  [{}]",
        miss.first,
        reasons(&miss.reasons[1])
    ));
}
