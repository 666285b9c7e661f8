//! What records keep of a file that was replaced: until it, or what took its place, is removed.

use jiff::Timestamp;

use super::*;
use crate::{NewPart, NewRecord, RecordId};

/// Records an answer that quotes documents, at the state of the catalogue.
fn answered(catalogue: &Catalogue, ids: &[&DocumentId]) -> RecordId {
    let part = |id: &&DocumentId| NewPart {
        name: "evidence".to_owned(),
        body: format!("\"{id}\""),
        rests_on: [id.as_str().to_owned()].into(),
    };
    let record = NewRecord {
        made: Timestamp::UNIX_EPOCH,
        generation: catalogue.seq().unwrap(),
        head: "{}".to_owned(),
        parts: ids.iter().map(part).collect(),
        marks: None,
    };
    catalogue.files.records.keep(&record).unwrap()
}

/// Which parts of a record still have their words.
fn kept(catalogue: &Catalogue, record: &RecordId) -> Vec<bool> {
    let record = catalogue.files.records.find(record).unwrap().unwrap();
    let kept = record.parts.iter().map(|part| part.body.is_some());
    kept.collect()
}

/// The same file name and another text, under another key.
fn corrected(catalogue: &Catalogue, of: &NewDocument, id: &str, text: &str) -> NewDocument {
    let mut next = document(catalogue, "Mẫu", "Quốc hội", text);
    next.file_name.clone_from(&of.file_name);
    next.id = DocumentId::from_stored(id);
    next
}

#[test]
fn a_removal_takes_what_records_hold_of_the_files_before_it() {
    let (root, catalogue) = opened();
    let first = document(&catalogue, "Mẫu", "Quốc hội", "Điều 1. Bản một.");
    let other = document(&catalogue, "Khác", "Quốc hội", "Điều 1. Khác.");
    let second = corrected(&catalogue, &first, "vn/mau/hai", "Điều 1. Bản hai.");
    let same = corrected(&catalogue, &first, "vn/mau/hai", "Điều 1. Bản hai sửa.");
    let third = corrected(&catalogue, &first, "vn/mau/ba", "Điều 1. Bản ba.");
    catalogue.add(&[first.clone(), other.clone()]).unwrap();
    let of_first = answered(&catalogue, &[&first.id, &other.id]);
    let mut records = vec![];
    for next in [&second, &same, &third] {
        catalogue.add(std::slice::from_ref(next)).unwrap();
        catalogue.purge(catalogue.seq().unwrap()).unwrap();
        records.push(answered(&catalogue, &[&next.id]));
    }
    // A correction is no removal: what was answered can be read again.
    assert_eq!(kept(&catalogue, &of_first), [true, true]);
    // Another document under the first key, from a file of its own.
    let mut again = document(&catalogue, "Mẫu", "Quốc hội", "Điều 1. Văn bản khác.");
    again.file_name = "khac.txt".to_owned();
    catalogue.add(&[again]).unwrap();
    let of_again = answered(&catalogue, &[&first.id]);
    catalogue.remove(third.id.as_str()).unwrap();
    assert_eq!(kept(&catalogue, &of_first), [false, true]);
    for record in &records {
        assert_eq!(kept(&catalogue, record), [false]);
    }
    assert_eq!(kept(&catalogue, &of_again), [true]);
    // An answer that was under way when the first file was still held.
    let late = NewRecord {
        made: Timestamp::UNIX_EPOCH,
        generation: 1,
        head: "{}".to_owned(),
        parts: vec![NewPart {
            name: "evidence".to_owned(),
            body: "\"một\"".to_owned(),
            rests_on: [first.id.as_str().to_owned()].into(),
        }],
        marks: None,
    };
    let late = catalogue.files.records.keep(&late).unwrap();
    assert_eq!(kept(&catalogue, &late), [false]);
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    drop(catalogue);
    let catalogue = Catalogue::open(root.path()).unwrap();
    assert_eq!(kept(&catalogue, &of_again), [true]);
    assert_eq!(catalogue.files.records.check().unwrap(), []);
    assert_eq!(catalogue.check(true).unwrap(), []);
}

#[test]
fn a_replaced_file_can_be_taken_out_of_records_by_itself() {
    let (_root, catalogue) = opened();
    let first = document(&catalogue, "Mẫu", "Quốc hội", "Điều 1. Bản một.");
    let second = document(&catalogue, "Mẫu", "Quốc hội", "Điều 1. Bản hai.");
    let hash = |document: &NewDocument| document.original.as_str().to_owned();
    catalogue.add(std::slice::from_ref(&first)).unwrap();
    let of_first = answered(&catalogue, &[&first.id]);
    assert!(
        !catalogue.forget_replaced(&hash(&first)).unwrap(),
        "it is held: its document can be removed"
    );
    catalogue.add(std::slice::from_ref(&second)).unwrap();
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    let of_second = answered(&catalogue, &[&second.id]);
    for (name, found) in [
        (hash(&second), false),
        (second.id.as_str().to_owned(), false),
        ("0".repeat(64), false),
        (hash(&first).to_uppercase(), true),
    ] {
        assert_eq!(catalogue.forget_replaced(&name).unwrap(), found, "{name}");
    }
    assert_eq!(kept(&catalogue, &of_first), [false]);
    assert_eq!(kept(&catalogue, &of_second), [true]);
    // By the key that nobody has any more.
    let third = corrected(&catalogue, &second, "vn/mau/ba", "Điều 1. Bản ba.");
    catalogue.add(std::slice::from_ref(&third)).unwrap();
    assert!(catalogue.forget_replaced(second.id.as_str()).unwrap());
    assert_eq!(kept(&catalogue, &of_second), [false]);
}
