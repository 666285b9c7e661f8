//! Articles as read against the articles of the reference: found, heading, words, clauses, each miss with its cause.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use crate::{
    page::{Printed, letters, words},
    reader::{Read, articles, share},
    reference::{Acts, Row},
};

mod causes;
mod sequence;

type Causes = HashMap<&'static str, usize>;

/// What is counted over all articles of one format.
#[derive(Default)]
struct Counts {
    all: usize,
    found: usize,
    /// Not found, and shown not to stand in the file under that number.
    absent: usize,
    reproduced: usize,
    words: Causes,
    heading: Causes,
    clauses: Causes,
}

impl Counts {
    /// The share of articles without a miss of a kind, and with those whose cause was shown not to lie with the reader.
    fn shares(&self, causes: &Causes) -> (Value, Value) {
        let right = self.all - causes.values().sum::<usize>();
        let shown = causes::NOT_OURS
            .iter()
            .filter_map(|cause| causes.get(cause));
        let shown: usize = shown.sum();
        (share(right, self.all), share(right + shown, self.all))
    }
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
        let spelled = Letters::new(&ours, &acts[act]);
        for (number, rows) in &acts[act] {
            let mut note = |what: &str, cause: &'static str| {
                list.push(json!({
                    "file": read.name(), "article": number, "miss": what, "cause": cause,
                }));
            };
            counts.all += 1;
            // The words stand under another number: what the file lacks is a number before them.
            let elsewhere = spelled.are_elsewhere(number);
            let Some(own) = ours.get(*number) else {
                let cause = match causes::missing(number, rows, &printed) {
                    _ if elsewhere => causes::ELSEWHERE,
                    cause => cause,
                };
                counts.absent += usize::from(causes::NOT_OURS.contains(&cause));
                for causes in [&mut counts.words, &mut counts.heading, &mut counts.clauses] {
                    *causes.entry(cause).or_default() += 1;
                }
                note("not found", cause);
                continue;
            };
            let judged = causes::judge(own, rows, &printed, elsewhere);
            counts.found += 1;
            counts.reproduced += usize::from(judged.reproduced);
            let kinds = [
                ("words", judged.words, &mut counts.words),
                ("heading", judged.heading, &mut counts.heading),
                ("clauses", judged.clauses, &mut counts.clauses),
            ];
            for (what, cause, causes) in kinds {
                if let Some(cause) = cause {
                    *causes.entry(cause).or_default() += 1;
                    note(what, cause);
                }
            }
        }
    }
    told(read.len(), &counts)
}

fn told(files: usize, counts: &Counts) -> Value {
    let (equal, equal_or_not_ours) = counts.shares(&counts.words);
    let (heading, heading_or_not_ours) = counts.shares(&counts.heading);
    let (clauses, clauses_or_not_ours) = counts.shares(&counts.clauses);
    json!({
        "files": files,
        "articles": counts.all,
        "found": share(counts.found, counts.all),
        "found_of_those_in_the_file": share(counts.found, counts.all - counts.absent),
        "heading": heading,
        "equal": equal,
        "reproduced": share(counts.reproduced, counts.all),
        "clauses": clauses,
        "equal_or_not_ours": equal_or_not_ours,
        "heading_or_not_ours": heading_or_not_ours,
        "clauses_or_not_ours": clauses_or_not_ours,
        "causes": counts.words,
        "heading_causes": counts.heading,
        "clause_causes": counts.clauses,
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

/// Where the words of a whole act stand, as letters by number: to tell what was read under another number.
struct Letters<'a> {
    ours: HashMap<String, &'a str>,
    theirs: HashMap<&'a str, Vec<(String, String)>>,
}

impl<'a> Letters<'a> {
    fn new(ours: &'a HashMap<String, Ours>, act: &'a BTreeMap<&'a str, Vec<&'a Row>>) -> Self {
        let of_rows = |rows: &Vec<&Row>| -> Vec<(String, String)> {
            let spelled = |row: &&Row| {
                let text = letters(&words(without_adoption(&row.text)));
                (letters(&words(&row.title)) + &text, text)
            };
            rows.iter().map(spelled).collect()
        };
        Self {
            ours: ours
                .iter()
                .map(|(number, own)| (letters(&own.body), number.as_str()))
                .collect(),
            theirs: act
                .iter()
                .map(|(number, rows)| (*number, of_rows(rows)))
                .collect(),
        }
    }

    /// Whether the words of an article stand under another number, or as the end of another article, or whether another
    /// article follows its words without a number of its own: what the file lacks is that number.
    fn are_elsewhere(&self, number: &str) -> bool {
        const ENOUGH: usize = 40;
        let Some(theirs) = self.theirs.get(number) else {
            return false;
        };
        theirs
            .iter()
            .filter(|(_, text)| text.len() > ENOUGH)
            .any(|(whole, text)| {
                let other = |(body, own): (&String, &&str)| {
                    (*own != number && (body == text || body.ends_with(whole.as_str())))
                        || (*own == number && self.swallows(body, text, number))
                };
                self.ours.iter().any(other)
            })
    }

    /// Whether a body is the text of its article and, behind it, another whole article.
    fn swallows(&self, body: &str, text: &str, number: &str) -> bool {
        let more = body.strip_prefix(text).filter(|more| !more.is_empty());
        let others = self.theirs.iter().filter(|(other, _)| **other != number);
        more.is_some_and(|more| {
            let mut others = others.flat_map(|(_, theirs)| theirs);
            others.any(|(whole, _)| whole == more)
        })
    }
}
