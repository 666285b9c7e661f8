//! Tests of narrowed searches over a small library of invented acts, by words alone.

use std::collections::BTreeSet;

use catalogue::{Catalogue, Collection, NewDocument, NewPassage};
use index::Generation;
use legal::{DocumentId, Header, Path, Provision, SourceText, Span, Status, Symbol, Validity};
use proptest::prelude::*;

use super::*;
use crate::{Cited, Query, Results, Sight, Wordings, own_ranking, search};

const WORDS: [&str; 8] = ["lệ", "phí", "hồ", "sơ", "thời", "hạn", "đăng", "ký"];
const KINDS: [Kind; 3] = [Kind::Decree, Kind::Circular, Kind::Decision];
const ISSUERS: [&str; 3] = [
    "Bộ Mẫu",
    "Bộ Mẫu, Ủy ban Mẫu",
    "Ủy ban nhân dân tỉnh Sông Mẫu",
];
const SHELVES: [Option<&str>; 3] = [None, Some("Nội bộ"), Some("Công khai")];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn on() -> Date {
    day("2025-06-01")
}

fn text(n: usize) -> String {
    let word = |at: usize| WORDS[(n * 7 + at * at * 3 + at) % WORDS.len()];
    (0..6 + n % 5).map(word).collect::<Vec<_>>().join(" ")
}

fn document(catalogue: &Catalogue, n: usize) -> NewDocument {
    let words = text(n);
    let validity = Validity {
        from: (!n.is_multiple_of(5)).then(|| day("2024-01-01")),
        until: n.is_multiple_of(4).then(|| day("2025-01-01")),
        ..Validity::default()
    };
    let header = Header {
        kind: Some(KINDS[n % 3].clone()),
        issuer: Some(ISSUERS[n / 3 % 3].to_owned()),
        symbol: Symbol::parse(&format!("{}/2024/QĐ-MAU", n + 1)),
        issued: Some(day("2023-12-01")),
        ..Header::default()
    };
    let path: Path = "dieu-1".parse().unwrap();
    let span = Span::new(0, words.len());
    let passage = NewPassage {
        path: path.clone(),
        article_key: format!("{n}#1"),
        breadcrumb: format!("Văn bản mẫu {n}"),
        text: words.clone(),
        span,
        page: None,
        validity: validity.clone(),
        vector: Vec::new(),
        model: String::new(),
    };
    NewDocument {
        id: DocumentId::new(&header, &n.to_string()),
        original: catalogue.put_original(words.as_bytes()).unwrap(),
        part: n.to_string(),
        file_name: "mau.txt".to_owned(),
        media: "text".to_owned(),
        collection: SHELVES[n / 9 % 3].and_then(Collection::new),
        confidentiality: None,
        source: SourceText::plain(words),
        header,
        validity,
        provisions: vec![Provision {
            path,
            label: "Điều 1".to_owned(),
            heading: Span::default(),
            span,
            body: span,
            validity: None,
        }],
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: vec![passage],
    }
}

fn library() -> (tempfile::TempDir, Library) {
    library_of(&|_| true)
}

/// One that was never given the other documents.
fn library_of(is_held: &dyn Fn(usize) -> bool) -> (tempfile::TempDir, Library) {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    let held = (0..54).filter(|n| is_held(*n));
    let batch: Vec<NewDocument> = held.map(|n| document(&catalogue, n)).collect();
    catalogue.add(&batch).unwrap();
    index::publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let generation = Generation::open(root.path(), &catalogue).unwrap().unwrap();
    let library = Library {
        catalogue: Arc::new(catalogue),
        generation: Arc::new(generation),
        embedder: None,
        wordings: Arc::new(Wordings::own()),
        ranking: own_ranking().map(Arc::new),
        reranking: None,
        sight: Sight::default(),
    };
    (root, library)
}

fn ask(library: &Library, text: &str, scope: Scope) -> Result<Results, Error> {
    let query = Query {
        text: text.to_owned(),
        on: on(),
        limit: 100,
        scope,
        as_typed: false,
    };
    search(library, &query)
}

fn values(values: &[(Facet, &str)]) -> Scope {
    let values = values.iter();
    Scope {
        values: values
            .map(|(facet, value)| (*facet, (*value).to_owned()))
            .collect(),
        standing: Standing::All,
    }
}

/// What was found in both groups, with its document's row.
fn found(results: &Results) -> BTreeSet<(u64, DocumentRowId)> {
    let both = results.flat().into_iter().chain(&results.not_in_force);
    both.map(|hit| (hit.passage, hit.document.row)).collect()
}

/// Whether a document fits, decided from its head alone.
fn fits(library: &Library, row: DocumentRowId, scope: &Scope) -> bool {
    let document = library
        .catalogue
        .document_row(library.generation.seq(), row);
    let document = document.unwrap().unwrap();
    Facet::ALL.into_iter().all(|facet| {
        let mut asked = scope
            .values
            .iter()
            .filter(|(named, _)| *named == facet)
            .peekable();
        let has = |value: &str| match facet {
            Facet::Kind => document.header.kind.as_ref().unwrap().name() == value,
            Facet::Issuer => document
                .header
                .issuer
                .as_ref()
                .unwrap()
                .split(", ")
                .any(|one| one == value),
            Facet::Level => {
                (value == "province") == (document.header.issuer.as_deref() == Some(ISSUERS[2]))
            }
            Facet::Territory => document.header.issuer.as_ref().unwrap().ends_with(value),
            Facet::Collection => {
                document.collection.as_ref().map_or("-", Collection::as_str) == value
            }
        };
        asked.peek().is_none() || asked.any(|(_, value)| has(value))
    })
}

#[test]
fn a_narrowed_search_finds_all_that_fits_and_nothing_else() {
    let (_root, library) = library();
    const CHOICES: [(Facet, &str); 12] = [
        (Facet::Kind, "Nghị định"),
        (Facet::Kind, "Thông tư"),
        (Facet::Kind, "Quyết định"),
        (Facet::Issuer, "Bộ Mẫu"),
        (Facet::Issuer, "Ủy ban Mẫu"),
        (Facet::Issuer, "Ủy ban nhân dân tỉnh Sông Mẫu"),
        (Facet::Level, "central"),
        (Facet::Level, "province"),
        (Facet::Territory, "tỉnh Sông Mẫu"),
        (Facet::Collection, "Nội bộ"),
        (Facet::Collection, "Công khai"),
        (Facet::Collection, "-"),
    ];
    proptest!(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() }, |(
        chosen in proptest::sample::subsequence(CHOICES.to_vec(), 0..6), seed in 0_usize..500,
    )| {
        let scope = values(&chosen);
        let asked = text(seed);
        let all = ask(&library, &asked, values(&[])).unwrap();
        let narrowed = ask(&library, &asked, scope.clone()).unwrap();
        let expect: BTreeSet<_> = found(&all)
            .into_iter()
            .filter(|(_, row)| fits(&library, *row, &scope))
            .collect();
        prop_assert_eq!(found(&narrowed), expect);
        let within = scope.within(&holdings(&library).unwrap()).unwrap();
        prop_assert_eq!(narrowed.within.map(|within| within.documents), (!chosen.is_empty()).then_some(within.documents));
    });
}

#[test]
fn the_state_on_the_day_is_a_filter_too() {
    let (_root, library) = library();
    let states = |standing| {
        let results = ask(
            &library,
            "lệ phí hồ sơ",
            Scope {
                standing,
                ..Scope::default()
            },
        );
        let results = results.unwrap();
        let of =
            |hits: &[crate::Evidence]| hits.iter().map(|hit| hit.status).collect::<BTreeSet<_>>();
        (of(&results.hits), of(&results.not_in_force))
    };
    let usual = BTreeSet::from([Status::InForce, Status::Unknown]);
    let expired = BTreeSet::from([Status::Expired]);
    assert_eq!(states(Standing::Usual).0, usual);
    assert_eq!(
        states(Standing::InForce),
        (BTreeSet::from([Status::InForce]), BTreeSet::new())
    );
    assert_eq!(
        states(Standing::NotInForce),
        (BTreeSet::new(), expired.clone())
    );
    assert_eq!(states(Standing::All), (usual, expired));
    for standing in Standing::NAMED {
        assert_eq!(Standing::from_code(standing.code()), Some(standing));
    }
    assert_eq!(Standing::from_code(""), None);
}

#[test]
fn what_nothing_held_has_is_said() {
    let (_root, library) = library();
    // Known to the law, not held.
    let results = ask(&library, "lệ phí", values(&[(Facet::Kind, "phap lenh")])).unwrap();
    let within = results.within.unwrap();
    assert_eq!((within.documents, results.hits.len()), (0, 0));
    assert_eq!(
        within.absent[0].held,
        ["Nghị định", "Quyết định", "Thông tư"]
    );
    let results = ask(&library, "lệ phí", values(&[(Facet::Level, "cấp xã")])).unwrap();
    assert_eq!(
        results.within.unwrap().absent[0].held,
        ["central", "province"]
    );
    // One of several is held.
    let two = values(&[(Facet::Kind, "Luật"), (Facet::Kind, "nghị định")]);
    let results = ask(&library, "lệ phí", two).unwrap();
    let within = results.within.unwrap();
    assert_eq!((within.documents, within.absent.len()), (18, 1));
    assert_eq!(within.values, [(Facet::Kind, "Nghị định".to_owned())]);
    // Known to nobody.
    for (facet, value, held) in [
        (Facet::Kind, "x", 3),
        (Facet::Issuer, "Bộ Nào Đó", 3),
        (Facet::Territory, "tỉnh Không Có", 1),
        (Facet::Collection, "nội", 3),
        (Facet::Level, "thôn", 2),
        (Facet::Collection, "' OR 1=1 --", 3),
    ] {
        match ask(&library, "lệ phí", values(&[(facet, value)])) {
            Err(Error::NoSuchValue { held: found, .. }) => assert_eq!(found.len(), held, "{value}"),
            other => panic!("{value}: {other:?}"),
        }
    }
}

#[test]
fn what_a_reference_names_is_shown_outside_of_the_scope_and_marked() {
    let (_root, library) = library();
    let outside = |scope: Scope| {
        let results = ask(&library, "Điều 1 2/2024/QĐ-MAU lệ phí", scope).unwrap();
        let [Cited::Found(cited)] = results.cited.as_slice() else {
            panic!("{:?}", results.cited);
        };
        let [named] = cited.as_slice() else {
            panic!("{cited:?}");
        };
        let row = named.document.row;
        let first = results.hits.first().map(|hit| hit.document.row);
        (
            named.outside,
            first == Some(row),
            results.hits.iter().any(|hit| hit.document.row == row),
        )
    };
    let usual = |chosen| Scope {
        standing: Standing::Usual,
        ..values(chosen)
    };
    assert_eq!(outside(usual(&[])), (false, true, true));
    assert_eq!(
        outside(usual(&[(Facet::Kind, "Thông tư")])),
        (false, true, true)
    );
    assert_eq!(
        outside(usual(&[(Facet::Kind, "Nghị định")])),
        (true, false, false)
    );
}

/// The number that a document was made with.
fn made_with(library: &Library, row: DocumentRowId) -> usize {
    let at = library.generation.seq();
    let row = library.catalogue.document_row(at, row).unwrap().unwrap();
    row.part.parse().unwrap()
}

/// What a person is told: the documents of both groups, what references led to, what can be narrowed by.
fn told(library: &Library, asked: &str, scope: &Scope) -> (BTreeSet<usize>, Vec<String>, usize) {
    let results = ask(library, asked, scope.clone());
    let name = |row: &catalogue::DocumentRow| row.name();
    let mut said = Vec::new();
    let mut seen = BTreeSet::new();
    let mut within = 0;
    match &results {
        Err(error) => said.push(error.to_string()),
        Ok(results) => {
            let rows = found(results).into_iter();
            seen = rows.map(|(_, row)| made_with(library, row)).collect();
            for cited in &results.cited {
                said.extend(match cited {
                    Cited::Found(found) => found.iter().map(|one| name(&one.document)).collect(),
                    Cited::NoProvision { document, .. } => vec![name(document)],
                    Cited::NoDocument { nearest, .. } => nearest.iter().map(name).collect(),
                });
            }
            within = results.within.as_ref().map_or(0, |within| within.documents);
        }
    }
    let held = holdings(library).unwrap();
    for facet in Facet::ALL {
        said.extend(held.values(facet).map(|value| format!("{value:?}")));
    }
    (seen, said, within)
}

/// What is out of sight is as if it were not held: no list, no lookup, no neighbour, no value and no count tells of it.
#[test]
fn what_is_not_seen_might_as_well_not_be_held() {
    let (_root, whole) = library();
    let choices: [&[(Facet, &str)]; 4] = [
        &[],
        &[(Facet::Kind, "Nghị định")],
        &[(Facet::Collection, "Nội bộ")],
        &[(Facet::Issuer, "Bộ Mẫu"), (Facet::Collection, "-")],
    ];
    let shows: [(&str, &dyn Fn(usize) -> bool); 4] = [
        ("a third", &|n| n % 3 == 1),
        ("no collection but one", &|n| {
            SHELVES[n / 9 % 3] != Some("Nội bộ")
        }),
        ("no collection", &|n| SHELVES[n / 9 % 3].is_none()),
        ("nothing", &|_| false),
    ];
    for (name, shows) in shows {
        let (_other, without) = library_of(shows);
        let narrowed = whole.seen(&|row| shows(made_with(&whole, row))).unwrap();
        for scope in choices {
            for asked in [
                "lệ phí hồ sơ",
                "7/2024/QĐ-MAU",
                "số 20/2024/QĐ-MAU",
                "Điều 1 99/2024/QĐ-MAU",
            ] {
                let scope = values(scope);
                let (expect, told) = (
                    told(&without, asked, &scope),
                    told(&narrowed, asked, &scope),
                );
                assert_eq!(told, expect, "{name}: {asked} in {scope:?}");
            }
        }
        let rows = narrowed
            .catalogue
            .levels(narrowed.generation.seq())
            .unwrap();
        for (row, _) in rows {
            let opened = crate::Opened::new(&narrowed, row).unwrap();
            assert_eq!(opened.is_some(), shows(made_with(&whole, row)), "{name}");
        }
    }
    let twice = whole.seen(&|row| row % 2 == 0).unwrap();
    let twice = twice.seen(&|row| row % 3 == 0).unwrap();
    assert!(
        (1..60).all(|row| !twice.sight.has(row) || row % 6 == 0),
        "a sight never grows"
    );
}
