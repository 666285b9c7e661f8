//! Health: alive, ready, and what is served.

use std::sync::{Arc, atomic::Ordering};

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    desk::{Desk, Office},
    failure::Failure,
    wire,
};

/// What is served.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Health {
    /// `ready`, `empty` (nothing is loaded yet), `stopping`.
    pub(crate) status: &'static str,
    /// Of the program.
    pub(crate) version: &'static str,
    /// Documents held.
    pub(crate) documents: u64,
    /// Passages searchable.
    pub(crate) passages: u64,
    /// The change number that is served; grows with each load.
    pub(crate) generation: u64,
    /// The embedding model of what is served; empty while nothing is.
    pub(crate) embedder: String,
    /// Whether that model is at hand: without it only words are searched.
    pub(crate) meaning: bool,
    /// The model whose vectors are being made for the change to it; `null`: none.
    pub(crate) next_embedder: Option<String>,
    /// The model that reads the best results once more; `null`: none is configured.
    pub(crate) reranker: Option<String>,
    /// The model that writes answers; `null`: answers are the provisions themselves.
    pub(crate) writer: Option<String>,
    /// What may be put before it.
    pub(crate) policy: wire::Policy,
}

/// Looks at what is served. Reading the catalogue may fail; the rest is said all the same.
pub(crate) async fn look(desk: &Desk) -> Health {
    let counted = desk.read(|held| {
        let one = catalogue::ListFilter {
            limit: 1,
            ..catalogue::ListFilter::default()
        };
        let (_, documents) = held.catalogue.documents(held.at, &one)?;
        let next = held.catalogue.next_model()?;
        let passages = match held.catalogue.shows_all() {
            true => held.passages,
            false => held.catalogue.count_passages(held.at)?,
        };
        Ok((documents, passages, held.at, next))
    });
    let counted = counted.await;
    let status = match counted {
        _ if desk.stopping.load(Ordering::Relaxed) => "stopping",
        Err(Failure::EmptyLibrary) => "empty",
        _ => "ready",
    };
    let (documents, passages, generation, next_embedder) = counted.unwrap_or_default();
    let library = desk.shelf.library();
    let model = |library: &search::Library| library.generation.model().to_owned();
    let embedder = library.as_ref().map(model).unwrap_or_default();
    let meaning = library.is_some_and(|library| library.embedder.is_some());
    let reranker = desk.setup.reranking.as_ref();
    let reranker = reranker.map(|reranking| reranking.model.name().to_owned());
    let author = desk.setup.author.as_ref();
    let endpoint = author.map_or(models::Endpoint::None, |author| author.writer.endpoint());
    let writer = author.map(|author| author.writer.model().to_owned());
    Health {
        status,
        version: env!("CARGO_PKG_VERSION"),
        documents,
        passages,
        generation,
        embedder,
        meaning,
        next_embedder,
        reranker,
        writer,
        policy: wire::Policy::new(&desk.setup.policy, endpoint, desk.setup.assistant),
    }
}

/// What is served.
#[utoipa::path(get, path = "/api/health", responses((status = 200, body = Health)))]
pub(crate) async fn state(desk: Desk) -> Json<Health> {
    Json(look(&desk).await)
}

/// Whether the process answers.
#[utoipa::path(get, path = "/health/live", responses((status = 200, body = String)))]
pub(crate) async fn live() -> &'static str {
    "ok"
}

/// Whether questions should be sent here: not while stopping, not before anything is published.
#[utoipa::path(get, path = "/health/ready", responses((status = 200, body = String), (status = 503, body = String)))]
pub(crate) async fn ready(State(office): State<Arc<Office>>) -> (StatusCode, &'static str) {
    if office.stopping.load(Ordering::Relaxed) {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping")
    } else if office.shelf.library().is_none() {
        (StatusCode::SERVICE_UNAVAILABLE, "empty")
    } else {
        (StatusCode::OK, "ready")
    }
}
