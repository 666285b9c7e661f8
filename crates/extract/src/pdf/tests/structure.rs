//! Tests of tables, footnotes, furniture and of what hides.

use legal::{FurnitureKind, SourceText};
use lopdf::{Document, Object, Stream, dictionary};

use super::{at, pdf, read, sized};
use crate::{Flag, Limits};

/// Ruling lines of a table: level ones at the heights, upright ones at the places.
fn ruled(xs: &[u32], ys: &[u32]) -> String {
    let (left, right) = (xs[0], xs[xs.len() - 1]);
    let (top, bottom) = (ys[0], ys[ys.len() - 1]);
    let level = ys.iter().map(|y| format!("{left} {y} m {right} {y} l S "));
    // As producers draw borders: thin boxes.
    let upright = xs
        .iter()
        .map(|x| format!("{x} {bottom} 0.5 {} re f ", top - bottom));
    level.chain(upright).collect()
}

fn source(content: &str) -> SourceText {
    read(&[content]).expect("a page").0
}

#[track_caller]
fn check_rows(content: &str, text: &str, rows: &[&[&str]]) {
    let source = source(content);
    assert_eq!(source.text(), text);
    let tables = &source.layout().tables;
    let read: Vec<Vec<&str>> = tables
        .iter()
        .flat_map(|table| &table.rows)
        .map(|row| row.iter().map(|cell| source.slice(*cell)).collect())
        .collect();
    assert_eq!(read, rows);
    for word in source.words() {
        assert!(!source.slice(word.span).is_empty());
    }
}

#[test]
fn rows_of_a_ruled_table_are_lines() {
    let table = ruled(&[40, 100, 300], &[720, 690, 640])
        + &at(50, 740, "Truoc bang")
        + &at(50, 700, "STT")
        + &at(110, 700, "Ten")
        + &at(50, 670, "1")
        + &at(110, 670, "hai dong")
        + &at(110, 655, "trong o")
        + &at(50, 600, "Sau bang");
    check_rows(
        &table,
        "Truoc bang\nSTT | Ten\n1 | hai dong trong o\nSau bang\n",
        &[&["STT", "Ten"], &["1", "hai dong trong o"]],
    );
}

#[test]
fn merged_cells_stand_once_and_leave_their_places_empty() {
    // The first column is one cell over two rows: no line parts them.
    let table = ruled(&[40, 100, 200, 300], &[720, 640])
        + "100 680 m 300 680 l S "
        + &at(50, 700, "ca hai")
        + &at(110, 700, "b")
        + &at(210, 700, "c")
        + &at(110, 660, "d")
        + &at(210, 660, "e");
    check_rows(
        &table,
        "ca hai | b | c\n | d | e\n",
        &[&["ca hai", "b", "c"], &["", "d", "e"]],
    );
}

#[test]
fn a_frame_round_text_is_no_table() {
    let framed = ruled(&[40, 300], &[720, 600]) + &at(50, 700, "Dieu 1.") + &at(50, 680, "Chu");
    check_rows(&framed, "Dieu 1.\nChu\n", &[]);
    let head = at(50, 700, "BO MAU") + &at(300, 700, "TM. A") + "40 690 m 120 690 l S ";
    check_rows(&head, "BO MAU TM. A\n", &[]);
}

#[test]
fn a_symbol_broken_in_a_cell_is_whole_again() {
    let table = ruled(&[40, 100, 300], &[720, 640])
        + &at(50, 700, "1")
        + &at(110, 700, "18/2031/TT-")
        + &at(110, 685, "BMAU cu");
    check_rows(
        &table,
        "1 | 18/2031/TT-BMAU cu\n",
        &[&["1", "18/2031/TT-BMAU cu"]],
    );
}

#[test]
fn footnotes_stand_behind_the_text_with_their_anchors() {
    let first = at(50, 700, "Dieu 42.")
        + &sized(7, 90, 705, "29")
        + &at(104, 700, "Ten dieu")
        + &at(50, 680, "a. Chu")
        + &sized(7, 80, 685, "30")
        + "50 200 m 194 200 l S "
        + &sized(5, 50, 183, "29")
        + &sized(8, 60, 180, "Dieu nay duoc sua.")
        + &sized(5, 50, 163, "30")
        + &sized(8, 60, 160, "Diem nay duoc sua theo");
    let second = at(50, 700, "b. Het") + "50 200 m 550 200 l S " + &sized(8, 50, 180, "Luat mau.");
    let (source, _) = read(&[&first, &second]).expect("two pages");
    assert_eq!(
        source.text(),
        "Dieu 42. Ten dieu\na. Chu\nb. Het\nDieu nay duoc sua.\nDiem nay duoc sua theo\nLuat mau.\n"
    );
    assert_eq!(
        &source.text()[source.main_end()..source.main_end() + 4],
        "Dieu"
    );
    let notes: Vec<_> = source
        .layout()
        .footnotes
        .iter()
        .map(|note| {
            (
                note.label.as_str(),
                note.anchor,
                source.slice(note.span),
                note.page,
            )
        })
        .collect();
    assert_eq!(
        notes,
        [
            ("29", Some(8), "Dieu nay duoc sua.", 1),
            ("30", Some(24), "Diem nay duoc sua theo\nLuat mau.", 1)
        ]
    );
    let words: Vec<u32> = source.words().iter().map(|word| word.page).collect();
    assert!(words.ends_with(&[1, 2, 2]));
}

#[test]
fn a_rule_under_the_running_head_opens_no_notes() {
    let first = at(50, 700, "Chu")
        + &sized(7, 66, 705, "1")
        + "50 200 m 194 200 l S "
        + &sized(5, 50, 183, "1")
        + &sized(8, 60, 180, "Ghi chu con");
    let second = "50 750 m 550 750 l S ".to_owned() + &at(50, 700, "Dieu 2.") + &at(50, 680, "Chu");
    let (source, _) = read(&[&first, &second]).expect("two pages");
    assert_eq!(source.text(), "Chu\nDieu 2.\nChu\nGhi chu con\n");
}

#[test]
fn a_raised_number_without_a_note_stays() {
    let raised = |text: &str, x: u32| at(50, 700, text) + &sized(7, x, 705, "3");
    assert_eq!(source(&raised("dat 5 m", 85)).text(), "dat 5 m3\n");
    assert_eq!(source(&raised("muc 42", 80)).text(), "muc 42³\n");
}

#[test]
fn a_white_box_over_text_hides_it() {
    let content = at(50, 700, "hien") + &at(50, 650, "an") + "1 g 40 640 100 25 re f 0 g ";
    let (source, flags) = read(&[&content]).expect("a page");
    assert_eq!(source.text(), "hien\n");
    assert_eq!(flags, [Flag::Hidden { count: 2 }]);
}

#[test]
fn strings_in_no_font_count_as_lost() {
    let content =
        at(50, 700, "con") + "BT /F9 10 Tf 50 600 Td (mat het chu o day, ca dong nay) Tj ET ";
    let (_, flags) = read(&[&content]).expect("a page");
    assert_eq!(
        flags,
        [Flag::Lost {
            page: 1,
            drawn: 33,
            read: 3
        }]
    );
}

#[test]
fn letters_set_wide_apart_are_words() {
    let letters: String = [
        (50, "L"),
        (65, "U"),
        (80, "A"),
        (95, "T"),
        (130, "M"),
        (145, "A"),
        (160, "U"),
    ]
    .iter()
    .map(|(x, letter)| at(*x, 700, letter))
    .collect();
    assert_eq!(source(&letters).text(), "LUAT MAU\n");
}

#[test]
fn a_signature_stamp_over_the_page_is_furniture() {
    let bytes = pdf(&[&at(50, 700, "Dieu 1.")], |_| {});
    let mut document = Document::load_mem(&bytes).expect("a file");
    let font = document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Mau", "Encoding" => "WinAnsiEncoding",
    });
    let look = document.add_object(Stream::new(
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form",
            "BBox" => vec![0.into(), 0.into(), 200.into(), 50.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F1" => font } },
        },
        b"BT /F1 8 Tf 2 30 Td (Ky boi: MAU) Tj ET".to_vec(),
    ));
    let stamp = document.add_object(dictionary! {
        "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig",
        "Rect" => vec![100.into(), 690.into(), 300.into(), 740.into()],
        "AP" => dictionary! { "N" => look },
    });
    let page = *document.get_pages().values().next().expect("a page");
    let page = document.get_object_mut(page).and_then(Object::as_dict_mut);
    page.expect("a page").set("Annots", vec![stamp.into()]);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    let (source, _) = super::super::read(&bytes, &Limits::default()).expect("a page");
    assert_eq!(source.text(), "Dieu 1.\n");
    let furniture = &source.layout().furniture;
    assert_eq!(furniture.len(), 1);
    assert_eq!(
        (
            furniture[0].page,
            furniture[0].kind,
            furniture[0].text.as_str()
        ),
        (1, FurnitureKind::Stamp, "Ky boi: MAU")
    );
}

/// The file with one kind of object changed.
fn changed(bytes: &[u8], change: impl Fn(&mut Object)) -> Vec<u8> {
    let mut document = Document::load_mem(bytes).expect("a file");
    document.objects.values_mut().for_each(change);
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    bytes
}

#[test]
fn old_fonts_are_put_into_unicode() {
    let words = r"BT /F1 12 Tf 100 600 Td (Th\253ng t\255 n\265y quy \256\336nh) Tj ET";
    let bytes = changed(&pdf(&[words], |_| {}), |object| {
        if let Object::Dictionary(font) = object
            && font.has(b"BaseFont")
        {
            font.set("BaseFont", Object::Name(b"ABCDEF+.VnTime".to_vec()));
        }
    });
    let (source, flags) = super::super::read(&bytes, &Limits::default()).expect("a page");
    assert_eq!(source.text(), "Thông tư này quy định\n");
    let from = "TCVN3".to_owned();
    assert_eq!(flags, [Flag::Converted { from, count: 5 }]);
}

#[test]
fn streams_with_short_filter_names_are_read() {
    let words = at(50, 700, "Dieu 1.");
    let bytes = changed(&pdf(&[&words], |_| {}), |object| {
        if let Object::Stream(stream) = object
            && stream.content.starts_with(b"BT /F1 10")
        {
            let coded: String = stream
                .content
                .iter()
                .map(|byte| format!("{byte:02x}"))
                .collect();
            stream.set_plain_content((coded + ">").into_bytes());
            stream.dict.set("Filter", Object::Name(b"AHx".to_vec()));
        }
    });
    let (source, _) = super::super::read(&bytes, &Limits::default()).expect("a page");
    assert_eq!(source.text(), "Dieu 1.\n");
}

#[test]
fn a_footnote_in_brackets_need_not_be_raised() {
    let page = at(50, 700, "Muc 1.[1] Mau")
        + &at(50, 680, "Chu thuong [2] o day")
        + "50 100 m 150 100 l S "
        + &sized(8, 50, 90, "[1] Chu thich mot")
        + &sized(8, 50, 80, "[2] Chu thich hai");
    let source = source(&page);
    assert_eq!(
        source.text(),
        "Muc 1. Mau\nChu thuong o day\nChu thich mot\nChu thich hai\n"
    );
    let notes = &source.layout().footnotes;
    let anchors: Vec<(&str, Option<u32>)> = notes
        .iter()
        .map(|note| (note.label.as_str(), note.anchor))
        .collect();
    assert_eq!(anchors, [("1", Some(6)), ("2", Some(21))]);
}
