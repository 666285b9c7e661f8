//! Loading files and folders: read, embed, accept, publish, with a report per file.

use std::path::{Path, PathBuf};

use catalogue::Catalogue;
use models::Embedder;

use crate::{Error, ReadError, ReadLimits};

/// How to load.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program whose `read-worker` command reads files (this one).
    pub program: PathBuf,
    /// Limits per file.
    pub limits: ReadLimits,
    /// Largest file in bytes; larger ones are reported unread.
    pub max_file_bytes: u64,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Loaded: ids of its documents that are new or replaced, and how many were held already.
    Loaded {
        /// New or replaced.
        documents: Vec<legal::DocumentId>,
        /// Held already, unchanged.
        unchanged: usize,
        /// Articles read.
        articles: usize,
    },
    /// Nothing of it was loaded, for this reason.
    Refused(ReadError),
    /// Larger than allowed.
    TooLarge,
}

/// The report of one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// What became of it.
    pub outcome: Outcome,
    /// What to know before relying on it: flags and issues, for a person.
    pub notes: Vec<String>,
}

/// Reported while loading.
#[derive(Clone, Debug)]
pub enum Progress {
    /// Bytes read of all bytes.
    Reading {
        /// Bytes of the files done.
        done: u64,
        /// Bytes of all files.
        total: u64,
        /// The file at hand.
        file: PathBuf,
    },
    /// Passages made searchable of all.
    Publishing {
        /// Done.
        done: u64,
        /// All.
        total: u64,
    },
    /// A file is done.
    File(Box<FileReport>),
}

/// Loads files and folders (recursively) into the data folder and publishes. A bad file is reported and never
/// stops the batch; what was accepted before a failure stays.
pub fn load(
    _root: &Path,
    _catalogue: &Catalogue,
    _embedder: &Embedder,
    _paths: &[PathBuf],
    _settings: &Settings,
    _progress: &mut dyn FnMut(Progress),
) -> Result<Vec<FileReport>, Error> { todo!() }
