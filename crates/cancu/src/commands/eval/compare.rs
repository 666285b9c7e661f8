//! Another run of the same questions, to be compared with.

use std::{collections::HashMap, path::Path};

use search::Measured;

use crate::judged::{Grades, unreadable};

/// A run in the TREC format: `question Q0 article rank score name`; articles by question in the order of their ranks.
pub(super) fn read_run(file: &Path) -> anyhow::Result<HashMap<String, Vec<String>>> {
    let text =
        std::fs::read_to_string(file).map_err(|error| unreadable(file, &error.to_string()))?;
    let mut ranked: HashMap<String, Vec<(u32, String)>> = HashMap::new();
    for (n, line) in text.lines().enumerate() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let rank = fields.get(3).and_then(|rank| rank.parse().ok());
        let ([question, _, article, ..], Some(rank)) = (fields.as_slice(), rank) else {
            let expect = format!("{}: id Q0 key rank score name", n + 1);
            return Err(unreadable(file, &expect));
        };
        let own = ranked.entry((*question).to_owned()).or_default();
        own.push((rank, (*article).to_owned()));
    }
    let in_order = |mut articles: Vec<(u32, String)>| {
        articles.sort_by_key(|(rank, _)| *rank);
        articles.into_iter().map(|(_, article)| article).collect()
    };
    Ok(ranked
        .into_iter()
        .map(|(question, articles)| (question, in_order(articles)))
        .collect())
}

/// A ranking of a question that the run does not hold found nothing.
pub(super) fn measured(
    run: &HashMap<String, Vec<String>>,
    question: &str,
    grades: &Grades,
) -> Measured {
    let keys = run.get(question).map_or(&[][..], Vec::as_slice);
    Measured::new(keys, grades)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_read_by_rank() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("run");
        std::fs::write(&file, "q1 Q0 b 2 0.5 x\nq1 Q0 a 1 0.9 x\n").expect("a file");
        assert_eq!(read_run(&file).expect("a run")["q1"], ["a", "b"]);
        std::fs::write(&file, "q1 a\n").expect("a file");
        assert!(read_run(&file).is_err() && read_run(&folder.path().join("none")).is_err());
    }
}
