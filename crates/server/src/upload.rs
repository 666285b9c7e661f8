//! Uploads: files are spooled into the data folder, loaded, and reported one by one; removals.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{
    extract::{
        Multipart,
        multipart::{Field, MultipartError},
    },
    http::StatusCode,
};
use catalogue::{Catalogue, Collection, Confidentiality, Deed};
use index::Generation;
use tokio::{fs, io::AsyncWriteExt as _};

use crate::{
    desk::{Desk, reason},
    evaluation::Gate,
    failure::Failure,
    stage,
    wire::{BatchPlace, LoadReport},
};

/// Most files of one upload.
const FILES: usize = 500;
/// Most bytes of what is typed beside the files.
const LONGEST_NAME: usize = 1_000;
/// Between two pieces of a body.
const IDLE: Duration = Duration::from_secs(10);

/// A folder of its own for one upload, deleted when dropped.
pub(crate) struct Spool(PathBuf);

impl Spool {
    pub(crate) async fn new(root: &Path) -> Result<Self, Failure> {
        static LAST: AtomicU64 = AtomicU64::new(0);
        let number = LAST.fetch_add(1, Ordering::Relaxed);
        let folder = root
            .join("incoming")
            .join(format!("{}-{number}", std::process::id()));
        fs::create_dir_all(&folder)
            .await
            .map_err(|error| Failure::from(&error))?;
        Ok(Self(folder))
    }

    /// The folder.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Spool {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, "an upload could not be cleared away");
        }
    }
}

/// Clears away what uploads of a process that was killed have left: a draft must not stay because of a power cut.
pub(crate) fn clear_left(root: &Path) {
    let left = std::fs::read_dir(root.join("incoming"));
    for folder in left.into_iter().flatten().flatten() {
        let name = folder.file_name();
        let process = name.to_string_lossy();
        let process = process.split('-').next().unwrap_or_default();
        if !Path::new("/proc").join(process).exists()
            && let Err(error) = std::fs::remove_dir_all(folder.path())
        {
            tracing::warn!(%error, "what an upload left could not be cleared away");
        }
    }
}

/// Receives the files of a form, loads them and says what became of each.
pub(crate) async fn load(desk: &Desk, form: Multipart) -> Result<LoadReport, Failure> {
    let turn = desk.clone();
    let _turn = turn.loading.try_lock().map_err(|_| Failure::LoadRunning)?;
    let spool = Spool::new(&desk.setup.root).await?;
    let received = receive(&spool, form).await?;
    if received.files.is_empty() {
        return Err(Failure::NoFile);
    }
    let desk = desk.clone();
    let work = tokio::task::spawn_blocking(move || {
        let _spool = spool;
        load_files(&desk, received).inspect(|report| {
            desk.refresh_shelf();
            let named: Vec<&str> = report.files.iter().map(|file| file.file.as_str()).collect();
            let loaded = report.files.iter().filter(|file| file.outcome == "loaded");
            let detail = format!("{} of {}", loaded.count(), report.files.len());
            desk.note(Deed::Loaded, &named.join(", "), &detail);
        })
    });
    work.await.unwrap_or(Err(Failure::Internal))
}

/// What a form brought.
#[derive(Default)]
struct Received {
    /// Files in the spool.
    files: Vec<PathBuf>,
    /// The collection that they are to be put into; `None`: they stay where they are.
    collection: Option<Collection>,
    /// The level that they get of their own; `None`: they keep theirs, else that of their collection holds.
    level: Option<Confidentiality>,
    /// Why they are loaded although the gold questions fall.
    despite: Option<String>,
}

fn load_files(desk: &Desk, received: Received) -> Result<LoadReport, Failure> {
    let setup = &desk.setup;
    let (catalogue, embedder) = desk.writing()?;
    let gate = Gate::open(&setup.root, setup.margin, desk.visitor().name())?;
    let mut verdict = None;
    let mut judge = |folder: &Path, trial: Catalogue| {
        let judged = gate.as_ref().map(|gate| {
            let trial = Arc::new(trial);
            let generation = Generation::open(folder, &trial)?.ok_or(Failure::EmptyLibrary)?;
            let trial = desk.shelf.join(&trial, generation);
            let goes_on = || !desk.stopping.load(Ordering::Relaxed);
            let now = desk.shelf.library();
            Ok::<_, Failure>(gate.judge(
                &trial,
                now.as_ref(),
                received.despite.is_some(),
                &goes_on,
            )?)
        });
        let may = matches!(&judged, Some(Ok(verdict)) if verdict.may);
        verdict = judged;
        may
    };
    let judge: Option<&mut ingest::Judge<'_>> = match &gate {
        Some(_) => Some(&mut judge),
        None => None,
    };
    let loaded = ingest::load(
        &setup.root,
        &catalogue,
        &embedder,
        &received.files,
        &ingest::Settings {
            collection: received.collection,
            confidentiality: received.level,
            ..setup.loading.clone()
        },
        judge,
        &mut |_| {},
    );
    // Why it was turned down goes before that it was.
    let verdict = verdict.transpose()?;
    let reports = loaded.map_err(|error| match error {
        ingest::Error::TurnedDown => Failure::Unapproved("load-fell"),
        error => error.into(),
    })?;
    if let (Some(gate), Some(verdict)) = (&gate, &verdict) {
        gate.passed(verdict)?;
        if let Some(reason) = received.despite.filter(|_| verdict.fell) {
            desk.note(Deed::PublishedDespite, &verdict.run, &reason);
        }
    }
    stage::tell_audit(desk, &catalogue);
    Ok(LoadReport::new(&reports))
}

/// Writes every file of the form to the spool, piece by piece; reads what is typed beside them. A field that is not
/// known is refused: who mistypes `level` must not load a document as open as it would be without.
async fn receive(spool: &Spool, mut form: Multipart) -> Result<Received, Failure> {
    let mut received = Received::default();
    while let Some(field) = in_time(form.next_field()).await? {
        let Some(given) = field.file_name() else {
            match field.name() {
                Some("collection") => {
                    let collection = typed(field, Failure::BadCollection, Collection::new);
                    received.collection = collection.await?;
                }
                Some("level") => {
                    let level = typed(field, Failure::BadLevel, Confidentiality::from_name);
                    received.level = level.await?;
                }
                Some("despite") => {
                    let reason = typed(field, Failure::BadUpload, |typed| Some(reason(typed)));
                    received.despite = reason.await?;
                }
                _ => return Err(Failure::BadUpload),
            }
            continue;
        };
        let name = safe_name(given);
        // A browser sends a field of files without any as one file without a name.
        if name.is_empty() {
            continue;
        }
        if received.files.len() == FILES {
            return Err(Failure::TooLarge);
        }
        // A folder per file: two files of one upload may have the same name.
        let folder = spool.0.join(received.files.len().to_string());
        let file = folder.join(name);
        fs::create_dir(&folder)
            .await
            .map_err(|error| Failure::from(&error))?;
        write(field, &file).await?;
        received.files.push(file);
    }
    Ok(received)
}

/// Writes every file of a form to its place in a batch; what is typed beside them. Each file is in the batch as soon as
/// it came whole.
pub(crate) async fn receive_into(
    desk: &Desk,
    batch: &str,
    mut form: Multipart,
) -> Result<BatchPlace, Failure> {
    let mut place = BatchPlace::default();
    let mut number = 0;
    while let Some(field) = in_time(form.next_field()).await? {
        let Some(given) = field.file_name().map(str::to_owned) else {
            match field.name() {
                Some("collection") => {
                    let name = typed(field, Failure::BadCollection, Collection::new).await?;
                    place.collection = name.map(|name| name.as_str().to_owned());
                }
                Some("level") => {
                    let level = typed(field, Failure::BadLevel, Confidentiality::from_name).await?;
                    place.level = level.map(|level| level.name().to_owned());
                }
                _ => return Err(Failure::BadUpload),
            }
            continue;
        };
        let name = safe_name(&given);
        if name.is_empty() || is_of_the_system(&given) {
            continue;
        }
        if number as usize == FILES {
            return Err(Failure::TooLarge);
        }
        number += 1;
        let file = desk.stage.staging.place(batch, number, &name)?;
        write(field, &file).await?;
        let (desk, batch) = (desk.clone(), batch.to_owned());
        let received =
            tokio::task::spawn_blocking(move || desk.stage.staging.received(&batch, number, &name));
        received.await.map_err(|_| Failure::Internal)??;
    }
    Ok(place)
}

/// Whether a folder has this file for its system's own use.
fn is_of_the_system(given: &str) -> bool {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    last.starts_with('.') || ["thumbs.db", "desktop.ini"].contains(&&*last.to_lowercase())
}

/// What a field says; nothing where it is blank, a failure where it cannot be read.
async fn typed<T>(
    mut field: Field<'_>,
    unread: Failure,
    read: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, Failure> {
    let mut bytes = Vec::new();
    while let Some(piece) = in_time(field.chunk()).await? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LONGEST_NAME {
            return Err(unread);
        }
    }
    let text = String::from_utf8(bytes).map_err(|_| unread.clone())?;
    if text.trim().is_empty() {
        return Ok(None);
    }
    read(&text).map(Some).ok_or(unread)
}

/// Writes a field to a file, piece by piece.
pub(crate) async fn write(mut field: Field<'_>, file: &Path) -> Result<(), Failure> {
    let disk = |error: std::io::Error| Failure::from(&error);
    let mut file = fs::File::create(file).await.map_err(disk)?;
    while let Some(piece) = in_time(field.chunk()).await? {
        file.write_all(&piece).await.map_err(disk)?;
    }
    file.flush().await.map_err(disk)
}

/// Waits for the next piece of a body, not for ever.
pub(crate) async fn in_time<T>(
    piece: impl Future<Output = Result<T, MultipartError>>,
) -> Result<T, Failure> {
    let piece = tokio::time::timeout(IDLE, piece)
        .await
        .map_err(|_| Failure::BadUpload)?;
    piece.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::BadUpload,
    })
}

/// The last part of a given name, without what a file system or a terminal could misread.
pub(crate) fn safe_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = last.chars().filter(|c| !c.is_control()).collect();
    let name = name.trim().trim_start_matches(['.', '-']);
    // The end is kept: it says the format. 200 bytes fit every file system.
    let from = name
        .char_indices()
        .map(|(at, _)| at)
        .find(|at| name.len() - at <= 200)
        .unwrap_or_default();
    name[from..].to_owned()
}

/// Removes a document and makes that searchable, or rather not searchable any more. Of a file that was replaced, only
/// records still hold words: they lose them.
pub(crate) async fn remove(desk: &Desk, slug: String) -> Result<(), Failure> {
    let turn = desk.clone();
    let _turn = turn.loading.try_lock().map_err(|_| Failure::LoadRunning)?;
    let desk = desk.clone();
    let work = tokio::task::spawn_blocking(move || {
        let root = &desk.setup.root;
        if Catalogue::open_read_only(root)?.is_none() {
            return Err(Failure::NoDocument);
        }
        // What the visitor may not see is not there to be removed.
        let catalogue = Catalogue::open(root)?.without(desk.visitor().hidden());
        let at = catalogue.seq()?;
        let Some(row) = catalogue.find_document(at, &slug)? else {
            let known = catalogue.forget_replaced(&slug)?;
            // What was kept of it to be taken back is purged.
            index::publish(root, &catalogue, &mut |_, _| {})?;
            return known.then_some(()).ok_or(Failure::NoDocument);
        };
        let removed = catalogue.remove_all(&[&slug], &desk.visitor().act())?;
        removed.first().ok_or(Failure::NoDocument)?;
        desk.forget_pictures(&row.original);
        stage::follow_resolutions(&desk, &catalogue);
        index::publish(root, &catalogue, &mut |_, _| {})?;
        desk.refresh_shelf();
        Ok(())
    });
    work.await.unwrap_or(Err(Failure::Internal))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_files() {
        fn check(given: &str, expect: &str) {
            assert_eq!(safe_name(given), expect, "{given}");
        }
        check("Nghị định 30.pdf", "Nghị định 30.pdf");
        check("../../etc/passwd", "passwd");
        check("C:\\tài liệu\\a.docx", "a.docx");
        check("..", "");
        check("/", "");
        check(".htaccess", "htaccess");
        check("a\u{0}b\n.txt", "ab.txt");
        check(
            &format!("{}.pdf", "ă".repeat(300)),
            &format!("{}.pdf", "ă".repeat(98)),
        );
    }
}
