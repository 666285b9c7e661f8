//! Loading files and folders: read, embed, accept, publish, with a report per file.

use std::{
    cell::RefCell,
    collections::HashSet,
    path::{Path, PathBuf},
};

use catalogue::{Catalogue, Collection, Confidentiality, Hash, NewDocument};
use extract::{Media, Reading, Rejected};
use legal::DocumentId;
use models::{Embedder, Use};

use crate::{
    Error, ReadError, ReadLimits,
    beside::look_beside,
    document::{Origin, media_name, new_document},
    embed::embedded,
    ended, read_file_watched, resolved,
    staging::{self, Corrections, Judge},
};

/// Passages that are embedded and stored together: enough for every core, little enough to hold.
const BATCH: usize = 4_096;

/// How to load.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The program whose `read-worker` command reads files (this one).
    pub program: PathBuf,
    /// Limits per file.
    pub limits: ReadLimits,
    /// Largest file in bytes; larger ones are reported unread.
    pub max_file_bytes: u64,
    /// Where to put what is loaded; `None`: where it stands already, else in no collection.
    pub collection: Option<Collection>,
    /// The level that what is loaded gets of its own; `None`: what it has already, else none.
    pub confidentiality: Option<Confidentiality>,
    /// What the calendar says, for the record of files that were refused for their secrecy mark.
    pub today: fn() -> legal::Date,
}

/// What became of a file.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// Loaded.
    Loaded {
        /// Documents that are new or replace an older reading.
        documents: Vec<DocumentId>,
        /// Documents held already, unchanged.
        unchanged: usize,
        /// Articles read.
        articles: usize,
    },
    /// Nothing of it was loaded, for this reason.
    Refused(ReadError),
    /// Larger than allowed, in bytes.
    TooLarge(u64),
}

/// The report of one file.
#[derive(Clone, Debug)]
pub struct FileReport {
    /// The file.
    pub file: PathBuf,
    /// What became of it.
    pub outcome: Outcome,
    /// What to know before relying on it.
    pub flags: Vec<extract::Flag>,
    /// Doubts about its structure.
    pub issues: Vec<legal::Issue>,
    /// Names of documents of which it took the place of another file: a correction, or another text under their name.
    pub replaced: Vec<String>,
    /// Names of documents held beside it that bear the number of one of its documents and come from the same body: at
    /// most one of them is what it says it is.
    pub same_number: Vec<String>,
}

/// Reported while loading.
#[derive(Clone, Debug)]
pub enum Progress {
    /// A file is being read.
    Reading {
        /// Bytes of the files done.
        done: u64,
        /// Bytes of all files.
        total: u64,
        /// The file at hand.
        file: PathBuf,
        /// Passages of it that are stored.
        passages: u64,
        /// Pages of it recognised from pictures, and how many there are; zeros where there are none.
        recognised: (u32, u32),
    },
    /// Passages embedded with another model.
    Embedding {
        /// Done.
        done: u64,
        /// All that lack their vector.
        total: u64,
    },
    /// Another process writes; work goes on when it is done.
    Waiting,
    /// Passages made searchable.
    Publishing {
        /// Done.
        done: u64,
        /// All.
        total: u64,
    },
    /// A file is done.
    File(Box<FileReport>),
}

/// Loads files and folders (recursively, in name order) into the data folder and publishes. A bad file is
/// reported and never stops the batch; what was accepted before a failure stays.
///
/// Where there is a `judge`, all of it is loaded into a copy first, in a folder that nobody opens, and looked at there;
/// [`Error::TurnedDown`] if it may not be loaded: then nothing was. Files are read twice for that: a load keeps no file
/// in memory once it is done with it.
pub fn load(
    root: &Path,
    catalogue: &Catalogue,
    embedder: &Embedder,
    paths: &[PathBuf],
    settings: &Settings,
    judge: Option<&mut Judge<'_>>,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<FileReport>, Error> {
    let files = files(paths, Some(root))?;
    if let Some(judge) = judge {
        staging::aside(root, catalogue, &mut |folder, copy| {
            let before = copy.seq()?;
            load_all(folder, &copy, embedder, &files, settings, &mut |step| {
                // What became of a file is told once.
                if !matches!(step, Progress::File(_)) {
                    progress(step);
                }
            })?;
            match copy.seq()? == before || judge(folder, copy) {
                true => Ok(()),
                false => Err(Error::TurnedDown),
            }
        })?;
    }
    load_all(root, catalogue, embedder, &files, settings, progress)
}

fn load_all(
    root: &Path,
    catalogue: &Catalogue,
    embedder: &Embedder,
    files: &[(PathBuf, u64)],
    settings: &Settings,
    progress: &mut dyn FnMut(Progress),
) -> Result<Vec<FileReport>, Error> {
    let total = files.iter().map(|(_, size)| size).sum();
    let (mut reports, mut done) = (Vec::new(), 0);
    for (file, size) in files {
        let size = *size;
        let mut tell = |passages, recognised| {
            progress(Progress::Reading {
                done,
                total,
                file: file.clone(),
                passages,
                recognised,
            });
        };
        tell(0, (0, 0));
        let report = load_file(catalogue, embedder, file, size, settings, &mut tell)?;
        progress(Progress::File(Box::new(report.clone())));
        reports.push(report);
        done += size;
    }
    // What checkers recorded may rest on what came, or on what left with an older file.
    resolved::apply_resolutions(catalogue, embedder)?;
    index::publish(root, catalogue, &mut |done, total| {
        progress(Progress::Publishing { done, total });
    })?;
    Ok(reports)
}

/// Told while one file is worked on: passages stored; pages recognised and to recognise.
type Tell<'a> = dyn FnMut(u64, (u32, u32)) + 'a;

/// Every file under the paths with its size, each once and in order; hidden ones and one folder are left out.
pub fn files(paths: &[PathBuf], without: Option<&Path>) -> Result<Vec<(PathBuf, u64)>, Error> {
    let without = without.map(fs_err::canonicalize).transpose()?;
    let mut files = Vec::new();
    let mut open: Vec<PathBuf> = paths.to_vec();
    while let Some(path) = open.pop() {
        // Links inside a folder are not followed: they could lead outside it or in a circle.
        let named = paths.contains(&path);
        let facts = if named {
            fs_err::metadata(&path)?
        } else {
            fs_err::symlink_metadata(&path)?
        };
        let hidden = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let wanted = named || !hidden;
        if facts.is_dir() && wanted && Some(fs_err::canonicalize(&path)?) != without {
            for entry in fs_err::read_dir(&path)? {
                open.push(entry?.path());
            }
        } else if facts.is_file() && wanted {
            files.push((path, facts.len()));
        } else if named && !facts.is_dir() {
            files.push((path, 0));
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn load_file(
    catalogue: &Catalogue,
    embedder: &Embedder,
    file: &Path,
    size: u64,
    settings: &Settings,
    tell: &mut Tell<'_>,
) -> Result<FileReport, Error> {
    let report = |outcome| FileReport {
        file: file.to_owned(),
        outcome,
        flags: Vec::new(),
        issues: Vec::new(),
        replaced: Vec::new(),
        same_number: Vec::new(),
    };
    if size > settings.max_file_bytes {
        return Ok(report(Outcome::TooLarge(size)));
    }
    let bytes = match fs_err::read(file) {
        Ok(bytes) => bytes,
        Err(error) => return Ok(report(Outcome::Refused(ReadError::Open(error.to_string())))),
    };
    let hash = Hash::of(&bytes);
    let collection = settings.collection.as_ref();
    if catalogue.holds_original(&hash, embedder.id())? {
        let moved = collection.map(|name| catalogue.put_into(&hash, name));
        let mut documents = moved.transpose()?.unwrap_or_default();
        if let Some(level) = settings.confidentiality {
            let set = catalogue.set_confidentiality_of(&hash, level)?;
            documents.extend(
                set.into_iter()
                    .filter(|id| !documents.contains(id))
                    .collect::<Vec<_>>(),
            );
        }
        return Ok(report(Outcome::Loaded {
            unchanged: usize::from(documents.is_empty()),
            documents,
            articles: 0,
        }));
    }
    let mut batch = Batch {
        catalogue,
        embedder,
        collection,
        confidentiality: settings.confidentiality,
        original: &bytes,
        right: staging::before(catalogue, &hash)?,
        hash,
        file_name: file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        place: Hash::of(fs_err::canonicalize(file)?.as_os_str().as_encoded_bytes()).as_str()[..16]
            .to_owned(),
        waiting: Vec::new(),
        waiting_passages: 0,
        stored: 0,
        report: report(Outcome::TooLarge(size)),
        documents: Vec::new(),
        unchanged: 0,
        articles: 0,
        ids: Vec::new(),
        failure: None,
    };
    let shared = RefCell::new(&mut *tell);
    let read = read_file_watched(
        &settings.program,
        file,
        &settings.limits,
        &mut |done, total| (*shared.borrow_mut())(0, (done, total)),
        &mut |reading| {
            if batch.failure.is_none() {
                batch.take(reading, *shared.borrow_mut());
            }
        },
    );
    if let Some(failure) = batch.failure.take() {
        return Err(failure);
    }
    match read {
        Ok(media) => batch.finish(media, tell),
        Err(error) => {
            if let ReadError::Rejected(Rejected::Secret { mark }) = &error {
                catalogue.quarantine(&batch.hash, &batch.file_name, mark, (settings.today)())?;
            }
            batch.report.outcome = Outcome::Refused(error);
            Ok(batch.report)
        }
    }
}

/// The documents of one file on their way into the catalogue.
struct Batch<'a> {
    catalogue: &'a Catalogue,
    embedder: &'a Embedder,
    collection: Option<&'a Collection>,
    confidentiality: Option<Confidentiality>,
    original: &'a [u8],
    hash: Hash,
    file_name: String,
    /// Stands for the file's full path.
    place: String,
    /// What somebody put right of this very file before.
    right: Vec<(String, Corrections, serde_json::Value)>,
    waiting: Vec<NewDocument>,
    waiting_passages: usize,
    stored: u64,
    report: FileReport,
    documents: Vec<DocumentId>,
    unchanged: usize,
    articles: usize,
    ids: Vec<DocumentId>,
    failure: Option<Error>,
}

impl Batch<'_> {
    fn take(&mut self, mut reading: Reading, tell: &mut Tell<'_>) {
        let is_article = |path: &legal::Path| path.level() == Some(legal::Level::Article);
        let units = reading.parsed.provisions.iter();
        self.articles += units.filter(|unit| is_article(&unit.path)).count();
        self.report.flags.extend(reading.flags.iter().cloned());
        self.report
            .issues
            .extend(reading.parsed.issues.iter().cloned());
        let origin = Origin {
            hash: &self.hash,
            file_name: &self.file_name,
            place: &self.place,
            collection: self.collection,
            confidentiality: self.confidentiality,
        };
        let right = staging::again(&mut reading, &self.right);
        let mut document = new_document(reading, &origin);
        if let Some(said) = right {
            let flags: Option<Vec<serde_json::Value>> = serde_json::from_str(&document.flags).ok();
            let mut flags = flags.unwrap_or_default();
            flags.push(said);
            document.flags = serde_json::to_string(&flags).unwrap_or_default();
        }
        self.waiting_passages += document.passages.len();
        self.ids.push(document.id.clone());
        self.waiting.push(document);
        if self.waiting_passages >= BATCH {
            if let Err(error) = self.store(Media::Articles) {
                self.failure = Some(error);
            }
            tell(self.stored, (0, 0));
        }
    }

    /// Embeds and stores what waits. The original goes first: a document never points to a file we do not hold.
    fn store(&mut self, media: Media) -> Result<(), Error> {
        let mut batch = std::mem::take(&mut self.waiting);
        if batch.is_empty() {
            return Ok(());
        }
        self.stored += std::mem::take(&mut self.waiting_passages) as u64;
        for document in &mut batch {
            media_name(media).clone_into(&mut document.media);
        }
        embed(self.embedder, &mut batch)?;
        self.catalogue.put_original(self.original)?;
        let own: HashSet<DocumentId> = batch.iter().map(|document| document.id.clone()).collect();
        ended::settle(self.catalogue, &mut batch)?;
        resolved::decide(self.catalogue, self.embedder, &mut batch)?;
        let added = self.catalogue.add(&batch)?;
        let report = &mut self.report;
        look_beside(self.catalogue, &added, &own, report)?;
        let stored = added.new.into_iter().chain(added.replaced);
        self.documents.extend(stored.filter(|id| own.contains(id)));
        self.unchanged += added.unchanged.len();
        Ok(())
    }

    fn finish(mut self, media: Media, tell: &mut Tell<'_>) -> Result<FileReport, Error> {
        self.store(media)?;
        tell(self.stored, (0, 0));
        self.catalogue.finish_original(
            &self.hash,
            &self.file_name,
            self.embedder.id(),
            &self.ids,
        )?;
        // What a stopped load of the same file left elsewhere was not stored again.
        if let Some(collection) = self.collection {
            let moved = self.catalogue.put_into(&self.hash, collection)?;
            self.unchanged = self.unchanged.saturating_sub(moved.len());
            self.documents.extend(moved);
        }
        if let Some(level) = self.confidentiality {
            let set = self.catalogue.set_confidentiality_of(&self.hash, level)?;
            let more: Vec<DocumentId> = set
                .into_iter()
                .filter(|id| !self.documents.contains(id))
                .collect();
            self.unchanged = self.unchanged.saturating_sub(more.len());
            self.documents.extend(more);
        }
        self.report.outcome = Outcome::Loaded {
            documents: self.documents,
            unchanged: self.unchanged,
            articles: self.articles,
        };
        Ok(self.report)
    }
}

/// Gives every passage its vector.
pub(crate) fn embed(embedder: &Embedder, batch: &mut [NewDocument]) -> Result<(), Error> {
    let texts: Vec<String> = batch
        .iter()
        .flat_map(|document| &document.passages)
        .map(|passage| embedded(&passage.breadcrumb, &passage.text))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = texts.len().div_ceil(cores).max(1);
    let parts: Vec<Result<Vec<Vec<f32>>, models::Error>> = std::thread::scope(|scope| {
        let threads: Vec<_> = texts
            .chunks(share)
            .map(|texts| scope.spawn(|| embedder.embed(texts, Use::Passage)))
            .collect();
        let joined = threads.into_iter().map(|thread| {
            thread.join().unwrap_or_else(|_| {
                Err(models::Error::Failed(
                    "a thread of the model stopped".into(),
                ))
            })
        });
        joined.collect()
    });
    let mut vectors = parts
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?
        .into_iter()
        .flatten();
    for passage in batch.iter_mut().flat_map(|document| &mut document.passages) {
        passage.vector = vectors
            .next()
            .ok_or_else(|| models::Error::Failed("too few vectors".into()))?;
        embedder.id().clone_into(&mut passage.model);
    }
    Ok(())
}
