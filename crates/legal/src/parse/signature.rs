//! The signature block: where it begins and ends, and who signed.

use std::ops::Range;

use super::{
    adoption, annexes,
    lines::{Lines, is_capitals, starts_with_word},
    mark,
};

/// The line where the signature begins, searched from `from`.
pub(super) fn start(lines: &Lines<'_>, quoted: &[bool], from: usize) -> Option<usize> {
    let found = (from..lines.len()).find(|line| !quoted[*line] && is_signature(lines, *line));
    // The words on the adoption of a law end it, whatever quotation was left open before.
    let adopted = |line: usize| is_signature(lines, line) && after_adoption(lines, line);
    let found = found.or_else(|| (from..lines.len()).find(|line| adopted(*line)))?;
    Some(block_start(lines, from, found))
}

/// A consolidated text is signed below "BỘ …", "Số: …/VBHN-…" and "XÁC THỰC VĂN BẢN HỢP NHẤT".
fn block_start(lines: &Lines<'_>, from: usize, found: usize) -> usize {
    const NEAR: usize = 6;
    let earliest = found.saturating_sub(NEAR).max(from);
    let Some(number) = (earliest..found).find(|line| is_number(lines.get(*line))) else {
        return found;
    };
    let body =
        |line: &usize| is_capitals(lines.get(*line)) && mark::container(lines.get(*line)).is_none();
    (earliest..number)
        .rev()
        .take_while(body)
        .last()
        .unwrap_or(number)
}

fn is_number(line: &str) -> bool {
    starts_with_word(line, "số") && line.contains("VBHN") && line.chars().count() < 60
}

/// The block that authenticates a consolidated text, where it stands behind the annexes.
pub(super) fn authentication(lines: &Lines<'_>, from: usize) -> Option<usize> {
    let number = (from..lines.len())
        .rev()
        .find(|line| is_number(lines.get(*line)))?;
    Some(block_start(lines, from, number + 1))
}

/// Whether the line before says that the act was adopted.
fn after_adoption(lines: &Lines<'_>, line: usize) -> bool {
    let before = line.checked_sub(1).map(|before| lines.get(before));
    before.is_some_and(|before| before.contains("thông qua ngày"))
}

pub(super) fn is_signature(lines: &Lines<'_>, line: usize) -> bool {
    const ON_BEHALF: [&str; 7] = ["TM.", "KT.", "TL.", "TUQ.", "Q.", "T/M", "K/T"];
    const OFFICES: [&str; 15] = [
        "bộ trưởng",
        "thủ tướng",
        "phó thủ tướng",
        "chủ tịch",
        "phó chủ tịch",
        "thứ trưởng",
        "chánh án",
        "viện trưởng",
        "thống đốc",
        "tổng kiểm toán",
        "chủ nhiệm",
        "tổng thanh tra",
        "giám đốc",
        "văn phòng",
        "tổng giám đốc",
    ];
    let text = lines.get(line);
    if adoption::closes(text) && lines.after_sentence(line) {
        return true;
    }
    if text.chars().count() > 120 {
        return false;
    }
    if starts_with_word(text, "nơi nhận") && text.chars().count() < 40 {
        return true;
    }
    if ON_BEHALF.iter().any(|mark| {
        text.strip_prefix(mark)
            .is_some_and(|rest| rest.trim_start().starts_with(char::is_uppercase))
    }) {
        return is_capitals(text)
            || text.chars().filter(|c| c.is_uppercase()).count() * 2 > text.chars().count();
    }
    let ended = line.checked_sub(1).is_some_and(|before| {
        let before = lines.get(before);
        // "Mục 1" above "VIỆN TRƯỞNG" names a section.
        if mark::container(before).is_some() {
            return false;
        }
        before.ends_with(['.', '”', '"', '/', ';'])
            || before.ends_with(|c: char| c.is_ascii_digit())
    });
    // In DOCX the chair of the National Assembly signs in small letters, below the words on the adoption.
    let chair = starts_with_word(text, "chủ tịch quốc hội") && text.chars().count() < 40;
    if (chair && ended) || (after_adoption(lines, line) && !names(text).is_empty()) {
        return true;
    }
    is_capitals(text)
        && ended
        && (OFFICES.iter().any(|office| starts_with_word(text, office))
            || text.starts_with("XÁC THỰC VĂN BẢN HỢP NHẤT"))
}

/// The first line after the block that begins with line `from`: names, offices, "Nơi nhận" with its entries. What
/// follows it and is no part of it (a form's head, a note) stays outside.
pub(super) fn end(lines: &Lines<'_>, range: Range<usize>) -> usize {
    const LONG: usize = 110;
    let mut last = range.start;
    let (mut named, mut listing) = (false, false);
    for line in range.clone() {
        let text = lines.get(line);
        let motto = starts_with_word(text, "cộng") && is_capitals(text) && line > range.start;
        let note = text
            .strip_prefix('[')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let entry = text.starts_with(['-', '+']);
        // The block may begin with the sentence on the adoption, which is long.
        let long = text.chars().count() > LONG && !entry && line > range.start;
        // "DANH MỤC CÁC PHỤ LỤC" names the annexes and is none.
        let list = starts_with_word(text, "danh mục") && line > range.start;
        if motto || note || long || (list && annexes::issue_note(lines, line).is_some()) {
            break;
        }
        listing |= starts_with_word(text, "nơi nhận");
        let before = lines.get(line.saturating_sub(1));
        let goes_on = entry || !before.ends_with([';', '.']);
        let name = !names(text).is_empty();
        // Behind the last name only another office, another name or the list of receivers goes on.
        let office = is_signature(lines, line) || (is_capitals(text) && !named);
        if !named || name || office || (listing && goes_on) || text.starts_with('(') {
            last = line;
        }
        named |= name;
        listing &= goes_on || office || name || starts_with_word(text, "nơi nhận");
    }
    last + 1
}

/// Who signed: one name, or those of all blocks of a joint document.
pub(super) fn signer(lines: &Lines<'_>, range: Range<usize>, joint: bool) -> Option<String> {
    const LONGEST: usize = 60;
    let mut found: Vec<String> = Vec::new();
    for line in range.take(LONGEST) {
        for name in names(lines.get(line)) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
    }
    if joint {
        return (!found.is_empty()).then(|| found.join(", "));
    }
    found.pop()
}

/// The names on a line: two to five words, each with a capital. Columns side by side give several; ranks are no part.
fn names(line: &str) -> Vec<String> {
    const RANKS: [&str; 8] = [
        "đại tướng",
        "thượng tướng",
        "trung tướng",
        "thiếu tướng",
        "đại tá",
        "thượng tá",
        "(đã ký)",
        "đã ký",
    ];
    const FAMILIES: [&str; 34] = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Đặng", "Bùi", "Đỗ",
        "Hồ", "Ngô", "Dương", "Lý", "Trịnh", "Đinh", "Lương", "Mai", "Tô", "Đoàn", "Hà", "Cao",
        "Tạ", "Chu", "Vương", "Trương", "Lưu", "Đào", "Thái", "Lâm", "Phùng", "Nông",
    ];
    let mut text = line.to_owned();
    for rank in RANKS {
        while let Some(at) = text.to_lowercase().find(rank) {
            // A letter whose small form has another length would shift the places.
            if text
                .get(at..at + rank.len())
                .is_none_or(|words| words.to_lowercase() != rank)
            {
                break;
            }
            text.replace_range(at..at + rank.len(), "\n");
        }
    }
    let text = text.replace(['\t', ':'], "\n");
    let mut found = Vec::new();
    for part in text.split('\n') {
        let words: Vec<&str> = part.split_whitespace().collect();
        if words.is_empty() || !words.iter().all(|word| is_name_word(word)) {
            if part.trim().is_empty() {
                continue;
            }
            return Vec::new();
        }
        let mut from = 0;
        if words.len() > 5 {
            for at in 2..words.len() - 1 {
                if FAMILIES.contains(&words[at]) && at - from >= 2 {
                    found.push(words[from..at].join(" "));
                    from = at;
                }
            }
        }
        found.push(words[from..].join(" "));
    }
    found.retain(|name| (2..=5).contains(&name.split(' ').count()));
    found
}

fn is_name_word(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some_and(char::is_uppercase)
        && letters.clone().count() > 0
        && letters.all(|c| c.is_lowercase() || matches!(c, '\'' | '’'))
}
