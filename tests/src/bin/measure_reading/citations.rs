//! Citations in the articles of the collection: found, resolved inside it, and against its own cross-references.

use std::collections::{HashMap, HashSet};

use legal::{Citation, Level};
use serde_json::{Value, json};

use crate::{
    reader::share,
    reference::{Acts, Row},
};

/// The collection's cross-references are editors' work: only those are comparable whose article stands in the
/// collection. A citation with an article is resolved if that article stands in the collection.
pub(crate) fn compare(rows: &[Row], acts: &Acts<'_>) -> Value {
    let anchors: HashMap<&str, &Row> = rows
        .iter()
        .filter(|row| !row.anchor.is_empty() && !row.number.is_empty())
        .map(|row| (row.anchor.as_str(), row))
        .collect();
    let held: HashMap<String, &str> = acts.keys().map(|act| (act.to_lowercase(), *act)).collect();
    let names = laws(rows);
    let (mut citations, mut with_article, mut inside, mut resolved) = (0, 0, 0, 0);
    let (mut related, mut covered) = (0, 0);
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
        for target in row
            .related
            .iter()
            .filter_map(|anchor| anchors.get(anchor.as_str()))
        {
            related += 1;
            covered += usize::from(named.contains(&(target.act.as_str(), target.number.clone())));
        }
    }
    json!({
        "articles": rows.len(),
        "citations": citations,
        "with_an_article": with_article,
        "of_acts_in_the_collection": inside,
        "resolved": share(resolved, inside),
        "cross_references": related,
        "cross_references_found": share(covered, related),
    })
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
    (citation.own || citation.partial.is_none()).then_some(row.act.as_str())
}

/// Laws by name, from the notes: "(Điều 1 Luật số 57/2020/QH14 Luật Thanh niên ngày …". The newest wins.
fn laws(rows: &[Row]) -> HashMap<String, &str> {
    let mut names: HashMap<String, &str> = HashMap::new();
    for row in rows {
        let Some((_, behind)) = row.source_note.split_once(&format!("{} ", row.act)) else {
            continue;
        };
        let Some((title, _)) = behind.split_once(" ngày ") else {
            continue;
        };
        let name = title
            .strip_prefix("Luật ")
            .or_else(|| title.strip_prefix("Bộ luật "));
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
