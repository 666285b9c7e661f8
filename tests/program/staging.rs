//! Files on their way into the library, from outside: received, read, confirmed, published, taken back, removed; stops
//! in the middle of each step; two who publish at once.

mod backups;
mod evaluation;
mod right;
mod stops;
mod together;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Program, Served, get, send, send_files};

/// A word that stands in one file alone.
const CANARY: &str = "kanalotvanban";

/// A decision of the commune of one article.
fn decision(number: u32, words: &str) -> String {
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày 10 tháng 01 năm 2025\nQUYẾT ĐỊNH\nVề mức hỗ trợ số {number}\n\
         Điều 1. Mức hỗ trợ\n{words}\nĐiều 2. Hiệu lực thi hành\n\
         Quyết định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2025.\n"
    )
}

fn read(served: &Served, path: &str) -> Value {
    let answer = get(&served.address, path).expect("an answer");
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn ask(served: &Served, method: &str, path: &str, body: &Value) -> (u16, Value) {
    let answer = send(method, &served.address, path, &body.to_string()).expect("an answer");
    let json = serde_json::from_str(&answer.body).unwrap_or_default();
    (answer.status, json)
}

/// Sends files as a batch; its name.
fn receive(served: &Served, files: &[(&str, &[u8])]) -> String {
    let answer = send_files(&served.address, "/api/batches", files).expect("an answer");
    assert_eq!(answer.status, 201, "{}", answer.body);
    let batch: Value = serde_json::from_str(&answer.body).expect("JSON");
    batch["name"].as_str().expect("a name").to_owned()
}

/// Waits until a batch is as wanted.
fn until(served: &Served, name: &str, wanted: impl Fn(&Value) -> bool) -> Value {
    let end = Instant::now() + Duration::from_secs(120);
    loop {
        let batch = read(served, &format!("/api/batches/{name}"));
        if wanted(&batch) {
            return batch;
        }
        assert!(Instant::now() < end, "{batch:#}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

fn is_read(batch: &Value) -> bool {
    let files = batch["files"].as_array().expect("files");
    files
        .iter()
        .all(|file| file["state"] == "read" || file["state"] == "failed")
}

fn confirm_all(served: &Served, name: &str) {
    let batch = until(served, name, is_read);
    for file in batch["files"].as_array().into_iter().flatten() {
        if file["state"] == "read" {
            let path = format!("/api/batches/{name}/files/{}", file["number"]);
            let (status, after) = ask(served, "POST", &path, &json!({ "confirm": true }));
            assert_eq!(status, 200, "{after:#}");
        }
    }
}

fn publish(served: &Served, name: &str) -> (u16, Value) {
    ask(
        served,
        "POST",
        &format!("/api/batches/{name}/publish"),
        &json!({}),
    )
}

/// The symbols of what is held.
fn held(served: &Served) -> BTreeSet<String> {
    let listed = read(served, "/api/documents");
    let documents = listed["documents"].as_array().cloned();
    let symbols = documents.unwrap_or_default().into_iter();
    symbols
        .filter_map(|one| Some(one["symbol"].as_str()?.to_owned()))
        .collect()
}

fn kill(served: &Served) {
    let killed = std::process::Command::new("kill")
        .args(["-9", &served.id().to_string()])
        .status();
    assert!(killed.expect("kill runs").success());
}

/// Whether a word stands in any file of a folder.
fn stands_in(folder: &Path, word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(stands_in(&path, word));
        } else if let Ok(bytes) = std::fs::read(&path) {
            let has = bytes.windows(word.len()).any(|at| at == word.as_bytes());
            found.extend(has.then(|| path.display().to_string()));
        }
    }
    found
}

#[test]
fn a_decree_comes_is_confirmed_published_replaced_taken_back_and_removed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let text = decision(1, &format!("Mức hỗ trợ là 500.000 đồng cho {CANARY}."));
    let name = receive(
        &served,
        &[("mot.txt", text.as_bytes()), ("hong.pdf", b"%PDF-1.7 nua")],
    );
    let batch = until(&served, &name, is_read);
    assert_eq!(batch["state"], "open");
    // What cannot be read says why, and stands in nobody's way.
    assert_eq!(batch["files"][1]["state"], "failed", "{batch:#}");
    assert!(batch["files"][1]["reason"].is_string());
    assert_eq!(batch["files"][0]["obstacles"], json!(["unconfirmed"]));
    let symbol = &batch["files"][0]["documents"][0]["fields"][0];
    assert_eq!(symbol["field"], "symbol");
    assert_eq!(symbol["value"], "1/2025/QĐ-UBND");
    assert_eq!(symbol["evidence"], "Số: 1/2025/QĐ-UBND");
    assert_eq!(publish(&served, &name).0, 409, "nobody confirmed it");
    assert!(held(&served).is_empty());
    for path in ["/vb", "/api/documents", "/tim?q=h%E1%BB%97+tr%E1%BB%A3"] {
        let page = get(&served.address, path).expect("an answer").body;
        assert!(!page.contains(CANARY) && !page.contains("1/2025"), "{path}");
    }
    let path = format!("/api/batches/{name}/files/1");
    let wrong = json!({ "confirm": true, "corrections": { "0": { "issued": "hôm qua" } } });
    assert_eq!(ask(&served, "POST", &path, &wrong).0, 422);
    let right = json!({ "confirm": true, "corrections": { "0": { "effective": "2025-03-01" } } });
    let (status, batch) = ask(&served, "POST", &path, &right);
    assert_eq!((status, &batch["ready"]), (200, &json!(true)), "{batch:#}");
    assert_eq!(publish(&served, &name).0, 202);
    let batch = until(&served, &name, |batch| batch["state"] == "published");
    assert_eq!(batch["published"]["new"].as_array().map(Vec::len), Some(1));
    let listed = read(&served, "/api/documents");
    assert_eq!(listed["documents"][0]["effective"], "2025-03-01");
    let slug = listed["documents"][0]["slug"].as_str().expect("a slug");
    let words = || {
        let path = format!("/api/documents/{slug}/provisions/dieu-1");
        read(&served, &path).to_string()
    };
    assert!(words().contains("500.000 đồng"));

    // Another text under its head asks first, and can be taken back.
    let other = decision(1, "Mức hỗ trợ là 900.000 đồng.");
    let second = receive(&served, &[("hai.txt", other.as_bytes())]);
    confirm_all(&served, &second);
    assert_eq!(publish(&served, &second).0, 409, "it would replace");
    let agree = json!({ "replaces": true });
    let path = format!("/api/batches/{second}/files/1");
    assert_eq!(ask(&served, "POST", &path, &agree).0, 200);
    assert_eq!(publish(&served, &second).0, 202);
    until(&served, &second, |batch| batch["state"] == "published");
    assert!(words().contains("900.000 đồng"));
    let back = format!("/api/batches/{second}/take-back");
    assert_eq!(ask(&served, "POST", &back, &json!({})).0, 204);
    assert!(words().contains("500.000 đồng"), "{}", words());
    assert_eq!(ask(&served, "POST", &back, &json!({})).0, 404, "once");

    // Removed: no page and no file has a word of it.
    let removed = send(
        "DELETE",
        &served.address,
        &format!("/api/documents/{slug}"),
        "",
    );
    assert_eq!(removed.expect("an answer").status, 204);
    for path in [
        "/".to_owned(),
        "/vb".to_owned(),
        format!("/vb/{slug}"),
        format!("/vb/{slug}/ban-goc"),
        format!("/api/documents/{slug}"),
        "/nap".to_owned(),
        format!("/nap/{name}"),
        format!("/nap/{name}/1"),
        format!("/api/batches/{name}"),
        format!("/nap/{second}"),
        "/quan-ly/van-ban".to_owned(),
        "/nhat-ky".to_owned(),
        format!("/tim?q={CANARY}"),
        format!("/api/search?q={CANARY}"),
        format!("/api/suggest?q={CANARY}"),
    ] {
        let page = get(&served.address, &path).expect("an answer").body;
        let typed = path.contains(CANARY);
        assert!(typed || !page.contains(CANARY), "{path}");
        assert!(!page.contains("500.000 đồng"), "{path}");
    }
    // No file has one, once no generation points to it any more.
    for number in [2, 3] {
        let text = decision(number, "Mức hỗ trợ khác.");
        let file = format!("{number}.txt");
        let loaded = tests::send_file(&served.address, "/api/documents", &file, text.as_bytes());
        assert_eq!(loaded.expect("an answer").status, 200);
    }
    drop(served);
    let found = stands_in(folder.path(), CANARY);
    assert!(found.is_empty(), "{found:?}");
}

/// What was received is read after a stop; a publish and a taking back are done whole or not at all.
#[test]
fn a_stop_in_the_middle_of_a_step_loses_nothing() {
    const FILES: u32 = 8;
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let texts: Vec<(String, String)> = (1..=FILES)
        .map(|number| {
            let words = "Mức hỗ trợ là 500.000 đồng cho mỗi hộ. ".repeat(200);
            (format!("{number}.txt"), decision(number, &words))
        })
        .collect();
    let files: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let name = receive(&served, &files);
    kill(&served);
    drop(served);
    let mut served = program.serve(&["--corpus", "none"]);
    confirm_all(&served, &name);
    let all = usize::try_from(FILES).expect("few");
    let mut published = false;
    for wait in [0, 30, 120, 400] {
        let batch = read(&served, &format!("/api/batches/{name}"));
        if batch["state"] != "open" {
            break;
        }
        assert_eq!(publish(&served, &name).0, 202);
        std::thread::sleep(Duration::from_millis(wait));
        kill(&served);
        drop(served);
        served = program.serve(&["--corpus", "none"]);
        let settled = |batch: &Value| batch["state"] == "open" || batch["state"] == "published";
        let batch = until(&served, &name, settled);
        published = batch["state"] == "published";
        let count = held(&served).len();
        assert_eq!(count, if published { all } else { 0 }, "{batch:#}");
        assert!(published || batch["interrupted"] == true, "{batch:#}");
    }
    if !published {
        assert_eq!(publish(&served, &name).0, 202);
        until(&served, &name, |batch| batch["state"] == "published");
    }
    assert_eq!(held(&served).len(), all);
    // Taken back, and killed meanwhile.
    let address = served.address.clone();
    let path = format!("/api/batches/{name}/take-back");
    let taking = std::thread::spawn(move || send("POST", &address, &path, "{}").is_ok());
    std::thread::sleep(Duration::from_millis(40));
    kill(&served);
    let _ = taking.join();
    drop(served);
    let served = program.serve(&["--corpus", "none"]);
    let settled = |batch: &Value| batch["state"] == "taken_back" || batch["state"] == "published";
    let batch = until(&served, &name, settled);
    let expect = if batch["state"] == "published" {
        all
    } else {
        0
    };
    assert_eq!(held(&served).len(), expect, "{batch:#}");
    let checked = program.run(&["check", "--deep"]);
    checked.success();
}

#[test]
fn two_who_publish_at_once_are_served_one_after_the_other() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let names: Vec<String> = (1..=3)
        .map(|number| {
            let text = decision(number, "Mức hỗ trợ là 500.000 đồng.");
            let name = receive(&served, &[("a.txt", text.as_bytes())]);
            confirm_all(&served, &name);
            name
        })
        .collect();
    std::thread::scope(|scope| {
        for name in &names {
            let address = &served.address;
            scope.spawn(move || {
                let path = format!("/api/batches/{name}/publish");
                let answer = send("POST", address, &path, "{}").expect("an answer");
                assert_eq!(answer.status, 202, "{name}");
            });
        }
    });
    for name in &names {
        until(&served, name, |batch| batch["state"] == "published");
    }
    assert_eq!(held(&served).len(), 3);
    // The second of two who publish the same batch is told.
    assert_eq!(publish(&served, &names[0]).0, 409);
}

/// T42: what opens documents to more eyes or models is asked first, and can be taken back.
#[test]
fn documents_are_kept_many_at_a_time() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let files: Vec<(String, String)> = (1..=3)
        .map(|number| (format!("{number}.txt"), decision(number, "Mức hỗ trợ.")))
        .collect();
    let files: Vec<(&str, &[u8])> = files
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let name = receive(&served, &files);
    confirm_all(&served, &name);
    publish(&served, &name);
    until(&served, &name, |batch| batch["state"] == "published");
    let post = |path: &str, fields: &str| {
        let form = [("Content-Type", "application/x-www-form-urlencoded")];
        tests::talk(&served.address, "POST", path, &form, fields).expect("an answer")
    };
    let ids: Vec<String> = read(&served, "/api/documents")["documents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some(one["id"].as_str()?.replace('/', "%2F")))
        .collect();
    let two = format!("id={}&id={}", ids[0], ids[1]);
    let (look, decide) = ("/quan-ly/van-ban/xem-truoc", "/quan-ly/van-ban");
    let levels = || -> Vec<Value> {
        let listed = read(&served, "/api/documents");
        let listed = listed["documents"].as_array().cloned();
        let listed = listed.unwrap_or_default().into_iter();
        listed.map(|one| one["confidentiality"].clone()).collect()
    };
    assert_eq!(
        post(decide, &format!("{two}&viec=muc&muc=restricted")).status,
        303
    );
    assert_eq!(
        levels()
            .iter()
            .filter(|level| **level == "restricted")
            .count(),
        2
    );
    // Opening asks, and is not done without.
    let open = format!("{two}&viec=muc&muc=public");
    let asked = post(look, &open);
    assert!(
        asked.body.contains("name=\"mo-rong\" value=\"2\""),
        "{}",
        asked.body
    );
    assert_eq!(post(decide, &open).status, 409);
    assert_eq!(post(decide, &format!("{open}&mo-rong=2")).status, 303);
    assert_eq!(
        levels().iter().filter(|level| **level == "public").count(),
        2
    );
    let page = get(&served.address, decide).expect("a page").body;
    let undo = page.split("href=\"/nap/").find_map(|part| {
        let name = part.split("/thu-hoi\"").next()?;
        part.contains("/thu-hoi\"").then(|| name.to_owned())
    });
    let undo = undo.expect("the latest change can be taken back");
    assert_eq!(post(&format!("/nap/{undo}/thu-hoi"), "").status, 303);
    assert_eq!(
        levels()
            .iter()
            .filter(|level| **level == "restricted")
            .count(),
        2
    );
    // Ended by decision, with its reason, and back.
    let end = format!("{two}&viec=cham-dut&ngay=2026-01-01&ly-do=M%E1%BA%ABu");
    assert_eq!(post(decide, &end).status, 303);
    let ended = || {
        let listed = read(&served, "/api/documents?on=2026-02-01");
        let listed = listed["documents"].as_array().cloned().unwrap_or_default();
        listed
            .iter()
            .filter(|one| one["status"] == "expired")
            .count()
    };
    assert_eq!(ended(), 2);
    // All that the filter finds, removed at once.
    assert_eq!(post(look, "viec=go").status, 400, "nothing was chosen");
    let all = post(look, "viec=go&tat-ca=1");
    assert_eq!(all.body.matches("name=\"id\"").count(), 3, "{}", all.body);
    let three = ids.iter().map(|id| format!("id={id}")).collect::<Vec<_>>();
    let gone = format!("{}&viec=go", three.join("&"));
    assert_eq!(post(decide, &gone).status, 303);
    assert!(held(&served).is_empty());
}
