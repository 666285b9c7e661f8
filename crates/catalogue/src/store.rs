//! The store: one SQLite file and the originals beside it.

use std::{
    collections::HashSet,
    fs::TryLockError,
    path::{Path as FilePath, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rusqlite::Connection;

use crate::{Error, Hash, Records, Seq, hidden::Hidden, holdings, original::Originals, schema};

/// Read connections kept for the next read; more are opened when needed and closed after.
const KEPT_READERS: usize = 16;

/// The catalogue of one data folder, or what somebody may see of it. Cheap to share behind an `Arc`; reads run at the
/// same time.
#[derive(Debug)]
pub struct Catalogue {
    pub(crate) files: Arc<Files>,
    pub(crate) hidden: Hidden,
}

/// The files and connections, however many look at them.
#[derive(Debug)]
pub(crate) struct Files {
    file: PathBuf,
    pub(crate) originals: Originals,
    /// Hashes stored but not yet referred to: a purge must leave their files alone.
    pub(crate) pending: Mutex<HashSet<Hash>>,
    readers: Mutex<Vec<Connection>>,
    /// Asked for nothing but whether anything was committed.
    watcher: Mutex<Option<Connection>>,
    writer: Option<Mutex<Connection>>,
    publishing: Mutex<()>,
    pub(crate) holdings: holdings::Latest,
    pub(crate) records: Records,
    /// Held for as long as the catalogue is open for writing; the kernel gives it back when the process ends.
    _lock: Option<std::fs::File>,
}

/// Shows that the catalogue is open for writing and that no other thread publishes.
#[derive(Debug)]
pub struct WriterGuard<'a>(#[expect(dead_code, reason = "held, not read")] MutexGuard<'a, ()>);

impl Catalogue {
    /// Opens the catalogue under `root` for reading and writing, creating it if absent. Takes the writer lock
    /// (`root/lock`, flock): [`Error::Locked`] if another process holds it.
    pub fn open(root: &FilePath) -> Result<Self, Error> {
        fs_err::create_dir_all(root)?;
        let place = root.join("lock");
        let lock = fs_err::OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&place)?
            .into_file();
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(Error::Locked(place)),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let file = root.join("catalogue.sqlite");
        let writer = schema::open_writer(&file)?;
        crate::original::sync_folder(root)?;
        let opened = Self::new(root, file, Vec::new(), Some(Mutex::new(writer)), Some(lock));
        // What a stop kept from being done after a removal. Where it fails again nobody is kept from loading; the
        // purge, which is the last to know what was removed, insists.
        let _ = opened.empty_records();
        Ok(opened)
    }

    /// Whether it is open for writing.
    pub(crate) fn is_writer(&self) -> bool {
        self.files.writer.is_some()
    }

    /// Opens for reading only; any number of processes may, while one writes. `None` if there is none yet.
    pub fn open_read_only(root: &FilePath) -> Result<Option<Self>, Error> {
        let file = root.join("catalogue.sqlite");
        let Some(reader) = schema::open_reader(&file)? else {
            return Ok(None);
        };
        Ok(Some(Self::new(root, file, vec![reader], None, None)))
    }

    fn new(
        root: &FilePath,
        file: PathBuf,
        readers: Vec<Connection>,
        writer: Option<Mutex<Connection>>,
        lock: Option<std::fs::File>,
    ) -> Self {
        let files = Files {
            file,
            originals: Originals::new(root),
            pending: Mutex::default(),
            readers: Mutex::new(readers),
            watcher: Mutex::default(),
            writer,
            publishing: Mutex::default(),
            holdings: holdings::Latest::default(),
            records: Records::new(root),
            _lock: lock,
        };
        Self {
            files: Arc::new(files),
            hidden: Hidden::default(),
        }
    }

    /// For those who change what is derived from the catalogue: one at a time, and only where it is open for
    /// writing.
    pub fn writer_guard(&self) -> Result<WriterGuard<'_>, Error> {
        if self.files.writer.is_none() {
            return Err(read_only());
        }
        Ok(WriterGuard(
            self.files
                .publishing
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        ))
    }

    /// The number of the last change; 0 for an empty catalogue.
    pub fn seq(&self) -> Result<Seq, Error> {
        self.read(seq)
    }

    /// A number that is another one once anything was committed to the catalogue, by this process or another: what was
    /// computed from it can be kept as long as the number is the same. It says nothing of which commit is the later.
    pub fn version(&self) -> Result<i64, Error> {
        let mut watcher = self
            .files
            .watcher
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        // One connection for ever: the number means something to that connection alone.
        if watcher.is_none() {
            *watcher = schema::open_reader(&self.files.file)?;
        }
        match watcher.as_ref() {
            Some(watcher) => {
                Ok(watcher.pragma_query_value(None, "data_version", |row| row.get(0))?)
            }
            None => Ok(0),
        }
    }

    /// Stores a file as issued (temporary file, fsync, rename, fsync of the folder). Twice is once.
    pub fn put_original(&self, bytes: &[u8]) -> Result<Hash, Error> {
        if self.files.writer.is_none() {
            return Err(read_only());
        }
        let hash = Hash::of(bytes);
        self.files
            .pending
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(hash);
        self.files.originals.put(bytes)
    }

    /// The bytes of an original, checked against their hash.
    pub fn original(&self, hash: &Hash) -> Result<Option<Vec<u8>>, Error> {
        self.files.originals.get(hash)
    }

    /// Runs one read on a connection of its own.
    pub(crate) fn read<T>(
        &self,
        run: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let kept = self
            .files
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        let reader = match kept {
            Some(reader) => reader,
            None => schema::open_reader(&self.files.file)?.ok_or_else(|| {
                Error::Damaged(format!(
                    "{} is gone: restore from a backup",
                    self.files.file.display()
                ))
            })?,
        };
        let result = run(&reader);
        let mut readers = self
            .files
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if readers.len() < KEPT_READERS {
            readers.push(reader);
        }
        result
    }

    /// Runs one change on the only writing connection.
    pub(crate) fn write<T>(
        &self,
        run: impl FnOnce(&mut Connection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let writer = self.files.writer.as_ref().ok_or_else(read_only)?;
        run(&mut writer.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Where the catalogue lies.
    pub(crate) fn file(&self) -> &FilePath {
        &self.files.file
    }
}

/// The number of the last change, as this connection sees it.
pub(crate) fn seq(connection: &Connection) -> Result<Seq, Error> {
    let value: String =
        connection.query_row("SELECT value FROM meta WHERE key = 'seq'", [], |row| {
            row.get(0)
        })?;
    value.parse().map_err(|_| {
        Error::Damaged("the change number cannot be read: restore from a backup".to_owned())
    })
}

fn read_only() -> Error {
    Error::Disk(std::io::Error::new(
        std::io::ErrorKind::PermissionDenied,
        "the catalogue is open for reading only",
    ))
}

/// A change number as SQLite stores it; numbers beyond its range mean "the latest".
pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
