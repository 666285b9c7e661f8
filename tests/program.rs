//! The program end to end, through its command line.

mod accounts;
mod assistant;
mod bad_input;
mod described;
mod leaks;
mod lookup;
mod model;
mod models;
mod offline;
mod outline;
mod own;
mod poisoned;
mod reading;
mod record;
mod review;
mod staging;
mod traffic;
mod verify;
mod writer;

use std::path::Path;
use std::sync::LazyLock;

use serde_json::Value;
use tests::{Program, sample};

/// The day on which the tests ask: after the amending decree, before the circular of 2027.
pub(crate) const DAY: &str = "2026-11-22";

/// The sample corpus, loaded once for all the questions: loading is the slow part.
static SAMPLES: LazyLock<Program> = LazyLock::new(loaded);

fn loaded() -> Program {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("samples-loaded");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("the folder of the last run can be removed");
    }
    let program = Program::on(&folder);
    // One of the samples is a scan: it is named in the report, and the others are loaded all the same.
    let report = program.run(&["ingest".as_ref(), sample("").as_os_str(), "--json".as_ref()]);
    let files: Value = serde_json::from_str(&report.stdout)
        .unwrap_or_else(|error| panic!("{error} in {report:#?}"));
    let named = |file: &Value| {
        file["file"]
            .as_str()
            .is_some_and(|file| file.ends_with("ban-quet.pdf"))
    };
    for file in files.as_array().expect("a report for each file") {
        if named(file) {
            let warned = file["outcome"] == "refused" || file["notes"].to_string().contains("ảnh");
            assert!(warned, "a scan without a warning: {file:#}");
        } else {
            assert_eq!(file["outcome"], "loaded", "{file:#}");
        }
    }
    program
}

fn documents(program: &Program) -> Vec<Value> {
    program.run(&["list", "--json"]).json()["documents"]
        .as_array()
        .expect("documents")
        .clone()
}

fn symbols(program: &Program) -> Vec<String> {
    let symbol = |document: &Value| document["symbol"].as_str().unwrap_or_default().to_owned();
    let mut symbols: Vec<String> = documents(program).iter().map(symbol).collect();
    symbols.sort();
    symbols
}

fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(|entry| entry[key].as_str())
        .collect()
}

#[test]
fn what_was_loaded_is_sound() {
    SAMPLES.run(&["check"]).success();
    SAMPLES.run(&["check", "--deep"]).success();
}

#[test]
fn lists() {
    let program = &*SAMPLES;
    let held = symbols(program);
    for symbol in [
        "901/2024/NĐ-CPMAU",
        "902/2022/TT-BMAU",
        "905/2025/NĐ-CPMAU",
        "907/2025/TT-BMAU",
        "908/2025/NĐ-CPMAU",
        "910/2025/TT-BMAU",
        "912/2025/NĐ-CPMAU",
        "915/2025/QĐ-UBND",
        "917/2025/QĐ-UBND",
        "920/2026/TT-BMAU",
        "925/2025/QĐ-UBND",
        "930/2025/TTLT-BMAU-BTN-TTMAU",
        "894/2020/QHMAU",
        "1234/BMAU-HTCT",
    ] {
        assert!(
            held.iter().any(|found| found == symbol),
            "{symbol} is not listed: {held:#?}"
        );
    }
    let homonyms = held
        .iter()
        .filter(|symbol| *symbol == "95/2025/NQ-HĐND")
        .count();
    assert_eq!(homonyms, 2, "two bodies issued 95/2025/NQ-HĐND: {held:#?}");
}

#[test]
fn shows() {
    let program = &*SAMPLES;
    let check = |reference: &str, words: &str| {
        let shown = program.run(&["show", reference, "--on", DAY]).success();
        assert!(
            one_line(&shown.stdout).contains(words),
            "{reference}: {shown:#?}"
        );
    };
    check(
        "khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU",
        "Trong thời hạn 60 ngày kể từ ngày sinh con",
    );
    check(
        "điểm đ khoản 2 Điều 4 Nghị định số 901/2024/NĐ-CPMAU",
        "Trì hoãn việc trả kết quả",
    );
    check(
        "k2 Đ3 910/2025/TT-BMAU",
        "bồi thường nếu làm hư hỏng, thất lạc tài liệu",
    );
    // Of a number alone, every act that has it.
    check("nghị định 901", "901/2024/NĐ-CPMAU");
    check("nđ 901 năm 2024", "901/2024/NĐ-CPMAU");
    let absent = program.run(&[
        "show",
        "Điều 99 Nghị định số 901/2024/NĐ-CPMAU",
        "--on",
        DAY,
    ]);
    assert_ne!(absent.code, Some(0), "{absent:#?}");
    let unknown = program.run(&["show", "Điều 1 Nghị định số 999/2024/NĐ-CPMAU", "--on", DAY]);
    assert_ne!(unknown.code, Some(0), "{unknown:#?}");
    assert!(
        unknown.said().to_lowercase().contains("không có trong kho"),
        "{unknown:#?}"
    );
    // The number is a decree's: the circular asked for is not held, and the decree is no answer in its place.
    let other = program.run(&["show", "k2 đ4 tt 901/2024", "--on", DAY]);
    assert_ne!(other.code, Some(0), "{other:#?}");
    let said = other.said();
    assert!(
        said.to_lowercase().contains("không có trong kho") && said.contains("901/2024/NĐ-CPMAU"),
        "{other:#?}"
    );
}

#[test]
fn searches() {
    let program = &*SAMPLES;
    let found = |question: &str| {
        let results = program
            .run(&["search", question, "--on", DAY, "--limit", "10", "--json"])
            .json();
        let articles = |key: &str| {
            texts(&results[key], "article")
                .into_iter()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        (articles("results"), articles("not_in_force"))
    };
    // The decree and its consolidated text say the same: either answers.
    let check = |question: &str, article: &str, most: usize| {
        let (results, _) = found(question);
        let same = article.replace("901/2024/nđ-cpmau", "912/vbhn-bmau");
        let place = results
            .iter()
            .position(|found| found == article || *found == same);
        assert!(
            place.is_some_and(|place| place < most),
            "{question}: {article} not in the first {most} of {results:#?}"
        );
    };
    check(
        "thời hạn đăng ký khai sinh cho con là bao nhiêu ngày",
        "901/2024/nđ-cpmau#10",
        3,
    );
    check(
        "thoi han dang ky khai sinh cho con la bao nhieu ngay",
        "901/2024/nđ-cpmau#10",
        3,
    );
    check(
        "diện tích tối thiểu tách thửa đất ở tại xã",
        "917/2025/qđ-ubnd#3",
        3,
    );
    check(
        "phạt lấn đất chiếm đất nông nghiệp",
        "912/2025/nđ-cpmau#5",
        3,
    );
    check("thời hạn nộp lưu hồ sơ chứng thực", "910/2025/tt-bmau#3", 3);
    check(
        "mức chuẩn trợ cấp xã hội hằng tháng",
        "907/2025/tt-bmau#2",
        3,
    );
    let fees = program
        .run(&[
            "search",
            "mức thu phí chứng thực chữ ký",
            "--on",
            DAY,
            "--json",
        ])
        .success();
    assert!(
        fees.stdout.contains("10.000"),
        "the table of fees is not found: {fees:#?}"
    );
    check("hòa giải tranh chấp đất đai ở xã", "917/2025/qđ-ubnd#5", 5);
    check(
        "Điều 5 Nghị định 912/2025/NĐ-CPMAU",
        "912/2025/nđ-cpmau#5",
        1,
    );

    let (current, _) = found("trợ cấp xã hội hằng tháng hệ số người khuyết tật");
    assert!(
        !current
            .iter()
            .any(|article| article.starts_with("902/2022")),
        "expired law among {current:#?}"
    );
    let (current, _) = found("cấp trích lục thửa đất bản điện tử miễn phí");
    assert!(
        !current
            .iter()
            .any(|article| article.starts_with("920/2026")),
        "future law among {current:#?}"
    );
    let form = found("ủy quyền cho ông bà tiếp nhận hồ sơ").0;
    assert!(
        !form
            .iter()
            .any(|article| article.is_empty() && form.len() == 1),
        "only a form was found"
    );
}

#[test]
fn answers() {
    let program = &*SAMPLES;
    let answer = program
        .run(&[
            "ask",
            "Đăng ký khai sinh trong thời hạn bao nhiêu ngày?",
            "--on",
            DAY,
            "--json",
        ])
        .json();
    assert!(answer["refusal"].is_null(), "{answer:#}");
    let claims = answer["claims"].as_array().expect("claims");
    assert!(!claims.is_empty(), "{answer:#}");
    for claim in claims {
        assert_eq!(
            claim["verdict"], "checked",
            "an extractive claim is a quote: {claim:#}"
        );
        let quotes = claim["quotes"].as_array().expect("quotes");
        assert!(!quotes.is_empty(), "no claim without its basis: {claim:#}");
        for quote in quotes {
            let evidence = quote["evidence"]
                .as_u64()
                .expect("the number of its evidence") as usize;
            let text = answer["evidence"][evidence - 1]["text"]
                .as_str()
                .unwrap_or_default();
            let words = quote["text"].as_str().expect("the words of the quote");
            assert!(
                one_line(text).contains(&one_line(words)),
                "{words:?} does not stand in its evidence {text:?}"
            );
        }
    }
    let all = claims
        .iter()
        .map(|claim| claim["quotes"].to_string())
        .collect::<String>();
    assert!(all.contains("60 ngày"), "{answer:#}");

    let expired = program
        .run(&[
            "ask",
            "mức chuẩn trợ cấp xã hội hằng tháng",
            "--on",
            "2023-01-01",
            "--json",
        ])
        .json();
    let said = expired["claims"].to_string();
    assert!(
        said.contains("360.000") && !said.contains("500.000"),
        "the law of 2023 was asked for: {expired:#}"
    );

    let nothing = program.run(&[
        "ask",
        "giá vé xem phim khoa học viễn tưởng xyzzy",
        "--on",
        DAY,
        "--json",
    ]);
    let nothing: Value =
        serde_json::from_str(&nothing.stdout).expect("a refusal is an answer in JSON");
    assert!(
        !nothing["refusal"].is_null() || nothing["claims"].as_array().is_some(),
        "{nothing:#}"
    );
}

/// Lines of a printed page joined: a `\n` may stand inside a sentence of a PDF.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn loading_twice_changes_nothing_and_a_changed_file_replaces_the_old_one() {
    let data = tempfile::tempdir().expect("a temporary folder");
    let files = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(data.path());
    let names = [
        "nghi-quyet-95-2025-song-mau.txt",
        "nghi-quyet-95-2025-dong-mau.md",
        "nghi-dinh-912-2025.html",
    ];
    for name in names {
        std::fs::copy(sample(name), files.path().join(name)).expect("a sample can be copied");
    }
    let ingest = || {
        program
            .run(&["ingest".as_ref(), files.path().as_os_str()])
            .success()
    };
    ingest();
    let first = documents(&program);
    assert_eq!(first.len(), 3, "{first:#?}");
    ingest();
    assert_eq!(
        documents(&program),
        first,
        "the same files again change nothing"
    );

    let changed = files.path().join(names[0]);
    let text = std::fs::read_to_string(&changed).expect("a sample is readable");
    std::fs::write(&changed, text.replace("25.000.000 đồng", "30.000.000 đồng"))
        .expect("a file can be written");
    ingest();
    assert_eq!(
        documents(&program).len(),
        3,
        "a changed file replaces its document"
    );
    let shown = program
        .run(&[
            "search",
            "hộ gia đình có người chết do thiên tai",
            "--on",
            DAY,
            "--json",
        ])
        .success();
    assert!(shown.stdout.contains("30.000.000"), "{shown:#?}");
    assert!(
        !shown.stdout.contains("25.000.000"),
        "the old text is still served: {shown:#?}"
    );

    removing(&program);
    program.run(&["rebuild"]).success();
    assert_eq!(documents(&program).len(), 2);
    program.run(&["check", "--deep"]).success();
}

fn removing(program: &Program) {
    let held = documents(program);
    let fines = held
        .iter()
        .find(|document| document["symbol"] == "912/2025/NĐ-CPMAU")
        .expect("it is listed");
    let id = fines["id"].as_str().expect("a document has an id");
    program.run(&["remove", id]).success();
    assert_eq!(documents(program).len(), 2);
    let after = program
        .run(&[
            "search",
            "phạt lấn đất chiếm đất nông nghiệp",
            "--on",
            DAY,
            "--json",
        ])
        .success();
    assert!(
        !after.stdout.contains("912/2025"),
        "a removed document still answers: {after:#?}"
    );
    let again = program.run(&["remove", id]);
    assert_ne!(again.code, Some(0), "{again:#?}");
}

/// The lines of a folder of texts, for tests that make their own files.
pub(crate) fn write(folder: &Path, name: &str, text: impl AsRef<[u8]>) -> std::path::PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file can be written");
    path
}
