//! What a document does to others, by its own words: bases, amendments, replacements, repeals, suspensions.

use super::{lines::Lines, reflow, validity::own_lines};
use crate::{
    Citation, FoundCitation, Kind, Level, Parsed, Path, Relation, RelationKind, Span,
    find_citations,
};

/// The verbs, with what they do. The first that stands nearest before a citation counts.
const VERBS: [(&str, RelationKind); 17] = [
    ("sửa đổi", RelationKind::Amends),
    ("bổ sung", RelationKind::Amends),
    ("thay thế cụm từ", RelationKind::Amends),
    ("thay cụm từ", RelationKind::Amends),
    ("bỏ cụm từ", RelationKind::Amends),
    ("bãi bỏ cụm từ", RelationKind::Amends),
    ("thay thế", RelationKind::Replaces),
    ("bãi bỏ", RelationKind::Repeals),
    ("hủy bỏ", RelationKind::Repeals),
    ("hết hiệu lực", RelationKind::Repeals),
    ("chấm dứt hiệu lực", RelationKind::Repeals),
    ("ngưng hiệu lực", RelationKind::Suspends),
    ("đính chính", RelationKind::Corrects),
    ("quy định chi tiết", RelationKind::Details),
    ("hướng dẫn thi hành", RelationKind::Details),
    ("hợp nhất", RelationKind::Consolidates),
    ("được sửa đổi", RelationKind::Consolidates),
];

/// Reads the relations of a parsed document in reading order.
pub(super) fn read(lines: &Lines<'_>, quoted: &[bool], parsed: &Parsed) -> Vec<Relation> {
    let mut relations = all(lines, quoted, parsed);
    // A decree that amends a decree on a law does not amend the law.
    let high = |kind: &Option<Kind>| {
        matches!(
            kind,
            Some(Kind::Constitution | Kind::Code | Kind::Law | Kind::Ordinance)
        )
    };
    let own_is_high = high(&parsed.header.kind) || parsed.header.kind == Some(Kind::Resolution);
    relations.retain(|relation| {
        let changes = matches!(
            relation.kind,
            RelationKind::Amends | RelationKind::Replaces | RelationKind::Repeals
        );
        !changes || own_is_high || !high(&relation.target.kind)
    });
    relations
}

fn all(lines: &Lines<'_>, quoted: &[bool], parsed: &Parsed) -> Vec<Relation> {
    let mut relations = Vec::new();
    let consolidated = parsed.header.kind == Some(Kind::Consolidated);
    title(lines, parsed, &mut relations);
    preamble(lines, parsed, consolidated, &mut relations);
    if consolidated {
        // What a consolidated text says of replacing and repealing was said by the act it consolidates.
        return relations;
    }
    let mut acts_on = relations
        .iter()
        .find(|r| r.kind == RelationKind::Amends)
        .map(|r: &Relation| r.target.clone());
    for (n, provision) in parsed.provisions.iter().enumerate() {
        if provision
            .path
            .level()
            .is_none_or(|level| level < Level::Article)
        {
            continue;
        }
        if provision.path.level() == Some(Level::Article) {
            let heading = named(
                lines,
                provision.heading,
                &provision.path,
                RelationKind::Amends,
            );
            let own_words: Vec<Span> = own_lines(lines, quoted, own_span(parsed, n)).collect();
            let lead = lead_target(lines, &own_words)
                .or_else(|| heading.into_iter().next().map(|r| r.target));
            acts_on = lead.or(acts_on);
        }
        for line in paragraphs(lines, quoted, own_span(parsed, n)) {
            statement(
                lines,
                line,
                &provision.path,
                acts_on.as_ref(),
                &mut relations,
            );
        }
    }
    relations
}

/// What a provision says itself, before its first child.
fn own_span(parsed: &Parsed, n: usize) -> Span {
    let provision = &parsed.provisions[n];
    let child = parsed
        .provisions
        .get(n + 1)
        .filter(|next| provision.span.contains(next.span));
    Span::new(
        provision.span.start as usize,
        child.map_or(provision.span.end, |child| child.span.start) as usize,
    )
}

/// Runs of unquoted lines.
fn paragraphs(lines: &Lines<'_>, quoted: &[bool], span: Span) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    for line in own_lines(lines, quoted, span) {
        match runs.last_mut() {
            Some(run) if lines.at(run.end as usize - 1) + 1 == lines.at(line.start as usize) => {
                run.end = line.end.min(span.end);
            }
            _ => runs.push(Span {
                start: line.start.max(span.start),
                end: line.end.min(span.end),
            }),
        }
    }
    runs
}

/// "Nghị định sửa đổi, bổ sung một số điều của Nghị định số …": the title says what is amended.
fn title(lines: &Lines<'_>, parsed: &Parsed, relations: &mut Vec<Relation>) {
    let Some(words) = parsed.header.title.as_deref() else {
        return;
    };
    let lower = words.to_lowercase();
    let verb = VERBS[..15]
        .iter()
        .filter_map(|(verb, kind)| Some((lower.find(verb)?, *kind)))
        .min_by_key(|(at, _)| *at);
    let Some((at, kind)) = verb.filter(|(at, _)| *at < 60 || lower.contains("thi hành")) else {
        return;
    };
    let span = parsed.header.span;
    let from = kind_words(lines, span, &lower[at..]);
    relations.extend(
        named(
            lines,
            Span::new(from, span.end as usize),
            &Path::default(),
            kind,
        )
        .into_iter()
        .take(
            // After the first document a title speaks of what that document is about.
            if kind == RelationKind::Amends { 3 } else { 1 },
        ),
    );
}

/// Where the words of the title that begin with `verb` stand in the head.
fn kind_words(lines: &Lines<'_>, span: Span, verb: &str) -> usize {
    let text = &lines.text[span.range()];
    let first: String = verb.chars().take_while(|c| c.is_alphabetic()).collect();
    let at = text.char_indices().map(|(at, _)| at).find(|at| {
        let mut letters = text[*at..].chars().flat_map(char::to_lowercase);
        first.chars().all(|c| letters.next() == Some(c)) && text[..*at].matches('\n').count() > 1
    });
    span.start as usize + at.unwrap_or_default()
}

/// "Căn cứ …;" lines; in consolidated texts what they consolidate.
fn preamble(lines: &Lines<'_>, parsed: &Parsed, consolidated: bool, relations: &mut Vec<Relation>) {
    let text = &lines.text[parsed.preamble.range()];
    let base = parsed.preamble.start as usize;
    let bases = ["Căn cứ", "CĂN CỨ"]
        .iter()
        .filter_map(|word| text.find(word))
        .min();
    if consolidated {
        let span = Span::new(base, base + bases.unwrap_or(text.len()));
        relations.extend(
            named(lines, span, &Path::default(), RelationKind::Consolidates)
                .into_iter()
                .filter(|r| r.symbol.is_some()),
        );
    }
    let Some(from) = bases else { return };
    let ends = [
        "\nTheo đề nghị",
        "\nXét ",
        "ban hành Nghị",
        "ban hành Thông",
        "ban hành Quyết",
        "ban hành Luật",
        "QUYẾT ",
    ];
    let to = ends
        .iter()
        .filter_map(|word| text[from..].find(word))
        .min()
        .map_or(text.len(), |at| from + at);
    let mut at = from;
    for sentence in text[from..to].split_inclusive(';') {
        let span = Span::new(base + at, base + at + sentence.len());
        at += sentence.len();
        let basis = sentence.trim_start();
        if basis.starts_with("Theo") || basis.starts_with("Xét") {
            continue;
        }
        relations.extend(named(lines, span, &Path::default(), RelationKind::BasedOn));
    }
}

/// Relations to every document named in a span.
fn named(lines: &Lines<'_>, span: Span, source: &Path, kind: RelationKind) -> Vec<Relation> {
    cited(lines, span)
        .into_iter()
        .filter(|found| names_document(&found.citation))
        .map(|found| relation(kind, found, source))
        .collect()
}

fn relation(kind: RelationKind, found: FoundCitation, source: &Path) -> Relation {
    Relation {
        kind,
        symbol: found.citation.symbol.clone(),
        target: found.citation,
        source: source.clone(),
        span: found.span,
        confidence: crate::Confidence::Medium,
    }
}

/// Citations in a span, where they stand in the whole text.
fn cited(lines: &Lines<'_>, span: Span) -> Vec<FoundCitation> {
    let mut found = find_citations(lines.text.get(span.range()).unwrap_or_default());
    for one in &mut found {
        one.span = Span {
            start: one.span.start + span.start,
            end: one.span.end + span.start,
        };
    }
    found
}

fn names_document(citation: &Citation) -> bool {
    !citation.own
        && (citation.symbol.is_some() || citation.partial.is_some() || citation.name.is_some())
}

/// The document an amending article works on: the first one named in its lead-in.
fn lead_target(lines: &Lines<'_>, own: &[Span]) -> Option<Citation> {
    let span = Span {
        start: own.first()?.start,
        end: own.get(5).or(own.last())?.end,
    };
    let text = lines.text.get(span.range())?.to_lowercase();
    let amends = text.contains("sửa đổi")
        || text.contains("bổ sung")
        || text.contains("bãi bỏ")
        || text.contains("thay thế");
    let found = cited(lines, span)
        .into_iter()
        .find(|found| names_document(&found.citation))?;
    amends.then(|| Citation {
        path: Path::default(),
        ..found.citation
    })
}

/// Sentences of one paragraph: what each verb does to the documents and units around it.
fn statement(
    lines: &Lines<'_>,
    span: Span,
    source: &Path,
    acts_on: Option<&Citation>,
    relations: &mut Vec<Relation>,
) {
    let text = &lines.text[span.range()];
    if !text.to_lowercase().contains("hiệu lực") && !mentions_verb(text) {
        return;
    }
    let flat = reflow::join(text).to_lowercase();
    let found = cited(lines, span);
    // A condition ("kể từ ngày Nghị định này có hiệu lực") or a way of speaking does nothing.
    let Some(verb) = main_verb(&flat) else { return };
    for one in found {
        let before = words_before(&lines.text[span.start as usize..one.span.start as usize]);
        let past = [
            "được sửa đổi",
            "đã được",
            "được bổ sung",
            "được thay thế",
            "được bãi bỏ",
        ]
        .iter()
        .filter_map(|w| before.rfind(w))
        .max();
        // "Luật A đã được sửa đổi theo Luật B": B is not touched.
        if past.is_some_and(|at| !before[at..].contains(';')) && names_document(&one.citation) {
            continue;
        }
        if names_document(&one.citation) {
            relations.push(relation(verb, one, source));
        } else if let Some(target) = acts_on
            && !one.citation.own
            && !one.citation.path.steps().is_empty()
            && matches!(verb, RelationKind::Amends | RelationKind::Repeals)
        {
            let citation = Citation {
                path: one.citation.path,
                ..target.clone()
            };
            relations.push(relation(
                verb,
                FoundCitation {
                    span: one.span,
                    citation,
                },
                source,
            ));
        }
    }
}

/// The last words before a citation, in lower case: enough to see whether it is only told of.
fn words_before(text: &str) -> String {
    const MOST: usize = 240;
    let from = (text.len().saturating_sub(MOST)..=text.len()).find(|at| text.is_char_boundary(*at));
    text[from.unwrap_or(text.len())..].to_lowercase()
}

fn mentions_verb(text: &str) -> bool {
    let lower = text.to_lowercase();
    VERBS.iter().any(|(verb, _)| lower.contains(verb))
}

/// What a paragraph of final provisions or of amendment does, by the words it begins or ends with.
fn main_verb(flat: &str) -> Option<RelationKind> {
    let body = flat
        .trim_start_matches(|c: char| !c.is_whitespace())
        .trim_start();
    let starts = |words: &[&str]| {
        [flat, body].iter().any(|text| {
            let rest = text.strip_prefix("điều ").map_or(*text, |rest| {
                rest.trim_start_matches(|c: char| !c.is_whitespace())
                    .trim_start()
            });
            words.iter().any(|word| rest.starts_with(word))
        })
    };
    if starts(&[
        "bãi bỏ cụm",
        "thay thế cụm",
        "thay cụm",
        "bỏ cụm",
        "sửa đổi",
        "bổ sung",
        "thay thế một số cụm",
    ]) {
        return Some(RelationKind::Amends);
    }
    if starts(&["bãi bỏ", "hủy bỏ", "bỏ "]) {
        return Some(RelationKind::Repeals);
    }
    if starts(&["đính chính"]) {
        return Some(RelationKind::Corrects);
    }
    if flat.contains("ngưng hiệu lực") {
        return Some(RelationKind::Suspends);
    }
    if flat.contains("này thay thế") || starts(&["thay thế"]) {
        return Some(RelationKind::Replaces);
    }
    if flat.contains("hết hiệu lực")
        || flat.contains("chấm dứt hiệu lực")
        || flat.contains("được bãi bỏ")
    {
        return Some(RelationKind::Repeals);
    }
    if flat.contains("này quy định chi tiết") || flat.contains("này hướng dẫn") {
        return Some(RelationKind::Details);
    }
    None
}
