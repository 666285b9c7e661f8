//! What invented questions leave out.

use legal::{Date, Kind, Validity};
use search::Scope;

use super::*;
use crate::samples::{evidence, on};

const FEE: &str = "Điều 3. Mức thu phí họp chợ phiên\nMức thu phí họp chợ phiên là 10.000 đồng một lượt cho mỗi chỗ bán hàng.";

fn query(text: &str) -> Query {
    Query {
        text: text.to_owned(),
        on: on(),
        limit: 10,
        scope: Scope::default(),
        as_typed: false,
    }
}

fn of(row: i64, from: Date) -> Evidence {
    let mut one = evidence("dieu-3", FEE);
    one.document.row = row;
    one.document.validity.from = Some(from);
    one
}

fn local(row: i64, place: &str) -> Evidence {
    let mut one = of(row, Date::constant(2024, 1, 1));
    one.document.header.kind = Some(Kind::Decision);
    one.document.header.issuer = Some(format!("Ủy ban nhân dân tỉnh {place}"));
    one
}

#[track_caller]
fn check(question: &str, evidence: &[Evidence], former: &[Evidence], expect: &[(Fact, bool)]) {
    let asks = asks_back(question, &query(question), evidence, former);
    let found: Vec<(Fact, bool)> = asks
        .iter()
        .map(|asks| (asks.fact, asks.must_know))
        .collect();
    assert_eq!(found, expect, "{question}");
}

#[test]
fn places() {
    let two = [local(1, "An Mẫu"), local(2, "Bình Mẫu")];
    let asked = &[(Fact::Territory, true)];
    check("Phí họp chợ phiên là bao nhiêu?", &two, &[], asked);
    check("Phí họp chợ phiên ở Bình Mẫu là bao nhiêu?", &two, &[], &[]);
    check("phi hop cho phien o binh mau", &two, &[], &[]);
    check("Phí họp chợ phiên là bao nhiêu?", &two[..1], &[], &[]);
    let law = [
        of(3, Date::constant(2020, 1, 1)),
        local(1, "An Mẫu"),
        local(2, "Bình Mẫu"),
    ];
    check("Phí họp chợ phiên là bao nhiêu?", &law, &[], &[]);
}

#[test]
fn days() {
    let new = [of(1, Date::constant(2025, 7, 1))];
    let mut old = of(2, Date::constant(2020, 1, 1));
    old.document.validity.until = Some(Date::constant(2025, 7, 1));
    let must = &[(Fact::Day, true)];
    let hint = &[(Fact::Day, false)];
    check(
        "Phí họp chợ phiên tháng 3/2025 là bao nhiêu?",
        &new,
        &[],
        must,
    );
    check(
        "Phí họp chợ phiên năm 2024 là bao nhiêu?",
        &new,
        std::slice::from_ref(&old),
        must,
    );
    check(
        "Phí họp chợ phiên ngày 15/08/2025?",
        &new,
        std::slice::from_ref(&old),
        &[],
    );
    check("Phí họp chợ phiên theo Luật Phí năm 2015?", &new, &[], &[]);
    check("Phí họp chợ phiên là bao nhiêu?", &new, &[old], hint);
    check("Phí họp chợ phiên là bao nhiêu?", &new, &[], &[]);
}

#[test]
fn days_that_questions_speak_of() {
    let check = |question: &str, expect: Option<&str>| {
        let found = day_said(question).map(|day| day.to_string());
        assert_eq!(found.as_deref(), expect, "{question}");
    };
    check("ngày 15/3/2025", Some("2025-03-15"));
    check("Lương cơ sở tháng 3/2025", Some("2025-03-31"));
    check("tháng 2 năm 2024 thu bao nhiêu", Some("2024-02-29"));
    check("nam 2023 thu bao nhieu", Some("2023-12-31"));
    check("Bộ luật Dân sự năm 2015 quy định gì", None);
    // Which law is asked for, a day of birth does not say.
    check("Người sinh ngày 12/03/1985 có được hưởng không", None);
    check("sinh năm 1960 thì nghỉ hưu khi nào", None);
    check(
        "sinh tháng 3 năm 1960, hỏi mức năm 2024",
        Some("2024-12-31"),
    );
    check("khai sinh ngày 15/3/2025 nộp gì", Some("2025-03-15"));
    check("2023 người", None);
    check("ngày 31/02/2025", None);
    check("", None);
}

#[test]
fn matters() {
    let act = |row: i64, title: &str| {
        let mut one = of(row, Date::constant(2020, 1, 1));
        one.breadcrumb = format!("{title} › Điều 3. Hồ sơ đề nghị cấp giấy phép");
        one.document.header.title = Some(title.to_owned());
        one
    };
    let three = [
        act(1, "Về chợ phiên"),
        act(2, "Về bến đò"),
        act(3, "Về lò gạch"),
    ];
    let asked = &[(Fact::Matter, true)];
    check(
        "Hồ sơ đề nghị cấp giấy phép gồm những gì?",
        &three,
        &[],
        asked,
    );
    check(
        "Hồ sơ đề nghị cấp giấy phép bến đò gồm những gì?",
        &three,
        &[],
        &[],
    );
    check(
        "Hồ sơ đề nghị cấp giấy phép gồm những gì?",
        &three[..2],
        &[],
        &[],
    );
}

#[test]
fn unknown_days_are_no_change() {
    let mut one = of(1, Date::constant(2025, 7, 1));
    one.document.validity = Validity::default();
    check("Phí họp chợ phiên năm 2024?", &[one], &[], &[]);
}
