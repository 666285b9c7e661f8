//! Documents and provisions on the wire.

use legal::{Date, SourceText, Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::DocumentRef;
use crate::address;

/// A half-open range of bytes in the reading text.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl From<legal::Span> for Span {
    fn from(span: legal::Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}

/// From when to when a text applies, and the words that say so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Validity {
    /// First day in force; `null`: not known.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// First day no longer in force; `null`: no end is known.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Suspended on and after this day.
    #[schema(value_type = Option<String>, format = Date)]
    pub suspended_from: Option<Date>,
    /// First day after a suspension.
    #[schema(value_type = Option<String>, format = Date)]
    pub suspended_until: Option<Date>,
    /// The words from which this was read; empty where nothing says it.
    pub evidence: String,
}

impl From<&legal::Validity> for Validity {
    fn from(validity: &legal::Validity) -> Self {
        Self {
            from: validity.from,
            until: validity.until,
            suspended_from: validity.suspended_from,
            suspended_until: validity.suspended_until,
            evidence: validity.evidence.clone(),
        }
    }
}

/// A document as listed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DocumentSummary {
    /// What it is.
    #[serde(flatten)]
    pub document: DocumentRef,
    /// First day in force, where known.
    #[schema(value_type = Option<String>, format = Date)]
    pub effective: Option<Date>,
    /// First day no longer in force, where known.
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
    /// Pages; 0 where the format has none.
    pub pages: u32,
    /// Articles of the main body.
    pub articles: u32,
    /// SHA-256 of the file it came from.
    pub sha256: String,
    /// `pdf`, `docx`, `doc`, `rtf`, `zip`, `html`, `text`, `markdown`, `articles`.
    pub media: String,
    /// The collection it stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collection: Option<String>,
    /// `public`, `internal`, `restricted`: its own level, else that of its collection; absent: nobody stated one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub confidentiality: Option<catalogue::Confidentiality>,
    /// Its page.
    pub url: String,
}

impl DocumentSummary {
    /// Of a document, on a day.
    pub fn new(row: &catalogue::DocumentRow, on: Date) -> Self {
        Self {
            document: DocumentRef::new(row, on),
            effective: row.validity.from,
            until: row.validity.until,
            pages: row.pages,
            articles: row.articles,
            sha256: row.original.as_str().to_owned(),
            media: row.media.clone(),
            collection: row.collection.as_ref().map(|name| name.as_str().to_owned()),
            confidentiality: row.confidentiality,
            url: address::document(&row.slug),
        }
    }
}

/// A list of documents.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Documents {
    /// How many match in all.
    pub total: u64,
    /// Those of this page.
    pub documents: Vec<DocumentSummary>,
}

impl Documents {
    /// Of some rows, on a day.
    pub fn new(rows: &[catalogue::DocumentRow], total: u64, on: Date) -> Self {
        Self {
            total,
            documents: rows
                .iter()
                .map(|row| DocumentSummary::new(row, on))
                .collect(),
        }
    }
}

/// A page of the file as issued.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page {
    /// From 1.
    pub number: u32,
    /// `text`, `image` (nothing of it was read), `ocr`.
    #[schema(value_type = String)]
    pub kind: legal::PageKind,
}

/// One provision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Provision {
    /// `dieu-5/khoan-2`.
    pub path: String,
    /// "khoản 2 Điều 5".
    pub citation: String,
    /// The label as printed: "Điều 5", "2.", "a)".
    pub label: String,
    /// Its heading; empty where there is none.
    pub heading: String,
    /// What is written in it after label and heading, unedited, lower units included.
    pub text: String,
    /// First page, where the format has pages.
    pub page: Option<u32>,
    /// Where all of it stands in the reading text.
    pub span: Span,
    /// Its own validity, where the act says so of this provision alone.
    pub validity: Option<Validity>,
}

impl Provision {
    /// Of a provision and the text it points into.
    pub fn new(provision: &legal::Provision, source: &SourceText) -> Self {
        Self {
            path: provision.path.to_string(),
            citation: provision.path.citation(),
            label: provision.label.clone(),
            heading: source.slice(provision.heading).replace('\n', " "),
            text: source.slice(provision.body).to_owned(),
            page: source.page_at(provision.span.start),
            span: provision.span.into(),
            validity: provision.validity.as_ref().map(Validity::from),
        }
    }

    /// Of several.
    pub fn all(provisions: &[legal::Provision], source: &SourceText) -> Vec<Self> {
        provisions
            .iter()
            .map(|provision| Self::new(provision, source))
            .collect()
    }
}

/// An annex.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Annex {
    /// `phu-luc-iii`.
    pub path: String,
    /// As printed: "Phụ lục III".
    pub label: String,
    /// Its title.
    pub heading: String,
    /// `regulation`, `table`, `form`, `standard`, `treaty`, `other`.
    #[schema(value_type = String)]
    pub kind: legal::AnnexKind,
    /// All its words, unedited.
    pub text: String,
    /// First page, where the format has pages.
    pub page: Option<u32>,
    /// Where it stands.
    pub span: Span,
    /// Its own provisions, where it has an outline.
    pub provisions: Vec<Provision>,
    /// Its own days, where the act gives it some; otherwise the document's hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validity: Option<Validity>,
}

impl Annex {
    /// Of an annex and the text it points into.
    pub fn new(annex: &legal::Annex, source: &SourceText) -> Self {
        Self {
            path: annex.path.to_string(),
            label: annex.label.clone(),
            heading: source.slice(annex.heading).replace('\n', " "),
            kind: annex.kind,
            text: source.slice(annex.span).to_owned(),
            page: source.page_at(annex.span.start),
            span: annex.span.into(),
            provisions: Provision::all(&annex.provisions, source),
            validity: annex.validity.as_ref().map(Validity::from),
        }
    }
}

/// What a document does to another, and the words that say so.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Relation {
    /// `based_on`, `amends`, `replaces`, `repeals`, `supplements`, `suspends`, `revives`, `consolidates`, `details`, `corrects`.
    #[schema(value_type = String)]
    pub kind: legal::RelationKind,
    /// The other document's symbol, where the words give one.
    pub symbol: Option<String>,
    /// The unit touched; empty: the whole document.
    pub target: String,
    /// The provision that says so; empty for preamble and title.
    pub source: String,
    /// The words.
    pub text: String,
    /// From which day, where the words name one that is not the act's own first day.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// Until which day (exclusive), where the words name one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
}

impl Relation {
    /// Of a relation and the text it points into.
    pub fn new(relation: &legal::Relation, source: &SourceText) -> Self {
        let symbol = relation.symbol.as_ref().or(relation.target.symbol.as_ref());
        Self {
            kind: relation.kind,
            symbol: symbol.map(|symbol| symbol.printed().to_owned()),
            target: relation.target.path.to_string(),
            source: relation.source.to_string(),
            text: source.slice(relation.span).replace('\n', " "),
            from: relation.from,
            until: relation.until,
        }
    }
}

/// A doubt about the structure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Issue {
    /// `no_symbol`, `no_date`, `no_effect`, `ends_on_event`, `no_articles`, `gap`, `duplicate`, `quotes`, `unplaced`, `incomplete`,
    /// `recognised`.
    #[schema(value_type = String)]
    pub kind: legal::IssueKind,
    /// What about it.
    pub detail: String,
    /// The words in doubt.
    pub span: Span,
}

impl From<&legal::Issue> for Issue {
    fn from(issue: &legal::Issue) -> Self {
        Self {
            kind: issue.kind,
            detail: issue.detail.clone(),
            span: issue.span.into(),
        }
    }
}

/// A document with its structure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Document {
    /// As listed.
    #[serde(flatten)]
    pub summary: DocumentSummary,
    /// The place of issue.
    pub place: Option<String>,
    /// Who signed.
    pub signer: Option<String>,
    /// When it applies.
    pub validity: Validity,
    /// Its pages and how their text was obtained.
    pub page_kinds: Vec<Page>,
    /// Main body, each provision before its lower units.
    pub provisions: Vec<Provision>,
    /// Annexes.
    pub annexes: Vec<Annex>,
    /// What it does to others.
    pub relations: Vec<Relation>,
    /// Doubts about the structure.
    pub issues: Vec<Issue>,
    /// What to know about the reading before relying on it.
    #[schema(value_type = Vec<Object>)]
    pub flags: serde_json::Value,
}

impl Document {
    /// Of a document, on a day.
    pub fn new(document: &catalogue::Document, on: Date) -> Self {
        let (row, source) = (&document.row, &document.source);
        let page = |page: &legal::Page| Page {
            number: page.number,
            kind: page.kind,
        };
        Self {
            summary: DocumentSummary::new(row, on),
            place: row.header.place.clone(),
            signer: row.header.signer.clone(),
            validity: Validity::from(&row.validity),
            page_kinds: source.pages().iter().map(page).collect(),
            provisions: Provision::all(&document.provisions, source),
            annexes: document
                .annexes
                .iter()
                .map(|annex| Annex::new(annex, source))
                .collect(),
            relations: document
                .relations
                .iter()
                .map(|relation| Relation::new(relation, source))
                .collect(),
            issues: document.issues.iter().map(Issue::from).collect(),
            flags: serde_json::from_str(&row.flags).unwrap_or_default(),
        }
    }

    /// The state of its own validity on the asked day.
    pub fn status(&self) -> Status {
        self.summary.document.status
    }
}
