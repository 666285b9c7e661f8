//! A decision of a commune that lives as long as one can: loaded in a batch and confirmed, asked, replaced by a second
//! reading, amended, recorded of, reported, approved, turned down, written anew, given a level, ended.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tests::{Client, Program, Served};

use super::super::super::{accounts::doors, review::accepting};
use super::needles::percent;

/// A word of its first reading alone.
pub(super) const FIRST: &str = "Nghẽlampắt";
/// A word of its second reading alone.
pub(super) const SECOND: &str = "Mộcquẩnlăng";
/// Words of both: of its title, of the heading of its article.
pub(super) const SHARED: [&str; 2] = ["Trụilầnvỡ", "Hạnsuộtmen"];
pub(super) const SYMBOL: &str = "Quyết định 41/2025/QĐ-UBND";
pub(super) const QUESTION: &str = "Mức hỗ trợ sấy long nhãn là bao nhiêu?";
pub(super) const DAY: &str = "2025-06-01";

fn decision(number: u32, day: &str, title: &str, articles: &str) -> String {
    format!(
        "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ\nỦY BAN NHÂN DÂN\nXÃ ĐỒNG MẪU\nSố: {number}/2025/QĐ-UBND\n\
         Đồng Mẫu, ngày {day} tháng 01 năm 2025\nQUYẾT ĐỊNH\n{title}\n{articles}\n\
         Điều 9. Hiệu lực thi hành\nQuyết định này có hiệu lực thi hành kể từ ngày 01 tháng 02 năm 2025.\n"
    )
}

/// The words by which it ends a clause of another.
fn ends(word: &str) -> String {
    format!("Bãi bỏ khoản 2 Điều 1 của Quyết định số 43/2025/QĐ-UBND về quạt {word}")
}

fn main_text(word: &str) -> String {
    let [title, heading] = SHARED;
    decision(
        41,
        "12",
        &format!("Về hỗ trợ sấy long nhãn {title}"),
        &format!(
            "Điều 1. Mức hỗ trợ {heading}\n1. Mức hỗ trợ sấy long nhãn là 500.000 đồng cho mỗi hộ {word}.\n\
             2. Hộ nghèo được hỗ trợ gấp đôi.\nĐiều 2. Bãi bỏ\n{}.",
            ends(word)
        ),
    )
}

/// An office with everybody in it, and everything that ever had an id.
pub(super) struct Life {
    pub(super) program: Program,
    pub(super) admin: Client,
    pub(super) visitors: Vec<(&'static str, Client)>,
    pub(super) slug: String,
    pub(super) other: String,
    pub(super) ids: Vec<String>,
    pub(super) records: Vec<String>,
    pub(super) complaints: Vec<String>,
    pub(super) batches: Vec<String>,
}

impl Life {
    /// The whole life, up to its end.
    pub(super) fn lived(folder: &Path) -> (Self, Served) {
        std::fs::write(
            folder.join("cancu.toml"),
            "[limits]\nread = 0\nsearch = 0\nask = 0\ncheck = 0\nload = 0\nenter = 0\n",
        )
        .expect("settings can be written");
        let program = Program::on(folder);
        let served = program.serve(&["--corpus", "none"]);
        let address = &served.address;
        let mut admin = Client::first(&served, "quan.tri");
        let client = |name: &str, role: &str| Client::new(&program, address, name, &[role]);
        let token = doors::token(&mut admin, address);
        let visitors = vec![
            ("admin", admin.clone()),
            ("official", client("an", "official")),
            ("checker", client("binh", "checker")),
            ("second", client("chi", "checker")),
            ("leader", client("lan", "leader")),
            ("token", token),
            ("stranger", Client::stranger(address)),
        ];
        let mut life = Self {
            program: program.clone(),
            admin,
            visitors,
            slug: "41-2025-qd-ubnd".to_owned(),
            other: "43-2025-qd-ubnd".to_owned(),
            ids: Vec::new(),
            records: Vec::new(),
            complaints: Vec::new(),
            batches: Vec::new(),
        };
        life.run();
        (life, served)
    }

    pub(super) fn who(&self, name: &str) -> Client {
        let mut all = self.visitors.iter();
        let found = all.find(|(known, _)| *known == name);
        found.expect("a visitor").1.clone()
    }

    fn run(&mut self) {
        let other = decision(
            43,
            "10",
            "Về quạt gió",
            "Điều 1. Quạt\n1. Mỗi hộ được một quạt gió.\n2. Quạt gió được bảo hành 12 tháng.",
        );
        let title = json!({ "0": { "title": format!("Hỗ trợ sấy long nhãn {}", SHARED[0]) } });
        self.publish(&[("43.txt", &other)], &json!({}));
        self.publish(&[("41.txt", &main_text(FIRST))], &title);
        let early = self.ask();
        self.publish(&[("41.txt", &main_text(SECOND))], &json!({}));
        let amending = decision(
            42,
            "15",
            "Sửa đổi, bổ sung một số điều của Quyết định số 41/2025/QĐ-UBND",
            "Điều 1. Sửa đổi, bổ sung khoản 1 Điều 1 của Quyết định số 41/2025/QĐ-UBND\nBãi bỏ khoản 2 Điều 1 của \
             Quyết định số 41/2025/QĐ-UBND kể từ ngày 01 tháng 7 năm 2025.",
        );
        self.publish(&[("42.txt", &amending)], &json!({}));
        let (late, again) = (self.ask(), self.ask());
        self.report(&early, FIRST);
        self.report(&late, SECOND);
        self.resolve();
        self.review(&early, &late, &again);
        self.keep();
        let documents = self.admin.read("/api/documents");
        for one in documents["documents"].as_array().into_iter().flatten() {
            self.ids
                .extend(one["id"].as_str().map(|id| id.replace('/', "%2F")));
            self.ids.extend(one["slug"].as_str().map(str::to_owned));
        }
        let listed = self.admin.get("/quan-ly/van-ban").body;
        let mut changes = Vec::new();
        for part in listed.split("/nap/").skip(1) {
            let name = part.split('/').next().unwrap_or_default().to_owned();
            let taken_back_here = part.starts_with(&format!("{name}/thu-hoi"));
            if taken_back_here && !self.batches.contains(&name) && !changes.contains(&name) {
                changes.push(name);
            }
        }
        // They are listed the latest first.
        self.batches.extend(changes.into_iter().rev());
    }

    /// Sends files, confirms them, agrees to replacements, publishes.
    fn publish(&mut self, files: &[(&str, &str)], corrections: &Value) {
        let sent = self.admin.send_files("/api/batches", files);
        assert_eq!(sent.status, 201, "{}", sent.body);
        let sent: Value = serde_json::from_str(&sent.body).expect("JSON");
        let name = sent["name"].as_str().expect("a name").to_owned();
        let path = format!("/api/batches/{name}");
        self.until(&path, |batch| {
            let mut files = batch["files"].as_array().expect("files").iter();
            files.all(|file| file["state"] == "read")
        });
        let decision = json!({ "confirm": true, "replaces": true, "corrections": corrections });
        let (status, said) = self
            .admin
            .send_json("POST", &format!("{path}/files/1"), &decision);
        assert_eq!(status, 200, "{said:#}");
        let (status, said) = self
            .admin
            .send_json("POST", &format!("{path}/publish"), &json!({}));
        assert_eq!(status, 202, "{said:#}");
        self.until(&path, |batch| batch["state"] == "published");
        self.batches.push(name);
    }

    fn until(&self, path: &str, is_so: impl Fn(&Value) -> bool) {
        let end = Instant::now() + Duration::from_secs(120);
        loop {
            let now = self.admin.read(path);
            if is_so(&now) {
                return;
            }
            assert!(Instant::now() < end, "{now:#}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    fn ask(&mut self) -> String {
        let asked = json!({ "question": QUESTION, "on": DAY });
        let (status, answer) = self.who("official").send_json("POST", "/api/ask", &asked);
        assert_eq!(status, 200, "{answer:#}");
        let record = answer["record"].as_str().expect("a record").to_owned();
        assert!(
            answer["claims"].to_string().contains("500.000"),
            "{answer:#}"
        );
        self.records.push(record.clone());
        record
    }

    fn report(&mut self, record: &str, word: &str) {
        let mut official = self.who("official");
        let note = format!("có đúng là {word} không");
        let about = [
            ("ho-so", record),
            ("kind", "unclear"),
            ("note", note.as_str()),
        ];
        let about_unit = [
            ("vb", self.slug.as_str()),
            ("muc", "dieu-1/khoan-1"),
            ("kind", "unclear"),
            ("note", note.as_str()),
        ];
        for sent in [
            official.post("/bao-loi", &about),
            official.post("/bao-loi", &about_unit),
        ] {
            assert_eq!(sent.status, 303, "{}", sent.body);
            let to = sent.header("location").expect("its page");
            let id = to.split(['/', '?']).find(|part| part.starts_with("BL-"));
            self.complaints
                .push(id.expect("an id of a report").to_owned());
        }
        let last = self.complaints.last().expect("reported").clone();
        let outcome = json!({ "outcome": format!("đúng như văn bản: {word}") });
        let path = format!("/api/reports/{last}");
        let (status, said) = self.who("checker").send_json("POST", &path, &outcome);
        assert!(status < 300, "{status} {said}");
    }

    fn resolve(&self) {
        let mut checker = self.who("checker");
        let (slug, other) = (self.slug.as_str(), self.other.as_str());
        let words = ends(SECOND);
        for (of, unit, by, words) in [
            (other, "dieu-1/khoan-2", slug, words.as_str()),
            (
                slug,
                "dieu-1/khoan-2",
                "42-2025-qd-ubnd",
                "Bãi bỏ khoản 2 Điều 1 của Quyết định số 41/2025/QĐ-UBND",
            ),
        ] {
            let fields = [
                ("vb", of),
                ("muc", unit),
                ("kind", "ended"),
                ("day", "2025-07-01"),
                ("by", by),
                ("words", words),
            ];
            let sent = checker.post("/duyet/hieu-luc", &fields);
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }

    /// The first is turned down, the second approved, the third written anew.
    fn review(&mut self, early: &str, late: &str, again: &str) {
        let (checker, mut second) = (self.who("checker"), self.who("second"));
        let quote = json!({ "claim": 1, "quote": 1, "accepted": false, "reason": format!("không còn {FIRST}") });
        let rejected = json!({ "decision": "rejected", "citations": [quote], "note": FIRST });
        let path = |record: &str| format!("/api/reviews/{record}");
        let (status, said) = checker.send_json("POST", &path(early), &rejected);
        assert_eq!(status, 200, "{said:#}");
        let reviewed = checker.read(&path(late));
        let mut approving = accepting(&reviewed);
        approving["note"] = json!(format!("đã xem {SECOND}"));
        let (status, said) = checker.send_json("POST", &path(late), &approving);
        assert_eq!(status, 200, "{said:#}");
        let reviewed = second.read(&path(again));
        let quote = &reviewed["claims"][0]["quotes"][0];
        let text = |field: &str| quote[field].as_str().expect("words").to_owned();
        let (words, reference) = (text("text"), text("citation"));
        let written = second.post(
            &format!("/duyet/{again}/sua"),
            &[
                ("text-1", words.as_str()),
                ("ref-1-1", reference.as_str()),
                ("quote-1-1", words.as_str()),
                ("note", SECOND),
            ],
        );
        assert_eq!(written.status, 303, "{}", written.body);
        let to = written.header("location").expect("its page").to_owned();
        let id = to.split(['/', '?']).find(|part| part.starts_with("CC-"));
        self.records.push(id.expect("an id of a record").to_owned());
    }

    /// A level, a collection, an end.
    fn keep(&mut self) {
        let documents = self.admin.read("/api/documents");
        let all = documents["documents"].as_array().cloned();
        let all = all.unwrap_or_default().into_iter();
        let mut mine = all.filter(|one| one["slug"] == self.slug.as_str());
        let one = mine.next().expect("it is held");
        let id = one["id"].as_str().expect("an id").to_owned();
        for more in [
            &[("viec", "muc"), ("muc", "public"), ("mo-rong", "1")][..],
            &[("viec", "chuyen"), ("bo-suu-tap", "Xã")][..],
            &[
                ("viec", "cham-dut"),
                ("ngay", "2025-12-31"),
                ("ly-do", "hết chương trình"),
            ][..],
        ] {
            let fields = [&[("id", id.as_str())][..], more].concat();
            let sent = self.admin.post("/quan-ly/van-ban", &fields);
            assert_eq!(sent.status, 303, "{}", sent.body);
        }
    }

    /// What an assistant would call.
    pub(super) fn calls(&self) -> Vec<Value> {
        let tool = |name: &str, arguments: Value| {
            json!({ "jsonrpc": "2.0", "id": 1, "method": "tools/call",
                "params": { "name": name, "arguments": arguments } })
        };
        let claim = json!({ "text": "Mức hỗ trợ là 500.000 đồng.",
            "citations": [{ "reference": format!("khoản 1 Điều 1 {SYMBOL}"), "quote": "Mức hỗ trợ sấy long nhãn" }] });
        vec![
            tool("search", json!({ "query": QUESTION, "on": DAY })),
            tool("show", json!({ "document": self.slug })),
            tool("show", json!({ "document": self.slug, "path": "dieu-1" })),
            tool("ask", json!({ "question": QUESTION, "on": DAY })),
            tool("verify", json!({ "claims": [claim], "on": DAY })),
        ]
    }

    /// Queries that may be asked of an address; none of them holds a word that is looked for, many lead to one.
    pub(super) fn queries(&self, path: &str) -> Vec<String> {
        let ask = percent(QUESTION);
        let exact = percent(&format!("khoản 1 Điều 1 {SYMBOL}"));
        let (slug, other) = (&self.slug, &self.other);
        let units = [slug, other].map(|slug| format!("?vb={slug}&muc=dieu-1%2Fkhoan-2"));
        match path {
            "/duyet/hieu-luc" => units.into_iter().chain([String::new()]).collect(),
            "/bao-loi" => {
                let records = self.records.iter().map(|id| format!("?ho-so={id}"));
                records.chain(units).collect()
            }
            "/so-sanh" | "/api/compare" => vec![
                format!("?a={exact}&on={DAY}"),
                format!(
                    "?a={exact}&b={}",
                    percent("Điều 1 Quyết định 43/2025/QĐ-UBND")
                ),
            ],
            "/api/documents/{slug}/preview" => vec!["?path=dieu-1".to_owned()],
            "/nap/{batch}/{number}" => vec!["?vb=0&trang=1".to_owned()],
            "/tim" | "/hoi" | "/api/search" | "/api/ask" | "/api/ask/stream" => vec![
                format!("?q={ask}&on={DAY}&status=all"),
                format!("?q={exact}&on={DAY}"),
                format!("?q={}&on={DAY}&status=all", percent("say long nhan")),
            ],
            "/api/suggest" => ["hỗ trợ sấy", "41/2025", "trụil", "sấy long", "hans"]
                .map(|typed| format!("?q={}", percent(typed)))
                .into(),
            "/vb" | "/api/documents" | "/quan-ly/van-ban" | "/quan-ly/tu-ngu" => {
                vec![String::new(), "?q=41".to_owned()]
            }
            path if path.starts_with("/vb/{slug}") => {
                vec![String::new(), format!("?on={DAY}&q={}", percent("hỗ trợ"))]
            }
            _ => vec![String::new()],
        }
    }
}
