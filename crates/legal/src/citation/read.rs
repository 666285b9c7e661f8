//! The grammar of citations: unit groups, how outer units are shared, and the document behind or before them.

use super::{
    Citation, FoundCitation, attached, chain,
    document::{self, DocumentRef},
    forms,
    tokens::{Gap, Tokens},
    unit::{Unit, deepen, place, stretch},
    units::{self, Group},
};
use crate::{Level, Span};

/// Reads citations at tokens.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a, 't> {
    pub(super) tokens: &'a Tokens<'t>,
    /// The whole text is meant to be one reference: short forms need no company, commas join levels.
    pub(super) typed: bool,
    /// Amending documents are read without what amended them.
    pub(super) plain: bool,
}

/// More units than any citation has; the rest is read anew, so that hostile lists stay cheap.
const MOST_UNITS: usize = 300;

impl Reader<'_, '_> {
    /// The citations that begin at a token, and the first token after them.
    pub(super) fn citation(&self, start: usize) -> Option<(usize, Vec<FoundCitation>)> {
        let first = self.tokens.get(start)?.start;
        if let Some((detail, after)) = forms::detail(self.tokens, start) {
            let (end, units) = self.units(after)?;
            let (end, mut found) = self.with_document(end, units)?;
            let whole = found.first_mut()?;
            whole.span = Span::new(first, whole.span.end as usize);
            whole.citation.detail = Some(detail);
            return Some((end, found));
        }
        if let Some((labels, end)) = forms::forms(self.tokens, start) {
            return self.forms(labels, end);
        }
        if let Some((end, units)) = self.units(start) {
            return self.with_document(end, units);
        }
        let document = document::document(self.tokens, start, false, self.typed)?;
        // "Luật Đất đai 2024 Điều 5": units may follow their document when nothing else does.
        let joined = self.tokens.gap(document.end) == Gap::Space
            || (self.typed && self.tokens.gap(document.end) == Gap::Comma);
        if joined
            && !document.citation.own
            && let Some((end, mut units)) = self.units(document.end)
            && self.document_after(end).1.is_none()
        {
            stretch(&mut units, 0, |span| Span::new(first, span.end as usize));
            return self.finish(end, units, Some(document));
        }
        let (end, amended_by) = self.amended(document.end, &document.citation);
        let span = Span::new(first, self.tokens.end_of(end));
        let citation = Citation {
            amended_by,
            ..document.citation
        };
        let found = FoundCitation {
            span,
            citation,
            range: None,
        };
        Some((end, vec![found]))
    }

    /// The citations at a token, without what amended their documents.
    pub(super) fn unchained(&self, start: usize) -> Option<(usize, Vec<FoundCitation>)> {
        let plain = Self {
            plain: true,
            ..*self
        };
        plain.citation(start)
    }

    fn with_document(&self, end: usize, units: Vec<Unit>) -> Option<(usize, Vec<FoundCitation>)> {
        // "Điều này, Luật này" names two things, "Điều 5, Luật này" one.
        let apart = self.tokens.gap(end) == Gap::Comma
            && units.last().is_some_and(|unit| unit.this.is_some());
        if apart {
            return self.finish(end, units, None);
        }
        let (after, document) = self.document_after(end);
        self.finish(after, units, document)
    }

    /// By what a document was amended, behind its name.
    fn amended(&self, end: usize, document: &Citation) -> (usize, Vec<Citation>) {
        if document.names_document() && !self.plain {
            chain::amended(self, end).unwrap_or((end, Vec::new()))
        } else {
            (end, Vec::new())
        }
    }

    fn finish(
        &self,
        end: usize,
        mut units: Vec<Unit>,
        document: Option<DocumentRef>,
    ) -> Option<(usize, Vec<FoundCitation>)> {
        let alone = document.is_none() && !self.typed;
        units.retain(|unit| {
            let unnumbered = unit.levels == [(Level::Annex, "0".to_owned())];
            let abbreviated = unit.short && alone && unit.levels.len() < 2;
            !abbreviated && (document.is_some() || !unnumbered)
        });
        let last = units.len().checked_sub(1)?;
        let behind = document
            .as_ref()
            .is_some_and(|document| document.end == end);
        let base = document
            .map(|document| document.citation)
            .unwrap_or_default();
        let (end, amended_by) = if behind {
            self.amended(end, &base)
        } else {
            (end, Vec::new())
        };
        if behind {
            let to = self.tokens.end_of(end);
            stretch(&mut units, last, |span| {
                Span::new(span.start as usize, to.max(span.end as usize))
            });
        }
        // "khoản 5 và khoản 6 Điều 9 … được sửa đổi tại khoản 1 và khoản 2 Điều 1 …": one each, if the counts match.
        let one_each = amended_by.len() == units.len()
            && units.len() > 1
            && amended_by.iter().all(|by| !by.path.steps().is_empty());
        let found = units
            .into_iter()
            .enumerate()
            .map(|(n, unit)| FoundCitation {
                span: unit.span,
                range: unit.range_paths(),
                citation: Citation {
                    amended_by: match (one_each, unit.this) {
                        (_, Some(_)) => Vec::new(),
                        (true, None) => vec![amended_by[n].clone()],
                        (false, None) => amended_by.clone(),
                    },
                    ..of_document(&unit, &base)
                },
            })
            .collect();
        Some((end, found))
    }

    /// "Mẫu số 08 Phụ lục I Nghị định này": forms with their annex and document.
    fn forms(
        &self,
        labels: Vec<(String, Span)>,
        end: usize,
    ) -> Option<(usize, Vec<FoundCitation>)> {
        let tokens = self.tokens;
        let mut at = end;
        if tokens.is_any(at, &["tại", "thuộc", "của", "trong", "ở"]) {
            at += 1;
        }
        let annex = (tokens.gap(end) != Gap::Stop && tokens.gap(end) != Gap::Semicolon)
            .then(|| units::group(tokens, at))
            .flatten()
            .filter(|group| group.level == Level::Annex && group.labels.len() == 1);
        let (end, unit) = match annex {
            Some(mut group) => {
                let label = group.labels.pop()?;
                (group.end, Some(Unit::new(Level::Annex, label, false)))
            }
            None => (end, None),
        };
        let (end, document) = self.document_after(end);
        let base = document
            .map(|document| document.citation)
            .unwrap_or_default();
        let base = match &unit {
            Some(unit) => of_document(unit, &base),
            None => base,
        };
        let last = labels.len() - 1;
        let found = labels
            .into_iter()
            .enumerate()
            .map(|(n, (form, span))| FoundCitation {
                span: if n == last {
                    Span::new(
                        span.start as usize,
                        tokens.end_of(end).max(span.end as usize),
                    )
                } else {
                    span
                },
                citation: Citation {
                    form: Some(form),
                    ..base.clone()
                },
                range: None,
            });
        Some((end, found.collect()))
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
        // In running text "Quy chế ban hành kèm theo Quyết định …" is the decision; somebody who types it means the text.
        let attached = self
            .typed
            .then(|| attached::group(self.tokens, start, true));
        let first = attached
            .flatten()
            .or_else(|| units::group(self.tokens, start))?;
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
                continue;
            }
            let joins = link == Link::Joined
                // "Điều 5, Phụ lục I" names two things.
                || (link == Link::Comma && (self.typed || group.level != Level::Annex));
            place(&mut units, open, group, joins);
        }
        Some((end, units))
    }

    fn next_group(&self, end: usize) -> Option<(Group, Link)> {
        let tokens = self.tokens;
        match tokens.gap(end) {
            Gap::Stop => return None,
            Gap::Space => {
                let at = end + usize::from(tokens.is(end, "của"));
                let attached = || attached::group(tokens, at, self.typed);
                if let Some(group) = units::group(tokens, at).or_else(attached) {
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

/// A unit of a document: "khoản này" stands in the citing one, whatever document is named behind its neighbours.
fn of_document(unit: &Unit, base: &Citation) -> Citation {
    let base = if unit.this.is_some() && !base.own {
        Citation::default()
    } else {
        base.clone()
    };
    Citation {
        path: unit.path(),
        own: base.own || unit.this.is_some(),
        this: unit.this,
        ..base
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
