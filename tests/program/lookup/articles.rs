//! Long articles: what answers may stand in another passage than the one that has most words of the question.

use serde_json::{Value, json};
use tests::{Program, send};

/// Of a long article the passage with most words of the question was quoted, which went back to the one that answers.
#[test]
fn the_passage_of_an_article_that_answers_goes_first() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let clause = |number: usize| {
        let words =
            "Ban quản lý chợ bố trí lối đi, nước sạch, chỗ để xe và nơi gom rác của khu vực thứ";
        let more =
            "; khu vực này được quét dọn sau khi tan chợ và được kiểm tra trước buổi họp sau"
                .repeat(3);
        format!("{number}. {words} {number}{more}.")
    };
    let mut clauses = vec![
        "1. Phí mỗi buổi họp là 25.000 đồng, nộp cho ban quản lý trước khi bày hàng.".to_owned(),
    ];
    clauses.extend((2..9).map(clause));
    clauses.push("9. Người bán hàng tại chợ phiên nộp phí chợ phiên theo khoản 1 Điều này; người bán hàng tại chợ phiên đã nộp phí được cấp vé, và phải giữ vé trong buổi họp để người kiểm tra của chợ phiên xem.".to_owned());
    let article = json!({
        "row": 0, "key": "990/2025/nđ-cpmau#5", "num": "990/2025/NĐ-CPMAU", "doctype": "Nghị định", "kind": "Điều",
        "art": "5", "title": "Sắp xếp và phí ở chợ (mẫu)", "text": clauses.join("\n"), "effective": "2025-02-01",
    });
    let file = folder.path().join("mau.jsonl");
    std::fs::write(&file, format!("{article}\n")).expect("a file can be written");
    let program = Program::on(&folder.path().join("library"));
    program
        .run(&["ingest".as_ref(), file.as_os_str()])
        .success();
    let served = program.serve(&["--corpus", "none"]);
    let question = "Người bán hàng tại chợ phiên nộp phí bao nhiêu tiền mỗi buổi họp?";
    let body = json!({ "question": question, "on": "2026-01-01" }).to_string();
    let answer = send("POST", &served.address, "/api/ask", &body).expect("an answer");
    let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
    let first = answer["claims"][0]["quotes"].to_string();
    assert!(first.contains("25.000 đồng"), "{answer:#}");
    let evidence = answer["evidence"].as_array().expect("evidence");
    assert!(evidence.len() > 1, "both passages are evidence: {answer:#}");
}
