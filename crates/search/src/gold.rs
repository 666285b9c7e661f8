//! Gold questions: what an office asks its own library, with the provisions that must be found. One a line: the
//! question, a tab or `|`, then the provisions as people cite them, parted by tabs, `|` or `;`.

use std::collections::{BTreeMap, BTreeSet};

use legal::{Date, DocumentId, Path};

use crate::{Cited, Error, Evidence, Library, Query, Results, Scope, search, show};

/// Most characters of a question.
const LONGEST: usize = 1_000;
/// Most questions: they are asked before each publish.
const MOST: usize = 2_000;
/// Most provisions of one question.
const MOST_PROVISIONS: usize = 20;
/// How many articles of a result are looked through.
const DEPTH: usize = 100;

/// A question with what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoldQuestion {
    /// Its line, from 1.
    pub line: usize,
    /// As it is asked.
    pub text: String,
    /// The provisions, as they were typed.
    pub provisions: Vec<String>,
}

/// What is wrong with a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GoldFault {
    /// No provision stands behind the question.
    NoProvision,
    /// No question stands before the provisions.
    NoQuestion,
    /// The question, or the number of its provisions, is beyond all measure.
    TooLong,
    /// That is no article, or annex, of a document that is named.
    NotAProvision,
    /// The same question stands in an earlier line.
    Twice,
    /// There are more questions than are asked.
    TooMany,
}

/// A line that is no gold question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadGold {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: GoldFault,
    /// The words that it is about.
    pub text: String,
}

/// Why a provision cannot be found by any question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHeld {
    /// The document is not held.
    Document,
    /// The document is held, the provision is not.
    Provision,
}

/// Reads gold questions; empty lines and those that begin with `#` are passed over. Everything that is wrong is told at
/// once.
pub fn gold_questions(text: &str) -> Result<Vec<GoldQuestion>, Vec<BadGold>> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for (line, text) in (1..).zip(text.lines()) {
        let text = text.trim_matches(['\u{feff}', ' ', '\r']);
        if text.trim().is_empty() || text.starts_with('#') {
            continue;
        }
        let bad = |fault, about: &str| BadGold {
            line,
            fault,
            text: about.to_owned(),
        };
        let mut parts = text.split(['\t', '|']);
        let question = parts.next().unwrap_or_default().trim();
        let rest = parts.flat_map(|part| part.split(';')).map(str::trim);
        let provisions: Vec<String> = rest
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect();
        let not_one = provisions.iter().find(|typed| unit(typed).is_none());
        let folded = legal::unaccent(&question.to_lowercase());
        let fault = if question.is_empty() {
            Some(bad(GoldFault::NoQuestion, text))
        } else if provisions.is_empty() {
            Some(bad(GoldFault::NoProvision, question))
        } else if question.chars().count() > LONGEST || provisions.len() > MOST_PROVISIONS {
            Some(bad(GoldFault::TooLong, question))
        } else if let Some(typed) = not_one {
            Some(bad(GoldFault::NotAProvision, typed))
        } else if seen.contains_key(&folded) {
            Some(bad(GoldFault::Twice, question))
        } else if found.len() == MOST {
            Some(bad(GoldFault::TooMany, question))
        } else {
            None
        };
        match fault {
            Some(fault) => {
                let full = fault.fault == GoldFault::TooMany;
                wrong.push(fault);
                if full {
                    break;
                }
            }
            None => {
                seen.insert(folded, line);
                found.push(GoldQuestion {
                    line,
                    text: question.to_owned(),
                    provisions,
                });
            }
        }
    }
    match wrong.is_empty() {
        true => Ok(found),
        false => Err(wrong),
    }
}

/// What somebody typed as a provision.
enum Unit {
    /// The key of an article, as collections of articles have it: `30/2020/nđ-cp#5`.
    Key(String),
    /// A citation of a unit of a named document.
    Cited(Box<legal::Citation>),
}

fn unit(typed: &str) -> Option<Unit> {
    if let Some((before, after)) = typed.split_once('#') {
        let fits = !before.trim().is_empty() && !after.trim().is_empty();
        return fits.then(|| Unit::Key(typed.to_lowercase()));
    }
    let citation = legal::parse_citation(typed)?;
    let fits = citation.names_document() && !citation.path.steps().is_empty();
    fits.then(|| Unit::Cited(Box::new(citation)))
}

/// What a provision is known by in results: its document with its article, or what stands outside of articles.
fn place(document: &DocumentId, path: &Path) -> (DocumentId, Path) {
    let outer = path.article().or_else(|| {
        let first = path.steps().first()?;
        Some(Path::default().child(first.level, &first.label))
    });
    (document.clone(), outer.unwrap_or_default())
}

/// The places that a typed provision stands for; several where several documents bear the number.
enum Wanted {
    Key(String),
    Places(BTreeSet<(DocumentId, Path)>),
    Not(NotHeld),
}

impl Wanted {
    fn of(library: &Library, typed: &str, on: Date) -> Result<Self, Error> {
        let citation = match unit(typed) {
            Some(Unit::Key(key)) => return Ok(Self::Key(key)),
            Some(Unit::Cited(citation)) => citation,
            None => return Ok(Self::Not(NotHeld::Document)),
        };
        Ok(match show(library, &citation, on)? {
            Cited::Found(found) => {
                let places = found.iter().map(|one| place(&one.document.id, &one.path));
                Self::Places(places.collect())
            }
            Cited::NoProvision { .. } => Self::Not(NotHeld::Provision),
            Cited::NoDocument { .. } => Self::Not(NotHeld::Document),
        })
    }

    fn is(&self, hit: &Evidence) -> bool {
        match self {
            Self::Key(key) => hit.article_key == *key,
            Self::Places(places) => places.contains(&place(&hit.document.id, &hit.path)),
            Self::Not(_) => false,
        }
    }
}

impl GoldQuestion {
    /// Its provisions that no question can find now, with why.
    pub fn not_held(&self, library: &Library, on: Date) -> Result<Vec<(String, NotHeld)>, Error> {
        let mut found = Vec::new();
        for typed in &self.provisions {
            if let Wanted::Not(why) = Wanted::of(library, typed, on)? {
                found.push((typed.clone(), why));
            }
        }
        Ok(found)
    }

    /// Asks it: the rank of each of its provisions, from 1, by their articles; `None`: not among the first hundred.
    pub fn ask(&self, library: &Library, on: Date) -> Result<Vec<Option<u32>>, Error> {
        let query = Query {
            text: self.text.clone(),
            on,
            limit: DEPTH,
            scope: Scope::default(),
            as_typed: false,
        };
        let hits = match search(library, &query) {
            Ok(results) => articles(&results, DEPTH),
            Err(Error::Empty) => Vec::new(),
            Err(error) => return Err(error),
        };
        let mut ranks = Vec::with_capacity(self.provisions.len());
        for typed in &self.provisions {
            let wanted = Wanted::of(library, typed, on)?;
            let rank = hits.iter().position(|hit| wanted.is(hit));
            ranks.push(rank.and_then(|rank| u32::try_from(rank + 1).ok()));
        }
        Ok(ranks)
    }
}

/// The articles of a result, each once, at its first place: an article can appear twice.
pub fn articles(results: &Results, limit: usize) -> Vec<Evidence> {
    let mut found: Vec<Evidence> = Vec::new();
    for mut hit in results.flat().into_iter().take(limit).cloned() {
        if hit.article_key.is_empty() {
            hit.article_key = format!("passage-{}", hit.passage);
        }
        if !found.iter().any(|seen| seen.article_key == hit.article_key) {
            found.push(hit);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_and_what_is_wrong_is_told_by_line() {
        let check = |text: &str, expect: Result<usize, &[(usize, GoldFault)]>| {
            let read = gold_questions(text);
            let read = read.map(|found| found.len()).map_err(|wrong| {
                let faults = wrong.into_iter().map(|one| (one.line, one.fault));
                faults.collect::<Vec<_>>()
            });
            assert_eq!(
                read.as_ref().map_err(Vec::as_slice),
                expect.as_ref().map_err(|wrong| *wrong),
                "{text}"
            );
        };
        let article = "Điều 5 Nghị định số 30/2020/NĐ-CP";
        check("", Ok(0));
        check("# ghi chú\n\n", Ok(0));
        check(&format!("Thể thức văn bản?\t{article}"), Ok(1));
        check(
            &format!("Thể thức | {article}; khoản 2 Điều 7 Luật Hộ tịch năm 2014"),
            Ok(1),
        );
        check("Bảng giá đất\t30/2020/NĐ-CP#5", Ok(1));
        check("Thể thức văn bản?", Err(&[(1, GoldFault::NoProvision)]));
        check(&format!("\t{article}"), Err(&[(1, GoldFault::NoQuestion)]));
        check(
            "a\tNghị định số 30/2020/NĐ-CP",
            Err(&[(1, GoldFault::NotAProvision)]),
        );
        check("a\tĐiều 5", Err(&[(1, GoldFault::NotAProvision)]));
        check(
            &format!("Thể thức\t{article}\nb\nthể thức | {article}"),
            Err(&[(2, GoldFault::NoProvision), (3, GoldFault::Twice)]),
        );
        let question = gold_questions(&format!("a\t{article} ; Điều 6 Luật Đất đai\t")).unwrap();
        assert_eq!(question[0].provisions, [article, "Điều 6 Luật Đất đai"]);
        let long = "a".repeat(LONGEST + 1);
        check(
            &format!("{long}\t{article}"),
            Err(&[(1, GoldFault::TooLong)]),
        );
    }
}
