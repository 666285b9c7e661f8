//! What was removed is gone: after every way in which a document leaves, no route says a word of it to anybody, no command
//! prints one, and no byte of one lies in the data folder, from the moment on in which the removal is answered.
//! The routes are those of the reviewed table, their parameters everything that ever had an id. Backups are excepted: they
//! are what was held when they were made, and whoever removes something has to do away with older ones.

mod crawl;
mod life;
mod needles;

use serde_json::json;
use tests::Program;

use life::{FIRST, Life, SECOND, SHARED};
use needles::Needles;

/// Every canary.
fn needles() -> Needles {
    Needles::new(&[FIRST, SECOND, SHARED[0], SHARED[1]])
}

/// Commands that print what is held, kept or done.
fn printed(program: &Program, life: &Life) -> Vec<(String, String)> {
    let mut all: Vec<Vec<&str>> = vec![
        vec!["list", "--json"],
        vec!["list"],
        vec!["list", "--refused"],
        vec!["level", "--json"],
        vec!["policy"],
        vec!["check", "--deep", "--json"],
        vec!["show", life::SYMBOL, "--json"],
        vec!["show", "Điều 1 Quyết định 43/2025/QĐ-UBND", "--json"],
        vec!["search", life::QUESTION, "--on", life::DAY, "--json"],
        vec!["ask", life::QUESTION, "--on", life::DAY, "--json"],
        vec!["reports", "--all", "--json"],
        vec!["audit", "--limit", "1000", "--json"],
        vec!["account", "list", "--json"],
        vec!["group", "list", "--json"],
    ];
    for record in &life.records {
        all.push(vec!["record", record, "--json"]);
        all.push(vec!["record", record, "--again"]);
        all.push(vec!["record", record, "--block"]);
    }
    let run = |arguments: Vec<&str>| (arguments.join(" "), program.run(&arguments).said());
    all.into_iter().map(run).collect()
}

#[test]
fn no_route_no_command_and_no_file_has_a_byte_of_what_was_removed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let needles = needles();
    let (life, served) = Life::lived(folder.path());
    let program = life.program.clone();

    // The look itself sees: while it is held, its words are everywhere.
    let before = crawl::every_route(&life, &needles);
    for path in [
        "GET /vb/{slug}",
        "GET /api/ask",
        "GET /ho-so/{id}",
        "GET /ho-so/{id}/docx",
        "GET /duyet/{id}",
        "GET /duyet/hieu-luc",
        "GET /bao-loi/{id}",
        "GET /api/suggest",
        "POST /mcp",
    ] {
        let seen = before.iter().any(|one| one.starts_with(path));
        assert!(seen, "{path} shows nothing of what is held: {before:#?}");
    }
    for file in ["catalogue.sqlite", "records.sqlite", "originals"] {
        let seen = needles.in_folder(folder.path());
        let seen = seen.iter().any(|one| one.contains(file));
        assert!(seen, "{file} has no word of what is held");
    }

    let path = format!("/api/documents/{}", life.slug);
    assert_eq!(life.admin.send_json("DELETE", &path, &json!({})).0, 204);
    assert_eq!(needles.in_folder(folder.path()), [""; 0], "at once");
    let after = crawl::every_route(&life, &needles);
    assert_eq!(after, [""; 0], "after the removal");
    let said: Vec<String> = printed(&program, &life)
        .into_iter()
        .filter(|(_, said)| needles.found(said.as_bytes()).is_some())
        .map(|(command, said)| format!("{command}: {said}"))
        .collect();
    assert_eq!(said, [""; 0]);

    // Nor does it come back with what is taken back since.
    for batch in life.batches.clone() {
        let path = format!("/api/batches/{batch}/take-back");
        life.admin.send_json("POST", &path, &json!({}));
    }
    let after = crawl::every_route(&life, &needles);
    assert_eq!(after, [""; 0], "after its batches were taken back");
    // At the end what does something: publishes, takes back, backs up, deletes.
    let said = crawl::what_does(&life, &needles);
    assert_eq!(said, [""; 0], "by what does something");
    let log = served.said().join("\n");
    assert_eq!(needles.found(log.as_bytes()), None, "{log}");
    drop(served);
    assert_eq!(needles.in_folder(folder.path()), [""; 0]);
}

/// Bug: words of documents that left with their batch stayed in what checkers had recorded.
#[test]
fn nothing_stays_of_what_was_taken_back() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let needles = needles();
    let (life, served) = Life::lived(folder.path());
    // The latest first: each gives back what it had taken the place of, the first gives nothing.
    for batch in life.batches.clone().iter().rev() {
        let path = format!("/api/batches/{batch}/take-back");
        let (status, said) = life.admin.send_json("POST", &path, &json!({}));
        assert_eq!(status, 204, "{batch} {said}");
    }
    assert_eq!(needles.in_folder(folder.path()), [""; 0], "at once");
    let after = crawl::every_route(&life, &needles);
    assert_eq!(after, [""; 0]);
    drop(served);
    assert_eq!(needles.in_folder(folder.path()), [""; 0]);
}
