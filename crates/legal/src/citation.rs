//! Citations: how texts and people name a provision, and what they mean.

use serde::{Deserialize, Serialize};

use self::{read::Reader, tokens::Tokens};
use crate::{Date, Kind, Path, Span, Symbol};

mod document;
mod names;
mod read;
mod tokens;
mod units;

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
/// "Điều 7 khoản 2 NĐ 15/2024", "dieu 5 luat dat dai 2024". `None` unless the whole text is one reference.
pub fn parse_citation(text: &str) -> Option<Citation> {
    const LONGEST: usize = 400;
    if text.len() > LONGEST {
        return None;
    }
    let text = crate::normalise(text);
    let tokens = Tokens::new(&text);
    let reader = Reader {
        tokens: &tokens,
        typed: true,
    };
    let mut at = 0;
    while tokens.is_any(at, &["theo", "tại", "xem", "của"]) {
        at += 1;
    }
    let (end, mut found) = reader.citation(at)?;
    let rest_is_empty = end == tokens.len()
        && text[tokens.end_of(end)..]
            .chars()
            .all(|c| !c.is_alphanumeric());
    (rest_is_empty && found.len() == 1).then(|| found.remove(0).citation)
}

/// Every citation in running text, coordination distributed ("điểm a, b khoản 1 và khoản 3 Điều 5" is three).
/// A typed question is searched with this too. Spans are disjoint and in reading order.
pub fn find_citations(text: &str) -> Vec<FoundCitation> {
    let tokens = Tokens::new(text);
    let reader = Reader {
        tokens: &tokens,
        typed: false,
    };
    let mut all = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        match reader.citation(at) {
            Some((end, mut found)) if end > at => {
                all.append(&mut found);
                at = end;
            }
            _ => at += 1,
        }
    }
    all
}

#[cfg(test)]
mod tests;
