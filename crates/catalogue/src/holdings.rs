//! What searches can be narrowed by: the values that the held documents have, and which documents have them.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use legal::{Kind, Tier};

use crate::{
    Catalogue, Collection, DocumentRow, DocumentRowId, Error, Seq, hidden::HELD_BY_ALL, read,
};

/// What a search can be narrowed by, beside the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// Nghị định, Thông tư …
    Kind,
    /// Who issued it; of a joint document each body counts.
    Issuer,
    /// The level of the state: `central`, `province`, `district`, `commune`.
    Level,
    /// The province or commune of the issuing body.
    Territory,
    /// Where it was put when it was loaded.
    Collection,
}

impl Facet {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 5] = [
        Self::Kind,
        Self::Issuer,
        Self::Level,
        Self::Territory,
        Self::Collection,
    ];

    /// Its name in addresses and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Issuer => "issuer",
            Self::Level => "level",
            Self::Territory => "territory",
            Self::Collection => "collection",
        }
    }
}

/// A value and the documents that have it, ascending.
#[derive(Clone, Debug, PartialEq)]
struct Shelf {
    value: String,
    documents: Vec<DocumentRowId>,
}

/// Everything that is held at one change number, by what it can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Holdings {
    all: Vec<DocumentRowId>,
    facets: BTreeMap<Facet, Vec<Shelf>>,
}

/// Stands for "in no collection": no collection can have this name.
const NONE: &str = "-";

impl Holdings {
    fn new<'a>(documents: impl Iterator<Item = &'a DocumentRow>) -> Self {
        let mut all = Vec::new();
        let mut found: BTreeMap<Facet, HashMap<String, Shelf>> = BTreeMap::new();
        for document in documents {
            all.push(document.row);
            for (facet, value) in values(document) {
                let shelves = found.entry(facet).or_default();
                let shelf = shelves.entry(key(facet, &value)).or_insert_with(|| Shelf {
                    value,
                    documents: Vec::new(),
                });
                shelf.documents.push(document.row);
            }
        }
        let mut facets = BTreeMap::new();
        for (facet, shelves) in found {
            let mut shelves: Vec<Shelf> = shelves.into_values().collect();
            for shelf in &mut shelves {
                shelf.documents.sort_unstable();
                shelf.documents.dedup();
            }
            shelves.sort_by_cached_key(|shelf| order(facet, &shelf.value));
            facets.insert(facet, shelves);
        }
        all.sort_unstable();
        let mut holdings = Self { all, facets };
        holdings.shelve_the_rest();
        holdings
    }

    /// Where there are collections, those in none can be asked for too.
    fn shelve_the_rest(&mut self) {
        let Some(shelves) = self.facets.get_mut(&Facet::Collection) else {
            return;
        };
        let shelved: std::collections::HashSet<DocumentRowId> = shelves
            .iter()
            .flat_map(|shelf| shelf.documents.iter().copied())
            .collect();
        let rest = self.all.iter().filter(|row| !shelved.contains(row));
        let documents: Vec<DocumentRowId> = rest.copied().collect();
        if !documents.is_empty() {
            shelves.push(Shelf {
                value: NONE.to_owned(),
                documents,
            });
        }
    }

    /// How many documents are held.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether nothing is held.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// The values that are held, in their order, each with the number of its documents. `-` stands for documents in
    /// no collection, where others are in one.
    pub fn values(&self, facet: Facet) -> impl Iterator<Item = (&str, usize)> {
        let shelves = self.shelves(facet).iter();
        shelves.map(|shelf| (shelf.value.as_str(), shelf.documents.len()))
    }

    /// The held values that somebody means: the one written so; else all so spelled in whatever case; else, of words
    /// typed without accents, all so spelled without.
    pub fn meant(&self, facet: Facet, typed: &str) -> Vec<&str> {
        let bare = |text: &str| legal::unaccent(&spelled(text));
        let (written, wanted) = (typed.trim(), spelled(typed));
        let named = |fits: &dyn Fn(&str) -> bool| -> Vec<&str> {
            let shelves = self.shelves(facet).iter();
            let named = shelves.map(|shelf| shelf.value.as_str());
            named.filter(|value| fits(value)).collect()
        };
        let mut meant = named(&|value| value == written);
        if meant.is_empty() {
            meant = named(&|value| value != NONE && spelled(value) == wanted);
        }
        if meant.is_empty() && !legal::has_accents(typed) {
            meant = named(&|value| value != NONE && bare(value) == bare(typed));
        }
        meant
    }

    /// The documents that have, of each facet that is named, one of its values; ascending.
    pub fn documents<'a>(
        &self,
        wanted: impl IntoIterator<Item = (Facet, Vec<&'a str>)>,
    ) -> Vec<DocumentRowId> {
        let mut kept = self.all.clone();
        for (facet, values) in wanted {
            let shelves = self.shelves(facet).iter();
            let named = shelves.filter(|shelf| values.contains(&shelf.value.as_str()));
            let mut rows: Vec<DocumentRowId> = named
                .flat_map(|shelf| shelf.documents.iter().copied())
                .collect();
            rows.sort_unstable();
            kept.retain(|row| rows.binary_search(row).is_ok());
        }
        kept
    }

    /// The documents that stand in some collections, by their very names; ascending.
    fn in_collections(&self, names: Vec<&str>) -> Vec<DocumentRowId> {
        match names.is_empty() {
            true => Vec::new(),
            false => self.documents([(Facet::Collection, names)]),
        }
    }

    /// The same as if only these documents were held.
    pub fn only(&self, may: &dyn Fn(DocumentRowId) -> bool) -> Self {
        let kept = |rows: &[DocumentRowId]| -> Vec<DocumentRowId> {
            rows.iter().copied().filter(|row| may(*row)).collect()
        };
        let shelves = |shelves: &Vec<Shelf>| -> Vec<Shelf> {
            let shelves = shelves.iter().map(|shelf| Shelf {
                value: shelf.value.clone(),
                documents: kept(&shelf.documents),
            });
            shelves
                .filter(|shelf| !shelf.documents.is_empty())
                .collect()
        };
        let facets = self.facets.iter();
        let mut facets: BTreeMap<Facet, Vec<Shelf>> =
            facets.map(|(facet, all)| (*facet, shelves(all))).collect();
        // Where no collection is left, nothing is said of those in none.
        facets.retain(|_, shelves| shelves.iter().any(|shelf| shelf.value != NONE));
        Self {
            all: kept(&self.all),
            facets,
        }
    }

    /// Every document, ascending.
    pub fn rows(&self) -> &[DocumentRowId] {
        &self.all
    }

    fn shelves(&self, facet: Facet) -> &[Shelf] {
        self.facets.get(&facet).map_or(&[], Vec::as_slice)
    }
}

fn values(document: &DocumentRow) -> Vec<(Facet, String)> {
    let header = &document.header;
    let mut values = Vec::new();
    values.extend(
        header
            .kind
            .as_ref()
            .map(|kind| (Facet::Kind, kind.name().to_owned())),
    );
    let issuers = legal::issuers(header).into_iter();
    values.extend(issuers.map(|issuer| (Facet::Issuer, issuer)));
    values.extend(Tier::of(header).map(|tier| (Facet::Level, tier.code().to_owned())));
    let places = legal::territories(header).into_iter();
    values.extend(places.map(|place| (Facet::Territory, place)));
    let collection = document.collection.as_ref();
    values.extend(collection.map(|name| (Facet::Collection, name.as_str().to_owned())));
    values
}

/// What makes a value one shelf. Heads are written in many ways ("Bộ Văn hoá - Thông tin", "BỘ VĂN HÓA, THÔNG TIN");
/// collections are named by their keepers, and two names are never taken for one.
fn key(facet: Facet, value: &str) -> String {
    match facet {
        Facet::Issuer | Facet::Territory => spelled(value),
        Facet::Kind | Facet::Level | Facet::Collection => value.to_owned(),
    }
}

/// What the spellings of a name have in common.
fn spelled(value: &str) -> String {
    let syllables: Vec<String> = legal::syllables(value)
        .into_iter()
        .map(|(_, syllable)| syllable)
        .collect();
    syllables.join(" ")
}

/// Kinds in the order of the law, levels from above, the rest by the alphabet.
fn order(facet: Facet, value: &str) -> (usize, String) {
    let place = match facet {
        Facet::Kind => Kind::NAMED.iter().position(|kind| kind.name() == value),
        Facet::Level => Tier::ALL.iter().position(|tier| tier.code() == value),
        _ => None,
    };
    let name = legal::unaccent(value).to_lowercase();
    (place.unwrap_or(usize::MAX), format!("{name} {value}"))
}

/// Holdings that are kept: of the generation that is read, and of the one before until its readers are done, as each kind
/// of reader sees them.
const KEPT: usize = 8;

/// Holdings at a change number, without hidden collections.
type Kept = (Seq, BTreeSet<Collection>, Arc<Holdings>);

/// The holdings read lately, the latest last.
#[derive(Debug, Default)]
pub(crate) struct Latest(Mutex<Vec<Kept>>);

impl Catalogue {
    /// What is held at a change number, by what searches can be narrowed by. Read once for each; what is left where
    /// collections are hidden is taken from that.
    pub fn holdings(&self, at: Seq) -> Result<Arc<Holdings>, Error> {
        // Held while reading: whoever else asks waits for the same answer.
        let mut latest = (self.files.holdings.0)
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let kept = |latest: &[Kept], hidden: &BTreeSet<Collection>| {
            let mut all = latest.iter();
            let found = all.find(|(seq, other, _)| *seq == at && other == hidden);
            found.map(|(_, _, holdings)| Arc::clone(holdings))
        };
        let keep = |latest: &mut Vec<Kept>, hidden: BTreeSet<Collection>, made: &Arc<Holdings>| {
            if latest.len() >= KEPT {
                latest.remove(0);
            }
            latest.push((at, hidden, Arc::clone(made)));
        };
        let hidden = self.hidden.names();
        if let Some(holdings) = kept(&latest, hidden) {
            return Ok(holdings);
        }
        let none = BTreeSet::new();
        let whole = match kept(&latest, &none) {
            Some(whole) => whole,
            None => {
                let documents = self.read(|reader| read::held(reader, HELD_BY_ALL, at))?;
                let whole = Arc::new(Holdings::new(documents.iter()));
                keep(&mut latest, none, &whole);
                whole
            }
        };
        if hidden.is_empty() {
            return Ok(whole);
        }
        let names = hidden.iter().map(Collection::as_str).collect();
        let gone = whole.in_collections(names);
        let holdings = Arc::new(whole.only(&|row| gone.binary_search(&row).is_err()));
        keep(&mut latest, hidden.clone(), &holdings);
        Ok(holdings)
    }
}

#[cfg(test)]
mod tests;
