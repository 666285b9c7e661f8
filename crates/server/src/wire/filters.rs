//! What a search was narrowed to, and what it can be narrowed to, on the wire.

use catalogue::{Facet, Holdings};
use serde::Serialize;
use utoipa::ToSchema;

/// A value of a filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct FilterValue {
    /// `kind`, `issuer`, `level`, `territory`, `collection`.
    pub filter: &'static str,
    /// The value as it is held.
    pub value: String,
}

/// A value that nothing held has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct AbsentValue {
    /// `kind` or `level`.
    pub filter: &'static str,
    /// As asked.
    pub value: String,
    /// What there is.
    pub held: Vec<String>,
}

/// What a search was narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Narrowed {
    /// How many documents were searched.
    pub documents: usize,
    /// The values that were meant.
    pub values: Vec<FilterValue>,
    /// Values that the law knows, of which nothing is held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<AbsentValue>,
}

impl Narrowed {
    /// Of what a scope came to.
    pub fn new(within: &search::Within) -> Self {
        let value = |(facet, value): &(Facet, String)| FilterValue {
            filter: facet.name(),
            value: value.clone(),
        };
        let absent = |absent: &search::Absent| AbsentValue {
            filter: absent.facet.name(),
            value: absent.value.clone(),
            held: absent.held.clone(),
        };
        Self {
            documents: within.documents,
            values: within.values.iter().map(value).collect(),
            absent: within.absent.iter().map(absent).collect(),
        }
    }
}

/// A value that a search can be narrowed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct HeldValue {
    /// The value; `-` for documents in no collection.
    pub value: String,
    /// How many documents have it.
    pub documents: usize,
}

/// What searches can be narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
pub struct Filters {
    /// Documents held.
    pub documents: usize,
    /// Kinds, in the order of the law.
    pub kind: Vec<HeldValue>,
    /// Issuing bodies; of a joint document each counts.
    pub issuer: Vec<HeldValue>,
    /// Levels of the state, the highest first.
    pub level: Vec<HeldValue>,
    /// Provinces and communes of the issuing bodies.
    pub territory: Vec<HeldValue>,
    /// Collections.
    pub collection: Vec<HeldValue>,
}

impl Filters {
    /// Of what is held.
    pub fn new(holdings: &Holdings) -> Self {
        let of = |facet| {
            let held = |(value, documents): (&str, usize)| HeldValue {
                value: value.to_owned(),
                documents,
            };
            holdings.values(facet).map(held).collect()
        };
        Self {
            documents: holdings.len(),
            kind: of(Facet::Kind),
            issuer: of(Facet::Issuer),
            level: of(Facet::Level),
            territory: of(Facet::Territory),
            collection: of(Facet::Collection),
        }
    }
}
