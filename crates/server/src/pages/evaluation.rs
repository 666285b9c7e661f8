//! The office's gold questions: kept, asked, compared with the last release.

use askama::Template;
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use search::NotHeld;

use super::{Frame, account, form_page, see};
use crate::{
    desk::{Desk, Evaluated},
    evaluation::{Asked, Turn},
    failure::{Failure, gold_lines},
    language::Texts,
    sent::Sent,
    upload::in_time,
    wire,
};

/// Most bytes of gold questions.
const MOST_BYTES: usize = 1 << 20;
/// Questions of a run that are shown; those that turned come first.
const SHOWN: usize = 300;
const HOME: &str = "/quan-ly/danh-gia";

#[derive(Template)]
#[template(path = "evaluation.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    told: wire::Evaluations,
    lines: String,
    /// Provisions that nothing can find now, each in a sentence.
    absent: Vec<String>,
    /// Lines that were not taken, each in a sentence.
    wrong: Vec<String>,
    done: bool,
}

#[derive(Template)]
#[template(path = "evaluation_run.html")]
struct Shown<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    run: &'a wire::Evaluation,
    asked: &'a [wire::EvaluatedQuestion],
    more: usize,
}

/// A share in per cent with one digit behind the point, and its sign.
fn percent(t: Texts, share: f64) -> String {
    t.percent(t.decimal(format!("{:.1}", share * 100.0)))
}

/// A difference in points, with its sign.
fn points(t: Texts, difference: f64) -> String {
    t.decimal(format!("{:+.1}", difference * 100.0).replace('-', "−"))
}

/// Points, as people read them.
pub(super) fn margin(t: Texts, points: f64) -> String {
    t.decimal(points.to_string())
}

/// Ranks as people read them.
fn ranks(t: Texts, ranks: &[Option<u32>]) -> String {
    let one = |rank: &Option<u32>| match rank {
        Some(rank) => rank.to_string(),
        None => t.get("eval.not_found").to_owned(),
    };
    ranks.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The ranks of a question before and now.
pub(super) fn turned(t: Texts, one: &Asked) -> String {
    let before = one.before.as_deref().unwrap_or_default();
    t.fill_all("eval.turned", &[&ranks(t, before), &ranks(t, &one.ranks)])
}

fn moment(iso: &str) -> String {
    iso.parse()
        .map_or_else(|_| iso.to_owned(), |at| account::moment(&at))
}

impl Page<'_> {
    fn percent(&self, share: &f64) -> String {
        percent(self.t, *share)
    }

    fn moment(&self, iso: &str) -> String {
        moment(iso)
    }

    fn margin(&self) -> String {
        margin(self.t, self.told.margin)
    }
}

impl Shown<'_> {
    fn percent(&self, share: &f64) -> String {
        percent(self.t, *share)
    }

    fn points(&self, difference: &f64) -> String {
        points(self.t, *difference)
    }

    fn chance(&self, p: &f64) -> String {
        self.t.decimal(format!("{p:.3}"))
    }

    fn moment(&self, iso: &str) -> String {
        moment(iso)
    }

    fn margin(&self) -> String {
        margin(self.t, self.run.margin)
    }

    fn ranks(&self, found: &[Option<u32>]) -> String {
        ranks(self.t, found)
    }

    fn before(&self, one: &wire::EvaluatedQuestion) -> String {
        match &one.before {
            Some(ranks) => self.ranks(ranks),
            None => "–".to_owned(),
        }
    }

    /// A mark for grey paper.
    fn sign(&self, turn: &Turn) -> &'static str {
        match turn {
            Turn::Better => "▲",
            Turn::Worse => "▼",
            Turn::Same | Turn::New => "",
        }
    }
}

/// `/quan-ly/danh-gia`.
pub(crate) async fn list(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let found = desk.evaluations().await?;
    shown(&frame, found, Vec::new())
}

fn shown(frame: &Frame, found: Evaluated, wrong: Vec<String>) -> Result<Response, Failure> {
    let t = frame.t;
    let absent = found.absent.into_iter().map(|(line, typed, why)| {
        let key = match why {
            NotHeld::Document => "gold.no_document",
            NotHeld::Provision => "gold.absent",
        };
        t.fill_all(key, &[&line.to_string(), &typed])
    });
    form_page(&Page {
        frame,
        t,
        section: "evaluation",
        absent: absent.collect(),
        told: found.told,
        lines: found.lines,
        wrong,
        done: frame.fields.get("xong").is_some(),
    })
}

/// `POST /quan-ly/danh-gia`: asks all of them.
pub(crate) async fn begin(desk: Desk, sent: Sent) -> Result<Response, Failure> {
    sent.only(&[])?;
    desk.begin_evaluation().await?;
    Ok(see(HOME))
}

/// `POST /quan-ly/danh-gia/cau-hoi`: keeps other questions, typed or from a file.
pub(crate) async fn keep_gold(
    desk: Desk,
    frame: Frame,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let mut form = form.map_err(|_| Failure::BadUpload)?;
    let (mut typed, mut file, mut unread) = (None, None, false);
    while let Some(mut field) = in_time(form.next_field()).await? {
        let name = field.name().unwrap_or_default().to_owned();
        let mut bytes = Vec::new();
        while let Some(piece) = in_time(field.chunk()).await? {
            bytes.extend_from_slice(&piece);
            if bytes.len() > MOST_BYTES {
                return Err(Failure::TooLarge);
            }
        }
        match (name.as_str(), text_of(&bytes)) {
            ("lines", Some(text)) => typed = Some(text),
            ("file", Some(text)) if text.trim().is_empty() => {}
            ("file", Some(text)) => file = Some(text),
            ("file", None) => unread = true,
            _ => return Err(Failure::BadUpload),
        }
    }
    let t = frame.t;
    let (lines, wrong) = if unread {
        // What was typed beside it must not be lost.
        let lines = typed.ok_or(Failure::BadUpload)?;
        (lines, vec![t.get("gold.not_text").to_owned()])
    } else {
        let lines = file.or(typed).ok_or(Failure::BadUpload)?;
        match desk.keep_gold(lines.clone()).await {
            Ok(_) => return Ok(see(&format!("{HOME}?xong=1"))),
            Err(Failure::BadGold(wrong)) => (lines, gold_lines(t, &wrong)),
            Err(failure) => return Err(failure),
        }
    };
    let mut found = desk.evaluations().await?;
    found.lines = lines;
    let again = shown(&frame, found, wrong)?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
}

/// A file of text: UTF-8, or UTF-16 as an editor of Windows marks it.
fn text_of(bytes: &[u8]) -> Option<String> {
    let two = |read: fn([u8; 2]) -> u16, rest: &[u8]| {
        let (pairs, odd) = rest.as_chunks::<2>();
        let units: Vec<u16> = pairs.iter().map(|pair| read(*pair)).collect();
        let text = String::from_utf16(&units).ok();
        text.filter(|_| odd.is_empty())
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => two(u16::from_le_bytes, rest),
        [0xfe, 0xff, rest @ ..] => two(u16::from_be_bytes, rest),
        [0xef, 0xbb, 0xbf, rest @ ..] | rest => String::from_utf8(rest.to_vec()).ok(),
    }
}

/// `/quan-ly/danh-gia/{run}`.
pub(crate) async fn show(
    desk: Desk,
    Path(name): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let run = desk.evaluation(name).await?;
    let count = run.asked.len().min(SHOWN);
    form_page(&Shown {
        frame: &frame,
        t: frame.t,
        section: "evaluation",
        asked: &run.asked[..count],
        more: run.asked.len() - count,
        run: &run,
    })
}

/// `POST /quan-ly/danh-gia/{run}/moc`: has later runs compared with it.
pub(crate) async fn mark(
    desk: Desk,
    Path(name): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    sent.only(&[])?;
    desk.set_mark(name.clone()).await?;
    Ok(see(&format!("{HOME}/{name}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_questions_is_read_as_editors_write_it() {
        let check = |bytes: &[u8], expect: Option<&str>| {
            assert_eq!(text_of(bytes).as_deref(), expect, "{bytes:?}");
        };
        check("Lệ phí?".as_bytes(), Some("Lệ phí?"));
        check(b"\xef\xbb\xbfL\xe1\xbb\x87", Some("Lệ"));
        check(b"\xff\xfeL\0\xc7\x1e", Some("Lệ"));
        check(b"\xfe\xff\0L\x1e\xc7", Some("Lệ"));
        check(b"", Some(""));
        check(b"\xff\xfeL", None);
        check(b"L\xb5 ph\xdd", None);
    }
}
