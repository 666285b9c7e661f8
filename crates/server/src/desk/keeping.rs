//! Keeping documents, many at a time: what a decision would do, and doing it.

use std::collections::BTreeSet;

use catalogue::{
    Catalogue, Collection, Confidentiality, Deed, DocumentRow, NewBatch, Shelving, Team,
};
use legal::{Date, DocumentId, Status};

use super::Desk;
use crate::{clock, failure::Failure, fields::LISTED};

/// Most documents of one decision.
const MOST: usize = 10_000;

/// Which documents are listed, beside the words of their names.
#[derive(Clone, Debug, Default)]
pub(crate) struct Kept {
    /// Words of number, title or issuer.
    pub(crate) words: String,
    /// A collection; `-`: none.
    pub(crate) collection: Option<String>,
    /// A level; `-`: nobody stated one.
    pub(crate) level: Option<String>,
    /// A state on the day.
    pub(crate) status: Option<String>,
    /// The day.
    pub(crate) on: Date,
    /// From 1.
    pub(crate) page: u32,
}

impl Kept {
    /// Whether nothing is asked but words of the name.
    fn is_of_words(&self) -> bool {
        self.collection.is_none() && self.level.is_none() && self.status.is_none()
    }

    fn has(&self, row: &DocumentRow) -> bool {
        let fits = |wanted: &Option<String>, value: Option<&str>| match wanted.as_deref() {
            None => true,
            Some("-") => value.is_none(),
            wanted => value == wanted,
        };
        let status = match row.status(self.on) {
            Status::InForce => "in_force",
            Status::NotYet => "not_yet",
            Status::Expired => "expired",
            Status::Suspended => "suspended",
            Status::Unknown => "unknown",
        };
        fits(
            &self.collection,
            row.collection.as_ref().map(Collection::as_str),
        ) && fits(&self.level, row.confidentiality.map(Confidentiality::name))
            && fits(&self.status, Some(status))
    }
}

/// What is done with documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Put into a collection, or into none.
    Move(Option<Collection>),
    /// Given a level of their own, or none.
    Level(Option<Confidentiality>),
    /// Ended on a day, for a reason.
    Retire(Date, String),
    /// Taken out for good.
    Remove,
}

/// What a decision would do.
pub(crate) struct Preview {
    /// The documents that it touches.
    pub(crate) touched: Vec<DocumentRow>,
    /// How many were chosen that it changes nothing about.
    pub(crate) untouched: usize,
    /// How many more people would see, or more models be shown.
    pub(crate) opened: usize,
}

impl Desk {
    /// Documents as they are listed for whoever keeps them, and how many there are.
    pub(crate) async fn kept(&self, filter: Kept) -> Result<(Vec<DocumentRow>, u64), Failure> {
        if filter.is_of_words() {
            return self.kept_page(filter).await;
        }
        let all = self.kept_all(filter.clone()).await?;
        let from = (filter.page.max(1) - 1) as usize * LISTED as usize;
        let total = all.len() as u64;
        let shown = all.into_iter().skip(from).take(LISTED as usize);
        Ok((shown.collect(), total))
    }

    /// The same where the catalogue itself knows which: one page is read, not every document.
    async fn kept_page(&self, filter: Kept) -> Result<(Vec<DocumentRow>, u64), Failure> {
        let read = self.read(move |held| {
            let list = catalogue::ListFilter {
                words: filter.words,
                offset: (filter.page.max(1) - 1).saturating_mul(LISTED),
                limit: LISTED,
            };
            Ok(held.catalogue.documents(held.at, &list)?)
        });
        match read.await {
            Err(Failure::EmptyLibrary) => Ok((Vec::new(), 0)),
            read => read,
        }
    }

    /// All of them.
    pub(crate) async fn kept_all(&self, filter: Kept) -> Result<Vec<DocumentRow>, Failure> {
        let read = self.read(move |held| {
            let list = catalogue::ListFilter {
                words: filter.words.clone(),
                offset: 0,
                limit: u32::MAX,
            };
            let (mut rows, _) = held.catalogue.documents(held.at, &list)?;
            rows.retain(|row| filter.has(row));
            Ok(rows)
        });
        match read.await {
            Err(Failure::EmptyLibrary) => Ok(Vec::new()),
            read => read,
        }
    }

    /// What a decision about documents would do.
    pub(crate) async fn preview(
        &self,
        ids: Vec<String>,
        decision: Decision,
    ) -> Result<Preview, Failure> {
        if ids.is_empty() {
            return Err(Failure::NothingChosen);
        }
        if ids.len() > MOST {
            return Err(Failure::Unapproved("too-many-chosen"));
        }
        let teams = self.people(catalogue::People::groups).await?;
        let unstated = self.setup.policy.unstated();
        self.read(move |held| {
            let levels = held.catalogue.collection_levels()?;
            let sight = Sight {
                teams: &teams,
                levels: &levels,
                unstated,
            };
            let mut preview = Preview {
                touched: Vec::new(),
                untouched: 0,
                opened: 0,
            };
            for id in &ids {
                let Some(row) = held.catalogue.find_document(held.at, id)? else {
                    preview.untouched += 1;
                    continue;
                };
                match changes(&row, &decision) {
                    true => {
                        preview.opened += usize::from(sight.is_opened(&row, &decision));
                        preview.touched.push(row);
                    }
                    false => preview.untouched += 1,
                }
            }
            Ok(preview)
        })
        .await
    }

    /// Does it, as one change; how many documents were touched. `opened`: how many openings somebody agreed to.
    pub(crate) async fn decide_about(
        &self,
        ids: Vec<String>,
        decision: Decision,
        opened: usize,
    ) -> Result<usize, Failure> {
        // Between the look and the decision somebody may have changed who sees what.
        let preview = self.preview(ids, decision.clone()).await?;
        if preview.opened > opened {
            return Err(Failure::Unapproved("opens-more"));
        }
        let ids: Vec<DocumentId> = preview.touched.iter().map(|row| row.id.clone()).collect();
        let files: Vec<catalogue::Hash> = preview
            .touched
            .into_iter()
            .map(|row| row.original)
            .collect();
        let desk = self.clone();
        self.changing(move |catalogue| {
            let made = NewBatch::fresh(clock::now(), desk.visitor().name())?;
            let count = desk.apply(catalogue, &made, &ids, &decision)?;
            if decision == Decision::Remove {
                files.iter().for_each(|file| desk.forget_pictures(file));
            }
            Ok(count)
        })
        .await
    }

    fn apply(
        &self,
        catalogue: &Catalogue,
        made: &NewBatch,
        ids: &[DocumentId],
        decision: &Decision,
    ) -> Result<usize, Failure> {
        match decision {
            Decision::Remove => {
                let ids: Vec<&str> = ids.iter().map(DocumentId::as_str).collect();
                Ok(catalogue.remove_all(&ids, &self.visitor().act())?.len())
            }
            Decision::Retire(day, reason) => {
                let words = format!(
                    "Theo quyết định của người quản trị ({}): {reason}",
                    made.who
                );
                let model = catalogue.model()?.map(|(model, _)| model);
                let embedder = self.shelf.embedder(&model.unwrap_or_default());
                let embedder = embedder.ok_or(Failure::OtherModel)?;
                let ended = ingest::retire(catalogue, &embedder, made, ids, *day, &words)?;
                let about = format!("{}: {}", made.name, ended.len());
                self.note(Deed::Retired, &about, &format!("{day}: {reason}"));
                Ok(ended.len())
            }
            Decision::Move(collection) => {
                let to = Shelving {
                    collection: Some(collection.clone()),
                    level: None,
                };
                let name = collection.as_ref().map_or("-", Collection::as_str);
                let told = (&self.visitor().act(), name);
                Ok(catalogue.arrange(made, ids, &to, told)?.len())
            }
            Decision::Level(level) => {
                let to = Shelving {
                    collection: None,
                    level: Some(*level),
                };
                let told = (
                    &self.visitor().act(),
                    level.map_or("-", Confidentiality::name),
                );
                Ok(catalogue.arrange(made, ids, &to, told)?.len())
            }
        }
    }
}

/// Whether a decision changes anything about a document.
fn changes(row: &DocumentRow, decision: &Decision) -> bool {
    match decision {
        Decision::Move(collection) => row.collection != *collection,
        // The level that is listed may be the collection's: whether the own one differs is known by the catalogue.
        Decision::Level(level) => level.is_none() || row.confidentiality != *level,
        Decision::Retire(day, _) => row.validity.until.is_none_or(|until| until > *day),
        Decision::Remove => true,
    }
}

/// Who sees what, and what may be put before which model.
struct Sight<'a> {
    teams: &'a [Team],
    levels: &'a [(Collection, Confidentiality)],
    unstated: Confidentiality,
}

impl Sight<'_> {
    /// The groups that see a collection; `None`: everybody.
    fn groups(&self, collection: Option<&Collection>) -> Option<BTreeSet<&str>> {
        let collection = collection?;
        let given = self
            .teams
            .iter()
            .filter(|team| team.collections.contains(collection));
        let given: BTreeSet<&str> = given.map(|team| team.name.as_str()).collect();
        Some(given).filter(|given| !given.is_empty())
    }

    fn level(&self, collection: Option<&Collection>) -> Option<Confidentiality> {
        let mut levels = self.levels.iter();
        levels
            .find(|(name, _)| Some(name) == collection)
            .map(|(_, level)| *level)
    }

    /// Whether more people would see a document, or more models be shown it.
    fn is_opened(&self, row: &DocumentRow, decision: &Decision) -> bool {
        let (before, now) = (row.collection.as_ref(), row.confidentiality);
        let (after, level) = match decision {
            // A level that a document has from its collection stays behind.
            Decision::Move(collection) => {
                let shared = self.level(before);
                let own = now.filter(|level| Some(*level) != shared);
                (collection.as_ref(), own.or(self.level(collection.as_ref())))
            }
            Decision::Level(level) => (before, level.or(self.level(before))),
            Decision::Retire(..) | Decision::Remove => return false,
        };
        let more_people = match (self.groups(before), self.groups(after)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(before), Some(after)) => !after.is_subset(&before),
        };
        more_people || level.unwrap_or(self.unstated) < now.unwrap_or(self.unstated)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_opened_is_told() {
        let name = |name: &str| Collection::new(name).expect("a name");
        let team = |group: &str, collections: &[&str]| Team {
            name: catalogue::Group::new(group).expect("a name"),
            members: Vec::new(),
            collections: collections.iter().map(|one| name(one)).collect(),
        };
        let teams = [team("a", &["kín", "nửa"]), team("b", &["nửa"])];
        let levels = [(name("kín"), Confidentiality::Restricted)];
        let sight = Sight {
            teams: &teams,
            levels: &levels,
            unstated: Confidentiality::Public,
        };
        let check = |within: &str, decision: Decision, expect: bool| {
            let collection = Collection::new(within);
            let row = DocumentRow {
                row: 1,
                id: DocumentId::from_stored("a"),
                slug: String::new(),
                header: legal::Header::default(),
                validity: legal::Validity::default(),
                original: catalogue::Hash::of(b"a"),
                part: String::new(),
                file_name: String::new(),
                media: String::new(),
                confidentiality: sight.level(collection.as_ref()),
                collection,
                pages: 0,
                articles: 0,
                flags: String::new(),
            };
            assert_eq!(
                sight.is_opened(&row, &decision),
                expect,
                "{within} {decision:?}"
            );
        };
        let to = |collection: &str| Decision::Move(Collection::new(collection));
        check("kín", to("nửa"), true);
        check("nửa", to("kín"), false);
        check("kín", to(""), true);
        check("nửa", to("mở"), true);
        check("mở", to("kín"), false);
        check("", to("mở"), false);
        check("kín", Decision::Level(Some(Confidentiality::Public)), true);
        check("kín", Decision::Level(None), false);
        check(
            "mở",
            Decision::Level(Some(Confidentiality::Internal)),
            false,
        );
        check("kín", Decision::Remove, false);
    }
}
