//! A law: what a filter gives is what an exact look at every passage gives, filtered.

use std::{collections::HashSet, sync::LazyLock};

use catalogue::{Catalogue, DocumentRowId, NewDocument, NewPassage, PassageId};
use legal::{DocumentId, Header, Path, SourceText, Span, Validity};
use proptest::prelude::*;

use super::*;
use crate::{Cost, Generation, TextQuery, publish_with};

const DOCUMENTS: u64 = 60;
const PASSAGES: u64 = 25;
const WORDS: [&str; 12] = [
    "khai", "sinh", "đất", "đai", "lệ", "phí", "hộ", "tịch", "giấy", "phép", "xây", "dựng",
];

/// What is held of each passage: its id, its document, its validity.
type Held = (PassageId, DocumentRowId, Validity);

struct Stock {
    _root: tempfile::TempDir,
    /// Scanned only.
    scanned: Generation,
    /// Searched by graphs wherever the cost model lets it.
    graphed: Generation,
    held: Vec<Held>,
}

/// Numbers that look random and are always the same.
fn number(seed: u64) -> u64 {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xd1b5_4a32_d192_ed03;
    state ^= state >> 29;
    state = state.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    state ^ (state >> 32)
}

fn vector(seed: u64) -> Vec<f32> {
    let value = |n: u64| (number(seed * 64 + n) >> 40) as f32 / 8_388_608.0 - 1.0;
    let values: Vec<f32> = (0..32).map(value).collect();
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    values.iter().map(|value| value / length).collect()
}

fn words(seed: u64) -> String {
    let count = 3 + number(seed) % 20;
    let word = |n: u64| WORDS[(number(seed * 32 + n) % 12) as usize];
    (0..count).map(word).collect::<Vec<_>>().join(" ")
}

fn day(months: u64) -> Date {
    let (year, month) = (2018 + months / 12, 1 + months % 12);
    Date::constant(year as i16, month as i8, 1)
}

fn document(catalogue: &Catalogue, n: u64) -> NewDocument {
    let text = format!("Văn bản mẫu {n}");
    let choice = number(n + 7_000);
    let validity = Validity {
        from: (!choice.is_multiple_of(7)).then(|| day(choice % 60)),
        until: choice.is_multiple_of(3).then(|| day(choice % 60 + 12)),
        suspended_from: choice.is_multiple_of(11).then(|| day(choice % 60 + 3)),
        ..Validity::default()
    };
    let passage = |p: u64| NewPassage {
        path: format!("dieu-{}", p + 1).parse::<Path>().unwrap(),
        article_key: format!("{n}#{p}"),
        breadcrumb: format!("Văn bản {n} › Điều {}", p + 1),
        text: words(n * PASSAGES + p),
        span: Span::default(),
        page: None,
        validity: validity.clone(),
        vector: vector(n * PASSAGES + p),
        model: "small".to_owned(),
    };
    NewDocument {
        id: DocumentId::from_stored(format!("vn/_/_/_/{n}")),
        original: catalogue.put_original(text.as_bytes()).unwrap(),
        part: n.to_string(),
        file_name: n.to_string(),
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        source: SourceText::plain(text),
        header: Header::default(),
        validity: validity.clone(),
        provisions: Vec::new(),
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: (0..PASSAGES).map(passage).collect(),
    }
}

static STOCK: LazyLock<Stock> = LazyLock::new(|| {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    let graphs = Cost {
        graph_rows: 300,
        candidate_dimension: 0.0,
        ..Cost::default()
    };
    // Several segments, one of them too small for a graph; a document is gone from each.
    for part in [0..35, 35..52, 52..DOCUMENTS] {
        let gone = part.start;
        let batch: Vec<NewDocument> = part.map(|n| document(&catalogue, n)).collect();
        catalogue.add(&batch).unwrap();
        publish_with(root.path(), &catalogue, &graphs, &mut |_, _| {}).unwrap();
        catalogue.remove(&format!("vn/_/_/_/{gone}")).unwrap();
    }
    publish_with(root.path(), &catalogue, &graphs, &mut |_, _| {}).unwrap();
    let opened = |cost: Cost| {
        let mut generation = Generation::open(root.path(), &catalogue).unwrap().unwrap();
        generation.set_cost(cost);
        generation
    };
    let scan = Cost {
        candidate_dimension: f64::INFINITY,
        ..graphs
    };
    let (scanned, graphed) = (opened(scan), opened(graphs));
    let ids = catalogue.changes(0, scanned.seq()).unwrap().added;
    let rows = catalogue.passages(scanned.seq(), &ids).unwrap();
    let held = rows
        .into_iter()
        .map(|row| (row.id, row.document, row.validity));
    Stock {
        held: held.collect(),
        scanned,
        graphed,
        _root: root,
    }
});

impl Stock {
    /// The passages that a filter keeps, by looking at each.
    fn kept(&self, filter: &Filter) -> HashSet<PassageId> {
        use legal::Status::{InForce, Unknown};
        let counts = |(_, document, validity): &&Held| {
            let status = validity.status(filter.on);
            let wanted = match filter.want {
                Want::InForceOrUnknown => matches!(status, InForce | Unknown),
                Want::InForce => status == InForce,
                Want::NotInForce => !matches!(status, InForce | Unknown),
                Want::All => true,
            };
            let named = filter.documents.as_ref();
            wanted && named.is_none_or(|documents| documents.has(*document))
        };
        self.held.iter().filter(counts).map(|held| held.0).collect()
    }

    /// The best of full text: of all passages, then filtered.
    fn best_text(&self, query: &TextQuery, filter: &Filter, limit: usize) -> Vec<PassageId> {
        let kept = self.kept(filter);
        let all = Filter::on(filter.on, Want::All);
        let all = self.scanned.text(query, &[all], self.held.len()).unwrap();
        let hits = all.concat().into_iter().map(|hit| hit.passage);
        hits.filter(|id| kept.contains(id)).take(limit).collect()
    }

    /// The best cosines: of all passages, then filtered.
    fn best_cosines(&self, vector: &[f32], filter: &Filter, limit: usize) -> Vec<f32> {
        let kept: Vec<PassageId> = self.kept(filter).into_iter().collect();
        let mut cosines = self.scanned.cosines(vector, &kept);
        cosines.sort_by(|one, other| other.total_cmp(one));
        cosines.truncate(limit);
        cosines
    }
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let want = prop_oneof![
        Just(Want::InForceOrUnknown),
        Just(Want::InForce),
        Just(Want::NotInForce),
        Just(Want::All),
    ];
    // From one document to all of them, and rows that are not held.
    let documents = (0_u64..=100, any::<u64>()).prop_map(|(share, seed)| {
        let rows = (1..=DOCUMENTS + 9).filter(|row| number(seed ^ (row << 8)) % 100 < share);
        let rows: Vec<DocumentRowId> = rows.map(u64::cast_signed).collect();
        Arc::new(Documents::new(&rows))
    });
    (0_u64..90, want, prop::option::weighted(0.85, documents)).prop_map(
        |(months, want, documents)| Filter {
            on: day(months),
            want,
            documents,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn full_text_under_a_filter_is_the_exact_scan_filtered(
        filter in any_filter(), other in any_filter(), seed in 0_u64..5_000, limit in 1_usize..40, unaccented: bool,
    ) {
        let query = TextQuery {
            syllables: words(seed).split(' ').take(5).map(str::to_owned).collect(),
            unaccented,
            alternatives: Vec::new(),
        };
        let filters = [filter, other];
        let found = STOCK.graphed.text(&query, &filters, limit).unwrap();
        for (found, filter) in found.iter().zip(&filters) {
            let ids: Vec<PassageId> = found.iter().map(|hit| hit.passage).collect();
            prop_assert_eq!(ids, STOCK.best_text(&query, filter, limit));
            prop_assert_eq!(STOCK.graphed.count(filter), STOCK.kept(filter).len());
        }
    }

    #[test]
    fn nearness_under_a_filter_is_the_exact_scan_filtered(
        filter in any_filter(), seed in 50_000_u64..60_000, limit in 1_usize..40,
    ) {
        let query = vector(seed);
        let exact = STOCK.best_cosines(&query, &filter, limit);
        let kept = STOCK.kept(&filter);
        for generation in [&STOCK.scanned, &STOCK.graphed] {
            let found = generation.nearest(&query, &filter, limit).unwrap();
            prop_assert!(found.iter().all(|hit| kept.contains(&hit.passage)), "only what is kept");
            prop_assert_eq!(found.len(), exact.len(), "as many as there are");
        }
        let scanned = STOCK.scanned.nearest(&query, &filter, limit).unwrap();
        for (hit, exact) in scanned.iter().zip(&exact) {
            prop_assert!((hit.score - exact).abs() < 1e-6, "{} {}", hit.score, exact);
        }
    }
}

/// A graph is nearly exact, with a filter as without.
#[test]
fn graphs_keep_their_recall_under_filters() {
    let recall = |share: u64| {
        let (mut found, mut wanted) = (0, 0);
        for seed in 0..80 {
            let rows: Vec<DocumentRowId> = (1..=DOCUMENTS)
                .filter(|row| number(seed * 1_000 + row) % 100 < share)
                .map(u64::cast_signed)
                .collect();
            let filter = Filter {
                documents: Some(Arc::new(Documents::new(&rows))),
                ..Filter::on(day(40), Want::InForceOrUnknown)
            };
            let query = vector(70_000 + seed);
            let exact = STOCK.best_cosines(&query, &filter, 10);
            let worst = exact.last().copied().unwrap_or_default();
            let hits = STOCK.graphed.nearest(&query, &filter, 10).unwrap();
            found += hits.iter().filter(|hit| hit.score > worst - 1e-6).count();
            wanted += exact.len();
        }
        (found as f64) / (wanted as f64)
    };
    for share in [100, 60, 30, 10, 3] {
        let recall = recall(share);
        assert!(recall >= 0.98, "{share} % of the documents: {recall:.3}");
    }
}
