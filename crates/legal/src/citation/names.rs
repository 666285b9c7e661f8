//! Names of laws, codes and ordinances: where a name ends in running text, and its proper writing.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::tokens::{Gap, Tokens};
use crate::{Kind, for_each_syllable, unaccent};

/// A name found.
#[derive(Debug)]
pub(super) struct Named {
    /// Without its kind: "Đất đai".
    pub(super) name: String,
    /// The first token after it.
    pub(super) end: usize,
}

/// Codes that people name by their initials.
pub(super) fn alias(word: &str) -> Option<(Kind, &'static str)> {
    Some(match word {
        "blds" => (Kind::Code, "Dân sự"),
        "blhs" => (Kind::Code, "Hình sự"),
        "bllđ" | "blld" => (Kind::Code, "Lao động"),
        "blttds" => (Kind::Code, "Tố tụng dân sự"),
        "bltths" => (Kind::Code, "Tố tụng hình sự"),
        _ => return None,
    })
}

/// Names as they are written after "Luật", "Bộ luật" or "Pháp lệnh". Longer names win; a name that is not in
/// the list is read by its capitals.
const NAMES: [&str; 233] = [
    "An ninh mạng",
    "An ninh quốc gia",
    "An toàn thông tin mạng",
    "An toàn thực phẩm",
    "An toàn, vệ sinh lao động",
    "Ban hành văn bản quy phạm pháp luật",
    "Ban hành quyết định hành chính",
    "Báo chí",
    "Bảo hiểm tiền gửi",
    "Bảo hiểm xã hội",
    "Bảo hiểm y tế",
    "Bảo vệ bí mật nhà nước",
    "Bảo vệ dữ liệu cá nhân",
    "Bảo vệ môi trường",
    "Bảo vệ quyền lợi người tiêu dùng",
    "Bảo vệ, chăm sóc và giáo dục trẻ em",
    "Bảo vệ và kiểm dịch thực vật",
    "Bảo vệ và phát triển rừng",
    "Bảo vệ sức khỏe nhân dân",
    "Bầu cử đại biểu Quốc hội và đại biểu Hội đồng nhân dân",
    "Biên giới quốc gia",
    "Biên phòng Việt Nam",
    "Biển Việt Nam",
    "Bình đẳng giới",
    "Bưu chính",
    "Cán bộ, công chức",
    "Căn cước",
    "Căn cước công dân",
    "Cạnh tranh",
    "Cảnh sát biển Việt Nam",
    "Cảnh sát cơ động",
    "Cảnh vệ",
    "Các công cụ chuyển nhượng",
    "Các tổ chức tín dụng",
    "Chăn nuôi",
    "Chất lượng sản phẩm, hàng hóa",
    "Chứng khoán",
    "Chuyển đổi số",
    "Chuyển giao công nghệ",
    "Công an nhân dân",
    "Công an xã",
    "Công chứng",
    "Công đoàn",
    "Công nghệ cao",
    "Công nghệ thông tin",
    "Công nghiệp công nghệ số",
    "Công nghiệp quốc phòng, an ninh và động viên công nghiệp",
    "Cơ quan đại diện nước Cộng hòa xã hội chủ nghĩa Việt Nam ở nước ngoài",
    "Cơ yếu",
    "Cư trú",
    "Dạy nghề",
    "Dân quân tự vệ",
    "Dân số",
    "Dân sự",
    "Di sản văn hóa",
    "Doanh nghiệp",
    "Doanh nghiệp nhà nước",
    "Du lịch",
    "Dược",
    "Dữ liệu",
    "Dự trữ quốc gia",
    "Đa dạng sinh học",
    "Đặc xá",
    "Đất đai",
    "Đầu tư",
    "Đầu tư công",
    "Đầu tư theo phương thức đối tác công tư",
    "Đấu giá tài sản",
    "Đấu thầu",
    "Đê điều",
    "Địa chất và khoáng sản",
    "Điện ảnh",
    "Điện lực",
    "Điều ước quốc tế",
    "Đo đạc và bản đồ",
    "Đo lường",
    "Đường bộ",
    "Đường sắt",
    "Giá",
    "Giám định tư pháp",
    "Giáo dục",
    "Giáo dục đại học",
    "Giáo dục nghề nghiệp",
    "Giáo dục quốc phòng và an ninh",
    "Giao dịch điện tử",
    "Giao thông đường bộ",
    "Giao thông đường thủy nội địa",
    "Hải quan",
    "Hàng hải Việt Nam",
    "Hàng hải",
    "Hàng không dân dụng Việt Nam",
    "Hình sự",
    "Hiến, lấy, ghép mô, bộ phận cơ thể người và hiến, lấy xác",
    "Hòa giải ở cơ sở",
    "Hòa giải, đối thoại tại Tòa án",
    "Hóa chất",
    "Hoạt động chữ thập đỏ",
    "Hoạt động giám sát của Quốc hội và Hội đồng nhân dân",
    "Hộ tịch",
    "Hôn nhân và gia đình",
    "Hợp tác xã",
    "Hợp tác quốc tế về hình sự",
    "Kế toán",
    "Khám bệnh, chữa bệnh",
    "Khí tượng thủy văn",
    "Khiếu nại",
    "Khiếu nại, tố cáo",
    "Khoa học và công nghệ",
    "Khoa học, công nghệ và đổi mới sáng tạo",
    "Khoáng sản",
    "Kiểm toán độc lập",
    "Kiểm toán nhà nước",
    "Kiến trúc",
    "Kinh doanh bảo hiểm",
    "Kinh doanh bất động sản",
    "Kỳ họp",
    "Lao động",
    "Lâm nghiệp",
    "Lý lịch tư pháp",
    "Luật sư",
    "Lực lượng dự bị động viên",
    "Lực lượng tham gia bảo vệ an ninh, trật tự ở cơ sở",
    "Lưu trữ",
    "Mặt trận Tổ quốc Việt Nam",
    "Nạn nhân bom mìn",
    "Năng lượng nguyên tử",
    "Ngân hàng Nhà nước Việt Nam",
    "Ngân sách nhà nước",
    "Nghĩa vụ quân sự",
    "Người cao tuổi",
    "Người khuyết tật",
    "Người lao động Việt Nam đi làm việc ở nước ngoài theo hợp đồng",
    "Nhà giáo",
    "Nhà ở",
    "Nhập cảnh, xuất cảnh, quá cảnh, cư trú của người nước ngoài tại Việt Nam",
    "Nuôi con nuôi",
    "Phá sản",
    "Phục hồi, phá sản",
    "Phòng bệnh",
    "Phòng cháy và chữa cháy",
    "Phòng cháy, chữa cháy và cứu nạn, cứu hộ",
    "Phòng, chống bạo lực gia đình",
    "Phòng, chống bệnh truyền nhiễm",
    "Phòng, chống khủng bố",
    "Phòng, chống ma túy",
    "Phòng, chống mua bán người",
    "Phòng, chống rửa tiền",
    "Phòng, chống tác hại của rượu, bia",
    "Phòng, chống tác hại của thuốc lá",
    "Phòng, chống tham nhũng",
    "Phòng, chống thiên tai",
    "Phòng, chống nhiễm vi rút gây ra hội chứng suy giảm miễn dịch mắc phải ở người",
    "Phòng không nhân dân",
    "Phòng thủ dân sự",
    "Phổ biến, giáo dục pháp luật",
    "Phí và lệ phí",
    "Quản lý, bảo vệ công trình quốc phòng và khu quân sự",
    "Quản lý, sử dụng tài sản công",
    "Quản lý, sử dụng vốn nhà nước đầu tư vào sản xuất, kinh doanh tại doanh nghiệp",
    "Quản lý, sử dụng vũ khí, vật liệu nổ và công cụ hỗ trợ",
    "Quản lý nợ công",
    "Quản lý ngoại thương",
    "Quản lý thuế",
    "Quảng cáo",
    "Quốc phòng",
    "Quốc tịch Việt Nam",
    "Quy hoạch",
    "Quy hoạch đô thị",
    "Quy hoạch đô thị và nông thôn",
    "Sĩ quan Quân đội nhân dân Việt Nam",
    "Quân nhân chuyên nghiệp, công nhân và viên chức quốc phòng",
    "Sở hữu trí tuệ",
    "Sử dụng năng lượng tiết kiệm và hiệu quả",
    "Tài nguyên nước",
    "Tài nguyên, môi trường biển và hải đảo",
    "Tần số vô tuyến điện",
    "Thanh niên",
    "Thanh tra",
    "Thể dục, thể thao",
    "Thi đua, khen thưởng",
    "Thi hành án dân sự",
    "Thi hành án hình sự",
    "Thi hành tạm giữ, tạm giam",
    "Thống kê",
    "Thủ đô",
    "Thú y",
    "Thuế bảo vệ môi trường",
    "Thuế giá trị gia tăng",
    "Thuế sử dụng đất nông nghiệp",
    "Thuế sử dụng đất phi nông nghiệp",
    "Thuế tài nguyên",
    "Thuế thu nhập cá nhân",
    "Thuế thu nhập doanh nghiệp",
    "Thuế tiêu thụ đặc biệt",
    "Thuế xuất khẩu, thuế nhập khẩu",
    "Thủy lợi",
    "Thủy sản",
    "Thực hành tiết kiệm, chống lãng phí",
    "Thực hiện dân chủ ở cơ sở",
    "Thương mại",
    "Tiếp cận thông tin",
    "Tiếp công dân",
    "Tiêu chuẩn và quy chuẩn kỹ thuật",
    "Tín ngưỡng, tôn giáo",
    "Tình trạng khẩn cấp",
    "Tổ chức Chính phủ",
    "Tổ chức chính quyền địa phương",
    "Tổ chức cơ quan điều tra hình sự",
    "Tổ chức Quốc hội",
    "Tổ chức Tòa án nhân dân",
    "Tổ chức Viện kiểm sát nhân dân",
    "Tố cáo",
    "Tố tụng dân sự",
    "Tố tụng hành chính",
    "Tố tụng hình sự",
    "Tương trợ tư pháp",
    "Trách nhiệm bồi thường của Nhà nước",
    "Trẻ em",
    "Trí tuệ nhân tạo",
    "Trọng tài thương mại",
    "Trợ giúp pháp lý",
    "Trưng cầu ý dân",
    "Trưng mua, trưng dụng tài sản",
    "Trật tự, an toàn giao thông đường bộ",
    "Ưu đãi người có công với cách mạng",
    "Ưu đãi người có công",
    "Viên chức",
    "Viễn thông",
    "Việc làm",
    "Xây dựng",
    "Xử lý vi phạm hành chính",
    "Xuất bản",
    "Xuất cảnh, nhập cảnh của công dân Việt Nam",
];

/// Short writings of names.
const SHORT: [(&str, &str); 10] = [
    ("bhxh", "Bảo hiểm xã hội"),
    ("bhyt", "Bảo hiểm y tế"),
    ("hngđ", "Hôn nhân và gia đình"),
    ("bvmt", "Bảo vệ môi trường"),
    ("đđ", "Đất đai"),
    ("pcccc", "Phòng cháy và chữa cháy"),
    ("gtđb", "Giao thông đường bộ"),
    ("xlvphc", "Xử lý vi phạm hành chính"),
    ("nvqs", "Nghĩa vụ quân sự"),
    ("cbcc", "Cán bộ, công chức"),
];

struct Known {
    syllables: Vec<String>,
    name: &'static str,
}

/// Names by their first syllable without accents, longest first.
static KNOWN: LazyLock<HashMap<String, Vec<Known>>> = LazyLock::new(|| {
    let mut known: HashMap<String, Vec<Known>> = HashMap::new();
    let pairs = NAMES.iter().map(|name| (*name, *name)).chain(SHORT);
    for (written, name) in pairs {
        let mut syllables = Vec::new();
        for_each_syllable(written, &mut String::new(), |_, syllable| {
            syllables.push(syllable.to_owned());
        });
        if let Some(first) = syllables.first() {
            known
                .entry(unaccent(first))
                .or_default()
                .push(Known { syllables, name });
        }
    }
    for names in known.values_mut() {
        names.sort_by_key(|known| std::cmp::Reverse(known.syllables.len()));
    }
    known
});

/// The name that begins at a token. `capital`: it is printed with one, so an unknown name may be read too.
pub(super) fn name(tokens: &Tokens<'_>, at: usize, capital: bool, typed: bool) -> Option<Named> {
    let known = KNOWN.get(&unaccent(tokens.word(at))).and_then(|names| {
        names
            .iter()
            .find(|known| stands(tokens, at, &known.syllables))
    });
    if let Some(known) = known {
        let end = at + known.syllables.len();
        // "Luật Giá" is a law, "luật giá rẻ" is not: one syllable alone needs a capital or an end.
        let alone = known.syllables.len() > 1
            || capital
            || !matches!(tokens.gap(end), Gap::Space)
            || tokens.word(end).starts_with(|c: char| c.is_ascii_digit());
        if alone {
            return Some(Named {
                name: known.name.to_owned(),
                end,
            });
        }
    }
    unknown(tokens, at, typed)
}

fn stands(tokens: &Tokens<'_>, at: usize, syllables: &[String]) -> bool {
    syllables.iter().enumerate().all(|(n, syllable)| {
        tokens.is(at + n, syllable)
            && (n == 0 || matches!(tokens.gap(at + n), Gap::Space | Gap::Comma))
    })
}

/// A name outside the list: from its capital to the word or sign that goes on with the sentence.
fn unknown(tokens: &Tokens<'_>, at: usize, typed: bool) -> Option<Named> {
    const STOPS: [&str; 46] = [
        "về", "quy", "được", "có", "của", "tại", "này", "năm", "số", "ngày", "thì", "là", "để",
        "theo", "khi", "như", "trong", "cho", "đã", "các", "những", "hoặc", "hướng", "sau", "đối",
        "do", "bằng", "từ", "đến", "nếu", "nhưng", "mà", "với", "phải", "không", "sửa", "ban",
        "hiện", "và", "tới", "vào", "trước", "bởi", "chưa", "đang", "sẽ",
    ];
    const FIRST: [&str; 8] = ["sửa", "này", "số", "của", "được", "có", "về", "quy"];
    let first = tokens.get(at).filter(|_| tokens.symbol(at).is_none())?;
    if tokens.is_any(at, &FIRST) || !(first.capital || (typed && tokens.gap(at) == Gap::Space)) {
        return None;
    }
    let is_year = |at: usize| {
        tokens.word(at).len() == 4 && tokens.word(at).bytes().all(|b| b.is_ascii_digit())
    };
    let mut end = at + 1;
    while end < at + 9
        && !tokens.word(end).is_empty()
        && tokens.gap(end) == Gap::Space
        && !is_year(end)
        && !tokens.is_any(end, &["điều", "khoản", "chương"])
        && (!tokens.is_any(end, &STOPS) || joins_names(tokens, end))
    {
        end += 1;
    }
    let name = tokens.printed(at, end);
    let lettered = name.chars().any(char::is_lowercase) || tokens.is_bare() || typed;
    (lettered && !is_year(at)).then_some(Named { name, end })
}

/// "và" between two capitals belongs to a name; before "các", "Luật" it does not.
fn joins_names(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, "và")
        && tokens.is_capital(at + 1)
        && tokens.symbol(at + 1).is_none()
        && !tokens.is_any(
            at + 1,
            &[
                "luật", "bộ", "nghị", "thông", "pháp", "quyết", "điều", "chương",
            ],
        )
}
