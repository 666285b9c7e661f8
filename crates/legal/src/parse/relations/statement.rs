//! What one sentence of a provision does to the documents and units that it names.

use super::{
    flat::Flat,
    targets::{self, Role},
};
use crate::{Confidence, FoundCitation, RelationKind, Span, find_citations};

/// What a sentence does, and to what.
pub(super) struct Statement {
    pub(super) kind: RelationKind,
    /// The objects, in the bytes of the passage, and whether that is sure.
    pub(super) targets: Vec<(FoundCitation, bool)>,
    /// How sure the sentence is: less where it leaves something out.
    pub(super) confidence: Confidence,
    /// Only some units of the documents are meant: "một số điều của …", "các điều, khoản sau đây của …".
    pub(super) partly: bool,
}

/// How a sentence is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// "Bãi bỏ …": the objects stand behind the verb, which ends at this byte of the flat text.
    Active(usize),
    /// "… hết hiệu lực": they stand before the verb, which begins and ends there; behind it, if a list follows.
    Passive(usize, usize),
}

/// Reads a sentence. `inherited` is what the lead-in of a list does ("… sau đây hết hiệu lực:").
pub(super) fn read(sentence: &str, inherited: Option<RelationKind>) -> Option<Statement> {
    let flat = Flat::new(sentence);
    let main = main_clause(&flat.text);
    let (kind, form) = match form(&flat.text[main..]) {
        Some(found) => found,
        None => (inherited?, Form::Active(0)),
    };
    let main = flat.original(main);
    let flat = Flat::new(&sentence[main..]);
    let mut found: Vec<FoundCitation> = find_citations(&sentence[main..]);
    found.retain(|one| !one.citation.own);
    let (partly, mut targets) = match form {
        Form::Active(at) => behind(&flat, &found, at)?,
        Form::Passive(start, end) => before(&flat, &found, start, end)?,
    };
    for (one, _) in &mut targets {
        one.span = Span::new(one.span.start as usize + main, one.span.end as usize + main);
    }
    if kind == RelationKind::Supplements && flat.text.contains(" vào sau ") {
        targets.truncate(1);
    }
    let ends = matches!(kind, RelationKind::Repeals | RelationKind::Replaces);
    let until = ends && flat.text.contains("cho đến khi");
    let hedged = until || HEDGES.iter().any(|word| flat.text.contains(word));
    (!targets.is_empty()).then_some(Statement {
        kind,
        targets,
        confidence: match (hedged, ends) {
            (false, _) => Confidence::High,
            // What does not end goes on, whatever is excepted.
            (true, false) => Confidence::Medium,
            (true, true) => Confidence::Low,
        },
        partly,
    })
}

/// Words that leave something of an act in force.
const HEDGES: [&str; 5] = ["trừ ", "một phần", "trái với", "tương ứng", "nếu "];

type Targets = Vec<(FoundCitation, bool)>;

/// Whether words before a document say that only some of its units are meant.
fn is_part(lead: &str) -> bool {
    const SOME: [&str; 9] = [
        "một số điều",
        "một số khoản",
        "một số quy định",
        "một số nội dung",
        "các điều, khoản",
        "các điều khoản",
        "các quy định",
        "các nội dung",
        "các điều ",
    ];
    SOME.iter().any(|words| lead.contains(words))
}

/// The objects behind an active verb that ends at a byte of the flat text.
fn behind(flat: &Flat, found: &[FoundCitation], at: usize) -> Option<(bool, Targets)> {
    let from = flat.original(at);
    let first = found
        .iter()
        .position(|one| one.span.start as usize >= from)?;
    let found = &found[first..];
    let lead = flat.between(from, found[0].span.start as usize);
    // Without a verb of its own only what begins like a list belongs to the list.
    let roles = targets::roles(flat, found, at > 0 || !doubtful(lead));
    Some((is_part(lead), chosen(found, &roles)))
}

/// The objects before a passive verb, and behind it where a list follows.
fn before(
    flat: &Flat,
    found: &[FoundCitation],
    start: usize,
    end: usize,
) -> Option<(bool, Targets)> {
    let lists = lists_behind(&flat.text[end..]);
    let verb = flat.original(start);
    let last = if lists { usize::MAX } else { verb };
    let count = found.partition_point(|one| (one.span.end as usize) <= last);
    let found = &found[..count];
    let first = found.first()?;
    let lead = flat.before(first.span.start as usize);
    let tail = flat.between(first.span.end as usize, verb.max(first.span.end as usize));
    if doubtful(lead) || (!lists && interrupted(tail)) {
        return None;
    }
    let targets = chosen(found, &targets::roles(flat, found, true));
    Some((is_part(lead), targets))
}

/// Where the main clause begins in flat words: behind "Kể từ ngày Nghị định này có hiệu lực thi hành,", "Trong thời gian
/// ngưng hiệu lực của Thông tư số …,".
fn main_clause(flat: &str) -> usize {
    const CONDITIONS: [&str; 4] = [
        "kể từ ngày",
        "từ ngày",
        "kể từ thời điểm",
        "trong thời gian",
    ];
    if !CONDITIONS.iter().any(|words| flat.starts_with(words)) {
        return 0;
    }
    // "Từ ngày 01 tháng 01 năm 2027, …" ends with its first comma.
    let dated = flat
        .find(", ")
        .is_some_and(|at| at < 60 && !flat[..at].contains("hiệu lực"));
    let own = if flat.starts_with("trong") || dated {
        None
    } else {
        flat.find("có hiệu lực")
    };
    let from = own.unwrap_or(0);
    let comma = flat[from..].find(", ").map(|at| from + at + ", ".len());
    // "Kể từ ngày 01/7/2026 Thông tư A hết hiệu lực" has none.
    comma.filter(|at| *at < 600).unwrap_or(0)
}

/// What a sentence does that ends with a colon and so leads in a list.
pub(super) fn lead_in(sentence: &str) -> Option<RelationKind> {
    let flat = Flat::new(sentence);
    let words = flat.text.trim_end();
    (words.ends_with(':') || words.ends_with("sau đây"))
        .then(|| form(&words[main_clause(words)..]))?
        .map(|(kind, _)| kind)
}

fn chosen(found: &[FoundCitation], roles: &[Role]) -> Targets {
    let pairs = found.iter().zip(roles);
    pairs
        .filter(|(_, role)| **role != Role::Mentioned)
        .map(|(one, role)| (one.clone(), *role == Role::Object))
        .collect()
}

/// The verb of a sentence in flat words.
fn form(flat: &str) -> Option<(RelationKind, Form)> {
    use RelationKind::{
        Amends, Corrects, Details, Repeals, Replaces, Revives, Supplements, Suspends,
    };
    const STARTS: [(&str, RelationKind); 15] = [
        ("sửa đổi", Amends),
        ("bổ sung", Supplements),
        ("bãi bỏ", Repeals),
        ("hủy bỏ", Repeals),
        ("huỷ bỏ", Repeals),
        ("bỏ ", Repeals),
        ("chấm dứt hiệu lực", Repeals),
        ("đính chính", Corrects),
        ("tạm ngưng hiệu lực", Suspends),
        ("ngưng hiệu lực", Suspends),
        ("tạm ngưng thi hành", Suspends),
        ("thay thế", Replaces),
        ("thay ", Replaces),
        ("tiếp tục áp dụng", Revives),
        ("khôi phục hiệu lực", Revives),
    ];
    const INSIDE: [(&str, RelationKind); 11] = [
        ("này thay thế", Replaces),
        ("này và thay thế", Replaces),
        ("này bãi bỏ", Repeals),
        ("này sửa đổi", Amends),
        ("này tạm ngưng hiệu lực", Suspends),
        ("này ngưng hiệu lực", Suspends),
        ("này quy định chi tiết", Details),
        ("này quy định về chi tiết", Details),
        ("này hướng dẫn", Details),
        ("này quy định biện pháp thi hành", Details),
        ("này đính chính", Corrects),
    ];
    const PASSIVE: [(&str, RelationKind); 8] = [
        ("tạm ngưng hiệu lực", Suspends),
        ("ngưng hiệu lực", Suspends),
        ("tiếp tục có hiệu lực", Revives),
        ("có hiệu lực trở lại", Revives),
        ("hết hiệu lực", Repeals),
        ("chấm dứt hiệu lực", Repeals),
        ("được bãi bỏ", Repeals),
        ("bị bãi bỏ", Repeals),
    ];
    if let Some((verb, kind)) = STARTS.iter().find(|(verb, _)| flat.starts_with(verb)) {
        let kind = if changes_words(flat) { Amends } else { *kind };
        return Some((kind, Form::Active(verb.len())));
    }
    if let Some((at, verb, kind)) = INSIDE
        .iter()
        .filter_map(|(verb, kind)| Some((flat.find(verb)?, *verb, *kind)))
        .min_by_key(|(at, ..)| *at)
    {
        let kind = if changes_words(&flat[at + "này ".len()..]) {
            Amends
        } else {
            kind
        };
        return Some((kind, Form::Active(at + verb.len())));
    }
    // "Thông tư này có hiệu lực kể từ ngày … và thay thế Thông tư số …"
    if let (Some(effect), Some(at)) = (flat.find("này có hiệu lực"), flat.find(" thay thế "))
        && effect < at
        && !["được", "hoặc", "bổ sung,", "bị"]
            .iter()
            .any(|word| flat[..at].ends_with(word))
    {
        return Some((Replaces, Form::Active(at + " thay thế ".len())));
    }
    PASSIVE
        .iter()
        .filter_map(|(verb, kind)| Some((flat.find(verb)?, *verb, *kind)))
        .min_by_key(|(at, ..)| *at)
        .map(|(at, verb, kind)| (kind, Form::Passive(at, at + verb.len())))
}

/// "Thay thế cụm từ “A” bằng cụm từ “B” tại …", "Bãi bỏ nội dung “…”": words change, the unit stays.
fn changes_words(flat: &str) -> bool {
    let start: String = flat.chars().take(70).collect();
    let verb = ["thay", "bãi bỏ", "bỏ", "bổ sung", "sửa"]
        .iter()
        .any(|verb| start.starts_with(verb));
    let named = ["bãi bỏ tên ", "bỏ tên ", "sửa tên ", "thay thế tên "];
    if named.iter().any(|words| start.starts_with(words)) {
        return true;
    }
    let words = [
        "cụm từ",
        " từ “",
        " từ \"",
        "từ ngữ",
        "nội dung “",
        "nội dung \"",
        "dòng chữ",
    ];
    verb && words.iter().any(|word| start.contains(word))
}

/// Whether a list follows the verb: "hết hiệu lực:", "hết hiệu lực kể từ ngày Thông tư này có hiệu lực thi hành:".
fn lists_behind(behind: &str) -> bool {
    const MOST: usize = 160;
    behind
        .find(':')
        .is_some_and(|at| at <= MOST && !behind[..at].contains(". "))
}

/// Words before an object that make the sentence speak of something else than ending it.
fn doubtful(lead: &str) -> bool {
    const MOST: usize = 320;
    const DOUBTS: [&str; 17] = [
        "trường hợp",
        "nếu ",
        "khi ",
        "trước ngày",
        "đến ngày",
        "theo quy định",
        "căn cứ",
        "được cấp",
        "giấy phép",
        "giấy chứng nhận",
        "hợp đồng",
        "trong thời gian",
        "tiếp tục",
        "không quá",
        "thời hạn",
        "được ban hành theo",
        "đã ký",
    ];
    lead.len() > MOST || DOUBTS.iter().any(|word| lead.contains(word))
}

/// Words between the object and the verb that give the verb another subject or make it a condition.
fn interrupted(tail: &str) -> bool {
    ["tiếp tục", "đến khi", "cho đến", "trước khi", " thì "]
        .iter()
        .any(|word| tail.contains(word))
}
