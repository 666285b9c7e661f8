//! The pages of those who keep, review and lead, over thousands of recorded answers of which hundreds are approved: each
//! page right after something changed in what is held, and again. Answers are asked of the program and approved through
//! it, as people would; that takes some minutes.

use std::{
    sync::{Arc, Mutex},
    time::Instant,
};

use serde_json::{Value, json};
use tests::{Client, Program, shared, skipped};

use crate::{Asked, copy};

/// The goal, in milliseconds.
const GOAL: f64 = 300.0;
/// Looks at each page.
const LOOKS: usize = 7;
/// Days for which each question is asked: an answer for another day is another one.
const DAYS: [&str; 4] = ["2026-11-22", "2025-06-01", "2024-06-01", "2023-06-01"];
/// Who asks at the same time.
const ASKERS: usize = 3;
const NO_LIMITS: &str = "[limits]\nread = 0\nsearch = 0\nask = 0\ncheck = 0\nload = 0\nenter = 0\n";

pub(crate) fn measure(asked: &Asked) {
    let Some(library) = &asked.library else {
        return skipped(
            "records",
            "it needs --library, a data folder that was loaded",
        );
    };
    let Some(questions) = questions() else {
        return skipped("records", "the shared data is not here");
    };
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let root = scratch.path().join("data");
    copy(library, &root);
    std::fs::write(root.join("cancu.toml"), NO_LIMITS).expect("settings can be written");
    for old in ["records.sqlite", "people.sqlite"] {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(root.join(format!("{old}{end}")));
        }
    }
    let program = Program::on(&root);
    let served = program.serve(&["--corpus", "none"]);
    let admin = Client::first(&served, "quan.tri");
    let client = |name: &str, role: &str| Client::new(&program, &served.address, name, &[role]);
    let (checker, leader) = (client("binh", "checker"), client("lan", "leader"));

    let all = DAYS
        .iter()
        .flat_map(|day| questions.iter().map(move |text| (text.clone(), *day)));
    let waiting: Vec<(String, &str)> = all.take(asked.records).collect();
    let began = Instant::now();
    let records = ask_all(&admin, waiting);
    println!(
        "{} answers recorded in {:.0} s",
        records.len(),
        began.elapsed().as_secs_f64()
    );
    let began = Instant::now();
    let approved = records
        .iter()
        .filter(|record| approve(&checker, record))
        .take(asked.records / 4)
        .count();
    println!(
        "{approved} approved in {:.0} s",
        began.elapsed().as_secs_f64()
    );

    let keeper = &admin;
    let pages: [(&str, &Client); 12] = [
        ("/duyet", &checker),
        ("/duyet?trang=5", &checker),
        ("/api/reviews", &checker),
        ("/thang", &leader),
        ("/thang?thang=2026-11", &leader),
        ("/nap", keeper),
        ("/vb", keeper),
        ("/quan-ly/van-ban", keeper),
        ("/quan-ly/van-ban?status=in_force", keeper),
        ("/nhat-ky", keeper),
        ("/quan-ly/danh-gia", keeper),
        ("/quan-ly/chua-tra-loi", keeper),
    ];
    let slug = admin.read("/api/documents")["documents"][0]["slug"].clone();
    let mut slow = 0;
    for (path, who) in pages {
        // A level given and taken away: whatever was computed from what is held is computed anew.
        let slug = slug.as_str().unwrap_or_default();
        for level in ["internal", "none"] {
            program.run(&["level", slug, level]).success();
        }
        let mut times = Vec::new();
        for _ in 0..LOOKS {
            let began = Instant::now();
            let answer = who.get(path);
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            if answer.status != 200 {
                println!("{path}: {}", answer.status);
                break;
            }
        }
        let first = times.remove(0);
        let most = times.iter().copied().fold(first, f64::max);
        slow += usize::from(most > GOAL);
        times.sort_by(f64::total_cmp);
        let middle = times.get(times.len() / 2).copied().unwrap_or_default();
        println!(
            "{path}: {first:.0} ms after a change, {middle:.0} ms in the middle, {most:.0} ms at most"
        );
    }
    println!("{slow} pages above {GOAL:.0} ms");
    remove(&admin, slug.as_str().unwrap_or_default());
}

/// What a removal takes, until it is answered: every byte of it has left the folder then.
fn remove(admin: &Client, slug: &str) {
    let began = Instant::now();
    let (status, _) = admin.send_json("DELETE", &format!("/api/documents/{slug}"), &json!({}));
    println!(
        "a removal ({status}): {:.1} s",
        began.elapsed().as_secs_f64()
    );
}

fn questions() -> Option<Vec<String>> {
    let file = shared()?.join("retrieval/queries_dev.jsonl");
    let text = std::fs::read_to_string(file).ok()?;
    let lines = text.lines().filter_map(|line| {
        let line: Value = serde_json::from_str(line).ok()?;
        let words = ["text", "query", "question"];
        words
            .iter()
            .find_map(|name| Some(line[*name].as_str()?.to_owned()))
    });
    Some(lines.collect())
}

/// Asks all, some at a time; the records.
fn ask_all(asker: &Client, waiting: Vec<(String, &str)>) -> Vec<String> {
    let waiting = Mutex::new(waiting.into_iter());
    let records = Arc::new(Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..ASKERS {
            let (waiting, records) = (&waiting, Arc::clone(&records));
            scope.spawn(move || {
                loop {
                    let next = waiting.lock().expect("nobody panics").next();
                    let Some((question, day)) = next else { break };
                    let body = json!({ "question": question, "on": day });
                    let (_, answer) = asker.send_json("POST", "/api/ask", &body);
                    let record = answer["record"].as_str().map(str::to_owned);
                    records.lock().expect("nobody panics").extend(record);
                }
            });
        }
    });
    let records = records.lock().expect("nobody panics");
    records.clone()
}

/// Accepts every citation of an answer and approves it; whether it was approved.
fn approve(checker: &Client, record: &str) -> bool {
    let path = format!("/api/reviews/{record}");
    let reviewed = checker.read(&path);
    let claims = reviewed["claims"].as_array().into_iter().flatten();
    let quotes = claims.flat_map(|claim| claim["quotes"].as_array().into_iter().flatten());
    let accepted: Vec<Value> = quotes
        .map(|quote| json!({ "claim": quote["claim"], "quote": quote["quote"], "accepted": true }))
        .collect();
    let decision = json!({ "decision": "approved", "citations": accepted });
    checker.send_json("POST", &path, &decision).0 == 200
}
