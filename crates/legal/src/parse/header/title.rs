//! The title below the kind: where it ends, and its words without line ends and capitals.

use super::super::{
    lines::{self, Lines, is_capitals, starts_with_word},
    mark, reflow,
};
use super::KINDS;
use crate::{Symbol, find_citations, find_symbols};

/// The first line after the title.
pub(super) fn title(lines: &Lines<'_>, kind: usize, inline: usize, zone: usize) -> usize {
    const STOPS: [&str; 20] = [
        "căn cứ",
        "theo đề nghị",
        "xét",
        "bộ trưởng",
        "thủ tướng",
        "ủy ban",
        "uỷ ban",
        "hội đồng",
        "chủ tịch",
        "cục trưởng",
        "tổng cục trưởng",
        "giám đốc",
        "tổng giám đốc",
        "thống đốc",
        "chánh án",
        "viện trưởng",
        "tổng kiểm toán",
        "tổng thanh tra",
        "chủ nhiệm",
        "lời nói đầu",
    ];
    // "… LUẬT TỔ CHỨC / CHÍNH PHỦ VÀ …" is one title: these bodies begin the enacting words alone on their line.
    const ALONE: [&str; 2] = ["quốc hội", "chính phủ"];
    let first = kind + 1;
    let most = (first + 14).min(zone.max(first)).min(lines.len());
    let mut line = first;
    while line < most {
        let text = lines.get(line);
        let begun = line > first || inline > 0;
        let alone = text.trim_end_matches([':', ',', ' ']).to_lowercase();
        let enacting = (STOPS.iter().any(|stop| starts_with_word(text, stop))
            && (is_capitals(text)
                || starts_with_word(text, "căn cứ")
                || starts_with_word(text, "theo đề nghị")))
            || (ALONE.contains(&alone.as_str()) && is_capitals(text));
        // The preamble of a consolidated text begins with the act it consolidates.
        let consolidated = begun
            && lines.after_title(line)
            && KINDS
                .iter()
                .any(|kind| starts_with_word(text, kind) && text.contains(" số "))
            && names_amending_acts(lines, line);
        let speaking = begun
            && STOPS.iter().any(|stop| starts_with_word(text, stop))
            && lines.after_title(line)
            && announces(lines, line);
        let printed = line > first && (ended_by_rule(lines, line) || opens_outline(text));
        let prose = line > first && is_capitals(lines.get(line - 1)) && is_prose(text);
        if printed || prose {
            break;
        }
        let numbered = starts_with_word(text, "số:") || text.starts_with('(');
        if (begun && (enacting || consolidated || speaking))
            || numbered
            || mark::container(text).is_some()
        {
            break;
        }
        line += 1;
    }
    line
}

/// Whether a body begins to speak at the line: "Ủy ban nhân dân xã thông báo lịch tiếp công dân như sau:".
fn announces(lines: &Lines<'_>, line: usize) -> bool {
    const VERBS: [&str; 5] = [
        " thông báo ",
        " yêu cầu ",
        " đề nghị ",
        " ban hành ",
        " hướng dẫn ",
    ];
    const LONGEST: usize = 4;
    let mut paragraph = String::new();
    for next in line..lines.len().min(line + LONGEST) {
        paragraph.push_str(lines.get(next));
        if paragraph.trim_end().ends_with(':') {
            return VERBS.iter().any(|verb| paragraph.contains(verb));
        }
        paragraph.push(' ');
    }
    false
}

/// Whether the paragraph that begins at the line ends in "được sửa đổi, bổ sung bởi", as in a consolidated text.
fn names_amending_acts(lines: &Lines<'_>, line: usize) -> bool {
    let paragraph: String = (line..lines.len().min(line + 14))
        .map(|line| lines.get(line))
        .take_while(|text| !starts_with_word(text, "căn cứ"))
        .flat_map(|text| [text, " "])
        .collect();
    paragraph.contains("bổ sung bởi")
        || paragraph.contains("sửa đổi bởi")
        || paragraph.contains("bổ sung theo")
        || paragraph.contains("bổ sung một số điều bởi")
}

/// "I. MỤC ĐÍCH", "A. QUY ĐỊNH CHUNG", "1. …": the text of an act without articles or bases begins.
fn opens_outline(text: &str) -> bool {
    ["I.", "A.", "1.", "I-", "A-"].iter().any(|label| {
        let rest = text.strip_prefix(label).map(str::trim_start);
        rest.is_some_and(|rest| rest.starts_with(char::is_uppercase) && !rest.contains('/'))
    })
}

/// Whether a printed rule stands between the line and the one before.
fn ended_by_rule(lines: &Lines<'_>, line: usize) -> bool {
    let between = &lines.text[lines.all[line - 1].end..lines.all[line].start];
    between.contains("___") || between.contains("---")
}

/// A paragraph below a title in capitals: "Để xây dựng …".
fn is_prose(text: &str) -> bool {
    const LONG: usize = 110;
    let small = text.chars().filter(|c| c.is_lowercase()).count();
    text.chars().count() > LONG && small * 2 > text.chars().count()
}

/// The number in titles of older laws: "LUẬT … CỦA QUỐC HỘI KHÓA XII, KỲ HỌP THỨ 3, SỐ 11/2008/QH12 …".
pub(super) fn numbered_title(lines: &Lines<'_>, from: usize, to: usize) -> Option<Symbol> {
    let words: String = (from..to)
        .flat_map(|line| [lines.get(line), "\n"])
        .collect();
    let upper = words.to_uppercase();
    let adopted = upper.contains("CỦA QUỐC HỘI")
        || upper.contains("CỦA UỶ BAN THƯỜNG VỤ")
        || upper.contains("CỦA ỦY BAN THƯỜNG VỤ");
    if !adopted {
        return None;
    }
    find_symbols(&words)
        .into_iter()
        .next()
        .map(|(_, symbol)| symbol)
}

/// The title of an older law without the words on its adoption and its number.
pub(super) fn without_issue(title: &str) -> String {
    let lower = title.to_lowercase();
    let before_number = |kept: &str| {
        let number = kept
            .match_indices(" số ")
            .find(|(at, word)| kept[at + word.len()..].starts_with(|c: char| c.is_ascii_digit()));
        number.and_then(|(at, _)| kept.get(..at)).map(str::to_owned)
    };
    let adopted = lower.find("của quốc hội").filter(|_| {
        lower.contains("khóa") || lower.contains("khoá") || lower.contains("nước cộng")
    });
    let Some(at) = adopted else {
        // "… số 23-L/CTN ngày 10/07/1993 của Quốc hội" is how portals print it.
        let ended = lower.ends_with("của quốc hội") && lower.contains(" ngày ");
        return ended
            .then(|| before_number(title))
            .flatten()
            .unwrap_or_else(|| title.to_owned());
    };
    let kept = if at > 0 {
        title.get(..at)
    } else {
        lower.find(" về ").and_then(|at| title.get(at + 1..))
    };
    let kept = kept
        .map(str::trim)
        .filter(|kept| !kept.is_empty())
        .unwrap_or(title);
    sentence_start(&before_number(kept).unwrap_or_else(|| kept.to_owned()))
}

fn sentence_start(words: &str) -> String {
    let mut letters = words.chars();
    let first: String = letters
        .next()
        .map(|c| c.to_uppercase().collect())
        .unwrap_or_default();
    first + letters.as_str()
}

/// Title words on one line; capitals in sentence case.
pub(super) fn title_words(words: &str) -> Option<String> {
    let joined = reflow::join(words);
    let words =
        joined.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '_' | '-' | '*'));
    if words.is_empty() {
        return None;
    }
    Some(if is_capitals(words) {
        sentence_case(words)
    } else {
        words.to_owned()
    })
}

/// Capitals in sentence case; symbols and the names of laws keep their own writing.
fn sentence_case(words: &str) -> String {
    let lowered: Vec<String> = words
        .split(' ')
        .map(|word| {
            if word.contains('/') {
                word.to_owned()
            } else {
                word.to_lowercase()
            }
        })
        .collect();
    let lower = lowered.join(" ");
    let mut cased = String::with_capacity(lower.len());
    let mut at = 0;
    for found in find_citations(&lower) {
        let citation = &found.citation;
        let whole =
            citation.path.steps().is_empty() && citation.year.is_none() && citation.date.is_none();
        if let (Some(kind), Some(name), None, true) =
            (&citation.kind, &citation.name, &citation.symbol, whole)
        {
            cased.push_str(&lower[at..found.span.start as usize]);
            cased.push_str(&format!("{} {name}", kind.name()));
            at = found.span.end as usize;
        }
    }
    cased.push_str(&lower[at..]);
    let cased = cased
        .replace("việt nam", "Việt Nam")
        .replace("quốc hội", "Quốc hội")
        .replace("cộng hòa xã hội", "Cộng hòa xã hội")
        .replace("ủy ban nhân dân", "Ủy ban nhân dân")
        .replace("hội đồng nhân dân", "Hội đồng nhân dân")
        .replace("thủ tướng chính phủ", "Thủ tướng Chính phủ")
        .replace("nhà nước", "Nhà nước");
    sentence_start(&cased)
}

impl Lines<'_> {
    /// Whether a title may have ended before the line: the line before does not run on.
    fn after_title(&self, line: usize) -> bool {
        line.checked_sub(1)
            .is_none_or(|before| !lines::expects_more(self.get(before)))
    }
}
