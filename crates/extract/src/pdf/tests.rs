//! Tests of PDF, on files built here.

use legal::PageKind;
use lopdf::{Document, Object, Stream, dictionary};
use proptest::prelude::*;

use crate::{Flag, Limits, Read, Rejected};

mod fonts;
mod structure;
mod unruled;

/// A file with one page for each content; F1 is a one-byte font of half an em, F2 has two-byte codes by ToUnicode.
pub(super) fn pdf(contents: &[&str], page: impl Fn(&mut lopdf::Dictionary)) -> Vec<u8> {
    let mut document = Document::with_version("1.5");
    let pages = document.new_object_id();
    let simple = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Mau", "Encoding" => "WinAnsiEncoding",
        "FirstChar" => 0, "Widths" => vec![Object::Integer(500); 256],
    });
    let map = "1 begincodespacerange <0000> <ffff> endcodespacerange
        3 beginbfchar <0001> <0110> <0002> <0069> <0003> <1EC1> endbfchar
        1 beginbfchar <0004> <00650302> endbfchar";
    let map = document.add_object(Stream::new(dictionary! {}, map.as_bytes().to_vec()));
    let descendant = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "DW" => 500,
        "W" => vec![1.into(), Object::Array(vec![700.into(), 300.into()])],
    });
    let composite = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H", "ToUnicode" => map,
        "DescendantFonts" => vec![descendant.into()],
    });
    let form = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Form", "Matrix" => vec![1.into(), 0.into(), 0.into(), 1.into(), 100.into(), 0.into()] },
        b"BT /F1 12 Tf 0 0 Td (khung) Tj ET /X1 Do".to_vec(),
    ));
    let picture = document.add_object(Stream::new(
        dictionary! { "Type" => "XObject", "Subtype" => "Image", "Width" => 1, "Height" => 1 },
        vec![0],
    ));
    let resources = document.add_object(dictionary! {
        "Font" => dictionary! { "F1" => simple, "F2" => composite },
        "XObject" => dictionary! { "X1" => form, "I1" => picture },
    });
    let kids: Vec<Object> = contents
        .iter()
        .map(|content| {
            let content = document.add_object(Stream::new(dictionary! {}, content.as_bytes().to_vec()));
            let mut dictionary = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => content, "Resources" => resources,
                "MediaBox" => vec![0.into(), 0.into(), 600.into(), 800.into()],
            };
            page(&mut dictionary);
            document.add_object(dictionary).into()
        })
        .collect();
    let count = i64::try_from(kids.len()).unwrap_or_default();
    let tree = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count };
    document.objects.insert(pages, tree.into());
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    document.trailer.set("Root", catalog);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    bytes
}

fn read(contents: &[&str]) -> Read {
    super::read(&pdf(contents, |_| {}), &Limits::default())
}

#[track_caller]
fn check(content: &str, expect: &str) {
    let (source, _) = read(&[content]).expect("a page");
    assert_eq!(source.text(), expect);
}

/// Words of size 10 at a place, in the page's own coordinates.
fn at(x: u32, y: u32, text: &str) -> String {
    sized(10, x, y, text)
}

fn sized(size: u32, x: u32, y: u32, text: &str) -> String {
    format!("BT /F1 {size} Tf {x} {y} Td ({text}) Tj ET ")
}

#[test]
fn parts_words_by_gaps_not_by_stream_order() {
    // Half an em a letter: 6 points at size 12.
    check(
        "BT /F1 12 Tf 100 600 Td (ab) Tj 12 0 Td (cd) Tj 16 0 Td (ef) Tj ET",
        "abcd ef\n",
    );
    check(
        "BT /F1 12 Tf 1 0 0 1 140 600 Tm (hai) Tj 1 0 0 1 100 600 Tm (mot) Tj ET",
        "mot hai\n",
    );
    check(
        "BT /F1 12 Tf 100 600 Td [(ab) -50 (c) -400 (d)] TJ 0 -20 Td (e f) Tj ET",
        "abc d\ne f\n",
    );
    check("BT /F1 12 Tf 5 Tc 100 600 Td (ab cd) Tj ET", "ab cd\n");
}

#[test]
fn reads_two_byte_codes_by_tounicode_in_nfc() {
    check("BT /F2 12 Tf 100 600 Td <00010002> Tj ET", "Đi\n");
    check("BT /F2 12 Tf 100 600 Td <0001000200030004> Tj ET", "Điềê\n");
    let (_, flags) = read(&["BT /F2 12 Tf 100 600 Td <00010009> Tj ET"]).expect("a page");
    assert_eq!(flags, [Flag::Unmapped { page: 1, count: 1 }]);
}

#[test]
fn places_words_on_the_page_as_shown() {
    let content = "BT /F1 10 Tf 100 600 Td (ab) Tj ET";
    let boxes = |rotate: i64| {
        let bytes = pdf(&[content], |page| {
            page.set("Rotate", rotate);
            page.set("CropBox", vec![50.into(), 0.into(), 600.into(), 700.into()]);
        });
        let (source, _) = super::read(&bytes, &Limits::default()).expect("a page");
        let page = &source.pages()[0];
        (page.width, page.height, source.words()[0].bounds)
    };
    assert_eq!(boxes(0), (550.0, 700.0, [50.0, 92.0, 60.0, 102.0]));
    // Turned clockwise the line runs down the page, its letters' heads to the right.
    assert_eq!(boxes(90), (700.0, 550.0, [598.0, 50.0, 608.0, 60.0]));
}

#[test]
fn reads_columns_left_then_right_and_rows_as_lines() {
    let head = at(50, 700, "BO MAU")
        + &at(300, 700, "TM. A")
        + &at(50, 685, "So 1")
        + &at(300, 685, "HAI");
    check(&head, "BO MAU\nSo 1\nTM. A\nHAI\n");
    let table = at(50, 700, "1") + &at(300, 700, "x") + &at(50, 685, "2") + &at(300, 685, "y");
    check(&table, "1 x\n2 y\n");
}

#[test]
fn a_line_that_reaches_over_the_gutter_stays_whole() {
    let head = at(50, 700, "BO MAU")
        + &at(300, 700, "TM. A")
        + &at(50, 685, "So 1")
        + &at(320, 685, "HAI")
        + &at(240, 670, "Ben Cat, ngay 10 thang 6 nam 2031");
    check(
        &head,
        "BO MAU\nSo 1\nTM. A\nHAI\nBen Cat, ngay 10 thang 6 nam 2031\n",
    );
}

#[test]
fn the_motto_close_behind_a_name_begins_a_column() {
    // Two-byte codes as the file's own map gives them, each letter half an em.
    let named = |text: &str| format!("BT /F1 10 Tf {text} ET ");
    let word = |x: u32, y: u32, text: &str| named(&format!("{x} {y} Td ({text}) Tj"));
    let name = "BT /F1 10 Tf 50 700 Td (BO LAO DONG - THUONG BINH) Tj ET ";
    // Ộ and Ò are in no one-byte font: replacement text stands for them.
    let motto = "BT /F1 10 Tf 1 0 0 1 180 700 Tm /Span <</ActualText <FEFF00431ED8004E0047>>> BDC (CONG) Tj EMC ET \
                 BT /F1 10 Tf 1 0 0 1 203 700 Tm /Span <</ActualText <FEFF004800D20041>>> BDC (HOA) Tj EMC ET ";
    let content = format!(
        "{name}{motto}{}{}{}",
        word(80, 685, "So 1"),
        word(190, 685, "Ben Cat, 10.6"),
        named("150 660 Td /Span <</ActualText <FEFF004C00551EAC0054>>> BDC (LUAT) Tj EMC"),
    );
    check(
        &content,
        "BO LAO DONG - THUONG BINH\nSo 1\nCỘNG HÒA\nBen Cat, 10.6\nLUẬT\n",
    );
}

#[test]
fn enters_forms_once_and_honours_actual_text() {
    check("q 1 0 0 1 0 600 cm /X1 Do Q", "khung\n");
    check(
        "BT /F1 12 Tf 100 600 Td /Span <</ActualText (fi)>> BDC (xyz) Tj EMC ( a) Tj ET",
        "fi a\n",
    );
    check(
        "BI /W 1 /H 1 ID \x01(Tj EI BT /F1 12 Tf 9 600 Td (sau) Tj ET",
        "sau\n",
    );
}

#[test]
fn raised_digits_change_no_number_and_stay_with_units() {
    let raised = |text: &str, x: f32, mark: &str| {
        format!("BT /F1 12 Tf 100 600 Td ({text}) Tj /F1 7 Tf 1 0 0 1 {x} 605 Tm ({mark}) Tj ET")
    };
    check(&raised("muc 42", 136.0, "9"), "muc 42⁹\n");
    check(&raised("10 m", 124.0, "2"), "10 m2\n");
}

#[test]
fn leaves_out_what_nobody_sees_and_page_furniture() {
    let page = |n: u32| {
        format!(
            "BT /F1 10 Tf 200 770 Td (CONG BAO MAU {n}) Tj 1 0 0 1 300 30 Tm ({n}) Tj 1 0 0 1 50 600 Tm (Trang so {n} co chu) Tj \
             1 1 1 rg 0 -20 Td (trang) Tj ET"
        )
    };
    let pages: Vec<String> = (1..=3).map(page).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let (source, flags) = read(&pages).expect("pages");
    assert_eq!(
        source.text(),
        "Trang so 1 co chu\nTrang so 2 co chu\nTrang so 3 co chu\n"
    );
    assert_eq!(
        flags,
        [Flag::Hidden { count: 15 }, Flag::Furniture { lines: 6 }]
    );
    assert_eq!(source.page_at(20), Some(2));
}

/// Two pages with the given lines each, as (left, height above the foot, words).
#[track_caller]
fn check_two_pages(pages: [&[(u32, u32, &str)]; 2], expect: &str) {
    let contents = pages.map(|lines| {
        let shown = |(x, y, text): &(u32, u32, &str)| at(*x, *y, text);
        lines.iter().map(shown).collect::<String>()
    });
    let (source, _) = read(&[&contents[0], &contents[1]]).expect("two pages");
    assert_eq!(source.text(), expect);
}

#[test]
fn two_pages_have_running_heads_too() {
    let head = (200, 770, "VAN BAN MAU");
    let foot = (200, 30, "Luu hanh noi bo");
    check_two_pages(
        [
            &[head, (50, 700, "mot"), foot],
            &[head, (300, 756, "2"), (50, 700, "hai"), foot],
        ],
        "mot\nhai\n",
    );
}

#[test]
fn a_line_that_two_pages_share_by_chance_stays() {
    let (first, second) = ((50, 740, "mot"), (50, 740, "hai"));
    let both = "STT Ten\nmot\nSTT Ten\nhai\n";
    // Straight above the text it belongs to it, at another height it is no running head, nor in the text.
    check_two_pages(
        [
            &[(50, 753, "STT Ten"), first],
            &[(50, 753, "STT Ten"), second],
        ],
        both,
    );
    check_two_pages(
        [
            &[(50, 780, "STT Ten"), first],
            &[(50, 770, "STT Ten"), second],
        ],
        both,
    );
    check_two_pages(
        [
            &[(50, 700, "STT Ten"), (50, 600, "mot")],
            &[(50, 700, "STT Ten"), (50, 600, "hai")],
        ],
        both,
    );
    // Cells side by side are the head of a table.
    check_two_pages(
        [
            &[(50, 770, "STT"), (300, 770, "Ten"), first],
            &[(50, 770, "STT"), (300, 770, "Ten"), second],
        ],
        both,
    );
}

#[test]
fn knows_scans() {
    let (source, flags) = read(&["q 600 0 0 800 0 0 cm /I1 Do Q"]).expect("a scan");
    assert_eq!(flags, [Flag::Scanned { page: 1 }]);
    assert_eq!(
        (source.text(), source.pages()[0].kind),
        ("", PageKind::Image)
    );
    let layer = format!(
        "q 600 0 0 800 0 0 cm /I1 Do Q BT 3 Tr /F1 4 Tf 50 600 Td ({}) Tj ET",
        "chu ".repeat(40)
    );
    let (source, _) = read(&[&layer]).expect("a recognised scan");
    assert_eq!(source.pages()[0].kind, PageKind::Ocr);
    assert!(source.text().starts_with("chu chu"));
}

#[test]
fn refuses_what_cannot_be_read() {
    assert_eq!(read(&["q Q"]).err(), Some(Rejected::NoText));
    assert_eq!(read(&[]).err(), Some(Rejected::NoPages));
    assert!(matches!(
        super::read(b"%PDF-1.4 rubbish", &Limits::default()),
        Err(Rejected::Damaged { .. })
    ));
    let few = Limits {
        pages: 1,
        ..Limits::default()
    };
    assert!(matches!(
        super::read(&pdf(&["", ""], |_| {}), &few),
        Err(Rejected::Limit { .. })
    ));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_mutations(changes in prop::collection::vec((0_usize..4_000, any::<u8>()), 1..8), cut in 0_usize..4_000) {
        let mut bytes = pdf(&["q 2 0 0 2 0 0 cm BT /F2 12 Tf 9 9 Td <0001> Tj /X1 Do ET Q", "BT /F1 9 Tf (a\\(b) ' ET"], |_| {});
        let length = bytes.len();
        for (at, byte) in changes {
            bytes[at % length] = byte;
        }
        if cut % 3 == 0 {
            bytes.truncate(length - cut % length);
        }
        drop(super::read(&bytes, &Limits::default()));
    }

    #[test]
    fn survives_any_content(content in "([()<>/\\[\\]]|BT |ET |Tj |TJ |Do |q |Q |cm |Tf |Td |BDC |EMC |ID |EI |/F1 |/X1 |-?[0-9]{1,9} |\\(a\\) ){0,80}") {
        drop(read(&[&content]));
    }
}
