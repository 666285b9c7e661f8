//! Everything that an official does, with scripts switched off: forms and links are enough.

use tests::{Browser, Program, copy_samples};

use super::fits;

#[test]
fn an_official_works_without_scripts() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(browser) = Browser::start() else {
        return tests::skipped("pages", "chromium or chromedriver is not installed");
    };
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);
    browser.without_scripts();
    browser.open(&format!("{home}/"));
    asks_and_checks(&browser);
    keeps_and_complains(&browser);
    reads(&browser, &home);
    checks_a_draft(&browser, &home);
    loads(&browser, &home, &corpus);
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// From a question to its answer, to the page as issued with the words boxed, and on another day.
fn asks_and_checks(browser: &Browser) {
    let role = browser.wait("#q").attribute("role");
    assert_eq!(role, "", "no script has touched the page");
    browser.write("#q", "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.click("form#ask button.first");
    assert!(browser.text("#answer").contains("60 ngày"));
    fits(browser, "plain-answer");
    browser.click(".claim details.checks summary");
    assert!(!browser.text(".claim details.checks li").trim().is_empty());
    let answer = browser.address();
    browser.click(".claim .sheet-link");
    browser.wait("figure.sheet svg .box");
    browser.open(&answer);
    browser.click(".claim blockquote a");
    assert!(!browser.text("article.text mark").trim().is_empty());
    browser.open(&answer.replace("on=2026", "on=2022"));
    assert!(!browser.text("#answer").is_empty());
    browser.open(&answer);
    // Languages are links.
    browser.click("nav.languages a[lang=fr]");
    assert!(
        browser
            .text(".verdict.checked")
            .to_lowercase()
            .contains("vérifié")
    );
    browser.click("nav.languages a[lang=vi]");
    assert!(browser.text("#answer").contains("60 ngày"));
}

/// The record of the answer with its basis, and a report in two clicks.
fn keeps_and_complains(browser: &Browser) {
    browser.click("#answer a[href^='/ho-so/']");
    assert!(browser.text(".record-head").contains("CC-"));
    assert_eq!(browser.count("#block"), 1, "the basis to copy");
    browser.click("a[href^='/bao-loi?']");
    browser.click("form.complain button");
    assert!(
        browser.text("main").contains("Đã ghi nhận"),
        "{}",
        browser.text("main")
    );
}

/// Search, the list with its filter, a document with its outline, another day, words in the text.
fn reads(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/tim"));
    browser.write("#q", "lệ phí chứng thực");
    browser.click("form[role=search] button.first");
    browser.click("section.results .place a");
    browser.wait("article.text");
    browser.open(&format!("{home}/vb/901-2024-nd-cpmau"));
    browser.click(".outline a[href*='dieu-10']");
    assert!(browser.text("main").contains("60 ngày"));
    browser.write("#tim", "khai sinh");
    browser.click("#tim ~ button, form:has(#tim) button");
    assert!(browser.count("mark") > 0, "words of the text are found");
    fits(browser, "plain-document");
}

fn checks_a_draft(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/kiem-tra"));
    browser.write(
        "#text",
        "Theo khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU, thời hạn đăng ký khai sinh là 90 ngày.",
    );
    browser.click("main form button.first");
    let report = browser.text("section.draft");
    assert!(report.contains("khoản 2 Điều 10"), "{report}");
    assert!(report.contains("90 ngày"), "{report}");
}

/// A file is received, read, confirmed and published; the page asks anew by itself while something is done.
fn loads(browser: &Browser, home: &str, corpus: &std::path::Path) {
    let file = corpus.join("van-ban-moi.txt");
    let text = std::fs::read_to_string(corpus.join("quyet-dinh-925-2025-dong-mau.txt"));
    let text = text.expect("a sample is readable");
    std::fs::write(&file, text.replace("925/2025", "926/2025")).expect("a file can be written");
    browser.open(&format!("{home}/nap"));
    browser.write("#files", &file.display().to_string());
    browser.click("#upload button.first");
    let batch = browser.address();
    for _ in 0..200 {
        if browser.count("#batch[data-waits]") == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
        browser.open(&batch);
    }
    browser.click("#staged tbody a");
    browser.click("#decide button[value=xac-nhan]");
    browser.open(&batch);
    browser.click("#publish button.first");
    for _ in 0..200 {
        browser.open(&format!("{home}/vb"));
        if browser.text("table.documents").contains("926/2025") {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("what was published is not listed");
}
