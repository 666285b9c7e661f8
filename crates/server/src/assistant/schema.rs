//! What the tools are, what they take and what they give, as JSON schemas.

use std::{collections::BTreeSet, sync::LazyLock};

use serde_json::{Value, json};
use utoipa::OpenApi;

use super::shape::{Answered, Found, Shown};
use crate::{language::Texts, wire};

/// The shapes of results, described by what makes them.
#[derive(OpenApi)]
#[openapi(components(schemas(Found, Shown, Answered, wire::CheckedClaims)))]
struct Shapes;

static SHAPES: LazyLock<Value> = LazyLock::new(|| {
    let described = serde_json::to_value(Shapes::openapi()).unwrap_or_default();
    described["components"]["schemas"].clone()
});

/// Where a description of the API keeps its shapes.
const SHARED: &str = "#/components/schemas/";

/// The tools, in the order in which they are used.
pub(super) fn tools(t: Texts) -> Vec<Value> {
    let on = json!({
        "type": "string",
        "format": "date",
        "description": "The day whose law is asked for, YYYY-MM-DD; today in Vietnam where it is left out",
    });
    let words = |description: &str| json!({ "type": "string", "minLength": 1, "maxLength": 1000, "description": description });
    let some = |description: &str| {
        json!({
            "type": "array", "maxItems": 20, "items": { "type": "string" }, "description": description,
        })
    };
    let citation = json!({
        "type": "object",
        "properties": {
            "reference": { "type": "string", "description": "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP" },
            "quote": { "type": "string", "description": "The words that are said to stand there; may be left out" },
        },
        "required": ["reference"],
    });
    let claim = json!({
        "type": "object",
        "properties": {
            "text": { "type": "string", "description": "The sentence" },
            "citations": { "type": "array", "items": citation },
        },
        "required": ["text"],
    });
    let claims = json!({ "type": "array", "minItems": 1, "maxItems": 50, "items": claim });
    vec![
        tool(
            t,
            "search",
            "Found",
            &["query"],
            &json!({
                "query": words("Words, a question or a reference, in Vietnamese, with accents or without"),
                "on": on,
                "limit": { "type": "integer", "minimum": 1, "maximum": 20, "description": "Most results; 8" },
                "kind": some("Only of these kinds: Nghị định, Thông tư, Luật …"),
                "issuer": some("Only of these bodies: Bộ Tài chính …"),
                "territory": some("Only of these provinces or communes: tỉnh Sông Mẫu …"),
                "status": {
                    "type": "string", "enum": ["in_force", "not_in_force", "all"],
                    "description": "Left out: in force or not known not to be, and what answers as well and is not",
                },
            }),
        ),
        tool(
            t,
            "show",
            "Shown",
            &[],
            &json!({
                "reference": words("A reference: khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP; or instead of it:"),
                "document": words("`slug` of a result"),
                "provision": { "type": "string", "description": "`path` of a result: dieu-5/khoan-2; left out: the articles" },
                "on": on,
            }),
        ),
        tool(
            t,
            "ask",
            "Answered",
            &["question"],
            &json!({
                "question": words("A question about regulations, in Vietnamese"),
                "on": on,
            }),
        ),
        tool(
            t,
            "verify",
            "CheckedClaims",
            &["claims"],
            &json!({ "claims": claims, "on": on }),
        ),
    ]
}

fn tool(t: Texts, name: &str, gives: &str, required: &[&str], properties: &Value) -> Value {
    json!({
        "name": name,
        "title": t.get(&format!("assistant.{name}.title")),
        "description": t.get(&format!("assistant.{name}.description")),
        "inputSchema": {
            "type": "object",
            "properties": properties,
            "required": required,
            "additionalProperties": false,
        },
        "outputSchema": whole(gives),
        // A question that is answered leaves a record, and changes nothing else.
        "annotations": { "readOnlyHint": name != "ask", "destructiveHint": false, "openWorldHint": false },
    })
}

/// A shape with all that it is made of, by itself.
fn whole(name: &str) -> Value {
    let mut used = BTreeSet::new();
    collect(&SHAPES[name], &mut used);
    let mut schema = within(&SHAPES[name]);
    let parts = used.into_iter().map(|part| {
        let schema = within(&SHAPES[&part]);
        (part, schema)
    });
    let parts: serde_json::Map<String, Value> = parts.collect();
    if !parts.is_empty() {
        schema["$defs"] = Value::Object(parts);
    }
    schema
}

/// The names of all shapes that a schema uses.
fn collect(schema: &Value, used: &mut BTreeSet<String>) {
    match schema {
        Value::Object(fields) => {
            for (key, value) in fields {
                let name = value.as_str().and_then(|at| at.strip_prefix(SHARED));
                if let Some(name) = name.filter(|_| key == "$ref")
                    && used.insert(name.to_owned())
                {
                    collect(&SHAPES[name], used);
                }
                collect(value, used);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, used)),
        _ => {}
    }
}

/// The same schema with its references inside itself.
fn within(schema: &Value) -> Value {
    match schema {
        Value::Object(fields) => {
            let fields = fields.iter().map(|(key, value)| {
                let name = value.as_str().and_then(|at| at.strip_prefix(SHARED));
                let value = match name.filter(|_| key == "$ref") {
                    Some(name) => json!(format!("#/$defs/{name}")),
                    None => within(value),
                };
                (key.clone(), value)
            });
            Value::Object(fields.collect())
        }
        Value::Array(values) => values.iter().map(within).collect(),
        other => other.clone(),
    }
}
