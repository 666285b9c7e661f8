//! What people report as wrong, answered by whoever checks it; whoever reported it sees the outcome.

use serde_json::Value;
use tests::Client;

use super::served;

#[test]
fn a_report_is_answered_and_its_maker_sees_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (program, served) = served(folder.path());
    let address = &served.address;
    let mut admin = Client::first(&served, "an");
    let mut official = Client::new(&program, address, "binh", &["official"]);
    let mut checker = Client::new(&program, address, "cuc", &["checker"]);

    let told = official.post(
        "/bao-loi",
        &[
            ("vb", "901-2024-nd-cpmau"),
            ("muc", "dieu-10"),
            ("kind", "wrong_figure"),
            ("note", "Thời hạn đã đổi"),
        ],
    );
    assert_eq!(told.status, 303, "{}", told.body);
    let place = told.header("location").expect("its page").to_owned();
    let id = place.trim_start_matches("/bao-loi/").split('?').next();
    let id = id.expect("an id").to_owned();

    assert_eq!(official.get("/phan-anh").status, 403);
    for who in [&admin, &checker] {
        let list = who.get("/phan-anh").body;
        assert!(
            list.contains("Thời hạn đã đổi") && list.contains(&id),
            "{list}"
        );
    }
    let settle = format!("/phan-anh/{id}");
    let words = [("outcome", "Đã nạp văn bản sửa đổi.")];
    assert_eq!(official.post(&settle, &words).status, 403);
    assert_eq!(checker.post(&settle, &[("outcome", " ")]).status, 400);
    assert_eq!(
        checker.post("/phan-anh/BL-2222-2222-2222", &words).status,
        404
    );
    assert_eq!(checker.post(&settle, &words).status, 303);
    let seen = official.get(&format!("/bao-loi/{id}")).body;
    assert!(seen.contains("Đã nạp văn bản sửa đổi."), "{seen}");
    let open = checker.get("/phan-anh").body;
    assert!(!open.contains(&id), "{open}");
    assert!(checker.get("/phan-anh?tat-ca=1").body.contains(&id));
    let audit: Value = program.run(&["audit", "--json"]).json();
    let deeds = audit.as_array().into_iter().flatten();
    let mut deeds = deeds.filter(|line| line["deed"] == "complaint_settled");
    let line = deeds.next().expect("a line of the audit");
    assert_eq!(
        (line["who"].as_str(), line["about"].as_str()),
        (Some("cuc"), Some(id.as_str()))
    );

    // What is about something hidden is not there for who does not see it.
    let told = official.post(
        "/bao-loi",
        &[
            ("vb", "902-2022-tt-bmau"),
            ("muc", ""),
            ("kind", "other"),
            ("note", "Chuyện kín"),
        ],
    );
    assert_eq!(told.status, 303, "{}", told.body);
    let place = told.header("location").expect("its page").to_owned();
    let hidden = place.trim_start_matches("/bao-loi/").split('?').next();
    let hidden = hidden.expect("an id").to_owned();
    let sample = tests::sample("thong-tu-902-2022.docx");
    program
        .run(&["ingest", "--collection", "Kín", &sample.to_string_lossy()])
        .success();
    program.run(&["group", "add", "Tổ kín"]).success();
    program.run(&["group", "give", "Kín", "Tổ kín"]).success();
    for who in [&mut admin, &mut checker] {
        assert!(!who.get("/phan-anh").body.contains("Chuyện kín"));
        let answer = who.post(&format!("/phan-anh/{hidden}"), &words);
        assert_eq!(answer.status, 404, "{}", answer.body);
        assert_eq!(who.get(&format!("/bao-loi/{hidden}")).status, 404);
    }
}
