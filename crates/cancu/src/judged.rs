//! Judged questions: their files, and what a ranking learns from them.

use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

use clap::ArgMatches;
use indicatif::ProgressBar;
use legal::Date;
use models::{Ranking, RankingConfig, RankingList};
use rayon::prelude::*;
use search::{Library, Query};
use serde::Deserialize;

use crate::failure::Told;

/// A question as its file has it.
#[derive(Clone, Deserialize)]
pub(crate) struct Question {
    pub(crate) id: String,
    pub(crate) text: String,
}

/// Grades by article key.
pub(crate) type Grades = HashMap<String, u32>;

/// Questions with the grades of what answers them; a question without any is left out.
pub(crate) struct Judged {
    pub(crate) questions: Vec<Question>,
    grades: HashMap<String, Grades>,
}

impl Judged {
    /// Reads the files that `--queries` and `--judgements` name.
    pub(crate) fn read(matches: &ArgMatches) -> anyhow::Result<Self> {
        let path = |name: &str| matches.get_one::<PathBuf>(name).expect("clap requires it");
        let grades = judgements(path("judgements"))?;
        let mut questions = questions(path("queries"))?;
        questions.retain(|question| grades.contains_key(&question.id));
        if questions.is_empty() {
            return Err(Told::new("eval_empty", &[]).into());
        }
        Ok(Self { questions, grades })
    }

    /// The grades of a question of ours.
    pub(crate) fn grades(&self, question: &Question) -> &Grades {
        &self.grades[&question.id]
    }

    /// What a ranking learns from: the candidates of each question as it was asked, and as typed without accents.
    pub(crate) fn lists(
        &self,
        library: &Library,
        on: Date,
        bar: &ProgressBar,
    ) -> Result<Vec<[RankingList; 2]>, search::Error> {
        let list = |question: &Question, text: String| -> Result<RankingList, search::Error> {
            let grades = self.grades(question);
            let query = Query {
                text,
                on,
                limit: 100,
                scope: search::Scope::default(),
                as_typed: false,
            };
            let mut list = RankingList {
                question: question.text.clone(),
                ..RankingList::default()
            };
            for candidate in search::candidates(library, &query)? {
                let grade = grades.get(&candidate.article_key);
                list.grades.push(grade.copied().unwrap_or_default());
                list.features.extend(candidate.features);
            }
            bar.inc(1);
            Ok(list)
        };
        self.questions
            .par_iter()
            .map(|question| {
                Ok([
                    list(question, question.text.clone())?,
                    list(question, legal::unaccent(&question.text))?,
                ])
            })
            .collect()
    }

    /// Which of so many folds a question belongs to: the same in every run, whatever the other questions.
    pub(crate) fn fold(question: &Question, folds: usize) -> usize {
        crc32fast::hash(question.id.as_bytes()) as usize % folds
    }

    /// A ranking for each fold, trained on the questions of all others.
    pub(crate) fn rankings(
        &self,
        lists: &[[RankingList; 2]],
        folds: usize,
        config: &RankingConfig,
        bar: &ProgressBar,
    ) -> Vec<Ranking> {
        let train = |fold: usize| {
            let others = self.questions.iter().zip(lists);
            let others = others.filter(|(question, _)| Self::fold(question, folds) != fold);
            let lists: Vec<RankingList> = others.flat_map(|(_, lists)| lists.clone()).collect();
            Ranking::train(&lists, &search::features(), config, &mut |_, _| bar.inc(1))
        };
        (0..folds).map(train).collect()
    }
}

/// How a ranking is trained here.
pub(crate) fn config() -> RankingConfig {
    RankingConfig {
        directions: search::directions(),
        ..RankingConfig::default()
    }
}

fn questions(file: &Path) -> anyhow::Result<Vec<Question>> {
    let text = read(file)?;
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(n, line)| {
            serde_json::from_str(line)
                .map_err(|error| unreadable(file, &format!("{}: {error}", n + 1)))
        })
        .collect()
}

fn judgements(file: &Path) -> anyhow::Result<HashMap<String, Grades>> {
    let mut judgements: HashMap<String, Grades> = HashMap::new();
    for (n, line) in read(file)?
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let fields: Vec<&str> = line.split('\t').collect();
        let grade = fields.get(2).and_then(|grade| grade.trim().parse().ok());
        let ([id, key, ..], Some(grade)) = (fields.as_slice(), grade) else {
            return Err(unreadable(file, &format!("{}: id ⇥ key ⇥ grade", n + 1)));
        };
        if grade > 0 {
            judgements
                .entry((*id).to_owned())
                .or_default()
                .insert((*key).to_owned(), grade);
        }
    }
    Ok(judgements)
}

fn read(file: &Path) -> anyhow::Result<String> {
    std::fs::read_to_string(file).map_err(|error| unreadable(file, &error.to_string()))
}

/// What is wrong with a file of questions, judgements or rankings.
pub(crate) fn unreadable(file: &Path, detail: &str) -> anyhow::Error {
    Told::new(
        "eval_keys",
        &[("file", &file.display()), ("detail", &detail)],
    )
    .into()
}
