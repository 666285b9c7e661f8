//! Provisions: the tree of an act, and the stable paths that name its parts.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{Span, Validity, attached};

/// The levels of an act, outermost first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// phụ lục: an annex, the root of its own subtree.
    Annex,
    /// phần
    Part,
    /// chương
    Chapter,
    /// mục
    Section,
    /// tiểu mục
    Subsection,
    /// điều
    Article,
    /// khoản
    Clause,
    /// điểm
    Point,
    /// tiết: what is numbered below a point (a.1).
    Subpoint,
}

impl Level {
    /// The word a path uses: `phu-luc`, `phan`, `chuong`, `muc`, `tieu-muc`, `dieu`, `khoan`, `diem`, `tiet`.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Annex => "phu-luc",
            Self::Part => "phan",
            Self::Chapter => "chuong",
            Self::Section => "muc",
            Self::Subsection => "tieu-muc",
            Self::Article => "dieu",
            Self::Clause => "khoan",
            Self::Point => "diem",
            Self::Subpoint => "tiet",
        }
    }

    /// The word as the law writes it: "Phụ lục", "Phần", "Chương", "Mục", "Tiểu mục", "Điều", "khoản", "điểm", "tiết".
    pub fn word(self) -> &'static str {
        match self {
            Self::Annex => "Phụ lục",
            Self::Part => "Phần",
            Self::Chapter => "Chương",
            Self::Section => "Mục",
            Self::Subsection => "Tiểu mục",
            Self::Article => "Điều",
            Self::Clause => "khoản",
            Self::Point => "điểm",
            Self::Subpoint => "tiết",
        }
    }
}

/// One step of a path: a level and its label, such as `Article` and "5a" or `Chapter` and "IIa".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// The level.
    pub level: Level,
    /// The label without its word, in lower case: "5", "5a", "đ2", "ii". Never empty, never with `/`.
    pub label: String,
}

impl Step {
    /// "Quy chế", where the step is a text that its act issues under that word.
    pub(crate) fn attached(&self) -> Option<&'static str> {
        match self.level {
            Level::Annex => attached::word(&self.label),
            _ => None,
        }
    }
}

/// Where a provision stands: `dieu-5/khoan-2/diem-a`, `chuong-ii/muc-1`, `phu-luc-iii/dieu-1`.
///
/// Articles run through the whole act, so an article's path starts at the article (or at its annex)
/// and does not name its chapter. In writing, `đ` is `dd` ("diem-dd" is điểm đ, "diem-d" is điểm d).
/// An unnumbered annex has the label "0", a text issued with the act its word (`phu-luc-quy-che/dieu-3`). A second unit of the same path in one act carries `~2`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Path(Vec<Step>);

/// Why a text is no path.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a provision path such as dieu-5/khoan-2/diem-a")]
pub struct PathError(pub String);

const LEVELS: [Level; 9] = [
    Level::Annex,
    Level::Subsection,
    Level::Part,
    Level::Chapter,
    Level::Section,
    Level::Article,
    Level::Clause,
    Level::Point,
    Level::Subpoint,
];

/// What the label of a form that stands apart begins with: `phu-luc-mau-01`.
const FORM: &str = "mau-";

impl Path {
    /// Of "Mẫu số 01" that is issued with an act and stands in none of its annexes.
    pub fn form(number: &str) -> Self {
        Self::default().child(Level::Annex, &format!("{FORM}{number}"))
    }

    /// The steps, outermost first.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The path one step deeper. An empty label becomes "0"; a `/` or white space in the label is dropped.
    pub fn child(&self, level: Level, label: &str) -> Self {
        let mut label: String = label
            .to_lowercase()
            .chars()
            .filter(|c| *c != '/' && !c.is_whitespace())
            .collect();
        if label.is_empty() {
            label.push('0');
        }
        let mut steps = self.0.clone();
        steps.push(Step { level, label });
        Self(steps)
    }

    /// The path one step up; `None` at the root.
    pub fn parent(&self) -> Option<Self> {
        let (_, rest) = self.0.split_last()?;
        Some(Self(rest.to_vec()))
    }

    /// The level of the last step; `None` for the root.
    pub fn level(&self) -> Option<Level> {
        self.0.last().map(|step| step.level)
    }

    /// The path of the article that this provision is or belongs to; `None` above articles.
    pub fn article(&self) -> Option<Self> {
        let at = self
            .0
            .iter()
            .position(|step| step.level == Level::Article)?;
        Some(Self(self.0[..=at].to_vec()))
    }

    /// The label at a level: `label(Level::Clause)` of `dieu-5/khoan-2` is "2".
    pub fn label(&self, level: Level) -> Option<&str> {
        self.0
            .iter()
            .find(|step| step.level == level)
            .map(|step| step.label.as_str())
    }

    /// Whether `other` is this provision or lies inside it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.starts_with(&self.0)
    }

    /// As officials cite it, small to large: "điểm a khoản 2 Điều 5", "Điều 1 Phụ lục III", "Mục 1 Chương II". The name
    /// of the act goes on from there: "Điều 3 Quy chế ban hành kèm theo" Quyết định số …
    pub fn citation(&self) -> String {
        self.cited(&format!(" {}", attached::ISSUED_WITH))
    }

    /// The same where the act is not named behind it: "Điều 3 Quy chế".
    pub fn within(&self) -> String {
        self.cited("")
    }

    fn cited(&self, issued_with: &str) -> String {
        // An annex of an attached text is cited by itself: "Phụ lục II".
        let inner = self.0.iter().rposition(|step| step.level == Level::Annex);
        let cited = &self.0[inner.unwrap_or(0)..];
        let words: Vec<String> = cited
            .iter()
            .rev()
            .map(|step| {
                let label = step.label.split('~').next().unwrap_or_default();
                if let Some(word) = step.attached() {
                    return format!("{word}{issued_with}");
                }
                let form = label.strip_prefix(FORM);
                if let Some(number) = form.filter(|_| step.level == Level::Annex) {
                    return format!("Mẫu số {}{issued_with}", number.to_uppercase());
                }
                match step.level {
                    Level::Annex if label == "0" => format!("Phụ lục{issued_with}"),
                    Level::Annex | Level::Part | Level::Chapter => {
                        format!("{} {}", step.level.word(), label.to_uppercase())
                    }
                    level => format!("{} {label}", level.word()),
                }
            })
            .collect();
        words.join(" ")
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (n, step) in self.0.iter().enumerate() {
            let slash = if n == 0 { "" } else { "/" };
            write!(
                f,
                "{slash}{}-{}",
                step.level.slug(),
                step.label.replace('đ', "dd")
            )?;
        }
        Ok(())
    }
}

impl FromStr for Path {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, PathError> {
        let mut path = Self::default();
        for part in text.split('/').filter(|part| !part.is_empty()) {
            let (level, label) = LEVELS
                .iter()
                .find_map(|level| {
                    Some((*level, part.strip_prefix(level.slug())?.strip_prefix('-')?))
                })
                .filter(|(_, label)| !label.is_empty())
                .ok_or_else(|| PathError(text.to_owned()))?;
            path = path.child(level, &label.replace("dd", "đ"));
        }
        Ok(path)
    }
}

impl Serialize for Path {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

/// One provision of an act, from a part down to a subpoint.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Provision {
    /// Where it stands.
    pub path: Path,
    /// The label as printed with its word: "Điều 5", "1.", "a)", "Chương II".
    pub label: String,
    /// The heading's words; empty where there is none (clauses and points have none).
    pub heading: Span,
    /// Everything that belongs to it, label, heading and children included.
    pub span: Span,
    /// What is written in it after label and heading, children included; empty where a heading is all.
    pub body: Span,
    /// When it applies, where the act says so of this provision alone; otherwise the act's own validity holds.
    pub validity: Option<Validity>,
}
