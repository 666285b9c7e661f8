//! A regulation that is issued with a decision has articles of its own: they are found, quoted, exported and checked
//! as officials cite them, and annexes without articles are held as well.

use serde_json::{Value, json};
use tests::{Program, get, send};

use super::{DAY, SAMPLES};

const DECISION: &str = "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nTỈNH SÔNG MẪU\nSố: 919/2025/QĐ-UBND\nSông Mẫu, ngày 03 tháng 02 năm 2025\nQUYẾT ĐỊNH\nBan hành Quy định quản lý giếng làng\nĐiều 1. Ban hành kèm theo Quyết định này Quy định quản lý giếng làng.\nĐiều 2. Hiệu lực thi hành\nQuyết định này có hiệu lực thi hành kể từ ngày 01 tháng 3 năm 2025.\nTM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Văn Mẫu\nQUY ĐỊNH\nQuản lý giếng làng\n(Ban hành kèm theo Quyết định số 919/2025/QĐ-UBND ngày 03 tháng 02 năm 2025)\nĐiều 1. Phạm vi điều chỉnh\nQuy định này áp dụng cho giếng làng dùng chung.\nĐiều 2. Nạo vét giếng làng\n1. Giếng làng được nạo vét ít nhất 02 lần mỗi năm.\n2. Việc nạo vét giếng làng phải xong trong thời hạn 15 ngày kể từ ngày bắt đầu.\nPhụ lục I\nDANH SÁCH GIẾNG LÀNG\n(Kèm theo Quy định quản lý giếng làng)\nGiếng Đình, giếng Chùa, giếng Chợ.\n";
const CLAUSE: &str = "khoản 2 Điều 2 Quy định ban hành kèm theo Quyết định số 919/2025/QĐ-UBND";

/// A form behind the signature was cited as "Phụ lục MAU-01", and nobody could ask for it.
#[test]
fn a_form_issued_with_an_act_is_cited_by_its_number() {
    let form = "Mẫu số 01 ban hành kèm theo Quyết định số 915/2025/QĐ-UBND";
    let shown = SAMPLES.run(&["show", form, "--on", DAY, "--json"]).json();
    let found = &shown["results"][0];
    assert_eq!(
        (&found["path"], &found["citation"]),
        (
            &json!("phu-luc-mau-01"),
            &json!("Mẫu số 01 ban hành kèm theo")
        ),
        "{shown:#}"
    );
    check(&SAMPLES, form, true, "ỦY QUYỀN TIẾP NHẬN HỒ SƠ");
}

fn check(program: &Program, reference: &str, held: bool, words: &str) {
    let shown = program.run(&["show", reference, "--on", "2026-01-01"]);
    let said = crate::program::one_line(&shown.said());
    assert_eq!(shown.code == Some(0), held, "{reference}: {said}");
    assert!(said.contains(words), "{reference}: no {words:?} in {said}");
}

/// They were said to stand in "Phụ lục Quyết định số …", their own form was no reference, and an annex was said to be
/// absent though it is held.
#[test]
fn a_regulation_issued_with_a_decision_is_cited_as_officials_do() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let file = folder.path().join("919.txt");
    std::fs::write(&file, DECISION).expect("a file can be written");
    let program = Program::on(&folder.path().join("library"));
    program
        .run(&["ingest".as_ref(), file.as_os_str()])
        .success();

    for reference in [
        CLAUSE,
        "khoản 2 Điều 2 Quy định quản lý giếng làng ban hành kèm theo Quyết định số 919/2025/QĐ-UBND",
        "k2 đ2 quy định kèm theo qđ 919/2025/qđ-ubnd",
        "khoan 2 dieu 2 quy dinh ban hanh kem theo quyet dinh 919/2025/qd-ubnd",
        "khoản 2 Điều 2 Quy chế ban hành kèm theo Quyết định số 919/2025/QĐ-UBND",
        "khoản 2 Điều 2 Phụ lục ban hành kèm theo Quyết định số 919/2025/QĐ-UBND",
    ] {
        check(&program, reference, true, "trong thời hạn 15 ngày");
    }
    check(
        &program,
        "Điều 2 Quyết định số 919/2025/QĐ-UBND",
        true,
        "kể từ ngày 01 tháng 3",
    );
    check(
        &program,
        "Điều 9 Quy định ban hành kèm theo Quyết định số 919/2025/QĐ-UBND",
        false,
        "Gần nhất: Điều 1 Quy định; Điều 2 Quy định",
    );
    check(
        &program,
        "Phụ lục I Quyết định số 919/2025/QĐ-UBND",
        true,
        "giếng Chùa",
    );

    let served = program.serve(&["--corpus", "none"]);
    let at = served.address.as_str();
    let question = "Việc nạo vét giếng làng phải xong trong bao nhiêu ngày?";
    let body = json!({ "question": question, "on": "2026-01-01" }).to_string();
    let answer = send("POST", at, "/api/ask", &body).expect("an answer");
    let answer: Value = serde_json::from_str(&answer.body).expect("JSON");
    let quote = &answer["claims"][0]["quotes"][0];
    let cited = format!(
        "{} {}",
        quote["citation"].as_str().unwrap_or_default(),
        quote["document"].as_str().unwrap_or_default()
    );
    assert_eq!(
        (cited.as_str(), &answer["claims"][0]["verdict"]),
        (CLAUSE, &json!("checked"))
    );
    let record = answer["record"].as_str().expect("a record");
    let block = get(at, &format!("/ho-so/{record}/can-cu.txt")).expect("the block");
    assert!(
        block.body.contains(
            "Khoản 2 Điều 2 Quy định ban hành kèm theo Quyết định số 919/2025/QĐ-UBND ngày 03"
        ),
        "{}",
        block.body
    );

    let claim = json!({
        "on": "2026-01-01",
        "claims": [{
            "text": "Việc nạo vét giếng làng phải xong trong thời hạn 15 ngày.",
            "citations": [{ "reference": cited, "quote": "phải xong trong thời hạn 15 ngày" }],
        }],
    });
    let checked = send("POST", at, "/api/verify", &claim.to_string()).expect("a verdict");
    let checked: Value = serde_json::from_str(&checked.body).expect("JSON");
    assert_eq!(checked["claims"][0]["verdict"], "checked", "{checked:#}");

    // Addresses of before lead there too, and one reads on to the articles beside.
    let page = get(at, "/vb/919-2025-qd-ubnd/phu-luc-0/dieu-2")
        .expect("a page")
        .body;
    for words in [
        "15 ngày",
        "← Điều 1 Quy định<",
        "Điều 1. Phạm vi điều chỉnh",
    ] {
        assert!(page.contains(words), "no {words:?} in {page}");
    }
}
