//! Citations in the articles of the collection: found, resolved inside it, and against its own cross-references.

use std::collections::{HashMap, HashSet};

use legal::{Citation, Level};
use serde_json::{Value, json};

use crate::{
    reader::share,
    reference::{Acts, Row},
    related::{Act, Said, said},
};

/// A citation with an article is resolved if that article stands in the collection. The collection's cross-references
/// are editors' work: two articles of one matter are linked both ways, whatever their words say. So two shares are
/// given: of all links whose article stands in the collection, and of those that the article's own words state; and
/// for the others why no reader of citations can find them.
pub(crate) fn compare(rows: &[Row], acts: &Acts<'_>) -> Value {
    let anchors: HashMap<&str, &Row> = rows
        .iter()
        .filter(|row| !row.anchor.is_empty() && !row.number.is_empty())
        .map(|row| (row.anchor.as_str(), row))
        .collect();
    let held: HashMap<String, &str> = acts.keys().map(|act| (act.to_lowercase(), *act)).collect();
    let names = laws(rows);
    let full_names = names_of_laws(rows);
    let (mut citations, mut with_article, mut inside, mut resolved) = (0, 0, 0, 0);
    let mut links = Links::default();
    for row in rows.iter().filter(|row| !row.act.is_empty()) {
        let mut named: HashSet<(&str, String)> = HashSet::new();
        for found in legal::find_citations(&row.text) {
            citations += 1;
            let Some(article) = found.citation.path.label(Level::Article) else {
                continue;
            };
            with_article += 1;
            let Some(act) = act_of(&found.citation, row, &held, &names) else {
                continue;
            };
            let Some(articles) = acts.get(act) else {
                continue;
            };
            inside += 1;
            resolved += usize::from(articles.contains_key(article));
            named.insert((act, article.to_owned()));
        }
        let words = row.text.to_lowercase();
        let named = |row: &Row| named.contains(&(row.act.as_str(), row.number.clone()));
        let linked = row
            .related
            .iter()
            .filter_map(|anchor| anchors.get(anchor.as_str()));
        for target in linked {
            let name = full_names.get(target.act.as_str());
            let act = Act {
                number: &target.act.to_lowercase(),
                name: name.map(String::as_str),
                own: target.act == row.act,
            };
            links.add(named(target), said(&words, &target.number, &act), act.own);
        }
    }
    json!({
        "articles": rows.len(),
        "citations": citations,
        "with_an_article": with_article,
        "of_acts_in_the_collection": inside,
        "resolved": share(resolved, inside),
        "cross_references": links.all,
        "cross_references_found": share(links.found, links.all),
        "cross_references_said": links.said,
        "cross_references_said_found": share(links.said_found, links.said),
        "cross_references_unsaid": {
            "act_named_without_the_article": links.act_alone,
            "act_not_named": links.not_named,
            "article_of_the_own_act_not_named": links.own_not_named,
            "found_all_the_same": links.found - links.said_found,
        },
    })
}

/// The editors' links by what the words say.
#[derive(Default)]
struct Links {
    all: usize,
    found: usize,
    said: usize,
    said_found: usize,
    act_alone: usize,
    not_named: usize,
    own_not_named: usize,
}

impl Links {
    fn add(&mut self, found: bool, said: Said, own: bool) {
        self.all += 1;
        self.found += usize::from(found);
        match (said, own) {
            (Said::Article, _) => {
                self.said += 1;
                self.said_found += usize::from(found);
            }
            (Said::ActAlone, _) => self.act_alone += usize::from(!found),
            (Said::Nothing, false) => self.not_named += usize::from(!found),
            (Said::Nothing, true) => self.own_not_named += usize::from(!found),
        }
    }
}

/// The act of a citation: its own, by symbol, or a law by its name.
fn act_of<'a>(
    citation: &Citation,
    row: &'a Row,
    held: &HashMap<String, &'a str>,
    names: &HashMap<String, &'a str>,
) -> Option<&'a str> {
    if let Some(symbol) = &citation.symbol {
        return held.get(&symbol.normal().to_lowercase()).copied();
    }
    if let Some(name) = &citation.name {
        return names.get(&name.to_lowercase()).copied();
    }
    // "Điều 23 của Luật": an act that its kind alone does not tell.
    let other = citation.kind.is_some() && citation.this.is_none();
    let known = citation.own || !(other || citation.partial.is_some());
    known.then_some(row.act.as_str())
}

/// The title of the row's act, from its note: "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày …".
fn title(row: &Row) -> Option<&str> {
    let (_, behind) = row.source_note.split_once(&format!("{} ", row.act))?;
    Some(behind.split_once(" ngày ")?.0)
}

/// The names of laws with their kind in lower case, by act.
fn names_of_laws(rows: &[Row]) -> HashMap<&str, String> {
    const KINDS: [&str; 3] = ["Luật ", "Bộ luật ", "Pháp lệnh "];
    let laws = rows.iter().filter_map(|row| {
        let title = title(row).filter(|title| KINDS.iter().any(|kind| title.starts_with(kind)))?;
        Some((row.act.as_str(), title.to_lowercase()))
    });
    laws.collect()
}

/// Laws by name without the kind. The newest wins.
fn laws(rows: &[Row]) -> HashMap<String, &str> {
    let mut names: HashMap<String, &str> = HashMap::new();
    for row in rows {
        let name = title(row).and_then(|title| {
            title
                .strip_prefix("Luật ")
                .or_else(|| title.strip_prefix("Bộ luật "))
        });
        let Some(name) = name.map(str::to_lowercase) else {
            continue;
        };
        let year = |act: &str| {
            act.split('/')
                .nth(1)
                .and_then(|year| year.parse::<u16>().ok())
        };
        let newer = names
            .get(&name)
            .is_none_or(|held| year(held) < year(&row.act));
        if newer {
            names.insert(name, &row.act);
        }
    }
    names
}
