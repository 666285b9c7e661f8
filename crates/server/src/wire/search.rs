//! Search results on the wire.

use legal::{Date, Path, Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::Narrowed;
use crate::address;

/// A document as it is named beside a result.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DocumentRef {
    /// Its key: `vn/nghi-dinh/chinh-phu/2020-03-05/30-2020-nd-cp`.
    pub id: String,
    /// In addresses: `30-2020-nd-cp`.
    pub slug: String,
    /// How people name it: "Nghị định số 30/2020/NĐ-CP".
    pub name: String,
    /// Its title without the kind.
    pub title: Option<String>,
    /// Number and symbol as printed.
    pub symbol: Option<String>,
    /// "Nghị định", "Thông tư"…
    pub kind: Option<String>,
    /// Who issued it.
    pub issuer: Option<String>,
    /// The day of issue.
    #[schema(value_type = Option<String>, format = Date)]
    pub issued: Option<Date>,
    /// Its state on the asked day: `in_force`, `not_yet`, `expired`, `suspended`, `unknown`.
    #[schema(value_type = String)]
    pub status: Status,
    /// Whether it makes rules, as far as its head says: a letter, a plan and a text without a head do not.
    pub makes_rules: bool,
    /// The file that it was read from, by its name.
    pub file: String,
}

impl DocumentRef {
    /// Of a document, on a day.
    pub fn new(row: &catalogue::DocumentRow, on: Date) -> Self {
        let header = &row.header;
        Self {
            id: row.id.to_string(),
            slug: row.slug.clone(),
            name: row.name(),
            title: header.title.clone(),
            symbol: header
                .symbol
                .as_ref()
                .map(|symbol| symbol.normal().to_owned()),
            kind: header.kind.as_ref().map(|kind| kind.name().to_owned()),
            issuer: header.issuer.clone(),
            issued: header.issued,
            status: row.status(on),
            makes_rules: legal::makes_rules(header),
            file: row.file_name.clone(),
        }
    }

    /// Its title, where its name does not end with it already: one without a number is called by it.
    pub(crate) fn title_beside(&self) -> Option<&str> {
        let title = self.title.as_deref()?;
        let said = self.name.to_lowercase().ends_with(&title.to_lowercase());
        (!said).then_some(title)
    }

    /// What tells it from others of its number: "Về lệ phí · UBND xã Mẫu · 05/03/2020".
    pub(crate) fn told_apart(&self) -> String {
        let issued = self.issued.map(|day| day.strftime("%d/%m/%Y").to_string());
        let parts = [self.title.clone(), self.issuer.clone(), issued];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }
}

/// A provision by its path.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ProvisionRef {
    /// `dieu-5/khoan-2`.
    pub path: String,
    /// As officials cite it: "khoản 2 Điều 5".
    pub citation: String,
    /// Its page.
    pub url: String,
}

impl ProvisionRef {
    /// Of a provision of a document.
    pub fn new(slug: &str, path: &Path) -> Self {
        Self {
            path: path.to_string(),
            citation: path.citation(),
            url: address::provision(slug, path),
        }
    }

    /// The same where its document is not named behind it.
    pub fn within(slug: &str, path: &Path) -> Self {
        Self {
            citation: path.within(),
            ..Self::new(slug, path)
        }
    }
}

/// Why a result stands where it stands; each part from 0 to 1.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Score {
    /// What results are ordered by: how likely it answers, as the ranking model and the reranker see it;
    /// without them, as `fused`.
    pub total: f32,
    /// The weighted sum of the parts below.
    pub fused: f32,
    /// A reference in the query names it.
    pub cited: f32,
    /// Full text with accents.
    pub lexical: f32,
    /// Full text without accents.
    pub unaccented: f32,
    /// Nearness in meaning.
    pub semantic: f32,
}

/// What moved a result up or down.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct Reason {
    /// What was looked at: `heading`, `act`, `text`, `meaning`, `neighbours`, `length`, `reranker`.
    #[schema(value_type = String)]
    pub kind: search::Reason,
    /// How far, in log-odds: above 0 up, below 0 down.
    pub odds: f32,
}

/// A passage that may answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Evidence {
    /// Its document.
    pub document: DocumentRef,
    /// Its provision: `dieu-5/khoan-2`; empty for words outside provisions.
    pub path: String,
    /// "khoản 2 Điều 5".
    pub citation: String,
    /// `symbol#article` in lower case: `30/2020/nđ-cp#5`; empty where there is none.
    pub article: String,
    /// Why it stands here.
    pub score: Score,
    /// What the ranking model and the reranker saw, the weightiest first; empty without them.
    pub reasons: Vec<Reason>,
    /// What stands above it.
    pub breadcrumb: String,
    /// Its words.
    pub text: String,
    /// First page, where the format has pages.
    pub page: Option<u32>,
    /// Whether that page was recognised from a picture: its figures and symbols are not verified.
    pub recognised: bool,
    /// Its state on the asked day.
    #[schema(value_type = String)]
    pub status: Status,
    /// Why it is not taken for the act that it puts together, where it is a consolidated text that may be none: `body`
    /// (its number is of a body that may not consolidate such an act), `words` (its words are neither of the act nor of
    /// what changes it, as far as both are held).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub unfounded: Option<search::Unfounded>,
    /// It lies outside of the filters, and is here only because the query names it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub outside: bool,
    /// Its page: `/vb/30-2020-nd-cp/dieu-5`.
    pub url: String,
    /// Provisions of other documents that say the same.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alike: Vec<Alike>,
}

/// A provision that says the same as another.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Alike {
    /// In what respect: `words` (nearly the same words and the same numbers), `consolidation` (one is the
    /// consolidated text of the other's act, and both are the same article).
    #[schema(value_type = String)]
    pub likeness: search::Likeness,
    /// What it would have been ordered by; the best of a group decides its place.
    pub total: f32,
    /// Its document.
    pub document: DocumentRef,
    /// "khoản 2 Điều 5".
    pub citation: String,
    /// `symbol#article` in lower case; empty where there is none.
    pub article: String,
    /// Its state on the asked day.
    #[schema(value_type = String)]
    pub status: Status,
    /// Why it is not taken for the act that it puts together, as of a result.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub unfounded: Option<search::Unfounded>,
    /// Its page.
    pub url: String,
}

/// The text that says what is to be known of a document before it is taken for law.
fn caution(document: &DocumentRef, unfounded: Option<search::Unfounded>) -> Option<&'static str> {
    match unfounded {
        _ if !document.makes_rules => Some("no_rules"),
        Some(search::Unfounded::Body) => Some("unfounded.body"),
        Some(search::Unfounded::Words) => Some("unfounded.words"),
        None => None,
    }
}

impl Alike {
    /// What is to be known of it, if anything.
    pub(crate) fn caution(&self) -> Option<&'static str> {
        caution(&self.document, self.unfounded)
    }
}

impl Evidence {
    /// What is to be known of it before it is taken for law, if anything.
    pub(crate) fn caution(&self) -> Option<&'static str> {
        caution(&self.document, self.unfounded)
    }

    /// Of a passage found, on a day.
    pub fn new(evidence: &search::Evidence, on: Date) -> Self {
        let score = &evidence.score;
        Self {
            document: DocumentRef::new(&evidence.document, on),
            path: evidence.path.to_string(),
            citation: evidence.path.citation(),
            article: evidence.article_key.clone(),
            score: Score {
                total: score.total,
                fused: score.fused,
                cited: score.cited,
                lexical: score.lexical,
                unaccented: score.unaccented,
                semantic: score.semantic,
            },
            reasons: evidence
                .reasons
                .iter()
                .map(|(kind, odds)| Reason {
                    kind: *kind,
                    odds: *odds,
                })
                .collect(),
            breadcrumb: evidence.breadcrumb.clone(),
            text: evidence.text.clone(),
            page: evidence.page,
            recognised: evidence.document.is_recognised(evidence.page),
            status: evidence.status,
            unfounded: evidence.unfounded,
            outside: evidence.outside,
            url: address::provision(&evidence.document.slug, &evidence.path),
            alike: evidence
                .alike
                .iter()
                .map(|(likeness, evidence)| Alike {
                    likeness: *likeness,
                    total: evidence.score.total,
                    document: DocumentRef::new(&evidence.document, on),
                    citation: evidence.path.citation(),
                    article: evidence.article_key.clone(),
                    status: evidence.status,
                    unfounded: evidence.unfounded,
                    url: address::provision(&evidence.document.slug, &evidence.path),
                })
                .collect(),
        }
    }

    /// Of several.
    pub(crate) fn all(evidence: &[search::Evidence], on: Date) -> Vec<Self> {
        evidence
            .iter()
            .map(|evidence| Self::new(evidence, on))
            .collect()
    }
}

/// What a reference in the query led to.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Cited {
    /// It is held.
    Found {
        /// How many acts it may mean: above 1 they have the same number and differ by issuer, day and state.
        acts: usize,
        /// The provisions, several for homonyms.
        results: Vec<Evidence>,
    },
    /// The document is held, the provision is not.
    NoProvision {
        /// The reference as understood: "khoản 9 Điều 5".
        citation: String,
        /// The document.
        document: DocumentRef,
        /// What it has with the nearest numbers.
        nearest: Vec<ProvisionRef>,
    },
    /// The document is not held.
    NoDocument {
        /// The reference as understood: "Điều 7 Nghị định 15/2024/NĐ-CP".
        citation: String,
        /// Documents with the nearest numbers.
        nearest: Vec<DocumentRef>,
    },
}

impl Cited {
    /// Of what a search found.
    pub fn new(cited: &search::Cited, on: Date) -> Self {
        match cited {
            search::Cited::Found(results) => Self::Found {
                acts: search::acts(results),
                results: Evidence::all(results, on),
            },
            search::Cited::NoProvision {
                citation,
                document,
                nearest,
            } => Self::NoProvision {
                citation: citation.print(),
                document: DocumentRef::new(document, on),
                nearest: nearest
                    .iter()
                    .map(|path| ProvisionRef::within(&document.slug, path))
                    .collect(),
            },
            search::Cited::NoDocument { citation, nearest } => Self::NoDocument {
                citation: citation.print(),
                nearest: nearest
                    .iter()
                    .map(|row| DocumentRef::new(row, on))
                    .collect(),
            },
        }
    }
}

/// What a search found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchResults {
    /// The query as typed.
    pub query: String,
    /// The query as it was meant, where it was typed with the Vietnamese keyboard (Telex) off or with
    /// slips of the finger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
    /// What the search could not do as configured: `meaning_off`, `reranker_late`, `reranker_failed`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub notes: Vec<search::Note>,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// In force (or validity unknown, marked so) on the day, best first.
    pub results: Vec<Evidence>,
    /// How many of `results`, from the first, are likely enough to be read; the others only fill the list.
    pub likely: usize,
    /// What references in the query led to.
    pub cited: Vec<Cited>,
    /// Found, but not in force on the day.
    pub not_in_force: Vec<Evidence>,
    /// What the search was narrowed to, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<Narrowed>,
}

impl SearchResults {
    /// Whether the filters leave no document: then they say so, and other words would not help.
    pub(crate) fn searches_nothing(&self) -> bool {
        self.filters
            .as_ref()
            .is_some_and(|within| within.documents == 0)
    }

    /// Of what a search found for a query on a day.
    pub fn new(results: &search::Results, query: &str, on: Date) -> Self {
        Self {
            query: query.to_owned(),
            read_as: results.read_as.clone(),
            notes: results.notes.clone(),
            on,
            results: Evidence::all(&results.hits, on),
            likely: results.likely,
            cited: results
                .cited
                .iter()
                .map(|cited| Cited::new(cited, on))
                .collect(),
            not_in_force: Evidence::all(&results.not_in_force, on),
            filters: results.within.as_ref().map(Narrowed::new),
        }
    }
}
