//! The table of bodies. The days are those of the National Assembly's resolutions on the structure of the
//! Government (of 5 August 2002 and 31 July 2007) and of the new ministries at work (1 March 2025).

use jiff::civil::date;

use super::Body;
use crate::Date;

const IN_1992: Option<Date> = Some(date(1992, 10, 1));
const IN_1995: Option<Date> = Some(date(1995, 10, 21));
const IN_2002: Option<Date> = Some(date(2002, 8, 5));
const IN_2007: Option<Date> = Some(date(2007, 7, 31));
const IN_2025: Option<Date> = Some(date(2025, 3, 1));

const fn living(abbreviations: &'static [&'static str], name: &'static str) -> Body {
    since(None, abbreviations, name)
}

const fn since(
    from: Option<Date>,
    abbreviations: &'static [&'static str],
    name: &'static str,
) -> Body {
    Body {
        abbreviations,
        name,
        aliases: &[],
        from,
        until: None,
        into: &[],
    }
}

const fn gone(
    (from, until): (Option<Date>, Option<Date>),
    abbreviations: &'static [&'static str],
    name: &'static str,
    into: &'static [&'static str],
) -> Body {
    Body {
        abbreviations,
        name,
        aliases: &[],
        from,
        until,
        into,
    }
}

impl Body {
    const fn called(mut self, aliases: &'static [&'static str]) -> Self {
        self.aliases = aliases;
        self
    }
}

/// Bodies of the state.
pub(super) const BODIES: &[Body] = &[
    living(&["QH"], "Quốc hội"),
    living(&["UBTVQH", "TVQH"], "Ủy ban Thường vụ Quốc hội"),
    living(&["VPQH"], "Văn phòng Quốc hội"),
    since(IN_1992, &["CTN"], "Chủ tịch nước")
        .called(&["Chủ tịch nước Cộng hòa xã hội chủ nghĩa Việt Nam"]),
    living(&["VPCTN"], "Văn phòng Chủ tịch nước"),
    since(IN_1992, &["CP"], "Chính phủ"),
    living(&["TTg"], "Thủ tướng Chính phủ").called(&["Thủ tướng"]),
    living(&["VPCP"], "Văn phòng Chính phủ"),
    living(&["HĐTP"], "Hội đồng Thẩm phán Tòa án nhân dân tối cao"),
    living(&["TANDTC", "TATC"], "Tòa án nhân dân tối cao")
        .called(&["Chánh án Tòa án nhân dân tối cao"]),
    living(&["VKSNDTC", "VKSTC"], "Viện kiểm sát nhân dân tối cao")
        .called(&["Viện trưởng Viện kiểm sát nhân dân tối cao"]),
    living(&["KTNN"], "Kiểm toán nhà nước").called(&["Tổng Kiểm toán nhà nước"]),
    living(&["NHNN", "NHNNVN"], "Ngân hàng Nhà nước Việt Nam").called(&[
        "Ngân hàng Nhà nước",
        "Thống đốc Ngân hàng Nhà nước Việt Nam",
    ]),
    since(Some(date(2004, 10, 1)), &["TTCP"], "Thanh tra Chính phủ")
        .called(&["Tổng Thanh tra Chính phủ"]),
    living(&["BQP"], "Bộ Quốc phòng"),
    living(&["BCA"], "Bộ Công an"),
    living(&["BNG"], "Bộ Ngoại giao"),
    living(&["BNV"], "Bộ Nội vụ"),
    living(&["BTP"], "Bộ Tư pháp"),
    living(&["BTC"], "Bộ Tài chính"),
    since(IN_2007, &["BCT"], "Bộ Công Thương"),
    since(IN_2025, &["BNNMT"], "Bộ Nông nghiệp và Môi trường"),
    living(&["BXD"], "Bộ Xây dựng"),
    since(IN_2007, &["BVHTTDL"], "Bộ Văn hóa, Thể thao và Du lịch"),
    since(IN_2002, &["BKHCN"], "Bộ Khoa học và Công nghệ"),
    living(&["BGDĐT", "BGD&ĐT", "BGD"], "Bộ Giáo dục và Đào tạo"),
    living(&["BYT"], "Bộ Y tế"),
    since(IN_2025, &["BDTTG"], "Bộ Dân tộc và Tôn giáo"),
    living(&["BHXH"], "Bảo hiểm xã hội Việt Nam"),
    living(&["TLĐ"], "Tổng Liên đoàn Lao động Việt Nam"),
    living(
        &["UBTƯMTTQVN", "UBTWMTTQVN", "MTTW"],
        "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    ),
    living(
        &["ĐCTUBTWMTTQVN", "ĐCTUBTƯMTTQVN"],
        "Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    ),
    living(
        &["TWĐTN"],
        "Trung ương Đoàn Thanh niên Cộng sản Hồ Chí Minh",
    ),
    living(&["HCCBVN"], "Hội Cựu chiến binh Việt Nam"),
    living(&["HLHPNVN"], "Hội Liên hiệp Phụ nữ Việt Nam"),
    living(&["HNDVN"], "Hội Nông dân Việt Nam"),
    living(&["UBCKNN"], "Ủy ban Chứng khoán Nhà nước"),
    // The merger of 1 March 2025.
    gone(
        (None, IN_2025),
        &["BLĐTBXH", "LĐTBXH"],
        "Bộ Lao động - Thương binh và Xã hội",
        &["BNV", "BGDĐT", "BYT"],
    ),
    gone(
        (IN_1995, IN_2025),
        &["BKHĐT", "BKH"],
        "Bộ Kế hoạch và Đầu tư",
        &["BTC"],
    ),
    gone(
        (IN_1995, IN_2025),
        &["BNNPTNT", "BNN"],
        "Bộ Nông nghiệp và Phát triển nông thôn",
        &["BNNMT"],
    ),
    gone(
        (IN_2002, IN_2025),
        &["BTNMT"],
        "Bộ Tài nguyên và Môi trường",
        &["BNNMT"],
    ),
    gone(
        (None, IN_2025),
        &["BGTVT", "GTVT"],
        "Bộ Giao thông vận tải",
        &["BXD", "BCA"],
    ),
    gone(
        (IN_2007, IN_2025),
        &["BTTTT"],
        "Bộ Thông tin và Truyền thông",
        &["BKHCN", "BVHTTDL", "BCA"],
    ),
    gone((None, IN_2025), &["UBDT"], "Ủy ban Dân tộc", &["BDTTG"]),
    gone(
        (None, IN_2025),
        &["TGCP"],
        "Ban Tôn giáo Chính phủ",
        &["BDTTG"],
    ),
    gone((None, IN_2025), &["TCHQ"], "Tổng cục Hải quan", &["BTC"]),
    gone((None, IN_2025), &["TCT"], "Tổng cục Thuế", &["BTC"]),
    // Of 2007.
    gone((None, IN_2007), &["BCN"], "Bộ Công nghiệp", &["BCT"]),
    gone((None, IN_2007), &["BTM"], "Bộ Thương mại", &["BCT"]),
    gone((None, IN_2007), &["BTS"], "Bộ Thủy sản", &["BNNPTNT"]),
    gone(
        (None, IN_2007),
        &["BVHTT"],
        "Bộ Văn hóa - Thông tin",
        &["BVHTTDL", "BTTTT"],
    ),
    gone(
        (None, IN_2007),
        &["UBTDTT"],
        "Ủy ban Thể dục Thể thao",
        &["BVHTTDL"],
    ),
    gone((None, IN_2007), &["TCDL"], "Tổng cục Du lịch", &["BVHTTDL"]),
    gone(
        (IN_2002, IN_2007),
        &["BBCVT"],
        "Bộ Bưu chính, Viễn thông",
        &["BTTTT"],
    ),
    gone(
        (IN_2002, IN_2007),
        &["UBDSGĐTE"],
        "Ủy ban Dân số, Gia đình và Trẻ em",
        &["BYT", "BLĐTBXH", "BVHTTDL"],
    ),
    // Of 2002 and before.
    gone(
        (None, IN_2002),
        &["BKHCNMT"],
        "Bộ Khoa học, Công nghệ và Môi trường",
        &["BKHCN", "BTNMT"],
    ),
    gone((None, IN_2002), &["TCĐC"], "Tổng cục Địa chính", &["BTNMT"]),
    gone((None, IN_2002), &["TCBĐ"], "Tổng cục Bưu điện", &["BBCVT"]),
    gone(
        (None, IN_2002),
        &["TCCP", "BTCCBCP"],
        "Ban Tổ chức - Cán bộ Chính phủ",
        &["BNV"],
    ),
    gone(
        (None, Some(date(2004, 10, 1))),
        &["TTNN"],
        "Thanh tra Nhà nước",
        &["TTCP"],
    ),
    gone(
        (None, IN_1995),
        &["UBKHNN"],
        "Ủy ban Kế hoạch Nhà nước",
        &["BKHĐT"],
    ),
    // Its letters are those of Bộ Tư lệnh today.
    gone((None, IN_1995), &[], "Bộ Thủy lợi", &["BNNPTNT"]),
    gone((None, IN_1995), &["BLN"], "Bộ Lâm nghiệp", &["BNNPTNT"]),
    gone(
        (Some(date(1981, 7, 4)), IN_1992),
        &["HĐBT"],
        "Hội đồng Bộ trưởng",
        &["CP"],
    ),
    gone(
        (None, Some(date(1981, 7, 4))),
        &["HĐCP"],
        "Hội đồng Chính phủ",
        &["HĐBT"],
    ),
    gone(
        (Some(date(1981, 7, 4)), IN_1992),
        &["HĐNN"],
        "Hội đồng Nhà nước",
        &["UBTVQH", "CTN"],
    ),
];

/// Bodies of the Party; their letters mean other bodies in the symbols of the state.
pub(super) const PARTY: &[Body] = &[
    living(&["TW", "TƯ", "BCHTW"], "Ban Chấp hành Trung ương"),
    living(&["BCT"], "Bộ Chính trị"),
    living(&["BBT"], "Ban Bí thư"),
    living(&["VPTW", "VPTƯ"], "Văn phòng Trung ương Đảng"),
    living(&["UBKTTW", "UBKTTƯ"], "Ủy ban Kiểm tra Trung ương"),
    living(&["BTCTW", "BTCTƯ"], "Ban Tổ chức Trung ương"),
];
