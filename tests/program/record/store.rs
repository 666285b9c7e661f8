//! The store of the records: full, thinned out, shared with a load, killed.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use catalogue::{Catalogue, RecordId, Records};
use serde_json::Value;
use tests::{Program, get};

use super::{
    super::{DAY, write},
    ASKED, QUESTION, asked, fetched, id, json, loaded,
};

fn settings(program: &Program, text: &str) {
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    write(program.root(), "cancu.toml", text);
}

#[test]
fn what_cannot_be_recorded_is_answered_all_the_same() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    // Whoever runs the tests may write everywhere; what stands in the way stops the owner of the machine too.
    let place = program.root().join("records.sqlite");
    std::fs::create_dir(&place).expect("a folder can be made");
    let said = program.run(&["ask", QUESTION, "--on", DAY]).success();
    assert!(said.stderr.contains("Không lưu được hồ sơ"), "{said:#?}");
    let served = program.serve(&[]);
    let answer = json(&fetched(&served.address, &format!("/api/ask?{ASKED}")));
    assert_eq!(
        (&answer["record"], &answer["unrecorded"]),
        (&Value::Null, &Value::Bool(true))
    );
    assert!(!answer["claims"].as_array().expect("claims").is_empty());
    let page = fetched(&served.address, &format!("/hoi?{ASKED}"));
    assert!(page.body.contains("Không lưu được hồ sơ"), "{}", page.body);
    // Once it can be written again, it is.
    std::fs::remove_dir(&place).expect("the folder is empty");
    id(&json(&fetched(
        &served.address,
        &format!("/api/ask?{ASKED}"),
    )));
}

#[test]
fn nothing_is_kept_longer_than_the_settings_say() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    let kept = id(&asked(&program));
    settings(&program, "[records]\nkeep_days = 1\n");
    let young = id(&asked(&program));
    program.run(&["record", &kept]).success();
    settings(&program, "[records]\nkeep_days = 0\n");
    let answer = asked(&program);
    assert_eq!(answer["record"], Value::Null);
    assert_eq!(
        answer["unrecorded"],
        Value::Null,
        "that none is kept is no failure"
    );
    for id in [kept, young] {
        assert_eq!(program.run(&["record", &id]).code, Some(1));
    }
    assert_eq!(Records::new(program.root()).count().expect("readable"), 0);
}

#[test]
fn answers_are_recorded_while_another_process_loads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    let _loading = Catalogue::open(program.root()).expect("nobody else writes");
    id(&asked(&program));
}

/// Kill -9 while answers are recorded: every id that was given out can be read again.
#[test]
fn no_record_that_was_promised_is_lost_in_a_kill() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = loaded(&folder.path().join("data"));
    let mut promised = Vec::new();
    for _ in 0..3 {
        let served = program.serve(&[]);
        let answered = Arc::new(AtomicUsize::new(0));
        let asking: Vec<_> = (0..3)
            .map(|_| {
                let (address, answered) = (served.address.clone(), Arc::clone(&answered));
                std::thread::spawn(move || {
                    let mut ids = Vec::new();
                    while let Ok(answer) = get(&address, &format!("/api/ask?{ASKED}")) {
                        let Ok(answer) = serde_json::from_str::<Value>(&answer.body) else {
                            break;
                        };
                        ids.extend(answer["record"].as_str().map(str::to_owned));
                        answered.fetch_add(1, Ordering::Relaxed);
                    }
                    ids
                })
            })
            .collect();
        while answered.load(Ordering::Relaxed) < 5 {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        // SIGKILL on this system: no destructor runs.
        drop(served);
        for thread in asking {
            promised.extend(thread.join().expect("an asking thread"));
        }
    }
    assert!(
        !promised.is_empty(),
        "nothing was answered before the kills"
    );
    let records = Records::new(program.root());
    for id in &promised {
        let id = RecordId::parse(id).expect("an id");
        assert!(
            records.find(&id).expect("readable").is_some(),
            "{id} is lost"
        );
    }
    assert_eq!(records.check().expect("readable"), []);
}
