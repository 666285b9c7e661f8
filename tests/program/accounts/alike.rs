//! What the pages do, programs can do: every route to which a page sends something has one of the API that does the same,
//! or a reason why not. And the newest of these do it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};
use tests::{Client, Program, copy_samples};

use super::super::DAY;
use super::super::review::accepting;
use super::doors;

/// A page's route, and the one of the API that does the same.
const ALIKE: [(&str, &str); 32] = [
    ("/bao-loi", "POST /api/complaints"),
    ("/duyet/hieu-luc", "POST /api/resolutions"),
    ("/duyet/hieu-luc/{row}/rut", "DELETE /api/resolutions/{row}"),
    ("/duyet/{id}", "POST /api/reviews/{id}"),
    ("/duyet/{id}/sua", "POST /api/reviews/{id}/rewrite"),
    ("/kiem-tra", "POST /api/draft"),
    ("/lich-su/luu", "POST /api/history/saved"),
    ("/lich-su/luu/{row}/xoa", "DELETE /api/history/saved/{row}"),
    ("/lich-su/xoa", "DELETE /api/history"),
    ("/nap", "POST /api/batches"),
    ("/nap/{batch}/cong-bo", "POST /api/batches/{batch}/publish"),
    ("/nap/{batch}/huy", "DELETE /api/batches/{batch}"),
    (
        "/nap/{batch}/thu-hoi",
        "POST /api/batches/{batch}/take-back",
    ),
    (
        "/nap/{batch}/{number}",
        "POST /api/batches/{batch}/files/{number}",
    ),
    ("/nguoi-dung", "POST /api/people"),
    ("/nguoi-dung/{name}", "POST /api/people/{name}"),
    (
        "/nguoi-dung/{name}/dat-lai",
        "POST /api/people/{name}/reset",
    ),
    ("/nguoi-dung/{name}/khoa", "POST /api/people/{name}"),
    (
        "/nguoi-dung/{name}/phien",
        "DELETE /api/people/{name}/sessions",
    ),
    ("/nhom", "POST /api/groups"),
    ("/nhom/bo-suu-tap", "POST /api/groups/collections"),
    ("/nhom/{name}/xoa", "DELETE /api/groups/{name}"),
    ("/phan-anh/{id}", "POST /api/reports/{id}"),
    ("/quan-ly/danh-gia", "POST /api/evaluations"),
    ("/quan-ly/danh-gia/cau-hoi", "POST /api/gold"),
    (
        "/quan-ly/danh-gia/{run}/moc",
        "POST /api/evaluations/{run}/mark",
    ),
    ("/quan-ly/tu-ngu", "POST /api/wordings"),
    ("/quan-ly/van-ban", "POST /api/keeping"),
    ("/quan-ly/van-ban/xem-truoc", "POST /api/keeping/preview"),
    ("/suc-khoe/sao-luu", "POST /api/backups"),
    ("/tai-khoan/ma-truy-cap", "POST /api/tokens"),
    (
        "/tai-khoan/ma-truy-cap/{row}/thu-hoi",
        "DELETE /api/tokens/{row}",
    ),
];

/// What only a person at a browser does, and why.
const PEOPLE_ALONE: [(&str, &str); 8] = [
    ("/dang-nhap", "a program has a token and signs in nowhere"),
    ("/dang-xuat", "a program has no session"),
    (
        "/dat-mat-khau",
        "a password is set by whoever was sent the one-time address",
    ),
    (
        "/lap-tai-khoan",
        "the first account is made by whoever reads the server's terminal",
    ),
    (
        "/tai-khoan/mat-khau",
        "a password is changed by whoever knows the old one",
    ),
    (
        "/tai-khoan/phien",
        "one's own other browsers; an administrator ends sessions through the API",
    ),
    (
        "/quan-ly/mo-hinh/thu",
        "an embedder is tried by whoever sets it up, at the terminal by `cancu eval`",
    ),
    (
        "/suc-khoe/thu-mo-hinh",
        "a model is tried by whoever sets it up; `cancu writer --json` tells it to programs",
    ),
];

#[test]
fn what_pages_do_programs_can_do() {
    let table = doors::table();
    let routes: BTreeMap<String, &str> = table
        .iter()
        .map(|row| (format!("{} {}", row.method, row.path), row.door.as_str()))
        .collect();
    let api = |path: &str| path.starts_with("/api/") || path == "/mcp";
    let sent_to: BTreeSet<&str> = table
        .iter()
        .filter(|row| row.method == "POST" && !api(&row.path))
        .map(|row| row.path.as_str())
        .collect();
    let told: BTreeSet<&str> = ALIKE
        .iter()
        .chain(&PEOPLE_ALONE)
        .map(|(page, _)| *page)
        .collect();
    assert_eq!(
        told, sent_to,
        "say here which route of the API does the same"
    );
    for (page, same) in ALIKE {
        let door = routes.get(same);
        let own = routes[&format!("POST {page}")];
        assert_eq!(door, Some(&own), "{page} and {same} let in the same people");
    }
}

struct Office {
    _folder: tempfile::TempDir,
    served: tests::Served,
    program: Program,
    admin: Client,
    checker: Client,
}

fn office() -> Office {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let admin = Client::first(&served, "quan.tri");
    let checker = Client::new(&program, &served.address, "binh", &["checker"]);
    Office {
        _folder: folder,
        served,
        program,
        admin,
        checker,
    }
}

#[test]
fn a_program_records_an_end_and_takes_it_back() {
    let office = office();
    let checker = &office.checker;
    let about = checker
        .read("/api/resolutions/about?document=901-2024-nd-cpmau&path=dieu-4/khoan-1/diem-c");
    assert_eq!(about["acts"][0]["slug"], "905-2025-nd-cpmau", "{about:#}");
    let words = "Bãi bỏ điểm c khoản 1 Điều 4";
    let mut ended = json!({
        "document": "901-2024-nd-cpmau", "path": "dieu-4/khoan-1/diem-c", "kind": "ended",
        "by": "905-2025-nd-cpmau", "words": words,
    });
    let record = |body: &Value| checker.send_json("POST", "/api/resolutions", body);
    assert_eq!(record(&ended).0, 422, "no day");
    ended["day"] = json!("hôm qua");
    assert_eq!(record(&ended).0, 400);
    ended["day"] = json!("2025-11-01");
    let (status, recorded) = record(&ended);
    assert_eq!((status, &recorded["counts"]), (201, &json!(true)));
    let state = || {
        let path = "/api/documents/901-2024-nd-cpmau/preview?path=dieu-4/khoan-1/diem-c";
        checker.read(&format!("{path}&on=2026-11-22"))["status"].clone()
    };
    assert_eq!(state(), "expired");
    let path = format!("/api/resolutions/{}", recorded["id"]);
    assert_eq!(checker.send_json("DELETE", &path, &json!({})).0, 204);
    assert_eq!(checker.send_json("DELETE", &path, &json!({})).0, 404);
    assert_eq!(state(), "in_force");
    let (status, _) = office.admin.send_json("POST", "/api/resolutions", &ended);
    assert_eq!(status, 201, "the first one has every role");
}

#[test]
fn a_program_writes_an_answer_anew() {
    let office = office();
    let asker = Client::new(&office.program, &office.served.address, "an", &["official"]);
    let question = json!({ "question": "Thời hạn chứng thực bản sao là bao lâu?", "on": DAY });
    let (_, answer) = asker.send_json("POST", "/api/ask", &question);
    let record = answer["record"].as_str().expect("a record").to_owned();
    let reviewed = office.checker.read(&format!("/api/reviews/{record}"));
    let quote = &reviewed["claims"][0]["quotes"][0];
    let path = format!("/api/reviews/{record}/rewrite");
    let rewrite = |text: &Value| {
        let citation = json!({ "reference": quote["citation"], "quote": quote["text"] });
        let claim = json!({ "text": text, "citations": [citation] });
        let body = json!({ "claims": [claim], "note": "rút gọn" });
        office.checker.send_json("POST", &path, &body)
    };
    let (status, said) = rewrite(&json!("Thời hạn chứng thực bản sao là 99 ngày."));
    assert_eq!((status, &said["claims"][0]["proved"]), (422, &json!(false)));
    assert!(said["claims"].to_string().contains("99 ngày"), "{said:#}");
    let empty = office
        .checker
        .send_json("POST", &path, &json!({ "claims": [] }));
    assert_eq!(empty.0, 422);
    let (status, said) = rewrite(&quote["text"]);
    assert_eq!(status, 201, "{said:#}");
    let written = said["record"].as_str().expect("an id").to_owned();
    let second = Client::new(&office.program, &office.served.address, "chi", &["checker"]);
    let reviewed = second.read(&format!("/api/reviews/{written}"));
    assert_eq!(reviewed["corrects"], record.as_str());
    let path = format!("/api/reviews/{written}");
    let (status, said) = second.send_json("POST", &path, &accepting(&reviewed));
    assert_eq!(status, 200, "{said:#}");
}

#[test]
fn a_program_keeps_documents_wordings_and_backups() {
    let office = office();
    let admin = &office.admin;
    let send = |path: &str, body: Value| admin.send_json("POST", path, &body);
    let level = |level: &str, opened: usize| json!({ "documents": ["901-2024-nd-cpmau", "khong-co"], "decision": "level", "level": level, "opened": opened });
    let (status, looked) = send("/api/keeping/preview", level("restricted", 0));
    assert_eq!(
        (status, &looked["untouched"]),
        (200, &json!(1)),
        "{looked:#}"
    );
    assert_eq!(send("/api/keeping", level("restricted", 0)).0, 200);
    let listed = admin.read("/api/documents?q=901").to_string();
    assert!(listed.contains("\"restricted\""), "{listed}");
    let (_, looked) = send("/api/keeping/preview", level("public", 0));
    assert_eq!(looked["opened"], 1, "{looked:#}");
    assert_eq!(send("/api/keeping", level("public", 0)).0, 409, "it opens");
    assert_eq!(send("/api/keeping", level("public", 1)).0, 200);
    let end =
        json!({ "documents": ["901-2024-nd-cpmau"], "decision": "retire", "day": "2026-01-01" });
    assert_eq!(send("/api/keeping", end).0, 422, "why");

    let (status, said) = send("/api/wordings", json!({ "lines": "a" }));
    assert_eq!(status, 422, "{said}");
    let lines = json!({ "lines": "chim báo bão = dự báo thời tiết" });
    assert_eq!(send("/api/wordings", lines.clone()).0, 200);
    assert_eq!(admin.read("/api/wordings"), lines);

    let (status, made) = send("/api/backups", json!({}));
    assert_eq!(status, 201, "{made}");
    let folder = office.program.root().join("backups");
    assert!(folder.join(made["name"].as_str().expect("a name")).is_dir());
}
