//! "Kiểm tra dự thảo": a draft is sent in as a file or as pasted text; what its citations led to is read, and followed.

use std::path::Path;

use tests::Browser;

use super::fits;
use crate::program::DAY;

/// An invented draft with one of each.
const DRAFT: &str = "ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU

TỜ TRÌNH
Về việc đăng ký hộ tịch (VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)

Căn cứ Thông tư số 902/2022/TT-BMAU;
Căn cứ Nghị định số 999/2024/NĐ-CPMAU;
Theo khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con.
Theo khoản 1 Điều 12 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 30 ngày kể từ ngày có người chết, vợ, chồng, con có trách nhiệm đăng ký khai tử.
Việc này thực hiện theo Quyết định số 925/2025/QĐ-UBND.
";

pub(super) fn checks_a_draft(browser: &Browser, home: &str, folder: &Path) {
    let on_the_day = format!("document.querySelector('#on').value = '{DAY}'");
    let file = folder.join("to-trinh.txt");
    std::fs::write(&file, DRAFT).expect("a file can be written");

    browser.open(&format!("{home}/"));
    browser.click("nav.main a[href='/kiem-tra']");
    browser.wait("form#upload");
    fits(browser, "draft");
    browser.run(&on_the_day);
    browser.write("#file", &file.to_string_lossy());
    browser.click("#upload button.first");
    let report = browser.wait("section.draft").text();
    for words in [
        "to-trinh.txt",
        "907/2025/TT-BMAU",
        "999/2024/NĐ-CPMAU",
        "15 ngày",
    ] {
        assert!(report.contains(words), "{words}: {report}");
    }
    for state in ["wrong", "outdated", "unclear", "not_held", "right"] {
        assert_eq!(
            browser.count(&format!(".findings > .{state}")),
            1,
            "{state}: {report}"
        );
        assert!(
            browser.text(&format!(".counts .{state}")).contains('1'),
            "{state}: {report}"
        );
    }
    fits(browser, "draft-report");
    // What is right can be folded away without a script.
    let shown = "return [...document.querySelectorAll('.findings > li')].filter((one) => one.offsetParent !== null).length";
    assert_eq!(browser.run(shown), 5);
    browser.click("#only");
    assert_eq!(browser.run(shown), 4);
    browser.click("#only");

    // A finding leads to the provision on the day.
    browser.click(".findings > .wrong .led a");
    browser.wait("article.text");
    assert!(
        browser.address().contains("/dieu-12/khoan-1?on="),
        "{}",
        browser.address()
    );

    // The same words pasted.
    browser.open(&format!("{home}/kiem-tra"));
    browser.run(&on_the_day);
    browser.write("#text", "Theo Điều 98 Nghị định số 901/2024/NĐ-CPMAU.");
    browser.click("#upload button.first");
    let report = browser.wait(".findings > .wrong").text();
    assert!(report.contains("Điều 16"), "the nearest is named: {report}");

    // Nothing sent: said over the form. The browser itself notes the status that was wanted here.
    let earlier = browser.complaints();
    assert!(earlier.is_empty(), "{earlier:#?}");
    browser.open(&format!("{home}/kiem-tra"));
    browser.click("#upload button.first");
    assert!(!browser.wait("main .refusal").text().is_empty());
    browser.wait("form#upload");
    let noted = browser.complaints();
    assert!(noted.iter().all(|line| line.contains("400")), "{noted:#?}");
}
