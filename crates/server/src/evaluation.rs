//! Evaluations: the office's own gold questions, asked of the library as it is or as a publish would make it. Each run is
//! a file that is never changed, with the ranks that were found: no word of any document.
//!
//! One run is the mark that others are compared with: the last release. People move it, by saying so or by publishing
//! despite a fall; the first run becomes it by itself. A publish that passes does not: many small falls, each within the
//! margin, would otherwise add up unseen.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use legal::Date;
use search::{Difference, GoldQuestion, Measured, differences};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

pub(crate) use self::gate::{Ask, asked};
pub use self::gate::{Gate, NotAsked, Verdict};
use self::listed::Seen;
use crate::failure::Failure;

mod gate;
mod listed;

/// The file of the data folder with the gold questions.
const GOLD: &str = "gold.txt";
/// The folder of the data folder with the runs.
const RUNS: &str = "evaluation";
/// The file of that folder that names the mark.
const MARK: &str = "mark";
/// Points of a hundred in one of the measures by which it may fall, unless the settings say otherwise.
pub const MARGIN: f64 = 2.0;
/// Falls are not told from the last digits of a mean.
const DUST: f64 = 1e-9;

/// The rank of each provision that answers a question, from 1; `None`: not among the first hundred articles.
pub(crate) type Ranks = Vec<Option<u32>>;

/// A question as it was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Asked {
    pub(crate) text: String,
    pub(crate) provisions: Vec<String>,
    pub(crate) ranks: Ranks,
    /// The same before: at the mark or, where the mark does not have this question, in the library of that moment.
    #[serde(default)]
    pub(crate) before: Option<Ranks>,
}

/// A run of all gold questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub(crate) name: String,
    /// ISO 8601.
    pub(crate) at: String,
    pub(crate) who: String,
    /// The day whose law was asked for.
    pub(crate) day: Date,
    /// The batch whose publish asked for it.
    #[serde(default)]
    pub(crate) batch: Option<String>,
    /// Of the library as a load would have made it, which was not done.
    #[serde(default)]
    pub(crate) turned_down: bool,
    pub(crate) generation: u64,
    pub(crate) version: String,
    pub(crate) embedder: String,
    #[serde(default)]
    pub(crate) reranker: Option<String>,
    /// The mark that it was compared with.
    #[serde(default)]
    pub(crate) against: Option<String>,
    /// Points by which it might fall.
    pub(crate) margin: f64,
    pub(crate) questions: Vec<Asked>,
}

/// What changed for a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Turn {
    /// The right provisions stand higher.
    Better,
    /// They stand lower, or are not found any more.
    Worse,
    /// As before.
    Same,
    /// There is nothing to compare with.
    New,
}

impl Asked {
    pub(crate) fn turn(&self) -> Turn {
        let Some(before) = &self.before else {
            return Turn::New;
        };
        let (now, before) = (Measured::of_ranks(&self.ranks), Measured::of_ranks(before));
        let gained = now.gain() - before.gain();
        let found = now.recall(10) - before.recall(10);
        // What is found among ten counts more than how high it stands.
        match (found, gained) {
            (found, _) if found < -DUST => Turn::Worse,
            (found, _) if found > DUST => Turn::Better,
            (_, gained) if gained < -DUST => Turn::Worse,
            (_, gained) if gained > DUST => Turn::Better,
            _ => Turn::Same,
        }
    }
}

impl Run {
    /// Each measure against before, over the questions that have a before.
    pub(crate) fn differences(&self) -> Vec<Difference> {
        let (mut now, mut before) = (Vec::new(), Vec::new());
        for one in &self.questions {
            if let Some(ranks) = &one.before {
                now.push(Measured::of_ranks(&one.ranks));
                before.push(Measured::of_ranks(ranks));
            }
        }
        match now.is_empty() {
            true => Vec::new(),
            false => differences(&now, &before),
        }
    }

    /// Whether recall@10 or MRR@10 is lower than before by more than the margin. How likely chance alone does that is told
    /// beside, and decides nothing: the questions of an office are few, and each is there because somebody asks it.
    pub(crate) fn fell(&self) -> bool {
        let most = self.margin / 100.0 + DUST;
        let pairs = self.questions.iter().filter_map(|one| {
            let before = Measured::of_ranks(one.before.as_ref()?);
            Some((Measured::of_ranks(&one.ranks), before))
        });
        let pairs: Vec<(Measured, Measured)> = pairs.collect();
        let decisive: [fn(&Measured) -> f64; 2] = [|one| one.recall(10), Measured::reciprocal_rank];
        decisive.iter().any(|of| {
            let lost: f64 = pairs.iter().map(|(now, before)| of(before) - of(now)).sum();
            lost / pairs.len().max(1) as f64 > most
        })
    }

    /// A measure's mean over all questions.
    pub(crate) fn mean(&self, of: fn(&Measured) -> f64) -> f64 {
        let all = self.measured();
        all.iter().map(of).sum::<f64>() / all.len().max(1) as f64
    }

    /// The questions that turned worse.
    pub(crate) fn worse(&self) -> impl Iterator<Item = &str> {
        let worse = self
            .questions
            .iter()
            .filter(|one| one.turn() == Turn::Worse);
        worse.map(|one| one.text.as_str())
    }

    /// The ranks of a question, if it was asked with the same provisions.
    pub(crate) fn ranks(&self, question: &GoldQuestion) -> Option<&Ranks> {
        let same =
            |one: &&Asked| one.text == question.text && one.provisions == question.provisions;
        self.questions.iter().find(same).map(|one| &one.ranks)
    }

    pub(crate) fn measured(&self) -> Vec<Measured> {
        let ranks = self.questions.iter().map(|one| &one.ranks);
        ranks.map(|ranks| Measured::of_ranks(ranks)).collect()
    }
}

/// How far a run is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Underway {
    pub(crate) done: usize,
    pub(crate) total: usize,
    began: Instant,
}

impl Underway {
    /// Seconds until it is over, as far as can be told.
    pub(crate) fn left(&self) -> Option<u64> {
        let gone = self.began.elapsed().as_secs_f64();
        let rest = self.total.saturating_sub(self.done) as f64;
        (self.done > 0).then(|| (gone / self.done as f64 * rest).ceil() as u64)
    }
}

/// The gold questions and runs of a data folder.
#[derive(Debug)]
pub(crate) struct Evaluations {
    root: PathBuf,
    underway: Mutex<Option<Underway>>,
    /// The runs that were read before: they never change, and the list is looked at again and again.
    seen: Mutex<Seen>,
}

impl Evaluations {
    /// Of a data folder. Touches no file.
    pub(crate) fn new(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            underway: Mutex::default(),
            seen: Mutex::default(),
        }
    }

    /// The lines of gold questions as they are kept.
    pub(crate) fn lines(&self) -> Result<String, Failure> {
        match std::fs::read_to_string(self.root.join(GOLD)) {
            Ok(lines) => Ok(lines),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err((&error).into()),
        }
    }

    /// The gold questions.
    pub(crate) fn gold(&self) -> Result<Vec<GoldQuestion>, Failure> {
        search::gold_questions(&self.lines()?).map_err(Failure::BadGold)
    }

    /// Keeps other gold questions; how many there are.
    pub(crate) fn set_lines(&self, lines: &str) -> Result<usize, Failure> {
        let lines = lines.replace("\r\n", "\n");
        let gold = search::gold_questions(&lines).map_err(Failure::BadGold)?;
        write_whole(&self.root.join(GOLD), lines.as_bytes())?;
        Ok(gold.len())
    }

    /// The latest runs, the very latest first. One that cannot be read is left out: it decides nothing.
    pub(crate) fn runs(&self) -> Vec<Arc<Run>> {
        let listed = std::fs::read_dir(self.root.join(RUNS));
        let places = listed.into_iter().flatten().flatten();
        let places = places.map(|entry| entry.path());
        let places = places.filter(|place| place.extension().is_some_and(|end| end == "json"));
        let names = places.filter_map(|place| Some(place.file_stem()?.to_str()?.to_owned()));
        let names = names.filter(|name| is_name(name)).collect();
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.latest(names, |name| read(&self.place(name)).ok().flatten())
    }

    /// A run by its name.
    pub(crate) fn run(&self, name: &str) -> Result<Option<Run>, Failure> {
        match is_name(name) {
            true => read(&self.place(name)),
            false => Ok(None),
        }
    }

    /// Keeps a run.
    pub(crate) fn keep(&self, run: &Run) -> Result<(), Failure> {
        let bytes = serde_json::to_vec(run).map_err(|_| Failure::Internal)?;
        write_whole(&self.place(&run.name), &bytes)
    }

    /// The mark; one whose file is gone or cannot be read is none.
    pub(crate) fn mark(&self) -> Option<Run> {
        let name =
            std::fs::read_to_string(self.root.join(RUNS).join(format!("{MARK}.txt"))).ok()?;
        self.run(name.trim()).ok().flatten()
    }

    /// Has later runs compared with this one.
    pub(crate) fn set_mark(&self, name: &str) -> Result<(), Failure> {
        let place = self.root.join(RUNS).join(format!("{MARK}.txt"));
        write_whole(&place, name.as_bytes())
    }

    /// How far the run is that somebody asked for.
    pub(crate) fn underway(&self) -> Option<Underway> {
        *self.held()
    }

    /// Begins one, unless another is underway.
    pub(crate) fn begin(&self, total: usize) -> bool {
        let mut underway = self.held();
        let free = underway.is_none();
        if free {
            *underway = Some(Underway {
                done: 0,
                total,
                began: Instant::now(),
            });
        }
        free
    }

    /// A question more was asked.
    pub(crate) fn step(&self, done: usize) {
        if let Some(underway) = self.held().as_mut() {
            underway.done = done;
        }
    }

    /// It is over.
    pub(crate) fn over(&self) {
        *self.held() = None;
    }

    fn held(&self) -> MutexGuard<'_, Option<Underway>> {
        self.underway.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, name: &str) -> PathBuf {
        self.root.join(RUNS).join(format!("{name}.json"))
    }
}

/// Whether that can be the name of a run: it becomes a file.
fn is_name(name: &str) -> bool {
    let letter = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=64).contains(&name.len()) && name.bytes().all(letter)
}

fn read<T: DeserializeOwned>(place: &Path) -> Result<Option<T>, Failure> {
    match std::fs::read(place) {
        Ok(bytes) => Ok(serde_json::from_slice(&bytes).ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err((&error).into()),
    }
}

/// Writes a file under another name and renames it: it is the old one or the new one, also after a power cut.
pub(crate) fn write_whole(place: &Path, bytes: &[u8]) -> Result<(), Failure> {
    // One after the other: two would write into one temporary file.
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let written = || -> std::io::Result<()> {
        let folder = place.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let temporary = place.with_extension("tmp");
        let mut file = std::fs::File::create(&temporary)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&temporary, place)?;
        std::fs::File::open(folder)?.sync_all()
    };
    written().map_err(|error| Failure::from(&error))
}

#[cfg(test)]
mod tests;
