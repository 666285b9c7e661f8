//! Answers with and without a writer; the writer is a scripted server on this machine.

use std::sync::Arc;
use std::time::Duration;

use legal::{Citation, Status};
use models::{Writer, WriterConfig};
use search::{Cited, Evidence, Query, Results};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::{Answer, Event, answer_from};
use crate::samples::{evidence, on};
use crate::{Author, Unverified, Verdict};

mod kept;
mod write;

const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n";
const DEADLINE: &str = "2. Trong thời hạn 05 ngày làm việc, cơ quan phải trả lời bằng văn bản.";
const FEE: &str = "Điều 12. Lệ phí\nLệ phí cấp giấy là 100.000 đồng cho một lần cấp.";

/// A server runs answers on any of its threads.
fn is_send<T: Send>(value: T) -> T {
    value
}

fn _asking_is_send(
    library: &search::Library,
    query: &Query,
    on_event: &mut (dyn FnMut(&Event) -> bool + Send),
) {
    drop(is_send(super::ask(library, None, query, on_event)));
}

fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        on: on(),
        limit: 10,
        scope: search::Scope::default(),
        as_typed: false,
    }
}

fn hits() -> Vec<Evidence> {
    vec![
        evidence("dieu-9/khoan-2", DEADLINE),
        evidence("dieu-12", FEE),
    ]
}

fn found() -> Results {
    Results {
        hits: hits(),
        ..Results::default()
    }
}

/// Answers; the events as short words, to compare their order.
async fn run(results: Results, author: Option<&Author>) -> (Answer, Vec<String>) {
    let results = Results {
        likely: results.hits.len(),
        ..results
    };
    let mut events = Vec::new();
    let mut on_event = |event: &Event| {
        events.push(match event {
            Event::Evidence(evidence) => format!("evidence {}", evidence.len()),
            Event::Claim(claim) => format!("{:?} {}", claim.verdict(), claim.text()),
            Event::Dropped(dropped) => format!("dropped {}", dropped.text),
            Event::Done { refusal, .. } => format!("done {refusal:?}"),
        });
        true
    };
    let answer = is_send(answer_from(
        results,
        Duration::ZERO,
        author,
        &query("thời hạn trả lời là bao lâu"),
        &mut on_event,
    ))
    .await;
    (answer, events)
}

/// A writer that says these pieces, then does what `ending` says.
async fn writer(body: Vec<Vec<u8>>, ending: Ending) -> Author {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 65536];
        let _ = stream.read(&mut request).await;
        for bytes in body {
            let _ = stream.write_all(&bytes).await;
            tokio::task::yield_now().await;
        }
        match ending {
            Ending::Close => {}
            Ending::Hang => tokio::time::sleep(Duration::from_secs(5)).await,
            Ending::Flood(bytes) => while stream.write_all(&bytes).await.is_ok() {},
        }
        let _ = stream.shutdown().await;
    });
    author(WriterConfig {
        first_token: Duration::from_millis(150),
        total: Duration::from_millis(300),
        max_bytes: 4000,
        retries: 0,
        ..WriterConfig::new(endpoint, "mẫu")
    })
}

/// One that shows what could not be checked, so that the tests see it.
fn author(config: WriterConfig) -> Author {
    Author {
        writer: Arc::new(Writer::new(config).unwrap()),
        unverified: Unverified::Show,
        policy: crate::Policy::default(),
    }
}

enum Ending {
    Close,
    Hang,
    Flood(Vec<u8>),
}

fn delta(words: &str) -> Vec<u8> {
    format!(
        "data: {}\n\n",
        serde_json::json!({ "choices": [{ "delta": { "content": words } }] })
    )
    .into_bytes()
}

/// A stream that says the text in pieces of seven letters.
fn stream(text: &str, end: &str) -> Vec<Vec<u8>> {
    let letters: Vec<char> = text.chars().collect();
    let pieces = letters
        .chunks(7)
        .map(|piece| delta(&piece.iter().collect::<String>()));
    std::iter::once(HEAD.to_vec())
        .chain(pieces)
        .chain([end.as_bytes().to_vec()])
        .collect()
}

const DONE: &str = "data: [DONE]\n\n";

fn line(claim: &str, evidence: usize, quote: &str) -> String {
    let quotes = serde_json::json!([{ "evidence": evidence, "quote": quote }]);
    format!(
        "{}\n",
        serde_json::json!({ "claim": claim, "quotes": quotes })
    )
}

fn good() -> String {
    line(
        "Phải trả lời trong 5 ngày làm việc.",
        1,
        "Trong thời hạn 05 ngày làm việc",
    )
}

const SAID: &str = "Checked Phải trả lời trong 5 ngày làm việc.";

async fn check(name: &str, body: Vec<Vec<u8>>, ending: Ending, expect: &[&str]) {
    let writer = writer(body, ending).await;
    let (answer, events) = run(found(), Some(&writer)).await;
    assert_eq!(
        events[0], "evidence 2",
        "{name}: evidence comes first, always"
    );
    assert_eq!(events[1..], *expect, "{name}");
    assert_eq!(answer.evidence.len(), 2, "{name}: the passages stay");
    assert_eq!(answer.model.as_deref(), Some("mẫu"), "{name}");
    assert!(
        answer.claims.iter().all(|claim| !claim.quotes().is_empty()),
        "{name}: a claim without a quote"
    );
}

#[tokio::test]
async fn a_good_writer() {
    let two = good()
        + &line(
            "Lệ phí là 100.000 đồng.",
            2,
            "Lệ phí cấp giấy là 100.000 đồng",
        );
    let expect = [SAID, "Checked Lệ phí là 100.000 đồng.", "done None"];
    check("two claims", stream(&two, DONE), Ending::Close, &expect).await;
    let fenced = format!("<think>hm {{</think>Đây là trả lời:\n```json\n{two}```\n");
    check("fences", stream(&fenced, DONE), Ending::Close, &expect).await;
    check(
        "the same again",
        stream(&good().repeat(4), DONE),
        Ending::Close,
        &[SAID, "done None"],
    )
    .await;
    let plain = "Phải trả lời: “trong thời hạn 05 ngày làm việc” [1].";
    let expect = "Checked Phải trả lời: “trong thời hạn 05 ngày làm việc”.";
    check(
        "sentences",
        stream(plain, DONE),
        Ending::Close,
        &[expect, "done None"],
    )
    .await;
    let none = &["done Some(NothingFound)"];
    check(
        "nothing answers",
        stream("{\"none\": true}", DONE),
        Ending::Close,
        none,
    )
    .await;
}

#[tokio::test]
async fn a_writer_that_lies() {
    for (name, claim, expect) in [
        (
            "invented quote",
            line("a b", 1, "Trong thời hạn 90 ngày làm việc"),
            "dropped a b",
        ),
        (
            "no such evidence",
            line("a b", 7, "Trong thời hạn 05 ngày làm việc"),
            "dropped a b",
        ),
        (
            "other evidence",
            line("a b", 2, "Trong thời hạn 05 ngày làm việc"),
            "dropped a b",
        ),
        (
            "no quote",
            "{\"claim\": \"a b\"}\n".to_owned(),
            "dropped a b",
        ),
    ] {
        let done = "done Some(NothingChecked)";
        check(name, stream(&claim, DONE), Ending::Close, &[expect, done]).await;
        // What failed is told last: it was to be sent back first.
        check(
            name,
            stream(&(claim + &good()), DONE),
            Ending::Close,
            &[SAID, expect, "done None"],
        )
        .await;
    }
    let changed = line("Hạn là 50 ngày.", 1, "Trong thời hạn 05 ngày làm việc");
    check(
        "changed number",
        stream(&changed, DONE),
        Ending::Close,
        &["Partly Hạn là 50 ngày.", "done None"],
    )
    .await;
    let image = "![x](http://x.test/a.png)<script>alert()</script>";
    let claim = line(image, 1, "Trong thời hạn 05 ngày làm việc");
    check(
        "markup",
        stream(&claim, DONE),
        Ending::Close,
        &[&format!("Partly {image}"), "done None"],
    )
    .await;
    let memory = "Theo tôi nhớ thì hạn là mười ngày.\n";
    let dropped = format!("dropped {}", memory.trim());
    check(
        "from memory",
        stream(memory, DONE),
        Ending::Close,
        &[&dropped, "done Some(NothingChecked)"],
    )
    .await;
    let tool = r#"data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"open_url"}}]}}]}"#;
    let body = vec![HEAD.to_vec(), format!("{tool}\n\n{DONE}").into_bytes()];
    check(
        "tool call",
        body,
        Ending::Close,
        &["done Some(NothingChecked)"],
    )
    .await;
    let loops: String = (0..400)
        .map(|n| format!("{{\"claim\": \"a {n}\"}}\n"))
        .collect();
    let writer = writer(stream(&loops, DONE), Ending::Close).await;
    let (answer, _) = run(found(), Some(&writer)).await;
    assert_eq!(answer.dropped.len(), super::MOST_CLAIMS);
}

#[tokio::test]
async fn a_writer_that_fails() {
    let down = "done Some(WriterDown)";
    for status in ["401 X", "429 X", "500 X"] {
        let head = format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").into_bytes();
        check(status, vec![head], Ending::Close, &[down]).await;
    }
    check(
        "hang before the first token",
        vec![HEAD.to_vec()],
        Ending::Hang,
        &[down],
    )
    .await;
    let half = stream(&(good() + "{\"claim\": \"nửa"), "");
    check("hang midway", half.clone(), Ending::Hang, &[SAID, down]).await;
    check("closed midway", half.clone(), Ending::Close, &[SAID, down]).await;
    let flood = Ending::Flood(delta(&"x".repeat(1000)));
    check("a flood", half.clone(), flood, &[SAID, down]).await;
    check(
        "invalid JSON",
        stream(&good(), "data: {oh\n\n"),
        Ending::Close,
        &[SAID, down],
    )
    .await;
    let mut bad = stream(&good(), "");
    bad.push(b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n".to_vec());
    check("invalid UTF-8", bad, Ending::Close, &[SAID, down]).await;
}

#[tokio::test]
async fn a_closed_tab() {
    for closed_after in [0, 1] {
        let writer = writer(stream(&good().repeat(2), ""), Ending::Flood(delta("x"))).await;
        let mut seen = 0;
        let mut on_event = |_: &Event| {
            seen += 1;
            seen <= closed_after
        };
        let answer = answer_from(
            Results {
                likely: hits().len(),
                ..found()
            },
            Duration::ZERO,
            Some(&writer),
            &query("hạn"),
            &mut on_event,
        )
        .await;
        assert_eq!(answer.claims.len(), closed_after, "what was made before");
        assert_eq!(seen, closed_after + 1, "nothing is told to a closed tab");
    }
}

#[tokio::test]
async fn without_a_writer() {
    let (answer, events) = run(found(), None).await;
    assert_eq!(
        events,
        [
            "evidence 2",
            "Checked khoản 2 Điều 9 Luật Chợ quê năm 2024",
            "Checked Điều 12 Luật Chợ quê năm 2024",
            "done None",
        ]
    );
    assert_eq!(
        answer.claims[0].quotes()[0].text(),
        DEADLINE.trim_end_matches('.')
    );
    assert_eq!((answer.model, answer.refusal), (None, None));

    let mut unknown = found();
    unknown.hits[0].status = Status::Unknown;
    assert_eq!(
        run(unknown, None).await.0.claims[0].verdict(),
        Verdict::Partly
    );
}

/// Of two provisions that a question named, the second was not shown: what is looked up is no passage.
#[tokio::test]
async fn every_named_provision_is_shown() {
    let named = |path: &str, text: &str| Evidence {
        passage: 0,
        ..evidence(path, text)
    };
    let found = vec![named("dieu-9/khoan-2", DEADLINE), named("dieu-12", FEE)];
    let results = Results {
        cited: vec![Cited::Found(found)],
        ..Results::default()
    };
    let (answer, _) = run(results, None).await;
    assert_eq!(answer.evidence.len(), 2);
}

#[tokio::test]
async fn refusals() {
    let (_, events) = run(Results::default(), None).await;
    assert_eq!(events, ["evidence 0", "done Some(NothingFound)"]);

    let mut ended = hits();
    for evidence in &mut ended {
        evidence.status = Status::Expired;
    }
    let only_ended = Results {
        not_in_force: ended.clone(),
        ..Results::default()
    };
    assert_eq!(
        run(only_ended, None).await.1,
        ["evidence 0", "done Some(OnlyNotInForce)"]
    );
    // A search that puts ended law among the hits is not trusted with it.
    let mixed = Results {
        hits: ended.clone(),
        ..Results::default()
    };
    assert_eq!(
        run(mixed, None).await.1,
        ["evidence 0", "done Some(OnlyNotInForce)"]
    );

    let absent = || Cited::NoDocument {
        citation: Citation::default(),
        nearest: Vec::new(),
    };
    let not_held = Results {
        cited: vec![absent()],
        ..found()
    };
    let (answer, events) = run(not_held, None).await;
    assert_eq!(events, ["evidence 2", "done Some(NotHeld)"]);
    assert!(answer.claims.is_empty() && answer.cited.len() == 1);

    // What is named and held comes first, once, also where something else is not held.
    let named = Cited::Found(vec![hits().remove(1)]);
    let (answer, events) = run(
        Results {
            cited: vec![absent(), named],
            ..found()
        },
        None,
    )
    .await;
    assert_eq!(
        events[..2],
        ["evidence 2", "Checked Điều 12 Luật Chợ quê năm 2024"]
    );
    assert_eq!(answer.evidence[0].text, FEE);

    let named_ended = Results {
        cited: vec![Cited::Found(vec![ended.remove(0)])],
        ..found()
    };
    let (answer, events) = run(named_ended, None).await;
    assert_eq!(events, ["evidence 2", "done Some(OnlyNotInForce)"]);
    assert_eq!(answer.not_in_force.len(), 1);
}

/// Other law is no answer about what was named; with nothing to search there is none at all.
#[tokio::test]
async fn what_lies_outside_of_the_filters_is_named_and_not_quoted() {
    let mut outside = evidence("dieu-3", "Điều 3. Phạm vi");
    outside.outside = true;
    let named = Results {
        cited: vec![Cited::Found(vec![outside])],
        ..found()
    };
    let (answer, events) = run(named, None).await;
    assert_eq!(events, ["evidence 2", "done Some(Outside)"]);
    assert!(answer.evidence.iter().all(|evidence| !evidence.outside));
    assert_eq!(answer.cited.len(), 1, "it is shown all the same");
    let nothing = Results {
        within: Some(search::Within::default()),
        ..Results::default()
    };
    let (_, events) = run(nothing, None).await;
    assert_eq!(events, ["evidence 0", "done Some(NothingWithin)"]);
}
