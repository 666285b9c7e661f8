//! The page that says whether everything works, and where whoever keeps the machine makes a backup and tries the model.

use askama::Template;
use axum::response::Response;
use catalogue::Backup;

use super::{Frame, form_page};
use crate::{
    api::health::{self, Health},
    desk::Desk,
    failure::Failure,
    language::Texts,
    sent::Sent,
};

#[derive(Template)]
#[template(path = "health.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    health: Health,
    /// For whoever keeps the machine.
    kept: Option<Kept>,
    /// What came of trying the model.
    tried: Option<String>,
}

/// The machine, for whoever keeps it.
struct Kept {
    /// Free and all space on the disk of the data folder, in GB.
    disk: Option<[String; 2]>,
    /// The last backup: its moment and size.
    backup: Option<[String; 2]>,
    done: bool,
}

/// `/suc-khoe`.
pub(crate) async fn health(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    show(&desk, &frame, None).await
}

async fn show(desk: &Desk, frame: &Frame, tried: Option<String>) -> Result<Response, Failure> {
    let health = health::look(desk).await;
    let kept = match frame.may_load() {
        true => Some(kept(desk, frame).await?),
        false => None,
    };
    form_page(&Page {
        t: frame.t,
        frame,
        section: "health",
        health,
        kept,
        tried,
    })
}

async fn kept(desk: &Desk, frame: &Frame) -> Result<Kept, Failure> {
    let setup = desk.clone();
    let looked = desk.view(move || {
        let disk = catalogue::free_space(&setup.setup.root);
        let last = catalogue::backups(&setup.setup.backups).pop();
        Ok((disk, last))
    });
    let (disk, last) = looked.await?;
    let gigabytes = |bytes: u64| {
        let number = format!("{:.1}", bytes as f64 / (1u64 << 30) as f64);
        frame.t.decimal(number)
    };
    Ok(Kept {
        disk: disk.map(|(free, all)| [gigabytes(free), gigabytes(all)]),
        backup: last.map(|last| [moment(&last), last.bytes.div_ceil(1 << 20).to_string()]),
        done: frame.fields.get("xong").is_some(),
    })
}

/// The moment of a backup, as people in Vietnam read it.
fn moment(backup: &Backup) -> String {
    let at = backup.moment();
    at.map_or_else(|| backup.name.clone(), |at| super::account::moment(&at))
}

/// `POST /suc-khoe/sao-luu`: makes a backup.
pub(crate) async fn back_up(desk: Desk, sent: Sent) -> Result<Response, Failure> {
    sent.only(&[])?;
    desk.back_up().await?;
    Ok(super::see("/suc-khoe?xong=1"))
}

/// `POST /suc-khoe/thu-mo-hinh`: asks the configured model for one word, with nothing of anybody in it.
pub(crate) async fn try_writer(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    sent.only(&[])?;
    let tried = super::models::writes(&desk, frame.t).await;
    let tried = tried.unwrap_or_else(|wrong| wrong);
    show(&desk, &frame, Some(tried)).await
}
