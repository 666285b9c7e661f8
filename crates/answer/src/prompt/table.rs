//! Whether a question asks for a table: what several acts demand, beside each other.

use legal::{has_accents, syllables, unaccent};

/// How people ask for one. "Bảng" alone is not among them: "bảng giá đất", "bảng lương" are what the law calls so.
const ASKING: [&str; 19] = [
    "liệt kê",
    "tổng hợp các",
    "tổng hợp những",
    "tổng hợp quy định",
    "tổng hợp nhiệm vụ",
    "tổng hợp trách nhiệm",
    "tổng hợp thời hạn",
    "so sánh",
    "đối chiếu các",
    "lập bảng",
    "kẻ bảng",
    "thành bảng",
    "dạng bảng",
    "dưới dạng bảng",
    "bảng so sánh",
    "bảng tổng hợp",
    "bảng liệt kê",
    "danh mục các nhiệm vụ",
    "danh sách các nhiệm vụ",
];

/// Who has to do what is answered row by row, with the deadlines.
const WHO: [&str; 7] = [
    "ai",
    "những ai",
    "cơ quan nào",
    "đơn vị nào",
    "bộ phận nào",
    "cấp nào",
    "người nào",
];
const WHAT: [&str; 6] = [
    "làm gì",
    "làm những gì",
    "việc gì",
    "những việc nào",
    "nhiệm vụ gì",
    "trách nhiệm gì",
];

/// Whether the question asks for a list over several acts or for a comparison, typed with or without accents.
pub(super) fn wants_table(question: &str) -> bool {
    let accented = has_accents(question);
    let form = |text: &str| {
        let words = syllables(text).into_iter().map(|(_, word)| match accented {
            true => word,
            false => unaccent(&word),
        });
        format!(" {} ", words.collect::<Vec<_>>().join(" "))
    };
    let question = form(question);
    let has = |words: &[&str]| words.iter().any(|one| question.contains(&form(one)));
    has(&ASKING) || (has(&WHO) && has(&WHAT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_asks_for_a_table() {
        for (question, expect) in [
            ("Liệt kê các thời hạn giải quyết thủ tục đăng ký chợ", true),
            ("liet ke thoi han giai quyet", true),
            ("LẬP BẢNG trách nhiệm của các cơ quan", true),
            ("So sánh mức phạt của hai nghị định", true),
            ("cho xem bảng tổng hợp nhiệm vụ", true),
            ("Ai phải làm gì và trước khi nào khi họp chợ?", true),
            ("co quan nao co trach nhiem gi", true),
            ("Ai có trách nhiệm quản lý chợ?", false),
            ("Chủ tịch xã phải làm gì khi chợ cháy?", false),
            ("Bảng giá đất do ai ban hành?", false),
            ("bang gia dat do ai ban hanh", false),
            ("Thời hạn trả lời là bao lâu?", false),
            ("Báo cáo tổng hợp nộp khi nào?", false),
            ("", false),
        ] {
            assert_eq!(wants_table(question), expect, "{question}");
        }
    }
}
