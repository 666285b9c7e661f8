//! The page of the API: the same description for people.

use askama::Template;
use axum::response::Response;
use serde_json::Value;

use super::{Frame, page};
use crate::{api::DESCRIPTION, failure::Failure, language::Texts};

/// Most lines of an example that are shown.
const LINES: usize = 60;

/// A parameter of an operation.
struct Parameter {
    name: String,
    /// `query`, `path`.
    place: String,
    kind: String,
    required: bool,
    description: String,
}

/// What can be asked of the API.
struct Operation {
    method: String,
    path: String,
    anchor: String,
    summary: String,
    description: String,
    parameters: Vec<Parameter>,
    /// Statuses and what they mean.
    statuses: Vec<(String, String)>,
    /// A request as it is sent, where there is an example.
    request: Option<String>,
    sent: Option<String>,
    response: Option<String>,
}

/// Operations for one purpose.
struct Group {
    title: String,
    operations: Vec<Operation>,
}

#[derive(Template)]
#[template(path = "api.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    groups: Vec<Group>,
}

impl Page<'_> {
    /// The words of a text, those between back quotes as code.
    fn coded<'t>(&self, text: &'t str) -> Vec<(bool, &'t str)> {
        let parts = text.split('`').enumerate();
        parts.map(|(at, words)| (at % 2 == 1, words)).collect()
    }
}

/// `/api`.
pub(crate) async fn description(frame: Frame) -> Result<Response, Failure> {
    let groups = DESCRIPTION["tags"].as_array().into_iter().flatten();
    let groups = groups.map(|group| Group {
        title: text(&group["description"]),
        operations: operations(&group["name"]),
    });
    page(&Page {
        t: frame.t,
        frame: &frame,
        section: "api",
        groups: groups.collect(),
    })
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn operations(group: &Value) -> Vec<Operation> {
    let paths = DESCRIPTION["paths"].as_object().into_iter().flatten();
    let all = paths.flat_map(|(path, operations)| {
        let operations = operations.as_object().into_iter().flatten();
        operations.map(move |(method, operation)| (path, method, operation))
    });
    let named = all.filter(|(_, _, operation)| operation["tags"][0] == *group);
    named
        .map(|(path, method, operation)| Operation::new(path, method, operation))
        .collect()
}

impl Operation {
    fn new(path: &str, method: &str, operation: &Value) -> Self {
        let method = method.to_uppercase();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let parameters = parameters.map(|one| Parameter {
            name: text(&one["name"]),
            place: text(&one["in"]),
            kind: kind(&one["schema"]),
            required: one["required"] == true,
            description: text(&one["description"]),
        });
        let responses = operation["responses"].as_object().into_iter().flatten();
        let statuses = responses.map(|(status, one)| (status.clone(), text(&one["description"])));
        let example = |content: &Value| {
            let content = content.as_object()?.values().next()?;
            let example = content.get("example")?;
            Some(shortened(&serde_json::to_string_pretty(example).ok()?))
        };
        let sent = example(&operation["requestBody"]["content"]);
        let address = operation["x-example-path"].as_str();
        Self {
            anchor: text(&operation["operationId"]),
            summary: text(&operation["summary"]),
            description: text(&operation["description"]),
            parameters: parameters.collect(),
            statuses: statuses.collect(),
            request: address.map(|address| format!("{method} {address}")),
            sent,
            response: example(&operation["responses"]["200"]["content"]),
            method,
            path: path.to_owned(),
        }
    }
}

/// The beginning of an example: what tells its form. All of it stands in the description for machines; the page would
/// weigh twice as much.
fn shortened(example: &str) -> String {
    let lines: Vec<&str> = example.lines().collect();
    match lines.len() > LINES {
        true => format!("{}\n…", lines[..LINES].join("\n")),
        false => example.to_owned(),
    }
}

/// The type of a value in a word or two.
fn kind(schema: &Value) -> String {
    let of = |schema: &Value| match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str);
            let names: Vec<&str> = names.filter(|name| *name != "null").collect();
            names.join(", ")
        }
        _ => String::new(),
    };
    match of(schema).as_str() {
        "array" => format!("{}, …", of(&schema["items"])),
        other => other.to_owned(),
    }
}
