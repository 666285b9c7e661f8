//! What a sentence of the law gives: the rule, a condition, an exception, who is competent, a deadline, papers, money, a
//! sanction. Told by cues; it labels what is quoted, and finds the sentence that gives what was asked for.

use crate::ClaimKind;
use crate::figures::{Figure, figures};

/// What a sentence gives, in the order in which an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// What a word means.
    Meaning,
    /// What holds, where nothing below is recognised.
    Rule,
    /// What must be so.
    Condition,
    /// When it does not hold.
    Exception,
    /// Who decides, receives or does it.
    Competence,
    /// How long.
    Deadline,
    /// What is to be handed in.
    Papers,
    /// How much is to be paid or is given.
    Money,
    /// What follows for who breaks it.
    Sanction,
}

impl Part {
    /// The kind of a claim that quotes such a sentence; plain where nothing was recognised.
    pub(crate) fn kind(self) -> ClaimKind {
        match self {
            Self::Meaning | Self::Rule | Self::Money => ClaimKind::Plain,
            Self::Condition => ClaimKind::Condition,
            Self::Exception => ClaimKind::Exception,
            Self::Competence => ClaimKind::Authority,
            Self::Deadline => ClaimKind::Deadline,
            Self::Papers => ClaimKind::Papers,
            Self::Sanction => ClaimKind::Sanction,
        }
    }
}

/// Cues of what a sentence gives, the most telling first.
const GIVES: [(Part, &[&str]); 8] = [
    (
        Part::Sanction,
        &[
            "phạt tiền từ",
            "phạt tiền",
            "phạt cảnh cáo",
            "phạt tù",
            "bị phạt",
            "cải tạo không giam giữ",
            "hình thức xử phạt",
            "bị xử phạt",
            "tịch thu",
            "truy cứu trách nhiệm hình sự",
            "buộc thôi việc",
        ],
    ),
    (
        Part::Exception,
        &[
            "trừ trường hợp",
            "trừ các trường hợp",
            "trừ những trường hợp",
            "ngoại trừ",
            "không áp dụng đối với",
            "không phải thực hiện",
        ],
    ),
    (
        Part::Papers,
        &[
            "hồ sơ gồm",
            "hồ sơ bao gồm",
            "hồ sơ đề nghị",
            "thành phần hồ sơ",
            "giấy tờ sau",
            "các giấy tờ",
            "tài liệu sau",
            "bản sao",
            "đơn đề nghị",
            "tờ khai",
            "theo mẫu",
        ],
    ),
    (
        Part::Deadline,
        &[
            "trong thời hạn",
            "trong thời gian",
            "thời hạn",
            "chậm nhất",
            "không quá",
            "kể từ ngày",
            "trước ngày",
            "ngày làm việc",
            "thời hiệu",
            "thời điểm",
            "trong ngày",
            "ngay khi",
            "ngay sau khi",
        ],
    ),
    (
        Part::Competence,
        &[
            "có thẩm quyền",
            "thẩm quyền",
            "quyết định việc",
            "chịu trách nhiệm",
            "có trách nhiệm",
            "giao cho",
            "là cơ quan",
            "ủy ban nhân dân",
            "chủ tịch ủy ban",
            "bộ trưởng",
            "chính phủ",
        ],
    ),
    (
        Part::Condition,
        &[
            "điều kiện",
            // "Người từ đủ 80 tuổi không thuộc trường hợp quy định tại khoản 1" is a rule's own case, and no exception.
            "không thuộc trường hợp",
            "khi có đủ",
            "có đủ các",
            "đáp ứng",
            "tiêu chuẩn",
            "phải có",
            "từ đủ",
            "yêu cầu sau",
            "trường hợp sau",
            "một trong các trường hợp",
        ],
    ),
    (
        Part::Money,
        &[
            "đồng",
            "mức thu",
            "lệ phí",
            "mức hỗ trợ",
            "mức hưởng",
            "mức lương",
            "mức trợ cấp",
            "mức chuẩn",
            "phần trăm",
            "mức chi",
        ],
    ),
    (
        Part::Meaning,
        &[
            "được hiểu là",
            "được gọi là",
            "là việc",
            "là hoạt động",
            "là hành vi",
        ],
    ),
];

/// What says when without a figure.
const AT_ONCE: [&str; 4] = ["trong ngày", "kể từ ngày", "ngay khi", "ngay sau khi"];
/// Sums that are written without a unit of money.
const SALARIES: [&str; 2] = ["tháng tiền lương", "tháng lương"];
/// How a body of the state is named, where a sentence begins with it. Of ministries the word behind "bộ" is enough.
const BODIES: [&str; 21] = [
    "ủy ban nhân dân",
    "uỷ ban nhân dân",
    "ủy ban thường vụ",
    "uỷ ban thường vụ",
    "chủ tịch",
    "hội đồng nhân dân",
    "thường trực hội đồng",
    "quốc hội",
    "chính phủ",
    "thủ tướng",
    "bộ trưởng",
    "thủ trưởng",
    "giám đốc",
    "thống đốc",
    "cơ quan",
    "công an",
    "tòa án",
    "toà án",
    "viện kiểm sát",
    "sở",
    "trưởng công an",
];
const MINISTRIES: [&str; 18] = [
    "quốc", "công", "ngoại", "nội", "tư", "tài", "nông", "xây", "văn", "khoa", "giáo", "y", "dân",
    "thông", "lao", "kế", "giao", "chính",
];
/// Powers and duties that a sentence gives, wherever they stand in it …
const POWERS: [&str; 7] = [
    "có thẩm quyền",
    "thẩm quyền",
    "quyết định việc",
    "chịu trách nhiệm",
    "có trách nhiệm",
    "giao cho",
    "là cơ quan",
];
/// … but for the body of which nothing is said but that it has them: "cơ quan nhà nước có thẩm quyền".
const UNNAMED: [&str; 6] = ["cơ quan", "nhà nước", "cấp", "người", "tổ chức", "cá nhân"];

/// Words that ask for a part, the most telling first. Each stands for a whole word or several.
const ASKS: [(Part, &[&str]); 8] = [
    (
        Part::Sanction,
        &[
            "phạt",
            "xử phạt",
            "mức phạt",
            "xử lý thế nào",
            "xử lý như thế nào",
            "bị xử lý",
            "vi phạm",
        ],
    ),
    (
        Part::Papers,
        &[
            "hồ sơ",
            "giấy tờ gì",
            "giấy tờ nào",
            "những giấy tờ",
            "tài liệu gì",
            "tài liệu nào",
            "cần giấy tờ",
        ],
    ),
    (
        Part::Deadline,
        &[
            "bao lâu",
            "thời hạn",
            "thời hiệu",
            "mấy ngày",
            "bao nhiêu ngày",
            "mấy tháng",
            "bao nhiêu tháng",
            "bao nhiêu năm",
            "mấy năm",
            "khi nào",
            "lúc nào",
            "thời gian nào",
            "thời điểm nào",
        ],
    ),
    (
        Part::Competence,
        &[
            "ai",
            "cơ quan nào",
            "thẩm quyền",
            "người nào",
            "đơn vị nào",
            "nộp ở đâu",
            "cấp nào",
            "bộ nào",
        ],
    ),
    (
        Part::Condition,
        &[
            "điều kiện",
            "tiêu chuẩn",
            "yêu cầu gì",
            "trường hợp nào",
            "có được",
        ],
    ),
    (
        Part::Exception,
        &[
            "ngoại lệ",
            "trừ trường hợp",
            "trường hợp nào không",
            "không áp dụng",
        ],
    ),
    (
        Part::Money,
        &[
            "bao nhiêu tiền",
            "mức lương",
            "mức hưởng",
            "mức hỗ trợ",
            "mức thu",
            "mức chuẩn",
            "lệ phí",
            "trợ cấp",
            "phụ cấp",
            "giá",
            "chi phí",
            "kinh phí",
            "mức",
        ],
    ),
    (
        Part::Meaning,
        &[
            "là gì",
            "được hiểu",
            "được gọi là",
            "nghĩa là",
            "thế nào là",
            "như thế nào được gọi",
            "định nghĩa",
            "khái niệm",
        ],
    ),
];

/// What a quoted text gives; the rule where no cue says more.
pub(crate) fn part(text: &str) -> Part {
    let row = row(text);
    let is = |part: Part| match part {
        // That a body is spoken of makes a sentence no rule of who is competent.
        Part::Competence => begins_with_a_body(&row) || gives_power(&row),
        part => gives_row(part, text, &row),
    };
    let gives = GIVES.iter().find(|(part, _)| is(*part));
    gives.map_or(Part::Rule, |(part, _)| *part)
}

/// Whether a body of the state is what a sentence begins with, whatever label stands before it.
fn begins_with_a_body(row: &str) -> bool {
    let is_label = |word: &&str| {
        word.chars().count() == 1 || *word == "điều" || word.chars().all(|c| c.is_ascii_digit())
    };
    let words: Vec<&str> = row.split_whitespace().skip_while(is_label).collect();
    let begins = |body: &str| {
        let mut body = body.split(' ').enumerate();
        body.all(|(at, word)| words.get(at) == Some(&word))
    };
    let ministry = || {
        let second = words.get(1).is_some_and(|word| MINISTRIES.contains(word));
        words.first() == Some(&"bộ") && second
    };
    BODIES.into_iter().any(begins) || ministry()
}

/// Whether a sentence says what somebody who is named may or must do.
fn gives_power(row: &str) -> bool {
    let named = |cue: &str| {
        let mut places = row
            .match_indices(cue)
            .filter(|(at, _)| row[..*at].ends_with(' ') && row[at + cue.len()..].starts_with(' '));
        places.any(|(at, _)| {
            let before = row[..at].trim_end();
            let before = before.strip_suffix(" có").unwrap_or(before);
            !UNNAMED.iter().any(|one| before.ends_with(one))
        })
    };
    POWERS.into_iter().any(named)
}

/// What a question asks for; `None` where it does not say.
pub(crate) fn asked_for(question: &str) -> Option<Part> {
    let row = row(question);
    let plain = !legal::has_accents(question);
    let has = |cue: &&str| match plain {
        true => stands_in(&row, &legal::unaccent(cue)),
        false => stands_in(&row, cue),
    };
    let asks = ASKS.iter().find(|(_, cues)| cues.iter().any(&has));
    let suffers = || has(&"bị") && has(&"khi nào");
    let may = || has(&"khi nào được") || has(&"khi nào thì được");
    // "Định nghĩa của hồ sơ mời thầu" asks for no papers.
    if has(&"định nghĩa") || has(&"khái niệm") {
        return Some(Part::Meaning);
    }
    match asks.map(|(part, _)| *part) {
        // "Bị thu hồi khi nào" and "khi nào được nghỉ" ask what for, and not on which day.
        Some(Part::Deadline) if suffers() || may() => Some(Part::Condition),
        // "Ai được miễn phí" asks who must be what, and not who decides.
        Some(Part::Competence) if has(&"ai được") || has(&"người nào được") => {
            Some(Part::Condition)
        }
        part => part,
    }
}

/// Whether a text gives this, whatever else it gives.
pub(crate) fn gives(part: Part, text: &str) -> bool {
    gives_row(part, text, &row(text))
}

fn gives_row(part: Part, text: &str, row: &str) -> bool {
    let cues = GIVES.iter().find(|(known, _)| *known == part);
    let stands = |cue: &&str| match *cue {
        // "Tạo điều kiện cho …" sets none.
        "điều kiện" => stands_in(&row.replace(" tạo điều kiện ", " "), cue),
        cue => stands_in(row, cue),
    };
    let has = cues.is_some_and(|(_, cues)| cues.iter().any(stands));
    match part {
        // A deadline and a sum have a figure; the words alone speak of them.
        Part::Deadline => {
            has && (figures(text)
                .iter()
                .any(|one| one.is_duration() || one.is_day())
                || AT_ONCE.into_iter().any(|cue| stands_in(row, cue)))
        }
        Part::Money => {
            has && (figures(text).iter().any(Figure::is_sum)
                || SALARIES.into_iter().any(|cue| stands_in(row, cue)))
        }
        Part::Rule => true,
        _ => has,
    }
}

/// The words of a text, in lower case, one space between and around them.
fn row(text: &str) -> String {
    let words: Vec<String> = legal::syllables(text).into_iter().map(|(_, w)| w).collect();
    format!(" {} ", words.join(" "))
}

fn stands_in(row: &str, cue: &str) -> bool {
    row.match_indices(cue).any(|(at, _)| {
        let before = row[..at].ends_with(' ');
        before && row[at + cue.len()..].starts_with(' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_provisions() {
        let check = |text: &str, expect: Part| assert_eq!(part(text), expect, "{text}");
        check(
            "Trong thời hạn 05 ngày làm việc, cơ quan phải trả lời.",
            Part::Deadline,
        );
        check(
            "Phạt tiền từ 1.000.000 đồng đến 2.000.000 đồng.",
            Part::Sanction,
        );
        check("1. Hồ sơ gồm:\na) Tờ khai theo mẫu;", Part::Papers);
        check("Chợ phiên mở vào sáng thứ bảy.", Part::Rule);
        check(
            "Lệ phí cấp giấy là 100.000 đồng cho một lần cấp.",
            Part::Money,
        );
        check(
            "Người bán hàng phải đăng ký, trừ trường hợp bán rong.",
            Part::Exception,
        );
        check(
            "Chủ tịch Ủy ban nhân dân cấp xã cấp giấy.",
            Part::Competence,
        );
        check("Bàn đồng, ghế gỗ.", Part::Rule);
        check("Mẫu số 05: bàn đồng, ghế gỗ.", Part::Rule);
        check(
            "Phí bằng 05 lần mức lương cơ sở, lệ phí thì không.",
            Part::Money,
        );
        check("Giấy được cấp trong ngày.", Part::Deadline);
        check("Thời hạn ghi ở mẫu số 05.", Part::Rule);
        check("Tạo điều kiện cho người bán rong.", Part::Rule);
        check("b) Bộ Tài chính ban hành mẫu sổ.", Part::Competence);
        check("Bộ bàn ghế do người bán mua.", Part::Rule);
        check("Người bán báo cho cơ quan có thẩm quyền.", Part::Rule);
        check(
            "Người bán hàng nghe Ủy ban nhân dân cấp xã nói.",
            Part::Rule,
        );
        check(
            "Ban quản lý chợ có thẩm quyền cấp chỗ ngồi.",
            Part::Competence,
        );
        check(
            "Người bán rong không thuộc trường hợp nêu trên thì đăng ký.",
            Part::Condition,
        );
    }

    #[test]
    fn what_questions_ask_for() {
        let check = |question: &str, expect: Option<Part>| {
            assert_eq!(asked_for(question), expect, "{question}");
        };
        check("Thời hạn cấp giấy là bao lâu?", Some(Part::Deadline));
        check("cap giay mat bao lau", Some(Part::Deadline));
        check("Ai cấp giấy bán hàng?", Some(Part::Competence));
        check("Hồ sơ gồm những gì", Some(Part::Papers));
        check("Bán hàng rong bị phạt bao nhiêu tiền", Some(Part::Sanction));
        check("Lệ phí cấp giấy bao nhiêu", Some(Part::Money));
        check("Chợ phiên họp khi nào?", Some(Part::Deadline));
        check("Giấy bán hàng bị thu hồi khi nào?", Some(Part::Condition));
        check("Ai được miễn phí chợ?", Some(Part::Condition));
        check("khi nào được nghỉ bán", Some(Part::Condition));
        check("Định nghĩa của hồ sơ mời thầu", Some(Part::Meaning));
        check("Quy định về chợ phiên", None);
        check("Khai sinh cho con ở nước ngoài", None);
    }
}
