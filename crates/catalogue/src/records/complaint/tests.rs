//! Tests of complaints: kept, settled, and gone with what they speak of.

use std::collections::BTreeSet;

use super::*;
use crate::{NewPart, NewRecord};

fn moment(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn told(about: About, note: &str, by: &str) -> NewComplaint {
    NewComplaint {
        made: moment(10),
        kind: ComplaintKind::WrongFigure,
        about,
        note: note.to_owned(),
        by: by.to_owned(),
    }
}

fn provision() -> About {
    About::Provision(DocumentId::from_stored("vn/a"), "dieu-5".parse().unwrap())
}

fn record(records: &Records, second: i64, rests_on: &[&str]) -> RecordId {
    let part = NewPart {
        name: "claims".to_owned(),
        body: "{}".to_owned(),
        rests_on: rests_on
            .iter()
            .map(|id| (*id).to_owned())
            .collect::<BTreeSet<_>>(),
    };
    let new = NewRecord {
        made: moment(second),
        generation: 1,
        head: "{}".to_owned(),
        parts: vec![part],
        marks: None,
    };
    records.keep(&new).unwrap()
}

#[test]
fn a_complaint_is_kept_and_settled() {
    let root = tempfile::tempdir().unwrap();
    let records = Records::new(root.path());
    assert_eq!(records.complaints(false).unwrap(), []);
    let long = "ă".repeat(3_000);
    let first = records
        .complain(&told(provision(), " sai số ", "a"))
        .unwrap();
    let second = records.complain(&told(provision(), &long, "b")).unwrap();
    let found = records.complaint(&first).unwrap().unwrap();
    assert_eq!(
        (found.told.note.as_str(), found.is_open()),
        ("sai số", true)
    );
    let found = records.complaint(&second).unwrap().unwrap();
    assert_eq!(found.told.note.chars().count(), 2_000);
    assert_eq!(records.complaints_of("a").unwrap().len(), 1);
    assert!(records.settle(&first, moment(20), "đã sửa").unwrap());
    let settled = records.complaint(&first).unwrap().unwrap().settled;
    assert_eq!(settled, Some((moment(20), "đã sửa".to_owned())));
    let open = records.complaints(true).unwrap();
    assert_eq!(open.iter().map(|one| one.id).collect::<Vec<_>>(), [second]);
    assert_eq!(records.complaints(false).unwrap().len(), 2);
    assert!(records.forget_complaint(&second).unwrap());
    assert_eq!(records.complaint(&second).unwrap(), None);
    let typed = first.to_string().to_lowercase().replace("bl", "BL");
    assert_eq!(ComplaintId::parse(&typed), Some(first));
}

#[test]
fn what_is_said_of_a_removed_document_loses_its_words() {
    let root = tempfile::tempdir().unwrap();
    let records = Records::new(root.path());
    let resting = record(&records, 1, &["vn/a"]);
    let other = record(&records, 1, &["vn/b"]);
    let ids = [provision(), About::Record(resting), About::Record(other)].map(|about| {
        records
            .complain(&told(about, "chữ của văn bản", "a"))
            .unwrap()
    });
    records.settle(&ids[0], moment(20), "chữ khác").unwrap();
    records.empty(&[("vn/a".to_owned(), 5)]).unwrap();
    let note = |id: &ComplaintId| records.complaint(id).unwrap().unwrap().told.note;
    assert_eq!(ids.each_ref().map(note), ["", "", "chữ của văn bản"]);
    let settled = records.complaint(&ids[0]).unwrap().unwrap().settled;
    assert_eq!(settled, Some((moment(20), String::new())));
}

#[test]
fn complaints_go_with_the_records_that_they_speak_of() {
    let root = tempfile::tempdir().unwrap();
    let records = Records::new(root.path());
    let (old, new) = (record(&records, 1, &[]), record(&records, 90, &[]));
    for about in [About::Record(old), About::Record(new), provision()] {
        records.complain(&told(about, "", "a")).unwrap();
    }
    records.forget(&old).unwrap();
    assert_eq!(records.complaints(false).unwrap().len(), 2);
    records.forget_before(moment(50)).unwrap();
    let left = records.complaints(false).unwrap();
    assert_eq!(left.len(), 0, "those made before the moment: {left:?}");
}
