//! What an act changes in other documents, unit by unit, with the quoted words that come in.

use std::ops::Range;

use self::{instruction::Instruction, phrases::Phrases};
use super::{lines::Lines, quotes::Quotation};
use crate::{
    Amendment, AmendmentKind, Citation, Kind, Level, Parsed, Path, Provision, Span, find_citations,
};

mod instruction;
mod phrases;
mod quoted;

/// What the units around a provision say for the instructions below them.
#[derive(Clone, Default)]
struct Context {
    /// The span of the provision that says so.
    span: Span,
    document: Option<Citation>,
    /// The unit worked on: "Sửa đổi, bổ sung Điều 5 như sau:".
    unit: Path,
    /// The verb over a list: "Bãi bỏ các quy định sau đây:".
    kind: Option<AmendmentKind>,
    phrases: Vec<Phrases>,
}

/// Reads the amendments of the act's own provisions.
pub(super) fn read(lines: &Lines<'_>, quotations: &[Quotation], parsed: &Parsed) -> Vec<Amendment> {
    let mut found = Vec::new();
    let whole = Context {
        span: Span::new(0, lines.text.len()),
        document: title_target(parsed),
        ..Context::default()
    };
    let mut around = vec![whole];
    for (n, provision) in parsed.provisions.iter().enumerate() {
        if provision.path.level() < Some(Level::Article) {
            continue;
        }
        while around.len() > 1
            && around
                .last()
                .is_some_and(|outer| !outer.span.contains(provision.span))
        {
            around.pop();
        }
        let outer = around.last().cloned().unwrap_or_default();
        let child = parsed
            .provisions
            .get(n + 1)
            .filter(|next| provision.span.contains(next.span));
        let reader = Reader {
            lines,
            quotations,
            provision,
            outer: &outer,
            has_children: child.is_some(),
        };
        let end = child.map_or(provision.span.end, |child| child.span.start) as usize;
        around.push(reader.read(end, &mut found));
    }
    found
}

/// "Nghị định sửa đổi, bổ sung một số điều của Nghị định số …": the only document named is worked on.
fn title_target(parsed: &Parsed) -> Option<Citation> {
    const VERBS: [&str; 4] = ["sửa đổi", "bổ sung", "bãi bỏ", "thay thế"];
    if parsed.header.kind == Some(Kind::Consolidated) {
        return None;
    }
    let title = parsed.header.title.as_deref()?;
    let lower = title.to_lowercase();
    let early: String = lower.chars().take(60).collect();
    if !VERBS.iter().any(|verb| early.contains(verb)) {
        return None;
    }
    let mut named = find_citations(title)
        .into_iter()
        .map(|found| found.citation)
        .filter(instruction::names_document);
    let first = named.next()?;
    // "… quy định chi tiết Luật …" behind the symbol says what the target is about.
    let several = lower.contains("các thông tư")
        || lower.contains("các nghị định")
        || lower.contains("các quyết định")
        || lower.contains("một số luật")
        || lower.contains("các luật");
    (!several).then_some(Citation {
        path: Path::default(),
        ..first
    })
}

struct Reader<'a, 't> {
    lines: &'a Lines<'t>,
    quotations: &'a [Quotation],
    provision: &'a Provision,
    outer: &'a Context,
    has_children: bool,
}

impl Reader<'_, '_> {
    /// Reads what the provision says itself, up to byte `end`; gives back what holds for its children.
    fn read(&self, end: usize, found: &mut Vec<Amendment>) -> Context {
        let start = self.provision.heading.start.min(self.provision.body.start) as usize;
        let mut context = Context {
            span: self.provision.span,
            ..self.outer.clone()
        };
        let from = self.quotations.partition_point(|q| q.open < start);
        let until = self.quotations.partition_point(|q| q.open < end);
        let own = &self.quotations[from..until.max(from)];
        let mut at = start;
        let mut next = 0;
        while at < end {
            let block = own[next..].iter().position(|q| q.block).map(|n| n + next);
            let stop = block.map_or(end, |n| own[n].open).max(at);
            let phrases: Vec<&Quotation> = own[next..block.unwrap_or(own.len())].iter().collect();
            let mut blocks: Vec<&Quotation> = Vec::new();
            next = block.unwrap_or(own.len());
            while let Some(quotation) = own.get(next).filter(|q| q.block)
                && (blocks.is_empty() || self.adjoin(blocks[blocks.len() - 1], quotation))
            {
                blocks.push(quotation);
                next += 1;
            }
            self.stretch(at..stop, &phrases, &blocks, &mut context, found);
            at = blocks.last().map_or(end, |block| block.end.max(at + 1));
        }
        context
    }

    /// Whether only stops stand between two quotations.
    fn adjoin(&self, first: &Quotation, second: &Quotation) -> bool {
        self.lines
            .text
            .get(first.end..second.open)
            .is_some_and(|gap| !gap.contains(char::is_alphanumeric))
    }

    /// The instructions of a stretch of text, the last of which the blocks carry out.
    fn stretch(
        &self,
        span: Range<usize>,
        phrases: &[&Quotation],
        blocks: &[&Quotation],
        context: &mut Context,
        found: &mut Vec<Amendment>,
    ) {
        let instructions =
            instruction::read(self.lines.text, span.clone(), phrases, self.outer.kind);
        let last = instructions.len().checked_sub(1);
        for (n, one) in instructions.iter().enumerate() {
            let document = one.document.clone().or_else(|| self.outer.document.clone());
            let blocks = if Some(n) == last { blocks } else { &[] };
            if n == 0 {
                self.note(one, span.end, context);
            } else if one.document.is_some() {
                context.document.clone_from(&one.document);
            }
            if let Some(document) = document {
                self.amend(one, &document, blocks, found);
            }
        }
    }

    /// What an instruction says for the list below it.
    fn note(&self, one: &Instruction, end: usize, context: &mut Context) {
        if one.document.is_some() {
            context.document.clone_from(&one.document);
        }
        let mut units = one.targets.iter().map(|(_, citation)| &citation.path);
        let unit = units.next().filter(|path| !path.steps().is_empty());
        if let (Some(unit), None) = (unit.or(one.anchor.as_ref().map(|a| &a.path)), units.next()) {
            context.unit = self.complete(unit);
        }
        let text = self.lines.text.get(one.span.start..end).unwrap_or_default();
        let is_list =
            text.trim_end().ends_with(':') || self.provision.path.level() == Some(Level::Article);
        if is_list
            && self.has_children
            && (one.kind == AmendmentKind::Repeal || !one.phrases.is_empty())
        {
            context.kind = Some(one.kind);
            context.phrases.clone_from(&one.phrases);
        }
    }

    /// A relative unit inside the unit that the provisions around name.
    fn complete(&self, path: &Path) -> Path {
        match path.steps().first() {
            Some(first) if first.level > Level::Article => {
                instruction::join(&quoted::above(&self.outer.unit, first.level), path)
            }
            _ => path.clone(),
        }
    }

    fn amend(
        &self,
        one: &Instruction,
        document: &Citation,
        blocks: &[&Quotation],
        found: &mut Vec<Amendment>,
    ) {
        let mut targets: Vec<(AmendmentKind, Citation)> = one
            .targets
            .iter()
            .map(|(kind, citation)| (*kind, self.target(citation, document)))
            .collect();
        // "Sửa đổi Điều 45 thành các điều 45, 45a": the unit is named twice.
        targets.dedup_by(|next, before| next.1 == before.1);
        let inherited = self.outer.kind.is_some() && one.phrases.is_empty();
        let phrases = if inherited {
            &self.outer.phrases
        } else {
            &one.phrases
        };
        if !phrases.is_empty() {
            self.replace_words(one, document, &targets, phrases, found);
        } else if !blocks.is_empty() {
            self.put_in(one, document, targets, blocks, found);
        } else if !self.has_children {
            for (kind, target) in targets {
                found.push(self.amendment(one, kind, target));
            }
        }
    }

    fn target(&self, citation: &Citation, document: &Citation) -> Citation {
        let named = if instruction::names_document(citation) {
            citation
        } else {
            document
        };
        Citation {
            path: self.complete(&citation.path),
            detail: citation.detail.clone(),
            form: citation.form.clone(),
            own: false,
            ..named.clone()
        }
    }

    fn amendment(&self, one: &Instruction, kind: AmendmentKind, target: Citation) -> Amendment {
        Amendment {
            kind,
            source: self.provision.path.clone(),
            target,
            span: Span::new(one.span.start, one.span.end),
            new: None,
            old: None,
            provisions: Vec::new(),
        }
    }

    /// Words are replaced, put in or struck in every unit named; in the whole document where none is.
    fn replace_words(
        &self,
        one: &Instruction,
        document: &Citation,
        targets: &[(AmendmentKind, Citation)],
        phrases: &[Phrases],
        found: &mut Vec<Amendment>,
    ) {
        if targets.is_empty() && self.has_children {
            return;
        }
        let unit = Citation {
            path: self.outer.unit.clone(),
            ..document.clone()
        };
        let whole = [(one.kind, unit)];
        let targets = if targets.is_empty() { &whole } else { targets };
        let span = |words: &Range<usize>| Span::new(words.start, words.end);
        for (_, target) in targets {
            for phrase in phrases.iter().filter(|phrase| phrase.is_whole()) {
                found.push(Amendment {
                    old: phrase.old.as_ref().map(span),
                    new: phrase.new.as_ref().map(span),
                    ..self.amendment(one, phrase.kind, target.clone())
                });
            }
        }
    }

    /// Quoted text carries the instruction out: each unit named gets its words, and units that the
    /// instruction does not name come in.
    fn put_in(
        &self,
        one: &Instruction,
        document: &Citation,
        targets: Vec<(AmendmentKind, Citation)>,
        blocks: &[&Quotation],
        found: &mut Vec<Amendment>,
    ) {
        let home = targets
            .first()
            .map(|(_, citation)| citation.path.clone())
            .or_else(|| {
                one.anchor
                    .as_ref()
                    .map(|anchor| self.complete(&anchor.path))
            })
            .unwrap_or_else(|| self.outer.unit.clone());
        let in_order = targets.len() == blocks.len();
        let units: Vec<Vec<Provision>> = blocks
            .iter()
            .enumerate()
            .map(|(n, block)| {
                let home = targets
                    .get(n)
                    .filter(|_| in_order)
                    .map_or(&home, |(_, target)| &target.path);
                quoted::provisions(self.lines, block, home)
            })
            .collect();
        let mut left: Vec<Vec<Range<usize>>> =
            units.iter().map(|units| quoted::tops(units)).collect();
        let words = Span::new(
            blocks.first().map_or(0, |block| block.words.start),
            blocks.last().map_or(0, |block| block.words.end),
        );
        let from = found.len();
        for (n, (kind, target)) in targets.into_iter().enumerate() {
            let mut amendment = self.amendment(one, kind, target);
            let path = amendment.target.path.clone();
            for (tops, units) in left.iter_mut().zip(&units) {
                tops.retain(|top| {
                    let inside = !path.steps().is_empty() && path.contains(&units[top.start].path);
                    if inside {
                        take(&mut amendment, &units[top.clone()]);
                    }
                    !inside
                });
            }
            if amendment.new.is_none() && in_order {
                let block = &blocks[n].words;
                amendment.new = Some(Span::new(block.start, block.end));
                amendment.provisions.clone_from(&units[n]);
                left[n].clear();
            }
            found.push(amendment);
        }
        // A single unit without a label of its own in the quotation gets all of it.
        let alone = found.len() == from + 1 && found[from].new.is_none();
        if alone {
            let amendment = &mut found[from];
            amendment.new = Some(words);
            amendment.provisions = units.into_iter().flatten().collect();
            return;
        }
        let named = found.len() > from;
        for (tops, units) in left.iter().zip(&units) {
            for top in tops {
                let kind = if named {
                    AmendmentKind::Insert
                } else {
                    one.kind
                };
                let target = Citation {
                    path: units[top.start].path.clone(),
                    ..document.clone()
                };
                let mut amendment = self.amendment(one, kind, target);
                take(&mut amendment, &units[top.clone()]);
                found.push(amendment);
            }
        }
    }
}

/// Gives a unit and what lies inside it to an amendment.
fn take(amendment: &mut Amendment, units: &[Provision]) {
    let Some(first) = units.first() else { return };
    let start = amendment.new.map_or(first.span.start, |new| new.start);
    amendment.new = Some(Span {
        start,
        end: first.span.end,
    });
    amendment.provisions.extend(units.iter().cloned());
}
