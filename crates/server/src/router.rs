//! Every route, and the layers that stand before them.

use std::{any::Any, sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    api, checking,
    desk::Desk,
    failure::{self, Failure},
    guard, pages, traffic,
};

/// Bytes of a request body anywhere but in an upload.
const BODY: usize = 64 << 10;
/// Bytes of a request with claims to check.
const CLAIMS: usize = 2 << 20;
/// For a request that neither asks a writer nor loads files.
const REQUEST: Duration = Duration::from_secs(15);

/// All routes over what handlers share.
pub(crate) fn router(desk: &Arc<Desk>) -> Router {
    let upload = usize::try_from(desk.setup.max_upload_bytes).unwrap_or(usize::MAX);
    let quick = Router::new()
        .route("/", get(pages::ask::home))
        .route("/tim", get(pages::search::results))
        .route("/vb", get(pages::documents::list))
        .route("/vb/{slug}", get(pages::document::whole))
        .route("/vb/{slug}/ban-goc", get(pages::document::original))
        .route("/vb/{slug}/trang/{number}", get(pages::sheet::sheet))
        .route("/vb/{slug}/trang/{number}/anh", get(pages::sheet::picture))
        .route("/vb/{slug}/{*path}", get(pages::document::provision))
        .route("/suc-khoe", get(pages::health::health))
        .route("/ho-so", get(pages::record::find))
        .route("/ho-so/{id}", get(pages::record::show))
        .route("/ho-so/{id}/can-cu.txt", get(pages::record::block))
        .route("/ho-so/{id}/docx", get(pages::record::docx))
        .route("/static/{file}", get(pages::files::file))
        .route("/favicon.ico", get(pages::files::icon))
        .route("/metrics", get(api::metrics::metrics))
        .route("/health/live", get(api::health::live))
        .route("/health/ready", get(api::health::ready))
        .route("/api/health", get(api::health::state))
        .route("/api/search", get(api::search::search))
        .route("/api/suggest", get(api::suggest::suggest))
        .route("/api/filters", get(api::search::filters))
        .route("/api/documents/{slug}/pages", get(api::documents::pages))
        .route(
            "/api/documents/{slug}/provisions/{*path}",
            get(api::documents::provision),
        )
        .route("/api/records/{id}", get(api::records::record))
        .route("/api/openapi.json", get(api::openapi))
        .layer(from_fn(in_time));
    let long = Router::new()
        .route("/hoi", get(pages::ask::answer))
        .route("/api/ask", get(api::ask::ask).post(api::ask::ask_json))
        .route("/api/ask/stream", get(api::ask::stream))
        .route("/ho-so/{id}/hoi-lai", get(pages::record::again))
        .route("/api/records/{id}/again", get(api::records::again))
        .route(
            "/api/documents/{slug}",
            get(api::documents::document).delete(api::documents::remove),
        );
    let loading = Router::new()
        .route("/nap", get(pages::upload::form).post(pages::upload::load))
        .route(
            "/api/documents",
            get(api::documents::list).merge(post(api::documents::load)),
        )
        .layer(DefaultBodyLimit::max(upload));
    let claims = Router::new()
        .route("/api/verify", post(api::verify::claims))
        .layer(DefaultBodyLimit::max(CLAIMS));
    let drafts = Router::new()
        .route(
            "/kiem-tra",
            get(pages::draft::form).post(pages::draft::check),
        )
        .route("/api/draft", post(api::verify::draft))
        .layer(DefaultBodyLimit::max(checking::MOST_BYTES));
    quick
        .merge(long)
        .layer(DefaultBodyLimit::max(BODY))
        .merge(loading)
        .merge(claims)
        .merge(drafts)
        .fallback(async || Failure::NoPage)
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(Arc::clone(desk), traffic::admit))
        .layer(from_fn(guard::origins))
        .layer(from_fn(failure::present))
        .layer(from_fn(pages::remember_language))
        .layer(from_fn(guard::headers))
        .layer(from_fn_with_state(Arc::clone(desk), traffic::observe))
        .with_state(Arc::clone(desk))
}

/// Middleware: gives up on a request that takes too long.
async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(REQUEST, next.run(request)).await;
    answered.unwrap_or_else(|_| Failure::Slow.into_response())
}

/// The panic's own message is logged by the panic hook; none of it leaves the machine.
fn panicked(_cause: Box<dyn Any + Send>) -> Response {
    tracing::error!("a handler panicked");
    Failure::Internal.into_response()
}
