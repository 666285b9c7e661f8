//! What we hold, the truth: originals, documents, provisions, passages with their vectors, generations.
//!
//! SQLite (WAL, synchronous FULL) beside content-addressed files. Every change takes one [`Seq`]; a reader
//! names the `Seq` at which it looks, so that a generation that is a moment old still finds every word it
//! points to. What is removed is purged once no published generation can point to it. [`Records`] of answers lie in a
//! file of their own, and lose the words of what is removed at once. [`People`] lie in another, with the audit of what
//! they did.

mod audit;
mod backup;
mod batch;
mod blob;
mod change;
mod check;
mod collection;
mod confidentiality;
mod connect;
mod document;
mod ending;
mod headings;
mod held;
mod hidden;
mod holdings;
mod loaded;
mod mention;
mod near;
mod next;
mod original;
mod people;
mod quarantine;
mod read;
mod records;
mod removal;
mod replaced;
mod resolution;
mod schema;
mod slugs;
mod store;
mod untold;
mod words;
mod write;

pub use audit::{ChainHead, Deed, Fault, Line, Verified};
pub use backup::{BACKUP_TELLS, Backup, backups, free_space, restore};
pub use batch::{Batch, BatchKind, Changed, NewBatch, Shelving, TakenBack, TakingBack, WholeFile};
pub use change::Change;
pub use check::Problem;
pub use collection::Collection;
pub use confidentiality::Confidentiality;
pub use document::{
    Document, DocumentRow, ListFilter, NewDocument, NewPassage, PassageRow, ProvisionRow,
};
pub use ending::ended;
pub use held::{Newcomer, Replaced};
pub use holdings::{Facet, Holdings};
pub use mention::Mention;
pub use original::Hash;
pub use people::{
    Act, ENTRY_TRIES, Ended, Entry, Group, Invited, NewPerson, NewToken, People, Person, Refusal,
    Role, Secret, Session, Shared, Sharing, Team, Token, VouchedPerson,
};
pub use quarantine::Quarantined;
pub use records::{
    About, Complaint, ComplaintId, ComplaintKind, Decision, DecisionKind, Judged, Marks,
    NewComplaint, NewDecision, NewPart, NewRecord, Part, Record, RecordId, Records, Saved, Waiting,
};
pub use resolution::{NewResolution, Resolution, ResolutionId, Unapplied};
pub use store::{Catalogue, WriterGuard};
pub use write::Added;

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
    #[error(
        "the data folder has format {found}, this program reads up to {known}: use a newer version of the program"
    )]
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
    /// What was handed in cannot be stored.
    #[error("it cannot be stored: {0}")]
    Refused(String),
    /// Vectors of two models cannot be compared: load with the first model, or embed all with the second.
    #[error(
        "what is held was embedded with {held}, this with {given}: load with {held}, or embed all with {given} first"
    )]
    OtherModel {
        /// The model of the stored vectors.
        held: String,
        /// The model of the new ones.
        given: String,
    },
    /// Something about an account is not done, for a reason that somebody can put right.
    #[error(transparent)]
    Person(#[from] Refusal),
    /// SQLite refused.
    #[error("the catalogue could not be used: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    /// A full disk and a damaged file reach us as SQLite errors; the caller can do something about them.
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match error.sqlite_error_code() {
            Some(Code::DiskFull) => Self::Disk(std::io::Error::new(
                std::io::ErrorKind::StorageFull,
                error.to_string(),
            )),
            Some(
                Code::SystemIoFailure | Code::CannotOpen | Code::PermissionDenied | Code::ReadOnly,
            ) => Self::Disk(std::io::Error::other(error.to_string())),
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => {
                Self::Damaged(format!("{error}: restore from a backup"))
            }
            _ => Self::Sqlite(error),
        }
    }
}

impl From<rusqlite::types::FromSqlError> for Error {
    /// Only our own statements wrote these values: one of another type was changed by something else.
    fn from(error: rusqlite::types::FromSqlError) -> Self {
        Self::Damaged(format!(
            "a stored value has the wrong type ({error}): restore from a backup"
        ))
    }
}
