//! The record of an answer: its id on the answer, its page, its legal basis on the clipboard, on paper.

use tests::Browser;

use super::fits;

/// The id of the answer that is shown.
fn id(browser: &Browser) -> String {
    browser.wait(".record strong").text()
}

/// What the clipboard holds.
fn copied(browser: &Browser) -> String {
    let held = browser.run("return navigator.clipboard.readText()");
    held.as_str().unwrap_or_default().to_owned()
}

pub(super) fn keeps(browser: &Browser, home: &str) {
    browser.allow_clipboard(home);
    // As it is made by the script.
    browser.open(&format!("{home}/"));
    browser.write("#q", "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.click("form#ask button.first");
    let made = id(browser);
    assert!(made.starts_with("CC-"), "{made}");
    browser.click(".record a.copy");
    browser.until("return document.querySelector('.record .told').textContent !== ''");
    let block = copied(browser);
    assert!(block.contains(&format!("Mã đối chiếu: {made}")), "{block}");
    assert!(
        block.contains("Nghị định số 901/2024/NĐ-CPMAU ngày "),
        "{block}"
    );
    fits(browser, "recorded");

    // As the server gives it whole; each answer has a record of its own.
    browser.reload();
    assert_ne!(id(browser), made);
    browser.click(".record a[href^='/ho-so/']");
    browser.wait(".standing.same");
    let page = browser.text("main");
    for expect in ["60 ngày", "Căn cứ không đổi", "SHA-256"] {
        assert!(page.contains(expect), "{expect} in {page}");
    }
    let block = browser.run("return document.querySelector('#block').value");
    assert!(
        block
            .as_str()
            .is_some_and(|block| block.contains("901/2024/NĐ-CPMAU")),
        "{block}"
    );
    assert_eq!(browser.count("button.print:not([hidden])"), 1);
    fits(browser, "record");
    prints(browser);

    browser.click("a[href$='/hoi-lai']");
    browser.wait(".again");
    assert!(
        browser.text(".again").contains("giống"),
        "{}",
        browser.text(".again")
    );
    fits(browser, "record-again");

    // By the id that somebody read out.
    browser.open(&format!("{home}/ho-so"));
    fits(browser, "records");
    browser.write("#ma", &made.to_lowercase().replace('-', " "));
    browser.click("main form button.first");
    browser.wait(".record-head");
    assert_eq!(browser.text(".record-head .id"), made);
    shows_nothing_but_text(browser, home);
}

/// On paper: no control, the id, the marks of the checks.
fn prints(browser: &Browser) {
    browser.print_media(true);
    browser.picture("record-print");
    let seen = "return getComputedStyle(document.querySelector('.record-head .actions')).display";
    assert_eq!(browser.run(seen), "none");
    assert!(browser.text(".record-head").contains("CC-"));
    assert!(browser.text("main").contains("✓"));
    browser.print_media(false);
}

/// A question is text, on every page that repeats it.
fn shows_nothing_but_text(browser: &Browser, home: &str) {
    const HOSTILE: &str = "khai sinh \"><img src=x onerror=document.title='x'></textarea><script>document.title='x'</script>";
    browser.open(&format!("{home}/"));
    browser.write("#q", HOSTILE);
    browser.click("form#ask button.first");
    let made = id(browser);
    browser.open(&format!("{home}/ho-so/{made}"));
    assert!(browser.text(".record-head").contains("<script>"));
    assert_eq!(browser.count("main img, main script"), 0);
    let title = browser.run("return document.title");
    assert_ne!(title, "x");
}
