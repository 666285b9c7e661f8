//! The API: the same work as the pages, as JSON, with problem details for what goes wrong.

use axum::Json;
use utoipa::OpenApi;

pub(crate) mod ask;
pub(crate) mod documents;
pub(crate) mod health;
pub(crate) mod search;
pub(crate) mod suggest;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Căn Cứ",
        description = "Provisions that answer a question, and answers whose every claim quotes them. \
            A machine makes the answers; a person must check and decide."
    ),
    paths(
        search::search,
        suggest::suggest,
        search::filters,
        ask::ask,
        ask::ask_json,
        ask::stream,
        documents::list,
        documents::document,
        documents::provision,
        documents::load,
        documents::remove,
        health::state,
        health::live,
        health::ready
    ),
    components(schemas(crate::wire::AskEvent))
)]
struct Description;

/// `/api/openapi.json`.
pub(crate) async fn openapi() -> Json<utoipa::openapi::OpenApi> {
    Json(Description::openapi())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_description_names_every_route() {
        let json = serde_json::to_value(Description::openapi()).expect("JSON");
        let paths = json["paths"].as_object().expect("paths");
        let named: Vec<&str> = paths.keys().map(String::as_str).collect();
        for path in [
            "/api/search",
            "/api/suggest",
            "/api/filters",
            "/api/ask",
            "/api/ask/stream",
            "/api/documents",
            "/api/documents/{slug}",
        ] {
            assert!(named.contains(&path), "{path} in {named:?}");
        }
        assert!(json["components"]["schemas"]["Problem"].is_object());
        assert!(paths["/api/documents/{slug}"]["delete"].is_object());
    }
}
