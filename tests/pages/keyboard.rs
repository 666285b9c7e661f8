//! The keyboard alone: from the first page to a quote on its page as issued, to the record and through a document. Whatever
//! can be reached shows that it was (of a date the browser marks the day, the month or the year).

use tests::Browser;

use super::{ENTER, ESCAPE};

const TAB: &str = "\u{e004}";
/// More stops than any page has before what is looked for.
const MOST: usize = 120;

/// Whether what has the focus is this.
fn is_at(browser: &Browser, place: &str) -> bool {
    browser.run(&format!(
        "return document.activeElement?.matches(`{place}`) ?? false"
    )) == true
}

/// Goes on from stop to stop until there; each shows the focus.
fn go_to(browser: &Browser, place: &str) {
    for _ in 0..MOST {
        browser.press(TAB);
        let bare = browser.run(
            "const at = document.activeElement, style = getComputedStyle(at);
             return at === document.body || !at.matches('a, button, input:not([type=date]), textarea, select, summary') || style.outlineStyle !== 'none'
                 ? null : at.outerHTML.slice(0, 200)",
        );
        assert!(bare.is_null(), "no focus is seen on {bare}");
        if is_at(browser, place) {
            return;
        }
    }
    panic!("{place} is not reached by the keyboard");
}

pub(super) fn alone(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/"));
    browser.press(TAB);
    assert!(
        is_at(browser, "a.skip"),
        "the first stop leads to the content"
    );
    browser.press(ENTER);
    browser.until("return location.hash === '#main'");
    go_to(browser, "#q");
    browser.press("Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.press(ESCAPE);
    go_to(browser, "form#ask button.first");
    browser.press(ENTER);
    browser.wait(".claim .sheet-link");
    browser.until("return document.querySelector('#progress')?.textContent.includes('…') !== true");

    // A quote on its page as issued, and back to where one was.
    go_to(browser, ".claim .sheet-link");
    browser.press(ENTER);
    browser.wait("#beside .box");
    assert!(is_at(browser, "#beside"), "one is led beside");
    browser.press(ESCAPE);
    browser.until("return document.querySelector('#beside').hidden");
    assert!(is_at(browser, ".claim .sheet-link"), "and back");
    // What was checked folds out.
    go_to(browser, ".claim .checks summary");
    browser.press(ENTER);
    browser.until("return document.activeElement.parentElement.open");

    // Onto the record.
    browser.reload();
    go_to(browser, ".record a[href^='/ho-so/']");
    browser.press(ENTER);
    browser.wait(".record-head");

    // Through a document: its words are looked for, its outline leads on.
    browser.open(&format!("{home}/vb/901-2024-nd-cpmau"));
    go_to(browser, "#tim");
    browser.press(&format!("khai tử{ENTER}"));
    browser.wait(".finding a");
    go_to(browser, ".finding ul a");
    browser.press(ENTER);
    browser.until("return location.hash !== ''");
    browser.open(&format!("{home}/vb/901-2024-nd-cpmau"));
    go_to(browser, ".outline nav a");
    browser.press(ENTER);
    browser.until("return location.hash !== '' || location.pathname.includes('/dieu-')");
}
