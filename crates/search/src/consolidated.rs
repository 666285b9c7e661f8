//! Whether a consolidated text says what its act says, as far as both are held.
//!
//! It is no authority of its own: where it differs from the acts that it puts together, these prevail (Article 9 of
//! Ordinance 01/2012/UBTVQH13). If its words are neither its act's nor those of a change that is held, nobody here can
//! tell whether an amending act is missing or the text is forged. Then the act goes first, and the text proves in part.

use std::collections::{HashMap, VecDeque, hash_map::Entry};

use catalogue::{DocumentRow, DocumentRowId};
use legal::{Date, Kind, Path, RelationKind, Status, Symbol};

use self::words::Pool;
use crate::{
    Error, Evidence, Library, cited::provision, opened::is_complete, scope::Within,
    versions::Amended,
};

mod words;

/// Why a consolidated text is not taken for the act that it puts together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfounded {
    /// Its number is of a body that may not consolidate such an act.
    Body,
    /// Its words are neither of its act nor of what changes it, as far as both are held.
    Words,
}

/// The acts behind consolidated texts, each read once.
#[derive(Default)]
pub(crate) struct Acts {
    known: HashMap<DocumentRowId, Behind>,
}

/// What is behind a consolidated text.
#[derive(Default)]
struct Behind {
    /// Its number is of a body that may not consolidate.
    other_body: bool,
    /// The act; several where one number is held twice.
    acts: Vec<Amended>,
}

impl Acts {
    /// Marks a consolidated text that is unfounded at its place.
    pub(crate) fn mark(&mut self, library: &Library, hit: &mut Evidence) -> Result<(), Error> {
        if hit.document.header.kind != Some(Kind::Consolidated) {
            return Ok(());
        }
        let behind = self.behind(library, &hit.document)?;
        hit.unfounded = behind.unfounded(&hit.path, &hit.text);
        Ok(())
    }

    fn behind(&mut self, library: &Library, text: &DocumentRow) -> Result<&Behind, Error> {
        match self.known.entry(text.row) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => Ok(unknown.insert(Behind::of(library, text)?)),
        }
    }
}

impl Behind {
    fn of(library: &Library, text: &DocumentRow) -> Result<Self, Error> {
        let at = library.generation.seq();
        let document = library.catalogue.document(at, text.row)?;
        let relations = document.map(|document| document.relations);
        // The act comes first, then what amended it.
        let act: Option<Symbol> = relations
            .into_iter()
            .flatten()
            .find(|relation| relation.kind == RelationKind::Consolidates)
            .and_then(|relation| relation.symbol.or(relation.target.symbol));
        let Some(act) = act else {
            return Ok(Self::default());
        };
        let own = text.header.symbol.as_ref();
        let other_body = own.is_some_and(|own| !legal::may_consolidate(own, &act));
        let mut acts = Vec::new();
        for row in library.sight.of(library.catalogue.by_symbol(at, &act)?) {
            if row.row != text.row && row.header.kind != Some(Kind::Consolidated) {
                acts.extend(Amended::open(library, &row)?);
            }
        }
        Ok(Self { other_body, acts })
    }

    fn unfounded(&self, path: &Path, text: &str) -> Option<Unfounded> {
        if self.other_body {
            return Some(Unfounded::Body);
        }
        let article = path.article()?;
        let mut acts = self.acts.iter().peekable();
        acts.peek()?;
        acts.all(|act| !says(act, &article, text))
            .then_some(Unfounded::Words)
    }
}

/// Whether an act says these words in an article, as issued or as amended; also where nobody can tell, as not all of it
/// is held.
fn says(act: &Amended, article: &Path, text: &str) -> bool {
    let wording = act.wording(article);
    let mut pool = Pool::default();
    for version in &wording.versions {
        pool.add(&version.text);
    }
    for unworked in &wording.unworked {
        pool.add_loose(&unworked.words);
    }
    match pool.is_empty() {
        true => !is_complete(act.document(), &Path::default()),
        false => pool.says(text),
    }
}

/// Marks the unfounded among results, and puts the same article of its act before each of them that was not asked for
/// by name: nothing that may be forged goes before the law. Nothing comes in that lies outside of what was asked for.
pub(crate) fn acts_first(
    library: &Library,
    mut hits: Vec<Evidence>,
    on: Date,
    within: &Within,
) -> Result<Vec<Evidence>, Error> {
    let mut acts = Acts::default();
    for hit in &mut hits {
        acts.mark(library, hit)?;
    }
    let mut ordered: Vec<Evidence> = Vec::with_capacity(hits.len());
    let mut rest = VecDeque::from(hits);
    while let Some(hit) = rest.pop_front() {
        let article = hit.path.article();
        let unfounded = hit.unfounded.is_some() && hit.score.cited < 1.0;
        if let Some(article) = article.filter(|_| unfounded) {
            for act in &acts.behind(library, &hit.document)?.acts {
                let row = &act.document().row;
                let is_act = |other: &Evidence| {
                    other.document.row == row.row && other.path.article().as_ref() == Some(&article)
                };
                if ordered.iter().any(is_act) {
                    continue;
                }
                let found = match rest.iter().position(is_act) {
                    Some(at) => rest.remove(at),
                    None => provision(library, row, &article, on)?
                        .filter(|found| within.has(found.document.row) && may_be_in_force(found))
                        .map(|found| Evidence {
                            score: hit.score,
                            reasons: hit.reasons.clone(),
                            ..found
                        }),
                };
                ordered.extend(found);
            }
        }
        ordered.push(hit);
    }
    Ok(ordered)
}

fn may_be_in_force(evidence: &Evidence) -> bool {
    matches!(evidence.status, Status::InForce | Status::Unknown)
}
