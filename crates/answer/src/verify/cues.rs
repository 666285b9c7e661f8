//! The words that turn a sentence round, those that say who acts, and those that say nothing.

use super::tokens::Kind;

/// What a word does to the sentence in which it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cue {
    /// không, chưa, không được, cấm
    Negation,
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
    /// hoặc
    Either,
    /// và
    Both,
    /// tăng, giảm: words whose contrary stands as easily in the same place, by their pair and side.
    Contrary(u8, bool),
}

/// Most words of a cue.
pub(super) const LONGEST: usize = 4;

/// Phrases, the longest that fits counts. "được" alone is no cue: it marks the passive more often than a right.
const CUES: [(&str, Cue); 54] = [
    ("không", Cue::Negation),
    ("không được", Cue::Negation),
    ("không được phép", Cue::Negation),
    ("không phải", Cue::Negation),
    ("không có quyền", Cue::Negation),
    ("không có", Cue::Negation),
    ("không bắt buộc", Cue::Negation),
    ("không cần", Cue::Negation),
    ("không thể", Cue::Negation),
    ("chưa", Cue::Negation),
    ("chưa được", Cue::Negation),
    ("cấm", Cue::Negation),
    ("nghiêm cấm", Cue::Negation),
    ("bị cấm", Cue::Negation),
    ("phải", Cue::Duty),
    ("cần phải", Cue::Duty),
    ("buộc phải", Cue::Duty),
    ("bắt buộc", Cue::Duty),
    ("bắt buộc phải", Cue::Duty),
    ("có trách nhiệm", Cue::Duty),
    ("có nghĩa vụ", Cue::Duty),
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
];

/// Words that hold a cue's word and are none.
const NO_CUES: [&str; 10] = [
    "hàng không",
    "không gian",
    "không khí",
    "không quân",
    "không trung",
    "chỉ đạo",
    "chỉ định",
    "chỉ dẫn",
    "chỉ tiêu",
    "bên phải",
];

/// Who acts and at which level, as one word or two.
const ACTORS: [&str; 46] = [
    "cấp",
    "xã",
    "phường",
    "thị trấn",
    "đặc khu",
    "huyện",
    "quận",
    "tỉnh",
    "thành phố",
    "trung ương",
    "bộ",
    "sở",
    "phòng",
    "ủy ban",
    "nhân dân",
    "hội đồng",
    "chủ tịch",
    "phó",
    "bộ trưởng",
    "thủ tướng",
    "chính phủ",
    "quốc hội",
    "tòa án",
    "viện kiểm",
    "thanh tra",
    "công an",
    "giám đốc",
    "cơ quan",
    "tổ chức",
    "cá nhân",
    "người",
    "bên",
    "doanh nghiệp",
    "trưởng",
    "hộ",
    "vợ",
    "chồng",
    "cha",
    "mẹ",
    "con",
    "nguyên đơn",
    "bị đơn",
    "công ty",
    "hợp tác",
    "cục",
    "tổng cục",
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

const FILLERS: [&str; 45] = [
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
    "quy",
    "định",
    "ở",
    "vào",
    "ra",
    "nhằm",
    "đã",
    "sẽ",
    "cũng",
    "đối",
];

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
    longest(&none)
        .or_else(|| longest(&cue))
        .or_else(|| longest(&actor))
        .or_else(|| longest(&filler))
        .unwrap_or((Kind::Word, 1))
}
