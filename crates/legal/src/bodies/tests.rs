//! Tests of the table of bodies.

use jiff::civil::date;

use super::*;

/// What letters or a name mean on a day, and what holds the power in November 2026.
fn check(text: &str, on: Date, name: &str, now: &[&str]) {
    let body = body_of(text, on);
    assert_eq!(body.map(|body| body.name), Some(name), "{text:?}");
    let heirs = body.map(|body| body.successors(date(2026, 11, 22)));
    let heirs: Vec<&str> = heirs.iter().flatten().map(|body| body.name).collect();
    assert_eq!(heirs, now, "{text:?}");
}

#[test]
fn bodies_by_letters_or_name_and_their_heirs() {
    let old = date(2024, 5, 1);
    check("BNV", old, "Bộ Nội vụ", &["Bộ Nội vụ"]);
    check("BKHĐT", old, "Bộ Kế hoạch và Đầu tư", &["Bộ Tài chính"]);
    check("BKHDT", old, "Bộ Kế hoạch và Đầu tư", &["Bộ Tài chính"]);
    check(
        "BGTVT",
        old,
        "Bộ Giao thông vận tải",
        &["Bộ Xây dựng", "Bộ Công an"],
    );
    check(
        "BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI",
        old,
        "Bộ Lao động - Thương binh và Xã hội",
        &["Bộ Nội vụ", "Bộ Giáo dục và Đào tạo", "Bộ Y tế"],
    );
    check("UBDT", old, "Ủy ban Dân tộc", &["Bộ Dân tộc và Tôn giáo"]);
    check("QH15", old, "Quốc hội", &["Quốc hội"]);
    check(
        "UBTVQH14",
        old,
        "Ủy ban Thường vụ Quốc hội",
        &["Ủy ban Thường vụ Quốc hội"],
    );
    check(
        "thủ tướng",
        old,
        "Thủ tướng Chính phủ",
        &["Thủ tướng Chính phủ"],
    );
    check(
        "VKSTC",
        old,
        "Viện kiểm sát nhân dân tối cao",
        &["Viện kiểm sát nhân dân tối cao"],
    );
}

#[test]
fn mergers_are_followed_through_two_generations() {
    let old = date(2005, 1, 1);
    check("BTS", old, "Bộ Thủy sản", &["Bộ Nông nghiệp và Môi trường"]);
    check("BCN", old, "Bộ Công nghiệp", &["Bộ Công Thương"]);
    check(
        "BBCVT",
        old,
        "Bộ Bưu chính, Viễn thông",
        &[
            "Bộ Khoa học và Công nghệ",
            "Bộ Văn hóa, Thể thao và Du lịch",
            "Bộ Công an",
        ],
    );
    let before = date(2000, 1, 1);
    check(
        "TCĐC",
        before,
        "Tổng cục Địa chính",
        &["Bộ Nông nghiệp và Môi trường"],
    );
    check(
        "BKHCNMT",
        before,
        "Bộ Khoa học, Công nghệ và Môi trường",
        &["Bộ Khoa học và Công nghệ", "Bộ Nông nghiệp và Môi trường"],
    );
    check(
        "HĐCP",
        date(1975, 1, 1),
        "Hội đồng Chính phủ",
        &["Chính phủ"],
    );
}

#[test]
fn a_body_that_is_gone_lives_no_more_on_the_day_of_the_merger() {
    let body = body_of("BTNMT", date(2020, 1, 1)).expect("a body");
    assert!(body.lives(date(2025, 2, 28)) && !body.lives(date(2025, 3, 1)));
    assert_eq!(body.successors(date(2025, 2, 28)), [body]);
    let names: Vec<&str> = body
        .successors(date(2025, 3, 1))
        .iter()
        .map(|b| b.name)
        .collect();
    assert_eq!(names, ["Bộ Nông nghiệp và Môi trường"]);
}

#[test]
fn letters_of_the_party_mean_other_bodies() {
    let name = |letters| party_body_of(letters).map(|body| body.name);
    assert_eq!(name("BCT"), Some("Bộ Chính trị"));
    assert_eq!(name("TW"), Some("Ban Chấp hành Trung ương"));
    assert_eq!(name("TU"), None);
    let state = |letters| body_of(letters, date(2026, 1, 1)).map(|body| body.name);
    assert_eq!(state("BCT"), Some("Bộ Công Thương"));
    assert_eq!(
        (state("TP"), state("TW"), state("XYZ"), state("")),
        (None, None, None, None)
    );
}

#[test]
fn every_heir_stands_in_the_table() {
    let today = date(2026, 11, 22);
    for body in BODIES {
        assert!(!body.successors(today).is_empty(), "{}", body.name);
        for heir in body.into {
            assert!(body_of(heir, today).is_some(), "{heir}");
        }
    }
}
