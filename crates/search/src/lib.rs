//! From a query to ranked evidence: cited, lexical, unaccented and semantic lists, fused by convex scores.

use std::sync::Arc;

use catalogue::{Catalogue, DocumentRow, Facet, PassageId};
use index::Generation;
use legal::{Citation, Date, Path, Span, Status};
use models::{Embedder, Ranking};

/// How confidential a document is: part of what [`Evidence`] says of it.
pub use catalogue::Confidentiality;

mod cited;
mod consolidated;
mod floor;
mod fuse;
mod gold;
mod group;
mod meant;
mod measure;
mod near;
mod opened;
mod paired;
mod place;
mod rank;
mod rerank;
mod run;
mod scope;
mod siblings;
mod sight;
mod spelling;
mod suggest;
mod telex;
mod twins;
mod versions;
mod wording;

/// Everything one search needs, taken once so that it sees one generation.
#[derive(Clone)]
pub struct Library {
    /// The truth.
    pub catalogue: Arc<Catalogue>,
    /// What is searchable.
    pub generation: Arc<Generation>,
    /// Embeds the query; `None`: full text only.
    pub embedder: Option<Arc<Embedder>>,
    /// What is searched beside the words asked.
    pub wordings: Arc<Wordings>,
    /// Orders the best candidates; `None`: they stay in the order of their fused scores.
    pub ranking: Option<Arc<Ranking>>,
    /// Reads the best of them once more; `None`: none is configured.
    pub reranking: Option<Reranking>,
    /// What of it is seen.
    pub sight: Sight,
}

/// A query and the day it asks about.
#[derive(Clone, Debug)]
pub struct Query {
    /// As typed; at most 1,000 characters count.
    pub text: String,
    /// The day whose law is asked for.
    pub on: Date,
    /// How many results, 1..=100.
    pub limit: usize,
    /// What it is narrowed to.
    pub scope: Scope,
    /// Slips of the finger and Telex are left as they are.
    pub as_typed: bool,
}

/// Why a result stands where it stands; each part 0..=1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Score {
    /// What results are ordered by: with a ranking model how likely it answers, else as `fused`.
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

/// A passage that may answer, with all that is needed to quote and verify it.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// The passage; 0 for a provision that was looked up by its reference.
    pub passage: PassageId,
    /// Its document.
    pub document: DocumentRow,
    /// Its provision.
    pub path: Path,
    /// `symbol#article` in lower case; empty where there is none.
    pub article_key: String,
    /// What stands above it.
    pub breadcrumb: String,
    /// Its words, reflowed: what quotes are checked against.
    pub text: String,
    /// Where they stand in the document's reading text.
    pub span: Span,
    /// First page.
    pub page: Option<u32>,
    /// Its state on the asked day.
    pub status: Status,
    /// Outside of what the query was narrowed to: here only because a reference in the query names it.
    pub outside: bool,
    /// Why it is here.
    pub score: Score,
    /// What moved it up (above 0) or down beside the other results, in log-odds, the weightiest first; empty
    /// without a ranking model and a reranker.
    pub reasons: Vec<(Reason, f32)>,
    /// Why it is not taken for the act that it puts together, where it is a consolidated text that may be none.
    pub unfounded: Option<Unfounded>,
    /// What leads in the list of which its first point is one, outermost first, where that stands in earlier passages and
    /// somebody looked ("Nghiêm cấm:" before "c) …").
    pub led: Vec<Led>,
    /// The unedited words, once [`place`] has fetched them.
    pub excerpt: Option<Arc<Excerpt>>,
    /// Results that say the same, in the order in which they would have stood; never themselves with any.
    pub alike: Vec<(Likeness, Evidence)>,
}

/// Words of another passage that lead in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Led {
    /// The passage.
    pub passage: PassageId,
    /// Its words.
    pub words: String,
}

/// In what respect a result says the same as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Likeness {
    /// Nearly the same words, and the same numbers in the same order.
    Words,
    /// One is the consolidated text of the other's act, and both are the same article.
    Consolidation,
}

/// What a reference in the query led to.
#[derive(Clone, Debug)]
pub enum Cited {
    /// It is held: these provisions (several for homonyms).
    Found(Vec<Evidence>),
    /// The document is held, the provision is not; the nearest numbers it has.
    NoProvision {
        /// The reference.
        citation: Citation,
        /// The document.
        document: Box<DocumentRow>,
        /// Articles (or clauses) with the nearest numbers.
        nearest: Vec<Path>,
    },
    /// The document is not held: never another one silently.
    NoDocument {
        /// The reference.
        citation: Citation,
        /// Documents with the nearest numbers.
        nearest: Vec<DocumentRow>,
    },
}

/// What a search found.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// The query as it was meant, where it was typed with Telex off or with slips of the finger.
    pub read_as: Option<String>,
    /// What could not be done as configured.
    pub notes: Vec<Note>,
    /// What references in the query led to.
    pub cited: Vec<Cited>,
    /// In force (or validity unknown, marked so) on the day, one per article, best first; what says the same is
    /// within the best of them.
    pub hits: Vec<Evidence>,
    /// How many of `hits`, from the first, are likely enough to be read; the others only fill the list.
    pub likely: usize,
    /// How likely the best of `hits` answer the query, 0..=1; `None`: without a ranking model nobody knows.
    pub answers: Option<f32>,
    /// Not in force on the day: only to be shown in a group that says so.
    pub not_in_force: Vec<Evidence>,
    /// What the query was narrowed to; `None`: to no documents.
    pub within: Option<Within>,
    /// Documents of `hits` beside which others of their number are held.
    pub twins: Vec<Twins>,
}

/// What a search could not do as configured; its results stand all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// What is held was embedded with a model that is not at hand: only words were searched.
    MeaningOff,
    /// The reranker was too slow: the order is the one without it.
    RerankerLate,
    /// The reranker failed: the order is the one without it.
    RerankerFailed,
}

impl Results {
    /// The hits without groups, in the order of their scores.
    pub fn flat(&self) -> Vec<&Evidence> {
        let mut flat: Vec<&Evidence> = Vec::new();
        for hit in &self.hits {
            flat.push(hit);
            flat.extend(hit.alike.iter().map(|(_, alike)| alike));
        }
        flat.sort_by(|a, b| b.score.total.total_cmp(&a.score.total));
        flat
    }
}

/// Why a search could not be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing but spaces or signs was asked.
    #[error("the query holds no word")]
    Empty,
    /// A value to narrow by that nothing held has; these are held.
    #[error("nothing held has the {} “{value}”", facet.name())]
    NoSuchValue {
        /// Of what.
        facet: Facet,
        /// As typed.
        value: String,
        /// What there is.
        held: Vec<String>,
    },
    /// The index failed.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// The catalogue failed.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
    /// The embedding model failed.
    #[error(transparent)]
    Model(#[from] models::Error),
}

pub use cited::{acts, is_called, named, provision, show};
pub use consolidated::Unfounded;
pub use floor::{Example, Floor};
pub use fuse::Weights;
pub use gold::{BadGold, GoldFault, GoldQuestion, NotHeld, articles, gold_questions};
pub use measure::{Mean, Measured, Measures};
pub use opened::{Opened, ended_by, told_apart};
pub use paired::{Difference, differences};
pub use place::{Excerpt, Place, place};
pub use rank::{Candidate, Reason, directions, features, own_ranking};
pub use rerank::Reranking;
pub use run::{candidates, candidates_without, search, search_weighted};
pub use scope::{Absent, Scope, Standing, Within, holdings};
pub use siblings::siblings;
pub use sight::Sight;
pub use suggest::{Act, MOST as MOST_SUGGESTIONS, Suggestion, SuggestionKind, Suggestions};
pub use twins::Twins;
pub use versions::{Unworked, Version, Wording, versions};
pub use wording::{BadWording, Wordings};
