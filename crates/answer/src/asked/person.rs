//! Cues of a question about one person, or about who the persons of a place are, and not about a rule.
//!
//! "Ông A xây nhà không phép thì bị phạt bao nhiêu" names a person and asks about a rule; "Ông A bao nhiêu tuổi" asks
//! about the person. What is held are rules: they know nobody's age, and nobody should think that they do.

use super::outside::is_ruled;
use super::pattern::Words;

/// What is asked of a person.
const ASKED: [&str; 84] = [
    "bao nhiêu tuổi",
    "mấy tuổi",
    "thọ bao nhiêu",
    "sinh năm nào",
    "sinh năm bao nhiêu",
    "sinh ngày nào",
    "sinh ngày mấy",
    "ngày sinh",
    "năm sinh",
    "số điện thoại",
    "sđt",
    "zalo",
    "email",
    "facebook",
    "số máy",
    "liên lạc",
    "địa chỉ",
    "ở đâu",
    "tại đâu",
    "ở thôn nào",
    "ở xã nào",
    "nhà … số bao nhiêu",
    "chỗ ở hiện tại",
    "số căn cước",
    "cccd",
    "cmnd",
    "chứng minh nhân dân số",
    "mã số thuế",
    "số sổ",
    "thẻ bhyt",
    "biển số",
    "số tài khoản",
    "lương của",
    "^ lương",
    "thu nhập",
    "tài sản của",
    "có bao nhiêu đất",
    "mấy sổ đỏ",
    "nợ … bao nhiêu",
    "có nợ",
    "có đang",
    "có còn nợ",
    "được hỗ trợ bao nhiêu tiền năm",
    "bị bệnh gì",
    "bị tâm thần",
    "bị hiv",
    "tiêm vắc xin",
    "khuyết tật dạng",
    "bệnh án",
    "có thai",
    "vợ của",
    "chồng của",
    "^ con của",
    "mấy người con",
    "bố đẻ",
    "mẹ đẻ",
    "là những ai",
    "kết hôn chưa",
    "lấy chồng chưa",
    "lấy vợ chưa",
    "ly hôn năm nào",
    "quan hệ gì",
    "tiền án",
    "từng bị phạt",
    "đi tù",
    "kỷ luật vì sao",
    "đang ở đâu",
    "giải quyết đến đâu",
    "đảng viên không",
    "làm chức vụ gì",
    "làm nghề gì",
    "đã tố cáo",
    "người thế nào",
    "đáng tin",
    "nhân thân",
    "thông tin",
    "uống rượu",
    "mấy giờ đi làm",
    "đánh giá",
    "^ kể cho tôi",
    "đang làm gì",
    "^ ảnh của",
    "^ tra cứu giúp",
    "làm việc tốt không",
];

/// What shows that a rule is asked about, whoever is named.
const RULED: [&str; 44] = [
    // Not "thì" alone: without accents it is the "thị" of half of all women's names.
    "thì bị",
    "thì phải",
    "thì có",
    "thì xử lý",
    "thì làm",
    "thì được",
    "thì nộp",
    "thì ai",
    "thì cơ quan",
    "thì đất",
    "thì chia",
    "quy định",
    "pháp luật",
    "theo luật",
    "thủ tục",
    "điều kiện",
    "có được",
    "được hưởng",
    "được nghỉ",
    "phải nộp",
    "phải làm",
    "làm lại",
    "cần giấy tờ",
    "xử lý thế nào",
    "xử lý như thế nào",
    "xử lý ra sao",
    "bị phạt bao nhiêu",
    "có bị phạt",
    "có bị kỷ luật",
    "có bị sa thải",
    "có bị cấm",
    "có bị buộc",
    "có bị thu hồi",
    "có bị tịch thu",
    "có bị cưỡng chế",
    "có bị truy cứu",
    "có bị xử",
    "tính thế nào",
    "tính theo",
    "do ai",
    "công khai",
    "niêm yết",
    "bao nhiêu chữ số",
    "ghi trong đơn",
];

/// Offices: who holds one in a named place is a person.
const OFFICES: [&str; 8] = [
    "chủ tịch",
    "bí thư",
    "trưởng thôn",
    "trưởng bản",
    "tổ trưởng",
    "công chức",
    "cán bộ",
    "kế toán",
];

/// What is asked of who holds an office.
const OF_OFFICE: [&str; 9] = [
    "là ai $",
    "tên gì",
    "tên là gì",
    "^ ai là",
    "số điện thoại",
    "sđt",
    "zalo",
    "lịch trình",
    "nhà ở đâu",
];

/// Demands for the people of a place.
const LISTS: [&str; 18] = [
    "cho tôi danh sách … người",
    "cho tôi danh sách … hộ",
    "gửi tôi danh sách",
    "^ in danh sách … người",
    "^ xuất danh sách … người",
    "lấy giúp danh sách",
    "^ lấy danh sách",
    "^ cung cấp danh sách",
    "^ liệt kê tên … người",
    "cho biết tên các đối tượng",
    "^ danh sách … tên … đâu",
    "những ai ở xã",
    "những ai ở phường",
    "những ai ở thôn",
    "những hộ nào ở thôn",
    "những hộ nào ở xã",
    "có ai tên",
    "bao nhiêu người tên",
];

/// Asked of a number: whose it is.
const WHOSE: [&str; 4] = [
    "của ai $",
    "^ ai có số",
    "chủ sở hữu … là ai",
    "đứng tên … là ai",
];

/// Words before a name.
const TITLES: [&str; 14] = [
    "ông", "bà", "anh", "chị", "cô", "chú", "bác", "em", "cháu", "cụ", "hộ", "dân", "chí", "tên",
];

/// Family names, for what is typed without capitals.
const FAMILIES: [&str; 45] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ",
    "hồ", "ngô", "dương", "lý", "đào", "đoàn", "trịnh", "trương", "đinh", "lâm", "mai", "tô", "hà",
    "cao", "lương", "lò", "vi", "nông", "sùng", "giàng", "thạch", "quách", "mạc", "tạ", "thái",
    "châu", "tống", "lại", "chu", "kiều", "khuất", "ma", "doãn",
];

/// Middle names.
const MIDDLES: [&str; 16] = [
    "văn", "thị", "đình", "đức", "hữu", "quốc", "minh", "công", "ngọc", "thanh", "quang", "xuân",
    "kim", "bá", "tiến", "hoàng",
];

/// Words that are written great and name nobody.
const BODIES: [&str; 14] = [
    "Ban", "Bộ", "Chính", "Đảng", "Hội", "Mặt", "Nhà", "Quốc", "Sở", "Tiếng", "Tòa", "Ủy", "Viện",
    "Việt",
];

/// Digits of the shortest number that is one person's.
const DIGITS: usize = 7;

/// Whether a question is about a person, or about who the persons of a place are.
pub(super) fn is_asked(question: &str, words: &Words) -> bool {
    if words.have_any(&RULED) {
        return false;
    }
    let of_number = words.have_any(&WHOSE) && has_number(question);
    // Who is named where no word of law stands is meant, whatever is asked of him.
    let of_name = has_name(question) && (words.have_any(&ASKED) || !is_ruled(words));
    let of_office = words.have_any(&OFFICES) && words.have_any(&OF_OFFICE) && has_place(question);
    of_number || of_name || of_office || words.have_any(&LISTS)
}

/// A number that is one person's: of a card, a telephone, a plate, a plot.
fn has_number(question: &str) -> bool {
    let digits = question.chars().filter(char::is_ascii_digit).count();
    digits >= DIGITS || question.to_lowercase().contains("thửa đất số")
}

/// A title with a name behind it ("bà Hoa", "ong tran van ba"), or a family name with two names behind it.
fn has_name(question: &str) -> bool {
    let accented = legal::has_accents(question);
    let words: Vec<(std::ops::Range<usize>, String)> = legal::syllables(question);
    let is = |list: &[&str], word: &str| {
        list.iter().any(|known| match accented {
            true => *known == word,
            false => legal::unaccent(known) == *word,
        })
    };
    let is_great = |at: usize| {
        let word = words.get(at).map(|(range, _)| &question[range.clone()]);
        word.is_some_and(|word| starts_great(word) && !BODIES.contains(&word))
    };
    let word = |at: usize| words.get(at).map_or("", |(_, word)| word.as_str());
    (0..words.len()).any(|at| {
        // Without capitals "dân cao tuổi" would have a name: there it takes a middle one too.
        let small = is(&FAMILIES, word(at + 1)) && is(&MIDDLES, word(at + 2));
        let titled = is(&TITLES, word(at)) && (is_great(at + 1) || small);
        titled || (is(&FAMILIES, word(at)) && (at..at + 3).all(is_great))
    })
}

/// An office or a level of the state with a name behind it: "chủ tịch xã Phú Lộc".
fn has_place(question: &str) -> bool {
    const LEVELS: [&str; 7] = ["xã", "phường", "thôn", "bản", "tổ", "khu", "ấp"];
    let words = legal::syllables(question);
    words.windows(2).any(|pair| {
        let [(_, first), (range, _)] = pair else {
            return false;
        };
        LEVELS.contains(&first.as_str()) && starts_great(&question[range.clone()])
    })
}

/// "Hoa" and "A", not "HĐND".
fn starts_great(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase) && letters.all(char::is_lowercase)
}
