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
