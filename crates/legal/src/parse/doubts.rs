//! What a whole document lacks or leaves in doubt.

use super::{Issue, IssueKind, Parsed, lines::Lines, quotes::Quotes};
use crate::{Level, Page, PageKind, SourceText, Span};

/// So many characters show where a quotation was opened.
const QUOTED: usize = 60;

pub(super) fn doubt(kind: IssueKind, span: Span, detail: &str) -> Issue {
    Issue {
        kind,
        span,
        detail: detail.to_owned(),
    }
}

/// A leap in the numbering: "khoản 2 → khoản 4"; the later label alone where none came before.
pub(super) fn leap(level: Level, before: &str, label: &str) -> String {
    let word = level.word();
    if before.is_empty() {
        format!("{word} {label}")
    } else {
        format!("{word} {before} → {word} {label}")
    }
}

/// What the whole document lacks; all doubts in reading order.
pub(super) fn note(lines: &Lines<'_>, parsed: &mut Parsed, quotes: &Quotes) {
    let head = parsed.header.span;
    let lacks = [
        (
            parsed.header.symbol.is_none(),
            IssueKind::NoSymbol,
            "no number and symbol was found",
        ),
        (
            parsed.header.issued.is_none(),
            IssueKind::NoDate,
            "no possible day of issue was found",
        ),
        (
            parsed.validity.from.is_none(),
            IssueKind::NoEffect,
            "nothing says from which day it applies",
        ),
        (
            !parsed
                .provisions
                .iter()
                .any(|p| p.path.level() == Some(Level::Article)),
            IssueKind::NoArticles,
            "no article was found",
        ),
    ];
    parsed.issues.extend(
        lacks
            .into_iter()
            .filter(|lack| lack.0)
            .map(|(_, kind, detail)| doubt(kind, head, detail)),
    );
    let opened = quotes.unbalanced.iter().map(|at| {
        let words: String = lines.rest_from(*at).chars().take(QUOTED).collect();
        doubt(IssueKind::Quotes, Span::new(*at, *at), &words)
    });
    let closed = quotes.stray.iter().map(|at| {
        let words = lines.text.get(..*at).unwrap_or_default();
        let line = words.rsplit('\n').next().unwrap_or_default();
        let from = line.chars().count().saturating_sub(QUOTED);
        let words: String = line.chars().skip(from).chain(['”']).collect();
        doubt(IssueKind::Quotes, Span::new(*at, *at), &words)
    });
    let lost: Vec<Issue> = opened.chain(closed).collect();
    parsed.issues.extend(lost);
    let all = parsed
        .provisions
        .iter()
        .chain(parsed.annexes.iter().flat_map(|annex| &annex.provisions));
    let doubled = all.filter(|p| {
        p.path
            .steps()
            .last()
            .is_some_and(|step| step.label.contains('~'))
    });
    let doubled: Vec<Issue> = doubled
        .map(|p| Issue {
            kind: IssueKind::Duplicate,
            span: p.span,
            detail: p.label.clone(),
        })
        .collect();
    parsed.issues.extend(doubled);
    note_cuts(lines, &mut parsed.issues);
    parsed.issues.sort_by_key(|issue| issue.span.start);
}

/// Long acts go on in the next issue of the gazette: "(Xem tiếp Công báo số 12 + 13)", "(Tiếp theo Công báo số 11)".
fn note_cuts(lines: &Lines<'_>, issues: &mut Vec<Issue>) {
    const ENDS: usize = 12;
    let near_an_end = |line: &usize| *line < ENDS || line + ENDS >= lines.len();
    for line in (0..lines.len()).filter(near_an_end) {
        let words = lines.get(line).to_lowercase();
        let words = words.trim_start_matches(['(', '[', ' ']);
        if words.starts_with("xem tiếp công báo") || words.starts_with("tiếp theo công báo")
        {
            let bounds = lines.all[line];
            let span = Span::new(bounds.start, bounds.end);
            issues.push(doubt(IssueKind::Incomplete, span, lines.get(line)));
        }
    }
}

/// A header from a recognised page is a proposal: nobody may rely on its number before having looked at the page.
pub(super) fn note_recognised(source: &SourceText, parsed: &mut Parsed) {
    let head = parsed.header.span;
    let recognised = |page: &&Page| {
        let meets = page.span.start < head.end && head.start < page.span.end;
        page.kind == PageKind::Ocr && meets
    };
    if let Some(page) = source.pages().iter().find(recognised) {
        let page = page.number.to_string();
        parsed
            .issues
            .push(doubt(IssueKind::Recognised, head, &page));
    }
}
