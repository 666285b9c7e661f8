//! A text that looks like law and is none, loaded beside the law: another number, the number of the act that it
//! imitates, the place of the act itself, or no head at all. Whoever asks sees what it is; the load said so before.

mod forged;

use std::path::Path;

use serde_json::Value;
use tests::{Program, Response, get, send_file};

use super::DAY;

const ASKED: &str = "/hoi?q=m%E1%BB%A9c+ph%E1%BA%A1t+b%C3%A1n+h%C3%A0ng+rong+l%E1%BA%A5n+chi%E1%BA%BFm+l%C3%B2ng+%C4%91%C6%B0%E1%BB%9Dng&on=2026-11-22";
const QUESTION: &str = "mức phạt bán hàng rong lấn chiếm lòng đường";

/// An invented act on fines; its head, and the sum from which it fines.
fn act(kind: &str, symbol: &str, issuer: &str, issued: &str, sum: &str) -> String {
    format!(
        "{issuer}\nSố: {symbol}\nHà Nội, ngày {issued}\n{kind}\nQuy định xử phạt vi phạm hành chính về bán hàng rong\n(VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)\nĐiều 1. Mức phạt bán hàng rong lấn chiếm lòng đường\nPhạt tiền từ {sum} đồng đến 90.000.000 đồng đối với hành vi bán hàng rong lấn chiếm lòng đường, vỉa hè trong giờ cao điểm.\nĐiều 2. Hiệu lực thi hành\nVăn bản này có hiệu lực thi hành kể từ ngày 01 tháng 6 năm 2025.\n"
    )
}

fn decree(issued: &str, sum: &str) -> String {
    act(
        "NGHỊ ĐỊNH",
        "971/2025/NĐ-CPMAU",
        "CHÍNH PHỦ MẪU",
        issued,
        sum,
    )
}

struct Library {
    program: Program,
    folder: tempfile::TempDir,
}

impl Library {
    /// Holds the true act: a decree that fines from 2.000.000.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let program = Program::on(&folder.path().join("data"));
        let library = Self { program, folder };
        library.load("that.txt", &decree("05 tháng 5 năm 2025", "2.000.000"));
        library
    }

    fn load(&self, name: &str, text: &str) -> Value {
        let file = self.folder.path().join(name);
        std::fs::write(&file, text).expect("a file can be written");
        let arguments: [&Path; 3] = [Path::new("ingest"), &file, Path::new("--json")];
        self.program.run(&arguments).json()
    }

    fn ask(&self) -> Value {
        let ask = self.program.run(&["ask", QUESTION, "--on", DAY, "--json"]);
        ask.json()
    }
}

fn page(address: &str, path: &str) -> Response {
    let page = get(address, path).expect("a page");
    assert_eq!(page.status, 200, "{}", page.body);
    page
}

/// Both sums stand in the answer, whichever came first, and a box says that they differ.
fn shows_both(answer: &Value, rules: &[&str]) {
    let conflict = &answer["conflicts"][0];
    let sides = conflict["sides"].to_string();
    for sum in ["2.000.000", "20.000.000"] {
        assert!(
            sides.contains(&format!("từ {sum} đồng")),
            "{sum}: {answer:#}"
        );
    }
    let found = conflict["guidance"].as_array().into_iter().flatten();
    let found: Vec<&str> = found.filter_map(|one| one["rule"].as_str()).collect();
    assert_eq!(found, rules, "{answer:#}");
}

/// T36: a circular that nobody issued, with another sum.
#[test]
fn a_poisoned_passage_never_outranks_the_law_silently() {
    let library = Library::new();
    let poison = act(
        "THÔNG TƯ",
        "972/2025/TT-BMAU",
        "BỘ MẪU",
        "06 tháng 5 năm 2025",
        "20.000.000",
    );
    library.load("gia.txt", &poison);
    let answer = library.ask();
    shows_both(&answer, &["higher_rank"]);
    let guidance = &answer["conflicts"][0]["guidance"][0]["document"];
    assert!(guidance.to_string().contains("971/2025"), "{guidance}");
    let files: Vec<&str> = answer["evidence"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["document"]["file"].as_str())
        .collect();
    assert!(
        files.contains(&"that.txt") && files.contains(&"gia.txt"),
        "{files:?}"
    );
    let served = library.program.serve(&[]);
    let page = page(&served.address, ASKED).body;
    let (_, conflict) = page.split_once("class=\"conflict\"").expect("a box");
    for expect in [
        "từ 2.000.000 đồng",
        "từ 20.000.000 đồng",
        "hiệu lực pháp lý cao hơn",
    ] {
        assert!(conflict.contains(expect), "{expect}: {conflict}");
    }
}

/// T36: the number and the title of the decree, another day, another sum. That it is the newer one is no reason.
#[test]
fn an_imitated_number_is_told_at_the_load_and_beside_every_answer() {
    let library = Library::new();
    let poison = decree("06 tháng 5 năm 2025", "20.000.000");
    let told = library.load("gia.txt", &poison);
    let notes = told[0]["notes"].to_string();
    assert!(notes.contains("that.txt"), "{told:#}");
    let answer = library.ask();
    shows_both(&answer, &["same_number"]);
    let twins = &answer["same_number"][0];
    let named = twins.to_string();
    for file in ["that.txt", "gia.txt"] {
        assert!(named.contains(file), "{file}: {answer:#}");
    }
    let served = library.program.serve(&[]);
    for (language, words) in [
        ("vi", "tệp gia.txt"),
        ("en", "file gia.txt"),
        ("fr", "fichier gia.txt"),
    ] {
        let page = page(&served.address, &format!("{ASKED}&lang={language}")).body;
        let (_, box_) = page.split_once("class=\"conflict twins\"").expect("a box");
        assert!(box_.contains(words), "{language}: {box_}");
    }
    let said = library
        .program
        .run(&["ask", QUESTION, "--on", DAY])
        .success();
    assert!(said.stdout.contains("that.txt"), "{said:#?}");
    // Where only the imitation is found, the true one is named beside it all the same.
    let narrowed = page(
        &served.address,
        "/api/search?q=971%2F2025%2FN%C4%90-CPMAU&on=2026-11-22",
    );
    assert!(narrowed.body.contains("that.txt"), "{}", narrowed.body);
}

/// T36: the same head to the day. The load says that it took the place of another file.
#[test]
fn what_takes_the_place_of_an_act_is_told_at_the_load() {
    let library = Library::new();
    let poison = decree("05 tháng 5 năm 2025", "20.000.000");
    let served = library.program.serve(&[]);
    let told = send_file(
        &served.address,
        "/api/documents",
        "gia.txt",
        poison.as_bytes(),
    );
    let told = told.expect("an answer");
    let told: Value = serde_json::from_str(&told.body).expect("a report");
    let replaced = told["files"][0]["replaced"].to_string();
    assert!(replaced.contains("971/2025"), "{told:#}");
    let right = send_file(
        &served.address,
        "/api/documents",
        "that.txt",
        decree("05 tháng 5 năm 2025", "2.000.000").as_bytes(),
    );
    assert_eq!(right.expect("an answer").status, 200);
    // What was a mistake is put right by loading the old file again.
    let answer = library.ask().to_string();
    assert!(
        answer.contains("từ 2.000.000 đồng") && !answer.contains("20.000.000"),
        "{answer}"
    );
}

/// T36: a memo that speaks of the decree has no head of its own, and says so wherever it is quoted.
#[test]
fn a_text_that_makes_no_rules_is_marked_wherever_it_is_quoted() {
    let library = Library::new();
    let memo = "Ghi chú nội bộ\n\nTheo Nghị định 971/2025/NĐ-CPMAU, phạt tiền từ 20.000.000 đồng đến 90.000.000 đồng đối với hành vi bán hàng rong lấn chiếm lòng đường, vỉa hè trong giờ cao điểm.\n";
    library.load("ghi-chu.txt", memo);
    let answer = library.ask();
    let marks: Vec<(&str, bool)> = answer["evidence"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| {
            let document = &one["document"];
            Some((
                document["file"].as_str()?,
                document["makes_rules"].as_bool()?,
            ))
        })
        .collect();
    assert!(marks.contains(&("ghi-chu.txt", false)), "{marks:?}");
    assert!(marks.contains(&("that.txt", true)), "{marks:?}");
    let note = marks.iter().position(|(file, _)| *file == "ghi-chu.txt");
    let note = note.map(|at| at + 1);
    let claims = answer["claims"].as_array().expect("claims");
    for claim in claims {
        let cites = |quote: &Value| quote["evidence"].as_u64() == note.map(|at| at as u64);
        let of_note = claim["quotes"]
            .as_array()
            .is_some_and(|all| all.iter().any(cites));
        let expect = if of_note { "partly" } else { "checked" };
        assert_eq!(claim["verdict"], expect, "{claim:#}");
    }
    let served = library.program.serve(&[]);
    for (language, words) in [
        ("vi", "không phải văn bản quy phạm pháp luật"),
        ("en", "makes no rules"),
        ("fr", "ne pose pas de règles"),
    ] {
        let page = page(&served.address, &format!("{ASKED}&lang={language}")).body;
        let (_, main) = page.split_once("<div id=\"answer\">").expect("an answer");
        let (main, _) = main.split_once("<template id=\"words\"").expect("its end");
        assert!(main.contains(words), "{language}: {main}");
    }
}
