//! Whatever is done to the lines is found.

use std::sync::LazyLock;

use jiff::Timestamp;
use proptest::prelude::*;
use rusqlite::Connection;
use tempfile::TempDir;

use super::*;

const LINES: u64 = 12;

fn written() -> (TempDir, People) {
    let folder = tempfile::tempdir().unwrap();
    let people = People::new(folder.path());
    for number in 0..LINES {
        let act = Act {
            who: format!("person{}", number % 3),
            at: Timestamp::from_second(1_800_000_000 + number.cast_signed()).unwrap(),
            from: "10.0.0.7".to_owned(),
        };
        people
            .note(
                &act,
                Deed::ALL[number as usize % Deed::ALL.len()],
                "về việc này",
                "chi tiết",
            )
            .unwrap();
    }
    (folder, people)
}

/// The same as [`written`], from a file that was written once: a thousand tamperings are tried.
fn copied() -> (TempDir, People) {
    static WRITTEN: LazyLock<Vec<u8>> = LazyLock::new(|| {
        let (folder, people) = written();
        // The last connection takes what lies beside the file into it.
        drop(people);
        std::fs::read(folder.path().join("people.sqlite")).unwrap()
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("people.sqlite"), &*WRITTEN).unwrap();
    let people = People::new(folder.path());
    assert_eq!(people.audit_head().unwrap().number, LINES);
    (folder, people)
}

/// Somebody with the file and SQLite's own shell, and without the triggers in the way.
fn tamper(folder: &TempDir, statement: &str) {
    let file = Connection::open(folder.path().join("people.sqlite")).unwrap();
    file.execute_batch("DROP TRIGGER audit_stays; DROP TRIGGER audit_remains;")
        .unwrap();
    file.execute_batch(statement).unwrap();
}

fn broken(people: &People, kept: Option<&ChainHead>) -> Option<(u64, Fault)> {
    match people.verify_audit(kept).unwrap() {
        Verified::Whole(_) => None,
        Verified::Broken { number, fault } => Some((number, fault)),
    }
}

#[test]
fn a_chain_that_nobody_touched_is_whole() {
    let (_folder, people) = written();
    let head = people.audit_head().unwrap();
    assert_eq!(head.number, LINES);
    assert_eq!(
        people.verify_audit(Some(&head)).unwrap(),
        Verified::Whole(head.clone())
    );
    assert_eq!(ChainHead::parse(&head.to_string()), Some(head.clone()));
    people
        .note(
            &Act {
                who: "x".to_owned(),
                at: Timestamp::UNIX_EPOCH,
                from: String::new(),
            },
            Deed::Loaded,
            "",
            "",
        )
        .unwrap();
    assert_eq!(
        broken(&people, Some(&head)),
        None,
        "lines may follow a kept head"
    );
}

#[test]
fn a_check_of_the_folder_finds_it_too() {
    let (folder, people) = written();
    assert_eq!(people.check().unwrap(), []);
    tamper(&folder, "UPDATE audit SET who = 'x' WHERE number = 5;");
    let problems = people.check().unwrap();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].detail.contains("line 5"), "{problems:?}");
}

#[test]
fn lines_are_only_added() {
    let (folder, _people) = written();
    let file = Connection::open(folder.path().join("people.sqlite")).unwrap();
    assert!(
        file.execute("UPDATE audit SET who = 'x' WHERE number = 3", [])
            .is_err()
    );
    assert!(
        file.execute("DELETE FROM audit WHERE number = 3", [])
            .is_err()
    );
}

#[test]
fn what_is_cut_off_is_found_by_the_kept_head() {
    let (folder, people) = written();
    let head = people.audit_head().unwrap();
    tamper(&folder, "DELETE FROM audit WHERE number > 9;");
    assert_eq!(
        broken(&people, None),
        None,
        "by itself a shorter chain is whole"
    );
    assert_eq!(broken(&people, Some(&head)), Some((10, Fault::Missing)));
    tamper_again(&folder, "DELETE FROM audit;");
    assert_eq!(broken(&people, Some(&head)), Some((1, Fault::Missing)));
}

fn tamper_again(folder: &TempDir, statement: &str) {
    let file = Connection::open(folder.path().join("people.sqlite")).unwrap();
    file.execute_batch(statement).unwrap();
}

/// Somebody who makes all hashes anew is found by the kept head alone.
#[test]
fn a_chain_made_anew_is_another_chain() {
    let (_folder, people) = written();
    let (_other, forged) = written();
    let head = people.audit_head().unwrap();
    forged
        .note(
            &Act {
                who: "x".to_owned(),
                at: Timestamp::UNIX_EPOCH,
                from: String::new(),
            },
            Deed::Loaded,
            "",
            "",
        )
        .unwrap();
    let wrong = ChainHead {
        number: head.number + 1,
        hash: head.hash,
    };
    assert_eq!(
        broken(&forged, Some(&wrong)),
        Some((LINES + 1, Fault::OtherHead))
    );
}

#[test]
fn a_line_stays_one_line() {
    let (_folder, people) = written();
    let act = Act {
        who: "a\r\nb".to_owned(),
        at: Timestamp::UNIX_EPOCH,
        from: "\u{1b}[31m".to_owned(),
    };
    people
        .note(
            &act,
            Deed::Loaded,
            "x\u{202e}y\u{2028}z",
            &"á".repeat(1_000),
        )
        .unwrap();
    let line = people.audit(None, 1).unwrap().remove(0);
    assert_eq!(line.who, r"a\u{d}\u{a}b");
    assert_eq!(line.from, r"\u{1b}[31m");
    assert_eq!(line.about, r"x\u{202e}y\u{2028}z");
    assert_eq!(line.detail.chars().count(), LONGEST);
    assert_eq!(people.audit(None, 1_000).unwrap().len() as u64, LINES + 1);
    assert_eq!(broken(&people, None), None);
}

#[test]
fn heads_are_read_as_they_were_written_down() {
    fn check(typed: &str, expect: bool) {
        assert_eq!(ChainHead::parse(typed).is_some(), expect, "{typed}");
    }
    check(&format!("3:{}", "a".repeat(64)), true);
    check(&format!(" 3:{}\n", "A".repeat(64)), true);
    check("0:", true);
    check("3:", false);
    check(&format!("x:{}", "a".repeat(64)), false);
    check(&format!("3:{}", "g".repeat(64)), false);
    check("", false);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    /// Any other byte, in any field of any line.
    #[test]
    fn a_changed_byte_is_found(number in 1..=LINES, field in 0_usize..6, at in 0_usize..64, flip in 1_u8..128) {
        let (folder, people) = copied();
        let head = people.audit_head().unwrap();
        let column = ["who", "origin", "deed", "about", "detail", "hash"][field];
        let line = people.audit(Some(number + 1), 1).unwrap().remove(0);
        let value = [&line.who, &line.from, &line.deed, &line.about, &line.detail, &line.hash][field];
        let mut bytes = value.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] ^= flip;
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        tamper(&folder, &format!("UPDATE audit SET {column} = CAST(x'{hex}' AS TEXT) WHERE number = {number};"));
        let (found, _) = broken(&people, Some(&head)).expect("it is found");
        prop_assert!(found <= number + 1);
    }

    /// A line taken out, two exchanged, a moment moved, one put between.
    #[test]
    fn other_tampering_is_found(kind in 0..4, one in 1..=LINES, step in 1..LINES) {
        let (folder, people) = copied();
        let head = people.audit_head().unwrap();
        let other = (one - 1 + step) % LINES + 1;
        let statement = match kind {
            0 => format!("DELETE FROM audit WHERE number = {one};"),
            1 => format!(
                "UPDATE audit SET number = 1000 WHERE number = {one};
                 UPDATE audit SET number = {one} WHERE number = {other};
                 UPDATE audit SET number = {other} WHERE number = 1000;"
            ),
            2 => format!("UPDATE audit SET at = at + {step} WHERE number = {one};"),
            _ => format!(
                "UPDATE audit SET number = -number WHERE number >= {one};
                 UPDATE audit SET number = 1 - number WHERE number < 0;
                 INSERT INTO audit SELECT {one}, at, who, origin, deed, about, detail, hash FROM audit WHERE number <> {one} LIMIT 1;"
            ),
        };
        tamper(&folder, &statement);
        let (found, _) = broken(&people, Some(&head)).expect("it is found");
        prop_assert!(found <= one.max(other) + 1);
    }
}
