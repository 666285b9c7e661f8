//! The gate before a load: gold questions asked of the library as the load would make it. A batch has its own, with a page
//! on which people decide; what is loaded at once, at the terminal and by the API, goes through this one.

use std::path::Path;

use catalogue::NewBatch;
use legal::Date;
use search::{GoldQuestion, Library};

use super::{Asked, Evaluations, Ranks, Run};
use crate::{clock, failure::Failure};

/// Asks a question of a library. It may end what is asked.
pub(crate) type Ask<'a> = dyn FnMut(&Library, &GoldQuestion, Date) -> Result<Ranks, Failure> + 'a;

/// Gold questions that are asked before something is loaded.
pub struct Gate {
    evaluations: Evaluations,
    gold: Vec<GoldQuestion>,
    margin: f64,
    who: String,
}

/// What the gate says of a library as a load would make it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// The run that says so, by its name.
    pub run: String,
    /// It falls below what it was compared with by more than the margin.
    pub fell: bool,
    /// The load may go on.
    pub may: bool,
    /// The questions that turn worse.
    pub worse: Vec<String>,
}

/// The gold questions could not be asked.
#[derive(Debug, thiserror::Error)]
#[error("the gold questions could not be asked: {}", .0.code())]
pub struct NotAsked(Failure);

impl From<NotAsked> for Failure {
    fn from(not: NotAsked) -> Self {
        not.0
    }
}

impl Gate {
    /// Of a data folder, for whoever loads; `None`: there are no gold questions, and everything may be loaded. `margin`:
    /// points of a hundred by which a measure may fall.
    pub fn open(root: &Path, margin: f64, who: &str) -> Result<Option<Self>, NotAsked> {
        let evaluations = Evaluations::new(root);
        let gold = evaluations.gold().map_err(NotAsked)?;
        Ok((!gold.is_empty()).then(|| Self {
            evaluations,
            gold,
            margin,
            who: who.to_owned(),
        }))
    }

    /// Asks the library as it would be, and lays the ranks beside the mark or, where that does not have a question, beside
    /// the library as it is. The run is kept. What falls may be loaded by whoever saw that it falls and gives a `reason`,
    /// unless a question turns worse that did not then. `goes_on` is asked before each question.
    pub fn judge(
        &self,
        trial: &Library,
        now: Option<&Library>,
        reason: bool,
        goes_on: &dyn Fn() -> bool,
    ) -> Result<Verdict, NotAsked> {
        let judged = || -> Result<Verdict, Failure> {
            let name = NewBatch::fresh(clock::now(), "")?.name;
            let ask: &mut Ask<'_> = &mut |library, question, day| match goes_on() {
                true => Ok(question.ask(library, day)?),
                false => Err(Failure::Slow),
            };
            let mut run = asked(name, self.who.clone(), trial, &self.gold, ask)?;
            run.margin = self.margin;
            run.compare(self.evaluations.mark().as_ref());
            run.compare_with(now, &self.gold, ask)?;
            let fell = run.fell();
            let may = !fell || (reason && self.was_seen(&run));
            run.turned_down = !may;
            self.evaluations.keep(&run)?;
            Ok(Verdict {
                worse: run.worse().map(str::to_owned).collect(),
                run: run.name,
                fell,
                may,
            })
        };
        judged().map_err(NotAsked)
    }

    /// What was judged is loaded: later runs are compared with it where there was no mark, or where it fell.
    pub fn passed(&self, verdict: &Verdict) -> Result<(), NotAsked> {
        match verdict.fell || self.evaluations.mark().is_none() {
            true => self.evaluations.set_mark(&verdict.run).map_err(NotAsked),
            false => Ok(()),
        }
    }

    /// Whether the same person was told of this fall before: the latest load of theirs that was turned down turned every
    /// question worse that is worse now.
    fn was_seen(&self, run: &Run) -> bool {
        let runs = self.evaluations.runs();
        let mut seen = runs
            .iter()
            .filter(|one| one.turned_down && one.who == self.who);
        seen.next().is_some_and(|seen| {
            run.worse()
                .all(|one| seen.worse().any(|known| known == one))
        })
    }
}

/// A run of all gold questions in a library, compared with nothing yet.
pub(crate) fn asked(
    name: String,
    who: String,
    library: &Library,
    gold: &[GoldQuestion],
    ask: &mut Ask<'_>,
) -> Result<Run, Failure> {
    let day = clock::today();
    let mut questions = Vec::with_capacity(gold.len());
    for question in gold {
        questions.push(Asked {
            text: question.text.clone(),
            provisions: question.provisions.clone(),
            ranks: ask(library, question, day)?,
            before: None,
        });
    }
    let reranker = library.reranking.as_ref();
    let embedder = library.embedder.as_ref();
    Ok(Run {
        name,
        at: clock::now().to_string(),
        who,
        day,
        batch: None,
        turned_down: false,
        generation: library.generation.seq(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        embedder: embedder.map_or_else(String::new, |embedder| embedder.id().to_owned()),
        reranker: reranker.map(|reranking| reranking.model.name().to_owned()),
        against: None,
        margin: super::MARGIN,
        questions,
    })
}

impl Run {
    /// Lays it beside the mark, as far as that has its questions.
    pub(crate) fn compare(&mut self, mark: Option<&Self>) {
        let Some(mark) = mark else { return };
        self.against = Some(mark.name.clone());
        for one in &mut self.questions {
            let question = GoldQuestion {
                line: 0,
                text: one.text.clone(),
                provisions: one.provisions.clone(),
            };
            one.before = mark.ranks(&question).cloned();
        }
    }

    /// Asks what the mark does not have of the library as it is.
    pub(crate) fn compare_with(
        &mut self,
        now: Option<&Library>,
        gold: &[GoldQuestion],
        ask: &mut Ask<'_>,
    ) -> Result<(), Failure> {
        let Some(now) = now else { return Ok(()) };
        let day = self.day;
        for (one, question) in self.questions.iter_mut().zip(gold) {
            if one.before.is_none() {
                one.before = Some(ask(now, question, day)?);
            }
        }
        Ok(())
    }
}
