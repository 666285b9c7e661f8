//! Tests of plain text and Markdown.

use crate::{Limits, Media, Rejected, sniff};

#[track_caller]
fn check(bytes: &[u8], markdown: bool, expect: &str) {
    let (source, _) = super::read(bytes, markdown, &Limits::default()).expect("text");
    assert_eq!(source.text().trim_end(), expect);
}

#[test]
fn decodes_utf8_and_utf16() {
    check(
        "Điều 1. Phạm vi\r\n1. Văn bản mẫu.\r\n".as_bytes(),
        false,
        "Điều 1. Phạm vi\n1. Văn bản mẫu.",
    );
    check(b"\xef\xbb\xbfM\xe1\xba\xabu", false, "Mẫu");
    let utf16: Vec<u8> = "\u{feff}Mẫu số 1"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    check(&utf16, false, "Mẫu số 1");
}

#[test]
fn leaves_out_marks_of_markdown() {
    check(
        b"## **1. T\xc3\xaan** [link](http://x)",
        true,
        "1. Tên link",
    );
    check(
        "| STT | Tên |\n|---|:--|\n| 1 | Mẫu \\* |".as_bytes(),
        true,
        "STT | Tên\n1 | Mẫu *",
    );
    check(
        "*Căn cứ Luật Mẫu;* 2 * 3 = 6".as_bytes(),
        true,
        "Căn cứ Luật Mẫu; 2 * 3 = 6",
    );
}

#[test]
fn rejects_what_is_no_text() {
    let limits = Limits::default();
    assert_eq!(
        super::read(b" \n ", false, &limits).err(),
        Some(Rejected::NoText)
    );
    assert!(matches!(
        sniff("a.txt", b"ab\0cd"),
        Err(Rejected::Format { .. })
    ));
    assert_eq!(sniff("a.md", b"# a"), Ok(Media::Markdown));
    assert_eq!(sniff("a.txt", b""), Err(Rejected::Empty));
    assert_eq!(sniff("a.html", b"<!DOCTYPE html><p>a"), Ok(Media::Html));
}

#[test]
fn an_unknown_eight_bit_text_says_what_it_was_taken_for() {
    let (source, flags) = super::read(b"d\xe9j\xe0 vu", false, &Limits::default()).expect("text");
    assert_eq!(source.text(), "déjà vu\n");
    let from = "CP1252".to_owned();
    assert_eq!(flags, [crate::Flag::Converted { from, count: 2 }]);
}

#[test]
fn tables_of_markdown_are_tables() {
    let text = "| STT | Tên |\n|---|:--|\n| 1 | a \\| b |\n\nĐiều 1. Mẫu\n";
    let (source, _) = super::read(text.as_bytes(), true, &Limits::default()).expect("text");
    let tables = &source.layout().tables;
    assert_eq!(tables.len(), 1);
    assert_eq!(source.slice(tables[0].rows[1][1]), "a | b");
}
