//! On paper: an answer and its record as a browser prints them. The day, the states in signs and words, the id; nothing
//! to press.

use std::process::{Command, Stdio};

use tests::{Browser, escaped};

use crate::program::DAY;

/// The words of a printed page; `None` where no reader of PDF is installed.
fn printed(browser: &Browser) -> Option<String> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("page.pdf");
    std::fs::write(&file, browser.print()).expect("a file can be written");
    let read = Command::new("pdftotext")
        .arg("-layout")
        .arg(&file)
        .arg("-")
        .stderr(Stdio::null())
        .output();
    let words = String::from_utf8_lossy(&read.ok()?.stdout).into_owned();
    Some(words.split_whitespace().collect::<Vec<_>>().join(" "))
}

pub(super) fn prints(browser: &Browser, home: &str) {
    let question = "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?";
    browser.open(&format!("{home}/hoi?q={}&on={DAY}", escaped(question)));
    let record = browser.text(".record strong");
    let quote = browser.text(".claim blockquote");
    let Some(answer) = printed(browser) else {
        return tests::skipped("paper", "pdftotext is not installed");
    };
    browser.open(&format!("{home}/ho-so/{record}"));
    let kept = printed(browser).unwrap_or_default();
    let quote: Vec<&str> = quote.split_whitespace().take(6).collect();
    for words in [&answer, &kept] {
        for wanted in [
            question,
            "22/11/2026",
            &*record,
            "✓ Đã đối chiếu",
            "● Còn hiệu lực",
            "901/2024/NĐ-CPMAU",
            &*quote.join(" "),
        ] {
            assert!(words.contains(wanted), "{wanted:?} is not printed: {words}");
        }
        for control in ["Nạp văn bản", "Chỉ tìm điều khoản", "Giao diện lập trình"]
        {
            assert!(!words.contains(control), "{control:?} is printed: {words}");
        }
    }
}
