//! State secrecy marks on the first page. Such a file must not be loaded.
//!
//! The stamp is MẬT, TỐI MẬT or TUYỆT MẬT in capitals, alone on its line (or far from its neighbours), in the top
//! third of page 1. The same words in a sentence or a heading speak *about* secrecy and are no stamp.

use legal::{SourceText, Word};

/// As the law writes them; the longer ones first.
const MARKS: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];

/// How many lines of a format without pages count as the top third of page 1.
const TOP_LINES: usize = 15;

/// The mark that the text carries, if any.
pub(crate) fn mark(source: &SourceText) -> Option<&'static str> {
    if source.words().is_empty() {
        let lines = source
            .text()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(TOP_LINES);
        return lines
            .flat_map(|line| line.split(['|', '\t']))
            .find_map(stamped);
    }
    let top = source.pages().first()?.height / 3.0;
    let words: Vec<&Word> = source
        .words()
        .iter()
        .take_while(|word| word.page == 1)
        .filter(|word| word.bounds[3] <= top)
        .collect();
    isolated(&words).into_iter().find_map(|run| {
        let said: Vec<&str> = run.iter().map(|word| source.slice(word.span)).collect();
        stamped(&said.join(" "))
    })
}

/// The mark that a run of words is, letter-spaced ("M Ậ T") and framed ("[MẬT]") ones too.
fn stamped(words: &str) -> Option<&'static str> {
    let bare: String = words.chars().filter(|c| c.is_alphanumeric()).collect();
    MARKS
        .into_iter()
        .find(|mark| mark.chars().filter(|c| *c != ' ').eq(bare.chars()))
}

/// Runs of words that stand close together on one line.
fn isolated<'a>(words: &[&'a Word]) -> Vec<Vec<&'a Word>> {
    let mut runs: Vec<Vec<&Word>> = Vec::new();
    for word in words {
        let [left, top, _, bottom] = word.bounds;
        let height = bottom - top;
        let follows = runs.last().and_then(|run| run.last()).is_some_and(|last| {
            let same_line = (last.bounds[3] - bottom).abs() < height / 2.0;
            same_line && left - last.bounds[2] < 1.5 * height && left >= last.bounds[0]
        });
        match runs.last_mut() {
            Some(run) if follows => run.push(word),
            _ => runs.push(vec![word]),
        }
    }
    runs
}

#[cfg(test)]
mod tests;
