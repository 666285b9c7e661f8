//! Relations stated before the first provision: the title, the legal bases, what a consolidated text puts together.

use super::{
    cited,
    flat::Flat,
    targets::{self, Role},
    whole_and_unit,
};
use crate::{
    Citation, Confidence, FoundCitation, Kind, Parsed, Path, Relation, RelationKind, Span,
    find_citations, parse::lines::Lines,
};

/// Verbs of titles.
const VERBS: [(&str, RelationKind); 11] = [
    ("sửa đổi", RelationKind::Amends),
    ("bổ sung", RelationKind::Supplements),
    ("thay thế", RelationKind::Replaces),
    ("bãi bỏ", RelationKind::Repeals),
    ("hủy bỏ", RelationKind::Repeals),
    ("ngưng hiệu lực", RelationKind::Suspends),
    ("kéo dài thời hạn áp dụng", RelationKind::Amends),
    ("đính chính", RelationKind::Corrects),
    ("quy định chi tiết", RelationKind::Details),
    ("hướng dẫn", RelationKind::Details),
    ("biện pháp thi hành", RelationKind::Details),
];

pub(super) fn read(lines: &Lines<'_>, parsed: &Parsed) -> Vec<Relation> {
    let mut relations = Vec::new();
    if parsed.header.kind == Some(Kind::Consolidated) {
        consolidated(lines, parsed, &mut relations);
    } else {
        title(lines, parsed, &mut relations);
    }
    bases(lines, parsed, &mut relations);
    relations
}

/// "Nghị định sửa đổi, bổ sung một số điều của Nghị định số …": the title says what is done.
fn title(lines: &Lines<'_>, parsed: &Parsed, relations: &mut Vec<Relation>) {
    let Some(words) = parsed.header.title.as_deref() else {
        return;
    };
    let title = Flat::new(words);
    let verb = VERBS
        .iter()
        .filter_map(|(verb, kind)| Some((title.text.find(verb)?, *verb, *kind)))
        .min_by_key(|(at, ..)| *at);
    let Some((at, verb, kind)) = verb.filter(|(at, ..)| *at < 60) else {
        return;
    };
    let head = parsed.header.span;
    let flat = Flat::new(&lines.text[head.range()]);
    let opening: String = title.text[at..].chars().take(24).collect();
    let Some(from) = flat.text.rfind(&opening).or_else(|| flat.text.rfind(verb)) else {
        return;
    };
    let from = head.start as usize + flat.original(from);
    let found = cited(lines, Span::new(from, head.end as usize));
    let flat = Flat::new(&lines.text[..head.end as usize]);
    let roles = targets::roles(&flat, &found, true);
    push(relations, objects(found, &roles), kind, Confidence::Medium);
}

/// "Căn cứ …;" lines. A decree's title in them names laws that are no basis.
fn bases(lines: &Lines<'_>, parsed: &Parsed, relations: &mut Vec<Relation>) {
    const ENDS: [&str; 9] = [
        "\nTheo đề nghị",
        "\nXét ",
        "ban hành Nghị",
        "ban hành Thông",
        "ban hành Quyết",
        "ban hành Luật",
        "ban hành Bộ luật",
        "ban hành Pháp lệnh",
        "QUYẾT ",
    ];
    let text = &lines.text[parsed.preamble.range()];
    let base = parsed.preamble.start as usize;
    let Some(from) = ["Căn cứ", "CĂN CỨ"]
        .iter()
        .filter_map(|word| text.find(word))
        .min()
    else {
        return;
    };
    let to = ENDS
        .iter()
        .filter_map(|word| text[from..].find(word))
        .min()
        .map_or(text.len(), |at| from + at);
    let mut at = from;
    for line in text[from..to].split_inclusive(';') {
        let span = Span::new(base + at, base + at + line.len());
        at += line.len();
        let words = line.trim_start();
        if words.starts_with("Theo") || words.starts_with("Xét") {
            continue;
        }
        let mut found = find_citations(line);
        found.retain(|one| !one.citation.own);
        let roles = targets::roles(&Flat::new(line), &found, true);
        let mut found = objects(found, &roles);
        for one in &mut found {
            one.span = Span::new(
                one.span.start as usize + span.start as usize,
                one.span.end as usize + span.start as usize,
            );
        }
        push(relations, found, RelationKind::BasedOn, Confidence::High);
    }
}

/// "Luật … số … được sửa đổi, bổ sung bởi: 1. …; 2. …": the base and what amended it.
fn consolidated(lines: &Lines<'_>, parsed: &Parsed, relations: &mut Vec<Relation>) {
    let text = &lines.text[parsed.preamble.range()];
    let end = ["Căn cứ", "CĂN CỨ"]
        .iter()
        .filter_map(|word| text.find(word))
        .min()
        .unwrap_or(text.len());
    let start = parsed.preamble.start as usize;
    let mut found = cited(lines, Span::new(start, start + end));
    found.retain(|one| one.citation.symbol.is_some());
    let Some(base) = found.first().map(|one| one.citation.clone()) else {
        return;
    };
    let mut first = true;
    // The base again is a word of an amending act's title.
    found.retain(|one| {
        let is_base = std::mem::take(&mut first);
        let again = whole_and_unit(&base) == whole_and_unit(&one.citation);
        is_base || (!again && listed(&lines.text[start..one.span.start as usize]))
    });
    push(
        relations,
        found,
        RelationKind::Consolidates,
        Confidence::High,
    );
}

/// Whether what stands before a citation ends with the beginning of a list's entry: a label or nothing on the line, and
/// an ended entry or lead-in above it.
fn listed(before: &str) -> bool {
    const SIGNS: [char; 4] = [':', ';', '.', ','];
    let (above, line) = before.rsplit_once('\n').unwrap_or(("", before));
    let label = line.trim();
    let labelled = label.chars().count() <= 4
        && label
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ')' | '-' | '+'));
    if labelled {
        return above.trim_end().ends_with(SIGNS) || above.trim_end().ends_with(" bởi");
    }
    let flat = Flat::new(before);
    let words = flat.text.trim_end();
    words.ends_with([':', ';', ',']) || words.ends_with(" bởi") || words.ends_with(" và")
}

/// Those citations that are what the words act on.
fn objects(found: Vec<FoundCitation>, roles: &[Role]) -> Vec<FoundCitation> {
    let pairs = found.into_iter().zip(roles);
    pairs
        .filter(|(_, role)| **role != Role::Mentioned)
        .map(|(one, _)| one)
        .collect()
}

fn push(
    relations: &mut Vec<Relation>,
    found: Vec<FoundCitation>,
    kind: RelationKind,
    confidence: Confidence,
) {
    for one in found {
        let amenders = one.citation.amended_by.clone();
        let listed = matches!(kind, RelationKind::BasedOn | RelationKind::Consolidates);
        let all = std::iter::once(one.citation).chain(amenders.into_iter().filter(|_| listed));
        relations.extend(all.filter(Citation::names_document).map(|target| Relation {
            kind,
            symbol: target.symbol.clone(),
            target,
            source: Path::default(),
            span: one.span,
            confidence,
            from: None,
            until: None,
        }));
    }
}
