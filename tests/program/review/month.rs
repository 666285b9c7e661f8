//! A month in counts: no question, no group of fewer than five, for leaders alone.

use serde_json::{Value, json};
use tests::{Client, Program, copy_samples};

#[test]
fn a_month_is_counted_and_names_nobody() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    Client::first(&served, "quan.tri");
    let asker = Client::new(&program, &served.address, "an", &["official"]);
    let leader = Client::new(&program, &served.address, "lan", &["leader"]);
    let ask = |question: &str| {
        let body = json!({ "question": question, "on": "2026-11-22" }).to_string();
        let headers = [("Content-Type", "application/json")];
        assert_eq!(asker.send("POST", "/api/ask", &headers, &body).status, 200);
    };
    for _ in 0..7 {
        ask("Thời hạn chứng thực bản sao là bao lâu?");
    }
    for _ in 0..6 {
        ask("Điều 3 Nghị định số 77/2031/NĐ-CP quy định gì?");
    }
    ask("Thời tiết ngày mai thế nào?");
    assert_eq!(asker.get("/thang").status, 403);
    assert_eq!(leader.get("/duyet").status, 403);
    let page = leader.get("/thang");
    assert_eq!(page.status, 200);
    for absent in ["chứng thực bản sao", "Thời tiết", "quy định gì"] {
        assert!(!page.body.contains(absent), "{absent}");
    }
    let this = page.body.split("Tháng ").nth(1).expect("a title");
    let (month, year) = this
        .get(..7)
        .and_then(|named| named.split_once('/'))
        .expect("a month");
    let read = |path: &str| -> Value {
        let answer = leader.get(path);
        assert_eq!(answer.status, 200, "{}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    };
    let found = read(&format!("/api/months/{year}-{month}"));
    assert_eq!(found["running"], true);
    // 7 and 7, told in fives while the month runs.
    assert_eq!(found["questions"]["total"], 10, "{found:#}");
    // One of them alone would be somebody: it goes with the others.
    assert_eq!(found["refusals"]["groups"], json!([]), "{found:#}");
    assert_eq!(found["refusals"]["others"], 5, "{found:#}");
    assert!(!found.to_string().contains("out_of_scope"));
    assert!(found["documents"].as_u64().is_some_and(|held| held > 10));
    let before = read("/api/months/2020-01");
    assert_eq!(
        (&before["questions"]["total"], &before["running"]),
        (&json!(0), &json!(false))
    );
    for wrong in ["2999-01", "2026-13", "x"] {
        assert_eq!(
            leader.get(&format!("/api/months/{wrong}")).status,
            400,
            "{wrong}"
        );
    }
}

/// T42: whoever keeps the machine sees what is missing, and no word of what was asked.
#[test]
fn what_got_no_answer_is_counted_without_a_word_of_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let admin = Client::first(&served, "quan.tri");
    let mut asker = Client::new(&program, &served.address, "an", &["official"]);
    let ask = |asker: &Client, question: &str| -> Value {
        let body = json!({ "question": question, "on": "2026-11-22" }).to_string();
        let headers = [("Content-Type", "application/json")];
        let answer = asker.send("POST", "/api/ask", &headers, &body);
        assert_eq!(answer.status, 200);
        serde_json::from_str(&answer.body).expect("JSON")
    };
    for number in 0..10 {
        let words =
            format!("Bà Tám hỏi lần {number}: Điều 3 Nghị định số 77/2031/NĐ-CP quy định gì?");
        ask(&asker, &words);
    }
    let path = "/quan-ly/chua-tra-loi";
    assert_eq!(asker.get(path).status, 403);
    let page = admin.get(path);
    assert_eq!(page.status, 200);
    assert!(page.body.contains("77/2031/NĐ-CP"), "{}", page.body);
    assert!(page.body.contains(">10<"), "{}", page.body);
    for absent in ["Bà Tám", "hỏi lần", "quy định gì"] {
        assert!(!page.body.contains(absent), "{absent}");
    }
    // What somebody sent on purpose is shown as it was sent; the question still is not.
    let record = ask(
        &asker,
        "Điều 4 Nghị định số 77/2031/NĐ-CP nói gì về bà Chín?",
    );
    let record = record["record"]
        .as_str()
        .expect("it is recorded")
        .to_owned();
    let fields = [
        ("ho-so", &*record),
        ("kind", "incomplete"),
        ("note", "Cần nghị định này"),
    ];
    let sent = asker.post("/bao-loi", &fields);
    assert!(
        [200, 303].contains(&sent.status),
        "{} {}",
        sent.status,
        sent.body
    );
    let page = admin.get(path).body;
    assert!(
        page.contains("Cần nghị định này") && !page.contains("bà Chín"),
        "{page}"
    );
    assert_eq!(admin.get(&format!("{path}?thang=2999-01")).status, 400);
}

#[test]
fn each_model_is_named_with_where_it_runs_and_is_tried() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let model = tests::ModelServer::start(tests::Mode::Speaks(tests::Manner::Mixed));
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    std::fs::write(program.root().join("cancu.toml"), model.settings(20)).expect("settings");
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let mut admin = Client::first(&served, "quan.tri");
    let page = admin.get("/quan-ly/mo-hinh").body;
    for words in [
        "Tìm theo nghĩa",
        "Trong chương trình này",
        "Trên máy này",
        "http://127.0.0.1:",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    for task in ["search", "write"] {
        let tried = admin.post("/quan-ly/mo-hinh/thu", &[("viec", task)]);
        assert_eq!(tried.status, 200, "{}", tried.body);
        assert!(
            tried.body.contains("id=\"tried\"") && tried.body.contains("✓"),
            "{task}: {}",
            tried.body
        );
    }
    let page = admin.get("/quan-ly/mo-hinh").body;
    assert!(page.contains("Ký tự đã gửi"), "{page}");
    drop(model);
    let tried = admin.post("/quan-ly/mo-hinh/thu", &[("viec", "write")]);
    assert!(tried.body.contains("✗"), "{}", tried.body);
    assert_eq!(
        admin
            .post("/quan-ly/mo-hinh/thu", &[("viec", "khac")])
            .status,
        400
    );
}
