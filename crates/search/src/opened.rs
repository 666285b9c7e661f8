//! A held document opened as a whole, to ask more of it than one provision: what stands above a provision, where
//! words stand in it, what ended it.

use catalogue::{Document, DocumentRow};
use legal::{Level, Path, Provision, Span, reflow};

use crate::{Error, Excerpt, Library, Place};

/// More of a lead-in than this is no lead-in: a whole clause under a label that was read wrongly.
const LONGEST_LEAD: usize = 2_000;

/// A document with its text and structure, read once.
#[derive(Clone, Debug)]
pub struct Opened(Document);

impl Opened {
    /// Opens the document of a row; `None`: it is not held any more, or not seen.
    pub fn new(library: &Library, row: catalogue::DocumentRowId) -> Result<Option<Self>, Error> {
        if !library.sight.has(row) {
            return Ok(None);
        }
        let at = library.generation.seq();
        Ok(library.catalogue.document(at, row)?.map(Self))
    }

    /// What is read before a provision and belongs to its meaning, outermost first: the heading of its article, and
    /// the words of the units around it that stand before their first point ("Phạt tiền từ … đối với:").
    pub fn above(&self, path: &Path) -> String {
        let mut words: Vec<String> = Vec::new();
        let mut outer = path.parent();
        while let Some(path) = outer.filter(|path| path.level() >= Some(Level::Article)) {
            if let Some(unit) = self.0.provision(&path) {
                words.push(self.lead(unit));
            }
            outer = path.parent();
        }
        words.reverse();
        words.retain(|lead| !lead.is_empty());
        words.join("\n")
    }

    /// A unit's own words, before those of the units in it.
    fn lead(&self, unit: &Provision) -> String {
        let inside = self.units().filter(|other| {
            other.path != unit.path && unit.span.contains(other.span) && !other.span.is_empty()
        });
        let end = inside.map(|other| other.span.start).min();
        let end = end.unwrap_or(unit.span.end);
        let lead = self.0.source.slice(Span { end, ..unit.span });
        match lead.len() > LONGEST_LEAD {
            true => String::new(),
            false => self.flowing(lead),
        }
    }

    /// Where words stand in the document, by folding; `None`: nowhere.
    pub fn locate(&self, words: &str) -> Option<Place> {
        let whole = Span::new(0, self.0.source.text().len());
        Excerpt::new(&self.0.source, self.units(), whole).locate(words)
    }

    /// Its whole text, printed lines joined.
    pub fn text(&self) -> String {
        self.flowing(self.0.source.text())
    }

    /// Whether it has a provision.
    pub fn has(&self, path: &Path) -> bool {
        self.0.provision(path).is_some()
    }

    /// Whether the numbers of the units directly in a provision (of the articles, for the root) run from the first one
    /// without a gap: only then does the absence of a number say that there is no such unit. A collection may hold some
    /// articles of an act, and a reading may have missed a label.
    pub fn is_complete(&self, outer: &Path) -> bool {
        is_complete(&self.0, outer)
    }

    fn units(&self) -> impl Iterator<Item = &Provision> {
        let annexed = self.0.annexes.iter().flat_map(|annex| &annex.provisions);
        self.0.provisions.iter().chain(annexed)
    }

    fn flowing(&self, text: &str) -> String {
        match self.0.source.is_wrapped() {
            true => reflow(text),
            false => text.trim().to_owned(),
        }
    }
}

/// [`Opened::is_complete`] of a document that was read elsewhere.
pub(crate) fn is_complete(document: &Document, outer: &Path) -> bool {
    let articles = outer.steps().is_empty();
    let inside = document.provisions.iter().filter(|unit| match articles {
        true => unit.path.level() == Some(Level::Article),
        false => unit.path.parent().as_ref() == Some(outer),
    });
    let mut labels = inside
        .filter_map(|unit| unit.path.steps().last())
        .peekable();
    if labels
        .peek()
        .is_some_and(|first| first.level > Level::Clause)
    {
        return labels.next().is_some_and(|first| first.label == "a");
    }
    let mut numbers: Vec<u32> = labels.filter_map(|step| leading(&step.label)).collect();
    numbers.sort_unstable();
    numbers.dedup();
    !numbers.is_empty() && numbers.iter().zip(1..).all(|(number, at)| *number == at)
}

/// The held documents that say they replace or repeal the whole of this one.
pub fn ended_by(library: &Library, document: &DocumentRow) -> Result<Vec<DocumentRow>, Error> {
    let Some(symbol) = &document.header.symbol else {
        return Ok(Vec::new());
    };
    let at = library.generation.seq();
    let mut enders = library.sight.of(library.catalogue.ended_by(at, symbol)?);
    enders.retain(|ender| ender.row != document.row);
    Ok(enders)
}

/// The number that a label begins with: 5 of "5a".
fn leading(label: &str) -> Option<u32> {
    let digits = label.bytes().take_while(u8::is_ascii_digit).count();
    label[..digits].parse().ok()
}

/// "Quyết định số 7/2025/QĐ-UBND (UBND xã Mẫu, 01/02/2025)": what tells an act from others of its number.
pub fn told_apart(act: &DocumentRow) -> String {
    let issued = act.header.issued;
    let issued = issued.map(|day| day.strftime("%d/%m/%Y").to_string());
    let parts = [act.header.issuer.clone(), issued].into_iter().flatten();
    let parts: Vec<String> = parts.collect();
    match parts.is_empty() {
        true => act.name(),
        false => format!("{} ({})", act.name(), parts.join(", ")),
    }
}
