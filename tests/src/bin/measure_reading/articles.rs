//! Articles as read against the articles of the reference: found, heading, words, clauses, each miss with its cause.

use std::collections::HashMap;

use serde_json::{Value, json};
use tests::similarity;

use crate::{
    page::{Printed, letters, words},
    reader::{Read, articles, share},
    reference::{Acts, Row},
};

/// From which similarity an article counts as the same but for a few words.
const REPRODUCED: f64 = 0.95;

/// Causes that were shown not to lie with the reader.
const NOT_OURS: [&str; 5] = [
    "amended since",
    "numbered otherwise in the file",
    "reference differs from the file",
    "reference differs from the page",
    "reference holds the next heading",
];

/// What is counted over all articles of one format.
#[derive(Default)]
struct Counts {
    all: usize,
    found: usize,
    heading: usize,
    equal: usize,
    reproduced: usize,
    clauses: usize,
    causes: HashMap<&'static str, usize>,
}

/// An article as read.
struct Ours {
    heading: Vec<String>,
    body: Vec<String>,
    clauses: Vec<String>,
    /// The names of the chapter or section that begins behind it.
    next: Vec<String>,
}

/// Compares files of one format; `list` gets a line a miss.
pub(crate) fn compare(read: &[(&Read, &str)], acts: &Acts<'_>, list: &mut Vec<Value>) -> Value {
    let mut counts = Counts::default();
    for (read, act) in read {
        let document = read.document.as_ref();
        let ours = document.map(of_document).unwrap_or_default();
        let printed = Printed::of(&read.file);
        for (number, rows) in &acts[act] {
            let best = judge(&mut counts, ours.get(*number), rows, &printed);
            let best = best.map(|(what, cause)| match cause {
                // The words stand under another number: what the file lacks is a number before them.
                "unexplained" if is_elsewhere(&ours, number, rows) => {
                    (what, "numbered otherwise in the file")
                }
                cause => (what, cause),
            });
            if let Some((what, cause)) = best {
                *counts.causes.entry(cause).or_default() += 1;
                list.push(json!({
                    "file": read.name(), "article": number, "miss": what, "cause": cause,
                }));
            }
        }
    }
    let Counts { all, .. } = counts;
    json!({
        "files": read.len(),
        "articles": all,
        "found": share(counts.found, all),
        "heading": share(counts.heading, all),
        "equal": share(counts.equal, all),
        "reproduced": share(counts.reproduced, all),
        "clauses": share(counts.clauses, all),
        "equal_or_not_ours": share(
            counts.equal
                + NOT_OURS
                    .iter()
                    .filter_map(|cause| counts.causes.get(cause))
                    .sum::<usize>(),
            all,
        ),
        "causes": counts.causes,
    })
}

fn of_document(document: &Value) -> HashMap<String, Ours> {
    let all = document["provisions"].as_array();
    let path = |provision: &Value| provision["path"].as_str().unwrap_or_default().to_owned();
    let clause_of = |article: &str| -> Vec<String> {
        let inside = all.into_iter().flatten().map(path);
        let prefix = format!("{article}/khoan-");
        let labels = inside.filter_map(|path| path.strip_prefix(&prefix).map(str::to_owned));
        labels.filter(|label| !label.contains('/')).collect()
    };
    let next_of = |article: &str| -> Vec<String> {
        let list = all.into_iter().flatten();
        let behind = list.skip_while(|own| path(own) != article).skip(1);
        let behind = behind.skip_while(|own| path(own).starts_with(&format!("{article}/")));
        let names = behind.take_while(|own| !path(own).starts_with("dieu-"));
        let text = |own: &Value, key: &str| own[key].as_str().unwrap_or_default().to_owned();
        let names = names.map(|own| format!("{} {}", text(own, "label"), text(own, "heading")));
        words(&names.collect::<Vec<_>>().join("\n"))
    };
    let one = |article: &Value| {
        let path = path(article);
        let text = |key: &str| article[key].as_str().unwrap_or_default();
        let ours = Ours {
            heading: words(text("heading")),
            body: words(without_adoption(text("text"))),
            clauses: clause_of(&path),
            next: next_of(&path),
        };
        let number = path.trim_start_matches("dieu-").replace("dd", "đ");
        (number, ours)
    };
    articles(document).map(one).collect()
}

/// Without the words on the adoption that close a law ("Luật này đã được Quốc hội … thông qua ngày …"): they stand
/// behind the last article and belong to the act; the collection leaves them out.
fn without_adoption(text: &str) -> &str {
    let says = |at: &usize| text[*at..].contains("thông qua");
    let said = ["này đã được Quốc hội", "này được Quốc hội"];
    let at = said.iter().filter_map(|words| text.rfind(words)).find(says);
    let line = at.map(|at| text[..at].rfind('\n').map_or(0, |end| end + 1));
    line.map_or(text, |line| &text[..line])
}

/// Whether the words of an article were read under another number.
fn is_elsewhere(ours: &HashMap<String, Ours>, number: &str, rows: &[&Row]) -> bool {
    ours.iter()
        .filter(|(own, _)| *own != number)
        .any(|(_, own)| {
            let body = letters(&own.body);
            rows.iter()
                .any(|row| body.len() > 100 && letters(&words(without_adoption(&row.text))) == body)
        })
}

/// Counts one article; what is wrong with it, if anything, and why.
fn judge(
    counts: &mut Counts,
    ours: Option<&Ours>,
    rows: &[&Row],
    printed: &Printed,
) -> Option<(&'static str, &'static str)> {
    counts.all += 1;
    let amended = rows.iter().any(|row| row.was_amended());
    let since = |otherwise| if amended { "amended since" } else { otherwise };
    let Some(ours) = ours else {
        // An article that came in later does not stand in the act as issued.
        let there = rows.iter().any(|row| printed.holds(&words(&row.text)));
        return Some((
            "not found",
            if there { "ours" } else { since("unexplained") },
        ));
    };
    counts.found += 1;
    let heading = rows.iter().any(|row| words(&row.title) == ours.heading);
    let clauses = rows.iter().any(|row| sequence(&row.text) == ours.clauses);
    let whole = [&ours.heading[..], &ours.body[..]].concat();
    let same = |row: &&&Row| {
        // Where the reference has no title its text begins with it, and the other way round.
        let text = without_adoption(&row.text);
        words(text) == ours.body || words(&format!("{}\n{text}", row.title)) == whole
    };
    let equal = rows.iter().find(same).is_some();
    let alike = |row: &&Row| similarity(&words(&format!("{}\n{}", row.title, row.text)), &whole);
    let nearest = rows.iter().map(alike).fold(0.0, f64::max);
    counts.heading += usize::from(heading);
    counts.clauses += usize::from(clauses);
    counts.equal += usize::from(equal);
    counts.reproduced += usize::from(nearest >= REPRODUCED);
    let what = match (equal, heading, clauses) {
        (true, true, true) => return None,
        (false, ..) => "words",
        (true, false, _) => "heading",
        (true, true, false) => "clauses",
    };
    if equal {
        return Some((what, "unexplained"));
    }
    let running_on = [&ours.body[..], &ours.next[..]].concat();
    if !ours.next.is_empty() && rows.iter().any(|row| words(&row.text) == running_on) {
        return Some((what, "reference holds the next heading"));
    }
    let bare = |list: &[String]| list.join(" ").replace('đ', "d");
    if rows
        .iter()
        .any(|row| bare(&words(&row.text)) == bare(&ours.body))
    {
        return Some((what, "d and đ differ"));
    }
    let spelled = |row: &&Row| {
        letters(&words(&format!(
            "{}\n{}",
            row.title,
            without_adoption(&row.text)
        )))
    };
    let (own, theirs) = (
        letters(&whole),
        rows.iter().map(spelled).collect::<Vec<_>>(),
    );
    if theirs.contains(&own) {
        return Some((what, "only spaces or labels differ"));
    }
    if printed.spells(&own) && !theirs.iter().any(|theirs| printed.spells(theirs)) {
        return Some((what, since("reference differs from the file")));
    }
    let reference_printed = rows
        .iter()
        .any(|row| !row.text.is_empty() && printed.holds(&words(&row.text)));
    let cause = if reference_printed && !printed.is_one_article(&whole) {
        "ours"
    } else if printed.is_one_article(&whole) {
        since("reference differs from the page")
    } else {
        since("unexplained")
    };
    Some((what, cause))
}

/// The clause numbers at the line starts of a text, each following on the one before.
fn sequence(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut last = 0_u32;
    for line in text.lines() {
        let Some((label, _)) = line.trim_start().split_once('.') else {
            continue;
        };
        let digits = label.trim_end_matches(|c: char| c.is_lowercase());
        let suffix = label.len() - digits.len();
        let Ok(number) = digits.parse::<u32>() else {
            continue;
        };
        let follows = number == last + 1 || (suffix > 0 && number == last && suffix <= 2);
        if follows {
            last = number;
            found.push(label.to_lowercase());
        }
    }
    found
}
