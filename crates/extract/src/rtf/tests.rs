//! RTF, written here.

use proptest::prelude::*;

use crate::{Flag, Limits, Media, Rejected, sniff};

const HEAD: &str = r"{\rtf1\ansi\ansicpg1252\uc1\deff0{\fonttbl{\f0\froman\fcharset0{\*\panose 02020603050405020304}Times New Roman;}{\f1\fswiss\fcharset0 .VnTime{\*\falt Arial};}{\f2\fnil\fcharset163 Arial;}{\f3\fnil .VnTimeH;}}{\colortbl;\red255\green255\blue255;}{\stylesheet{\s1 Normal;}}";

#[track_caller]
fn check(body: &str, expect: &str) -> (legal::SourceText, Vec<Flag>) {
    let text = format!("{HEAD}{body}}}");
    assert_eq!(sniff("a.doc", text.as_bytes()), Ok(Media::Rtf));
    let (source, flags) = super::read(text.as_bytes(), &Limits::default()).expect("a document");
    assert_eq!(source.text(), expect, "of {body}");
    (source, flags)
}

#[test]
fn decodes_bytes_by_the_font() {
    check(
        r"\f1 \'a7i\'d2u 1. Ph\'ad\'eang\par \f3 b\'e9 t\'b5i ch\'ddnh\par",
        "Điều 1. Phường\nBỘ TÀI CHÍNH\n",
    );
    check(r"\f2 Nghi\'f2 \'f0i\'f2nh\par", "Nghị định\n");
    check(r"\f0 caf\'e9 \'93x\'94\par", "café “x”\n");
}

#[test]
fn reads_unicode_and_passes_over_its_repeats() {
    check(
        r"\u272?i\u7873?u {\uc2 \u7897\'3f\'3fx} \u-3913 ?!\par",
        "Điều ộx !\n",
    );
    check(r"\emdash\~a\_b\line c\tab d\\\{\}\par", "— a-b\nc d\\{}\n");
}

#[test]
fn leaves_out_what_is_no_final_text() {
    let body = r"a{\deleted cũ}{\v x}{\cf1 y}{\field{\*\fldinst HYPERLINK x}{\fldrslt b}}{\*\bkmkstart c}{\pict 0a0b}\par{\*\new d}{\listtext 1.\tab}e\par";
    let (_, flags) = check(body, "ab\n1. e\n");
    assert_eq!(flags, [Flag::Hidden { count: 2 }]);
}

#[test]
fn reads_tables_notes_heads_and_boxes() {
    let body = r"{\header Dau trang\par}Truoc{\super\chftn}{\footnote\chftn  Chu thich\par}\par\trowd\intbl STT\cell Ten\par hai\cell\row\trowd\intbl 1\cell b\cell\row\pard Sau\par{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt Khung\par}}{\shprslt x}}";
    let (source, _) = check(body, "Truoc\nSTT | Ten hai\n1 | b\nSau\nKhung\nChu thich\n");
    let layout = source.layout();
    assert_eq!((layout.tables.len(), layout.tables[0].rows.len()), (1, 2));
    assert_eq!(layout.footnotes[0].anchor, Some(5));
    assert_eq!(layout.furniture[0].text, "Dau trang");
}

#[test]
fn a_stamp_in_a_text_box_is_seen() {
    let text = format!(
        r"{HEAD}Van ban mau\par{{\shp{{\*\shpinst{{\shptxt T\u7888?I M\u7852?T\par}}}}}}}}"
    );
    let read = super::read(text.as_bytes(), &Limits::default());
    assert!(matches!(read, Err(Rejected::Secret { .. })), "{read:?}");
}

#[test]
fn refuses_depth_and_says_what_breaks_off() {
    let deep = "{".repeat(2_000);
    let read = super::read(format!("{{\\rtf1 {deep}").as_bytes(), &Limits::default());
    assert!(matches!(read, Err(Rejected::Limit { .. })));
    let (_, flags) = super::read(br"{\rtf1 a {b", &Limits::default()).expect("text");
    assert!(matches!(&flags[..], [Flag::Incomplete { .. }]));
    assert_eq!(
        super::read(br"{\rtf1 }", &Limits::default()).err(),
        Some(Rejected::NoText)
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_any_rtf(body in r"(\\(cell|row|intbl|par|footnote|u-?[0-9]{1,6}|f[0-9]|'[0-9a-f]{2}|bin9|fonttbl|header|shpinst|shptxt|\*|uc9|v|itap9)[ ;]|\{|\}|x| ){0,80}") {
        drop(super::read(format!("{{\\rtf1{body}").as_bytes(), &Limits::default()));
    }
}
