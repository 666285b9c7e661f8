//! The pages in a headless browser, at the size of an office screen and of a telephone.
//!
//! Needs Chromium and its driver (Debian: chromium, chromium-driver); says that it was skipped without them.
//! `CANCU_PICTURES=FOLDER` keeps a picture of each page.

mod browser;

use fantoccini::Locator;
use tests::{Program, copy_samples, get};

use browser::Browser;

/// The two sizes that every page must fit without scrolling sideways.
const SIZES: [(u32, u32); 2] = [(1366, 768), (360, 740)];

#[tokio::test]
async fn an_official_asks_checks_and_loads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(browser) = Browser::start().await else {
        return tests::skipped("pages", "chromium or chromedriver is not installed");
    };
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);

    asks(&browser, &home).await;
    follows_a_quote(&browser, &served.address).await;
    searches_and_lists(&browser, &home).await;
    loads(&browser, &home, &folder.path().join("corpus")).await;
    speaks_three_languages(&browser, &home).await;
    assert!(
        browser.complaints().is_empty(),
        "{:#?}",
        browser.complaints()
    );
    browser.close().await;
}

/// Neither size scrolls sideways; a picture of each where wanted.
async fn fits(browser: &Browser, name: &str) {
    for (width, height) in SIZES.into_iter().rev() {
        browser.resize(width, height);
        let over = browser
            .number("return document.documentElement.scrollWidth - window.innerWidth")
            .await;
        browser.picture(&format!("{name}-{width}")).await;
        assert!(over <= 0.0, "{name} is {over} px wider than {width}");
    }
}

async fn asks(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/")).await;
    fits(browser, "home").await;
    browser
        .write("#q", "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?")
        .await;
    browser.click("form#ask button.first").await;
    let claims = browser.wait(".claim blockquote").await;
    assert!(claims.text().await.is_ok_and(|text| !text.is_empty()));
    browser
        .until("return document.querySelector('#progress')?.textContent.includes('…') !== true")
        .await;
    let said = browser.text("#answer").await;
    assert!(said.contains("60 ngày"), "{said}");
    assert!(said.contains("901/2024/NĐ-CPMAU"), "{said}");
    assert!(
        browser
            .text(".verdict.checked")
            .await
            .to_lowercase()
            .contains("đã đối chiếu")
    );
    assert!(
        !browser.text(".notice").await.is_empty(),
        "an answer says that a machine made it"
    );
    fits(browser, "answer").await;

    // The same address without the script's help: the whole page from the server.
    let address = browser
        .client
        .current_url()
        .await
        .expect("an address")
        .to_string();
    assert!(address.contains("/hoi?"), "{address}");
    browser
        .client
        .refresh()
        .await
        .expect("the page can be loaded again");
    browser.wait(".claim blockquote a").await;
    assert!(browser.text("#answer").await.contains("60 ngày"));
}

async fn follows_a_quote(browser: &Browser, address: &str) {
    browser.click(".claim blockquote a").await;
    browser.wait("article.text").await;
    let marked = browser
        .wait("mark")
        .await
        .text()
        .await
        .expect("the words of the mark");
    assert!(!marked.trim().is_empty());
    let page = browser.text("article.text").await;
    assert!(page.contains(marked.trim()), "{page}");
    assert!(
        browser
            .text(".validity")
            .await
            .to_lowercase()
            .contains("còn hiệu lực")
    );
    assert!(
        browser.text("p.page").await.contains("trang"),
        "the page of the file as issued"
    );
    fits(browser, "document").await;
    let original = browser.wait("a[href$='/ban-goc']").await;
    let path = original
        .attr("href")
        .await
        .expect("a link")
        .expect("has an address");
    let file = get(address, &path).expect("the original is served");
    assert_eq!(file.status, 200, "{}", file.head);
    assert_eq!(
        file.header("content-type"),
        Some("application/pdf"),
        "{}",
        file.head
    );
}

async fn searches_and_lists(browser: &Browser, home: &str) {
    browser
        .open(&format!(
            "{home}/tim?q=tach+thua+dat&on={}",
            super::program::DAY
        ))
        .await;
    assert!(browser.text(".results").await.contains("917/2025/QĐ-UBND"));
    fits(browser, "search").await;
    browser.open(&format!("{home}/vb")).await;
    let list = browser.text("table.documents").await;
    for symbol in ["901/2024/NĐ-CPMAU", "95/2025/NQ-HĐND", "920/2026/TT-BMAU"] {
        assert!(list.contains(symbol), "{symbol} is not listed: {list}");
    }
    fits(browser, "documents").await;
    browser
        .open(&format!("{home}/vb/khong-co-van-ban-nay"))
        .await;
    assert!(
        !browser.text("main").await.trim().is_empty(),
        "an absent document has a page that says so"
    );
    // The browser itself notes the 404 that was wanted here.
    browser.forget_complaints();
}

async fn loads(browser: &Browser, home: &str, corpus: &std::path::Path) {
    let file = corpus.join("van-ban-moi.txt");
    let text = std::fs::read_to_string(corpus.join("quyet-dinh-925-2025-dong-mau.txt"))
        .expect("a sample is readable");
    std::fs::write(&file, text.replace("925/2025", "926/2025")).expect("a file can be written");
    browser.open(&format!("{home}/nap")).await;
    fits(browser, "upload").await;
    browser.write("#files", &file.to_string_lossy()).await;
    browser.click("#upload button.first").await;
    let report = browser
        .wait("table.report")
        .await
        .text()
        .await
        .expect("the report");
    assert!(report.contains("van-ban-moi.txt"), "{report}");
    browser.open(&format!("{home}/vb")).await;
    assert!(
        browser
            .text("table.documents")
            .await
            .contains("926/2025/QĐ-UBND")
    );
}

async fn speaks_three_languages(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/")).await;
    for code in ["en", "fr", "vi"] {
        browser
            .click(&format!("nav.languages a[hreflang={code}]"))
            .await;
        browser.wait(&format!("html[lang={code}]")).await;
    }
    let links = browser
        .client
        .find_all(Locator::Css("nav.main a"))
        .await
        .expect("the main navigation");
    assert_eq!(links.len(), 4);
}
