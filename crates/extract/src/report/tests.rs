//! Tests of the quality report.

use legal::SourceText;

use super::*;

const ACT: &str = "ỦY BAN NHÂN DÂN\nXÃ ĐÔNG MẪU\nSố: 05/2026/QĐ-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n\
    Độc lập - Tự do - Hạnh phúc\nĐông Mẫu, ngày 03 tháng 02 năm 2026\nQUYẾT ĐỊNH\n\
    Ban hành Quy chế quản lý giếng làng\nĐiều 1. Phạm vi\nQuyết định này quy định việc giữ gìn giếng làng.\n\
    Điều 2. Nạo vét\n1. Giếng được nạo vét hằng năm.\n2. Bùn được đổ đúng chỗ.\n4. Thôn báo cáo xã.\n\
    Điều 4. Hiệu lực\nQuyết định này có hiệu lực từ ngày 15 tháng 02 năm 2026.\n\
    TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nPhạm Thị Lụa\n";

fn of(text: &str, flags: Vec<Flag>) -> Report {
    let source = SourceText::plain(text);
    let parsed = legal::parse(&source);
    report(&Reading {
        source,
        parsed,
        part: String::new(),
        flags,
    })
}

#[test]
fn every_field_comes_with_its_words() {
    let report = of(ACT, Vec::new());
    let check = |field: &str, value: &str, evidence: &str| {
        let found = report.metadata.iter().find(|held| held.field == field);
        let found = found.map(|held| (&*held.value, &*held.evidence));
        assert_eq!(found, Some((value, evidence)), "{field}");
    };
    check("symbol", "05/2026/QĐ-UBND", "Số: 05/2026/QĐ-UBND");
    check("kind", "Quyết định", "QUYẾT ĐỊNH");
    check(
        "issued",
        "2026-02-03",
        "Đông Mẫu, ngày 03 tháng 02 năm 2026",
    );
    check("signer", "Phạm Thị Lụa", "Phạm Thị Lụa");
    let title = "Ban hành Quy chế quản lý giếng làng";
    check("title", title, title);
    let effective = report
        .metadata
        .iter()
        .find(|held| held.field == "effective")
        .expect("the act says when it applies");
    assert!(
        effective.evidence.contains("ngày 15 tháng 02 năm 2026"),
        "{effective:?}"
    );
}

#[test]
fn a_gap_names_the_units_on_both_sides() {
    assert!(
        of(ACT, Vec::new())
            .gaps
            .contains(&"Điều 2 → Điều 4".to_owned()),
        "{:?}",
        of(ACT, Vec::new()).gaps
    );
}

#[test]
fn flags_add_up() {
    let flags = vec![
        Flag::Lost {
            page: 1,
            drawn: 100,
            read: 90,
        },
        Flag::Lost {
            page: 2,
            drawn: 5,
            read: 9,
        },
        Flag::Unmapped { page: 1, count: 3 },
        Flag::Hidden { count: 7 },
        Flag::Converted {
            from: "TCVN3".to_owned(),
            count: 4,
        },
        Flag::Converted {
            from: "TCVN3".to_owned(),
            count: 5,
        },
    ];
    let report = of(ACT, flags);
    assert_eq!((report.lost, report.unmapped, report.hidden), (10, 3, 7));
    assert_eq!(
        report.conversions,
        [Conversion {
            from: "TCVN3".to_owned(),
            count: 9
        }]
    );
}

#[test]
fn lost_marks_and_damaged_letters_are_doubtful() {
    fn check(text: &str, doubtful: bool) {
        let spelling = of(&text.repeat(8), Vec::new()).spelling;
        assert_eq!(spelling.is_doubtful(), doubtful, "{text}: {spelling:?}");
    }
    check("Giếng được nạo vét hằng năm theo kế hoạch của xã. ", false);
    check("Gieng duoc nao vet hang nam theo ke hoach cua xa. ", true);
    check(
        "GiÕng ®\u{ad}îc n¹o vÐt h»ng n¨m theo kÕ ho¹ch cña x·. ",
        true,
    );
    check("UBND, HĐND và BHXH: ", false);
}

#[test]
fn an_empty_text_has_a_report() {
    let report = of("", Vec::new());
    assert_eq!((report.pages, report.characters), (0, 0));
    assert_eq!(report.metadata, []);
}

#[test]
fn citations_are_told_by_where_they_lead() {
    let text = ACT.replace(
        "4. Thôn báo cáo xã.",
        "4. Thôn báo cáo xã theo khoản 1 Điều này, khoản 9 Điều 2 Quyết định này, Điều 3 Nghị định số \
         901/2024/NĐ-CP và quy định của pháp luật về tài nguyên nước.",
    );
    let references = of(&text, Vec::new()).references;
    assert_eq!(
        (references.outside, references.open),
        (1, 1),
        "{references:?}"
    );
    assert_eq!(
        references.missing,
        ["khoản 9 Điều 2 Quyết định này (khoản 4 Điều 2)"]
    );
}
