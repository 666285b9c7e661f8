//! What is somebody's own: complaints, the history, saved questions; through the pages and the command line.

use serde_json::{Value, json};
use tests::{Client, Program, Response, Served, get, post, sample, send};

use super::DAY;

fn loaded() -> (tempfile::TempDir, Program) {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    program.run(&["ingest".as_ref(), sample("").as_os_str()]);
    (folder, program)
}

fn read(served: &Served, path: &str) -> Value {
    let answer = get(&served.address, path).expect("an answer");
    serde_json::from_str(&answer.body).expect("JSON")
}

fn form(served: &Served, path: &str, fields: &str) -> Response {
    let kind = [("Content-Type", "application/x-www-form-urlencoded")];
    post(&served.address, path, &kind, fields).expect("an answer")
}

fn asked(served: &Served) -> String {
    let answer = read(
        served,
        &format!("/api/ask?q=%C4%91%C4%83ng+k%C3%BD+khai+sinh&on={DAY}"),
    );
    answer["record"]
        .as_str()
        .expect("it is recorded")
        .to_owned()
}

#[test]
fn a_problem_is_reported_and_its_outcome_is_seen() {
    let (_folder, program) = loaded();
    let served = program.serve(&[]);
    let record = asked(&served);
    let page = get(&served.address, &format!("/bao-loi?ho-so={record}")).expect("a page");
    assert!(page.body.contains("wrong_figure"), "{}", page.body);
    let about = json!({ "record": record, "kind": "wrong_figure", "note": "chimbaobao" });
    let told = send(
        "POST",
        &served.address,
        "/api/complaints",
        &about.to_string(),
    );
    let told: Value = serde_json::from_str(&told.expect("an answer").body).expect("JSON");
    let id = told["id"].as_str().expect("an id").to_owned();
    assert_eq!(told["url"], format!("/ho-so/{record}"), "{told:#}");

    let sent = form(
        &served,
        "/bao-loi",
        "vb=901-2024-nd-cpmau&muc=dieu-10&kind=unclear&note=",
    );
    assert_eq!(sent.status, 303, "{}", sent.head);
    let there = sent.header("location").expect("its page").to_owned();
    let thanks = get(&served.address, &there).expect("a page");
    assert!(thanks.body.contains("BL-"), "{}", thanks.body);

    let open = program.run(&["reports", "--json"]).json();
    assert_eq!(open.as_array().map(Vec::len), Some(2), "{open:#}");
    let words = "đã nạp lại văn bản";
    program
        .run(&["reports", "--settle", &id, "--outcome", words])
        .success();
    let open = program.run(&["reports"]).success();
    assert!(!open.stdout.contains(&id), "{open:#?}");
    let all = program.run(&["reports", "--all"]).success();
    assert!(
        all.stdout.contains(&id) && all.stdout.contains(words),
        "{all:#?}"
    );
    let seen = get(&served.address, &format!("/bao-loi/{id}")).expect("a page");
    assert!(seen.body.contains(words), "{}", seen.body);

    for wrong in [
        json!({ "record": record, "kind": "schlecht" }),
        json!({ "kind": "other" }),
        json!({ "record": record, "document": "901-2024-nd-cpmau", "kind": "other" }),
        json!({ "record": record, "kind": "other", "more": 1 }),
    ] {
        let said = send(
            "POST",
            &served.address,
            "/api/complaints",
            &wrong.to_string(),
        );
        assert_eq!(said.expect("an answer").status, 400, "{wrong}");
    }
    for absent in [
        json!({ "record": "CC-0000-0000-0000", "kind": "other" }),
        json!({ "document": "khong-co", "kind": "other" }),
        json!({ "document": "901-2024-nd-cpmau", "path": "dieu-99", "kind": "other" }),
    ] {
        let said = send(
            "POST",
            &served.address,
            "/api/complaints",
            &absent.to_string(),
        );
        assert_eq!(said.expect("an answer").status, 404, "{absent}");
    }
    let absent = get(&served.address, "/bao-loi/BL-0000-0000-0000").expect("a page");
    assert_eq!(absent.status, 404);

    // Nothing of it is logged, and it goes with the record.
    assert!(!served.said().join("\n").contains("chimbaobao"));
    program.run(&["record", &record, "--forget"]).success();
    let left = program.run(&["reports", "--all", "--json"]).json();
    assert_eq!(left.as_array().map(Vec::len), Some(1), "{left:#}");
}

#[test]
fn one_s_questions_are_listed_saved_and_emptied() {
    let (_folder, program) = loaded();
    let served = program.serve(&[]);
    let record = asked(&served);
    let history = read(&served, "/api/history");
    assert_eq!(history["total"], 1, "{history:#}");
    assert_eq!(history["answers"][0]["record"], record.as_str());
    let page = get(&served.address, "/lich-su").expect("a page");
    assert!(page.body.contains("đăng ký khai sinh"), "{}", page.body);

    let saved = form(
        &served,
        "/lich-su/luu",
        "question=ph%C3%AD+ch%E1%BB%A9ng+th%E1%BB%B1c",
    );
    assert_eq!(saved.status, 303, "{}", saved.head);
    let history = read(&served, "/api/history");
    let one = &history["saved"][0];
    assert_eq!(one["question"], "phí chứng thực");
    let gone = form(&served, &format!("/lich-su/luu/{}/xoa", one["row"]), "");
    assert_eq!(gone.status, 303);
    let emptied = form(&served, "/lich-su/xoa", "");
    assert_eq!(emptied.status, 303);
    let history = read(&served, "/api/history");
    assert_eq!(
        (&history["total"], &history["saved"]),
        (&json!(0), &json!([]))
    );
    let kept = get(&served.address, &format!("/api/records/{record}")).expect("an answer");
    assert_eq!(kept.status, 200, "the record stays");
    let elsewhere = [
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Origin", "https://example.com"),
    ];
    let other = post(&served.address, "/lich-su/xoa", &elsewhere, "").expect("an answer");
    assert_eq!(other.status, 403, "another site empties nothing");
}

/// What is somebody's own is nobody else's, an administrator's least of all; a report is seen by who checks them.
#[test]
fn nobody_sees_what_another_asked() {
    let (_folder, program) = loaded();
    let served = program.serve(&[]);
    let admin = Client::first(&served, "quantri");
    let mut an = Client::new(&program, &served.address, "an", &["official"]);
    let binh = Client::new(&program, &served.address, "binh", &["official"]);
    let checker = Client::new(&program, &served.address, "tuphap", &["checker"]);
    let asked = an.get(&format!("/api/ask?q=khai+sinh+chimbaobao&on={DAY}"));
    assert_eq!(asked.status, 200, "{}", asked.body);
    an.post("/lich-su/luu", &[("question", "phí chimbaobao")]);
    let own = an.get("/lich-su").body;
    assert!(own.contains("phí chimbaobao"), "{own}");
    assert!(own.contains("khai sinh chimbaobao"), "{own}");
    for other in [&admin, &binh, &checker] {
        let seen = other.get("/lich-su");
        assert_eq!(seen.status, 200);
        assert!(!seen.body.contains("chimbaobao"), "{}", seen.body);
        let seen = other.get("/api/history");
        assert!(!seen.body.contains("chimbaobao"), "{}", seen.body);
    }
    let fields = [
        ("vb", "901-2024-nd-cpmau"),
        ("kind", "other"),
        ("note", "chimbaobao"),
    ];
    let sent = an.post("/bao-loi", &fields);
    let page = sent.header("location").expect("its page").to_owned();
    assert_eq!(an.get(&page).status, 200);
    assert_eq!(checker.get(&page).status, 200);
    assert_eq!(binh.get(&page).status, 404, "another's report is none");
    assert!(!binh.get("/bao-loi").body.contains("chimbaobao"));
}
