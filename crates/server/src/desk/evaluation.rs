//! Gold questions asked of the library: when somebody wants to know, and before a batch is published.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{Arc, atomic::Ordering},
};

use catalogue::{Catalogue, Deed, NewBatch};
use index::Generation;
use legal::Date;
use search::{GoldQuestion, Library, NotHeld};

use super::{Desk, Office};
use crate::{
    clock,
    evaluation::{Ask, Ranks, Run, asked},
    failure::Failure,
    wire,
};

/// Most provisions that are named as not held.
const MOST_ABSENT: usize = 100;

/// What the page of evaluations shows.
pub(crate) struct Evaluated {
    pub(crate) told: wire::Evaluations,
    /// The lines of gold questions.
    pub(crate) lines: String,
    /// Provisions that nothing can find now: line, as typed, why.
    pub(crate) absent: Vec<(usize, String, NotHeld)>,
}

impl Desk {
    /// The gold questions and every run.
    pub(crate) async fn evaluations(&self) -> Result<Evaluated, Failure> {
        let desk = self.clone();
        self.view(move || {
            let kept = &desk.evaluations;
            let lines = kept.lines()?;
            // What somebody wrote into the file by hand is shown, to be put right.
            let gold = kept.gold().unwrap_or_default();
            let mut absent = Vec::new();
            // The page is looked at again and again while they are asked.
            let quiet = kept.underway().is_none();
            if let Some(library) = desk.library().ok().filter(|_| quiet) {
                for question in &gold {
                    let missing = question.not_held(&library, clock::today())?;
                    let missing = missing.into_iter();
                    absent.extend(missing.map(|(typed, why)| (question.line, typed, why)));
                    if absent.len() >= MOST_ABSENT {
                        break;
                    }
                }
            }
            let mark = kept.mark();
            let mut cover = desk.cover();
            let mut runs = Vec::new();
            for run in kept.runs() {
                let seen = cover.over(&run)?;
                let run = seen.as_ref().unwrap_or(&run);
                runs.push(wire::EvaluationLine::new(run, mark.as_ref()));
            }
            Ok(Evaluated {
                told: wire::Evaluations {
                    questions: gold.len(),
                    margin: desk.setup.margin,
                    running: kept.underway().map(wire::EvaluationRunning::from),
                    runs,
                },
                lines,
                absent,
            })
        })
        .await
    }

    /// A run with its questions.
    pub(crate) async fn evaluation(&self, name: String) -> Result<wire::Evaluation, Failure> {
        let run = self.ran(name).await?;
        let desk = self.clone();
        self.view(move || {
            let mark = desk.evaluations.mark();
            Ok(wire::Evaluation::new(&run, mark.as_ref()))
        })
        .await
    }

    /// A run as the visitor may see it.
    pub(crate) async fn ran(&self, name: String) -> Result<Run, Failure> {
        let desk = self.clone();
        self.view(move || {
            let run = desk.evaluations.run(&name)?.ok_or(Failure::NoEvaluation)?;
            Ok(desk.cover().over(&run)?.unwrap_or(run))
        })
        .await
    }

    /// What goes over runs before the visitor sees them.
    fn cover(&self) -> Cover<'_> {
        Cover {
            desk: self,
            absent: (!self.visitor().hidden().is_empty()).then(BTreeMap::new),
        }
    }

    /// Keeps other gold questions.
    pub(crate) async fn keep_gold(&self, lines: String) -> Result<usize, Failure> {
        let desk = self.clone();
        self.view(move || {
            let count = desk.evaluations.set_lines(&lines)?;
            desk.note(Deed::GoldChanged, &count.to_string(), "");
            Ok(count)
        })
        .await
    }

    /// Has later runs compared with this one. What was turned down is no state that anybody ever asked.
    pub(crate) async fn set_mark(&self, name: String) -> Result<(), Failure> {
        let desk = self.clone();
        self.view(move || {
            let run = desk.evaluations.run(&name)?.ok_or(Failure::NoEvaluation)?;
            if run.turned_down {
                return Err(Failure::Unapproved("not-published"));
            }
            let held = Catalogue::open_read_only(&desk.setup.root)?;
            let published = |batch: &String| match &held {
                Some(held) => Ok::<_, Failure>(held.batch(batch)?.is_some()),
                None => Ok(false),
            };
            if !run.batch.as_ref().map_or(Ok(true), published)? {
                return Err(Failure::Unapproved("not-published"));
            }
            desk.evaluations.set_mark(&name)?;
            desk.note(Deed::MarkSet, &name, "");
            Ok(())
        })
        .await
    }

    /// Begins to ask every gold question of the library as it is, behind everybody's back.
    pub(crate) async fn begin_evaluation(&self) -> Result<(), Failure> {
        let library = self.shelf.library().ok_or(Failure::EmptyLibrary)?;
        let gold = self.evaluations.gold()?;
        if gold.is_empty() {
            return Err(Failure::Unapproved("no-gold"));
        }
        if !self.evaluations.begin(gold.len()) {
            return Err(Failure::Unapproved("evaluation-running"));
        }
        let desk = self.clone();
        tokio::task::spawn_blocking(move || {
            let _over = Over(&desk);
            let made = || -> Result<(), Failure> {
                let name = NewBatch::fresh(clock::now(), "")?.name;
                let who = desk.visitor().name().to_owned();
                let mark = desk.evaluations.mark();
                let mut run = desk.run(name, who, &library, &gold, &mut |done, _| {
                    desk.evaluations.step(done);
                })?;
                run.compare(mark.as_ref());
                desk.evaluations.keep(&run)?;
                // Somebody may have set it while they were asked.
                if desk.evaluations.mark().is_none() {
                    desk.evaluations.set_mark(&run.name)?;
                }
                desk.note(Deed::Evaluated, &run.name, "");
                Ok(())
            };
            if let Err(failure) = made() {
                tracing::error!(
                    code = failure.code(),
                    "an evaluation was not done to its end"
                );
            }
        });
        Ok(())
    }
}

/// Takes out of runs what the visitor may not see: for whom something is hidden that is not held, neither by its ranks
/// nor by a mean over them.
struct Cover<'a> {
    desk: &'a Desk,
    /// Whether the visitor finds a provision, by how it was typed; `None`: nothing is hidden.
    absent: Option<BTreeMap<String, bool>>,
}

impl Cover<'_> {
    /// The run as the visitor may see it; `None`: as it is.
    fn over(&mut self, run: &Run) -> Result<Option<Run>, Failure> {
        let Some(absent) = &mut self.absent else {
            return Ok(None);
        };
        let library = self.desk.library().ok();
        let mut run = run.clone();
        for one in &mut run.questions {
            for (at, typed) in one.provisions.iter().enumerate() {
                let absent = match absent.get(typed) {
                    Some(known) => *known,
                    None => {
                        let looked = match &library {
                            Some(library) => {
                                !alone(typed).not_held(library, clock::today())?.is_empty()
                            }
                            None => true,
                        };
                        absent.insert(typed.clone(), looked);
                        looked
                    }
                };
                let all = [Some(&mut one.ranks), one.before.as_mut()];
                let ranks = all.into_iter().flatten();
                let ranks = ranks.filter_map(|ranks| ranks.get_mut(at));
                ranks.filter(|_| absent).for_each(|rank| *rank = None);
            }
        }
        Ok(Some(run))
    }
}

/// A question about one provision alone.
fn alone(provision: &str) -> GoldQuestion {
    GoldQuestion {
        line: 0,
        text: String::new(),
        provisions: vec![provision.to_owned()],
    }
}

/// Says that an evaluation is over, however it ends.
struct Over<'a>(&'a Office);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.evaluations.over();
    }
}

impl Office {
    /// Asks every gold question; `step`: how many are done, and all. Ends when the program does.
    fn run(
        &self,
        name: String,
        who: String,
        library: &Library,
        gold: &[GoldQuestion],
        step: &mut dyn FnMut(usize, usize),
    ) -> Result<Run, Failure> {
        let mut done = 0;
        let ask: &mut Ask<'_> = &mut |library, question, day| {
            step(done, gold.len());
            done += 1;
            self.ranks(library, question, day)
        };
        let mut run = asked(name, who, library, gold, ask)?;
        run.margin = self.setup.margin;
        Ok(run)
    }

    fn ranks(
        &self,
        library: &Library,
        question: &GoldQuestion,
        day: Date,
    ) -> Result<Ranks, Failure> {
        match self.stopping.load(Ordering::Relaxed) {
            true => Err(Failure::Slow),
            false => Ok(question.ask(library, day)?),
        }
    }

    /// Asks the gold questions of a library as publishing a batch would make it, and lays them beside the mark; where the
    /// mark does not have a question, beside the library as it is. The run is kept.
    pub(crate) fn judge(
        &self,
        folder: &Path,
        catalogue: Catalogue,
        made: &NewBatch,
        gold: &[GoldQuestion],
    ) -> Result<Run, Failure> {
        let catalogue = Arc::new(catalogue);
        let generation = Generation::open(folder, &catalogue)?.ok_or(Failure::EmptyLibrary)?;
        let now = self.shelf.library();
        let trial = self.shelf.join(&catalogue, generation);
        let name = NewBatch::fresh(clock::now(), "")?.name;
        let step = &mut |done, total| self.stage.ask(&made.name, done as u64, total as u64);
        let mut run = self.run(name, made.who.clone(), &trial, gold, step)?;
        run.batch = Some(made.name.clone());
        run.compare(self.evaluations.mark().as_ref());
        run.compare_with(now.as_ref(), gold, &mut |library, question, day| {
            self.ranks(library, question, day)
        })?;
        self.evaluations.keep(&run)?;
        Ok(run)
    }
}
