//! The words that turn a sentence round, those that say who acts, and those that say nothing.

use super::tokens::Kind;

/// What a word does to the sentence in which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    /// không, không có
    Negation,
    /// không được, cấm
    Prohibition,
    /// không phải, không bắt buộc
    NoDuty,
    /// chưa
    NotYet,
    /// phải, có trách nhiệm
    Duty,
    /// có thể, có quyền
    Permission,
    /// trừ trường hợp
    Exception,
    /// nếu, trường hợp, khi
    Condition,
    /// chỉ
    Only,
    /// trở lên, apart from its figure
    Upward,
    /// trở xuống
    Downward,
    /// hoặc
    Either,
    /// và
    Both,
    /// tăng, giảm: words whose contrary stands as easily in the same place, by their pair and side.
    Contrary(u8, bool),
}

/// Most words of a cue or of a name of who acts.
pub(super) const LONGEST: usize = 5;

/// Phrases, the longest that fits counts. "được" alone is no cue: it marks the passive more often than a right.
const CUES: [(&str, Cue); 74] = [
    ("trở lên", Cue::Upward),
    ("trở đi", Cue::Upward),
    ("trở xuống", Cue::Downward),
    ("trở về trước", Cue::Downward),
    ("không", Cue::Negation),
    ("không có", Cue::Negation),
    ("không còn", Cue::Negation),
    ("không thể", Cue::Negation),
    ("không hề", Cue::Negation),
    ("không được", Cue::Prohibition),
    ("không được phép", Cue::Prohibition),
    ("không có quyền", Cue::Prohibition),
    ("không được quyền", Cue::Prohibition),
    ("cấm", Cue::Prohibition),
    ("nghiêm cấm", Cue::Prohibition),
    ("bị cấm", Cue::Prohibition),
    ("bị nghiêm cấm", Cue::Prohibition),
    ("không phải", Cue::NoDuty),
    ("không bắt buộc", Cue::NoDuty),
    ("không bắt buộc phải", Cue::NoDuty),
    ("không cần", Cue::NoDuty),
    ("không cần phải", Cue::NoDuty),
    ("không nhất thiết", Cue::NoDuty),
    ("không nhất thiết phải", Cue::NoDuty),
    ("chưa", Cue::NotYet),
    ("chưa được", Cue::NotYet),
    ("chưa có", Cue::NotYet),
    ("chưa phải", Cue::NotYet),
    ("phải", Cue::Duty),
    ("cần", Cue::Duty),
    ("cần phải", Cue::Duty),
    ("buộc phải", Cue::Duty),
    ("bắt buộc", Cue::Duty),
    ("bắt buộc phải", Cue::Duty),
    ("có trách nhiệm", Cue::Duty),
    ("có nghĩa vụ", Cue::Duty),
    ("có trách nhiệm phải", Cue::Duty),
    ("chịu trách nhiệm", Cue::Duty),
    ("có thể", Cue::Permission),
    ("có thể được", Cue::Permission),
    ("có quyền", Cue::Permission),
    ("được quyền", Cue::Permission),
    ("được phép", Cue::Permission),
    ("trừ", Cue::Exception),
    ("trừ trường hợp", Cue::Exception),
    ("trừ các trường hợp", Cue::Exception),
    ("trừ những trường hợp", Cue::Exception),
    ("trừ khi", Cue::Exception),
    ("ngoại trừ", Cue::Exception),
    ("ngoại trừ trường hợp", Cue::Exception),
    ("nếu", Cue::Condition),
    ("nếu như", Cue::Condition),
    ("khi", Cue::Condition),
    ("trường hợp", Cue::Condition),
    ("trong trường hợp", Cue::Condition),
    ("đối với trường hợp", Cue::Condition),
    ("với điều kiện", Cue::Condition),
    ("chỉ", Cue::Only),
    ("chỉ được", Cue::Only),
    ("chỉ có", Cue::Only),
    ("chỉ có thể", Cue::Only),
    ("hoặc", Cue::Either),
    ("hoặc là", Cue::Either),
    ("và", Cue::Both),
    ("tăng", Cue::Contrary(0, true)),
    ("giảm", Cue::Contrary(0, false)),
    ("trước", Cue::Contrary(1, true)),
    ("sau", Cue::Contrary(1, false)),
    ("trên", Cue::Contrary(2, true)),
    ("dưới", Cue::Contrary(2, false)),
    ("trong", Cue::Contrary(3, true)),
    ("ngoài", Cue::Contrary(3, false)),
    ("tối đa", Cue::Contrary(4, true)),
    ("tối thiểu", Cue::Contrary(4, false)),
];

/// Words that hold a cue's word and are none.
const NO_CUES: [&str; 52] = [
    "hàng không",
    "không gian",
    "không khí",
    "không quân",
    "không trung",
    "không quốc tịch",
    "chỉ đạo",
    "chỉ định",
    "chỉ dẫn",
    "chỉ tiêu",
    "chỉ số",
    "chỉ giới",
    "chỉ huy",
    "chỉ thị",
    "địa chỉ",
    "chứng chỉ",
    "tín chỉ",
    "đình chỉ",
    "bên phải",
    "cần thiết",
    "cần sa",
    "nhu cầu",
    "khấu trừ",
    "loại trừ",
    "phòng trừ",
    "bù trừ",
    "giảm trừ",
    "trừ đi",
    "trừ sâu",
    "khai trừ",
    "thủ tiêu",
    "mật khẩu",
    "khi đó",
    "ngoài ra",
    "bên trong",
    "bên ngoài",
    "nước ngoài",
    "trong nước",
    "đầu tư nước ngoài",
    "trên cơ sở",
    "trong đó",
    "trên địa bàn",
    "dưới đây",
    "sau đây",
    "nêu trên",
    "vì vậy",
    "tăng cường",
    "sau đó",
    "trước đây",
    "trước pháp luật",
    "trong quá trình",
    "dưới sự",
];

/// Who acts and at which level, the longest that fits.
const ACTORS: [&str; 108] = [
    "cục trưởng",
    "chi cục",
    "chi cục trưởng",
    "vụ trưởng",
    "tổng cục trưởng",
    "viện trưởng",
    "chánh án",
    "chánh thanh tra",
    "cấp",
    "trung ương",
    "địa phương",
    "cơ sở",
    "xã",
    "phường",
    "thị trấn",
    "thị xã",
    "đặc khu",
    "huyện",
    "quận",
    "tỉnh",
    "thành phố",
    "bộ",
    "sở",
    "phòng",
    "ban",
    "ngành",
    "ủy ban",
    "nhân dân",
    "hội đồng",
    "hội đồng nhân dân",
    "ủy ban nhân dân",
    "chủ tịch",
    "phó",
    "bộ trưởng",
    "thứ trưởng",
    "thủ trưởng",
    "thủ tướng",
    "chính phủ",
    "quốc hội",
    "tòa án",
    "viện kiểm sát",
    "thanh tra",
    "kiểm toán",
    "công an",
    "quân đội",
    "giám đốc",
    "cơ quan",
    "đơn vị",
    "tổ chức",
    "cá nhân",
    "người",
    "người lao động",
    "người sử dụng lao động",
    "người nộp thuế",
    "người có công",
    "bên",
    "bên mua",
    "bên bán",
    "bên thuê",
    "bên cho thuê",
    "bên vay",
    "bên cho vay",
    "bên giao",
    "bên nhận",
    "doanh nghiệp",
    "nhà đầu tư",
    "chủ đầu tư",
    "nhà thầu",
    "trưởng",
    "hộ",
    "hộ gia đình",
    "vợ",
    "chồng",
    "cha",
    "mẹ",
    "con",
    "ông",
    "bà",
    "anh",
    "chị",
    "em",
    "nguyên đơn",
    "bị đơn",
    "bị can",
    "bị cáo",
    "bị hại",
    "công ty",
    "hợp tác xã",
    "cục",
    "tổng cục",
    "vụ",
    "viện",
    "trung tâm",
    "hải quan",
    "thuế",
    "kho bạc",
    "ngân hàng",
    "thẩm phán",
    "kiểm sát viên",
    "điều tra viên",
    "công chứng viên",
    "chấp hành viên",
    "luật sư",
    "đại biểu",
    "cán bộ",
    "công chức",
    "viên chức",
    "nhà nước",
];

/// Abbreviations of bodies and papers that offices write without a thought.
const ABBREVIATIONS: [(&str, &str); 14] = [
    ("ubnd", "ủy ban nhân dân"),
    ("hđnd", "hội đồng nhân dân"),
    ("ubmttq", "ủy ban mặt trận tổ quốc"),
    ("tand", "tòa án nhân dân"),
    ("vksnd", "viện kiểm sát nhân dân"),
    ("bhxh", "bảo hiểm xã hội"),
    ("bhyt", "bảo hiểm y tế"),
    ("bhtn", "bảo hiểm thất nghiệp"),
    ("gcn", "giấy chứng nhận"),
    ("qsdđ", "quyền sử dụng đất"),
    ("gcnqsdđ", "giấy chứng nhận quyền sử dụng đất"),
    ("cccd", "căn cước công dân"),
    ("tthc", "thủ tục hành chính"),
    ("vphc", "vi phạm hành chính"),
];

const FILLERS: [&str; 49] = [
    "ạ",
    "dạ",
    "quy",
    "định",
    "luật",
    "nghị định",
    "thông tư",
    "quyết định",
    "điều",
    "khoản",
    "pháp luật",
    "ban hành",
    "theo đó",
    "của",
    "các",
    "những",
    "có",
    "được",
    "theo",
    "tại",
    "cho",
    "với",
    "là",
    "để",
    "này",
    "đó",
    "về",
    "như",
    "việc",
    "thì",
    "mà",
    "do",
    "bị",
    "bởi",
    "từ",
    "đến",
    "kể",
    "một",
    "nêu",
    "ở",
    "vào",
    "ra",
    "nhằm",
    "đã",
    "sẽ",
    "cũng",
    "đối",
    "theo quy định",
    "kể từ",
];

/// Words of one meaning in every law, as the first of both is read.
const SAME: [(&str, &str); 4] = [
    ("hàng", "hằng"),
    ("ngàn", "nghìn"),
    ("bao gồm", "gồm"),
    ("tính từ", "kể từ"),
];

/// The words that are read for others of the same meaning.
pub(super) fn same(words: &str) -> &str {
    let found = SAME.iter().find(|(one, _)| *one == words);
    found.map_or(words, |(_, other)| other)
}

/// The words for an abbreviation.
pub(super) fn spelled_out(word: &str) -> Option<&'static str> {
    let found = ABBREVIATIONS.iter().find(|(short, _)| *short == word);
    found.map(|(_, whole)| *whole)
}

/// What the first of some words are, and how many of them.
pub(super) fn read(words: &[&str]) -> (Kind, usize) {
    let longest = |fits: &dyn Fn(&str) -> Option<Kind>| {
        (1..=words.len().min(LONGEST))
            .rev()
            .find_map(|count| Some((fits(&words[..count].join(" "))?, count)))
    };
    let none = |phrase: &str| NO_CUES.contains(&phrase).then_some(Kind::Word);
    let cue = |phrase: &str| {
        let found = CUES.iter().find(|(cue, _)| *cue == phrase);
        found.map(|(_, cue)| Kind::Cue(*cue))
    };
    let actor = |phrase: &str| ACTORS.contains(&phrase).then_some(Kind::Actor);
    let filler = |phrase: &str| FILLERS.contains(&phrase).then_some(Kind::Filler);
    // "tính từ" is "kể từ", which says nothing by itself.
    let same = |phrase: &str| {
        let other = same(phrase);
        (other != phrase).then(|| filler(other).unwrap_or(Kind::Word))
    };
    // "ban hành" is no "ban": the longer of both, who acts before what says nothing.
    let named = || {
        let (actor, filler) = (longest(&actor), longest(&filler));
        let longer = filler.is_some_and(|(_, more)| actor.is_none_or(|(_, count)| more > count));
        if longer { filler } else { actor }
    };
    longest(&none)
        .or_else(|| longest(&cue))
        .or_else(|| longest(&same))
        .or_else(named)
        .unwrap_or((Kind::Word, 1))
}
