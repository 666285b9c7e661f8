//! Loading in the browser: files are dropped, the page is left and come back to, what was read is confirmed beside the
//! page as issued, published, and taken back.

use std::path::Path;

use tests::{Browser, media_files, shared};

use super::fits;

/// The whole way of a few files, and of as many gazettes as make twenty where they are at hand.
pub(crate) fn loads(browser: &Browser, home: &str, corpus: &Path) {
    let file = corpus.join("van-ban-moi.txt");
    let text = std::fs::read_to_string(corpus.join("quyet-dinh-925-2025-dong-mau.txt"))
        .expect("a sample is readable");
    std::fs::write(&file, text.replace("925/2025", "926/2025")).expect("a file can be written");
    let scan = corpus.join("khong-doc-duoc.pdf");
    std::fs::write(&scan, b"%PDF-1.7 nua").expect("a file can be written");
    let mut paths = vec![file, scan, corpus.join("nghi-dinh-901-2024.pdf")];
    let gazettes = shared().map(|folder| media_files(&folder.join("gazette-pdf"), "pdf"));
    let mut gazettes = gazettes.unwrap_or_default();
    gazettes.sort_by_key(|path| std::fs::metadata(path).map_or(0, |facts| facts.len()));
    paths.extend(gazettes.into_iter().take(17));
    let count = paths.len();

    browser.open(&format!("{home}/nap"));
    fits(browser, "upload");
    let listed: Vec<String> = paths
        .iter()
        .map(|path| path.display().to_string())
        .collect();
    browser.write("#files", &listed.join("\n"));
    browser.click("#upload button.first");
    browser.wait("#staged");
    assert_eq!(browser.count("#staged tbody tr"), count);
    let address = browser.address();
    // The page is left; reading goes on.
    browser.open(&format!("{home}/vb"));
    assert!(!browser.text("table.documents").contains("926/2025"));
    browser.open(&format!("{home}/nap"));
    browser.click("#batches a");
    assert_eq!(browser.address(), address);
    for _ in 0..60 {
        if browser.count("#batch[data-waits]") == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_secs(2));
    }
    browser.open(&address);
    assert_eq!(browser.count("#batch[data-waits]"), 0, "all is read");
    fits(browser, "batch");
    assert!(browser.text("#staged").contains("khong-doc-duoc.pdf"));
    assert_eq!(browser.count("#staged .outcome.failed"), 1);
    assert_eq!(browser.count("#publish button[disabled]"), 1);

    // The sample that is held already is left out, the others are confirmed one after the other.
    let mut left = 0;
    for _ in 0..count {
        browser.open(&address);
        let next = browser.run(
            "return [...document.querySelectorAll('#staged tr')].find((row) => row.querySelector('li'))?.querySelector('a').href",
        );
        let Some(next) = next.as_str() else { break };
        browser.open(next);
        let gone = format!("return location.href.split('?')[0] !== '{next}'");
        if browser.count(".replaces, .twice") > 0 {
            browser.click("#decide button[value=bo]");
            browser.until(&gone);
            left += 1;
            continue;
        }
        if browser.count(".staged-page img") > 0 {
            browser.until(
                "const one = document.querySelector('.staged-page img'); one.scrollIntoView(); return one.complete && one.naturalWidth > 100",
            );
        }
        if left == 0 {
            fits(browser, "staged");
        }
        browser.click("#decide button[value=xac-nhan]");
        browser.until(&gone);
    }
    assert!(left > 0, "the sample was held");
    browser.open(&address);
    browser.click("#publish button.first");
    browser.wait("#changed");
    fits(browser, "published");
    assert!(browser.text(".changed").contains("926/2025/QĐ-UBND"));
    browser.open(&format!("{home}/vb?q=926"));
    assert!(browser.text("table.documents").contains("926/2025/QĐ-UBND"));
    keeps(browser, home);

    // Taken back, and it is as it was.
    browser.open(&address);
    browser.click("#take-back");
    fits(browser, "take-back");
    browser.click("#take-back button");
    browser.wait("#staged");
    browser.open(&format!("{home}/vb?q=926"));
    assert_eq!(browser.count("table.documents"), 0);
    browser.open(&format!("{home}/vb?q=901"));
    assert!(
        browser
            .text("table.documents")
            .contains("901/2024/NĐ-CPMAU")
    );
}

/// A decision about a document is shown before it is done, and taken back.
fn keeps(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/quan-ly/van-ban?q=925"));
    fits(browser, "keeping");
    browser.click("#keep tbody input");
    browser.write("#to", "Thử nghiệm");
    browser.click("#keep button[value=chuyen]");
    browser.wait("#touched");
    fits(browser, "keep");
    browser.click("#decide button.first");
    browser.wait("#changes");
    browser.open(&format!("{home}/quan-ly/van-ban?q=925"));
    assert!(browser.text("#keep tbody").contains("Thử nghiệm"));
    browser.click("#changes a");
    browser.click("#take-back button");
    browser.wait("#keep");
    browser.open(&format!("{home}/quan-ly/van-ban?q=925"));
    assert!(!browser.text("#keep tbody").contains("Thử nghiệm"));
}
