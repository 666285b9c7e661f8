//! Accounts in the browser, by keyboard and without scripts of ours: the first administrator, people, roles, lock-out,
//! the end of a session.

use tests::{Browser, Client, PASSWORD, Program, copy_samples};

use super::{ENTER, fits};

const TAB: &str = "\u{e004}";

#[test]
fn an_office_gets_its_accounts() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(browser) = Browser::start() else {
        return tests::skipped("pages", "chromium or chromedriver is not installed");
    };
    let corpus = folder.path().join("corpus");
    copy_samples(&corpus);
    let program = Program::on(&folder.path().join("data"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);

    first(&browser, &served, &home);
    let address = people(&browser, &home);
    groups(&browser, &home);
    account(&browser, &home);
    browser.open(&format!("{home}/nhat-ky"));
    let told = browser.text("#audit");
    for deed in ["Lập tài khoản", "Thêm nhóm", "Tạo mã truy cập"] {
        assert!(told.contains(deed), "{told}");
    }
    fits(&browser, "audit");
    browser.click(".who button");
    browser.wait("form#entry");
    official(&browser, &home, &address);
    in_three_languages(&browser, &home);
    ends(&browser, &home, &program);
    guesses(&browser, &home);
    // The browser itself notes the 401, 403, 422 and 429 that were wanted here.
    let complaints = browser.complaints();
    let wanted = |line: &String| {
        ["401", "403", "422", "429"]
            .iter()
            .any(|code| line.contains(code))
    };
    assert!(complaints.iter().all(wanted), "{complaints:#?}");
}

/// The first administrator's account, by keyboard alone; then nobody else reads anything.
fn first(browser: &Browser, served: &tests::Served, home: &str) {
    let secret = Client::invitation(served);
    browser.open(&format!("{home}/lap-tai-khoan?ma={secret}"));
    fits(browser, "first-account");
    browser.write(
        "#name",
        &format!("an{TAB}Nguyễn Thị An{TAB}ngắn quá{TAB}ngắn quá"),
    );
    // Too short for the browser too, which says so itself; without its help the server does.
    browser.run("document.querySelectorAll('[minlength]').forEach((one) => one.removeAttribute('minlength'))");
    browser.click("form#invited button");
    let said = browser.text(".refusal");
    assert!(said.contains("12"), "{said}");
    assert_eq!(
        browser.wait("#shown").attribute("value"),
        "Nguyễn Thị An",
        "what was typed stays"
    );
    fits(browser, "first-account-refused");
    browser.write("#new", &format!("{PASSWORD}{TAB}{PASSWORD}{ENTER}"));
    browser.wait("table#people");
    assert!(browser.text(".who").contains("Nguyễn Thị An"));
}

/// One more account; gives the one-time address that is shown once.
fn people(browser: &Browser, home: &str) -> String {
    browser.open(&format!("{home}/nguoi-dung"));
    browser.write("#shown", "Trần Văn Bình");
    browser.write("#add #name", "binh");
    fits(browser, "people");
    browser.click("form#add button");
    let address = browser.wait("#once").text();
    assert!(address.contains("/dat-mat-khau?ma="), "{address}");
    fits(browser, "one-time-address");
    browser.open(&format!("{home}/nguoi-dung/binh"));
    fits(browser, "person");
    assert!(browser.text("dl").contains("Chưa đặt mật khẩu"));
    // The last administrator stays one.
    browser.open(&format!("{home}/nguoi-dung/an"));
    browser.click("#role-admin");
    browser.click("form#person button");
    let said = browser.text(".refusal");
    assert!(said.contains("cuối cùng"), "{said}");
    address
}

fn groups(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/nhom"));
    browser.write("#name", &format!("Địa chính{ENTER}"));
    browser.wait("table#groups");
    assert!(browser.text("table#groups").contains("Địa chính"));
    fits(browser, "groups");
}

fn account(browser: &Browser, home: &str) {
    browser.open(&format!("{home}/tai-khoan"));
    fits(browser, "account");
    browser.write("#token-name", "Trợ lý văn phòng");
    browser.click("form#token button");
    let token = browser.wait("#once").text();
    assert!(token.starts_with("cancu_"), "{token}");
    fits(browser, "token");
}

/// Somebody else sets a password, comes in where they wanted to go, and sees what the role allows.
fn official(browser: &Browser, home: &str, address: &str) {
    browser.open(address);
    fits(browser, "set-password");
    browser.write("#new", &format!("{PASSWORD}{TAB}{PASSWORD}{ENTER}"));
    browser.wait("form#entry");
    browser.open(&format!("{home}/tim?q=tach+thua+dat&on=2026-11-22"));
    fits(browser, "sign-in");
    browser.write("#name", &format!("binh{TAB}{PASSWORD}{ENTER}"));
    browser.wait(".results");
    assert!(
        browser.address().contains("/tim?q=tach"),
        "{}",
        browser.address()
    );
    assert_eq!(
        browser.count("nav.main a[href='/nap']"),
        0,
        "an official loads nothing"
    );
    assert_eq!(browser.count("nav.main a[href='/nguoi-dung']"), 0);
    browser.open(&format!("{home}/nguoi-dung"));
    assert!(
        browser.text("main").contains("Không có quyền"),
        "{}",
        browser.text("main")
    );
    fits(browser, "not-allowed");
}

fn in_three_languages(browser: &Browser, home: &str) {
    for code in ["en", "fr", "vi"] {
        browser.open(&format!("{home}/tai-khoan?lang={code}"));
        browser.wait(&format!("html[lang={code}]"));
        fits(browser, &format!("account-{code}"));
    }
}

/// A session that is ended elsewhere is over at the next look.
fn ends(browser: &Browser, home: &str, program: &Program) {
    browser.open(&format!("{home}/vb"));
    browser.wait("table.documents");
    program.run(&["account", "disable", "binh"]).success();
    browser.open(&format!("{home}/vb"));
    browser.wait("form#entry");
    program.run(&["account", "enable", "binh"]).success();
}

/// Five wrong passwords, and the right one is not looked at for a while.
fn guesses(browser: &Browser, home: &str) {
    for _ in 0..5 {
        browser.open(&format!("{home}/dang-nhap"));
        browser.write("#name", &format!("binh{TAB}không phải đâu{ENTER}"));
        assert!(browser.text(".refusal").contains("không đúng"));
    }
    browser.open(&format!("{home}/dang-nhap"));
    browser.write("#name", &format!("binh{TAB}{PASSWORD}{ENTER}"));
    let said = browser.text(".refusal");
    assert!(said.contains("15 phút"), "{said}");
    fits(browser, "locked-out");
}
