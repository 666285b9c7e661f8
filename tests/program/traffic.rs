//! What stands around every request: ids, limits, counts.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::Value;
use tests::{Program, Response, Served, get, sample, send};

use super::leaks::settings;

/// A word that nobody should meet again.
const CANARY: &str = "chimbaobao";

fn loaded(more: &str) -> (tempfile::TempDir, Program) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let act = sample("nghi-dinh-912-2025.html");
    program.run(&["ingest".as_ref(), act.as_os_str()]).success();
    settings(&program, more);
    (folder, program)
}

fn id(response: &Response) -> &str {
    let id = response.header("x-request-id").unwrap_or_default();
    let hex = id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
    assert!(hex, "{}", response.head);
    id
}

fn asked(served: &Served, path: &str) -> Response {
    get(&served.address, path).expect("an answer")
}

/// A page gets smaller for who takes it so, and not where it holds a secret or is still being made.
#[test]
fn whole_pages_are_packed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    tests::copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let packed = |path: &str, takes: &str| {
        let headers = [
            ("Host", served.address.as_str()),
            ("Accept-Encoding", takes),
        ];
        let answer = tests::talk(&served.address, "GET", path, &headers, "").expect("an answer");
        assert_eq!(answer.status, 200, "{path}: {}", answer.head);
        answer.header("content-encoding").map(str::to_owned)
    };
    let secret = tests::Client::invitation(&served);
    for path in [
        "/",
        "/vb/901-2024-nd-cpmau",
        "/api/documents/901-2024-nd-cpmau",
        "/static/pages.css",
    ] {
        assert_eq!(packed(path, "gzip, br").as_deref(), Some("gzip"), "{path}");
        assert_eq!(packed(path, "gzip;q=0"), None, "{path}");
        assert_eq!(packed(path, "identity"), None, "{path}");
    }
    for path in [
        &format!("/lap-tai-khoan?ma={secret}"),
        "/vb/901-2024-nd-cpmau/ban-goc",
        "/vb/901-2024-nd-cpmau/trang/1/anh",
        "/api/ask/stream?q=khai+sinh",
        "/health/live",
    ] {
        assert_eq!(packed(path, "gzip"), None, "{path}");
    }
}

#[test]
fn every_answer_has_an_id_of_its_own_and_problems_name_it() {
    let (_folder, program) = loaded("");
    let served = program.serve(&[]);
    for path in ["/", "/static/pages.css", "/api/search?q=a", "/health/live"] {
        id(&asked(&served, path));
    }
    let problem = asked(&served, "/api/search?q=");
    let said: Value = serde_json::from_str(&problem.body).expect("a problem");
    assert_eq!(said["request_id"], id(&problem), "{said:#}");
    let page = asked(&served, "/khong-co-trang-nay");
    assert!(page.body.contains(id(&page)), "{}", page.body);
    let lines = asked(&served, "/api/ask/stream?q=a&on=2026-13-01");
    let said: Value = serde_json::from_str(&lines.body).expect("a problem");
    assert_eq!(said["request_id"], id(&lines), "{said:#}");

    // One from outside is not taken over.
    let mut stream = TcpStream::connect(&served.address).expect("it listens");
    let head = format!(
        "GET /health/live HTTP/1.0\r\nHost: {}\r\nX-Request-Id: {CANARY}\r\n\r\n",
        served.address
    );
    stream.write_all(head.as_bytes()).expect("it reads");
    let mut said = String::new();
    stream.read_to_string(&mut said).expect("it answers");
    assert!(
        said.contains("x-request-id") && !said.contains(CANARY),
        "{said}"
    );
}

#[test]
fn who_asks_too_much_waits_and_may_still_read() {
    let (_folder, program) = loaded("[limits]\nsearch = 1");
    let served = program.serve(&[]);
    // Refused questions count too: the limit stands before them.
    let many = |_| asked(&served, "/api/search?q=").status;
    let statuses: Vec<u16> = (0..60).map(many).collect();
    let (before, after) = statuses.split_at(50);
    assert!(before.iter().all(|status| *status == 400), "{statuses:?}");
    assert!(after.contains(&429), "{statuses:?}");
    let limited = asked(&served, "/api/search?q=");
    let wait = limited
        .header("retry-after")
        .and_then(|wait| wait.parse().ok());
    assert!(
        wait.is_some_and(|wait: u32| (1..=60).contains(&wait)),
        "{}",
        limited.head
    );
    let said: Value = serde_json::from_str(&limited.body).expect("a problem");
    assert_eq!(said["type"], "/problems/too-many", "{said:#}");
    assert_eq!(
        asked(&served, "/tim?q=a").status,
        429,
        "pages are no way around"
    );
    for path in ["/vb", "/api/health", "/hoi?q=a", "/metrics"] {
        assert_eq!(asked(&served, path).status, 200, "{path}");
    }
    let counted = asked(&served, "/metrics").body;
    assert!(
        counted.contains("cancu_limited_total{class=\"search\"}"),
        "{counted}"
    );
}

#[test]
fn counts_hold_nothing_of_what_was_asked_or_loaded() {
    let (_folder, program) = loaded("");
    let served = program.serve(&[]);
    for path in [
        format!("/hoi?q={CANARY}"),
        format!("/api/search?q={CANARY}"),
        format!("/vb/{CANARY}"),
        format!("/{CANARY}/{CANARY}"),
        format!("/ho-so/{CANARY}"),
        format!("/static/{CANARY}"),
        "/vb/912-2025-nd-cpmau".to_owned(),
    ] {
        asked(&served, &path);
    }
    let _ = send(CANARY, &served.address, "/api/ask", "{}");
    let counted = asked(&served, "/metrics");
    assert_eq!(counted.status, 200);
    let media = counted.header("content-type").unwrap_or_default();
    assert!(media.starts_with("text/plain; version=0.0.4"), "{media}");
    let text = &counted.body;
    for word in [CANARY, "912-2025", "912/2025", "127.0.0.1"] {
        assert!(!text.contains(word), "{word} in\n{text}");
    }
    for line in [
        "cancu_requests_total{method=\"GET\",route=\"/vb/{slug}\",status=\"404\"} 1",
        "cancu_requests_total{method=\"GET\",route=\"/vb/{slug}\",status=\"200\"} 1",
        "cancu_serving{state=\"ready\"} 1",
        "cancu_writer{state=\"none\"} 1",
        "cancu_documents 1",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
}

#[test]
fn counts_are_told_to_nobody_where_the_settings_say_so() {
    let (_folder, program) = loaded("[server]\nmetrics = \"off\"");
    let served = program.serve(&[]);
    assert_eq!(asked(&served, "/metrics").status, 404);
}
