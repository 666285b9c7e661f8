//! Tests of secrecy marks.

use legal::{Page, SourceText, Span, Word};

use super::{circulation, mark, on_picture};
use crate::ocr::Recognised;

#[track_caller]
fn check(text: &str, expect: Option<&str>) {
    assert_eq!(mark(&SourceText::plain(text)), expect, "{text}");
}

#[test]
fn finds_stamps_but_not_words_about_secrecy() {
    check("BỘ MẪU\nTUYỆT MẬT\nSố: 1/QĐ-BM", Some("TUYỆT MẬT"));
    check("BỘ MẪU | TỐI MẬT", Some("TỐI MẬT"));
    check("BỘ MẪU\n[ M Ậ T ]\n", Some("MẬT"));
    check("LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC\nĐộ Mật\nMật\n", None);
    check(&format!("{}MẬT\n", "dòng\n".repeat(20)), None);
}

#[test]
fn finds_stamps_without_accents_and_with_lost_ones() {
    check("BO MAU\nMAT\nSo: 1/QD-BM", Some("MẬT"));
    check("BỘ MẪU\n| TOI MAT |\n", Some("TỐI MẬT"));
    check("BỘ MẪU\nT U Y E T  M A T\n", Some("TUYỆT MẬT"));
    check("BỘ MẪU\nTÓI MẬT\n", Some("TỐI MẬT"));
    check("BỘ MẪU\n*** MẬT ***\n", Some("MẬT"));
    check("BỘ MẪU\nĐộ mật: Tối mật\n", Some("TỐI MẬT"));
    // Another word with other accents.
    check("BỘ MẪU\nMẶT\nSTT\n", None);
}

#[test]
fn headings_about_secrecy_over_two_lines_are_no_stamps() {
    check("LUẬT\nBẢO VỆ BÍ\nMẬT\n", None);
    check("QUY CHẾ BẢO\nMẬT\nThông tin\n", None);
    check("NGHỊ ĐỊNH\nMẬT\nMÃ DÂN SỰ\n", None);
    check("LUẬT CƠ YẾU\nVề mật mã\nMẬT MÃ\n", None);
}

#[test]
fn wants_room_round_a_stamp_on_a_page() {
    let text = "BÍ MẬT";
    let page = Page {
        number: 1,
        span: Span::new(0, text.len()),
        width: 600.0,
        height: 800.0,
        ..Page::default()
    };
    let at = |start: usize, end: usize, left: f32| Word {
        span: Span::new(start, end),
        page: 1,
        bounds: [left, 50.0, left + 20.0, 62.0],
        ..Default::default()
    };
    let read = |first: &str, left: f32| {
        let text = format!("{first} MẬT");
        let words = vec![
            at(0, first.len(), 50.0),
            at(first.len() + 1, text.len(), left),
        ];
        mark(&SourceText::new(text, vec![page.clone()], words, true))
    };
    assert_eq!(read("BÍ", 74.0), None);
    assert_eq!(read("MẪU", 300.0), Some("MẬT"));
}

#[test]
fn reads_stamps_on_pictures_whose_accents_are_lost() {
    let check = |words: &[(&str, f32)], expect: Option<&str>| {
        let words: Vec<Recognised> = words
            .iter()
            .map(|(text, left)| Recognised {
                text: (*text).to_owned(),
                line: 1,
                bounds: [*left, 100.0, left + 60.0, 130.0],
                confidence: 50,
            })
            .collect();
        assert_eq!(on_picture(&words), expect, "{words:?}");
    };
    check(&[("MẠT", 100.0)], Some("MẬT"));
    check(&[("TÓI", 100.0), ("MÂT", 170.0)], Some("TỐI MẬT"));
    check(&[("bí", 100.0), ("mật", 170.0)], None);
    check(&[("BẢO", 100.0), ("MẬT", 170.0)], None);
}

#[test]
fn circulation_marks_are_told_and_not_refused() {
    let check = |text: &str, expect: Option<&str>| {
        let source = SourceText::plain(text);
        assert_eq!(circulation(&source).as_deref(), expect, "{text}");
        assert_eq!(mark(&source), None, "{text}");
    };
    check("BỘ MẪU\nLƯU HÀNH NỘI BỘ\n", Some("LƯU HÀNH NỘI BỘ"));
    check("BỘ MẪU\n(Dự thảo lần 3)\n", Some("(Dự thảo lần 3)"));
    check("DỰ THẢO\nNGHỊ ĐỊNH\n", Some("DỰ THẢO"));
    check("Dự thảo Nghị định gồm hai chương\n", None);
    check("QUY CHẾ CHI TIÊU NỘI BỘ\n", None);
}
