//! What checkers recorded of validity, on the wire.

use catalogue::DocumentRow;
use jiff::{Timestamp, tz};
use legal::{Date, Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::Validity;
use crate::address;

/// A moment as people in Vietnam read it.
fn local(moment: Timestamp) -> String {
    let moment = moment.to_zoned(tz::offset(7).to_time_zone());
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// Something that was recorded.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Resolution {
    /// Its number.
    pub id: i64,
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub name: String,
    /// Its page.
    pub url: String,
    /// `ended`, `applies`, `unofficial`.
    pub kind: &'static str,
    /// From which day it ended, or applies.
    #[schema(value_type = Option<String>, format = Date)]
    pub day: Option<Date>,
    /// The act that it rests on, where that is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The words that say so.
    pub words: String,
    /// The account that recorded it.
    pub who: String,
    /// When, in Vietnam's time.
    pub at: String,
    /// When it was taken back.
    pub withdrawn: Option<String>,
    /// It was not taken back, and the act that it rests on is held.
    pub counts: bool,
}

impl Resolution {
    pub(crate) fn new(
        one: &catalogue::Resolution,
        row: &DocumentRow,
        by: Option<&DocumentRow>,
    ) -> Self {
        let told = &one.told;
        let (kind, day) = match (told.unofficial, told.until, told.from) {
            (true, ..) => ("unofficial", None),
            (false, Some(until), _) => ("ended", Some(until)),
            (false, None, from) => ("applies", from),
        };
        Self {
            id: one.id,
            name: format!("{} {}", told.unit.citation(), row.name())
                .trim()
                .to_owned(),
            url: address::provision(&row.slug, &told.unit),
            kind,
            day,
            by: by.map(DocumentRow::name),
            words: told.words.clone(),
            who: one.who.clone(),
            at: local(one.at),
            withdrawn: one.withdrawn.as_ref().map(|(at, _)| local(*at)),
            counts: one.counts,
        }
    }
}

/// An act that touches a provision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ResolvingAct {
    /// Its slug.
    pub slug: String,
    /// "Nghị định số 30/2020/NĐ-CP".
    pub name: String,
    /// First day in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// What it says where it speaks of the provision, at most 800 characters.
    pub words: String,
}

/// A provision of which something may be recorded.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Resolvable {
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub name: String,
    /// The document's slug.
    pub slug: String,
    /// `dieu-5/khoan-2`; empty for the whole.
    pub path: String,
    /// Its page.
    pub url: String,
    /// Its state today.
    #[schema(value_type = String)]
    pub status: Status,
    /// When it applies, and the words that say so.
    pub validity: Validity,
    /// Acts that touch it, those that name it first.
    pub acts: Vec<ResolvingAct>,
    /// Others of its number are held: it may be recorded that it is not the official one.
    pub has_twins: bool,
    /// What was recorded of the document.
    pub resolutions: Vec<Resolution>,
}
