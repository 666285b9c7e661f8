//! A model that writes, through the program: its settings, its trial, and a table on the page and in the API.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;

use serde_json::{Value, json};
use tests::{Program, copy_samples, get};

use super::DAY;

/// A server of the protocol that refuses schemas and answers each question with a row that quotes the first evidence
/// of its prompt. Ends with the test.
fn model() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let endpoint = format!(
        "http://{}/v1",
        listener
            .local_addr()
            .expect("a bound socket has an address")
    );
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            std::thread::spawn(move || {
                let request = request(&mut stream);
                let _ = stream.write_all(answer(&request).as_bytes());
            });
        }
    });
    endpoint
}

fn request(stream: &mut std::net::TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 65536];
        let count = stream.read(&mut part).unwrap_or_default();
        bytes.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let head = head.to_lowercase();
            let length = head.split("content-length: ").nth(1);
            let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
            body.len() >= length.unwrap_or(0)
        });
        if whole || count == 0 {
            return text;
        }
    }
}

fn answer(request: &str) -> String {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
    if request.contains("response_format") {
        return "HTTP/1.1 422 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n".to_owned();
    }
    let body = request.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    let asked: Value = serde_json::from_str(body).unwrap_or_default();
    let prompt = asked["messages"][1]["content"].as_str().unwrap_or_default();
    let said = match prompt.split_once("<<<CĂN CỨ 1 ") {
        None => "sẵn sàng".to_owned(),
        Some((_, block)) => {
            let block = block.split("<<<HẾT").next().unwrap_or_default();
            let words = |line: &&str| line.split_whitespace().count() > 8;
            let quote = block.lines().skip(4).find(words).unwrap_or_default();
            let quote = quote.trim_end_matches(['.', ';']);
            let quotes = json!([{ "evidence": 1, "quote": quote }]);
            let row = |duty: &str| {
                let cells = json!({ "duty": duty, "who": "", "deadline": "" });
                json!({ "kind": "row", "quotes": quotes, "claim": "", "cells": cells })
            };
            let invented = json!({ "claim": "Ai cũng được miễn.", "quotes": [{ "evidence": 9, "quote": "ai cũng được miễn" }] });
            format!("{}\n{invented}\n", row(quote))
        }
    };
    let delta = json!({ "choices": [{ "delta": { "content": said } }] });
    format!("{head}data: {delta}\n\ndata: [DONE]\n\n")
}

fn settings(program: &Program, endpoint: &str, more: &str) {
    let text = format!("[writer]\nendpoint = \"{endpoint}\"\nmodel = \"mẫu\"\n{more}\n");
    std::fs::write(program.root().join("cancu.toml"), text).expect("settings can be written");
}

#[test]
fn a_writer_is_tried() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(folder.path());
    let none = program.run(&["writer", "--json"]).json();
    assert_eq!(none["configured"], Value::Null);
    settings(&program, &model(), "");
    let tried = program.run(&["writer", "--json"]).json();
    assert_eq!(tried["configured"]["works"], true, "{tried:#}");
    assert_eq!(tried["configured"]["structured"], false, "{tried:#}");
    assert_eq!(tried["configured"]["said"], "sẵn sàng", "{tried:#}");
    settings(
        &program,
        &format!("http://127.0.0.1:{}/v1", tests::free_port()),
        "",
    );
    for (language, word) in [
        ("vi", "cancu.toml"),
        ("en", "no connection"),
        ("fr", "connexion"),
    ] {
        let failed = program.run(&["writer", "--lang", language]);
        assert_eq!(failed.code, Some(1), "{failed:#?}");
        assert!(
            failed.stdout.contains('✗') && failed.stdout.contains(word),
            "{failed:#?}"
        );
    }
    // Questions do not cross the internet unencrypted; the file to look at is named.
    settings(&program, "http://example.org/v1", "");
    for command in [
        &["writer"][..],
        &["ask", "hạn"],
        &["serve", "--listen", "127.0.0.1:0"],
    ] {
        let wrong = program.run(&[command, &["--lang", "en"]].concat());
        assert_ne!(wrong.code, Some(0), "{command:?}");
        let said = wrong.said();
        assert!(
            said.contains("https") && said.contains("cancu.toml"),
            "{wrong:#?}"
        );
    }
    for (more, names) in [
        ("total_seconds = 0", "writer.total_seconds: 1..=3600"),
        (
            "first_token_seconds = 200",
            "writer.first_token_seconds <= writer.total_seconds",
        ),
        ("unverified = \"hide\"", "unverified"),
        ("speed = 1", "speed"),
    ] {
        settings(&program, "http://127.0.0.1:1/v1", more);
        let wrong = program.run(&["writer", "--lang", "en"]);
        assert_ne!(wrong.code, Some(0), "{more}");
        assert!(wrong.said().contains(names), "{more}: {wrong:#?}");
    }
}

#[test]
fn a_table_stands_on_the_page_and_in_the_api() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    settings(&program, &model(), "");
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let question =
        "q=li%E1%BB%87t+k%C3%AA+th%E1%BB%9Di+h%E1%BA%A1n+%C4%91%C4%83ng+k%C3%BD+khai+sinh";
    let asked = get(&served.address, &format!("/api/ask?{question}&on={DAY}")).expect("an answer");
    let answer: Value = serde_json::from_str(&asked.body).expect("JSON");
    let [claim] = answer["claims"].as_array().expect("claims").as_slice() else {
        panic!("one row: {answer:#}");
    };
    assert_eq!(claim["kind"], "row", "{claim:#}");
    assert_eq!(claim["verdict"], "checked", "{claim:#}");
    assert_eq!(claim["row"]["duty"], claim["text"], "{claim:#}");
    // What was invented is counted and not shown.
    assert_eq!(answer["unverified"], 1, "{answer:#}");
    assert_eq!(answer["dropped"], json!([]));
    assert!(!asked.body.contains("Ai cũng được miễn"), "{}", asked.body);
    let page = get(&served.address, &format!("/hoi?{question}&on={DAY}")).expect("a page");
    assert!(
        page.body.contains("<table class=\"summary\">"),
        "{}",
        page.body
    );
    let row = claim["row"]["duty"].as_str().expect("words");
    assert!(
        page.body.contains(&row.replace('"', "&#34;")),
        "{row}: {}",
        page.body
    );
    assert!(!page.body.contains("Ai cũng được miễn"));
    settings(&program, &model(), "unverified = \"show\"");
    drop(served);
    let served = program.serve(&["--corpus", &Path::new("nowhere").to_string_lossy()]);
    let page = get(&served.address, &format!("/hoi?{question}&on={DAY}")).expect("a page");
    assert!(page.body.contains("Ai cũng được miễn"), "shown apart");
}
