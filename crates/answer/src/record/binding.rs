//! What an approval is bound to: the files, the words, the days, the level and what others say, each as it was when
//! somebody approved. Whether all of it is still the same is computed from this whenever it is asked, and by no job that
//! could be missed. Holds no word of any document.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use catalogue::{Confidentiality, Document, DocumentRow, Hash, Mention};
use legal::{Date, Path, RelationKind, Span, Status, Validity};
use search::{Error, Library};
use serde::{Deserialize, Serialize};

use super::{Basis, Group, Head};

/// All that an approval is bound to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// The change number of the generation that it was approved in.
    pub generation: u64,
    /// The day whose law was asked for.
    pub on: Date,
    /// What the claims quote, each article once.
    pub bases: Vec<Bound>,
}

/// A provision that an approved answer rests on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Bound {
    /// The number of its evidence in the answer, from 1.
    pub evidence: usize,
    /// Its document's key.
    pub document: String,
    /// Its document's row: the same row has the same words and days for ever.
    pub row: i64,
    /// SHA-256 of the file as issued.
    pub file: String,
    /// The article, or the annex; the root for a document named as a whole.
    pub path: String,
    /// SHA-256 of all its words.
    pub words: String,
    /// When it applies, without the words that say so.
    pub validity: Validity,
    /// The same of each unit inside it that has days of its own, by path.
    #[serde(default)]
    pub inner: Vec<(String, Validity)>,
    /// How confidential it is.
    pub level: Option<Confidentiality>,
    /// What held documents say of it.
    pub touched: BTreeSet<Touch>,
}

/// What another document does to a provision.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Touch {
    /// The other document's key.
    pub by: String,
    /// What it does, as it is named on the wire: `amends`.
    pub kind: String,
    /// To which unit; empty for the whole.
    pub unit: String,
    /// From when that act applies; `None`: nobody knows.
    pub from: Option<Date>,
}

/// What is not any more as it was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Stale {
    /// The document is no longer held.
    NotHeld,
    /// It was read from another file since.
    File,
    /// The words of the article are others.
    Words,
    /// It applies from, or until, another day.
    Validity {
        /// Its state on the asked day, then.
        was: Status,
        /// And now.
        now: Status,
    },
    /// Its level of confidentiality is another one.
    Level,
    /// Another document says something else of it: one that was loaded since, or one that is gone.
    Touched {
        /// That document's key.
        by: String,
        /// What it does: `amends`.
        what: String,
    },
}

/// A change, and what it befell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StaleBasis {
    /// The number of its evidence in the answer, from 1.
    pub evidence: usize,
    /// Its document's key.
    pub document: String,
    /// The article.
    pub path: String,
    /// What is not as it was.
    #[serde(flatten)]
    pub stale: Stale,
}

impl Binding {
    /// Binds to what the claims of an answer quote, as it is held now. `None`: something of it is not held, or nothing
    /// is quoted.
    pub fn new(library: &Library, head: &Head) -> Result<Option<Self>, Error> {
        let quoted: BTreeSet<usize> = head.quotes.iter().map(|quoted| quoted.evidence).collect();
        let rests_on =
            |basis: &&Basis| basis.group == Group::Evidence && quoted.contains(&basis.number);
        let mut bases: Vec<Bound> = Vec::new();
        for basis in head.bases.iter().filter(rests_on) {
            let path: Path = basis.path.parse().unwrap_or_default();
            let path = path.article().unwrap_or(path);
            let same =
                |known: &Bound| known.document == basis.document && known.path == path.to_string();
            if bases.iter().any(same) {
                continue;
            }
            let Some(row) = held(library, &basis.document)? else {
                return Ok(None);
            };
            let Some(bound) = Bound::new(library, basis.number, &row, &path)? else {
                return Ok(None);
            };
            bases.push(bound);
        }
        let bound = Self {
            generation: library.generation.seq(),
            on: head.on,
            bases,
        };
        Ok(Some(bound).filter(|bound| !bound.bases.is_empty()))
    }

    /// Everything that is not as it was approved; nothing: the approval stands. Without a library nothing is held.
    pub fn stale(&self, library: Option<&Library>) -> Result<Vec<StaleBasis>, Error> {
        self.stale_in(&Comparison::new(library))
    }

    /// The same, where many are compared with one library.
    pub fn stale_in(&self, comparison: &Comparison<'_>) -> Result<Vec<StaleBasis>, Error> {
        let mut found = Vec::new();
        for bound in &self.bases {
            let stale = bound.stale(comparison, self.on)?;
            found.extend(stale.into_iter().map(|stale| StaleBasis {
                evidence: bound.evidence,
                document: bound.document.clone(),
                path: bound.path.clone(),
                stale,
            }));
        }
        Ok(found)
    }

    /// Whether what was approved for its day also holds on another: everything that it rests on is in force on both, and
    /// nothing that touches it begins or may begin between them.
    pub fn holds(&self, on: Date) -> bool {
        if on == self.on {
            return true;
        }
        let (first, last) = (on.min(self.on), on.max(self.on));
        self.bases.iter().all(|bound| {
            let in_force = |day| bound.validity.status(day) == Status::InForce;
            let apart = |touch: &Touch| touch.from.is_some_and(|from| from <= first || from > last);
            let same = |(_, own): &(String, Validity)| own.status(on) == own.status(self.on);
            in_force(on)
                && in_force(self.on)
                && bound.inner.iter().all(same)
                && bound.touched.iter().all(apart)
        })
    }
}

impl Bound {
    fn new(
        library: &Library,
        evidence: usize,
        row: &DocumentRow,
        path: &Path,
    ) -> Result<Option<Self>, Error> {
        let at = library.generation.seq();
        let Some(document) = library.catalogue.document(at, row.row)? else {
            return Ok(None);
        };
        let Some(State {
            words,
            validity,
            inner,
        }) = State::of(&document, path)
        else {
            return Ok(None);
        };
        Ok(Some(Self {
            evidence,
            document: row.id.to_string(),
            row: row.row,
            file: row.original.as_str().to_owned(),
            path: path.to_string(),
            words,
            validity,
            inner,
            level: row.confidentiality,
            touched: touched(library, row, path)?,
        }))
    }

    /// What is otherwise in words and days.
    fn differing(&self, now: &State, on: Date) -> Vec<Stale> {
        let mut stale = Vec::new();
        if now.words != self.words {
            stale.push(Stale::Words);
        }
        let status = |all: &[(String, Validity)], unit: &str| {
            let own = all.iter().find(|(path, _)| path == unit);
            own.map(|(_, validity)| validity.status(on))
        };
        if now.validity != self.validity {
            stale.push(Stale::Validity {
                was: self.validity.status(on),
                now: now.validity.status(on),
            });
        } else if now.inner != self.inner {
            // A clause that a checker ended (seen: its article is as it was, and the approval stood).
            let mut both = now.inner.iter().chain(&self.inner);
            let other = both.find(|one| !(now.inner.contains(one) && self.inner.contains(one)));
            let unit = other.map_or("", |(path, _)| path.as_str());
            let whole = self.validity.status(on);
            stale.push(Stale::Validity {
                was: status(&self.inner, unit).unwrap_or(whole),
                now: status(&now.inner, unit).unwrap_or(whole),
            });
        }
        stale
    }

    fn stale(&self, comparison: &Comparison<'_>, on: Date) -> Result<Vec<Stale>, Error> {
        let Some((library, known)) = comparison.known(&self.document)? else {
            return Ok(vec![Stale::NotHeld]);
        };
        let Known { row, changes } = known.as_ref();
        let path: Path = self.path.parse().unwrap_or_default();
        let mut stale = Vec::new();
        if row.original.as_str() != self.file {
            stale.push(Stale::File);
        }
        // A row is never written anew: the same one has the same words and days.
        if row.row != self.row {
            let at = library.generation.seq();
            let document = library.catalogue.document(at, row.row)?;
            match document.and_then(|document| State::of(&document, &path)) {
                None => stale.push(Stale::Words),
                Some(now) => stale.extend(self.differing(&now, on)),
            }
        }
        if row.confidentiality != self.level {
            stale.push(Stale::Level);
        }
        let now: BTreeSet<Touch> = reaching(changes, &path).map(Touch::new).collect();
        for touch in now.symmetric_difference(&self.touched) {
            let touched = Stale::Touched {
                by: touch.by.clone(),
                what: touch.kind.clone(),
            };
            if !stale.contains(&touched) {
                stale.push(touched);
            }
        }
        Ok(stale)
    }
}

/// A library that approvals are compared with: each document, and what others do to it, is looked up once.
pub struct Comparison<'a> {
    library: Option<&'a Library>,
    known: RefCell<BTreeMap<String, Option<Rc<Known>>>>,
}

/// A document as it is held.
struct Known {
    row: DocumentRow,
    /// What other documents change in it.
    changes: Vec<Mention>,
}

impl<'a> Comparison<'a> {
    /// Without a library nothing is held.
    pub fn new(library: Option<&'a Library>) -> Self {
        Self {
            library,
            known: RefCell::default(),
        }
    }

    /// A document by its key; `None`: it is not held.
    fn known(&self, key: &str) -> Result<Option<(&'a Library, Rc<Known>)>, Error> {
        let Some(library) = self.library else {
            return Ok(None);
        };
        if let Some(known) = self.known.borrow().get(key) {
            return Ok(known.clone().map(|known| (library, known)));
        }
        let found = match held(library, key)? {
            Some(row) => {
                let changes = library
                    .catalogue
                    .changes_to(library.generation.seq(), &row)?;
                Some(Rc::new(Known { row, changes }))
            }
            None => None,
        };
        let mut all = self.known.borrow_mut();
        all.insert(key.to_owned(), found.clone());
        Ok(found.map(|known| (library, known)))
    }
}

/// How a provision reads, and when it applies.
struct State {
    /// SHA-256 of its words.
    words: String,
    /// Without the words that say so.
    validity: Validity,
    /// The same of each unit inside it that has days of its own.
    inner: Vec<(String, Validity)>,
}

/// The document of a key; a slug may read like one.
fn held(library: &Library, key: &str) -> Result<Option<DocumentRow>, Error> {
    let at = library.generation.seq();
    let row = library.catalogue.find_document(at, key)?;
    Ok(row.filter(|row| row.id.as_str() == key))
}

impl State {
    fn of(document: &Document, path: &Path) -> Option<Self> {
        let annex = || document.annexes.iter().find(|annex| annex.path == *path);
        let provision = document.provision(path);
        let span = match (path.steps(), provision) {
            ([], _) => Span::new(0, document.source.text().len()),
            (_, Some(provision)) => provision.span,
            (_, None) => annex()?.span,
        };
        let words = Hash::of(document.source.slice(span).as_bytes());
        let plain = |validity: &Validity| Validity {
            evidence: String::new(),
            ..validity.clone()
        };
        let own = provision.and_then(|provision| provision.validity.as_ref());
        let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
        let inside = document
            .provisions
            .iter()
            .chain(annexed)
            .filter(|one| one.path != *path && one.path.steps().starts_with(path.steps()));
        let inner = inside.filter_map(|one| {
            let own = one.validity.as_ref()?;
            Some((one.path.to_string(), plain(own)))
        });
        Some(Self {
            words: words.as_str().to_owned(),
            validity: plain(own.unwrap_or(&document.row.validity)),
            inner: inner.collect(),
        })
    }
}

/// What held documents do to a provision.
fn touched(library: &Library, row: &DocumentRow, path: &Path) -> Result<BTreeSet<Touch>, Error> {
    let at = library.generation.seq();
    let mentions = library.catalogue.changes_to(at, row)?;
    Ok(reaching(&mentions, path).map(Touch::new).collect())
}

/// Those mentions that reach a provision. A document that names units speaks of those, whatever its title says of the
/// whole.
pub(crate) fn reaching<'a>(
    mentions: &'a [Mention],
    path: &'a Path,
) -> impl Iterator<Item = &'a Mention> {
    let whole = |mention: &Mention| mention.unit.steps().is_empty();
    mentions.iter().filter(move |mention| {
        let names_units = mentions
            .iter()
            .any(|other| other.document.id == mention.document.id && !whole(other));
        match whole(mention) {
            true => !names_units,
            false => {
                let (unit, path) = (mention.unit.steps(), path.steps());
                unit.starts_with(path) || path.starts_with(unit)
            }
        }
    })
}

impl Touch {
    fn new(mention: &Mention) -> Self {
        Self {
            by: mention.document.id.to_string(),
            kind: name(mention.kind),
            unit: mention.unit.to_string(),
            from: mention.document.validity.from,
        }
    }
}

/// As it is named on the wire.
fn name(kind: RelationKind) -> String {
    match serde_json::to_value(kind) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a day")
    }

    fn binding(from: Option<&str>, until: Option<&str>, touched: &[Option<&str>]) -> Binding {
        let touch = |(number, from): (usize, &Option<&str>)| Touch {
            by: format!("vn/{number}"),
            kind: "amends".to_owned(),
            unit: String::new(),
            from: from.map(day),
        };
        Binding {
            generation: 1,
            on: day("2026-03-01"),
            bases: vec![Bound {
                evidence: 1,
                document: "vn/a".to_owned(),
                row: 1,
                file: String::new(),
                path: "dieu-1".to_owned(),
                words: String::new(),
                validity: Validity {
                    from: from.map(day),
                    until: until.map(day),
                    ..Validity::default()
                },
                inner: Vec::new(),
                level: None,
                touched: touched.iter().enumerate().map(touch).collect(),
            }],
        }
    }

    #[test]
    fn an_approval_holds_on_days_on_which_nothing_is_otherwise() {
        fn check(binding: &Binding, on: &str, expect: bool) {
            assert_eq!(binding.holds(day(on)), expect, "{on} {binding:?}");
        }
        let open = binding(Some("2025-01-01"), None, &[]);
        check(&open, "2026-03-01", true);
        check(&open, "2026-12-31", true);
        check(&open, "2025-01-01", true);
        check(&open, "2024-12-31", false);
        let ending = binding(Some("2025-01-01"), Some("2026-07-01"), &[]);
        check(&ending, "2026-06-30", true);
        check(&ending, "2026-07-01", false);
        // Nobody knows whether it was in force: only for the day that somebody looked at.
        let unknown = binding(None, None, &[]);
        check(&unknown, "2026-03-01", true);
        check(&unknown, "2026-03-02", false);
        // An amending act that applies from a day in between.
        let amended = binding(Some("2025-01-01"), None, &[Some("2026-05-01")]);
        check(&amended, "2026-04-30", true);
        check(&amended, "2026-05-01", false);
        let before = binding(Some("2025-01-01"), None, &[Some("2025-06-01")]);
        check(&before, "2026-12-31", true);
        check(&before, "2025-05-31", false);
        check(&before, "2025-06-01", true);
        let when = binding(Some("2025-01-01"), None, &[None]);
        check(&when, "2026-03-02", false);
        check(&when, "2026-03-01", true);
        // A clause of it that ends in between.
        let mut clause = binding(Some("2025-01-01"), None, &[]);
        clause.bases[0].inner.push(ended("2026-05-01"));
        check(&clause, "2026-04-30", true);
        check(&clause, "2026-05-01", false);
    }

    fn ended(until: &str) -> (String, Validity) {
        let validity = Validity {
            from: Some(day("2025-01-01")),
            until: Some(day(until)),
            ..Validity::default()
        };
        ("dieu-1/khoan-2".to_owned(), validity)
    }

    /// An approval stood although a clause of the article that it rests on was ended.
    #[test]
    fn a_clause_that_ended_makes_an_approval_stale() {
        let bound = binding(Some("2025-01-01"), None, &[]).bases.remove(0);
        let state = |inner: Vec<(String, Validity)>| State {
            words: bound.words.clone(),
            validity: bound.validity.clone(),
            inner,
        };
        let on = day("2026-03-01");
        assert_eq!(bound.differing(&state(Vec::new()), on), []);
        let gone = Stale::Validity {
            was: Status::InForce,
            now: Status::Expired,
        };
        let now = state(vec![ended("2026-02-01")]);
        assert_eq!(bound.differing(&now, on), [gone]);
    }
}
