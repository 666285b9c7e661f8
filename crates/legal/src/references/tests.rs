//! Tests of where citations lead.

use super::*;
use crate::{Date, Kind, Symbol, parse};

fn day(text: &str) -> Option<Date> {
    text.parse().ok()
}

fn law(id: &str, symbol: &str, name: &str, issued: &str, until: &str) -> KnownDocument {
    KnownDocument {
        id: id.to_owned(),
        kind: Some(Kind::Law),
        symbol: Symbol::parse(symbol),
        names: vec![name.to_owned()],
        issued: day(issued),
        from: day(issued),
        until: day(until),
        units: None,
    }
}

/// Two laws of one name, and a decree of two articles.
fn register() -> Register {
    let paths: Vec<Path> = ["dieu-1", "dieu-2", "dieu-2/khoan-1"]
        .iter()
        .filter_map(|path| path.parse().ok())
        .collect();
    Register::new(vec![
        law(
            "fish-2003",
            "11/2003/QH11",
            "Nghề cá",
            "2003-05-05",
            "2018-01-01",
        ),
        law("fish-2017", "18/2017/QH14", "Nghề cá", "2017-11-11", ""),
        KnownDocument {
            id: "decree".to_owned(),
            kind: Some(Kind::Decree),
            symbol: Symbol::parse("81/2021/NĐ-CP"),
            issued: day("2021-02-02"),
            units: Some(paths.iter().collect()),
            ..KnownDocument::default()
        },
    ])
}

const HEAD: &str = "CHÍNH PHỦ\nSố: 15/2022/NĐ-CP\nHà Nội, ngày 05 tháng 3 năm 2022\nNGHỊ ĐỊNH\nVề bến cá\n\
Căn cứ Luật Tổ chức Chính phủ;\nChính phủ ban hành Nghị định về bến cá.\n";

fn shown(reference: &Reference, text: &str) -> String {
    let words = text[reference.span.range()]
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ");
    let target = match &reference.target {
        Ok(target) => {
            let document = target.document.as_deref().unwrap_or("this");
            format!("{document} {}", target.path)
        }
        Err(reason) => format!("{reason:?}"),
    };
    format!("{}: {words} -> {}", reference.source, target.trim())
}

fn check(body: &str, expect: &[&str]) {
    let source = SourceText::plain(format!("{HEAD}{body}"));
    let parsed = parse(&source);
    let found: Vec<String> = references(&source, &parsed, &register())
        .iter()
        .filter(|reference| (reference.span.start as usize) >= HEAD.len())
        .map(|reference| shown(reference, source.text()))
        .collect();
    assert_eq!(found, expect, "{body}");
}

#[test]
fn units_lead_to_the_provisions_around_them() {
    check(
        "Điều 1. Phạm vi\n1. Nội dung tại khoản này.\na) Nêu tại điểm này;\nb) Theo điểm a; khoản 2; Điều này.\n\
2. Theo Điều 9 và khoản 1 Điều 2.\nĐiều 2. Áp dụng\n1. Theo Nghị định này.",
        &[
            "dieu-1/khoan-1: khoản này -> this dieu-1/khoan-1",
            "dieu-1/khoan-1/diem-a: điểm này -> this dieu-1/khoan-1/diem-a",
            "dieu-1/khoan-1/diem-b: điểm a -> this dieu-1/khoan-1/diem-a",
            "dieu-1/khoan-1/diem-b: khoản 2 -> this dieu-1/khoan-2",
            "dieu-1/khoan-1/diem-b: Điều này -> this dieu-1",
            "dieu-1/khoan-2: Điều 9 -> NoSuchUnit",
            "dieu-1/khoan-2: khoản 1 Điều 2 -> this dieu-2/khoan-1",
            "dieu-2/khoan-1: Nghị định này -> this",
        ],
    );
}

#[test]
fn laws_by_name_are_those_in_force_when_the_text_was_issued() {
    check(
        "Điều 1. Căn cứ\n1. Theo Luật Nghề cá, Luật Nghề cá năm 2003 và Luật Nghề muối.",
        &[
            "dieu-1/khoan-1: Luật Nghề cá -> fish-2017",
            "dieu-1/khoan-1: Luật Nghề cá năm 2003 -> fish-2003",
            "dieu-1/khoan-1: Luật Nghề muối -> UnknownDocument",
        ],
    );
}

#[test]
fn a_name_that_the_text_gives_comes_first() {
    check(
        "Điều 1. Căn cứ\n1. Luật Nghề cá số 11/2003/QH11 (sau đây gọi là Luật Nghề cá) và Điều 7 Luật Nghề cá.",
        &[
            "dieu-1/khoan-1: Luật Nghề cá số 11/2003/QH11 -> fish-2003",
            "dieu-1/khoan-1: Điều 7 Luật Nghề cá -> fish-2003 dieu-7",
        ],
    );
}

#[test]
fn a_unit_that_the_document_lacks_is_told() {
    check(
        "Điều 1. Căn cứ\n1. Khoản 1 Điều 2 và Điều 3 Nghị định số 81/2021/NĐ-CP, Thông tư số 01/2020/TT-BTC.",
        &[
            "dieu-1/khoan-1: Khoản 1 Điều 2 -> decree dieu-2/khoan-1",
            "dieu-1/khoan-1: Điều 3 Nghị định số 81/2021/NĐ-CP -> NoSuchUnit",
            "dieu-1/khoan-1: Thông tư số 01/2020/TT-BTC -> UnknownDocument",
        ],
    );
}

#[test]
fn law_in_general_is_an_open_reference() {
    check(
        "Điều 1. Căn cứ\n1. Theo quy định của pháp luật về đất đai.",
        &["dieu-1/khoan-1: pháp luật về đất đai -> OpenReference"],
    );
}

#[test]
fn a_phrase_spoken_about_is_no_link() {
    check(
        "Điều 1. Căn cứ\n1. Chỉnh sửa cụm từ “điểm đ khoản 2 Điều 1” thành cụm từ “điểm e khoản 2 Điều 1”.",
        &[
            "dieu-1/khoan-1: điểm đ khoản 2 Điều 1 -> QuotedWording",
            "dieu-1/khoan-1: điểm e khoản 2 Điều 1 -> QuotedWording",
        ],
    );
}

#[test]
fn clauses_that_follow_later_law_are_found() {
    let text = "1. Làm theo mẫu. 2. Trường hợp các văn bản dẫn chiếu tại Thông tư này được sửa đổi, bổ sung hoặc thay thế \
thì thực hiện theo văn bản mới. 3. Hết.";
    let found: Vec<&str> = dynamic_clauses(text)
        .iter()
        .map(|span| &text[span.range()])
        .collect();
    assert_eq!(found.len(), 1);
    assert!(
        found[0].starts_with("Trường hợp") && found[0].ends_with("văn bản mới."),
        "{found:?}"
    );
}
