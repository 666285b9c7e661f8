//! References that name no document: "quy định của pháp luật về đất đai", and clauses that follow later law.

use super::Reference;
use crate::Span;

/// References to law in general that stand in no citation.
pub(super) fn open_references(text: &str, found: &[Reference]) -> Vec<Span> {
    const HEADS: [&str; 4] = [
        "pháp luật về ",
        "pháp luật có liên quan",
        "pháp luật liên quan",
        "pháp luật khác có liên quan",
    ];
    let mut all: Vec<Span> = HEADS
        .iter()
        .flat_map(|head| text.match_indices(head))
        .map(|(at, head)| {
            let behind = at + head.len();
            let topic = if head.ends_with(' ') {
                topic(&text[behind..])
            } else {
                0
            };
            Span::new(at, behind + topic)
        })
        .collect();
    all.sort_by_key(|span| span.start);
    all.retain(|span| {
        let before = found.partition_point(|one| one.span.end <= span.start);
        found
            .get(before)
            .is_none_or(|one| one.span.start >= span.end)
    });
    all
}

/// The length of the words that name the subject, up to a sign or a dozen words.
fn topic(rest: &str) -> usize {
    const WORDS: usize = 12;
    let mut words = 0;
    let end = rest.char_indices().find(|(_, c)| {
        words += usize::from(*c == ' ' || *c == '\n');
        matches!(c, '.' | ',' | ';' | ':' | ')' | '(') || words >= WORDS
    });
    let topic = &rest[..end.map_or(rest.len(), |(at, _)| at)];
    topic.trim_end().len()
}

/// The sentences that say what is cited is meant as later amended or replaced: "Trường hợp các văn bản dẫn chiếu tại
/// Thông tư này được sửa đổi, bổ sung, thay thế thì thực hiện theo văn bản mới." Citations of such a document lead to
/// today's law too.
pub fn dynamic_clauses(text: &str) -> Vec<Span> {
    let mut all: Vec<Span> = Vec::new();
    for word in ["dẫn chiếu", "viện dẫn"] {
        for (at, _) in text.match_indices(word) {
            let start = text[..at].rfind(". ").map_or(0, |dot| dot + 2);
            let start = start.max(text[..at].rfind(['.', ';', ':']).map_or(0, |sign| sign + 1));
            let end = text[at..].find(". ").or_else(|| text[at..].find(".\n"));
            let end = end.map_or(text.len(), |end| at + end + 1);
            let words = text[start..end]
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            let follows = ["sửa đổi", "thay thế", "thì"]
                .iter()
                .all(|word| words.contains(word));
            let start = end - text[start..end].trim_start().len();
            if follows && !all.iter().any(|span| span.end as usize == end) {
                all.push(Span::new(start, end));
            }
        }
    }
    all.sort_by_key(|span| span.start);
    all
}
