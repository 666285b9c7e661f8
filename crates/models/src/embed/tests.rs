//! The built-in model, and models in folders that the tests write.

use std::fs;

use super::*;
use crate::{TrainConfig, TrainPair, tests::small, train};

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
                assert_eq!(
                    (for_query.as_str(), for_passage.as_str()),
                    (query, passage),
                    "{name}"
                );
            }
            Preparation::Words(_) => panic!("a prefix was expected for {name}"),
        }
    };
    check("intfloat/multilingual-e5-small", "query: ", "passage: ");
    check("/models/multilingual-e5-large", "query: ", "passage: ");
    check("BAAI/bge-m3", "", "");
    check("vn/e500-model", "", "");
}

/// Writes a model's files into a folder of `root`.
fn write(root: &std::path::Path, place: &str, files: Vec<(&'static str, Vec<u8>)>) {
    let place = root.join(place);
    fs::create_dir_all(&place).expect("a folder in it");
    for (name, bytes) in files {
        fs::write(place.join(name), bytes).expect("a file in it");
    }
}

const WORDS: [&str; 12] = [
    "query", "passage", ":", "đăng", "ký", "kết", "hôn", "giấy", "phép", "xây", "dựng", "thuế",
];

fn loaded(root: &std::path::Path, name: &str) -> Result<Embedder, Error> {
    Embedder::new(&EmbedderConfig {
        model: Some(name.to_owned()),
        folder: Some(root.to_owned()),
        ..EmbedderConfig::default()
    })
}

#[test]
fn a_transformer_in_a_folder_embeds() {
    let root = tempfile::tempdir().expect("a folder for the test");
    write(root.path(), "small", small::embedding(&WORDS, 24));
    let embedder = loaded(root.path(), "small").expect("the transformer loads");
    assert_eq!(embedder.dimensions(), 24);
    let long = "thuế ".repeat(300);
    let texts = ["đăng ký kết hôn", "giấy phép xây dựng", &long, "", "thuế"];
    let together = embedder.embed(&texts, Use::Passage).expect("texts embed");
    for (text, with_others) in texts.iter().zip(&together) {
        let alone = embedder
            .embed(&[text], Use::Passage)
            .expect("a text embeds");
        for (a, b) in alone[0].iter().zip(with_others) {
            assert!((a - b).abs() < 1e-5, "{text}: {a} alone, {b} padded");
        }
    }
    let many: Vec<&str> = texts.iter().copied().cycle().take(70).collect();
    let many = embedder
        .embed(&many, Use::Passage)
        .expect("many texts embed");
    for (place, vector) in many.iter().enumerate() {
        assert!(cosine(vector, &together[place % texts.len()]) > 0.9999 || place % 5 == 3);
    }
    assert_eq!(together[3], vec![0.0; 24]);
    let asked = embedder
        .embed(&["kết hôn"], Use::Query)
        .expect("a question embeds");
    assert!(cosine(&asked[0], &together[0]) > cosine(&asked[0], &together[1]));
}

#[test]
fn the_folder_of_a_sentence_transformer_says_how_it_is_used() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let folder = |name: &str, more: &[(&'static str, &str)]| {
        let mut files = small::embedding(&WORDS, 16);
        files.extend(
            more.iter()
                .map(|(file, text)| (*file, text.as_bytes().to_vec())),
        );
        fs::create_dir_all(root.path().join(name).join("1_Pooling")).expect("a folder in it");
        write(root.path(), name, files);
        loaded(root.path(), name).expect("the transformer loads")
    };
    let cls = r#"{"pooling_mode_cls_token":true,"pooling_mode_mean_tokens":false}"#;
    let mean = r#"{"pooling_mode_cls_token":false,"pooling_mode_mean_tokens":true}"#;
    let prompts = r#"{"prompts":{"query":"query: ","document":"passage: "}}"#;
    let texts = ["đăng ký kết hôn", "thuế"];
    let plain = folder("plain", &[]);
    let first = folder("first", &[("1_Pooling/config.json", cls)]);
    let all = folder("all", &[("1_Pooling/config.json", mean)]);
    let prompted = folder(
        "prompted",
        &[("config_sentence_transformers.json", prompts)],
    );
    let family = folder("small-e5", &[]);
    let of = |embedder: &Embedder, purpose| embedder.embed(&texts, purpose).expect("it embeds");
    assert_eq!(of(&plain, Use::Query), of(&plain, Use::Passage));
    assert_eq!(of(&plain, Use::Query), of(&all, Use::Query));
    assert_ne!(of(&plain, Use::Query), of(&first, Use::Query));
    assert_ne!(of(&prompted, Use::Query), of(&prompted, Use::Passage));
    assert_eq!(of(&prompted, Use::Query), of(&family, Use::Query));
    assert_eq!(of(&prompted, Use::Passage), of(&family, Use::Passage));
    // What makes other vectors has another id.
    let hash = |embedder: &Embedder| embedder.id().rsplit('-').next().map(str::to_owned);
    assert_eq!(hash(&plain), hash(&family));
    for other in [&first, &all, &prompted] {
        assert_ne!(hash(&plain), hash(other));
    }
    fs::write(root.path().join("first/1_Pooling/config.json"), "{").expect("a file in it");
    let error = loaded(root.path(), "first")
        .err()
        .map(|error| error.to_string());
    assert!(error.is_some_and(|error| error.contains("1_Pooling")));
}

#[test]
fn the_model_of_vectors_is_found_by_its_id() {
    let root = tempfile::tempdir().expect("a folder for the test");
    write(root.path(), "first", small::embedding(&WORDS, 16));
    write(root.path(), "second", small::embedding(&WORDS, 24));
    let ids = ["first", "second"].map(|name| {
        let embedder = loaded(root.path(), name).expect("it loads");
        embedder.id().to_owned()
    });
    let config = |name: &str| EmbedderConfig {
        model: Some(name.to_owned()),
        folder: Some(root.path().to_owned()),
        ..EmbedderConfig::default()
    };
    let check = |name: &str, id: &str, found: bool, configured: bool| {
        let fitting = Embedder::fitting(&config(name), id).expect("the configured one is there");
        assert_eq!(fitting.configured, configured, "{name} {id}");
        let embedder = fitting.embedder.map(|embedder| embedder.id().to_owned());
        assert_eq!(
            embedder.as_deref() == Some(id),
            found,
            "{name} {id}: {embedder:?}"
        );
    };
    check("first", &ids[0], true, true);
    check("first", &ids[1], true, false);
    check("first", builtin().id(), true, false);
    check("first", "first-000000000000", false, false);
    check("first", "third-000000000000", false, false);
    check("first", "", false, false);
    assert!(Embedder::fitting(&config("third"), &ids[0]).is_err());
}

#[test]
fn what_is_no_embedding_model_is_refused_by_its_file() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let check = |name: &str, file: &str, bytes: &[u8], words: &str| {
        write(root.path(), name, small::embedding(&WORDS, 16));
        fs::write(root.path().join(name).join(file), bytes).expect("a file in it");
        let error = loaded(root.path(), name)
            .err()
            .map(|error| error.to_string());
        assert!(
            error.as_ref().is_some_and(|error| error.contains(words)),
            "{name}: {error:?}"
        );
    };
    check("empty", "model.onnx", b"", "model.onnx");
    check("broken", "model.onnx", b"no graph", "model.onnx");
    check("no-json", "tokenizer.json", b"{", "tokenizer.json");
    check(
        "no-length",
        "tokenizer_config.json",
        b"{}",
        "model_max_length",
    );
    let (_, graph) = small::embedding(&WORDS, 16).swap_remove(0);
    check("cut", "model.onnx", &graph[..graph.len() / 2], "model.onnx");
    let mut renamed = graph;
    let name = b"attention_mask";
    while let Some(at) = renamed.windows(name.len()).position(|bytes| bytes == name) {
        renamed[at..at + name.len()].copy_from_slice(b"attention_fish");
    }
    check("wrong-inputs", "model.onnx", &renamed, "model.onnx");
    // The runtime inside the program cannot take weights from beside the graph: said, not a crash.
    check("beside", "model.onnx_data", b"weights", "model.onnx");
}
