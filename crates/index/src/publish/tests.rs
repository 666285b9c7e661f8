//! Tests of publishing and searching: increments, removal, damage, falling back, graphs.

use std::path::Path as FilePath;

use catalogue::{Catalogue, NewDocument, NewPassage};
use legal::{Date, DocumentId, Header, Path, SourceText, Span, Validity};

use crate::{
    Cost, Error, Filter, Generation, Published, TextQuery, Want, check, publish, publish_with,
    rebuild,
};

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn today(want: Want) -> Filter {
    Filter::on(day("2025-06-01"), want)
}

/// A unit vector that depends on a number only.
fn vector(seed: u64) -> Vec<f32> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut values: Vec<f32> = Vec::new();
    for _ in 0..32 {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        values.push((state >> 40) as f32 / 8_388_608.0 - 1.0);
    }
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    values.iter().map(|value| value / length).collect()
}

/// A document with one article a text; the article's number seeds its vector, with `name`.
fn document(catalogue: &Catalogue, name: &str, from: &str, texts: &[&str]) -> NewDocument {
    let whole = texts.join("\n");
    let validity = Validity {
        from: Some(day(from)),
        ..Validity::default()
    };
    let passage = |(n, text): (usize, &&str)| NewPassage {
        path: format!("dieu-{}", n + 1).parse::<Path>().unwrap(),
        article_key: format!("{name}#{}", n + 1),
        breadcrumb: format!("Thông tư {name} › Điều {}. Nội dung", n + 1),
        text: (*text).to_owned(),
        span: Span::default(),
        page: None,
        validity: validity.clone(),
        vector: vector(seed(name, n)),
        model: "small".to_owned(),
    };
    NewDocument {
        id: DocumentId::from_stored(format!("vn/thong-tu/_/_/{name}")),
        original: catalogue.put_original(whole.as_bytes()).unwrap(),
        part: name.to_owned(),
        file_name: name.to_owned(),
        media: "text".to_owned(),
        collection: None,
        confidentiality: None,
        source: SourceText::plain(whole),
        header: Header::default(),
        validity: validity.clone(),
        provisions: Vec::new(),
        annexes: Vec::new(),
        relations: Vec::new(),
        issues: Vec::new(),
        flags: "[]".to_owned(),
        passages: texts.iter().enumerate().map(passage).collect(),
    }
}

fn seed(name: &str, n: usize) -> u64 {
    u64::from(crc32fast::hash(name.as_bytes())) * 1000 + n as u64
}

fn add(catalogue: &Catalogue, name: &str, texts: &[&str]) {
    catalogue
        .add(&[document(catalogue, name, "2024-01-01", texts)])
        .unwrap();
}

fn query(words: &str, unaccented: bool) -> TextQuery {
    let syllables = words.split(' ').map(str::to_owned).collect();
    TextQuery {
        syllables,
        unaccented,
        alternatives: Vec::new(),
    }
}

fn opened(root: &FilePath, catalogue: &Catalogue) -> Generation {
    Generation::open(root, catalogue).unwrap().unwrap()
}

/// The article keys found by full text, best first.
fn found(
    generation: &Generation,
    catalogue: &Catalogue,
    query: &TextQuery,
    want: Want,
) -> Vec<String> {
    let hits = generation.text(query, &[today(want)], 10).unwrap().concat();
    let ids: Vec<u64> = hits.iter().map(|hit| hit.passage).collect();
    catalogue
        .passages(generation.seq(), &ids)
        .unwrap()
        .into_iter()
        .map(|passage| passage.article_key)
        .collect()
}

/// Text and vectors agree with the catalogue, and `check` finds nothing.
fn sound(root: &FilePath, catalogue: &Catalogue, published: &Published) {
    assert_eq!(published.seq, catalogue.seq().unwrap());
    assert_eq!(check(root, catalogue, true).unwrap(), []);
    assert_eq!(opened(root, catalogue).passages(), published.passages);
}

fn stocked() -> (tempfile::TempDir, Catalogue) {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    add(
        &catalogue,
        "mot",
        &["Đăng ký khai sinh cho trẻ em.", "Lệ phí hộ tịch được miễn."],
    );
    add(&catalogue, "hai", &["Cấp giấy phép xây dựng nhà ở."]);
    let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    assert_eq!(
        published,
        Published {
            seq: 2,
            passages: 3,
            rebuilt: false
        }
    );
    sound(root.path(), &catalogue, &published);
    (root, catalogue)
}

#[test]
fn nothing_published_is_no_error() {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    assert!(Generation::open(root.path(), &catalogue).unwrap().is_none());
    let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    assert_eq!(
        published,
        Published {
            seq: 0,
            passages: 0,
            rebuilt: false
        }
    );
    let empty = opened(root.path(), &catalogue);
    assert!(found(&empty, &catalogue, &query("khai sinh", false), Want::All).is_empty());
    let filter = today(Want::All);
    assert!(empty.nearest(&vector(1), &filter, 10).unwrap().is_empty());
}

#[test]
fn words_are_found_with_and_without_accents() {
    let (root, catalogue) = stocked();
    let generation = opened(root.path(), &catalogue);
    for (words, unaccented, first) in [
        ("khai sinh", false, Some("mot#1")),
        ("khai sinh", true, Some("mot#1")),
        ("giay phep", true, Some("hai#1")),
        ("giấy phép", true, Some("hai#1")),
        ("giay phep", false, None),
        ("hộ tịch", false, Some("mot#2")),
    ] {
        let keys = found(
            &generation,
            &catalogue,
            &query(words, unaccented),
            Want::InForceOrUnknown,
        );
        assert_eq!(
            keys.first().map(String::as_str),
            first,
            "{words} {unaccented}"
        );
    }
    // Letters put in, left out, changed or exchanged, in either kind of field.
    for (slip, unaccented, meant, is_near) in [
        ("tịhc", false, "tịch", true),
        ("tịc", false, "tịch", true),
        ("tịchh", false, "tịch", true),
        ("tích", false, "tịch", true),
        ("tíhc", false, "tịch", true),
        ("tihc", true, "tich", true),
        ("tịch", false, "tịch", false),
        ("ttítt", false, "tịch", false),
        ("", false, "tịch", false),
    ] {
        let similar = generation.similar(slip, unaccented).unwrap();
        assert!(similar.is_sorted(), "{similar:?}");
        assert_eq!(
            similar.iter().any(|one| one == meant),
            is_near,
            "{slip}: {similar:?}"
        );
    }
    assert_eq!(generation.pair_frequency("hộ tịch", false).unwrap(), 1);
    assert_eq!(generation.pair_frequency("ho tich", true).unwrap(), 1);
    assert_eq!(generation.pair_frequency("tịch hộ", false).unwrap(), 0);
    let other = vec!["hộ".to_owned(), "tịch".to_owned()];
    let wording = TextQuery {
        alternatives: vec![(other, 0.5)],
        ..TextQuery::default()
    };
    assert_eq!(
        found(&generation, &catalogue, &wording, Want::All),
        ["mot#2"]
    );
}

#[test]
fn the_day_decides() {
    let (root, catalogue) = stocked();
    catalogue
        .add(&[document(
            &catalogue,
            "sau",
            "2026-01-01",
            &["Đăng ký khai sinh theo quy định mới."],
        )])
        .unwrap();
    publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let generation = opened(root.path(), &catalogue);
    let keys = |want| found(&generation, &catalogue, &query("khai sinh", false), want);
    assert_eq!(keys(Want::InForceOrUnknown), ["mot#1"]);
    assert_eq!(keys(Want::NotInForce), ["sau#1"]);
    assert_eq!(keys(Want::All).len(), 2);
    let near = |want| {
        generation
            .nearest(&vector(seed("sau", 0)), &today(want), 9)
            .unwrap()
    };
    assert_eq!(
        (near(Want::NotInForce).len(), near(Want::All).len()),
        (1, 4)
    );
    assert!(near(Want::All)[0].score > 0.99);
}

#[test]
fn many_small_publishes_stay_sound() {
    let (root, catalogue) = stocked();
    for n in 0..12 {
        let text = format!("Nội dung riêng thứ {n} của văn bản.");
        add(&catalogue, &format!("van-ban-{n}"), &[&text]);
        if n % 3 == 2 {
            catalogue
                .remove(&format!("vn/thong-tu/_/_/van-ban-{}", n - 1))
                .unwrap();
        }
        let before = opened(root.path(), &catalogue);
        let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
        assert!(!published.rebuilt, "{n}");
        assert!(before.is_stale(root.path()));
        assert!(
            before
                .text(&query("hộ tịch", false), &[today(Want::All)], 3)
                .unwrap()
                .concat()
                .len()
                == 1,
            "an old one goes on"
        );
        sound(root.path(), &catalogue, &published);
    }
    let segments = std::fs::read_dir(root.path().join("vectors"))
        .unwrap()
        .count();
    assert!(segments < 10, "{segments} vector files");
    let generation = opened(root.path(), &catalogue);
    let near = generation
        .nearest(&vector(seed("van-ban-0", 0)), &today(Want::All), 1)
        .unwrap();
    assert!(near[0].score > 0.99);
    let again = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    assert_eq!(again.seq, generation.seq());
    assert!(!generation.is_stale(root.path()));
}

#[test]
fn removed_is_removed() {
    let (root, catalogue) = stocked();
    let old = opened(root.path(), &catalogue);
    catalogue.remove("vn/thong-tu/_/_/hai").unwrap();
    let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    assert_eq!(published.passages, 2);
    sound(root.path(), &catalogue, &published);
    let words = query("giấy phép", false);
    assert!(
        found(
            &opened(root.path(), &catalogue),
            &catalogue,
            &words,
            Want::All
        )
        .is_empty()
    );
    // At once, also for whoever still reads the generation before.
    assert_eq!(found(&old, &catalogue, &words, Want::All), [""; 0]);
    assert_eq!(catalogue.passages(2, &[3]).unwrap(), []);
    assert!(!catalogue.is_to_forget().unwrap());
    // Every file that is named was made without it, and none is named by the manifest before alone.
    let manifest = |name: &str| std::fs::read(root.path().join(name)).unwrap();
    assert_eq!(manifest("manifest.json"), manifest("manifest.prev.json"));
    let is_deletes = |file: &std::path::PathBuf| file.extension().is_some_and(|end| end == "del");
    let files = ["fulltext", "published"].map(|folder| walk(&root.path().join(folder)));
    assert!(!files.iter().flatten().any(is_deletes));
}

#[test]
fn what_was_replaced_is_kept_for_readers_of_before() {
    let (root, catalogue) = stocked();
    let old = opened(root.path(), &catalogue);
    add(&catalogue, "hai", &["Nội dung khác hẳn."]);
    publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let words = query("giấy phép", false);
    assert_eq!(found(&old, &catalogue, &words, Want::All), ["hai#1"]);
    for (name, text) in [
        ("ba", "Thêm một văn bản."),
        ("bon", "Thêm một văn bản nữa."),
    ] {
        add(&catalogue, name, &[text]);
        publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    }
    assert_eq!(
        catalogue.passages(2, &[3]).unwrap(),
        [],
        "purged once no generation points to it"
    );
}

/// Stopped after a removal, before or amid the publish that does away with it: the next one does.
#[test]
fn a_stop_after_a_removal_forgets_nothing() {
    let (root, catalogue) = stocked();
    let places = ["manifest.json", "manifest.prev.json"].map(|name| root.path().join(name));
    add(&catalogue, "ba", &["Thêm một văn bản."]);
    publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let before = places.each_ref().map(|place| std::fs::read(place).unwrap());
    catalogue.remove("vn/thong-tu/_/_/hai").unwrap();
    drop(catalogue);
    let catalogue = Catalogue::open(root.path()).unwrap();
    assert!(catalogue.is_to_forget().unwrap(), "before it");
    // After it, and the manifests of before come back, whose files are gone.
    publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    for (place, bytes) in places.iter().zip(before) {
        std::fs::write(place, bytes).unwrap();
    }
    let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    sound(root.path(), &catalogue, &published);
    assert_eq!(published.passages, 3);
}

/// Killed after tantivy wrote which passages are deleted and before its commit: the next publish writes a file
/// of the same name. Found by the kills of `tests/crash.rs`.
#[test]
fn a_stop_while_deleting_blocks_no_later_publish() {
    let (root, catalogue) = stocked();
    // Enough is left that the segment is not merged away.
    add(&catalogue, "dai", &["Một điều."; 9]);
    rebuild(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let places = ["manifest.json", "fulltext/meta.json"].map(|name| root.path().join(name));
    let before = places.each_ref().map(|place| std::fs::read(place).unwrap());
    add(&catalogue, "hai", &["Nội dung khác hẳn."]);
    publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let is_deletes = |file: &std::path::PathBuf| file.extension().is_some_and(|end| end == "del");
    assert!(walk(&root.path().join("fulltext")).iter().any(is_deletes));
    for (place, bytes) in places.iter().zip(before) {
        std::fs::write(place, bytes).unwrap();
    }
    let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    sound(root.path(), &catalogue, &published);
}

/// Damages every published file in turn, in every way: opening gives the same answers from the generation before
/// or a clear error, publishing heals, nothing panics.
#[test]
fn any_damage_heals() {
    let (root, catalogue) = stocked();
    add(&catalogue, "ba", &["Thêm một văn bản về hộ tịch."]);
    publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    let files = |folder: &str| {
        let mut files: Vec<_> = walk(&root.path().join(folder));
        files.sort();
        files
    };
    let all: Vec<_> = [files("fulltext"), files("published"), files("vectors")].concat();
    let mut places = vec![
        root.path().join("manifest.json"),
        root.path().join("manifest.prev.json"),
    ];
    places.extend(all);
    type Harm = fn(&FilePath, &[u8]);
    let harms: [(&str, Harm); 3] = [
        ("flip", |place, bytes| {
            let mut bytes = bytes.to_vec();
            let middle = bytes.len() / 2;
            if let Some(byte) = bytes.get_mut(middle) {
                *byte ^= 0x20;
            }
            std::fs::write(place, bytes).unwrap();
        }),
        ("cut", |place, bytes| {
            std::fs::write(place, &bytes[..bytes.len() / 2]).unwrap();
        }),
        ("delete", |place, _| std::fs::remove_file(place).unwrap()),
    ];
    let mut tried = 0;
    for place in places {
        for (name, harm) in harms {
            let Ok(bytes) = std::fs::read(&place) else {
                continue;
            };
            harm(&place, &bytes);
            tried += 1;
            let what = format!("{name} {}", place.display());
            match Generation::open(root.path(), &catalogue) {
                Ok(Some(generation)) => {
                    let keys = found(
                        &generation,
                        &catalogue,
                        &query("khai sinh", false),
                        Want::All,
                    );
                    assert_eq!(keys, ["mot#1"], "{what}");
                }
                Ok(None) => panic!("{what}: nothing is published"),
                Err(Error::Damaged(_)) => {}
                Err(other) => panic!("{what}: {other}"),
            }
            let published = publish(root.path(), &catalogue, &mut |_, _| {})
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            assert_eq!(published.passages, 4, "{what}");
            // A damaged file that no generation needs may stay until it is written again.
            assert_eq!(check(root.path(), &catalogue, true).unwrap(), [], "{what}");
            let generation = opened(root.path(), &catalogue);
            assert_eq!(generation.seq(), 3, "{what}");
            assert_eq!(
                found(
                    &generation,
                    &catalogue,
                    &query("khai sinh", false),
                    Want::All
                ),
                ["mot#1"],
                "{what}"
            );
        }
    }
    assert!(tried > 20, "{tried}");
}

fn walk(folder: &FilePath) -> Vec<std::path::PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let place = entry.unwrap().path();
        if place.is_dir() {
            files.extend(walk(&place));
        } else {
            files.push(place);
        }
    }
    files
}

#[test]
fn a_lost_manifest_is_replaced() {
    let (root, catalogue) = stocked();
    for both in [false, true] {
        std::fs::write(root.path().join("manifest.json"), "{").unwrap();
        if both {
            let _ = std::fs::write(root.path().join("manifest.prev.json"), "");
            assert!(matches!(
                Generation::open(root.path(), &catalogue),
                Err(Error::Damaged(_))
            ));
        }
        let published = publish(root.path(), &catalogue, &mut |_, _| {}).unwrap();
        sound(root.path(), &catalogue, &published);
    }
}

#[test]
fn a_catalogue_rolled_back_is_refused() {
    let (root, catalogue) = stocked();
    drop(catalogue);
    for file in [
        "catalogue.sqlite",
        "catalogue.sqlite-wal",
        "catalogue.sqlite-shm",
    ] {
        let _ = std::fs::remove_file(root.path().join(file));
    }
    let catalogue = Catalogue::open(root.path()).unwrap();
    add(&catalogue, "khac", &["Nội dung khác."]);
    let refused = publish(root.path(), &catalogue, &mut |_, _| {});
    assert!(
        matches!(
            refused,
            Err(Error::Ahead {
                index: 2,
                catalogue: 1
            })
        ),
        "{refused:?}"
    );
    assert!(matches!(
        Generation::open(root.path(), &catalogue),
        Err(Error::Ahead { .. })
    ));
    // Only a person's `rebuild` goes on.
    let published = rebuild(root.path(), &catalogue, &mut |_, _| {}).unwrap();
    assert_eq!(
        (published.seq, published.passages, published.rebuilt),
        (1, 1, true)
    );
    assert_eq!(opened(root.path(), &catalogue).passages(), 1);
}

#[test]
fn rebuilding_gives_the_same_answers() {
    let (root, catalogue) = stocked();
    let answers = |generation: &Generation| {
        let near = generation
            .nearest(&vector(5), &today(Want::All), 10)
            .unwrap();
        (
            generation
                .text(&query("lệ phí khai sinh", false), &[today(Want::All)], 10)
                .unwrap(),
            near,
        )
    };
    let before = answers(&opened(root.path(), &catalogue));
    assert!(
        rebuild(root.path(), &catalogue, &mut |_, _| {})
            .unwrap()
            .rebuilt
    );
    assert_eq!(answers(&opened(root.path(), &catalogue)), before);
}

#[test]
fn a_reader_cannot_publish() {
    let (root, catalogue) = stocked();
    drop(catalogue);
    let reader = Catalogue::open_read_only(root.path()).unwrap().unwrap();
    assert!(matches!(
        publish(root.path(), &reader, &mut |_, _| {}),
        Err(Error::Catalogue(_))
    ));
    assert_eq!(opened(root.path(), &reader).passages(), 3);
}

#[test]
fn a_graph_is_built_loaded_and_healed() {
    let root = tempfile::tempdir().unwrap();
    let catalogue = Catalogue::open(root.path()).unwrap();
    let texts: Vec<String> = (0..600).map(|n| format!("Nội dung {n}.")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    add(&catalogue, "lon", &texts);
    let cost = Cost {
        graph_rows: 500,
        candidate_dimension: 0.0,
        ..Cost::default()
    };
    let published = publish_with(root.path(), &catalogue, &cost, &mut |_, _| {}).unwrap();
    assert_eq!(published.passages, 600);
    let graph = |end: &str| {
        walk(&root.path().join("vectors"))
            .into_iter()
            .find(|p| p.to_string_lossy().ends_with(end))
    };
    let check_all = || {
        let mut generation = opened(root.path(), &catalogue);
        generation.set_cost(cost);
        let mut own = 0;
        for n in 0..600 {
            let hits = generation
                .nearest(&vector(seed("lon", n)), &today(Want::InForceOrUnknown), 5)
                .unwrap();
            assert_eq!(hits.len(), 5);
            own += u32::from(hits[0].score > 0.99);
        }
        assert_eq!(own, 600, "find themselves");
        assert!(
            generation
                .nearest(&vector(1), &today(Want::NotInForce), 5)
                .unwrap()
                .is_empty()
        );
    };
    check_all();
    for end in [".hnsw.graph", ".hnsw.data"] {
        let place = graph(end).unwrap();
        let mut bytes = std::fs::read(&place).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&place, bytes).unwrap();
        check_all();
        publish_with(root.path(), &catalogue, &cost, &mut |_, _| {}).unwrap();
        assert_eq!(check(root.path(), &catalogue, true).unwrap(), []);
        assert_ne!(
            graph(end),
            Some(place.clone()).filter(|place| !place.exists())
        );
        check_all();
    }
}
