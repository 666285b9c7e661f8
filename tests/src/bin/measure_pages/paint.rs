//! From the question until its first result is painted, in a browser, one question after another.

use serde_json::Value;
use tests::{Browser, escaped, shared, skipped};

use crate::{Asked, serve, spread};

/// The goal, in milliseconds.
const GOAL: f64 = 300.0;

/// Runs before the page's own scripts: when something that answers was painted, by the page's own clock.
const WATCH: &str = "
    const there = () => document.querySelector('.results li, .found li, .claim, .cited, main > .refusal, #answer .refusal');
    const look = () => there()
        ? requestAnimationFrame(() => setTimeout(() => { window.firstResult = performance.now(); }))
        : requestAnimationFrame(look);
    requestAnimationFrame(look);
";
/// Asks on the first page as a person does, and waits for the first result there.
const ASK: &str = "
    window.askedAt = performance.now();
    document.querySelector('#ask').requestSubmit();
";

pub(crate) fn measure(asked: &Asked) {
    let Some(browser) = Browser::start() else {
        return skipped("paint", "chromium or chromedriver is not installed");
    };
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let served = serve(asked.library.as_deref(), scratch.path());
    let home = format!("http://{}", served.address);
    browser.before_each_page(WATCH);
    let questions = questions(asked.questions);
    for (name, page) in [("search", "/tim"), ("question by address", "/hoi")] {
        let mut times: Vec<f64> = Vec::new();
        for question in &questions {
            browser.open(&format!("{home}{page}?q={}", escaped(question)));
            browser.until("return typeof window.firstResult === 'number'");
            let first = browser.run("return window.firstResult");
            times.push(first.as_f64().unwrap_or_default());
        }
        told(name, times);
    }
    let mut times: Vec<f64> = Vec::new();
    for question in &questions {
        browser.open(&format!("{home}/"));
        let question = Value::String(question.clone());
        browser.run(&format!(
            "document.querySelector('#q').value = {question};{ASK}"
        ));
        browser.until("return typeof window.firstResult === 'number'");
        let took = browser.run("return window.firstResult - window.askedAt");
        times.push(took.as_f64().unwrap_or_default());
    }
    told("question on the first page", times);
}

fn told(name: &str, mut times: Vec<f64>) {
    // The first also warms the index up, and is told apart.
    let first = times.remove(0);
    let met = times.iter().filter(|took| **took <= GOAL).count();
    println!(
        "{name}: the first one {first:.0} ms, then {}; {met} of {} within {GOAL} ms",
        spread(&mut times),
        times.len()
    );
}

/// Questions of officials where the shared data are, else some of the samples.
fn questions(most: usize) -> Vec<String> {
    let file = shared().map(|shared| shared.join("retrieval/queries_dev.jsonl"));
    let text = file.and_then(|file| std::fs::read_to_string(file).ok());
    let texts = text
        .iter()
        .flat_map(|text| text.lines())
        .filter_map(|line| {
            let line: Value = serde_json::from_str(line).ok()?;
            Some(line["text"].as_str()?.to_owned())
        });
    let texts: Vec<String> = texts.collect();
    if texts.is_empty() {
        return [
            "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?",
            "Ai phải đăng ký khai tử?",
            "Nhà văn hóa thôn mở cửa đến mấy giờ?",
        ]
        .map(str::to_owned)
        .into();
    }
    let step = (texts.len() / most.max(1)).max(1);
    texts.into_iter().step_by(step).take(most).collect()
}
