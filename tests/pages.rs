//! The pages in a headless browser, at the size of an office screen and of a telephone.
//!
//! Needs Chromium and its driver (Debian: chromium, chromium-driver); says that it was skipped without them.
//! `CANCU_PICTURES=FOLDER` keeps a picture of each page.

mod accounts;
mod draft;
mod evaluation;
mod guide;
mod hostile;
mod keyboard;
mod life;
mod loading;
mod paper;
mod plain;
mod reader;
mod record;
mod review;
mod sheets;
mod tour;

use tests::{Browser, Program, copy_samples, get};

/// Keys as WebDriver writes them (section 17.4.2).
const DOWN: &str = "\u{e015}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";

/// The two sizes that every page must fit without scrolling sideways.
const SIZES: [(u32, u32); 2] = [(1366, 768), (360, 740)];

#[test]
fn an_official_asks_checks_and_loads() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(browser) = Browser::start() else {
        return tests::skipped("pages", "chromium or chromedriver is not installed");
    };
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);

    // They are made behind the first readers' backs.
    let ready = || {
        let found = get(&served.address, "/api/suggest?q=nd+901");
        found.is_ok_and(|found| found.body.contains("901/2024"))
    };
    for _ in 0..300 {
        if ready() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    suggests(&browser, &home);
    asks(&browser, &home);
    follows_a_quote(&browser, &served.address);
    sheets::opens_the_page_as_issued(&browser, &home);
    sheets::opens_the_text_of_what_has_no_pages(&browser, &home);
    sheets::boxes_what_is_quoted(&browser, &served.address);
    keyboard::alone(&browser, &home);
    paper::prints(&browser, &home);
    record::keeps(&browser, &home);
    searches_and_lists(&browser, &home);
    reader::reads(&browser, &home);
    filters(&browser, &home);
    loading::loads(&browser, &home, &folder.path().join("corpus"));
    draft::checks_a_draft(&browser, &home, folder.path());
    speaks_three_languages(&browser, &home);
    let complaints = browser.complaints();
    assert!(complaints.is_empty(), "{complaints:#?}");
}

/// Neither size scrolls sideways; a picture of each where wanted.
fn fits(browser: &Browser, name: &str) {
    for (width, height) in SIZES.into_iter().rev() {
        browser.resize(width, height);
        let over = browser.run("return document.documentElement.scrollWidth - window.innerWidth");
        let over = over.as_f64().expect("a number");
        browser.picture(&format!("{name}-{width}"));
        assert!(over <= 0.0, "{name} is {over} px wider than {width}");
    }
}

/// The keyboard alone chooses a suggestion; Escape leaves what was typed; a click chooses too.
fn suggests(browser: &Browser, home: &str) {
    const TYPED: &str = "return document.querySelector('#q').value";
    let shown = |said: &str| {
        browser.until(&format!(
            "return [...document.querySelectorAll('#suggestions li')].some((one) => one.textContent.includes('{said}'))"
        ));
    };
    let state = |name: &str| browser.wait("#q").attribute(name);
    for page in ["/", "/tim"] {
        browser.open(&format!("{home}{page}"));
        assert_eq!(state("role"), "combobox", "{page}");
        browser.write("#q", "nd 901");
        shown("901/2024/NĐ-CPMAU");
        assert_eq!(state("aria-expanded"), "true", "{page}");
        let told = browser.run("return document.querySelector('#suggested').textContent");
        assert!(
            told.as_str().is_some_and(|told| !told.is_empty()),
            "the number of suggestions is told"
        );
        fits(browser, &format!("suggest{}", page.replace('/', "-")));
        browser.write("#q", DOWN);
        assert_eq!(state("aria-activedescendant"), "suggestion-0", "{page}");
        assert_eq!(
            browser.count("#suggestions [aria-selected=true]"),
            1,
            "{page}"
        );
        browser.write("#q", ENTER);
        let chosen = browser.run(TYPED);
        assert!(
            chosen
                .as_str()
                .is_some_and(|text| text.contains("901/2024/NĐ-CPMAU")),
            "{page}: {chosen}"
        );
        assert_eq!(state("aria-expanded"), "false", "{page}");
        assert!(
            !browser.address().contains("q="),
            "Enter on a suggestion asks nothing yet"
        );
    }
    browser.open(&format!("{home}/"));
    browser.write("#q", "dang ky khai");
    browser.wait("#suggestions li");
    browser.write("#q", ESCAPE);
    assert_eq!(browser.count("#suggestions li"), 0);
    assert_eq!(browser.run(TYPED), "dang ky khai");
    browser.write("#q", " s");
    browser.click("#suggestions li");
    let chosen = browser.run(TYPED);
    assert!(
        chosen
            .as_str()
            .is_some_and(|text| text.to_lowercase().contains("khai sinh")),
        "{chosen}"
    );
}

fn asks(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/"));
    fits(browser, "home");
    browser.write("#q", "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.click("form#ask button.first");
    browser.wait(".claim blockquote");
    browser.until("return document.querySelector('#progress')?.textContent.includes('…') !== true");
    let said = browser.text("#answer");
    assert!(said.contains("60 ngày"), "{said}");
    assert!(said.contains("901/2024/NĐ-CPMAU"), "{said}");
    assert!(
        browser
            .text(".verdict.checked")
            .to_lowercase()
            .contains("đã đối chiếu")
    );
    assert!(
        !browser.text(".notice").is_empty(),
        "an answer says that a machine made it"
    );
    fits(browser, "answer");

    // The same address without the script's help: the whole page from the server.
    let address = browser.address();
    assert!(address.contains("/hoi?"), "{address}");
    browser.reload();
    browser.wait(".claim blockquote a");
    assert!(browser.text("#answer").contains("60 ngày"));
}

fn follows_a_quote(browser: &Browser, address: &str) {
    browser.click(".claim blockquote a");
    browser.wait("article.text");
    let marked = browser.wait("mark").text();
    assert!(!marked.trim().is_empty());
    let page = browser.text("article.text");
    assert!(page.contains(marked.trim()), "{page}");
    assert!(
        browser
            .text(".validity")
            .to_lowercase()
            .contains("còn hiệu lực")
    );
    assert!(
        browser.text("p.page").contains("trang"),
        "the page of the file as issued"
    );
    fits(browser, "document");
    let original = browser.wait("a[href$='/ban-goc']");
    let path = original.attribute("href");
    let file = get(address, &path).expect("the original is served");
    assert_eq!(file.status, 200, "{}", file.head);
    assert_eq!(
        file.header("content-type"),
        Some("application/pdf"),
        "{}",
        file.head
    );
}

fn searches_and_lists(browser: &Browser, home: &str) {
    browser.open(&format!(
        "{home}/tim?q=tach+thua+dat&on={}",
        super::program::DAY
    ));
    assert!(browser.text(".results").contains("917/2025/QĐ-UBND"));
    fits(browser, "search");
    browser.open(&format!("{home}/vb"));
    let list = browser.text("table.documents");
    for symbol in ["901/2024/NĐ-CPMAU", "95/2025/NQ-HĐND", "920/2026/TT-BMAU"] {
        assert!(list.contains(symbol), "{symbol} is not listed: {list}");
    }
    fits(browser, "documents");
    browser.open(&format!("{home}/vb/khong-co-van-ban-nay"));
    assert!(
        !browser.text("main").trim().is_empty(),
        "an absent document has a page that says so"
    );
    // The browser itself notes the 404 that was wanted here.
    let complaints = browser.complaints();
    assert!(
        complaints.iter().all(|line| line.contains("404")),
        "{complaints:#?}"
    );
}

/// What a filter leaves out is not among the results, and comes back when the filter is dropped.
fn filters(browser: &Browser, home: &str) {
    const OTHERS: &str = "NQ-HĐND";
    const CHOOSE: &str = "
        const kind = document.querySelector('select[name=kind]');
        if (kind) kind.value = 'Nghị định';
        else document.querySelector('input[name=kind][value=\"Nghị định\"]').click();
    ";
    browser.open(&format!(
        "{home}/tim?q=h%E1%BB%97+tr%E1%BB%A3&on={}",
        super::program::DAY
    ));
    let without = browser.text(".results");
    assert!(without.contains(OTHERS), "{without}");
    browser.click("details.filters > summary");
    browser.run(CHOOSE);
    fits(browser, "filters");
    browser.click("form button[type=submit]");
    browser.wait(".chips a");
    assert!(
        browser.address().contains("kind=Ngh"),
        "{}",
        browser.address()
    );
    let within = browser.run("return document.querySelector('.results').textContent");
    let within = within.as_str().expect("text");
    assert!(!within.contains(OTHERS), "{within}");
    fits(browser, "filtered");
    browser.click(".chips a");
    browser.until("return document.querySelector('.chips') === null");
    assert_eq!(browser.text(".results"), without);
}

fn speaks_three_languages(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/"));
    for code in ["en", "fr", "vi"] {
        browser.click(&format!("nav.languages a[hreflang={code}]"));
        browser.wait(&format!("html[lang={code}]"));
    }
    assert_eq!(browser.count("nav.main a"), 7);
    browser.open(&format!("{home}/huong-dan?lang=vi"));
    browser.until("return [...document.images].every((one) => one.alt !== '')");
    fits(browser, "guide");
}
