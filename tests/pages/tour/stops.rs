//! Where the tour stops, and what is done there before the look.

use std::path::Path;

use tests::{Browser, escaped};

use super::look::Look;
use super::opening::look_at_opening;
use super::{ENTER, TAB};
use crate::program::DAY;

/// A page of the tour.
pub(super) struct Stop {
    pub(super) name: String,
    pub(super) path: String,
    /// What must be there before the look.
    pub(super) until: Option<String>,
    /// The statuses that it answers with on purpose.
    pub(super) told: Vec<String>,
}

impl Stop {
    pub(super) fn at(name: &str, path: &str) -> Self {
        Self {
            name: name.to_owned(),
            path: path.to_owned(),
            until: None,
            told: Vec::new(),
        }
    }

    pub(super) fn told(mut self, status: &str) -> Self {
        self.told.push(status.to_owned());
        self
    }

    fn until(mut self, place: &str) -> Self {
        self.until = Some(place.to_owned());
        self
    }
}

fn asked(name: &str, question: &str, more: &str) -> Stop {
    let path = format!("/hoi?q={}&on={DAY}{more}", escaped(question));
    Stop::at(&format!("answer-{name}"), &path)
}

fn searched(name: &str, words: &str, more: &str) -> Stop {
    let path = format!("/tim?q={}&on={DAY}{more}", escaped(words));
    Stop::at(&format!("search-{name}"), &path)
}

/// Where there is nothing yet.
pub(super) fn empty(secret: &str) -> Vec<Stop> {
    vec![
        Stop::at("empty-home", "/"),
        Stop::at("empty-documents", "/vb"),
        searched("empty", "khai sinh", ""),
        asked("empty", "Đăng ký khai sinh ở đâu?", ""),
        Stop::at("empty-health", "/suc-khoe"),
        Stop::at("first-account", &format!("/lap-tai-khoan?ma={secret}")),
        Stop::at("first-account-wrong", "/lap-tai-khoan?ma=sai").told("404"),
        Stop::at("no-accounts", "/nguoi-dung").told("403"),
    ]
}

/// Answers and refusals of each kind, and what a search finds.
pub(super) fn answers() -> Vec<Stop> {
    vec![
        Stop::at("home", "/"),
        asked(
            "checked",
            "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?",
            "",
        ),
        asked("from-model", "Ai phải đăng ký khai tử và ở đâu?", ""),
        asked(
            "table",
            "Tóm tắt thành bảng: chứng thực, khai sinh, khai tử",
            "",
        ),
        asked(
            "not-yet",
            "Trích lục thửa đất điện tử cấp trong mấy ngày?",
            "&kem=1",
        ),
        asked("no-date", "Nhà văn hóa thôn mở cửa đến mấy giờ?", ""),
        asked(
            "ended",
            "Mức trợ cấp xã hội hằng tháng là bao nhiêu?",
            "&kem=1",
        ),
        asked(
            "place",
            "Diện tích tối thiểu được tách thửa đất ở là bao nhiêu?",
            "",
        ),
        asked(
            "nothing",
            "Tốc độ tối đa của tàu ngầm hạt nhân là bao nhiêu hải lý?",
            "",
        ),
        asked("weather", "Hôm nay trời có mưa không?", ""),
        asked(
            "person",
            "Ông Nguyễn Văn Tám ở xã Bình Sơn bao nhiêu tuổi?",
            "",
        ),
        asked("not-held", "Khoản 2 Điều 7 Nghị định 15/2031/NĐ-CP", ""),
        asked("reference", "k2 Đ10 901/2024/ND-CPMAU", ""),
        asked("typo", "hộ tcịh", ""),
        asked("filtered", "hỗ trợ", "&kind=Ngh%E1%BB%8B+%C4%91%E1%BB%8Bnh"),
        asked(
            "long",
            &"Xin hỏi về thủ tục, hồ sơ, thời hạn và thẩm quyền đăng ký khai sinh cho trẻ em. "
                .repeat(9),
            "",
        ),
        searched("form", "", "").renamed("search", "/tim"),
        searched("likely", "tach thua dat", ""),
        searched("others", "trợ cấp xã hội hằng tháng", "&kem=1"),
        searched("nothing", "zzzz qqqq", ""),
        searched("reference", "Điều 7 Nghị định 901/2024/NĐ-CPMAU", ""),
        searched("filtered", "hỗ trợ", "&kind=Ngh%E1%BB%8B+%C4%91%E1%BB%8Bnh"),
        searched("long-title", "phiếu tiếp nhận hồ sơ một cửa liên thông", ""),
    ]
}

impl Stop {
    fn renamed(mut self, name: &str, path: &str) -> Self {
        name.clone_into(&mut self.name);
        path.clone_into(&mut self.path);
        self
    }
}

/// Documents, their pages as issued, records; what else everybody with an account reads.
pub(super) fn papers(browser: &Browser, home: &str, record: &str) -> Vec<Stop> {
    let over = "/vb/901-2024-nd-cpmau/dieu-10/khoan-2";
    let boxed = boxed(browser, home);
    let mut stops = vec![
        Stop::at("documents", "/vb"),
        Stop::at("documents-none", "/vb?q=khong+co+van+ban+nao"),
        Stop::at("documents-found", "/vb?q=901"),
        Stop::at("document-pdf", "/vb/901-2024-nd-cpmau"),
        Stop::at("document-notes", "/vb/912-vbhn-bmau"),
        Stop::at("document-table", "/vb/908-2025-nd-cpmau"),
        Stop::at("document-ended", "/vb/902-2022-tt-bmau"),
        Stop::at("document-changes", "/vb/905-2025-nd-cpmau"),
        Stop::at("document-annex", "/vb/915-2025-qd-ubnd"),
        Stop::at("document-letter", "/vb/1234-bmau-htct"),
        Stop::at("document-long-title", "/vb/999-2025-tt-bmau"),
        Stop::at("provision", &format!("{over}?on={DAY}")),
        Stop::at("provision-before", &format!("{over}?on=2001-01-01")),
        Stop::at(
            "document-searched",
            "/vb/901-2024-nd-cpmau?tim=khai+sinh#ket-qua",
        ),
        Stop::at(
            "document-searched-none",
            "/vb/901-2024-nd-cpmau?tim=zzzz#ket-qua",
        ),
        Stop::at("sheet", "/vb/901-2024-nd-cpmau/trang/1"),
        Stop::at("sheet-boxed", &boxed).until(".sheet .box"),
        Stop::at("record", &format!("/ho-so/{record}")),
        Stop::at("record-again", &format!("/ho-so/{record}/hoi-lai")).until("#again-title"),
        Stop::at("record-find", "/ho-so"),
        Stop::at("complain", &format!("/bao-loi?ho-so={record}")),
        Stop::at(
            "complain-provision",
            "/bao-loi?vb=901-2024-nd-cpmau&muc=dieu-10",
        ),
        Stop::at("reviews", "/duyet"),
        Stop::at("review", &format!("/duyet/{record}")),
        Stop::at("review-written", &format!("/duyet/{record}/sua")),
        Stop::at("resolutions", "/duyet/hieu-luc"),
        Stop::at(
            "resolution",
            "/duyet/hieu-luc?vb=901-2024-nd-cpmau&muc=dieu-8",
        ),
        Stop::at(
            "compare",
            "/so-sanh?a=%C4%90i%E1%BB%81u%208%20Ngh%E1%BB%8B%20%C4%91%E1%BB%8Bnh%20s%E1%BB%91%20901%2F2024%2FN%C4%90-CPMAU&tu=2025-01-01&den=2026-11-22",
        ),
        Stop::at("compare-nothing", "/so-sanh?a=kh%C3%B4ng"),
        Stop::at("month", "/thang"),
        Stop::at("health", "/suc-khoe"),
        Stop::at("guide", "/huong-dan"),
        Stop::at("guide-keepers", "/huong-dan/quan-tri"),
        Stop::at("wording", "/quan-ly/tu-ngu?q=sang+ten+so+do"),
        Stop::at("evaluation-empty", "/quan-ly/danh-gia"),
        Stop::at("unanswered", "/quan-ly/chua-tra-loi"),
        Stop::at("models", "/quan-ly/mo-hinh"),
        Stop::at("api", "/api"),
        Stop::at("draft", "/kiem-tra"),
        Stop::at("upload", "/nap"),
        Stop::at("groups-empty", "/nhom"),
    ];
    if let Some(scan) = scanned(browser, home) {
        stops.push(Stop::at("document-scanned", &scan));
        stops.push(Stop::at("sheet-scanned", &format!("{scan}/trang/1")));
    }
    stops
}

/// The page of the first quote's words, boxed.
fn boxed(browser: &Browser, home: &str) -> String {
    let question = escaped("Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.open(&format!("{home}/hoi?q={question}&on={DAY}"));
    browser.wait(".claim .sheet-link").attribute("href")
}

/// The sample without text, where it was loaded.
fn scanned(browser: &Browser, home: &str) -> Option<String> {
    browser.open(&format!("{home}/vb"));
    let found = browser.run(
        "return [...document.querySelectorAll('table.documents tbody a')].find((one) => one.textContent.includes('lịch tiếp công dân'))?.pathname ?? null",
    );
    found.as_str().map(str::to_owned)
}

/// What is not there.
pub(super) fn errors() -> Vec<Stop> {
    vec![
        Stop::at("no-page", "/khong-co-trang-nay").told("404"),
        Stop::at("no-document", "/vb/khong-co-van-ban-nay").told("404"),
        Stop::at("no-provision", "/vb/901-2024-nd-cpmau/dieu-98").told("404"),
        Stop::at("no-record", "/ho-so/CC-2222-2222-2222").told("404"),
        Stop::at("no-complaint", "/bao-loi/BL-2222-2222-2222").told("404"),
        Stop::at("no-sheet", "/vb/901-2024-nd-cpmau/trang/99").told("404"),
        Stop::at("no-day", "/hoi?q=khai+sinh&on=hom-nay").told("400"),
        Stop::at("no-person", "/nguoi-dung/khong-co").told("404"),
    ]
}

/// Lists with something in them.
pub(super) fn lists() -> Vec<Stop> {
    [
        ("history", "/lich-su"),
        ("complaints", "/bao-loi"),
        ("reports", "/phan-anh"),
        ("people", "/nguoi-dung"),
        ("person", "/nguoi-dung/binh"),
        (
            "person-long",
            "/nguoi-dung/ton-nu-thi-kim-phuong-thuy-duong.van-hoa-xa-hoi@dong-mau",
        ),
        ("groups", "/nhom"),
        ("account", "/tai-khoan"),
        ("audit", "/nhat-ky"),
    ]
    .map(|(name, path)| Stop::at(name, path))
    .into()
}

/// What the deeds below open, for the table of doors.
pub(super) fn elsewhere(record: &str) -> Vec<String> {
    let opened = [
        "/dang-nhap",
        "/dat-mat-khau",
        "/bao-loi/BL",
        "/",
        "/nap/lo",
        "/nap/lo/1",
        "/nap/lo/thu-hoi",
        "/quan-ly/van-ban",
        "/quan-ly/danh-gia/lan",
    ];
    let opened = opened.map(str::to_owned).into_iter();
    opened.chain([format!("/ho-so/{record}")]).collect()
}

/// The page as issued beside an answer.
pub(super) fn beside(look: &mut Look<'_>, home: &str) {
    let browser = look.browser();
    let question = escaped("Đăng ký khai sinh trong thời hạn bao nhiêu ngày?");
    browser.open(&format!("{home}/hoi?q={question}&on={DAY}"));
    browser.click(".claim .sheet-link");
    browser.wait("#beside .box");
    look.here("beside", &[]);
    browser.open(&format!("{home}/vb/905-2025-nd-cpmau"));
    browser.run("document.querySelector('a.reference')?.focus()");
    look.here("preview", &[]);
}

/// Suggestions under the box.
pub(super) fn suggestions(look: &mut Look<'_>, home: &str) {
    let browser = look.browser();
    browser.open(&format!("{home}/"));
    browser.write("#q", "nd 9");
    browser.wait("#suggestions li");
    look.here("suggestions", &[]);
}

/// A batch on its way: read, looked at, published; what can be decided about documents; taken back, so that the next
/// language finds things as they were.
fn batch(look: &mut Look<'_>, home: &str) {
    let browser = look.browser();
    browser.until("return !document.querySelector('#batch[data-waits]')");
    let address = browser.address();
    look.here("batch", &[]);
    let browser = look.browser();
    browser.click("#staged a");
    browser.wait("#decide");
    look.here("staged", &[]);
    let browser = look.browser();
    browser.click("#decide button[value=xac-nhan]");
    browser.wait("#publish");
    browser.write("#collection", "Văn bản nội bộ của phòng Văn hóa - Xã hội");
    browser.click("#publish button.first");
    browser.wait("#changed");
    look.here("published", &[]);
    let browser = look.browser();
    browser.open(&format!("{home}/nap"));
    browser.wait("#batches");
    look.here("batches", &[]);
    let browser = look.browser();
    browser.open(&format!("{home}/quan-ly/van-ban"));
    browser.wait("#changes");
    look.here("keeping", &[]);
    let browser = look.browser();
    browser.click("#keep tbody input");
    browser.click("#keep button[value=go]");
    browser.wait("#touched");
    look.here("keep", &[]);
    let browser = look.browser();
    browser.open(&format!("{address}/thu-hoi"));
    browser.wait("#take-back");
    look.here("take-back", &[]);
    let browser = look.browser();
    browser.click("#take-back button");
    browser.wait("#staged");
}

/// Gold questions, kept and asked.
fn evaluation(look: &mut Look<'_>, home: &str) {
    let browser = look.browser();
    browser.open(&format!("{home}/quan-ly/danh-gia"));
    browser.run("document.querySelector('#lines').value = ''");
    browser.write(
        "#lines",
        "Đăng ký khai sinh trong bao lâu? | Điều 10 Nghị định số 901/2024/NĐ-CPMAU",
    );
    browser.click("#gold button");
    browser.wait("#evaluate button:not([disabled])");
    browser.click("#evaluate button");
    browser.wait("#runs");
    browser.until("return !document.querySelector('#batch[data-waits]')");
    look.here("evaluation", &[]);
    let browser = look.browser();
    browser.click("#runs a");
    browser.wait("#questions");
    look.here("evaluation-run", &[]);
}

/// What is done on pages: reports, drafts, loads, accounts.
pub(super) fn deeds(look: &mut Look<'_>, home: &str, record: &str, folder: &Path) {
    let browser = look.browser();
    browser.open(&format!("{home}/bao-loi?ho-so={record}"));
    browser.write(
        "#note",
        "Mẫu: điều khoản được dẫn đã được sửa đổi, bổ sung.",
    );
    browser.click("form.complain button[value=not_in_force]");
    browser.wait("article.complaint");
    look.here("complained", &[]);
    // A POST led to these: they are opened again where the language changed.
    let told = browser.address();
    assert!(told.contains("/bao-loi/BL-"), "{told}");

    let draft = "Theo khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 60 ngày. Theo Điều 98 Nghị định số 901/2024/NĐ-CPMAU. Căn cứ Thông tư số 902/2022/TT-BMAU. Theo Luật Không Có số 1/2031/QH16.";
    browser.open(&format!("{home}/kiem-tra"));
    browser.write("#text", draft);
    browser.click("#upload button.first");
    browser.wait("section.draft");
    look.here("draft-report", &[]);

    let (good, bad) = (folder.join("tot.txt"), folder.join("hong.pdf"));
    std::fs::write(&good, super::LONG.replace("999/", "998/")).expect("a file can be written");
    std::fs::write(&bad, "%PDF-1.7 and nothing else").expect("a file can be written");
    browser.open(&format!("{home}/nap"));
    browser.write("#files", &format!("{}\n{}", good.display(), bad.display()));
    browser.click("#upload button.first");
    browser.wait("#staged");
    batch(look, home);
    evaluation(look, home);
    let browser = look.browser();
    browser.open(&format!("{home}/kiem-tra"));
    browser.click("#upload button.first");
    browser.wait(".refusal");
    look.here("draft-nothing", &["400"]);

    let language = browser.run("return document.documentElement.lang");
    let language = language.as_str().unwrap_or_default().to_owned();
    browser.open(&format!("{home}/nguoi-dung"));
    browser.write("#shown", "Phạm Thị Cúc");
    browser.write("#add #name", &format!("cuc-{language}"));
    browser.click("form#add button");
    browser.wait("#once");
    look.here("one-time-address", &[]);
    browser.open(&format!("{home}/nhom"));
    browser.write(
        "#name",
        &format!("Tổ địa chính, xây dựng và môi trường ({language}){ENTER}"),
    );
    browser.wait("table#groups");
    look_at_opening(look, home, &language);
    let browser = look.browser();
    browser.open(&format!("{home}/tai-khoan"));
    browser.write("#token-name", "Trợ lý văn phòng");
    browser.click("form#token button");
    browser.wait("#once");
    look.here("token", &[]);
    browser.open(&format!(
        "{home}/hoi?q={}&on={DAY}",
        escaped("Hôm nay trời có mưa không?")
    ));
    browser.open(&format!("{home}/lich-su"));
    browser.click("ul.own form button");
    browser.wait("main");
}

/// Forms that are not accepted.
pub(super) fn refused(look: &mut Look<'_>, home: &str) {
    let browser = look.browser();
    browser.open(&format!("{home}/nguoi-dung/an"));
    browser.click("#role-admin");
    browser.click("form#person button");
    browser.wait(".refusal");
    look.here("last-admin", &["422", "409"]);
    browser.open(&format!("{home}/nguoi-dung"));
    browser.write("#add #name", "Tên Có Dấu");
    browser.click("form#add button");
    browser.wait(".refusal");
    look.here("bad-name", &["422", "400"]);
    browser.open(&format!("{home}/tai-khoan"));
    browser.write(
        "#old",
        &format!("không phải{TAB}mật khẩu mới rất dài{TAB}mật khẩu khác rất dài"),
    );
    browser.click("form#password button");
    browser.wait(".refusal");
    look.here("password-refused", &["422", "401", "403"]);
}
