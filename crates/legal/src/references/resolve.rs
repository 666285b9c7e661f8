//! From a citation and its place to a document and a provision.

use std::collections::HashMap;

use super::{
    KnownDocument, Register, Target, Unresolved,
    context::Place,
    register::{Units, folded},
};
use crate::{AnnexKind, Citation, FoundCitation, Kind, Level, Parsed, Path, Symbol, attached};

/// What is known of the citing document, to resolve all its citations with.
pub(super) struct Resolver<'p> {
    parsed: &'p Parsed,
    register: &'p Register,
    units: Units,
    /// Symbols by the names that the text itself gives them; `None` where it gives one name to two.
    named: HashMap<String, Option<Symbol>>,
}

impl<'p> Resolver<'p> {
    pub(super) fn new(parsed: &'p Parsed, register: &'p Register, found: &[FoundCitation]) -> Self {
        let annexes = parsed.annexes.iter();
        let inside = annexes
            .clone()
            .flat_map(|annex| annex.provisions.iter().map(|unit| &unit.path));
        let units = parsed
            .provisions
            .iter()
            .map(|unit| &unit.path)
            .chain(annexes.map(|annex| &annex.path))
            .chain(inside)
            .collect();
        Self {
            parsed,
            register,
            units,
            named: names(parsed, found),
        }
    }

    /// Where a citation leads.
    pub(super) fn resolve(
        &self,
        citation: &Citation,
        place: &Place<'_>,
    ) -> Result<Target, Unresolved> {
        if place.quoted {
            return Err(Unresolved::QuotedWording);
        }
        if place.form {
            return Err(Unresolved::Template);
        }
        if self.is_own(citation) {
            return self.in_own_words(citation, place);
        }
        if citation.names_document() {
            return in_document(self.document(citation)?, citation.path.clone());
        }
        if let Some(kind) = self.unnamed(citation) {
            let symbol = self.named.get(&folded(kind.name())).cloned().flatten();
            let symbol = symbol.ok_or(Unresolved::UnknownDocument)?;
            return in_document(
                one(&self.register.by_symbol(&symbol))?,
                citation.path.clone(),
            );
        }
        let path = self
            .own_path(citation, place)
            .ok_or(Unresolved::NoSuchUnit)?;
        match place.amended {
            Some(amended) => in_document(self.document(amended)?, path),
            None => Ok(Target {
                document: None,
                path,
            }),
        }
    }

    /// "khoản 1 Điều 23 của Luật" in a decree: a document of another kind, which only the text's own short name tells.
    fn unnamed<'c>(&self, citation: &'c Citation) -> Option<&'c Kind> {
        let other = !citation.own && citation.this.is_none();
        citation
            .kind
            .as_ref()
            .filter(|kind| other && self.parsed.header.kind.as_ref() != Some(kind))
    }

    /// Whether the citation names the document in which it stands, by its own number.
    fn is_own(&self, citation: &Citation) -> bool {
        let header = &self.parsed.header;
        let symbols = citation.symbol.as_ref().zip(header.symbol.as_ref());
        symbols.is_some_and(|(cited, own)| cited.folded() == own.folded())
            && citation
                .date
                .is_none_or(|date| header.issued.is_none_or(|issued| issued == date))
    }

    /// "Điều 2 Quyết định số 41/2024/QĐ-BTC" in that decision and its annexes: "Điều 2 Quyết định này".
    fn in_own_words(&self, citation: &Citation, place: &Place<'_>) -> Result<Target, Unresolved> {
        let citation = Citation {
            path: citation.path.clone(),
            kind: self.parsed.header.kind.clone(),
            own: true,
            ..Citation::default()
        };
        let path = self.own_path(&citation, place);
        Ok(Target {
            document: None,
            path: path.ok_or(Unresolved::NoSuchUnit)?,
        })
    }

    /// The path in the document in which the words stand, or which they amend.
    fn own_path(&self, citation: &Citation, place: &Place<'_>) -> Option<Path> {
        let known = |path: &Path| place.amended.is_some() || self.has(path);
        if let Some(level) = citation.this {
            let base = around(place, level)?;
            let path = join(&base, &citation.path);
            return known(&path).then_some(path);
        }
        let Some(first) = citation.path.steps().first() else {
            return Some(self.whole(citation, place));
        };
        let above = match first.level {
            Level::Clause => Some(Level::Article),
            Level::Point => [Level::Clause, Level::Article]
                .into_iter()
                .find(|level| around(place, *level).is_some()),
            Level::Subpoint => Some(Level::Point),
            _ => None,
        };
        if let Some(level) = above {
            let path = join(&around(place, level)?, &citation.path);
            return known(&path).then_some(path);
        }
        // "Điều 5" inside an attached regulation is its own; "Điều 5 Quyết định này" is the act's.
        let named_act = citation.own && !is_attached_kind(citation.kind.as_ref());
        let annex = place
            .annex()
            .filter(|_| !named_act && place.amended.is_none());
        let within = annex
            .map(|annex| join(&annex, &citation.path))
            .filter(|path| self.has(path));
        let path = within.or_else(|| {
            let attached = self.attached(citation)?;
            Some(join(&attached, &citation.path)).filter(|path| self.has(path))
        });
        let path = path.unwrap_or_else(|| citation.path.clone());
        if known(&path) {
            return Some(path);
        }
        self.annexed(&path)
    }

    fn has(&self, path: &Path) -> bool {
        self.units.has(path)
    }

    /// A place inside an annex that was not read as provisions: the annex. "Phụ lục" without a number: the only one.
    fn annexed(&self, path: &Path) -> Option<Path> {
        let first = path
            .steps()
            .first()
            .filter(|step| step.level == Level::Annex)?;
        let annexes = &self.parsed.annexes;
        let held = attached::held_path(annexes, path);
        if self.has(&held) {
            return Some(held);
        }
        if first.label == "0" || first.attached().is_some() {
            return match annexes.as_slice() {
                [] => None,
                [only] => Some(only.path.clone()),
                _ => Some(Path::default()),
            };
        }
        // An annex of an attached text, cited by its own number.
        let inner = |path: &Path| path.steps().len() > 1 && path.steps().last() == Some(first);
        if let Some(annex) = annexes.iter().find(|annex| inner(&annex.path)) {
            return Some(annex.path.clone());
        }
        let root = Path::default().child(Level::Annex, &first.label);
        let unread = annexes
            .iter()
            .any(|annex| annex.provisions.is_empty() && same_annex(&annex.path, &root));
        unread.then_some(root)
    }

    /// "Luật này": the document; "Quy chế này": the regulation attached to it, if it is one.
    fn whole(&self, citation: &Citation, place: &Place<'_>) -> Path {
        if !is_attached_kind(citation.kind.as_ref()) || place.amended.is_some() {
            return Path::default();
        }
        place
            .annex()
            .or_else(|| self.attached(citation))
            .unwrap_or_default()
    }

    /// The attached regulation that "Quy chế này" means in a document of another kind.
    fn attached(&self, citation: &Citation) -> Option<Path> {
        if !citation.own
            || !is_attached_kind(citation.kind.as_ref())
            || citation.kind == self.parsed.header.kind
        {
            return None;
        }
        let mut regulations = self
            .parsed
            .annexes
            .iter()
            .filter(|annex| annex.kind == AnnexKind::Regulation);
        let first = regulations.next()?;
        regulations.next().is_none().then(|| first.path.clone())
    }

    /// The document that a citation names.
    fn document(&self, citation: &Citation) -> Result<&'p KnownDocument, Unresolved> {
        let mut fits = if let Some(symbol) = &citation.symbol {
            self.register.by_symbol(symbol)
        } else if let Some(partial) = &citation.partial {
            self.register.by_number(partial)
        } else {
            return self.by_name(citation);
        };
        if let Some(date) = citation.date {
            prefer(&mut fits, |document| document.issued == Some(date));
        }
        if citation.symbol.is_none() && citation.kind.is_some() {
            prefer(&mut fits, |document| document.kind == citation.kind);
        }
        one(&fits)
    }

    /// A law by its name: as the text itself names it, else the law of that name in force when the text was issued.
    fn by_name(&self, citation: &Citation) -> Result<&'p KnownDocument, Unresolved> {
        let name = match (&citation.name, &citation.kind) {
            (Some(name), _) => name.as_str(),
            (None, Some(Kind::Constitution)) => "Hiến pháp",
            _ => return Err(Unresolved::UnknownDocument),
        };
        let dated = citation.year.is_some() || citation.date.is_some();
        if !dated && let Some(Some(symbol)) = self.named.get(&spoken(citation.kind.as_ref(), name))
        {
            let fits = self.register.by_symbol(symbol);
            return one(&fits);
        }
        let mut fits = self.register.by_name(name);
        if citation.kind != Some(Kind::Constitution) {
            prefer(&mut fits, |document| document.kind == citation.kind);
        }
        if dated {
            fits.retain(|document| {
                let issued = document.issued;
                citation.date.is_none_or(|date| issued == Some(date))
                    && citation
                        .year
                        .is_none_or(|year| issued.is_some_and(|issued| issued.year() == year))
            });
            return one(&fits);
        }
        let Some(day) = self.parsed.header.issued else {
            return one(&fits);
        };
        let starts = |document: &KnownDocument| document.from.or(document.issued);
        fits.retain(|document| document.issued.is_none_or(|issued| issued <= day));
        prefer(&mut fits, |document| {
            starts(document).is_some_and(|from| from <= day)
                && document.until.is_none_or(|until| until > day)
        });
        let latest = fits.iter().filter_map(|document| document.issued).max();
        prefer(&mut fits, |document| document.issued == latest);
        one(&fits)
    }
}

/// Keeps what fits, unless nothing does: a slip in a day or kind decides nothing.
fn prefer(fits: &mut Vec<&KnownDocument>, wanted: impl Fn(&KnownDocument) -> bool) {
    if fits.iter().any(|document| wanted(document)) {
        fits.retain(|document| wanted(document));
    }
}

fn one<'p>(fits: &[&'p KnownDocument]) -> Result<&'p KnownDocument, Unresolved> {
    match fits {
        [] => Err(Unresolved::UnknownDocument),
        [only] => Ok(only),
        _ => Err(Unresolved::AmbiguousName),
    }
}

fn in_document(document: &KnownDocument, path: Path) -> Result<Target, Unresolved> {
    let annex = path
        .steps()
        .first()
        .is_some_and(|step| step.level == Level::Annex);
    let there = document
        .units
        .as_ref()
        // Annexes are held by few registers.
        .is_none_or(|units| annex || units.has(&path));
    there
        .then(|| Target {
            document: Some(document.id.clone()),
            path,
        })
        .ok_or(Unresolved::NoSuchUnit)
}

/// The path of the innermost provision around a place, up to a level.
fn around(place: &Place<'_>, level: Level) -> Option<Path> {
    place.around.iter().rev().find_map(|path| {
        let end = path.steps().iter().position(|step| step.level == level)?;
        let steps = path.steps()[..=end].iter();
        Some(steps.fold(Path::default(), |path, step| {
            path.child(step.level, &step.label)
        }))
    })
}

/// `path` below `base`; an article stands below its annex and not below its chapter.
fn join(base: &Path, path: &Path) -> Path {
    let has_article = path.label(Level::Article).is_some();
    let kept = base
        .steps()
        .iter()
        .filter(|step| !has_article || step.level == Level::Annex);
    kept.chain(path.steps())
        .fold(Path::default(), |path, step| {
            path.child(step.level, &step.label)
        })
}

fn same_annex(one: &Path, other: &Path) -> bool {
    let label = |path: &Path| {
        let label = path.label(Level::Annex).unwrap_or_default();
        label.trim_start_matches('0').to_owned()
    };
    label(one) == label(other)
}

/// Quy chế, Quy định, Điều lệ: what is issued with a decision.
fn is_attached_kind(kind: Option<&Kind>) -> bool {
    matches!(kind, Some(Kind::Other(name)) if ["Quy chế", "Quy định", "Điều lệ"].contains(&name.as_str()))
}

/// "luật đất đai": kind and name to compare by.
fn spoken(kind: Option<&Kind>, name: &str) -> String {
    folded(&format!(
        "{} {name}",
        kind.map(Kind::name).unwrap_or_default()
    ))
}

/// The names that the text gives to symbols: by "sau đây gọi là", and by writing both together.
fn names(parsed: &Parsed, found: &[FoundCitation]) -> HashMap<String, Option<Symbol>> {
    let mut names: HashMap<String, Option<Symbol>> = HashMap::new();
    let mut add = |name: String, symbol: &Symbol| {
        let known = names.entry(name).or_insert_with(|| Some(symbol.clone()));
        if known
            .as_ref()
            .is_some_and(|known| known.folded() != symbol.folded())
        {
            *known = None;
        }
    };
    for one in found.iter().map(|found| &found.citation) {
        if let (Some(name), Some(symbol)) = (&one.name, &one.symbol) {
            add(spoken(one.kind.as_ref(), name), symbol);
        }
    }
    for alias in &parsed.aliases {
        let symbol = alias
            .target
            .as_ref()
            .and_then(|target| target.symbol.clone());
        if let Some(symbol) = symbol {
            names.insert(folded(&alias.name), Some(symbol));
        }
    }
    names
}
