//! Keeping the machine, from outside: the table of wordings is changed and holds at once. Backups: made on the page and at the terminal, put back, and what is damaged is not.

use serde_json::Value;
use tests::{Program, get, sample, send_file, talk};

#[test]
fn the_table_of_wordings_is_tried_and_changed() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = Program::on(folder.path());
    let served = program.serve(&["--corpus", "none"]);
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let keep = |lines: &str| {
        talk(&served.address, "POST", "/quan-ly/tu-ngu", &form, lines).expect("an answer")
    };
    let tried = || get(&served.address, "/quan-ly/tu-ngu?q=l%C3%A0m+zanzibar").expect("a page");
    assert!(!tried().body.contains("<li>giấy phép mẫu</li>"));
    assert_eq!(keep("lines=zanzibar").status, 422);
    let right = "lines=zanzibar+%3D+gi%E1%BA%A5y+ph%C3%A9p+m%E1%BA%ABu";
    assert_eq!(keep(right).status, 303);
    assert!(
        tried().body.contains("<li>giấy phép mẫu</li>"),
        "{}",
        tried().body
    );
    drop(served);
    let served = program.serve(&["--corpus", "none"]);
    let page = get(&served.address, "/quan-ly/tu-ngu?q=zanzibar").expect("a page");
    assert!(page.body.contains("<li>giấy phép mẫu</li>"), "it is kept");
}

#[test]
fn a_backup_is_made_on_the_page_and_put_back_at_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let root = folder.path().join("kho");
    let program = Program::on(&root);
    let served = program.serve(&["--corpus", "none"]);
    let text = std::fs::read(sample("quyet-dinh-917-2025-song-mau.md")).expect("a sample");
    let loaded = send_file(&served.address, "/api/documents", "a.md", &text);
    assert_eq!(loaded.expect("an answer").status, 200);
    let page = get(&served.address, "/suc-khoe").expect("a page").body;
    assert!(
        page.contains("id=\"backup\"") && page.contains("GB"),
        "{page}"
    );
    let form = [("Content-Type", "application/x-www-form-urlencoded")];
    let made = talk(&served.address, "POST", "/suc-khoe/sao-luu", &form, "");
    assert_eq!(made.expect("an answer").status, 303);
    let listed = |program: &Program| program.run(&["list", "--json"]).json();
    let before = listed(&program);
    drop(served);
    let backups = root.join("backups");
    let names: Vec<_> = std::fs::read_dir(&backups)
        .expect("the folder of the backups")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    let [backup] = names.as_slice() else {
        panic!("one backup: {names:?}");
    };
    let again = Program::on(&folder.path().join("kho-moi"));
    again
        .run(&["restore".as_ref(), backup.as_os_str()])
        .success();
    assert_eq!(listed(&again), before);
    again.run(&["check", "--deep"]).success();
    let found = again.run(&["search", "quyết định", "--json"]).json();
    assert!(
        found["results"]
            .as_array()
            .is_some_and(|all| !all.is_empty()),
        "{found:#}"
    );
    // At the terminal, somewhere else; a file that was changed is not put back.
    let elsewhere = folder.path().join("noi-khac");
    let said = program.run(&["backup".as_ref(), elsewhere.as_os_str(), "--json".as_ref()]);
    let told: Value = said.json();
    let place = elsewhere.join(told["name"].as_str().expect("a name"));
    std::fs::write(place.join("catalogue.sqlite"), "khác").expect("it can be changed");
    let third = Program::on(&folder.path().join("kho-ba"));
    let refused = third.run(&["restore".as_ref(), place.as_os_str()]);
    assert!(refused.said().contains("catalogue.sqlite"), "{refused:?}");
}
