//! The JSON shapes shared by the API and by the command line's `--json`. Domain types are converted here, at the edge.

mod answer;
mod batch;
mod claims;
mod compare;
mod document;
mod doubt;
mod draft;
mod evaluation;
mod event;
mod filters;
mod load;
mod month;
mod own;
mod pages;
mod people;
mod policy;
mod preview;
mod problem;
mod record;
mod resolution;
mod review;
mod search;
mod sheet;
mod stated;
mod suggest;
mod taking_back;

pub use answer::{Answer, Check, Claim, Dropped, Egress, Personal, Quote};
pub use batch::{
    Batch, BatchChanges, BatchConfirmation, BatchDocument, BatchFile, BatchLine, BatchPlace,
    Batches, FileDecision, ProposedField, StagedDocument, StagedIssue, StagedRelation,
};
pub use claims::{
    CheckedClaim, CheckedClaims, Citation, CitedProvision, ClaimToCheck, Claims, Rewritten,
    WrittenSentence,
};
pub use compare::{ChangeBetween, ComparedSide, Comparison};
pub use document::{
    Annex, Document, DocumentSummary, Documents, Issue, Page, Provision, Relation, Span, Validity,
};
pub use doubt::{Asks, Choice, Conflict, Guidance, SameNumber, Side};
pub use draft::{DraftCounts, DraftFinding, DraftPlace, DraftRemark, DraftReport};
pub use evaluation::{
    EvaluatedQuestion, Evaluation, EvaluationLine, EvaluationRunning, Evaluations, Gold, Measure,
    MeasureDifference,
};
pub use event::AskEvent;
pub use filters::{AbsentValue, FilterValue, Filters, HeldValue, Narrowed};
pub use load::{LoadReport, LoadedFile};
pub use month::{Month, MonthTotal};
pub use own::{Complaint, History, HistoryLine, SavedQuestion};
pub use pages::page_ranges;
pub use people::{
    Account, AccountChange, Agreement, Giving, GroupOfPeople, NewAccount, NewGroup, OneTime,
    Outcome, SharingPreview, TokenLine, TokenMade, TokenWanted,
};
pub use policy::{LevelRow, Policy};
pub use preview::Preview;
pub use problem::Problem;
pub use record::{Again, Changed, Record};
pub use resolution::{Resolution, Resolvable, ResolvingAct};
pub use review::{
    Approved, Decided, ReasonCount, Refused, ReviewLine, ReviewQueue, Reviewed, ReviewedClaim,
    ReviewedQuote, StaleLine, Standing, Touching,
};
pub use search::{Cited, DocumentRef, Evidence, ProvisionRef, Score, SearchResults};
pub(crate) use sheet::is_drawn;
pub use sheet::{Sheet, Sheets};
pub use stated::{RelationsRight, StatedRelation};
pub use suggest::{Suggestion, Suggestions};
pub use taking_back::TakingBack;
