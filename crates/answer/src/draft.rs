//! What a writer proposes, before anything was checked.

mod reader;

pub(crate) use reader::{Draft, DraftReader};

/// A sentence with the evidence it names and the words it quotes. Made from a model's output: data, not truth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DraftClaim {
    /// The sentence. That of a row is put together from its cells.
    pub text: String,
    /// Evidence number (from 1) and quoted words.
    pub quotes: Vec<(usize, String)>,
    /// What part of an answer it is.
    pub kind: ClaimKind,
    /// The cells, where it is a row of a table.
    pub row: Option<Row>,
}

/// What part of an answer a claim is, in the order in which an answer is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ClaimKind {
    /// Nothing in particular.
    #[default]
    Plain,
    /// What the law says.
    Rule,
    /// On what condition.
    Condition,
    /// Except when.
    Exception,
    /// Who decides, receives, does it.
    Authority,
    /// By when, for how long.
    Deadline,
    /// Which papers are needed.
    Papers,
    /// What follows if it is not done.
    Sanction,
    /// A row of a table.
    Row,
}

/// The cells of a row: what several acts demand, beside each other. Its basis is the quotes of its claim.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// What is to be done.
    pub duty: String,
    /// Who does it.
    pub who: String,
    /// By when; empty where the law sets no day.
    pub deadline: String,
}

impl ClaimKind {
    /// Every kind with the name by which it is asked for and shown.
    pub const NAMES: [(&'static str, Self); 9] = [
        ("plain", Self::Plain),
        ("rule", Self::Rule),
        ("condition", Self::Condition),
        ("exception", Self::Exception),
        ("authority", Self::Authority),
        ("deadline", Self::Deadline),
        ("papers", Self::Papers),
        ("sanction", Self::Sanction),
        ("row", Self::Row),
    ];

    /// The kind with a name; `Plain` for a name that there is not.
    pub(crate) fn named(name: &str) -> Self {
        let mut kinds = Self::NAMES.into_iter();
        kinds
            .find(|(known, _)| *known == name)
            .map_or(Self::Plain, |(_, kind)| kind)
    }
}

impl Row {
    /// What the cells say, as one sentence: whatever is shown of a row is part of what is checked.
    fn sentence(&self) -> String {
        let cells = [&self.duty, &self.who, &self.deadline];
        let said = cells.map(|cell| cell.trim().trim_end_matches(['.', ';']));
        let said: Vec<&str> = said.into_iter().filter(|cell| !cell.is_empty()).collect();
        said.join("; ")
    }

    /// The cells as they may be shown.
    pub(crate) fn plain(&self) -> Self {
        Self {
            duty: plain(&self.duty),
            who: plain(&self.who),
            deadline: plain(&self.deadline),
        }
    }
}

impl DraftClaim {
    /// What is claimed, as it may be shown.
    pub(crate) fn sentence(&self) -> String {
        match &self.row {
            Some(row) => row.plain().sentence(),
            None => plain(&self.text),
        }
    }
}

/// Text as it may be shown: no control, zero-width or direction characters, white space as single spaces.
/// Markup stays what it is, letters: pages render claims as text.
pub(crate) fn plain(text: &str) -> String {
    let shown: String = legal::normalise(text)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
