//! When a text applies. Time is an argument: every question names its day.

use serde::{Deserialize, Serialize};

use crate::Date;

/// What is known of a text on a day. Unknown is a state of its own and never counts as in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// còn hiệu lực
    InForce,
    /// chưa có hiệu lực
    NotYet,
    /// hết hiệu lực
    Expired,
    /// tạm ngưng hiệu lực
    Suspended,
    /// chưa xác định
    Unknown,
}

/// From when to when a text applies, and the words that say so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validity {
    /// First day in force; `None`: not known.
    pub from: Option<Date>,
    /// First day no longer in force (exclusive); `None`: no end is known.
    pub until: Option<Date>,
    /// The day from which its rules are applied, where the text names one apart from its effect ("áp dụng từ ngày …").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub applies_from: Option<Date>,
    /// Suspended on and after this day, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_from: Option<Date>,
    /// First day after a suspension (exclusive end); `None`: open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended_until: Option<Date>,
    /// The words from which this was read; empty where nothing says it.
    #[serde(default)]
    pub evidence: String,
}

impl Validity {
    /// The state on a day. A text without a known first day is `Unknown` unless its known end has passed.
    pub fn status(&self, on: Date) -> Status {
        if self.until.is_some_and(|until| on >= until) {
            return Status::Expired;
        }
        let suspended = self
            .suspended_from
            .is_some_and(|from| on >= from && self.suspended_until.is_none_or(|until| on < until));
        match self.from {
            Some(from) if on < from => Status::NotYet,
            _ if suspended => Status::Suspended,
            Some(_) => Status::InForce,
            None => Status::Unknown,
        }
    }
}
