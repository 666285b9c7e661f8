//! Answering with a record, and reading records again.

use std::{collections::BTreeSet, sync::Arc, time::Duration};

use answer::{Answer, Event};
use catalogue::Role;
use search::{Library, Query};
use tokio::sync::mpsc;

use super::{Desk, own};
use crate::{
    clock,
    failure::Failure,
    language::Texts,
    record::{Found, Keeper, Made},
    wire,
};

impl Desk {
    /// Answers as it is sent, keeps a record of it, and adds it to the visitor's history. Each step goes to `events` as it
    /// happens. Says where an answer to the same question is approved.
    pub(crate) async fn answer(
        &self,
        query: Query,
        events: mpsc::UnboundedSender<Event>,
        t: Texts,
    ) -> Result<wire::Answer, Failure> {
        let library = self.library()?;
        let answer = self.ask(&library, &query, events).await?;
        self.recorded(library, query, answer, t, true).await
    }

    /// Answers from a library that shows less, for nobody's history; what was answered goes on and is recorded once
    /// `passes` has looked at it.
    pub(crate) async fn answer_in(
        &self,
        library: Library,
        query: Query,
        events: mpsc::UnboundedSender<Event>,
        t: Texts,
        passes: &(dyn Fn(&Answer) -> Result<(), Failure> + Sync),
    ) -> Result<wire::Answer, Failure> {
        let answer = self.ask(&library, &query, events).await?;
        passes(&answer)?;
        self.recorded(library, query, answer, t, false).await
    }

    /// An answer as it is sent, once it is recorded; `told`: for somebody with a history, who is told of what is approved.
    async fn recorded(
        &self,
        library: Library,
        query: Query,
        answer: Answer,
        t: Texts,
        told: bool,
    ) -> Result<wire::Answer, Failure> {
        let key = self.key().filter(|_| told);
        let owner = self.visitor().person().map(|person| person.name.clone());
        let refusal = answer.refusal.map(|refusal| t.name(&refusal));
        self.metrics.asked(refusal.as_deref().unwrap_or("claims"));
        let (desk, span) = (self.clone(), tracing::Span::current());
        let recorded = tokio::task::spawn_blocking(move || {
            let _span = span.entered();
            let mut sent = wire::Answer::new(&answer, &query.text, query.on, t.0);
            if told {
                // What cannot be looked up keeps nobody from the answer.
                match desk.approved(&query, &sent) {
                    Ok(approved) => sent.approved = approved,
                    Err(failure) => {
                        tracing::error!(
                            code = failure.code(),
                            "approved answers were not looked up"
                        );
                    }
                }
            }
            let made = Made {
                library: &library,
                query: &query,
                answer: &answer,
                at: clock::now(),
                language: t.0,
                owner: owner.as_deref(),
            };
            let (at, keeper) = (made.at, &desk.keeper);
            let kept = keeper.keep(&made, sent);
            own::remember(keeper.records(), key.as_deref(), kept.record.as_deref(), at);
            kept
        });
        recorded.await.map_err(|_| Failure::Internal)
    }

    /// The record of an id as it was typed.
    pub(crate) async fn found(&self, id: String) -> Result<Found, Failure> {
        let keeper = Arc::clone(&self.keeper);
        let desk = self.clone();
        let found = move || desk.readable(keeper.find(&id)?);
        self.viewing.run(found).await
    }

    /// A record that the visitor may read: one's own, any for whoever checks others' answers, one that is approved, and
    /// one that nobody's account asked for, by whoever knows its id. One that rests on what the visitor may not see is
    /// not there. What may not be read and what is not there look the same. In another's question personal data is
    /// masked.
    pub(super) fn readable(&self, found: Option<Found>) -> Result<Found, Failure> {
        let found = found.ok_or(Failure::NoRecord)?;
        let visitor = self.visitor();
        let own = found
            .owner
            .as_deref()
            .is_none_or(|owner| owner == visitor.name());
        if !own && !visitor.has(Role::Checker) && !self.is_approved(&found.id)? {
            return Err(Failure::NoRecord);
        }
        if self.hides(&found.rests_on)? {
            return Err(Failure::NoRecord);
        }
        Ok(match own {
            true => found,
            false => found.masked(),
        })
    }

    /// Whether one of these documents is held and hidden from the visitor.
    pub(super) fn hides(&self, documents: &BTreeSet<String>) -> Result<bool, Failure> {
        for id in documents {
            if !self.hidden_of([id.as_str()].into_iter())?.is_empty() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Those of some documents that are held and hidden from the visitor.
    pub(super) fn hidden_of<'a>(
        &self,
        documents: impl Iterator<Item = &'a str>,
    ) -> Result<BTreeSet<String>, Failure> {
        let mut found = BTreeSet::new();
        if self.visitor().hidden().is_empty() {
            return Ok(found);
        }
        let Ok(library) = self.library() else {
            return Ok(found);
        };
        let (seen, at) = (&library.catalogue, library.generation.seq());
        let whole = seen.without(&BTreeSet::new());
        for id in documents {
            // Most are seen: those are looked up once.
            if seen.find_document(at, id)?.is_none() && whole.find_document(at, id)?.is_some() {
                found.insert(id.to_owned());
            }
        }
        Ok(found)
    }

    /// A record, and what changed since in what it rests on.
    pub(crate) async fn compared(
        &self,
        id: String,
    ) -> Result<(Found, Vec<answer::Changed>), Failure> {
        let (keeper, library) = (Arc::clone(&self.keeper), self.library().ok());
        let desk = self.clone();
        let work = move || {
            let found = desk.readable(keeper.find(&id)?)?;
            let changes = found.changes(library.as_ref())?;
            Ok((found, changes))
        };
        self.viewing.run(work).await
    }
}

/// Deletes records that are older than they are kept, now and once a day, until dropped.
pub(crate) async fn thin(keeper: Arc<Keeper>) {
    const DAY: Duration = Duration::from_secs(24 * 60 * 60);
    loop {
        let keeper = Arc::clone(&keeper);
        let thinned = tokio::task::spawn_blocking(move || keeper.thin(clock::now()));
        if let Ok(Err(error)) = thinned.await {
            tracing::error!(%error, "old records could not be deleted");
        }
        tokio::time::sleep(DAY).await;
    }
}
