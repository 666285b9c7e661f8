//! Surnames, middle names and given names as they are frequent, and the words that are none.

use std::sync::LazyLock;

/// A list, taken apart once.
type Words = LazyLock<Vec<&'static str>>;

/// Surnames, of the Kinh and of other peoples.
pub(super) static SURNAMES: Words = LazyLock::new(|| {
    "nguyễn trần lê phạm hoàng huỳnh phan vũ võ đặng bùi đỗ hồ ngô dương lý đinh đào đoàn trịnh mai \
     trương lâm phùng tô hà cao tạ thái châu lương quách vương tống tăng kiều la thạch sơn danh kim lưu \
     chu nghiêm triệu quan mạc doãn khổng tôn bạch nông hứa lò lường quàng cầm đèo vàng giàng sùng thào \
     vừ mùa hạng má lầu cứ hờ bàn phàn chảo tẩn ma hầu vi lô tòng điêu văn viên ninh từ âu giang lục mã \
     phó cù diệp đồng đàm khuất lại lều ngụy nhâm phí thân thẩm tiêu trang trà ứng xa hoa kha nhan bế \
     chử giáp hàn khương khúc tưởng ksor siu rơ kpă niê rmah nay hồng thiều mẫn"
        .split(' ')
        .collect()
});

/// Surnames that are hardly any other word in a question typed without accents and capitals. The first two are so
/// even before "thi", which is also "thi hành".
pub(super) static PLAIN_SURNAMES: Words = LazyLock::new(|| {
    "nguyễn trần phạm hoàng huỳnh lê vũ võ đặng bùi trịnh trương phùng quách"
        .split(' ')
        .collect()
});

/// Middle names that say that a name goes on.
pub(super) static MIDDLES: Words = LazyLock::new(|| {
    "văn thị đình hữu đức ngọc xuân thanh minh quốc thúy kim bá công duy gia thế trọng viết như a y"
        .split(' ')
        .collect()
});

/// Given names and second middle names, as they are frequent.
pub(super) static GIVEN: Words = LazyLock::new(|| {
    "chí chánh nhẫn vững khởi toản duẩn lài bé đáng thoại thuyên dưỡng khương lĩnh nhuận tạo thạnh thông \
     tịnh trác triết khôn luyện nhượng oánh sĩ sỹ thao thiên thống thụ tiệp trực vĩ vỹ xoan xuyên nhạn \
     kha lạc viết gia thế đình bá thị hậu hiến khoát kiểm lan lê mến nết ngân nhâm nhất phiến quyến sâm \
     tép thạo thìn thoan thức tiếp tuyển vang vệ yên an anh ánh ân bách bảo bắc bằng bích bình bông ca \
     cảnh cát cẩm chi chiến chính chung cúc cương cường dân diễm diệp diệu dung dũng duy duyên dương đại \
     đan đạo đào đạt đăng điền điệp định đoan đông đồng đức gấm giang giàu hà hải hân hạnh hảo hằng hiên \
     hiền hiển hiếu hiệp hiệu hoa hòa hoà hoan hoàn hoàng hoài hồng hợp huấn huân huệ huy huyền hùng \
     hưng hương hường hữu khả khánh khang khanh khải khiêm khoa khôi khuê kiên kiệt kiều kim kỳ lam lành \
     lâm lệ liên liễu linh loan long lộc lợi luân luật luyến lực lương ly lý mai mạnh mẫn minh mơ mùi \
     mười my mỹ nam nga ngà nghĩa nghi ngoan ngọc nguyên nguyệt nhàn nhân nhã nhật nhi nhiên nhung như \
     ninh nương oanh phát phi phong phú phúc phụng phước phương phượng quang quân quế quốc quý quyên \
     quyền quyết quỳnh sang sáng sáu sen sinh sơn sương tài tám tâm tân tấn thạch thái thanh thành thảo \
     thắm thắng thi thiện thịnh thoa thơ thơm thu thuận thủy thuỷ thúy thùy thư thương thy tiên tiến tín \
     tình tính toàn toán trang trâm trân trí trinh trọng trung trúc trường tú tuân tuấn tuệ tùng tuyên \
     tuyền tuyết tươi tường tư uyên út vân việt vinh vĩnh vui vũ vượng vy xuân xuyến yến ý lụa năm bảy \
     chín hai ba sửu tý dần mão tỵ ngọ thân dậu tuất giáp khiết lưu thuần bền chất đoàn đượm hồ khuyên \
     lai lượng nghị phấn phố rạng thêm thiết toại tôn tráng triều văn viễn vọng xinh"
        .split(' ')
        .collect()
});

/// Words after which a run of capitals is a place or a body, not a person.
pub(super) static PLACES: Words = LazyLock::new(|| {
    "đường phố trường phường xã tp quận huyện thị tỉnh viện cầu chợ khu ngõ ngách hẻm kiệt thpt thcs \
     thưởng học công hiệu chùa đền quảng lăng ga cảng sông núi đảo kênh tịch đoàn đội sân đại cty thôn \
     ấp xóm bản buôn làng tổ huân nhà hãng thửa"
        .split(' ')
        .collect()
});

/// First words of what people are addressed by beside their names.
pub(super) static TITLES: Words = LazyLock::new(|| {
    "chủ giám trưởng phó bộ thủ bí hiệu nhà công ủy uỷ tòa toà sở phòng ngân tổng cục chi hội ban luật \
     thẩm kiểm nghị thông quyết điều khoản đại việt quốc đảng nước ubnd hđnd cán viên đội tổ"
        .split(' ')
        .collect()
});

/// Phrases that introduce a name.
pub(super) static NAMING: Words = LazyLock::new(|| {
    "tên là, tên, họ tên, họ và tên, tôi là, tôi tên, tôi tên là, mình là, em là, con là, vợ là, \
     chồng là, bố là, mẹ là, cha là, vợ tôi, chồng tôi, bố tôi, mẹ tôi, cha tôi, con tôi, vợ tôi là, \
     chồng tôi là, bố tôi là, mẹ tôi là, con trai là, con gái là, con tôi là, con trai tôi là, \
     con gái tôi là, con trai tôi, con gái tôi, công dân, chủ hộ, chủ hộ là, đứng tên, đứng tên là, \
     mang tên, người tên, khách hàng, bị cáo, bị can, nguyên đơn, bị đơn, học sinh, bệnh nhân, \
     người bán là, người mua là, hộ gia đình, tôi, mình, vợ, chồng, bố, mẹ, cha, má, con, con gái, \
     con trai, đại diện, người đại diện, người vay, người nộp, thầy, đồng chí, hộ kinh doanh, người mua, \
     người bán, em trai, em gái, anh trai, chị gái, em trai là, em gái là, anh trai là, chị gái là, \
     người chết, người chết là, người mất, người mất là, người yêu cầu, chủ nhà, chủ nhà trọ, giáo viên, \
     thí sinh, sinh viên, người lao động, tên thật, tên khai sinh, họ tên là, thương binh, liệt sĩ, \
     cán bộ, hàng xóm, chủ xe, chủ đất, chủ sở hữu, bên bán, bên mua, bên thuê, bên vay, ông bà, cụ ông, \
     cụ bà, cháu bé, bé gái, bé trai"
        .split(", ")
        .collect()
});
