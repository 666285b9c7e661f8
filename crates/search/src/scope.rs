//! What a search is narrowed to: kinds, issuers, levels, places, collections, and the state on the day.
//!
//! Values are looked up among what is held before anything is searched. The documents that have them become part of
//! the index's filter, so that every list holds the best of what is left, and nothing else can get in.

use std::sync::Arc;

use catalogue::{DocumentRowId, Facet, Holdings};
use index::{Documents, Filter, Want};
use legal::{Date, Kind, Tier};

use crate::{Error, Library};

/// What a search is narrowed to; by default to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Values as typed. Of one facet any may fit, of several facets each must.
    pub values: Vec<(Facet, String)>,
    /// The state on the asked day.
    pub standing: Standing,
}

/// Which law is asked for, by its state on the day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Standing {
    /// In force or validity unknown, and the little of the other that answers about as well.
    #[default]
    Usual,
    /// In force for certain, nothing else.
    InForce,
    /// Not yet in force, expired or suspended, nothing else: in the group that says so.
    NotInForce,
    /// Both groups in full.
    All,
}

impl Standing {
    /// All but the usual one, which needs no name.
    pub const NAMED: [Self; 3] = [Self::InForce, Self::NotInForce, Self::All];

    /// Its name in addresses and on the command line; empty for the usual one.
    pub fn code(self) -> &'static str {
        match self {
            Self::Usual => "",
            Self::InForce => "in_force",
            Self::NotInForce => "not_in_force",
            Self::All => "all",
        }
    }

    /// From its name.
    pub fn from_code(code: &str) -> Option<Self> {
        let mut named = Self::NAMED.into_iter();
        named.find(|standing| standing.code() == code.trim().to_lowercase().replace('-', "_"))
    }
}

impl Scope {
    /// Whether it narrows nothing.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    /// Looks the values up among what is held. A value that nobody knows is [`Error::NoSuchValue`].
    pub fn within(&self, holdings: &Holdings) -> Result<Within, Error> {
        let mut within = Within {
            documents: holdings.len(),
            ..Within::default()
        };
        let mut wanted: Vec<(Facet, Vec<&str>)> = Vec::new();
        for facet in Facet::ALL {
            let typed = self.values.iter().filter(|(named, _)| *named == facet);
            let mut meant: Option<Vec<&str>> = None;
            for (_, value) in typed {
                let found = meant_by(holdings, facet, value)?;
                if found.is_empty() {
                    within.absent.push(Absent {
                        facet,
                        value: value.clone(),
                        held: held(holdings, facet),
                    });
                }
                for value in &found {
                    within.values.push((facet, (*value).to_owned()));
                }
                meant.get_or_insert_default().extend(found);
            }
            wanted.extend(meant.map(|values| (facet, values)));
        }
        if !wanted.is_empty() {
            let rows = holdings.documents(wanted);
            within.documents = rows.len();
            within.rows = Some(Arc::new(Documents::new(&rows)));
        }
        within.values.sort();
        within.values.dedup();
        Ok(within)
    }
}

/// What a scope came to.
#[derive(Clone, Debug, Default)]
pub struct Within {
    /// The held values that were meant, each once.
    pub values: Vec<(Facet, String)>,
    /// Values that exist in law, but that nothing held has: a kind or a level.
    pub absent: Vec<Absent>,
    /// How many documents are searched.
    pub documents: usize,
    rows: Option<Arc<Documents>>,
}

/// A value that nothing held has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Absent {
    /// Of what.
    pub facet: Facet,
    /// As typed.
    pub value: String,
    /// The values that there are.
    pub held: Vec<String>,
}

impl Within {
    /// Whether a document is among those that are searched.
    pub fn has(&self, row: DocumentRowId) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows.has(row))
    }

    /// What the index has to keep of a day.
    pub(crate) fn filter(&self, on: Date, want: Want) -> Filter {
        Filter {
            documents: self.rows.clone(),
            ..Filter::on(on, want)
        }
    }
}

/// The held values that a typed one means; none for a kind or level of which nothing is held.
fn meant_by<'a>(holdings: &'a Holdings, facet: Facet, typed: &str) -> Result<Vec<&'a str>, Error> {
    let found = match (facet, tier(typed)) {
        (Facet::Level, Some(tier)) => holdings.meant(facet, tier.code()),
        _ => holdings.meant(facet, typed),
    };
    let is_known = match facet {
        Facet::Kind => Kind::NAMED.iter().any(|kind| is_named(kind, typed)),
        Facet::Level => tier(typed).is_some(),
        Facet::Issuer | Facet::Territory | Facet::Collection => false,
    };
    if found.is_empty() && !is_known {
        return Err(Error::NoSuchValue {
            facet,
            value: typed.to_owned(),
            held: held(holdings, facet),
        });
    }
    Ok(found)
}

/// Whether a kind is typed, with its accents or with none: "Pháp lệnh", "phap-lenh".
fn is_named(kind: &Kind, typed: &str) -> bool {
    let typed = typed.trim().to_lowercase().replace('-', " ");
    let name = kind.name().to_lowercase();
    name == typed || (!legal::has_accents(&typed) && legal::unaccent(&name) == typed)
}

fn held(holdings: &Holdings, facet: Facet) -> Vec<String> {
    let values = holdings.values(facet);
    values.map(|(value, _)| value.to_owned()).collect()
}

/// A level by its name on the wire or in Vietnamese: "central", "trung ương", "cấp tỉnh", "xa".
fn tier(typed: &str) -> Option<Tier> {
    let plain = legal::unaccent(typed).to_lowercase().replace('-', " ");
    let plain = plain.trim();
    match plain.strip_prefix("cap ").unwrap_or(plain).trim() {
        "central" | "trung uong" => Some(Tier::Central),
        "province" | "tinh" => Some(Tier::Province),
        "district" | "huyen" => Some(Tier::District),
        "commune" | "xa" => Some(Tier::Commune),
        _ => None,
    }
}

/// What the documents of a library that are seen can be narrowed by.
pub fn holdings(library: &Library) -> Result<Arc<Holdings>, Error> {
    let held = library.catalogue.holdings(library.generation.seq())?;
    Ok(match library.sight.is_all() {
        true => held,
        false => Arc::new(held.only(&|row| library.sight.has(row))),
    })
}

/// Looks a scope up in a library. One that narrows nothing asks nothing of it.
pub(crate) fn within(library: &Library, scope: &Scope) -> Result<Within, Error> {
    if scope.values.is_empty() {
        return Ok(Within {
            rows: library.sight.documents(),
            ..Within::default()
        });
    }
    let held = holdings(library)?;
    scope.within(&held)
}

#[cfg(test)]
mod tests;
