//! What people say of the relations of a staged document, on the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A relation as a person states it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedRelation {
    /// `amends`, `supplements`, `replaces`, `repeals`, `suspends`, `revives`, `corrects`, `details`, `consolidates`,
    /// `based_on`.
    #[schema(value_type = String)]
    pub kind: legal::RelationKind,
    /// The number and symbol of the document that it is done to.
    pub symbol: String,
    /// The unit that is touched, as it is cited: "khoản 2 Điều 5"; empty: the whole document.
    #[serde(default)]
    pub unit: String,
    /// From which day, YYYY-MM-DD; empty: from the first day of the act that says so.
    #[serde(default)]
    pub from: String,
}

/// What a person puts right of the relations of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RelationsRight {
    /// By the number of the relation as it was read: what holds in its place; `null`: nothing does.
    #[serde(default)]
    #[schema(value_type = BTreeMap<u32, StatedRelation>)]
    pub stated: BTreeMap<u32, Option<StatedRelation>>,
    /// What was not read.
    #[serde(default)]
    pub added: Vec<StatedRelation>,
}

impl From<StatedRelation> for ingest::StatedRelation {
    fn from(typed: StatedRelation) -> Self {
        let line = |text: String| {
            let words: Vec<&str> = text.split_whitespace().collect();
            legal::normalise(&words.join(" "))
        };
        Self {
            kind: typed.kind,
            symbol: line(typed.symbol),
            unit: line(typed.unit),
            from: line(typed.from),
        }
    }
}

impl From<&ingest::StatedRelation> for StatedRelation {
    fn from(kept: &ingest::StatedRelation) -> Self {
        Self {
            kind: kept.kind,
            symbol: kept.symbol.clone(),
            unit: kept.unit.clone(),
            from: kept.from.clone(),
        }
    }
}

impl From<RelationsRight> for ingest::RelationsRight {
    fn from(typed: RelationsRight) -> Self {
        let stated = typed.stated.into_iter();
        Self {
            stated: stated
                .map(|(number, stated)| (number, stated.map(Into::into)))
                .collect(),
            added: typed.added.into_iter().map(Into::into).collect(),
        }
    }
}
