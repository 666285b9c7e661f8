//! Records of answers: read again as they were, compared with today, put on paper, and emptied of what is removed.

mod replaced;
mod store;

use std::path::Path;

use serde_json::Value;
use tests::{Program, Response, get, sample, send};

use super::DAY;

const QUESTION: &str = "phạt lấn đất chiếm đất nông nghiệp";
const ASKED: &str = "q=ph%E1%BA%A1t%20l%E1%BA%A5n%20%C4%91%E1%BA%A5t%20chi%E1%BA%BFm%20%C4%91%E1%BA%A5t%20n%C3%B4ng%20nghi%E1%BB%87p&on=2026-11-22";

/// A library of a few samples: a decree on fines and its neighbours.
fn loaded(root: &Path) -> Program {
    let program = Program::on(root);
    let names = [
        "nghi-dinh-912-2025.html",
        "nghi-quyet-95-2025-song-mau.txt",
        "quyet-dinh-917-2025-song-mau.md",
    ];
    let mut ingest = vec!["ingest".into()];
    ingest.extend(names.map(|name| sample(name).into_os_string()));
    program.run(&ingest).success();
    program
}

fn fetched(address: &str, path: &str) -> Response {
    get(address, path).expect("the server answers")
}

fn json(response: &Response) -> Value {
    assert_eq!(response.status, 200, "{}", response.body);
    serde_json::from_str(&response.body).unwrap_or_else(|error| panic!("{error}: {response:?}"))
}

fn id(answer: &Value) -> String {
    let id = answer["record"].as_str();
    id.unwrap_or_else(|| panic!("no record: {answer:#}"))
        .to_owned()
}

fn asked(program: &Program) -> Value {
    program
        .run(&["ask", QUESTION, "--on", DAY, "--json"])
        .json()
}

/// Words of the decree on fines that an answer shows.
fn quoted(answer: &Value) -> String {
    let words = answer["claims"][0]["quotes"][0]["text"].as_str();
    words.expect("a quote").chars().take(40).collect()
}

#[test]
fn an_answer_can_be_read_again_as_it_was() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    let served = program.serve(&[]);
    let address = &served.address;
    let answer = json(&fetched(address, &format!("/api/ask?{ASKED}")));
    let id = id(&answer);
    let record = json(&fetched(address, &format!("/api/records/{id}")));
    assert_eq!(record["answer"], answer, "as it was sent");
    assert_eq!(record["unchanged"], true, "{record:#}");
    assert_eq!(
        record["question"],
        Value::Null,
        "what was asked stands in the head"
    );
    assert_eq!(record["head"]["question"], QUESTION);
    assert_eq!(record["head"]["on"], DAY);
    assert!(
        record["made"]
            .as_str()
            .is_some_and(|made| made.ends_with("+07:00"))
    );
    let basis = &record["head"]["bases"][0];
    for sum in ["file", "words"] {
        assert_eq!(basis[sum].as_str().map(str::len), Some(64), "{basis:#}");
    }
    let held = program.run(&["list", "--json"]).json();
    assert!(
        held.to_string()
            .contains(basis["document"].as_str().expect("a key"))
    );

    // Read out on the telephone; by the command line; the last line of a stream; a question with filters.
    let typed = id.to_lowercase().replace('-', "%20");
    assert_eq!(
        json(&fetched(address, &format!("/api/records/{typed}"))),
        record
    );
    let told = program.run(&["record", &id, "--json"]).json();
    assert_eq!(told, record);
    let stream = fetched(address, &format!("/api/ask/stream?{ASKED}&level=central"));
    let last: Value = stream
        .body
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok())
        .find(|step| step["event"] == "done")
        .expect("an end");
    let narrowed = self::id(&last["answer"]);
    let narrowed = json(&fetched(address, &format!("/api/records/{narrowed}")));
    assert_eq!(
        narrowed["head"]["narrowed"],
        serde_json::json!([["level", "central"]])
    );
    assert_eq!(narrowed["answer"], last["answer"]);

    shown(address, &id, &answer);
    absent(&program, address);

    let again = json(&fetched(address, &format!("/api/records/{id}/again")));
    assert_eq!(again["same"], true, "{again:#}");
    assert_ne!(
        self::id(&again["answer"]),
        id,
        "the new answer has a record of its own"
    );
    let said = program
        .run(&["record", &id, "--again", "--lang", "en"])
        .success();
    assert!(
        said.stdout.contains("is the one in the record"),
        "{said:#?}"
    );

    program.run(&["record", &id, "--forget"]).success();
    assert_eq!(fetched(address, &format!("/ho-so/{id}")).status, 404);
    program.run(&["check", "--deep"]).success();
}

/// The page, the legal basis and the document.
fn shown(address: &str, id: &str, answer: &Value) {
    let words = quoted(answer);
    let page = fetched(address, &format!("/ho-so/{id}"));
    assert_eq!(page.status, 200, "{}", page.body);
    for expect in [id, &words, "Căn cứ không đổi", "<textarea"] {
        assert!(page.body.contains(expect), "{expect} in {}", page.body);
    }
    let block = fetched(address, &format!("/ho-so/{id}/can-cu.txt"));
    assert_eq!(
        block.header("content-type"),
        Some("text/plain; charset=utf-8")
    );
    assert!(
        block.body.contains("số 912/2025/NĐ-CPMAU ngày "),
        "{}",
        block.body
    );
    assert!(
        block.body.contains("(còn hiệu lực tại ngày 22/11/2026)"),
        "{}",
        block.body
    );
    assert!(
        block.body.ends_with(&format!("Mã đối chiếu: {id}\n")),
        "{}",
        block.body
    );
    assert!(
        !block.body.contains(&words),
        "names of provisions and nothing else: {}",
        block.body
    );
    let page = fetched(address, &format!("/hoi?{ASKED}"));
    assert!(page.body.contains("/can-cu.txt\""), "{}", page.body);
}

/// An id that nobody has and what is no id are told apart by nothing.
fn absent(program: &Program, address: &str) {
    let ids = [
        "CC-0000-0000-0000",
        "CC-0000-0000",
        "x",
        "..%2F..%2Fetc",
        "%00",
    ];
    for path in [
        "/api/records/{}",
        "/api/records/{}/again",
        "/ho-so/{}",
        "/ho-so/{}/docx",
        "/ho-so/{}/can-cu.txt",
    ] {
        let answers: Vec<(u16, String)> = ids
            .iter()
            .map(|id| fetched(address, &path.replace("{}", id)))
            .map(|answer| (answer.status, without_request_id(&answer.body)))
            .collect();
        for ((status, body), id) in answers.iter().zip(ids) {
            assert_eq!(*status, 404, "{path} {id}");
            // The links that change the language repeat the address that was asked.
            if path.starts_with("/api/") {
                assert_eq!(*body, answers[0].1, "{path} {id}");
            }
        }
    }
    let said = program.run(&["record", "CC-0000-0000-0000"]);
    assert_eq!(said.code, Some(1), "{said:#?}");
}

/// A problem without what names the request alone.
fn without_request_id(body: &str) -> String {
    let Ok(mut problem) = serde_json::from_str::<Value>(body) else {
        return body.to_owned();
    };
    let id = problem["request_id"].take();
    assert!(id.is_string(), "{problem:#}");
    problem.to_string()
}

#[test]
fn the_document_opens_in_our_own_reader() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    let answer = asked(&program);
    let (id, words) = (id(&answer), quoted(&answer));
    let file = folder.path().join("tra-cuu.docx");
    program
        .run(&[
            "record".as_ref(),
            id.as_ref(),
            "--docx".as_ref(),
            file.as_os_str(),
        ])
        .success();
    let read = program
        .run(&["read".as_ref(), file.as_os_str(), "--pages".as_ref()])
        .success();
    for expect in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "BÁO CÁO",
        "III. CĂN CỨ PHÁP LÝ",
        "912/2025/NĐ-CPMAU",
        "Cán bộ phải đối chiếu",
        &id,
        &words,
    ] {
        assert!(read.stdout.contains(expect), "{expect} in {read:#?}");
    }
}

/// Product story 21: afterwards nothing returns a word of it.
#[test]
fn a_removed_document_is_in_no_record_any_more() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    let served = program.serve(&[]);
    let address = &served.address;
    let answer = json(&fetched(address, &format!("/api/ask?{ASKED}")));
    let (id, words) = (id(&answer), quoted(&answer));
    let slug = answer["claims"][0]["quotes"][0]["slug"]
        .as_str()
        .expect("a slug");
    let before = json(&fetched(address, &format!("/api/records/{id}")));
    let key = answer["evidence"][0]["document"]["id"]
        .as_str()
        .expect("a key")
        .to_owned();
    assert!(before.to_string().contains(&words));

    let gone = send("DELETE", address, &format!("/api/documents/{slug}"), "").expect("an answer");
    assert_eq!(gone.status, 204, "{}", gone.body);
    let title = answer["evidence"][0]["document"]["title"]
        .as_str()
        .expect("a title");
    for path in [
        "/api/records/{}",
        "/ho-so/{}",
        "/ho-so/{}/can-cu.txt",
        "/ho-so/{}/hoi-lai",
    ] {
        let after = fetched(address, &path.replace("{}", &id));
        assert_eq!(after.status, 200, "{path}: {}", after.body);
        for text in [words.as_str(), title] {
            assert!(
                !after.body.contains(text),
                "{path} still says {text}: {}",
                after.body
            );
        }
    }
    let after = json(&fetched(address, &format!("/api/records/{id}")));
    assert_eq!(after["removed"], serde_json::json!([key]), "{after:#}");
    assert_eq!(after["unchanged"], false);
    assert_eq!(
        after["head"], before["head"],
        "what it rested on is still named, and its sums"
    );
    assert_eq!(after["answer"]["claims"][0]["removed"], true, "{after:#}");
    let file = folder.path().join("a.docx");
    program
        .run(&[
            "record".as_ref(),
            id.as_ref(),
            "--docx".as_ref(),
            file.as_os_str(),
        ])
        .success();
    let read = program
        .run(&["read".as_ref(), file.as_os_str(), "--pages".as_ref()])
        .success();
    assert!(!read.stdout.contains(&words), "{read:#?}");
    let said = program.run(&["record", &id]).success();
    assert!(!said.said().contains(&words), "{said:#?}");
    program.run(&["check", "--deep"]).success();
}

/// Every paragraph and every cell that was written stands in the text that LibreOffice makes of the file, in order and
/// nothing else between them but the marks of the footnotes, each behind the words that it proves.
fn survives(program: &Program, file: &Path, text: &str) {
    let read = program.run(&["read".as_ref(), file.as_os_str(), "--pages".as_ref()]);
    let read = read.success().stdout;
    let (body, notes) = read.split_once("══").expect("footnotes");
    let notes = notes.lines().skip(1).filter(|line| !line.trim().is_empty());
    let notes = notes.count();
    let joined = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let theirs = joined(text.trim_start_matches('\u{feff}'));
    let (mut rest, mut marks) = (theirs.as_str(), 0);
    for line in body.lines().map(joined).filter(|line| !line.is_empty()) {
        let after = rest.trim_start().strip_prefix(&line);
        rest = after.unwrap_or_else(|| panic!("{line}: {theirs}"));
        if let Some(after) = rest.strip_prefix(&(marks + 1).to_string()) {
            (rest, marks) = (after, marks + 1);
        }
    }
    assert_eq!(marks, notes, "{theirs}");
    assert!(notes >= 2, "{read}");
    // The number of the page.
    assert!(rest.trim().len() <= 1, "{rest}: {theirs}");
}

/// What goes into a file is opened by the word processor that offices have where they have no other: its words, marks and
/// footnotes are there.
#[test]
fn an_export_opens_in_libreoffice() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let version = std::process::Command::new("soffice")
        .arg("--version")
        .output();
    if !version.is_ok_and(|output| output.status.success()) {
        return tests::skipped("an_export_opens_in_libreoffice", "soffice is not installed");
    }
    let program = loaded(&folder.path().join("data"));
    let answer = program
        .run(&["ask", QUESTION, "--on", DAY, "--json"])
        .json();
    for form in ["bao-cao", "to-trinh", "cong-van"] {
        let file = folder.path().join(format!("{form}.docx"));
        program
            .run(&[
                "record".as_ref(),
                id(&answer).as_ref(),
                "--docx".as_ref(),
                file.as_os_str(),
                "--form".as_ref(),
                form.as_ref(),
            ])
            .success();
        let home = format!(
            "-env:UserInstallation=file://{}/office",
            folder.path().display()
        );
        let convert = |to: &str, ending: &str| {
            let converted = std::process::Command::new("soffice")
                .args(["--headless", &home, "--convert-to", to, "--outdir"])
                .arg(folder.path())
                .arg(&file)
                .output()
                .expect("soffice runs");
            let made = folder.path().join(format!("{form}.{ending}"));
            assert!(made.is_file(), "{form}: {converted:?}");
            made
        };
        let text = convert("txt:Text (encoded):UTF8", "txt");
        let text = std::fs::read_to_string(text).expect("text");
        survives(&program, &file, &text);
        let pdf = convert("pdf", "pdf");
        let read = std::process::Command::new("pdftotext")
            .args(["-layout".as_ref(), pdf.as_os_str(), "-".as_ref()])
            .output();
        let Ok(read) = read else {
            return tests::skipped(
                "an_export_opens_in_libreoffice",
                "pdftotext is not installed",
            );
        };
        let words = String::from_utf8_lossy(&read.stdout).into_owned();
        // The head is a table of two columns: who sends it beside the name of the country, in one line of the page.
        let head = words.lines().find(|line| line.contains("CỘNG HÒA"));
        let (left, _) = head
            .and_then(|line| line.split_once("CỘNG HÒA"))
            .expect("the head");
        assert!(!left.trim().is_empty(), "{form}: the left column: {words}");
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        for wanted in [
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "912/2025/NĐ-CPMAU",
            &id(&answer),
        ] {
            assert!(words.contains(wanted), "{form}: {wanted}: {words}");
        }
        // Every footnote came along: its number, and the place that it names.
        let lower = words.to_lowercase();
        let claims = answer["claims"].as_array().expect("claims");
        let quotes = claims.iter().filter_map(|claim| claim["quotes"].as_array());
        for (at, quote) in quotes.flatten().enumerate() {
            let place = quote["citation"].as_str().unwrap_or_default();
            let note = format!("{} {}", at + 1, place.to_lowercase());
            assert!(lower.contains(&note), "{form}: {note}: {words}");
        }
    }
}
