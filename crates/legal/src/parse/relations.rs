//! What a document does to others, by its own words: bases, amendments, replacements, repeals, suspensions.

use self::statement::Statement;
use super::{lines::Lines, reflow, validity::own_lines};
use crate::{
    Citation, Confidence, FoundCitation, Kind, Level, Parsed, Path, Provision, Relation,
    RelationKind, Span, dates, find_citations,
};

mod days;
mod flat;
mod head;
mod statement;
mod targets;

/// Reads the relations of a parsed document in reading order.
pub(super) fn read(lines: &Lines<'_>, quoted: &[bool], parsed: &Parsed) -> Vec<Relation> {
    let mut relations = head::read(lines, parsed);
    if parsed.header.kind != Some(Kind::Consolidated) {
        // What a consolidated text says of replacing and repealing was said by the act that it consolidates.
        body(lines, quoted, parsed, &mut relations);
    }
    let mut relations = settle(relations, parsed);
    days::note(lines, parsed, &mut relations);
    relations
}

/// The statements of the act's own provisions.
fn body(lines: &Lines<'_>, quoted: &[bool], parsed: &Parsed, relations: &mut Vec<Relation>) {
    let mut acts_on = relations
        .iter()
        .find(|r| r.kind == RelationKind::Amends)
        .map(|r: &Relation| r.target.clone());
    // Lead-ins of lists around the provision being read: "… sau đây hết hiệu lực:".
    let mut leads: Vec<(Path, RelationKind, Option<Citation>)> = Vec::new();
    for (n, provision) in parsed.provisions.iter().enumerate() {
        if provision
            .path
            .level()
            .is_none_or(|level| level < Level::Article)
        {
            continue;
        }
        leads.retain(|(path, ..)| path.contains(&provision.path));
        let runs = paragraphs(lines, quoted, own_span(parsed, n));
        if provision.path.level() == Some(Level::Article) {
            acts_on = lead_target(lines, provision, &runs).or(acts_on);
        }
        let inherited = leads.last().cloned();
        let kind = inherited.as_ref().map(|(_, kind, _)| *kind);
        let listed = inherited.and_then(|(.., document)| document);
        let acts_on = ActsOn {
            sure: listed.is_some(),
            document: listed.or_else(|| acts_on.clone()),
        };
        for (run, span) in runs.iter().enumerate() {
            let from = if run == 0 {
                behind_label(lines.text, provision, *span)
            } else {
                span.start as usize
            };
            // "Đối với quy định tại Điều 4 … tiếp tục thực hiện": something of an ended act goes on.
            let goes_on = lines.text[span.range()].contains("tiếp tục");
            let heading = if run == 0 { provision.heading.end } else { 0 } as usize;
            for sentence in sentences(lines.text, from, span.end as usize, heading) {
                let words = &lines.text[sentence.range()];
                let read = statement::read(words, kind).map(|mut read| {
                    if goes_on {
                        read.confidence = read.confidence.min(Confidence::Medium);
                    }
                    read
                });
                let Some(read) = read else {
                    if let Some(kind) = statement::lead_in(words) {
                        leads.push((provision.path.clone(), kind, None));
                    }
                    continue;
                };
                let mut leads_in = false;
                if let Some(kind) = statement::lead_in(words) {
                    let document = read.targets.last().map(|(one, _)| whole(&one.citation));
                    leads.push((provision.path.clone(), kind, document));
                    leads_in = lists_units(words);
                }
                add(
                    relations,
                    read,
                    sentence,
                    &provision.path,
                    &acts_on,
                    leads_in,
                );
            }
        }
    }
}

/// The document of a citation, without its unit.
fn whole(citation: &Citation) -> Citation {
    Citation {
        path: Path::default(),
        detail: None,
        form: None,
        ..citation.clone()
    }
}

/// The document to which units without one belong.
#[derive(Clone)]
struct ActsOn {
    document: Option<Citation>,
    /// The lead-in of the list names it, not the title alone.
    sure: bool,
}

/// Whether a lead-in gives way to the units below it: "các điều, khoản sau đây của Luật …:".
fn lists_units(lead_in: &str) -> bool {
    let words = reflow::join(lead_in);
    ["sau đây của", "sau của", "sau đây tại", "như sau:"]
        .iter()
        .any(|words_before| words.contains(words_before))
}

/// The objects of a statement as relations; bare units belong to the document that the act works on. `leads_in`: the
/// units of its document follow.
fn add(
    relations: &mut Vec<Relation>,
    statement: Statement,
    sentence: Span,
    source: &Path,
    acts_on: &ActsOn,
    leads_in: bool,
) {
    use RelationKind::{Amends, Corrects, Details, Repeals, Replaces, Supplements, Suspends};
    let kind = statement.kind;
    let on_units = matches!(kind, Amends | Supplements | Repeals | Corrects | Details);
    let mut acts_on = acts_on.clone();
    for (one, plain) in statement.targets {
        let bare = !one.citation.names_document();
        let whole_document = !bare && one.citation.path.steps().is_empty();
        let mut confidence = statement.confidence;
        if statement.partly && whole_document {
            // "Bãi bỏ một số điều của Nghị định …": the units are told behind it, or by nobody.
            acts_on = ActsOn {
                document: Some(whole(&one.citation)),
                sure: true,
            };
            let ends = matches!(kind, Repeals | Replaces | Suspends);
            if leads_in && (ends || kind == Details) {
                continue;
            }
            if ends {
                confidence = Confidence::Low;
            }
        }
        let has_unit = !one.citation.path.steps().is_empty();
        let citation = match &acts_on.document {
            _ if !bare => one.citation,
            Some(document) if has_unit && on_units => Citation {
                path: one.citation.path,
                detail: one.citation.detail,
                form: one.citation.form,
                ..document.clone()
            },
            _ => continue,
        };
        let sure = citation.symbol.is_some() && plain && (!bare || acts_on.sure);
        if !sure {
            confidence = confidence.min(Confidence::Medium);
        }
        relations.push(Relation {
            kind,
            symbol: citation.symbol.clone(),
            target: citation,
            source: source.clone(),
            span: Span {
                start: one.span.start + sentence.start,
                end: one.span.end + sentence.start,
            },
            confidence,
            from: None,
            until: None,
        });
    }
}

/// Each object once; what the act cannot do to it goes, what is not plain counts less.
fn settle(relations: Vec<Relation>, parsed: &Parsed) -> Vec<Relation> {
    use RelationKind::{Amends, Repeals, Replaces, Supplements};
    let high = |kind: &Option<Kind>| {
        matches!(
            kind,
            Some(Kind::Constitution | Kind::Code | Kind::Law | Kind::Ordinance)
        )
    };
    let own_is_high = high(&parsed.header.kind) || parsed.header.kind == Some(Kind::Resolution);
    let mut settled: Vec<Relation> = Vec::new();
    for relation in relations {
        let changes = matches!(relation.kind, Amends | Supplements | Replaces | Repeals);
        // A decree that amends a decree on a law does not amend the law.
        if changes && !own_is_high && high(&relation.target.kind) {
            continue;
        }
        let same = |other: &Relation| {
            other.kind == relation.kind
                && whole_and_unit(&other.target) == whole_and_unit(&relation.target)
        };
        match settled.iter_mut().find(|other| same(other)) {
            // The provision that says it says it better than the title.
            Some(title) if title.source.steps().is_empty() => *title = relation,
            Some(before) => before.confidence = before.confidence.max(relation.confidence),
            None => settled.push(relation),
        }
    }
    settled
}

/// What tells one object from another.
fn whole_and_unit(citation: &Citation) -> (String, &Path, Option<&str>, Option<&str>) {
    let document = match (&citation.symbol, &citation.partial) {
        (Some(symbol), _) => symbol.folded().to_owned(),
        (None, Some(partial)) => partial.clone(),
        (None, None) => Citation {
            kind: citation.kind.clone(),
            name: citation.name.clone(),
            year: citation.year,
            date: citation.date,
            ..Citation::default()
        }
        .print(),
    };
    (
        document,
        &citation.path,
        citation.detail.as_deref(),
        citation.form.as_deref(),
    )
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

/// The byte behind a provision's label, where the run of lines begins with it.
fn behind_label(text: &str, provision: &Provision, run: Span) -> usize {
    let words = &text[run.range()];
    let label = provision.label.trim();
    let length = words.strip_prefix(label).map_or(0, |_| label.len());
    let rest = &words[length..];
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ':' | ')'));
    run.end as usize - rest.len()
}

/// The sentences from a byte to another: they end with a full stop before a capital, and with the heading that ends at
/// byte `heading`.
fn sentences(text: &str, from: usize, to: usize, heading: usize) -> Vec<Span> {
    let mut all = Vec::new();
    let mut start = from;
    let words = text.get(from..to).unwrap_or_default();
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        let rest = words[at + c.len_utf8()..].trim_start();
        let ends = c == '.'
            && !before.is_ascii_digit()
            && words[at + 1..].starts_with(char::is_whitespace)
            && rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        // A heading stands on lines of its own and has no full stop.
        let known = text
            .get(heading..from + at)
            .is_some_and(|gap| gap.trim().is_empty())
            && heading > 0
            && rest.starts_with(char::is_uppercase);
        let headed =
            c == '\n' && !matches!(before, ';' | ',' | ':') && (known || begins_statement(rest));
        if ends || headed {
            all.push(Span::new(start, from + at));
            start = to - rest.len().min(to - from);
        }
        if !c.is_whitespace() || c == '\n' {
            before = c;
        }
    }
    all.push(Span::new(start, to));
    all.retain(|span| span.end > span.start);
    all
}

/// Whether a line begins the act's own sentence on effect or repeal.
fn begins_statement(line: &str) -> bool {
    [
        "Nghị định này",
        "Thông tư này",
        "Quyết định này",
        "Nghị quyết này",
        "Luật này",
        "Bãi bỏ ",
        "Kể từ ngày ",
    ]
    .iter()
    .any(|words| line.starts_with(words))
}

/// The document an amending article works on: the first one named in its lead-in or heading.
fn lead_target(lines: &Lines<'_>, article: &Provision, runs: &[Span]) -> Option<Citation> {
    const MOST: usize = 900;
    let start = article.span.start as usize;
    let end = runs.first()?.end as usize;
    let end = (start..=end.min(start + MOST))
        .rev()
        .find(|at| lines.text.is_char_boundary(*at))?;
    let text = lines.text.get(start..end)?;
    let lower = text.to_lowercase();
    let amends = ["sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "đính chính"]
        .iter()
        .any(|verb| lower.contains(verb));
    let found = amends
        .then(|| find_citations(text))?
        .into_iter()
        .find(|found| found.citation.names_document())?;
    Some(whole(&found.citation))
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

/// Whether a sentence says that something ends on a day that is not the act's first.
fn names_other_day(words: &str, parsed: &Parsed) -> bool {
    const ENDS: [&str; 3] = ["hết hiệu lực", "chấm dứt hiệu lực", "bãi bỏ"];
    let Some(from) = parsed.validity.from else {
        return false;
    };
    let words = reflow::join(words);
    let end = ENDS.iter().filter_map(|word| words.rfind(word)).max();
    let behind = end.map_or("", |at| &words[at..]);
    let Some((_, rest)) = behind.split_once("từ ") else {
        return false;
    };
    let rest = rest.trim_start();
    if let Some(written) = dates::at_start(rest.strip_prefix("ngày ").unwrap_or(rest)) {
        return written.day != Some(from);
    }
    // "kể từ năm học 2026", "từ khi có văn bản thay thế"
    const OTHER: [&str; 5] = ["năm ", "tháng ", "quý ", "khi ", "học kỳ "];
    OTHER.iter().any(|word| rest.starts_with(word)) && !rest.contains("này có hiệu lực")
}
