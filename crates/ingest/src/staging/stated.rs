//! What a person says of the relations of a document: which of those read do not hold, which are others, which are missing.

use std::collections::BTreeMap;

use legal::{Citation, Confidence, Date, Parsed, Path, Relation, RelationKind, Span, Symbol};
use serde::{Deserialize, Serialize};

use super::ProposedRelation;

/// Most relations that a person adds to a document.
const MOST: usize = 50;

/// A relation as a person states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StatedRelation {
    /// What is done.
    pub kind: RelationKind,
    /// The number and symbol of the document that it is done to.
    pub symbol: String,
    /// The unit that is touched, as it is cited; empty: the whole document.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// From which day, YYYY-MM-DD; empty: from the first day of the act that says so.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub from: String,
}

/// What a person put right of the relations of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelationsRight {
    /// By the number of the relation as it was read, from 0: what holds in its place; `None`: nothing does.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub stated: BTreeMap<u32, Option<StatedRelation>>,
    /// What was not read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub added: Vec<StatedRelation>,
}

impl StatedRelation {
    /// As a form shows one that was read.
    pub fn of(proposed: &ProposedRelation) -> Self {
        let symbol = proposed.symbol.as_ref();
        Self {
            kind: proposed.kind,
            symbol: symbol.map_or_else(String::new, |symbol| symbol.normal().to_owned()),
            unit: proposed.unit.clone(),
            from: proposed
                .from
                .map_or_else(String::new, |day| day.to_string()),
        }
    }

    /// Whether it can be one: a document with a number, a unit that can be read, a day.
    pub fn is_whole(&self) -> bool {
        let numbered = self.symbol.chars().any(|c| c.is_ascii_digit());
        numbered
            && Symbol::as_given(&self.symbol).is_some()
            && (self.unit.is_empty() || unit(&self.unit).is_some())
            && (self.from.is_empty() || self.from.parse::<Date>().is_ok())
    }

    fn proposed(&self) -> ProposedRelation {
        ProposedRelation {
            kind: self.kind,
            target: self.symbol.clone(),
            symbol: Symbol::as_given(&self.symbol),
            unit: self.unit.clone(),
            words: String::new(),
            source: String::new(),
            page: None,
            from: self.from.parse().ok(),
            doubtful: false,
        }
    }

    /// `read`: the one in whose place it stands, whose words it keeps.
    fn relation(&self, read: Option<&Relation>) -> Relation {
        let symbol = Symbol::as_given(&self.symbol);
        Relation {
            kind: self.kind,
            target: Citation {
                path: unit(&self.unit).unwrap_or_default(),
                symbol: symbol.clone(),
                ..Citation::default()
            },
            symbol,
            source: read.map(|read| read.source.clone()).unwrap_or_default(),
            span: read.map_or(Span::default(), |read| read.span),
            // A person looked.
            confidence: Confidence::High,
            from: self.from.parse().ok(),
            until: read.and_then(|read| read.until),
        }
    }
}

/// A unit as it is cited, without its document.
fn unit(typed: &str) -> Option<Path> {
    let citation = legal::parse_citation(typed)?;
    let fits = !citation.names_document() && !citation.path.steps().is_empty();
    fits.then_some(citation.path)
}

impl RelationsRight {
    /// Nothing was put right.
    pub fn is_empty(&self) -> bool {
        self.stated.is_empty() && self.added.is_empty()
    }

    /// Whether everything in it can hold, beside so many relations as were read.
    pub fn is_whole(&self, read: usize) -> bool {
        let numbers = self.stated.keys().all(|number| (*number as usize) < read);
        let mut all = self.stated.values().flatten().chain(&self.added);
        numbers && self.added.len() <= MOST && all.all(StatedRelation::is_whole)
    }

    /// The relations as they would be published.
    pub fn proposed(&self, read: &[ProposedRelation]) -> Vec<ProposedRelation> {
        let mut found = Vec::with_capacity(read.len());
        for (number, one) in (0..).zip(read) {
            match self.stated.get(&number) {
                None => found.push(one.clone()),
                Some(Some(stated)) => found.push(stated.proposed()),
                Some(None) => {}
            }
        }
        found.extend(self.added.iter().map(StatedRelation::proposed));
        found
    }

    /// Puts the relations of a reading right.
    pub(super) fn apply(&self, parsed: &mut Parsed) {
        if self.is_empty() {
            return;
        }
        let read = std::mem::take(&mut parsed.relations);
        for (number, one) in (0..).zip(read) {
            match self.stated.get(&number) {
                None => parsed.relations.push(one),
                Some(Some(stated)) => parsed.relations.push(stated.relation(Some(&one))),
                Some(None) => {}
            }
        }
        let added = self.added.iter();
        parsed
            .relations
            .extend(added.map(|stated| stated.relation(None)));
    }

    /// What was put right, in one line for the audit: numbers and kinds, no word of the document.
    pub fn told(&self) -> String {
        let name = |kind: RelationKind| match serde_json::to_value(kind) {
            Ok(serde_json::Value::String(name)) => name,
            _ => String::new(),
        };
        let one = |stated: &StatedRelation| {
            let parts = [
                &name(stated.kind),
                &stated.symbol,
                &stated.unit,
                &stated.from,
            ];
            let parts = parts.into_iter().filter(|part| !part.is_empty());
            parts.map(String::as_str).collect::<Vec<_>>().join(" ")
        };
        let stated = self.stated.iter().map(|(number, stated)| {
            let said = stated.as_ref().map_or("-".to_owned(), one);
            format!("relation {}={said}", number + 1)
        });
        let added = self
            .added
            .iter()
            .map(|stated| format!("relation +{}", one(stated)));
        stated.chain(added).collect::<Vec<_>>().join("; ")
    }
}
