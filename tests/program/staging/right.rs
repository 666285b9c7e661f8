//! What a person puts right of what was read, from outside.

use serde_json::{Value, json};
use tests::{Program, get};

use super::{
    ask, confirm_all,
    evaluation::{ENDS, decision, first, published},
    publish, read, receive, until,
};

/// What a person says of the relations of an act is what is published, and is proposed again when the file is read again.
#[test]
fn what_a_person_says_of_relations_is_what_is_published() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let other = decision(2, "Thu gom rác\nRác được thu gom vào thứ hai.", "");
    published(
        &served,
        &[
            ("mot.txt", first().as_bytes()),
            ("hai.txt", other.as_bytes()),
        ],
    );
    let until_day = |symbol: &str| {
        let listed = read(&served, "/api/documents");
        let all = listed["documents"].as_array().cloned().unwrap_or_default();
        let found = all.into_iter().find(|one| one["symbol"] == symbol);
        found.expect("it is held")["until"].clone()
    };
    // The act says that it replaces the first decision; a person knows that it is the second.
    let ending = decision(
        3,
        "Mức hỗ trợ xe đạp\nMỗi xe đạp được hỗ trợ 100.000 đồng.",
        ENDS,
    );
    let name = receive(&served, &[("ba.txt", ending.as_bytes())]);
    confirm_all(&served, &name);
    let path = format!("/api/batches/{name}/files/1");
    let wrong = json!({ "confirm": true, "relations": { "0": { "stated": { "0": { "kind": "replaces", "symbol": "không" } } } } });
    assert_eq!(ask(&served, "POST", &path, &wrong).0, 422);
    let batch = read(&served, &format!("/api/batches/{name}"));
    let relations = batch["files"][0]["documents"][0]["relations"]
        .as_array()
        .cloned();
    let replaces = relations.unwrap_or_default();
    let at = replaces.iter().position(|one| one["kind"] == "replaces");
    let at = at.expect("it was read").to_string();
    let right = json!({ "confirm": true, "relations": { "0": {
        "stated": { at: null },
        "added": [{ "kind": "repeals", "symbol": "2/2025/QĐ-UBND", "from": "2025-03-01" }],
    } } });
    let (status, batch) = ask(&served, "POST", &path, &right);
    assert_eq!(status, 200, "{batch:#}");
    let audit = get(&served.address, "/nhat-ky").expect("a page").body;
    assert!(
        audit.contains("relation +repeals 2/2025/QĐ-UBND 2025-03-01"),
        "{audit}"
    );
    assert_eq!(publish(&served, &name).0, 202);
    until(&served, &name, |batch| batch["state"] == "published");
    assert_eq!(until_day("1/2025/QĐ-UBND"), Value::Null);
    assert_eq!(until_day("2/2025/QĐ-UBND"), "2025-03-01");
    // The same file again: what was put right is proposed.
    let again = receive(&served, &[("ba.txt", ending.as_bytes())]);
    let read_again = |batch: &Value| batch["files"][0]["state"] == "read";
    until(&served, &again, read_again);
    let put_right = |batch: &Value| {
        let relations = batch["files"][0]["documents"][0]["relations"].as_array();
        relations.is_some_and(|all| {
            all.iter()
                .any(|one| one["stated"]["symbol"] == "2/2025/QĐ-UBND")
        })
    };
    let batch = until(&served, &again, put_right);
    assert!(batch["files"][0]["confirmed"].is_null(), "{batch:#}");
}

/// A form shows some of the documents of a file: confirming those of its second page lost what was put right on the first.
#[test]
fn confirming_a_second_page_keeps_what_was_put_right_on_the_first() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let served = Program::on(folder.path()).serve(&["--corpus", "none"]);
    let article = |number: u32| {
        let line = json!({
            "row": 0, "key": format!("{number}/2020/qhmau#1"), "num": format!("{number}/2020/QHMAU"),
            "doctype": "Luật", "kind": "Điều", "art": "1", "title": "Phạm vi",
            "text": format!("Luật mẫu số {number} quy định về cư trú."),
        });
        format!("{line}\n")
    };
    let lines = article(894) + &article(895);
    let name = receive(&served, &[("luat.jsonl", lines.as_bytes())]);
    confirm_all(&served, &name);
    let path = format!("/api/batches/{name}/files/1");
    for (document, title) in [("0", "Cư trú một"), ("1", "Cư trú hai")] {
        let right = json!({ "confirm": true, "corrections": { document: { "title": title } } });
        assert_eq!(ask(&served, "POST", &path, &right).0, 200);
    }
    let batch = read(&served, &format!("/api/batches/{name}"));
    let titles: Vec<&Value> = (0..2)
        .map(|document| {
            let fields = batch["files"][0]["documents"][document]["fields"].as_array();
            let mut fields = fields.into_iter().flatten();
            &fields.find(|one| one["field"] == "title").expect("a title")["value"]
        })
        .collect();
    assert_eq!(titles, ["Cư trú một", "Cư trú hai"]);
}
