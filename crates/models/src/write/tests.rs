//! The writer against a scripted server on this machine.

use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{Message, Role, WriteFormat, WriteRequest, Writer, WriterConfig, WriterError};

/// What the server does after it has read a request.
#[derive(Clone, Debug)]
enum Act {
    Send(Vec<u8>),
    Wait(u64),
    /// Sends without end, every so many milliseconds.
    Forever(Vec<u8>, u64),
}

fn say(text: &str) -> Act {
    Act::Send(text.as_bytes().to_vec())
}

const HEAD: &str =
    "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";

fn delta(words: &str) -> String {
    format!(
        "data: {}\n\n",
        serde_json::json!({ "choices": [{ "index": 0, "delta": { "content": words } }] })
    )
}

/// Serves one script per connection, in order, then none; gives its address and what it was asked.
async fn serve(scripts: Vec<Vec<Act>>) -> (String, tokio::task::JoinHandle<Vec<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1", listener.local_addr().unwrap());
    let served = tokio::spawn(async move {
        let mut requests = Vec::new();
        for script in scripts {
            let (mut stream, _) = listener.accept().await.unwrap();
            requests.push(asked(&mut stream).await);
            let _ = play(&mut stream, script).await;
        }
        requests
    });
    (endpoint, served)
}

async fn asked(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await.unwrap();
        bytes.extend_from_slice(&part[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let complete = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head
                .to_lowercase()
                .split("content-length: ")
                .nth(1)
                .map(|rest| {
                    rest.lines()
                        .next()
                        .unwrap()
                        .trim()
                        .parse::<usize>()
                        .unwrap()
                });
            body.len() >= length.unwrap_or(0)
        });
        if complete || count == 0 {
            return text;
        }
    }
}

async fn play(stream: &mut TcpStream, script: Vec<Act>) -> std::io::Result<()> {
    for act in script {
        match act {
            Act::Send(bytes) => stream.write_all(&bytes).await?,
            Act::Wait(millis) => tokio::time::sleep(Duration::from_millis(millis)).await,
            Act::Forever(bytes, millis) => loop {
                stream.write_all(&bytes).await?;
                if millis > 0 {
                    tokio::time::sleep(Duration::from_millis(millis)).await;
                }
            },
        }
    }
    stream.shutdown().await
}

fn config(endpoint: String) -> WriterConfig {
    WriterConfig {
        first_token: Duration::from_millis(150),
        total: Duration::from_millis(300),
        max_bytes: 1000,
        retries: 0,
        ..WriterConfig::new(endpoint, "mẫu")
    }
}

fn question() -> Vec<Message> {
    vec![
        Message {
            role: Role::System,
            content: "Chỉ dẫn".to_owned(),
        },
        Message {
            role: Role::User,
            content: "Câu hỏi".to_owned(),
        },
    ]
}

fn request<'a>(messages: &'a [Message], format: Option<&'a WriteFormat>) -> WriteRequest<'a> {
    let limit = Duration::MAX;
    WriteRequest {
        messages,
        format,
        limit,
    }
}

async fn ask(writer: &Writer) -> (String, Result<(), WriterError>) {
    let mut said = String::new();
    let result = writer
        .write(&request(&question(), None), &mut |words| {
            said.push_str(words);
            true
        })
        .await;
    (said, result)
}

async fn check(name: &str, script: Vec<Act>, said: &str, result: Result<(), WriterError>) {
    let (endpoint, served) = serve(vec![script]).await;
    let found = ask(&Writer::new(config(endpoint)).unwrap()).await;
    assert_eq!(found, (said.to_owned(), result), "{name}");
    served.abort();
}

#[tokio::test]
async fn streams() {
    let good = format!("{HEAD}{}{}data: [DONE]\n\n", delta("Xin "), delta("chào"));
    check("at once", vec![say(&good)], "Xin chào", Ok(())).await;
    let bytes: Vec<Act> = good.bytes().map(|byte| Act::Send(vec![byte])).collect();
    check("byte by byte", bytes, "Xin chào", Ok(())).await;
    let finished = r#"data: {"choices":[{"delta":{},"finish_reason":"stop"}]}"#;
    check(
        "no DONE, but finished",
        vec![say(&format!("{HEAD}{}{finished}", delta("a")))],
        "a",
        Ok(()),
    )
    .await;
    let whole = r#"{"choices":[{"message":{"content":"cả bài"},"finish_reason":"stop"}]}"#;
    check(
        "no stream",
        vec![say(&format!("{HEAD}{whole}"))],
        "cả bài",
        Ok(()),
    )
    .await;
    let tool = r#"data: {"choices":[{"delta":{"tool_calls":[{}]},"finish_reason":"tool_calls"}]}"#;
    check(
        "tool calls",
        vec![say(&format!("{HEAD}{tool}\n\n"))],
        "",
        Ok(()),
    )
    .await;
    let more = format!("{good}{}", delta("sau"));
    check("words after DONE", vec![say(&more)], "Xin chào", Ok(())).await;
}

#[tokio::test]
async fn failures() {
    for status in [301, 401, 404, 429, 500, 503] {
        let head = format!(
            "HTTP/1.1 {status} X\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n"
        );
        check(
            "status",
            vec![say(&head)],
            "",
            Err(WriterError::Status(status)),
        )
        .await;
    }
    let a = format!("{HEAD}{}", delta("a"));
    let inside = format!("{a}data: {{\"error\":{{\"code\":503}}}}\n\n");
    check(
        "error inside",
        vec![say(&inside)],
        "a",
        Err(WriterError::Status(503)),
    )
    .await;
    check(
        "closed midway",
        vec![say(&a)],
        "a",
        Err(WriterError::Protocol),
    )
    .await;
    check(
        "invalid JSON",
        vec![say(&format!("{a}data: {{oh\n\n"))],
        "a",
        Err(WriterError::Protocol),
    )
    .await;
    let mut bad = a.clone().into_bytes();
    bad.extend_from_slice(b"data: {\"choices\":[{\"delta\":{\"content\":\"\xff\"}}]}\n\n");
    check(
        "invalid UTF-8",
        vec![Act::Send(bad)],
        "a",
        Err(WriterError::Protocol),
    )
    .await;
    check(
        "a page",
        vec![say(&format!("{HEAD}<html>login</html>"))],
        "",
        Err(WriterError::Protocol),
    )
    .await;
    check(
        "no HTTP",
        vec![say("SSH-2.0-OpenSSH_9\r\n")],
        "",
        Err(WriterError::Protocol),
    )
    .await;
    check("closed at once", vec![], "", Err(WriterError::Protocol)).await;
}

#[tokio::test]
async fn hangs_and_floods() {
    let a = format!("{HEAD}{}", delta("a"));
    let ping = b": ping\n\n".to_vec();
    check(
        "hang before the head",
        vec![Act::Wait(2000)],
        "",
        Err(WriterError::Timeout),
    )
    .await;
    check(
        "hang before a token",
        vec![say(HEAD), Act::Wait(2000)],
        "",
        Err(WriterError::Timeout),
    )
    .await;
    let pings = vec![say(HEAD), Act::Forever(ping, 10)];
    check(
        "comments are no tokens",
        pings,
        "",
        Err(WriterError::Timeout),
    )
    .await;
    check(
        "hang midway",
        vec![say(&a), Act::Wait(2000)],
        "a",
        Err(WriterError::Timeout),
    )
    .await;

    let (endpoint, served) = serve(vec![vec![
        say(&a),
        Act::Forever(delta("b").into_bytes(), 20),
    ]])
    .await;
    let (said, result) = ask(&Writer::new(config(endpoint)).unwrap()).await;
    assert_eq!(
        result,
        Err(WriterError::Timeout),
        "a drip ends at the total: {said}"
    );
    assert!(said.starts_with("ab"), "{said}");
    served.abort();

    let words = vec![
        say(HEAD),
        Act::Forever(delta(&"x".repeat(200)).into_bytes(), 0),
    ];
    check(
        "words without end",
        words,
        &"x".repeat(1000),
        Err(WriterError::TooLong),
    )
    .await;
    for (name, flood) in [
        ("a line without end", vec![b'x'; 65536]),
        ("comments without end", b": x\n".repeat(16384)),
        ("a JSON without end", b"{\"a\":\"".repeat(10000)),
    ] {
        check(
            name,
            vec![say(HEAD), Act::Forever(flood, 0)],
            "",
            Err(WriterError::TooLong),
        )
        .await;
    }
}

#[tokio::test]
async fn nobody_there() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let found = ask(&Writer::new(config(endpoint)).unwrap()).await;
    assert_eq!(found, (String::new(), Err(WriterError::Unreachable)));
}

#[tokio::test]
async fn a_closed_tab_stops_the_model() {
    let (endpoint, served) = serve(vec![vec![
        say(HEAD),
        Act::Forever(delta("b").into_bytes(), 5),
    ]])
    .await;
    let writer = Writer::new(config(endpoint)).unwrap();
    let mut count = 0;
    let result = writer
        .write(&request(&question(), None), &mut |_| {
            count += 1;
            count < 3
        })
        .await;
    assert_eq!((result, count), (Ok(()), 3));
    // The server notices: its endless script ends because the connection is closed.
    tokio::time::timeout(Duration::from_secs(2), served)
        .await
        .expect("the server is let go")
        .unwrap();
}

#[cfg(unix)]
#[tokio::test]
async fn the_key_goes_to_the_writer_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("key");
    std::fs::write(&path, "sk-canary").unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let elsewhere = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let redirect = format!(
        "HTTP/1.1 307 X\r\nlocation: http://{}/\r\ncontent-length: 0\r\n\r\n",
        elsewhere.local_addr().unwrap()
    );
    let (endpoint, served) = serve(vec![vec![say(&redirect)]]).await;
    let writer = Writer::new(WriterConfig {
        key_file: Some(path),
        ..config(endpoint)
    })
    .unwrap();
    let (_, result) = ask(&writer).await;
    assert_eq!(result, Err(WriterError::Status(307)));
    let request = served.await.unwrap().remove(0);
    assert!(
        request.starts_with("POST /v1/chat/completions HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request
            .to_lowercase()
            .contains("authorization: bearer sk-canary\r\n"),
        "{request}"
    );
    assert!(
        request.contains(r#""stream":true"#) && request.contains("Câu hỏi"),
        "{request}"
    );
    assert!(!format!("{writer:?} {result:?} {result:#?}").contains("canary"));
    let followed = tokio::time::timeout(Duration::from_millis(50), elsewhere.accept()).await;
    assert!(followed.is_err(), "a redirect was followed");
}

#[tokio::test]
async fn a_server_that_knows_no_temperature_is_asked_again() {
    let refusal = "HTTP/1.1 400 X\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    let good = format!("{HEAD}{}data: [DONE]\n\n", delta("a"));
    let (endpoint, served) = serve(vec![vec![say(refusal)], vec![say(&good)]]).await;
    let found = ask(&Writer::new(config(endpoint)).unwrap()).await;
    assert_eq!(found, ("a".to_owned(), Ok(())));
    let requests = served.await.unwrap();
    assert!(requests[0].contains("max_tokens") && !requests[1].contains("max_tokens"));
}

/// Serves these scripts, asks once with the format if there is one, and gives what came and what was asked.
async fn exchange(
    scripts: Vec<Vec<Act>>,
    format: Option<&WriteFormat>,
    writer: impl FnOnce(WriterConfig) -> WriterConfig,
) -> (Result<(), WriterError>, Vec<String>, Writer) {
    let count = scripts.len();
    let (endpoint, served) = serve(scripts).await;
    let writer = Writer::new(writer(config(endpoint))).unwrap();
    let result = writer
        .write(&request(&question(), format), &mut |_| true)
        .await;
    let waited = tokio::time::timeout(Duration::from_secs(2), served).await;
    let requests = waited.map_or_else(|_| vec![format!("fewer than {count}")], Result::unwrap);
    (result, requests, writer)
}

fn refusal(status: u16, more: &str) -> Vec<Act> {
    vec![say(&format!(
        "HTTP/1.1 {status} X\r\n{more}content-length: 0\r\nconnection: close\r\n\r\n"
    ))]
}

fn good() -> Vec<Act> {
    vec![say(&format!("{HEAD}{}data: [DONE]\n\n", delta("a")))]
}

#[tokio::test]
async fn a_schema_is_asked_for_and_done_without_where_it_is_refused() {
    let format = WriteFormat {
        name: "answer".to_owned(),
        schema: serde_json::json!({ "type": "object" }),
        structured: "THEO MẪU".to_owned(),
        lines: "TỪNG DÒNG".to_owned(),
    };
    let (result, requests, writer) = exchange(vec![good()], Some(&format), |config| config).await;
    assert_eq!(result, Ok(()));
    assert!(requests[0].contains(r#""type":"json_schema""#) && requests[0].contains("THEO MẪU"));
    assert!(writer.is_structured());
    for status in [400, 422, 500] {
        let scripts = vec![refusal(status, ""), good()];
        let (result, requests, writer) = exchange(scripts, Some(&format), |config| config).await;
        assert_eq!(result, Ok(()), "{status}");
        assert!(requests[0].contains("json_schema") && requests[0].contains("temperature"));
        assert!(!requests[1].contains("json_schema") && requests[1].contains("TỪNG DÒNG"));
        assert!(
            requests[1].contains("temperature"),
            "one thing less at a time"
        );
        assert!(!writer.is_structured(), "it is remembered");
    }
    let plain = |config| WriterConfig {
        structured: false,
        ..config
    };
    let (_, requests, writer) = exchange(vec![good()], Some(&format), plain).await;
    assert!(requests[0].contains("TỪNG DÒNG") && !requests[0].contains("json_schema"));
    assert!(!writer.is_structured());
    let both = vec![refusal(500, ""), refusal(500, "")];
    let (result, requests, _) = exchange(both, Some(&format), |config| config).await;
    assert_eq!(
        (result, requests.len()),
        (Err(WriterError::Status(500)), 2),
        "it has failed"
    );
    // What no form avoids teaches nothing.
    let all = vec![
        refusal(400, ""),
        refusal(400, ""),
        refusal(400, ""),
        refusal(400, ""),
    ];
    let (result, requests, writer) = exchange(all, Some(&format), |config| config).await;
    assert_eq!((result, requests.len()), (Err(WriterError::Status(400)), 4));
    assert!(writer.is_structured());
}

#[tokio::test]
async fn what_was_refused_before_the_first_byte_is_sent_once_more() {
    let patient = |config| WriterConfig {
        first_token: Duration::from_secs(20),
        total: Duration::from_secs(20),
        retries: 1,
        ..config
    };
    let later = |status| refusal(status, "retry-after: 0\r\n");
    for (name, scripts, expect, asked) in [
        ("429", vec![later(429), good()], Ok(()), 2),
        (
            "503 without a time",
            vec![refusal(503, ""), good()],
            Ok(()),
            2,
        ),
        (
            "twice",
            vec![later(429), later(429)],
            Err(WriterError::Status(429)),
            2,
        ),
        (
            "too far away",
            vec![refusal(503, "retry-after: 3600\r\n")],
            Err(WriterError::Status(503)),
            1,
        ),
        (
            "out of range",
            vec![refusal(503, "retry-after: 18446744073709551615\r\n")],
            Err(WriterError::Status(503)),
            1,
        ),
        (
            "an error",
            vec![refusal(500, "")],
            Err(WriterError::Status(500)),
            1,
        ),
        (
            "a wrong key",
            vec![refusal(401, "")],
            Err(WriterError::Status(401)),
            1,
        ),
        (
            "broken midway",
            vec![vec![say(&format!("{HEAD}{}", delta("a")))]],
            Err(WriterError::Protocol),
            1,
        ),
    ] {
        let (result, requests, _) = exchange(scripts, None, patient).await;
        assert_eq!((result, requests.len()), (expect, asked), "{name}");
    }
    // Two failures of the same kind in one answer count as one for the circuit.
    let (_, _, writer) = exchange(vec![later(429), later(429)], None, patient).await;
    assert_eq!(writer.is_let_through(), Ok(()));
}

#[tokio::test]
async fn a_writer_that_fails_again_and_again_is_left_alone() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}/v1", listener.local_addr().unwrap());
    drop(listener);
    let writer = Writer::new(config(endpoint)).unwrap();
    for _ in 0..5 {
        assert_eq!(ask(&writer).await.1, Err(WriterError::Unreachable));
    }
    assert_eq!(ask(&writer).await.1, Err(WriterError::Resting));
    let (endpoint, served) = serve(vec![refusal(401, ""); 7]).await;
    let writer = Writer::new(config(endpoint)).unwrap();
    for _ in 0..7 {
        // A wrong key is answered at once, and stays the reason that is told.
        assert_eq!(ask(&writer).await.1, Err(WriterError::Status(401)));
    }
    served.await.unwrap();
}

#[tokio::test]
async fn more_answers_than_it_writes_at_a_time_are_turned_away() {
    let (endpoint, served) = serve(vec![vec![say(HEAD), Act::Wait(60_000)]]).await;
    let writer = Writer::new(WriterConfig {
        first_token: Duration::from_secs(60),
        total: Duration::from_secs(60),
        at_once: 1,
        waiting: 0,
        ..config(endpoint)
    })
    .unwrap();
    let mut first = Box::pin(ask(&writer));
    tokio::select! {
        biased;
        _ = &mut first => unreachable!("it waits for words"),
        second = ask(&writer) => assert_eq!(second.1, Err(WriterError::Busy)),
    }
    drop(first);
    assert!(
        writer.turns.take().await.is_some(),
        "a closed tab frees its turn"
    );
    served.abort();
}

#[test]
fn settings() {
    for (endpoint, model) in [("http://example.org/v1", "a"), ("http://127.0.0.1/v1", " ")] {
        let config = WriterConfig {
            model: model.to_owned(),
            ..config(endpoint.to_owned())
        };
        assert!(
            matches!(Writer::new(config), Err(WriterError::Settings(_))),
            "{endpoint}"
        );
    }
    assert!(Writer::new(config("https://example.org/v1".to_owned())).is_ok());
}
