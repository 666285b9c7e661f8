//! The store: one SQLite file and the originals beside it.

use std::path::Path as FilePath;

use legal::{Date, DocumentId, Path, Symbol};

use crate::{
    Document, DocumentRow, DocumentRowId, Error, Hash, ListFilter, NewDocument, PassageId, PassageRow,
    ProvisionRow, Seq,
};

/// The catalogue of one data folder. Cheap to share behind an `Arc`; reads run at the same time.
#[derive(Debug)]
pub struct Catalogue {}

/// What adding a batch did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The change's number; the old one if nothing changed.
    pub seq: Seq,
    /// Documents that were new.
    pub new: Vec<DocumentId>,
    /// Documents that replaced an older reading of the same key.
    pub replaced: Vec<DocumentId>,
    /// Documents that were held already, with the same text.
    pub unchanged: Vec<DocumentId>,
}

/// What changed between two `Seq`s, for the index to follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Passages to add, ascending.
    pub added: Vec<PassageId>,
    /// Documents whose passages are to be taken out.
    pub removed: Vec<DocumentRowId>,
}

/// Something that `check` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a file or a row.
    pub place: String,
    /// What, and what to do.
    pub detail: String,
}

impl Catalogue {
    /// Opens the catalogue under `root` for reading and writing, creating it if absent. Takes the writer lock
    /// (`root/lock`, flock): [`Error::Locked`] if another process holds it.
    pub fn open(_root: &FilePath) -> Result<Self, Error> { todo!() }
    /// Opens for reading only; any number of processes may, while one writes. `None` if there is none yet.
    pub fn open_read_only(_root: &FilePath) -> Result<Option<Self>, Error> { todo!() }
    /// The number of the last change; 0 for an empty catalogue.
    pub fn seq(&self) -> Result<Seq, Error> { todo!() }
    /// Stores a file as issued (temporary file, fsync, rename, fsync of the folder). Twice is once.
    pub fn put_original(&self, _bytes: &[u8]) -> Result<Hash, Error> { todo!() }
    /// The bytes of an original, checked against their hash.
    pub fn original(&self, _hash: &Hash) -> Result<Option<Vec<u8>>, Error> { todo!() }
    /// Adds or replaces documents in one transaction; durable when it returns. Idempotent by id and content:
    /// the same (original, part, text, model) again is `unchanged`. A document of the same id with another
    /// content is replaced; so is one of the same (`file_name`, part) with another id when the file changed
    /// and nothing else claims it.
    pub fn add(&self, _batch: &[NewDocument]) -> Result<Added, Error> { todo!() }
    /// Removes a document by id or slug; `None` if there is none. Its words stay readable at older `Seq`s
    /// until [`Self::purge`].
    pub fn remove(&self, _id: &str) -> Result<Option<Seq>, Error> { todo!() }
    /// Deletes for good what was removed at or before `published`, with originals that nothing refers to.
    pub fn purge(&self, _published: Seq) -> Result<(), Error> { todo!() }
    /// Whether a file of this hash was loaded with this embedding model and is still held.
    pub fn holds_original(&self, _hash: &Hash, _model: &str) -> Result<bool, Error> { todo!() }

    /// Documents held at `at`, newest issue first, with the total number that match.
    pub fn documents(&self, _at: Seq, _filter: &ListFilter) -> Result<(Vec<DocumentRow>, u64), Error> { todo!() }
    /// A document by its row.
    pub fn document_row(&self, _at: Seq, _row: DocumentRowId) -> Result<Option<DocumentRow>, Error> { todo!() }
    /// A document by id or slug.
    pub fn find_document(&self, _at: Seq, _id_or_slug: &str) -> Result<Option<DocumentRow>, Error> { todo!() }
    /// A document with text and structure.
    pub fn document(&self, _at: Seq, _row: DocumentRowId) -> Result<Option<Document>, Error> { todo!() }
    /// Documents with this symbol (compared folded): homonyms are several.
    pub fn by_symbol(&self, _at: Seq, _symbol: &Symbol) -> Result<Vec<DocumentRow>, Error> { todo!() }
    /// Documents whose number and year are these, whatever the letters: "15/2024".
    pub fn by_number(&self, _at: Seq, _number_year: &str) -> Result<Vec<DocumentRow>, Error> { todo!() }
    /// Laws and codes of this name (folded without accents), the version in force on `on` first.
    pub fn by_name(&self, _at: Seq, _name: &str, _on: Date) -> Result<Vec<DocumentRow>, Error> { todo!() }
    /// One provision with its words.
    pub fn provision(&self, _at: Seq, _row: DocumentRowId, _path: &Path) -> Result<Option<ProvisionRow>, Error> { todo!() }
    /// The paths of a document's articles, in order (for "nearest numbers").
    pub fn articles(&self, _at: Seq, _row: DocumentRowId) -> Result<Vec<Path>, Error> { todo!() }
    /// Passages by id, in the order asked; those not held at `at` are left out.
    pub fn passages(&self, _at: Seq, _ids: &[PassageId]) -> Result<Vec<PassageRow>, Error> { todo!() }

    /// What changed after `from` up to `to`, for the index.
    pub fn changes(&self, _from: Seq, _to: Seq) -> Result<Change, Error> { todo!() }
    /// Hands every passage of `ids` with its vector to `sink`, ascending, in one read transaction.
    /// A vector that fails its checksum is [`Error::Damaged`].
    pub fn for_each_passage(&self, _ids: &[PassageId], _sink: &mut dyn FnMut(PassageRow, Vec<f32>)) -> Result<(), Error> { todo!() }
    /// The embedding model of the stored vectors and its dimension; `None` while empty.
    pub fn model(&self) -> Result<Option<(String, usize)>, Error> { todo!() }
    /// Checks: format and quick integrity; `deep` also every original, row hash and vector checksum.
    pub fn check(&self, _deep: bool) -> Result<Vec<Problem>, Error> { todo!() }
}
