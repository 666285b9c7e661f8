//! From a question to an answer, streamed claim by claim.

use std::time::{Duration, Instant};

use search::{Cited, Error, Evidence, Library, Query, Results, Twins, Within};

use crate::conflict::{Conflict, conflicts};
use crate::extractive::{drafts, put_better_first};
use crate::missing::Asks;
use crate::refusal::{SURE, before_writing};
use crate::{Author, Claim, DraftClaim, Egress, Refusal, Unsupported, Unverified, verify};

mod write;

/// More claims than an official reads: a model that goes on is stopped.
const MOST_CLAIMS: usize = 24;
/// Evidence whose exact place is looked up; a quote of what comes later has its passage's place.
const MOST_QUOTED: usize = 10;

/// What happens while an answer is made, in order: evidence first, then claims, then the end.
#[derive(Clone, Debug)]
pub enum Event {
    /// What was found, before any model is asked.
    Evidence(Vec<Evidence>),
    /// A claim whose checks passed.
    Claim(Box<Claim>),
    /// A sentence of the model that could not be checked, where such are shown.
    Dropped(Unsupported),
    /// The answer is complete.
    Done {
        /// Why nothing (more) was written, if so.
        refusal: Option<Refusal>,
        /// Time to the passages.
        searched: Duration,
    },
}

/// A complete answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The question as it was meant, where it was typed with Telex off.
    pub read_as: Option<String>,
    /// What the search could not do as configured.
    pub notes: Vec<search::Note>,
    /// What was found; claims cite by its numbers (from 1). Provisions that the question names come first.
    pub evidence: Vec<Evidence>,
    /// References of the question and what they led to.
    pub cited: Vec<Cited>,
    /// Found, but not in force on the day.
    pub not_in_force: Vec<Evidence>,
    /// What was proved.
    pub claims: Vec<Claim>,
    /// What was not, whether it is shown or not: readers see [`shown`](Self::shown).
    pub dropped: Vec<Unsupported>,
    /// Whether that is shown.
    pub unverified: Unverified,
    /// Why there is no (full) answer.
    pub refusal: Option<Refusal>,
    /// What was found may have to do with the question, and is not sure to answer it.
    pub doubtful: bool,
    /// Provisions of the evidence that say the same matter otherwise; nobody but the person decides.
    pub conflicts: Vec<Conflict>,
    /// Documents of the evidence beside which others of their number are held.
    pub twins: Vec<Twins>,
    /// Facts that the answer hangs on and the question leaves out, with what it may be asked again with.
    pub asks: Vec<Asks>,
    /// The model that wrote, `None`: extractive.
    pub model: Option<String>,
    /// What the guard decided about the model; `None`: none is configured, or there was nothing to ask it.
    pub egress: Option<Egress>,
    /// What the question was narrowed to; `None`: to no documents.
    pub within: Option<Within>,
}

impl Answer {
    /// The sentences that could not be checked, as far as readers see them.
    pub fn shown(&self) -> &[Unsupported] {
        match self.unverified {
            Unverified::Drop => &[],
            Unverified::Show => &self.dropped,
        }
    }
}

/// Answers. Without an author the answer is extractive: the best provisions themselves, quoted and cited. With one,
/// only what its policy allows is put before the model; where nothing is, the answer is extractive and says why.
/// `on_event` sees every step as it happens and returns false to stop (a closed tab). Dropping the future stops
/// the model too.
pub async fn ask(
    library: &Library,
    author: Option<&Author>,
    query: &Query,
    on_event: &mut (dyn FnMut(&Event) -> bool + Send),
) -> Result<Answer, Error> {
    let started = Instant::now();
    let (held, asked) = (library.clone(), query.clone());
    let search = tokio::task::spawn_blocking(move || {
        let mut results = search::search(&held, &asked)?;
        let text = results.read_as.as_ref().unwrap_or(&asked.text).clone();
        put_better_first(&held, &text, asked.on, &mut results)?;
        let named = results.cited.iter_mut().filter_map(|cited| match cited {
            Cited::Found(found) => Some(found),
            Cited::NoProvision { .. } | Cited::NoDocument { .. } => None,
        });
        // Only what may be quoted is placed: reading its document is the dear part.
        let quoted = results
            .hits
            .iter_mut()
            .take(MOST_QUOTED)
            .chain(named.flatten());
        search::place(&held, quoted)?;
        Ok::<_, Error>(results)
    });
    let results = match search.await {
        Ok(results) => results?,
        Err(failed) => match failed.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only a runtime that is shutting down cancels.
            Err(_) => {
                return Err(Error::Model(models::Error::Failed(
                    "the program is stopping".to_owned(),
                )));
            }
        },
    };
    Ok(answer_from(results, started.elapsed(), author, query, on_event).await)
}

/// The answer from what a search found, which took `searched`.
pub async fn answer_from(
    results: Results,
    searched: Duration,
    author: Option<&Author>,
    query: &Query,
    on_event: &mut (dyn FnMut(&Event) -> bool + Send),
) -> Answer {
    let mut making = Making::new(results, query, on_event);
    making.tell(&Event::Evidence(making.answer.evidence.clone()));
    making.answer.refusal = before_writing(&mut making.answer, query, making.named, making.likely);
    if making.answer.refusal.is_none() && making.listening {
        making.answer.conflicts = conflicts(&making.answer.evidence);
        match author {
            Some(author) => making.write(author).await,
            None => making.extract(),
        }
    }
    let refusal = making.answer.refusal;
    let unsure = making.named == 0 && making.likely.is_some_and(|likely| likely < SURE);
    making.answer.doubtful = unsure || refusal.is_some_and(Refusal::is_doubtful);
    making.tell(&Event::Done { refusal, searched });
    making.answer
}

/// An answer that is being made.
struct Making<'a> {
    answer: Answer,
    query: &'a Query,
    /// Evidence that a reference of the question led to.
    named: usize,
    /// How likely the best of the rest answers, where that is known.
    likely: Option<f32>,
    on_event: &'a mut (dyn FnMut(&Event) -> bool + Send),
    /// The tab is open.
    listening: bool,
}

impl<'a> Making<'a> {
    fn new(
        results: Results,
        query: &'a Query,
        on_event: &'a mut (dyn FnMut(&Event) -> bool + Send),
    ) -> Self {
        let Results {
            read_as,
            notes,
            cited,
            hits,
            likely,
            not_in_force,
            within,
            answers,
            twins,
        } = results;
        let mut answer = Answer {
            read_as,
            notes,
            evidence: Vec::new(),
            cited,
            not_in_force,
            claims: Vec::new(),
            dropped: Vec::new(),
            unverified: Unverified::default(),
            refusal: None,
            doubtful: false,
            conflicts: Vec::new(),
            twins,
            asks: Vec::new(),
            model: None,
            egress: None,
            within,
        };
        let found = answer.cited.iter().filter_map(|cited| match cited {
            Cited::Found(found) => Some(found.clone()),
            Cited::NoProvision { .. } | Cited::NoDocument { .. } => None,
        });
        // What is named is shown wherever it stands, but law not in force only in its own group, and what lies outside
        // of the scope only as what it is: a reference.
        let found = found.flatten().filter(|evidence| !evidence.outside);
        for evidence in found.collect::<Vec<_>>() {
            let group = if is_usable(&evidence) {
                &mut answer.evidence
            } else {
                &mut answer.not_in_force
            };
            add(group, evidence);
        }
        let named = answer.evidence.len();
        for evidence in hits.into_iter().take(likely) {
            let group = if is_usable(&evidence) {
                &mut answer.evidence
            } else {
                &mut answer.not_in_force
            };
            add(group, evidence);
        }
        Self {
            answer,
            query,
            named,
            likely: answers,
            on_event,
            listening: true,
        }
    }

    /// The question as it was meant.
    fn question(&self) -> &str {
        self.answer.read_as.as_deref().unwrap_or(&self.query.text)
    }

    fn tell(&mut self, event: &Event) {
        self.listening = self.listening && (self.on_event)(event);
    }

    /// Checks a draft and says what came of it.
    fn take(&mut self, draft: &DraftClaim) {
        if self.wants_more() {
            let checked = verify(draft, &self.answer.evidence, self.query.on);
            self.tell_checked(checked);
        }
    }

    /// How many more sentences there may be.
    fn claims_left(&self) -> usize {
        MOST_CLAIMS.saturating_sub(self.answer.claims.len() + self.answer.dropped.len())
    }

    fn wants_more(&self) -> bool {
        self.listening && self.claims_left() > 0
    }

    /// Quotes the best provisions themselves.
    fn extract(&mut self) {
        for draft in &drafts(self.question(), &self.answer.evidence, self.named) {
            self.take(draft);
        }
        if self.answer.claims.is_empty() {
            self.answer.refusal = Some(Refusal::NothingChecked);
        }
    }
}

/// In force, or not known and marked so.
fn is_usable(evidence: &Evidence) -> bool {
    matches!(
        evidence.status,
        legal::Status::InForce | legal::Status::Unknown
    )
}

/// Adds evidence unless the same passage, or the same provision, is there. What was looked up by its reference is no
/// passage (seen: of two provisions that a question named, the second was not shown).
fn add(group: &mut Vec<Evidence>, evidence: Evidence) {
    let same = |other: &Evidence| {
        (other.passage == evidence.passage && evidence.passage != 0)
            || (other.document.row == evidence.document.row
                && other.path == evidence.path
                && other.span == evidence.span)
    };
    if !group.iter().any(same) {
        group.push(evidence);
    }
}

#[cfg(test)]
mod tests;
