//! Cross-encoders in folders that the tests write.

use std::{fs, path::Path};

use super::*;
use crate::tests::small;

const WORDS: [&str; 8] = ["đăng", "ký", "kết", "hôn", "giấy", "phép", "xây", "dựng"];
const LONG: Duration = Duration::from_secs(600);

fn write(place: &Path, files: Vec<(&'static str, Vec<u8>)>) {
    fs::create_dir_all(place).expect("a folder can be made");
    for (name, bytes) in files {
        fs::write(place.join(name), bytes).expect("a file can be written");
    }
}

fn loaded(root: &Path, name: &str) -> Result<Reranker, Error> {
    Reranker::new(&RerankerConfig {
        model: name.to_owned(),
        folder: Some(root.to_owned()),
        onnxruntime: None,
    })
}

#[test]
fn a_cross_encoder_judges_each_text_by_itself() {
    let root = tempfile::tempdir().expect("a folder for the test");
    write(&root.path().join("small"), small::cross_encoder(&WORDS, 16));
    let cached = root.path().join("models--BAAI--bge-reranker-base");
    write(
        &cached.join("snapshots/abc"),
        small::cross_encoder(&WORDS, 16),
    );
    let graph = cached.join("snapshots/abc");
    fs::create_dir_all(graph.join("onnx")).expect("a folder can be made");
    fs::rename(graph.join("model.onnx"), graph.join("onnx/model.onnx")).expect("a file moves");
    fs::create_dir_all(cached.join("refs")).expect("a folder can be made");
    fs::write(cached.join("refs/main"), "abc\n").expect("a file can be written");
    let texts: Vec<String> = ["giấy phép", "đăng ký kết hôn", "", "xây", "dựng", "x"]
        .into_iter()
        .map(str::to_owned)
        .chain(["kết hôn ".repeat(400)])
        .collect();
    let named = loaded(root.path(), "BAAI/bge-reranker-base").expect("a cached model loads");
    let reranker = loaded(root.path(), "small").expect("the cross-encoder loads");
    let asked = |texts: &[String]| {
        reranker
            .scores("kết hôn", texts.to_vec(), LONG)
            .expect("it judges")
            .expect("it was given the time")
    };
    let together = asked(&texts);
    let of_named = named.scores("kết hôn", texts.clone(), LONG);
    assert_eq!(of_named.expect("it judges").expect("in time"), together);
    for (text, score) in texts.iter().zip(&together) {
        let alone = asked(std::slice::from_ref(text));
        assert!(
            (alone[0] - score).abs() < 1e-4,
            "{text}: {alone:?}, {score}"
        );
    }
    let turned: Vec<String> = texts.iter().rev().cloned().collect();
    for (a, b) in asked(&turned).iter().rev().zip(&together) {
        assert!((a - b).abs() < 1e-4, "{a} {b}");
    }
    assert!(asked(&[]).is_empty());
    // Whoever does not wait gets nothing, and the next one is served.
    let hurried = reranker.scores("kết hôn", texts.clone(), Duration::ZERO);
    assert!(matches!(hurried, Ok(None)), "{hurried:?}");
    assert_eq!(asked(&texts), together);
}

#[test]
fn what_is_no_cross_encoder_is_refused_by_name() {
    let root = tempfile::tempdir().expect("a folder for the test");
    let check = |name: &str, spoil: &dyn Fn(&Path), words: &str| {
        let place = root.path().join(name);
        write(&place, small::cross_encoder(&WORDS, 16));
        spoil(&place);
        let error = loaded(root.path(), name)
            .err()
            .map(|error| error.to_string());
        assert!(
            error.as_ref().is_some_and(|error| error.contains(words)),
            "{name}: {error:?}"
        );
    };
    let gone = |file: &'static str| {
        move |place: &Path| fs::remove_file(place.join(file)).expect("it was there")
    };
    check("no-graph", &gone("model.onnx"), "was not found in");
    check("no-tokenizer", &gone("tokenizer.json"), "tokenizer.json");
    check("no-config", &gone("config.json"), "config.json");
    let other = |file: &'static str, bytes: Vec<u8>| {
        move |place: &Path| fs::write(place.join(file), &bytes).expect("a file can be written")
    };
    check(
        "broken",
        &other("model.onnx", b"no graph".to_vec()),
        "model.onnx",
    );
    check("empty", &other("model.onnx", Vec::new()), "model.onnx");
    check(
        "bad-tokenizer",
        &other("tokenizer.json", b"{}".to_vec()),
        "tokenizer.json",
    );
    // A model that embeds is no judge.
    let (_, embeds) = small::embedding(&WORDS, 16).swap_remove(0);
    check("embeds", &other("model.onnx", embeds), "logits");
    let judging = |judgement| {
        let (_, graph) = small::judging(&WORDS, 16, judgement).swap_remove(0);
        other("model.onnx", graph)
    };
    check("flat", &judging(small::Judgement::Flat), "logits");
    check("nan", &judging(small::Judgement::NotANumber), "no finite");
    // Another input than the tokenizer gives.
    let (_, mut graph) = small::cross_encoder(&WORDS, 16).swap_remove(0);
    let name = b"attention_mask";
    while let Some(at) = graph.windows(name.len()).position(|bytes| bytes == name) {
        graph[at..at + name.len()].copy_from_slice(b"attention_fish");
    }
    check("wrong-inputs", &other("model.onnx", graph), "model.onnx");
}
