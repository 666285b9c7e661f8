//! Publishing a staged batch: one transaction of the catalogue, one generation of the index.

use std::path::Path;

use catalogue::{
    BatchKind, Catalogue, Collection, Confidentiality, Hash, NewBatch, NewDocument, WholeFile,
};
use legal::DocumentId;
use models::Embedder;

use super::{
    BatchState, FileState, Judge, PlannedFile, PublishedBatch, StagedBatch, StagedFile, Staging,
    correct::{confirm, place_of},
    keep,
    trial::Intended,
};
use crate::{
    Error, Progress,
    document::{Origin, new_document},
    ended, load, resolved,
};

/// Passages embedded between two reports.
const STEP: usize = 512;

impl Staging {
    /// Publishes a batch that somebody decided to publish: all of it in one transaction, or, after any failure, nothing.
    /// Where there is a `judge`, it looks at the library as it would be first. The documents that were held already, as they
    /// are; [`Self::finish`] tells the batch. [`Error::NotReady`]: something must be decided first, by what is held now.
    pub fn publish(
        &self,
        root: &Path,
        catalogue: &Catalogue,
        embedder: &Embedder,
        made: &NewBatch,
        judge: Option<&mut Judge<'_>>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Vec<DocumentId>, Error> {
        let batch = self.batch(&made.name)?.ok_or(Error::NotReady)?;
        let plan = self.plan(&made.name, Some(catalogue))?;
        let goes: Vec<&PlannedFile> = plan.iter().filter(|one| one.goes()).collect();
        let blocked = plan.iter().any(|one| !one.obstacles.is_empty());
        if batch.state != BatchState::Publishing || goes.is_empty() || blocked {
            return Err(Error::NotReady);
        }
        let (mut documents, mut files) = self.taken(&batch, &goes, embedder)?;
        // Two collections of one name in a batch, from two folders, do not end each other's documents.
        let keys: Vec<DocumentId> = documents.iter().map(|one| one.id.clone()).collect();
        for file in &mut files {
            file.documents.clone_from(&keys);
        }
        vectors(embedder, &mut documents, progress)?;
        ended::settle(catalogue, &mut documents)?;
        resolved::decide(catalogue, embedder, &mut documents)?;
        if let Some(judge) = judge {
            let intended = Intended {
                made,
                documents: &documents,
                files: &files,
                embedder,
            };
            self.try_out(root, catalogue, &intended, judge, progress)?;
        }
        let added = self.stored(&batch, &goes, catalogue, || {
            Ok(catalogue.add_batch(made, BatchKind::Published, &documents, &files)?)
        })?;
        resolved::apply_resolutions(catalogue, embedder)?;
        index::publish(root, catalogue, &mut |done, total| {
            progress(Progress::Publishing { done, total });
        })?;
        Ok(added.unchanged)
    }

    /// The documents of the files that go, as they were confirmed, and the files.
    fn taken(
        &self,
        batch: &StagedBatch,
        goes: &[&PlannedFile],
        embedder: &Embedder,
    ) -> Result<(Vec<NewDocument>, Vec<WholeFile>), Error> {
        // A level that cannot be read must not open what it was to close.
        let collection = batch.collection.as_deref().map(Collection::new);
        let level = batch.level.as_deref().map(Confidentiality::from_name);
        if collection == Some(None) || level == Some(None) {
            return Err(Error::NotReady);
        }
        let (collection, level) = (collection.flatten(), level.flatten());
        let (mut documents, mut files) = (Vec::new(), Vec::new());
        for one in goes {
            let file = &one.file;
            self.take(
                &batch.name,
                file,
                collection.as_ref(),
                level,
                &mut documents,
            )?;
            files.push(WholeFile {
                original: file.hash.clone(),
                file_name: file.name.clone(),
                model: embedder.id().to_owned(),
                documents: Vec::new(),
            });
        }
        Ok((documents, files))
    }

    /// Stores the originals of the files that go and then what points to them; where that cannot be done they do not stay.
    fn stored<T>(
        &self,
        batch: &StagedBatch,
        goes: &[&PlannedFile],
        catalogue: &Catalogue,
        add: impl FnOnce() -> Result<T, Error>,
    ) -> Result<T, Error> {
        catalogue.sweep_next()?;
        let put = || {
            for one in goes {
                let bytes = fs_err::read(self.given(&batch.name, &one.file))?;
                if catalogue.put_original(&bytes)? != one.file.hash {
                    return Err(changed().into());
                }
            }
            add()
        };
        put().inspect_err(|_| {
            let hashes = goes.iter().map(|one| one.file.hash.clone());
            // The next purge tries again.
            let _ = catalogue.forget_originals(&hashes.collect::<Vec<_>>());
        })
    }

    /// The documents of a file, as they were confirmed.
    fn take(
        &self,
        batch: &str,
        file: &StagedFile,
        collection: Option<&Collection>,
        confidentiality: Option<Confidentiality>,
        documents: &mut Vec<NewDocument>,
    ) -> Result<(), Error> {
        let by = file.confirmed.as_ref().ok_or(Error::NotReady)?;
        let hash = Hash::of(&fs_err::read(self.given(batch, file))?);
        if hash != file.hash {
            return Err(changed().into());
        }
        let place = place_of(batch, file);
        let mut number = 0;
        self.readings(batch, file.number, &mut |mut reading| {
            let said = confirm(&mut reading, file.corrections.get(&number), by);
            number += 1;
            let origin = Origin {
                hash: &hash,
                file_name: &file.name,
                place: &place,
                collection,
                confidentiality,
            };
            let mut document = new_document(reading, &origin);
            document.media.clone_from(&file.media);
            let mut flags: Vec<serde_json::Value> =
                serde_json::from_str(&document.flags).unwrap_or_default();
            flags.push(said);
            document.flags = serde_json::to_string(&flags).unwrap_or_default();
            documents.push(document);
            Ok(())
        })
    }

    /// A batch that the catalogue holds is published, whatever its state says; what it was made of is deleted. To be
    /// called when readers see it: from then on its page says so.
    pub fn finish(
        &self,
        catalogue: &Catalogue,
        name: &str,
        unchanged: Vec<DocumentId>,
    ) -> Result<PublishedBatch, Error> {
        let made = catalogue.batch(name)?.ok_or(Error::NotReady)?;
        let changed = catalogue.changed_by(&made)?;
        let files = self.files(name)?;
        let own = |hash: &Hash| files.iter().any(|file| file.hash == *hash);
        let names = |ids: Vec<DocumentId>| ids.iter().map(ToString::to_string).collect();
        let (replaced, ended): (Vec<_>, Vec<_>) = changed
            .replaced
            .into_iter()
            .partition(|(_, hash)| own(hash));
        let approvals = touched(catalogue, &changed.new, &replaced, &ended)?;
        let published = PublishedBatch {
            approvals,
            new: names(changed.new),
            replaced: names(replaced.into_iter().map(|(id, _)| id).collect()),
            ended: names(ended.into_iter().map(|(id, _)| id).collect()),
            unchanged: names(unchanged),
        };
        self.change(name, |batch| {
            batch.state = match made.undone {
                Some(_) => BatchState::TakenBack,
                None => BatchState::Published,
            };
            (batch.interrupted, batch.failed) = (false, None);
            batch.published = Some(published.clone());
            Ok(())
        })?;
        self.clear(name)?;
        Ok(published)
    }

    /// Puts right what a stop of the program left: what was half received is said to be so, what was being read is read
    /// again, and a batch is published or not as the catalogue has it.
    pub fn recover(&self, catalogue: Option<&Catalogue>) -> Result<(), Error> {
        keep::clear_left(&self.folder)?;
        for batch in self.batches()? {
            let name = batch.name.as_str();
            if self.is_published(catalogue, name)? {
                continue;
            }
            let files = self.files(name)?;
            match batch.state {
                BatchState::Receiving if files.is_empty() => keep::remove(&self.folder, name)?,
                BatchState::Receiving | BatchState::Publishing => self.change(name, |batch| {
                    (batch.state, batch.interrupted) = (BatchState::Open, true);
                    Ok(())
                })?,
                _ => {}
            }
            for file in files.iter().filter(|file| file.state == FileState::Reading) {
                self.change_any_file(name, file.number, |file| {
                    file.state = FileState::Waiting;
                    Ok(())
                })?;
            }
        }
        Ok(())
    }
}

impl Staging {
    /// Publishing a batch failed, for a reason as problems are named: it is open again, unless the catalogue has it.
    pub fn failed(
        &self,
        catalogue: Option<&Catalogue>,
        name: &str,
        reason: &str,
    ) -> Result<(), Error> {
        if self.is_published(catalogue, name)? {
            return Ok(());
        }
        self.change(name, |batch| {
            batch.state = BatchState::Open;
            batch.failed = Some(reason.to_owned());
            Ok(())
        })
    }

    /// Whether the catalogue has a batch; then its state is put right.
    fn is_published(&self, catalogue: Option<&Catalogue>, name: &str) -> Result<bool, Error> {
        let Some(catalogue) = catalogue else {
            return Ok(false);
        };
        let Some(held) = catalogue.batch(name)? else {
            return Ok(false);
        };
        let state = self.batch(name)?.map(|batch| batch.state);
        let right = match held.undone {
            Some(_) => BatchState::TakenBack,
            None => BatchState::Published,
        };
        match state == Some(right) {
            true => self.clear(name)?,
            false => {
                self.finish(catalogue, name, Vec::new())?;
            }
        }
        Ok(true)
    }
}

fn changed() -> std::io::Error {
    std::io::Error::other("a staged file is not what was received")
}

/// A document with the hash of its file.
type Reading = (DocumentId, Hash);

/// The records of the approved answers that a published batch touches.
fn touched(
    catalogue: &Catalogue,
    new: &[DocumentId],
    replaced: &[Reading],
    ended: &[Reading],
) -> Result<Vec<String>, Error> {
    let at = catalogue.seq()?;
    let mut relations = Vec::new();
    for id in new.iter().chain(replaced.iter().map(|(id, _)| id)) {
        let Some(row) = catalogue.find_document(at, id.as_str())? else {
            continue;
        };
        let document = catalogue.document(at, row.row)?;
        relations.extend(document.into_iter().flat_map(|one| one.relations));
    }
    let changed = replaced.iter().chain(ended);
    let changed = changed.map(|(id, _)| id.to_string()).collect();
    let approved = catalogue.approvals_touched(&changed, &relations)?;
    Ok(approved
        .iter()
        .map(|decision| decision.record.to_string())
        .collect())
}

/// Gives every passage its vector, with reports.
fn vectors(
    embedder: &Embedder,
    documents: &mut [NewDocument],
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let total: usize = documents.iter().map(|one| one.passages.len()).sum();
    let (mut done, mut from) = (0, 0);
    while from < documents.len() {
        let (mut to, mut passages) = (from, 0);
        while to < documents.len() && (to == from || passages < STEP) {
            passages += documents[to].passages.len();
            to += 1;
        }
        load::embed(embedder, &mut documents[from..to])?;
        (from, done) = (to, done + passages);
        progress(Progress::Embedding {
            done: done as u64,
            total: total as u64,
        });
    }
    Ok(())
}
