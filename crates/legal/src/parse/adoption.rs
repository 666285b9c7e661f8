//! The sentence that closes a law: "Luật này đã được Quốc hội nước … khóa … thông qua ngày …".

use super::lines::starts_with_word;

/// Whether a line begins the statement of adoption, which belongs to no article.
pub(super) fn closes(text: &str) -> bool {
    const KINDS: [&str; 5] = ["luật", "bộ luật", "nghị quyết", "pháp lệnh", "hiến pháp"];
    const BODIES: [&str; 2] = ["quốc hội", "ủy ban thường vụ quốc hội"];
    let Some(kind) = KINDS.iter().find(|kind| starts_with_word(text, kind)) else {
        return false;
    };
    let early: String = text.chars().skip(kind.chars().count()).take(70).collect();
    let early = early.to_lowercase();
    let words = early.trim_start();
    let Some(rest) = ["này đã được ", "này được "]
        .iter()
        .find_map(|lead| words.strip_prefix(lead))
    else {
        return false;
    };
    BODIES.iter().any(|body| {
        rest.strip_prefix(body)
            .is_some_and(|after| after.starts_with(" nước") || after.starts_with(" khóa"))
    })
}
