//! Words that turn a sentence round when one stands in the place of the other.

/// Bounds, in front of a figure.
pub(super) const BOUNDS: [(&str, &str); 22] = [
    ("không quá", "ít nhất"),
    ("không quá", "trên"),
    ("không quá", ""),
    ("tối đa", "tối thiểu"),
    ("tối đa không quá", "tối thiểu"),
    ("tối thiểu", "tối đa"),
    ("ít nhất", "không quá"),
    ("ít nhất", ""),
    ("chậm nhất", "sớm nhất"),
    ("chậm nhất là", "sớm nhất là"),
    ("không dưới", "không trên"),
    ("không ít hơn", "không quá"),
    ("không thấp hơn", "không cao hơn"),
    ("trên", "dưới"),
    ("dưới", "trên"),
    ("dưới", "đến"),
    ("từ đủ", "trên"),
    ("đủ", "dưới"),
    ("quá", "chưa đến"),
    ("trước", "sau"),
    ("sau", "trước"),
    ("hơn", "chưa đến"),
];

/// Bounds, behind a figure.
pub(super) const BEHIND: [(&str, &str); 4] = [
    ("trở lên", "trở xuống"),
    ("trở xuống", "trở lên"),
    ("trở lên", ""),
    ("trở đi", "trở về trước"),
];

/// Units, behind a number; the longer first.
pub(super) const UNITS: [(&str, &[&str]); 27] = [
    ("ngày làm việc", &["ngày", "giờ làm việc", "tháng"]),
    ("ngày", &["ngày làm việc", "tháng", "tuần"]),
    ("tháng", &["ngày", "năm", "tuần"]),
    ("năm", &["tháng", "ngày"]),
    ("tuần", &["tháng", "ngày"]),
    ("giờ", &["phút", "ngày"]),
    ("phút", &["giờ", "giây"]),
    ("giây", &["phút"]),
    ("đồng", &["nghìn đồng", "USD", "triệu đồng"]),
    ("triệu đồng", &["tỷ đồng", "nghìn đồng", "đồng"]),
    ("tỷ đồng", &["triệu đồng"]),
    ("nghìn đồng", &["triệu đồng"]),
    ("lần", &["tháng", "%"]),
    ("tuổi", &["tháng tuổi"]),
    ("tháng tuổi", &["tuổi"]),
    ("m2", &["ha", "m"]),
    ("m²", &["ha", "m"]),
    ("ha", &["m2", "km2"]),
    ("mét", &["km"]),
    ("m", &["km", "cm"]),
    ("cm", &["mm", "m"]),
    ("mm", &["cm"]),
    ("km", &["m"]),
    ("kg", &["tấn", "g"]),
    ("tấn", &["kg"]),
    ("lít", &["ml"]),
    ("%", &["lần", " phần nghìn"]),
];

/// A "không" more or less.
pub(super) const NEGATIONS: [(&str, &str); 12] = [
    ("không", ""),
    ("không được", "được"),
    ("không phải", "phải"),
    ("chưa", "đã"),
    ("phải", "không phải"),
    ("được", "không được"),
    ("có quyền", "không có quyền"),
    ("có trách nhiệm", "không có trách nhiệm"),
    ("là", "không phải là"),
    ("bị", "không bị"),
    ("thực hiện", "không thực hiện"),
    ("có", "không có"),
];

/// What is forbidden, demanded, allowed.
pub(super) const MODALITIES: [(&str, &str); 18] = [
    ("phải", "có thể"),
    ("phải", "được"),
    ("phải", "không được"),
    ("phải", "có quyền"),
    ("có thể", "phải"),
    ("có trách nhiệm", "có quyền"),
    ("có trách nhiệm", "có thể"),
    ("có quyền", "có nghĩa vụ"),
    ("có quyền", "phải"),
    ("được", "phải"),
    ("không được", "có thể"),
    ("không được", "không bắt buộc"),
    ("nghiêm cấm", "cho phép"),
    ("cấm", "cho phép"),
    ("chỉ được", "được"),
    ("chỉ", ""),
    ("bắt buộc", "khuyến khích"),
    ("không phải", "không được"),
];

/// Parts of a list.
pub(super) const JOINTS: [(&str, &str); 2] = [("và", "hoặc"), ("hoặc", "và")];

/// Who acts, and at which level.
pub(super) const AUTHORITIES: [(&str, &str); 30] = [
    ("cấp tỉnh", "cấp xã"),
    ("cấp tỉnh", "cấp huyện"),
    ("cấp huyện", "cấp tỉnh"),
    ("cấp huyện", "cấp xã"),
    ("cấp xã", "cấp tỉnh"),
    ("cấp xã", "cấp huyện"),
    ("trung ương", "địa phương"),
    ("địa phương", "trung ương"),
    ("ủy ban nhân dân", "hội đồng nhân dân"),
    ("hội đồng nhân dân", "ủy ban nhân dân"),
    ("chủ tịch", "phó chủ tịch"),
    ("chủ tịch ủy ban nhân dân", "ủy ban nhân dân"),
    ("bộ trưởng bộ", "bộ"),
    ("bộ trưởng", "thứ trưởng"),
    ("thủ tướng chính phủ", "chính phủ"),
    ("thủ tướng chính phủ", "bộ trưởng"),
    ("chính phủ", "quốc hội"),
    ("quốc hội", "chính phủ"),
    ("bộ tài chính", "bộ công thương"),
    ("bộ y tế", "bộ công an"),
    ("bộ công an", "bộ quốc phòng"),
    ("bộ quốc phòng", "bộ công an"),
    ("bộ giao thông vận tải", "bộ xây dựng"),
    ("bộ nông nghiệp", "bộ công thương"),
    ("sở", "phòng"),
    ("giám đốc sở", "giám đốc công an"),
    ("cục trưởng", "chi cục trưởng"),
    ("giám đốc", "phó giám đốc"),
    ("thủ trưởng", "phó thủ trưởng"),
    ("tòa án nhân dân", "viện kiểm sát nhân dân"),
];

/// Who is meant.
pub(super) const PARTIES: [(&str, &str); 34] = [
    ("người lao động", "người sử dụng lao động"),
    ("người sử dụng lao động", "người lao động"),
    ("bên mua", "bên bán"),
    ("bên bán", "bên mua"),
    ("bên thuê", "bên cho thuê"),
    ("bên cho thuê", "bên thuê"),
    ("bên giao", "bên nhận"),
    ("nguyên đơn", "bị đơn"),
    ("bị đơn", "nguyên đơn"),
    ("bị can", "bị cáo"),
    ("tổ chức", "cá nhân"),
    ("cá nhân", "tổ chức"),
    ("tổ chức, cá nhân", "hộ gia đình"),
    ("doanh nghiệp", "hợp tác xã"),
    ("hợp tác xã", "doanh nghiệp"),
    ("chủ đầu tư", "nhà thầu"),
    ("nhà thầu", "chủ đầu tư"),
    ("nhà đầu tư", "nhà thầu"),
    ("người nộp thuế", "cơ quan thuế"),
    ("cơ quan thuế", "người nộp thuế"),
    ("cơ quan hải quan", "người khai hải quan"),
    ("người khai hải quan", "cơ quan hải quan"),
    ("vợ", "chồng"),
    ("chồng", "vợ"),
    ("cha", "ông"),
    ("mẹ", "bà"),
    ("học sinh", "giáo viên"),
    ("người bệnh", "người hành nghề"),
    ("công chức", "viên chức"),
    ("viên chức", "công chức"),
    ("ngân hàng nhà nước", "ngân hàng thương mại"),
    ("tổ chức tín dụng", "khách hàng"),
    ("khách hàng", "tổ chức tín dụng"),
    ("thuyền trưởng", "chủ tàu"),
];

/// Words and their contraries.
pub(super) const CONTRARIES: [(&str, &str); 28] = [
    ("tăng", "giảm"),
    ("giảm", "tăng"),
    ("trong nước", "nước ngoài"),
    ("nước ngoài", "trong nước"),
    ("trực tiếp", "gián tiếp"),
    ("bán", "mua"),
    ("mua", "bán"),
    ("nhập khẩu", "xuất khẩu"),
    ("xuất khẩu", "nhập khẩu"),
    ("cấp", "thu hồi"),
    ("thu hồi", "cấp"),
    ("đồng ý", "từ chối"),
    ("từ chối", "chấp nhận"),
    ("công khai", "bí mật"),
    ("tạm thời", "vĩnh viễn"),
    ("trước khi", "sau khi"),
    ("sau khi", "trước khi"),
    ("hợp lệ", "không hợp lệ"),
    ("đầy đủ", "thiếu"),
    ("bắt đầu", "kết thúc"),
    ("kết thúc", "bắt đầu"),
    ("thành lập", "giải thể"),
    ("tự nguyện", "bắt buộc"),
    ("một phần", "toàn bộ"),
    ("toàn bộ", "một phần"),
    ("hàng năm", "hàng tháng"),
    ("hằng năm", "hằng tháng"),
    ("đường bộ", "đường thủy"),
];

/// Whether a cue is part of another word here: "hàng không", "nhận được", "bên phải".
pub(super) fn is_compound(before: &str, cue: &str, next: &str) -> bool {
    match cue.split(' ').next().unwrap_or_default() {
        "không" => {
            before == "hàng" || matches!(next, "gian" | "khí" | "quân" | "lưu" | "vận" | "tải")
        }
        "chưa" => next == "thành",
        "phải" => matches!(before, "không" | "bên" | "chưa" | "trái") || matches!(next, "chịu"),
        "được" => {
            matches!(
                before,
                "không"
                    | "chưa"
                    | "nhận"
                    | "cần"
                    | "đạt"
                    | "có"
                    | "chỉ"
                    | "thu"
                    | "tìm"
                    | "đã"
                    | "mà"
                    | "sẽ"
                    | "phải"
                    | "phát"
            ) || matches!(next, "phép" | "quyền" | "không")
        }
        "bị" => {
            matches!(before, "thiết" | "chuẩn" | "trang" | "không")
                || matches!(next, "can" | "cáo" | "đơn" | "hại")
        }
        "chỉ" => {
            matches!(before, "địa" | "chứng" | "đình" | "tín" | "phân")
                || matches!(
                    next,
                    "đạo" | "định" | "dẫn" | "tiêu" | "số" | "huy" | "thị" | "giới" | "được"
                )
        }
        "là" => matches!(before, "hoặc" | "tức" | "gọi" | "không" | "phải" | "nhất"),
        "thực" => matches!(before, "không" | "chưa" | "được" | "phải"),
        "có" => matches!(before, "không" | "chưa" | "chỉ"),
        "cấm" => before == "nghiêm" || before == "bị",
        _ => false,
    }
}

/// What is announced, in front of a list.
pub(super) const LISTS: [(&str, &str); 16] = [
    ("như sau", "theo các bước sau"),
    ("như sau", "trong các trường hợp sau"),
    ("như sau", "với các giấy tờ sau đây"),
    ("trường hợp sau", "bước sau"),
    ("trường hợp sau đây", "giấy tờ sau đây"),
    ("điều kiện sau", "bước sau"),
    ("điều kiện sau đây", "trường hợp sau đây"),
    ("yêu cầu sau đây", "bước sau đây"),
    ("nội dung sau", "giấy tờ sau"),
    ("nội dung sau đây", "bước sau đây"),
    ("nội dung chủ yếu sau đây", "giấy tờ sau đây"),
    ("giấy tờ sau", "bước sau"),
    ("giấy tờ sau đây", "điều kiện sau đây"),
    ("hành vi sau đây", "trường hợp sau đây"),
    ("quy định sau đây", "giấy tờ sau đây"),
    ("nguyên tắc sau đây", "bước sau đây"),
];
