//! Ten who ask without a pause while two administrators publish, replace, take back, remove and hide: whatever was served
//! is whole, of one state, and never what was hidden before it was asked for. What happens when is chosen by a seed.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Chance, Client, Program, Response, Served};

/// Documents that are there from the beginning; each is replaced again and again.
const BASES: u64 = 6;
/// What each official asks, and what each administrator changes.
const ASKED: usize = 40;
const CHANGED: u64 = 8;
/// A word of the document that is hidden.
const HIDDEN: &str = "kinvotrang";

/// A decision whose every article names the reading that it is of: parts of two readings show.
fn decision(number: u64, reading: u64, more: &str) -> String {
    let words = format!("Mức hỗ trợ số {number} đợt {reading} là {reading}00.000 đồng {more}.");
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày 10 tháng 01 năm 2025\nQUYẾT ĐỊNH\nVề mức hỗ trợ số {number}\nĐiều 1. Mức hỗ trợ\n{words}\n\
         Điều 2. Mức hỗ trợ thêm\n{words}\nĐiều 3. Hiệu lực thi hành\n\
         Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2025.\n"
    )
}

/// What was answered, by what was asked and the status.
#[derive(Default)]
struct Figures(Mutex<BTreeMap<(&'static str, u16), usize>>);

impl Figures {
    fn count(&self, what: &'static str, status: u16) {
        let mut all = self.0.lock().expect("no test panics here");
        *all.entry((what, status)).or_default() += 1;
    }
}

/// Whether a refusal says that there is too much to do just now.
fn is_busy(answer: &Response) -> bool {
    let said = |name: &str| answer.body.contains(name);
    let stated = said("busy") || said("slow") || answer.header("retry-after").is_some();
    answer.status == 503 && stated
}

/// The readings that a text is of.
fn readings(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for part in text.split("Mức hỗ trợ số ").skip(1) {
        let mut words = part.split_whitespace();
        let number = words.next().unwrap_or_default().to_owned();
        if let (Some("đợt"), Some(reading)) = (words.next(), words.next()) {
            let one = (number, reading.to_owned());
            if !found.contains(&one) {
                found.push(one);
            }
        }
    }
    found
}

/// No document is there in two readings.
fn of_one_state(what: &str, text: &str) {
    let all = readings(text);
    for (number, reading) in &all {
        let torn = all
            .iter()
            .any(|(other, second)| other == number && second != reading);
        assert!(!torn, "{what} has two readings of {number}: {all:?}");
    }
}

/// Asks in one of many ways; what may not be is told by a panic.
fn ask(client: &Client, chance: &mut Chance, hidden: &AtomicBool, figures: &Figures) {
    let number = 1 + chance.below(BASES);
    let slug = format!("{number}-2025-qd-ubnd");
    let was_hidden = hidden.load(Ordering::SeqCst);
    let q = format!("M%E1%BB%A9c+h%E1%BB%97+tr%E1%BB%A3+s%E1%BB%91+{number}");
    let (what, path): (&str, String) = match chance.below(6) {
        0 => ("search", format!("/api/search?q={q}&on=2026-01-01")),
        1 => ("ask", format!("/api/ask?q={q}&on=2026-01-01")),
        2 => ("document", format!("/api/documents/{slug}")),
        3 => (
            "provision",
            format!("/api/documents/{slug}/provisions/dieu-1"),
        ),
        4 => ("page", format!("/vb/{slug}")),
        _ => ("secret", format!("/api/search?q={HIDDEN}+m%E1%BB%A9c")),
    };
    let answer = client.get(&path);
    figures.count(what, answer.status);
    if is_busy(&answer) {
        return;
    }
    assert_eq!(answer.status, 200, "{path}: {}", answer.body);
    assert!(
        !(was_hidden && answer.body.contains("99/2025")),
        "{path} shows what was hidden before it was asked"
    );
    if what == "document" || what == "ask" || what == "search" {
        of_one_state(&path, &answer.body);
    }
    if what == "ask" {
        is_whole(&path, &answer.body);
    }
}

/// Every quote of an answer stands in the provision that it came with.
fn is_whole(path: &str, body: &str) {
    let answer: Value =
        serde_json::from_str(body).unwrap_or_else(|error| panic!("{path}: {error}"));
    let evidence = answer["evidence"].as_array().expect("evidence");
    let text = |one: &Value| {
        let words = one["text"].as_str().unwrap_or_default().split_whitespace();
        words.collect::<Vec<_>>().join(" ")
    };
    for claim in answer["claims"].as_array().into_iter().flatten() {
        for quote in claim["quotes"].as_array().into_iter().flatten() {
            let number = quote["evidence"].as_u64().unwrap_or_default() as usize;
            let from = number.checked_sub(1).and_then(|at| evidence.get(at));
            let from = from.unwrap_or_else(|| panic!("{path}: evidence {number} is not there"));
            assert_eq!(from["document"]["slug"], quote["slug"], "{path}");
            assert!(
                text(from).contains(&text(quote)),
                "{path}: {quote:#} in {from:#}"
            );
        }
    }
}

/// Does what a request says, again as long as somebody else is at it: then it is said so.
fn insist(client: &Client, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        let (status, said) = client.send_json(method, path, body);
        let kind = said["type"].as_str().unwrap_or_default();
        let later = (status == 409 && kind.ends_with("load-running")) || status == 503;
        if !later {
            return (status, said);
        }
        assert!(Instant::now() < end, "{path}: {said:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Publishes one file; the batch.
fn publish(client: &Client, name: &str, text: &str) -> String {
    let sent = client.send_files("/api/batches", &[(name, text)]);
    assert_eq!(sent.status, 201, "{}", sent.body);
    let sent: Value = serde_json::from_str(&sent.body).expect("JSON");
    let path = format!("/api/batches/{}", sent["name"].as_str().expect("a name"));
    until(client, &path, |batch| batch["files"][0]["state"] == "read");
    let end = Instant::now() + Duration::from_secs(120);
    // Somebody else may have put something else there meanwhile: it is looked at again.
    loop {
        let agreed = json!({ "confirm": true, "replaces": true });
        let (status, said) = insist(client, "POST", &format!("{path}/files/1"), &agreed);
        assert_eq!(status, 200, "{said:#}");
        let (status, said) = insist(client, "POST", &format!("{path}/publish"), &json!({}));
        assert!(status == 202 || status == 409, "{said:#}");
        let done = |batch: &Value| batch["state"] == "published" || batch["state"] == "open";
        until(client, &path, done);
        if client.read(&path)["state"] == "published" {
            return path;
        }
        assert!(Instant::now() < end, "{:#}", client.read(&path));
    }
}

fn until(client: &Client, path: &str, is_so: impl Fn(&Value) -> bool) {
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        let now = client.read(path);
        if is_so(&now) {
            return;
        }
        assert!(Instant::now() < end, "{path}: {now:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// One administrator: new readings of what is there, new documents that are taken back or removed again.
fn change(client: &Client, chance: &mut Chance, first: u64) {
    for step in 0..CHANGED {
        let number = 1 + chance.below(BASES / 2) + first * BASES / 2;
        publish(
            client,
            &format!("{number}.txt"),
            &decision(number, 10 * first + step + 2, ""),
        );
        let new = 100 * (first + 1) + step;
        let path = publish(client, &format!("{new}.txt"), &decision(new, 1, ""));
        let (status, said) = match chance.below(2) {
            0 => insist(client, "POST", &format!("{path}/take-back"), &json!({})),
            _ => insist(
                client,
                "DELETE",
                &format!("/api/documents/{new}-2025-qd-ubnd"),
                &json!({}),
            ),
        };
        assert_eq!(status, 204, "{said:#}");
    }
}

fn office(folder: &Path) -> (Program, Served, Client, Client) {
    std::fs::write(
        folder.join("cancu.toml"),
        "[limits]\nread = 0\nsearch = 0\nask = 0\ncheck = 0\nload = 0\nenter = 0\n",
    )
    .expect("settings can be written");
    let program = Program::on(folder);
    let served = program.serve(&["--corpus", "none"]);
    let one = Client::first(&served, "quan.tri");
    let two = Client::new(&program, &served.address, "hai", &["admin"]);
    (program, served, one, two)
}

#[test]
fn ten_ask_while_two_change_and_nothing_is_torn() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (program, served, one, two) = office(folder.path());
    for number in 1..=BASES {
        let text = decision(number, 1, "");
        publish(&one, &format!("{number}.txt"), &text);
    }
    publish(&one, "99.txt", &decision(99, 1, HIDDEN));
    // A collection of a group that none of the officials belongs to.
    program.run(&["group", "add", "kin"]).success();
    program.run(&["group", "give", "Kín", "kin"]).success();
    let officials: Vec<Client> = (0..10)
        .map(|number| {
            let name = format!("can.bo.{number}");
            Client::new(&program, &served.address, &name, &["official"])
        })
        .collect();
    let seed = Chance::seeded("together").below(u64::MAX);
    let (hidden, figures) = (AtomicBool::new(false), Figures::default());
    let all = || {
        std::thread::scope(|scope| {
            for (number, official) in (1..).zip(&officials) {
                let (hidden, figures) = (&hidden, &figures);
                scope.spawn(move || {
                    let mut chance = Chance::of(seed ^ (number << 8));
                    for _ in 0..ASKED {
                        ask(official, &mut chance, hidden, figures);
                    }
                });
            }
            for (first, client) in [(0, &one), (1, &two)] {
                let hidden = &hidden;
                scope.spawn(move || {
                let mut chance = Chance::of(seed ^ (first + 77));
                if first == 1 {
                    let keeping = json!({ "documents": ["99-2025-qd-ubnd"], "decision": "move", "collection": "Kín" });
                    let (status, said) = insist(client, "POST", "/api/keeping", &keeping);
                    assert_eq!(status, 200, "{said:#}");
                    hidden.store(true, Ordering::SeqCst);
                }
                change(client, &mut chance, first);
            });
            }
        });
    };
    if let Err(cause) = std::panic::catch_unwind(std::panic::AssertUnwindSafe(all)) {
        eprintln!("the program said: {:#?}", served.said());
        std::panic::resume_unwind(cause);
    }
    let figures = figures.0.into_inner().expect("no test panics here");
    eprintln!("together: {figures:?}");
    program.run(&["check", "--deep"]).success();
    drop(served);
}

/// Of two who publish the same batch at once one does it, and the other is told.
#[test]
fn of_two_who_publish_the_same_batch_at_once_one_is_told() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let (_program, served, one, two) = office(folder.path());
    let sent = one.send_files("/api/batches", &[("1.txt", &decision(1, 1, ""))]);
    let sent: Value = serde_json::from_str(&sent.body).expect("JSON");
    let path = format!("/api/batches/{}", sent["name"].as_str().expect("a name"));
    until(&one, &path, |batch| batch["files"][0]["state"] == "read");
    let confirm = json!({ "confirm": true });
    assert_eq!(
        one.send_json("POST", &format!("{path}/files/1"), &confirm)
            .0,
        200
    );
    let answers: Vec<(u16, Value)> = std::thread::scope(|scope| {
        let both = [&one, &two].map(|client| {
            let path = format!("{path}/publish");
            scope.spawn(move || client.send_json("POST", &path, &json!({})))
        });
        both.into_iter()
            .map(|answer| answer.join().expect("it answers"))
            .collect()
    });
    let mut statuses: Vec<u16> = answers.iter().map(|(status, _)| *status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [202, 409], "{answers:#?}");
    let told = answers.iter().find(|(status, _)| *status == 409);
    let told = told.expect("one is told").1["type"].to_string();
    assert!(told.contains("batch-not-ready"), "{told}");
    until(&one, &path, |batch| batch["state"] == "published");
    drop(served);
}
