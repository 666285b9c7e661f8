//! Where a citation stands: the provisions around it, quoted text, an annex, a form.

use super::quotations::{self, Quotation};
use crate::{
    Amendment, AmendmentKind, AnnexKind, Citation, Level, Parsed, Path, RelationKind, Span,
};

/// The surroundings of citations asked for in reading order.
pub(super) struct Context<'p> {
    /// Provisions and annexes by their first byte, outer before inner.
    units: Vec<(Span, &'p Path)>,
    next: usize,
    around: Vec<(Span, &'p Path)>,
    parsed: &'p Parsed,
    quotations: Vec<Quotation>,
    /// The document that the act amends.
    amended: Option<&'p Citation>,
}

/// The surroundings of one citation.
pub(super) struct Place<'p> {
    /// The provisions around it, outermost first; those of the target inside its new words.
    pub(super) around: Vec<&'p Path>,
    /// The provision of this document.
    own: Option<&'p Path>,
    /// Inside the new words of an amendment: the document amended.
    pub(super) amended: Option<&'p Citation>,
    pub(super) quoted: bool,
    pub(super) form: bool,
}

impl Place<'_> {
    pub(super) fn source(&self) -> Path {
        self.own.cloned().unwrap_or_default()
    }

    /// The annex around it.
    pub(super) fn annex(&self) -> Option<Path> {
        let first = self.around.last()?.steps().first()?;
        (first.level == Level::Annex).then(|| Path::default().child(first.level, &first.label))
    }
}

impl<'p> Context<'p> {
    pub(super) fn new(text: &str, parsed: &'p Parsed) -> Self {
        let annexes = parsed.annexes.iter().flat_map(|annex| {
            let own = annex.provisions.iter().map(|unit| (unit.span, &unit.path));
            std::iter::once((annex.span, &annex.path)).chain(own)
        });
        let main = parsed.provisions.iter().map(|unit| (unit.span, &unit.path));
        let mut units: Vec<(Span, &Path)> = main.chain(annexes).collect();
        units.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
        let amended = parsed
            .relations
            .iter()
            .find(|relation| relation.kind == RelationKind::Amends)
            .map(|relation| &relation.target);
        Self {
            units,
            next: 0,
            around: Vec::new(),
            parsed,
            quotations: quotations::find(text),
            amended,
        }
    }

    /// The surroundings of words that stand behind those asked for before.
    pub(super) fn at(&mut self, span: Span) -> Place<'p> {
        while let Some(unit) = self
            .units
            .get(self.next)
            .filter(|(unit, _)| unit.start <= span.start)
        {
            self.around.retain(|(outer, _)| outer.end > unit.0.start);
            self.around.push(*unit);
            self.next += 1;
        }
        self.around.retain(|(unit, _)| unit.end > span.start);
        let around: Vec<&'p Path> = self.around.iter().map(|(_, path)| *path).collect();
        let own = around.last().copied();
        let form = self
            .parsed
            .annexes
            .iter()
            .any(|annex| annex.kind == AnnexKind::Form && annex.span.contains(span));
        let plain = Place {
            around,
            own,
            amended: None,
            quoted: false,
            form,
        };
        self.quoted(span, plain)
    }

    /// The place inside quoted words, if it is inside some.
    fn quoted(&self, span: Span, plain: Place<'p>) -> Place<'p> {
        let inside = |words: &Option<Span>| words.is_some_and(|words| words.contains(span));
        let amendment = self
            .parsed
            .amendments
            .iter()
            .find(|amendment| inside(&amendment.new) || inside(&amendment.old));
        if let Some(amendment) = amendment {
            return in_amendment(amendment, span, plain);
        }
        let after = self
            .quotations
            .partition_point(|quote| quote.span.end < span.end);
        let quote = self
            .quotations
            .get(after)
            .filter(|quote| quote.span.contains(span));
        match quote {
            Some(quote) if quote.phrase || self.amended.is_none() => Place {
                quoted: true,
                ..plain
            },
            Some(_) => Place {
                around: Vec::new(),
                amended: self.amended,
                ..plain
            },
            None => plain,
        }
    }
}

/// Inside the words of an amendment the units are those of the target.
fn in_amendment<'p>(amendment: &'p Amendment, span: Span, plain: Place<'p>) -> Place<'p> {
    let phrase = matches!(
        amendment.kind,
        AmendmentKind::ReplacePhrase | AmendmentKind::InsertPhrase | AmendmentKind::RepealPhrase
    );
    if phrase {
        return Place {
            quoted: true,
            ..plain
        };
    }
    let inner = amendment
        .provisions
        .iter()
        .filter(|unit| unit.span.contains(span));
    Place {
        around: std::iter::once(&amendment.target.path)
            .chain(inner.map(|unit| &unit.path))
            .collect(),
        amended: Some(&amendment.target),
        ..plain
    }
}
