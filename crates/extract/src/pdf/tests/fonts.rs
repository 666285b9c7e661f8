//! Tests of fonts that say themselves what their glyphs are, of marks apart from letters, and of what is cut away.

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use super::{at, pdf, read};
use crate::{Flag, Limits, Read};

/// A page that draws in a font of its own, F3.
fn with_font(content: &str, font: impl FnOnce(&mut Document) -> ObjectId) -> Read {
    let bytes = pdf(&[content], |_| {});
    let mut document = Document::load_mem(&bytes).expect("our own file");
    let font = font(&mut document);
    for object in document.objects.values_mut() {
        let fonts = object.as_dict_mut().and_then(|all| all.get_mut(b"Font"));
        if let Ok(fonts) = fonts.and_then(Object::as_dict_mut) {
            fonts.set("F3", font);
        }
    }
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).expect("a file");
    super::super::read(&bytes, &Limits::default())
}

/// A TrueType font of the tables given; enough of one to look glyphs up.
fn sfnt(tables: &[(&[u8; 4], Vec<u8>)]) -> Vec<u8> {
    let count = u16::try_from(tables.len()).expect("a few tables");
    let mut bytes = vec![0, 1, 0, 0];
    [count, 16, 0, 0]
        .iter()
        .for_each(|n| bytes.extend(n.to_be_bytes()));
    let mut at = 12 + 16 * tables.len();
    for (tag, table) in tables {
        bytes.extend(*tag);
        let length = table.len();
        for n in [0, at, length] {
            bytes.extend(u32::try_from(n).expect("small").to_be_bytes());
        }
        at += length;
    }
    tables.iter().for_each(|(_, table)| bytes.extend(table));
    bytes
}

/// Unicode: i is glyph 6, Ð and Đ are both glyph 5. Of the Macintosh: codes 33 and 34 draw glyphs 5 and 6.
fn cmap() -> Vec<u8> {
    let mut table = Vec::new();
    let mut put = |numbers: &[u16]| numbers.iter().for_each(|n| table.extend(n.to_be_bytes()));
    put(&[0, 2, 1, 0, 0, 20, 3, 10, 0, 34]);
    put(&[6, 14, 0, 33, 2, 5, 6]);
    put(&[12, 0, 0, 52, 0, 0, 0, 3]);
    put(&[
        0, 0x69, 0, 0x69, 0, 6, 0, 0xd0, 0, 0xd0, 0, 5, 0, 0x110, 0, 0x110, 0, 5,
    ]);
    table
}

/// Names: glyph 7 is "uni1EC1".
fn post() -> Vec<u8> {
    let mut table = vec![0; 32];
    table[1] = 2;
    for n in [8_u16, 0, 0, 0, 0, 0, 0, 0, 258] {
        table.extend(n.to_be_bytes());
    }
    table.push(7);
    table.extend(b"uni1EC1");
    table
}

fn descriptor(document: &mut Document, name: &str) -> ObjectId {
    let program = sfnt(&[(b"cmap", cmap()), (b"post", post())]);
    let program = document.add_object(Stream::new(dictionary! {}, program));
    document.add_object(dictionary! {
        "Type" => "FontDescriptor", "FontName" => name, "Flags" => 4, "FontFile2" => program,
    })
}

fn composite(document: &mut Document, map: Option<&[u8]>) -> ObjectId {
    let descriptor = descriptor(document, "Mau");
    let mut descendant = dictionary! {
        "Type" => "Font", "Subtype" => "CIDFontType2", "DW" => 500, "FontDescriptor" => descriptor,
    };
    if let Some(map) = map {
        let map = document.add_object(Stream::new(dictionary! {}, map.to_vec()));
        descendant.set("CIDToGIDMap", map);
    }
    let descendant = document.add_object(descendant);
    document.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H", "BaseFont" => "Mau",
        "DescendantFonts" => vec![descendant.into()],
    })
}

#[test]
fn glyphs_without_tounicode_are_read_from_the_font_program() {
    let drawn = |codes: &str, map: Option<&'static [u8]>| {
        let content = format!("BT /F3 12 Tf 100 600 Td <{codes}> Tj ET");
        let (source, flags) =
            with_font(&content, |document| composite(document, map)).expect("a page");
        (source.text().to_owned(), flags)
    };
    assert_eq!(drawn("000500060007", None), ("Điề\n".to_owned(), vec![]));
    assert_eq!(drawn("00010002", Some(&[0, 0, 0, 6, 0, 7])).0, "iề\n");
    // A glyph that has neither a code nor a name is no letter that could be guessed.
    let (_, flags) = drawn("00050003", None);
    assert_eq!(flags, [Flag::Unmapped { page: 1, count: 1 }]);
}

#[test]
fn a_simple_font_without_an_encoding_has_its_own() {
    let font = |document: &mut Document| {
        let descriptor = descriptor(document, "Mau");
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "TrueType", "BaseFont" => "Mau", "FontDescriptor" => descriptor,
        })
    };
    let (source, _) = with_font("BT /F3 12 Tf 100 600 Td (!\") Tj ET", font).expect("a page");
    assert_eq!(source.text(), "Đi\n");
}

#[test]
fn names_of_glyphs_and_codes_that_are_unicode() {
    let named = |document: &mut Document| {
        let names: Vec<Object> = ["Dcroat", "uni1EC1", "f_i", "a.sc"]
            .iter()
            .map(|name| Object::Name(name.as_bytes().to_vec()))
            .collect();
        let differences = std::iter::once(Object::Integer(65)).chain(names).collect();
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Mau",
            "Encoding" => dictionary! { "Differences" => Object::Array(differences) },
        })
    };
    let (source, _) = with_font("BT /F3 12 Tf 100 600 Td (ABCD) Tj ET", named).expect("a page");
    assert_eq!(source.text(), "Đềfia\n");
    let unicode = |document: &mut Document| {
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type0", "Encoding" => "UniGB-UTF16-H", "BaseFont" => "Mau",
        })
    };
    let (source, _) =
        with_font("BT /F3 12 Tf 100 600 Td <01101EC1> Tj ET", unicode).expect("a page");
    assert_eq!(source.text(), "Đề\n");
    let symbol = |document: &mut Document| {
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Symbol",
        })
    };
    let (source, _) = with_font("BT /F3 12 Tf 100 600 Td (a\\2635) Tj ET", symbol).expect("a page");
    assert_eq!(source.text(), "α≥5\n");
}

#[test]
fn marks_that_stand_apart_in_a_pdf_are_told() {
    let (source, flags) = read(&["BT /F2 12 Tf 100 600 Td <00010004> Tj ET"]).expect("a page");
    assert_eq!(source.text(), "Đê\n");
    let converted = Flag::Converted {
        from: "NFD".to_owned(),
        count: 1,
    };
    assert_eq!(flags, [converted]);
}

#[test]
fn words_outside_the_clip_path_are_hidden() {
    let clipped = "q 90 590 60 30 re W n BT /F1 10 Tf 100 600 Td (thay) Tj 200 0 Td (an) Tj ET Q "
        .to_owned()
        + &at(300, 500, "sau");
    let (source, flags) = read(&[&clipped]).expect("a page");
    assert_eq!(source.text(), "thay\nsau\n");
    assert_eq!(flags, [Flag::Hidden { count: 2 }]);
}

#[test]
fn parts_of_formulas_are_told() {
    let picture = at(100, 600, "so") + "q 10 0 0 14 112 596 cm /I1 Do Q ";
    let (_, flags) = read(&[&picture]).expect("a page");
    assert_eq!(flags, [Flag::Formula { page: 1, count: 1 }]);
    // A picture above the words is an emblem.
    let emblem = at(100, 600, "so") + "q 10 0 0 14 112 640 cm /I1 Do Q ";
    assert_eq!(read(&[&emblem]).expect("a page").1, []);
    let signs = |document: &mut Document| {
        document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "ABCDEF+MT-Extra",
            "Encoding" => "WinAnsiEncoding",
        })
    };
    let (_, flags) = with_font("BT /F3 12 Tf 100 600 Td (ab) Tj ET", signs).expect("a page");
    assert_eq!(flags, [Flag::Formula { page: 1, count: 2 }]);
}
