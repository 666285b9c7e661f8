//! Staging: files that were received wait here, are read and looked at by a person, and only then published.
//!
//! A batch is a folder under `staging/`, a file of it a folder inside with the bytes as they came, what was read of them
//! and a small state. Every state is written under another name, synced and renamed, so that a stop at any point leaves
//! the one before or the one after. Nothing of it is in the catalogue, so nothing is searchable; what was published or
//! given up is deleted from here at once. Whether a batch was published is known by the catalogue alone, which does it in
//! one transaction.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use catalogue::Hash;
use serde::{Deserialize, Serialize};

use crate::Error;

mod correct;
mod found;
mod keep;
mod plan;
mod publish;
mod read;
mod stated;
mod trial;

pub use correct::Corrections;
pub(crate) use correct::{again, before};
pub use found::{Found, ProposedRelation};
pub use plan::{Obstacle, PlannedDocument, PlannedFile};
pub use read::reason;
pub use stated::{RelationsRight, StatedRelation};
pub use trial::Judge;
pub(crate) use trial::aside;

/// The folder of one data folder.
const FOLDER: &str = "staging";
/// Most bytes of what was read of all files of a batch together: it is published from memory, as one transaction.
const MOST_READ: u64 = 256 << 20;
/// How often a file is begun whose reading ended with the whole program.
const TRIES: u32 = 2;

/// All staged batches of a data folder.
#[derive(Debug)]
pub struct Staging {
    folder: PathBuf,
    changing: Mutex<()>,
}

/// Where a batch is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BatchState {
    /// Files are still coming.
    Receiving,
    /// Being read and looked at.
    Open,
    /// Somebody published it; it waits for its turn or is being published.
    Publishing,
    /// Searchable.
    Published,
    /// Was published, and taken back.
    TakenBack,
}

/// A batch of files.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StagedBatch {
    /// Its name in addresses: small letters, digits and dashes.
    pub name: String,
    /// When it was received, as ISO 8601.
    pub made: String,
    /// Who sent it.
    pub who: String,
    /// Where it is.
    pub state: BatchState,
    /// The collection that it is put into.
    #[serde(default)]
    pub collection: Option<String>,
    /// The level that its documents get of their own.
    #[serde(default)]
    pub level: Option<String>,
    /// Receiving or publishing it was broken off by a stop of the program: something must be done again.
    #[serde(default)]
    pub interrupted: bool,
    /// Why publishing failed the last time, as problems are named.
    #[serde(default)]
    pub failed: Option<String>,
    /// The evaluation for which it was not published the last time.
    #[serde(default)]
    pub fell: Option<String>,
    /// Why it is published all the same, by whoever publishes it.
    #[serde(default)]
    pub despite: Option<String>,
    /// What publishing it changed.
    #[serde(default)]
    pub published: Option<PublishedBatch>,
}

impl StagedBatch {
    /// A batch whose files begin to come.
    pub fn receiving(name: String, made: String, who: String) -> Self {
        Self {
            name,
            made,
            who,
            state: BatchState::Receiving,
            collection: None,
            level: None,
            interrupted: false,
            failed: None,
            fell: None,
            despite: None,
            published: None,
        }
    }
}

/// What publishing a batch changed, by keys: no word of a document stays here.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedBatch {
    /// Documents that were not held before.
    pub new: Vec<String>,
    /// Documents that took the place of an older reading.
    pub replaced: Vec<String>,
    /// Documents that were held already and were ended by others of the batch.
    pub ended: Vec<String>,
    /// Documents that were held already, as they are.
    pub unchanged: Vec<String>,
    /// The records of approved answers that rest on what it changed, ended or amends.
    #[serde(default)]
    pub approvals: Vec<String>,
}

/// Where a file is on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileState {
    /// Waits to be read.
    Waiting,
    /// Is being read.
    Reading,
    /// Was read.
    Read,
    /// Cannot be read: never published.
    Failed,
}

/// Who confirmed what is known of a file, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// The account.
    pub who: String,
    /// ISO 8601.
    pub at: String,
}

/// A file of a batch.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StagedFile {
    /// Its number in the batch, from 1.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub hash: Hash,
    /// Where it is.
    pub state: FileState,
    /// How often its reading was begun.
    #[serde(default)]
    pub tries: u32,
    /// Why it cannot be read: see [`reason`].
    #[serde(default)]
    pub reason: Option<String>,
    /// The mark for which it was refused.
    #[serde(default)]
    pub mark: Option<String>,
    /// Its format, as the catalogue names it.
    #[serde(default)]
    pub media: String,
    /// Documents in it.
    #[serde(default)]
    pub documents: u32,
    /// Bytes of what was read.
    #[serde(default)]
    pub read_bytes: u64,
    /// Somebody left it out.
    #[serde(default)]
    pub left_out: bool,
    /// Somebody looked at what is known of it.
    #[serde(default)]
    pub confirmed: Option<Confirmation>,
    /// Somebody said that it may take the place of what was held then: see [`PlannedFile::replaced`].
    #[serde(default)]
    pub agreed: Option<String>,
    /// What somebody put right, by the number of the document in the file, from 0.
    #[serde(default)]
    pub corrections: BTreeMap<u32, Corrections>,
}

impl Staging {
    /// Of a data folder. Touches no file.
    pub fn new(root: &Path) -> Self {
        Self {
            folder: root.join(FOLDER),
            changing: Mutex::default(),
        }
    }

    /// Every batch, the latest first. What cannot be read is left out.
    pub fn batches(&self) -> Result<Vec<StagedBatch>, Error> {
        let mut found = Vec::new();
        for name in keep::names(&self.folder)? {
            found.extend(self.batch(&name)?);
        }
        found.sort_by(|one, other| (&other.made, &other.name).cmp(&(&one.made, &one.name)));
        Ok(found)
    }

    /// A batch by its name.
    pub fn batch(&self, name: &str) -> Result<Option<StagedBatch>, Error> {
        match is_name(name) {
            true => keep::read(&self.of(name).join("batch.json")),
            false => Ok(None),
        }
    }

    /// The files of a batch, by number.
    pub fn files(&self, batch: &str) -> Result<Vec<StagedFile>, Error> {
        let mut found = Vec::new();
        if is_name(batch) {
            for number in keep::names(&self.of(batch))? {
                found.extend(keep::read::<StagedFile>(
                    &self.of(batch).join(number).join("file.json"),
                )?);
            }
        }
        found.sort_by_key(|file| file.number);
        Ok(found)
    }

    /// A file of a batch.
    pub fn file(&self, batch: &str, number: u32) -> Result<Option<StagedFile>, Error> {
        match is_name(batch) {
            true => keep::read(&self.of_file(batch, number).join("file.json")),
            false => Ok(None),
        }
    }

    /// What was found in a file; of one with very many documents the first of them.
    pub fn found(&self, batch: &str, number: u32) -> Result<Vec<Found>, Error> {
        let found = match is_name(batch) {
            true => keep::read(&self.of_file(batch, number).join("found.json"))?,
            false => None,
        };
        Ok(found.unwrap_or_default())
    }

    /// The bytes of a file as they came.
    pub fn given(&self, batch: &str, file: &StagedFile) -> PathBuf {
        let folder = self.of_file(batch, file.number).join("given");
        folder.join(&file.name)
    }

    /// Begins a batch, which is there from now on.
    pub fn begin(&self, batch: &StagedBatch) -> Result<(), Error> {
        if !is_name(&batch.name) {
            return Err(Error::NotReady);
        }
        fs_err::create_dir_all(self.of(&batch.name))?;
        keep::write(&self.of(&batch.name).join("batch.json"), batch)?;
        keep::sync_folder(&self.folder)?;
        Ok(())
    }

    /// Where the bytes of the next file are to be written; its folder is made.
    pub fn place(&self, batch: &str, number: u32, name: &str) -> Result<PathBuf, Error> {
        let folder = self.of_file(batch, number).join("given");
        fs_err::create_dir_all(&folder)?;
        Ok(folder.join(name))
    }

    /// A file was written to its place: from now on it is in the batch, also after a power cut.
    pub fn received(&self, batch: &str, number: u32, name: &str) -> Result<StagedFile, Error> {
        let place = self.place(batch, number, name)?;
        let bytes = fs_err::read(&place)?;
        fs_err::File::open(&place)?.sync_all()?;
        let file = StagedFile {
            number,
            name: name.to_owned(),
            size: bytes.len() as u64,
            hash: Hash::of(&bytes),
            state: FileState::Waiting,
            tries: 0,
            reason: None,
            mark: None,
            media: String::new(),
            documents: 0,
            read_bytes: 0,
            left_out: false,
            confirmed: None,
            agreed: None,
            corrections: BTreeMap::new(),
        };
        keep::sync_folder(&self.of_file(batch, number).join("given"))?;
        keep::write(&self.of_file(batch, number).join("file.json"), &file)?;
        keep::sync_folder(&self.of(batch))?;
        Ok(file)
    }

    /// Changes a batch: `change` says whether it did.
    pub fn change<T>(
        &self,
        name: &str,
        change: impl FnOnce(&mut StagedBatch) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _one = self.alone();
        let mut batch = self.batch(name)?.ok_or(Error::NotReady)?;
        let done = change(&mut batch)?;
        keep::write(&self.of(name).join("batch.json"), &batch)?;
        Ok(done)
    }

    /// Changes a file of a batch that is not published yet.
    pub fn change_file<T>(
        &self,
        batch: &str,
        number: u32,
        change: impl FnOnce(&mut StagedFile) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let _one = self.alone();
        let open = [BatchState::Open, BatchState::Receiving];
        let state = self.batch(batch)?.map(|batch| batch.state);
        if !state.is_some_and(|state| open.contains(&state)) {
            return Err(Error::NotReady);
        }
        self.change_any_file(batch, number, change)
    }

    fn change_any_file<T>(
        &self,
        batch: &str,
        number: u32,
        change: impl FnOnce(&mut StagedFile) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut file = self.file(batch, number)?.ok_or(Error::NotReady)?;
        let done = change(&mut file)?;
        keep::write(&self.of_file(batch, number).join("file.json"), &file)?;
        Ok(done)
    }

    /// Gives a batch up that was not published: nothing of it stays.
    pub fn discard(&self, name: &str) -> Result<(), Error> {
        let _one = self.alone();
        let batch = self.batch(name)?.ok_or(Error::NotReady)?;
        if ![BatchState::Receiving, BatchState::Open].contains(&batch.state) {
            return Err(Error::NotReady);
        }
        keep::remove(&self.folder, name)
    }

    /// Deletes what was received, read and typed of a batch; what it did stays to be seen. Who confirmed what is kept with
    /// each document, and goes with it.
    fn clear(&self, batch: &str) -> Result<(), Error> {
        for file in self.files(batch)? {
            if !file.corrections.is_empty() {
                self.change_any_file(batch, file.number, |file| {
                    file.corrections.clear();
                    Ok(())
                })?;
            }
        }
        for number in keep::names(&self.of(batch))? {
            for inner in ["given", "readings", "found.json"] {
                keep::remove(&self.of(batch).join(&number), inner)?;
            }
        }
        Ok(())
    }

    fn alone(&self) -> MutexGuard<'_, ()> {
        self.changing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn of(&self, batch: &str) -> PathBuf {
        self.folder.join(batch)
    }

    fn of_file(&self, batch: &str, number: u32) -> PathBuf {
        self.folder.join(batch).join(number.to_string())
    }
}

/// Whether that can be the name of a batch: it becomes a folder.
fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(letter) && !name.starts_with('-')
}

#[cfg(test)]
mod tests;
