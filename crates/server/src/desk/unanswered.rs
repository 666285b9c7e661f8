//! What got no answer in a month, for whoever loads documents and keeps the wordings: counted by cause, by act and by legal
//! term. No word of a question is shown: nobody who keeps the machine reads what others ask. The terms are those of the
//! program's own table of wordings, never the asker's own; what somebody sent on purpose, with a report, is shown as it was sent.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::{About, RecordId};
use search::Wordings;

use super::{
    Desk,
    month::{begun, bounds, counted, is_refused},
};
use crate::{
    failure::Failure,
    month::{Count, Counts, LEAST},
};

/// Most terms that are shown.
const TERMS: usize = 50;
/// Most reports that are shown.
const REPORTS: usize = 50;

/// What got no answer.
pub(crate) struct Unanswered {
    /// `2026-11`.
    pub(crate) month: String,
    /// It is not over: every count is rounded down to fives.
    pub(crate) running: bool,
    pub(crate) kinds: Counts,
    pub(crate) topics: Counts,
    /// Legal terms, each with the questions it stands in; of five and more.
    pub(crate) terms: Vec<Count>,
    /// What askers sent with reports about these questions: kind and remark.
    pub(crate) told: Vec<(&'static str, String)>,
}

impl Desk {
    /// A month (`2026-11`); the running one where none is named.
    pub(crate) async fn unanswered(&self, named: Option<String>) -> Result<Unanswered, Failure> {
        let (month, running) = begun(named)?;
        let desk = self.clone();
        self.view(move || {
            let records = desk.keeper.records();
            desk.keeper.mark_older(desk.shelf.library().as_ref())?;
            let (from, until) = bounds(month);
            let mut made = records.made_between(from, until)?;
            made.retain(|(.., marks)| is_refused(marks));
            let refused: BTreeSet<String> = made.iter().map(|(id, ..)| id.to_string()).collect();
            let kinds = made
                .iter()
                .map(|(.., marks)| marks.refusal.clone().unwrap_or_default());
            let kinds = counted(kinds);
            // Not the office's: whoever keeps that table could make it ask for a name, and count.
            let wordings = Wordings::own();
            let topics = desk.topics(made.iter().map(|(.., marks)| marks))?;
            let mut terms = Vec::new();
            for (id, ..) in &made {
                let question = desk.keeper.question(id)?;
                let beside = wordings.beside_words(&question).into_iter();
                // A question counts once for each.
                terms.extend(beside.collect::<BTreeSet<_>>());
            }
            let round = |counts: Counts| match running {
                true => counts.rounded(),
                false => counts,
            };
            let all =
                |names: BTreeMap<String, u64>| round(Counts::new(names.into_iter().collect()));
            let (reported, _) = records.complaints_between(from, until)?;
            let about = |record: &RecordId| refused.contains(&record.to_string());
            let told = reported
                .into_iter()
                .filter(|one| matches!(&one.told.about, About::Record(record) if about(record)));
            Ok(Unanswered {
                month: month.strftime("%Y-%m").to_string(),
                running,
                kinds: all(kinds),
                topics: all(counted(topics.into_iter())),
                terms: shared(terms, running),
                told: told
                    .take(REPORTS)
                    .map(|one| (one.told.kind.name(), one.told.note))
                    .collect(),
            })
        })
        .await
    }
}

/// The legal terms that questions would be searched with, as far as five of them share one.
fn shared(terms: Vec<String>, running: bool) -> Vec<Count> {
    let shown = |count: u64| match running {
        true => count - count % LEAST,
        false => count,
    };
    let counts = counted(terms.into_iter()).into_iter();
    let counts = counts.filter(|(_, count)| *count >= LEAST);
    let mut terms: Vec<Count> = counts
        .map(|(name, count)| Count {
            name,
            count: shown(count),
        })
        .collect();
    terms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.name.cmp(&b.name)));
    terms.truncate(TERMS);
    terms
}
