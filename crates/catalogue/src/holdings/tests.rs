//! Tests of holdings and collections: what can be chosen, what is meant, what stays where it was put.

use legal::{DocumentId, Header, SourceText, Symbol, Validity};

use super::*;
use crate::{Collection, ListFilter, NewDocument};

fn name(name: &str) -> Collection {
    Collection::new(name).unwrap()
}

/// An empty document with a head.
fn document(
    catalogue: &Catalogue,
    id: &str,
    (kind, issuer): (Kind, &str),
    collection: Option<&str>,
) -> NewDocument {
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
            kind: Some(kind),
            issuer: Some(issuer.to_owned()).filter(|issuer| !issuer.is_empty()),
            symbol: Symbol::parse("1/2025/QĐ-MAU"),
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

fn stocked() -> (tempfile::TempDir, Catalogue) {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    let held = [
        ("a", Kind::Decree, "Chính phủ", None),
        (
            "b",
            Kind::Circular,
            "Bộ Văn hoá, Thể thao và Du lịch",
            Some("Nội bộ"),
        ),
        (
            "c",
            Kind::JointCircular,
            "Bộ Tài chính và Bộ Văn hóa - Thể thao và Du lịch",
            Some("nội bộ"),
        ),
        ("d", Kind::Decision, "Ủy ban nhân dân tỉnh Đông Mẫu", None),
        (
            "e",
            Kind::Decision,
            "Uỷ ban nhân dân tỉnh Đồng Mẫu",
            Some("Nội-bộ"),
        ),
        ("f", Kind::Other("Kế hoạch".to_owned()), "", None),
    ];
    let held =
        held.map(|(id, kind, issuer, shelf)| document(&catalogue, id, (kind, issuer), shelf));
    catalogue.add(&held).unwrap();
    (root, catalogue)
}

fn holdings(catalogue: &Catalogue) -> Arc<Holdings> {
    catalogue.holdings(catalogue.seq().unwrap()).unwrap()
}

fn values(holdings: &Holdings, facet: Facet) -> Vec<(&str, usize)> {
    holdings.values(facet).collect()
}

#[test]
fn values_are_those_of_what_is_held_in_their_order() {
    let (_root, catalogue) = stocked();
    let holdings = holdings(&catalogue);
    let kinds = [
        "Nghị định",
        "Quyết định",
        "Thông tư",
        "Thông tư liên tịch",
        "Kế hoạch",
    ];
    let counts = [1, 2, 1, 1, 1];
    assert_eq!(
        values(&holdings, Facet::Kind),
        kinds.into_iter().zip(counts).collect::<Vec<_>>()
    );
    let issuers = values(&holdings, Facet::Issuer);
    assert!(
        issuers.contains(&("Bộ Văn hóa, Thể thao và Du lịch", 2)),
        "{issuers:?}"
    );
    assert_eq!(issuers.len(), 5, "{issuers:?}");
    let levels = [("central", 3), ("province", 2)];
    assert_eq!(values(&holdings, Facet::Level), levels);
    let places = [("tỉnh Đông Mẫu", 1), ("tỉnh Đồng Mẫu", 1)];
    assert_eq!(values(&holdings, Facet::Territory), places);
    // Never one for another, however alike: access may be bound to them.
    let shelves = [("Nội bộ", 1), ("Nội-bộ", 1), ("nội bộ", 1), ("-", 3)];
    let mut found = values(&holdings, Facet::Collection);
    found.sort_unstable();
    let mut expected = shelves.to_vec();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn what_is_typed_means_held_values() {
    let (_root, catalogue) = stocked();
    let holdings = holdings(&catalogue);
    let check = |facet, typed: &str, expect: &[&str]| {
        let mut meant = holdings.meant(facet, typed);
        meant.sort_unstable();
        assert_eq!(meant, expect, "{typed}");
    };
    check(Facet::Kind, " nghị ĐỊNH ", &["Nghị định"]);
    check(Facet::Kind, "nghi dinh", &["Nghị định"]);
    check(Facet::Kind, "nghi-dinh", &["Nghị định"]);
    check(Facet::Kind, "Luật", &[]);
    check(Facet::Kind, "", &[]);
    check(
        Facet::Issuer,
        "uỷ ban nhân dân tỉnh đồng mẫu",
        &["Uỷ ban nhân dân tỉnh Đồng Mẫu"],
    );
    check(Facet::Territory, "tỉnh Đông Mẫu", &["tỉnh Đông Mẫu"]);
    check(
        Facet::Territory,
        "tinh dong mau",
        &["tỉnh Đông Mẫu", "tỉnh Đồng Mẫu"],
    );
    check(Facet::Territory, "tỉnh Đổng Mẫu", &[]);
    check(Facet::Collection, "Nội bộ", &["Nội bộ"]);
    check(Facet::Collection, "-", &["-"]);
    check(Facet::Collection, "--", &[]);
}

#[test]
fn documents_have_one_of_each_facet_that_is_named() {
    let (_root, catalogue) = stocked();
    let holdings = holdings(&catalogue);
    let ids = |wanted: &[(Facet, &[&str])]| -> String {
        let wanted = wanted
            .iter()
            .map(|(facet, values)| (*facet, values.to_vec()));
        let rows = holdings.documents(wanted);
        let at = catalogue.seq().unwrap();
        let id = |row: DocumentRowId| catalogue.document_row(at, row).unwrap().unwrap().id;
        rows.into_iter().map(|row| id(row).to_string()).collect()
    };
    use Facet::{Collection, Issuer, Kind, Level};
    assert_eq!(ids(&[]), "abcdef");
    assert_eq!(ids(&[(Kind, &["Nghị định", "Quyết định"])]), "ade");
    assert_eq!(ids(&[(Kind, &["Quyết định"]), (Collection, &["-"])]), "d");
    assert_eq!(ids(&[(Issuer, &["Bộ Tài chính"])]), "c");
    assert_eq!(
        ids(&[(Level, &["central"]), (Collection, &["Nội bộ"])]),
        "b"
    );
    assert_eq!(ids(&[(Level, &[])]), "", "a facet without a value is none");
}

fn shelf(catalogue: &Catalogue, id: &str) -> Option<String> {
    let row = catalogue
        .find_document(catalogue.seq().unwrap(), id)
        .unwrap();
    row.unwrap().collection.map(|name| name.as_str().to_owned())
}

#[test]
fn a_document_stays_where_it_was_put_until_it_is_moved() {
    let (_root, catalogue) = stocked();
    assert_eq!(
        (shelf(&catalogue, "a"), shelf(&catalogue, "b").as_deref()),
        (None, Some("Nội bộ"))
    );
    // Read again, with other words and without a name.
    let mut again = document(&catalogue, "b", (Kind::Circular, "Bộ Mẫu"), None);
    again.source = SourceText::plain("đọc lại");
    assert_eq!(catalogue.add(&[again]).unwrap().replaced.len(), 1);
    assert_eq!(shelf(&catalogue, "b").as_deref(), Some("Nội bộ"));
    // Read again under another id: the same file.
    let mut other = document(&catalogue, "b2", (Kind::Circular, "Bộ Mẫu"), None);
    other.file_name = "b.txt".to_owned();
    catalogue.add(&[other]).unwrap();
    assert_eq!(shelf(&catalogue, "b2").as_deref(), Some("Nội bộ"));
    let mut moved = document(&catalogue, "b2", (Kind::Circular, "Bộ Mẫu"), Some("Khác"));
    moved.source = SourceText::plain("đọc lần ba");
    catalogue.add(&[moved]).unwrap();
    assert_eq!(shelf(&catalogue, "b2").as_deref(), Some("Khác"));
}

#[test]
fn a_file_is_moved_as_a_whole_and_once() {
    let (_root, catalogue) = stocked();
    let before = catalogue.seq().unwrap();
    let old = holdings(&catalogue);
    let hash = crate::Hash::of(b"a");
    let moved = catalogue.put_into(&hash, &name("Nội bộ")).unwrap();
    assert_eq!(moved, [DocumentId::from_stored("a")]);
    assert_eq!(
        catalogue.seq().unwrap(),
        before + 1,
        "a change that the index follows"
    );
    assert_eq!(catalogue.put_into(&hash, &name("Nội bộ")).unwrap(), []);
    assert_eq!(catalogue.seq().unwrap(), before + 1);
    let row = |holdings: &Holdings| {
        holdings
            .documents([(Facet::Collection, vec!["Nội bộ"])])
            .len()
    };
    assert_eq!((row(&old), row(&holdings(&catalogue))), (1, 2));
    let all = ListFilter {
        limit: 100,
        ..ListFilter::default()
    };
    let (listed, _) = catalogue.documents(before + 1, &all).unwrap();
    assert_eq!(
        listed.iter().filter(|row| row.collection.is_some()).count(),
        4
    );
    assert_eq!(catalogue.check(true).unwrap(), [], "its checksum is right");
}
