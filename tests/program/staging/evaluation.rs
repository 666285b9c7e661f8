//! The office's gold questions, from outside: kept line by line, asked, compared with the last release; a publish that
//! falls is stopped, goes on with a reason, and a stop in the middle leaves the one or the other.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Program, Served, get, send_form};

use super::{ask, confirm_all, held, kill, publish, read, receive, until};

const GOLD: &str = "Mức hỗ trợ hộ nghèo là bao nhiêu?\tĐiều 1 Quyết định số 1/2025/QĐ-UBND\n";
/// Ends the first decision.
pub(super) const ENDS: &str = " Quyết định này thay thế Quyết định số 1/2025/QĐ-UBND ngày 05 tháng 01 năm 2025 của Ủy ban nhân dân xã Đồng Mẫu.";

pub(super) fn decision(number: u32, words: &str, last: &str) -> String {
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày {:02} tháng 01 năm 2025\nQUYẾT ĐỊNH\nVề việc số {number}\n\
         Điều 1. {words}\nĐiều 2. Hiệu lực thi hành\n\
         Quyết định này có hiệu lực thi hành kể từ ngày {:02} tháng 02 năm 2025.{last}\n",
        number * 5,
        number * 5,
    )
}

pub(super) fn first() -> String {
    decision(
        1,
        "Mức hỗ trợ\nMức hỗ trợ mỗi hộ nghèo là 500.000 đồng.",
        "",
    )
}

/// Waits until no evaluation is underway; the runs.
fn evaluated(served: &Served) -> Vec<Value> {
    let end = Instant::now() + Duration::from_secs(60);
    loop {
        let told = read(served, "/api/evaluations");
        if told["running"].is_null() {
            return told["runs"].as_array().cloned().unwrap_or_default();
        }
        assert!(Instant::now() < end, "{told:#}");
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// Publishes files as a batch, and waits for what comes of it.
pub(super) fn published(served: &Served, files: &[(&str, &[u8])]) -> (String, Value) {
    let name = receive(served, files);
    confirm_all(served, &name);
    assert_eq!(publish(served, &name).0, 202);
    let batch = until(served, &name, |batch| batch["state"] != "publishing");
    (name, batch)
}

fn keep(served: &Served, lines: &str) -> (u16, Value) {
    ask(served, "POST", "/api/gold", &json!({ "lines": lines }))
}

#[test]
fn gold_questions_are_checked_line_by_line() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let served = Program::on(folder.path()).serve(&["--corpus", "none"]);
    let (status, said) = keep(&served, "Mức hỗ trợ?\nThể thức?\tĐiều 5\n");
    assert_eq!(status, 422, "{said:#}");
    let detail = said["detail"].as_str().unwrap_or_default();
    assert!(
        detail.contains("Dòng 1") && detail.contains("Dòng 2"),
        "{detail}"
    );
    let (status, _) = ask(&served, "POST", "/api/evaluations", &json!({}));
    assert_eq!(status, 503, "nothing is held");
    let (_, batch) = published(&served, &[("mot.txt", first().as_bytes())]);
    assert_eq!(batch["state"], "published", "nothing was asked: {batch:#}");
    let (status, _) = ask(&served, "POST", "/api/evaluations", &json!({}));
    assert_eq!(status, 422, "there are no questions");
    let more = format!(
        "{GOLD}Lệ phí?\tĐiều 9 Quyết định số 1/2025/QĐ-UBND\nĐất?\tĐiều 1 Nghị định số 99/2031/NĐ-CP\n"
    );
    assert_eq!(keep(&served, &more).0, 200);
    // What is not held is told, and counts as not found.
    let page = get(&served.address, "/quan-ly/danh-gia")
        .expect("a page")
        .body;
    assert!(page.contains("Dòng 2") && page.contains("Dòng 3"), "{page}");
    assert_eq!(ask(&served, "POST", "/api/evaluations", &json!({})).0, 202);
    let runs = evaluated(&served);
    let one = &runs[0];
    assert_eq!(
        (&one["questions"], &one["is_mark"]),
        (&json!(3), &json!(true))
    );
    let run = read(
        &served,
        &format!(
            "/api/evaluations/{}",
            one["name"].as_str().unwrap_or_default()
        ),
    );
    let of = |words: &str| {
        let asked = run["asked"].as_array().cloned().unwrap_or_default();
        let found = asked.into_iter().find(|one| one["text"] == words);
        found.expect("it was asked")["ranks"].clone()
    };
    assert_eq!(
        of("Mức hỗ trợ hộ nghèo là bao nhiêu?"),
        json!([1]),
        "{run:#}"
    );
    assert_eq!(of("Lệ phí?"), json!([null]));
    assert_eq!(of("Đất?"), json!([null]));
}

#[test]
fn a_falling_evaluation_blocks_a_publish() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    published(&served, &[("mot.txt", first().as_bytes())]);
    assert_eq!(keep(&served, GOLD).0, 200);
    // A batch that takes nothing away is published, and its evaluation becomes the mark.
    let other = decision(2, "Thu gom rác\nRác được thu gom vào thứ hai.", "");
    let (_, batch) = published(&served, &[("hai.txt", other.as_bytes())]);
    assert_eq!(batch["state"], "published", "{batch:#}");
    let runs = evaluated(&served);
    assert_eq!((runs.len(), &runs[0]["is_mark"]), (1, &json!(true)));

    // One that ends what answers is not: nothing of it is held, and nothing else changed.
    let ending = decision(
        3,
        "Mức hỗ trợ xe đạp\nMỗi xe đạp được hỗ trợ 100.000 đồng.",
        ENDS,
    );
    let before = read(&served, "/api/health")["generation"].clone();
    let (name, batch) = published(&served, &[("ba.txt", ending.as_bytes())]);
    assert_eq!(batch["state"], "open", "{batch:#}");
    assert_eq!(batch["failed"], "evaluation-fell");
    let fell = batch["fell"].as_str().expect("the evaluation").to_owned();
    let run = read(&served, &format!("/api/evaluations/{fell}"));
    assert_eq!(run["fell"], true, "{run:#}");
    assert_eq!(run["asked"][0]["turn"], "worse");
    assert_eq!(run["asked"][0]["before"], json!([1]));
    assert_eq!(held(&served).len(), 2);
    assert_eq!(read(&served, "/api/health")["generation"], before);
    let original = catalogue::Hash::of(ending.as_bytes());
    let kept = folder
        .path()
        .join("originals")
        .join(&original.as_str()[..2]);
    assert!(
        !kept.join(original.as_str()).exists(),
        "its file does not stay"
    );
    let mark = format!("/api/evaluations/{fell}/mark");
    assert_eq!(
        ask(&served, "POST", &mark, &json!({})).0,
        422,
        "nobody ever asked it"
    );
    let page = get(&served.address, &format!("/nap/{name}"))
        .expect("a page")
        .body;
    assert!(
        page.contains("Mức hỗ trợ hộ nghèo") && page.contains("name=\"despite\""),
        "{page}"
    );

    // Again without a reason: again not. With one it is published, the audit has it, and it is the mark.
    assert_eq!(publish(&served, &name).0, 202);
    let batch = until(&served, &name, |batch| batch["state"] != "publishing");
    assert_eq!(batch["state"], "open");
    let path = format!("/api/batches/{name}/publish");
    assert_eq!(
        ask(&served, "POST", &path, &json!({ "despite": " " })).0,
        422
    );
    let reason = json!({ "despite": "Quyết định 1 bị thay thế, sẽ sửa câu hỏi chuẩn" });
    assert_eq!(ask(&served, "POST", &path, &reason).0, 202);
    let batch = until(&served, &name, |batch| batch["state"] != "publishing");
    assert_eq!(batch["state"], "published", "{batch:#}");
    let audit = get(&served.address, "/nhat-ky").expect("a page").body;
    assert!(audit.contains("sẽ sửa câu hỏi chuẩn"), "{audit}");
    let runs = evaluated(&served);
    assert_eq!(runs[0]["is_mark"], true, "{runs:#?}");
    assert_eq!(runs[0]["batch"], json!(name));
}

/// Whenever it is stopped, a batch is published whole or open, and nothing of a trial stays.
#[test]
fn a_stop_while_gold_questions_are_asked_publishes_nothing_half() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let mut served = program.serve(&["--corpus", "none"]);
    published(&served, &[("mot.txt", first().as_bytes())]);
    let lines: String = (0..200)
        .map(|number| {
            format!("Hỗ trợ hộ nghèo lần {number}\tĐiều 1 Quyết định số 1/2025/QĐ-UBND\n")
        })
        .collect();
    assert_eq!(keep(&served, &lines).0, 200);
    let other = decision(2, "Thu gom rác\nRác được thu gom vào thứ hai.", "");
    let name = receive(&served, &[("hai.txt", other.as_bytes())]);
    confirm_all(&served, &name);
    let mut done = false;
    for wait in [20, 150, 400] {
        if read(&served, &format!("/api/batches/{name}"))["state"] != "open" {
            break;
        }
        assert_eq!(publish(&served, &name).0, 202);
        std::thread::sleep(Duration::from_millis(wait));
        kill(&served);
        drop(served);
        served = program.serve(&["--corpus", "none"]);
        let batch = read(&served, &format!("/api/batches/{name}"));
        done = batch["state"] == "published";
        assert!(done || batch["interrupted"] == true, "{batch:#}");
        assert_eq!(held(&served).len(), if done { 2 } else { 1 });
        let staging = std::fs::read_dir(folder.path().join("staging")).expect("a folder");
        let left = staging.flatten().map(|one| one.file_name());
        let left: Vec<_> = left
            .filter(|name| name.to_string_lossy().starts_with('.'))
            .collect();
        assert!(left.is_empty(), "{left:?}");
    }
    if !done {
        assert_eq!(publish(&served, &name).0, 202);
        until(&served, &name, |batch| batch["state"] == "published");
    }
    assert_eq!(held(&served).len(), 2);
    let audit = get(&served.address, "/nhat-ky").expect("a page").body;
    assert!(audit.contains(&format!("{name}: 1/1")), "{audit}");
    drop(served);
    program.run(&["check", "--deep"]).success();
}

/// Bug: what was loaded at once, at the terminal or by the API, passed no gold question.
#[test]
fn a_falling_evaluation_blocks_a_load_by_either_way() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let data = folder.path().join("data");
    let program = Program::on(&data);
    let file = |name: &str, text: &str| {
        let place = folder.path().join(name);
        std::fs::write(&place, text).expect("a file can be written");
        place.display().to_string()
    };
    let first = file("mot.txt", &first());
    let load = |file: &str, more: &[&str]| {
        let arguments = [&["ingest", file, "--lang", "en"][..], more].concat();
        program.run(&arguments)
    };
    let held = || {
        let listed = program.run(&["list", "--json"]).json();
        listed["documents"].as_array().map_or(0, Vec::len)
    };
    // Without gold questions, and before anything is held, there is nothing to fall from.
    load(&first, &[]).success();
    std::fs::write(data.join("gold.txt"), GOLD).expect("questions can be written");
    let other = decision(2, "Thu gom rác\nRác được thu gom vào thứ hai.", "");
    load(&file("hai.txt", &other), &[]).success();
    let ends = |number: u32| {
        let words = format!("Mức hỗ trợ xe đạp\nMỗi xe đạp được hỗ trợ {number}00.000 đồng.");
        decision(number, &words, ENDS)
    };
    // A reason counts once the fall was seen: a script that always gives one gets nowhere.
    let three = file("ba.txt", &ends(3));
    for more in [&["--despite", "đã thay thế"][..], &[]] {
        let said = load(&three, more);
        assert_eq!(said.code, Some(1), "{said:#?}");
        assert!(
            said.stderr.contains("Nothing was loaded: 1 gold"),
            "{said:#?}"
        );
        assert!(said.stderr.contains("Mức hỗ trợ hộ nghèo"), "{said:#?}");
        assert_eq!(held(), 2);
    }
    let left = std::fs::read_dir(data.join("staging")).expect("it was made");
    assert_eq!(left.count(), 0, "the copy is cleared away");
    load(&three, &["--despite", "đã thay thế"]).success();
    assert_eq!(held(), 3);
    let lines = program.run(&["audit", "--json"]).json().to_string();
    assert!(lines.contains("published_despite"), "{lines}");
    assert!(lines.contains("đã thay thế"), "{lines}");
    // From then on the next is compared with what it fell to.
    let served = program.serve(&["--corpus", "none"]);
    assert_eq!(keep(&served, &GOLD.replace("1/2025", "2/2025")).0, 200);
    let four = ends(4)
        .replace("số 1/2025", "số 2/2025")
        .replace("ngày 05", "ngày 10");
    let sent = |more: &[(&str, &str)]| {
        let file = ("bon.txt", four.as_bytes());
        send_form(&served.address, "/api/documents", more, file).expect("it answers")
    };
    let turned_down = sent(&[]);
    assert_eq!(turned_down.status, 409, "{}", turned_down.body);
    assert!(
        turned_down.body.contains("load-fell"),
        "{}",
        turned_down.body
    );
    let runs = evaluated(&served);
    assert_eq!(
        (&runs[0]["fell"], &runs[0]["is_mark"]),
        (&json!(true), &json!(false))
    );
    let name = runs[0]["name"].as_str().unwrap_or_default();
    let path = format!("/api/evaluations/{name}/mark");
    let (status, said) = ask(&served, "POST", &path, &json!({}));
    assert_eq!(status, 422, "nobody ever asked that library: {said:#}");
    assert_eq!(held(), 3);
    let loaded = sent(&[("despite", "đã thay thế")]);
    assert_eq!(loaded.status, 200, "{}", loaded.body);
    assert_eq!(held(), 4);
}
