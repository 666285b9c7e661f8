//! The library that requests read from, swapped as a whole when a newer generation is published.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError, RwLock},
    time::Duration,
};

use catalogue::{Catalogue, Collection};
use index::Generation;
use models::{Embedder, Ranking};
use search::{Library, Query, Reranking, Scope, Suggestions, Wordings};

use crate::{Embedders, Error, clock};

/// How often the manifest is looked at.
const LOOK: Duration = Duration::from_secs(1);
/// Sets of hidden collections for which suggestions are kept.
const MOST_SIGHTS: usize = 16;
/// Queries that touch full text and vectors before readers meet a new generation.
const WARMING: [&str; 3] = [
    "hiệu lực thi hành",
    "tham quyen cap giay chung nhan",
    "khoản 1 Điều 1",
];

/// The current library, if anything is published.
pub(crate) struct Shelf {
    root: PathBuf,
    embedders: Embedders,
    wordings: RwLock<Arc<Wordings>>,
    ranking: Option<Arc<Ranking>>,
    reranking: Option<Reranking>,
    library: RwLock<Option<Library>>,
    /// What to suggest, by what is hidden from whoever types.
    suggestions: RwLock<BTreeMap<BTreeSet<Collection>, Arc<Suggestions>>>,
    /// Held while suggestions are made.
    suggesting: Mutex<()>,
    /// One refresh at a time; holds the catalogue between generations.
    catalogue: Mutex<Option<Arc<Catalogue>>>,
}

impl Shelf {
    /// An empty shelf over a data folder.
    pub(crate) fn new(
        root: &Path,
        embedders: Embedders,
        wordings: Arc<Wordings>,
        ranking: Option<Arc<Ranking>>,
        reranking: Option<Reranking>,
    ) -> Self {
        Self {
            root: root.to_owned(),
            embedders,
            wordings: RwLock::new(wordings),
            ranking,
            reranking,
            library: RwLock::default(),
            suggestions: RwLock::default(),
            suggesting: Mutex::default(),
            catalogue: Mutex::default(),
        }
    }

    /// The library to answer from: take it once per request. `None` while nothing is published.
    pub(crate) fn library(&self) -> Option<Library> {
        self.library
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// What is searched beside the words asked.
    pub(crate) fn wordings(&self) -> Arc<Wordings> {
        let wordings = self.wordings.read();
        Arc::clone(&wordings.unwrap_or_else(PoisonError::into_inner))
    }

    /// Has other words searched beside those asked, from the next question on.
    pub(crate) fn set_wordings(&self, wordings: Arc<Wordings>) {
        let known = self.wordings.write();
        *known.unwrap_or_else(PoisonError::into_inner) = Arc::clone(&wordings);
        let library = self.library.write();
        if let Some(library) = library.unwrap_or_else(PoisonError::into_inner).as_mut() {
            library.wordings = wordings;
        }
    }

    /// What to offer while somebody types, made of what they may see alone; of an older generation while those of the
    /// newest are being made, and nothing until the first are.
    pub(crate) fn suggestions(&self, hidden: &BTreeSet<Collection>) -> Arc<Suggestions> {
        let made = self.suggestions.read();
        let found = made
            .unwrap_or_else(PoisonError::into_inner)
            .get(hidden)
            .cloned();
        if let Some(found) = found {
            return found;
        }
        let mut asked = self
            .suggestions
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        // Groups were changed many times: those who still ask are asked for again.
        if asked.len() >= MOST_SIGHTS {
            asked.retain(|hidden, _| hidden.is_empty());
        }
        Arc::clone(asked.entry(hidden.clone()).or_default())
    }

    /// Makes the suggestions of the library on the shelf, for everybody who asked, unless they are there or somebody
    /// else is at it.
    fn suggest(&self) {
        let Ok(_one) = self.suggesting.try_lock() else {
            return;
        };
        let Some(library) = self.library() else {
            return;
        };
        let now = library.generation.seq();
        let old: Vec<BTreeSet<Collection>> = {
            let mut all = self
                .suggestions
                .write()
                .unwrap_or_else(PoisonError::into_inner);
            all.entry(BTreeSet::new()).or_default();
            let old = all.iter().filter(|(_, made)| made.seq() != now);
            old.map(|(hidden, _)| hidden.clone()).collect()
        };
        for hidden in old {
            let seen = Library {
                catalogue: Arc::new(library.catalogue.without(&hidden)),
                ..library.clone()
            };
            match Suggestions::of(&seen) {
                Ok(made) => {
                    tracing::debug!(offers = made.len(), "suggesting");
                    self.suggestions
                        .write()
                        .unwrap_or_else(PoisonError::into_inner)
                        .insert(hidden, Arc::new(made));
                }
                // Nobody is kept from asking; the next look tries again.
                Err(error) => tracing::debug!(%error, "no suggestions"),
            }
        }
    }

    /// Opens and warms the newest generation if it is not the one on the shelf; whether it was swapped in.
    /// On any failure the old one stays.
    pub(crate) fn refresh(&self) -> Result<bool, Error> {
        let mut catalogue = self
            .catalogue
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if self
            .library()
            .is_some_and(|library| !library.generation.is_stale(&self.root))
        {
            return Ok(false);
        }
        if catalogue.is_none() {
            *catalogue = Catalogue::open_read_only(&self.root)?.map(Arc::new);
        }
        let Some(catalogue) = catalogue.as_ref() else {
            return Ok(false);
        };
        let before = self.library();
        let before = before.as_ref().map(|before| &*before.generation);
        let Some(generation) = Generation::open_after(&self.root, catalogue, before)? else {
            return Ok(false);
        };
        let library = self.join(catalogue, generation);
        warm(&library);
        tracing::info!(
            generation = library.generation.seq(),
            passages = library.generation.passages(),
            "serving"
        );
        *self.library.write().unwrap_or_else(PoisonError::into_inner) = Some(library);
        Ok(true)
    }

    /// The model with this id: the one in use, if it is that, else as found on this machine.
    pub(crate) fn embedder(&self, model: &str) -> Option<Arc<Embedder>> {
        let in_use = self.library().and_then(|library| library.embedder);
        in_use
            .filter(|embedder| embedder.id() == model)
            .or_else(|| (self.embedders)(model))
    }

    /// Vectors of one model say nothing about another's: a generation whose model is not at hand is searched by its
    /// words alone, and every result says so.
    pub(crate) fn join(&self, catalogue: &Arc<Catalogue>, generation: Generation) -> Library {
        let embedder = self.embedder(generation.model());
        if embedder.is_none() && !generation.model().is_empty() {
            tracing::warn!(
                model = generation.model(),
                "the model of this generation is not on this machine: searching by words alone"
            );
        }
        Library {
            catalogue: Arc::clone(catalogue),
            generation: Arc::new(generation),
            embedder,
            wordings: self.wordings(),
            ranking: self.ranking.clone(),
            reranking: self.reranking.clone(),
            sight: search::Sight::default(),
        }
    }

    /// Refreshes once a second until dropped; says each new failure once.
    pub(crate) async fn watch(self: Arc<Self>) {
        let mut last = String::new();
        loop {
            // On a thread of its own: reading all headings takes longer than a look at the manifest.
            let shelf = Arc::clone(&self);
            tokio::task::spawn_blocking(move || shelf.suggest());
            tokio::time::sleep(LOOK).await;
            let shelf = Arc::clone(&self);
            let failed = match tokio::task::spawn_blocking(move || shelf.refresh()).await {
                Ok(Ok(_)) => String::new(),
                Ok(Err(error)) => error.to_string(),
                Err(_) => "opening the generation panicked".to_owned(),
            };
            if !failed.is_empty() && failed != last {
                tracing::error!(
                    error = failed,
                    "the newest generation could not be opened; the old one stays"
                );
            }
            last = failed;
        }
    }
}

/// Runs a few searches so that the first reader does not pay for cold files. Failures show in real searches. The
/// reranker has no files to warm, and may be slow.
fn warm(library: &Library) {
    if let Err(error) = search::holdings(library) {
        tracing::debug!(%error, "warming");
    }
    let library = &Library {
        reranking: None,
        ..library.clone()
    };
    for text in WARMING {
        let query = Query {
            text: text.to_owned(),
            on: clock::today(),
            limit: 10,
            scope: Scope::default(),
            as_typed: false,
        };
        if let Err(error) = search::search(library, &query) {
            tracing::debug!(%error, "warming");
        }
    }
}
