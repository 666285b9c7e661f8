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
    /// What was read, where a person decided otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read: Option<Box<Validity>>,
}

impl Validity {
    /// As a person decided: from when, until when, and in whose words. What was read is kept, and can be had again.
    pub fn decided(&self, from: Option<Date>, until: Option<Date>, words: &str) -> Self {
        let read = self.as_read();
        let evidence = [self.evidence.as_str(), words].into_iter();
        let evidence: Vec<&str> = evidence.filter(|words| !words.is_empty()).collect();
        Self {
            from: from.or(self.from),
            until: until.or(self.until),
            evidence: evidence.join(" · "),
            read: Some(Box::new(read)),
            ..self.clone()
        }
    }

    /// As it was read, whatever a person decided.
    pub fn as_read(&self) -> Self {
        match &self.read {
            Some(read) => read.as_ref().clone(),
            None => self.clone(),
        }
    }

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_person_decides_holds_until_it_is_taken_back() {
        let day = |month| Date::constant(2026, month, 1);
        let read = Validity {
            from: Some(day(1)),
            evidence: "Nghị định này có hiệu lực".to_owned(),
            ..Validity::default()
        };
        let decided = read.decided(None, Some(day(6)), "theo Nghị định 2");
        assert_eq!(decided.status(day(5)), Status::InForce);
        assert_eq!(decided.status(day(6)), Status::Expired);
        assert!(decided.evidence.ends_with(" · theo Nghị định 2"));
        assert_eq!(decided.as_read(), read);
        let again = decided.decided(None, Some(day(4)), "theo Nghị định 3");
        assert_eq!(
            (again.status(day(4)), again.as_read()),
            (Status::Expired, read.clone())
        );
    }
}
