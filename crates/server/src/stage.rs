//! The stage: batches of files that were received are read here one after another, whoever looks and whatever restarts,
//! and published in turn.

use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use catalogue::Catalogue;
use ingest::{FileState, Progress, StagedFile, Staging};

use crate::{clock, desk::Office, failure::Failure};

/// How often it is looked for files that nobody announced.
const LOOK: Duration = Duration::from_secs(5);
/// After a failure of the disk.
const PAUSE: Duration = Duration::from_secs(10);
/// Bytes a second, until some were read: a slow machine.
const FIRST_RATE: f64 = 400_000.0;

/// What is read and published just now.
#[derive(Debug)]
pub(crate) struct Stage {
    pub(crate) staging: Staging,
    working: Mutex<Option<Working>>,
    /// Batches that are being published: done, to do.
    publishing: Mutex<BTreeMap<String, (u64, u64)>>,
    rate: Mutex<f64>,
    called: Mutex<bool>,
    bell: Condvar,
}

/// The file that is being read.
#[derive(Clone, Debug)]
struct Working {
    batch: String,
    number: u32,
    size: u64,
    began: Instant,
    recognised: (u32, u32),
}

impl Working {
    /// Seconds until it is read.
    fn left(&self, rate: f64) -> f64 {
        let gone = self.began.elapsed().as_secs_f64();
        match self.recognised {
            (done, total) if done > 0 => {
                gone / f64::from(done) * f64::from(total - done.min(total))
            }
            _ => (self.size as f64 / rate - gone).max(1.0),
        }
    }
}

/// How far a file is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Ahead {
    pub(crate) recognised: Option<(u32, u32)>,
    pub(crate) seconds: Option<u64>,
}

impl Stage {
    /// Of a data folder. Nothing is read yet.
    pub(crate) fn new(root: &std::path::Path) -> Self {
        Self {
            staging: Staging::new(root),
            working: Mutex::default(),
            publishing: Mutex::default(),
            rate: Mutex::new(FIRST_RATE),
            called: Mutex::default(),
            bell: Condvar::new(),
        }
    }

    /// Says that there is something to read.
    pub(crate) fn call(&self) {
        *held(&self.called) = true;
        self.bell.notify_all();
    }

    /// How far each of these files of a batch is.
    pub(crate) fn ahead(&self, batch: &str, files: &[StagedFile]) -> BTreeMap<u32, Ahead> {
        let rate = *held(&self.rate);
        let working = held(&self.working).clone();
        // What is read before: the file at hand, then those of this batch in order. Other batches are not counted.
        let mut seconds = working.as_ref().map_or(0.0, |working| working.left(rate));
        let mut all = BTreeMap::new();
        for file in files {
            let here = working
                .as_ref()
                .filter(|working| working.batch == batch && working.number == file.number);
            let ahead = match (file.state, here) {
                (_, Some(working)) => Ahead {
                    recognised: Some(working.recognised).filter(|(_, total)| *total > 0),
                    seconds: Some(working.left(rate).ceil() as u64),
                },
                (FileState::Waiting | FileState::Reading, None) => {
                    seconds += file.size as f64 / rate;
                    Ahead {
                        recognised: None,
                        seconds: Some(seconds.ceil() as u64),
                    }
                }
                _ => Ahead::default(),
            };
            all.insert(file.number, ahead);
        }
        all
    }

    /// How far publishing a batch is; `None`: it waits for its turn, or is not being published.
    pub(crate) fn published(&self, batch: &str) -> Option<(u64, u64)> {
        held(&self.publishing).get(batch).copied()
    }

    /// Takes a step of publishing.
    pub(crate) fn step(&self, batch: &str, progress: &Progress) {
        let (Progress::Embedding { done, total } | Progress::Publishing { done, total }) = progress
        else {
            return;
        };
        held(&self.publishing).insert(batch.to_owned(), (*done, *total));
    }

    /// Publishing a batch is over.
    pub(crate) fn over(&self, batch: &str) {
        held(&self.publishing).remove(batch);
    }

    fn wait(&self) {
        let called = held(&self.called);
        let waited = self
            .bell
            .wait_timeout_while(called, LOOK, |called| !*called);
        *waited.unwrap_or_else(PoisonError::into_inner).0 = false;
    }
}

fn held<T>(lock: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Puts right what a stop left: before anybody looks.
pub(crate) fn recover(office: &Office) {
    let catalogue = Catalogue::open_read_only(&office.setup.root);
    let recovered = catalogue
        .map_err(ingest::Error::from)
        .and_then(|catalogue| office.stage.staging.recover(catalogue.as_ref()));
    if let Err(error) = recovered {
        tracing::error!(%error, "what was received before a stop could not be looked through");
    }
}

/// Reads what waits until the program stops. On a thread of its own.
pub(crate) fn work(office: &Arc<Office>) {
    while !office.stopping.load(Ordering::Relaxed) {
        match office.stage.staging.next() {
            Ok(Some((batch, file))) => {
                if let Err(error) = read(office, &batch, &file) {
                    tracing::error!(%error, "a received file could not be kept as read");
                    std::thread::sleep(PAUSE);
                }
            }
            Ok(None) => office.stage.wait(),
            Err(error) => {
                tracing::error!(%error, "what was received could not be looked through");
                std::thread::sleep(PAUSE);
            }
        }
    }
}

fn read(office: &Office, batch: &str, file: &StagedFile) -> Result<(), ingest::Error> {
    let stage = &office.stage;
    let began = Instant::now();
    *held(&stage.working) = Some(Working {
        batch: batch.to_owned(),
        number: file.number,
        size: file.size,
        began,
        recognised: (0, 0),
    });
    let read = stage.staging.read(
        batch,
        file.number,
        &office.setup.loading,
        &mut |done, total| {
            if let Some(working) = held(&stage.working).as_mut() {
                working.recognised = (done, total);
            }
        },
    );
    let recognised = held(&stage.working)
        .take()
        .is_some_and(|working| working.recognised.1 > 0);
    let read = match read {
        Ok(read) => read,
        // It was given up while it was read.
        Err(ingest::Error::NotReady) => return Ok(()),
        Err(error) => return Err(error),
    };
    let seconds = began.elapsed().as_secs_f64();
    if read.state == FileState::Read && !recognised && seconds > 0.0 {
        let mut rate = held(&stage.rate);
        *rate = (*rate * 3.0 + file.size as f64 / seconds) / 4.0;
    }
    if let Some(mark) = &read.mark {
        let _turn = office.loading.blocking_lock();
        let quarantined = Catalogue::open(&office.setup.root).and_then(|catalogue| {
            catalogue.quarantine(&read.hash, &read.name, mark, clock::today())
        });
        if let Err(error) = quarantined {
            tracing::error!(%error, "a file with a mark of secrecy could not be put on record");
        }
    }
    Ok(())
}

/// Publishes a batch whose turn has come.
pub(crate) fn publish(office: &Office, made: &catalogue::NewBatch) -> Result<(), Failure> {
    let root = &office.setup.root;
    let catalogue = Catalogue::open(root)?;
    forget_old(&catalogue, made.at)?;
    let model = catalogue.model()?.map(|(model, _)| model);
    let embedder = office.shelf.embedder(&model.unwrap_or_default());
    let embedder = embedder.ok_or(Failure::OtherModel)?;
    let stage = &office.stage;
    let step = &mut |step| stage.step(&made.name, &step);
    let unchanged = stage
        .staging
        .publish(root, &catalogue, &embedder, made, step)?;
    // The page says that it is published when it is found, not before.
    if let Err(error) = office.shelf.refresh() {
        tracing::error!(%error, "the new generation could not be opened; the old one stays");
    }
    stage.staging.finish(&catalogue, &made.name, unchanged)?;
    Ok(())
}

/// Lets go of what batches replaced that can no longer be taken back.
pub(crate) fn forget_old(
    catalogue: &Catalogue,
    now: jiff::Timestamp,
) -> Result<(), catalogue::Error> {
    let kept = jiff::SignedDuration::from_hours(24 * KEPT_DAYS);
    catalogue.forget_batches(now.saturating_sub(kept).unwrap_or(now))
}

/// Days for which a batch can be taken back.
pub(crate) const KEPT_DAYS: i64 = 30;
