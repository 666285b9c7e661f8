//! The description of the API: whole, and true. Every route is described, every reference leads somewhere, and each
//! example is what the program answers for its samples.
//!
//! `CANCU_EXAMPLES=write` writes the examples anew, to be looked at before they are kept.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use tests::{Program, Served, get, repository, sample, send};

/// The record that examples name: another one has its place in the test.
const RECORD: &str = "CC-7K3M-9QXW-2TPD";
/// The same for a complaint.
const COMPLAINT: &str = "BL-2M8R-4TZH-9WKC";
/// Described, and without an example: what is no JSON, sends files, takes something away, or needs an
/// account.
const WITHOUT: [&str; 49] = [
    "get /api/batches",
    "post /api/batches",
    "get /api/batches/{batch}",
    "delete /api/batches/{batch}",
    "post /api/batches/{batch}/files/{number}",
    "post /api/batches/{batch}/publish",
    "get /api/batches/{batch}/take-back",
    "post /api/batches/{batch}/take-back",
    "get /api/evaluations",
    "post /api/evaluations",
    "get /api/evaluations/{run}",
    "post /api/evaluations/{run}/mark",
    "get /api/gold",
    "post /api/gold",
    "delete /api/history",
    "post /api/history/saved",
    "delete /api/history/saved/{row}",
    "get /api/ask/stream",
    "post /api/documents",
    "delete /api/documents/{slug}",
    "post /api/reviews/{id}",
    "post /api/reviews/{id}/rewrite",
    "get /api/resolutions/about",
    "post /api/resolutions",
    "delete /api/resolutions/{row}",
    "post /api/keeping",
    "post /api/keeping/preview",
    "post /api/wordings",
    "post /api/backups",
    "post /api/draft",
    "get /api/people",
    "post /api/people",
    "get /api/people/{name}",
    "post /api/people/{name}",
    "post /api/people/{name}/reset",
    "delete /api/people/{name}/sessions",
    "get /api/groups",
    "post /api/groups",
    "delete /api/groups/{name}",
    "post /api/groups/collections",
    "post /api/groups/collections/preview",
    "get /api/tokens",
    "post /api/tokens",
    "delete /api/tokens/{row}",
    "get /api/reports",
    "post /api/reports/{id}",
    "get /health/live",
    "get /health/ready",
    "get /metrics",
];

fn read(served: &Served, path: &str) -> Value {
    let answer = get(&served.address, path).expect("an answer");
    serde_json::from_str(&answer.body)
        .unwrap_or_else(|error| panic!("{path}: {error} in {}", answer.body))
}

fn serve(folder: &tempfile::TempDir) -> (Program, Served) {
    let program = Program::on(folder.path());
    program.run(&[
        "ingest".as_ref(),
        "--level".as_ref(),
        "public".as_ref(),
        sample("").as_os_str(),
    ]);
    let served = program.serve(&[]);
    (program, served)
}

/// Every operation as `get /api/search`.
fn operations(description: &Value) -> BTreeMap<String, Value> {
    let paths = description["paths"].as_object().expect("paths");
    let all = paths.iter().flat_map(|(path, operations)| {
        let operations = operations.as_object().expect("operations").iter();
        operations.map(move |(method, one)| (format!("{method} {path}"), one.clone()))
    });
    all.collect()
}

/// The routes of the API as the server declares them.
fn declared() -> BTreeSet<String> {
    let source = repository().join("crates/server/src/router.rs");
    let source = std::fs::read_to_string(source).expect("the routes are readable");
    let mut found = BTreeSet::new();
    for method in ["get", "post", "delete", "put"] {
        for part in source.split(&format!(".{method}(")).skip(1) {
            let path = part.split('"').nth(1).unwrap_or_default();
            let described = ["/api/", "/health/"]
                .iter()
                .any(|start| path.starts_with(start))
                || ["/mcp", "/metrics"].contains(&path);
            if described && path != "/api/openapi.json" {
                found.insert(format!("{method} {}", path.replace("{*", "{")));
            }
        }
    }
    found
}

fn references(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                if let Some(at) = value.as_str().filter(|_| key == "$ref") {
                    into.insert(at.to_owned());
                }
                references(value, into);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, into)),
        _ => {}
    }
}

#[test]
fn every_route_is_described_and_the_description_is_whole() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let served = Program::on(folder.path()).serve(&["--corpus", "/nirgends"]);
    let description = read(&served, "/api/openapi.json");
    let version = description["openapi"].as_str().unwrap_or_default();
    assert!(version.starts_with("3.1"), "{version}");
    let operations = operations(&description);
    let described: BTreeSet<String> = operations.keys().cloned().collect();
    assert_eq!(described, declared());

    let mut used = BTreeSet::new();
    references(&description, &mut used);
    for at in used {
        let pointer = at.trim_start_matches('#');
        assert!(description.pointer(pointer).is_some(), "{at} leads nowhere");
    }
    let mut names = BTreeSet::new();
    for (name, one) in &operations {
        let text = |key: &str| one[key].as_str().unwrap_or_default();
        assert!(
            names.insert(text("operationId").to_owned()),
            "{name} has another's id"
        );
        assert!(text("summary").len() > 10, "{name} says nothing of itself");
        let responses = one["responses"].as_object().expect("responses");
        assert!(!responses.is_empty(), "{name}");
        for (status, response) in responses {
            let words = response["description"].as_str().unwrap_or_default();
            assert!(!words.is_empty(), "{name} {status} is not described");
        }
        let path = name.split(' ').nth(1).unwrap_or_default();
        let parameters = one["parameters"].as_array();
        let parameters = parameters.into_iter().flatten();
        let in_path = parameters.filter(|one| one["in"] == "path");
        for parameter in path.split('{').skip(1) {
            let wanted = parameter.split('}').next();
            let mut named = in_path.clone().filter_map(|one| one["name"].as_str());
            assert!(named.any(|name| Some(name) == wanted), "{name}: {wanted:?}");
        }
        let has = one["x-example-path"].is_string();
        assert_ne!(
            has,
            WITHOUT.contains(&name.as_str()),
            "an example of {name}"
        );
    }
    for language in ["vi", "en", "fr"] {
        let page = get(&served.address, &format!("/api?lang={language}")).expect("a page");
        assert_eq!(page.status, 200);
        assert!(page.body.contains("/api/search?q="), "{language}");
    }
}

fn examples() -> Vec<(PathBuf, Value)> {
    let folder = repository().join("crates/server/src/api/examples");
    let files = tests::media_files(&folder, "json").into_iter();
    files
        .map(|file| {
            let text = std::fs::read_to_string(&file).expect("an example is readable");
            let example = serde_json::from_str(&text);
            let example = example.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            (file, example)
        })
        .collect()
}

/// What differs from run to run has one form: ids of records, moments, addresses of the test's own server.
fn settled(value: &Value, served: &Served) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| {
                let settled = match (key.as_str(), value) {
                    ("made", Value::String(_)) => json!("2026-11-22T08:00:00Z"),
                    _ => settled(value, served),
                };
                (key.clone(), settled)
            })
            .collect(),
        Value::Array(values) => values.iter().map(|value| settled(value, served)).collect(),
        Value::String(text) => {
            let text = text.replace(&served.address, "127.0.0.1:8747");
            // A page of a record names it too.
            let (before, id) = match text.strip_prefix("/ho-so/") {
                Some(id) => ("/ho-so/", id),
                None => ("", text.as_str()),
            };
            let is_id = |mark: &str| id.len() == RECORD.len() && id.starts_with(mark);
            json!(if is_id("CC-") {
                format!("{before}{RECORD}")
            } else if is_id("BL-") {
                COMPLAINT.to_owned()
            } else {
                text
            })
        }
        other => other.clone(),
    }
}

/// Where two values differ; numbers may by a thousandth, as machines compute the last digits in their own way.
fn difference(one: &Value, other: &Value, at: &str) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys: BTreeSet<&String> = one.keys().chain(other.keys()).collect();
            let null = Value::Null;
            keys.into_iter().find_map(|key| {
                let of = |fields: &serde_json::Map<String, Value>| {
                    fields.get(key).unwrap_or(&null).clone()
                };
                difference(&of(one), &of(other), &format!("{at}/{key}"))
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let mut pairs = (0..).zip(one.iter().zip(other));
            pairs.find_map(|(number, (one, other))| {
                difference(one, other, &format!("{at}/{number}"))
            })
        }
        (Value::Number(a), Value::Number(b)) => {
            let number = |number: &serde_json::Number| number.as_f64().unwrap_or_default();
            let far = (number(a) - number(b)).abs() > 0.001;
            far.then(|| format!("{at}: {a} and {b}"))
        }
        _ => (one != other).then(|| format!("{at}: {one} and {other}")),
    }
}

#[test]
fn each_example_is_what_the_program_answers() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (_program, served) = serve(&folder);
    for _ in 0..300 {
        let ready = get(&served.address, "/api/suggest?q=nd+901");
        if ready.is_ok_and(|ready| ready.body.contains("901/2024")) {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let examples = examples();
    let asked = examples
        .iter()
        .find(|(_, one)| one["route"] == "/api/ask" && one["method"] == "GET");
    let asked = asked.expect("an example of asking").1["path"]
        .as_str()
        .expect("a path");
    let record = read(&served, asked)["record"]
        .as_str()
        .expect("it is recorded")
        .to_owned();
    let writing = std::env::var_os("CANCU_EXAMPLES").is_some_and(|wish| wish == "write");
    let mut wrong = Vec::new();
    for (file, mut example) in examples {
        let text = |key: &str| example[key].as_str().unwrap_or_default().to_owned();
        let path = text("path").replace(RECORD, &record);
        let body = match &example["body"] {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let answer = match text("method").as_str() {
            "GET" => get(&served.address, &path),
            method => send(method, &served.address, &path, &body),
        };
        let answer = answer.expect("an answer");
        let said: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let said = settled(&said, &served);
        if answer.status != 200 {
            wrong.push(format!("{}: {} {said}", file.display(), answer.status));
        } else if writing {
            example["response"] = said;
            let text = serde_json::to_string_pretty(&example).expect("JSON");
            std::fs::write(&file, text + "\n").expect("an example can be written");
        } else if let Some(other) = difference(&example["response"], &said, "") {
            wrong.push(format!("{}: {other}", file.display()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
