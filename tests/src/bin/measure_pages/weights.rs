//! What a browser with an empty cache fetches for each page: the page, its styles, scripts and signs. Pictures of pages
//! as issued are told apart.

use serde_json::Value;
use tests::{Browser, get, skipped};

use crate::{Asked, serve};

/// The goal, in bytes.
const GOAL: f64 = 150_000.0;
/// Bytes over the wire of the page and of what it asked for: all, and of these the pictures of pages as issued.
const FETCHED: &str = "
    const all = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
    const sum = (some) => some.reduce((bytes, one) => bytes + one.transferSize, 0);
    return [sum(all), sum(all.filter((one) => one.name.split('?')[0].endsWith('/anh'))), all.length];
";
const QUESTION: &str =
    "%C4%90%C4%83ng+k%C3%BD+khai+sinh+trong+th%E1%BB%9Di+h%E1%BA%A1n+bao+nhi%C3%AAu+ng%C3%A0y%3F";

pub(crate) fn measure(asked: &Asked) {
    let Some(browser) = Browser::start() else {
        return skipped("weights", "chromium or chromedriver is not installed");
    };
    let scratch = tempfile::tempdir().expect("a temporary folder");
    let served = serve(asked.library.as_deref(), scratch.path());
    let home = format!("http://{}", served.address);
    browser.without_cache();
    let mut heavy = 0;
    for (name, path) in pages(&served.address) {
        browser.open(&format!("{home}{path}"));
        // What scripts ask for by themselves has come.
        browser.until("return document.readyState === 'complete'");
        let fetched = browser.run(FETCHED);
        let number = |at: usize| fetched[at].as_f64().unwrap_or_default();
        let bytes = number(0) - number(1);
        heavy += usize::from(bytes > GOAL);
        println!(
            "{:7.1} kB{} in {:2} requests  {name}  {path}",
            bytes / 1000.0,
            match number(1) {
                0.0 => String::new(),
                picture => format!(" and {:.0} kB picture of the page", picture / 1000.0),
            },
            number(2)
        );
    }
    println!("{heavy} pages above {:.0} kB", GOAL / 1000.0);
}

/// The pages by name. Of the documents, the one with most articles.
fn pages(address: &str) -> Vec<(&'static str, String)> {
    let listed = |path: &str| -> Value {
        let answer = get(address, path).expect("the server answers");
        serde_json::from_str(&answer.body).unwrap_or_default()
    };
    let mut documents: Vec<Value> = Vec::new();
    for number in 1.. {
        let list = listed(&format!("/api/documents?limit=100&trang={number}"));
        let some = list["documents"].as_array().cloned().unwrap_or_default();
        if some.is_empty() {
            break;
        }
        documents.extend(some);
    }
    let largest = documents
        .iter()
        .max_by_key(|one| one["articles"].as_u64())
        .and_then(|one| one["url"].as_str())
        .unwrap_or("/vb")
        .to_owned();
    let drawn = documents
        .iter()
        .find(|one| one["pages"].as_u64().is_some_and(|pages| pages > 0))
        .and_then(|one| one["url"].as_str());
    let record = listed(&format!("/api/ask?q={QUESTION}"));
    let record = record["record"]["id"]
        .as_str()
        .or(record["record"].as_str());
    let mut pages = vec![
        ("first page", "/".to_owned()),
        ("answer", format!("/hoi?q={QUESTION}")),
        ("search", format!("/tim?q={QUESTION}")),
        ("documents", "/vb".to_owned()),
        ("document with most articles", largest.clone()),
        ("article", format!("{largest}/dieu-1")),
        ("draft", "/kiem-tra".to_owned()),
        ("loading", "/nap".to_owned()),
        ("history", "/lich-su".to_owned()),
        ("guide", "/huong-dan".to_owned()),
        ("state", "/suc-khoe".to_owned()),
        ("API", "/api".to_owned()),
    ];
    if let Some(drawn) = drawn {
        pages.push(("page as issued", format!("{drawn}/trang/1")));
    }
    if let Some(record) = record {
        pages.push(("record", format!("/ho-so/{record}")));
    }
    pages
}
