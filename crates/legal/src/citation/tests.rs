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
    parts.extend(citation.this.map(|level| format!("this {}", level.slug())));
    parts.extend(citation.detail.clone());
    parts.extend(citation.form.as_ref().map(|form| format!("form {form}")));
    parts.extend(
        citation
            .amended_by
            .iter()
            .map(|by| format!("by ({})", written(by))),
    );
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
fn a_number_alone_is_typed_never_found() {
    check_typed("nghị định 15", "|15|Nghị định");
    check_typed("điều 7 nđ 15", "dieu-7|15|Nghị định");
    check_typed("thông tư số 02 năm 2021", "|2/2021|Thông tư");
    check_typed("nghị định 15 của ai", "");
    check("theo nghị định 15 người trở lên", &[]);
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
        &[
            "diem-a|own|this khoan",
            "diem-b|own|this khoan",
            "diem-c|own|this khoan",
        ],
    );
    check(
        "khoản 3, các điểm a, đ khoản 4, khoản 5 Điều này, Điều 26 và Điều 27 của Luật này",
        &[
            "khoan-3|Luật|own|this dieu",
            "khoan-4/diem-a|Luật|own|this dieu",
            "khoan-4/diem-dd|Luật|own|this dieu",
            "khoan-5|Luật|own|this dieu",
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

/// The real shapes of citations in the sheet's section 3.2, each written anew with other numbers.
#[test]
fn reads_every_shape_of_running_text() {
    let cases: &[(&str, &[&str])] = &[
        ("điểm a khoản 2 Điều 5", &["dieu-5/khoan-2/diem-a"]),
        (
            "điểm b khoản 1 Điều 14 Nghị định số 81/2021/NĐ-CP",
            &["dieu-14/khoan-1/diem-b|81/2021/NĐ-CP|Nghị định"],
        ),
        (
            "điểm b khoản 2 Điều 3 của Nghị định số 81/2021/NĐ-CP ngày 04 tháng 8 năm 2021 của Chính phủ quy định chức năng",
            &["dieu-3/khoan-2/diem-b|81/2021/NĐ-CP|Nghị định|2021-08-04"],
        ),
        (
            "các điểm a và c khoản này",
            &["diem-a|own|this khoan", "diem-c|own|this khoan"],
        ),
        (
            "khoản 3, các điểm a và đ khoản 4, khoản 5 Điều này, Điều 26 và Điều 27 của Luật này",
            &[
                "khoan-3|Luật|own|this dieu",
                "khoan-4/diem-a|Luật|own|this dieu",
                "khoan-4/diem-dd|Luật|own|this dieu",
                "khoan-5|Luật|own|this dieu",
                "dieu-26|Luật|own",
                "dieu-27|Luật|own",
            ],
        ),
        (
            "các điểm a và h khoản 1, các điểm b và n khoản 3, điểm b khoản 4 Điều 12 của Luật này",
            &[
                "dieu-12/khoan-1/diem-a|Luật|own",
                "dieu-12/khoan-1/diem-h|Luật|own",
                "dieu-12/khoan-3/diem-b|Luật|own",
                "dieu-12/khoan-3/diem-n|Luật|own",
                "dieu-12/khoan-4/diem-b|Luật|own",
            ],
        ),
        (
            "điểm a, b khoản 7 Điều này",
            &[
                "khoan-7/diem-a|own|this dieu",
                "khoan-7/diem-b|own|this dieu",
            ],
        ),
        (
            "điểm c, điểm d khoản 1 Điều 70 Luật Bảo hiểm xã hội",
            &[
                "dieu-70/khoan-1/diem-c|Luật|Bảo hiểm xã hội",
                "dieu-70/khoan-1/diem-d|Luật|Bảo hiểm xã hội",
            ],
        ),
        (
            "các điểm a và điểm b khoản 1 Điều 18 và Điều 19 Nghị định này",
            &[
                "dieu-18/khoan-1/diem-a|Nghị định|own",
                "dieu-18/khoan-1/diem-b|Nghị định|own",
                "dieu-19|Nghị định|own",
            ],
        ),
        (
            "các điểm c và đ khoản 2 Điều 14 Nghị định này",
            &[
                "dieu-14/khoan-2/diem-c|Nghị định|own",
                "dieu-14/khoan-2/diem-dd|Nghị định|own",
            ],
        ),
        (
            "khoản 1, 2 Điều 9 Nghị định số 81/2021/NĐ-CP",
            &[
                "dieu-9/khoan-1|81/2021/NĐ-CP|Nghị định",
                "dieu-9/khoan-2|81/2021/NĐ-CP|Nghị định",
            ],
        ),
        (
            "khoản 3, 5 Điều 2 Nghị định này",
            &[
                "dieu-2/khoan-3|Nghị định|own",
                "dieu-2/khoan-5|Nghị định|own",
            ],
        ),
        (
            "các khoản 1, 2 và 4 Điều 2 Nghị định này",
            &[
                "dieu-2/khoan-1|Nghị định|own",
                "dieu-2/khoan-2|Nghị định|own",
                "dieu-2/khoan-4|Nghị định|own",
            ],
        ),
        (
            "các khoản 3, 4 hoặc khoản 6, 7 Điều này",
            &[
                "khoan-3|own|this dieu",
                "khoan-4|own|this dieu",
                "khoan-6|own|this dieu",
                "khoan-7|own|this dieu",
            ],
        ),
        (
            "các khoản 2, khoản 3 và khoản 5 Điều 10 Thông tư số 27/2016/TT-BYT",
            &[
                "dieu-10/khoan-2|27/2016/TT-BYT|Thông tư",
                "dieu-10/khoan-3|27/2016/TT-BYT|Thông tư",
                "dieu-10/khoan-5|27/2016/TT-BYT|Thông tư",
            ],
        ),
        (
            "khoản 2, 3, và 4 Điều này",
            &[
                "khoan-2|own|this dieu",
                "khoan-3|own|this dieu",
                "khoan-4|own|this dieu",
            ],
        ),
        (
            "từ khoản 1 đến khoản 3 Điều 1; điểm a khoản 1 Điều 1a; các khoản 6, 7 và các khoản từ khoản 9 đến khoản 10 Điều 2",
            &[
                "dieu-1/khoan-1",
                "dieu-1/khoan-2",
                "dieu-1/khoan-3",
                "dieu-1a/khoan-1/diem-a",
                "dieu-2/khoan-6",
                "dieu-2/khoan-7",
                "dieu-2/khoan-9",
                "dieu-2/khoan-10",
            ],
        ),
        (
            "các điều từ Điều 8 đến Điều 10; các khoản 1, 2 của Điều 11",
            &[
                "dieu-8",
                "dieu-9",
                "dieu-10",
                "dieu-11/khoan-1",
                "dieu-11/khoan-2",
            ],
        ),
        (
            "Các điều từ Điều 1 đến Điều 3, các khoản 4 , 5 và 6 Điều 14, từ Điều 16 đến Điều 17",
            &[
                "dieu-1",
                "dieu-2",
                "dieu-3",
                "dieu-14/khoan-4",
                "dieu-14/khoan-5",
                "dieu-14/khoan-6",
                "dieu-16",
                "dieu-17",
            ],
        ),
        (
            "các Điều 25, 26 và khoản 9 Điều 39 Nghị định này",
            &[
                "dieu-25|Nghị định|own",
                "dieu-26|Nghị định|own",
                "dieu-39/khoan-9|Nghị định|own",
            ],
        ),
        (
            "các điều 32, 33 và 37 của Luật này",
            &["dieu-32|Luật|own", "dieu-33|Luật|own", "dieu-37|Luật|own"],
        ),
        (
            "Điểm a khoản 4 điều 14, Điều 5, Điều 8",
            &["dieu-14/khoan-4/diem-a", "dieu-5", "dieu-8"],
        ),
        (
            "Điều 67 và Điều 69 của Luật Giáo dục nghề nghiệp",
            &[
                "dieu-67|Luật|Giáo dục nghề nghiệp",
                "dieu-69|Luật|Giáo dục nghề nghiệp",
            ],
        ),
        (
            "theo quy định tại Mục 2 Chương VI Luật Tố cáo",
            &["chuong-vi/muc-2|Luật|Tố cáo"],
        ),
        (
            "khoản 1, khoản 2 Mục II Thông tư số 06/2007/TT-BTC và Chương II, Chương III Thông tư số 40/2017/TT-BTC",
            &[
                "muc-ii/khoan-1|06/2007/TT-BTC|Thông tư",
                "muc-ii/khoan-2|06/2007/TT-BTC|Thông tư",
                "chuong-ii|40/2017/TT-BTC|Thông tư",
                "chuong-iii|40/2017/TT-BTC|Thông tư",
            ],
        ),
        (
            "Phần I Phụ lục II của Thông tư số 18/2022/TT-BYT",
            &["phu-luc-ii/phan-i|18/2022/TT-BYT|Thông tư"],
        ),
        (
            "khoản 3 Mục 1 Phụ lục VIII ban hành kèm theo Thông tư số 09/2021/TT-BTC",
            &["phu-luc-viii/muc-1/khoan-3|09/2021/TT-BTC|Thông tư"],
        ),
        (
            "điểm đ khoản 1 Điều 35 Phụ lục I ban hành kèm theo Nghị định số 81/2021/NĐ-CP",
            &["phu-luc-i/dieu-35/khoan-1/diem-dd|81/2021/NĐ-CP|Nghị định"],
        ),
        (
            "theo Mẫu số 15 Phụ lục I Nghị định này",
            &["phu-luc-i|Nghị định|own|form 15"],
        ),
        ("theo Mẫu số 08.NT Phụ lục I.", &["phu-luc-i|form 08.NT"]),
        (
            "các mẫu số 01, 06 Phụ lục III",
            &["phu-luc-iii|form 01", "phu-luc-iii|form 06"],
        ),
        (
            "quy định tại Phụ lục I.6 ban hành kèm theo Nghị quyết này",
            &["phu-luc-i.6|Nghị quyết|own"],
        ),
        (
            "Luật Bảo hiểm y tế số 25/2008/QH12 đã được sửa đổi, bổ sung một số điều theo Luật số 32/2013/QH13, Luật số 46/2014/QH13 (sau đây gọi là Luật Bảo hiểm y tế)",
            &[
                "|25/2008/QH12|Luật|Bảo hiểm y tế|by (|32/2013/QH13|Luật)|by (|46/2014/QH13|Luật)",
                "|Luật|Bảo hiểm y tế",
            ],
        ),
        (
            "khoản 5 và khoản 6 Điều 9 Nghị định số 81/2021/NĐ-CP đã được sửa đổi, bổ sung tại khoản 12 và khoản 13 Điều 1 Nghị định số 38/2023/NĐ-CP",
            &[
                "dieu-9/khoan-5|81/2021/NĐ-CP|Nghị định|by (dieu-1/khoan-12|38/2023/NĐ-CP|Nghị định)",
                "dieu-9/khoan-6|81/2021/NĐ-CP|Nghị định|by (dieu-1/khoan-13|38/2023/NĐ-CP|Nghị định)",
            ],
        ),
        (
            "Luật Việc làm ngày 16 tháng 11 năm 2013;",
            &["|Luật|Việc làm|2013-11-16"],
        ),
        (
            "Luật Sở hữu trí tuệ năm 2005, được sửa đổi, bổ sung các năm 2009, 2019 và 2022",
            &["|Luật|Sở hữu trí tuệ|2005|by (|2009)|by (|2019)|by (|2022)"],
        ),
        (
            "Luật số 90/2025/QH15; Luật 69/2020/QH14",
            &["|90/2025/QH15|Luật", "|69/2020/QH14|Luật"],
        ),
        (
            "Nghị định số 81/2021/NĐ-CP ngày 28/7/2021 của Chính phủ",
            &["|81/2021/NĐ-CP|Nghị định|2021-07-28"],
        ),
        (
            "Nghị định 216/2013/NĐ-CP; Thông tư 95/2020/TT-BTC",
            &["|216/2013/NĐ-CP|Nghị định", "|95/2020/TT-BTC|Thông tư"],
        ),
        ("Nghị định số 108/2021", &["|108/2021|Nghị định"]),
        (
            "Chương IV, bao gồm các điều 11, 12 của Nghị định số 81/2021/NĐ-CP",
            &[
                "chuong-iv|81/2021/NĐ-CP|Nghị định",
                "dieu-11|81/2021/NĐ-CP|Nghị định",
                "dieu-12|81/2021/NĐ-CP|Nghị định",
            ],
        ),
        (
            "từ Điều 138 đến Điều 139 của Bộ luật dân sự",
            &["dieu-138|Bộ luật|Dân sự", "dieu-139|Bộ luật|Dân sự"],
        ),
        (
            "tiết c điểm 2.2 khoản 2 Điều 6 Thông tư này",
            &["dieu-6/khoan-2/diem-2.2/tiet-c|Thông tư|own"],
        ),
        (
            "tiết a.1 điểm a khoản 2 Điều 6",
            &["dieu-6/khoan-2/diem-a/tiet-a.1"],
        ),
        (
            "gạch đầu dòng thứ nhất của điểm g",
            &["diem-g|gạch đầu dòng thứ nhất"],
        ),
        (
            "đoạn mở đầu khoản 2 Điều 7",
            &["dieu-7/khoan-2|đoạn mở đầu"],
        ),
        (
            "câu thứ hai khoản 1 Điều này",
            &["khoan-1|own|this dieu|câu thứ hai"],
        ),
        (
            "Chương này, Mục này và Phụ lục này",
            &["|own|this chuong", "|own|this muc", "|own|this phu-luc"],
        ),
        ("Quy chế này và Luật này", &["|Quy chế|own", "|Luật|own"]),
        (
            "Phụ lục ban hành kèm theo Thông tư này",
            &["phu-luc-0|Thông tư|own"],
        ),
        (
            "Phần thứ hai của Bộ luật Dân sự",
            &["phan-2|Bộ luật|Dân sự"],
        ),
        (
            "từ Chương II đến Chương IV Luật này",
            &[
                "chuong-ii|Luật|own",
                "chuong-iii|Luật|own",
                "chuong-iv|Luật|own",
            ],
        ),
        ("theo quy định này, văn bản này", &[]),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương ngày 22 tháng 11 năm 2019",
            &[
                "|Luật|sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức chính quyền địa phương|2019-11-22",
            ],
        ),
        (
            "khoản 3 Điều này và Điều 26 Luật Đất đai",
            &["khoan-3|own|this dieu", "dieu-26|Luật|Đất đai"],
        ),
    ];
    for (text, expect) in cases {
        check(text, expect);
    }
}

#[test]
fn spans_are_exact() {
    let text = "Theo điểm a, b khoản 1 và từ khoản 3 đến khoản 5 Điều 9 Nghị định số 81/2021/NĐ-CP, đã sửa.";
    let words: Vec<&str> = find_citations(text)
        .iter()
        .map(|found| &text[found.span.range()])
        .collect();
    let range = "từ khoản 3 đến khoản 5 Điều 9 Nghị định số 81/2021/NĐ-CP";
    assert_eq!(words, ["điểm a", "b khoản 1", range, range, range]);
    let ends = find_citations(text)[3].range.clone();
    let ends = ends.map(|(first, last)| (first.to_string(), last.to_string()));
    let expect = ("dieu-9/khoan-3".to_owned(), "dieu-9/khoan-5".to_owned());
    assert_eq!(ends, Some(expect));
}

fn check_print(text: &str, expect: &str) {
    let read = parse_citation(text).unwrap_or_default();
    assert_eq!(read.print(), expect, "{text:?}");
    // A symbol keeps its printed form beside the normal one that is written.
    let again = parse_citation(expect).unwrap_or_default();
    assert_eq!(written(&again), written(&read), "{expect:?}");
}

#[test]
fn what_is_printed_reads_the_same() {
    check_print(
        "k2 Đ7 NĐ 15/2024/ND-CP",
        "khoản 2 Điều 7 Nghị định số 15/2024/NĐ-CP",
    );
    check_print("điều 5 luật đất đai 2024", "Điều 5 Luật Đất đai năm 2024");
    check_print(
        "Mục II Chương IVa Luật Tố cáo",
        "Mục II Chương IVa Luật Tố cáo",
    );
    check_print(
        "Mẫu số 08.NT Phụ lục I Nghị định này",
        "Mẫu số 08.NT Phụ lục I Nghị định này",
    );
    check_print(
        "đoạn mở đầu khoản 2 Điều này",
        "đoạn mở đầu khoản 2 Điều này",
    );
    check_print(
        "Phụ lục kèm theo Thông tư số 09/2021/TT-BTC",
        "Phụ lục ban hành kèm theo Thông tư số 09/2021/TT-BTC",
    );
    check_print(
        "Điều 3 Quy chế ứng phó sự cố ban hành kèm theo Quyết định số 05/2017/QĐ-TTg",
        "Điều 3 Quy chế ban hành kèm theo Quyết định số 05/2017/QĐ-TTg",
    );
    check_print(
        "Luật Sở hữu trí tuệ năm 2005 (đã được sửa đổi, bổ sung năm 2009 và 2019)",
        "Luật Sở hữu trí tuệ năm 2005, được sửa đổi, bổ sung các năm 2009, 2019",
    );
}

/// "Điều 3 Quy định ban hành kèm theo Quyết định số …" was read as Article 3 of the decision, or as nothing.
#[test]
fn a_text_issued_with_an_act_has_articles_of_its_own() {
    check(
        "theo khoản 2 Điều 3 và Điều 5 Quy định quản lý chợ, bến bãi được ban hành kèm theo Quyết định số 12/2024/QĐ-UBND ngày 05 tháng 3 năm 2024 của Ủy ban nhân dân tỉnh",
        &[
            "phu-luc-quy-dinh/dieu-3/khoan-2|12/2024/QĐ-UBND|Quyết định|2024-03-05",
            "phu-luc-quy-dinh/dieu-5|12/2024/QĐ-UBND|Quyết định|2024-03-05",
        ],
    );
    check(
        "Điều 2 của Quy chế ban hành kèm theo Quyết định này",
        &["phu-luc-quy-che/dieu-2|Quyết định|own"],
    );
    // The decision itself is what is repealed or named in running text.
    check(
        "Quy chế ban hành kèm theo Quyết định số 12/2024/QĐ-UBND",
        &["|12/2024/QĐ-UBND|Quyết định"],
    );
    check("Điều 5 Quy chế này", &["dieu-5|Quy chế|own"]);
    check_typed(
        "quy định ban hành kèm theo qđ 12/2024/qđ-ubnd",
        "phu-luc-quy-dinh|12/2024/QĐ-UBND|Quyết định",
    );
    check_typed(
        "dieu 3 quy dinh ban hanh kem theo quyet dinh 12/2024/qd-ubnd",
        "phu-luc-quy-dinh/dieu-3|12/2024/QĐ-UBND|Quyết định",
    );
    check_typed(
        "k2 đ3 quy chế kèm theo 12/2024/QĐ-UBND",
        "phu-luc-quy-che/dieu-3/khoan-2|12/2024/QĐ-UBND|Quyết định",
    );
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn print_then_parse_is_the_identity(
        annex in proptest::option::of(prop_oneof!["I|IV|X", "[1-9]", "A"]),
        container in proptest::option::of((prop_oneof![Just(Level::Chapter), Just(Level::Part)], "II|V|XI")),
        article in proptest::option::of("[1-9][0-9]?[ab]?"),
        clause in proptest::option::of("[1-9][0-9]?a?"),
        point in proptest::option::of("[a-eđghik][1-3]?"),
        detail in proptest::option::of("đoạn mở đầu|câu thứ ba|gạch đầu dòng thứ nhất|tên"),
        document in 0usize..9,
        amended in proptest::collection::vec("Luật số [1-9]{2}/2013/QH13", 0..3),
    ) {
        let mut path = Path::default();
        if let Some(annex) = &annex {
            path = path.child(Level::Annex, annex);
        }
        if let (Some((level, label)), None) = (&container, &article) {
            path = path.child(*level, label);
        }
        for (level, label) in [(Level::Article, &article), (Level::Clause, &clause), (Level::Point, &point)] {
            if let Some(label) = label {
                path = path.child(level, label);
            }
        }
        let documents = [
            "", "Nghị định số 30/2020/NĐ-CP", "Luật Đất đai", "Luật Đất đai năm 2024", "Thông tư này",
            "Luật Việc làm ngày 16 tháng 11 năm 2013", "Nghị định số 15/2024", "Bộ luật Dân sự số 91/2015/QH13",
            "Hiến pháp năm 2013",
        ];
        let document = parse_citation(documents[document]).unwrap_or_default();
        let foreign = document.names_document();
        let citation = Citation {
            detail: detail.filter(|_| clause.is_some() || point.is_some() || article.is_some()),
            path,
            amended_by: amended.iter().filter(|_| foreign).filter_map(|by| parse_citation(by)).collect(),
            ..document
        };
        prop_assume!(citation != Citation::default());
        prop_assert_eq!(parse_citation(&citation.print()), Some(citation.clone()), "{}", citation.print());
    }

    #[test]
    fn what_is_found_prints_and_reads_the_same(
        words in proptest::collection::vec("điểm|khoản|Điều|và|,|này|của|[a-eđ]|[1-9]|Mục I|Phụ lục I|30/2020/NĐ-CP|Luật Đất đai|năm 2024|Mẫu số 01|từ Điều 2 đến Điều 4|đoạn đầu", 0..20),
    ) {
        for found in find_citations(&words.join(" ")) {
            let print = found.citation.print();
            let again = parse_citation(&print).map(|citation| citation.print());
            prop_assert_eq!(again.as_deref(), Some(print.as_str()));
        }
    }


    #[test]
    fn spans_are_disjoint_and_in_order(
        words in proptest::collection::vec("điểm|khoản|Điều|các|và|,|;|\\.|từ|đến|này|của|Luật|Đất đai|[a-eđ]|[1-9]|[IVX]{1,2}|Chương|Mục|Phụ lục|30/2020/NĐ-CP|Nghị định|\n|k2|Đ7|năm 2024|\\PC", 0..30),
    ) {
        let text = words.join(" ");
        let mut last = Span::default();
        for found in find_citations(&text) {
            let shared = found.span == last && found.range.is_some();
            prop_assert!(found.span.start >= last.end || shared, "{:?}", found);
            prop_assert!(text.get(found.span.range()).is_some(), "{:?}", found);
            last = found.span;
        }
        let _ = parse_citation(&text);
    }
}

/// Found by fuzzing: an end of the range that names more than the range counts had a span of its own, over the others.
#[test]
fn a_range_whose_ends_say_more_has_one_span() {
    let check = |text: &str, words: &str, paths: &[&str], range: (&str, &str)| {
        let found = find_citations(text);
        let of_range: Vec<&FoundCitation> =
            found.iter().filter(|one| one.range.is_some()).collect();
        let read: Vec<String> = of_range
            .iter()
            .map(|one| one.citation.path.to_string())
            .collect();
        assert_eq!(read, paths, "{text}");
        for one in of_range {
            assert_eq!(&text[one.span.range()], words);
            let ends = one
                .range
                .as_ref()
                .map(|(first, last)| (first.to_string(), last.to_string()));
            assert_eq!(
                ends,
                Some((range.0.to_owned(), range.1.to_owned())),
                "{text}"
            );
        }
    };
    let words = "từ khoản 1 đến khoản 3 điểm a Nghị định số 30/2019/NĐ-CP";
    check(
        words,
        words,
        &["khoan-1", "khoan-2", "khoan-3/diem-a"],
        ("khoan-1", "khoan-3/diem-a"),
    );
    let words = "khoản 2 Điều 7b đến Điều 9 Luật này";
    check(
        words,
        words,
        &["dieu-7b/khoan-2", "dieu-9"],
        ("dieu-7b/khoan-2", "dieu-9"),
    );
}
