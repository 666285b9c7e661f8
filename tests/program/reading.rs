//! `cancu read`: the samples and their traps, as the reader understands them.

mod compare;

use serde_json::Value;
use tests::{Program, sample};

fn read(name: &str) -> Value {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Program::on(folder.path())
        .run(&["read".as_ref(), sample(name).as_os_str(), "--json".as_ref()])
        .json()
}

fn paths(document: &Value) -> Vec<&str> {
    super::texts(&document["provisions"], "path")
}

fn articles(document: &Value) -> Vec<&str> {
    paths(document)
        .into_iter()
        .filter(|path| path.starts_with("dieu-") && !path.contains('/'))
        .collect()
}

fn provision<'a>(document: &'a Value, path: &str) -> &'a Value {
    let list = document["provisions"].as_array().expect("provisions");
    list.iter()
        .find(|provision| provision["path"] == path)
        .unwrap_or_else(|| panic!("no {path}: {:#?}", paths(document)))
}

/// Its key in the file was taken for the name of a member of an archive.
#[test]
fn a_page_of_a_file_without_a_number_is_drawn() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let sample = sample("thong-bao-911-2025-ban-quet.pdf");
    let loaded = program.run(&["ingest".as_ref(), sample.as_os_str()]);
    assert!(!loaded.said().contains("panicked at"), "{loaded:#?}");
    let list = program.run(&["list", "--json"]).json();
    let Some(slug) = list["documents"][0]["slug"].as_str() else {
        return tests::skipped("a page without a number", "no Tesseract with Vietnamese");
    };
    let served = program.serve(&[]);
    let page = tests::get(&served.address, &format!("/vb/{slug}/trang/1/anh"));
    assert_eq!(page.expect("an answer").status, 200);
}

#[test]
fn heads() {
    fn check(
        name: &str,
        symbol: &str,
        kind: &str,
        issued: &str,
        effective: Option<&str>,
        articles: usize,
    ) {
        let document = read(name);
        assert_eq!(document["symbol"], symbol, "{name}");
        assert_eq!(document["issued"], issued, "{name}");
        assert_eq!(document["effective"].as_str(), effective, "{name}");
        assert_eq!(
            self::articles(&document).len(),
            articles,
            "{name}: {:?}",
            paths(&document)
        );
        let said = document["kind"].as_str().unwrap_or_default();
        assert!(said == kind, "{name}: {said}");
    }
    check(
        "nghi-dinh-901-2024.pdf",
        "901/2024/NĐ-CPMAU",
        "Nghị định",
        "2024-06-10",
        Some("2024-08-01"),
        16,
    );
    check(
        "thong-tu-902-2022.docx",
        "902/2022/TT-BMAU",
        "Thông tư",
        "2022-01-14",
        Some("2022-03-01"),
        4,
    );
    check(
        "thong-tu-907-2025.html",
        "907/2025/TT-BMAU",
        "Thông tư",
        "2025-05-19",
        Some("2025-07-01"),
        5,
    );
    check(
        "nghi-dinh-908-2025.docx",
        "908/2025/NĐ-CPMAU",
        "Nghị định",
        "2025-02-18",
        Some("2025-04-05"),
        5,
    );
    check(
        "thong-tu-910-2025.pdf",
        "910/2025/TT-BMAU",
        "Thông tư",
        "2025-05-30",
        Some("2025-07-15"),
        5,
    );
    check(
        "nghi-dinh-912-2025.html",
        "912/2025/NĐ-CPMAU",
        "Nghị định",
        "2025-03-28",
        Some("2025-05-15"),
        7,
    );
    check(
        "quyet-dinh-917-2025-song-mau.md",
        "917/2025/QĐ-UBND",
        "Quyết định",
        "2025-08-04",
        Some("2025-08-20"),
        6,
    );
    check(
        "thong-tu-920-2026.docx",
        "920/2026/TT-BMAU",
        "Thông tư",
        "2026-10-16",
        Some("2027-07-01"),
        4,
    );
    check(
        "quyet-dinh-925-2025-dong-mau.txt",
        "925/2025/QĐ-UBND",
        "Quyết định",
        "2025-10-17",
        None,
        3,
    );
    check(
        "nghi-quyet-95-2025-song-mau.txt",
        "95/2025/NQ-HĐND",
        "Nghị quyết",
        "2025-07-11",
        Some("2025-08-01"),
        4,
    );
    check(
        "nghi-quyet-95-2025-dong-mau.md",
        "95/2025/NQ-HĐND",
        "Nghị quyết",
        "2025-09-30",
        Some("2025-10-10"),
        3,
    );
}

#[test]
fn a_symbol_broken_over_two_lines_is_whole() {
    let document = read("thong-tu-lien-tich-930-2025.pdf");
    assert_eq!(document["symbol"], "930/2025/TTLT-BMAU-BTN-TTMAU");
    assert_eq!(articles(&document).len(), 3);
}

#[test]
fn points_follow_the_vietnamese_alphabet() {
    let document = read("nghi-dinh-901-2024.pdf");
    for point in ["a", "b", "c", "d", "dd", "e"] {
        provision(&document, &format!("dieu-4/khoan-2/diem-{point}"));
    }
    let text = provision(&document, "dieu-7/khoan-3/diem-dd")["text"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    assert!(
        super::one_line(&text).contains("Giấy tờ do cá nhân tự lập"),
        "{text}"
    );
}

#[test]
fn quoted_articles_belong_to_the_act_they_amend() {
    let document = read("nghi-dinh-905-2025.docx");
    assert_eq!(
        articles(&document),
        ["dieu-1", "dieu-2", "dieu-3"],
        "{:#?}",
        paths(&document)
    );
}

#[test]
fn a_clause_runs_over_the_page() {
    let document = read("thong-tu-910-2025.pdf");
    let clause = provision(&document, "dieu-3/khoan-2");
    let text = super::one_line(clause["text"].as_str().unwrap_or_default());
    assert_eq!(clause["page"], 1);
    assert!(
        text.contains("khi người có thẩm quyền yêu cầu kiểm tra; hết thời gian"),
        "{text}"
    );
    assert!(
        !text.contains("VĂN BẢN MẪU"),
        "the running head is inside the clause: {text}"
    );
}

#[test]
fn footnote_marks_are_no_numbers() {
    let document = read("van-ban-hop-nhat-912-2025.pdf");
    let found = articles(&document);
    assert_eq!(
        found.len(),
        17,
        "16 articles and the inserted 7a: {found:#?}"
    );
    assert!(
        found.contains(&"dieu-7a") && found.contains(&"dieu-8"),
        "{found:#?}"
    );
    provision(&document, "dieu-4/khoan-2/diem-dd");
    provision(&document, "dieu-5/khoan-2");
}

#[test]
fn an_attached_regulation_and_a_form_stand_apart() {
    let document = read("quyet-dinh-915-2025-song-mau.pdf");
    assert_eq!(
        articles(&document),
        ["dieu-1", "dieu-2", "dieu-3"],
        "the decision's own articles"
    );
    assert_eq!(
        document["effective"], "2025-07-10",
        "not what the form says"
    );
    let annexes = document["annexes"].as_array().expect("annexes");
    let regulation = annexes
        .iter()
        .find(|annex| annex["kind"] == "regulation")
        .expect("the attached regulation");
    let own = super::texts(&regulation["provisions"], "path");
    assert_eq!(
        own.iter()
            .filter(|path| path.ends_with("/dieu-1") || path.ends_with("/dieu-5"))
            .count(),
        2,
        "{own:#?}"
    );
    let forms = annexes.iter().filter(|annex| annex["kind"] == "form");
    for form in forms {
        assert_eq!(
            form["provisions"].as_array().map(Vec::len),
            Some(0),
            "a form holds no law: {form:#}"
        );
    }
}

#[test]
fn a_table_of_fees_is_no_form() {
    let document = read("nghi-dinh-908-2025.docx");
    let annexes = document["annexes"].as_array().expect("annexes");
    assert!(
        matches!(&annexes[..], [only] if only["kind"] == "table"),
        "{annexes:#?}"
    );
}
