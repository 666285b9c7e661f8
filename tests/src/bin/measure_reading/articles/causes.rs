//! Why an article as read differs from the reference, in what a machine can show: the other reader of the file is the
//! witness.

use tests::similarity;

use super::{Ours, without_adoption};
use crate::{
    page::{Printed, letters, words},
    reference::Row,
};

/// From which similarity an article counts as the same but for a few words.
const REPRODUCED: f64 = 0.95;

pub(super) const ELSEWHERE: &str = "numbered otherwise in the file";
pub(super) const NOT_THERE: &str = "not in the file";
const AMENDED: &str = "amended since";
const FILE_DIFFERS: &str = "reference differs from the file";
const PAGE_DIFFERS: &str = "reference differs from the page";
const HOLDS_MORE: &str = "reference holds the next heading";
const HOLDS_WORDS: &str = "reference holds words of the text in the heading";
const NO_HEADING: &str = "reference has no heading";
const OURS: &str = "ours";
const UNEXPLAINED: &str = "unexplained";

/// Causes that were shown not to lie with the reader.
pub(super) const NOT_OURS: [&str; 8] = [
    AMENDED,
    ELSEWHERE,
    NOT_THERE,
    FILE_DIFFERS,
    PAGE_DIFFERS,
    HOLDS_MORE,
    HOLDS_WORDS,
    NO_HEADING,
];

/// How an article as read stands to the reference; `None` in place of a cause: the same.
pub(super) struct Judged {
    pub(super) words: Option<&'static str>,
    pub(super) heading: Option<&'static str>,
    pub(super) clauses: Option<&'static str>,
    /// Alike but for a few words.
    pub(super) reproduced: bool,
}

/// Why the article was not found.
pub(super) fn missing(number: &str, rows: &[&Row], printed: &Printed) -> &'static str {
    if rows.iter().any(|row| printed.holds(&words(&row.text))) {
        return OURS;
    }
    // An article that came in later does not stand in the act as issued.
    if !printed.holds(&["điều".to_owned(), number.to_owned()]) {
        return NOT_THERE;
    }
    since(rows, UNEXPLAINED)
}

/// Compares one article.
pub(super) fn judge(ours: &Ours, rows: &[&Row], printed: &Printed, elsewhere: bool) -> Judged {
    let whole = [&ours.heading[..], &ours.body[..]].concat();
    let alike = |row: &&Row| similarity(&words(&format!("{}\n{}", row.title, row.text)), &whole);
    let nearest = rows.iter().map(alike).fold(0.0, f64::max);
    let same = |row: &&Row| {
        // Where the reference has no title its text begins with it, and the other way round.
        let text = without_adoption(&row.text);
        words(text) == ours.body || words(&format!("{}\n{text}", row.title)) == whole
    };
    let of_words = (!rows.iter().any(same)).then(|| {
        let cause = of_words(ours, &whole, rows, printed);
        if elsewhere && matches!(cause, UNEXPLAINED | OURS) {
            ELSEWHERE
        } else {
            cause
        }
    });
    let heading = rows.iter().any(|row| words(&row.title) == ours.heading);
    let clauses = rows
        .iter()
        .any(|row| super::sequence::of(&row.text) == ours.clauses);
    Judged {
        words: of_words,
        heading: (!heading).then(|| of_heading(ours, rows, printed, elsewhere)),
        // The same words with other clauses are the reader's fault; other words have other clauses.
        clauses: (!clauses).then(|| of_words.unwrap_or(UNEXPLAINED)),
        reproduced: nearest >= REPRODUCED,
    }
}

fn since(rows: &[&Row], otherwise: &'static str) -> &'static str {
    if rows.iter().any(|row| row.was_amended()) {
        AMENDED
    } else {
        otherwise
    }
}

/// Why the words differ.
fn of_words(ours: &Ours, whole: &[String], rows: &[&Row], printed: &Printed) -> &'static str {
    let running_on = [&ours.body[..], &ours.next[..]].concat();
    if !ours.next.is_empty() && rows.iter().any(|row| words(&row.text) == running_on) {
        return HOLDS_MORE;
    }
    let bare = |list: &[String]| list.join(" ").replace('đ', "d");
    let swapped = |row: &&Row| bare(&words(&row.text)) == bare(&ours.body);
    if rows.iter().any(swapped) {
        return if printed.holds(&ours.body) {
            FILE_DIFFERS
        } else {
            "d and đ differ"
        };
    }
    let spelled = |row: &&Row| {
        let text = without_adoption(&row.text);
        letters(&words(&format!("{}\n{text}", row.title)))
    };
    let own = letters(whole);
    let theirs: Vec<String> = rows.iter().map(spelled).collect();
    if theirs.contains(&own) {
        return "only spaces or labels differ";
    }
    if printed.spells(&own) && !theirs.iter().any(|theirs| printed.spells(theirs)) {
        return since(rows, FILE_DIFFERS);
    }
    let is_printed = |row: &&Row| !row.text.is_empty() && printed.holds(&words(&row.text));
    if printed.is_one_article(whole) {
        since(rows, PAGE_DIFFERS)
    } else if rows.iter().any(is_printed) {
        OURS
    } else {
        since(rows, UNEXPLAINED)
    }
}

/// Why the headings differ.
fn of_heading(ours: &Ours, rows: &[&Row], printed: &Printed, elsewhere: bool) -> &'static str {
    let own = letters(&ours.heading);
    let theirs: Vec<String> = rows.iter().map(|row| letters(&words(&row.title))).collect();
    if theirs.contains(&own) {
        return "only spaces or labels differ";
    }
    if elsewhere {
        return ELSEWHERE;
    }
    let empty = |row: &&Row| words(&row.title).is_empty();
    if rows.iter().all(empty) {
        return NO_HEADING;
    }
    let body = letters(&ours.body);
    let runs_on = |theirs: &String| {
        let more = theirs.strip_prefix(own.as_str());
        !own.is_empty() && more.is_some_and(|more| body.starts_with(more))
    };
    if theirs.iter().any(runs_on) {
        return HOLDS_WORDS;
    }
    if printed.spells(&own) && !theirs.iter().any(|theirs| printed.spells(theirs)) {
        return since(rows, FILE_DIFFERS);
    }
    since(rows, UNEXPLAINED)
}
