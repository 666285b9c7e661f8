//! What checkers record of validity: with evidence or not at all, in effect at once, and taken back.

use serde_json::Value;
use tests::{Client, Program, copy_samples, sample};

const UNIT: &str = "dieu-4/khoan-1/diem-c";
const WORDS: &str = "Bãi bỏ điểm c khoản 1 Điều 4";

#[test]
fn an_end_that_the_texts_do_not_work_in_is_recorded_with_its_evidence() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    Client::first(&served, "quan.tri");
    let mut checker = Client::new(&program, &served.address, "binh", &["checker"]);
    let official = Client::new(&program, &served.address, "an", &["official"]);
    let read = |path: &str| -> Value {
        let answer = official.get(path);
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    };
    let state = |unit: &str, on: &str| {
        let path = format!("/api/documents/901-2024-nd-cpmau/preview?path={unit}&on={on}");
        read(&path)["status"].as_str().expect("a state").to_owned()
    };
    let asked = |on: &str| {
        let q = "%C4%91i%E1%BB%83m%20c%20kho%E1%BA%A3n%201%20%C4%90i%E1%BB%81u%204%20Ngh%E1%BB%8B%20%C4%91%E1%BB%8Bnh%20901%2F2024%2FN%C4%90-CPMAU";
        let found = read(&format!("/api/search?q={q}&on={on}"));
        found["cited"][0]["results"][0]["status"].clone()
    };
    let nearby = "dieu-4/khoan-1/diem-a";
    assert_eq!(state(UNIT, "2026-11-22"), "in_force");
    assert_eq!(official.get("/duyet/hieu-luc").status, 403);
    let form = checker.get(&format!("/duyet/hieu-luc?vb=901-2024-nd-cpmau&muc={UNIT}"));
    assert!(
        form.body.contains("905-2025-nd-cpmau") && form.body.contains(WORDS),
        "{}",
        form.body
    );

    let send = |checker: &mut Client, kind: &str, day: &str, by: &str, words: &str| {
        let fields = [
            ("vb", "901-2024-nd-cpmau"),
            ("muc", UNIT),
            ("kind", kind),
            ("day", day),
            ("by", by),
            ("words", words),
        ];
        checker.post("/duyet/hieu-luc", &fields).status
    };
    let by = "905-2025-nd-cpmau";
    for (kind, day, by, words, status) in [
        (
            "ended",
            "2025-11-01",
            by,
            "Bãi bỏ toàn bộ Điều 4 của Nghị định",
            422,
        ),
        ("ended", "2025-11-01", "", WORDS, 422),
        ("ended", "", by, WORDS, 422),
        ("unofficial", "", by, WORDS, 400),
        ("ended", "2025-11-01", "khong-co", WORDS, 404),
    ] {
        assert_eq!(
            send(&mut checker, kind, day, by, words),
            status,
            "{kind} {day} {by} {words}"
        );
    }
    assert_eq!(
        state(UNIT, "2026-11-22"),
        "in_force",
        "unresolved stays what it was"
    );
    // What was typed is given back, with what is wrong at its field.
    let typed = [
        ("vb", "901-2024-nd-cpmau"),
        ("muc", UNIT),
        ("kind", "applies"),
        ("day", "hôm qua"),
        ("by", by),
        ("words", WORDS),
    ];
    let again = checker.post("/duyet/hieu-luc", &typed);
    assert_eq!(again.status, 422);
    for given_back in [
        "value=\"hôm qua\" aria-invalid=\"true\"",
        "id=\"day-wrong\"",
        "value=\"905-2025-nd-cpmau\" selected",
        "value=\"applies\" checked",
        &format!("{WORDS}</textarea>"),
    ] {
        let there = again.body.contains(given_back);
        assert!(there, "{given_back}: {}", again.body);
    }
    assert_eq!(send(&mut checker, "ended", "2025-11-01", by, WORDS), 303);
    assert_eq!(state(UNIT, "2026-11-22"), "expired");
    assert_eq!(state(UNIT, "2025-10-31"), "in_force");
    assert_eq!(
        state(nearby, "2026-11-22"),
        "in_force",
        "its neighbour goes on"
    );
    assert_eq!(
        (asked("2026-11-22"), asked("2025-10-31")),
        ("expired".into(), "in_force".into())
    );
    // What is searched ended as well, and nothing else did.
    let found = read(
        "/api/search?q=c%E1%BA%A3n%20tr%E1%BB%9F%20ng%C6%B0%E1%BB%9Di%20kh%C3%A1c%20th%E1%BB%B1c%20hi%E1%BB%87n%20quy%E1%BB%81n%20y%C3%AAu%20c%E1%BA%A7u%20ch%E1%BB%A9ng%20th%E1%BB%B1c&on=2026-11-22&status=all",
    );
    let old = found["not_in_force"].as_array().expect("a group").iter();
    let mut ended =
        old.filter(|one| one["path"] == UNIT && one["document"]["slug"] == "901-2024-nd-cpmau");
    assert!(ended.next().is_some(), "{found:#}");
    // Read again from another file of the same act, it stays recorded.
    let kept: Value = serde_json::from_str(&checker.get("/api/resolutions").body).expect("JSON");
    assert_eq!(
        (&kept[0]["kind"], &kept[0]["day"], &kept[0]["who"]),
        (&"ended".into(), &"2025-11-01".into(), &"binh".into())
    );
    program.run(&["remove", "901-2024-nd-cpmau"]).success();
    program
        .run(&[
            "ingest".as_ref(),
            sample("nghi-dinh-901-2024.pdf").as_os_str(),
        ])
        .success();
    super::until("it is there again", || {
        official.get("/vb/901-2024-nd-cpmau").status == 200
    });
    assert_eq!(state(UNIT, "2026-11-22"), "expired");

    let id = kept[0]["id"].as_i64().expect("a number");
    assert_eq!(
        checker
            .post(&format!("/duyet/hieu-luc/{id}/rut"), &[])
            .status,
        303
    );
    assert_eq!(state(UNIT, "2026-11-22"), "in_force");
    assert_eq!(
        checker
            .post(&format!("/duyet/hieu-luc/{id}/rut"), &[])
            .status,
        404
    );
    let lines = program.run(&["audit", "--json"]).json().to_string();
    assert!(
        lines.contains("validity_resolved") && lines.contains("resolution_withdrawn"),
        "{lines}"
    );
    assert_eq!(
        program.run(&["audit", "verify", "--json"]).json()["whole"],
        true
    );
    let checked = program.run(&["check", "--deep"]);
    assert_eq!(checked.code, Some(0), "{}", checked.said());
}
