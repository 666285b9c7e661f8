//! The HTTP face: pages, API, wire types, problem details.
//!
//! [`serve`] answers from the newest published generation until told to stop. Handlers parse, call once and
//! render; nothing below this crate knows HTTP, and nothing here knows SQL, tantivy or a file format.

use std::{
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
};

use tokio::net::TcpListener;

pub use evaluation::{Gate, MARGIN, NotAsked, Verdict};
pub use language::Language;
pub use limits::Limits;
pub use metrics::Exposure;
pub use vouching::Vouching;

pub mod address;
mod api;
mod assistant;
mod checking;
mod clock;
mod compare;
mod desk;
mod doors;
mod evaluation;
mod failure;
mod fields;
mod gate;
mod guard;
mod language;
mod limits;
mod listen;
mod metrics;
mod month;
mod packing;
mod pages;
mod pictures;
mod reading;
pub mod record;
mod request_id;
mod review;
mod router;
mod sent;
mod shelf;
mod stage;
mod traffic;
mod upload;
mod visitor;
mod vouching;
pub mod wire;

/// Everything the server is given; it reads no settings and no environment itself.
pub struct Setup {
    /// The data folder.
    pub root: PathBuf,
    /// Finds the models that embed questions and uploaded documents.
    pub embedders: Embedders,
    /// What is searched beside the words asked.
    pub wordings: Arc<search::Wordings>,
    /// Orders the best candidates; `None`: by their fused scores.
    pub ranking: Option<Arc<models::Ranking>>,
    /// Reads the best candidates once more; `None`: not configured.
    pub reranking: Option<search::Reranking>,
    /// Writes answers; `None`: answers are extractive.
    pub author: Option<answer::Author>,
    /// What may be put before a model, for those who ask what the policy is; an author has it too.
    pub policy: answer::Policy,
    /// As what the models behind `/mcp` count, for the policy; [`models::Endpoint::None`]: there is no such door.
    pub assistant: models::Endpoint,
    /// How uploaded files are read.
    pub loading: ingest::Settings,
    /// Most bytes of one upload, all its files together.
    pub max_upload_bytes: u64,
    /// How much one caller may ask in a minute.
    pub limits: Limits,
    /// Whether whoever sits at this machine may come in while there are no accounts: it is listened to by itself alone.
    pub alone: bool,
    /// The address (`https://can-cu.example`) by which browsers reach this server through TLS; `None`: only this machine.
    pub public: Option<String>,
    /// Who vouches for people besides their passwords; `None`: nobody.
    pub vouching: Option<Vouching>,
    /// Who may read what is counted.
    pub metrics: Exposure,
    /// Where backups are put.
    pub backups: PathBuf,
    /// Days for which records of answers are kept; 0: none are.
    pub record_days: u32,
    /// Points of a hundred by which recall@10 or MRR@10 of the office's gold questions may fall before a publish is stopped.
    pub margin: f64,
}

/// The embedding model with an id, of which the vectors of a generation are; for an empty id the configured one.
/// `None`: it is not on this machine. Asked once for each change of the model.
pub type Embedders = Arc<dyn Fn(&str) -> Option<Arc<models::Embedder>> + Send + Sync>;

/// Why the server could not start or open its data.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The catalogue could not be opened.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
    /// The index could not be opened.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// Opening ended in a panic; its message is in the log.
    #[error("the data folder could not be opened")]
    Opening,
}

/// Speaks the Model Context Protocol with the assistant that started the program: a message a line of `lines`, each answer
/// a line for `say`. Ends when there are no more lines. What it may give is what `/mcp` may; none where the settings turn
/// assistants off.
pub async fn assist(
    setup: Setup,
    lines: tokio::sync::mpsc::Receiver<Vec<u8>>,
    say: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<(), Error> {
    let (office, watch) = open(setup).await?;
    let spoken = assistant::lines::speak(office, lines, say).await;
    watch.abort();
    // Who started the program does not listen any more.
    spoken.or(Ok(()))
}

/// Opens the library, and follows it from then on.
async fn open(setup: Setup) -> Result<(Arc<desk::Office>, tokio::task::JoinHandle<()>), Error> {
    let shelf = Arc::new(shelf::Shelf::new(
        &setup.root,
        Arc::clone(&setup.embedders),
        Arc::clone(&setup.wordings),
        setup.ranking.clone(),
        setup.reranking.clone(),
    ));
    let opening = Arc::clone(&shelf);
    tokio::task::spawn_blocking(move || opening.refresh())
        .await
        .map_err(|_| Error::Opening)??;
    let watch = tokio::spawn(Arc::clone(&shelf).watch());
    Ok((Arc::new(desk::Office::new(setup, shelf)), watch))
}

/// Serves pages and API on `listener` until `stop`, then lets running requests finish (at most 25 s).
/// An empty data folder is no error: the pages say that nothing is loaded yet. A folder that cannot be opened
/// (damaged, or of a newer version) is.
pub async fn serve(
    setup: Setup,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send,
) -> Result<(), Error> {
    upload::clear_left(&setup.root);
    let (office, watch) = open(setup).await?;
    let staging = Arc::clone(&office);
    tokio::task::spawn_blocking(move || stage::recover(&staging))
        .await
        .map_err(|_| Error::Opening)?;
    let staging = Arc::clone(&office);
    std::thread::spawn(move || stage::work(&staging));
    let thinning = tokio::spawn(desk::thin(Arc::clone(&office.keeper)));
    let router = router::router(&office);
    let stop = async {
        stop.await;
        office.stopping.store(true, Ordering::Relaxed);
        office.stage.call();
    };
    listen::accept(listener, router, stop).await;
    watch.abort();
    thinning.abort();
    Ok(())
}
