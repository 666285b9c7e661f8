//! The grammar of citations: unit groups, how outer units are shared, and the document behind or before them.

use super::{
    Citation, FoundCitation,
    document::{self, DocumentRef},
    tokens::{Gap, Tokens},
    units::{self, Group},
};
use crate::{Level, Path, Span};

/// Reads citations at tokens.
pub(super) struct Reader<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    /// The whole text is meant to be one reference: short forms need no company, commas join levels.
    pub(super) typed: bool,
}

/// One provision being put together: levels with labels, innermost first.
#[derive(Clone, Debug)]
struct Unit {
    levels: Vec<(Level, String)>,
    span: Span,
    short: bool,
}

impl Unit {
    fn outermost(&self) -> Level {
        self.levels
            .iter()
            .map(|(level, _)| *level)
            .min()
            .unwrap_or(Level::Subpoint)
    }

    fn innermost(&self) -> Level {
        self.levels
            .iter()
            .map(|(level, _)| *level)
            .max()
            .unwrap_or(Level::Annex)
    }

    fn is_own(&self) -> bool {
        self.levels.iter().any(|(_, label)| label.is_empty())
    }

    fn path(&self) -> Path {
        let mut levels: Vec<&(Level, String)> = self
            .levels
            .iter()
            .filter(|(_, label)| !label.is_empty())
            .collect();
        levels.sort_by_key(|(level, _)| *level);
        let has_article = levels.iter().any(|(level, _)| *level == Level::Article);
        // Articles run through the act: their paths do not name the chapter.
        let named = |level: Level| !has_article || level == Level::Annex || level >= Level::Article;
        levels
            .iter()
            .filter(|(level, _)| named(*level))
            .fold(Path::default(), |path, (level, label)| {
                path.child(*level, label)
            })
    }
}

/// More units than any citation has; the rest is read anew, so that hostile lists stay cheap.
const MOST_UNITS: usize = 300;

impl Reader<'_, '_> {
    /// The citations that begin at a token, and the first token after them.
    pub(super) fn citation(&self, start: usize) -> Option<(usize, Vec<FoundCitation>)> {
        if let Some((end, units)) = self.units(start) {
            let (after, document) = self.document_after(end);
            return self.finish(after, units, document);
        }
        let document = document::document(self.tokens, start, false, self.typed)?;
        // "Luật Đất đai 2024 Điều 5": units may follow their document when nothing else does.
        let joined = self.tokens.gap(document.end) == Gap::Space
            || (self.typed && self.tokens.gap(document.end) == Gap::Comma);
        if joined
            && !document.citation.own
            && let Some((end, units)) = self.units(document.end)
            && self.document_after(end).1.is_none()
        {
            let first = self.tokens.get(start)?.start;
            let mut units = units;
            units[0].span = Span::new(first, units[0].span.end as usize);
            return self.finish(end, units, Some(document));
        }
        let span = Span::new(
            self.tokens.get(start)?.start,
            self.tokens.end_of(document.end),
        );
        Some((
            document.end,
            vec![FoundCitation {
                span,
                citation: document.citation,
            }],
        ))
    }

    fn finish(
        &self,
        end: usize,
        mut units: Vec<Unit>,
        document: Option<DocumentRef>,
    ) -> Option<(usize, Vec<FoundCitation>)> {
        let alone = document.is_none() && !self.typed;
        units.retain(|unit| !(unit.short && alone && unit.levels.len() < 2));
        let last = units.len().checked_sub(1)?;
        let behind = document
            .as_ref()
            .is_some_and(|document| document.end == end);
        if behind {
            let span = units[last].span;
            units[last].span = Span::new(
                span.start as usize,
                self.tokens.end_of(end).max(span.end as usize),
            );
        }
        let base = document
            .map(|document| document.citation)
            .unwrap_or_default();
        let found = units
            .into_iter()
            .map(|unit| FoundCitation {
                span: unit.span,
                citation: Citation {
                    path: unit.path(),
                    own: base.own || unit.is_own(),
                    ..base.clone()
                },
            })
            .collect();
        Some((end, found))
    }

    /// "của Nghị định …", "ban hành kèm theo Thông tư …" behind units.
    fn document_after(&self, end: usize) -> (usize, Option<DocumentRef>) {
        let mut at = end;
        for words in [
            "ban hành kèm theo",
            "được ban hành kèm theo",
            "kèm theo",
            "của",
            "tại",
            "trong",
        ] {
            if let Some(length) = self
                .tokens
                .phrase(at, words)
                .filter(|_| self.tokens.gap(at) != Gap::Stop)
            {
                at += length;
            }
        }
        let gap = self.tokens.gap(at);
        let joined = gap == Gap::Space || (gap == Gap::Comma && (self.typed || at == end));
        if !joined {
            return (end, None);
        }
        match document::document(self.tokens, at, true, self.typed) {
            Some(document) => (document.end, Some(document)),
            None => (end, None),
        }
    }

    /// Groups of units in a row, outer units shared out.
    fn units(&self, start: usize) -> Option<(usize, Vec<Unit>)> {
        let first = units::group(self.tokens, start)?;
        let mut end = first.end;
        let mut units: Vec<Unit> = Vec::new();
        // Units before this place are closed to what follows.
        let mut open = 0;
        place(&mut units, open, first, false);
        while units.len() < MOST_UNITS {
            let Some((group, link)) = self.next_group(end) else {
                break;
            };
            end = group.end;
            if link == Link::Closed {
                open = units.len();
            }
            let deeper = link == Link::Joined
                && units
                    .last()
                    .is_some_and(|unit| group.level > unit.innermost());
            if deeper && group.labels.len() == 1 {
                deepen(&mut units, group);
            } else {
                place(
                    &mut units,
                    open,
                    group,
                    matches!(link, Link::Joined | Link::Comma),
                );
            }
        }
        Some((end, units))
    }

    fn next_group(&self, end: usize) -> Option<(Group, Link)> {
        let tokens = self.tokens;
        match tokens.gap(end) {
            Gap::Stop => return None,
            Gap::Space => {
                let at = end + usize::from(tokens.is(end, "của"));
                if let Some(group) = units::group(tokens, at) {
                    return Some((group, Link::Joined));
                }
            }
            Gap::Comma => {
                if let Some(group) = units::group(tokens, end) {
                    let joined = self.typed && group.labels.len() == 1;
                    return Some((group, if joined { Link::Joined } else { Link::Comma }));
                }
            }
            Gap::Semicolon => {}
        }
        let next = units::coordination(tokens, end)?;
        let link = if tokens.gap(end) == Gap::Semicolon {
            Link::Closed
        } else {
            Link::Coordinated
        };
        units::group(tokens, next).map(|group| (group, link))
    }
}

/// How a group follows the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// Nothing or "của" between.
    Joined,
    Comma,
    /// "và", "hoặc".
    Coordinated,
    /// A semicolon.
    Closed,
}

/// "Điều 7 khoản 2": the last unit gains a level below.
fn deepen(units: &mut [Unit], group: Group) {
    if let Some(unit) = units.last_mut() {
        for (label, span) in group.labels {
            unit.levels.push((group.level, label));
            unit.span = Span::new(unit.span.start as usize, span.end as usize);
        }
        unit.short |= group.short;
    }
}

/// Shares an outer group with the open inner units before it; its further labels are whole units.
fn place(units: &mut Vec<Unit>, open: usize, group: Group, joins: bool) {
    let Group {
        level,
        labels,
        short,
        ..
    } = group;
    let mut labels = labels.into_iter();
    let last_is_inner = units[open..]
        .last()
        .is_some_and(|unit| unit.outermost() > level);
    if joins
        && last_is_inner
        && let Some((label, span)) = labels.next()
    {
        for unit in units[open..]
            .iter_mut()
            .filter(|unit| unit.outermost() > level)
        {
            unit.levels.push((level, label.clone()));
            unit.short |= short;
        }
        if let Some(unit) = units.last_mut() {
            unit.span = Span::new(unit.span.start as usize, span.end as usize);
        }
    }
    units.extend(labels.map(|(label, span)| Unit {
        levels: vec![(level, label)],
        span,
        short,
    }));
}
