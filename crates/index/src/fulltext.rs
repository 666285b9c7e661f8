//! Full text through tantivy: the fields, the writing, and the snapshot that readers open.
//!
//! The writer works in `fulltext/`. A generation is a folder of hard links to its files (they are written once)
//! with a copy of `meta.json`: no reader ever sees the writer's folder, and an older generation stays whole.

use std::{
    io,
    path::{Path, PathBuf},
};

use catalogue::{PassageRow, Seq};
use tantivy::{
    Index, IndexWriter, SegmentMeta, TantivyDocument, TantivyError, Term,
    directory::error::{OpenDirectoryError, OpenReadError, OpenWriteError},
    index::{SegmentComponent, SegmentId},
    schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
};

use crate::{
    Error,
    manifest::{FileEntry, sync_folder, write_synced},
};

mod neighbours;

use neighbours::{BIGRAMS, SYLLABLES, register};

/// A part of a passage that is indexed in fields of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Body,
    Heading,
    Breadcrumb,
}

pub(crate) const PARTS: [(Part, &str); 3] = [
    (Part::Body, "body"),
    (Part::Heading, "heading"),
    (Part::Breadcrumb, "breadcrumb"),
];

/// Two fields of one text: its syllables and its pairs of neighbours.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair {
    pub(crate) syllables: Field,
    pub(crate) bigrams: Field,
}

/// The fields of the index.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    /// In the order of [`PARTS`].
    pub(crate) accented: [Pair; 3],
    pub(crate) unaccented: [Pair; 3],
    /// The document's folded symbol, and its number and year.
    pub(crate) symbol: Field,
    document: Field,
    passage: Field,
}

/// The fast field with the passage's id.
pub(crate) const PASSAGE: &str = "passage";

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let mut text = |name: String, tokenizer: &str| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(tokenizer)
            .set_fieldnorms(true)
            .set_index_option(IndexRecordOption::WithFreqs);
        builder.add_text_field(&name, TextOptions::default().set_indexing_options(indexing))
    };
    let mut pairs = |suffix: &str| {
        PARTS.map(|(_, name)| Pair {
            syllables: text(format!("{name}_syllables{suffix}"), SYLLABLES),
            bigrams: text(format!("{name}_bigrams{suffix}"), BIGRAMS),
        })
    };
    let (accented, unaccented) = (pairs(""), pairs("_unaccented"));
    let symbol = text("symbol".to_owned(), SYLLABLES);
    let document = builder.add_u64_field("document", INDEXED);
    let passage = builder.add_u64_field(PASSAGE, FAST);
    (
        builder.build(),
        Fields {
            accented,
            unaccented,
            symbol,
            document,
            passage,
        },
    )
}

/// The syllables of a text with single spaces between.
pub(crate) fn joined(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut scratch = String::new();
    legal::for_each_syllable(text, &mut scratch, |_, syllable| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(syllable);
    });
    out
}

/// Between the steps of a breadcrumb.
const STEP: &str = " › ";

/// The step of a breadcrumb that names the article; the last one where none does.
fn heading(breadcrumb: &str) -> &str {
    let steps = breadcrumb.split(STEP);
    let article = steps
        .clone()
        .find(|step| step.starts_with("Điều ") || step.starts_with("ĐIỀU "));
    article.or_else(|| steps.last()).unwrap_or_default()
}

/// Makes what tantivy indexes of a passage.
pub(crate) fn entry(fields: &Fields, passage: &PassageRow, symbols: &str) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_u64(fields.document, passage.document.unsigned_abs());
    document.add_u64(fields.passage, passage.id);
    if !symbols.is_empty() {
        document.add_text(fields.symbol, symbols);
    }
    let texts = [
        passage.text.as_str(),
        heading(&passage.breadcrumb),
        &passage.breadcrumb,
    ];
    for (n, text) in texts.into_iter().enumerate() {
        let accented = joined(text);
        let unaccented = legal::unaccent(&accented);
        for (pair, text) in [
            (fields.accented[n], accented),
            (fields.unaccented[n], unaccented),
        ] {
            document.add_text(pair.syllables, &text);
            document.add_text(pair.bigrams, &text);
        }
    }
    document
}

/// The writer's index.
pub(crate) struct Working {
    pub(crate) fields: Fields,
    folder: PathBuf,
    index: Index,
    writer: IndexWriter,
    /// The change number up to which it knows.
    pub(crate) seq: Seq,
}

/// Above this many passages to add, two threads index.
const TWO_THREADS: usize = 4_000;

impl Working {
    /// Opens what is there, every file checksummed. [`Error::Damaged`] where it must be made again.
    pub(crate) fn open(folder: &Path, to_add: usize) -> Result<Self, Error> {
        if !folder.join("meta.json").exists() {
            return Err(Error::Damaged("fulltext/meta.json is missing".to_owned()));
        }
        let index = Index::open_in_dir(folder).map_err(failure)?;
        let (schema, fields) = schema();
        if index.schema() != schema {
            return Err(Error::Damaged("fulltext/ has other fields".to_owned()));
        }
        let bad = index.validate_checksum().map_err(failure)?;
        if let Some(file) = bad.into_iter().next() {
            return Err(Error::Damaged(format!("fulltext/{}", file.display())));
        }
        let seq = payload(&index)?;
        clear(folder, &index)?;
        Self::new(folder, index, fields, seq, to_add)
    }

    /// Makes an empty one; whatever is there is moved aside first and deleted once that worked.
    pub(crate) fn create(folder: &Path, to_add: usize) -> Result<Self, Error> {
        let aside = folder.with_extension("old");
        remove_folder(&aside)?;
        if folder.exists() {
            fs_err::rename(folder, &aside)?;
            remove_folder(&aside)?;
        }
        fs_err::create_dir_all(folder)?;
        let (schema, fields) = schema();
        let index = Index::create_in_dir(folder, schema).map_err(failure)?;
        Self::new(folder, index, fields, 0, to_add)
    }

    fn new(
        folder: &Path,
        index: Index,
        fields: Fields,
        seq: Seq,
        to_add: usize,
    ) -> Result<Self, Error> {
        register(&index);
        let threads = if to_add > TWO_THREADS { 2 } else { 1 };
        let writer: IndexWriter = index
            .writer_with_num_threads(threads, threads * 160_000_000)
            .map_err(failure)?;
        // Merging is ours to decide: see `merge`.
        writer.set_merge_policy(Box::new(tantivy::merge_policy::NoMergePolicy));
        Ok(Self {
            fields,
            folder: folder.to_owned(),
            index,
            writer,
            seq,
        })
    }

    /// Takes out the passages of a document.
    pub(crate) fn remove(&self, document: i64) {
        self.writer.delete_term(Term::from_field_u64(
            self.fields.document,
            document.unsigned_abs(),
        ));
    }

    pub(crate) fn add(&self, document: TantivyDocument) -> Result<(), Error> {
        self.writer
            .add_document(document)
            .map(|_| ())
            .map_err(failure)
    }

    /// Commits with the change number, and syncs the folder: tantivy renames `meta.json` without syncing after.
    pub(crate) fn commit(&mut self, seq: Seq) -> Result<(), Error> {
        let mut prepared = self.writer.prepare_commit().map_err(failure)?;
        prepared.set_payload(&stamp(seq));
        prepared.commit().map_err(failure)?;
        self.seq = seq;
        sync_folder(&self.folder)
    }

    /// Passages that are not deleted.
    pub(crate) fn passages(&self) -> Result<u64, Error> {
        let metas = self.index.searchable_segment_metas().map_err(failure)?;
        Ok(metas.iter().map(|meta| u64::from(meta.num_docs())).sum())
    }

    /// The segments' sizes: passages that count, passages deleted.
    pub(crate) fn sizes(&self) -> Result<Vec<(SegmentId, u64, u64)>, Error> {
        let metas = self.index.searchable_segment_metas().map_err(failure)?;
        Ok(metas
            .iter()
            .map(|meta| {
                (
                    meta.id(),
                    u64::from(meta.num_docs()),
                    u64::from(meta.num_deleted_docs()),
                )
            })
            .collect())
    }

    /// Merges some segments into one.
    pub(crate) fn merge(&mut self, segments: &[SegmentId]) -> Result<(), Error> {
        self.writer.merge(segments).wait().map_err(failure)?;
        self.writer
            .garbage_collect_files()
            .wait()
            .map_err(failure)?;
        sync_folder(&self.folder)
    }

    /// Links the committed files into `into` (made new) and lists them. `known` are files of which the checksum
    /// is known already: a file of the same name is the same file.
    pub(crate) fn snapshot(
        &self,
        into: &Path,
        known: &[FileEntry],
    ) -> Result<Vec<FileEntry>, Error> {
        fs_err::create_dir_all(into)?;
        let segments = self.index.searchable_segment_metas().map_err(failure)?;
        let mut files = Vec::new();
        for file in fs_err::read_dir(&self.folder)? {
            let name = file?.file_name().to_string_lossy().into_owned();
            if !is_committed(&name, &segments) {
                continue;
            }
            let (from, to) = (self.folder.join(&name), into.join(&name));
            // Some file systems have no hard links.
            if fs_err::hard_link(&from, &to).is_err() {
                fs_err::copy(&from, &to)?;
                fs_err::File::open(&to)?.sync_all()?;
            }
            let size = fs_err::metadata(&to)?.len();
            let same = known
                .iter()
                .find(|file| file.name == name && file.size == size);
            files.push(match same {
                Some(same) => same.clone(),
                None => FileEntry::of(into, &name)?,
            });
        }
        let meta = fs_err::read(self.folder.join("meta.json"))?;
        write_synced(&into.join("meta.json"), &meta)?;
        files.push(FileEntry::of(into, "meta.json")?);
        files.sort_by(|one, other| one.name.cmp(&other.name));
        sync_folder(into)?;
        if let Some(parent) = into.parent() {
            sync_folder(parent)?;
        }
        Ok(files)
    }
}

/// Whether the last commit names a file, by its segment and, for deletions, by its whole name.
fn is_committed(name: &str, segments: &[SegmentMeta]) -> bool {
    segments.iter().any(|segment| {
        let deletes = segment.relative_path(SegmentComponent::Delete);
        name.starts_with(&segment.id().uuid_string())
            && (!name.ends_with(".del") || Path::new(name) == deletes)
    })
}

/// Deletes what a stopped writer left without committing it. tantivy counts its operations on from the last
/// commit: it would give a file of deletions the name that one left behind has, and refuse to write it.
fn clear(folder: &Path, index: &Index) -> Result<(), Error> {
    let segments = index.searchable_segment_metas().map_err(failure)?;
    for file in fs_err::read_dir(folder)? {
        let file = file?;
        let name = file.file_name().to_string_lossy().into_owned();
        // `meta.json` and tantivy's own lists and locks stay.
        let of_segment = !name.starts_with('.') && !name.ends_with(".json");
        if of_segment && !is_committed(&name, &segments) {
            fs_err::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// The payload of a commit: the change number and its checksum, since a flipped digit must not pass for another
/// number.
fn stamp(seq: Seq) -> String {
    format!("{seq} {:08x}", crc32fast::hash(&seq.to_le_bytes()))
}

fn payload(index: &Index) -> Result<Seq, Error> {
    let payload = index
        .load_metas()
        .map_err(failure)?
        .payload
        .unwrap_or_default();
    let seq: Option<Seq> = payload.split(' ').next().and_then(|seq| seq.parse().ok());
    match seq {
        Some(seq) if stamp(seq) == payload => Ok(seq),
        _ => Err(Error::Damaged(
            "fulltext/meta.json names no change".to_owned(),
        )),
    }
}

/// Opens a snapshot for reading; its files were verified by the caller.
pub(crate) fn open(folder: &Path) -> Result<(Index, Fields), Error> {
    let index = Index::open_in_dir(folder).map_err(failure)?;
    let (schema, fields) = schema();
    if index.schema() != schema {
        return Err(Error::Damaged(
            "the full-text index has other fields".to_owned(),
        ));
    }
    register(&index);
    Ok((index, fields))
}

/// Deletes a folder if it is there.
pub(crate) fn remove_folder(folder: &Path) -> Result<(), Error> {
    match fs_err::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Sorts tantivy's errors: only damage leads to a rebuild, a failing or full disk never does.
pub(crate) fn failure(error: TantivyError) -> Error {
    let text = error.to_string();
    let disk = |kind: io::ErrorKind| match kind {
        io::ErrorKind::NotFound | io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => {
            Error::Damaged(text.clone())
        }
        _ => Error::Disk(io::Error::new(kind, text.clone())),
    };
    match error {
        TantivyError::IoError(error) => disk(error.kind()),
        TantivyError::OpenReadError(OpenReadError::IoError { io_error, .. }) => {
            disk(io_error.kind())
        }
        TantivyError::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => {
            Error::Disk(io::Error::new(io_error.kind(), text))
        }
        TantivyError::OpenDirectoryError(OpenDirectoryError::IoError { io_error, .. }) => {
            disk(io_error.kind())
        }
        TantivyError::LockFailure(..) => {
            Error::Disk(io::Error::new(io::ErrorKind::WouldBlock, text))
        }
        TantivyError::OpenReadError(_)
        | TantivyError::OpenDirectoryError(_)
        | TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::SchemaError(_)
        | TantivyError::DeserializeError(_) => Error::Damaged(text),
        _ => Error::FullText(text),
    }
}
