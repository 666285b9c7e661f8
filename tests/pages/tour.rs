//! The tour: every page in three languages, on an office screen and on a telephone, empty, full, with long titles and
//! with errors. Each must fit its width, be free of serious findings of axe, complain of nothing in the console and ask
//! no other host for anything.
//!
//! `CANCU_TOUR=FOLDER` keeps a picture of each, to be looked at: what a test cannot tell is whether it looks right.
//! axe comes from npm (`npm install --prefix target/axe axe-core`, which `.ci/run` does) or from `CANCU_AXE`, a file.

mod look;
mod opening;
mod stops;

use std::collections::BTreeSet;

use look::Look;
use stops::{Stop, answers, errors, lists, papers};
use tests::{
    Browser, Client, Manner, Mode, ModelServer, PASSWORD, Program, Served, copy_samples, get,
};

use super::ENTER;

const LANGUAGES: [&str; 3] = ["vi", "en", "fr"];
const TAB: &str = "\u{e004}";
/// What `GET` gives there is no page.
const NO_PAGES: [&str; 13] = [
    "/nap/{batch}/{number}/anh/{document}/{page}",
    "/api/",
    "/favicon.ico",
    "/health/",
    "/metrics",
    "/mcp",
    "/static/",
    "/vb/{slug}/ban-goc",
    "/vb/{slug}/trang/{number}/anh",
    "/ho-so/{id}/can-cu.txt",
    "/ho-so/{id}/docx",
    "/dang-nhap/oidc",
    "/duyet/tiep",
];

/// The places that the samples leave out: a title that does not end, words without a space.
const LONG: &str = "BỘ MẪU\nSố: 999/2025/TT-BMAU\nHà Nội, ngày 05 tháng 5 năm 2025\nTHÔNG TƯ\nQuy định mẫu về trình tự, thủ tục, thời hạn, hồ sơ, biểu mẫu, trách nhiệm của cơ quan, tổ chức, cá nhân trong việc tiếp nhận, chuyển, giải quyết, trả kết quả và lưu trữ hồ sơ giải quyết thủ tục hành chính theo cơ chế một cửa, một cửa liên thông trên môi trường điện tử tại bộ phận tiếp nhận và trả kết quả của ủy ban nhân dân cấp xã, sửa đổi, bổ sung một số điều của các thông tư quy định chi tiết thi hành nghị định về cùng một lĩnh vực\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\nĐiều 1. Phạm vi điều chỉnh, đối tượng áp dụng, nguyên tắc và giải thích từ ngữ dùng trong thông tư này cùng các phụ lục, biểu mẫu ban hành kèm theo\n1. Thông tư này quy định việc lập phiếu theo mẫu số MAUPHIEUTIEPNHANHOSOVAHENTRAKETQUATHEOCOCHEMOTCUALIENTHONGTRENMOITRUONGDIENTU-TT999.\nĐiều 2. Hiệu lực thi hành\nThông tư này có hiệu lực từ ngày 01 tháng 7 năm 2025.\n";

/// A collection that is given to groups, and what stands in it.
const COLLECTION: &str = "Sổ tay nghiệp vụ của bộ phận một cửa";
const HANDBOOK: &str = "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: 7/2026/QĐ-UBND\nĐồng Mẫu, ngày 05 tháng 01 năm 2026\nQUYẾT ĐỊNH\nBan hành sổ tay nghiệp vụ của bộ phận một cửa\nĐiều 1. Ban hành kèm theo Quyết định này sổ tay nghiệp vụ.\nĐiều 2. Hiệu lực thi hành\nQuyết định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2026.\n";

#[test]
fn every_page_in_three_languages() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let Some(browser) = Browser::start() else {
        return tests::skipped("the tour", "chromium or chromedriver is not installed");
    };
    let mut look = Look::over(&browser);
    let visited = empty(&mut look, folder.path());
    let more = full(&mut look, folder.path());
    let visited: BTreeSet<String> = visited.into_iter().chain(more).collect();
    look.finish();
    let left = unvisited(&visited);
    assert!(left.is_empty(), "pages that the tour leaves out: {left:#?}");
}

/// Before there is anything: no document, no account.
fn empty(look: &mut Look<'_>, folder: &std::path::Path) -> Vec<String> {
    let corpus = folder.join("nothing");
    std::fs::create_dir_all(&corpus).expect("a folder can be made");
    let program = Program::on(&folder.join("empty"));
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);
    let secret = Client::invitation(&served);
    let stops = stops::empty(&secret);
    for language in LANGUAGES {
        look.speak(&home, language);
        for stop in &stops {
            look.at(&home, stop);
        }
    }
    stops.into_iter().map(|stop| stop.path).collect()
}

/// An office with samples, a model, people, questions and reports.
fn full(look: &mut Look<'_>, folder: &std::path::Path) -> Vec<String> {
    let model = ModelServer::start(Mode::Speaks(Manner::Mixed));
    let program = Program::on(&folder.join("full"));
    std::fs::create_dir_all(program.root()).expect("a folder can be made");
    std::fs::write(program.root().join("cancu.toml"), model.settings(20)).expect("settings");
    let corpus = folder.join("corpus");
    copy_samples(&corpus);
    std::fs::write(corpus.join("dai.txt"), LONG).expect("a file can be written");
    let served = program.serve(&["--corpus", &corpus.to_string_lossy()]);
    let home = format!("http://{}", served.address);
    loaded(&served);
    let handbook = folder.join("so-tay.txt");
    std::fs::write(&handbook, HANDBOOK).expect("a file can be written");
    let handbook = handbook.to_string_lossy();
    program
        .run(&["ingest", "--collection", COLLECTION, &handbook])
        .success();
    let browser = look.browser();

    let mut admin = Client::first(&served, "an");
    people(&mut admin);
    for language in LANGUAGES {
        entrance(look, &home, language);
    }
    sign_in(browser, &home, "an");
    look.speak(&home, "vi");
    let record = asked(browser, &home);
    let mut stops = answers();
    stops.extend(papers(browser, &home, &record));
    stops.extend(errors());
    let nothing_done = ["/lich-su", "/bao-loi", "/phan-anh"].map(|path| Stop::at(&path[1..], path));
    for language in LANGUAGES {
        look.speak(&home, language);
        for stop in stops.iter().chain(&nothing_done) {
            look.at(&home, stop);
        }
        stops::beside(look, &home);
        stops::suggestions(look, &home);
    }
    let listed = lists();
    for language in LANGUAGES {
        look.speak(&home, language);
        stops::deeds(look, &home, &record, folder);
        for stop in &listed {
            look.at(&home, stop);
        }
        stops::refused(look, &home);
    }
    let mut client = Client::new(&program, &served.address, "dung", &["official"]);
    let _ = client.get("/");
    for language in LANGUAGES {
        browser.open(&format!("{home}/tai-khoan"));
        browser.click(".who button");
        browser.wait("form#entry");
        look.speak(&home, language);
        sign_in(browser, &home, "dung");
        look.at(&home, &Stop::at("not-allowed", "/nguoi-dung").told("403"));
    }
    client.post("/dang-xuat", &[]);
    let all = stops.into_iter().chain(nothing_done).chain(listed);
    all.map(|stop| stop.path)
        .chain(stops::elsewhere(&record))
        .collect()
}

/// Waits for the suggestions, which are made behind the first readers' backs.
fn loaded(served: &Served) {
    for _ in 0..300 {
        let found = get(&served.address, "/api/suggest?q=nd+901");
        // Without an account there is nothing for strangers from elsewhere, but for this machine.
        if found.is_ok_and(|found| found.body.contains("901/2024")) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("no suggestions were made");
}

/// People, groups and what belongs to them.
fn people(admin: &mut Client) {
    let long = "Nguyễn Hoàng Tôn Nữ Thị Kim Phượng Thùy Dương, Phó Trưởng phòng Văn hóa - Xã hội";
    for (name, shown, roles) in [
        ("binh", "Trần Văn Bình", ["official", "official"]),
        (
            "ton-nu-thi-kim-phuong-thuy-duong.van-hoa-xa-hoi@dong-mau",
            long,
            ["checker", "leader"],
        ),
    ] {
        let fields = [
            ("name", name),
            ("shown", shown),
            ("role", roles[0]),
            ("role", roles[1]),
        ];
        let made = admin.post("/nguoi-dung", &fields);
        assert_eq!(made.status, 200, "{}", made.body);
    }
}

/// The pages before the door.
fn entrance(look: &mut Look<'_>, home: &str, language: &str) {
    look.speak(home, language);
    look.at(home, &Stop::at("sign-in", "/dang-nhap"));
    look.at(
        home,
        &Stop::at("signed-out", "/dang-nhap?xong=dang-xuat").told("401"),
    );
    look.at(home, &Stop::at("door", "/tim?q=khai+sinh").told("401"));
    look.at(
        home,
        &Stop::at("invitation-over", "/dat-mat-khau?ma=nichts").told("404"),
    );
    let browser = look.browser();
    browser.open(&format!("{home}/dang-nhap"));
    browser.write("#name", &format!("ai-do-{language}{TAB}sai rồi{ENTER}"));
    browser.wait(".refusal");
    look.here("sign-in-wrong", &["401"]);
}

pub(super) fn sign_in(browser: &Browser, home: &str, name: &str) {
    browser.open(&format!("{home}/dang-nhap"));
    browser.write("#name", &format!("{name}{TAB}{PASSWORD}{ENTER}"));
    browser.wait("nav.main");
}

/// A question that was answered; gives the id of its record.
fn asked(browser: &Browser, home: &str) -> String {
    let question = tests::escaped("Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.open(&format!(
        "{home}/hoi?q={question}&on={}",
        crate::program::DAY
    ));
    let record = browser.text(".record strong");
    assert!(record.starts_with("CC-"), "{record}");
    record
}

/// The pages of the reviewed table of doors that no stop fits.
fn unvisited(visited: &BTreeSet<String>) -> Vec<String> {
    let table = tests::repository().join("crates/server/src/doors/reviewed.txt");
    let table = std::fs::read_to_string(table).expect("the table of doors is there");
    let pages = table.lines().filter_map(|line| {
        let mut words = line.split_whitespace();
        (words.next()? == "GET").then(|| words.next())?
    });
    let pages = pages.filter(|page| !NO_PAGES.iter().any(|prefix| page.starts_with(prefix)));
    let fits = |page: &str, path: &str| {
        let path = path.split(['?', '#']).next().unwrap_or_default();
        let (wanted, found): (Vec<&str>, Vec<&str>) =
            (page.split('/').collect(), path.split('/').collect());
        let rest = page.contains("{*");
        (wanted.len() == found.len() || (rest && found.len() > wanted.len()))
            && wanted
                .iter()
                .zip(&found)
                .all(|(wanted, found)| wanted.starts_with('{') || wanted == found)
    };
    pages
        .filter(|page| !visited.iter().any(|path| fits(page, path)))
        .map(str::to_owned)
        .collect()
}
