//! State secrecy marks on the first page, whose bearer must not be loaded; and marks that keep a document to a circle.
//!
//! The stamp is MẬT, TỐI MẬT or TUYỆT MẬT in capitals, alone on its line (or far from its neighbours), in the top
//! third of page 1. The same words in a sentence or a heading speak *about* secrecy and are no stamp.

use legal::{SourceText, unaccent};

use crate::ocr::Recognised;

/// As the law writes them; the longer ones first.
const MARKS: [&str; 3] = ["TUYỆT MẬT", "TỐI MẬT", "MẬT"];
/// Words that end a line of a heading of which MẬT is the rest: bí mật, bảo mật, cơ mật, giữ mật.
const BEFORE: [&str; 4] = ["bi", "bao", "co", "giu"];
/// Marks of circulation, folded. No law forbids to hold such a document; who may read it is another question.
const CIRCULATION: [&str; 5] = [
    "tai lieu noi bo",
    "luu hanh noi bo",
    "tai lieu luu hanh noi bo",
    "xem xong tra lai",
    "tai lieu thu hoi",
];

/// How many lines of a format without pages count as the top third of page 1.
const TOP_LINES: usize = 15;

/// How sure we are that the letters are those on the page.
#[derive(Clone, Copy, PartialEq)]
enum Letters {
    FromFile,
    FromPicture,
}

/// The mark that the text carries, if any.
pub(crate) fn mark(source: &SourceText) -> Option<&'static str> {
    first_stamp(&runs(source), Letters::FromFile)
}

/// The mark among words recognised on the top of the first page, whose accents may be lost.
pub(crate) fn on_picture(words: &[Recognised]) -> Option<&'static str> {
    let placed = words.iter().map(|word| (word.text.as_str(), word.bounds));
    first_stamp(&isolated(placed), Letters::FromPicture)
}

/// The mark that keeps the document to a circle or says that it is a draft, as printed: "LƯU HÀNH NỘI BỘ", "DỰ THẢO".
pub(crate) fn circulation(source: &SourceText) -> Option<String> {
    runs(source).into_iter().find(|run| restricts(run))
}

/// What stands by itself at the top of the first page: words close together on one line, or a cell.
fn runs(source: &SourceText) -> Vec<String> {
    if source.words().is_empty() {
        let lines = source
            .text()
            .lines()
            .filter(|line| !line.trim().is_empty())
            .take(TOP_LINES);
        let cells = lines.flat_map(|line| line.split(['|', '\t']));
        return cells.map(|cell| cell.trim().to_owned()).collect();
    }
    let Some(page) = source.pages().first() else {
        return Vec::new();
    };
    let top = page.height / 3.0;
    let words = source
        .words()
        .iter()
        .take_while(|word| word.page == page.number)
        .filter(|word| word.bounds[3] <= top)
        .map(|word| (source.slice(word.span), word.bounds));
    isolated(words)
}

fn first_stamp(runs: &[String], letters: Letters) -> Option<&'static str> {
    let last_word = |run: &String| {
        run.split_whitespace()
            .next_back()
            .map(|w| unaccent(w).to_lowercase())
    };
    (0..runs.len()).find_map(|at| {
        let mark = stamped(&runs[at], letters)?;
        // A heading over two lines: "… BẢO VỆ BÍ" / "MẬT", or "MẬT" / "MÃ DÂN SỰ".
        let before = at.checked_sub(1).and_then(|at| last_word(&runs[at]));
        let goes_on = before.is_some_and(|word| BEFORE.contains(&word.as_str()))
            || runs.get(at + 1).is_some_and(|next| next.starts_with("MÃ "));
        (!goes_on).then_some(mark)
    })
}

/// The mark that a run of words is, letter-spaced ("M Ậ T"), framed ("[MẬT]") and named ("Độ mật: MẬT") ones too.
fn stamped(run: &str, letters: Letters) -> Option<&'static str> {
    if let Some((name, level)) = run.split_once(':') {
        let named = unaccent(name.trim()).to_lowercase() == "do mat";
        return named
            .then(|| stamped(&level.to_uppercase(), letters))
            .flatten();
    }
    let bare: String = run.chars().filter(|c| c.is_alphanumeric()).collect();
    // A mark of one syllable is also the face, the eye or the loss when its accent is another one; typed without
    // any accent it is meant, and on a picture any of them is taken for it.
    let plain = unaccent(&bare);
    let loose = |mark: &str| mark.contains(' ') || letters == Letters::FromPicture || bare == plain;
    MARKS.into_iter().find(|mark| {
        let exact: String = mark.chars().filter(|c| *c != ' ').collect();
        bare == exact || loose(mark) && plain == unaccent(&exact)
    })
}

fn restricts(run: &str) -> bool {
    let bare = run.trim_matches(|c: char| !c.is_alphanumeric());
    let folded = unaccent(bare).to_lowercase();
    let draft = folded.strip_prefix("du thao").is_some_and(|rest| {
        let rest = rest.trim_start();
        let again = ["lan", "ngay"].iter().any(|word| rest.starts_with(word));
        rest.is_empty() || again || rest.starts_with(|c: char| c.is_ascii_digit())
    });
    draft || CIRCULATION.contains(&folded.as_str()) || bare == "NỘI BỘ"
}

/// Runs of words that stand close together on one line.
fn isolated<'a>(words: impl Iterator<Item = (&'a str, [f32; 4])>) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    let mut last: Option<[f32; 4]> = None;
    for (text, bounds) in words {
        let [left, top, _, bottom] = bounds;
        let height = bottom - top;
        let follows = last.is_some_and(|last| {
            let same_line = (last[3] - bottom).abs() < height / 2.0;
            same_line && left - last[2] < 1.5 * height && left >= last[0]
        });
        match runs.last_mut() {
            Some(run) if follows => {
                run.push(' ');
                run.push_str(text);
            }
            _ => runs.push(text.to_owned()),
        }
        last = Some(bounds);
    }
    runs
}

#[cfg(test)]
mod tests;
