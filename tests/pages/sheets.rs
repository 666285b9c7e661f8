//! The page as issued beside the answer: the boxed words are the quoted ones, read off the picture itself.

use std::process::{Command, Stdio};

use serde_json::Value;
use tests::{Browser, similarity, words};

use super::{ESCAPE, fits};

/// Reads the pixels inside a box off the picture, three pixels a point, as grey values; `null` until it is there.
const BOXED: &str = "
    const box = document.querySelectorAll('.box')[AT], image = box?.closest('svg').querySelector('image');
    if (!box || !image) return null;
    const address = image.getAttribute('href').split('?')[0] + '?to=1';
    if (window.boxed?.address !== address) {
        window.boxed = { address, picture: new Image() };
        window.boxed.picture.src = address;
    }
    const { picture } = window.boxed;
    if (!picture.complete || !picture.naturalWidth) return null;
    const number = (of, name) => Number(of.getAttribute(name));
    const scale = picture.naturalWidth / number(image, 'width');
    const [left, top, width, height] = ['x', 'y', 'width', 'height'].map((name) => Math.round(number(box, name) * scale));
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const pen = canvas.getContext('2d');
    pen.drawImage(picture, -left, -top);
    const { data } = pen.getImageData(0, 0, width, height);
    return { width, height, grey: Array.from({ length: width * height }, (_, at) => data[at * 4]) };
";

/// A picture: width, height, grey values.
type Picture = (u64, u64, Vec<u8>);

/// Of a document without pages (DOCX, HTML, text) a quote led away from the answer: its text opens beside it, too.
pub(super) fn opens_the_text_of_what_has_no_pages(browser: &Browser, home: &str) {
    let question = "Di%E1%BB%87n+t%C3%ADch+t%E1%BB%91i+thi%E1%BB%83u+t%C3%A1ch+th%E1%BB%ADa+%C4%91%E1%BA%A5t+%E1%BB%9F+t%E1%BA%A1i+x%C3%A3+l%C3%A0+bao+nhi%C3%AAu%3F";
    browser.open(&format!(
        "{home}/hoi?q={question}&on={}",
        crate::program::DAY
    ));
    browser.wait(".claim .text-link");
    let quote = browser.run(
        "return document.querySelector('.claim:has(.text-link) blockquote').textContent.trim()",
    );
    browser.click(".claim .text-link");
    browser.wait("#beside mark");
    fits(browser, "text-beside");
    // The label of a clause stands before the mark.
    let quote = quote.as_str().unwrap_or_default();
    let words = quote.strip_prefix("2. ").unwrap_or(quote);
    let marked = browser.run("return [...document.querySelectorAll('#beside mark')].map((mark) => mark.textContent).join('').trim()");
    assert_eq!(marked, words, "the quoted words are marked");
    assert_eq!(
        browser.run("const ids = [...document.querySelectorAll('[id]')].map((one) => one.id); return ids.length - new Set(ids).size"),
        0,
        "nothing stands twice under one name"
    );
    browser.write("#beside", ESCAPE);
    browser.until("return document.querySelector('#beside').hidden");
    assert_eq!(
        browser.run("return document.activeElement.className"),
        "text-link"
    );
}

/// A quote opens its page beside the answer; what the box frames is what was quoted; Escape leads back to the quote.
pub(super) fn opens_the_page_as_issued(browser: &Browser, home: &str) {
    let question = "%C4%90%C4%83ng+k%C3%BD+khai+sinh+trong+th%E1%BB%9Di+h%E1%BA%A1n+bao+nhi%C3%AAu+ng%C3%A0y%3F";
    browser.open(&format!(
        "{home}/hoi?q={question}&on={}",
        crate::program::DAY
    ));
    let quote = browser.text(".claim blockquote");
    browser.click(".claim .sheet-link");
    browser.wait("#beside .box");
    let framed = framed(browser, 0);
    fits(browser, "beside");
    assert_eq!(
        browser.run("return document.activeElement.id"),
        "beside",
        "a reader without a mouse is led there"
    );
    browser.write("#beside", ESCAPE);
    browser.until("return document.querySelector('#beside').hidden");
    assert_eq!(
        browser.run("return document.activeElement.className"),
        "sheet-link"
    );

    // Without the script the same link is a page of its own.
    let href = browser.wait(".claim .sheet-link").attribute("href");
    browser.open(&format!("{home}{href}"));
    browser.wait(".sheet .box");
    fits(browser, "sheet");
    browser.click("nav.pages a[rel=next]");
    browser.wait(".refusal");
    assert_eq!(browser.count(".sheet .box"), 0, "the words are not here");
    assert!(browser.text(".more").contains("trang"), "but there");
    compare(&framed, &quote);
}

/// Words that go on over the page, and words on a scan: each line of them is boxed where it is printed.
pub(super) fn boxes_what_is_quoted(browser: &Browser, address: &str) {
    let home = format!("http://{address}");
    let list = json(address, "/api/documents?limit=100");
    let documents = list["documents"].as_array().cloned().unwrap_or_default();
    let url = |file: &str| {
        let mut all = documents.iter();
        let found = all.find(|one| one["file"].as_str().is_some_and(|name| name == file));
        found.and_then(|found| Some(found["slug"].as_str()?.to_owned()))
    };
    let over = url("thong-tu-910-2025.pdf").expect("a sample");
    let document = json(address, &format!("/api/documents/{over}"));
    let clause = document["provisions"].as_array().and_then(|all| {
        let mut all = all.iter();
        all.find(|one| one["path"] == "dieu-3/khoan-2").cloned()
    });
    let clause = clause.expect("the clause that runs over the page");
    boxes(browser, &home, &over, &clause["span"], 2, &text(&clause));
    browser.picture("sheet-two-pages");

    let scan = "thong-bao-911-2025-ban-quet.pdf";
    let scan = url(scan).map(|slug| (json(address, &format!("/api/documents/{slug}")), slug));
    let Some((document, slug)) = scan else {
        return tests::skipped("boxes on a scan", "no Tesseract with Vietnamese");
    };
    let part = document["provisions"].as_array().and_then(|all| {
        let mut all = all.iter();
        all.find(|one| text(one).contains("7 giờ 30")).cloned()
    });
    let Some(part) = part else {
        return tests::skipped("boxes on a scan", "the scan was not recognised");
    };
    boxes(browser, &home, &slug, &part["span"], 1, &text(&part));
    browser.picture("sheet-scanned");
}

fn json(address: &str, path: &str) -> Value {
    let answer = tests::get(address, path).expect("the server answers");
    serde_json::from_str(&answer.body).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn text(provision: &Value) -> String {
    let said = |name: &str| provision[name].as_str().unwrap_or_default();
    format!("{} {}", said("label"), said("text"))
}

/// Opens each page on which a span stands, and reads what is printed inside all its boxes.
fn boxes(browser: &Browser, home: &str, slug: &str, span: &Value, pages: usize, text: &str) {
    let wanted = format!("{}-{}", span["start"], span["end"]);
    let address = home.trim_start_matches("http://");
    let sheets = json(
        address,
        &format!("/api/documents/{slug}/pages?doan={wanted}"),
    );
    let sheets = sheets["pages"].as_array().cloned().unwrap_or_default();
    assert_eq!(sheets.len(), pages, "{slug} {wanted}: {sheets:#?}");
    let mut said = String::new();
    for sheet in &sheets {
        browser.open(&format!("{home}{}", sheet["url"].as_str().unwrap_or("/")));
        browser.wait(".sheet .box");
        let lines = browser.count(".sheet .box");
        assert_eq!(Some(lines), sheet["boxes"].as_array().map(Vec::len));
        assert_eq!(
            browser.count("p.more a"),
            pages - 1,
            "the other page is named"
        );
        for at in 0..lines {
            let Some(line) = read(&framed(browser, at)) else {
                return tests::skipped("words inside boxes", "no Tesseract with Vietnamese");
            };
            said.push_str(&line);
            said.push(' ');
        }
    }
    let (read, wanted) = (words(&said), words(text));
    let alike = similarity(&read, &wanted);
    assert!(alike > 0.85, "{alike}: {read:?} is not {wanted:?}");
}

/// The picture inside a box.
fn framed(browser: &Browser, at: usize) -> Picture {
    let script = BOXED.replace("AT", &at.to_string());
    browser.until(&format!(
        "window.framed = (() => {{ {script} }})(); return window.framed !== null"
    ));
    let found = browser.run("return window.framed");
    let number = |name: &str| found[name].as_u64().expect("a number");
    let grey = found["grey"].as_array().expect("pixels").iter();
    let grey = grey.filter_map(Value::as_u64);
    let grey = grey.map(|value| u8::try_from(value).expect("a grey value"));
    (number("width"), number("height"), grey.collect())
}

/// One line as Tesseract reads it; `None` where it is not installed with Vietnamese.
fn read((width, height, grey): &Picture) -> Option<String> {
    let dark = grey.iter().filter(|value| **value < 128).count();
    assert!(
        dark > 50,
        "nothing is printed inside the box: {dark} dark pixels"
    );
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("framed.pgm");
    let head = format!("P5 {width} {height} 255\n");
    std::fs::write(&file, [head.as_bytes(), grey].concat()).expect("a picture can be written");
    let read = Command::new("tesseract")
        .arg(&file)
        .args(["-", "-l", "vie", "--psm", "7", "--dpi", "216"])
        .stderr(Stdio::null())
        .output();
    let read = String::from_utf8_lossy(&read.ok()?.stdout).into_owned();
    (!read.trim().is_empty()).then_some(read)
}

/// The first line that is framed begins as the quote does.
fn compare(picture: &Picture, quote: &str) {
    let Some(read) = read(picture) else {
        return tests::skipped("words inside the box", "no Tesseract with Vietnamese");
    };
    let (read, quote) = (words(&read), words(quote));
    let start = &quote[..read.len().min(quote.len())];
    let alike = similarity(&read, start);
    assert!(alike > 0.7, "{alike}: {read:?} is not {start:?}");
}
