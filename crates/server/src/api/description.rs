//! The description of the API: what the handlers say of themselves, made whole. Every response is described and may be a
//! 429, every answer carries its id, and most operations have an example: a request that was sent to the program with
//! its samples loaded, and what it answered (a test sends each again).

use std::sync::LazyLock;

use rust_embed::RustEmbed;
use serde::Deserialize;
use serde_json::{Value, json};
use utoipa::OpenApi as _;

#[derive(RustEmbed)]
#[folder = "src/api/examples/"]
struct Examples;

/// A request and what was answered.
#[derive(Debug, Deserialize)]
struct Example {
    method: String,
    /// As in the description: `/api/documents/{slug}`.
    route: String,
    /// As sent.
    path: String,
    /// What was sent with it.
    #[serde(default)]
    body: Option<Value>,
    response: Value,
}

/// What the groups of operations are for, in the order in which they are shown.
const GROUPS: [(&str, &str); 12] = [
    ("search", "Finding provisions"),
    ("ask", "Answers whose every claim quotes the law"),
    ("verify", "Claims and drafts laid beside the law"),
    (
        "documents",
        "Documents and provisions; loading and removing",
    ),
    (
        "batches",
        "Batches of files: looked at, published, taken back; evaluations that a publish must not fall below",
    ),
    ("records", "Answers as they were given"),
    (
        "reviews",
        "What checkers look at and decide; a month in counts",
    ),
    ("own", "One's own: complaints, history, saved questions"),
    (
        "people",
        "Accounts, groups and tokens, for whoever signed in here",
    ),
    ("assistants", "Tools for office assistants"),
    ("system", "Health and counts"),
    ("other", "Keeping documents, the table of wordings, backups"),
];

/// The whole description, made once.
pub(crate) static DESCRIPTION: LazyLock<Value> = LazyLock::new(|| {
    // What derives wrote always has a JSON form.
    let mut description = serde_json::to_value(super::Description::openapi()).unwrap_or_default();
    description["servers"] = json!([{ "url": "/" }]);
    description["components"]["securitySchemes"] = json!({
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that its owner made on the page of the own account. Where the program has no accounts, whoever is on its machine needs none.",
        },
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "cancu",
            "description": "The session of a browser; behind TLS its name is __Host-cancu.",
        },
    });
    description["security"] = json!([{ "token": [] }, { "session": [] }]);
    let examples = examples();
    let paths = description["paths"].as_object_mut();
    let mut groups: Vec<&str> = Vec::new();
    for (path, operations) in paths.into_iter().flatten() {
        for (method, operation) in operations.as_object_mut().into_iter().flatten() {
            let group = group(path);
            groups.push(group);
            operation["tags"] = json!([group]);
            complete(path, operation);
            if path.starts_with("/health/") || path == "/metrics" {
                operation["security"] = json!([]);
            }
            let found = examples
                .iter()
                .find(|one| one.route == *path && one.method.eq_ignore_ascii_case(method));
            if let Some(example) = found {
                show(operation, example);
            }
        }
    }
    let used = GROUPS.iter().filter(|(name, _)| groups.contains(name));
    description["tags"] = used
        .map(|(name, words)| json!({ "name": name, "description": words }))
        .collect();
    description
});

fn examples() -> Vec<Example> {
    let files = Examples::iter().filter_map(|name| Examples::get(&name));
    // They are part of the program: a test reads each.
    files
        .filter_map(|file| serde_json::from_slice(&file.data).ok())
        .collect()
}

/// The group of an operation, by its path.
fn group(path: &str) -> &'static str {
    let parts: Vec<&str> = path.split('/').collect();
    let wanted = match parts.get(1..3) {
        Some(["api", "search" | "filters" | "suggest"]) => "search",
        Some(["api", "ask"]) => "ask",
        Some(["api", "verify" | "draft"]) => "verify",
        Some(["api", "compare"]) => "documents",
        Some(["api", "documents"]) => "documents",
        Some(["api", "batches" | "evaluations" | "gold"]) => "batches",
        Some(["api", "records"]) => "records",
        Some(["api", "reviews" | "months" | "resolutions"]) => "reviews",
        Some(["api", "reports"]) => "reviews",
        Some(["api", "people" | "groups" | "tokens"]) => "people",
        Some(["api", "complaints" | "history"]) => "own",
        Some(["api", "health"] | ["health", _]) => "system",
        _ if path == "/mcp" => "assistants",
        _ if path == "/metrics" => "system",
        _ => "other",
    };
    let known = GROUPS.iter().find(|(name, _)| *name == wanted);
    known.map_or("other", |(name, _)| name)
}

/// What every operation has beside what its handler says.
fn complete(path: &str, operation: &mut Value) {
    let limited = !path.starts_with("/health/") && path != "/metrics";
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    if limited {
        responses.insert(
            "429".to_owned(),
            json!({
                "headers": { "Retry-After": {
                    "description": "Seconds until a further request is answered",
                    "schema": { "type": "integer" },
                } },
                "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                } },
            }),
        );
    }
    let open = path.starts_with("/health/") || path == "/metrics";
    if !open {
        for status in ["401", "403"] {
            responses.entry(status).or_insert_with(|| {
                json!({ "content": { "application/problem+json": {
                    "schema": { "$ref": "#/components/schemas/Problem" },
                } } })
            });
        }
    }
    for (status, response) in responses {
        if response["description"]
            .as_str()
            .unwrap_or_default()
            .is_empty()
        {
            response["description"] = json!(meaning(status));
        }
        response["headers"]["X-Request-Id"] = json!({
            "description": "The id of the request: it stands in the log, and in problems as `request_id`",
            "schema": { "type": "string" },
        });
    }
}

fn meaning(status: &str) -> &'static str {
    match status {
        "200" => "As described",
        "204" => "Done",
        "400" => "The request cannot be understood; the problem says what to change",
        "401" => "Nobody is signed in",
        "403" => "Not allowed",
        "404" => "Not there, or not to be seen",
        "409" => "Something else is being loaded or changed: try again",
        "413" => "Too large",
        "422" => "The file cannot be read; the problem says why",
        "429" => "Too many requests within a minute",
        "503" => "Too much work just now, or nothing is loaded yet",
        _ => "See the problem",
    }
}

/// Puts an example into its operation.
fn show(operation: &mut Value, example: &Example) {
    operation["x-example-path"] = json!(example.path);
    if let Some(body) = &example.body {
        let content = operation["requestBody"]["content"].as_object_mut();
        if let Some((_, content)) = content.and_then(|content| content.iter_mut().next()) {
            content["example"] = body.clone();
        }
    }
    let content = operation["responses"]["200"]["content"].as_object_mut();
    if let Some((_, content)) = content.and_then(|content| content.iter_mut().next()) {
        content["example"] = example.response.clone();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_example_is_read_and_stands_at_an_operation() {
        let files = Examples::iter().count();
        assert_eq!(examples().len(), files, "an example that cannot be read");
        for example in examples() {
            let method = example.method.to_lowercase();
            let operation = &DESCRIPTION["paths"][&example.route][&method];
            assert!(
                operation.is_object(),
                "{} {}",
                example.method,
                example.route
            );
            assert_eq!(operation["x-example-path"], json!(example.path));
        }
    }
}
