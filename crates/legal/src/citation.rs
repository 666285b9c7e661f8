//! Citations: how texts and people name a provision, and what they mean.

use serde::{Deserialize, Serialize};

use crate::{Date, Kind, Path, Span, Symbol};

/// A reference to a document, a provision, or both, as far as the words say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// The provision; the root where the whole document is meant. "Chương II" and "Phụ lục I" are paths too.
    pub path: Path,
    /// The document's symbol, if named. "NĐ 15/2024" has number and year only: see `partial`.
    pub symbol: Option<Symbol>,
    /// Number and year where the letters are missing: "15/2024".
    pub partial: Option<String>,
    /// The kind of document named: Nghị định, Luật.
    pub kind: Option<Kind>,
    /// The name of a law cited by name, without its kind: "Đất đai".
    pub name: Option<String>,
    /// A year that goes with a name: "Luật Đất đai năm 2024".
    pub year: Option<i16>,
    /// The day of issue, if named.
    pub date: Option<Date>,
    /// "Nghị định này", "Điều này": the citing document itself.
    pub own: bool,
}

/// A citation and where its words stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundCitation {
    /// The words, in the text searched.
    pub span: Span,
    /// What they mean.
    pub citation: Citation,
}

/// Reads what a person typed as a reference: "khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP", "k2 Đ7 15/2024/ND-CP",
/// "Điều 7 khoản 2 NĐ 15/2024", "dieu 5 luat dat dai 2024". `None` unless the whole text is a reference.
pub fn parse_citation(_text: &str) -> Option<Citation> {
    None
}

/// Every citation in running text, coordination distributed ("điểm a, b khoản 1 và khoản 3 Điều 5" is three).
/// A typed question is searched with this too.
pub fn find_citations(_text: &str) -> Vec<FoundCitation> {
    Vec::new()
}
