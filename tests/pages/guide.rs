//! The pictures of the guide: what an official sees today. With `CANCU_PICTURES=FOLDER` they are kept, and
//! `python3 tests/pages/guide.py FOLDER` makes the small ones of them that the guide shows.

use tests::{Browser, Client, Program, copy_samples};

use super::tour::sign_in;
use crate::program::DAY;

const SHOWN: [&str; 3] = ["guide-answer", "guide-sheet", "guide-draft"];
/// A guide is read over slow lines too.
const MOST_BYTES: u64 = 100_000;

/// A letter with one of each: what it cites is right, wrong, over, and not held.
const DRAFT: &str = "ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU\n\nTỜ TRÌNH\nVề việc đăng ký hộ tịch (VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\n\nCăn cứ Thông tư số 902/2022/TT-BMAU;\nCăn cứ Nghị định số 999/2024/NĐ-CPMAU;\nTheo khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con.\nTheo khoản 1 Điều 12 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 30 ngày kể từ ngày có người chết, vợ, chồng, con có trách nhiệm đăng ký khai tử.\n";

#[test]
fn the_pictures_of_the_guide_show_what_an_official_sees() {
    for name in SHOWN {
        let file = tests::repository().join(format!("web/picture/guide/{name}.png"));
        let bytes = std::fs::metadata(&file).map(|file| file.len());
        assert!(
            bytes.is_ok_and(|bytes| bytes < MOST_BYTES),
            "{}",
            file.display()
        );
    }
    let Some(browser) = Browser::start() else {
        return tests::skipped("the guide", "chromium or chromedriver is not installed");
    };
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);
    Client::first(&served, "an");
    Client::new(&program, &served.address, "binh", &["official"]);
    browser.resize(1366, 768);
    sign_in(&browser, &home, "binh");

    let question = tests::escaped("Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.open(&format!("{home}/hoi?q={question}&on={DAY}"));
    browser.wait(".claim .verdict.checked");
    browser.run("document.querySelector('.claim').scrollIntoView({ block: 'center' })");
    browser.picture("guide-answer");
    browser.click(".claim .sheet-link");
    browser.wait("#beside .box");
    browser.until("return document.querySelector('#beside svg image') && performance.getEntriesByType('resource').some((one) => one.name.includes('/anh') && one.responseEnd > 0)");
    browser.picture("guide-sheet");

    browser.open(&format!("{home}/kiem-tra"));
    let file = folder.path().join("to-trinh.txt");
    std::fs::write(&file, DRAFT).expect("a file can be written");
    browser.run(&format!("document.querySelector('#on').value = '{DAY}'"));
    browser.write("#file", &file.to_string_lossy());
    browser.click("#upload button.first");
    browser.wait("section.draft");
    browser.picture("guide-draft");
}
