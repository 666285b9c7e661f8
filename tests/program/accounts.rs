//! Who may come in, and what is kept from whom: through the program's own doors.

mod alike;
mod api;
pub(super) mod doors;
mod ends;
mod hidden;
mod measured;
mod opening;
mod reports;
mod vouched;

use serde_json::Value;
use tests::{Client, PASSWORD, Program, copy_samples, get, send, talk};

/// A server with the samples, and its program.
fn served(folder: &std::path::Path) -> (Program, tests::Served) {
    let corpus = folder.join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    (program, served)
}

/// As long as there is no account the machine's own person does everything; the first account closes every door.
#[test]
fn the_first_account_closes_every_door() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (program, served) = served(folder.path());
    let address = &served.address;
    assert_eq!(get(address, "/vb").expect("answered").status, 200);
    assert_eq!(get(address, "/nap").expect("answered").status, 200);
    let keeping = get(address, "/nguoi-dung").expect("answered");
    assert_eq!(keeping.status, 403, "an account is needed to keep accounts");

    let admin = Client::first(&served, "an");
    for path in [
        "/",
        "/vb",
        "/tim?q=khai+sinh",
        "/nap",
        "/suc-khoe",
        "/ho-so",
    ] {
        let page = get(address, path).expect("answered");
        assert_eq!(page.status, 401, "{path}");
        assert!(page.body.contains("action=\"/dang-nhap\""), "{path}");
        assert!(!page.body.contains("901/2024"), "{path}");
    }
    let api = get(address, "/api/search?q=khai+sinh").expect("answered");
    assert_eq!(api.status, 401);
    assert_eq!(api.header("content-type"), Some("application/problem+json"));
    assert_eq!(api.header("www-authenticate"), Some("Bearer"));
    assert_eq!(get(address, "/health/live").expect("answered").status, 200);
    assert_eq!(admin.get("/nguoi-dung").status, 200);
    // The address worked once.
    let again = get(address, "/lap-tai-khoan?ma=0").expect("answered");
    assert_eq!(again.status, 404);
    // What was done is told, and whole.
    let verified = program.run(&["audit", "verify", "--json"]).json();
    assert_eq!(verified["whole"], true, "{verified}");
    let lines = program.run(&["audit", "--json"]).json();
    let deeds: Vec<&str> = lines
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|line| line["deed"].as_str())
        .collect();
    assert_eq!(deeds, ["person_added", "signed_in"]);
}

/// A session is new at every entry, its cookie is out of scripts' reach, and it dies with every right that is taken.
#[test]
fn sessions_begin_anew_and_end_at_once() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (program, served) = served(folder.path());
    let address = &served.address;
    let admin = Client::first(&served, "an");
    let mut binh = Client::new(&program, address, "binh", &["official"]);
    let before = binh.cookie().expect("a session").to_owned();
    let entered = binh.sign_in("binh", PASSWORD);
    let cookie = entered.header("set-cookie").expect("a cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let after = binh.cookie().expect("a session").to_owned();
    assert_ne!(before, after, "always a new one");
    let old = binh.with_cookie(&before);
    assert_eq!(old.get("/vb").status, 401, "the one before is over");
    let fixed = format!("cancu={}", "a".repeat(64));
    let mut fixed = Client::stranger(address).with_cookie(&fixed);
    assert_eq!(fixed.sign_in("binh", PASSWORD).status, 303);
    let planted = binh.with_cookie(&format!("cancu={}", "a".repeat(64)));
    assert_eq!(
        planted.get("/vb").status,
        401,
        "a planted one opens nothing"
    );

    assert_eq!(binh.get("/vb").status, 200);
    program.run(&["account", "disable", "binh"]).success();
    assert_eq!(
        binh.get("/vb").status,
        401,
        "seen by a running server at once"
    );
    assert_eq!(binh.sign_in("binh", PASSWORD).status, 401);
    program.run(&["account", "enable", "binh"]).success();
    assert_eq!(binh.sign_in("binh", PASSWORD).status, 303);
    program
        .run(&["account", "role", "binh", "leader"])
        .success();
    assert_eq!(binh.get("/vb").status, 401);
    assert_eq!(binh.sign_in("binh", PASSWORD).status, 303);
    let gone = binh.cookie().expect("a session").to_owned();
    assert_eq!(binh.post("/dang-xuat", &[]).status, 303);
    assert_eq!(binh.with_cookie(&gone).get("/vb").status, 401);
    assert_eq!(admin.get("/vb").status, 200, "others go on");
}

/// Nobody guesses, and nothing tells whether a name is somebody's.
#[test]
fn guessing_ends_after_five() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&[]);
    Client::first(&served, "an");
    let mut guess = Client::stranger(&served.address);
    let mut said = Vec::new();
    for name in ["an", "khong-co"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            let answer = guess.sign_in(name, "không phải mật khẩu");
            answers.push((
                answer.status,
                answer.body.replace(&format!("value=\"{name}\""), "NAME"),
            ));
        }
        let codes: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
        assert_eq!(codes, [401, 401, 401, 401, 401, 429], "{name}");
        said.push(answers);
    }
    assert_eq!(said[0], said[1], "the same whoever it is");
    let right = guess.sign_in("an", PASSWORD);
    assert_eq!(right.status, 429, "closed for a while");
    assert!(right.header("retry-after").is_some());
}

/// Changes come from our own pages: not from another site, and not from a page that says nothing of where it is.
#[test]
fn a_change_that_another_site_asks_for_is_refused() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&[]);
    let admin = Client::first(&served, "an");
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let body = "name=Nhom+la";
    let foreign = [form, ("Origin", "http://evil.example")];
    assert_eq!(admin.send_bare("POST", "/nhom", &foreign, body).status, 403);
    let cross = [form, ("Sec-Fetch-Site", "cross-site")];
    assert_eq!(admin.send_bare("POST", "/nhom", &cross, body).status, 403);
    assert_eq!(
        admin.send_bare("POST", "/nhom", &[form], body).status,
        403,
        "a session and no origin"
    );
    let json = [
        ("Content-Type", "application/json"),
        ("Sec-Fetch-Site", "same-origin"),
    ];
    assert_eq!(
        admin.send_bare("POST", "/nhom", &json, "{}").status,
        400,
        "no form"
    );
    let more = admin.send("POST", "/nhom", &[form], "name=Nhom+la&role=admin");
    assert_eq!(more.status, 400, "a field that the form does not have");
    assert_eq!(
        admin.get("/nhom/bo-suu-tap").status,
        405,
        "nothing changes by reading"
    );
    let groups = program.run(&["group", "list", "--json"]).json();
    assert_eq!(groups, Value::Array(Vec::new()), "nothing was done");
    assert_eq!(admin.send("POST", "/nhom", &[form], body).status, 303);
}

/// A program's token does what it allows, for as long as it lasts, and keeps no accounts.
#[test]
fn tokens_open_the_api_and_no_account() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&[]);
    let mut admin = Client::first(&served, "an");
    let fields = [
        ("name", "Trợ lý"),
        ("role", "official"),
        ("expires", "2999-01-01"),
    ];
    assert_eq!(
        admin.post("/tai-khoan/ma-truy-cap", &fields).status,
        422,
        "for a year at most"
    );
    let soon = days_ahead(30);
    let fields = [
        ("name", "Trợ lý"),
        ("role", "official"),
        ("expires", soon.as_str()),
    ];
    let made = admin.post("/tai-khoan/ma-truy-cap", &fields);
    assert_eq!(made.status, 200, "{}", made.body);
    let (_, token) = made.body.split_once("cancu_").expect("shown once");
    let token: String = token.chars().take_while(char::is_ascii_hexdigit).collect();
    let token = format!("cancu_{token}");
    assert!(
        !admin.get("/tai-khoan").body.contains(&token),
        "never again"
    );
    let caller = Client::program(&served.address, &token);
    assert_eq!(caller.get("/api/documents").status, 200);
    assert_eq!(
        caller.send("DELETE", "/api/documents/x", &[], "").status,
        403,
        "no administrator's"
    );
    assert_eq!(caller.get("/tai-khoan").status, 403);
    assert_eq!(caller.get("/nguoi-dung").status, 403);
    let wrong = Client::program(&served.address, "cancu_0");
    assert_eq!(wrong.get("/api/documents").status, 401);
    let page = admin.get("/tai-khoan").body;
    let (_, row) = page
        .split_once("/tai-khoan/ma-truy-cap/")
        .expect("it is listed");
    let row = row.split('/').next().unwrap_or_default().to_owned();
    assert_eq!(
        admin
            .post(&format!("/tai-khoan/ma-truy-cap/{row}/thu-hoi"), &[])
            .status,
        303
    );
    assert_eq!(caller.get("/api/documents").status, 401, "taken back");
}

fn days_ahead(days: u64) -> String {
    let ahead = std::time::SystemTime::now() + std::time::Duration::from_secs(days * 86_400);
    let seconds = ahead
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970")
        .as_secs();
    // Civil from days (Howard Hinnant): no calendar crate for one date.
    let z = (seconds / 86_400).cast_signed() + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Listening to others needs an account and TLS before it.
#[test]
fn nobody_listens_to_others_without_an_account_and_tls() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let refused = |words: &str| {
        let run = program.run(&["serve", "--listen", "0.0.0.0:0", "--lang", "en"]);
        assert_ne!(run.code, Some(0), "{run:#?}");
        assert!(run.said().contains(words), "{run:#?}");
    };
    refused("There is no account yet");
    program.run(&["account", "add", "an", "official"]);
    refused("There is no account yet");
    program.run(&["account", "add", "an", "admin"]).success();
    refused("without TLS");
}

/// A chain that somebody changed says where; one that was cut off is found by the head that was kept.
#[test]
fn the_audit_is_verified_from_the_terminal() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    program.run(&["account", "add", "an", "admin"]).success();
    program.run(&["group", "add", "Địa chính"]).success();
    let head = program
        .run(&["audit", "head"])
        .success()
        .stdout
        .trim()
        .to_owned();
    program.run(&["audit", "verify", "--head", &head]).success();
    program.run(&["group", "add", "Tư pháp"]).success();
    program.run(&["audit", "verify", "--head", &head]).success();
    let (number, _) = head.split_once(':').expect("a number and a hash");
    let other = format!("{number}:{}", "0".repeat(64));
    let broken = program.run(&["audit", "verify", "--head", &other, "--json"]);
    assert_eq!(broken.code, Some(1), "{broken:#?}");
    assert!(broken.stdout.contains("other_head"), "{broken:#?}");
    let longer = format!("99:{}", "0".repeat(64));
    let broken = program.run(&["audit", "verify", "--head", &longer, "--lang", "en"]);
    assert!(broken.said().contains("missing"), "{broken:#?}");
    let unread = program.run(&["audit", "verify", "--head", "abc"]);
    assert_eq!(unread.code, Some(1), "{unread:#?}");
}

/// Behind a server with TLS: its name is known, the cookie is bound to it, and nobody is alone.
#[test]
fn behind_tls_the_cookie_is_bound_to_the_host() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let data = folder.path().join("data");
    std::fs::create_dir_all(&data).expect("a folder");
    let program = Program::on(&data);
    let settings = "[server]\npublic = \"https://can-cu.example\"\n";
    std::fs::write(data.join("cancu.toml"), settings).expect("settings");
    let refused = program.run(&["serve", "--listen", "127.0.0.1:0", "--lang", "en"]);
    assert!(
        refused.said().contains("there is no account yet"),
        "{refused:#?}"
    );
    let made = program.run(&["account", "add", "an", "admin"]).success();
    assert!(
        made.stdout
            .contains("https://can-cu.example/dat-mat-khau?ma="),
        "{made:#?}"
    );
    let served = program.serve(&[]);
    let (_, secret) = made.stdout.split_once("ma=").expect("a one-time address");
    let set = format!(
        "ma={}&password={}&again={}",
        secret.trim(),
        "x7-Kq.tudongnai",
        "x7-Kq.tudongnai"
    );
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let host = |path: &str, body: &str| {
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: can-cu.example\r\nX-Forwarded-For: 10.9.8.7\r\nConnection: close\r\n{}: {}\r\nContent-Length: {}\r\n\r\n{body}",
            form.0,
            form.1,
            body.len()
        );
        use std::io::{Read as _, Write as _};
        let mut stream = std::net::TcpStream::connect(&served.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer);
        answer
    };
    let answer = host("/dat-mat-khau", &set);
    assert!(answer.starts_with("HTTP/1.1 303"), "{answer}");
    let answer = host("/dang-nhap", "name=an&password=x7-Kq.tudongnai&to=%2F");
    assert!(answer.contains("set-cookie: __Host-cancu="), "{answer}");
    assert!(answer.contains("; Secure"), "{answer}");
    let lines = program.run(&["audit", "--json"]).json().to_string();
    assert!(lines.contains("10.9.8.7"), "{lines}");
    let unknown = send("GET", &served.address, "/vb", "").expect("answered");
    assert_eq!(unknown.status, 401, "nobody is alone behind TLS");
    let other = talk(
        &served.address,
        "GET",
        "/vb",
        &[("X-Forwarded-For", "1.2.3.4")],
        "",
    );
    assert_eq!(other.expect("answered").status, 401);
}
