//! Tests of finding citations.

use proptest::prelude::*;

use super::*;

/// One line for a citation: path, symbol or number, kind, name, year, day, "own".
fn written(citation: &Citation) -> String {
    let mut parts: Vec<String> = vec![citation.path.to_string()];
    parts.extend(
        citation
            .symbol
            .as_ref()
            .map(|symbol| symbol.normal().to_owned()),
    );
    parts.extend(citation.partial.clone());
    parts.extend(citation.kind.as_ref().map(|kind| kind.name().to_owned()));
    parts.extend(citation.name.clone());
    parts.extend(citation.year.map(|year| year.to_string()));
    parts.extend(citation.date.map(|date| date.to_string()));
    parts.extend(citation.own.then(|| "own".to_owned()));
    parts.join("|")
}

fn check(text: &str, expect: &[&str]) {
    let found: Vec<String> = find_citations(text)
        .iter()
        .map(|found| written(&found.citation))
        .collect();
    assert_eq!(found, expect, "{text:?}");
}

fn check_typed(text: &str, expect: &str) {
    assert_eq!(
        parse_citation(text)
            .map(|citation| written(&citation))
            .unwrap_or_default(),
        expect,
        "{text:?}"
    );
}

#[test]
fn reads_typed_references() {
    check_typed(
        "khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP",
        "dieu-5/khoan-2|30/2020/NĐ-CP|Nghị định",
    );
    check_typed(
        "k2 Đ7 15/2024/ND-CP",
        "dieu-7/khoan-2|15/2024/NĐ-CP|Nghị định",
    );
    check_typed(
        "Điều 7 khoản 2 NĐ 15/2024",
        "dieu-7/khoan-2|15/2024|Nghị định",
    );
    check_typed(
        "diem a khoan 1 dieu 5 nghi dinh 30/2020/nd-cp",
        "dieu-5/khoan-1/diem-a|30/2020/NĐ-CP|Nghị định",
    );
    check_typed("Luật Đất đai 2024 Điều 5", "dieu-5|Luật|Đất đai|2024");
    check_typed("Điều 5 Luật Hộ tịch", "dieu-5|Luật|Hộ tịch");
    check_typed("dieu 5 luat dat dai 2024", "dieu-5|Luật|Đất đai|2024");
    check_typed(
        "Điều 5, khoản 2, điểm đ Nghị định số 30/2020/NĐ-CP",
        "dieu-5/khoan-2/diem-dd|30/2020/NĐ-CP|Nghị định",
    );
    check_typed("30/2020/NĐ-CP", "|30/2020/NĐ-CP|Nghị định");
    check_typed("điều 468 BLDS 2015", "dieu-468|Bộ luật|Dân sự|2015");
    check_typed(
        "Điều 300 Bộ luật Hình sự năm 2015",
        "dieu-300|Bộ luật|Hình sự|2015",
    );
    check_typed("Hiến pháp năm 2013", "|Hiến pháp|2013");
    check_typed("Điều 3a Luật số 41/2024/QH15", "dieu-3a|41/2024/QH15|Luật");
    check_typed(
        "Phụ lục III Nghị định 30/2020/NĐ-CP",
        "phu-luc-iii|30/2020/NĐ-CP|Nghị định",
    );
    check_typed("Điều 5", "dieu-5");
    check_typed(
        "đ.5 k.2 NĐ 30/2020/NĐ-CP",
        "dieu-5/khoan-2|30/2020/NĐ-CP|Nghị định",
    );
    for text in [
        "",
        "Điều kiện để được vay",
        "Điều 5 quy định gì?",
        "tài khoản 2 người",
        "Luật",
        "điểm a, b khoản 1 Điều 5",
        "2024",
    ] {
        check_typed(text, "");
    }
}

#[test]
fn finds_and_distributes() {
    check(
        "theo điểm a khoản 2 Điều 5 và khoản 3 Điều 7.",
        &["dieu-5/khoan-2/diem-a", "dieu-7/khoan-3"],
    );
    check(
        "điểm a, b khoản 1 và khoản 3 Điều 5",
        &[
            "dieu-5/khoan-1/diem-a",
            "dieu-5/khoan-1/diem-b",
            "dieu-5/khoan-3",
        ],
    );
    check(
        "điểm b khoản 2 Điều 3 của Nghị định số 89/2020/NĐ-CP ngày 04 tháng 8 năm 2020 của Chính phủ",
        &["dieu-3/khoan-2/diem-b|89/2020/NĐ-CP|Nghị định|2020-08-04"],
    );
    check(
        "các điểm a, b và c khoản này",
        &["diem-a|own", "diem-b|own", "diem-c|own"],
    );
    check(
        "khoản 3, các điểm a, đ khoản 4, khoản 5 Điều này, Điều 26 và Điều 27 của Luật này",
        &[
            "khoan-3|Luật|own",
            "khoan-4/diem-a|Luật|own",
            "khoan-4/diem-dd|Luật|own",
            "khoan-5|Luật|own",
            "dieu-26|Luật|own",
            "dieu-27|Luật|own",
        ],
    );
    check(
        "các điểm a và điểm b khoản 1 Điều 18 và Điều 19 Nghị định này",
        &[
            "dieu-18/khoan-1/diem-a|Nghị định|own",
            "dieu-18/khoan-1/diem-b|Nghị định|own",
            "dieu-19|Nghị định|own",
        ],
    );
    check(
        "từ khoản 1 đến khoản 3 Điều 1; điểm a khoản 1 Điều 1a",
        &[
            "dieu-1/khoan-1",
            "dieu-1/khoan-2",
            "dieu-1/khoan-3",
            "dieu-1a/khoan-1/diem-a",
        ],
    );
    check(
        "các khoản 2, khoản 3 và khoản 5 Điều 10 Thông tư số 27/2016/TT-\nBLĐTBXH",
        &[
            "dieu-10/khoan-2|27/2016/TT-BLĐTBXH|Thông tư",
            "dieu-10/khoan-3|27/2016/TT-BLĐTBXH|Thông tư",
            "dieu-10/khoan-5|27/2016/TT-BLĐTBXH|Thông tư",
        ],
    );
    check(
        "Mục 2 Chương VI Luật Tố cáo",
        &["chuong-vi/muc-2|Luật|Tố cáo"],
    );
    check(
        "điểm đ khoản 1 Điều 35 Phụ lục I ban hành kèm theo Nghị định số 142/2025/NĐ-CP",
        &["phu-luc-i/dieu-35/khoan-1/diem-dd|142/2025/NĐ-CP|Nghị định"],
    );
    check("khoản 3, 5 Điều 2", &["dieu-2/khoan-3", "dieu-2/khoan-5"]);
}

#[test]
fn finds_documents_by_number_and_name() {
    check(
        "Luật Tổ chức Chính phủ ngày 19 tháng 6 năm 2015",
        &["|Luật|Tổ chức Chính phủ|2015-06-19"],
    );
    check(
        "Luật Sở hữu trí tuệ năm 2005, được sửa đổi",
        &["|Luật|Sở hữu trí tuệ|2005"],
    );
    check(
        "Luật Bảo hiểm y tế số 25/2008/QH12",
        &["|25/2008/QH12|Luật|Bảo hiểm y tế"],
    );
    check(
        "Nghị định 216/2013/NĐ-CP; Thông tư 95/2020/TT-BTC",
        &["|216/2013/NĐ-CP|Nghị định", "|95/2020/TT-BTC|Thông tư"],
    );
    check("theo Luật Đất đai thì ai được cấp?", &["|Luật|Đất đai"]);
    check(
        "Điều 138 của Bộ luật dân sự và Luật Hôn nhân và gia đình",
        &["dieu-138|Bộ luật|Dân sự", "|Luật|Hôn nhân và gia đình"],
    );
    check("luật đất đai 2024 quy định gì", &["|Luật|Đất đai|2024"]);
    check(
        "theo luat ho tich, dieu 5 noi gi",
        &["|Luật|Hộ tịch", "dieu-5"],
    );
    check(
        "Nghị định số 108/2021 của Chính phủ",
        &["|108/2021|Nghị định"],
    );
    check("Luật Đường thuỷ mới ban hành", &["|Luật|Đường thuỷ mới"]);
}

#[test]
fn everyday_questions_cite_nothing() {
    for text in [
        "Điều kiện để được cấp giấy chứng nhận là gì?",
        "Tài khoản 2 người dùng chung được không",
        "điều khoản 2 bên thỏa thuận",
        "thời điểm a nhận đất",
        "khoản 20% được sử dụng",
        "khoản 500.000 đồng",
        "khoản 2 triệu đồng",
        "phần 2 của bài",
        "danh mục 5",
        "pháp luật Việt Nam",
        "8 điểm a) Giá trị",
        "Điều lệ công ty",
        "Chương trình 135",
        "đường D7 quận 2",
        "kỷ luật buộc thôi việc",
        "luật sư có được chụp hồ sơ",
        "ngày 15/2024",
        "chi tiết a",
        "một điều 5 người cùng nói",
        "dieu kien de duoc cap so do",
        "tai khoan 2 nguoi",
        "quy định tại văn bản khác",
        "mấy điểm a b c",
    ] {
        check(text, &[]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn spans_are_disjoint_and_in_order(
        words in proptest::collection::vec("điểm|khoản|Điều|các|và|,|;|\\.|từ|đến|này|của|Luật|Đất đai|[a-eđ]|[1-9]|[IVX]{1,2}|Chương|Mục|Phụ lục|30/2020/NĐ-CP|Nghị định|\n|k2|Đ7|năm 2024|\\PC", 0..30),
    ) {
        let text = words.join(" ");
        let mut end = 0;
        for found in find_citations(&text) {
            prop_assert!(found.span.start >= end && text.get(found.span.range()).is_some(), "{:?}", found);
            end = found.span.end;
        }
        let _ = parse_citation(&text);
    }
}
