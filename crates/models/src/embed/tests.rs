//! The built-in model, and models in folders that the tests write.

use std::fs;

use super::*;
use crate::{TrainConfig, TrainPair, train};

fn cosine(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn builtin() -> Embedder {
    Embedder::new(&EmbedderConfig {
        sessions: 2,
        ..EmbedderConfig::default()
    })
    .expect("the built-in model loads")
}

#[test]
fn builtin_finds_what_is_asked() {
    let embedder = builtin();
    assert!(
        embedder.id().starts_with("builtin-") && embedder.id().len() == 20,
        "{}",
        embedder.id()
    );
    let passages = [
        "Nghị định số 1/2030/NĐ-CP › Điều 9. Cấp lại thẻ căn cước\nNgười dân đề nghị cấp lại thẻ căn cước khi bị mất.",
        "Nghị định số 2/2030/NĐ-CP › Điều 3. Đăng ký kết hôn\nHai bên nam, nữ nộp tờ khai đăng ký kết hôn.",
        "Thông tư số 3/2030/TT-BTC › Điều 7. Thuế suất\nThuế suất thuế giá trị gia tăng là 10 phần trăm.",
        "Luật số 4/2030/QH16 › Điều 12. Thu hồi đất\nNhà nước thu hồi đất vì mục đích quốc phòng, an ninh.",
    ];
    let found = embedder
        .embed(&passages, Use::Passage)
        .expect("passages embed");
    let check = |question: &str, expect: usize| {
        let asked = embedder
            .embed(&[question], Use::Query)
            .expect("questions embed");
        let scores: Vec<f32> = found
            .iter()
            .map(|passage| cosine(&asked[0], passage))
            .collect();
        let best = (0..scores.len()).max_by(|a, b| scores[*a].total_cmp(&scores[*b]));
        assert_eq!(best, Some(expect), "{question}: {scores:?}");
    };
    check("cấp lại thẻ căn cước", 0);
    check("cap lai the can cuoc", 0);
    check("CẤP LẠI THẺ CĂN CƯỚC như thế nào?", 0);
    check("thủ tục đăng ký kết hôn", 1);
    check("dang ky ket hon o dau", 1);
    check("thuế giá trị gia tăng bao nhiêu", 2);
    check("khi nao nha nuoc thu hoi dat", 3);
}

#[test]
fn builtin_vectors_are_unit_or_zero_and_do_not_depend_on_company() {
    let embedder = builtin();
    let long = "thẻ căn cước ".repeat(5_000);
    let texts = [
        "thẻ căn cước",
        "",
        "zzqx ++ 🙂",
        &long,
        "quyền sử dụng đất",
        "\u{0}\u{301}",
    ];
    let many: Vec<&str> = texts.iter().copied().cycle().take(2_000).collect();
    let vectors = embedder
        .embed(&many, Use::Passage)
        .expect("any text embeds");
    assert_eq!(vectors.len(), many.len());
    for (place, vector) in vectors.iter().enumerate() {
        assert_eq!(vector.len(), embedder.dimensions());
        assert!(vector.iter().all(|value| value.is_finite()));
        let length = cosine(vector, vector);
        let known = matches!(place % texts.len(), 0 | 3 | 4);
        assert!(
            (length - f32::from(u8::from(known))).abs() < 1e-4,
            "{length} for text {}",
            place % texts.len()
        );
    }
    let alone = embedder
        .embed(&[texts[0]], Use::Passage)
        .expect("one text embeds");
    assert!(cosine(&alone[0], &vectors[0]) > 0.9999);
    assert!(
        embedder
            .embed(&[], Use::Query)
            .expect("no text is no error")
            .is_empty()
    );
}

#[test]
fn a_model_in_a_folder() {
    let pairs: Vec<TrainPair> = [
        ("cấp phép", "giấy phép xây dựng"),
        ("kết hôn", "tờ khai đăng ký kết hôn"),
    ]
    .into_iter()
    .cycle()
    .take(64)
    .map(|(query, passage)| TrainPair {
        query: query.to_owned(),
        passage: passage.to_owned(),
    })
    .collect();
    let config = TrainConfig {
        dimensions: 16,
        vocabulary: 200,
        epochs: 2,
        batch: 8,
        seed: 1,
    };
    let root = tempfile::tempdir().expect("a folder for the test");
    let write = |place: &str| {
        let place = root.path().join(place);
        fs::create_dir_all(&place).expect("a folder in it");
        for (name, bytes) in train(&pairs, &config, &mut |_| {}) {
            fs::write(place.join(name), bytes).expect("a file in it");
        }
    };
    write("ours");
    write("models--vn--theirs/snapshots/abc");
    fs::create_dir_all(root.path().join("models--vn--theirs/refs")).expect("a folder in it");
    fs::write(root.path().join("models--vn--theirs/refs/main"), "abc\n").expect("a file in it");
    let load = |name: &str| {
        let folder = Some(root.path().to_owned());
        Embedder::new(&EmbedderConfig {
            model: Some(name.to_owned()),
            folder,
            ..EmbedderConfig::default()
        })
    };
    for name in [
        "ours",
        "vn/theirs",
        root.path().join("ours").to_str().expect("a plain path"),
    ] {
        let embedder = load(name).expect("the folder is a model");
        assert_eq!(embedder.dimensions(), 16);
        let vectors = embedder
            .embed(&["giấy phép", "🙂"], Use::Query)
            .expect("texts embed");
        assert!((cosine(&vectors[0], &vectors[0]) - 1.0).abs() < 1e-4);
        assert_eq!(vectors[1], vec![0.0; 16]);
    }
    for name in ["nowhere", "../ours", "intfloat/multilingual-e5-small"] {
        assert!(matches!(load(name), Err(Error::Absent { .. })), "{name}");
    }
    fs::write(root.path().join("ours/model.onnx"), b"not a graph").expect("a file in it");
    assert!(matches!(load("ours"), Err(Error::Unusable { .. })));
    fs::remove_file(root.path().join("ours/tokenizer.json")).expect("it was there");
    assert!(matches!(load("ours"), Err(Error::Unusable { .. })));
}

/// After training anew, write into builtin/digest what this test expects there.
#[test]
fn builtin_digest_is_that_of_its_files() {
    let files = Files::builtin();
    assert_eq!(files.digest, Some(files.hash().as_str()));
}

#[test]
fn prefixes_by_family() {
    let check = |name: &str, query: &str, passage: &str| {
        let mut files = Files::builtin();
        files.name = name.to_owned();
        match prefixes(&files) {
            Preparation::Prefix(for_query, for_passage) => {
                assert_eq!((for_query, for_passage), (query, passage), "{name}");
            }
            Preparation::Words(_) => panic!("a prefix was expected for {name}"),
        }
    };
    check("intfloat/multilingual-e5-small", "query: ", "passage: ");
    check("/models/multilingual-e5-large", "query: ", "passage: ");
    check("BAAI/bge-m3", "", "");
    check("vn/e500-model", "", "");
}
