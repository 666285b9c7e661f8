//! One provision on two days, word by word, with the act that made the difference.

use serde_json::Value;
use tests::{Program, copy_samples, get};

fn encoded(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' => char::from(byte).to_string(),
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(byte).collect()
}

#[test]
fn an_amended_article_is_compared_word_by_word() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let compare = |a: &str, tu: &str, b: &str, den: &str| -> (u16, Value) {
        let path = format!(
            "/api/compare?a={}&tu={tu}&b={}&den={den}",
            encoded(a),
            encoded(b)
        );
        let answer = get(&served.address, &path).expect("answered");
        (
            answer.status,
            serde_json::from_str(&answer.body).expect("JSON"),
        )
    };
    let of = |found: &Value, fate: &str| -> String {
        let runs = found["runs"].as_array().expect("runs").iter();
        let mine = runs.filter(|run| run["fate"] == fate);
        mine.filter_map(|run| run["text"].as_str()).collect()
    };
    let article = "Điều 8 Nghị định số 901/2024/NĐ-CPMAU";
    let (status, found) = compare(article, "2025-01-01", "", "2026-11-22");
    assert_eq!(
        (status, &found["same"]),
        (200, &Value::Bool(false)),
        "{found:#}"
    );
    assert!(of(&found, "gone").contains("15"), "{found:#}");
    assert!(
        of(&found, "new").contains("16") && of(&found, "new").contains("50"),
        "{found:#}"
    );
    assert!(
        of(&found, "same").contains("Thời hạn chứng thực"),
        "{found:#}"
    );
    let change = &found["changes"][0];
    assert!(
        change["document"]
            .as_str()
            .is_some_and(|name| name.contains("905/2025")),
        "{change}"
    );
    assert_eq!(
        (&change["from"], &change["worked_in"]),
        (&"2025-11-01".into(), &true.into())
    );

    // On two days between which nothing changed, and on the same day.
    let (_, found) = compare(article, "2025-01-01", "", "2025-10-31");
    assert_eq!(
        (&found["same"], found["changes"].as_array().map(Vec::len)),
        (&Value::Bool(true), Some(0))
    );
    // A clause inside, and an article that came in.
    let (_, found) = compare(
        "Điều 5 Nghị định số 901/2024/NĐ-CPMAU",
        "2025-01-01",
        "",
        "2026-11-22",
    );
    assert!(of(&found, "new").contains("ủy quyền"), "{found:#}");
    assert!(
        of(&found, "same").contains("không phụ thuộc vào nơi cư trú"),
        "{found:#}"
    );
    let (status, found) = compare(
        "Điều 7a Nghị định số 901/2024/NĐ-CPMAU",
        "2025-01-01",
        "",
        "2026-11-22",
    );
    assert_eq!(status, 200, "{found:#}");
    assert!(of(&found, "new").contains("bản sao điện tử"), "{found:#}");
    assert_eq!(of(&found, "gone"), "");
    // Words replaced inside a clause, and a point that went.
    let (_, found) = compare(
        "Điều 10 Nghị định số 901/2024/NĐ-CPMAU",
        "2025-01-01",
        "",
        "2026-11-22",
    );
    let words = |fate: &str| {
        of(&found, fate)
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        (words("gone"), words("new")),
        ("Sổ".to_owned(), "Cơ sở dữ liệu điện tử".to_owned())
    );
    let (_, found) = compare(
        "Điều 4 Nghị định số 901/2024/NĐ-CPMAU",
        "2025-01-01",
        "",
        "2026-11-22",
    );
    assert!(
        of(&found, "gone").contains("Cản trở người khác"),
        "{found:#}"
    );
    assert!(
        of(&found, "new").contains("kể cả kết quả điện tử"),
        "{found:#}"
    );

    // Two acts, and what cannot be compared.
    let (status, found) = compare(
        article,
        "2026-11-22",
        "Điều 2 Thông tư số 920/2026/TT-BMAU",
        "2027-07-02",
    );
    assert_eq!((status, &found["same"]), (200, &Value::Bool(false)));
    for (a, code) in [
        ("khoản 1", 400),
        ("Điều 99 Nghị định số 901/2024/NĐ-CPMAU", 404),
        ("Điều 1 Nghị định số 1/1999/NĐ-CP", 404),
    ] {
        assert_eq!(compare(a, "2026-01-01", "", "2026-11-22").0, code, "{a}");
    }
    let page = get(
        &served.address,
        &format!(
            "/so-sanh?a={}&tu=2025-01-01&den=2026-11-22",
            encoded(article)
        ),
    )
    .expect("answered");
    assert!(
        page.body.contains("<del>")
            && page.body.contains("<ins>")
            && page.body.contains("905/2025"),
        "{}",
        page.body
    );
    let reader = get(
        &served.address,
        "/vb/901-2024-nd-cpmau/dieu-8?on=2026-11-22",
    )
    .expect("answered");
    assert!(
        reader.body.contains("/so-sanh?a="),
        "the reader leads there"
    );
}
