//! Tests of the messages and of what describes the tools; the tools themselves are tried from outside.

use super::*;
use crate::language::Language;

const HEADS: Heads<'_> = Heads {
    version: Some(MODERN),
    method: Some("tools/list"),
    name: None,
};

fn modern(method: &str, more: Value) -> Value {
    let meta = json!({
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let params = with(more, json!({ "_meta": meta }));
    json!({ "jsonrpc": "2.0", "id": 7, "method": method, "params": params })
}

/// What comes of a message: `told`, `modern …`, `legacy …`, or the code of the refusal with its status.
fn came_of(heads: Heads<'_>, body: &Value) -> String {
    match message::read(&heads, body.to_string().as_bytes()) {
        Ok(Incoming::Told) => "told".to_owned(),
        Ok(Incoming::Request(request)) => {
            let era = if request.modern { "modern" } else { "legacy" };
            format!("{era} {} {}", request.method, request.id)
        }
        Err(refused) => {
            let text = format!("{refused:?}");
            let code = text.split("code: ").nth(1).unwrap_or_default();
            let code = code.split(',').next().unwrap_or_default();
            format!("{code} {}", refused.response().status().as_u16())
        }
    }
}

#[test]
fn messages() {
    fn check(heads: Heads<'_>, body: &Value, expect: &str) {
        assert_eq!(came_of(heads, body), expect, "{body} {heads:?}");
    }
    let none = Heads::default();
    let list = modern("tools/list", json!({}));
    check(HEADS, &list, "modern tools/list 7");
    check(none, &list, "-32020 400");
    let other = Heads {
        method: Some("tools/call"),
        ..HEADS
    };
    check(other, &list, "-32020 400");
    let call = modern("tools/call", json!({ "name": "search" }));
    let heads = Heads {
        method: Some("tools/call"),
        name: Some("search"),
        ..HEADS
    };
    check(heads, &call, "modern tools/call 7");
    let packed = Heads {
        name: Some("=?base64?c2VhcmNo?="),
        ..heads
    };
    check(packed, &call, "modern tools/call 7");
    let wrong = Heads {
        name: Some("=?base64?c2hvdw==?="),
        ..heads
    };
    check(wrong, &call, "-32020 400");
    check(
        Heads {
            name: None,
            ..heads
        },
        &call,
        "-32020 400",
    );
    let mut old = list.clone();
    old["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = json!("1900-01-01");
    let heads = Heads {
        version: Some("1900-01-01"),
        ..HEADS
    };
    check(heads, &old, "-32022 400");
    let mut bare = list.clone();
    bare["params"]["_meta"]
        .as_object_mut()
        .expect("an object")
        .remove("io.modelcontextprotocol/clientCapabilities");
    check(HEADS, &bare, "-32602 400");

    let greeting = json!({ "jsonrpc": "2.0", "id": "a", "method": "initialize", "params": {} });
    check(none, &greeting, "legacy initialize \"a\"");
    let ping = json!({ "jsonrpc": "2.0", "id": 1, "method": "ping" });
    check(none, &ping, "legacy ping 1");
    let legacy = |version| Heads {
        version: Some(version),
        ..none
    };
    check(legacy("2025-06-18"), &ping, "legacy ping 1");
    check(legacy("2024-01-01"), &ping, "-32022 400");

    let told = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    check(none, &told, "told");
    let reply = json!({ "jsonrpc": "2.0", "id": 1, "result": {} });
    check(none, &reply, "told");
    for wrong in [
        json!([]),
        json!([ping.clone()]),
        json!("a"),
        json!({ "id": 1, "method": "ping" }),
        json!({ "jsonrpc": "2.0" }),
        json!({ "jsonrpc": "2.0", "id": null, "method": "ping" }),
        json!({ "jsonrpc": "2.0", "id": 1.5, "method": "ping" }),
        json!({ "jsonrpc": "2.0", "id": 1, "method": "ping", "params": [1] }),
    ] {
        check(none, &wrong, "-32600 400");
    }
    assert!(message::read(&none, b"{").is_err());
}

#[test]
fn tools_are_described_in_each_language_and_their_shapes_stand_by_themselves() {
    fn references(schema: &Value, into: &mut Vec<String>) {
        match schema {
            Value::Object(fields) => {
                for (key, value) in fields {
                    if let Some(at) = value.as_str().filter(|_| key == "$ref") {
                        into.push(at.to_owned());
                    }
                    references(value, into);
                }
            }
            Value::Array(values) => values.iter().for_each(|value| references(value, into)),
            _ => {}
        }
    }
    for language in Language::ALL {
        let tools = schema::tools(Texts(language));
        let names: Vec<&str> = tools
            .iter()
            .filter_map(|tool| tool["name"].as_str())
            .collect();
        assert_eq!(names, ["search", "show", "ask", "verify"]);
        for tool in &tools {
            for words in ["title", "description"] {
                assert!(
                    tool[words].as_str().is_some_and(|words| words.len() > 5),
                    "{tool}"
                );
            }
            let gives = &tool["outputSchema"];
            assert_eq!(gives["type"], "object", "{gives:#}");
            let mut used = Vec::new();
            references(gives, &mut used);
            for at in used {
                let name = at.strip_prefix("#/$defs/").unwrap_or_default();
                assert!(gives["$defs"][name].is_object(), "{at} in {gives:#}");
            }
        }
    }
}
