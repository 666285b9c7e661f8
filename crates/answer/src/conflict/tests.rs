//! Conflicts of invented acts.

use legal::{Date, Kind, Rank, Symbol};

use super::*;
use crate::samples::evidence;

const DAYS: &str = "Trong thời hạn 05 ngày làm việc kể từ ngày nhận đủ hồ sơ, cơ quan cấp giấy phép họp chợ phiên.";

fn of(row: i64, kind: Kind, symbol: &str, issuer: &str, issued: i16, text: &str) -> Evidence {
    let mut one = evidence("dieu-5", text);
    one.document.row = row;
    one.document.header.kind = Some(kind);
    one.document.header.symbol = Symbol::parse(symbol);
    one.document.header.issuer = Some(issuer.to_owned());
    one.document.header.issued = Some(Date::constant(issued, 2, 9));
    one.breadcrumb = format!("{symbol} › Điều 5. Thời hạn cấp giấy phép họp chợ phiên");
    one
}

fn decree(row: i64, issued: i16, text: &str) -> Evidence {
    let symbol = format!("{row}/{issued}/NĐ-CP");
    of(row, Kind::Decree, &symbol, "Chính phủ", issued, text)
}

fn circular(row: i64, issued: i16, text: &str) -> Evidence {
    let symbol = format!("{row}/{issued}/TT-BCT");
    of(row, Kind::Circular, &symbol, "Bộ Công Thương", issued, text)
}

#[track_caller]
fn check(evidence: &[Evidence], expect: &[(Over, &[Guidance])]) {
    let found = conflicts(evidence);
    let found: Vec<(Over, &[Guidance])> = found
        .iter()
        .map(|conflict| (conflict.over, conflict.guidance.as_slice()))
        .collect();
    assert_eq!(found, expect);
}

#[test]
fn other_figures() {
    let ten = DAYS.replace("05", "10");
    let (higher, later) = (Guidance::HigherRank(1), Guidance::LaterIssued(1));
    check(
        &[circular(1, 2025, DAYS), decree(2, 2020, &ten)],
        &[(Over::Figures, &[higher])],
    );
    check(
        &[decree(1, 2020, DAYS), decree(2, 2024, &ten)],
        &[(Over::Figures, &[later])],
    );
    let found = conflicts(&[decree(1, 2020, DAYS), decree(2, 2024, &ten)]);
    assert_eq!(found[0].sides[0].rank, Some(Rank::GOVERNMENT));
    assert_eq!(found[0].sides[1].text, ten);
    // Two ministries of one rank: nobody knows.
    let mut other = circular(2, 2024, &ten);
    other.document.header.issuer = Some("Bộ Y tế".to_owned());
    check(
        &[circular(1, 2020, DAYS), other],
        &[(Over::Figures, &[Guidance::Undecided])],
    );
}

#[test]
fn what_one_forbids() {
    let allowed = "Người bán hàng được bày hàng trên lối đi chung của chợ phiên trong giờ họp chợ.";
    let forbidden = allowed.replace("được bày", "không được bày");
    check(
        &[decree(1, 2020, allowed), decree(2, 2024, &forbidden)],
        &[(Over::Modality, &[Guidance::LaterIssued(1)])],
    );
}

#[test]
fn words_of_precedence_come_first() {
    let ten = DAYS.replace("05", "10")
        + "\nTrường hợp luật khác có quy định thì thực hiện theo quy định của luật đó.";
    check(
        &[circular(1, 2025, DAYS), decree(2, 2020, &ten)],
        &[(
            Over::Figures,
            &[Guidance::Precedence(1), Guidance::HigherRank(1)],
        )],
    );
}

#[test]
fn no_conflicts() {
    let ten = DAYS.replace("05", "10");
    // One act, one matter told twice.
    check(&[decree(1, 2020, DAYS), decree(1, 2020, &ten)], &[]);
    check(&[decree(1, 2020, DAYS), decree(2, 2024, DAYS)], &[]);
    // The same words of another matter.
    let mut other = decree(2, 2024, &ten);
    other.breadcrumb = "2/2024/NĐ-CP › Điều 5. Thời hạn đổi biển số xe chở nước đá".to_owned();
    check(&[decree(1, 2020, DAYS), other], &[]);
    // Complaints before offices and before courts have articles of one name.
    let mut field = decree(2, 2024, &ten);
    field.document.header.title = Some("Tố tụng của tòa án".to_owned());
    check(&[decree(1, 2020, DAYS), field], &[]);
    // Two provinces: each has its own.
    let local = |row: i64, place: &str, text: &str| {
        let symbol = format!("{row}/2024/QĐ-UBND");
        let issuer = format!("Ủy ban nhân dân tỉnh {place}");
        of(row, Kind::Decision, &symbol, &issuer, 2024, text)
    };
    check(&[local(1, "An Mẫu", DAYS), local(2, "Bình Mẫu", &ten)], &[]);
    check(&[], &[]);
}
