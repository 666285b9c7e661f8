//! The models: which task uses which, where it runs, what may go there, whether it answers.

use std::time::{Duration, Instant};

use askama::Template;
use axum::response::Response;
use models::{Traffic, Use, WriterError};

use super::{Frame, form_page};
use crate::{desk::Desk, failure::Failure, language::Texts, sent::Sent, wire};

/// What is embedded and read to try a model: nothing of anybody.
const WORDS: &str = "Thời hạn đăng ký khai sinh là bao lâu?";
/// For a model inside the program.
const PATIENCE: Duration = Duration::from_secs(60);

/// A task and the model that does it.
struct Task {
    /// `search`, `rank`, `reread`, `write`, `assist`.
    name: &'static str,
    /// Empty: none is used.
    model: String,
    /// `inside`, `loopback`, `named`, `none`.
    place: &'static str,
    /// Where that is, as the settings name it.
    address: String,
    can_be_tried: bool,
}

#[derive(Template)]
#[template(path = "models.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    tasks: Vec<Task>,
    policy: wire::Policy,
    traffic: Option<Traffic>,
    /// The task that was tried, and what came of it; whether it worked.
    tried: Option<(&'static str, String, bool)>,
}

impl Page<'_> {
    fn is_tried(&self, task: &Task) -> bool {
        self.tried
            .as_ref()
            .is_some_and(|(name, ..)| *name == task.name)
    }
}

/// `/quan-ly/mo-hinh`.
pub(crate) async fn show(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    shown(&desk, &frame, None)
}

fn shown(
    desk: &Desk,
    frame: &Frame,
    tried: Option<(&'static str, String, bool)>,
) -> Result<Response, Failure> {
    let author = desk.setup.author.as_ref();
    let endpoint = author.map_or(models::Endpoint::None, |author| author.writer.endpoint());
    form_page(&Page {
        frame,
        t: frame.t,
        section: "models",
        tasks: tasks(desk),
        policy: wire::Policy::new(&desk.setup.policy, endpoint, desk.setup.assistant),
        traffic: author.map(|author| author.writer.traffic()),
        tried,
    })
}

fn tasks(desk: &Desk) -> Vec<Task> {
    let library = desk.shelf.library();
    let inside = |name, model: Option<String>, can_be_tried| Task {
        name,
        place: if model.is_some() { "inside" } else { "none" },
        can_be_tried: can_be_tried && model.is_some(),
        model: model.unwrap_or_default(),
        address: String::new(),
    };
    let embedder = library.and_then(|library| library.embedder);
    let reranking = desk.setup.reranking.as_ref();
    let ranking = desk.setup.ranking.as_ref();
    let elsewhere = |endpoint| match endpoint {
        models::Endpoint::None => "none",
        models::Endpoint::Loopback => "loopback",
        models::Endpoint::Named => "named",
    };
    let writer = desk.setup.author.as_ref().map(|author| &author.writer);
    vec![
        inside("search", embedder.map(|one| one.id().to_owned()), true),
        inside("rank", ranking.map(|_| "LambdaMART".to_owned()), false),
        inside(
            "reread",
            reranking.map(|one| one.model.name().to_owned()),
            true,
        ),
        Task {
            name: "write",
            model: writer.map(|one| one.model().to_owned()).unwrap_or_default(),
            place: elsewhere(writer.map_or(models::Endpoint::None, |one| one.endpoint())),
            address: writer.map(|one| one.origin()).unwrap_or_default(),
            can_be_tried: writer.is_some(),
        },
        Task {
            name: "assist",
            model: String::new(),
            place: elsewhere(desk.setup.assistant),
            address: String::new(),
            can_be_tried: false,
        },
    ]
}

/// `POST /quan-ly/mo-hinh/thu`: tries the model of a task, with words of ours.
pub(crate) async fn try_one(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["viec"])?;
    let t = frame.t;
    let tried = match sent.get("viec") {
        Some("search") => ("search", embeds(&desk, t).await),
        Some("reread") => ("reread", rereads(&desk, t).await),
        Some("write") => ("write", writes(&desk, t).await),
        _ => return Err(Failure::BadBody),
    };
    let (name, said) = tried;
    let worked = said.is_ok();
    let said = said.unwrap_or_else(|wrong| wrong);
    shown(&desk, &frame, Some((name, said, worked)))
}

async fn embeds(desk: &Desk, t: Texts) -> Result<String, String> {
    let embedder = desk.shelf.library().and_then(|library| library.embedder);
    let embedder = embedder.ok_or_else(|| t.get("note.meaning_off").to_owned())?;
    let work = desk.view(move || {
        let began = Instant::now();
        let made = embedder.embed(&[WORDS], Use::Query);
        let taken = began.elapsed();
        Ok(made.map(|made| (taken, made.first().map_or(0, Vec::len))))
    });
    match work.await {
        Ok(Ok((taken, width))) => Ok(t.fill_all(
            "models.tried.search",
            &[&milliseconds(t, taken), &width.to_string()],
        )),
        Ok(Err(error)) => {
            tracing::error!(%error, "the embedding model was tried");
            Err(t.get("models.tried.failed").to_owned())
        }
        Err(_) => Err(t.get("tried.resting").to_owned()),
    }
}

async fn rereads(desk: &Desk, t: Texts) -> Result<String, String> {
    let reranking = desk.setup.reranking.clone();
    let reranking = reranking.ok_or_else(|| t.get("health.no_reranker").to_owned())?;
    let work = desk.view(move || {
        let began = Instant::now();
        let read = reranking
            .model
            .scores(WORDS, vec![WORDS.to_owned()], PATIENCE);
        Ok(read.map(|read| read.map(|_| began.elapsed())))
    });
    match work.await {
        Ok(Ok(Some(taken))) => Ok(t.fill("models.tried.reread", milliseconds(t, taken))),
        Ok(Ok(None)) => Err(t.get("tried.timeout").to_owned()),
        Ok(Err(error)) => {
            tracing::error!(%error, "the reranker was tried");
            Err(t.get("models.tried.failed").to_owned())
        }
        Err(_) => Err(t.get("tried.resting").to_owned()),
    }
}

/// Asks the configured writer for one word, with nothing of anybody in it.
pub(super) async fn writes(desk: &Desk, t: Texts) -> Result<String, String> {
    let Some(author) = &desk.setup.author else {
        return Err(t.get("health.no_writer").to_owned());
    };
    match author.writer.trial().await {
        Ok(trial) => {
            let seconds = [trial.first, trial.whole].map(|time| seconds(t, time));
            let values = [&*seconds[0], &*seconds[1], &*trial.said];
            Ok(t.fill_all("health.tried", &values))
        }
        Err(error) => Err(t.fill("health.tried.failed", t.get(reason(&error)))),
    }
}

/// Why a model did not write.
fn reason(error: &WriterError) -> &'static str {
    match error {
        WriterError::Unreachable => "tried.unreachable",
        WriterError::Timeout | WriterError::TooLong => "tried.timeout",
        WriterError::Status(401 | 403) => "tried.key",
        WriterError::Status(_) | WriterError::Protocol => "tried.status",
        WriterError::Busy | WriterError::Resting => "tried.resting",
        WriterError::Settings(_) => "tried.settings",
    }
}

fn seconds(t: Texts, time: Duration) -> String {
    t.decimal(format!("{:.1}", time.as_secs_f32()))
}

fn milliseconds(t: Texts, time: Duration) -> String {
    t.decimal(format!("{:.1}", time.as_secs_f64() * 1e3))
}
