//! The title below the kind: where it ends, and its words without line ends and capitals.

use super::super::{
    lines::{self, Lines, is_capitals, starts_with_word},
    mark, reflow,
};
use super::KINDS;
use crate::{Symbol, find_citations, find_symbols};

/// The first line after the title.
pub(super) fn title(lines: &Lines<'_>, kind: usize, inline: usize, zone: usize) -> usize {
    const STOPS: [&str; 11] = [
        "căn cứ",
        "theo đề nghị",
        "xét",
        "quốc hội",
        "chính phủ",
        "bộ trưởng",
        "thủ tướng",
        "ủy ban",
        "uỷ ban",
        "hội đồng",
        "chủ tịch",
    ];
    let first = kind + 1;
    let most = (first + 14).min(zone.max(first)).min(lines.len());
    let mut line = first;
    while line < most {
        let text = lines.get(line);
        let begun = line > first || inline > 0;
        let enacting = STOPS.iter().any(|stop| starts_with_word(text, stop))
            && (is_capitals(text)
                || starts_with_word(text, "căn cứ")
                || starts_with_word(text, "theo đề nghị"));
        // The preamble of a consolidated text begins with the act it consolidates.
        let consolidated = begun
            && lines.after_title(line)
            && KINDS
                .iter()
                .any(|kind| starts_with_word(text, kind) && text.contains(" số "));
        let printed = line > first && ended_by_rule(lines, line);
        let prose = line > first && is_capitals(lines.get(line - 1)) && is_prose(text);
        if printed || prose {
            break;
        }
        let numbered = starts_with_word(text, "số:") || text.starts_with('(');
        if (begun && (enacting || consolidated)) || numbered || mark::container(text).is_some() {
            break;
        }
        line += 1;
    }
    line
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

/// The title of an older law without the words on its adoption.
pub(super) fn without_issue(title: &str) -> String {
    let lower = title.to_lowercase();
    let Some(at) = lower.find("của quốc hội").filter(|_| {
        lower.contains("khóa") || lower.contains("khoá") || lower.contains("nước cộng")
    }) else {
        return title.to_owned();
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
    let number = kept
        .to_lowercase()
        .find(" số ")
        .and_then(|at| kept.get(..at));
    sentence_start(number.unwrap_or(kept))
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
