//! Laying one provision on two days, or two provisions, side by side.

use catalogue::DocumentRow;
use legal::{Citation, Date, Path};
use search::{Library, Version, Wording};

use super::Desk;
use crate::{address, compare, failure::Failure, wire};

/// Bytes of a document that is compared as a whole.
const LONGEST_WHOLE: usize = 400_000;

/// What is to be compared: a reference as typed, and a day.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) reference: String,
    pub(crate) on: Date,
}

/// A side that was found.
struct Side {
    row: DocumentRow,
    path: Path,
    wording: Wording,
    on: Date,
}

impl Desk {
    /// Compares; what is typed must name one provision, or a document as a whole, each.
    pub(crate) async fn compare(
        &self,
        old: Wanted,
        new: Wanted,
    ) -> Result<wire::Comparison, Failure> {
        let library = self.library()?;
        self.view(move || {
            let (old, new) = (Side::new(&library, &old)?, Side::new(&library, &new)?);
            let one = old.row.row == new.row.row && old.path == new.path;
            let (first, second) = (old.version(), new.version());
            let runs = compare::runs(text(first), text(second));
            let changes = match one {
                true => between(&old, &new),
                false => Vec::new(),
            };
            Ok(wire::Comparison {
                same: runs.iter().all(|run| run.fate == compare::Fate::Same),
                old: old.wire(),
                new: new.wire(),
                runs,
                changes,
            })
        })
        .await
    }
}

fn text(version: Option<&Version>) -> &str {
    version.map_or("", |version| &version.text)
}

/// The acts that change the words from after one day until another, whichever is the first.
fn between(old: &Side, new: &Side) -> Vec<wire::ChangeBetween> {
    let (first, last) = (old.on.min(new.on), old.on.max(new.on));
    let within = |from: Option<Date>| from.is_none_or(|from| from > first && from <= last);
    let made = old.wording.versions.iter().filter_map(|version| {
        let by = version.by.as_ref().filter(|_| within(version.from))?;
        Some(wire::ChangeBetween::new(
            by,
            &version.source,
            version.from,
            None,
        ))
    });
    let others = old.wording.unworked.iter().filter(|one| within(one.from));
    let others = others
        .map(|one| wire::ChangeBetween::new(&one.by, &one.source, one.from, Some(&one.words)));
    made.chain(others).collect()
}

impl Side {
    fn new(library: &Library, wanted: &Wanted) -> Result<Self, Failure> {
        let typed = legal::typed_citations(&wanted.reference);
        let mut named = typed.citations.into_iter().filter(Citation::names_document);
        let citation = named.next().ok_or(Failure::Uncompared("no-reference"))?;
        let found = search::named(library, &citation, wanted.on)?;
        let row = match found.as_slice() {
            [] => return Err(Failure::NoDocument),
            [one] => one.clone(),
            _ => return Err(Failure::Uncompared("several-acts")),
        };
        let path = citation.path.article().unwrap_or(citation.path);
        let wording = match path.steps() {
            [] => whole(library, &row)?,
            _ => search::versions(library, &row, &path)?,
        };
        if wording
            .versions
            .iter()
            .all(|version| version.text.is_empty())
        {
            let at = library.generation.seq();
            let document = library.catalogue.document(at, row.row)?;
            let document = document.ok_or(Failure::NoDocument)?;
            return Err(crate::pages::document::missing(&document, &path));
        }
        Ok(Self {
            row,
            path,
            wording,
            on: wanted.on,
        })
    }

    /// How it reads on its day; before it applies, as it will.
    fn version(&self) -> Option<&Version> {
        let versions = &self.wording.versions;
        self.wording.on(self.on).or_else(|| versions.first())
    }

    fn wire(&self) -> wire::ComparedSide {
        let version = self.version();
        wire::ComparedSide {
            name: format!("{} {}", self.path.citation(), self.row.name())
                .trim()
                .to_owned(),
            on: self.on,
            applies: self.wording.on(self.on).is_some(),
            from: version.and_then(|version| version.from),
            url: address::provision_on(&self.row.slug, &self.path, self.on),
        }
    }
}

/// A document as a whole, as it was issued.
fn whole(library: &Library, row: &DocumentRow) -> Result<Wording, Failure> {
    let at = library.generation.seq();
    let document = library.catalogue.document(at, row.row)?;
    let document = document.ok_or(Failure::NoDocument)?;
    let text = document.source.text();
    if text.len() > LONGEST_WHOLE {
        return Err(Failure::Uncompared("too-long"));
    }
    let text = legal::reflow(text);
    Ok(Wording {
        versions: vec![Version {
            from: row.validity.from,
            by: None,
            source: Path::default(),
            text,
        }],
        unworked: Vec::new(),
    })
}
