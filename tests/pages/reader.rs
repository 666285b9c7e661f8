//! Reading a document: references with a look at what they lead to, footnotes, words looked for, what others say of it.

use tests::Browser;

use super::{ENTER, ESCAPE, fits};
use crate::program::DAY;

/// A key that types nothing: the element gets the focus, as with the Tab key.
const SHIFT: &str = "\u{e008}";

pub(super) fn reads(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/vb/912-vbhn-bmau?on={DAY}"));
    fits(browser, "reader");
    looks_ahead(browser);
    follows_a_footnote(browser);
    finds(browser);

    // An address of its own for each clause, and what other documents say of this one.
    browser.open(&format!(
        "{home}/vb/901-2024-nd-cpmau/dieu-10/khoan-2?on={DAY}"
    ));
    let wanted = browser.text(".block.wanted");
    assert!(wanted.contains("60 ngày"), "{wanted}");
    assert!(!browser.text(".validity").is_empty());
    let said = browser.text("[aria-labelledby=incoming-title]");
    for words in ["905/2025/NĐ-CPMAU", "sửa đổi, bổ sung", "Điều 8"] {
        assert!(said.contains(words), "{words} is not in {said}");
    }
    fits(browser, "reader-clause");
    complains(browser);
    browser.open(&format!("{home}/api"));
    browser.click(".operation details summary");
    fits(browser, "api");
}

/// The keyboard alone shows where a reference leads, and Escape leads back to it.
fn looks_ahead(browser: &Browser) {
    const FIRST: &str =
        "return document.querySelector('a.reference[href^=\"/vb/\"]').getAttribute('href')";
    let href = browser.run(FIRST);
    browser.write("a.reference[href^='/vb/']", SHIFT);
    browser.until("return !document.querySelector('#preview').hidden");
    let look = browser.text("#preview");
    assert!(look.len() > 40, "{look}");
    let described = "return document.activeElement.getAttribute('aria-describedby')";
    assert_eq!(browser.run(described), "preview");
    let inside = "
        const { left, right } = document.querySelector('#preview').getBoundingClientRect();
        return left >= 0 && right <= document.documentElement.clientWidth";
    assert_eq!(browser.run(inside), true);
    browser.picture("reader-preview");
    browser.write("a.reference[href^='/vb/']", ESCAPE);
    browser.until("return document.querySelector('#preview').hidden");
    assert_eq!(
        browser.run("return document.activeElement.getAttribute('href')"),
        href
    );
    assert!(!browser.address().contains('#'), "the page was not left");
}

fn follows_a_footnote(browser: &Browser) {
    browser.click("a.note-mark");
    browser.until("return location.hash === '#chu-thich-1'");
    assert!(browser.text(".footnotes").len() > 20);
    browser.click(".footnotes a.back");
    browser.until("return location.hash === '#goi-1'");
}

/// Without accents, in whatever case: each place is marked and has an address.
fn finds(browser: &Browser) {
    browser.write("#tim", &format!("khai sinh{ENTER}"));
    browser.wait(".finding li a");
    let hits = browser.count("mark.hit[id]");
    assert!(hits > 2, "{hits}");
    let said = browser.text(".finding h2");
    assert!(said.contains(&hits.to_string()), "{hits} in {said}");
    fits(browser, "reader-find");
    browser.click(".finding li:last-child a");
    browser.until("return location.hash.startsWith('#tim-')");
    let marked =
        browser.run("return document.querySelector(location.hash).textContent.toLowerCase()");
    assert!(
        marked.as_str().is_some_and(|words| words.contains("khai")),
        "{marked}"
    );
}

/// Two clicks tell that a provision is wrong.
fn complains(browser: &Browser) {
    browser.click("a.button[href^='/bao-loi']");
    browser.wait(".complain button");
    fits(browser, "complain");
    browser.click(".complain button[value=wrong_figure]");
    browser.wait(".complaint");
    fits(browser, "complaints");
    let said = browser.text(".complaint");
    assert!(said.contains("khoản 2 Điều 10"), "{said}");
    browser.click("footer a[href='/lich-su']");
    browser.wait("ul.own li");
    fits(browser, "history");
}
