//! Collections that are kept from somebody: what is left is what they may see. Every read goes through it, so that what
//! is hidden is not there: not in lists or counts, not by its number, not among what ended or names another act.

use std::{collections::BTreeSet, sync::Arc};

use crate::{Catalogue, Collection};

/// Held at `?1`, whoever looks: not for what is shown. What is shown is asked for by [`Catalogue::held`].
pub(crate) const HELD_BY_ALL: &str =
    "d.added_seq <= ?1 AND (d.removed_seq IS NULL OR d.removed_seq > ?1)";

/// Collections that are not shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Hidden {
    names: BTreeSet<Collection>,
    /// As a condition, from ` AND `; empty: all are shown.
    condition: String,
}

impl Hidden {
    fn new(hidden: &BTreeSet<Collection>) -> Self {
        if hidden.is_empty() {
            return Self::default();
        }
        // Names have no control characters; a quote is doubled, as SQL has it.
        let names: Vec<String> = hidden
            .iter()
            .map(|name| format!("'{}'", name.as_str().replace('\'', "''")))
            .collect();
        // A header that cannot be read does not say where its document stands: it is not shown.
        let condition = format!(
            " AND CASE WHEN instr(d.header, '\"collection\":') = 0 THEN 1 WHEN json_valid(d.header) \
             THEN coalesce(json_extract(d.header, '$.collection'), '') NOT IN ({}) ELSE 0 END",
            names.join(", ")
        );
        Self {
            names: hidden.clone(),
            condition,
        }
    }

    /// The names of what is not shown.
    pub(crate) fn names(&self) -> &BTreeSet<Collection> {
        &self.names
    }
}

impl Catalogue {
    /// The same, as if these collections were not held. Changes can be made through it as before.
    pub fn without(&self, hidden: &BTreeSet<Collection>) -> Self {
        Self {
            files: Arc::clone(&self.files),
            hidden: Hidden::new(hidden),
        }
    }

    /// Whether nothing is kept from whoever looks.
    pub fn shows_all(&self) -> bool {
        self.hidden.names.is_empty()
    }

    /// The condition on a document `d` that is seen, held or not; from ` AND `, or empty.
    pub(crate) fn seen(&self) -> String {
        self.hidden.condition.clone()
    }

    /// The condition on a document `d`: held at `?1`, and seen.
    pub(crate) fn held(&self) -> String {
        format!("{HELD_BY_ALL}{}", self.hidden.condition)
    }
}

#[cfg(test)]
mod tests;
