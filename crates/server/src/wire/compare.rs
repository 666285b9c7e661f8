//! Two wordings laid side by side, on the wire.

use legal::{Date, Path};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{address, compare::Run};

/// One side of a comparison.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ComparedSide {
    /// "Điều 8 Nghị định số 30/2020/NĐ-CP".
    pub name: String,
    /// The day whose wording it is.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Whether it read so on that day; not before the day from which it applies.
    pub applies: bool,
    /// From when it reads so; `null`: nobody knows.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Its page.
    pub url: String,
}

/// A change between the two days.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ChangeBetween {
    /// The act that makes it.
    pub document: String,
    /// Where it says so.
    pub url: String,
    /// From when; `null`: nobody knows.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Whether the words above show it.
    pub worked_in: bool,
    /// Where they do not: the words that say it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// Two wordings, word by word.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Comparison {
    /// The first.
    pub old: ComparedSide,
    /// The second.
    pub new: ComparedSide,
    /// Whether every word is the same.
    pub same: bool,
    /// The words of both, in order.
    pub runs: Vec<Run>,
    /// The acts that made the difference, where both are one provision on two days.
    pub changes: Vec<ChangeBetween>,
}

impl ChangeBetween {
    pub(crate) fn new(
        by: &catalogue::DocumentRow,
        source: &Path,
        from: Option<Date>,
        words: Option<&str>,
    ) -> Self {
        Self {
            document: by.name(),
            url: address::provision(&by.slug, source),
            from,
            worked_in: words.is_none(),
            words: words.unwrap_or_default().to_owned(),
        }
    }
}
