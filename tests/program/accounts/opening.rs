//! A collection is made more open in two steps (T42): what that does is shown first, with counts; what was agreed to is
//! done and no more; it can be given back as it was; each of it is in the audit.

use serde_json::{Value, json};
use tests::{Client, Program, sample};

fn sent(who: &Client, path: &str, body: &Value) -> (u16, Value) {
    let json = [("Content-Type", "application/json")];
    let said = who.send("POST", path, &json, &body.to_string());
    let body = serde_json::from_str(&said.body).unwrap_or(Value::Null);
    (said.status, body)
}

fn form(who: &Client, fields: &str) -> tests::Response {
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    who.send("POST", "/nhom/bo-suu-tap", &form, fields)
}

#[test]
fn a_collection_is_opened_after_a_look_and_given_back_as_it_was() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let file = sample("nghi-dinh-901-2024.pdf");
    program
        .run(&[
            "ingest".as_ref(),
            file.as_os_str(),
            "--collection".as_ref(),
            "Kín".as_ref(),
        ])
        .success();
    let served = program.serve(&["--corpus", "none"]);
    let admin = Client::first(&served, "an");
    for group in ["Địa chính", "Hộ tịch"] {
        assert_eq!(
            sent(&admin, "/api/groups", &json!({ "name": group })).0,
            204
        );
    }
    let (status, _) = sent(
        &admin,
        "/api/people",
        &json!({ "name": "binh", "roles": ["official"] }),
    );
    assert_eq!(status, 200);
    let joins = json!({ "groups": ["Hộ tịch"] });
    assert_eq!(sent(&admin, "/api/people/binh", &joins).0, 200);
    let give = |groups: &[&str], agreed: Value| {
        let body = json!({ "collection": "Kín", "groups": groups, "agreed": agreed });
        sent(&admin, "/api/groups/collections", &body).0
    };
    let preview = |groups: &[&str]| {
        let body = json!({ "collection": "Kín", "groups": groups });
        sent(&admin, "/api/groups/collections/preview", &body)
    };
    let groups = || program.run(&["group", "list", "--json"]).json();

    // To close it needs no second step.
    let (status, closes) = preview(&["Địa chính"]);
    assert_eq!((status, &closes["opens"]), (200, &json!(false)), "{closes}");
    assert_eq!(closes["losing"], 2, "{closes}");
    assert_eq!(give(&["Địa chính"], Value::Null), 204);
    let closed = groups();

    // To open it does, and a look changes nothing.
    let (_, opens) = preview(&["Hộ tịch"]);
    assert_eq!(
        opens,
        json!({ "collection": "Kín", "opens": true, "before": ["Địa chính"], "after": ["Hộ tịch"],
            "documents": 1, "levels": { "internal": 1 }, "gaining": ["binh"], "losing": 0 })
    );
    for agreed in [
        Value::Null,
        json!({ "documents": 0, "people": 1 }),
        json!({ "documents": 1, "people": 0 }),
    ] {
        assert_eq!(give(&["Hộ tịch"], agreed.clone()), 409, "{agreed}");
    }
    assert_eq!(groups(), closed);
    assert_eq!(
        give(&["Hộ tịch"], json!({ "documents": 1, "people": 1 })),
        204
    );

    // On the page the same: to everybody, with a tick.
    let fields = "collection=K%C3%ADn";
    for (language, words) in [
        ("vi", "mở rộng 1 văn bản cho thêm 1 người"),
        ("en", "documents: 1, more people: 1"),
        ("fr", "Personnes qui la verront aussi</th><td>1 (an)"),
    ] {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        let path = format!("/nhom/bo-suu-tap?lang={language}");
        let asked = admin.send("POST", &path, &form, fields);
        assert_eq!(asked.status, 200, "{}", asked.body);
        assert!(asked.body.contains(words), "{language}: {}", asked.body);
    }
    let asked = form(&admin, &format!("{fields}&van-ban=0&nguoi=9"));
    assert!(
        asked.body.contains("đã thay đổi so với lần xem trước"),
        "{}",
        asked.body
    );
    assert_eq!(
        form(&admin, &format!("{fields}&van-ban=1&nguoi=1")).status,
        303
    );
    let opened = groups();
    assert_ne!(opened, closed);

    // The page offers to give it back: what it was is restored wholly, and what was between is told.
    let page = admin.get("/nhom").body;
    let (_, lately) = page
        .split_once("id=\"lately\"")
        .expect("the latest changes");
    let (lately, _) = lately.split_once("</table>").expect("its end");
    assert_eq!(
        lately.matches("<button").count(),
        1,
        "the last one of the collection: {lately}"
    );
    assert_eq!(
        form(&admin, "collection=K%C3%ADn&group=H%E1%BB%99+t%E1%BB%8Bch").status,
        303
    );
    assert_eq!(
        give(&["Địa chính"], json!({ "documents": 1, "people": 0 })),
        204
    );
    assert_eq!(groups(), closed, "as it was");
    let audit = program.run(&["audit", "--json"]).success().stdout;
    assert_eq!(audit.matches("collection_given").count(), 5, "{audit}");
    program.run(&["audit", "verify"]).success();

    // At the terminal the same: shown with its counts, done as it was agreed to, put back as it was.
    let to_all = ["group", "give", "Kín", "--lang", "en"];
    for agreed in [&[][..], &["--agree", "1", "1"], &["--agree", "0", "9"]] {
        let asked = program.run(&[&to_all[..], agreed].concat());
        assert_eq!(asked.code, Some(1), "{asked:#?}");
        for words in [
            "Groups before: Địa chính",
            "Groups after: seen by everybody",
            "Documents in the collection: 1 (internal 1)",
            "People who will see it too: 2 (an, binh)",
            "--agree 1 2",
        ] {
            assert!(asked.stderr.contains(words), "{words}: {asked:#?}");
        }
        assert_eq!(groups(), closed, "nothing was changed");
    }
    let agreed = [&to_all[..], &["--agree", "1", "2"]].concat();
    let done = program.run(&agreed).success();
    assert!(done.stdout.contains("cancu group back"), "{done:#?}");
    assert_ne!(groups(), closed);
    program.run(&["group", "back", "Kín"]).success();
    assert_eq!(groups(), closed, "as it was; to close it asks nothing");
    let again = program.run(&["group", "back", "Kín"]);
    assert_eq!(
        again.code,
        Some(1),
        "back to everybody opens it: {again:#?}"
    );
    assert_eq!(groups(), closed);
    program.run(&["group", "back", "Kín", "--yes"]).success();
    assert_ne!(groups(), closed);
    let never = program.run(&["group", "back", "Không có", "--yes", "--lang", "en"]);
    assert_eq!(never.code, Some(1), "{never:#?}");
    assert!(never.stderr.contains("was not changed"), "{never:#?}");
    let audit = program.run(&["audit", "--json"]).success().stdout;
    assert_eq!(audit.matches("collection_given").count(), 8, "{audit}");
    program.run(&["audit", "verify"]).success();
}
