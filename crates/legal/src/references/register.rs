//! What is known of other documents: their numbers, names, days and units.

use std::collections::{HashMap, HashSet};

use crate::{Date, Kind, Path, Symbol};

/// A document that citations may name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KnownDocument {
    /// Its id, given back in targets.
    pub id: String,
    /// Its kind.
    pub kind: Option<Kind>,
    /// Its number and symbol.
    pub symbol: Option<Symbol>,
    /// Its names without the kind: "Đất đai".
    pub names: Vec<String>,
    /// The day of issue.
    pub issued: Option<Date>,
    /// The first day in force.
    pub from: Option<Date>,
    /// The first day no longer in force.
    pub until: Option<Date>,
    /// Its provisions; `None`: not known, so that every unit counts as there.
    pub units: Option<Units>,
}

/// The provisions of a document, to ask whether it has a unit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Units(HashSet<String>);

impl Units {
    /// Whether the unit is there. Leading zeros count for nothing.
    pub(super) fn has(&self, path: &Path) -> bool {
        path.steps().is_empty() || self.0.contains(&key(path.steps()))
    }
}

impl<'p> FromIterator<&'p Path> for Units {
    fn from_iter<I: IntoIterator<Item = &'p Path>>(paths: I) -> Self {
        let mut units = HashSet::new();
        for path in paths {
            // "Mục 1" of Chương II may be cited without its chapter.
            for from in 0..path.steps().len() {
                let steps = &path.steps()[from..];
                let is_container = steps[0].level < crate::Level::Article;
                if from == 0 || is_container {
                    units.insert(key(steps));
                }
            }
        }
        Self(units)
    }
}

fn key(steps: &[crate::Step]) -> String {
    let mut key = String::new();
    for step in steps {
        let label = step.label.split('~').next().unwrap_or_default();
        key.push_str(step.level.slug());
        key.push('-');
        key.push_str(label.trim_start_matches('0'));
        key.push('/');
    }
    key
}

/// The documents known, to be found by number or name.
#[derive(Clone, Debug, Default)]
pub struct Register {
    documents: Vec<KnownDocument>,
    by_symbol: HashMap<String, Vec<usize>>,
    by_number: HashMap<String, Vec<usize>>,
    by_name: HashMap<String, Vec<usize>>,
}

impl Register {
    /// A register of these documents.
    pub fn new(documents: Vec<KnownDocument>) -> Self {
        let mut register = Self::default();
        for (n, document) in documents.iter().enumerate() {
            if let Some(symbol) = &document.symbol {
                let folded = symbol.folded().to_owned();
                register.by_symbol.entry(folded).or_default().push(n);
                if let Some(number) = symbol.number_and_year() {
                    register.by_number.entry(number).or_default().push(n);
                }
            }
            for name in &document.names {
                register.by_name.entry(folded(name)).or_default().push(n);
            }
        }
        register.documents = documents;
        register
    }

    pub(super) fn by_symbol(&self, symbol: &Symbol) -> Vec<&KnownDocument> {
        self.all(self.by_symbol.get(symbol.folded()))
    }

    pub(super) fn by_number(&self, number: &str) -> Vec<&KnownDocument> {
        self.all(self.by_number.get(number))
    }

    pub(super) fn by_name(&self, name: &str) -> Vec<&KnownDocument> {
        self.all(self.by_name.get(&folded(name)))
    }

    fn all(&self, places: Option<&Vec<usize>>) -> Vec<&KnownDocument> {
        let places = places.into_iter().flatten();
        places.map(|n| &self.documents[*n]).collect()
    }
}

/// A name to compare by: lower case, no signs, single spaces.
pub(super) fn folded(name: &str) -> String {
    let lower: String = crate::normalise(name)
        .chars()
        .map(|c| {
            if c.is_alphanumeric() {
                crate::folding::lower(c)
            } else {
                ' '
            }
        })
        .collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
