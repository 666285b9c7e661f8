//! A trial: the library as a publish would make it, made aside and looked at before anything is published.
//!
//! The catalogue is copied, the index linked, the batch added to the copy and published there. What was looked at is
//! thus the very state that people would ask, and until it was, no reader, no other process and no stop of the program
//! can meet it: it lies in a folder that nobody opens, and that the next start clears away. The vectors are made once,
//! for both.

use std::path::{Path, PathBuf};

use catalogue::{BatchKind, Catalogue, NewBatch, NewDocument, WholeFile};
use models::Embedder;

use super::{Staging, keep};
use crate::{Error, Progress, resolved};

/// Looks at a library as it would be, by its folder and its catalogue; whether it may be published.
pub type Judge<'a> = dyn FnMut(&Path, Catalogue) -> bool + 'a;

/// What is to be published.
pub(super) struct Intended<'a> {
    pub(super) made: &'a NewBatch,
    pub(super) documents: &'a [NewDocument],
    pub(super) files: &'a [WholeFile],
    pub(super) embedder: &'a Embedder,
}

impl Staging {
    /// Makes the library as it would be, and has it judged; [`Error::TurnedDown`] if it may not be published.
    pub(super) fn try_out(
        &self,
        root: &Path,
        catalogue: &Catalogue,
        intended: &Intended<'_>,
        judge: &mut Judge<'_>,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<(), Error> {
        let folder = place(&self.folder, &intended.made.name);
        in_copy(root, &folder, catalogue, &mut |folder, copy| {
            copy.add_batch(
                intended.made,
                BatchKind::Published,
                intended.documents,
                intended.files,
            )?;
            // What checkers recorded may rest on what comes, or on what leaves.
            resolved::apply_resolutions(&copy, intended.embedder)?;
            index::publish(folder, &copy, &mut |done, total| {
                progress(Progress::Publishing { done, total });
            })?;
            match judge(folder, copy) {
                true => Ok(()),
                false => Err(Error::TurnedDown),
            }
        })
    }
}

/// What is done with a copy of a library, by its folder and its catalogue.
type Work<'a> = dyn FnMut(&Path, Catalogue) -> Result<(), Error> + 'a;

/// Does something with a copy of a library that nobody else sees, and clears it away.
pub(crate) fn aside(root: &Path, catalogue: &Catalogue, work: &mut Work<'_>) -> Result<(), Error> {
    let staging = root.join(super::FOLDER);
    fs_err::create_dir_all(&staging)?;
    // Whoever loads holds the writer lock: what lies there was left by a stop.
    in_copy(root, &place(&staging, "load"), catalogue, work)
}

/// The name is that of what is being removed: a start clears it away.
fn place(staging: &Path, name: &str) -> PathBuf {
    staging.join(format!(".{name}.trial.gone"))
}

fn in_copy(
    root: &Path,
    folder: &Path,
    catalogue: &Catalogue,
    work: &mut Work<'_>,
) -> Result<(), Error> {
    keep::clear(folder)?;
    let worked = catalogue
        .branch(folder)
        .map_err(Error::from)
        .and_then(|copy| {
            index::branch(root, folder)?;
            work(folder, copy)
        });
    keep::clear(folder)?;
    worked
}
