//! The API: the same work as the pages, as JSON, with problem details for what goes wrong.

use axum::Json;
use utoipa::OpenApi;

pub(crate) use description::DESCRIPTION;

pub(crate) mod ask;
pub(crate) mod batches;
pub(crate) mod compare;
mod description;
pub(crate) mod documents;
pub(crate) mod evaluations;
pub(crate) mod health;
pub(crate) mod keeping;
pub(crate) mod metrics;
pub(crate) mod months;
pub(crate) mod own;
pub(crate) mod people;
pub(crate) mod records;
pub(crate) mod resolutions;
pub(crate) mod reviews;
pub(crate) mod search;
pub(crate) mod suggest;
pub(crate) mod verify;

/// What a question can be narrowed to and how it is read, described once; `Fields` reads it.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) struct Asking {
    /// Only documents of these kinds: "Nghị định". Give it again for each.
    kind: Option<Vec<String>>,
    /// Only what these bodies issued: "Bộ Tài chính". Give it again for each.
    issuer: Option<Vec<String>>,
    /// Only of these levels: `central`, `province`, `district`, `commune`.
    level: Option<Vec<String>>,
    /// Only of these provinces or communes: "tỉnh Sông Mẫu".
    territory: Option<Vec<String>>,
    /// Only what stands in these collections; `-`: in none.
    collection: Option<Vec<String>>,
    /// `in_force`: for certain in force; `not_in_force`: only what is not; `all`: both groups in full.
    status: Option<String>,
    /// Slips of the finger and Telex are left as they are.
    as_typed: Option<bool>,
}

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
        compare::compare,
        verify::claims,
        verify::draft,
        documents::list,
        documents::document,
        documents::provision,
        documents::pages,
        documents::preview,
        documents::load,
        documents::remove,
        batches::list,
        batches::receive,
        batches::show,
        batches::decide,
        batches::publish,
        batches::taking_back,
        batches::take_back,
        batches::discard,
        evaluations::list,
        evaluations::begin,
        evaluations::show,
        evaluations::mark,
        evaluations::gold,
        evaluations::keep_gold,
        records::record,
        records::again,
        months::month,
        resolutions::resolutions,
        resolutions::about,
        resolutions::resolve,
        resolutions::withdraw,
        keeping::keep,
        keeping::preview,
        keeping::wordings,
        keeping::keep_wordings,
        keeping::back_up,
        reviews::queue,
        reviews::one,
        reviews::decide,
        reviews::rewrite,
        people::accounts,
        people::add_account,
        people::account_of,
        people::change_account,
        people::reset_account,
        people::end_sessions,
        people::groups,
        people::add_group,
        people::remove_group,
        people::preview_collection,
        people::give_collection,
        people::tokens,
        people::add_token,
        people::revoke_token,
        people::reports,
        people::settle_report,
        own::complain,
        own::complaints,
        own::history,
        own::empty,
        own::save,
        own::unsave,
        health::state,
        health::live,
        health::ready,
        metrics::metrics,
        crate::assistant::converse
    ),
    components(schemas(crate::wire::AskEvent))
)]
struct Description;

/// `/api/openapi.json`.
pub(crate) async fn openapi() -> Json<&'static serde_json::Value> {
    Json(&DESCRIPTION)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_question_can_be_narrowed_to_is_described_wherever_one_is_asked() {
        let json = &*DESCRIPTION;
        for path in ["/api/search", "/api/ask", "/api/ask/stream"] {
            let named = json["paths"][path]["get"]["parameters"].as_array();
            let named: Vec<&str> = named
                .expect("parameters")
                .iter()
                .filter(|one| one["in"] == "query")
                .filter_map(|one| one["name"].as_str())
                .collect();
            let facets = catalogue::Facet::ALL.map(catalogue::Facet::name);
            for name in facets.into_iter().chain(["status", "q", "on", "as_typed"]) {
                assert!(named.contains(&name), "{path}: {name} is not in {named:?}");
            }
        }
    }

    #[test]
    fn the_description_names_every_route() {
        let json = &*DESCRIPTION;
        let paths = json["paths"].as_object().expect("paths");
        let named: Vec<&str> = paths.keys().map(String::as_str).collect();
        for path in [
            "/api/search",
            "/api/suggest",
            "/api/filters",
            "/api/ask",
            "/api/ask/stream",
            "/api/verify",
            "/api/draft",
            "/api/documents",
            "/api/documents/{slug}",
            "/api/documents/{slug}/pages",
            "/api/records/{id}",
        ] {
            assert!(named.contains(&path), "{path} in {named:?}");
        }
        assert!(json["components"]["schemas"]["Problem"].is_object());
        assert!(paths["/api/documents/{slug}"]["delete"].is_object());
    }
}
