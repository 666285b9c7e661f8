//! A trial: the library as a publish would make it, made aside and looked at before anything is published.
//!
//! The catalogue is copied, the index linked, the batch added to the copy and published there. What was looked at is
//! thus the very state that people would ask, and until it was, no reader, no other process and no stop of the program
//! can meet it: it lies in a folder that nobody opens, and that the next start clears away. The vectors are made once,
//! for both.

use std::path::Path;

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
        // The name is that of what is being removed: a start clears it away.
        let name = format!(".{}.trial.gone", intended.made.name);
        let folder = self.folder.join(&name);
        keep::clear(&folder)?;
        let judged = judged(root, &folder, catalogue, intended, judge, progress);
        keep::clear(&folder)?;
        match judged? {
            true => Ok(()),
            false => Err(Error::TurnedDown),
        }
    }
}

fn judged(
    root: &Path,
    folder: &Path,
    catalogue: &Catalogue,
    intended: &Intended<'_>,
    judge: &mut Judge<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<bool, Error> {
    let copy = catalogue.branch(folder)?;
    index::branch(root, folder)?;
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
    Ok(judge(folder, copy))
}
