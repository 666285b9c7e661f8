//! Changing the embedding model of what is held, while the generation in use goes on answering.
//!
//! Vectors are gathered in the catalogue a second's work at a time. The writer's lock is taken for each such step
//! only, so that documents can be loaded meanwhile; they are embedded before the change. When every passage has its
//! vector, one transaction changes the catalogue over, a new generation is published, the old vectors are deleted.

use std::{
    fs::TryLockError,
    path::Path,
    time::{Duration, Instant},
};

use catalogue::{Catalogue, PassageId, PassageRow};
use models::{Embedder, Use};

use crate::{Error, Progress};

/// What is embedded between two transactions should take about this long: so much is done again after a stop.
const STEP: Duration = Duration::from_secs(1);
/// Passages of a step: at first, and at most.
const FIRST: usize = 16;
const MOST: usize = 4_096;
/// How often a data folder in which somebody writes is tried again.
const AGAIN: Duration = Duration::from_millis(200);

/// What changing the model did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Embedded {
    /// Passages that were embedded now.
    pub passages: u64,
    /// Passages that an earlier run had embedded.
    pub kept: u64,
    /// Passages searchable with the model; 0 where nothing is held.
    pub searchable: u64,
}

/// What is embedded of a passage is what is indexed: breadcrumb and words.
pub(crate) fn embedded(breadcrumb: &str, text: &str) -> String {
    format!("{breadcrumb}\n{text}")
}

/// Embeds every passage that is held with this model, goes over to it and publishes. Goes on where an earlier run was
/// stopped. Where the model is in use already, what was gathered for another one is deleted.
pub fn embed(
    root: &Path,
    embedder: &Embedder,
    progress: &mut dyn FnMut(Progress),
) -> Result<Embedded, Error> {
    let _turn = turn(root)?;
    let Some(reader) = Catalogue::open_read_only(root)? else {
        return Ok(Embedded::default());
    };
    let Some((held, _)) = reader.model()? else {
        return Ok(Embedded::default());
    };
    let mut done = Embedded::default();
    if held == embedder.id() {
        let writer = writer(root, progress)?;
        writer.forget_next_model()?;
        return publish(root, &writer, done, progress);
    }
    writer(root, progress)?.begin_model(embedder.id())?;
    let all = reader.changes(0, reader.seq()?)?.added.len();
    let lacking = reader.without_next_vector()?;
    done.kept = all.saturating_sub(lacking.len()) as u64;
    let mut step = FIRST;
    loop {
        let lacking = reader.without_next_vector()?;
        gather(root, &reader, embedder, &lacking, &mut step, progress)?;
        done.passages += lacking.len() as u64;
        let writer = writer(root, progress)?;
        // None: something was loaded since we looked.
        if writer
            .change_model(embedder.id(), embedder.dimensions())?
            .is_some()
        {
            return publish(root, &writer, done, progress);
        }
    }
}

/// Publishes, and deletes the vectors of the model before once no search needs them.
fn publish(
    root: &Path,
    writer: &Catalogue,
    done: Embedded,
    progress: &mut dyn FnMut(Progress),
) -> Result<Embedded, Error> {
    let published = index::publish(root, writer, &mut |done, total| {
        progress(Progress::Publishing { done, total });
    })?;
    writer.forget_old_model()?;
    Ok(Embedded {
        searchable: published.passages,
        ..done
    })
}

/// Embeds these passages and stores their vectors, step by step.
fn gather(
    root: &Path,
    reader: &Catalogue,
    embedder: &Embedder,
    lacking: &[PassageId],
    step: &mut usize,
    progress: &mut dyn FnMut(Progress),
) -> Result<(), Error> {
    let total = lacking.len() as u64;
    let mut done = 0;
    progress(Progress::Embedding { done: 0, total });
    while done < lacking.len() {
        let began = Instant::now();
        let ids = &lacking[done..lacking.len().min(done + *step)];
        // What was removed since is left out here, and by the catalogue.
        let rows: Vec<PassageRow> = reader.passages(reader.seq()?, ids)?;
        let texts: Vec<String> = rows
            .iter()
            .map(|row| embedded(&row.breadcrumb, &row.text))
            .collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let vectors = embedder.embed(&texts, Use::Passage)?;
        let vectors: Vec<_> = rows.iter().map(|row| row.id).zip(vectors).collect();
        let took = began.elapsed();
        writer(root, progress)?.add_next_vectors(embedder.id(), &vectors)?;
        done += ids.len();
        progress(Progress::Embedding {
            done: done as u64,
            total,
        });
        if took < STEP / 2 {
            *step = MOST.min(*step * 2);
        } else if took > STEP {
            *step = (*step / 2).max(1);
        }
    }
    Ok(())
}

/// The catalogue for writing, as soon as nobody else writes.
fn writer(root: &Path, progress: &mut dyn FnMut(Progress)) -> Result<Catalogue, Error> {
    let mut told = false;
    loop {
        match Catalogue::open(root) {
            Err(catalogue::Error::Locked(_)) => {
                if !told {
                    progress(Progress::Waiting);
                    told = true;
                }
                std::thread::sleep(AGAIN);
            }
            opened => return Ok(opened?),
        }
    }
}

/// Two programs that embed would do the same work twice.
fn turn(root: &Path) -> Result<std::fs::File, Error> {
    fs_err::create_dir_all(root)?;
    let place = root.join("embed.lock");
    let file = fs_err::File::create(&place)?.into_file();
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(catalogue::Error::Locked(place).into()),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests;
