//! Keeping documents many at a time, the table of wordings, and backups.

use axum::{Json, extract::rejection::JsonRejection, http::StatusCode};
use catalogue::{Collection, Confidentiality};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock,
    desk::{Decision, Desk},
    failure::Failure,
    wire,
};

/// A decision about documents.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "documents": ["901-2024-nd-cpmau"], "decision": "retire", "day": "2026-01-01", "reason": "hết thời hạn thí điểm"
}))]
pub(crate) struct Keeping {
    /// The documents, by slug or id; at most 10,000.
    documents: Vec<String>,
    /// `move`, `level`, `retire`, `remove`.
    decision: String,
    /// Into which collection; left out: into none.
    #[serde(default)]
    collection: Option<String>,
    /// Which level of their own: `public`, `internal`, `restricted`; left out: none.
    #[serde(default)]
    level: Option<String>,
    /// The first day on which they no longer apply; YYYY-MM-DD.
    #[serde(default)]
    day: Option<String>,
    /// Why they end, at most 300 characters.
    #[serde(default)]
    reason: Option<String>,
    /// How many documents may be opened by it to more people or models: as many as the preview said.
    #[serde(default)]
    opened: usize,
}

impl Keeping {
    fn decision(&self) -> Result<Decision, Failure> {
        let given = |value: &Option<String>| value.clone().filter(|text| !text.trim().is_empty());
        match self.decision.as_str() {
            "move" => {
                let name = given(&self.collection);
                let name = name.map(|name| Collection::new(&name).ok_or(Failure::BadCollection));
                Ok(Decision::Move(name.transpose()?))
            }
            "level" => {
                let level = given(&self.level);
                let level =
                    level.map(|name| Confidentiality::from_name(&name).ok_or(Failure::BadLevel));
                Ok(Decision::Level(level.transpose()?))
            }
            "retire" => {
                let day = given(&self.day).and_then(|day| day.parse().ok());
                let reason = given(&self.reason).ok_or(Failure::Unapproved("no-reason"))?;
                let words: Vec<&str> = reason.split_whitespace().collect();
                let reason = words.join(" ").chars().take(300).collect();
                Ok(Decision::Retire(day.ok_or(Failure::BadDate)?, reason))
            }
            "remove" => Ok(Decision::Remove),
            _ => Err(Failure::BadBody),
        }
    }
}

/// What a decision would do.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KeepingPreview {
    /// The documents that it touches.
    touched: Vec<wire::DocumentRef>,
    /// How many were named that it changes nothing about.
    untouched: usize,
    /// How many of them more people would see, or more models be shown: what has to be agreed to.
    opened: usize,
}

/// What a decision did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Kept {
    /// How many documents it touched.
    touched: usize,
}

/// What a decision about documents would do; nothing is done.
#[utoipa::path(post, path = "/api/keeping/preview", operation_id = "preview_keeping", request_body = Keeping,
    responses(
        (status = 200, body = KeepingPreview),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn preview(
    desk: Desk,
    sent: Result<Json<Keeping>, JsonRejection>,
) -> Result<Json<KeepingPreview>, Failure> {
    let Json(sent) = sent.map_err(|_| Failure::BadBody)?;
    let decision = sent.decision()?;
    let preview = desk.preview(sent.documents, decision).await?;
    let on = clock::today();
    let named = preview.touched.iter();
    Ok(Json(KeepingPreview {
        touched: named.map(|row| wire::DocumentRef::new(row, on)).collect(),
        untouched: preview.untouched,
        opened: preview.opened,
    }))
}

/// Moves documents into a collection, gives them a level, ends them or removes them: all of it as one change, which (but
/// for a removal) can be taken back like a batch.
#[utoipa::path(post, path = "/api/keeping", operation_id = "keep_documents", request_body = Keeping,
    responses(
        (status = 200, body = Kept),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn keep(
    desk: Desk,
    sent: Result<Json<Keeping>, JsonRejection>,
) -> Result<Json<Kept>, Failure> {
    let Json(sent) = sent.map_err(|_| Failure::BadBody)?;
    let (decision, opened) = (sent.decision()?, sent.opened);
    let touched = desk.decide_about(sent.documents, decision, opened).await?;
    Ok(Json(Kept { touched }))
}

/// The office's own table of wordings.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({ "lines": "sổ đỏ = giấy chứng nhận quyền sử dụng đất" }))]
pub(crate) struct WordingTable {
    /// Lines of the form `a; b = c` (who writes a or b is searched with c too) or `a == b` (one for the other).
    lines: String,
}

/// The office's own table of everyday words and the words of the law for them.
#[utoipa::path(get, path = "/api/wordings", responses((status = 200, body = WordingTable)))]
pub(crate) async fn wordings(desk: Desk) -> Result<Json<WordingTable>, Failure> {
    let lines = desk.wordings().await?;
    Ok(Json(WordingTable { lines }))
}

/// Keeps another table in its place; searched with from the next question on.
#[utoipa::path(post, path = "/api/wordings", operation_id = "keep_wordings", request_body = WordingTable,
    responses(
        (status = 200, body = WordingTable),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn keep_wordings(
    desk: Desk,
    sent: Result<Json<WordingTable>, JsonRejection>,
) -> Result<Json<WordingTable>, Failure> {
    let Json(sent) = sent.map_err(|_| Failure::BadBody)?;
    desk.keep_wordings(sent.lines).await?;
    wordings(desk).await
}

/// A backup that was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BackupMade {
    /// The name of its folder.
    name: String,
}

/// Makes a backup of the data folder where the settings put backups.
#[utoipa::path(post, path = "/api/backups", operation_id = "back_up",
    responses(
        (status = 201, body = BackupMade),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn back_up(desk: Desk) -> Result<(StatusCode, Json<BackupMade>), Failure> {
    let name = desk.back_up().await?;
    Ok((StatusCode::CREATED, Json(BackupMade { name })))
}
