//! The index of another folder, made of the files of this one: to try there what a publish would do.

use std::path::Path;

use crate::{Error, manifest::Layout};

/// Gives a folder `to`, which is empty or absent, the index of `root` as it is published. Files that are written once are
/// linked, so that it costs no space; where that cannot be done they are copied. For a catalogue of the same state
/// only, and while nobody publishes in `root`.
pub fn branch(root: &Path, to: &Path) -> Result<(), Error> {
    let (from, to) = (Layout::new(root), Layout::new(to));
    for (from, to) in [
        (&from.fulltext, &to.fulltext),
        (&from.published, &to.published),
        (&from.vectors, &to.vectors),
    ] {
        link(from, to)?;
    }
    // The manifests last, and as files of their own: they are what a publish there changes.
    for (from, to) in [
        (from.previous(), to.previous()),
        (from.current(), to.current()),
    ] {
        if from.exists() {
            fs_err::copy(from, to)?;
        }
    }
    Ok(())
}

fn link(from: &Path, to: &Path) -> Result<(), Error> {
    if !from.exists() {
        return Ok(());
    }
    fs_err::create_dir_all(to)?;
    for entry in fs_err::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if entry.file_type()?.is_dir() {
            link(&from, &to)?;
        } else if name.ends_with(".lock") {
            // A lock is held by its file: ours must not be theirs.
        } else if name.ends_with(".json") {
            // tantivy's own notes of what there is.
            fs_err::copy(&from, &to)?;
        } else if fs_err::hard_link(&from, &to).is_err() {
            fs_err::copy(&from, &to)?;
        }
    }
    Ok(())
}
