//! The manifest: the one small file that says which files make the current generation.

use std::{
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use catalogue::{DocumentRowId, Seq};
use serde::{Deserialize, Serialize};

use crate::Error;

/// The format this program writes. Older ones are made again from the catalogue, newer ones refused.
pub(crate) const FORMAT: u32 = 1;

/// Where things lie under the data folder.
#[derive(Clone, Debug)]
pub(crate) struct Layout {
    pub(crate) root: PathBuf,
    /// tantivy's own folder: only the writer opens it.
    pub(crate) fulltext: PathBuf,
    /// One folder a generation, of hard links to tantivy's files: what readers open.
    pub(crate) published: PathBuf,
    pub(crate) vectors: PathBuf,
}

impl Layout {
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            fulltext: root.join("fulltext"),
            published: root.join("published"),
            vectors: root.join("vectors"),
        }
    }

    pub(crate) fn current(&self) -> PathBuf {
        self.root.join("manifest.json")
    }

    pub(crate) fn previous(&self) -> PathBuf {
        self.root.join("manifest.prev.json")
    }
}

/// A file of a generation, as it must be found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) crc32: u32,
}

impl FileEntry {
    /// The file as it is now.
    pub(crate) fn of(folder: &Path, name: &str) -> Result<Self, Error> {
        let (size, crc32) = sum(&folder.join(name))?;
        Ok(Self {
            name: name.to_owned(),
            size,
            crc32,
        })
    }

    /// Its bytes, checked; absent or different is [`Error::Damaged`].
    pub(crate) fn read(&self, folder: &Path) -> Result<Vec<u8>, Error> {
        let bytes = fs_err::read(folder.join(&self.name)).map_err(|error| self.absent(error))?;
        if bytes.len() as u64 != self.size || crc32fast::hash(&bytes) != self.crc32 {
            return Err(Error::Damaged(self.name.clone()));
        }
        Ok(bytes)
    }

    /// Checks it without keeping its bytes.
    pub(crate) fn verify(&self, folder: &Path) -> Result<(), Error> {
        let found = sum(&folder.join(&self.name)).map_err(|error| match error {
            Error::Disk(error) => self.absent(error),
            other => other,
        })?;
        if found == (self.size, self.crc32) {
            Ok(())
        } else {
            Err(Error::Damaged(self.name.clone()))
        }
    }

    /// Only a file that is not there counts as damage: a disk that fails must not lead to a rebuild.
    fn absent(&self, error: io::Error) -> Error {
        if error.kind() == io::ErrorKind::NotFound {
            Error::Damaged(format!("{} is missing", self.name))
        } else {
            Error::Disk(error)
        }
    }
}

fn sum(place: &Path) -> Result<(u64, u32), Error> {
    let mut file = fs_err::File::open(place)?;
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    let mut size = 0;
    loop {
        let read = io::Read::read(&mut file, &mut buffer)?;
        if read == 0 {
            return Ok((size, hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
        size += read as u64;
    }
}

/// A vector segment, with its graph where one was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SegmentEntry {
    pub(crate) file: FileEntry,
    pub(crate) rows: u64,
    /// The two files of a graph; none for a segment that is scanned.
    pub(crate) graph: Vec<FileEntry>,
    /// Rows that the graph did not find when it was built: every search looks at them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) strays: Vec<u32>,
}

/// What a generation is made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) seq: Seq,
    pub(crate) model: String,
    pub(crate) dims: usize,
    /// Passages that can be found.
    pub(crate) passages: u64,
    /// The folder under `published/`, and its files.
    pub(crate) folder: String,
    pub(crate) fulltext: Vec<FileEntry>,
    pub(crate) segments: Vec<SegmentEntry>,
    /// Documents whose passages still lie in a segment but were removed.
    pub(crate) removed: Vec<DocumentRowId>,
}

/// `{"crc32":"0123abcd","manifest":` … `}`: the checksum covers every byte between.
const OPENING: &str = "{\"crc32\":\"";
const MIDDLE: &str = "\",\"manifest\":";

impl Manifest {
    /// Reads a manifest. `None`: there is none. [`Error::Damaged`]: there is one, and it is not whole.
    pub(crate) fn read(place: &Path) -> Result<Option<Self>, Error> {
        let text = match fs_err::read(place) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let name = place
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let damaged = || Error::Damaged(name.clone());
        let body = body(&text).ok_or_else(damaged)?;
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let found: Format = serde_json::from_slice(body).map_err(|_| damaged())?;
        if found.format > FORMAT {
            return Err(Error::Newer {
                found: found.format,
                known: FORMAT,
            });
        }
        serde_json::from_slice(body)
            .map(Some)
            .map_err(|_| damaged())
    }

    /// A number that changes with the manifest; `None` where it cannot be read.
    pub(crate) fn fingerprint(place: &Path) -> Option<u32> {
        fs_err::read(place).ok().map(|text| crc32fast::hash(&text))
    }

    /// Makes this the current manifest: synced under a temporary name, the old one kept as `manifest.prev.json`,
    /// renamed, the folder synced. Readers see the old or the new one, never anything between.
    pub(crate) fn publish(&self, layout: &Layout) -> Result<(), Error> {
        let body =
            serde_json::to_string(self).map_err(|error| Error::Disk(io::Error::other(error)))?;
        let text = format!(
            "{OPENING}{:08x}{MIDDLE}{body}}}\n",
            crc32fast::hash(body.as_bytes())
        );
        let temporary = layout.root.join("manifest.tmp");
        write_synced(&temporary, text.as_bytes())?;
        // Only a manifest that is whole is worth keeping as the one to fall back to.
        if matches!(Self::read(&layout.current()), Ok(Some(_))) {
            let copy = layout.root.join("manifest.prev.tmp");
            write_synced(&copy, &fs_err::read(layout.current())?)?;
            fs_err::rename(&copy, layout.previous())?;
        }
        fs_err::rename(&temporary, layout.current())?;
        sync_folder(&layout.root)?;
        Ok(())
    }
}

fn body(text: &[u8]) -> Option<&[u8]> {
    let rest = text.strip_prefix(OPENING.as_bytes())?;
    let (crc, rest) = rest.split_at_checked(8)?;
    let body = rest.strip_prefix(MIDDLE.as_bytes())?.strip_suffix(b"}\n")?;
    let crc = u32::from_str_radix(std::str::from_utf8(crc).ok()?, 16).ok()?;
    (crc == crc32fast::hash(body)).then_some(body)
}

/// Writes a file and syncs it; on failure nothing of it remains, so that a full disk does not stay full.
pub(crate) fn write_synced(place: &Path, bytes: &[u8]) -> Result<(), Error> {
    let mut file = fs_err::File::create(place)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    drop(file);
    written.map_err(|error| {
        let _ = fs_err::remove_file(place);
        Error::Disk(error)
    })
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &Path) -> Result<(), Error> {
    Ok(fs_err::File::open(folder)?.sync_all()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_is_whole_or_damaged() {
        let root = tempfile::tempdir().unwrap();
        let layout = Layout::new(root.path());
        assert!(Manifest::read(&layout.current()).unwrap().is_none());
        let manifest = Manifest {
            format: FORMAT,
            seq: 3,
            model: "nhỏ".to_owned(),
            dims: 2,
            passages: 1,
            folder: "3-0".to_owned(),
            fulltext: Vec::new(),
            segments: Vec::new(),
            removed: vec![4],
        };
        manifest.publish(&layout).unwrap();
        assert_eq!(
            Manifest::read(&layout.current()).unwrap(),
            Some(manifest.clone())
        );
        let next = Manifest {
            seq: 4,
            ..manifest.clone()
        };
        next.publish(&layout).unwrap();
        assert_eq!(
            Manifest::read(&layout.previous()).unwrap(),
            Some(manifest.clone())
        );
        let bytes = std::fs::read(layout.current()).unwrap();
        for n in 0..bytes.len() {
            let mut bad = bytes.clone();
            bad[n] ^= 1;
            std::fs::write(layout.current(), &bad).unwrap();
            let read = Manifest::read(&layout.current());
            assert!(matches!(read, Err(Error::Damaged(_))), "byte {n}: {read:?}");
            std::fs::write(layout.current(), &bytes[..n]).unwrap();
            assert!(
                matches!(Manifest::read(&layout.current()), Err(Error::Damaged(_))),
                "cut at {n}"
            );
        }
        // A damaged one never takes the place of a good previous one.
        next.publish(&layout).unwrap();
        assert_eq!(
            Manifest::read(&layout.previous()).unwrap(),
            Some(manifest.clone())
        );
        Manifest {
            format: 9,
            ..manifest
        }
        .publish(&layout)
        .unwrap();
        assert!(matches!(
            Manifest::read(&layout.current()),
            Err(Error::Newer { found: 9, .. })
        ));
    }
}
