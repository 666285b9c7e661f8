//! A month in counts, on the wire.

use serde::Serialize;
use utoipa::ToSchema;

use crate::month::Counts;

/// How many questions a month had.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MonthTotal {
    /// `2026-11`.
    pub month: String,
    /// How many; `null`: fewer than five.
    pub questions: Option<u64>,
}

/// A month in counts: no question, no name, no group of fewer than five.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Month {
    /// `2026-11`.
    pub month: String,
    /// It is not over: every count is rounded down to fives.
    pub running: bool,
    /// Questions: `answered` and `refused`.
    pub questions: Counts,
    /// Why no answer was given.
    pub refusals: Counts,
    /// What the questions that got no answer came nearest to: acts, or bodies of law.
    pub topics: Counts,
    /// Claims of answers: `checked` and `partly`.
    pub claims: Counts,
    /// The share of claims that are checked, in per cent; `null`: too few.
    pub checked: Option<u64>,
    /// What people said is wrong, by kind.
    pub reported: Counts,
    /// Hours from then until half of what was settled in the month was; `null`: fewer than five were.
    pub hours_to_settle: Option<u64>,
    /// What checkers decided: `approved`, `rejected`, `corrected`, `withdrawn`.
    pub decided: Counts,
    /// Files that were loaded.
    pub loads: u64,
    /// Documents held now.
    pub documents: u64,
    /// Questions of this month and those before it, the oldest first.
    pub months: Vec<MonthTotal>,
}
