//! Tests of levels: whose holds, who keeps it, when it is seen, and what damage does.

use legal::{Header, SourceText, Validity};

use super::Confidentiality::{Internal, Public, Restricted};
use super::*;
use crate::NewDocument;

fn document(
    catalogue: &Catalogue,
    id: &str,
    text: &str,
    collection: Option<&str>,
    confidentiality: Option<Confidentiality>,
) -> NewDocument {
    NewDocument {
        id: DocumentId::from_stored(id),
        original: catalogue.put_original(text.as_bytes()).unwrap(),
        part: String::new(),
        file_name: "mau.txt".to_owned(),
        media: "text".to_owned(),
        collection: collection.and_then(Collection::new),
        confidentiality,
        source: SourceText::plain(text),
        header: Header::default(),
        validity: Validity::default(),
        provisions: Vec::new(),
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: Vec::new(),
    }
}

fn open() -> (tempfile::TempDir, Catalogue) {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    (root, catalogue)
}

fn level(catalogue: &Catalogue, id: &str) -> Option<Confidentiality> {
    let at = catalogue.seq().unwrap();
    let row = catalogue.find_document(at, id).unwrap();
    let row = row.expect("held");
    let listed = catalogue.levels(at).unwrap().into_iter();
    let listed: Vec<_> = listed.filter(|(listed, _)| *listed == row.row).collect();
    assert_eq!(listed, [(row.row, row.confidentiality)], "{id} in the list");
    row.confidentiality
}

#[test]
fn a_document_s_own_level_goes_before_that_of_its_collection() {
    let (_root, catalogue) = open();
    let shelf = Collection::new("Nội bộ “1”").unwrap();
    let batch = [
        document(&catalogue, "a", "một", None, None),
        document(&catalogue, "b", "hai", Some(shelf.as_str()), None),
        document(&catalogue, "c", "ba", Some(shelf.as_str()), Some(Public)),
    ];
    catalogue.add(&batch).unwrap();
    let of = |catalogue: &Catalogue| ["a", "b", "c"].map(|id| level(catalogue, id));
    assert_eq!(of(&catalogue), [None, None, Some(Public)]);
    let before = catalogue.seq().unwrap();
    assert!(
        catalogue
            .set_collection_confidentiality(&shelf, Some(Restricted))
            .unwrap()
    );
    assert_eq!(of(&catalogue), [None, Some(Restricted), Some(Public)]);
    assert_eq!(catalogue.seq().unwrap(), before + 1, "a change of its own");
    assert!(
        !catalogue
            .set_collection_confidentiality(&shelf, Some(Restricted))
            .unwrap()
    );
    let (b, c) = (DocumentId::from_stored("b"), DocumentId::from_stored("c"));
    assert!(catalogue.set_confidentiality(&b, Some(Internal)).unwrap());
    assert!(!catalogue.set_confidentiality(&b, Some(Internal)).unwrap());
    assert!(catalogue.set_confidentiality(&c, None).unwrap());
    assert_eq!(of(&catalogue), [None, Some(Internal), Some(Restricted)]);
    assert_eq!(
        catalogue.collection_levels().unwrap(),
        [(shelf.clone(), Restricted)]
    );
    assert!(
        catalogue
            .set_collection_confidentiality(&shelf, None)
            .unwrap()
    );
    assert_eq!(of(&catalogue), [None, Some(Internal), None]);
    let absent = DocumentId::from_stored("x");
    assert!(
        !catalogue
            .set_confidentiality(&absent, Some(Public))
            .unwrap()
    );
    assert_eq!(catalogue.check(true).unwrap(), [], "checksums are right");
}

#[test]
fn a_level_stays_when_a_document_is_read_again_moved_or_found_under_another_id() {
    let (_root, catalogue) = open();
    let restricted = document(&catalogue, "a", "một", None, Some(Restricted));
    catalogue.add(&[restricted]).unwrap();
    let again = document(&catalogue, "a", "một, đọc lại", None, None);
    assert_eq!(catalogue.add(&[again]).unwrap().replaced.len(), 1);
    assert_eq!(level(&catalogue, "a"), Some(Restricted));
    let hash = Hash::of("một, đọc lại".as_bytes());
    let shelf = Collection::new("Chung").unwrap();
    assert_eq!(catalogue.put_into(&hash, &shelf).unwrap().len(), 1);
    assert_eq!(level(&catalogue, "a"), Some(Restricted));
    let other = document(&catalogue, "a2", "một, đọc lần ba", None, None);
    catalogue.add(&[other]).unwrap();
    assert_eq!(level(&catalogue, "a2"), Some(Restricted));
    let given = document(&catalogue, "a2", "một, lần bốn", None, Some(Internal));
    catalogue.add(&[given]).unwrap();
    assert_eq!(level(&catalogue, "a2"), Some(Internal));
    let hash = Hash::of("một, lần bốn".as_bytes());
    assert_eq!(
        catalogue.set_confidentiality_of(&hash, Public).unwrap(),
        [DocumentId::from_stored("a2")]
    );
    assert_eq!(catalogue.set_confidentiality_of(&hash, Public).unwrap(), []);
    assert_eq!(level(&catalogue, "a2"), Some(Public));
}

#[test]
fn readers_of_an_older_generation_see_the_new_level() {
    let (root, catalogue) = open();
    let open = document(&catalogue, "a", "một", None, None);
    catalogue.add(&[open]).unwrap();
    let reader = Catalogue::open_read_only(root.path()).unwrap().unwrap();
    let before = reader.seq().unwrap();
    let again = document(&catalogue, "a", "một, đọc lại", None, None);
    catalogue.add(&[again]).unwrap();
    catalogue
        .set_confidentiality(&DocumentId::from_stored("a"), Some(Restricted))
        .unwrap();
    let row = reader.find_document(before, "a").unwrap().unwrap();
    assert_eq!(row.confidentiality, Some(Restricted));
}

#[test]
fn a_level_that_cannot_be_read_is_the_strictest_and_is_found() {
    let (_root, catalogue) = open();
    let shelf = Collection::new("Chung").unwrap();
    let held = document(&catalogue, "a", "một", Some("Chung"), None);
    catalogue.add(&[held]).unwrap();
    catalogue
        .set_collection_confidentiality(&shelf, Some(Public))
        .unwrap();
    assert_eq!(level(&catalogue, "a"), Some(Public));
    let good = stored("Chung", Public);
    for bad in [
        "",
        "public",
        "secret 1",
        "public 1",
        &good.replace("public", "internal"),
        &stored("Khác", Public),
    ] {
        catalogue
            .write(|writer| {
                writer.execute(
                    "UPDATE meta SET value = ?1 WHERE key = 'confidentiality of Chung'",
                    [bad],
                )?;
                Ok(())
            })
            .unwrap();
        assert_eq!(level(&catalogue, "a"), Some(Restricted), "{bad}");
        assert_eq!(catalogue.check(false).unwrap().len(), 1, "{bad}");
        assert_eq!(
            catalogue.collection_levels().unwrap(),
            [(shelf.clone(), Restricted)]
        );
    }
}

#[test]
fn names() {
    for level in Confidentiality::ALL {
        assert_eq!(Confidentiality::from_name(level.name()), Some(level));
    }
    assert_eq!(Confidentiality::from_name(" Internal"), Some(Internal));
    assert_eq!(Confidentiality::from_name("secret"), None);
    assert_eq!(Confidentiality::from_name(""), None);
}

#[test]
fn stricter_is_greater() {
    assert!(Confidentiality::ALL.is_sorted());
    assert!(None < Some(Public));
}
