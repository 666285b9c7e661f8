//! Batches as the handlers see and change them.

use std::{collections::BTreeSet, time::Duration};

use axum::extract::Multipart;
use catalogue::{BatchKind, Catalogue, Collection, Confidentiality, Deed, NewBatch};
use ingest::{BatchState, StagedBatch, StagedFile};

use super::Desk;
use crate::{clock, failure::Failure, stage, upload, wire};

mod back;
mod decide;
mod sheets;

/// Most batches that are listed.
const LISTED: usize = 50;
/// How long a change waits for the one before.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);

impl Desk {
    /// Works on what is staged, once there is a place for it.
    pub(super) async fn staged<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Desk) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let desk = self.clone();
        self.viewing.run(move || work(&desk)).await
    }

    /// The batches received last.
    pub(crate) async fn batches(&self) -> Result<wire::Batches, Failure> {
        self.staged(|desk| {
            let staging = &desk.stage.staging;
            let mut lines = Vec::new();
            for batch in staging.batches()?.iter().take(LISTED) {
                lines.push(wire::BatchLine::new(batch, &staging.files(&batch.name)?));
            }
            Ok(wire::Batches { batches: lines })
        })
        .await
    }

    /// A batch beside what is held.
    pub(crate) async fn batch(&self, name: String) -> Result<wire::Batch, Failure> {
        self.staged(move |desk| desk.look_at(&name)).await
    }

    fn look_at(&self, name: &str) -> Result<wire::Batch, Failure> {
        let staging = &self.stage.staging;
        let batch = staging.batch(name)?.ok_or(Failure::NoBatch)?;
        let library = self.library().ok();
        let catalogue = library.as_ref().map(|library| &*library.catalogue);
        let planned = staging.plan(name, catalogue)?;
        let files: Vec<StagedFile> = planned.iter().map(|one| one.file.clone()).collect();
        let ahead = self.stage.ahead(name, &files);
        let on = clock::today();
        let at = catalogue
            .map(Catalogue::seq)
            .transpose()?
            .unwrap_or_default();
        let held = |symbol: &legal::Symbol| {
            let rows = catalogue?.by_symbol(at, symbol).ok()?;
            rows.first().map(|row| wire::DocumentRef::new(row, on))
        };
        let mut shown = Vec::with_capacity(planned.len());
        for one in &planned {
            let mut file = wire::BatchFile::new(one, on, &held);
            if let Some(ahead) = ahead.get(&file.number) {
                (file.recognised, file.seconds_left) = (ahead.recognised, ahead.seconds);
            }
            shown.push(file);
        }
        let document = |id: &String| {
            let row = catalogue.and_then(|held| held.find_document(at, id).ok().flatten());
            wire::BatchDocument {
                id: id.clone(),
                held: row.map(|row| wire::DocumentRef::new(&row, on)),
            }
        };
        let everything = catalogue.map(|held| held.without(&BTreeSet::new()));
        let is_held = |held: Option<&Catalogue>, id: &str| {
            held.is_some_and(|held| matches!(held.find_document(at, id), Ok(Some(_))))
        };
        // What the visitor may not see is not told of: neither by name nor by its key.
        let told = |id: &&String| is_held(catalogue, id) || !is_held(everything.as_ref(), id);
        let all = |ids: &[String]| ids.iter().filter(told).map(document).collect();
        let published = batch.published.as_ref().map(|done| wire::BatchChanges {
            new: all(&done.new),
            replaced: all(&done.replaced),
            ended: all(&done.ended),
            unchanged: all(&done.unchanged),
            approvals: done.approvals.clone(),
        });
        let approvals = match (batch.state, catalogue) {
            (BatchState::Open, Some(held)) => touched(held, at, &planned)?,
            _ => Vec::new(),
        };
        let standing = match (batch.state, catalogue) {
            (BatchState::Published, Some(held)) => {
                let made = held.batch(name)?;
                made.is_some_and(|made| made.undone.is_none() && made.kind == BatchKind::Published)
            }
            _ => false,
        };
        Ok(wire::Batch {
            ready: batch.state == BatchState::Open
                && shown.iter().any(wire::BatchFile::goes)
                && shown.iter().all(|file| file.obstacles.is_empty()),
            can_be_taken_back: standing,
            name: batch.name,
            made: batch.made,
            who: batch.who,
            state: batch.state,
            interrupted: batch.interrupted,
            failed: batch.failed,
            fell: batch.fell,
            collection: batch.collection,
            level: batch.level,
            files: shown,
            approvals,
            published,
        })
    }

    /// Receives the files of a form as a new batch; its name. What came whole before a failure stays in it.
    pub(crate) async fn receive_batch(&self, form: Multipart) -> Result<String, Failure> {
        let NewBatch { name, at, who } = NewBatch::fresh(clock::now(), self.visitor().name())?;
        let begun = StagedBatch::receiving(name.clone(), at.to_string(), who);
        self.staged(move |desk| Ok(desk.stage.staging.begin(&begun)?))
            .await?;
        let received = upload::receive_into(self, &name, form).await;
        let told = name.clone();
        let files = self
            .staged(move |desk| {
                let staging = &desk.stage.staging;
                let files = staging.files(&told)?;
                if files.is_empty() {
                    staging.discard(&told)?;
                    return Ok(0);
                }
                let (placed, whole) = match &received {
                    Ok(place) => (Some(place.clone()), true),
                    Err(_) => (None, false),
                };
                staging.change(&told, |batch| {
                    batch.state = BatchState::Open;
                    batch.interrupted = !whole;
                    if let Some(place) = placed {
                        (batch.collection, batch.level) = (place.collection, place.level);
                    }
                    Ok(())
                })?;
                received?;
                Ok(files.len())
            })
            .await;
        self.stage.call();
        match files? {
            0 => Err(Failure::NoFile),
            _ => Ok(name),
        }
    }

    /// Publishes a batch when its turn comes: what follows is seen on its page.
    pub(crate) async fn publish_batch(
        &self,
        name: String,
        place: wire::BatchPlace,
    ) -> Result<(), Failure> {
        let (given, level) = (
            place.collection.unwrap_or_default(),
            place.level.unwrap_or_default(),
        );
        let collection = match given.trim() {
            "" => None,
            typed => Some(Collection::new(typed).ok_or(Failure::BadCollection)?),
        };
        let level = match level.trim() {
            "" => None,
            typed => Some(Confidentiality::from_name(typed).ok_or(Failure::BadLevel)?),
        };
        let despite = place.despite.as_deref().map(reason);
        if despite.as_deref() == Some("") {
            return Err(Failure::Unapproved("no-reason"));
        }
        let chosen = name.clone();
        self.staged(move |desk| {
            let looked = desk.look_at(&chosen)?;
            // There is nothing to go on in spite of before it was seen.
            if !looked.ready || (despite.is_some() && looked.fell.is_none()) {
                return Err(Failure::BatchNotReady);
            }
            desk.stage.staging.change(&chosen, |batch| {
                if batch.state != BatchState::Open {
                    return Err(ingest::Error::NotReady);
                }
                batch.state = BatchState::Publishing;
                batch.collection = collection.map(|name| name.as_str().to_owned());
                batch.level = level.map(|level| level.name().to_owned());
                (batch.failed, batch.interrupted) = (None, false);
                if despite.is_none() {
                    batch.fell = None;
                }
                batch.despite = despite;
                Ok(())
            })?;
            Ok(())
        })
        .await?;
        let desk = self.clone();
        let made = NewBatch {
            name,
            at: clock::now(),
            who: self.visitor().name().to_owned(),
        };
        tokio::spawn(async move {
            let turn = desk.clone();
            let _turn = turn.loading.lock().await;
            let work = tokio::task::spawn_blocking(move || desk.publish_now(&made));
            if work.await.is_err() {
                tracing::error!("publishing a batch panicked");
            }
        });
        Ok(())
    }

    fn publish_now(&self, made: &NewBatch) {
        let act = self.visitor().act();
        let done = stage::publish(self, &act, made);
        self.stage.over(&made.name);
        let Err(failure) = done else { return };
        // The transaction may have been done all the same: the catalogue knows.
        let held = Catalogue::open_read_only(&self.setup.root).ok().flatten();
        let published = held
            .as_ref()
            .is_some_and(|held| matches!(held.batch(&made.name), Ok(Some(_))));
        if published {
            stage::tell(self, &act, &made.name);
        }
        let staging = &self.stage.staging;
        if let Err(error) = staging.failed(held.as_ref(), &made.name, failure.code()) {
            tracing::error!(%error, "a batch that failed could not be opened again");
        }
    }

    /// Gives a batch up that was not published.
    pub(crate) async fn discard_batch(&self, name: String) -> Result<(), Failure> {
        self.staged(move |desk| {
            let staging = &desk.stage.staging;
            staging.batch(&name)?.ok_or(Failure::NoBatch)?;
            staging.discard(&name)?;
            desk.note(Deed::Discarded, &name, "");
            Ok(())
        })
        .await
    }

    /// Changes what is held, in turn, and makes the change searchable.
    pub(crate) async fn changing<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Catalogue) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.clone();
        let turn = tokio::time::timeout(PATIENCE, turn.loading.lock()).await;
        let _turn = turn.map_err(|_| Failure::LoadRunning)?;
        let desk = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let catalogue = Catalogue::open(&desk.setup.root)?.without(desk.visitor().hidden());
            stage::forget_old(&catalogue, clock::now())?;
            let done = change(&catalogue)?;
            stage::follow_resolutions(&desk, &catalogue);
            index::publish(&desk.setup.root, &catalogue, &mut |_, _| {})?;
            desk.refresh_shelf();
            Ok(done)
        });
        work.await.unwrap_or(Err(Failure::Internal))
    }

    /// What was changed is seen at once, not after the next look at the manifest.
    pub(crate) fn refresh_shelf(&self) {
        if let Err(error) = self.shelf.refresh() {
            tracing::error!(%error, "the new generation could not be opened; the old one stays");
        }
    }
}

/// The records of approved answers that publishing these files would touch.
fn touched(
    catalogue: &Catalogue,
    at: catalogue::Seq,
    planned: &[ingest::PlannedFile],
) -> Result<Vec<String>, Failure> {
    use legal::RelationKind::{Amends, Corrects, Repeals, Replaces, Supplements, Suspends};
    let mut keys = BTreeSet::new();
    let going = planned.iter().filter(|one| one.goes());
    for document in going.flat_map(|one| &one.documents) {
        keys.extend(document.replaces.iter().map(|row| row.id.to_string()));
        for relation in document.relations() {
            let changes = [Amends, Corrects, Repeals, Replaces, Supplements, Suspends];
            let symbol = relation.symbol.as_ref();
            let Some(symbol) = symbol.filter(|_| changes.contains(&relation.kind)) else {
                continue;
            };
            let targets = catalogue.by_symbol(at, symbol)?;
            keys.extend(targets.into_iter().map(|row| row.id.to_string()));
        }
    }
    let approved = catalogue.approvals_touched(&keys, &[])?;
    let records = approved.iter().map(|decision| decision.record.to_string());
    Ok(records.collect())
}

/// Most characters of a reason.
const LONGEST: usize = 300;

/// A reason in one line.
pub(crate) fn reason(typed: &str) -> String {
    let words: Vec<&str> = typed.split_whitespace().collect();
    words.join(" ").chars().take(LONGEST).collect()
}
