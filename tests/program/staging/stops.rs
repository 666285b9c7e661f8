//! The power goes out in the middle of a step: a review, a record of validity, a backup, a restoring, a confirmation. What
//! was answered is there afterwards, what was not is there whole or not at all, and the next try succeeds. (Receiving,
//! reading, publishing and taking back are stopped in `staging`, loading and searching in `crash`. What a checker types in
//! the place of an answer is kept nowhere before it is sent.)

mod keeping;

use std::time::Duration;

use serde_json::{Value, json};
use tests::{Client, Program, Served, copy_samples};

use super::super::{DAY, review::accepting};

const QUESTION: &str = "Thời hạn chứng thực bản sao là bao lâu?";
/// When it is stopped, in milliseconds after the request: before, amid and after the work.
const MOMENTS: [u64; 5] = [0, 4, 15, 60, 250];

struct Office {
    folder: tempfile::TempDir,
    program: Program,
    served: Option<Served>,
    admin: Client,
    asker: Client,
    checker: Client,
}

impl Office {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let corpus = folder.path().join("corpus");
        copy_samples(&corpus);
        let program = Program::on(&folder.path().join("data"));
        let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
        let admin = Client::first(&served, "quan.tri");
        let client = |name: &str, role: &str| Client::new(&program, &served.address, name, &[role]);
        Self {
            admin,
            asker: client("an", "official"),
            checker: client("binh", "checker"),
            folder,
            program,
            served: Some(served),
        }
    }

    /// Sends something, and stops the program so many milliseconds later; the status, if it was answered.
    fn stopped(
        &mut self,
        who: &Client,
        method: &str,
        path: &str,
        body: &Value,
        after: u64,
    ) -> Option<u16> {
        let served = self.served.take().expect("it is served");
        let address = served.address.clone();
        let headers: Vec<(String, String)> = [
            ("Content-Type", "application/json"),
            ("Sec-Fetch-Site", "same-origin"),
            ("Cookie", who.cookie().unwrap_or_default()),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
        let (method, path, body) = (method.to_owned(), path.to_owned(), body.to_string());
        let sent = std::thread::spawn(move || {
            let headers: Vec<(&str, &str)> = headers
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            tests::talk(&address, &method, &path, &headers, &body)
        });
        std::thread::sleep(Duration::from_millis(after));
        super::kill(&served);
        drop(served);
        let answer = sent.join().expect("the request is sent").ok();
        self.serve_again();
        answer.map(|answer| answer.status)
    }

    fn serve_again(&mut self) {
        let served = self.program.serve(&["--corpus", "none"]);
        for client in [&mut self.admin, &mut self.asker, &mut self.checker] {
            *client = client.at(&served.address);
        }
        self.served = Some(served);
    }

    fn ask(&self) -> String {
        let asked = json!({ "question": QUESTION, "on": DAY });
        let (status, answer) = self.asker.send_json("POST", "/api/ask", &asked);
        assert_eq!(status, 200, "{answer:#}");
        answer["record"].as_str().expect("a record").to_owned()
    }

    fn lines(&self, deed: &str) -> usize {
        let lines = self
            .program
            .run(&["audit", "--limit", "1000", "--json"])
            .json();
        let lines = lines.as_array().cloned().unwrap_or_default();
        lines.iter().filter(|line| line["deed"] == deed).count()
    }
}

#[test]
fn a_review_and_a_record_of_validity_are_there_whole_or_not_at_all() {
    let mut office = Office::new();
    let mut approved = 0;
    for after in MOMENTS {
        let record = office.ask();
        let path = format!("/api/reviews/{record}");
        let approving = accepting(&office.checker.read(&path));
        let checker = office.checker.clone();
        let answered = office.stopped(&checker, "POST", &path, &approving, after);
        let standing = office.checker.read(&path)["standing"]["kind"].clone();
        assert!(
            answered != Some(200) || standing == "approved",
            "what was answered is there: {standing}"
        );
        // A look tells the audit what a stop kept from it.
        office.checker.read("/api/reviews");
        let standing = office.checker.read(&path)["standing"]["kind"].clone();
        approved += usize::from(standing == "approved");
        assert_eq!(
            office.lines("answer_approved"),
            approved,
            "after {after} ms"
        );
    }

    let mut recorded = 0;
    for after in MOMENTS {
        let ended = json!({
            "document": "901-2024-nd-cpmau", "path": "dieu-4/khoan-1/diem-c", "kind": "ended", "day": "2025-11-01",
            "by": "905-2025-nd-cpmau", "words": "Bãi bỏ điểm c khoản 1 Điều 4",
        });
        let checker = office.checker.clone();
        let answered = office.stopped(&checker, "POST", "/api/resolutions", &ended, after);
        let all = office.checker.read("/api/resolutions");
        let count = all.as_array().map_or(0, Vec::len);
        assert!(count == recorded || count == recorded + 1, "{all:#}");
        assert!(answered != Some(201) || count == recorded + 1, "{all:#}");
        recorded = count;
        assert_eq!(office.lines("validity_resolved"), recorded, "{all:#}");
        let path =
            "/api/documents/901-2024-nd-cpmau/preview?path=dieu-4/khoan-1/diem-c&on=2026-11-22";
        let state = office.checker.read(path)["status"].clone();
        let expect = if recorded > 0 { "expired" } else { "in_force" };
        assert_eq!(state, expect, "what is recorded holds, after {after} ms");
    }
    let whole = office.program.run(&["audit", "verify", "--json"]).json();
    assert_eq!(whole["whole"], true, "{whole}");
    office.program.run(&["check", "--deep"]).success();
}

#[test]
fn a_confirmation_a_backup_and_a_restoring_survive_a_stop() {
    let mut office = Office::new();
    let text = super::decision(1, "Mức hỗ trợ là 500.000 đồng.");
    for after in MOMENTS {
        let sent = office
            .admin
            .send_files("/api/batches", &[("1.txt", text.as_str())]);
        let sent: Value = serde_json::from_str(&sent.body).expect("JSON");
        let path = format!("/api/batches/{}", sent["name"].as_str().expect("a name"));
        while office.admin.read(&path)["files"][0]["state"] != "read" {
            std::thread::sleep(Duration::from_millis(50));
        }
        let confirm = json!({ "confirm": true });
        let admin = office.admin.clone();
        let answered = office.stopped(&admin, "POST", &format!("{path}/files/1"), &confirm, after);
        let batch = office.admin.read(&path);
        let confirmed = !batch["files"][0]["confirmed"].is_null();
        assert!(answered != Some(200) || confirmed, "{batch:#}");
        assert_eq!(batch["ready"], confirmed, "{batch:#}");
        office.admin.send_json("DELETE", &path, &json!({}));
    }

    let backups = office.program.root().join("backups");
    let whole = || {
        let all = std::fs::read_dir(&backups).into_iter().flatten().flatten();
        let names = all.map(|entry| entry.path());
        let mut names: Vec<_> = names
            .filter(|path| {
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                !name.starts_with('.')
            })
            .collect();
        names.sort();
        names
    };
    for after in MOMENTS {
        let admin = office.admin.clone();
        office.stopped(&admin, "POST", "/api/backups", &json!({}), after);
    }
    let (status, said) = office.admin.send_json("POST", "/api/backups", &json!({}));
    assert_eq!(status, 201, "the next one succeeds: {said}");
    office.served = None;
    let before = office.program.run(&["list", "--json"]).json();
    let names = whole();
    assert!(!names.is_empty());
    for (number, backup) in names.iter().enumerate() {
        let again = Program::on(&office.folder.path().join(format!("lai-{number}")));
        again
            .run(&["restore".as_ref(), backup.as_os_str()])
            .success();
        assert_eq!(again.run(&["list", "--json"]).json(), before, "{backup:?}");
    }

    for after in MOMENTS {
        let again = Program::on(&office.folder.path().join(format!("dung-{after}")));
        let mut restoring = again
            .command(&["restore".as_ref(), names[0].as_os_str()])
            .spawn()
            .expect("it can be started");
        std::thread::sleep(Duration::from_millis(after));
        let _ = restoring.kill();
        let _ = restoring.wait();
        // Everything, or nothing that could be taken for a library.
        if again.root().join("catalogue.sqlite").exists() {
            assert_eq!(again.run(&["list", "--json"]).json(), before, "{after} ms");
            again.run(&["rebuild"]).success();
            again.run(&["check", "--deep"]).success();
        }
        let elsewhere = Program::on(&office.folder.path().join(format!("moi-{after}")));
        elsewhere
            .run(&["restore".as_ref(), names[0].as_os_str()])
            .success();
    }
}

/// Each at the very step: as soon as a file is said to be read, and as soon as the transaction of a publish is done.
#[test]
fn a_stop_while_a_file_is_read_and_one_before_a_publish_is_answered() {
    const FILES: usize = 6;
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let words = "Mức hỗ trợ là 500.000 đồng cho mỗi hộ. ".repeat(300);
    let texts: Vec<(String, String)> = (1..=FILES)
        .map(|number| {
            let number = u32::try_from(number).expect("few");
            (format!("{number}.txt"), super::decision(number, &words))
        })
        .collect();
    let files: Vec<(&str, &[u8])> = texts
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_bytes()))
        .collect();
    let name = super::receive(&served, &files);
    super::until(&served, &name, |batch| {
        let mut files = batch["files"].as_array().expect("files").iter();
        files.any(|file| file["state"] == "reading" || file["state"] == "read")
    });
    super::kill(&served);
    drop(served);
    let served = program.serve(&["--corpus", "none"]);
    let batch = super::until(&served, &name, super::is_read);
    assert_eq!(batch["files"].as_array().map_or(0, Vec::len), FILES);
    super::confirm_all(&served, &name);
    assert_eq!(super::publish(&served, &name).0, 202);
    let end = std::time::Instant::now() + Duration::from_secs(60);
    loop {
        let held = catalogue::Catalogue::open_read_only(folder.path()).expect("it can be read");
        let done = held.map(|held| held.batch(&name).expect("it can be read"));
        if matches!(done, Some(Some(_))) {
            break;
        }
        assert!(std::time::Instant::now() < end, "it is never published");
        std::thread::sleep(Duration::from_millis(1));
    }
    super::kill(&served);
    drop(served);
    let served = program.serve(&["--corpus", "none"]);
    let batch = super::read(&served, &format!("/api/batches/{name}"));
    assert_eq!(
        batch["state"], "published",
        "the catalogue knows: {batch:#}"
    );
    assert_eq!(super::held(&served).len(), FILES);
    let found = super::read(&served, "/api/search?q=500.000&on=2026-01-01");
    let results = found["results"].as_array().map_or(0, Vec::len);
    assert!(results > 0, "it is searchable: {found:#}");
    program.run(&["check", "--deep"]).success();
}
