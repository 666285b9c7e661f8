//! Other models than the one inside the program: changed over to while the old one answers, killed half-way, taken
//! away; and a reranker. The models are small ones that the test makes.

use std::{
    collections::BTreeSet,
    io::{BufRead as _, BufReader},
    path::Path,
    time::{Duration, Instant},
};

use serde_json::Value;
use tests::{Program, get, sample, small};

use super::DAY;

/// The words of the samples that are text.
fn words() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut words: BTreeSet<String> = ["query", "passage"].map(str::to_owned).into();
    for file in tests::media_files(&folder, "txt") {
        let text = std::fs::read_to_string(file).expect("a sample is text");
        let all = text.split(|c: char| !c.is_alphanumeric());
        words.extend(all.filter(|word| !word.is_empty()).map(str::to_lowercase));
    }
    words.into_iter().collect()
}

fn write(program: &Program, name: &str, files: Vec<(&'static str, Vec<u8>)>) {
    let folder = program.root().join("models").join(name);
    std::fs::create_dir_all(&folder).expect("a folder can be made");
    for (file, bytes) in files {
        std::fs::write(folder.join(file), bytes).expect("a file can be written");
    }
}

fn settings(program: &Program, text: &str) {
    std::fs::write(program.root().join("cancu.toml"), text).expect("settings can be written");
}

fn loaded(root: &Path) -> Program {
    let program = Program::on(root);
    program.run(&["ingest".as_ref(), sample("").as_os_str()]);
    program.run(&["check"]).success();
    program
}

fn search(program: &Program) -> (Value, String) {
    let question = "thời hạn đăng ký khai sinh cho con";
    let found = program.run(&["search", question, "--on", DAY, "--lang", "en", "--json"]);
    let results = found.json();
    let first = results["results"].as_array().map_or(0, Vec::len);
    assert!(first > 0, "nothing found: {found:#?}");
    (results, found.stderr)
}

/// How near in meaning the best result is.
fn meaning(results: &Value) -> f64 {
    let scores = results["results"].as_array().into_iter().flatten();
    let of = |one: &Value| one["score"]["semantic"].as_f64().unwrap_or_default();
    scores.map(of).fold(0.0, f64::max)
}

fn health(address: &str) -> Value {
    let answer = get(address, "/api/health").expect("the server answers");
    serde_json::from_str(&answer.body).expect("its state is JSON")
}

/// Starts embedding and kills it once something is stored (a run that is done before is let through).
fn embed_and_kill(program: &Program) {
    let mut child = program
        .command(&["embed", "--lang", "en"])
        .spawn()
        .expect("the program can be started");
    let stderr = child.stderr.take().expect("it is piped");
    let mut lines = BufReader::new(stderr).lines().map_while(Result::ok);
    let stored = |line: &String| line.starts_with("Embedded ") && !line.starts_with("Embedded 0 ");
    if lines.find(stored).is_some() {
        // SIGKILL on this system: no destructor runs.
        let _ = child.kill();
    }
    let _ = child.wait();
}

#[test]
fn another_embedding_model_takes_over_without_a_gap() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(&folder.path().join("data"));
    let words = words();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let server = program.serve(&[]);
    let before = health(&server.address);
    let builtin = before["embedder"].as_str().unwrap_or_default().to_owned();
    assert!(builtin.starts_with("builtin-"), "{before:#}");
    assert_eq!(before["meaning"], true, "{before:#}");

    write(&program, "small", small::embedding(&words, 96));
    settings(&program, "[embedding]\nmodel = \"small\"\n");
    let (results, said) = search(&program);
    assert!(meaning(&results) > 0.0 && results["notes"].is_null());
    assert!(
        said.contains("cancu embed") && said.contains("builtin-"),
        "{said}"
    );
    for _ in 0..3 {
        embed_and_kill(&program);
        program.run(&["check", "--deep"]).success();
        let (results, _) = search(&program);
        assert!(meaning(&results) > 0.0, "{results:#}");
        assert!(results["notes"].is_null(), "{results:#}");
    }
    // Loaded while the vectors are gathered.
    let late = folder.path().join("muon.txt");
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/thong-tu-910-2025.txt"),
    );
    let text = text
        .expect("a sample is text")
        .replace("910/2025", "999/2025");
    std::fs::write(&late, text).expect("a file can be written");
    program
        .run(&["ingest".as_ref(), late.as_os_str()])
        .success();
    let done = program.run(&["embed", "--lang", "en"]).success();
    assert!(done.stdout.contains("small-"), "{done:#?}");
    program.run(&["check", "--deep"]).success();
    let again = program.run(&["embed", "--lang", "en"]).success();
    assert!(again.stdout.contains("nothing to do"), "{again:#?}");
    let (results, said) = search(&program);
    assert!(meaning(&results) > 0.0 && said.is_empty(), "{said}");

    // The server, started with the old settings, meets the new generation and finds its model.
    let until = Instant::now() + Duration::from_secs(60);
    let after = loop {
        let after = health(&server.address);
        if after["embedder"] != before["embedder"] || Instant::now() > until {
            break after;
        }
        std::thread::sleep(Duration::from_millis(50));
    };
    let small = after["embedder"].as_str().unwrap_or_default();
    assert!(small.starts_with("small-"), "{after:#}");
    assert_eq!(after["meaning"], true, "{after:#}");
    let found = get(&server.address, "/api/search?q=khai+sinh").expect("the server answers");
    let found: Value = serde_json::from_str(&found.body).expect("results are JSON");
    assert!(meaning(&found) > 0.0 && found["notes"].is_null());

    // Taken away: words are still searched, and that it is words only is said everywhere.
    settings(&program, "");
    std::fs::remove_dir_all(program.root().join("models")).expect("it was there");
    let (results, said) = search(&program);
    assert_eq!(results["notes"], serde_json::json!(["meaning_off"]));
    assert!(
        said.contains("words only") && meaning(&results) == 0.0,
        "{said}"
    );
    let refused = program.run(&["ingest".as_ref(), sample("").as_os_str()]);
    assert_ne!(refused.code, Some(0), "{refused:#?}");
    assert!(refused.stderr.contains("cancu embed"), "{refused:#?}");
    let wordy = program.serve(&[]);
    assert_eq!(health(&wordy.address)["meaning"], false);
    for (path, language, words) in [
        ("/suc-khoe", "vi", "Chỉ tìm theo từ ngữ"),
        ("/tim?q=khai+sinh", "vi", "Chỉ tìm theo từ ngữ"),
        ("/hoi?q=khai+sinh", "en", "Searched by words only"),
        ("/tim?q=khai+sinh", "fr", "Recherche par les mots seulement"),
    ] {
        let join = if path.contains('?') { '&' } else { '?' };
        let page = get(&wordy.address, &format!("{path}{join}lang={language}"));
        let page = page.expect("the server answers");
        assert!(
            page.body.contains(words),
            "{path} {language}: {}",
            page.body
        );
    }
    program.run(&["embed"]).success();
    let (results, said) = search(&program);
    assert!(results["notes"].is_null() && said.is_empty() && meaning(&results) > 0.0);
}

#[test]
fn a_reranker_has_its_say_and_explains_itself() {
    let folder = tempfile::tempdir().expect("a folder for the test");
    let program = loaded(&folder.path().join("data"));
    let words = words();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = |results: &Value| -> Vec<(String, f64)> {
        let results = results["results"].as_array().cloned().unwrap_or_default();
        let odds = |one: &Value| {
            let reasons = one["reasons"].as_array().into_iter().flatten();
            let own = reasons.filter(|reason| reason["kind"] == "reranker");
            own.filter_map(|reason| reason["odds"].as_f64()).next()
        };
        let of = |one: &Value| Some((one["article"].as_str()?.to_owned(), odds(one)?));
        results.iter().filter_map(of).collect()
    };
    let (without, _) = search(&program);
    assert!(said(&without).is_empty());
    write(&program, "judge", small::cross_encoder(&words, 32));
    let judge = "[reranker]\nmodel = \"judge\"\ndepth = 8\nseconds = 300\nweight = 5\n";
    settings(&program, judge);
    let (with, _) = search(&program);
    assert!(with["notes"].is_null(), "{with:#}");
    let judged = said(&with);
    assert!((1..=8).contains(&judged.len()), "{judged:?}");
    assert!(judged.iter().any(|(_, odds)| *odds > 0.0), "{judged:?}");
    let totals: Vec<f64> = with["results"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| {
            // What says the same stands with the best of it.
            let alike = one["alike"].as_array().into_iter().flatten();
            let alike = alike.filter_map(|other| other["total"].as_f64());
            Some(alike.fold(one["score"]["total"].as_f64()?, f64::max))
        })
        .collect();
    assert!(totals.is_sorted_by(|a, b| a >= b), "{totals:?}");
    let server = program.serve(&[]);
    assert_eq!(health(&server.address)["reranker"], "judge");
    let page = get(&server.address, "/tim?q=khai+sinh&lang=vi").expect("the server answers");
    assert!(page.body.contains("Mô hình xếp hạng lại"), "{}", page.body);
    drop(server);

    let check = |text: &str, words: &str| {
        settings(&program, text);
        let failed = program.run(&["search", "khai sinh", "--lang", "en"]);
        assert_ne!(failed.code, Some(0), "{text}: {failed:#?}");
        assert!(failed.stderr.contains(words), "{text}: {failed:#?}");
    };
    check("[reranker]\nmodel = \"other\"\n", "other");
    check(
        "[reranker]\nmodel = \"judge\"\ndepth = 0\n",
        "reranker.depth",
    );
    let tokenizer = program.root().join("models/judge/tokenizer.json");
    std::fs::remove_file(&tokenizer).expect("it was there");
    check(judge, "tokenizer.json");
}
