//! From reading text to the structure of an act. Never fails: doubts become issues.

use serde::{Deserialize, Serialize};

use crate::{Citation, Header, Path, Provision, SourceText, Span, Symbol, Validity};

mod inner;
mod lines;
mod mark;
mod place;
mod quotes;

/// What was understood of a text, and what was not.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Parsed {
    /// What its head says.
    pub header: Header,
    /// When the act applies, from its own final provisions.
    pub validity: Validity,
    /// Legal bases and enacting words, before the first provision.
    pub preamble: Span,
    /// The provisions of the main body in reading order, each before its children; annexes are not in here.
    pub provisions: Vec<Provision>,
    /// Annexes in order; a regulation attached ("ban hành kèm theo") has provisions of its own in `provisions`.
    pub annexes: Vec<Annex>,
    /// The signature block (with Nơi nhận), if found.
    pub signature: Option<Span>,
    /// What it does to other documents, by its own words.
    pub relations: Vec<Relation>,
    /// Doubts, in reading order.
    pub issues: Vec<Issue>,
}

/// What an annex is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AnnexKind {
    /// A regulation with provisions of its own.
    Regulation,
    /// A list or table.
    Table,
    /// A form to fill in: its "Điều 1" is no law.
    Form,
    /// Anything else.
    #[default]
    Other,
}

/// An annex (phụ lục, mẫu, quy chế ban hành kèm theo).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Annex {
    /// `phu-luc-iii`; unnumbered ones `phu-luc-0`, `phu-luc-0~2`.
    pub path: Path,
    /// As printed: "Phụ lục III".
    pub label: String,
    /// Its title's words.
    pub heading: Span,
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: AnnexKind,
    /// Its own provisions, for an attached regulation; paths start with the annex.
    pub provisions: Vec<Provision>,
}

/// What one document does to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RelationKind {
    /// căn cứ
    BasedOn,
    /// sửa đổi, bổ sung
    Amends,
    /// thay thế
    Replaces,
    /// bãi bỏ, hết hiệu lực
    Repeals,
    /// ngưng hiệu lực
    Suspends,
    /// hợp nhất
    Consolidates,
    /// quy định chi tiết, hướng dẫn
    Details,
    /// đính chính
    Corrects,
}

/// A relation and the words that state it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// What is done.
    pub kind: RelationKind,
    /// To what; its path names the unit touched, the root the whole document.
    pub target: Citation,
    /// The target's symbol again, where the words give one.
    pub symbol: Option<Symbol>,
    /// The provision that says so; the root for the preamble or the title.
    pub source: Path,
    /// The words.
    pub span: Span,
}

/// The kinds of doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IssueKind {
    /// No number and symbol was found.
    NoSymbol,
    /// No day of issue was found, or it is impossible.
    NoDate,
    /// No statement of when the act takes effect was found.
    NoEffect,
    /// No article was found.
    NoArticles,
    /// A number of the sequence is missing.
    Gap,
    /// A unit appears twice.
    Duplicate,
    /// Quotation marks of amending text do not balance.
    Quotes,
    /// Words belong to no provision.
    Unplaced,
}

/// A doubt, where it stands, and what about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Issue {
    /// The kind.
    pub kind: IssueKind,
    /// The words in doubt.
    pub span: Span,
    /// What about it, for a person: "Điều 7 after Điều 5". English; pages translate the kind.
    pub detail: String,
}

/// Reads a whole document.
pub fn parse(_source: &SourceText) -> Parsed {
    Parsed::default()
}

/// Reads the clauses, points and subpoints inside a text known to be one article (or clause) at `parent`:
/// `span` is its body. For collections that are already split into articles.
pub fn parse_provisions(source: &SourceText, span: Span, parent: &Path) -> Vec<Provision> {
    if source.text().get(span.range()).is_none() {
        return Vec::new();
    }
    let lines = lines::Lines::new(source, span.range());
    let quotes = quotes::follow(&lines);
    let inside = inner::Inside {
        lines: &lines,
        quoted: &quotes.inside,
        footnotes: false,
    };
    let end = lines.all.last().map_or(span.end as usize, |line| line.end);
    inside.read(
        0..lines.len(),
        end,
        parent,
        &mut place::Places::default(),
        &mut Vec::new(),
    )
}

#[cfg(test)]
mod tests;
