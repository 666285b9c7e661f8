//! What all handlers share, and the work they have in common: searching, asking, looking documents up.

use std::{
    ops::Deref,
    path::PathBuf,
    sync::{Arc, atomic::AtomicBool},
    time::{Duration, Instant},
};

use answer::{Answer, CheckedClaim, CitedClaim, Event, Review};
use axum::{extract::FromRequestParts, http::request::Parts};
use catalogue::{Catalogue, Document, DocumentRow, People, Seq};
use legal::Date;
use search::{Library, Query, Results, Suggestion};
use tokio::sync::{Mutex, mpsc};

use crate::{
    Setup,
    evaluation::Evaluations,
    failure::Failure,
    gate::Gate,
    limits::Buckets,
    metrics::{Metrics, Queue},
    pictures::{Pictures, Size},
    reading::References,
    record::Keeper,
    shelf::Shelf,
    stage::Stage,
    visitor::Visitor,
    vouching::Underway,
    wire,
};

mod batches;
mod compare;
mod evaluation;
mod keeping;
mod month;
mod own;
mod people;
mod records;
mod reports;
mod resolution;
mod review;
mod sharing;
mod unanswered;
mod wordings;

pub(crate) use batches::reason;
pub(crate) use compare::Wanted;
pub(crate) use evaluation::Evaluated;
pub(crate) use keeping::{Decision, Kept};
pub(crate) use own::{LISTED, OwnHistory, Subject};
pub(crate) use records::thin;
pub(crate) use resolution::Resolving;
pub(crate) use review::{Ruling, WAITING, Written};
pub(crate) use sharing::{Agreed, Opening};
pub(crate) use unanswered::Unanswered;

/// What all handlers share, behind an `Arc`.
pub(crate) struct Office {
    pub(crate) setup: Setup,
    pub(crate) shelf: Arc<Shelf>,
    /// Keeps what was answered.
    pub(crate) keeper: Arc<Keeper>,
    /// Who has an account.
    pub(crate) people: Arc<People>,
    /// One load or removal at a time.
    pub(crate) loading: Mutex<()>,
    /// What was received and is not published yet.
    pub(crate) stage: Stage,
    /// The gold questions of the office, and what came of them.
    pub(crate) evaluations: Evaluations,
    pub(crate) stopping: AtomicBool,
    pub(crate) metrics: Metrics,
    /// What each caller has left.
    pub(crate) buckets: Buckets,
    /// Who is on the way to the identity provider and back.
    pub(crate) underway: Underway,
    pub(crate) started: Instant,
    references: Arc<References>,
    searching: Gate,
    suggesting: Gate,
    asking: Gate,
    viewing: Gate,
    drawing: Gate,
    pictures: Pictures,
    checking: Gate,
    entering: Gate,
}

/// Where one visitor is served: what all share, as this visitor may see and use it. A handler that takes one stands
/// behind a door (see `doors`): where none was passed there is no desk.
#[derive(Clone)]
pub(crate) struct Desk {
    office: Arc<Office>,
    visitor: Visitor,
}

impl Deref for Desk {
    type Target = Office;

    fn deref(&self) -> &Office {
        &self.office
    }
}

impl FromRequestParts<Arc<Office>> for Desk {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, office: &Arc<Office>) -> Result<Self, Failure> {
        let visitor = parts.extensions.get::<Visitor>().cloned();
        Ok(Self {
            office: Arc::clone(office),
            visitor: visitor.ok_or(Failure::Internal)?,
        })
    }
}

/// A catalogue and the change number at which to read it, so that a page sees one state.
#[derive(Clone)]
pub(crate) struct Held {
    pub(crate) catalogue: Arc<Catalogue>,
    pub(crate) at: Seq,
    pub(crate) passages: u64,
    /// What lookups by reference need.
    pub(crate) library: Library,
    /// The references of the documents read last.
    pub(crate) references: Arc<References>,
}

impl Held {
    /// A document by id or slug.
    pub(crate) fn row(&self, slug: &str) -> Result<DocumentRow, Failure> {
        self.catalogue
            .find_document(self.at, slug)?
            .ok_or(Failure::NoDocument)
    }

    /// A document with its text by id or slug.
    pub(crate) fn document(&self, slug: &str) -> Result<Document, Failure> {
        let row = self.row(slug)?.row;
        self.catalogue
            .document(self.at, row)?
            .ok_or(Failure::NoDocument)
    }
}

impl Office {
    pub(crate) fn new(setup: Setup, shelf: Arc<Shelf>) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let buckets = Buckets::new(setup.limits);
        let people = People::new(&setup.root);
        let stage = Stage::new(&setup.root);
        let evaluations = Evaluations::new(&setup.root);
        let keeper = Keeper::new(&setup.root, setup.record_days, setup.ranking.as_deref());
        Self {
            setup,
            shelf,
            keeper: Arc::new(keeper),
            people: Arc::new(people),
            loading: Mutex::default(),
            stage,
            evaluations,
            stopping: AtomicBool::default(),
            metrics: Metrics::new(),
            buckets,
            underway: Underway::default(),
            started: Instant::now(),
            references: Arc::default(),
            searching: Gate::new(cores, Duration::from_millis(500)),
            suggesting: Gate::new(cores, Duration::from_millis(200)),
            asking: Gate::new(cores, Duration::from_secs(5)),
            viewing: Gate::new(cores * 2, Duration::from_secs(2)),
            drawing: Gate::new(cores, Duration::from_secs(5)),
            pictures: Pictures::default(),
            checking: Gate::new(cores, Duration::from_secs(10)),
            entering: Gate::new(2, Duration::from_secs(10)),
        }
    }

    /// How much work runs and waits just now.
    pub(crate) fn queues(&self) -> [Queue; 7] {
        let gates = [
            ("search", &self.searching),
            ("suggest", &self.suggesting),
            ("ask", &self.asking),
            ("view", &self.viewing),
            ("draw", &self.drawing),
            ("check", &self.checking),
            ("enter", &self.entering),
        ];
        gates.map(|(name, gate)| {
            let (running, waiting) = gate.load();
            Queue {
                name,
                running,
                waiting,
            }
        })
    }
}

impl Desk {
    /// Who is served.
    pub(crate) fn visitor(&self) -> &Visitor {
        &self.visitor
    }

    /// What is published, as far as the visitor may see it.
    pub(crate) fn library(&self) -> Result<Library, Failure> {
        let library = self.shelf.library().ok_or(Failure::EmptyLibrary)?;
        let hidden = self.visitor.hidden();
        if hidden.is_empty() {
            return Ok(library);
        }
        let seen = Library {
            catalogue: Arc::new(library.catalogue.without(hidden)),
            ..library
        };
        // What is left is all that the index looks at as well.
        Ok(seen.seen(&|_| true)?)
    }

    /// Searches, once there is a core for it.
    pub(crate) async fn search(&self, query: Query) -> Result<Results, Failure> {
        self.search_in(self.library()?, query).await
    }

    /// The same in a library that shows less.
    pub(crate) async fn search_in(
        &self,
        library: Library,
        query: Query,
    ) -> Result<Results, Failure> {
        self.searching
            .run(move || Ok(search::search(&library, &query)?))
            .await
    }

    /// What a beginning may become: nothing while the suggestions of the first generation are still being made.
    pub(crate) async fn suggest(
        &self,
        typed: String,
        on: Date,
    ) -> Result<Vec<Suggestion>, Failure> {
        let library = self.library()?;
        let suggestions = self.shelf.suggestions(self.visitor.hidden());
        let work = move || {
            let mut found = suggestions.complete(&typed, on);
            // Those of an older generation may name what was removed since.
            let at = library.generation.seq();
            if suggestions.seq() != at {
                let mut held = Vec::with_capacity(found.len());
                for one in found {
                    if library.catalogue.document_row(at, one.act.row)?.is_some() {
                        held.push(one);
                    }
                }
                found = held;
            }
            Ok(found)
        };
        self.suggesting.run(work).await
    }

    /// Answers, handing each step to `events` as it happens. Stops soon after the receiver is dropped. The place is
    /// for finding; who waits for a writer waits for its turn there, with what was found already shown.
    async fn ask(
        &self,
        library: &Library,
        query: &Query,
        events: mpsc::UnboundedSender<Event>,
    ) -> Result<Answer, Failure> {
        let mut place = Some(self.asking.enter().await?);
        let mut hand_on = |event: &Event| {
            if matches!(event, Event::Evidence(_)) {
                place.take();
            }
            events.send(event.clone()).is_ok()
        };
        let author = self.setup.author.as_ref();
        tokio::select! {
            answered = answer::ask(library, author, query, &mut hand_on) => Ok(answered?),
            () = events.closed() => Err(Failure::Slow),
        }
    }

    /// The picture of a page of a document's file as issued: drawn by a child, or kept from the last look.
    pub(crate) async fn picture(
        &self,
        slug: String,
        number: u32,
        size: Size,
    ) -> Result<Arc<Vec<u8>>, Failure> {
        // What is not held (any more) is not shown, whatever is kept.
        let held = self.read(move |held| {
            let row = held.row(&slug)?;
            if !wire::is_drawn(&row) {
                return Err(Failure::NoPicture);
            }
            if number == 0 || number > row.pages {
                return Err(Failure::NoPage);
            }
            Ok((row.original, row.part, Arc::clone(&held.catalogue)))
        });
        let (file, part, catalogue) = held.await?;
        let key = (file.clone(), part.clone(), number, size);
        if let Some(kept) = self.pictures.get(&key) {
            return Ok(kept);
        }
        let loading = self.setup.loading.clone();
        let draw = move || {
            let bytes = catalogue.original(&file)?.ok_or(Failure::NoOriginal)?;
            let drawn = ingest::draw_page(
                &loading.program,
                &bytes,
                &part,
                number,
                size.scale(),
                &loading.limits,
            );
            drawn.map(Arc::new).map_err(|error| {
                tracing::warn!(%error, page = number, "a page could not be drawn");
                Failure::NoPicture
            })
        };
        let picture = self.drawing.run(draw).await?;
        self.pictures.keep(key, &picture);
        Ok(picture)
    }

    /// Forgets the pictures of a file that was removed.
    pub(crate) fn forget_pictures(&self, file: &catalogue::Hash) {
        self.pictures.forget(file);
    }

    /// Lays claims beside the law that they cite.
    pub(crate) async fn check_claims(
        &self,
        claims: Vec<CitedClaim>,
        on: Date,
    ) -> Result<(Vec<CitedClaim>, Vec<CheckedClaim>), Failure> {
        self.check_claims_in(self.library()?, claims, on).await
    }

    /// The same in a library that shows less.
    pub(crate) async fn check_claims_in(
        &self,
        library: Library,
        claims: Vec<CitedClaim>,
        on: Date,
    ) -> Result<(Vec<CitedClaim>, Vec<CheckedClaim>), Failure> {
        let work = move || {
            let checked = answer::check_claims(&library, &claims, on)?;
            Ok((claims, checked))
        };
        self.checking.run(work).await
    }

    /// Reads a draft and lays it beside the law; the flags of its reading as JSON.
    pub(crate) async fn review(
        &self,
        file: PathBuf,
        on: Date,
    ) -> Result<(Review, serde_json::Value), Failure> {
        let library = self.library()?;
        let (program, limits) = (
            self.setup.loading.program.clone(),
            self.setup.loading.limits.clone(),
        );
        let work = move || {
            let mut readings = Vec::new();
            ingest::read_file(&program, &file, &limits, &mut |reading| {
                readings.truncate(1);
                readings.push(reading);
            })?;
            let [reading] = readings.as_slice() else {
                return Err(Failure::SeveralDrafts);
            };
            let review = answer::review(&library, &reading.source, &reading.parsed, on)?;
            let flags = serde_json::to_value(&reading.flags).unwrap_or_default();
            Ok((review, flags))
        };
        self.checking.run(work).await
    }

    /// Looks something up, once there is a place for it.
    pub(crate) async fn view<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        self.viewing.run(work).await
    }

    /// Reads from the catalogue in the state that is published.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Held) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let library = self.library()?;
        let held = Held {
            catalogue: Arc::clone(&library.catalogue),
            at: library.generation.seq(),
            passages: library.generation.passages(),
            library,
            references: Arc::clone(&self.references),
        };
        self.viewing.run(move || work(&held)).await
    }
}
