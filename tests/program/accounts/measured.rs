//! What is counted and measured tells nothing of what is hidden: runs of gold questions, and terms of unanswered questions.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Client, Program, copy_samples, sample};

fn read(who: &Client, path: &str) -> Value {
    let said = who.get(path);
    assert_eq!(said.status, 200, "{path}: {}", said.body);
    serde_json::from_str(&said.body).expect("JSON")
}

fn sent(who: &Client, path: &str, body: &Value) -> u16 {
    let json = [("Content-Type", "application/json")];
    who.send("POST", path, &json, &body.to_string()).status
}

/// The last run, once it is over.
fn run(who: &Client) -> Value {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let told = read(who, "/api/evaluations");
        if told["running"].is_null() {
            return told["runs"][0].clone();
        }
        assert!(Instant::now() < end, "{told:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[test]
fn runs_of_gold_questions_tell_nothing_of_what_is_hidden() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    program.run(&["ingest", &corpus.to_string_lossy()]);
    let text = std::fs::read_to_string(sample("quyet-dinh-925-2025-dong-mau.txt"));
    let text = text.expect("a sample").replace("925/2025", "77/2026");
    let file = folder.path().join("kin.txt");
    std::fs::write(&file, text).expect("a file can be written");
    program
        .run(&["ingest", "--collection", "Kín", &file.to_string_lossy()])
        .success();
    program.run(&["group", "add", "Tổ kín"]).success();
    program.run(&["group", "give", "Kín", "Tổ kín"]).success();
    let served = program.serve(&["--corpus", "none"]);
    Client::first(&served, "an");
    let outside = Client::new(&program, &served.address, "binh", &["admin", "official"]);
    let mut member = Client::new(&program, &served.address, "chi", &["admin", "official"]);
    program
        .run(&["account", "groups", "chi", "Tổ kín"])
        .success();
    assert_eq!(member.sign_in("chi", tests::PASSWORD).status, 303);

    let lines = "Điều 10 Nghị định số 901/2024/NĐ-CPMAU\tĐiều 10 Nghị định số 901/2024/NĐ-CPMAU\n\
        Điều 1 Quyết định số 77/2026/QĐ-UBND\tĐiều 1 Quyết định số 77/2026/QĐ-UBND\n";
    assert_eq!(sent(&member, "/api/gold", &json!({ "lines": lines })), 200);
    assert_eq!(sent(&member, "/api/evaluations", &json!({})), 202);
    let seen = run(&member);
    assert_eq!(seen["recall_10"], 1.0, "{seen:#}");

    // For whom the decision is hidden it is not held: neither a rank nor a mean says that it was found.
    let told = run(&outside);
    assert_eq!(told["recall_10"], 0.5, "{told:#}");
    assert_eq!(told["mrr_10"], 0.5, "{told:#}");
    let path = format!(
        "/api/evaluations/{}",
        told["name"].as_str().unwrap_or_default()
    );
    for (who, ranks) in [
        (&member, json!([[1], [1]])),
        (&outside, json!([[1], [null]])),
    ] {
        let one = read(who, &path);
        let asked = one["asked"].as_array().expect("questions").iter();
        let found: Vec<&Value> = asked.map(|one| &one["ranks"]).collect();
        assert_eq!(json!(found), ranks, "{one:#}");
        assert_eq!(one["recall_10"], run(who)["recall_10"], "{one:#}");
    }
    for (who, share) in [(&member, "100,0%"), (&outside, "50,0%")] {
        let page = who.get("/quan-ly/danh-gia").body;
        let (_, runs) = page.split_once("id=\"runs\"").expect("the list of runs");
        assert!(runs.contains(share), "{share}: {runs}");
    }
}

/// Whoever keeps the table of wordings could name somebody in it, and count who asks after him.
#[test]
fn counts_of_terms_cannot_be_tuned_to_one_question() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let admin = Client::first(&served, "an");
    let lines = json!({ "lines": "tàu ngầm hạt nhân = người cần tìm" });
    assert_eq!(sent(&admin, "/api/wordings", &lines), 200);
    for _ in 0..5 {
        let question = "Tốc độ tối đa của tàu ngầm hạt nhân sang tên sổ đỏ là bao nhiêu hải lý?";
        let asked = json!({ "question": question, "on": "2026-11-22" });
        assert_eq!(sent(&admin, "/api/ask", &asked), 200);
    }
    let page = admin.get("/quan-ly/chua-tra-loi").body;
    assert!(
        page.contains("chuyển nhượng quyền sử dụng đất"),
        "a term of the program's own table: {page}"
    );
    assert!(!page.contains("người cần tìm"), "{page}");
    assert!(!page.contains("hải lý"), "no word of a question: {page}");
}
