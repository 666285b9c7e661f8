//! The office's gold questions in the browser: kept, asked, and a publish that would answer them worse.

use tests::{Browser, Program};

use super::fits;

/// A decision of the commune; the second ends the first.
fn decision(number: u32, words: &str, last: &str) -> String {
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày 0{number} tháng 01 năm 2025\nQUYẾT ĐỊNH\nVề việc số {number}\n\
         Điều 1. {words}\nĐiều 2. Hiệu lực thi hành\n\
         Quyết định này có hiệu lực thi hành kể từ ngày 0{number} tháng 02 năm 2025.{last}\n"
    )
}

#[test]
fn a_falling_evaluation_blocks_a_publish() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(browser) = Browser::start() else {
        return tests::skipped("pages", "chromium or chromedriver is not installed");
    };
    let corpus = folder.path().join("corpus");
    std::fs::create_dir(&corpus).expect("a folder can be made");
    let write = |name: &str, text: &str| {
        let place = corpus.join(name);
        std::fs::write(&place, text).expect("a file can be written");
        place
    };
    let first = "Mức hỗ trợ\nMức hỗ trợ mỗi hộ nghèo là 500.000 đồng.";
    write("mot.txt", &decision(1, first, ""));
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);

    // A line that is none is told, and what was typed stays.
    browser.open(&format!("{home}/quan-ly/danh-gia"));
    fits(&browser, "evaluation-empty");
    browser.write("#lines", "Mức hỗ trợ hộ nghèo là bao nhiêu?");
    browser.click("#gold button");
    browser.wait(".refusal");
    assert!(browser.text(".refusal").contains("Dòng 1"));
    fits(&browser, "evaluation-wrong");
    browser.write("#lines", " | Điều 1 Quyết định số 1/2025/QĐ-UBND");
    browser.click("#gold button");
    browser.wait("#evaluate button:not([disabled])");
    browser.click("#evaluate button");
    browser.wait("#runs");
    browser.until("return !document.querySelector('#batch[data-waits]')");
    fits(&browser, "evaluation");
    assert!(browser.text("#runs").contains("100,0%"));
    browser.click("#runs a");
    browser.wait("#questions");
    fits(&browser, "evaluation-run");

    // What ends the answer is stopped before anybody can ask it.
    let last = " Quyết định này thay thế Quyết định số 1/2025/QĐ-UBND ngày 01 tháng 01 năm 2025 của Ủy ban nhân dân xã Đồng Mẫu.";
    let second = write(
        "hai.txt",
        &decision(2, "Xe đạp\nMỗi xe đạp được cấp một biển số.", last),
    );
    browser.open(&format!("{home}/nap"));
    browser.write("#files", &second.display().to_string());
    browser.click("#upload button.first");
    browser.wait("#staged");
    browser.until("return !document.querySelector('#batch[data-waits]')");
    browser.click("#staged a");
    browser.click("#decide button[value=xac-nhan]");
    browser.wait("#publish");
    browser.click("#publish button.first");
    browser.wait("#fall");
    fits(&browser, "batch-fell");
    assert!(browser.text("#fall").contains("Mức hỗ trợ hộ nghèo"));
    let address = browser.address();
    browser.open(&format!("{home}/vb?q=2%2F2025"));
    assert_eq!(browser.count("table.documents"), 0);

    // With a reason it goes on, and the audit has it.
    browser.open(&address);
    browser.write("#despite", "Quyết định 1 đã bị thay thế");
    browser.click("#publish button.first");
    browser.wait("#changed");
    browser.open(&format!("{home}/nhat-ky"));
    assert!(browser.text("main").contains("Quyết định 1 đã bị thay thế"));
    browser.open(&format!("{home}/quan-ly/danh-gia"));
    fits(&browser, "evaluation-fell");
    // The browser itself notes the 422 that was wanted here.
    let complaints = browser.complaints();
    assert!(
        complaints.iter().all(|line| line.contains("422")),
        "{complaints:#?}"
    );
}
