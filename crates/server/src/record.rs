//! Records of answers: kept as they were sent, read again, compared with today, put on paper.
//!
//! What is kept is the answer's wire form, byte for byte what the reader got, because that is what a record promises;
//! beside it stands [`answer::Head`], with which it can be checked. The command line keeps and shows records through
//! this same door. Nothing here is logged but that something failed: a question is confidential, and an id is a key.

use std::{collections::BTreeSet, path::Path, sync::Arc};

use answer::{Answer, Head, Means};
use catalogue::{Decision, Error, Hash, Marks, NewRecord, RecordId, Records};
use jiff::{SignedDuration, Timestamp};
use models::Ranking;
use search::{Library, Query};
use serde_json::Value;

use crate::{Language, wire};

mod again;
mod kept;
mod marks;
mod paper;
mod parts;
mod standings;

pub use again::{Differences, Turn};
pub use export::Form;
pub(crate) use kept::{KeptAnswer, KeptCheck, KeptClaim, KeptQuote};
pub use paper::{block, docx};
pub(crate) use standings::Approval;

/// Keeps and finds the records of one data folder. Cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Keeper {
    records: Records,
    days: u32,
    ranking: Option<String>,
    standings: standings::Standings,
}

/// A record that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// Its id.
    pub id: RecordId,
    /// When the answer was made.
    pub made: Timestamp,
    /// What can be checked.
    pub head: Head,
    /// The answer as it was sent; what rested on a document that was removed since says so in its place.
    pub answer: Value,
    /// Sentences of the model that were not proved and, by the settings, not shown either.
    pub unshown: Vec<Value>,
    /// Keys of the documents that were removed since.
    pub removed: Vec<String>,
    /// The account that asked; `None`: asked where there were no accounts, or at the terminal.
    pub owner: Option<String>,
    /// Keys of the documents whose words it may hold.
    pub rests_on: BTreeSet<String>,
}

/// An answer and what it was made for and from.
pub struct Made<'a> {
    /// What was searched.
    pub library: &'a Library,
    /// What was asked.
    pub query: &'a Query,
    /// What was answered.
    pub answer: &'a Answer,
    /// When.
    pub at: Timestamp,
    /// The language of the words around it.
    pub language: Language,
    /// The account that asked.
    pub owner: Option<&'a str>,
}

impl Keeper {
    /// Keeps records for so many days; 0: keeps none. `ranking` is the model that orders results.
    pub fn new(root: &Path, days: u32, ranking: Option<&Ranking>) -> Self {
        let sum = |ranking: &Ranking| Hash::of(ranking.to_json().as_bytes());
        Self {
            records: Records::new(root),
            days,
            standings: standings::Standings::default(),
            ranking: ranking.map(|ranking| sum(ranking).as_str().to_owned()),
        }
    }

    /// The records themselves, for what is kept beside them.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// How all approvals stand in a library, in their order.
    pub(crate) fn standings(
        &self,
        library: Option<&Library>,
        approved: &[Decision],
    ) -> Result<Vec<Arc<Approval>>, search::Error> {
        self.standings.of(library, approved)
    }

    /// What was asked, of a record whose answer is not wanted.
    pub(crate) fn question(&self, id: &RecordId) -> Result<String, Error> {
        let damaged = |error: serde_json::Error| Error::Damaged(format!("a record: {error}"));
        let head = self.records.head(id)?;
        let kept = head.map(|head| serde_json::from_str::<Kept>(&head).map_err(damaged));
        Ok(kept
            .transpose()?
            .map_or_else(String::new, |kept| kept.head.question))
    }

    /// Keeps an answer as it is sent, and gives it with the id under which it can be read again. A record that cannot be
    /// kept (a full disk, a folder that cannot be written) keeps nobody from the answer: it says so and has no id.
    pub fn keep(&self, made: &Made<'_>, sent: wire::Answer) -> wire::Answer {
        if self.days == 0 {
            return sent;
        }
        match self.kept(made, &sent) {
            Ok(id) => wire::Answer {
                record: Some(id.to_string()),
                ..sent
            },
            Err(error) => {
                tracing::error!(%error, "an answer could not be recorded");
                wire::Answer {
                    unrecorded: true,
                    ..sent
                }
            }
        }
    }

    fn kept(&self, made: &Made<'_>, sent: &wire::Answer) -> Result<RecordId, Error> {
        let refused = |error: serde_json::Error| Error::Refused(error.to_string());
        let version = env!("CARGO_PKG_VERSION");
        let means = Means::new(made.library, made.answer, version, self.ranking.as_deref());
        let generation = means.generation;
        let head = Head::new(made.query, made.answer, means, made.language.code());
        // Through text: as a value, a number of 32 bits would get digits that were never sent.
        let sent = serde_json::to_string(sent).map_err(refused)?;
        let sent: Value = serde_json::from_str(&sent).map_err(refused)?;
        let marks = marks::marks(&head, &sent, Some(made.library));
        let (plain, mut parts) = parts::split(sent);
        let unshown = &made.answer.dropped[made.answer.shown().len()..];
        for dropped in unshown {
            let dropped = wire::Dropped::new(dropped, made.language);
            let dropped = serde_json::to_string(&dropped).map_err(refused)?;
            parts::add_unshown(&mut parts, dropped);
        }
        let head = serde_json::to_string(&Kept {
            head,
            plain,
            owner: made.owner.map(str::to_owned),
        })
        .map_err(refused)?;
        self.records.keep(&NewRecord {
            made: made.at,
            generation,
            head,
            parts,
            marks: Some(marks),
        })
    }

    /// Counts what asks for eyes in records that were kept before it was counted, some at a time.
    pub(crate) fn mark_older(&self, library: Option<&Library>) -> Result<(), Error> {
        const AT_ONCE: u32 = 500;
        let ids = self.records.unmarked(AT_ONCE)?;
        let mut marked = Vec::with_capacity(ids.len());
        for id in ids {
            // What cannot be read is not asked for again and again: it is named by `cancu check`.
            let marks = match self.find(&id.to_string()) {
                Ok(Some(found)) => marks::marks(&found.head, &found.answer, library),
                Ok(None) | Err(_) => Marks::default(),
            };
            marked.push((id, marks));
        }
        match marked.is_empty() {
            true => Ok(()),
            false => self.records.mark(&marked),
        }
    }

    /// The record of an id as somebody typed it; `None` if it is no id, or none is kept under it.
    pub fn find(&self, typed: &str) -> Result<Option<Found>, Error> {
        let Some(id) = RecordId::parse(typed) else {
            return Ok(None);
        };
        let Some(record) = self.records.find(&id)? else {
            return Ok(None);
        };
        let damaged = |error: serde_json::Error| Error::Damaged(format!("a record: {error}"));
        let kept: Kept = serde_json::from_str(&record.head).map_err(damaged)?;
        let rests_on = record
            .parts
            .iter()
            .flat_map(|part| part.rests_on.iter().cloned());
        let rests_on = rests_on.collect();
        let mut answer = parts::join(kept.plain, &record.parts).map_err(damaged)?;
        let unshown = parts::take_unshown(&mut answer);
        // The answer got its id when it was kept.
        answer["record"] = id.to_string().into();
        Ok(Some(Found {
            id,
            made: record.made,
            head: kept.head,
            answer,
            unshown,
            removed: record.removed.into_iter().collect(),
            owner: kept.owner,
            rests_on,
        }))
    }

    /// Deletes a record for good; whether there was one.
    pub fn forget(&self, typed: &str) -> Result<bool, Error> {
        RecordId::parse(typed).map_or(Ok(false), |id| self.records.forget(&id))
    }

    /// Deletes for good what is older than records are kept; how many that were.
    pub fn thin(&self, now: Timestamp) -> Result<u64, Error> {
        let age = SignedDuration::from_hours(i64::from(self.days) * 24);
        let oldest = now.checked_sub(age).unwrap_or(Timestamp::MIN);
        self.records.forget_before(oldest)
    }

    /// Whether every row is what was written.
    pub fn check(&self) -> Result<Vec<catalogue::Problem>, Error> {
        self.records.check()
    }
}

/// What is stored as the head of a record.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    head: Head,
    /// The fields of the answer that hold no words of any document.
    plain: Value,
    /// The account that asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    owner: Option<String>,
}

impl Found {
    /// For others than whoever asked: personal data in the question is masked, as it was before it went to a model.
    pub(crate) fn masked(mut self) -> Self {
        let mask = |text: &str| answer::personal::masked(text, &answer::personal::find(text));
        self.head.question = mask(&self.head.question);
        for name in ["question", "read_as"] {
            if let Some(text) = self.answer[name].as_str() {
                self.answer[name] = mask(text).into();
            }
        }
        let personal = self.answer["egress"]["personal"].as_array_mut();
        for one in personal.into_iter().flatten() {
            one["text"] = one["mask"].clone();
        }
        self
    }

    /// Whether a basis stood among what claims name by number.
    pub(crate) fn is_evidence(&self, basis: &answer::Basis) -> bool {
        basis.group == answer::Group::Evidence
    }

    /// Whether something was shown apart because it was not in force.
    pub(crate) fn has_others(&self) -> bool {
        let mut bases = self.head.bases.iter();
        bases.any(|basis| !self.is_evidence(basis))
    }

    /// Whether what the answer rests on is still what it was.
    /// Without a library nothing of it is held.
    pub fn changes(
        &self,
        library: Option<&Library>,
    ) -> Result<Vec<answer::Changed>, search::Error> {
        let quote = |claim: usize, quote: usize| {
            let words = &self.answer["claims"][claim - 1]["quotes"][quote - 1]["text"];
            words.as_str().map(str::to_owned)
        };
        answer::changes(library, &self.head, &quote)
    }

    /// What differs where the same question was answered again, with other means perhaps.
    pub fn compare(&self, again: &wire::Answer) -> Differences {
        // Numbers do not matter here; a value always has a JSON form.
        let again = serde_json::to_value(again).unwrap_or_default();
        Differences::between(&self.answer, &again)
    }
}
