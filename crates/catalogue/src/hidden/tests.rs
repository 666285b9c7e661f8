//! What is hidden is not there, whatever is asked.

use std::collections::BTreeSet;

use legal::{DocumentId, Header, Kind, SourceText, Symbol, Validity};

use crate::{Catalogue, Collection, Facet, ListFilter, NewDocument};

fn name(name: &str) -> Collection {
    Collection::new(name).unwrap()
}

fn document(catalogue: &Catalogue, id: &str, collection: Option<&str>) -> NewDocument {
    NewDocument {
        id: DocumentId::from_stored(id),
        original: catalogue.put_original(id.as_bytes()).unwrap(),
        part: String::new(),
        file_name: format!("{id}.txt"),
        media: "text".to_owned(),
        collection: collection.map(name),
        confidentiality: None,
        source: SourceText::plain(id),
        header: Header {
            kind: Some(Kind::Decision),
            symbol: Symbol::parse("1/2025/QĐ-MAU"),
            title: Some("Về \"collection\": một bẫy".to_owned()),
            ..Header::default()
        },
        validity: Validity::default(),
        provisions: Vec::new(),
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: Vec::new(),
    }
}

#[test]
fn what_is_hidden_is_in_no_answer_of_the_catalogue() {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    let batch = [
        document(&catalogue, "a", None),
        document(&catalogue, "b", Some("Nội bộ")),
        document(&catalogue, "c", Some("Nội bộ 'x'")),
        document(&catalogue, "d", Some("nội bộ")),
    ];
    catalogue.add(&batch).unwrap();
    let at = catalogue.seq().unwrap();
    let check = |hidden: &[&str], expect: &[&str]| {
        let hidden: BTreeSet<Collection> = hidden.iter().map(|text| name(text)).collect();
        let seen = catalogue.without(&hidden);
        assert_eq!(seen.shows_all(), hidden.is_empty());
        let all = ListFilter {
            limit: 10,
            ..ListFilter::default()
        };
        let ids = |rows: Vec<crate::DocumentRow>| -> BTreeSet<String> {
            rows.iter().map(|row| row.id.as_str().to_owned()).collect()
        };
        let expect: BTreeSet<String> = expect.iter().map(|id| (*id).to_owned()).collect();
        let (listed, total) = seen.documents(at, &all).unwrap();
        assert_eq!(total as usize, expect.len(), "{hidden:?}");
        assert_eq!(ids(listed), expect, "{hidden:?}");
        let symbol = Symbol::parse("1/2025/QĐ-MAU").unwrap();
        assert_eq!(ids(seen.by_symbol(at, &symbol).unwrap()), expect);
        assert_eq!(ids(seen.by_number(at, "1/2025").unwrap()), expect);
        assert_eq!(ids(seen.by_year(at, "2025").unwrap()), expect);
        let holdings = seen.holdings(at).unwrap();
        assert_eq!(holdings.len(), expect.len());
        for text in hidden.iter().map(Collection::as_str) {
            let mut values = holdings.values(Facet::Collection);
            assert!(values.all(|(value, _)| value != text), "{text}");
        }
        for id in ["a", "b", "c", "d"] {
            let found = seen.find_document(at, id).unwrap().is_some();
            assert_eq!(found, expect.contains(id), "{hidden:?} {id}");
            let row = catalogue.find_document(at, id).unwrap().unwrap().row;
            assert_eq!(seen.document_row(at, row).unwrap().is_some(), found);
            assert_eq!(seen.document(at, row).unwrap().is_some(), found);
        }
    };
    check(&[], &["a", "b", "c", "d"]);
    check(&["Nội bộ"], &["a", "c", "d"]);
    check(&["Nội bộ 'x'"], &["a", "b", "d"]);
    check(&["Nội bộ", "nội bộ", "Nội bộ 'x'", "Không có"], &["a"]);
    // The whole is as it was.
    assert_eq!(catalogue.holdings(at).unwrap().len(), 4);
}
