//! The page as issued beside the answer: the boxed words are the quoted ones, read off the picture itself.

use std::process::{Command, Stdio};

use serde_json::Value;
use tests::{Browser, similarity, words};

use super::{ESCAPE, fits};

/// Reads the pixels inside the first box off the picture, three pixels a point, as grey values; `null` until it is there.
const BOXED: &str = "
    const box = document.querySelector('.box'), image = document.querySelector('svg image');
    if (!box || !image) return null;
    if (!window.boxed) {
        window.boxed = { picture: new Image() };
        window.boxed.picture.src = image.getAttribute('href').split('?')[0] + '?to=1';
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
    delete window.boxed;
    return { width, height, grey: Array.from({ length: width * height }, (_, at) => data[at * 4]) };
";

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
    let framed = framed(browser);
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

/// The picture inside the box: width, height, grey values.
fn framed(browser: &Browser) -> (u64, u64, Vec<u8>) {
    browser.until(&format!(
        "window.framed = (() => {{ {BOXED} }})(); return window.framed !== null"
    ));
    let found = browser.run("return window.framed");
    let number = |name: &str| found[name].as_u64().expect("a number");
    let grey = found["grey"].as_array().expect("pixels").iter();
    let grey = grey.filter_map(Value::as_u64);
    let grey = grey.map(|value| u8::try_from(value).expect("a grey value"));
    (number("width"), number("height"), grey.collect())
}

/// Reads the framed picture with Tesseract, where it is installed: it begins as the quote does.
fn compare((width, height, grey): &(u64, u64, Vec<u8>), quote: &str) {
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
    let Ok(read) = read.map(|read| String::from_utf8_lossy(&read.stdout).into_owned()) else {
        return tests::skipped("words inside the box", "tesseract is not installed");
    };
    if read.trim().is_empty() {
        return tests::skipped("words inside the box", "tesseract has no Vietnamese");
    }
    let (read, quote) = (words(&read), words(quote));
    let start = &quote[..read.len().min(quote.len())];
    let alike = similarity(&read, start);
    assert!(alike > 0.7, "{alike}: {read:?} is not {start:?}");
}
