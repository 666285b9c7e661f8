//! Naming a new generation in the manifest, and clearing what no manifest names any more.

use catalogue::Seq;

use super::{Parts, Run, known};
use crate::{
    Error,
    fulltext::{Working, remove_folder},
    manifest::{FORMAT, FileEntry, Manifest},
};

impl Run<'_> {
    pub(super) fn manifest(
        &self,
        parts: &Parts,
        folder: String,
        fulltext: Vec<FileEntry>,
    ) -> Manifest {
        Manifest {
            format: FORMAT,
            seq: self.to,
            model: parts.model.clone(),
            dims: parts.dims,
            passages: parts.passages,
            folder,
            fulltext,
            segments: parts.segments.clone(),
            removed: parts.removed.clone(),
        }
    }

    /// Links the files of this state and swaps the manifest. `known` are files with a checksum that still holds.
    pub(super) fn name(
        &self,
        text: &Working,
        parts: &Parts,
        known: &[FileEntry],
    ) -> Result<Manifest, Error> {
        let folder = (0..)
            .map(|n| format!("{}-{n}", self.to))
            .find(|name| !self.layout.published.join(name).exists())
            .unwrap_or_default();
        let files = text.snapshot(&self.layout.published.join(&folder), known)?;
        let manifest = self.manifest(parts, folder, files);
        manifest.publish(self.layout)?;
        Ok(manifest)
    }

    /// Deletes what neither manifest names, and purges the catalogue of what both have passed. `passed` is the
    /// generation before this publish: a reader that holds it still finds its words.
    pub(super) fn clean(&self, passed: Seq) -> Result<(), Error> {
        let manifests = known(self.layout)?;
        let folders: Vec<&str> = manifests
            .iter()
            .map(|manifest| manifest.folder.as_str())
            .collect();
        let entries = manifests.iter().flat_map(|manifest| &manifest.segments);
        let files: Vec<&str> = entries
            .flat_map(|entry| std::iter::once(&entry.file).chain(&entry.graph))
            .map(|file| file.name.as_str())
            .collect();
        for (folder, keep) in [
            (&self.layout.published, &folders),
            (&self.layout.vectors, &files),
        ] {
            if !folder.exists() {
                continue;
            }
            for entry in fs_err::read_dir(folder)? {
                let entry = entry?;
                let name = entry.file_name();
                if name.to_str().is_some_and(|name| keep.contains(&name)) {
                    continue;
                }
                if entry.file_type()?.is_dir() {
                    remove_folder(&entry.path())?;
                } else {
                    fs_err::remove_file(entry.path())?;
                }
            }
        }
        let both = manifests
            .iter()
            .map(|manifest| manifest.seq)
            .min()
            .unwrap_or_default();
        self.catalogue.purge(passed.min(both))?;
        Ok(())
    }
}
