//! Recording from or until when a provision applies, and which of two documents is not the official one.

use std::sync::Arc;

use catalogue::{Catalogue, DocumentRow, NewResolution, Resolution, ResolutionId};
use legal::{Date, Path};

use super::batches::PATIENCE;
use super::{Desk, Held};
use crate::{clock, failure::Failure, wire};

/// Acts that are offered as those that a resolution rests on.
const MOST_ACTS: usize = 20;
/// Most characters of what one of them says.
const MOST_WORDS: usize = 800;

/// What is to be recorded, as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Resolving {
    pub(crate) slug: String,
    pub(crate) path: Path,
    /// `ended`, `applies`, `unofficial`.
    pub(crate) kind: String,
    pub(crate) day: Option<Date>,
    /// The act that it rests on.
    pub(crate) by: Option<String>,
    pub(crate) words: String,
}

impl Desk {
    /// Every resolution about what the visitor may see, the latest first.
    pub(crate) async fn resolutions(&self) -> Result<Vec<wire::Resolution>, Failure> {
        self.read(|held| {
            let all = held.catalogue.resolutions(None)?;
            wired(held, &all)
        })
        .await
    }

    /// A provision to be resolved: how it stands, which acts touch it, what was recorded before.
    pub(crate) async fn resolvable(
        &self,
        slug: String,
        path: Path,
    ) -> Result<wire::Resolvable, Failure> {
        self.read(move |held| {
            let row = held.row(&slug)?;
            let today = clock::today();
            let found = search::provision(&held.library, &row, &path, today)?;
            let found = found.ok_or(Failure::NoProvision {
                slug: row.slug.clone(),
                nearest: Vec::new(),
            })?;
            let document = held.document(&slug)?;
            let own = document
                .provision(&path)
                .and_then(|one| one.validity.as_ref());
            let mut mentions = held.catalogue.changes_to(held.at, &row)?;
            mentions.retain(|one| one.unit.contains(&path) || path.contains(&one.unit));
            // What an act says of this unit tells more than what its title says of the whole.
            mentions.sort_by_key(|one| std::cmp::Reverse(one.unit.steps().len()));
            let mut acts: Vec<wire::ResolvingAct> = Vec::new();
            for mention in mentions {
                let known = acts.iter().any(|act| act.slug == mention.document.slug);
                if known || acts.len() == MOST_ACTS {
                    continue;
                }
                let other = held.catalogue.document(held.at, mention.document.row)?;
                let words = other.and_then(|other| {
                    let said = other.provision(&mention.source)?;
                    Some(legal::reflow(other.source.slice(said.span)))
                });
                let words = words.unwrap_or_default();
                acts.push(wire::ResolvingAct {
                    slug: mention.document.slug.clone(),
                    name: mention.document.name(),
                    from: mention.document.validity.from,
                    words: words.trim().chars().take(MOST_WORDS).collect(),
                });
            }
            let twins = held.catalogue.twins(held.at, &row)?;
            let all = held.catalogue.resolutions(Some(&row.id))?;
            Ok(wire::Resolvable {
                name: format!("{} {}", path.citation(), row.name())
                    .trim()
                    .to_owned(),
                slug: row.slug.clone(),
                path: path.to_string(),
                url: crate::address::provision(&row.slug, &path),
                status: found.status,
                validity: own.unwrap_or(&row.validity).into(),
                acts,
                has_twins: !twins.is_empty(),
                resolutions: wired(held, &all)?,
            })
        })
        .await
    }

    /// Keeps a resolution and works it in; its number.
    pub(crate) async fn resolve(&self, resolving: Resolving) -> Result<ResolutionId, Failure> {
        let new = self.read(move |held| checked(held, &resolving)).await?;
        self.resolved(move |catalogue, desk| {
            Ok(catalogue.resolve(&desk.people, &desk.visitor().act(), &new)?)
        })
        .await
    }

    /// Takes one back; another's document that may not be seen has none.
    pub(crate) async fn unresolve(&self, id: i64) -> Result<(), Failure> {
        let seen = self.resolutions().await?;
        if !seen
            .iter()
            .any(|one| one.id == id && one.withdrawn.is_none())
        {
            return Err(Failure::NoPage);
        }
        self.resolved(move |catalogue, desk| {
            catalogue.withdraw_resolution(&desk.people, &desk.visitor().act(), id)?;
            Ok(())
        })
        .await
    }

    /// Changes resolutions and publishes what follows from them, one load at a time.
    async fn resolved<T: Send + 'static>(
        &self,
        change: impl FnOnce(&Catalogue, &Self) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let turn = self.clone();
        let turn = tokio::time::timeout(PATIENCE, turn.loading.lock()).await;
        let _turn = turn.map_err(|_| Failure::LoadRunning)?;
        let desk = self.clone();
        let work = tokio::task::spawn_blocking(move || {
            let root = &desk.setup.root;
            let (catalogue, embedder) = desk.writing()?;
            let done = change(&catalogue, &desk)?;
            ingest::apply_resolutions(&catalogue, &embedder)?;
            index::publish(root, &catalogue, &mut |_, _| {})?;
            desk.refresh_shelf();
            Ok(done)
        });
        work.await.unwrap_or(Err(Failure::Internal))
    }
}

/// What can be recorded: a document or provision that is seen, a day where one is needed, and words that stand where they
/// are said to.
fn checked(held: &Held, resolving: &Resolving) -> Result<NewResolution, Failure> {
    let row = held.row(&resolving.slug)?;
    let path = resolving.path.clone();
    search::provision(&held.library, &row, &path, clock::today())?.ok_or(Failure::NoPage)?;
    let by = resolving
        .by
        .as_deref()
        .map(|slug| held.row(slug))
        .transpose()?;
    let unofficial = resolving.kind == "unofficial";
    match (&by, resolving.words.trim()) {
        (_, "") => return Err(Failure::Unapproved("no-evidence")),
        (Some(by), words) if !stands(held, by, words)? => {
            return Err(Failure::Unapproved("words-absent"));
        }
        // That the text of the gazette is another one is said by no act.
        (None, _) if !unofficial => return Err(Failure::Unapproved("no-evidence")),
        _ => {}
    }
    let (from, until) = match (resolving.kind.as_str(), resolving.day) {
        ("unofficial", _) if path.steps().is_empty() => (None, None),
        ("ended", Some(day)) => (None, Some(day)),
        ("applies", Some(day)) => (Some(day), None),
        ("ended" | "applies", None) => return Err(Failure::Unapproved("no-day")),
        _ => return Err(Failure::BadBody),
    };
    Ok(NewResolution {
        document: row.id,
        unit: path,
        from,
        until,
        unofficial,
        by: by.map(|by| by.id),
        words: resolving.words.clone(),
    })
}

/// Whether words stand in a document.
fn stands(held: &Held, by: &DocumentRow, words: &str) -> Result<bool, Failure> {
    let document = held.catalogue.document(held.at, by.row)?;
    let document = document.ok_or(Failure::NoDocument)?;
    let text = legal::fold_quote(document.source.text());
    let words = legal::fold_quote(words);
    Ok(words.text().chars().count() >= 12 && text.text().contains(words.text()))
}

/// Those about documents that are held and seen.
pub(super) fn wired(held: &Held, all: &[Resolution]) -> Result<Vec<wire::Resolution>, Failure> {
    let mut found = Vec::with_capacity(all.len());
    let catalogue: &Arc<Catalogue> = &held.catalogue;
    for one in all {
        let Some(row) = catalogue.find_document(held.at, one.told.document.as_str())? else {
            continue;
        };
        let by = one.told.by.as_ref();
        let by = by
            .map(|by| catalogue.find_document(held.at, by.as_str()))
            .transpose()?;
        let by = by.flatten();
        let mut wired = wire::Resolution::new(one, &row, by.as_ref());
        // The words are those of an act that is not there for this visitor.
        if one.told.by.is_some() && by.is_none() {
            wired.words.clear();
        }
        found.push(wired);
    }
    Ok(found)
}
