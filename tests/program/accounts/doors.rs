//! The matrix: every route × every role × an object that is one's own, another's, or nobody's. What may be read is the
//! table that people reviewed (`crates/server/src/doors/reviewed.txt`).

use std::collections::BTreeMap;

use tests::{Client, repository};

use super::served;

/// A row of the reviewed table.
pub(crate) struct Row {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) door: String,
}

pub(crate) fn table() -> Vec<Row> {
    let file = repository().join("crates/server/src/doors/reviewed.txt");
    let text = std::fs::read_to_string(file).expect("the reviewed table");
    let rows = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let words: Vec<&str> = line.split_whitespace().collect();
        let [method, path, door] = words.as_slice() else {
            panic!("{line}");
        };
        Row {
            method: (*method).to_owned(),
            path: (*path).to_owned(),
            door: (*door).to_owned(),
        }
    })
    .collect()
}

/// What is expected of a visitor: let in, asked who it is, or told no.
pub(crate) fn expected(door: &str, visitor: &str) -> &'static str {
    match (door, visitor) {
        ("everyone", _) => "in",
        (_, "stranger") => "who",
        ("somebody", "token") => "no",
        ("person" | "somebody", _) => "in",
        ("own" | "keeper" | "signer", "token") => "no",
        ("own", _) => "in",
        ("keeper", "admin") | ("signer", "checker") => "in",
        (roles, visitor) if roles.split(',').any(|role| role == visitor) => "in",
        _ => "no",
    }
}

#[test]
fn every_route_lets_in_whom_the_table_says_and_nobody_else() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (program, served) = served(folder.path());
    let address = &served.address;
    let mut visitors: BTreeMap<&str, Client> = BTreeMap::new();
    let mut admin = Client::first(&served, "admin");
    // The first one has every role; the others one each.
    visitors.insert(
        "admin",
        Client::new(&program, address, "quan.tri", &["admin"]),
    );
    for role in ["official", "checker", "leader"] {
        visitors.insert(role, Client::new(&program, address, role, &[role]));
    }
    visitors.insert("stranger", Client::stranger(address));
    visitors.insert("token", token(&mut admin, address));
    let mut wrong = Vec::new();
    for row in table() {
        for (name, client) in &visitors {
            // What would end the session of this very visitor is tried last, by the test of sessions.
            if row.path == "/dang-xuat" {
                continue;
            }
            let path = row
                .path
                .replace("{slug}", "khong-co")
                .replace("{*path}", "dieu-1")
                .replace("{number}", "1")
                .replace("{month}", "2026-01")
                .replace("{id}", "CC-0000-0000-0000")
                .replace("{name}", "khong-co")
                .replace("{row}", "0")
                .replace("{file}", "pages.css");
            let headers = [("Content-Type", "application/x-www-form-urlencoded")];
            let body = match row.method.as_str() {
                "GET" => "",
                // A field that no form has: whoever is let in is told that, and nothing is done.
                _ => "khong-co=1",
            };
            let answer = client.send(&row.method, &path, &headers, body);
            let found = match answer.status {
                401 if !is_sign_in_failure(&row.path) => "who",
                403 => "no",
                _ => "in",
            };
            let wanted = expected(&row.door, name);
            if found != wanted {
                wrong.push(format!(
                    "{} {} as {name}: {} ({found}), wanted {wanted}",
                    row.method, row.path, answer.status
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn is_sign_in_failure(path: &str) -> bool {
    path == "/dang-nhap"
}

pub(crate) fn token(admin: &mut Client, address: &str) -> Client {
    let expires = super::days_ahead(7);
    let fields = [
        ("name", "thử"),
        ("role", "official"),
        ("expires", expires.as_str()),
    ];
    let made = admin.post("/tai-khoan/ma-truy-cap", &fields);
    let (_, token) = made.body.split_once("cancu_").expect("shown once");
    let token: String = token.chars().take_while(char::is_ascii_hexdigit).collect();
    Client::program(address, &format!("cancu_{token}"))
}

/// Another's and nobody's look the same, but for the id of the request.
#[test]
fn anothers_record_and_nobodys_are_answered_alike() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (program, served) = served(folder.path());
    let address = &served.address;
    Client::first(&served, "an");
    let asker = Client::new(&program, address, "binh", &["official"]);
    let other = Client::new(&program, address, "chi", &["official"]);
    let keeper = Client::new(&program, address, "dung", &["admin"]);
    let checker = Client::new(&program, address, "giang", &["checker"]);
    let answer = asker.get("/api/ask?q=%C4%91%C4%83ng+k%C3%BD+khai+sinh&on=2026-11-22");
    let answer: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    let id = answer["record"].as_str().expect("a record").to_owned();
    for (path, own) in [
        (format!("/api/records/{id}"), 200),
        (format!("/ho-so/{id}"), 200),
        (format!("/ho-so/{id}/can-cu.txt"), 200),
        (format!("/ho-so/{id}/docx"), 200),
        (format!("/api/records/{id}/again"), 200),
    ] {
        let nobodys = path.replace(&id, "CC-0000-0000-0000");
        assert_eq!(asker.get(&path).status, own, "{path}");
        assert_eq!(
            checker.get(&path).status,
            200,
            "who checks reads it: {path}"
        );
        for client in [&other, &keeper] {
            let (foreign, missing) = (client.get(&path), client.get(&nobodys));
            assert_eq!(foreign.status, 404, "{path}");
            let alike = |answer: &tests::Response| {
                let id = answer.header("x-request-id").unwrap_or_default().to_owned();
                let whole = format!("{}\n{}", answer.head, answer.body);
                let plain = whole.replace(&id, "ID");
                // The address of the page itself stands in the links of the language switch; the clock in a header.
                let plain = plain.replace("CC-0000-0000-0000", "RECORD");
                let lines = plain.lines().filter(|line| !line.starts_with("date:"));
                lines.collect::<Vec<_>>().join("\n")
            };
            assert_eq!(
                alike(&foreign).replace(&id, "RECORD"),
                alike(&missing),
                "{path}"
            );
        }
    }
    let tokens = |client: &mut Client, row: &str| {
        client
            .post(&format!("/tai-khoan/ma-truy-cap/{row}/thu-hoi"), &[])
            .status
    };
    assert_eq!(tokens(&mut other.clone(), "1"), 404, "another's token");
    assert_eq!(tokens(&mut other.clone(), "999"), 404, "nobody's token");
}
