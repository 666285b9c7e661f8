//! `cancu read` for a person: the outline with the report, the pages, the table over many files.

use serde_json::Value;
use tests::{Finished, Program, sample};

fn read(arguments: &[&str]) -> Finished {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut all = vec!["read"];
    all.extend(arguments);
    Program::on(folder.path()).run(&all)
}

fn file(name: &str) -> String {
    sample(name).to_string_lossy().into_owned()
}

#[test]
fn the_outline_and_the_report_speak_three_languages() {
    fn check(language: &str, said: &[&str]) {
        let finished = read(&[&file("nghi-dinh-901-2024.pdf"), "--lang", language]).success();
        for words in said {
            assert!(
                finished.stdout.contains(words),
                "{language}: no “{words}” in\n{}",
                finished.stdout
            );
        }
    }
    let tree = "    Điều 1 Phạm vi điều chỉnh";
    check("vi", &[tree, "Chất lượng đọc", "Ngày ban hành", "có dấu"]);
    check("en", &[tree, "How well it was read", "Issued on"]);
    check("fr", &[tree, "Qualité de la lecture", "Date"]);
}

#[test]
fn what_is_proposed_stands_beside_its_words() {
    let document = read(&[&file("nghi-dinh-901-2024.pdf"), "--json"]).json();
    let proposed = document["report"]["metadata"].as_array().expect("metadata");
    let field = |name: &str| {
        proposed
            .iter()
            .find(|held| held["field"] == name)
            .unwrap_or_else(|| panic!("no {name}: {proposed:#?}"))
    };
    assert_eq!(field("symbol")["value"], "901/2024/NĐ-CPMAU");
    assert_eq!(field("symbol")["page"], 1);
    let evidence = |name: &str| field(name)["evidence"].as_str().unwrap_or_default();
    assert!(evidence("symbol").contains("901/2024"), "{proposed:#?}");
    assert!(evidence("issued").contains("tháng"), "{proposed:#?}");
    assert!(evidence("effective").contains("hiệu lực"), "{proposed:#?}");
    let report = &document["report"];
    assert_eq!(report["pages"], document["pages"]);
    let integrity = report["spelling"]["integrity"].as_f64().unwrap_or(0.0);
    assert!(integrity > 0.95, "{report:#}");
}

#[test]
fn pages_have_marks() {
    let finished = read(&[&file("thong-tu-910-2025.pdf"), "--pages"]).success();
    assert!(
        finished.stdout.starts_with("══ Trang 1 ══\n"),
        "{finished:#?}"
    );
    assert!(finished.stdout.contains("══ Trang 2 ══\n"), "{finished:#?}");
}

#[test]
fn a_table_has_a_line_a_file_and_says_which_failed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for name in ["nghi-dinh-912-2025.html", "thong-tu-902-2022.docx"] {
        std::fs::copy(sample(name), folder.path().join(name)).expect("a sample can be copied");
    }
    let path = folder.path().to_string_lossy().into_owned();
    let table = read(&[&path, "--summary"]).success();
    let lines: Vec<&str> = table.stdout.lines().collect();
    assert_eq!(lines.len(), 4, "a head, two files, the sum: {table:#?}");
    assert!(lines[1].contains("912/2025/NĐ-CPMAU"), "{table:#?}");
    let column = |line: &str, words: &str| {
        let at = line
            .find(words)
            .unwrap_or_else(|| panic!("{words} in {line}"));
        line[..at].chars().count()
    };
    assert_eq!(
        column(lines[1], "Nghị định"),
        column(lines[2], "Thông tư"),
        "columns stand below one another: {table:#?}"
    );
    std::fs::write(folder.path().join("z.pdf"), b"%PDF-1.4\nnothing")
        .expect("a file can be written");
    let failed = read(&[&path, "--summary", "--json"]);
    assert_eq!(failed.code, Some(1), "{failed:#?}");
    let rows: Value = serde_json::from_str(&failed.stdout).expect("JSON all the same");
    let rows = rows.as_array().expect("a row a file");
    assert_eq!(rows.len(), 3, "{rows:#?}");
    assert!(rows[2]["refused"].is_string(), "{rows:#?}");
    assert_eq!(rows[0]["articles"], 7, "{rows:#?}");
}

#[test]
fn what_cannot_be_read_is_said_with_what_to_do() {
    fn check(arguments: &[&str], words: &str) {
        let finished = read(arguments);
        assert!(finished.code.is_some_and(|code| code != 0), "{finished:#?}");
        assert!(finished.stderr.contains(words), "{words}: {finished:#?}");
        assert!(!finished.said().contains("panicked at"), "{finished:#?}");
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().to_string_lossy().into_owned();
    check(&[&path], "--summary");
    check(&[&path, "--summary"], "Không có tệp nào");
    check(&["/khong/co/tep.pdf"], "kiểm tra đường dẫn");
    check(&["/khong/co/thu-muc", "--summary"], "Kiểm tra đường dẫn");
    check(&[&path, "--summary", "--pages"], "--help");
    std::fs::write(folder.path().join("a.bin"), [0_u8, 1, 2, 3]).expect("a file can be written");
    let unread = read(&[&path, "--summary"]);
    assert_eq!(unread.code, Some(1), "{unread:#?}");
}
