//! The pages of staged batches: received, looked at, published, taken back.

use askama::Template;
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    response::Response,
};
use catalogue::Confidentiality;
use ingest::{BatchState, FileState};

use super::{Frame, account, evaluation, form_page, see};
use crate::{
    address,
    desk::Desk,
    evaluation::Turn,
    failure::Failure,
    language::Texts,
    sent::Sent,
    stage::{KEPT_DAYS, Publishing},
    wire,
};

/// Questions that turned worse and are named on the page of a batch.
const FALLEN: usize = 20;

pub(crate) mod file;

/// Where a batch has its page.
pub(super) fn at(name: &str) -> String {
    format!("/nap/{name}")
}

#[derive(Template)]
#[template(path = "upload.html")]
struct Upload<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    megabytes: u64,
    levels: [&'static str; 3],
    batches: Vec<wire::BatchLine>,
}

#[derive(Template)]
#[template(path = "batch.html")]
struct Shown<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    batch: &'a wire::Batch,
    levels: [&'static str; 3],
    /// As what a document counts of which nobody stated the level.
    unstated: &'static str,
    progress: Option<Publishing>,
    /// The evaluation for which it was not published.
    fall: Option<Fall>,
    collections: Vec<String>,
}

#[derive(Template)]
#[template(path = "take_back.html")]
struct TakeBack<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    taking: wire::TakingBack,
    action: String,
    back: String,
}

/// An evaluation that fell.
struct Fall {
    name: String,
    margin: String,
    worse: usize,
    questions: Vec<Fallen>,
}

/// A question that turned worse, with its ranks before and now.
struct Fallen {
    text: String,
    ranks: String,
}

impl Shown<'_> {
    /// What is being done, how much of it is done, and of how much.
    fn progress(&self) -> Option<(&'static str, u64, u64)> {
        self.progress.map(|progress| match progress {
            Publishing::Passages(done, total) => ("batch.progress", done, total),
            Publishing::Questions(done, total) => ("batch.progress.questions", done, total),
        })
    }

    fn waits(&self) -> bool {
        let unread = [FileState::Waiting, FileState::Reading];
        let reading = self
            .batch
            .files
            .iter()
            .any(|file| unread.contains(&file.state));
        self.batch.state == BatchState::Publishing
            || (self.batch.state == BatchState::Open && reading)
            || self.batch.state == BatchState::Receiving
    }

    fn is_open(&self) -> bool {
        self.batch.state == BatchState::Open
    }

    fn file(&self, number: &u32) -> String {
        format!("{}/{number}", at(&self.batch.name))
    }

    /// How far a file is, or what became of it.
    fn state(&self, file: &wire::BatchFile) -> &'static str {
        file_state(self.t, file)
    }

    fn left(&self, file: &wire::BatchFile) -> String {
        left(self.t, file)
    }

    fn kept_days(&self) -> i64 {
        KEPT_DAYS
    }

    fn failed(&self) -> String {
        let code = self.batch.failed.as_deref().unwrap_or_default();
        self.t.get(&format!("problem.{code}.detail")).to_owned()
    }

    fn groups(&self) -> [(&'static str, &[wire::BatchDocument]); 4] {
        match &self.batch.published {
            Some(done) => [
                ("batch.new", done.new.as_slice()),
                ("batch.replaced", &done.replaced),
                ("batch.ended", &done.ended),
                ("batch.unchanged", &done.unchanged),
            ],
            None => [("", &[]); 4],
        }
    }
}

/// A class and a key in one word: what became of a file.
fn file_state(t: Texts, file: &wire::BatchFile) -> &'static str {
    t.get(match file.state {
        FileState::Waiting => "staged.waiting",
        FileState::Reading => "staged.reading",
        FileState::Failed => "staged.failed",
        FileState::Read if file.left_out => "staged.left_out",
        FileState::Read if file.confirmed.is_some() => "staged.confirmed",
        FileState::Read => "staged.read",
    })
}

/// How long a file takes still.
fn left(t: Texts, file: &wire::BatchFile) -> String {
    let mut words = Vec::new();
    if let Some((done, total)) = file.recognised {
        words.push(t.fill_all(
            "staged.recognised",
            &[&done.to_string(), &total.to_string()],
        ));
    }
    if let Some(seconds) = file.seconds_left {
        words.push(match seconds {
            0..=90 => t.fill("staged.seconds", seconds),
            _ => t.fill("staged.minutes", seconds.div_ceil(60)),
        });
    }
    words.join(" · ")
}

/// `/nap`: the form, and what was received.
pub(crate) async fn form(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let batches = desk.batches().await?.batches;
    form_page(&Upload {
        frame: &frame,
        t: frame.t,
        section: "upload",
        megabytes: desk.setup.max_upload_bytes >> 20,
        levels: Confidentiality::ALL.map(Confidentiality::name),
        batches,
    })
}

/// `POST /nap`: receives files as a batch.
pub(crate) async fn receive(
    desk: Desk,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let form = form.map_err(|_| Failure::BadUpload)?;
    let name = desk.receive_batch(form).await?;
    Ok(see(&at(&name)))
}

/// `/nap/{batch}`: how far it is, what was found, what stands in the way, what it changed.
pub(crate) async fn show(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let batch = desk.batch(name).await?;
    let progress = desk.stage.published(&batch.name);
    let fall = fall(&desk, frame.t, &batch).await?;
    form_page(&Shown {
        frame: &frame,
        t: frame.t,
        section: "upload",
        levels: Confidentiality::ALL.map(Confidentiality::name),
        unstated: desk.setup.policy.unstated().name(),
        progress,
        fall,
        collections: collections(&desk).await,
        batch: &batch,
    })
}

/// The evaluation for which a batch was not published.
async fn fall(desk: &Desk, t: Texts, batch: &wire::Batch) -> Result<Option<Fall>, Failure> {
    let run = match &batch.fell {
        Some(name) => desk.ran(name.clone()).await,
        None => return Ok(None),
    };
    let run = match run {
        Err(Failure::NoEvaluation) => return Ok(None),
        run => run?,
    };
    let worse = run.questions.iter().filter(|one| one.turn() == Turn::Worse);
    Ok(Some(Fall {
        worse: worse.clone().count(),
        questions: worse
            .take(FALLEN)
            .map(|one| Fallen {
                text: one.text.clone(),
                ranks: evaluation::turned(t, one),
            })
            .collect(),
        margin: evaluation::margin(t, run.margin),
        name: run.name,
    }))
}

/// The collections that hold something the visitor sees.
pub(super) async fn collections(desk: &Desk) -> Vec<String> {
    let held = desk.read(|held| Ok(held.catalogue.collections(held.at)?));
    held.await.unwrap_or_default()
}

/// `POST /nap/{batch}/cong-bo`: publishes it.
pub(crate) async fn publish(
    desk: Desk,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let sent = sent.only(&["collection", "level", "despite"])?;
    let place = wire::BatchPlace {
        collection: sent.get("collection").map(str::to_owned),
        level: sent.get("level").map(str::to_owned),
        despite: sent.get("despite").map(str::to_owned),
    };
    desk.publish_batch(name.clone(), place).await?;
    Ok(see(&at(&name)))
}

/// `POST /nap/{batch}/huy`: gives it up.
pub(crate) async fn discard(
    desk: Desk,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    desk.discard_batch(name).await?;
    Ok(see("/nap"))
}

/// `/nap/{batch}/thu-hoi`: what taking it back would do.
pub(crate) async fn taking_back(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let back = at(&name);
    ask_back(&desk, &frame, name, back).await
}

/// The page that says what taking back would do, and asks.
pub(super) async fn ask_back(
    desk: &Desk,
    frame: &Frame,
    name: String,
    back: String,
) -> Result<Response, Failure> {
    let taking = desk.taking_back(name.clone()).await?;
    form_page(&TakeBack {
        frame,
        t: frame.t,
        section: "upload",
        taking,
        action: format!("/nap/{}/thu-hoi", address::encode(&name)),
        back,
    })
}

/// `POST /nap/{batch}/thu-hoi`: takes it back. Also bulk changes are taken back here.
pub(crate) async fn take_back(
    desk: Desk,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    desk.take_back(name.clone()).await?;
    let staged = desk.batch(name.clone()).await.is_ok();
    Ok(see(&match staged {
        true => at(&name),
        false => "/quan-ly/van-ban?xong=1".to_owned(),
    }))
}

/// A moment as it is kept, as people read it.
fn moment(iso: &str) -> String {
    iso.parse()
        .map_or_else(|_| iso.to_owned(), |at| account::moment(&at))
}

impl Upload<'_> {
    fn moment(&self, iso: &str) -> String {
        moment(iso)
    }

    fn href(&self, name: &str) -> String {
        at(name)
    }
}

impl Shown<'_> {
    fn moment(&self, iso: &str) -> String {
        moment(iso)
    }
}
