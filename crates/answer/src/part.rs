//! What a sentence of the law gives: the rule, a condition, an exception, who is competent, a deadline, papers, money, a
//! sanction. Told by cues; it labels what is quoted, and finds the sentence that gives what was asked for.

use crate::ClaimKind;

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
        ],
    ),
];

/// What a quoted text gives; the rule where no cue says more.
pub(crate) fn part(text: &str) -> Part {
    let row = row(text);
    let gives = GIVES.iter().find(|(part, _)| gives_row(*part, &row));
    gives.map_or(Part::Rule, |(part, _)| *part)
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
    match asks.map(|(part, _)| *part) {
        // "Bị thu hồi khi nào" asks what for, and not on which day.
        Some(Part::Deadline) if suffers() => Some(Part::Condition),
        part => part,
    }
}

/// Whether a text gives this, whatever else it gives.
pub(crate) fn gives(part: Part, text: &str) -> bool {
    gives_row(part, &row(text))
}

fn gives_row(part: Part, row: &str) -> bool {
    let cues = GIVES.iter().find(|(known, _)| *known == part);
    let has = cues.is_some_and(|(_, cues)| cues.iter().any(|cue| stands_in(row, cue)));
    let figure = || row.contains(|c: char| c.is_ascii_digit());
    match part {
        // A deadline and a sum have a figure; the words alone speak of them.
        Part::Deadline => has && (figure() || stands_in(row, "kể từ ngày")),
        Part::Money => has && figure(),
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
        check("Quy định về chợ phiên", None);
        check("Khai sinh cho con ở nước ngoài", None);
    }
}
