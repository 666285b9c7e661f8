//! Tests of web pages.

use proptest::prelude::*;

use crate::{Flag, Limits, Rejected};

#[track_caller]
fn check(html: &str, expect: &str) -> Vec<Flag> {
    let (source, flags) = super::read(html.as_bytes(), &Limits::default()).expect("a page");
    assert_eq!(source.text(), expect);
    flags
}

#[test]
fn reads_blocks_and_rows() {
    check(
        "<title>x</title><style>p{}</style><nav>Trang chủ</nav><p>Điều 1.\n <b>Mẫu</b> số<br>hai</p><ul><li>một<li>hai</ul>\
         <table><tr><th>STT<th>Tên<tr><td>1<td><p>A</p><p>B</p></table>đuôi<script>var a='<p>';</script>",
        "Điều 1. Mẫu số\nhai\nmột\nhai\nSTT | Tên\n1 | A B\nđuôi\n",
    );
}

#[test]
fn leaves_hidden_text_out_and_says_so() {
    let flags = check(
        "<p>thấy<span style='display: none'>ẩn đi</span></p><p hidden>x</p>",
        "thấy\n",
    );
    assert_eq!(flags, [Flag::Hidden { count: 5 }]);
    let seen = check(
        "<p style='background-color: white'>rõ</p><p style='color:#fff;background:red'>ràng</p>",
        "rõ\nràng\n",
    );
    assert!(seen.is_empty());
}

#[test]
fn takes_the_document_out_of_the_site() {
    let act = "<table><tr><td>BỘ MẪU<td>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</table><p>Căn cứ Luật Mẫu;</p>\
               <div><p>Điều 1. A</p><p>Điều 2. B</p><p>Điều 3. C</p></div><p>BỘ TRƯỞNG</p>";
    let site = |act: &str| {
        format!(
            "<div>Đăng nhập ngay</div><div id=c>{act}</div><div>Bạn Chưa Đăng Nhập Thành Viên!</div>"
        )
    };
    let expect = "BỘ MẪU\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nCăn cứ Luật Mẫu;\nĐiều 1. A\nĐiều 2. B\nĐiều 3. C\n";
    assert!(check(&site(act), &format!("{expect}BỘ TRƯỞNG\n")).is_empty());
    let flags = check(&site(&act.replace("<p>BỘ TRƯỞNG</p>", "")), expect);
    assert!(
        matches!(flags.as_slice(), [Flag::Incomplete { .. }]),
        "{flags:?}"
    );
}

#[test]
fn a_translation_behind_a_tab_that_is_cut_is_told() {
    let page = "<div><p>Điều 1. A</p><p>BỘ TRƯỞNG</p></div>\
                <div style='display:none'>Article 1 ... <a>Mời xem</a> để xem toàn bộ văn bản tiếng Anh.</div>";
    let flags = check(page, "Điều 1. A\nBỘ TRƯỞNG\n");
    assert!(
        flags
            .iter()
            .any(|flag| matches!(flag, Flag::Incomplete { .. })),
        "{flags:?}"
    );
}

#[test]
fn notes_of_codified_articles_stand_behind_the_text() {
    let page = "<p class='pDieu'>Điều 9.1.LQ.1. Mẫu</p><p class='pGhiChu'>(Điều 1 Luật số 1/2020/QH14)</p>\
                <p class='pNoiDung'>Nội dung.</p><p class='pChiDan'>(Điều này có nội dung liên quan)</p>";
    let (source, _) = super::read(page.as_bytes(), &Limits::default()).expect("a page");
    assert_eq!(
        &source.text()[..source.main_end()],
        "Điều 9.1.LQ.1. Mẫu\nNội dung.\n"
    );
    let labels: Vec<&str> = source
        .layout()
        .footnotes
        .iter()
        .map(|note| note.label.as_str())
        .collect();
    assert_eq!(labels, ["Ghi chú", "Chỉ dẫn"]);
}

#[test]
fn old_fonts_and_declared_encodings() {
    check(
        "<font face='.VnTime'>NghÞ ®Þnh vÒ ®Êt</font>",
        "Nghị định về đất\n",
    );
    let page = b"<meta charset=windows-1258><p>Nghi\xf2 \xf0i\xf2nh</p>";
    let (source, flags) = super::read(page, &Limits::default()).expect("a page");
    assert_eq!(source.text(), "Nghị định\n");
    assert!(matches!(&flags[..], [Flag::Converted { .. }]));
}

#[test]
fn refuses_what_costs_too_much() {
    let deep = "<ul><li>".repeat(4_000);
    assert!(matches!(
        super::read(deep.as_bytes(), &Limits::default()),
        Err(Rejected::Limit { .. })
    ));
    assert_eq!(
        super::read(b"<html><body></body></html>", &Limits::default()).err(),
        Some(Rejected::NoText)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_any_markup(html in "(<(/)?(p|table|tr|td|b|div|ul|li|svg|script|select|!--)[ >]|Điều [0-9]|x|&|;| ){0,60}") {
        drop(super::read(html.as_bytes(), &Limits::default()));
    }
}
