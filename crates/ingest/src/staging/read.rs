//! Reading staged files, one after another, into what is shown and what is published later.

use std::{
    collections::BTreeMap,
    io::{BufRead as _, BufReader, Write as _},
    path::Path,
};

use catalogue::Catalogue;
use extract::{Media, Reading, Rejected};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use super::{
    BatchState, FileState, Found, MOST_READ, StagedFile, Staging, TRIES,
    correct::{before, of_part},
    keep,
};
use crate::{Error, ReadError, Settings, document::media_name, read_file_watched};

/// Most documents of a file: a person looks at each. Larger collections are loaded at once, by the command line or the API.
const MOST_FOUND: usize = 500;

/// The name of a refusal: `empty`, `format`, `password`, `no_pages`, `damaged`, `limit`, `no_text`, `secret`, `time`,
/// `crashed`, `output`, `open`.
pub fn reason(error: &ReadError) -> String {
    let kind = match error {
        ReadError::Rejected(rejected) => {
            let json = serde_json::to_value(rejected).unwrap_or_default();
            let reason = json.get("reason").and_then(|reason| reason.as_str());
            return reason.unwrap_or("damaged").to_owned();
        }
        ReadError::Time(_) => "time",
        ReadError::Crashed => "crashed",
        ReadError::Output => "output",
        ReadError::Open(_) => "open",
    };
    kind.to_owned()
}

impl Staging {
    /// The next file to be read, of the oldest batch first.
    pub fn next(&self) -> Result<Option<(String, StagedFile)>, Error> {
        for batch in self.batches()?.into_iter().rev() {
            let open = [BatchState::Open, BatchState::Receiving];
            if !open.contains(&batch.state) {
                continue;
            }
            let files = self.files(&batch.name)?.into_iter();
            let waiting = files.filter(|file| file.state == FileState::Waiting);
            if let Some(file) = waiting.min_by_key(|file| file.number) {
                return Ok(Some((batch.name, file)));
            }
        }
        Ok(None)
    }

    /// Reads a file in the child and keeps what was read. Bytes of a file with a mark of secrecy are deleted at once.
    /// `step`: pages recognised, pages to recognise.
    pub fn read(
        &self,
        batch: &str,
        number: u32,
        settings: &Settings,
        step: &mut dyn FnMut(u32, u32),
    ) -> Result<StagedFile, Error> {
        let file = self.change_file(batch, number, |file| {
            file.tries += 1;
            file.state = match file.tries > TRIES {
                // It took the whole program with it twice: a third time is not tried.
                true => FileState::Failed,
                false => FileState::Reading,
            };
            if file.state == FileState::Failed {
                file.reason = Some("crashed".to_owned());
            }
            Ok(file.clone())
        })?;
        if file.state == FileState::Failed {
            return Ok(file);
        }
        let read = self.read_now(batch, &file, settings, step);
        if read.is_err() {
            // The disk is full, perhaps: it is tried again, and not its fault.
            let folder = self.of_file(batch, number);
            let _ = keep::remove(&folder, "readings.tmp");
            let _one = self.alone();
            let _ = self.change_any_file(batch, number, |file| {
                file.state = FileState::Waiting;
                file.tries = file.tries.saturating_sub(1);
                Ok(())
            });
        }
        read
    }

    fn read_now(
        &self,
        batch: &str,
        file: &StagedFile,
        settings: &Settings,
        step: &mut dyn FnMut(u32, u32),
    ) -> Result<StagedFile, Error> {
        let number = file.number;
        let folder = self.of_file(batch, number);
        let given = self.given(batch, file);
        let outcome = match file.size > settings.max_file_bytes {
            true => Err("too_large".to_owned()),
            false => {
                let read = |sink: &mut dyn FnMut(Reading)| {
                    read_file_watched(&settings.program, &given, &settings.limits, step, sink)
                };
                spool(&folder, read)?
            }
        };
        self.keep_read(batch, number, &outcome)
    }

    /// Keeps what came of reading a file.
    pub(super) fn keep_read(
        &self,
        batch: &str,
        number: u32,
        outcome: &Result<Read, String>,
    ) -> Result<StagedFile, Error> {
        let folder = self.of_file(batch, number);
        match outcome {
            Ok(read) => keep::write(&folder.join("found.json"), &read.found)?,
            Err(_) => keep::remove(&folder, "readings.tmp")?,
        }
        if matches!(outcome, Err(reason) if reason.starts_with("secret ")) {
            keep::remove(&folder, "given")?;
        }
        let _one = self.alone();
        self.change_any_file(batch, number, |file| {
            match outcome {
                Ok(read) => {
                    file.state = FileState::Read;
                    file.media.clone_from(&read.media);
                    file.documents = read.documents;
                    file.read_bytes = read.bytes;
                }
                Err(reason) => {
                    let (reason, mark) = reason.split_once(' ').unwrap_or((reason, ""));
                    file.state = FileState::Failed;
                    file.reason = Some(reason.to_owned());
                    file.mark = Some(mark.to_owned()).filter(|mark| !mark.is_empty());
                }
            }
            Ok(file.clone())
        })
    }

    /// Proposes again what somebody put right when this very file was published before: it is still to be confirmed.
    pub fn propose_again(
        &self,
        catalogue: &Catalogue,
        batch: &str,
        number: u32,
    ) -> Result<(), Error> {
        let Some(file) = self.file(batch, number)? else {
            return Ok(());
        };
        let before = before(catalogue, &file.hash)?;
        let mut right = BTreeMap::new();
        for (at, found) in (0..).zip(self.found(batch, number)?) {
            if let Some((_, corrections, _)) = of_part(&before, &found.part) {
                right.insert(at, corrections.clone());
            }
        }
        if right.is_empty() {
            return Ok(());
        }
        self.change_file(batch, number, |file| {
            if file.confirmed.is_none() && file.corrections.is_empty() {
                file.corrections = right;
            }
            Ok(())
        })
    }

    /// Hands on every reading of a file, in order.
    pub(super) fn readings(
        &self,
        batch: &str,
        number: u32,
        sink: &mut dyn FnMut(Reading) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let place = self.of_file(batch, number).join("readings");
        let mut lines = BufReader::new(DeflateDecoder::new(fs_err::File::open(place)?));
        let mut line = String::new();
        loop {
            line.clear();
            if lines.read_line(&mut line)? == 0 {
                return Ok(());
            }
            sink(serde_json::from_str(&line).map_err(std::io::Error::other)?)?;
        }
    }

    /// The words that were read on a page of a document.
    pub fn page(
        &self,
        batch: &str,
        number: u32,
        document: u32,
        page: u32,
    ) -> Result<Option<String>, Error> {
        let (mut at, mut words) = (0, None);
        self.readings(batch, number, &mut |reading| {
            if at == document {
                let pages = reading.source.pages().iter();
                let mut found = pages.filter(|one| one.number == page);
                words = found
                    .next()
                    .map(|page| reading.source.slice(page.span).to_owned());
            }
            at += 1;
            Ok(())
        })?;
        Ok(words)
    }
}

/// What was read of a file.
pub(super) struct Read {
    pub(super) found: Vec<Found>,
    pub(super) documents: u32,
    pub(super) bytes: u64,
    pub(super) media: String,
}

/// Reads a file into `readings`; the inner error is the reason why it cannot be read.
pub(super) fn spool(
    folder: &Path,
    read_all: impl FnOnce(&mut dyn FnMut(Reading)) -> Result<Media, ReadError>,
) -> Result<Result<Read, String>, Error> {
    let temporary = folder.join("readings.tmp");
    let file = fs_err::File::create(&temporary)?;
    let mut packed = DeflateEncoder::new(std::io::BufWriter::new(file), Compression::fast());
    let mut read = Read {
        found: Vec::new(),
        documents: 0,
        bytes: 0,
        media: String::new(),
    };
    let mut failure: Option<std::io::Error> = None;
    let outcome = read_all(&mut |reading| {
        read.documents += 1;
        if failure.is_some() || read.bytes > MOST_READ || read.found.len() == MOST_FOUND {
            return;
        }
        read.found.push(Found::of(&reading));
        match serde_json::to_vec(&reading) {
            Ok(mut line) => {
                line.push(b'\n');
                read.bytes += line.len() as u64;
                failure = packed.write_all(&line).err();
            }
            Err(error) => failure = Some(std::io::Error::other(error)),
        }
    });
    if let Some(failure) = failure {
        return Err(failure.into());
    }
    let media = match outcome {
        Ok(media) => media,
        Err(ReadError::Rejected(Rejected::Secret { mark })) => {
            return Ok(Err(format!("secret {mark}")));
        }
        Err(error) => return Ok(Err(reason(&error))),
    };
    if read.bytes > MOST_READ || read.documents as usize > read.found.len() {
        return Ok(Err("too_much".to_owned()));
    }
    media_name(media).clone_into(&mut read.media);
    let file = packed
        .finish()?
        .into_inner()
        .map_err(std::io::IntoInnerError::into_error)?;
    file.sync_all()?;
    drop(file);
    fs_err::rename(&temporary, folder.join("readings"))?;
    keep::sync_folder(folder)?;
    Ok(Ok(read))
}
