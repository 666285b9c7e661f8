//! What must not leave: words of documents that a policy keeps back, personal data, and in the log anything at all that
//! somebody asked, sent or loaded. The model is a scripted server that keeps what it was sent.

mod removed;

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Program, free_port, get, sample, send, send_file, send_form};

use super::DAY;

const QUESTION: &str = "đăng ký khai sinh trong bao nhiêu ngày";

/// A model on this machine that answers nothing of use; what it was sent.
struct Recorder {
    endpoint: String,
    sent: Arc<Mutex<Vec<String>>>,
}

impl Recorder {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("it is bound");
        let sent = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&sent);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
                let (mut bytes, mut part) = (Vec::new(), [0; 65_536]);
                while !whole(&bytes) {
                    match stream.read(&mut part) {
                        Ok(read) if read > 0 => bytes.extend_from_slice(&part[..read]),
                        _ => break,
                    }
                }
                let said = String::from_utf8_lossy(&bytes).into_owned();
                kept.lock().expect("no test panics here").push(said);
                let answer = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"{\\\"none\\\": true}\"}}]}\n\ndata: [DONE]\n\n";
                let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
                let _ = stream.write_all(format!("{head}{answer}").as_bytes());
            }
        });
        Self {
            endpoint: format!("http://{address}/v1"),
            sent,
        }
    }

    /// What it was sent since the last look.
    fn sent(&self) -> Vec<String> {
        std::mem::take(&mut *self.sent.lock().expect("no test panics here"))
    }
}

fn whole(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let head_length = head.len() + 4;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        let named = name.eq_ignore_ascii_case("content-length");
        named.then(|| value.trim().parse::<usize>().ok())?
    });
    bytes.len() >= head_length + length.unwrap_or_default()
}

pub(super) fn loaded(root: &Path, more: &[&str]) -> Program {
    let program = Program::on(root);
    let mut arguments = vec!["ingest".to_owned(), sample("").display().to_string()];
    arguments.extend(more.iter().map(|word| (*word).to_owned()));
    program.run(&arguments);
    program
}

pub(super) fn settings(program: &Program, text: &str) {
    std::fs::write(program.root().join("cancu.toml"), text).expect("settings can be written");
}

fn ask(program: &Program, question: &str) -> Value {
    program
        .run(&["ask", question, "--on", DAY, "--json"])
        .json()
}

fn writer(recorder: &Recorder) -> String {
    format!(
        "[writer]\nendpoint = \"{}\"\nmodel = \"mau\"\n",
        recorder.endpoint
    )
}

#[test]
fn a_model_is_shown_what_the_policy_allows_and_the_person_sees_everything() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    let recorder = Recorder::new();
    settings(&program, &writer(&recorder));
    // Nobody stated a level: a model on this machine may read it.
    let answer = ask(&program, QUESTION);
    let evidence = answer["evidence"].as_array().expect("evidence").clone();
    let open = recorder.sent();
    assert_eq!(open.len(), 1, "{answer:#}");
    assert_eq!(answer["egress"]["kept_back"], 0, "{answer:#}");
    let first = evidence[0]["document"]["slug"]
        .as_str()
        .expect("a document")
        .to_owned();
    let name = evidence[0]["document"]["name"].as_str().expect("a name");
    // As a prompt heads the provisions of a document: other documents may cite it by its name.
    let name = format!("Văn bản: {name}");
    assert!(open[0].contains(&name), "{name}: {open:?}");

    // One document is restricted: its words are shown to the person and not to the model.
    program.run(&["level", &first, "restricted"]).success();
    let answer = ask(&program, QUESTION);
    let sent = recorder.sent().concat();
    assert!(!sent.is_empty(), "{answer:#}");
    assert!(
        answer["egress"]["kept_back"].as_u64() > Some(0),
        "{answer:#}"
    );
    assert!(
        answer["evidence"].to_string().contains(&first),
        "{answer:#}"
    );
    assert!(!sent.contains(&name), "{name}: {sent}");

    // All of it is: the model is not asked, and the answer is the provisions themselves.
    settings(
        &program,
        &format!("{}[policy]\nunstated = \"restricted\"\n", writer(&recorder)),
    );
    let answer = ask(&program, QUESTION);
    assert_eq!(recorder.sent(), Vec::<String>::new());
    assert_eq!(answer["refusal"], "policy_forbids", "{answer:#}");
    assert!(answer["model"].is_null());
    assert!(
        !answer["claims"].as_array().expect("claims").is_empty(),
        "{answer:#}"
    );
    assert!(!answer["evidence"].as_array().expect("evidence").is_empty());

    // A policy that cannot be read lets nothing out: the program does not run under another one.
    settings(
        &program,
        &format!("{}[policy]\npublic = [\"anywhere\"]\n", writer(&recorder)),
    );
    let refused = program.run(&["ask", QUESTION, "--on", DAY]);
    assert_eq!(refused.code, Some(1), "{refused:#?}");
    assert_eq!(recorder.sent(), Vec::<String>::new());
}

/// The form of the page, sent as a browser without scripts sends it, and the same door of the API.
#[test]
fn the_upload_form_says_how_confidential_a_document_is() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let text = std::fs::read(sample("quyet-dinh-917-2025-song-mau.md")).expect("a sample");
    let sent = |path: &str, fields: &[(&str, &str)]| {
        let file = ("quyet-dinh.md", text.as_slice());
        send_form(&served.address, path, fields, file).expect("it answers")
    };
    let level = || {
        let listed = get(&served.address, "/api/documents").expect("it answers");
        let listed: Value = serde_json::from_str(&listed.body).expect("JSON");
        listed["documents"][0]["confidentiality"].clone()
    };
    let form = get(&served.address, "/nap?lang=en").expect("the form").body;
    for expect in [
        "name=\"level\"",
        "value=\"restricted\"",
        "<option value=\"\">",
    ] {
        assert!(form.contains(expect), "{expect}: {form}");
    }
    // What cannot be read loads nothing: a slip must not leave a document open.
    for fields in [[("level", "restrictd")], [("levle", "restricted")]] {
        for path in ["/nap", "/api/documents"] {
            assert_eq!(sent(path, &fields).status, 400, "{path} {fields:?}");
        }
    }
    assert_eq!(level(), Value::Null, "nothing was loaded");
    let loaded = sent(
        "/api/documents",
        &[("collection", ""), ("level", "restricted")],
    );
    assert_eq!(loaded.status, 200, "{}", loaded.body);
    assert_eq!(level(), "restricted");
    sent("/api/documents", &[("collection", "Nội bộ"), ("level", "")]);
    assert_eq!(level(), "restricted", "blank: it keeps its own");
    sent("/api/documents", &[("level", "public")]);
    assert_eq!(level(), "public");
}

#[test]
fn levels_are_set_listed_and_kept() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let file = sample("quyet-dinh-917-2025-song-mau.md");
    let load = |more: &[&str]| {
        let mut arguments = vec!["ingest".to_owned(), file.display().to_string()];
        arguments.extend(more.iter().map(|word| (*word).to_owned()));
        program.run(&arguments).success()
    };
    let level =
        || program.run(&["list", "--json"]).json()["documents"][0]["confidentiality"].clone();
    load(&["--level", "internal", "--collection", "Nội bộ"]);
    assert_eq!(level(), "internal");
    load(&["--level", "restricted"]);
    assert_eq!(level(), "restricted");
    load(&[]);
    assert_eq!(level(), "restricted", "loaded again without a word");
    program
        .run(&["level", "Nội bộ", "public", "--lang", "en"])
        .success();
    assert_eq!(level(), "restricted", "its own level goes first");
    let slug = program.run(&["list", "--json"]).json()["documents"][0]["slug"].clone();
    let slug = slug.as_str().expect("an address");
    let said = program.run(&["level", slug, "--lang", "en"]).success();
    assert_eq!(said.stdout.trim(), "restricted");
    program.run(&["level", slug, "none"]).success();
    assert_eq!(level(), "public", "that of its collection");
    let rows = program.run(&["level", "--json"]).json();
    assert_eq!(rows[0]["collection"], "Nội bộ");
    assert_eq!(rows[0]["level"], "public");
    let wrong = program.run(&["level", "noi-bo", "restricted", "--lang", "en"]);
    assert_eq!(
        wrong.code,
        Some(1),
        "a slip of the finger is no new collection: {wrong:#?}"
    );
    program
        .run(&["level", "Sau này", "restricted", "--collection"])
        .success();

    // To close a collection is done at once; to open it asks with the number of its documents (T42).
    program.run(&["level", "Nội bộ", "restricted"]).success();
    assert_eq!(level(), "restricted");
    for agreed in [&[][..], &["--agree", "0"]] {
        let asked = [&["level", "Nội bộ", "internal", "--lang", "en"], agreed].concat();
        let asked = program.run(&asked);
        assert_eq!(asked.code, Some(1), "{asked:#?}");
        assert!(asked.stderr.contains("1 document(s)"), "{asked:#?}");
        assert_eq!(level(), "restricted", "nothing was changed");
    }
    // One that has a level of its own is not opened with its collection.
    let own = |level: &str| program.run(&["level", slug, level]).success();
    own("restricted");
    program.run(&["level", "Nội bộ", "internal"]).success();
    assert_eq!(level(), "restricted", "its own");
    program.run(&["level", "Nội bộ", "restricted"]).success();
    own("none");
    program
        .run(&["level", "Nội bộ", "public", "--agree", "1"])
        .success();
    assert_eq!(level(), "public");
    program.run(&["check", "--deep"]).success();
    let policy = program.run(&["policy", "--json"]).json();
    assert_eq!(policy["endpoint"], "none");
    assert_eq!(policy["levels"][2]["level"], "restricted");
    assert_eq!(policy["levels"][2]["loopback"], false);
}

#[test]
fn no_log_line_and_no_error_holds_what_was_asked_sent_or_loaded() {
    const CANARIES: [&str; 7] = [
        "kanaqhoi",
        "kanavanban",
        "kanatieude",
        "kanatep",
        "kanakhoa",
        "079085001234",
        "kanaduong",
    ];
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(folder.path(), &[]);
    let recorder = Recorder::new();
    let key = folder.path().join("khoa");
    std::fs::write(&key, "sk-kanakhoa").expect("a key can be written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o600)).expect("its mode");
    }
    settings(
        &program,
        &format!("{}key_file = \"{}\"\n", writer(&recorder), key.display()),
    );
    let port = free_port();
    let address = format!("127.0.0.1:{port}");
    let mut command = program.command(&["serve", "--listen", &address]);
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).expect("a log");
    let mut child = command
        .env("CANCU_LOG", "trace")
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .expect("the program can be started");
    let until = Instant::now() + Duration::from_secs(60);
    while get(&address, "/health/live").is_err() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    let asked = "kanaqhoi+c%C3%B3+CCCD+079085001234+khai+sinh";
    let mut bodies = Vec::new();
    for path in [
        format!("/hoi?q={asked}"),
        format!("/tim?q={asked}"),
        format!("/api/ask?q={asked}"),
        format!("/api/ask/stream?q={asked}"),
        format!("/api/search?q={asked}"),
        format!("/api/suggest?q={asked}"),
        format!("/api/search?q={asked}&kind=kanaqhoi"),
        format!("/api/search?q={asked}&on=kanaqhoi"),
        "/vb/kanaduong/dieu-5".to_owned(),
        "/kanaduong?%zz=kanaqhoi".to_owned(),
    ] {
        let answer = get(&address, &path).expect("the server answers");
        bodies.push(answer.body);
    }
    let json = "{\"question\": \"kanaqhoi 079085001234 khai sinh\", \"on\": \"2026-11-22\"}";
    for (method, body) in [
        ("POST", json),
        ("PUT", json),
        ("POST", "{\"kanaqhoi\": 1}"),
        ("POST", "kanaqhoi{"),
    ] {
        bodies.push(
            send(method, &address, "/api/ask", body)
                .expect("it answers")
                .body,
        );
    }
    let document = "ỦY BAN NHÂN DÂN XÃ MẪU\nSố: 77/2026/QĐ-UBNDMAU\n\nQUYẾT ĐỊNH\nVề kanavanban\n\nĐiều 1. kanavanban\nNội dung kanavanban.\n";
    for bytes in [
        document.as_bytes(),
        b"%PDF-1.7 kanavanban",
        b"\x00\x01kanavanban",
    ] {
        let uploaded = send_file(&address, "/api/documents", "kanatep.txt", bytes);
        let uploaded = uploaded.or_else(|_| send_file(&address, "/nap", "kanatep.pdf", bytes));
        bodies.push(uploaded.expect("it answers").body);
    }
    for head in [
        format!(
            "GET /hoi?q=khai+sinh HTTP/1.0\r\nHost: {address}\r\nCookie: kanatieude=1\r\nAuthorization: Bearer kanatieude\r\nX-Request-Id: kanatieude\r\nReferer: http://kanatieude/\r\nUser-Agent: kanatieude\r\n\r\n"
        ),
        "GET / HTTP/1.1\r\nHost: kanatieude.example\r\nConnection: close\r\n\r\n".to_owned(),
        "kanatieude kanatieude\r\nkanatieude\r\n\r\n".to_owned(),
        format!(
            "POST /api/ask HTTP/1.1\r\nHost: {address}\r\nOrigin: http://kanatieude\r\nConnection: close\r\nContent-Length: 4\r\n\r\nkana"
        ),
    ] {
        let mut stream = std::net::TcpStream::connect(&address).expect("the server listens");
        let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
        let _ = stream.write_all(head.as_bytes());
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        bodies.push(String::from_utf8_lossy(&answer).into_owned());
    }
    let sent = recorder.sent();
    assert!(
        !sent.is_empty(),
        "the writer was asked, or nothing was tested"
    );
    assert!(sent.iter().all(|request| request.contains("sk-kanakhoa")));
    let _ = child.kill();
    let _ = child.wait();
    let log = std::fs::read_to_string(&log).expect("a log");
    assert!(
        log.contains("serving"),
        "it says something at this setting: {log}"
    );
    for canary in CANARIES {
        assert!(!log.contains(canary), "{canary}: {log}");
    }
    for body in &bodies {
        assert!(
            !body.contains("kanakhoa") && !body.contains("kanatieude"),
            "{body}"
        );
    }
}
