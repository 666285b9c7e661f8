//! Claims with their references, and drafts, laid beside the samples.

use serde_json::{Value, json};
use tests::{Finished, Program};

use super::{DAY, SAMPLES};
use crate::program::one_line;

const DECREE: &str = "Nghị định số 901/2024/NĐ-CPMAU";
const CLAUSE: &str = "khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU";
const BIRTH: &str = "Trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con";

/// Writes a file and verifies it.
fn verified(name: &str, words: &str, more: &[&str]) -> Finished {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join(name);
    std::fs::write(&file, words).expect("a file can be written");
    let file = file.to_string_lossy().into_owned();
    let mut arguments = vec!["verify", file.as_str()];
    arguments.extend(more);
    SAMPLES.run(&arguments)
}

/// What `cancu verify --json` says of one claim.
fn claim(text: &str, citations: &Value) -> Value {
    let given = json!({ "on": DAY, "claims": [{ "text": text, "citations": citations }] });
    let report = verified("claims.json", &given.to_string(), &["--json"]).json();
    assert_eq!(
        report["claims"].as_array().map(Vec::len),
        Some(1),
        "{report:#}"
    );
    report["claims"][0].clone()
}

fn cites(reference: &str, quote: &str) -> Value {
    json!([{ "reference": reference, "quote": quote }])
}

/// The verdict on one claim, and the kind of a check that failed where it is not `checked`.
fn check(text: &str, citations: &Value, verdict: &str, failed: Option<&str>) {
    const KINDS: [&str; 7] = [
        "quote",
        "numbers",
        "reference",
        "validity",
        "modality",
        "authority",
        "coverage",
    ];
    let claim = claim(text, citations);
    assert_eq!(claim["verdict"], verdict, "{text}: {claim:#}");
    let checks = claim["checks"].as_array().expect("checks");
    for check in checks {
        let kind = check["kind"].as_str().unwrap_or_default();
        assert!(KINDS.contains(&kind), "{kind}: {claim:#}");
        assert!(check["passed"].is_boolean(), "{claim:#}");
        assert!(
            check["detail"]
                .as_str()
                .is_some_and(|detail| !detail.is_empty()),
            "{claim:#}"
        );
    }
    let fails = |kind: &str| {
        checks
            .iter()
            .any(|check| check["kind"] == kind && check["passed"] == false)
    };
    match failed {
        Some(kind) => assert!(fails(kind), "no failed {kind}: {claim:#}"),
        None => assert!(
            checks.iter().all(|check| check["passed"] == true),
            "{claim:#}"
        ),
    }
}

#[test]
fn a_claim_is_checked_against_the_provision_that_it_cites() {
    check(
        BIRTH,
        &cites(CLAUSE, "Trong thời hạn 60 ngày kể từ ngày sinh con"),
        "checked",
        None,
    );
    // The provision alone, in the forms that people type.
    check(BIRTH, &cites(CLAUSE, ""), "checked", None);
    check(
        BIRTH,
        &json!([{ "reference": "k2 Đ10 NĐ 901/2024/NĐ-CPMAU" }]),
        "checked",
        None,
    );
    let wrong = BIRTH.replace("60", "90");
    check(
        &wrong,
        &cites(CLAUSE, "Trong thời hạn 60 ngày"),
        "partly",
        Some("numbers"),
    );
    check(
        BIRTH,
        &cites(CLAUSE, "Trong thời hạn 90 ngày kể từ"),
        "unchecked",
        Some("quote"),
    );
    // The words stand in another clause.
    let other = "khoản 1 Điều 10 Nghị định số 901/2024/NĐ-CPMAU";
    check(
        BIRTH,
        &cites(other, "Trong thời hạn 60 ngày kể từ ngày sinh con"),
        "unchecked",
        Some("quote"),
    );
    // Each quote in its own provision.
    let both = json!([
        { "reference": CLAUSE, "quote": "Trong thời hạn 60 ngày kể từ ngày sinh con" },
        { "reference": format!("khoản 1 Điều 12 {DECREE}"), "quote": "Trong thời hạn 15 ngày kể từ ngày có người chết" },
    ]);
    let text = "Trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con; trong thời hạn 15 ngày kể từ ngày có người chết, vợ, chồng, con, cha, mẹ có trách nhiệm đăng ký khai tử.";
    check(text, &both, "checked", None);
    // A point with the words before it.
    check(
        "Không được chứng thực bản sao trong trường hợp bản chính bị tẩy xóa, sửa chữa, thêm, bớt nội dung không hợp lệ.",
        &cites(&format!("điểm a khoản 3 Điều 7 {DECREE}"), ""),
        "checked",
        None,
    );
}

#[test]
fn a_reference_that_leads_nowhere_fails_and_says_what_is_nearest() {
    for (reference, nearest) in [
        ("Điều 99 Nghị định số 901/2024/NĐ-CPMAU", "Điều 16"),
        (
            "khoản 9 Điều 10 Nghị định số 901/2024/NĐ-CPMAU",
            "khoản 4 Điều 10",
        ),
        ("Điều 1 Nghị định số 904/2025/NĐ-CPMAU", "905/2025/NĐ-CPMAU"),
        ("quyển sách trên bàn", "quyển sách trên bàn"),
        ("khoản 2 Điều 10", "khoản 2 Điều 10"),
        ("", ""),
    ] {
        let claim = claim(BIRTH, &cites(reference, ""));
        assert_eq!(claim["verdict"], "unchecked", "{reference}: {claim:#}");
        let failed = claim["checks"]
            .as_array()
            .expect("checks")
            .iter()
            .any(|check| {
                check["kind"] == "reference"
                    && check["passed"] == false
                    && check["detail"]
                        .as_str()
                        .is_some_and(|detail| detail.contains(nearest))
            });
        assert!(failed, "{reference}: {claim:#}");
    }
    check(BIRTH, &json!([]), "unchecked", Some("reference"));
}

#[test]
fn of_several_acts_of_one_number_all_are_tried() {
    let commune = "Cộng tác viên thôn: 400.000 đồng/người/tháng.";
    let claim = claim(
        commune,
        &cites("khoản 1 Điều 2 Nghị quyết số 95/2025/NQ-HĐND", ""),
    );
    assert_eq!(claim["verdict"], "partly", "{claim:#}");
    let said = claim["checks"].to_string();
    assert!(
        said.contains("Đồng Mẫu") || said.contains("ĐỒNG MẪU"),
        "{claim:#}"
    );
    let failed: Vec<&Value> = claim["checks"]
        .as_array()
        .expect("checks")
        .iter()
        .filter(|check| check["passed"] == false)
        .collect();
    let ambiguous = failed.iter().any(|check| check["kind"] == "reference");
    assert!(ambiguous, "{claim:#}");
    let figures = failed.iter().any(|check| check["kind"] == "numbers");
    assert!(!figures, "{claim:#}");
}

#[test]
fn law_that_is_not_in_force_supports_nothing() {
    let expired = claim(
        "Mức trợ cấp",
        &cites("Điều 1 Thông tư số 902/2022/TT-BMAU", ""),
    );
    assert_eq!(expired["verdict"], "unchecked", "{expired:#}");
    let before = json!({ "on": "2023-01-01", "claims": [{ "text": BIRTH, "citations": cites(CLAUSE, "") }] });
    let report = verified("claims.json", &before.to_string(), &["--json"]).json();
    assert_eq!(report["claims"][0]["verdict"], "unchecked", "{report:#}");
    // The day of the command line counts before that of the file.
    let report = verified("claims.json", &before.to_string(), &["--json", "--on", DAY]).json();
    assert_eq!(report["claims"][0]["verdict"], "checked", "{report:#}");
}

#[test]
fn one_comes_out_for_each_claim_in_order() {
    let claims: Vec<Value> = (0..30)
        .map(|n| json!({ "text": format!("câu {n}"), "citations": [] }))
        .collect();
    let given = json!({ "claims": claims }).to_string();
    let report = verified("claims.json", &given, &["--json"]).json();
    let texts: Vec<&str> = super::texts(&report["claims"], "text");
    let expect: Vec<String> = (0..30).map(|n| format!("câu {n}")).collect();
    assert_eq!(texts, expect);
    let none = verified("claims.json", r#"{"claims": []}"#, &["--json"]).json();
    assert_eq!(none["claims"], json!([]));
    // For people, in their language.
    let shown = verified(
        "claims.json",
        &json!({ "on": DAY, "claims": [{ "text": BIRTH, "citations": cites(CLAUSE, "") }] })
            .to_string(),
        &["--lang", "en"],
    );
    assert!(shown.stdout.contains("[checked]"), "{shown:#?}");
}

#[test]
fn claims_that_cannot_be_read_are_refused_with_a_sentence() {
    for bad in [
        "{",
        "[]",
        r#"{"claims": 5}"#,
        r#"{"claims": [{"text": 5}]}"#,
        r#"{"claims": [{"text": "x", "citations": [{"quote": "x"}]}]}"#,
        r#"{"on": "2026-02-31", "claims": []}"#,
        "",
    ] {
        let refused = verified("claims.json", bad, &["--json"]);
        assert_eq!(refused.code, Some(1), "{bad}: {refused:#?}");
        assert!(refused.stdout.is_empty(), "{bad}: {refused:#?}");
        assert!(refused.stderr.contains(' '), "{bad}: {refused:#?}");
        assert!(!refused.said().contains("panicked"), "{bad}: {refused:#?}");
    }
    let large = format!(r#"{{"claims": [], "more": "{}"}}"#, "x".repeat(10 << 20));
    let refused = verified("claims.json", &large, &["--json"]);
    assert_eq!(refused.code, Some(1), "{:?}", refused.stderr);
    let absent = SAMPLES.run(&["verify", "khong-co-tep-nay.json"]);
    assert_eq!(absent.code, Some(1), "{absent:#?}");
    // Nothing on standard input.
    let empty = SAMPLES.run(&["verify", "-"]);
    assert_eq!(empty.code, Some(1), "{empty:#?}");
}

/// An invented draft with one of each.
const DRAFT: &str = "ỦY BAN NHÂN DÂN XÃ ĐỒNG MẪU
Số: 12/TTr-UBND

TỜ TRÌNH
Về việc đăng ký hộ tịch (VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ)

Căn cứ Nghị định số 901/2024/NĐ-CPMAU ngày 10 tháng 6 năm 2024 của Chính phủ Mẫu quy định về chứng thực, đăng ký hộ tịch;
Căn cứ Nghị định số 908/2025/NĐ-CPMAU ngày 01 tháng 02 năm 1999 của Chính phủ Mẫu;
Căn cứ Thông tư số 902/2022/TT-BMAU;
Căn cứ Nghị định số 999/2024/NĐ-CPMAU;
Theo khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 60 ngày kể từ ngày sinh con, cha hoặc mẹ có trách nhiệm đăng ký khai sinh cho con.
Theo khoản 1 Điều 12 Nghị định số 901/2024/NĐ-CPMAU, trong thời hạn 30 ngày kể từ ngày có người chết, người thân thích có trách nhiệm đăng ký khai tử.
Điều 98 Nghị định số 901/2024/NĐ-CPMAU áp dụng cho việc này.
Khoản 3 Điều 11 Nghị định số 901/2024/NĐ-CPMAU quy định: “Giấy xác nhận tình trạng hôn nhân có giá trị 12 tháng kể từ ngày cấp”.
Khoản 2 Điều 11 Nghị định số 901/2024/NĐ-CPMAU quy định: “Giấy xác nhận tình trạng hôn nhân có giá trị 06 tháng kể từ ngày cấp”.
Việc này thực hiện theo Quyết định số 925/2025/QĐ-UBND.
Trong năm, xã đã tiếp nhận 120 hồ sơ theo Điều 13 Nghị định số 901/2024/NĐ-CPMAU.
Nghị định số 901/2024/NĐ-CPMAU thay thế Thông tư số 902/2022/TT-BMAU.
";

/// The state and the remarks of the finding at a line.
fn at(report: &Value, line: u64) -> (String, Vec<String>) {
    let findings = report["findings"].as_array().expect("findings");
    let stands = |finding: &&Value| {
        let places = finding["places"].as_array().expect("places");
        places.iter().any(|place| place["line"] == line)
    };
    let finding = findings.iter().find(stands);
    let finding = finding.unwrap_or_else(|| panic!("nothing at line {line}: {report:#}"));
    let remarks = super::texts(&finding["remarks"], "kind");
    (
        finding["state"].as_str().unwrap_or_default().to_owned(),
        remarks.into_iter().map(str::to_owned).collect(),
    )
}

#[test]
fn a_draft_is_laid_beside_the_law() {
    let report = verified("to-trinh.txt", DRAFT, &["--json", "--on", DAY]).json();
    for (line, state, remark) in [
        (7, "right", ""),
        (8, "wrong", "other_day"),
        (9, "outdated", "not_in_force"),
        (10, "not_held", "not_held"),
        (11, "right", "figures_stand"),
        (12, "wrong", "figures_absent"),
        (13, "wrong", "no_provision"),
        (14, "wrong", "quote_absent"),
        (15, "wrong", "quote_absent"),
        (16, "unclear", "validity_unknown"),
        (17, "right", ""),
    ] {
        let (found, remarks) = at(&report, line);
        assert_eq!(found, state, "line {line}: {report:#}");
        let said = remark.is_empty() || remarks.iter().any(|one| one == remark);
        assert!(said, "line {line}: {remarks:?} has no {remark}");
    }
    // The decree and what it replaces stand in one line: nothing there is an error.
    let wrong = report["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .filter(|one| {
            one["places"]
                .as_array()
                .is_some_and(|places| places.iter().any(|place| place["line"] == 18))
                && one["state"] != "right"
        });
    assert_eq!(wrong.count(), 0, "{report:#}");
    // The words stand in the next clause, and what replaced the circular is named.
    let said = report["findings"].to_string();
    for words in ["khoản 3 Điều 11", "907/2025/TT-BMAU", "15 ngày"] {
        assert!(said.contains(words), "{words}: {report:#}");
    }
    assert_eq!(report["counts"]["not_held"], 1, "{report:#}");
    // Nothing of it is kept.
    let held = SAMPLES.run(&["list"]).stdout;
    assert!(!held.contains("12/TTr-UBND"), "{held}");
}

/// Seen in a letter of the samples: the decree as it was issued has no Điều 7a, an amending one put it in.
#[test]
fn a_unit_that_came_in_later_is_no_error() {
    let letter = tests::sample("cong-van-1234-2025.docx");
    let letter = letter.to_string_lossy().into_owned();
    let report = SAMPLES
        .run(&["verify", &letter, "--json", "--on", DAY])
        .json();
    assert_eq!(report["counts"]["wrong"], 0, "{report:#}");
    assert_eq!(report["counts"]["unclear"], 1, "{report:#}");
}

#[test]
fn a_draft_is_reported_for_people_with_counts_first() {
    let shown = verified("to-trinh.md", DRAFT, &["--on", DAY]).success();
    let said = one_line(&shown.stdout);
    let counts = said.find("không có trong kho ·").expect("counts");
    let first = said.find("✓ Đúng").expect("a finding");
    assert!(counts < first, "{said}");
    for language in ["en", "fr"] {
        verified("to-trinh.txt", DRAFT, &["--on", DAY, "--lang", language]).success();
    }
    let none = verified("thu.txt", "Kính gửi quý cơ quan.\nTrân trọng.", &["--json"]).json();
    assert_eq!(none["findings"], json!([]));
    let empty = verified("trong.docx", "", &[]);
    assert_eq!(empty.code, Some(1), "{empty:#?}");
}

#[test]
fn a_draft_that_a_power_cut_left_is_cleared_away_at_the_next_start() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = Program::on(&folder.path().join("data"));
    let left = program.root().join("incoming").join("999999999-0");
    std::fs::create_dir_all(&left).expect("a folder can be made");
    std::fs::write(left.join("du-thao.txt"), DRAFT).expect("a file can be written");
    let _served = program.serve(&[]);
    // It listens a moment before it opens its data.
    for _ in 0..300 {
        if !left.exists() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    assert!(!left.exists());
}
