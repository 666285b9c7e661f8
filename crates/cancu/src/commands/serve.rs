//! `cancu serve`: the pages and the API on loopback.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use catalogue::People;
use clap::ArgMatches;
use server::Setup;

use super::writer;
use crate::{
    embedders::Embedders,
    failure::Told,
    messages::{fill, text},
    output,
    progress::Bar,
    workplace::Workplace,
};

pub(crate) fn run(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<ExitCode> {
    trace();
    let address = address(place, matches)?;
    // The port is taken first: a server that cannot open loads nothing.
    let listener = std::net::TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Told::new("port_in_use", &[("address", &address)]).into(),
        _ => anyhow::Error::from(error),
    })?;
    let address = listener.local_addr()?;
    let corpus = matches
        .get_one::<PathBuf>("corpus")
        .cloned()
        .unwrap_or_else(|| PathBuf::from("corpus"));
    // Settings that cannot be used are said before anything is loaded.
    let author = place.author()?;
    let vouching = vouching(place, &address)?;
    fill_when_empty(place, &corpus)?;
    let setup = Setup {
        alone: address.ip().is_loopback() && place.settings.server.public.is_none(),
        vouching,
        ..setup(place, author)?
    };
    let language = place.language;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        output::line(&fill(
            language,
            "serving",
            &[("address", &format!("http://{address}"))],
        ));
        invite(place, &address)?;
        if place.settings.writer.is_none() && !place.settings.is_offline() {
            writer::offer(place, address.port()).await;
        }
        server::serve(setup, listener, stop()).await?;
        anyhow::Ok(())
    })?;
    output::line(text(language, "stopped"));
    Ok(ExitCode::SUCCESS)
}

/// What a server is given by the settings; nobody comes in to it yet.
pub(super) fn setup(place: &Workplace, author: Option<answer::Author>) -> anyhow::Result<Setup> {
    Ok(Setup {
        root: place.root.clone(),
        embedders: embedders(place)?,
        wordings: place.wordings()?,
        ranking: place.ranking()?,
        reranking: place.reranking()?,
        author,
        policy: place.settings.policy.read(),
        assistant: place.settings.assistant.endpoint.of(),
        loading: place.loading()?,
        max_upload_bytes: place.settings.server.max_upload_mb << 20,
        alone: false,
        public: place.settings.server.public.clone(),
        vouching: None,
        limits: place.settings.limits.read(),
        metrics: place.settings.server.exposure(),
        backups: place.backups(),
        record_days: place.settings.records.keep_days,
        margin: place.settings.evaluation.margin,
    })
}

/// Models for the generations that this server will meet. The first is looked for now, so that settings with which
/// none can be found are an error at once.
fn embedders(place: &Workplace) -> anyhow::Result<server::Embedders> {
    let embedders = Embedders::new(&place.root);
    let held = catalogue::Catalogue::open_read_only(&place.root)?;
    let held = held.map(|held| held.model()).transpose()?.flatten();
    let held = held.map(|(model, _)| model).unwrap_or_default();
    place.fitting(&embedders, &held)?;
    Ok(Arc::new(move |model: &str| {
        let found = embedders.fitting(model);
        let logged = |error: &anyhow::Error| tracing::error!(%error, model, "the embedding model");
        found.inspect_err(logged).ok()?.0
    }))
}

/// Who vouches for people, where one is configured and may be called.
fn vouching(place: &Workplace, address: &SocketAddr) -> anyhow::Result<Option<server::Vouching>> {
    let settings = &place.settings;
    let Some(oidc) = settings.oidc.as_ref().filter(|_| !settings.is_offline()) else {
        return Ok(None);
    };
    let home = match &settings.server.public {
        Some(public) => public.clone(),
        None => format!("http://{address}"),
    };
    let vouching = oidc.vouching(&home);
    let vouching = vouching.map_err(|error| Told::new("bad_oidc", &[("detail", &error)]))?;
    Ok(Some(vouching))
}

/// Where to listen. Anything but loopback needs an account, since nobody may come in without, and TLS before it, since
/// passwords do not go over a network in the clear.
fn address(place: &Workplace, matches: &ArgMatches) -> anyhow::Result<SocketAddr> {
    let settings = &place.settings.server;
    let given = matches
        .get_one::<String>("listen")
        .unwrap_or(&settings.listen);
    let address: SocketAddr = given
        .parse()
        .map_err(|_| Told::new("bad_address", &[("address", given)]))?;
    let anybody = People::new(&place.root).any()?;
    if settings.public.is_some() && !anybody {
        return Err(Told::new("public_without_account", &[]).into());
    }
    if !address.ip().is_loopback() {
        let reason = match (anybody, &settings.public) {
            (false, _) => "not_loopback",
            (true, None) => "not_loopback_without_tls",
            (true, Some(_)) => return Ok(address),
        };
        return Err(Told::new(reason, &[("address", given)]).into());
    }
    Ok(address)
}

/// Prints the one-time address at which the first administrator is made, while there is none.
fn invite(place: &Workplace, address: &SocketAddr) -> anyhow::Result<()> {
    let people = People::new(&place.root);
    match people.invite_first(&super::account::act()) {
        Ok(Some(secret)) => {
            let address = format!("http://{address}/lap-tai-khoan?ma={}", secret.reveal());
            output::line(&fill(
                place.language,
                "first_account",
                &[("address", &address)],
            ));
        }
        Ok(None) => {}
        // A folder that cannot be written still answers, as it always did.
        Err(catalogue::Error::Disk(error)) => {
            tracing::warn!(%error, "no account can be made in this folder");
        }
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

/// Loads the sample documents into a data folder that holds nothing yet.
fn fill_when_empty(place: &Workplace, corpus: &Path) -> anyhow::Result<()> {
    let held = catalogue::Catalogue::open_read_only(&place.root)?;
    let empty = held.map(|held| held.seq()).transpose()?.unwrap_or_default() == 0;
    if !empty {
        // A folder that was made before documents told of each other learns it now; where another process is writing,
        // that one has done it.
        let held = catalogue::Catalogue::open_read_only(&place.root)?;
        if held.is_some_and(|held| held.tells_mentions().is_ok_and(|told| !told)) {
            let _ = catalogue::Catalogue::open(&place.root);
        }
        // What was accepted before a stop becomes searchable now.
        place.generation(&place.catalogue_to_read()?)?;
        return Ok(());
    }
    if !corpus.is_dir() {
        output::error(&fill(
            place.language,
            "no_corpus",
            &[("folder", &corpus.display())],
        ));
        return Ok(());
    }
    output::error(&fill(
        place.language,
        "loading_corpus",
        &[("folder", &corpus.display())],
    ));
    let catalogue = place.catalogue()?;
    let mut bar = Bar::new(place.language, false);
    let paths = [corpus.to_owned()];
    let loaded = ingest::load(
        &place.root,
        &catalogue,
        &*place.loading_embedder(&catalogue)?,
        &paths,
        &place.loading()?,
        None,
        &mut |step| bar.take(step),
    );
    bar.finish();
    loaded?;
    Ok(())
}

/// Ends at Ctrl+C or SIGTERM.
async fn stop() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => (),
        () = terminated => (),
    }
}

/// Whose diagnostics may be shown below warnings. What others write there (an HTTP library its buffers, a parser its
/// tokens) may be words of a question, a document or a header.
const OWN: [&str; 8] = [
    "cancu",
    "server",
    "answer",
    "search",
    "ingest",
    "index",
    "catalogue",
    "models",
];

/// Diagnostics on standard error, as lines of JSON; `CANCU_LOG` sets how much (default: warnings). No line holds what
/// somebody asked, sent or loaded, also at the finest setting.
pub(super) fn trace() {
    use tracing_subscriber::{
        Layer as _, filter, layer::SubscriberExt as _, util::SubscriberInitExt as _,
    };
    let wanted = tracing_subscriber::EnvFilter::try_from_env("CANCU_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let own = filter::filter_fn(|about| {
        let owner = about.target().split("::").next().unwrap_or_default();
        OWN.contains(&owner)
    });
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .with_writer(std::io::stderr);
    tracing_subscriber::registry()
        .with(lines.with_filter(wanted).with_filter(own))
        .init();
    // The words of a panic may be those of a document ("byte index 5 is inside 'ữ' of …"): only its place is told.
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string);
        tracing::error!(place = place.unwrap_or_default(), "a fault of the program");
    }));
}
