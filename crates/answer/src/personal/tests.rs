//! What is personal data and what only looks like it. The persons are invented.

use super::*;

/// Masks a text; where nothing is found, `expect` is the text.
fn check(text: &str, expect: &str) {
    let found = find(text);
    assert_eq!(masked(text, &found), expect, "{found:?}");
}

fn ordinary(text: &str) {
    check(text, text);
}

#[test]
fn numbers_by_their_form_and_by_the_words_before_them() {
    check("CCCD 079085001234 hết hạn", "CCCD [CCCD] hết hạn");
    check("số 079 085 001 234", "số [CCCD]");
    check("cccd 079.085.001.234", "cccd [CCCD]");
    check("căn cước 999085001234", "căn cước [CCCD]");
    check("CMND 123456789", "CMND [CMND]");
    check("(121 930 437)", "([CMND])");
    check("gọi 0912345678", "gọi [SĐT]");
    check("gọi 0912.345.678 nhé", "gọi [SĐT] nhé");
    check("+84 912 345 678", "[SĐT]");
    check("(+84) 912-345-678", "([SĐT]");
    check("zalo 84912345678", "zalo [SĐT]");
    check("(024) 3825 1234", "([SĐT]");
    check(
        "stk 0123456789012 tại ngân hàng",
        "stk [SỐ TÀI KHOẢN] tại ngân hàng",
    );
    check("tài khoản 9704 3661 2345", "tài khoản [SỐ TÀI KHOẢN]");
    check("MST 0101243150-001", "MST [MÃ SỐ THUẾ]");
    check("mã số thuế 079085001234", "mã số thuế [MÃ SỐ THUẾ]");
    check("mã BHXH 0123456789", "mã BHXH [MÃ SỐ BHXH]");
    check("０９１２３４５６７８", "[SĐT]");
    check("0912\u{200b}345678", "[SĐT]");
}

#[test]
fn codes() {
    check("xe 29A-123.45", "xe [BIỂN SỐ]");
    check("xe 51F12345 đỗ sai", "xe [BIỂN SỐ] đỗ sai");
    check("xe máy 59X3 123.45", "xe máy [BIỂN SỐ]");
    check("29-A1 123.45", "[BIỂN SỐ]");
    check("gửi hoa.tran@mau.gov.vn.", "gửi [EMAIL].");
    check("hoa.tran (at) vidu.vn", "[EMAIL]");
    check("hộ chiếu B1234567", "hộ chiếu [HỘ CHIẾU]");
    check("thẻ DN4797912345678", "thẻ [THẺ BHYT]");
    check("GD 4 79 79 123 45678", "[THẺ BHYT]");
}

#[test]
fn names_after_words_for_persons() {
    check("Ông Nguyễn Văn Hùng hỏi", "Ông [HỌ TÊN] hỏi");
    check("bà trần thị hoa có được", "bà [HỌ TÊN] có được");
    check("ong nguyen van hung hoi", "ong [HỌ TÊN] hoi");
    check("Tôi tên là Y Bhin Niê", "Tôi tên là [HỌ TÊN]");
    check(
        "Anh Hùng sinh năm 1985 ở thôn 3, xã Hòa Mẫu có được vay không?",
        "Anh [HỌ TÊN] sinh năm [NGÀY SINH] ở [ĐỊA CHỈ] có được vay không?",
    );
    check(
        "Trần Thị Hoa, sinh ngày 02/03/1970, số nhà 12 đường Lê Lợi",
        "[HỌ TÊN], sinh ngày [NGÀY SINH], [ĐỊA CHỈ]",
    );
}

#[test]
fn the_law_is_no_person() {
    for text in [
        "Khoản 2 Điều 5 Nghị định 30/2020/NĐ-CP",
        "Thông tư 902/2022/TT-BTCMAU ngày 01/07/2025",
        "phạt 150000000 đồng, 30.000.000 đồng, 2,5 triệu",
        "phạt từ 5.000.000 đến 10.000.000 đồng",
        "1.500.000.000 đồng vốn đầu tư 1.234.567.890.000 đồng",
        "đất 1.200 m2, 500 000 000 đồng",
        "dân số 98506193 người",
        "mã số thủ tục 1.001511 và 2.000635",
        "mã hồ sơ 000.00.01.H25",
        "năm 2020 2021 2022",
        "Người sinh năm 1960 nghỉ hưu khi nào?",
        "Ông A bán đất cho bà B",
        "Ông Nguyễn Văn A và bà Trần Thị B ly hôn",
        "Trưởng thôn, tổ trưởng tổ dân phố được phụ cấp bao nhiêu?",
        "Thành phố Hồ Chí Minh, đường Nguyễn Văn Linh",
        "Chủ tịch UBND xã có thẩm quyền gì?",
        "ho tro chi phi mai tang cho nguoi co cong",
        "tài khoản 112 và 1121",
        "TCVN 5687:2010, QCVN 06:2022/BXD",
        "tong dai 1900",
        "",
    ] {
        ordinary(text);
    }
}

#[test]
fn any_text_is_masked_without_a_panic() {
    use proptest::prelude::*;
    proptest!(|(text in "([a-zđA-Z0-9 .,@/()+-]|[ăâêôơưáàạị\u{300}\u{323}\u{200b}]){0,80}")| {
        let found = find(&text);
        let ordered = found.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start);
        prop_assert!(ordered, "{found:?}");
        for one in &found {
            prop_assert!(text.get(one.range.clone()).is_some_and(|words| !words.is_empty()));
        }
        let _ = masked(&text, &found);
    });
}
