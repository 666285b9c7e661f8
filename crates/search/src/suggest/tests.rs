//! What beginnings become, on invented acts.

use super::{
    collect::{Collected, Raw},
    *,
};

/// Invented acts with their state, then terms and headings of them.
fn suggestions() -> Suggestions {
    let mut collected = Collected::default();
    for (kind, symbol, title, until) in [
        ("Luật", "901/2024/QH15", "Đất vườn", None),
        ("Luật", "902/2003/QH11", "Đất vườn", Some("2024-08-01")),
        (
            "Nghị định",
            "903/2024/NĐ-CP",
            "Quy định chi tiết Luật Đất vườn",
            None,
        ),
        ("Nghị định", "15/2024/NĐ-CP", "Quy định về chợ quê", None),
        ("Nghị định", "150/2024/NĐ-CP", "Quy định về bến đò", None),
        (
            "Nghị định",
            "15/2019/NĐ-CP",
            "Quy định về phiên chợ",
            Some("2024-03-01"),
        ),
        (
            "Thông tư",
            "05/2021/TT-BMAU",
            "Hướng dẫn tách thửa đất vườn",
            None,
        ),
        ("Quyết định", "7/2025/QĐ-UBND", "Về lệ phí chợ", None),
    ] {
        collected.sample(kind, symbol, title, until);
    }
    for (kind, text, act) in [
        (1, "Đất vườn liền kề", 0),
        (1, "Giấy chứng nhận đất vườn", 0),
        (1, "thửa đất", 6),
        (2, "Điều kiện tách thửa đất vườn", 6),
        (2, "Thẩm quyền cho phép họp chợ", 3),
        (2, "Thẩm quyền đóng chợ", 5),
    ] {
        collected.raw[kind].push(Raw {
            text: text.to_owned(),
            act,
            article: Some("5".to_owned()),
            weight: 0.5,
            number: String::new(),
            found_by: text.to_owned(),
        });
    }
    collected.into_suggestions(7)
}

fn texts(typed: &str) -> Vec<String> {
    let found = suggestions().complete(typed, Date::constant(2026, 3, 1));
    found.into_iter().map(|one| one.text).collect()
}

#[test]
fn beginnings_and_what_they_become() {
    for (typed, expect) in [
        // Numbers, as people type them.
        ("15/2024", &["Nghị định số 15/2024/NĐ-CP"][..]),
        ("15/2024/nd-c", &["Nghị định số 15/2024/NĐ-CP"]),
        (
            "nd 15",
            &[
                "Nghị định số 15/2024/NĐ-CP",
                "Nghị định số 15/2019/NĐ-CP",
                "Nghị định số 150/2024/NĐ-CP",
            ],
        ),
        (
            "nđ15",
            &[
                "Nghị định số 15/2024/NĐ-CP",
                "Nghị định số 15/2019/NĐ-CP",
                "Nghị định số 150/2024/NĐ-CP",
            ],
        ),
        ("NGHI DINH 150", &["Nghị định số 150/2024/NĐ-CP"]),
        (
            "nghị định số",
            &[
                "Nghị định số 15/2024/NĐ-CP",
                "Nghị định số 150/2024/NĐ-CP",
                "Nghị định số 903/2024/NĐ-CP",
                "Nghị định số 15/2019/NĐ-CP",
            ],
        ),
        ("Nghị định số 150", &["Nghị định số 150/2024/NĐ-CP"]),
        ("tt 05", &["Thông tư số 05/2021/TT-BMAU"]),
        ("5 2021 tt", &["Thông tư số 05/2021/TT-BMAU"]),
        ("7-2025-qd-ubnd", &["Quyết định số 7/2025/QĐ-UBND"]),
        ("luật 901/2024/qh15", &["Luật Đất vườn số 901/2024/QH15"]),
        // Titles: what is in force stands first.
        (
            "luat dat vuon",
            &[
                "Luật Đất vườn số 901/2024/QH15",
                "Luật Đất vườn số 902/2003/QH11",
                "Nghị định số 903/2024/NĐ-CP",
            ],
        ),
        ("lệ phí", &["Quyết định số 7/2025/QĐ-UBND"]),
        // Terms and headings.
        (
            "tach thua",
            &[
                "Thông tư số 05/2021/TT-BMAU",
                "Điều kiện tách thửa đất vườn",
            ],
        ),
        (
            "thẩm quyền",
            &["Thẩm quyền cho phép họp chợ", "Thẩm quyền đóng chợ"],
        ),
        ("tham quyen dong", &["Thẩm quyền đóng chợ"]),
        ("giay chung nhan d", &["Giấy chứng nhận đất vườn"]),
        // Half-typed letters, and Telex off.
        ("giâ", &["Giấy chứng nhận đất vườn"]),
        ("giấ", &["Giấy chứng nhận đất vườn"]),
        ("giả", &[]),
        ("giaays chuwngs", &["Giấy chứng nhận đất vườn"]),
        // A unit before an act.
        (
            "điều 5 luật đất v",
            &[
                "điều 5 Luật Đất vườn số 901/2024/QH15",
                "điều 5 Luật Đất vườn số 902/2003/QH11",
            ],
        ),
        ("k2 đ7 nđ 150", &["k2 đ7 Nghị định số 150/2024/NĐ-CP"]),
        // A question that ends in a term.
        (
            "ai được cấp giấy chứng n",
            &["ai được cấp Giấy chứng nhận đất vườn"],
        ),
        // Nothing to say.
        ("", &[]),
        ("   ", &[]),
        ("?!", &[]),
        ("điều 7", &[]),
        ("không có từ này", &[]),
        ("0", &[]),
    ] {
        assert_eq!(texts(typed), expect, "{typed:?}");
    }
}

#[test]
fn a_decomposed_beginning_is_composed_first() {
    assert_eq!(
        texts("gia\u{302}\u{301}y chu\u{31b}\u{301}ng"),
        ["Giấy chứng nhận đất vườn"]
    );
}

#[test]
fn an_article_says_where_it_stands() {
    let found = suggestions().complete("Thẩm quyền đóng", Date::constant(2026, 3, 1));
    let one = &found[0];
    assert_eq!(one.path.to_string(), "dieu-5");
    assert_eq!(
        (one.act.name.as_str(), one.status),
        ("Nghị định số 15/2019/NĐ-CP", Status::Expired)
    );
}

proptest::proptest! {
    #[test]
    fn any_beginning_is_answered(typed in "(\\PC{0,30}|[a-zđ0-9/ ]{0,250})") {
        let found = suggestions().complete(&typed, Date::constant(2026, 3, 1));
        proptest::prop_assert!(found.len() <= MOST);
        proptest::prop_assert_eq!(found, suggestions().complete(&typed, Date::constant(2026, 3, 1)));
    }

    /// Whoever types on towards a text that is offered always sees something.
    #[test]
    fn every_beginning_of_a_term_or_heading_finds_something(at in 8_usize..14, cut in 1_usize..40, bare: bool) {
        let all = suggestions();
        let text: String = all.offers[at].text.chars().take(cut).collect();
        let typed = if bare { legal::unaccent(&text) } else { text };
        let found = all.complete(&typed, Date::constant(2026, 3, 1));
        proptest::prop_assert!(!found.is_empty(), "{}", typed);
    }
}
