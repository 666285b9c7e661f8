//! What a question wants to know, told by its words: to see for which questions the search is good.

/// The kinds, each by words of which one must stand in the question (unaccented); the first that fits counts.
const KINDS: [(&str, &[&str]); 7] = [
    ("penalty", &["phat", "toi", "tu chung than"]),
    ("amount", &["bao nhieu", "muc", "ty le", "may"]),
    (
        "time",
        &[
            "bao lau",
            "thoi han",
            "thoi gian",
            "khi nao",
            "thoi diem",
            "ngay nao",
        ],
    ),
    (
        "who",
        &["ai", "co quan nao", "tham quyen", "trach nhiem", "nhiem vu"],
    ),
    ("whether", &["khong", "dung hay sai"]),
    (
        "meaning",
        &["la gi", "gom nhung gi", "bao gom", "nhung gi", "nao"],
    ),
    (
        "how",
        &[
            "the nao", "nhu nao", "ra sao", "thu tuc", "trinh tu", "ho so", "cach",
        ],
    ),
];
const OTHER: &str = "other";

/// The kind of a question.
pub(super) fn kind(question: &str) -> &'static str {
    let syllables = legal::syllables(question).into_iter();
    let words: Vec<String> = syllables.map(|(_, one)| legal::unaccent(&one)).collect();
    let text = format!(" {} ", words.join(" "));
    let holds = |mark: &&str| text.contains(&format!(" {mark} "));
    let found = KINDS.iter().find(|(_, marks)| marks.iter().any(holds));
    found.map_or(OTHER, |(kind, _)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_questions() {
        for (question, expect) in [
            ("Vượt đèn đỏ bị phạt thế nào?", "penalty"),
            ("Lệ phí cấp bản sao là bao nhiêu?", "amount"),
            ("Bao lâu thì có kết quả?", "time"),
            ("Ai ký giấy khai sinh?", "who"),
            ("Mất sổ đỏ có được cấp lại không?", "whether"),
            ("Hộ kinh doanh là gì?", "meaning"),
            ("Trình tự đăng ký khai sinh", "how"),
            ("Văn thư", "other"),
        ] {
            assert_eq!(kind(question), expect, "{question}");
        }
    }
}
