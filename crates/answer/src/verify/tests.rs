//! True rewrites are accepted, mutations are caught.

use legal::{Kind, Status};
use proptest::prelude::*;

use super::{CheckKind, Claim, Seen, Unsupported, Verdict, compare, verify};
use crate::DraftClaim;
use crate::samples::{evidence, on};

const DEADLINE: &str = "2. Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ,\nỦy ban nhân dân cấp xã phải trả lời; trường hợp từ chối - nêu rõ lý do.";
const FINE: &str = "1. Phạt tiền từ 1.500.000 đồng đến 3.000.000 đồng đối với hành vi lấn chiếm lối đi, mức 5% theo Nghị định số 30/2020/NĐ-CP.";

fn run(text: &str, quotes: &[(usize, &str)], status: Status) -> Result<Claim, Unsupported> {
    let mut found = vec![
        evidence("dieu-9/khoan-2", DEADLINE),
        evidence("dieu-4/khoan-1", FINE),
    ];
    found[0].status = status;
    let quotes = quotes
        .iter()
        .map(|(number, words)| (*number, (*words).to_owned()))
        .collect();
    verify(
        &DraftClaim {
            text: text.to_owned(),
            quotes,
            ..DraftClaim::default()
        },
        &found,
        on(),
    )
}

/// Whether a quote of the first evidence is proved, and as which of the law's words.
fn check_quote(words: &str, expect: Option<&str>) {
    let result = run("Phải trả lời.", &[(1, words)], Status::InForce);
    let found = result.as_ref().ok().map(|claim| claim.quotes()[0].text());
    assert_eq!(found, expect, "{words}: {result:?}");
    if let Ok(claim) = &result {
        let quote = &claim.quotes()[0];
        assert_eq!(
            &DEADLINE[quote.range()],
            quote.text(),
            "the law's own bytes"
        );
        assert_eq!(
            (quote.evidence(), quote.page(), quote.path().to_string()),
            (1, Some(3), "dieu-9/khoan-2".into())
        );
    }
}

#[test]
fn true_quotes() {
    let words = Some("Trong thời hạn 05 ngày làm việc");
    check_quote("Trong thời hạn 05 ngày làm việc", words);
    check_quote("“TRONG THỜI HẠN  05 ngày\nlàm việc”", words);
    check_quote("…trong thời hạn 05 ngày làm việc…", words);
    check_quote("Trong thời hạn 05 ngày làm việc.", words);
    check_quote(
        "Trong tho\u{31b}\u{300}i ha\u{323}n 05 nga\u{300}y la\u{300}m vie\u{302}\u{323}c",
        words,
    );
    check_quote(
        "nhận đủ hồ sơ, ủy ban nhân dân",
        Some("nhận đủ hồ sơ,\nỦy ban nhân dân"),
    );
    check_quote(
        "trường hợp từ chối – nêu rõ lý do",
        Some("trường hợp từ chối - nêu rõ lý do"),
    );
    check_quote(
        "trường hợp từ chối—nêu rõ lý do;",
        Some("trường hợp từ chối - nêu rõ lý do"),
    );
    check_quote(DEADLINE, Some(DEADLINE.trim_end_matches('.')));
}

#[test]
fn false_quotes() {
    for words in [
        "Trong thời hạn 15 ngày làm việc",
        "Trong thời hạn 05 ngày kể từ ngày nhận",
        "Trong thời hạn 05 ngày làm việc ... phải trả lời",
        "Trong thời hạn 05 ngày làm việc phải trả lời",
        "Trong thoi han 05 ngay lam viec",
        "Ủy ban nhân dân cấp xã không phải trả lời",
        // Too short, or of nothing.
        "trả lời",
        "05 ngày",
        "",
        "............................",
        "…",
        // Inside a word or a number.
        "5 ngày làm việc kể từ ngày",
        "rong thời hạn 05 ngày làm việc",
        "Trong thời hạn 05 ngày làm việ",
        // In other evidence.
        "hành vi lấn chiếm lối đi",
    ] {
        check_quote(words, None);
    }
    for words in [
        "500.000 đồng đến 3.000.000 đồng",
        "Phạt tiền từ 1",
        "Phạt tiền từ 1.500.000 đồng đến 3.000",
        "đối với hành vi lấn chiếm lối đi, mức 5",
        "theo Nghị định số 30/2020",
        "2020/NĐ-CP theo nghị",
    ] {
        let result = run("Phạt tiền.", &[(2, words)], Status::InForce);
        assert!(result.is_err(), "{words}: {result:?}");
    }
}

#[test]
fn who_is_cited() {
    let seen = |result: Result<Claim, Unsupported>| {
        let unsupported = result.unwrap_err();
        let failed = unsupported.checks.iter().find(|check| !check.passed);
        failed.unwrap().seen.clone()
    };
    let words = "hành vi lấn chiếm lối đi";
    let other = run("Cấm lấn chiếm.", &[(1, words)], Status::InForce);
    let elsewhere = Seen::Misattributed {
        evidence: 1,
        stands_in: 2,
    };
    assert_eq!(seen(other), elsewhere);
    for evidence in [0, 3, usize::MAX] {
        let absent = run("Cấm lấn chiếm.", &[(evidence, words)], Status::InForce);
        assert_eq!(seen(absent), Seen::NoEvidence { evidence });
    }
    let none = run("Cấm lấn chiếm.", &[], Status::InForce);
    assert_eq!(seen(none), Seen::NoQuote);
    let none = run(" \u{0}", &[(2, words)], Status::InForce);
    assert_eq!(seen(none), Seen::NoSentence);
    let long = run(&"a ".repeat(2000), &[(2, words)], Status::InForce);
    assert_eq!(seen(long), Seen::TooLong);
    let many = run("Cấm lấn chiếm.", &vec![(2, words); 40], Status::InForce);
    assert_eq!(seen(many), Seen::TooManyQuotes);
    // One bad quote among good ones spoils the claim; the same quote twice is one.
    assert!(run("Cấm lấn chiếm.", &[(2, words), (1, words)], Status::InForce).is_err());
    assert_eq!(
        run("Cấm lấn chiếm.", &[(2, words), (2, words)], Status::InForce)
            .unwrap()
            .quotes()
            .len(),
        1
    );
}

#[test]
fn what_is_no_quote_is_told_apart() {
    let check = |words: &str, expect: Seen| {
        let result = run("Phải trả lời.", &[(1, words)], Status::InForce);
        let checks = result.unwrap_err().checks;
        let failed: Vec<Seen> = checks
            .into_iter()
            .filter(|check| check.kind == CheckKind::Quote && !check.passed)
            .map(|check| check.seen)
            .collect();
        assert_eq!(failed, [expect], "{words}");
    };
    let stitched = |pieces: [&str; 2]| Seen::Stitched {
        evidence: 1,
        pieces: pieces.map(str::to_owned).to_vec(),
    };
    check(
        "Trong thời hạn 05 ngày làm việc ... phải trả lời; trường hợp từ chối",
        stitched([
            "trong thời hạn 05 ngày làm việc",
            "phải trả lời; trường hợp từ chối",
        ]),
    );
    check(
        "Ủy ban nhân dân cấp xã trong thời hạn 05 ngày làm việc",
        stitched(["ủy ban nhân dân cấp xã", "trong thời hạn 05 ngày làm việc"]),
    );
    let paraphrased = |nearest: &str| Seen::Paraphrased {
        evidence: 1,
        nearest: nearest.to_owned(),
    };
    check(
        "Ủy ban nhân dân cấp tỉnh phải trả lời",
        paraphrased("Ủy ban nhân dân cấp xã phải trả lời"),
    );
    check(
        "Trong thời hạn 15 ngày làm việc kể từ ngày nhận",
        paraphrased("Trong thời hạn 05 ngày làm việc kể từ ngày nhận"),
    );
    check(
        "Người nộp đơn được miễn lệ phí",
        Seen::Absent { evidence: 1 },
    );
    check(
        "05 ngày",
        Seen::TooShort {
            words: "05 ngày".to_owned(),
        },
    );
}

#[test]
fn a_sentence_without_a_quote_is_compared() {
    let compared = |text: &str, quotes: &[(usize, &str)], status: Status| {
        let mut found = [evidence("dieu-9/khoan-2", DEADLINE)];
        found[0].status = status;
        let quotes = quotes.iter().map(|(at, words)| (*at, (*words).to_owned()));
        let draft = DraftClaim {
            text: text.to_owned(),
            quotes: quotes.collect(),
            ..DraftClaim::default()
        };
        compare(&draft, &found, on()).verdict
    };
    let said = "Theo khoản 2 Điều 9, trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ, Ủy ban nhân dân cấp xã phải trả lời.";
    for (text, quotes, status, expect) in [
        (said, [(1, "")], Status::InForce, Verdict::Checked),
        (said, [(1, " \n")], Status::Unknown, Verdict::Partly),
        (said, [(1, "")], Status::Expired, Verdict::Unchecked),
        (said, [(2, "")], Status::InForce, Verdict::Unchecked),
        (
            said,
            [(1, "phải trả lời sau năm ngày")],
            Status::InForce,
            Verdict::Unchecked,
        ),
        (
            "Trong thời hạn 15 ngày làm việc, Ủy ban nhân dân cấp xã phải trả lời.",
            [(1, "")],
            Status::InForce,
            Verdict::Partly,
        ),
        (
            "Ủy ban nhân dân cấp xã phải trả lời bằng văn bản có đóng dấu.",
            [(1, "")],
            Status::InForce,
            Verdict::Partly,
        ),
        (
            "Phải trả lời.",
            [(1, "")],
            Status::InForce,
            Verdict::Checked,
        ),
    ] {
        assert_eq!(compared(text, &quotes, status), expect, "{text} {quotes:?}");
    }
    assert_eq!(compared(said, &[], Status::InForce), Verdict::Unchecked);
}

#[test]
fn figures_and_validity() {
    let deadline = [(1, "Trong thời hạn 05 ngày làm việc")];
    for (text, status, expect) in [
        (
            "Phải trả lời trong 5 ngày làm việc.",
            Status::InForce,
            Some(Verdict::Checked),
        ),
        (
            "Theo khoản 2 Điều 9 Luật Chợ quê năm 2024, hạn là năm ngày làm việc.",
            Status::InForce,
            Some(Verdict::Checked),
        ),
        (
            "Luật ban hành ngày 09/02/2024 định hạn 05 ngày làm việc.",
            Status::InForce,
            Some(Verdict::Checked),
        ),
        (
            "Phải trả lời trong 5 ngày.",
            Status::InForce,
            Some(Verdict::Partly),
        ),
        (
            "Phải trả lời trong 15 ngày làm việc.",
            Status::InForce,
            Some(Verdict::Partly),
        ),
        (
            "Phạt 1.500.000 đồng.",
            Status::InForce,
            Some(Verdict::Partly),
        ),
        (
            "Phải trả lời trong 5 ngày làm việc.",
            Status::Unknown,
            Some(Verdict::Partly),
        ),
        ("Phải trả lời trong 5 ngày làm việc.", Status::NotYet, None),
        ("Phải trả lời trong 5 ngày làm việc.", Status::Expired, None),
        (
            "Phải trả lời trong 5 ngày làm việc.",
            Status::Suspended,
            None,
        ),
    ] {
        let result = run(text, &deadline, status);
        assert_eq!(
            result.as_ref().ok().map(Claim::verdict),
            expect,
            "{text} {status:?}: {result:?}"
        );
        let checks = result.map_or_else(|no| no.checks, |claim| claim.checks().to_vec());
        for kind in [
            CheckKind::Evidence,
            CheckKind::Quote,
            CheckKind::Numbers,
            CheckKind::Validity,
        ] {
            assert!(
                checks.iter().any(|check| check.kind == kind),
                "{text}: no {kind:?}"
            );
        }
    }
    let two = run(
        "Phạt từ 1,5 đến 3 triệu đồng; trả lời trong 05 ngày làm việc.",
        &[
            (1, "Trong thời hạn 05 ngày làm việc"),
            (2, "Phạt tiền từ 1.500.000 đồng đến 3.000.000 đồng"),
        ],
        Status::InForce,
    );
    let verdict = two.as_ref().ok().map(Claim::verdict);
    assert_eq!(verdict, Some(Verdict::Checked), "{two:?}");
}

/// The kinds of checks that a sentence about a text does not pass, where the text is quoted from its beginning.
fn failed(law: &str, text: &str) -> Vec<CheckKind> {
    let found = [evidence("dieu-9", law)];
    let quote = law.lines().last().unwrap_or_default().to_owned();
    let draft = DraftClaim {
        text: text.to_owned(),
        quotes: vec![(1, quote)],
        ..DraftClaim::default()
    };
    let checks = match verify(&draft, &found, on()) {
        Ok(claim) => claim.checks().to_vec(),
        Err(unsupported) => unsupported.checks,
    };
    let failed = checks.into_iter().filter(|check| !check.passed);
    failed.map(|check| check.kind).collect()
}

const LIST: &str = "1. Tổ chức có trách nhiệm:\na) Nộp báo cáo trong thời hạn 05 ngày làm việc;\nb) Lưu trữ hồ sơ trong thời hạn 10 năm kể từ ngày nhận.";
const LEVELS: &str = "1. Ủy ban nhân dân cấp tỉnh quyết định bảng giá đất hằng năm.\n2. Ủy ban nhân dân cấp xã xác nhận đơn xin giao đất của hộ gia đình.";
const TWICE: &str =
    "Tổ chức, cá nhân trong nước nộp 02 bản: 01 bản gửi Bộ trưởng Bộ Y tế, 01 bản lưu tại Sở Y tế.";
const WORDS: &str = "Trong thời hạn ba (03) ngày làm việc, người sử dụng lao động thông báo cho người đủ 18 tuổi trở lên đang làm việc.";
const CONDITIONS: &str =
    "Trường hợp hồ sơ không hợp lệ, cơ quan thuế trả lại hồ sơ, trừ trường hợp bất khả kháng.";
const RULES: &str = "Hành khách không được mang theo chất nổ lên tàu và phải xuất trình giấy tờ theo quy định tại điểm a, b khoản 2 Điều 7 Nghị định này.";

const HEADED: &str =
    "Điều 8. Trường hợp khách hàng được đổi vé\nKhách hàng được đổi vé trước giờ tàu chạy 02 giờ.";
const RELATIVE: &str = "Vé tập thể thực hiện theo Điều 11 và Điều 17 Nghị định này, trừ vé quy định tại điểm a, b khoản này.";

#[test]
fn what_the_law_says_is_checked() {
    for (law, text) in [
        (
            LIST,
            "Tổ chức có trách nhiệm lưu trữ hồ sơ trong vòng 10 năm tính từ ngày nhận.",
        ),
        (
            LIST,
            "Tổ chức có trách nhiệm nộp báo cáo trong 5 ngày làm việc; lưu trữ hồ sơ trong thời hạn mười năm kể từ ngày nhận",
        ),
        (
            LEVELS,
            "UBND cấp xã xác nhận đơn xin giao đất của hộ gia đình",
        ),
        (
            TWICE,
            "TỔ CHỨC, CÁ NHÂN TRONG NƯỚC NỘP 2 BẢN: 1 BẢN GỬI BỘ TRƯỞNG BỘ Y TẾ, 1 BẢN LƯU TẠI SỞ Y TẾ",
        ),
        (
            WORDS,
            "Trong vòng 3 ngày làm việc, người sử dụng lao động thông báo cho người đủ 18 tuổi trở lên đang làm việc.",
        ),
        (
            WORDS,
            "Trong thời hạn 03 (ba) ngày làm việc, người sử dụng lao động thông báo cho người đủ mười tám tuổi trở lên đang làm việc.",
        ),
        (
            CONDITIONS,
            "Trường hợp hồ sơ không hợp lệ, cơ quan thuế trả lại hồ sơ, trừ trường hợp bất khả kháng",
        ),
        (RULES, "Hành khách không được mang theo chất nổ lên tàu."),
        // Seen: the heading, which ends without a full stop, and what follows were one sentence, of which the claim
        // left out "trường hợp".
        (HEADED, "Khách hàng được đổi vé trước giờ tàu chạy 02 giờ."),
        (
            RULES,
            "Hành khách phải xuất trình giấy tờ theo quy định tại điểm a, b khoản 2 Điều 7 Nghị định này.",
        ),
    ] {
        assert_eq!(failed(law, text), [], "{text}");
    }
}

#[test]
fn what_the_law_does_not_say_is_not() {
    use CheckKind::{Authority, Coverage, Modality, Numbers, Reference};
    for (law, text, kind) in [
        // A figure of the point beside it.
        (
            LIST,
            "Tổ chức có trách nhiệm lưu trữ hồ sơ trong thời hạn 05 ngày làm việc kể từ ngày nhận.",
            Numbers,
        ),
        (
            LIST,
            "Tổ chức có trách nhiệm lưu trữ hồ sơ trong thời hạn 10 tháng kể từ ngày nhận.",
            Numbers,
        ),
        (
            LIST,
            "Tổ chức có quyền lưu trữ hồ sơ trong thời hạn 10 năm kể từ ngày nhận.",
            Modality,
        ),
        (
            LEVELS,
            "Ủy ban nhân dân cấp xã quyết định bảng giá đất hằng năm.",
            Authority,
        ),
        (
            LEVELS,
            "Hội đồng nhân dân cấp tỉnh quyết định bảng giá đất hằng năm.",
            Authority,
        ),
        (
            LEVELS,
            "Chủ tịch Ủy ban nhân dân cấp xã xác nhận đơn xin giao đất của hộ gia đình.",
            Authority,
        ),
        (
            TWICE,
            "Tổ chức, tổ chức trong nước nộp 02 bản: 01 bản gửi Bộ trưởng Bộ Y tế.",
            Coverage,
        ),
        (
            TWICE,
            "Tổ chức, cá nhân trong nước nộp 01 bản: 01 bản gửi Bộ trưởng Bộ Y tế.",
            Numbers,
        ),
        (
            TWICE,
            "Tổ chức, cá nhân trong nước nộp 02 bản: 01 bản gửi Bộ Y tế.",
            Authority,
        ),
        (
            TWICE,
            "Tổ chức, cá nhân nước ngoài nộp 02 bản: 01 bản gửi Bộ trưởng Bộ Y tế.",
            Authority,
        ),
        (
            WORDS,
            "Trong thời hạn ba (05) ngày làm việc, người sử dụng lao động thông báo cho người đủ 18 tuổi trở lên.",
            Numbers,
        ),
        (
            WORDS,
            "Trong thời hạn 03 (năm) ngày làm việc, người sử dụng lao động thông báo cho người đủ 18 tuổi trở lên.",
            Numbers,
        ),
        (
            WORDS,
            "Trong thời hạn 03 ngày làm việc, người lao động thông báo cho người đủ 18 tuổi trở lên.",
            Authority,
        ),
        (
            WORDS,
            "Trong thời hạn 03 ngày làm việc, người sử dụng lao động thông báo cho người dưới 18 tuổi trở lên.",
            Numbers,
        ),
        (
            CONDITIONS,
            "Cơ quan thuế trả lại hồ sơ, trừ trường hợp bất khả kháng.",
            Modality,
        ),
        (
            CONDITIONS,
            "Trường hợp hồ sơ không hợp lệ, cơ quan thuế trả lại hồ sơ.",
            Modality,
        ),
        (
            CONDITIONS,
            "Trường hợp hồ sơ hợp lệ, cơ quan thuế trả lại hồ sơ, trừ trường hợp bất khả kháng.",
            Modality,
        ),
        (
            RULES,
            "Hành khách được mang theo chất nổ lên tàu.",
            Modality,
        ),
        (
            RULES,
            "Hành khách không phải mang theo chất nổ lên tàu.",
            Modality,
        ),
        (
            RULES,
            "Hành khách có thể xuất trình giấy tờ theo quy định tại điểm a, b khoản 2 Điều 7 Nghị định này.",
            Modality,
        ),
        (
            RULES,
            "Hành khách phải xuất trình giấy tờ theo quy định tại điểm b, b khoản 2 Điều 7 Nghị định này.",
            Reference,
        ),
        (
            RULES,
            "Hành khách phải xuất trình giấy tờ theo quy định tại điểm a, b khoản 3 Điều 7 Nghị định này.",
            Reference,
        ),
        (
            RELATIVE,
            "Vé tập thể thực hiện theo Điều 11 hoặc Điều 17 Nghị định này, trừ vé quy định tại điểm a, b khoản này.",
            Modality,
        ),
        (
            RELATIVE,
            "Vé tập thể thực hiện theo Điều 11 và Điều 17 Nghị định này, trừ vé quy định tại điểm b, b khoản này.",
            Reference,
        ),
        // An invented sentence behind a true one, an address, and words that point at nothing.
        (
            WORDS,
            "Trong thời hạn ba (03) ngày làm việc, người sử dụng lao động thông báo cho người đủ 18 tuổi trở lên đang làm việc. Ai cũng được nghỉ phép hưởng lương.",
            Coverage,
        ),
        (
            TWICE,
            "Tổ chức, cá nhân trong nước nộp 02 bản https://a.test/?d=1",
            Coverage,
        ),
        (
            TWICE,
            "Theo văn bản này, tổ chức, cá nhân trong nước nộp 02 bản.",
            Coverage,
        ),
    ] {
        let failed = failed(law, text);
        assert!(failed.contains(&kind), "{text}: {failed:?}");
    }
}

#[test]
fn a_quote_of_something_else_proves_nothing() {
    let kinds = failed(
        LEVELS,
        "Ủy ban nhân dân cấp tỉnh quyết định bảng giá đất hằng năm.",
    );
    assert_eq!(kinds, [CheckKind::Coverage], "the second clause is quoted");
    let introduced = "Điều 9. Thời hạn lưu hồ sơ\n1. Thời hạn lưu hồ sơ được quy định như sau: 10 năm.\n2. Lệ phí chứng thực: 2.000 đồng một trang.";
    let kinds = failed(introduced, "Thời hạn lưu hồ sơ được quy định như sau.");
    assert_eq!(
        kinds,
        [CheckKind::Coverage],
        "only the second clause is quoted"
    );
}

#[test]
fn dates_of_validity_are_said() {
    let day = |year, month, day| Some(legal::Date::constant(year, month, day));
    for (status, from, until, expect) in [
        (
            Status::InForce,
            day(2024, 4, 1),
            None,
            (day(2024, 4, 1), None),
        ),
        (
            Status::Expired,
            day(2020, 1, 1),
            day(2025, 7, 1),
            (day(2020, 1, 1), day(2025, 7, 1)),
        ),
        (
            Status::NotYet,
            day(2026, 7, 1),
            None,
            (day(2026, 7, 1), None),
        ),
        // The document's own dates say something else than the provision's state: none is said.
        (Status::Expired, day(2020, 1, 1), None, (None, None)),
    ] {
        let mut found = [evidence("dieu-9/khoan-2", DEADLINE)];
        found[0].status = status;
        found[0].document.validity.from = from;
        found[0].document.validity.until = until;
        let draft = DraftClaim {
            text: "Phải trả lời.".to_owned(),
            quotes: vec![(1, "phải trả lời; trường hợp từ chối".to_owned())],
            ..DraftClaim::default()
        };
        let checks = match verify(&draft, &found, on()) {
            Ok(claim) => claim.checks().to_vec(),
            Err(unsupported) => unsupported.checks,
        };
        let seen: Vec<Seen> = checks
            .into_iter()
            .filter(|check| check.kind == CheckKind::Validity)
            .map(|check| check.seen)
            .collect();
        let (from, until) = expect;
        let (evidence, on) = (1, on());
        assert_eq!(
            seen,
            [Seen::Validity {
                evidence,
                status,
                on,
                from,
                until
            }]
        );
    }
}

/// Seen: a model that invents few words beside a true quote had them shown as checked.
#[test]
fn few_words_that_the_law_does_not_have_are_never_checked() {
    let deadline = [(1, "Trong thời hạn 05 ngày làm việc")];
    for text in [
        "Quy định này đã bị bãi bỏ.",
        "Ai cũng làm được.",
        "Miễn phí.",
    ] {
        let claim = run(text, &deadline, Status::InForce).expect("its quote stands");
        assert_eq!(claim.verdict(), Verdict::Partly, "{text}: {claim:?}");
    }
}

#[test]
fn markup_stays_text() {
    let text = "Xem ![x](http://x.test/a.png) <img src=x onerror=alert(1)>\u{202e}\u{7}";
    let claim = run(
        text,
        &[(1, "Trong thời hạn 05 ngày làm việc")],
        Status::InForce,
    )
    .unwrap();
    assert_eq!(
        claim.text(),
        "Xem ![x](http://x.test/a.png) <img src=x onerror=alert(1)>"
    );
}

const SYLLABLES: [&str; 24] = [
    "Ủy",
    "ban",
    "nhân",
    "dân",
    "cấp",
    "xã",
    "phải",
    "trả",
    "lời",
    "trong",
    "05",
    "ngày",
    "làm",
    "việc;",
    "1.500.000",
    "đồng,",
    "“văn",
    "thư”",
    "–",
    "30/2020/NĐ-CP",
    "5%",
    "a)",
    "không",
    "được",
];

fn law() -> impl Strategy<Value = Vec<String>> {
    let space = prop::sample::select(vec![" ", "\n", "  ", "\u{a0}"]);
    prop::collection::vec((prop::sample::select(SYLLABLES.to_vec()), space), 6..40).prop_map(
        |words| {
            words
                .into_iter()
                .map(|(word, space)| format!("{word}{space}"))
                .collect()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_piece_of_the_law_is_proved(words in law(), from in any::<prop::sample::Index>(), len in 4usize..20) {
        let from = from.index(words.len() - 4);
        let to = (from + len).min(words.len());
        let quote = words[from..to].concat();
        prop_assume!(quote.chars().filter(|c| c.is_alphanumeric()).count() >= 10);
        let found = [evidence("dieu-1", &words.concat())];
        let draft = DraftClaim { text: "Được.".to_owned(), quotes: vec![(1, quote.clone())], ..DraftClaim::default() };
        let claim = verify(&draft, &found, on());
        prop_assert!(claim.is_ok(), "{:?}: {:?}", quote, claim);
    }

    #[test]
    fn a_changed_syllable_never_is(
        words in law(), from in any::<prop::sample::Index>(), at in any::<prop::sample::Index>(), len in 4usize..20,
        other in prop::sample::select(vec!["cấm", "06", "2.500.000", "xa", "đượ"]),
    ) {
        let from = from.index(words.len() - 4);
        let to = (from + len).min(words.len());
        let mut quote = words[from..to].to_vec();
        let at = at.index(quote.len());
        quote[at] = format!("{other} ");
        let found = [evidence("dieu-1", &words.concat())];
        let draft = DraftClaim { text: "Được.".to_owned(), quotes: vec![(1, quote.concat())], ..DraftClaim::default() };
        prop_assert!(verify(&draft, &found, on()).is_err(), "{:?}", quote);
    }

    #[test]
    fn nothing_panics(text in "[\\PC\n]{0,40}", quote in "[\\PC\n]{0,40}", law in "[\\PC\n]{0,80}", number in 0usize..4) {
        let found = [evidence("dieu-1", &law)];
        let _ = verify(&DraftClaim { text, quotes: vec![(number, quote)], ..DraftClaim::default() }, &found, on());
        let whole = DraftClaim { text: "Được.".to_owned(), quotes: vec![(1, law.clone())], ..DraftClaim::default() };
        if let Ok(claim) = verify(&whole, &found, on()) {
            prop_assert_eq!(&law[claim.quotes()[0].range()], claim.quotes()[0].text());
        }
    }
}

/// T36: a memo that says what a law says was shown as checked against the law.
#[test]
fn words_of_a_text_that_makes_no_rules_prove_in_part() {
    for (kind, expect) in [
        (Some(Kind::Law), Verdict::Checked),
        (None, Verdict::Partly),
        (Some(Kind::OfficialLetter), Verdict::Partly),
    ] {
        let mut found = evidence("dieu-9/khoan-2", DEADLINE);
        found.document.header.kind = kind.clone();
        let words = "Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ, Ủy ban nhân dân cấp xã phải trả lời.";
        let draft = DraftClaim {
            text: words.to_owned(),
            quotes: vec![(1, words.to_owned())],
            ..DraftClaim::default()
        };
        let claim = verify(&draft, &[found], on()).expect("a claim");
        assert_eq!(claim.verdict(), expect, "{kind:?}: {claim:?}");
        let seen = Seen::MakesNoRules { evidence: 1 };
        let told = claim.checks().iter().any(|check| check.seen == seen);
        assert_eq!(told, expect == Verdict::Partly, "{kind:?}");
    }
}
