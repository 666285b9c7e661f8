//! The life of a decree and of an answer in the browser, with gazettes as they were issued: twenty files are sent, the page
//! is left and come back to, confirmed and published; a provision is asked for, reported, approved by a second person; an
//! amending act names the answer that it touches, and makes it stale; the file is replaced, taken back, ended, removed.

use std::path::{Path, PathBuf};

use serde_json::Value;
use tests::{Browser, Client, Program, media_files, shared, skipped};

use super::{
    fits,
    review::{reviews, sign_in},
};

/// Sent at once.
const FILES: usize = 20;
const ADMIN: &str = "quan.tri";

#[test]
fn a_decree_and_an_answer_live_with_gazettes_as_they_were_issued() {
    let Some(gazettes) = shared().map(|folder| media_files(&folder.join("gazette-pdf"), "pdf"))
    else {
        return skipped("a life", "the shared data is not here");
    };
    let Some(browser) = Browser::start() else {
        return skipped("a life", "chromium or chromedriver is not installed");
    };
    let mut gazettes = gazettes;
    gazettes.sort_by_key(|path| std::fs::metadata(path).map_or(0, |facts| facts.len()));
    gazettes.truncate(FILES);
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", "none"]);
    let home = format!("http://{}", served.address);
    let admin = Client::first(&served, ADMIN);
    for (name, role) in [("an", "official"), ("binh", "checker"), ("chi", "checker")] {
        Client::new(&program, &served.address, name, &[role]);
    }
    browser.open(&home);
    sign_in(&browser, &home, ADMIN);
    let batch = sends(&browser, &home, &gazettes);
    confirms(&browser, &batch);
    publishes(&browser, &batch);

    let act = chosen(&admin, &gazettes);
    let record = asks(&browser, &home, &act);
    sign_in(&browser, &home, "binh");
    reviews(&browser, &home, &record);

    sign_in(&browser, &home, ADMIN);
    let amending = amends(&browser, &home, folder.path(), &act, &record);
    sign_in(&browser, &home, "chi");
    browser.open(&format!("{home}/duyet"));
    let first = browser.text(".queue li");
    assert!(
        first.contains("Cần duyệt lại") && first.contains(&record),
        "{first}"
    );
    browser.open(&format!("{home}/ho-so/{record}"));
    let page = browser.text("main");
    assert!(page.contains(&amending), "what changed is named: {page}");

    sign_in(&browser, &home, ADMIN);
    replaces(&browser, &home, folder.path(), &act, &record);
    ends(&browser, &home, &act);
    removes(&browser, &home, &program, &act, &record);
    let complaints = browser.complaints();
    let wanted = |line: &String| {
        ["401", "403", "404", "422"]
            .iter()
            .any(|code| line.contains(code))
    };
    assert!(complaints.iter().all(wanted), "{complaints:#?}");
}

/// A gazette that is held.
struct Act {
    slug: String,
    name: String,
    symbol: String,
    sha256: String,
    file: PathBuf,
}

/// One that has articles, a number and a file of its own, in force today.
fn chosen(admin: &Client, gazettes: &[PathBuf]) -> Act {
    let listed = admin.read("/api/documents?limit=100");
    let documents = listed["documents"].as_array().cloned().unwrap_or_default();
    assert!(documents.len() > FILES / 2, "{listed:#}");
    let text = |one: &Value, name: &str| one[name].as_str().unwrap_or_default().to_owned();
    let fits = |one: &&Value| {
        one["status"] == "in_force"
            && one["articles"].as_u64() > Some(2)
            && ["Thông tư", "Nghị định"].contains(&one["kind"].as_str().unwrap_or_default())
    };
    let one = documents.iter().find(fits).expect("a decree or a circular");
    let file = text(one, "file");
    let mut files = gazettes.iter();
    let place = files.find(|path| path.file_name().is_some_and(|name| *name == *file));
    Act {
        slug: text(one, "slug"),
        name: text(one, "name"),
        symbol: text(one, "symbol"),
        sha256: text(one, "sha256"),
        file: place.expect("it was sent").clone(),
    }
}

/// Sends files, and leaves the page while they are read; the address of the batch.
fn sends(browser: &Browser, home: &str, files: &[PathBuf]) -> String {
    let listed: Vec<String> = files.iter().map(|one| one.display().to_string()).collect();
    browser.open(&format!("{home}/nap"));
    browser.write("#files", &listed.join("\n"));
    browser.click("#upload button.first");
    browser.wait("#staged");
    assert_eq!(browser.count("#staged tbody tr"), files.len());
    let address = browser.address();
    browser.open(&format!("{home}/vb"));
    assert_eq!(browser.count("table.documents"), 0, "nothing is held yet");
    browser.open(&format!("{home}/nap"));
    browser.click("#batches a");
    assert_eq!(browser.address(), address);
    read(browser, &address);
    address
}

fn read(browser: &Browser, address: &str) {
    for _ in 0..90 {
        browser.open(address);
        if browser.count("#batch[data-waits]") == 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_secs(2));
    }
    panic!("not all is read: {}", browser.text("#staged"));
}

/// Every file that can be published is confirmed beside its page; what cannot is left out.
fn confirms(browser: &Browser, batch: &str) {
    const NEXT: &str = "return [...document.querySelectorAll('#staged tr')].find((row) => row.querySelector('li'))?.querySelector('a').href";
    fits(browser, "life-batch");
    for _ in 0..FILES {
        browser.open(batch);
        let next = browser.run(NEXT);
        let Some(next) = next.as_str() else { break };
        browser.open(next);
        let gone = format!("return location.href.split('?')[0] !== '{next}'");
        if browser.count(".twice") > 0 {
            browser.click("#decide button[value=bo]");
            browser.until(&gone);
            continue;
        }
        if browser.count("#replaces") > 0 {
            browser.click("#replaces");
        }
        browser.click("#decide button[value=xac-nhan]");
        browser.until(&gone);
    }
    browser.open(batch);
    assert_eq!(
        browser.count("#publish button[disabled]"),
        0,
        "{}",
        browser.text("#batch")
    );
}

fn publishes(browser: &Browser, batch: &str) {
    browser.open(batch);
    browser.click("#publish button.first");
    for _ in 0..60 {
        if browser.count("#changed") > 0 {
            return;
        }
        std::thread::sleep(std::time::Duration::from_secs(1));
        browser.open(batch);
    }
    panic!("it is not published: {}", browser.text("main"));
}

/// An official asks for an article and reports the answer; its id.
fn asks(browser: &Browser, home: &str, act: &Act) -> String {
    sign_in(browser, home, "an");
    browser.open(&format!("{home}/"));
    browser.run(&format!(
        "document.querySelector('#q').value = 'Điều 1 {}'",
        act.name
    ));
    browser.click("form#ask button.first");
    let record = browser.wait(".record strong").text();
    assert!(browser.text("main").contains(&act.symbol));
    browser.open(&format!("{home}/bao-loi?ho-so={record}"));
    browser.click("button[value=unclear]");
    browser.wait(".complaint");
    record
}

/// One more batch of one file; its address, its page open.
fn one_more(browser: &Browser, home: &str, file: &Path) -> String {
    browser.open(&format!("{home}/nap"));
    browser.write("#files", &file.display().to_string());
    browser.click("#upload button.first");
    browser.wait("#staged");
    let address = browser.address();
    read(browser, &address);
    confirms(browser, &address);
    address
}

/// An act that amends the article that was asked for says before it is published which answer it touches, and after.
fn amends(browser: &Browser, home: &str, folder: &Path, act: &Act, record: &str) -> String {
    let symbol = "9901/2026/NĐ-CPMAU".to_owned();
    let text = format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nCHÍNH PHỦ\nSố: {symbol}\nHà Nội, ngày 05 tháng 01 năm 2026\nNGHỊ ĐỊNH\n\
         Sửa đổi, bổ sung một số điều của {name}\nĐiều 1. Sửa đổi, bổ sung Điều 1 của {name}\n\
         Sửa đổi, bổ sung Điều 1 của {name} như sau:\n“Điều 1. Phạm vi điều chỉnh\nVăn bản mẫu này quy định về việc khác.”\n\
         Điều 2. Hiệu lực thi hành\nNghị định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2026.\n",
        name = act.name
    );
    let file = folder.join("sua-doi.txt");
    std::fs::write(&file, text).expect("a file can be written");
    let batch = one_more(browser, home, &file);
    let touched = browser.text("#approvals");
    assert!(touched.contains(record), "before: {touched}");
    fits(browser, "life-amending");
    publishes(browser, &batch);
    let changed = browser.text(".changed");
    assert!(
        changed.contains(&symbol) && changed.contains(record),
        "after: {changed}"
    );
    symbol
}

/// Another file of the same act takes its place when somebody agrees, and gives it back.
fn replaces(browser: &Browser, home: &str, folder: &Path, act: &Act, record: &str) {
    let mut bytes = std::fs::read(&act.file).expect("a gazette can be read");
    bytes.extend_from_slice(b"\n% a second copy\n");
    let name = act.file.file_name().expect("a file has a name");
    let file = folder.join(name);
    std::fs::write(&file, bytes).expect("a file can be written");
    let batch = one_more(browser, home, &file);
    publishes(browser, &batch);
    let page = |path: &str| {
        browser.open(&format!("{home}{path}"));
        browser.text("main")
    };
    let changed = page(&format!("/ho-so/{record}"));
    assert!(
        changed.contains("tệp"),
        "the file is another one: {changed}"
    );
    fits(browser, "life-record-replaced");
    browser.open(&batch);
    browser.click("#take-back");
    browser.click("#take-back button");
    browser.wait("#staged");
    let held = page(&format!("/vb/{}", act.slug));
    assert!(held.contains(&act.symbol), "{held}");
}

/// Ended on a day, with a reason.
fn ends(browser: &Browser, home: &str, act: &Act) {
    picks(browser, home, act);
    browser.run("document.querySelector('#ngay').value = '2026-10-01'");
    browser.write("#ly-do", "Hết chương trình");
    browser.click("#keep button[value=cham-dut]");
    browser.wait("#touched");
    browser.click("#decide button.first");
    browser.wait("#changes");
    browser.open(&format!("{home}/vb/{}?on=2026-11-22", act.slug));
    let page = browser.text("main");
    assert!(page.contains("01/10/2026"), "{page}");
}

/// Removed for good: its page is gone, its file too, and what was recorded of it is empty and says so.
fn removes(browser: &Browser, home: &str, program: &Program, act: &Act, record: &str) {
    picks(browser, home, act);
    browser.click("#keep button[value=go]");
    browser.wait("#touched");
    browser.click("#decide button.first");
    browser.wait("form.filter");
    browser.open(&format!("{home}/vb/{}", act.slug));
    assert!(
        browser.text("main").contains("không có trong kho"),
        "{}",
        browser.text("main")
    );
    let (first, _) = act.sha256.split_at(2);
    let original = program.root().join("originals").join(first);
    let left = std::fs::read_dir(original).into_iter().flatten().flatten();
    let left: Vec<String> = left
        .map(|one| one.file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains(&act.sha256))
        .collect();
    assert_eq!(left, [""; 0], "the file is gone");
    sign_in(browser, home, "an");
    browser.open(&format!("{home}/ho-so/{record}"));
    let page = browser.text("main");
    assert!(
        page.contains(record) && page.contains("xóa khỏi kho"),
        "{page}"
    );
    fits(browser, "life-record-removed");
}

fn picks(browser: &Browser, home: &str, act: &Act) {
    let address = format!("{home}/quan-ly/van-ban?q={}", tests::escaped(&act.symbol));
    browser.open(&address);
    browser.click(&format!("#keep tbody input[value$='{}']", act.slug));
}
