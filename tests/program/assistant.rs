//! The tools for office assistants: the protocol, what they give, and that nothing goes to them against the policy.

use std::io::Write as _;

use serde_json::{Value, json};
use tests::{Program, Served, get, post};

use super::DAY;
use super::leaks::{loaded, settings};

const MODERN: &str = "2026-07-28";

/// A request of the newest revision, with the headers that it wants.
fn ask(served: &Served, method: &str, more: Value) -> (u16, Value) {
    let mut params = more;
    params["_meta"] = json!({
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let name = params["name"].as_str().unwrap_or_default().to_owned();
    let mut headers = vec![
        ("Accept", "application/json, text/event-stream"),
        ("MCP-Protocol-Version", MODERN),
        ("Mcp-Method", method),
    ];
    if !name.is_empty() {
        headers.push(("Mcp-Name", &name));
    }
    let body = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
    said(served, &headers, &body)
}

fn said(served: &Served, headers: &[(&str, &str)], body: &Value) -> (u16, Value) {
    let answer = post(&served.address, "/mcp", headers, &body.to_string()).expect("an answer");
    let said = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, said)
}

/// What a tool gave.
fn call(served: &Served, name: &str, arguments: &Value) -> Value {
    let (status, said) = ask(
        served,
        "tools/call",
        json!({ "name": name, "arguments": arguments }),
    );
    assert_eq!(status, 200, "{said:#}");
    assert_eq!(said["result"]["resultType"], "complete", "{said:#}");
    said["result"].clone()
}

fn level(program: &Program, symbol: &str, level: &str) {
    let documents = program.run(&["list", "--json"]).json();
    let documents = documents["documents"].as_array().expect("documents");
    let named = documents.iter().find(|one| one["symbol"] == symbol);
    let id = named.expect("it is held")["id"].as_str().expect("an id");
    program.run(&["level", id, level]).success();
}

#[test]
fn both_kinds_of_the_protocol() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    let served = program.serve(&[]);
    let (status, found) = ask(&served, "server/discover", json!({}));
    assert_eq!(status, 200, "{found:#}");
    assert_eq!(found["result"]["supportedVersions"][0], MODERN, "{found:#}");
    let (_, tools) = ask(&served, "tools/list", json!({}));
    assert_eq!(tools["result"]["tools"].as_array().map(Vec::len), Some(4));
    let (status, unknown) = ask(&served, "resources/list", json!({}));
    assert_eq!((status, &unknown["error"]["code"]), (404, &json!(-32601)));
    let (_, unknown) = ask(&served, "tools/call", json!({ "name": "xóa" }));
    assert!(unknown["error"]["code"].is_i64(), "{unknown:#}");

    // The handshake of the older revisions; nothing is remembered from it.
    let greeting = json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
        "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "t", "version": "1" },
    } });
    let (_, greeted) = said(&served, &[], &greeting);
    assert_eq!(greeted["result"]["protocolVersion"], "2025-06-18");
    let told = json!({ "jsonrpc": "2.0", "method": "notifications/initialized" });
    assert_eq!(said(&served, &[], &told).0, 202);
    let version = [("MCP-Protocol-Version", "2025-06-18")];
    let ping = json!({ "jsonrpc": "2.0", "id": 2, "method": "ping" });
    assert_eq!(said(&served, &version, &ping).1["result"], json!({}));
    let old = json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": {
        "name": "show", "arguments": { "reference": "Điều 99 Nghị định 999/2024/NĐ-CPMAU" },
    } });
    let (_, shown) = said(&served, &version, &old);
    assert!(shown["result"]["resultType"].is_null(), "{shown:#}");
    assert_eq!(shown["result"]["isError"], false, "{shown:#}");

    let other = get(&served.address, "/mcp").expect("an answer");
    assert_eq!(other.status, 405);
    let elsewhere = [("Origin", "https://example.com")];
    assert_eq!(said(&served, &elsewhere, &ping).0, 403);
    let junk = post(&served.address, "/mcp", &[], "{").expect("an answer");
    assert_eq!(junk.status, 400);
    assert!(junk.body.contains("-32700"), "{}", junk.body);
}

#[test]
fn tools_give_the_law_with_its_basis() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &["--level", "public"]);
    let served = program.serve(&[]);
    let question = "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?";
    let found = call(&served, "search", &json!({ "query": question, "on": DAY }));
    let first = &found["structuredContent"]["provisions"][0];
    assert_eq!(first["path"], "dieu-10", "{found:#}");
    assert_eq!(first["status"], "in_force");
    let text = found["content"][0]["text"].as_str().expect("text");
    assert!(text.contains("60 ngày") && text.contains("/vb/"), "{text}");

    let address = json!({ "document": first["slug"], "provision": "dieu-10/khoan-2", "on": DAY });
    let shown = call(&served, "show", &address);
    let shown = &shown["structuredContent"]["provisions"][0];
    assert!(
        shown["text"]
            .as_str()
            .is_some_and(|text| text.contains("60 ngày")),
        "{shown:#}"
    );
    let whole = call(&served, "show", &json!({ "document": first["slug"] }));
    let articles = whole["structuredContent"]["articles"].as_array();
    assert!(articles.is_some_and(|all| all.len() > 5), "{whole:#}");

    let answer = call(&served, "ask", &json!({ "question": question, "on": DAY }));
    let answered = &answer["structuredContent"];
    assert_eq!(answered["sentences"][0]["verdict"], "checked", "{answer:#}");
    let record = answered["record"].as_str().expect("it is recorded");
    let kept = get(&served.address, &format!("/api/records/{record}")).expect("an answer");
    assert_eq!(kept.status, 200);

    let claim = |days: &str| {
        json!({ "on": DAY, "claims": [{
            "text": format!("Cha, mẹ phải đăng ký khai sinh cho con trong {days} ngày kể từ ngày sinh con."),
            "citations": [{ "reference": "khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU" }],
        }] })
    };
    let verdict = |days: &str| {
        let checked = call(&served, "verify", &claim(days));
        checked["structuredContent"]["claims"][0]["verdict"].clone()
    };
    assert_eq!(verdict("60"), "checked");
    assert_ne!(verdict("90"), "checked");

    for wrong in [
        json!({ "question": question }),
        json!({}),
        json!({ "query": "" }),
        json!({ "query": question, "on": "2026-02-30" }),
    ] {
        let said = call(&served, "search", &wrong);
        assert_eq!(said["isError"], true, "{said:#}");
    }
}

/// Nobody stated the level of the others, one is restricted: neither goes to a model that is not ours, and nothing tells
/// that it is there.
#[test]
fn nothing_goes_to_an_assistant_that_the_policy_keeps() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    level(&program, "901/2024/NĐ-CPMAU", "public");
    level(&program, "912/2025/NĐ-CPMAU", "restricted");
    let served = program.serve(&[]);
    let kept = |said: &Value| {
        let said = said.to_string();
        for canary in [
            "912-2025",
            "912/2025",
            "lấn đất",
            "917-2025",
            "917/2025",
            "tách thửa",
        ] {
            assert!(!said.contains(canary), "{canary} in {said}");
        }
    };
    for question in [
        "phạt hành vi lấn, chiếm đất",
        "diện tích tối thiểu để chia thửa",
        "xử phạt vi phạm hành chính",
    ] {
        kept(&call(
            &served,
            "search",
            &json!({ "query": question, "on": DAY, "limit": 20 }),
        ));
        kept(&call(
            &served,
            "ask",
            &json!({ "question": question, "on": DAY }),
        ));
    }
    let values = call(
        &served,
        "search",
        &json!({ "query": "phạt", "issuer": ["Bộ Không Có"] }),
    );
    assert_eq!(values["isError"], true);
    kept(&values);

    // Held and kept back, or never held: but for the number the same words.
    let near = |symbol: &str| {
        let reference = format!("Điều 5 Nghị định số {symbol}/NĐ-CPMAU");
        let shown = call(
            &served,
            "show",
            &json!({ "reference": reference, "on": DAY }),
        );
        shown.to_string().replace(symbol, "SỐ")
    };
    assert_eq!(near("912/2025"), near("913/2025"));
    let by_slug = |slug: &str| call(&served, "show", &json!({ "document": slug }));
    assert_eq!(by_slug("912-2025-nd-cpmau"), by_slug("khong-co"));
    let claim = |symbol: &str| {
        let reference = format!("Điều 5 Nghị định số {symbol}/NĐ-CPMAU");
        let claims = json!([{
            "text": "Người có hành vi vi phạm bị phạt tiền 5.000.000 đồng.",
            "citations": [{ "reference": reference }],
        }]);
        let checked = call(&served, "verify", &json!({ "claims": claims, "on": DAY }));
        checked.to_string().replace(symbol, "SỐ")
    };
    assert_eq!(claim("912/2025"), claim("913/2025"));

    // The person at the machine sees it all the while, and a level holds at once.
    let seen = get(&served.address, "/api/documents/912-2025-nd-cpmau").expect("an answer");
    assert_eq!(seen.status, 200);
    level(&program, "912/2025/NĐ-CPMAU", "public");
    let reference = json!({ "reference": "Điều 5 Nghị định số 912/2025/NĐ-CPMAU" });
    let shown = call(&served, "show", &reference);
    assert!(shown.to_string().contains("912-2025"), "{shown:#}");
    level(&program, "912/2025/NĐ-CPMAU", "restricted");
    kept(&call(
        &served,
        "search",
        &json!({ "query": "phạt hành vi lấn, chiếm đất" }),
    ));
}

#[test]
fn the_settings_say_where_the_models_of_assistants_are() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    let reference = json!({ "reference": "Điều 5 Nghị định số 912/2025/NĐ-CPMAU" });
    for (endpoint, seen) in [("named", false), ("loopback", true)] {
        settings(&program, &format!("[assistant]\nendpoint = \"{endpoint}\""));
        let served = program.serve(&[]);
        let shown = call(&served, "show", &reference);
        let provisions = shown["structuredContent"]["provisions"].as_array();
        assert_eq!(
            provisions.map(Vec::len),
            Some(usize::from(seen)),
            "{endpoint}: {shown:#}"
        );
    }
    settings(&program, "[assistant]\nendpoint = \"none\"");
    let served = program.serve(&[]);
    assert_eq!(ask(&served, "tools/list", json!({})).0, 404);
}

/// An assistant on this machine starts the program and speaks by lines; the policy holds there too.
#[test]
fn by_lines_the_same_is_said() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    level(&program, "901/2024/NĐ-CPMAU", "public");
    let mut child = program
        .command(&["mcp"])
        .stdin(std::process::Stdio::piped())
        .spawn()
        .expect("the program starts");
    let modern = json!({
        "io.modelcontextprotocol/protocolVersion": MODERN,
        "io.modelcontextprotocol/clientInfo": { "name": "test", "version": "1" },
        "io.modelcontextprotocol/clientCapabilities": {},
    });
    let hidden = json!({ "reference": "Điều 5 Nghị định số 912/2025/NĐ-CPMAU" });
    let lines = [
        json!({ "jsonrpc": "2.0", "id": 1, "method": "initialize", "params": { "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {} } }),
        json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
        json!({ "jsonrpc": "2.0", "id": 2, "method": "tools/list" }),
        json!({ "jsonrpc": "2.0", "id": 3, "method": "tools/call", "params": { "name": "search", "arguments": { "query": "đăng ký khai sinh", "on": DAY } } }),
        json!({ "jsonrpc": "2.0", "id": 4, "method": "tools/call", "params": { "name": "show", "arguments": hidden } }),
        json!({ "jsonrpc": "2.0", "id": 5, "method": "server/discover", "params": { "_meta": modern } }),
    ];
    let mut input = child.stdin.take().expect("input");
    for line in &lines {
        writeln!(input, "{line}").expect("it reads");
    }
    writeln!(input, "this is no message").expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends with its input");
    assert!(output.status.success(), "{output:?}");
    let said = String::from_utf8(output.stdout).expect("text");
    let answers: Vec<Value> = said
        .lines()
        .map(|line| serde_json::from_str(line).expect("a message a line"))
        .collect();
    let ids: Vec<Value> = answers.iter().map(|one| one["id"].clone()).collect();
    let expect = [
        json!(1),
        json!(2),
        json!(3),
        json!(4),
        json!(5),
        Value::Null,
    ];
    assert_eq!(ids, expect);
    assert_eq!(answers[0]["result"]["protocolVersion"], "2025-06-18");
    assert_eq!(
        answers[1]["result"]["tools"].as_array().map(Vec::len),
        Some(4)
    );
    assert!(answers[2].to_string().contains("901/2024"), "{said}");
    let provisions = &answers[3]["result"]["structuredContent"]["provisions"];
    assert_eq!(provisions.as_array().map(Vec::len), Some(0), "{said}");
    assert!(
        answers[4]["result"]["supportedVersions"].is_array(),
        "{said}"
    );
    assert_eq!(answers[5]["error"]["code"], -32700);
}
