//! Tests of batches: published, taken back, let go.

use jiff::Timestamp;
use legal::{DocumentId, Header, Kind, Path, SourceText, Span, Validity};

use super::{BatchKind, NewBatch, Shelving, WholeFile};
use crate::{Act, Catalogue, Collection, Confidentiality, NewDocument, NewPassage, People};

fn act() -> Act {
    Act {
        who: "an".to_owned(),
        at: Timestamp::UNIX_EPOCH,
        from: "192.0.2.7".to_owned(),
    }
}

fn batch(name: &str) -> NewBatch {
    NewBatch {
        name: name.to_owned(),
        at: Timestamp::UNIX_EPOCH,
        who: "an".to_owned(),
    }
}

/// A law of one passage.
pub(crate) fn law(catalogue: &Catalogue, name: &str, text: &str) -> NewDocument {
    let header = Header {
        kind: Some(Kind::Law),
        title: Some(name.to_owned()),
        ..Header::default()
    };
    let passage = NewPassage {
        path: Path::default(),
        article_key: String::new(),
        breadcrumb: name.to_owned(),
        text: text.to_owned(),
        span: Span::new(0, text.len()),
        page: None,
        validity: Validity::default(),
        vector: vec![0.6, 0.8],
        model: "small".to_owned(),
    };
    NewDocument {
        id: DocumentId::new(&header, name),
        original: catalogue.put_original(text.as_bytes()).unwrap(),
        part: String::new(),
        file_name: format!("{name}.txt"),
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        source: SourceText::plain(text),
        header,
        validity: Validity::default(),
        provisions: Vec::new(),
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: vec![passage],
    }
}

/// The words of every held passage, with the shelf of its document.
fn held(catalogue: &Catalogue) -> Vec<String> {
    let at = catalogue.seq().unwrap();
    let mut words = Vec::new();
    for row in catalogue.holdings(at).unwrap().rows() {
        let listed = catalogue.document_row(at, *row).unwrap().unwrap();
        let collection = listed
            .collection
            .map(|name| format!(" in {}", name.as_str()));
        let level = listed
            .confidentiality
            .map(|level| format!(" {}", level.name()));
        let ids = catalogue.passages_of(at, *row).unwrap();
        catalogue
            .for_each_passage(&ids, &mut |passage, vector| {
                assert_eq!(vector.len(), 2, "its vector came with it");
                words.push(format!(
                    "{}{}{}",
                    passage.text,
                    collection.as_deref().unwrap_or_default(),
                    level.as_deref().unwrap_or_default()
                ));
            })
            .unwrap();
    }
    words.sort();
    words
}

fn publish(catalogue: &Catalogue, name: &str, documents: &[NewDocument]) {
    catalogue
        .add_batch(&batch(name), BatchKind::Published, documents, &[])
        .unwrap();
}

fn opened() -> (tempfile::TempDir, Catalogue) {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(folder.path()).unwrap();
    (folder, catalogue)
}

#[test]
fn a_batch_is_taken_back_whole_and_what_it_replaced_is_held_again() {
    let (folder, catalogue) = opened();
    let first = [law(&catalogue, "a", "a cũ"), law(&catalogue, "b", "b")];
    catalogue.add(&first).unwrap();
    let slug = |id: &DocumentId| {
        let at = catalogue.seq().unwrap();
        catalogue
            .find_document(at, id.as_str())
            .unwrap()
            .unwrap()
            .slug
    };
    let before = slug(&first[0].id);
    publish(
        &catalogue,
        "lot-1",
        &[law(&catalogue, "a", "a mới"), law(&catalogue, "c", "c")],
    );
    assert_eq!(held(&catalogue), ["a mới", "b", "c"]);
    // What a publish purges leaves what may come back, with its file.
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    let preview = catalogue.taking_back("lot-1").unwrap().unwrap();
    assert_eq!((preview.leaves.len(), preview.returns.len()), (2, 1));
    assert_eq!(preview.changed_since, 0);
    let done = catalogue
        .take_back("lot-1", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    let done = done.unwrap();
    assert_eq!((done.left.len(), done.returned.len()), (2, 1));
    assert_eq!(held(&catalogue), ["a cũ", "b"]);
    assert_eq!(slug(&first[0].id), before);
    assert_eq!(
        catalogue.original(&first[0].original).unwrap().as_deref(),
        Some("a cũ".as_bytes())
    );
    // Twice is once; what left is purged with the rest, and all is sound.
    assert!(
        catalogue
            .take_back("lot-1", "an", Timestamp::UNIX_EPOCH)
            .unwrap()
            .is_none()
    );
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    assert_eq!(held(&catalogue), ["a cũ", "b"]);
    assert!(catalogue.check(true).unwrap().is_empty());
    drop(catalogue);
    let again = Catalogue::open(folder.path()).unwrap();
    assert!(again.batch("lot-1").unwrap().unwrap().undone.is_some());
}

#[test]
fn a_batch_that_fails_leaves_nothing() {
    let (_folder, catalogue) = opened();
    publish(&catalogue, "lot-1", &[law(&catalogue, "a", "a")]);
    let seq = catalogue.seq().unwrap();
    let mut foreign = law(&catalogue, "c", "c");
    foreign.passages[0].model = "other".to_owned();
    let documents = [law(&catalogue, "a", "a mới"), foreign];
    let added = catalogue.add_batch(&batch("lot-2"), BatchKind::Published, &documents, &[]);
    assert!(added.is_err());
    assert_eq!(
        (held(&catalogue), catalogue.seq().unwrap()),
        (vec!["a".to_owned()], seq)
    );
    assert!(catalogue.batch("lot-2").unwrap().is_none());
}

#[test]
fn what_was_changed_since_stays_as_it_is() {
    let (_folder, catalogue) = opened();
    catalogue
        .add(&[law(&catalogue, "a", "a1"), law(&catalogue, "b", "b1")])
        .unwrap();
    publish(
        &catalogue,
        "lot-1",
        &[law(&catalogue, "a", "a2"), law(&catalogue, "b", "b2")],
    );
    publish(&catalogue, "lot-2", &[law(&catalogue, "b", "b3")]);
    let preview = catalogue.taking_back("lot-1").unwrap().unwrap();
    assert_eq!((preview.leaves.len(), preview.changed_since), (1, 1));
    catalogue
        .take_back("lot-1", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(held(&catalogue), ["a1", "b3"]);
    catalogue
        .take_back("lot-2", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(held(&catalogue), ["a1", "b2"]);
}

/// D8: removed means removed, also for what was kept to be taken back.
#[test]
fn what_is_removed_takes_the_reading_that_was_kept_beside_it() {
    let (folder, catalogue) = opened();
    catalogue.add(&[law(&catalogue, "a", "chữ bí ẩn")]).unwrap();
    let new = law(&catalogue, "a", "chữ mới");
    publish(&catalogue, "lot-1", std::slice::from_ref(&new));
    catalogue.remove(new.id.as_str()).unwrap().unwrap();
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    assert_eq!(
        catalogue
            .taking_back("lot-1")
            .unwrap()
            .unwrap()
            .returns
            .len(),
        0
    );
    drop(catalogue);
    for file in ["catalogue.sqlite", "catalogue.sqlite-wal"] {
        let bytes = std::fs::read(folder.path().join(file)).unwrap_or_default();
        let word = "chữ bí ẩn".as_bytes();
        assert!(!bytes.windows(word.len()).any(|at| at == word), "{file}");
    }
}

#[test]
fn what_left_a_collection_comes_back_with_the_batch() {
    let (_folder, catalogue) = opened();
    let of = |name: &str, text: &str, file: &str| NewDocument {
        media: "articles".to_owned(),
        file_name: "kho.jsonl".to_owned(),
        part: name.to_owned(),
        original: catalogue.put_original(file.as_bytes()).unwrap(),
        ..law(&catalogue, name, text)
    };
    let whole = |documents: &[NewDocument]| WholeFile {
        original: documents[0].original.clone(),
        file_name: "kho.jsonl".to_owned(),
        model: "small".to_owned(),
        documents: documents.iter().map(|one| one.id.clone()).collect(),
    };
    let load = |name: &str, documents: &[NewDocument]| {
        let files = [whole(documents)];
        catalogue
            .add_batch(&batch(name), BatchKind::Published, documents, &files)
            .unwrap();
    };
    load("lot-1", &[of("a", "a", "1"), of("b", "b", "1")]);
    load("lot-2", &[of("a", "a2", "2")]);
    assert_eq!(held(&catalogue), ["a2"]);
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    catalogue
        .take_back("lot-2", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(held(&catalogue), ["a", "b"]);
}

#[test]
fn a_shelf_chosen_since_is_kept_when_the_batch_is_taken_back() {
    let (_folder, catalogue) = opened();
    let (old, new) = (law(&catalogue, "a", "a1"), law(&catalogue, "a", "a2"));
    catalogue.add(std::slice::from_ref(&old)).unwrap();
    publish(&catalogue, "lot-1", std::slice::from_ref(&new));
    let inner = Collection::new("Nội bộ").unwrap();
    catalogue.put_into(&new.original, &inner).unwrap();
    catalogue
        .take_back("lot-1", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(held(&catalogue), ["a1 in Nội bộ"]);
}

#[test]
fn documents_are_put_elsewhere_together_and_back() {
    let (_folder, catalogue) = opened();
    let (a, b) = (law(&catalogue, "a", "a"), law(&catalogue, "b", "b"));
    catalogue.add(&[a.clone(), b.clone()]).unwrap();
    let to = Shelving {
        collection: Some(Collection::new("Nội bộ")),
        level: Some(Some(Confidentiality::Internal)),
    };
    let ids = [a.id, b.id.clone()];
    let moved = catalogue
        .arrange(&batch("doi-1"), &ids, &to, (&act(), "Nội bộ"))
        .unwrap();
    assert_eq!(moved.len(), 2);
    assert_eq!(
        held(&catalogue),
        ["a in Nội bộ internal", "b in Nội bộ internal"]
    );
    assert!(
        catalogue
            .arrange(&batch("doi-2"), &ids, &to, (&act(), "Nội bộ"))
            .unwrap()
            .is_empty()
    );
    catalogue
        .set_confidentiality(&b.id, Some(Confidentiality::Restricted))
        .unwrap();
    let preview = catalogue.taking_back("doi-1").unwrap().unwrap();
    assert_eq!((preview.returns.len(), preview.changed_since), (1, 1));
    catalogue
        .take_back("doi-1", "an", Timestamp::UNIX_EPOCH)
        .unwrap();
    assert_eq!(held(&catalogue), ["a", "b in Nội bộ restricted"]);
}

/// Ten documents were removed one after the other, and the audit was told when all was done: a stop in between removed
/// some, and nobody was told.
#[test]
fn a_removal_and_a_move_are_whole_and_the_audit_is_told_whatever_stops() {
    let (folder, catalogue) = opened();
    let (a, b) = (law(&catalogue, "a", "a"), law(&catalogue, "b", "b"));
    catalogue.add(&[a.clone(), b.clone()]).unwrap();
    let to = Shelving {
        collection: Some(Collection::new("Nội bộ")),
        level: None,
    };
    catalogue
        .arrange(
            &batch("doi-1"),
            std::slice::from_ref(&a.id),
            &to,
            (&act(), "Nội bộ"),
        )
        .unwrap();
    let ids = [a.id.as_str(), "vn/khong-co", b.id.as_str()];
    let before = catalogue.seq().unwrap();
    let removed = catalogue.remove_all(&ids, &act()).unwrap();
    assert_eq!(removed, [a.id.as_str(), b.id.as_str()]);
    assert_eq!(catalogue.seq().unwrap(), before + 1);
    let nothing: Vec<String> = Vec::new();
    assert_eq!(catalogue.remove_all(&ids, &act()).unwrap(), nothing);
    // Stopped here.
    let root = folder.path().to_owned();
    drop(catalogue);
    let catalogue = Catalogue::open(&root).unwrap();
    assert!(catalogue.has_waiting().unwrap());
    let people = People::new(&root);
    for _ in 0..2 {
        catalogue
            .tell_audit(&people, Timestamp::UNIX_EPOCH)
            .unwrap();
        let lines = people.audit(None, 99).unwrap().into_iter().rev();
        let told: Vec<String> = lines
            .map(|line| format!("{} {} {} {}", line.who, line.from, line.deed, line.about))
            .collect();
        let expect = [
            "an 192.0.2.7 moved doi-1: 1".to_owned(),
            format!("an 192.0.2.7 removed {}", a.id),
            format!("an 192.0.2.7 removed {}", b.id),
        ];
        assert_eq!(told, expect);
    }
    assert!(!catalogue.has_waiting().unwrap());
}

#[test]
fn batches_are_forgotten_with_what_they_kept() {
    let (_folder, catalogue) = opened();
    catalogue.add(&[law(&catalogue, "a", "a1")]).unwrap();
    publish(&catalogue, "lot-1", &[law(&catalogue, "a", "a2")]);
    assert_eq!(catalogue.batches(10).unwrap().len(), 1);
    let later = Timestamp::from_second(1).unwrap();
    catalogue.forget_batches(later).unwrap();
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    assert!(catalogue.taking_back("lot-1").unwrap().is_none());
    assert_eq!(held(&catalogue), ["a2"]);
}

/// Bug: what a checker recorded of a document, or another act ended, kept it from leaving with its batch, and what the batch
/// had replaced from coming back.
#[test]
fn what_was_worked_over_since_leaves_with_its_batch() {
    let folder = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(folder.path()).unwrap();
    let publish = |name: &str, kind, document: &NewDocument| {
        catalogue
            .add_batch(&batch(name), kind, std::slice::from_ref(document), &[])
            .unwrap();
    };
    let take_back = |name: &str| {
        catalogue
            .take_back(name, "an", Timestamp::UNIX_EPOCH)
            .unwrap()
            .unwrap();
    };
    publish("one", BatchKind::Published, &law(&catalogue, "A", "Cũ"));
    let mut new = law(&catalogue, "A", "Mới");
    publish("two", BatchKind::Published, &new);
    let day = |day| Validity {
        until: Some(legal::Date::constant(2026, 1, day)),
        ..Validity::default()
    };
    new.validity = day(1);
    catalogue.add(&[new.clone()]).unwrap();
    new.validity = day(2);
    publish("ended", BatchKind::Retired, &new);
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    new.validity = day(3);
    catalogue.add(&[new]).unwrap();
    let looked = catalogue.taking_back("two").unwrap().unwrap();
    assert_eq!((looked.leaves.len(), looked.returns.len()), (1, 1));
    // What is kept of older readings is not taken for removed, though what replaced it was purged: records keep its words.
    let record = crate::NewRecord {
        made: Timestamp::UNIX_EPOCH,
        generation: 1,
        head: "{}".to_owned(),
        parts: vec![crate::NewPart {
            name: "evidence".to_owned(),
            body: "\"Cũ\"".to_owned(),
            rests_on: [law(&catalogue, "A", "Cũ").id.to_string()].into(),
        }],
        marks: None,
    };
    let records = crate::Records::new(folder.path());
    let id = records.keep(&record).unwrap();
    catalogue.purge(catalogue.seq().unwrap()).unwrap();
    let kept = records.find(&id).unwrap().unwrap();
    assert!(kept.parts[0].body.is_some());
    take_back("ended");
    assert_eq!(held(&catalogue), ["Mới"]);
    take_back("two");
    assert_eq!(held(&catalogue), ["Cũ"]);
    take_back("one");
    assert_eq!(held(&catalogue), [""; 0]);
}
