//! Exact lookup in the forms people type, on the samples: what is found, what is ambiguous, what is not held.

mod articles;
mod attached;

use super::{DAY, SAMPLES};
use crate::program::one_line;

/// What `cancu show` says of a reference, and whether it is held.
fn check(reference: &str, held: bool, words: &[&str]) {
    let shown = SAMPLES.run(&["show", reference, "--on", DAY]);
    assert_eq!(shown.code == Some(0), held, "{reference}: {shown:#?}");
    let said = one_line(&shown.said());
    for word in words {
        assert!(said.contains(word), "{reference}: no {word:?} in {said}");
    }
}

#[test]
fn what_is_held_is_found_in_any_form() {
    let clause = &["Trong thời hạn 60 ngày kể từ ngày sinh con"][..];
    for reference in [
        "k2 đ10 nđ 901/2024/NĐ-CPMAU",
        "d10k2 nđ901/2024",
        "K2-Đ10 NĐ 901/2024",
        "điều 10.2 nđ 901/24",
        "khoản 2 - điều 10 - nghị định 901/2024",
        "xem khoan 2 dieu 10 nghi dinh 901-2024",
        "khoản hai điều mười nđ901",
    ] {
        check(reference, true, clause);
    }
    // Several at once.
    check("điều 9-10 nđ901/2024", true, &["Điều 9", "Điều 10"]);
    check(
        "nđ901/2024, nđ 908/2025",
        true,
        &["901/2024/NĐ-CPMAU", "908/2025/NĐ-CPMAU"],
    );
}

#[test]
fn several_acts_of_one_number_are_told_apart() {
    check(
        "95/2025/NQ-HĐND",
        true,
        &["2 văn bản cùng số", "tỉnh Sông Mẫu", "xã Đồng Mẫu"],
    );
    // The issuer tells them apart.
    for (reference, own, other) in [
        (
            "nghị quyết 95/2025/NQ-HĐND của HĐND xã Đồng Mẫu",
            "ĐỒNG MẪU",
            "SÔNG MẪU",
        ),
        ("nq 95/2025 hđnd tỉnh Sông Mẫu", "SÔNG MẪU", "ĐỒNG MẪU"),
    ] {
        let shown = SAMPLES
            .run(&["show", reference, "--on", DAY, "--json"])
            .json();
        let results = shown["results"].as_array().expect("results");
        let issuer = results[0]["document"]["issuer"]
            .as_str()
            .unwrap_or_default()
            .to_uppercase();
        assert_eq!(results.len(), 1, "{reference}: {shown:#}");
        assert!(
            issuer.contains(own) && !issuer.contains(other),
            "{reference}: {issuer}"
        );
    }
    check("nq 95/2025 của UBND xã Khác", false, &["95/2025/NQ-HĐND"]);
}

#[test]
fn what_is_not_held_is_said_with_what_is_nearest() {
    for (reference, words) in [
        // Other letters, a number beside, a name that is nearly right.
        ("901/2024/NĐ-CPMUA", "901/2024/NĐ-CPMAU"),
        ("nđ 904/2025/NĐ-CPMAU", "905/2025/NĐ-CPMAU"),
        ("nđ 907/2025", "908/2025/NĐ-CPMAU"),
        ("luật cu tru mua", "894/2020/QHMAU"),
        ("khoản 99 Điều 10 nđ901/2024", "khoản"),
        ("điều 99 nđ901/2024", "Điều 16"),
    ] {
        check(reference, false, &["Gần nhất", words]);
    }
}

/// What a search understood, where it is not what was typed.
fn read_as(typed: &str) -> Option<String> {
    let found = SAMPLES.run(&["search", typed, "--on", DAY, "--limit", "1", "--json"]);
    found.json()["read_as"].as_str().map(str::to_owned)
}

#[test]
fn slips_of_the_finger_are_read_as_they_were_meant() {
    for (typed, meant) in [
        ("thủ tcụ đăng ký khai sinh", "thủ tục đăng ký khai sinh"),
        ("thu tuc dang ky khia sinh", "thu tuc dang ky khai sinh"),
        ("lệ phí hộ tịhc?", "lệ phí hộ tịch?"),
        // Marks as characters of their own.
        ("lệ phí hộ ti\u{323}hc", "lệ phí hộ tịch"),
        ("nghị địn 901/2024", "nghị định 901/2024"),
        // The tone went with the letters.
        ("ủy ban nhân dna xã", "ủy ban nhân dân xã"),
        // The keyboard off, and a slip.
        (
            "thur tucj ddawng kys khia sinh",
            "thủ tục đăng ký khai sinh",
        ),
    ] {
        assert_eq!(read_as(typed).as_deref(), Some(meant), "{typed}");
    }
    let as_typed = SAMPLES.run(&["search", "lệ phí hộ tịhc", "--as-typed", "--json"]);
    assert!(as_typed.json()["read_as"].is_null());
    for typed in [
        "thủ tục đăng ký khai sinh",
        // Words that no sample has, names, abbreviations and other languages stay as they are.
        "xin phép nuôi đà điểu ở đâu, mấy ngày",
        "người Hà Nhỉ đăng ký khai sinh",
        "VNEID đăng ký",
        // Everyday words that laws do not use.
        "đăng ký khai sinh quy định tại điều mấy",
        "tôi đăng ký khai sinh cho cháu thì nộp ở đâu vậy",
        "how to register a birth",
        "zzz qqq xxx",
    ] {
        assert_eq!(read_as(typed), None, "{typed}");
    }
}
