//! Connections on the SQLite files of a data folder: opened, guarded and made durable in one way.

use std::{
    path::Path as FilePath,
    time::{Duration, Instant},
};

use fs_err::os::unix::fs::OpenOptionsExt as _;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};

use crate::Error;

/// A SQLite file of ours.
pub(crate) struct Store<'a> {
    /// Where it lies.
    pub(crate) file: &'a FilePath,
    /// The newest format that this program reads, and the one that it writes.
    pub(crate) format: u32,
    /// How long a connection waits for another process.
    pub(crate) wait: Duration,
    /// What it is called where it is damaged.
    pub(crate) name: &'static str,
}

impl Store<'_> {
    /// Opens for reading; `None` where the file or its tables were not made yet.
    pub(crate) fn reader(&self) -> Result<Option<Connection>, Error> {
        if !self.file.is_file() {
            return Ok(None);
        }
        let reader = self.open(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        match self.is_made(&reader) {
            // A stop while the file was being made leaves a journal that only who may write can roll back.
            Err(Error::Disk(_)) if self.roll_back().is_ok() => {
                let reader = self.open(OpenFlags::SQLITE_OPEN_READ_ONLY)?;
                Ok(self.is_made(&reader)?.then_some(reader))
            }
            made => Ok(made?.then_some(reader)),
        }
    }

    /// Rolls back what a stopped process began before the file had its write-ahead log.
    fn roll_back(&self) -> Result<(), Error> {
        let writer = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        writer.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
        Ok(())
    }

    /// Opens a file that is there, if only as an empty one, for changes that survive a power cut and overwrite what is
    /// deleted. Says whether its tables were made.
    pub(crate) fn writer(&self) -> Result<(Connection, bool), Error> {
        let writer = self.open(OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let made = self.is_made(&writer)?;
        if !made {
            writer.pragma_update(None, "page_size", 8192)?;
        }
        let mode = self.write_ahead(&writer)?;
        if mode != "wal" {
            return Err(Error::Disk(std::io::Error::other(format!(
                "{}: this file system cannot hold a write-ahead log (journal mode {mode}): use a local disk",
                self.file.display()
            ))));
        }
        writer.pragma_update(None, "synchronous", "FULL")?;
        writer.pragma_update(None, "secure_delete", "ON")?;
        Ok((writer, made))
    }

    /// Opens for changes; makes the file, which only its owner can read, and the tables where they are not there yet.
    pub(crate) fn made_writer(&self, tables: &str) -> Result<Connection, Error> {
        // SQLite gives its log and its index the rights of the file.
        let create = fs_err::OpenOptions::new()
            .create(true)
            .append(true)
            .mode(0o600)
            .open(self.file);
        drop(create?);
        let (mut writer, made) = self.writer()?;
        if !made {
            // Two processes may find none at the same moment: the second finds them made.
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            change.execute_batch(tables)?;
            change.execute(
                "INSERT OR IGNORE INTO meta VALUES ('format', ?1)",
                [self.format.to_string()],
            )?;
            change.commit()?;
            if let Some(folder) = self.file.parent() {
                crate::original::sync_folder(folder)?;
            }
        }
        Ok(writer)
    }

    fn open(&self, mode: OpenFlags) -> Result<Connection, Error> {
        let flags = mode | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(self.file, flags)?;
        connection.busy_timeout(self.wait)?;
        connection.pragma_update(None, "foreign_keys", true)?;
        connection.pragma_update(None, "trusted_schema", false)?;
        Ok(connection)
    }

    /// Whether the tables were made, in a format that this program reads.
    fn is_made(&self, connection: &Connection) -> Result<bool, Error> {
        let mut find = connection.prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'")?;
        if !find.exists([])? {
            return Ok(false);
        }
        let found: Option<String> = connection
            .query_row("SELECT value FROM meta WHERE key = 'format'", [], |row| {
                row.get(0)
            })
            .optional()?;
        let found: u32 = found.and_then(|value| value.parse().ok()).ok_or_else(|| {
            Error::Damaged(format!(
                "the format number of the {} cannot be read: restore from a backup",
                self.name
            ))
        })?;
        match found > self.format {
            true => Err(Error::Newer {
                found,
                known: self.format,
            }),
            false => Ok(true),
        }
    }

    /// Changes over to a write-ahead log. While another process does the same, SQLite does not wait as it else does.
    fn write_ahead(&self, writer: &Connection) -> Result<String, rusqlite::Error> {
        const PAUSE: Duration = Duration::from_millis(20);
        let started = Instant::now();
        loop {
            let mode = writer.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
            let busy = mode
                .as_ref()
                .err()
                .and_then(rusqlite::Error::sqlite_error_code)
                == Some(rusqlite::ErrorCode::DatabaseBusy);
            if !busy || started.elapsed() > self.wait {
                return mode;
            }
            std::thread::sleep(PAUSE);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Killed while the file was being made, a server could not start again: "attempt to write a readonly database".
    #[test]
    fn a_stop_while_a_file_is_made_keeps_nobody_from_reading() {
        let folder = tempfile::tempdir().unwrap();
        let (made, stopped) = (folder.path().join("a"), folder.path().join("b"));
        let connection = Connection::open(&made).unwrap();
        connection
            .execute_batch(
                "PRAGMA cache_size = 1; CREATE TABLE old (value BLOB); BEGIN IMMEDIATE;
                 WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)
                 INSERT INTO old SELECT randomblob(1000) FROM n;",
            )
            .unwrap();
        std::fs::copy(&made, &stopped).unwrap();
        let journal = |file: &FilePath| file.with_file_name(format!("{}-journal", name(file)));
        std::fs::copy(journal(&made), journal(&stopped)).unwrap();
        let store = Store {
            file: &stopped,
            format: 1,
            wait: Duration::from_secs(1),
            name: "test",
        };
        let only = store.open(OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        assert!(store.is_made(&only).is_err(), "the journal is hot");
        drop(only);
        assert!(store.reader().unwrap().is_none(), "nothing was made yet");
    }

    fn name(file: &FilePath) -> String {
        file.file_name().unwrap().to_string_lossy().into_owned()
    }
}
