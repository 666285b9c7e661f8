//! Batches of files on their way into the library, on the wire.

use std::collections::BTreeMap;

use ingest::{
    BatchState, Confirmation, Corrections, FileState, Obstacle, PlannedDocument, PlannedFile,
    ProposedRelation, StagedBatch,
};
use legal::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DocumentRef, RelationsRight, StatedRelation, Validity};

/// A batch of files that were received together.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Batch {
    /// Its name in addresses.
    pub name: String,
    /// When it was received.
    pub made: String,
    /// Who sent it.
    pub who: String,
    /// `receiving`, `open` (being read and looked at), `publishing`, `published`, `taken_back`.
    #[schema(value_type = String)]
    pub state: BatchState,
    /// A stop of the program broke off receiving or publishing it: something must be sent or done again.
    pub interrupted: bool,
    /// Why publishing failed the last time, as problems are named.
    pub failed: Option<String>,
    /// The evaluation for which it was not published the last time: gold questions of the office would be answered worse.
    pub fell: Option<String>,
    /// The collection that it is put into.
    pub collection: Option<String>,
    /// The level that its documents get of their own.
    pub level: Option<String>,
    /// Its files, by number.
    pub files: Vec<BatchFile>,
    /// Whether nothing stands in the way of publishing it.
    pub ready: bool,
    /// Whether it can be taken back.
    pub can_be_taken_back: bool,
    /// Records of approved answers that publishing it would touch: they rest on what it replaces, amends or ends.
    pub approvals: Vec<String>,
    /// What publishing it changed.
    pub published: Option<BatchChanges>,
}

/// What publishing a batch changed. What was removed since is named by its key alone.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
pub struct BatchChanges {
    /// Documents that were not held before.
    pub new: Vec<BatchDocument>,
    /// Documents that took the place of an older reading.
    pub replaced: Vec<BatchDocument>,
    /// Documents that were held already and were ended by others of the batch.
    pub ended: Vec<BatchDocument>,
    /// Documents that were held already, as they are.
    pub unchanged: Vec<BatchDocument>,
    /// Records of approved answers that rest on what it changed, ended or amends.
    pub approvals: Vec<String>,
}

/// A document that a batch touched.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchDocument {
    /// Its key.
    pub id: String,
    /// As it is held now; `null`: it is not any more.
    pub held: Option<DocumentRef>,
}

/// A file of a batch.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchFile {
    /// Its number in the batch, from 1.
    pub number: u32,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// SHA-256.
    pub sha256: String,
    /// `waiting`, `reading`, `read`, `failed`.
    #[schema(value_type = String)]
    pub state: FileState,
    /// Why it can never be published: as for a load, or `too_large`, `too_much`.
    pub reason: Option<String>,
    /// Pages recognised and pages to recognise, of a scan that is being read.
    pub recognised: Option<(u32, u32)>,
    /// About how many seconds until it is read.
    pub seconds_left: Option<u64>,
    /// Somebody left it out.
    pub left_out: bool,
    /// Who confirmed what is known of it, and when.
    pub confirmed: Option<BatchConfirmation>,
    /// Whether publishing it would take the place of what is held from another file, so that a person is asked.
    pub asks: bool,
    /// Whether somebody said that it may take the place of what is held now.
    pub replaces: bool,
    /// Stands for what it would replace now, to be sent with the agreement.
    pub replaced: String,
    /// Whether all of it is held already, from this very file.
    pub is_held: bool,
    /// What must be decided before it can be published: `unread`, `unconfirmed`, `replaces`, `twice`, `too_much`.
    pub obstacles: Vec<String>,
    /// The file of the batch that has the same document.
    pub twice: Option<u32>,
    /// The documents in it.
    pub documents: Vec<StagedDocument>,
}

/// Who confirmed, and when.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchConfirmation {
    /// The account.
    pub who: String,
    /// The moment.
    pub at: String,
}

/// A document of a staged file: what was read, and what it would do.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StagedDocument {
    /// Its key, if it were published now.
    pub id: String,
    /// How people would name it.
    pub name: String,
    /// Its key inside the file; empty where the file is one document.
    pub part: String,
    /// What is known of it, with the words that it was read from.
    pub fields: Vec<ProposedField>,
    /// When it applies.
    pub validity: Validity,
    /// Articles of the main body.
    pub articles: u32,
    /// How well it was read: pages, pages with text, pages recognised, spelling, gaps in numbers, references …
    #[schema(value_type = Object)]
    pub report: serde_json::Value,
    /// What to know before relying on it.
    #[schema(value_type = Vec<Object>)]
    pub flags: serde_json::Value,
    /// Doubts about its structure.
    pub issues: Vec<StagedIssue>,
    /// What it does to other documents, by its own words.
    pub relations: Vec<StagedRelation>,
    /// Held documents whose place it would take.
    pub replaces: Vec<DocumentRef>,
    /// More of them that are not shown to whoever asks.
    pub replaces_unseen: usize,
    /// Held documents that bear its number and come from the same body: at most one is what it says it is.
    pub same_number: Vec<DocumentRef>,
}

/// A field of what is known of a document.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProposedField {
    /// `symbol`, `kind`, `issuer`, `issued`, `title`, `effective`, `until`.
    pub field: String,
    /// As it was read; empty: not found.
    pub read: String,
    /// As it would be published.
    pub value: String,
    /// The words that it was read from.
    pub evidence: String,
    /// Their page.
    pub page: Option<u32>,
}

/// A doubt about the structure.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StagedIssue {
    /// As in a load report.
    #[schema(value_type = String)]
    pub kind: legal::IssueKind,
    /// What about it.
    pub detail: String,
    /// Its page.
    pub page: Option<u32>,
}

/// A relation that a document states, or that a person states of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StagedRelation {
    /// Its number among those that were read, from 0; `null`: a person added it.
    pub number: Option<u32>,
    /// A person said that it does not hold: it is not published.
    pub dropped: bool,
    /// What a person states in its place, or added.
    pub stated: Option<StatedRelation>,
    /// As it was read: what a form is filled with.
    pub read: Option<StatedRelation>,
    /// `amends`, `replaces`, `repeals` …
    #[schema(value_type = String)]
    pub kind: legal::RelationKind,
    /// To which document, as it is named.
    pub target: String,
    /// The unit that is touched; empty: the whole document.
    pub unit: String,
    /// The words that say so.
    pub words: String,
    /// The provision that says so.
    pub source: String,
    /// Their page.
    pub page: Option<u32>,
    /// From which day, where one is named.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The words allow another reading.
    pub doubtful: bool,
    /// The document, where it is held.
    pub held: Option<DocumentRef>,
}

/// What somebody decides about a file of a batch. What is left out stays as it was.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FileDecision {
    /// Confirms what is known of it, with what is put right.
    #[serde(default)]
    pub confirm: bool,
    /// What is put right, by the number of the document in the file (from 0): `{"0": {"symbol": "15/2024/NĐ-CP"}}`.
    #[serde(default)]
    pub corrections: BTreeMap<u32, BTreeMap<String, String>>,
    /// What is put right of the relations, by the number of the document in the file. A document that is not named keeps
    /// what was put right before.
    #[serde(default)]
    pub relations: BTreeMap<u32, RelationsRight>,
    /// Leaves it out, or takes it in again.
    #[serde(default)]
    pub left_out: Option<bool>,
    /// It may take the place of what is held, or may not. The agreement ends as soon as something else is held there.
    #[serde(default)]
    pub replaces: Option<bool>,
    /// What was shown to be replaced, as `replaced` of the file: where something else is held by now, nothing is decided.
    #[serde(default)]
    pub replaced: Option<String>,
}

/// Where a batch is put when it is published.
#[derive(Clone, Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchPlace {
    /// The collection; left out: where its documents stand already, else none.
    #[serde(default)]
    pub collection: Option<String>,
    /// `public`, `internal`, `restricted`; left out: what its documents have already, else none.
    #[serde(default)]
    pub level: Option<String>,
    /// Why it is published in spite of an evaluation that fell: stands in the audit. Only where one was seen to fall.
    #[serde(default)]
    pub despite: Option<String>,
}

/// Batches.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Batches {
    /// The latest first.
    pub batches: Vec<BatchLine>,
}

/// A batch in a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BatchLine {
    /// Its name in addresses.
    pub name: String,
    /// When it was received.
    pub made: String,
    /// Who sent it.
    pub who: String,
    /// As of a batch.
    #[schema(value_type = String)]
    pub state: BatchState,
    /// Files in it.
    pub files: usize,
    /// Those that are read, or cannot be.
    pub read: usize,
    /// Those that somebody confirmed or left out.
    pub decided: usize,
    /// Those that can never be published.
    pub failed: usize,
}

impl BatchLine {
    /// Of a batch and its files.
    pub fn new(batch: &StagedBatch, files: &[ingest::StagedFile]) -> Self {
        let count = |which: &dyn Fn(&ingest::StagedFile) -> bool| {
            files.iter().filter(|file| which(file)).count()
        };
        let done = [FileState::Read, FileState::Failed];
        Self {
            name: batch.name.clone(),
            made: batch.made.clone(),
            who: batch.who.clone(),
            state: batch.state,
            files: files.len(),
            read: count(&|file| done.contains(&file.state)),
            decided: count(&|file| file.left_out || file.confirmed.is_some()),
            failed: count(&|file| file.state == FileState::Failed),
        }
    }
}

impl BatchFile {
    /// Of a planned file. `held`: the documents of a symbol.
    pub fn new(
        planned: &PlannedFile,
        on: Date,
        held: &dyn Fn(&legal::Symbol) -> Option<DocumentRef>,
    ) -> Self {
        let file = &planned.file;
        let twice = planned
            .obstacles
            .iter()
            .find_map(|obstacle| match obstacle {
                Obstacle::Twice(other) => Some(*other),
                _ => None,
            });
        let documents = planned.documents.iter();
        Self {
            number: file.number,
            name: file.name.clone(),
            size: file.size,
            sha256: file.hash.as_str().to_owned(),
            state: file.state,
            reason: file.reason.clone(),
            recognised: None,
            seconds_left: None,
            left_out: file.left_out,
            confirmed: file.confirmed.as_ref().map(BatchConfirmation::from),
            asks: planned.asks(),
            replaces: planned.is_agreed(),
            replaced: planned.replaced(),
            is_held: planned.is_held(),
            obstacles: planned.obstacles.iter().map(named).collect(),
            twice,
            documents: documents
                .map(|document| StagedDocument::new(document, on, held))
                .collect(),
        }
    }

    /// Whether it is published with its batch.
    pub fn goes(&self) -> bool {
        self.state == FileState::Read && !self.left_out
    }
}

impl From<&Confirmation> for BatchConfirmation {
    fn from(confirmed: &Confirmation) -> Self {
        Self {
            who: confirmed.who.clone(),
            at: confirmed.at.clone(),
        }
    }
}

fn named(obstacle: &Obstacle) -> String {
    let name = match obstacle {
        Obstacle::Unread => "unread",
        Obstacle::Unconfirmed => "unconfirmed",
        Obstacle::Replaces => "replaces",
        Obstacle::Twice(_) => "twice",
        Obstacle::TooMuch => "too_much",
    };
    name.to_owned()
}

impl StagedDocument {
    fn new(
        planned: &PlannedDocument,
        on: Date,
        held: &dyn Fn(&legal::Symbol) -> Option<DocumentRef>,
    ) -> Self {
        let found = &planned.found;
        let fields = Corrections::FIELDS.map(|field| {
            let mut said = found.report.metadata.iter();
            let said = said.find(|one| one.field == field);
            ProposedField {
                field: field.to_owned(),
                read: Corrections::read(field, &found.header, &found.validity),
                value: Corrections::read(field, &planned.header, &planned.validity),
                evidence: said.map(|one| one.evidence.clone()).unwrap_or_default(),
                page: said.and_then(|one| one.page),
            }
        });
        let issues = found.issues.iter().zip(&found.issue_pages);
        let read = (0..).zip(&found.relations).map(|(number, relation)| {
            let right = planned.right.stated.get(&number);
            let stated = right.and_then(Option::as_ref);
            StagedRelation::read(number, relation, right == Some(&None), stated, held)
        });
        let added = planned.right.added.iter();
        let relations = read.chain(added.map(|stated| StagedRelation::added(stated, held)));
        let rows = |rows: &[catalogue::DocumentRow]| -> Vec<DocumentRef> {
            rows.iter().map(|row| DocumentRef::new(row, on)).collect()
        };
        Self {
            id: planned.id.to_string(),
            name: name(planned),
            part: found.part.clone(),
            fields: fields.into(),
            validity: Validity::from(&planned.validity),
            articles: found.articles,
            report: serde_json::to_value(&found.report).unwrap_or_default(),
            flags: serde_json::to_value(&found.flags).unwrap_or_default(),
            issues: issues
                .map(|(issue, page)| StagedIssue {
                    kind: issue.kind,
                    detail: issue.detail.clone(),
                    page: *page,
                })
                .collect(),
            relations: relations.collect(),
            replaces: rows(&planned.replaces),
            replaces_unseen: planned.replaces_unseen,
            same_number: rows(&planned.same_number),
        }
    }
}

/// The documents of a symbol.
type Held<'a> = dyn Fn(&legal::Symbol) -> Option<DocumentRef> + 'a;

impl StagedRelation {
    /// One that somebody typed, before anything was looked up.
    pub(crate) fn typed(stated: StatedRelation) -> Self {
        let shown = ingest::StatedRelation::from(stated.clone());
        Self {
            stated: Some(stated),
            ..Self::added(&shown, &|_| None)
        }
    }

    fn read(
        number: u32,
        read: &ProposedRelation,
        dropped: bool,
        stated: Option<&ingest::StatedRelation>,
        held: &Held<'_>,
    ) -> Self {
        let as_read = ingest::StatedRelation::of(read);
        Self {
            number: Some(number),
            dropped,
            read: Some(StatedRelation::from(&as_read)),
            words: read.words.clone(),
            source: read.source.clone(),
            page: read.page,
            ..match stated {
                Some(stated) => Self::added(stated, held),
                None => Self {
                    number: None,
                    dropped: false,
                    stated: None,
                    read: None,
                    kind: read.kind,
                    target: read.target.clone(),
                    unit: read.unit.clone(),
                    words: String::new(),
                    source: String::new(),
                    page: None,
                    from: read.from,
                    doubtful: read.doubtful,
                    held: read.symbol.as_ref().and_then(held),
                },
            }
        }
    }

    fn added(stated: &ingest::StatedRelation, held: &Held<'_>) -> Self {
        Self {
            number: None,
            dropped: false,
            stated: Some(StatedRelation::from(stated)),
            read: None,
            kind: stated.kind,
            target: stated.symbol.clone(),
            unit: stated.unit.clone(),
            words: String::new(),
            source: String::new(),
            page: None,
            from: stated.from.parse().ok(),
            doubtful: false,
            held: legal::Symbol::as_given(&stated.symbol)
                .as_ref()
                .and_then(held),
        }
    }
}

/// As the catalogue would name it.
fn name(planned: &PlannedDocument) -> String {
    let header = &planned.header;
    let kind = header.kind.as_ref().map(|kind| kind.name().to_owned());
    let symbol = header.symbol.as_ref().map(legal::Symbol::normal);
    match (kind, symbol) {
        (Some(kind), Some(symbol)) => format!("{kind} số {symbol}"),
        (None, Some(symbol)) => symbol.to_owned(),
        (kind, None) => {
            let title = header.title.clone().unwrap_or_default();
            let words = [kind.unwrap_or_default(), title];
            words.join(" ").trim().to_owned()
        }
    }
}
