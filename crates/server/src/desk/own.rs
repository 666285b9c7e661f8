//! What is a visitor's own: complaints, the history, saved questions. Nobody else's page shows them; whoever checks
//! complaints sees those, and nobody sees another's history.

use std::sync::Arc;

use catalogue::{
    About, Complaint, ComplaintId, ComplaintKind, NewComplaint, RecordId, Records, Role, Saved,
};
use jiff::Timestamp;
use legal::Path;

use super::Desk;
use crate::{clock, failure::Failure, record::Keeper, wire};

/// Lines on a page of the history.
pub(crate) const LISTED: usize = 20;

/// What somebody complains of, as it was sent.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// The id of a record, as typed.
    Record(String),
    /// A document, by slug, and a provision of it.
    Provision(String, Path),
}

/// One's history and saved questions.
pub(crate) struct OwnHistory {
    pub(crate) lines: Vec<wire::HistoryLine>,
    pub(crate) total: u64,
    pub(crate) saved: Vec<Saved>,
}

impl Desk {
    /// Under what the visitor's own things are kept; `None`: who it is is not known, or it is a program.
    pub(crate) fn key(&self) -> Option<String> {
        self.visitor.key()
    }

    /// Whether the visitor sees what others complain of.
    fn checks_complaints(&self) -> bool {
        self.visitor.has(Role::Checker) || self.visitor.has(Role::Admin)
    }

    /// Works on the records with the visitor's key.
    async fn own<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Keeper, &str, Timestamp) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let key = self.key().ok_or(Failure::NotAllowed)?;
        let keeper = Arc::clone(&self.keeper);
        self.view(move || work(&keeper, &key, clock::now())).await
    }

    /// What a complaint is about, as far as the visitor may see it.
    pub(crate) async fn subject(&self, subject: Subject) -> Result<About, Failure> {
        match subject {
            Subject::Record(typed) => {
                let found = self.found(typed).await?;
                Ok(About::Record(found.id))
            }
            Subject::Provision(slug, path) => {
                let look = move |held: &super::Held| {
                    let row = held.row(&slug)?;
                    let found = search::provision(&held.library, &row, &path, clock::today())?;
                    match found {
                        Some(_) => Ok(About::Provision(row.id, path)),
                        None => Err(Failure::NoProvision {
                            slug: row.slug,
                            nearest: Vec::new(),
                        }),
                    }
                };
                self.read(look).await
            }
        }
    }

    /// Keeps what somebody says is wrong.
    pub(crate) async fn complain(
        &self,
        about: About,
        kind: ComplaintKind,
        note: String,
    ) -> Result<ComplaintId, Failure> {
        self.own(move |keeper, by, made| {
            let told = NewComplaint {
                made,
                kind,
                about,
                note,
                by: by.to_owned(),
            };
            Ok(keeper.records().complain(&told)?)
        })
        .await
    }

    /// A complaint, if it is the visitor's own or the visitor checks them; a foreign and an absent one are the same.
    pub(crate) async fn complaint(&self, id: String) -> Result<wire::Complaint, Failure> {
        let all = self.checks_complaints();
        let found = self.own(move |keeper, by, _| {
            let id = ComplaintId::parse(&id).ok_or(Failure::NoComplaint)?;
            let found = keeper.records().complaint(&id)?;
            let found = found.filter(|one| all || one.told.by == by);
            let own = found.as_ref().is_some_and(|one| one.told.by == by);
            Ok((found.ok_or(Failure::NoComplaint)?, own))
        });
        let (found, own) = found.await?;
        if !own {
            let (desk, looked) = (self.clone(), found.clone());
            if !self.view(move || desk.shows(&looked)).await? {
                return Err(Failure::NoComplaint);
            }
        }
        let mut wired = self.wired(vec![found]).await?;
        wired.pop().ok_or(Failure::NoComplaint)
    }

    /// The visitor's own complaints, the newest first.
    pub(crate) async fn complaints(&self) -> Result<Vec<wire::Complaint>, Failure> {
        let found = self.own(|keeper, by, _| Ok(keeper.records().complaints_of(by)?));
        let found = found.await?;
        self.wired(found).await
    }

    /// With the addresses of what they are about, where that is held.
    pub(super) async fn wired(
        &self,
        found: Vec<Complaint>,
    ) -> Result<Vec<wire::Complaint>, Failure> {
        let held = self.library().ok();
        self.view(move || {
            let about = |complaint: &Complaint| {
                let About::Provision(id, _) = &complaint.told.about else {
                    return Ok(None);
                };
                let Some(library) = &held else {
                    return Ok(None);
                };
                let at = library.generation.seq();
                let row = library.catalogue.find_document(at, id.as_str())?;
                let row = row.filter(|row| library.sight.has(row.row));
                Ok::<_, Failure>(row)
            };
            let all = found.iter().map(|complaint| {
                let about = about(complaint)?;
                Ok(wire::Complaint::new(complaint, about.as_ref()))
            });
            all.collect()
        })
        .await
    }

    /// A page of what the visitor asked, from 1, and all that the visitor saved.
    pub(crate) async fn history(&self, number: usize) -> Result<OwnHistory, Failure> {
        self.own(move |keeper, person, _| {
            let from = number.saturating_sub(1) * LISTED;
            let (ids, total) = keeper.records().history(person, from, LISTED)?;
            let mut lines = Vec::with_capacity(ids.len());
            for id in ids {
                // What is no longer kept, or cannot be read, has no line.
                if let Ok(Some(found)) = keeper.find(&id.to_string()) {
                    lines.push(wire::HistoryLine::new(&found));
                }
            }
            let saved = keeper.records().saved(person)?;
            Ok(OwnHistory {
                lines,
                total,
                saved,
            })
        })
        .await
    }

    /// Empties the visitor's history.
    pub(crate) async fn empty_history(&self) -> Result<(), Failure> {
        self.own(|keeper, person, _| Ok(keeper.records().empty_history(person)?))
            .await
    }

    /// Saves a question.
    pub(crate) async fn save_question(&self, question: String) -> Result<(), Failure> {
        self.own(move |keeper, person, now| {
            Ok(keeper.records().save_question(person, &question, now)?)
        })
        .await
    }

    /// Takes a saved question away.
    pub(crate) async fn unsave(&self, row: i64) -> Result<(), Failure> {
        self.own(move |keeper, person, _| Ok(keeper.records().unsave(person, row)?))
            .await
    }
}

/// Adds an answer to a person's history. One that cannot be written keeps nobody from the answer.
pub(super) fn remember(records: &Records, key: Option<&str>, record: Option<&str>, at: Timestamp) {
    let Some((key, id)) = key.zip(record.and_then(RecordId::parse)) else {
        return;
    };
    if let Err(error) = records.remember(key, &id, at) {
        tracing::error!(%error, "an answer could not be added to a history");
    }
}
