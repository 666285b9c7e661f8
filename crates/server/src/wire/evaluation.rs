//! Evaluations on the wire.

use search::{Difference, Measured, Measures};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::evaluation::{Run, Turn, Underway};

/// The gold questions of the office, and every run of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Evaluations {
    /// How many questions there are.
    pub questions: usize,
    /// Points by which recall@10 or MRR@10 may fall before a publish is stopped.
    pub margin: f64,
    /// The run that is underway; `null`: none.
    pub running: Option<EvaluationRunning>,
    /// The runs that are kept, the latest first.
    pub runs: Vec<EvaluationLine>,
}

/// A run that is underway.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvaluationRunning {
    /// Questions asked.
    pub done: usize,
    /// All.
    pub total: usize,
    /// About how many seconds until it is over.
    pub seconds_left: Option<u64>,
}

impl From<Underway> for EvaluationRunning {
    fn from(underway: Underway) -> Self {
        Self {
            done: underway.done,
            total: underway.total,
            seconds_left: underway.left(),
        }
    }
}

/// A run in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvaluationLine {
    /// Its name in addresses.
    pub name: String,
    /// When it was over.
    pub made: String,
    /// Who wanted it.
    pub who: String,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub day: legal::Date,
    /// The batch whose publish asked for it; `null`: somebody did.
    pub batch: Option<String>,
    /// The change number of the library that was asked.
    pub generation: u64,
    /// Of the program.
    pub version: String,
    /// The embedding model; empty: only words were searched.
    pub embedder: String,
    /// The model that read the best results once more.
    pub reranker: Option<String>,
    /// How many questions were asked.
    pub questions: usize,
    /// The share of the right provisions among the first ten articles, as a mean over the questions.
    pub recall_10: f64,
    /// The mean of one by the rank of the first right article, among ten.
    pub mrr_10: f64,
    /// Whether it fell below what it was compared with by more than its margin.
    pub fell: bool,
    /// Whether later runs are compared with it.
    pub is_mark: bool,
}

/// A measure against before.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MeasureDifference {
    /// `recall@10`, `MRR@10`, `nDCG@10`.
    pub measure: String,
    /// Now less before.
    pub mean: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
    /// Questions that are better.
    pub better: usize,
    /// Questions that are worse.
    pub worse: usize,
    /// How often chance alone gives as large a difference.
    pub p: f64,
}

impl From<Difference> for MeasureDifference {
    fn from(one: Difference) -> Self {
        Self {
            measure: one.measure.to_owned(),
            mean: one.mean.mean,
            low: one.mean.low,
            high: one.mean.high,
            better: one.better,
            worse: one.worse,
            p: one.p,
        }
    }
}

/// A question of a run.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EvaluatedQuestion {
    /// As it was asked.
    pub text: String,
    /// What answers it, as it was typed.
    pub provisions: Vec<String>,
    /// The rank of each, from 1; `null`: not among the first hundred articles.
    pub ranks: Vec<Option<u32>>,
    /// The same before; `null`: there is nothing to compare with.
    pub before: Option<Vec<Option<u32>>>,
    /// `better`, `worse`, `same`, `new`.
    pub turn: Turn,
}

/// A measure of a run.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Measure {
    /// `recall@1` … `nDCG@10`.
    pub measure: String,
    /// Its mean.
    pub mean: f64,
    /// The lower end of its 95 % interval.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

/// A run with its questions.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Evaluation {
    /// What is listed of it.
    #[serde(flatten)]
    pub line: EvaluationLine,
    /// The run that it was compared with.
    pub against: Option<String>,
    /// Points by which it might fall.
    pub margin: f64,
    /// Every measure.
    pub measures: Vec<Measure>,
    /// Against before, over the questions that have a before.
    pub differences: Vec<MeasureDifference>,
    /// The questions, those that turned worse first.
    pub asked: Vec<EvaluatedQuestion>,
}

/// Gold questions as they are kept.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Gold {
    /// One question a line: the question, a tab or `|`, then the provisions that answer it, parted by tabs, `|` or `;`.
    pub lines: String,
}

impl EvaluationLine {
    pub(crate) fn new(run: &Run, mark: Option<&Run>) -> Self {
        Self {
            name: run.name.clone(),
            made: run.at.clone(),
            who: run.who.clone(),
            day: run.day,
            batch: run.batch.clone(),
            generation: run.generation,
            version: run.version.clone(),
            embedder: run.embedder.clone(),
            reranker: run.reranker.clone(),
            questions: run.questions.len(),
            recall_10: run.mean(|one| one.recall(10)),
            mrr_10: run.mean(Measured::reciprocal_rank),
            fell: run.fell(),
            is_mark: mark.is_some_and(|mark| mark.name == run.name),
        }
    }
}

impl Evaluation {
    pub(crate) fn new(run: &Run, mark: Option<&Run>) -> Self {
        let measured = Measures::of(&run.measured());
        let mut asked: Vec<EvaluatedQuestion> = run
            .questions
            .iter()
            .map(|one| EvaluatedQuestion {
                text: one.text.clone(),
                provisions: one.provisions.clone(),
                ranks: one.ranks.clone(),
                before: one.before.clone(),
                turn: one.turn(),
            })
            .collect();
        asked.sort_by_key(|one| match one.turn {
            Turn::Worse => 0,
            Turn::Better => 1,
            Turn::Same | Turn::New => 2,
        });
        Self {
            line: EvaluationLine::new(run, mark),
            against: run.against.clone(),
            margin: run.margin,
            measures: measured
                .rows()
                .map(|(name, mean)| Measure {
                    measure: name.to_owned(),
                    mean: mean.mean,
                    low: mean.low,
                    high: mean.high,
                })
                .into(),
            differences: run.differences().into_iter().map(Into::into).collect(),
            asked,
        }
    }
}
