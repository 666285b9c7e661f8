//! The stage: batches of files that were received are read here one after another, whoever looks and whatever restarts,
//! and published in turn.

use std::{
    collections::BTreeMap,
    sync::{Arc, Condvar, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use catalogue::{Catalogue, Deed};
use ingest::{BatchState, FileState, Progress, StagedBatch, StagedFile, Staging};
use models::Embedder;

use crate::{clock, desk::Office, evaluation::Run, failure::Failure};

mod follow;

pub(crate) use follow::{follow_resolutions, tell_audit};

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
    /// Batches that are being published.
    publishing: Mutex<BTreeMap<String, Publishing>>,
    rate: Mutex<f64>,
    called: Mutex<bool>,
    bell: Condvar,
}

/// How far publishing a batch is: done, to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Publishing {
    /// Passages.
    Passages(u64, u64),
    /// Gold questions, asked of the library as it would be.
    Questions(u64, u64),
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
    pub(crate) fn published(&self, batch: &str) -> Option<Publishing> {
        held(&self.publishing).get(batch).copied()
    }

    /// Takes a step of publishing.
    pub(crate) fn step(&self, batch: &str, progress: &Progress) {
        let (Progress::Embedding { done, total } | Progress::Publishing { done, total }) = progress
        else {
            return;
        };
        self.set(batch, Publishing::Passages(*done, *total));
    }

    /// A gold question more was asked.
    pub(crate) fn ask(&self, batch: &str, done: u64, total: u64) {
        self.set(batch, Publishing::Questions(done, total));
    }

    fn set(&self, batch: &str, publishing: Publishing) {
        held(&self.publishing).insert(batch.to_owned(), publishing);
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

/// Puts right what a stop left: before anybody looks. What was published, and could not be told any more, is told now.
pub(crate) fn recover(office: &Office) {
    let recovered = || -> Result<(), ingest::Error> {
        let catalogue = Catalogue::open_read_only(&office.setup.root)?;
        if let Some(catalogue) = &catalogue {
            for batch in office.stage.staging.batches()? {
                let done = catalogue.batch(&batch.name)?;
                let Some(done) = done.filter(|_| batch.state == BatchState::Publishing) else {
                    continue;
                };
                let act = catalogue::Act {
                    who: done.who,
                    at: done.at,
                    from: String::new(),
                };
                tell(office, &act, &batch.name);
            }
        }
        office.stage.staging.recover(catalogue.as_ref())
    };
    if let Err(error) = recovered() {
        tracing::error!(%error, "what was received before a stop could not be looked through");
    }
    if let Err(failure) = follow::recover_resolutions(office) {
        tracing::error!(
            reason = failure.code(),
            "what was recorded before a stop could not be worked in"
        );
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
    if let Ok(Some(catalogue)) = Catalogue::open_read_only(&office.setup.root)
        && let Err(error) = stage.staging.propose_again(&catalogue, batch, read.number)
        && !matches!(error, ingest::Error::NotReady)
    {
        tracing::error!(%error, "what was put right of a file before could not be looked up");
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

impl Office {
    /// The catalogue, open for writing, and the model that its vectors are of.
    pub(crate) fn writing(&self) -> Result<(Catalogue, Arc<Embedder>), Failure> {
        let catalogue = Catalogue::open(&self.setup.root)?;
        let model = catalogue.model()?.map(|(model, _)| model);
        let embedder = self.shelf.embedder(&model.unwrap_or_default());
        Ok((catalogue, embedder.ok_or(Failure::OtherModel)?))
    }
}

/// Publishes a batch whose turn has come. Where the office has gold questions, they are asked of the library as it would be
/// first, and a fall stops it.
pub(crate) fn publish(
    office: &Office,
    act: &catalogue::Act,
    made: &catalogue::NewBatch,
) -> Result<(), Failure> {
    let root = &office.setup.root;
    let (catalogue, embedder) = office.writing()?;
    forget_old(&catalogue, made.at)?;
    let (stage, name) = (&office.stage, made.name.as_str());
    let step = &mut |step| stage.step(name, &step);
    let gold = office.evaluations.gold()?;
    let batch = stage.staging.batch(name)?.ok_or(Failure::NoBatch)?;
    let mut judged = None;
    let mut judge = |folder: &std::path::Path, catalogue: Catalogue| {
        let run = office.judge(folder, catalogue, made, &gold);
        let may = run.as_ref().is_ok_and(|run| may(office, &batch, run));
        judged = Some(run);
        may
    };
    let judge: Option<&mut ingest::Judge<'_>> = match gold.is_empty() {
        true => None,
        false => Some(&mut judge),
    };
    let done = stage
        .staging
        .publish(root, &catalogue, &embedder, made, judge, step);
    let run = judged.transpose()?;
    let unchanged = match (done, &run) {
        (Err(ingest::Error::TurnedDown), Some(run)) => {
            stage.staging.change(name, |batch| {
                batch.fell = Some(run.name.clone());
                Ok(())
            })?;
            return Err(Failure::Unapproved("evaluation-fell"));
        }
        (done, _) => done?,
    };
    if let Some(run) = &run
        && (run.fell() || office.evaluations.mark().is_none())
    {
        office.evaluations.set_mark(&run.name)?;
    }
    // The page says that it is published when it is found, not before.
    if let Err(error) = office.shelf.refresh() {
        tracing::error!(%error, "the new generation could not be opened; the old one stays");
    }
    if !run.as_ref().is_some_and(Run::fell) {
        // The reason was given for a fall that is none any more.
        stage.staging.change(name, |batch| {
            batch.despite = None;
            Ok(())
        })?;
    }
    tell(office, act, name);
    stage.staging.finish(&catalogue, name, unchanged)?;
    tell_audit(office, &catalogue);
    Ok(())
}

/// Whether what a batch would make may be published: it does not fall, or somebody saw that it falls and gave a reason, and
/// no question turns worse that was not seen then.
fn may(office: &Office, batch: &StagedBatch, run: &Run) -> bool {
    if !run.fell() {
        return true;
    }
    let seen = batch.fell.as_ref().filter(|_| batch.despite.is_some());
    let seen = seen.and_then(|name| office.evaluations.run(name).ok().flatten());
    seen.is_some_and(|seen| {
        run.worse()
            .all(|one| seen.worse().any(|known| known == one))
    })
}

/// Tells the audit that a batch was published, once, and why it was in spite of a fall.
pub(crate) fn tell(office: &Office, act: &catalogue::Act, name: &str) {
    let staging = &office.stage.staging;
    let files = staging.files(name).unwrap_or_default();
    let went: Vec<&str> = files
        .iter()
        .filter(|file| file.confirmed.is_some() && !file.left_out)
        .map(|file| file.name.as_str())
        .collect();
    let detail = format!("{name}: {} of {}", went.len(), files.len());
    let batch = staging.batch(name).ok().flatten();
    let despite = batch.and_then(|batch| batch.despite);
    let despite = despite.map(|reason| (Deed::PublishedDespite, name.to_owned(), reason));
    let loaded = (Deed::Loaded, went.join(", "), detail);
    for (deed, about, detail) in despite.into_iter().chain([loaded]) {
        if let Err(error) = office.people.note_once(act, deed, &about, &detail) {
            tracing::error!(%error, "a decision could not be written to the audit");
        }
    }
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
