//! What we hold, the truth: originals, documents, provisions, passages with their vectors, generations.
//!
//! SQLite (WAL, synchronous FULL) beside content-addressed files. Every change takes one [`Seq`]; a reader
//! names the `Seq` at which it looks, so that a generation that is a moment old still finds every word it
//! points to. What is removed is purged once no published generation can point to it.

mod document;
mod original;
mod store;

pub use document::{Document, DocumentRow, ListFilter, NewDocument, NewPassage, PassageRow, ProvisionRow};
pub use original::Hash;
pub use store::{Added, Catalogue, Change, Problem};

/// The number of a change; grows by one with each transaction that changes what is held.
pub type Seq = u64;
/// The row of a document: never reused.
pub type DocumentRowId = i64;
/// The row of a passage: never reused, grows with time.
pub type PassageId = u64;

/// What went wrong, by what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The data folder was written by a newer version of the program: use that version.
    #[error("the data folder has format {found}, this program reads up to {known}: use a newer version of the program")]
    Newer {
        /// Its format number.
        found: u32,
        /// The newest we know.
        known: u32,
    },
    /// Another process is writing: wait or stop it.
    #[error("another process is writing to {0}")]
    Locked(std::path::PathBuf),
    /// No space, no permission or a failing disk: reads go on, repair the disk.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    /// A stored value does not match its checksum: restore from a backup.
    #[error("the catalogue is damaged: {0}")]
    Damaged(String),
    /// SQLite refused.
    #[error("the catalogue could not be used: {0}")]
    Sqlite(#[from] rusqlite::Error),
}
