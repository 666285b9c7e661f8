//! Writing another answer in the place of one: sentences with their references and quotes, laid beside the law before
//! anything is kept.

use answer::{CitedClaim, CitedWords, ClaimCheck, WrittenClaim};
use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse as _, Redirect, Response},
};

use super::Frame;
use crate::{
    desk::{Desk, Written},
    failure::Failure,
    language::Texts,
    pages::form_page,
    sent::Sent,
    wire,
};

/// Sentences that the form has room for beyond those that are there.
const MORE_CLAIMS: usize = 1;
/// Most sentences of the form.
const MOST_CLAIMS: usize = 12;
/// Most citations of a sentence in the form.
const MOST_QUOTES: usize = 6;

#[derive(Template)]
#[template(path = "written.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    record: String,
    question: String,
    on: legal::Date,
    claims: Vec<Sentence>,
    note: String,
    /// Something is not proved.
    unproved: bool,
}

/// A sentence of the form.
struct Sentence {
    text: String,
    quotes: Vec<CitedWords>,
    /// What was seen of it; empty: nothing yet.
    checks: Vec<(bool, String, String)>,
    proved: bool,
}

impl Sentence {
    fn empty() -> Self {
        Self {
            text: String::new(),
            quotes: vec![CitedWords::default()],
            checks: Vec::new(),
            proved: false,
        }
    }
}

/// `/duyet/{id}/sua`: the sentences as they are, to be changed.
pub(crate) async fn form(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let one = desk.reviewed(id).await?;
    let sentence = |claim: &wire::ReviewedClaim| Sentence {
        text: claim.text.clone(),
        quotes: claim
            .quotes
            .iter()
            .map(|quote| CitedWords {
                reference: quote.citation.clone(),
                quote: quote.text.clone(),
            })
            .collect(),
        ..Sentence::empty()
    };
    let claims = one.claims.iter().filter(|claim| !claim.kept.removed);
    let claims = claims.map(sentence).collect();
    let page = page(&frame, &one, claims, String::new(), false);
    form_page(&page)
}

fn page<'a>(
    frame: &'a Frame,
    one: &wire::Reviewed,
    mut claims: Vec<Sentence>,
    note: String,
    unproved: bool,
) -> Page<'a> {
    let room = MOST_CLAIMS.saturating_sub(claims.len()).min(MORE_CLAIMS);
    claims.extend((0..room).map(|_| Sentence::empty()));
    for claim in &mut claims {
        if claim.quotes.len() < MOST_QUOTES && !claim.text.is_empty() {
            claim.quotes.push(CitedWords::default());
        }
    }
    Page {
        frame,
        t: frame.t,
        section: "review",
        record: one.record.clone(),
        question: one.question.clone(),
        on: one.on,
        claims,
        note,
        unproved,
    }
}

/// `POST /duyet/{id}/sua`: keeps it where every sentence is proved, else shows what is not.
pub(crate) async fn write(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    let (claims, note) = sentences(sent)?;
    // Nothing is proved where nothing is said; what was typed beside it is not lost.
    if claims.is_empty() || claims.iter().any(|claim| claim.text.is_empty()) {
        let one = desk.reviewed(id).await?;
        let given_back = claims.into_iter().map(|claim| Sentence {
            text: claim.text,
            quotes: match claim.citations.is_empty() {
                true => vec![CitedWords::default()],
                false => claim.citations,
            },
            ..Sentence::empty()
        });
        let page = page(&frame, &one, given_back.collect(), note, true);
        return Ok((StatusCode::UNPROCESSABLE_ENTITY, form_page(&page)?).into_response());
    }
    let written = desk
        .write_instead(id.clone(), claims.clone(), note.clone(), frame.t)
        .await?;
    let judged = match written {
        Written::Kept(record) => {
            let to = format!("/duyet/{record}?xong=corrected");
            return Ok(Redirect::to(&to).into_response());
        }
        Written::Unproved(judged) => judged,
    };
    let one = desk.reviewed(id).await?;
    let claims = claims.into_iter().zip(&judged);
    let claims = claims
        .map(|(claim, judged)| shown(claim, judged, frame.t))
        .collect();
    let page = page(&frame, &one, claims, note, true);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, form_page(&page)?).into_response())
}

fn shown(claim: CitedClaim, judged: &WrittenClaim, t: Texts) -> Sentence {
    let check = |check: &ClaimCheck| {
        let kind = format!("check.{}", t.name(&check.kind()));
        let detail = match check {
            ClaimCheck::Led(led) => t.led(led),
            ClaimCheck::Compared(check) => t.seen(&check.seen),
        };
        (check.passed(), t.get(&kind).to_owned(), detail)
    };
    Sentence {
        text: claim.text,
        quotes: claim.citations,
        checks: judged.checks.iter().map(check).collect(),
        proved: judged.proved,
    }
}

/// `text-1`, `ref-1-1`, `quote-1-1` and so on; what has no sentence and no citation is left out.
fn sentences(sent: Sent) -> Result<(Vec<CitedClaim>, String), Failure> {
    let fields = sent.matching(&["note"], &["text-", "ref-", "quote-"])?;
    let mut claims = Vec::new();
    for claim in 1..=MOST_CLAIMS {
        let text = fields.get(&format!("text-{claim}")).unwrap_or_default();
        let mut citations = Vec::new();
        for quote in 1..=MOST_QUOTES + 1 {
            let of = |name: &str| {
                let value = fields.get(&format!("{name}-{claim}-{quote}"));
                value.unwrap_or_default().to_owned()
            };
            let words = CitedWords {
                reference: of("ref"),
                quote: of("quote"),
            };
            if words != CitedWords::default() {
                citations.push(words);
            }
        }
        if !text.is_empty() || !citations.is_empty() {
            claims.push(CitedClaim {
                text: text.to_owned(),
                citations,
            });
        }
    }
    Ok((claims, fields.get("note").unwrap_or_default().to_owned()))
}
