//! Hostile words through every door of the pages: a model's answer, a question, a document's title, text and file
//! name. Nothing of them may become more than words.

use std::path::Path;

use tests::{
    MARKUP, Manner, Mode, ModelServer, Program, Watch, copy_samples, escaped, links, payloads,
    shared,
};

use crate::program::DAY;

const QUESTION: &str = "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?";
/// Payloads from the shared data that the test takes; the measure takes all.
const SOME: usize = 40;

fn quiet(found: &[String], what: &str) {
    assert!(found.is_empty(), "{what}: {found:#?}");
}

#[test]
fn hostile_words_stay_words() {
    let Some(watch) = Watch::start() else {
        return tests::skipped("hostile words", "chromium or chromedriver is not installed");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let model = ModelServer::start(Mode::Speaks(Manner::Markup));
    let program = Program::on(&folder.path().join("data"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    std::fs::write(program.root().join("cancu.toml"), model.settings(20)).expect("settings");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let mut words: Vec<String> = MARKUP.iter().map(|one| (*one).to_owned()).collect();
    if let Some(shared) = shared() {
        let all = payloads(&shared, 400);
        let step = (all.len() / SOME).max(1);
        words.extend(all.into_iter().step_by(step));
    }
    documents(&words, &corpus);
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);

    answers(&watch, &model, &home, &served.address);
    model.behave(Mode::Speaks(Manner::Honest));
    for payload in &words {
        let question: String = payload.chars().take(900).collect();
        for page in ["/hoi", "/tim"] {
            let found = watch.visit(&format!("{home}{page}?q={}&on={DAY}", escaped(&question)));
            quiet(&found, &format!("{page}: {payload}"));
        }
    }
    held(&watch, &home, &program);
    let caught = watch.caught();
    assert!(caught.is_empty(), "another host was asked: {caught:#?}");
}

/// Answers made of markup and of links, as whole pages and step by step.
fn answers(watch: &Watch, model: &ModelServer, home: &str, address: &str) {
    for (manner, payloads) in [
        (Manner::Markup, MARKUP.len()),
        (Manner::Links, links().len()),
    ] {
        model.behave(Mode::Speaks(manner));
        let path = format!("/hoi?q={}&on={DAY}", escaped(QUESTION));
        let pages = payloads.div_ceil(16).min(24);
        for _ in 0..pages {
            quiet(
                &watch.visit(&format!("{home}{path}")),
                &format!("{manner:?}"),
            );
        }
        let shown = tests::get(address, &path).expect("a page").body;
        assert!(
            shown.contains("attacker") || shown.contains("alert(1)"),
            "the words are not even shown: {shown}"
        );
        let browser = watch.browser();
        browser.open(&format!("{home}/"));
        browser.write("#q", QUESTION);
        browser.click("form#ask button.first");
        browser.wait(".found .evidence");
        browser.until(
            "return document.querySelector('#progress')?.textContent.includes('…') !== true",
        );
        quiet(&watch.look(), &format!("{manner:?}, step by step"));
    }
}

/// A document for some payloads each: in its title, in its articles, in the name of its file.
fn documents(payloads: &[String], folder: &Path) {
    for (at, some) in payloads.chunks(12).enumerate() {
        let mut text = format!(
            "BỘ MẪU\nSố: {}/2025/TT-BMAU\nHà Nội, ngày 05 tháng 5 năm 2025\nTHÔNG TƯ\nQuy định mẫu về {}\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\n",
            700 + at,
            some[0].replace('\n', " ")
        );
        for (article, payload) in some.iter().enumerate() {
            text.push_str(&format!(
                "Điều {}. Tên {}\n1. Nội dung {payload} của điều này.\n",
                article + 1,
                payload.replace('\n', " ")
            ));
        }
        let name: String = some[0]
            .chars()
            .filter(|c| !matches!(c, '/' | '\0' | '\n'))
            .take(60)
            .collect();
        std::fs::write(folder.join(format!("{at}-{name}.txt")), text)
            .expect("a file can be written");
    }
}

/// The pages of the documents that hold them.
fn held(watch: &Watch, home: &str, program: &Program) {
    let list = program.run(&["list", "--json"]).json();
    let slugs: Vec<String> = list["documents"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|one| {
            one["symbol"]
                .as_str()
                .is_some_and(|symbol| symbol.starts_with('7'))
        })
        .filter_map(|one| Some(one["slug"].as_str()?.to_owned()))
        .collect();
    assert!(slugs.len() > 2, "{slugs:?}");
    quiet(&watch.visit(&format!("{home}/vb")), "/vb");
    quiet(&watch.visit(&format!("{home}/nap")), "/nap");
    for slug in slugs {
        quiet(
            &watch.visit(&format!("{home}/vb/{}", escaped(&slug))),
            &slug,
        );
    }
    for question in ["nội dung của điều này", "quy định mẫu về alert"] {
        for page in ["/hoi", "/tim"] {
            quiet(
                &watch.visit(&format!("{home}{page}?q={}&on={DAY}", escaped(question))),
                page,
            );
        }
    }
}
