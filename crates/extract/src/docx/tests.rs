//! Tests of Word documents, zipped here.

use std::io::{Cursor, Write as _};

use proptest::prelude::*;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::{Flag, Limits, Media, Rejected, sniff};

fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, xml) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .expect("an entry");
        writer.write_all(xml.as_bytes()).expect("its bytes");
    }
    writer.finish().expect("an archive").into_inner()
}

fn document(body: &str) -> String {
    format!(r#"<w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#)
}

fn text(parts: &[(&str, &str)]) -> (String, Vec<Flag>) {
    let bytes = zipped(parts);
    assert_eq!(sniff("a.docx", &bytes), Ok(Media::Docx));
    let (source, flags) = super::read(&bytes, &Limits::default()).expect("a document");
    (source.text().to_owned(), flags)
}

#[track_caller]
fn check(body: &str, expect: &str) {
    assert_eq!(text(&[("word/document.xml", &document(body))]).0, expect);
}

#[test]
fn reads_paragraphs_breaks_and_tables() {
    check(
        "<w:p><w:r><w:t>Điều 1.</w:t><w:tab/><w:t>A &amp; B&#273;</w:t><w:br/><w:t>dòng hai</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>STT</w:t></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>Tên</w:t></w:r></w:p><w:p><w:r><w:t>mẫu</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        "Điều 1. A & Bđ\ndòng hai\nSTT | Tên mẫu\n",
    );
}

#[test]
fn keeps_the_final_text_only() {
    check(
        "<w:p><w:del><w:r><w:delText>cũ</w:delText></w:r></w:del><w:ins><w:r><w:t>mới</w:t></w:r></w:ins>\
         <w:r><w:instrText>HYPERLINK x</w:instrText></w:r>\
         <w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t> hẳn</w:t></w:r></w:p>",
        "mới hẳn\n",
    );
}

#[test]
fn leaves_hidden_letters_out_and_says_so() {
    let body = "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>ẩn</w:t></w:r>\
                <w:r><w:rPr><w:color w:val=\"ffffff\"/></w:rPr><w:t>trắng</w:t></w:r>\
                <w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>hiện</w:t></w:r></w:p>";
    let (text, flags) = text(&[("word/document.xml", &document(body))]);
    assert_eq!(text, "hiện\n");
    assert_eq!(flags, [Flag::Hidden { count: 7 }]);
}

#[test]
fn writes_labels_of_lists_and_notes() {
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="3">
        <w:lvl w:ilvl="0"><w:start w:val="5"/><w:numFmt w:val="decimal"/><w:lvlText w:val="Điều %1."/></w:lvl>
        <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2)"/></w:lvl>
        </w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num></w:numbering>"#;
    let styles = r#"<w:styles xmlns:w="w"><w:style w:styleId="D"><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>
        </w:style></w:styles>"#;
    let notes = r#"<w:footnotes xmlns:w="w"><w:footnote w:id="0"><w:p/></w:footnote>
        <w:footnote w:id="2"><w:p><w:r><w:t>Chú thích.</w:t></w:r></w:p></w:footnote></w:footnotes>"#;
    let article = |t: &str| {
        format!(r#"<w:p><w:pPr><w:pStyle w:val="D"/></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"#)
    };
    let point = |t: &str| {
        format!(
            r#"<w:p><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{t}</w:t></w:r></w:p>"#
        )
    };
    let body = [
        article("Một"),
        point("x"),
        point("y"),
        article("Hai"),
        point("z</w:t><w:footnoteReference w:id=\"2\"/><w:t>"),
    ]
    .concat();
    let (text, _) = text(&[
        ("word/document.xml", &document(&body)),
        ("word/numbering.xml", numbering),
        ("word/styles.xml", styles),
        ("word/footnotes.xml", notes),
    ]);
    assert_eq!(
        text,
        "Điều 5. Một\na) x\nb) y\nĐiều 6. Hai\na) z\nChú thích.\n"
    );
}

#[test]
fn refuses_what_is_too_deep_or_too_large() {
    let deep = document(&"<w:tbl><w:tr><w:tc>".repeat(1_000));
    let bytes = zipped(&[("word/document.xml", &deep)]);
    assert!(matches!(
        super::read(&bytes, &Limits::default()),
        Err(Rejected::Limit { .. })
    ));
    let large = document(&format!(
        "<w:p><w:r><w:t>{}</w:t></w:r></w:p>",
        "a".repeat(100_000)
    ));
    let bytes = zipped(&[("word/document.xml", &large)]);
    let limits = Limits {
        part_bytes: 50_000,
        ..Limits::default()
    };
    assert!(matches!(
        super::read(&bytes, &limits),
        Err(Rejected::Limit { .. })
    ));
    assert!(matches!(
        super::read(&bytes[..200], &Limits::default()),
        Err(Rejected::Damaged { .. })
    ));
}

#[test]
fn says_that_a_document_breaks_off() {
    let (text, flags) = text(&[(
        "word/document.xml",
        "<w:document><w:body><w:p><w:r><w:t>nửa chừng",
    )]);
    assert_eq!(text, "nửa chừng\n");
    assert!(matches!(flags.as_slice(), [Flag::Incomplete { .. }]));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_mutations(at in 0_usize..2_000, byte: u8, cut in 0_usize..2_000) {
        let body = document("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Điều 1. Mẫu</w:t></w:r></w:p></w:tc></w:tr></w:tbl>");
        let mut xml = body.clone().into_bytes();
        let at_xml = at % xml.len();
        xml[at_xml] = byte;
        let xml = String::from_utf8_lossy(&xml).into_owned();
        drop(super::read(&zipped(&[("word/document.xml", &xml)]), &Limits::default()));
        let mut bytes = zipped(&[("word/document.xml", &body)]);
        let at_zip = at % bytes.len();
        bytes[at_zip] = byte;
        bytes.truncate(bytes.len() - cut % bytes.len());
        drop(super::read(&bytes, &Limits::default()));
    }
}
