//! What was found in a document, for the person who confirms it: the quality report, its head, its relations.

use extract::{Flag, Reading, Report};
use legal::{Confidence, Date, Header, Issue, RelationKind, Symbol, Validity};
use serde::{Deserialize, Serialize};

/// Most relations that are proposed of one document: nobody reads more.
const MOST: usize = 200;

/// A document of a staged file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// Its key inside the file; empty where the file is one document.
    pub part: String,
    /// What its head says.
    pub header: Header,
    /// When it applies.
    pub validity: Validity,
    /// How well it was read.
    pub report: Report,
    /// What it does to others, by its own words.
    pub relations: Vec<ProposedRelation>,
    /// What to know before relying on it.
    pub flags: Vec<Flag>,
    /// Doubts about its structure.
    pub issues: Vec<Issue>,
    /// The page of each doubt, where the format has pages.
    pub issue_pages: Vec<Option<u32>>,
    /// Articles of the main body.
    pub articles: u32,
}

/// A relation that a document says of itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProposedRelation {
    /// What is done.
    pub kind: RelationKind,
    /// To which document, as it is named; empty: the one that the act amends as a whole, named in another relation.
    pub target: String,
    /// Its symbol, where one is given.
    pub symbol: Option<Symbol>,
    /// The unit that is touched; empty: the whole document.
    pub unit: String,
    /// The words that say so, shortened.
    pub words: String,
    /// The provision that says so.
    pub source: String,
    /// Their page.
    pub page: Option<u32>,
    /// From which day, where one is named.
    pub from: Option<Date>,
    /// Read by a rule that leaves doubt.
    pub doubtful: bool,
}

/// Most characters of the words of a relation.
const LONGEST: usize = 300;

impl Found {
    pub(super) fn of(reading: &Reading) -> Self {
        let (source, parsed) = (&reading.source, &reading.parsed);
        let relations = parsed.relations.iter().take(MOST).map(|relation| {
            let symbol = relation.symbol.clone();
            let symbol = symbol.or_else(|| relation.target.symbol.clone());
            let words = legal::reflow(source.slice(relation.span)).replace('\n', " ");
            ProposedRelation {
                kind: relation.kind,
                target: named(&relation.target, symbol.as_ref(), &words),
                symbol,
                unit: relation.target.path.citation(),
                words: shortened(&words, LONGEST),
                source: relation.source.within(),
                page: source.page_at(relation.span.start),
                from: relation.from,
                doubtful: relation.confidence == Confidence::Low,
            }
        });
        let is_article = |path: &legal::Path| path.level() == Some(legal::Level::Article);
        let units = parsed.provisions.iter();
        let articles = units.filter(|unit| is_article(&unit.path)).count();
        let issues = parsed.issues.iter();
        Self {
            part: reading.part.clone(),
            header: parsed.header.clone(),
            validity: parsed.validity.clone(),
            report: extract::report(reading),
            relations: relations.collect(),
            flags: reading.flags.clone(),
            issue_pages: issues
                .map(|issue| source.page_at(issue.span.start))
                .collect(),
            issues: parsed.issues.clone(),
            articles: u32::try_from(articles).unwrap_or(u32::MAX),
        }
    }
}

/// How the words name a document.
fn named(target: &legal::Citation, symbol: Option<&Symbol>, words: &str) -> String {
    let kind = target.kind.as_ref().map(legal::Kind::name);
    let name = match symbol {
        Some(symbol) => Some(symbol.normal()),
        None => target.name.as_deref(),
    };
    match (kind, name) {
        (Some(kind), Some(name)) => format!("{kind} {name}"),
        (None, Some(name)) => name.to_owned(),
        (_, None) if target.path.steps().is_empty() => shortened(words, 80),
        (_, None) => String::new(),
    }
}

fn shortened(words: &str, most: usize) -> String {
    match words.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", &words[..at]),
        None => words.to_owned(),
    }
}
