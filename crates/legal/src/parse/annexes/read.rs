//! The annexes as provisions: each in its place, an annex of an attached text below that text.

use super::{Start, is_issue_note, kind};
use crate::parse::{Annex, decimal, lines::Lines, old_outline, outline::Body, place::Places};
use crate::{AnnexKind, Issue, Level, Path, Provision, Span, Table};

/// Reads the annexes that begin at `starts`, the last of which ends before line `end`. `body` gives the lines of a range
/// as a text of its own at a path.
pub(crate) fn read<'a, 't: 'a>(
    lines: &Lines<'t>,
    tables: &[Table],
    starts: &[Start],
    end: usize,
    body: impl Fn(std::ops::Range<usize>, Path) -> Body<'a, 't>,
    issues: &mut Vec<Issue>,
) -> Vec<Annex> {
    let mut places = Places::default();
    let mut found: Vec<Annex> = Vec::new();
    for (n, start) in starts.iter().enumerate() {
        let until = starts.get(n + 1).map_or(end, |next| next.line);
        let above = owner(lines, start, &found).unwrap_or_default();
        let path = places.take(&above, Level::Annex, &start.label);
        let own = body(start.body.min(until)..until, path.clone());
        let outlined = old_outline::is_outlined(&own);
        let kind = kind(lines, tables, start, until, own.article_count(), outlined);
        let provisions = provisions(kind, &own, issues);
        found.push(annex(lines, start, until, path, kind, provisions));
    }
    found
}

/// What an annex of a kind holds. The fake articles of forms and what stands in tables are no provisions.
fn provisions(kind: AnnexKind, own: &Body<'_, '_>, issues: &mut Vec<Issue>) -> Vec<Provision> {
    match kind {
        AnnexKind::Regulation => own.read(issues),
        AnnexKind::Treaty if own.article_count() > 0 => own.read(issues),
        AnnexKind::Standard => {
            let outline = decimal::read(own);
            if !outline.is_empty() {
                outline
            } else if own.article_count() >= 2 {
                own.read(issues)
            } else {
                old_outline::read(own, issues)
            }
        }
        // "khoản 3 Mục 1 Phụ lục VIII" is cited although no article holds it.
        AnnexKind::Other | AnnexKind::Treaty => old_outline::read(own, issues),
        AnnexKind::Table | AnnexKind::Form => Vec::new(),
    }
}

/// The attached text to which an annex belongs: "(Kèm theo Quy chế …)" behind a Quy chế, an annex without any note behind
/// an attached regulation, the annexes of a standard. One that is issued with the act belongs to the act.
fn owner(lines: &Lines<'_>, start: &Start, found: &[Annex]) -> Option<Path> {
    let last = found
        .iter()
        .rev()
        .find(|annex| annex.path.steps().len() == 1)?;
    let attached = !last.label.starts_with("Phụ lục") && !last.label.starts_with("Mẫu");
    let inner = start.printed.starts_with("Phụ lục") || start.printed.starts_with("Mẫu");
    let owns = match last.kind {
        AnnexKind::Regulation => true,
        AnnexKind::Standard => attached,
        _ => false,
    };
    if !inner || !owns {
        return None;
    }
    let belongs = match issued_with(lines, start) {
        Some(what) => {
            let title = lines.text[last.heading.range()].to_lowercase();
            let named = |word: &&str| what.starts_with(*word) && title.starts_with(*word);
            super::ATTACHED.iter().any(named)
        }
        None => attached && start.printed.starts_with("Phụ lục"),
    };
    belongs.then(|| last.path.clone())
}

/// What the note names with which the annex is issued, in small letters: "quy chế hoạt động …".
fn issued_with(lines: &Lines<'_>, start: &Start) -> Option<String> {
    let until = start.body.max(start.line + 1);
    let note = (start.line..until).find(|line| {
        let words = lines.get(*line);
        is_issue_note(words.find('(').map_or(words, |at| &words[at..]))
    })?;
    let words: Vec<&str> = (note..until).map(|line| lines.get(line)).collect();
    let words = words.join(" ").to_lowercase();
    let (_, with) = words.split_once("theo ")?;
    Some(with.trim_start().to_owned())
}

fn annex(
    lines: &Lines<'_>,
    start: &Start,
    until: usize,
    path: Path,
    kind: AnnexKind,
    provisions: Vec<Provision>,
) -> Annex {
    let first = lines.all[start.line];
    let end = lines.all[until.max(start.line + 1) - 1].end;
    let title = (start.title, start.title_end.min(until));
    let heading = if title.0 < title.1 {
        let label = if start.title == start.line {
            start.behind
        } else {
            0
        };
        Span::new(lines.all[title.0].start + label, lines.all[title.1 - 1].end)
    } else {
        Span::new(first.end, first.end)
    };
    Annex {
        path,
        label: start.printed.clone(),
        heading,
        span: Span::new(first.start, end),
        kind,
        provisions,
        validity: None,
    }
}
