//! Which figures say the same, and which do not.

use proptest::prelude::*;

use super::figures;

/// Whether every figure of the claim stands in the law.
fn supported(law: &str, claim: &str) -> bool {
    let law = figures(law);
    figures(claim)
        .iter()
        .all(|claimed| law.iter().any(|figure| figure.supports(claimed)))
}

#[test]
fn the_same() {
    for (law, claim) in [
        // Money, in every spelling.
        ("phạt tiền 4.523.000 đồng", "mức phạt là 4523000 đồng"),
        ("phạt tiền 4.523.000 đồng", "mức phạt là 4,523,000 VND"),
        ("phạt tiền 4523000 đồng", "mức phạt là 4.523.000đ"),
        ("mức 2.530.000 đồng/tháng", "mức 2,53 triệu đồng mỗi tháng"),
        ("mức 2.530.000 đồng/tháng", "mức 2,53 triệu mỗi tháng"),
        ("mức 2.530.000 đồng/tháng", "mức 2,530 triệu đồng"),
        ("mức 2.500.000.000 đồng", "mức 2 tỷ 500 triệu đồng"),
        ("mức 2.500.000.000 đồng", "mức 2,5 tỷ đồng"),
        ("mức 500.000 đồng", "mức 500 nghìn đồng"),
        ("mức 500.000 đồng", "mức năm trăm nghìn đồng"),
        ("mức 500.000 đồng (năm trăm nghìn đồng)", "mức 500.000 đồng"),
        (
            "phạt tiền từ 5.000.000 đồng đến 10.000.000 đồng",
            "phạt từ 5 đến 10 triệu đồng",
        ),
        (
            "phạt tiền từ 5.000.000 đồng đến 10.000.000 đồng",
            "phạt từ 5 - 10 triệu đồng",
        ),
        (
            "phạt tiền từ 5.000.000 đồng đến 10.000.000 đồng",
            "phạt 5–10 triệu",
        ),
        (
            "phạt tiền từ 500.000 đồng đến 1.000.000 đồng",
            "phạt từ 500.000 đến 1 triệu đồng",
        ),
        (
            "phạt tiền từ 500.000 đồng đến 1.000.000 đồng",
            "phạt 500.000đ-1.000.000đ",
        ),
        ("mức 1.234.567,89 đồng", "mức 1,234,567.89 đồng"),
        // Durations.
        ("trong 30 ngày", "trong vòng 30 ngày"),
        ("trong 05 ngày làm việc", "trong 5 ngày làm việc"),
        ("trong 05 (năm) ngày làm việc", "trong 5 ngày làm việc"),
        ("trong năm ngày làm việc", "trong 5 ngày làm việc"),
        ("trong 15 ngày", "trong mười lăm ngày"),
        ("trong bảy (7) ngày làm việc", "trong 07 ngày làm việc"),
        ("thời hạn 10 năm", "thời hạn mười năm"),
        ("thời hạn 25 năm", "thời hạn hai mươi lăm năm"),
        ("từ 06 tháng đến 03 năm", "từ sáu tháng đến ba năm"),
        (
            "từ 05 đến 10 ngày làm việc",
            "từ 5 ngày làm việc đến 10 ngày làm việc",
        ),
        ("trước 24 giờ", "trước 24 giờ"),
        // Shares and measures.
        ("giảm 50% lệ phí", "giảm 50 phần trăm lệ phí"),
        ("giảm 50 % lệ phí", "giảm 50%"),
        ("tỷ lệ 0,5%", "tỷ lệ 0.5%"),
        ("diện tích 1.500 m2", "diện tích 1500m²"),
        ("diện tích 1.500 m2", "diện tích 1.500 mét vuông"),
        (
            "ít nhất 2/3 tổng số thành viên",
            "ít nhất 2/3 số thành viên",
        ),
        ("03 bộ hồ sơ", "3 bộ hồ sơ"),
        ("03 thành viên", "có 3 người"),
        ("mở cửa lúc 8:30", "mở cửa lúc 8:30"),
        // Dates.
        ("từ ngày 05 tháng 3 năm 2020", "từ ngày 5/3/2020"),
        ("từ ngày 05/03/2020", "từ ngày 05 tháng 3 năm 2020"),
        ("từ ngày 05/03/2020", "từ 5-3-2020"),
        ("từ ngày 05/03/2020", "từ tháng 3 năm 2020"),
        ("từ ngày 05/03/2020", "từ tháng 3/2020"),
        ("từ ngày 05/03/2020", "từ năm 2020"),
        (
            "trước ngày 31 tháng 12 hằng năm",
            "trước ngày 31/12 hằng năm",
        ),
        // On which side of them.
        ("không quá 05 ngày làm việc", "tối đa 5 ngày làm việc"),
        ("không quá 05 ngày làm việc", "trong 5 ngày làm việc"),
        (
            "trong thời hạn 05 ngày làm việc",
            "không quá 5 ngày làm việc",
        ),
        ("có ít nhất 03 năm", "tối thiểu là 3 năm"),
        ("có từ 03 năm trở lên", "ít nhất 3 năm"),
        ("từ đủ 18 tuổi", "từ 18 tuổi trở lên"),
        ("từ 1 triệu đồng đến dưới 3 triệu đồng", "dưới 3 triệu đồng"),
        ("chậm nhất là 15 ngày", "không quá 15 ngày"),
        ("trước ngày 01/7/2025", "trước ngày 01 tháng 7 năm 2025"),
        (
            "có hiệu lực từ ngày 01/7/2025",
            "có hiệu lực ngày 01/7/2025",
        ),
        // Names are no figures.
        ("không có số", "theo khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP"),
        (
            "không có số",
            "theo các điểm a, b, đ khoản 1 và khoản 3 Điều 15",
        ),
        ("không có số", "theo Điều 5, 6 và 7 của NĐ 15/2024"),
        ("không có số", "theo Mẫu số 01 Phụ lục 3, mục 1.2.3"),
        ("không có số", "Luật số 80/2015/QH13"),
        ("trong 30 ngày", "theo khoản 2, 30 ngày kể từ ngày nhận"),
        ("không có số", "1. Không có số nào"),
        ("không có số", "2) không có số nào"),
    ] {
        assert!(
            supported(law, claim),
            "{law} | {claim}\n{:#?}\n{:#?}",
            figures(law),
            figures(claim)
        );
    }
}

#[test]
fn not_the_same() {
    for (law, claim) in [
        ("trong 30 ngày làm việc", "trong 30 ngày"),
        ("trong 30 ngày", "trong 30 ngày làm việc"),
        ("trong 30 ngày", "trong 3 ngày"),
        ("trong 30 ngày", "trong 30 tháng"),
        ("trong 30 ngày", "trong ba ngày"),
        ("trong 12 tháng", "trong 12 năm"),
        ("thời hạn 10 năm", "thời hạn mười lăm năm"),
        ("thời hạn 02 năm", "thời hạn ba năm"),
        ("mức 4.523.000 đồng", "mức 4.532.000 đồng"),
        ("mức 4.523.000 đồng", "mức 4.523 đồng"),
        ("mức 2.530.000 đồng", "mức 25,3 triệu đồng"),
        ("mức 2.530.000 đồng", "mức 2.530.000 USD"),
        ("mức 2.530.000 người", "mức 2.530.000 đồng"),
        (
            "từ 5.000.000 đồng đến 10.000.000 đồng",
            "từ 5 đến 15 triệu đồng",
        ),
        (
            "từ 5.000.000 đồng đến 10.000.000 đồng",
            "từ 1 đến 10 triệu đồng",
        ),
        ("giảm 50%", "giảm 5%"),
        ("giảm 50%", "giảm 50 đồng"),
        ("tỷ lệ 0,5%", "tỷ lệ 5%"),
        ("diện tích 1.500 m2", "diện tích 1.500 ha"),
        ("ít nhất 2/3 thành viên", "ít nhất 1/3 thành viên"),
        ("từ ngày 05/03/2020", "từ ngày 06/03/2020"),
        ("từ ngày 05/03/2020", "từ ngày 05 tháng 3 năm 2021"),
        ("từ ngày 05/03/2020", "từ tháng 4 năm 2020"),
        ("từ tháng 3 năm 2020", "từ ngày 05 tháng 3 năm 2020"),
        ("từ năm 2020", "từ năm 2021"),
        ("từ ngày 25/7/2007", "từ ngày 35/7/2007"),
        ("không quá 05 ngày", "ít nhất 05 ngày"),
        ("không quá 05 ngày", "05 ngày"),
        ("không quá 05 ngày", "quá 05 ngày"),
        ("trên 05 năm", "dưới 05 năm"),
        ("trên 05 năm", "từ 05 năm trở lên"),
        ("từ 05 năm trở lên", "từ 05 năm trở xuống"),
        ("từ 5 triệu đồng đến 10 triệu đồng", "phạt 10 triệu đồng"),
        ("đến dưới 10 triệu đồng", "đến 10 triệu đồng"),
        ("trước ngày 01/7/2025", "sau ngày 01/7/2025"),
        ("từ ngày 01/7/2025", "đến ngày 01/7/2025"),
        ("Điều 30", "trong 30 ngày"),
        ("khoản 5", "5 thành viên"),
        ("Nghị định 30/2020/NĐ-CP", "có 30 người"),
        ("", "1 đồng"),
    ] {
        assert!(
            !supported(law, claim),
            "{law} | {claim}\n{:#?}\n{:#?}",
            figures(law),
            figures(claim)
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn never_panics_and_supports_itself(text in "[\\PC\n]{0,60}") {
        prop_assert!(supported(&text, &text));
    }

    #[test]
    fn words_of_numbers_never_panic(words in prop::collection::vec(
        prop::sample::select(vec![
            "năm", "mười", "mươi", "trăm", "nghìn", "tỷ", "triệu", "linh", "ngày", "làm việc", "tháng", "đến", ",",
            "điều", "khoản", "và", "5", "2024", "999999999999999", "1.000", "2,5", "31/12", "(", ")", "%", "đồng",
        ]), 0..24,
    )) {
        let text = words.join(" ");
        prop_assert!(supported(&text, &text), "{}", text);
    }

    #[test]
    fn every_spelling_of_an_amount(amount in 1u64..3_000_000) {
        let grouped = |sign: &str| {
            let digits = amount.to_string();
            let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().map(|g| std::str::from_utf8(g).unwrap()).collect();
            groups.join(sign)
        };
        let law = format!("phạt tiền {} đồng", grouped("."));
        let comma = format!("phạt {} đồng", grouped(","));
        let plain = format!("phạt {amount}đ");
        let other = format!("phạt {} đồng", amount + 1);
        prop_assert!(supported(&law, &comma));
        prop_assert!(supported(&law, &plain));
        prop_assert!(!supported(&law, &other));
    }
}
