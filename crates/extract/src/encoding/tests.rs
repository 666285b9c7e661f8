//! Encodings, on invented sentences written in the old codes by their tables.

use proptest::prelude::*;

use super::{decode_bytes, draws_capitals, glance, repair, tag, tcvn3, vni};

/// A sentence in TCVN3, seen as Latin-1; capitals are lost, as in the fonts.
fn in_tcvn3(text: &str) -> String {
    let byte = |c: char| (0x80..=0xff).find(|byte| tcvn3::letter(*byte) == Some(c));
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    text.chars()
        .map(|c| {
            let byte = byte(c).or_else(|| byte(small(c)).filter(|_| !c.is_ascii()));
            byte.map_or(c, char::from)
        })
        .collect()
}

/// A sentence in VNI, seen as Latin-1.
fn in_vni(text: &str) -> String {
    let mut codes: Vec<(String, Vec<u8>)> = Vec::new();
    let bases = "aeiouyAEIOUY".bytes().chain(0xc0..=0xff);
    for first in bases {
        let seconds = (0xc0..=0xff)
            .map(|second| vec![first, second])
            .chain([vec![first]]);
        for bytes in seconds {
            if let Some((letter, length)) = vni::letter(&bytes)
                && length == bytes.len()
            {
                use unicode_normalization::UnicodeNormalization;
                codes.push((letter.nfc().collect(), bytes));
            }
        }
    }
    let mut made = String::new();
    for c in text.chars() {
        match codes.iter().find(|(letter, _)| letter.chars().eq([c])) {
            Some((_, bytes)) if !c.is_ascii() => {
                made.extend(bytes.iter().map(|byte| char::from(*byte)));
            }
            _ => made.push(c),
        }
    }
    made
}

fn in_mojibake(text: &str) -> String {
    let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes());
    text.into_owned()
}

const LAW: &str = "Điều 3. Nguyên tắc đăng ký mẫu\n1. Tổ chức, cá nhân có quyền và nghĩa vụ như nhau; \
    không được từ chối người đến nộp hồ sơ vì lý do ở xa.\n2. Ủy ban nhân dân xã, phường trả kết quả.\n";

#[track_caller]
fn check(damaged: &str, expect: &str, from: &str) {
    let (made, conversions) = repair(damaged);
    assert_eq!(legal::normalise(&made), expect, "from {damaged:?}");
    let names: Vec<&str> = conversions
        .iter()
        .map(|conversion| conversion.from.name())
        .collect();
    assert_eq!(names.join(", "), from, "from {damaged:?}");
}

#[test]
fn decodes_whole_texts_by_their_statistics() {
    let expect = LAW.replace('Ủ', "ủ");
    check(&in_tcvn3(LAW), &expect, "TCVN3");
    check(&in_vni(LAW), LAW, "VNI");
    check(&in_mojibake(LAW), LAW, "UTF-8 read as CP1252");
    check(LAW, LAW, "");
}

#[test]
fn composes_each_style() {
    use unicode_normalization::UnicodeNormalization;
    check(&LAW.nfd().collect::<String>(), LAW, "NFD");
    check(
        "Nghi\u{323} đi\u{323}nh vê\u{300} đâ\u{301}t",
        "Nghị định về đất",
        "CP1258",
    );
    // Tone before shape: out of order, and no composition of Unicode puts it right.
    check("đa\u{301}\u{302}t", "đất", "NFD");
}

#[test]
fn repairs_single_words_only_with_a_telling_code() {
    check(
        "Căn cứ vµo yêu cầu tại các ®iều 20",
        "Căn cứ vào yêu cầu tại các ®iều 20",
        "TCVN3",
    );
    check(
        "Căn cứ vµo các ®iÒu 20, 21",
        "Căn cứ vào các điều 20, 21",
        "TCVN3",
    );
    check("Ngày đến haïn nộp", "Ngày đến hạn nộp", "VNI");
    // Foreign words, units, quotations, signs.
    for line in [
        "Ông René Müller ở Köln, bà Señora Núñez",
        "Kích thước 5 µm, mô men 12 N·m, § 5, 1ª, «mẫu» của Luật",
        "được gọi là «an» toàn · bước ® một © 2020",
        "ĐÃ\u{a0}QUYẾT ĐỊNH",
    ] {
        check(line, &legal::normalise(line), "");
    }
}

#[test]
fn puts_latin_letters_for_look_alikes_in_symbols_only() {
    check(
        "Thông tư 06/2022/TT-BТС và НĐ",
        "Thông tư 06/2022/TT-BTC và HĐ",
        "look-alike letters",
    );
    check("số 89/2015/NÐ-CP", "số 89/2015/NĐ-CP", "look-alike letters");
    check("tên tiếng Nga: Москва", "tên tiếng Nga: Москва", "");
    check("ký hiệu Ω, α và β", "ký hiệu Ω, α và β", "");
}

#[test]
fn a_font_is_believed_unless_the_words_say_otherwise() {
    let legacy = tag("cã quyÒn vµ nghÜa vô", ".VnTime").into_owned();
    assert_eq!(repair(&legacy).0, "có quyền và nghĩa vụ");
    let unicode = tag("Không có quyền và đã là bình thường", ".VnTime").into_owned();
    assert_eq!(repair(&unicode).0, "Không có quyền và đã là bình thường");
    let heading = tag("bé tµi chÝnh", ".VnTimeH").into_owned();
    assert_eq!(repair(&heading).0, "BỘ TÀI CHÍNH");
    assert_eq!(glance(&heading), "BỘ TÀI CHÍNH");
    // The soft hyphen of others is the ư of this encoding.
    assert_eq!(repair(&tag("ph\u{ad}êng", ".VnTime")).0, "phường");
    // Seen through Windows-1258 and from the private area of symbol fonts.
    assert_eq!(
        repair(&tag("quyÒn së h÷u, qu\u{f0f6}n lý", ".VnTime")).0,
        "quyền sở hữu, quửn lý"
    );
    // A paragraph of Unicode in a file of the other kind.
    let both = format!("{legacy}\n{unicode}");
    assert_eq!(
        repair(&both).0,
        "có quyền và nghĩa vụ\nKhông có quyền và đã là bình thường"
    );
}

#[test]
fn fonts_of_one_encoding_over_words_of_the_other() {
    let line = tag("gi¸ cña s¶n phÈm xuÊt khÈu ViÖt Nam", "VNI-Times").into_owned();
    assert_eq!(repair(&line).0, "giá của sản phẩm xuất khẩu Việt Nam");
    // Words in a plain font beside words in the old one.
    let line = format!(
        "{} chÕ biÕn vµ xuÊt khÈu của Việt Nam",
        tag("§¬n vÞ", ".VnTime")
    );
    assert_eq!(repair(&line).0, "Đơn vị chế biến và xuất khẩu của Việt Nam");
}

#[test]
fn vni_typed_otherwise() {
    assert_eq!(
        repair(&tag("vieâïc, chiùnh, hiønh", "VNI-Times")).0,
        "việc, chính, hình"
    );
}

#[test]
fn joins_syllables_spread_over_runs_of_a_font() {
    let runs = [
        ("h", "VNI-Times"),
        ("o", "VNI-Times"),
        ("ä", "VNI-Times"),
        ("i", "Arial"),
    ];
    let text: String = runs.iter().map(|(text, font)| tag(text, font)).collect();
    assert_eq!(repair(&text).0, "hội");
}

#[test]
fn capitals_without_codes_of_their_own_are_raised() {
    assert_eq!(
        repair(&tag("CéNG HOµ X· HéI", ".VnTime")).0,
        "CỘNG HOÀ XÃ HỘI"
    );
    assert_eq!(repair(&tag("Bé Tµi chÝnh", ".VnTime")).0, "Bộ Tài chính");
    assert_eq!(
        repair(&tag("UÛY BAN NHAÂN DAÂN", "VNI-Times")).0,
        "ỦY BAN NHÂN DÂN"
    );
}

#[test]
fn names_of_fonts() {
    for font in [
        ".VnTimeH",
        ".VnArialH",
        "ABCDEF+.VnTimeH",
        ".VnTimeH,Bold",
        ".vntimeh",
    ] {
        assert!(draws_capitals(font), "{font}");
    }
    for font in [".VnTime", "Arial", "VNI-TimesH", ".VnSouthern"] {
        assert!(!draws_capitals(font), "{font}");
    }
}

#[test]
fn a_font_and_the_words_decide_together() {
    fn check(text: &str, font: &str, expect: &str) {
        assert_eq!(legal::normalise(&repair(&tag(text, font)).0), expect);
    }
    check("NghÞ ®Þnh nµy", "ABCDEF+.VnTime", "Nghị định này");
    check(
        "Nghò ñònh naøy quy ñònh",
        "Unknown",
        "Nghị định này quy định",
    );
    check("Nghị định này", ".VnTime", "Nghị định này");
    check("Decree", ".VnTime", "Decree");
}

#[test]
fn bytes_without_a_mark() {
    let (bytes, _, _) =
        encoding_rs::WINDOWS_1258.encode("Nghi\u{323} đi\u{323}nh vê\u{300} đâ\u{301}t đai");
    let (text, conversions) = decode_bytes(&bytes, None);
    assert_eq!(text, "Nghị định về đất đai");
    assert_eq!(conversions.len(), 1);
    let tcvn3: Vec<u8> = in_tcvn3(LAW).chars().map(|c| c as u8).collect();
    let (text, _) = decode_bytes(&tcvn3, None);
    assert_eq!(legal::normalise(&repair(&text).0), LAW.replace('Ủ', "ủ"));
    assert_eq!(
        decode_bytes("Điều".as_bytes(), Some("windows-1252")).0,
        "Điều"
    );
    let wide: Vec<u8> = "\u{feff}Điều"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(decode_bytes(&wide, None).0, "Điều");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn repair_never_panics_and_keeps_lines(text in "[ -~\u{a1}-\u{ff}ươđếộ\u{301}\u{323}\u{f0000}-\u{f0fff}\n]{0,80}", font in ".{0,12}") {
        let (made, _) = repair(&text);
        prop_assert_eq!(made.matches('\n').count(), text.matches('\n').count());
        let _ = repair(&tag(&text, &font));
        let _ = glance(&text);
    }

    #[test]
    fn clean_text_stays_as_it_is(words in proptest::collection::vec("(điều|khoản|quyết định|có|và|người|hộ|ở|5|a\\)|là)", 1..30)) {
        let text = words.join(" ");
        let (made, conversions) = repair(&text);
        prop_assert_eq!(made, text);
        prop_assert!(conversions.is_empty());
    }
}
