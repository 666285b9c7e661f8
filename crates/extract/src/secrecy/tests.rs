//! Tests of secrecy marks.

use legal::{Page, SourceText, Span, Word};

use super::mark;

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
    let read = |left: f32| {
        let words = vec![at(0, 3, 50.0), at(4, text.len(), left)];
        mark(&SourceText::new(
            text.to_owned(),
            vec![page.clone()],
            words,
            true,
        ))
    };
    assert_eq!(read(74.0), None);
    assert_eq!(read(300.0), Some("MẬT"));
}
