//! Originals: the files as issued, stored under the hash of their content, written once.

use std::{
    collections::HashSet,
    io::{self, Write as _},
    path::{Path as FilePath, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{Error, Problem};

/// SHA-256 of a file as issued, in lower-case hex.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub(crate) String);

impl Hash {
    /// Of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(
            sha2::Sha256::digest(bytes)
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect(),
        )
    }

    /// From its hex form; `None` unless 64 hex digits.
    pub fn parse(hex: &str) -> Option<Self> {
        let ok = hex.len() == 64
            && hex
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
        ok.then(|| Self(hex.to_owned()))
    }

    /// 64 hex digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `originals/ab/<hash>` under the data folder.
#[derive(Debug)]
pub(crate) struct Originals {
    folder: PathBuf,
}

impl Originals {
    pub(crate) fn new(root: &FilePath) -> Self {
        Self {
            folder: root.join("originals"),
        }
    }

    fn place(&self, hash: &Hash) -> PathBuf {
        self.folder.join(&hash.0[..2]).join(&hash.0)
    }

    /// Writes under a temporary name, syncs, renames, syncs the folder: a name is either whole or absent.
    pub(crate) fn put(&self, bytes: &[u8]) -> Result<Hash, Error> {
        let hash = Hash::of(bytes);
        let place = self.place(&hash);
        let parent = self.folder.join(&hash.0[..2]);
        // A file of the right length that was damaged since is written again: its content is in our hands now.
        if fs_err::metadata(&place).is_ok() && self.get(&hash).is_ok_and(|found| found.is_some()) {
            return Ok(hash);
        }
        let fresh = !parent.exists();
        fs_err::create_dir_all(&parent)?;
        let temporary = parent.join(format!("{}.tmp", hash.0));
        let mut file = fs_err::File::create(&temporary)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        drop(file);
        if let Err(error) = written.and_then(|()| fs_err::rename(&temporary, &place)) {
            // A disk that is full must not stay full because of us; the first error is the one to report.
            let _ = fs_err::remove_file(&temporary);
            return Err(error.into());
        }
        sync_folder(&parent)?;
        if fresh {
            sync_folder(&self.folder)?;
            if let Some(root) = self.folder.parent() {
                sync_folder(root)?;
            }
        }
        Ok(hash)
    }

    pub(crate) fn get(&self, hash: &Hash) -> Result<Option<Vec<u8>>, Error> {
        let bytes = match fs_err::read(self.place(hash)) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if Hash::of(&bytes) != *hash {
            return Err(Error::Damaged(format!(
                "original {} does not match its hash",
                hash.0
            )));
        }
        Ok(Some(bytes))
    }

    /// Unlinks one, if it is there.
    pub(crate) fn delete(&self, hash: &Hash) -> Result<(), Error> {
        match fs_err::remove_file(self.place(hash)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Unlinks every file that is not in `keep`, left-over temporary files included.
    pub(crate) fn sweep(&self, keep: &HashSet<String>) -> Result<(), Error> {
        if !self.folder.exists() {
            return Ok(());
        }
        for parent in fs_err::read_dir(&self.folder)? {
            let parent = parent?.path();
            if !parent.is_dir() {
                continue;
            }
            let mut touched = false;
            for file in fs_err::read_dir(&parent)? {
                let file = file?;
                if !file
                    .file_name()
                    .to_str()
                    .is_some_and(|name| keep.contains(name))
                {
                    fs_err::remove_file(file.path())?;
                    touched = true;
                }
            }
            if touched {
                sync_folder(&parent)?;
            }
        }
        Ok(())
    }

    /// What is wrong with an original; `deep` reads it, otherwise its presence counts.
    pub(crate) fn problem(&self, hash: &Hash, deep: bool) -> Option<Problem> {
        let place = self.place(hash);
        let detail = if deep {
            match self.get(hash) {
                Ok(Some(_)) => return None,
                Ok(None) => "the original is missing: restore it from a backup".to_owned(),
                Err(error) => format!("{error}: restore it from a backup"),
            }
        } else if place.is_file() {
            return None;
        } else {
            "the original is missing: restore it from a backup".to_owned()
        };
        Some(Problem {
            place: place.display().to_string(),
            detail,
        })
    }
}

/// Makes the names in a folder durable.
pub(crate) fn sync_folder(folder: &FilePath) -> io::Result<()> {
    fs_err::File::open(folder)?.sync_all()
}
