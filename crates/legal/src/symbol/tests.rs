//! Tests of symbols.

use proptest::prelude::*;

use super::*;

fn check(text: &str, expect: &[&str]) {
    let found = find_symbols(text);
    let normal: Vec<&str> = found.iter().map(|(_, symbol)| symbol.normal()).collect();
    assert_eq!(normal, expect, "{text:?}");
}

#[test]
fn finds_symbols_of_every_form() {
    check(
        "Nghị định số 30/2020/NĐ-CP và 41/2024/QH15, 02/2020/UBTVQH14.",
        &["30/2020/NĐ-CP", "41/2024/QH15", "02/2020/UBTVQH14"],
    );
    check(
        "15/2004/PL-UBTVQH11; 09/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN; 01/2014/NQLT/CP-UBTƯMTTQVN",
        &[
            "15/2004/PL-UBTVQH11",
            "09/2017/NQLT-UBTVQH14-CP-ĐCTUBTWMTTQVN",
            "01/2014/NQLT/CP-UBTƯMTTQVN",
        ],
    );
    check(
        "66.16/2026/NQ-CP, 30a/2008/NQ-CP, 05/2017/QĐ-TTg",
        &["66.16/2026/NQ-CP", "30A/2008/NQ-CP", "05/2017/QĐ-TTg"],
    );
    check(
        "16/VBHN-VPQH, 417/QĐ-BNNMT, 45/TTr-UBND, 97/NQ-CP, 557/BKHCN-CĐSQG, 123/UBND-VX",
        &[
            "16/VBHN-VPQH",
            "417/QĐ-BNNMT",
            "45/TTR-UBND",
            "97/NQ-CP",
            "557/BKHCN-CĐSQG",
            "123/UBND-VX",
        ],
    );
    check(
        "18-NQ/TW; 18-L/CTN; 41-LCT/HĐNN8; 92/TT-LB; 12/CP; 203-HĐBT; 270B-NQ/HĐNN8",
        &[
            "18-NQ/TW",
            "18-L/CTN",
            "41-LCT/HĐNN8",
            "92/TT-LB",
            "12/CP",
            "203-HĐBT",
            "270B-NQ/HĐNN8",
        ],
    );
    check(
        "QCVN 01:2026/BXD và TCVN 11930:2017, TCVN 5687 : 2024",
        &["QCVN 01:2026/BXD", "TCVN 11930:2017", "TCVN 5687:2024"],
    );
    check(
        "1895/1997/QĐ-BYT, 26/2018/AL, 123/2008/TTLT/BLĐTBXH-BYT, 12/2009/TT-BCA-C41",
        &[
            "1895/1997/QĐ-BYT",
            "26/2018/AL",
            "123/2008/TTLT/BLĐTBXH-BYT",
            "12/2009/TT-BCA-C41",
        ],
    );
}

#[test]
fn reads_through_bad_print() {
    check(
        "18/2022/TT-\nBLĐTBXH và 18/2022/\n  NĐ-\n CP",
        &["18/2022/TT-BLĐTBXH", "18/2022/NĐ-CP"],
    );
    check(
        "08/2010/TT–BYT; 16/2015/TT- BVHTTDL; 03/2014/TT - BTTTT; 372 /QĐ-BTC",
        &[
            "08/2010/TT-BYT",
            "16/2015/TT-BVHTTDL",
            "03/2014/TT-BTTTT",
            "372/QĐ-BTC",
        ],
    );
    check(
        "115/2020/NĐ-CPngày 25; 05/2020/TT-BTCng",
        &["115/2020/NĐ-CP", "05/2020/TT-BTC"],
    );
    check(
        "89/2015/NÐ-CP 06/2022/TT-BТС",
        &["89/2015/NĐ-CP", "06/2022/TT-BTC"],
    );
    check(
        "267/2025/ND-CP 30/2020/nd-cp 5/2017/qd-ttg 417/qđ-bnnmt 41/2024/qh15",
        &[
            "267/2025/NĐ-CP",
            "30/2020/NĐ-CP",
            "5/2017/QĐ-TTg",
            "417/QĐ-BNNMT",
            "41/2024/QH15",
        ],
    );
    check(
        "12/2020/QĐ-UBND - Hà Nội, 12/2020/NĐ-CP- Quy định",
        &["12/2020/QĐ-UBND", "12/2020/NĐ-CP"],
    );
}

#[test]
fn leaves_out_what_is_no_symbol() {
    for text in [
        "03/6/2019",
        "24/7 và 1/2",
        "104.042",
        "…/2025/TT-BCT",
        "Số: ..../....",
        "Số:         /QĐ-UBND",
        "01/ĐKTĐ-HĐĐT",
        "S2d-DNSN",
        "04/SS-HĐĐT",
        "1/TB-TĐT",
        "15/2024",
        "100.000 đồng/người",
        "tiêu chuẩn 5",
        "10-15 ngày",
        "5/2020/Bộ",
        "Điều 15-CP1",
        ".../2025/NĐ-CP",
    ] {
        check(text, &[]);
    }
}

fn check_issuers(text: &str, expect: &[&str]) {
    let symbol = Symbol::parse(text).expect(text);
    assert_eq!(symbol.issuers(), expect, "{text:?}");
}

#[test]
fn letters_name_the_bodies_and_units_behind_them_none() {
    check_issuers("11/2016/UBTVQH13", &["Ủy ban Thường vụ Quốc hội"]);
    check_issuers("41/2024/QH15", &["Quốc hội"]);
    check_issuers("12/2009/TT-BCA-C41", &["Bộ Công an"]);
    check_issuers(
        "12/2009/QĐ-BNN-BVTV",
        &["Bộ Nông nghiệp và Phát triển nông thôn"],
    );
    check_issuers("02/2006/QĐ-NHNN7", &["Ngân hàng Nhà nước Việt Nam"]);
    check_issuers("15/2019/QĐ-UBND", &[]);
    check_issuers(
        "05/2012/TTLT-BVHTT-BLĐTBXH",
        &[
            "Bộ Văn hóa - Thông tin",
            "Bộ Lao động - Thương binh và Xã hội",
        ],
    );
    check_issuers("18/CT-BCT", &["Bộ Công Thương"]);
    check_issuers("18-CT/BCT", &["Bộ Chính trị"]);
    check_issuers("18-NQ/TW", &[]);
}

#[test]
fn joint_symbols_are_compared_as_sets() {
    let same = |a: &str, b: &str| {
        let symbol = |text: &str| Symbol::parse(text).expect(text);
        symbol(a).same_document(&symbol(b))
    };
    assert!(same(
        "01/2014/NQLT/CP-UBTƯMTTQVN",
        "01/2014/NQLT-UBTƯMTTQVN-CP"
    ));
    assert!(same("5/2020/TTLT-BTC-BNV", "05/2020/TTLT-BNV-BTC"));
    assert!(!same("5/2020/TTLT-BTC-BNV", "6/2020/TTLT-BNV-BTC"));
    assert!(!same("5/2020/TT-BTC", "5/2020/TT-BNV"));
    assert!(same("08/2015/NĐ-CP", "8/2015/ND-CP"));
}

#[test]
fn misread_symbols_have_candidates_only() {
    let candidates = |text: &str| -> Vec<String> {
        let found = Symbol::candidates(text);
        found
            .iter()
            .map(|symbol| symbol.normal().to_owned())
            .collect()
    };
    assert_eq!(candidates("45/2019/QHI4"), ["45/2019/QH14"]);
    assert_eq!(candidates("45/2O19/QH14"), ["45/2019/QH14"]);
    assert_eq!(candidates("45/2024/QHI15"), ["45/2024/QH15"]);
    assert_eq!(candidates("l2/2O20/NĐ-CP"), ["12/2020/NĐ-CP"]);
    assert_eq!(candidates("30/2020/NĐ-C"), ["30/2020/NĐ-CP"]);
    assert!(candidates("30/2020/NĐ-CP").is_empty() && candidates("").is_empty());
}

#[test]
fn normal_form_follows_every_step_of_the_sheet() {
    for (printed, normal) in [
        ("Số:\u{a0}\u{a0}30/2020/NĐ\u{ad}-CP", "30/2020/NĐ-CP"),
        ("\u{f0a3}30/2020/N\u{110}-CP", "30/2020/NĐ-CP"),
        ("30/2020/NÐ-CP", "30/2020/NĐ-CP"),
        ("30/2020/NƉ-CP", "30/2020/NĐ-CP"),
        ("06/2022/TT-BТС", "06/2022/TT-BTC"),
        ("06/2022/ТТ-ВНV", "06/2022/TT-BHV"),
        ("08/2010/TT‑BYT", "08/2010/TT-BYT"),
        ("08/2010/TT − BYT", "08/2010/TT-BYT"),
        ("18/2022/TT-\n BLĐTBXH", "18/2022/TT-BLĐTBXH"),
        ("30/2020/NĐ- \nCP", "30/2020/NĐ-CP"),
        ("05/2017/qđ-ttg", "05/2017/QĐ-TTg"),
        ("115/2020/ND-CP", "115/2020/NĐ-CP"),
        ("Luật số số 41/2024/QH15", "41/2024/QH15"),
        ("Số hiệu: 30a/2008/NQ-CP", "30A/2008/NQ-CP"),
        ("66.16/2026/NQ-CP", "66.16/2026/NQ-CP"),
        ("4246/VBHN-BLĐTBXH", "4246/VBHN-BLĐTBXH"),
        ("93/QĐ-BCĐPTCNBD", "93/QĐ-BCĐPTCNBD"),
        ("1895/1997/QĐ-BYT", "1895/1997/QĐ-BYT"),
        ("102-SL", "102-SL"),
        ("15-CP", "15-CP"),
        ("216-NQ/QHK4", "216-NQ/QHK4"),
    ] {
        let symbol = Symbol::parse(printed).map(|symbol| symbol.normal);
        assert_eq!(symbol.as_deref(), Some(normal), "{printed:?}");
    }
}

#[test]
fn compares_by_the_folded_form() {
    let symbol = |text: &str| Symbol::parse(text).expect(text);
    assert_eq!(symbol("Số: 08/2015/NĐ-CP").folded(), "8/2015/nd-cp");
    assert_eq!(symbol("Luật số số: 41/2024/QH15.").normal(), "41/2024/QH15");
    assert_eq!(symbol("08/2015/NĐ-CP").slug(), "08-2015-nd-cp");
    assert_eq!(symbol("30/2020/nd-cp").article_key("5"), "30/2020/nđ-cp#5");
    assert_eq!(symbol("TCVN 01:2020").folded(), "tcvn 1:2020");
    assert_eq!(symbol("01/2021/TT-BNV").issuers(), ["Bộ Nội vụ"]);
    assert_eq!(symbol("01/2021/TT-BNV").kind(), Some(Kind::Circular));
    assert_eq!(
        symbol("08/2015/NĐ-CP").number_and_year().as_deref(),
        Some("8/2015")
    );
    assert!(
        Symbol::parse("30/2020/NĐ-CP và").is_none()
            && Symbol::parse("").is_none()
            && Symbol::parse("15/2024").is_none()
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_hold_the_printed_words(text in "[0-9./ A-ZĐ\n–-]{0,40}|\\PC{0,30}") {
        for (span, symbol) in find_symbols(&text) {
            prop_assert_eq!(&text[span.range()], symbol.printed());
            prop_assert_eq!(Symbol::parse(symbol.normal()).map(|s| s.normal), Some(symbol.normal));
        }
    }
}

#[test]
fn a_collections_own_number_is_kept_as_given() {
    let given = |text: &str| Symbol::as_given(text).map(|s| (s.printed, s.normal, s.folded));
    let kept = |printed: &str, normal: &str, folded: &str| {
        Some((printed.to_owned(), normal.to_owned(), folded.to_owned()))
    };
    assert_eq!(
        given(" 64/2020/TT- "),
        kept("64/2020/TT-", "64/2020/TT-", "64/2020/tt-")
    );
    assert_eq!(
        given("05/2011/TT-BNN&PTNT"),
        kept(
            "05/2011/TT-BNN&PTNT",
            "05/2011/TT-BNN&PTNT",
            "5/2011/tt-bnn&ptnt"
        )
    );
    assert_eq!(
        given("30 /2020/nd-cp"),
        kept("30 /2020/nd-cp", "30/2020/nd-cp", "30/2020/nd-cp")
    );
    assert_eq!(given(" "), None);
}
