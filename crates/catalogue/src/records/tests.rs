//! Tests of the store of records.

use super::*;
use crate::Catalogue;

fn moment(text: &str) -> Timestamp {
    text.parse().expect("a moment")
}

fn part(name: &str, body: &str, rests_on: &[&str]) -> NewPart {
    NewPart {
        name: name.to_owned(),
        body: body.to_owned(),
        rests_on: rests_on.iter().map(|id| (*id).to_owned()).collect(),
    }
}

fn record(generation: Seq) -> NewRecord {
    NewRecord {
        made: moment("2026-03-01T08:30:00.123456+07:00"),
        generation,
        head: r#"{"question":"Hạn là bao lâu?"}"#.to_owned(),
        parts: vec![
            part("evidence", "\"60 ngày\"", &["vn/a"]),
            part("claims", "\"60 ngày, 05 ngày\"", &["vn/a", "vn/b"]),
            part("evidence", "\"05 ngày\"", &["vn/b"]),
            part("more", "1", &[]),
        ],
        marks: None,
    }
}

fn bodies(record: &Record) -> Vec<Option<&str>> {
    record
        .parts
        .iter()
        .map(|part| part.body.as_deref())
        .collect()
}

#[test]
fn what_is_kept_comes_back_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(folder.path());
    assert_eq!(records.check().unwrap(), []);
    assert_eq!(records.count().unwrap(), 0);
    let new = record(7);
    let id = records.keep(&new).unwrap();
    // Another process.
    let found = Records::new(folder.path()).find(&id).unwrap().unwrap();
    assert_eq!(
        (found.id, found.made, found.generation, &found.head),
        (id, new.made, 7, &new.head)
    );
    assert_eq!(found.parts.len(), new.parts.len());
    for (found, new) in found.parts.iter().zip(&new.parts) {
        assert_eq!(found.body.as_deref(), Some(new.body.as_str()));
        assert_eq!(found.name, new.name);
        assert_eq!(found.rests_on, new.rests_on);
        assert_eq!(found.hash, Hash::of(new.body.as_bytes()));
    }
    let other = RecordId::parse("CC-0000-0000-0000").unwrap();
    assert_eq!(records.find(&other).unwrap(), None);
    assert_eq!(records.check().unwrap(), []);
}

#[test]
fn only_the_owner_can_read_the_file() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(folder.path());
    records.keep(&record(1)).unwrap();
    for file in ["records.sqlite", "records.sqlite-wal"] {
        let rights = std::fs::metadata(folder.path().join(file))
            .unwrap()
            .permissions();
        assert_eq!(rights.mode() & 0o077, 0, "{file}");
    }
}

#[test]
fn forgetting_deletes_one_or_all_before_a_moment() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(folder.path());
    let old = records.keep(&record(1)).unwrap();
    let young = NewRecord {
        made: moment("2026-04-01T00:00:00Z"),
        ..record(1)
    };
    let young = records.keep(&young).unwrap();
    assert_eq!(
        records
            .forget_before(moment("2026-03-01T01:30:00Z"))
            .unwrap(),
        0
    );
    assert_eq!(
        records
            .forget_before(moment("2026-03-15T00:00:00Z"))
            .unwrap(),
        1
    );
    assert_eq!(records.find(&old).unwrap(), None);
    assert!(records.find(&young).unwrap().is_some());
    assert!(records.forget(&young).unwrap());
    assert!(!records.forget(&young).unwrap());
    assert_eq!(records.count().unwrap(), 0);
    assert_eq!(records.check().unwrap(), []);
}

#[test]
fn a_removed_document_leaves_every_record_made_before() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(folder.path());
    let before = records.keep(&record(7)).unwrap();
    let whole = records.find(&before).unwrap().unwrap();
    records.empty(&[("vn/a".to_owned(), 8)]).unwrap();
    let now = records.find(&before).unwrap().unwrap();
    assert_eq!(bodies(&now), [None, None, Some("\"05 ngày\""), Some("1")]);
    for (now, whole) in now.parts.iter().zip(&whole.parts) {
        assert_eq!((&now.hash, &now.rests_on), (&whole.hash, &whole.rests_on));
    }
    assert_eq!(now.removed, ["vn/a".to_owned()].into());
    // An answer that was under way when the document went, and one after it was loaded again.
    let late = records.keep(&record(7)).unwrap();
    assert_eq!(bodies(&records.find(&late).unwrap().unwrap())[0], None);
    let again = records.keep(&record(8)).unwrap();
    assert!(bodies(&records.find(&again).unwrap().unwrap())[0].is_some());
    // The same removal is found again at every opening.
    records.empty(&[("vn/a".to_owned(), 8)]).unwrap();
    assert!(bodies(&records.find(&again).unwrap().unwrap())[0].is_some());
    records.empty(&[("vn/a".to_owned(), 9)]).unwrap();
    assert_eq!(bodies(&records.find(&again).unwrap().unwrap())[0], None);
    assert_eq!(records.check().unwrap(), []);
}

#[test]
fn damage_is_found() {
    fn check(statement: &str, found: bool) {
        let folder = tempfile::tempdir().unwrap();
        let records = Records::new(folder.path());
        let id = records.keep(&record(7)).unwrap();
        records.keep(&record(7)).unwrap();
        drop(records);
        let records = Records::new(folder.path());
        let place = folder.path().join("records.sqlite");
        Connection::open(&place)
            .unwrap()
            .execute_batch(statement)
            .unwrap();
        assert_eq!(!records.check().unwrap().is_empty(), found, "{statement}");
        assert_eq!(records.find(&id).is_err(), found, "{statement}");
    }
    check("SELECT 1", false);
    check("UPDATE record SET made = made + 1", true);
    check("UPDATE record SET generation = 8", true);
    check("UPDATE record SET head = zeroblob(9)", true);
    check("UPDATE part SET body = NULL WHERE number = 2", true);
    check("UPDATE part SET hash = replace(hash, '0', '1')", true);
    check("UPDATE part SET name = 'dropped' WHERE number = 0", true);
    check(
        "UPDATE part SET body = (SELECT body FROM part WHERE number = 0)",
        true,
    );
    check("DELETE FROM basis WHERE document = 'vn/b'", true);
    check("UPDATE part SET body = 'text' WHERE number = 0", true);
}

#[test]
fn several_processes_record_at_once() {
    let folder = tempfile::tempdir().unwrap();
    std::thread::scope(|threads| {
        for _ in 0..8 {
            threads.spawn(|| {
                // A store of its own, as another process has.
                let records = Records::new(folder.path());
                for _ in 0..5 {
                    let id = records.keep(&record(1)).unwrap();
                    assert!(records.find(&id).unwrap().is_some());
                }
            });
        }
    });
    assert_eq!(Records::new(folder.path()).count().unwrap(), 40);
}

#[test]
fn a_folder_that_cannot_be_written_is_an_error_and_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let records = Records::new(&folder.path().join("absent"));
    assert!(matches!(records.keep(&record(1)), Err(Error::Disk(_))));
    // The place is a folder: what stands there is not ours.
    std::fs::create_dir(folder.path().join("records.sqlite")).unwrap();
    let records = Records::new(folder.path());
    assert!(records.keep(&record(1)).is_err());
    std::fs::remove_dir(folder.path().join("records.sqlite")).unwrap();
    // Once it can be written, it is.
    assert!(records.keep(&record(1)).is_ok());
}

#[test]
fn a_newer_format_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    Records::new(folder.path()).keep(&record(1)).unwrap();
    let place = folder.path().join("records.sqlite");
    let newer = "UPDATE meta SET value = '99' WHERE key = 'format'";
    Connection::open(place)
        .unwrap()
        .execute_batch(newer)
        .unwrap();
    let records = Records::new(folder.path());
    assert!(matches!(
        records.keep(&record(1)),
        Err(Error::Newer { found: 99, .. })
    ));
}

#[test]
fn recording_needs_no_writer_lock() {
    let folder = tempfile::tempdir().unwrap();
    let _loading = Catalogue::open(folder.path()).unwrap();
    assert!(Records::new(folder.path()).keep(&record(1)).is_ok());
}
