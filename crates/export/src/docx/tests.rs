//! Tests of the document: its parts, its page, its footnotes.

use std::io::Read as _;

use legal::{Date, Status};
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::*;
use crate::{Basis, Difference, Row, Side, Statement};

fn paper(text: &str) -> Paper {
    Paper {
        question: text.to_owned(),
        on: Date::constant(2026, 11, 22),
        record: "CC-7K3M-9QXW-2TPD".to_owned(),
        made: "08:30 ngày 22/11/2026".to_owned(),
        statements: vec![
            Statement {
                text: text.to_owned(),
                partly: true,
                footnotes: vec![text.to_owned(), "Khoản 2 Điều 5".to_owned()],
            },
            Statement {
                text: "Hai.".to_owned(),
                partly: false,
                footnotes: vec!["Điều 6".to_owned()],
            },
        ],
        bases: vec![Basis {
            place: "Điều 6".to_owned(),
            kind: "Nghị định".to_owned(),
            symbol: "901/2024/NĐ-CPMAU".to_owned(),
            title: text.to_owned(),
            issuer: "Chính phủ Mẫu".to_owned(),
            issued: None,
            status: Status::InForce,
        }],
        notice: "Cán bộ phải đối chiếu.".to_owned(),
        ..Paper::default()
    }
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a ZIP archive");
    let mut text = String::new();
    let mut file = archive.by_name(name).expect("the part is there");
    file.read_to_string(&mut text).expect("UTF-8");
    text
}

/// The words of a part; panics where it is not well-formed.
fn words(xml: &str) -> String {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let mut words = String::new();
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => return words,
            Event::Text(text) => words.push_str(&text.into_inner()),
            Event::GeneralRef(name) => {
                let name = name.into_inner().into_owned();
                words.push_str(quick_xml::escape::resolve_predefined_entity(&name).unwrap_or("?"));
            }
            Event::End(end) if end.name().as_ref() == "w:p" => words.push('\n'),
            _ => {}
        }
    }
}

#[test]
fn every_part_is_whole_and_says_what_it_was_given() {
    let hostile = "a < b & \"c\" </w:t><w:p>\u{0}\u{1}\u{202e}]]> 60 ngày\nđủ";
    let bytes = docx(&paper(hostile), Form::Report);
    let mut archive = ZipArchive::new(Cursor::new(&bytes)).expect("a ZIP archive");
    assert_eq!(archive.len(), 8);
    for at in 0..8 {
        let mut text = String::new();
        let mut file = archive.by_index(at).expect("the part is there");
        file.read_to_string(&mut text).expect("UTF-8");
        words(&text);
    }
    let plain = "a < b & \"c\" </w:t><w:p>]]> 60 ngày đủ";
    let said = words(&part(&bytes, "word/document.xml"));
    assert_eq!(said.matches(plain).count(), 3, "{said}");
    for expect in [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "BÁO CÁO\n",
        "[đối chiếu một phần]\n2. Hai.\n",
        "Mã đối chiếu: CC-7K3M-9QXW-2TPD, lập lúc 08:30 ngày 22/11/2026.\n",
        "Cán bộ phải đối chiếu.\n",
        "Nơi nhận:\n",
    ] {
        assert!(said.contains(expect), "{expect:?} in {said}");
    }
    let noted = words(&part(&bytes, "word/footnotes.xml"));
    // A footnote begins with a capital; a line break stands below the declaration.
    let first = crate::words::raised(plain);
    assert_eq!(noted, format!("\n\n\n {first}\n Khoản 2 Điều 5\n Điều 6\n"));
}

#[test]
fn each_mark_has_its_footnote() {
    let bytes = docx(&paper("a"), Form::Report);
    let (document, footnotes) = (
        part(&bytes, "word/document.xml"),
        part(&bytes, "word/footnotes.xml"),
    );
    for number in 1..=3 {
        assert_eq!(
            document
                .matches(&format!("<w:footnoteReference w:id=\"{number}\"/>"))
                .count(),
            1
        );
        assert_eq!(
            footnotes
                .matches(&format!("<w:footnote w:id=\"{number}\">"))
                .count(),
            1
        );
    }
    assert_eq!(document.matches("footnoteReference w:id").count(), 3);
}

/// Twentieths of a point for millimetres.
fn twips(millimetres: f64) -> f64 {
    millimetres / 25.4 * 1440.0
}

#[test]
fn the_page_is_that_of_the_decree() {
    let document = part(&docx(&paper("a"), Form::Report), "word/document.xml");
    assert!(document.contains(r#"<w:pgSz w:w="11906" w:h="16838"/>"#));
    let margin = |side: &str, least: f64, most: f64| {
        // Paragraphs before it have indents of the same names.
        let page = document.split_once("<w:pgMar").expect("margins").1;
        let (_, own) = page.split_once(&format!("w:{side}=\"")).expect("a margin");
        let value: f64 = own
            .split('"')
            .next()
            .and_then(|v| v.parse().ok())
            .expect("a number");
        assert!(
            (twips(least)..=twips(most)).contains(&value),
            "{side}: {value}"
        );
    };
    margin("top", 20.0, 25.0);
    margin("bottom", 20.0, 25.0);
    margin("left", 30.0, 35.0);
    margin("right", 15.0, 20.0);
    assert!(fixed::STYLES.contains(r#"w:ascii="Times New Roman""#));
    assert!(
        document.contains("<w:titlePg/>"),
        "the first page has no number"
    );
}

#[test]
fn an_answer_without_claims_says_why() {
    let refused = Paper {
        refusal: Some("Không tìm thấy quy định phù hợp.".to_owned()),
        ..Paper::default()
    };
    let said = words(&part(&docx(&refused, Form::Report), "word/document.xml"));
    assert!(
        said.contains("Không tìm thấy quy định phù hợp.\n"),
        "{said}"
    );
    assert!(
        said.contains("Không có căn cứ nào được đối chiếu.\n"),
        "{said}"
    );
    assert!(!said.contains("Mã đối chiếu"), "{said}");
}

#[test]
fn the_same_answer_gives_the_same_bytes() {
    assert_eq!(
        docx(&paper("a"), Form::Report),
        docx(&paper("a"), Form::Report)
    );
}

/// What is on the first pages of a kind.
#[test]
fn each_kind_has_its_form() {
    let check = |form: Form, has: &[&str], lacks: &[&str]| {
        let said = words(&part(&docx(&paper("a"), form), "word/document.xml"));
        for expect in has {
            assert!(said.contains(expect), "{form:?}: {expect:?} in {said}");
        }
        for other in lacks {
            assert!(!said.contains(other), "{form:?}: {other:?} in {said}");
        }
        assert_eq!(Form::from_code(form.code()), Some(form));
    };
    let report = ["BÁO CÁO\nKết quả", "/BC-", "Kính gửi: ", "\nIV. LƯU Ý\n"];
    check(Form::Report, &report, &["TỜ TRÌNH", "V/v ", "ĐỀ XUẤT"]);
    let submission = ["TỜ TRÌNH\n", "/TTr-", "\nIV. ĐỀ XUẤT\n……", "\nV. LƯU Ý\n"];
    check(Form::Submission, &submission, &["BÁO CÁO", "V/v "]);
    let letter = ["Số: ……/………-………\nV/v trả lời", "Kính gửi: "];
    check(Form::Letter, &letter, &["BÁO CÁO", "TỜ TRÌNH", "ĐỀ XUẤT"]);
    assert_eq!(Form::from_code("BAO-CAO"), None);
}

#[test]
fn provisions_that_differ_are_both_quoted() {
    let side = |place: &str, text: &str| Side {
        place: place.to_owned(),
        facts: vec!["ban hành ngày 05/02/2024".to_owned()],
        text: text.to_owned(),
    };
    let differing = Paper {
        differences: vec![Difference {
            over: "Khác nhau về con số.".to_owned(),
            sides: vec![
                side("khoản 1 Điều 5 Nghị định mẫu", "trong 05 ngày"),
                side("Điều 7 Thông tư mẫu", "trong 07 ngày"),
            ],
            guidance: vec!["Nghị định có hiệu lực pháp lý cao hơn.".to_owned()],
        }],
        ..paper("a")
    };
    let said = words(&part(&docx(&differing, Form::Report), "word/document.xml"));
    for expect in [
        "IV. QUY ĐỊNH CÓ ĐIỂM KHÁC NHAU\nKhác nhau về con số.\n",
        "- Khoản 1 Điều 5 Nghị định mẫu, ban hành ngày 05/02/2024: “trong 05 ngày”\n",
        "- Điều 7 Thông tư mẫu, ban hành ngày 05/02/2024: “trong 07 ngày”\n",
        "- Nghị định có hiệu lực pháp lý cao hơn.\n",
        "V. LƯU Ý\n",
    ] {
        assert!(said.contains(expect), "{expect:?} in {said}");
    }
}

#[test]
fn what_was_summed_up_is_a_table_with_its_footnotes() {
    let row = |duty: &str, deadline: &str, partly: bool| Row {
        duty: duty.to_owned(),
        who: "UBND cấp xã <&>".to_owned(),
        deadline: deadline.to_owned(),
        places: vec!["khoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU".to_owned()],
        partly,
        footnotes: vec![format!("khoản 2 Điều 10: “{duty}”")],
    };
    let paper = Paper {
        rows: vec![row("Khai sinh", "60 ngày", false), row("Khai tử", "", true)],
        ..paper("Một.")
    };
    let bytes = docx(&paper, Form::Submission);
    let document = part(&bytes, "word/document.xml");
    let said = words(&document);
    for expect in [
        "Việc phải làm\nCơ quan, người thực hiện\nThời hạn\nCăn cứ\n",
        "Khai sinh\nUBND cấp xã <&>\n60 ngày\nKhoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU\n",
        "Khai tử\nUBND cấp xã <&>\nkhông ghi\nKhoản 2 Điều 10 Nghị định số 901/2024/NĐ-CPMAU\n[đối chiếu một phần]\n",
    ] {
        assert!(said.contains(expect), "{expect}: {said}");
    }
    // Head, table, foot.
    assert_eq!(document.matches("<w:tbl>").count(), 3);
    let notes = words(&part(&bytes, "word/footnotes.xml"));
    assert!(notes.contains("Khoản 2 Điều 10: “Khai tử”"), "{notes}");
    assert_eq!(document.matches("<w:footnoteReference").count(), 5);
    let none = docx(&self::paper("Một."), Form::Submission);
    assert_eq!(
        part(&none, "word/document.xml").matches("<w:tbl>").count(),
        2
    );
}
