//! What is given to a group is not there for others: on every page and in every answer, as if it had never been loaded.

use std::collections::BTreeSet;

use serde_json::Value;
use tests::{Client, Program, copy_samples, sample};

/// Words that stand in the hidden document alone.
const CANARY: &str = "hoatrangnguyen";
const SYMBOL: &str = "77/2026/QĐ-UBND";

/// A sample of our own with the canary, of another number.
fn hidden_file(folder: &std::path::Path) -> std::path::PathBuf {
    let text =
        std::fs::read_to_string(sample("quyet-dinh-925-2025-dong-mau.txt")).expect("a sample");
    let own = format!(
        "Điều 3. Việc riêng của nhóm\n1. Mã công việc riêng là {CANARY}, hạn nộp 45 ngày.\n\nĐiều 4. Trách nhiệm"
    );
    let text = text
        .replace("925/2025", "77/2026")
        .replace("Điều 3. Trách nhiệm", &own);
    assert!(text.contains(CANARY), "the sample has an article 3");
    let file = folder.join("noi-bo.txt");
    std::fs::write(&file, text).expect("a file can be written");
    file
}

/// What differs between two servers for no reason of what they hold.
fn plain(body: &str) -> String {
    let mut value: Value = match serde_json::from_str(body) {
        Ok(value) => value,
        Err(_) => return body.to_owned(),
    };
    strip(&mut value);
    value.to_string()
}

/// Numbers of changes and requests, ids of records, and scores, which rest on how often a word stands anywhere.
fn strip(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for name in [
                "record",
                "generation",
                "request_id",
                "score",
                "passage",
                "reasons",
                "answers",
            ] {
                fields.remove(name);
            }
            fields.values_mut().for_each(strip);
        }
        Value::Array(values) => values.iter_mut().for_each(strip),
        _ => {}
    }
}

/// Every address among the results of a search.
fn places(body: &str) -> BTreeSet<String> {
    fn gather(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                found.extend(fields.get("url").and_then(Value::as_str).map(str::to_owned));
                fields.values().for_each(|value| gather(value, found));
            }
            Value::Array(values) => values.iter().for_each(|value| gather(value, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    gather(&serde_json::from_str(body).expect("JSON"), &mut found);
    found
}

const QUESTIONS: [&str; 12] = [
    "hoatrangnguyen",
    "mã công việc riêng",
    "quyết định 77/2026/QĐ-UBND",
    "Điều 3 Quyết định 77/2026/QĐ-UBND",
    "qđ 77",
    "quyết định 77",
    "đăng ký khai sinh trong thời hạn bao nhiêu ngày",
    "tach thua dat",
    "hỗ trợ",
    "thẩm quyền của Ủy ban nhân dân xã",
    "hạn nộp 45 ngày",
    "lệ phí hộ tịch",
];

#[test]
fn what_is_given_to_a_group_is_not_there_for_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let serve = |name: &str, more: Option<&std::path::Path>| {
        let program = Program::on(&folder.path().join(name));
        program.run(&["ingest", &corpus.to_string_lossy()]);
        if let Some(file) = more {
            let file = file.to_string_lossy();
            program
                .run(&["ingest", "--collection", "Nhóm kín", &file])
                .success();
        }
        let served = program.serve(&[]);
        (program, served)
    };
    let file = hidden_file(folder.path());
    let (with, served_with) = serve("with", Some(&file));
    let (without, served_without) = serve("without", None);
    with.run(&["group", "add", "Tổ chức"]).success();
    with.run(&["group", "give", "Nhóm kín", "Tổ chức"])
        .success();
    Client::first(&served_with, "an");
    Client::first(&served_without, "an");
    let outside = Client::new(
        &with,
        &served_with.address,
        "binh",
        &["official", "checker", "admin", "leader"],
    );
    let member = Client::new(&with, &served_with.address, "chi", &["official"]);
    with.run(&["account", "groups", "chi", "Tổ chức"]).success();
    let mut member = member;
    assert_eq!(member.sign_in("chi", tests::PASSWORD).status, 303);
    let elsewhere = Client::new(
        &without,
        &served_without.address,
        "binh",
        &["official", "checker", "admin", "leader"],
    );

    // Suggestions are made behind the first readers' backs.
    for _ in 0..100 {
        let ready = |client: &Client| {
            client
                .get("/api/suggest?q=nd+901")
                .body
                .contains("901/2024")
        };
        if ready(&outside) && ready(&elsewhere) && ready(&member) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    let mut paths: Vec<String> = vec![
        "/api/documents".to_owned(),
        "/api/documents?q=quyet+dinh".to_owned(),
        "/api/filters".to_owned(),
        "/api/health".to_owned(),
        "/vb".to_owned(),
        "/".to_owned(),
        "/suc-khoe".to_owned(),
        "/api/suggest?q=77".to_owned(),
        "/api/suggest?q=qd+77".to_owned(),
        "/api/suggest?q=vi%E1%BB%87c+ri%C3%AAng".to_owned(),
        "/api/search?q=a&collection=Nh%C3%B3m+k%C3%ADn".to_owned(),
    ];
    let slug = slug(&member);
    for tail in [
        "",
        "/ban-goc",
        "/trang/1",
        "/trang/1/anh",
        "/dieu-1",
        "/dieu-3",
    ] {
        paths.push(format!("/vb/{slug}{tail}"));
    }
    paths.push(format!("/api/documents/{slug}"));
    paths.push(format!("/api/documents/{slug}/pages"));
    paths.push(format!("/api/documents/{slug}/provisions/dieu-3"));
    for question in QUESTIONS {
        let question = encode(question);
        for route in ["/tim", "/api/search", "/api/ask", "/hoi", "/api/suggest"] {
            paths.push(format!("{route}?q={question}&on=2026-11-22"));
        }
    }
    let (mut different, mut orders) = (Vec::new(), 0);
    for path in &paths {
        let (here, there) = (outside.get(path), elsewhere.get(path));
        let whole = format!("{}\n{}", here.head, here.body);
        for word in [CANARY, SYMBOL, "Nhóm kín", "Việc riêng của nhóm"] {
            let asked = path.contains(&encode(word))
                || encode("hoatrangnguyen 77/2026/QĐ-UBND Nhóm kín").contains(&encode(word))
                    && path.contains("q=");
            assert!(asked || !whole.contains(word), "{path} tells of {word}");
        }
        let ranked = ["/api/search", "/api/ask"]
            .iter()
            .any(|route| path.starts_with(route));
        if here.status != there.status {
            different.push(format!("{path}: {} and {}", here.status, there.status));
        } else if ranked && path.contains("q=") {
            // How often a word stands anywhere moves what is alike by a place or two: the same stands there all the same.
            orders += usize::from(plain(&here.body) != plain(&there.body));
            let all = format!("{}&limit=100", path.replace("/api/ask", "/api/search"));
            let (here, there) = (
                places(&outside.get(&all).body),
                places(&elsewhere.get(&all).body),
            );
            if here != there {
                different.push(format!("{all}:\n{here:#?}\n{there:#?}"));
            }
        } else if path.starts_with("/api/") && plain(&here.body) != plain(&there.body) {
            different.push(format!(
                "{path}:\n{}\n{}",
                plain(&here.body),
                plain(&there.body)
            ));
        }
    }
    assert!(
        different.is_empty(),
        "{} of {}: {different:#?}",
        different.len(),
        paths.len()
    );
    // Of the answers to questions, few stand in another order.
    assert!(
        orders <= 2 * QUESTIONS.len() / 3,
        "{orders} in another order"
    );
    // What is kept from others is there for members.
    let found = member.get(&format!(
        "/api/search?q={}&on=2026-11-22",
        encode("mã công việc riêng")
    ));
    assert!(found.body.contains(CANARY), "{}", found.body);
    assert_eq!(member.get(&format!("/vb/{slug}")).status, 200);
    assert!(member.get("/vb").body.contains(SYMBOL));
    // Nobody removes what they do not see.
    let removed = outside.send("DELETE", &format!("/api/documents/{slug}"), &[], "");
    assert_eq!(removed.status, 404, "{}", removed.body);
    assert_eq!(member.get(&format!("/vb/{slug}")).status, 200);

    // A record of a member's is nobody else's, and no longer the member's own once they left the group.
    let asked = member.get(&format!(
        "/api/ask?q={}&on=2026-11-22",
        encode("mã công việc riêng là gì")
    ));
    let asked: Value = serde_json::from_str(&asked.body).expect("JSON");
    let id = asked["record"].as_str().expect("a record").to_owned();
    assert!(asked.to_string().contains(CANARY), "{asked:#}");
    assert_eq!(
        outside.get(&format!("/ho-so/{id}")).status,
        404,
        "who checks sees no more than that"
    );
    assert_eq!(member.get(&format!("/ho-so/{id}")).status, 200);
    with.run(&["account", "groups", "chi"]).success();
    assert_eq!(member.sign_in("chi", tests::PASSWORD).status, 303);
    assert_eq!(member.get(&format!("/ho-so/{id}")).status, 404);
    assert_eq!(member.get(&format!("/vb/{slug}")).status, 404);
}

fn slug(member: &Client) -> String {
    let list = member.get("/api/documents?q=77%2F2026").body;
    let list: Value = serde_json::from_str(&list).expect("JSON");
    let slug = list["documents"][0]["slug"].as_str();
    slug.unwrap_or_else(|| panic!("{list:#}")).to_owned()
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                char::from(byte).to_string()
            }
            b' ' => "+".to_owned(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

/// A word that only hidden documents have was offered for one that was typed with a slip.
#[test]
fn a_slip_is_mended_with_words_that_one_sees() {
    const RARE: &str = "zirkonit";
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    program.run(&["ingest", &corpus.to_string_lossy()]);
    let text =
        std::fs::read_to_string(sample("quyet-dinh-925-2025-dong-mau.txt")).expect("a sample");
    let more: String = (4..9)
        .map(|number| format!("\nĐiều {number}. Phần {number}\nBộ phận {RARE} số {number}.\n"))
        .collect();
    let text = text.replace("925/2025", "78/2026");
    let text = text.replace("\nTM. ỦY BAN", &format!("{more}\nTM. ỦY BAN"));
    let file = folder.path().join("kin.txt");
    std::fs::write(&file, text).expect("a file can be written");
    program
        .run(&["ingest", "--collection", "Kín", &file.to_string_lossy()])
        .success();
    program.run(&["group", "add", "Tổ kín"]).success();
    program.run(&["group", "give", "Kín", "Tổ kín"]).success();
    let served = program.serve(&[]);
    Client::first(&served, "an");
    let outside = Client::new(&program, &served.address, "binh", &["official"]);
    let mut member = Client::new(&program, &served.address, "chi", &["official"]);
    program
        .run(&["account", "groups", "chi", "Tổ kín"])
        .success();
    assert_eq!(member.sign_in("chi", tests::PASSWORD).status, 303);
    for typed in ["bộ phận zirkonti", "bo phan zirkomit"] {
        let path = format!("/api/search?q={}&on=2026-11-22", encode(typed));
        for (client, seen) in [(&member, true), (&outside, false)] {
            let body = client.get(&path).body;
            let said: Value = serde_json::from_str(&body).expect("JSON");
            assert_eq!(said["read_as"].is_string(), seen, "{typed}: {body}");
            assert_eq!(body.contains(RARE), seen, "{typed}: {body}");
        }
    }
    // What others see is mended for everybody.
    let path = format!(
        "/api/search?q={}&on=2026-11-22",
        encode("đăng ký khai snih")
    );
    let said: Value = serde_json::from_str(&outside.get(&path).body).expect("JSON");
    assert_eq!(said["read_as"], "đăng ký khai sinh", "{said}");
}
