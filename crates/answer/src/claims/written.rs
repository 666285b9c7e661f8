//! An answer that a person wrote in the place of another one: its sentences go through the same checks as a model's, and
//! where one of them is not proved there is no answer.

use legal::Date;
use search::{Error, Evidence, Library};

use super::{CitedClaim, CitedWords, ClaimCheck, Led, look_up};
use crate::references::References;
use crate::{Answer, Check, CheckKind, Claim, DraftClaim, Unverified, verify};

/// Most sentences of an answer that is written by hand.
const MOST_CLAIMS: usize = 12;
/// Most citations of one of them.
const MOST_CITATIONS: usize = 6;

/// What came of a sentence that a person wrote.
#[derive(Clone, Debug)]
pub struct WrittenClaim {
    /// Whether it is proved.
    pub proved: bool,
    /// Every check and what it saw.
    pub checks: Vec<ClaimCheck>,
}

/// Lays what a person wrote beside the law that it cites, as of a day. The answer, if every sentence of it is proved:
/// each reference leads to one provision, each quote stands there word for word, and every check of the sentence itself
/// passes. What may fail are checks of the law and not of the sentence: that nobody knows whether it is in force, that it
/// was recognised from a picture, or that it makes no rules; the verdict says so then.
pub fn written(
    library: &Library,
    claims: &[CitedClaim],
    on: Date,
) -> Result<(Vec<WrittenClaim>, Option<Answer>), Error> {
    let mut references = References::new(library, on);
    let mut evidence: Vec<Evidence> = Vec::new();
    let mut drafts = Vec::with_capacity(claims.len());
    for claim in claims.iter().take(MOST_CLAIMS) {
        drafts.push(draft(&mut references, claim, &mut evidence)?);
    }
    search::place(library, evidence.iter_mut())?;
    let mut proved: Vec<Claim> = Vec::new();
    let judged: Vec<WrittenClaim> = drafts
        .into_iter()
        .map(|(led, draft)| {
            let mut checks: Vec<ClaimCheck> = led.into_iter().map(ClaimCheck::Led).collect();
            let found = checks.iter().all(ClaimCheck::passed) && !draft.quotes.is_empty();
            let made = verify(&draft, &evidence, on);
            let compared = match &made {
                Ok(claim) => claim.checks(),
                Err(unsupported) => &unsupported.checks,
            };
            let stands = compared
                .iter()
                .all(|check| check.passed || is_of_the_law(check));
            checks.extend(compared.iter().cloned().map(ClaimCheck::Compared));
            let claim = made.ok().filter(|_| found && stands);
            let is_proved = claim.is_some();
            proved.extend(claim);
            WrittenClaim {
                proved: is_proved,
                checks,
            }
        })
        .collect();
    let whole = !judged.is_empty()
        && claims.len() <= MOST_CLAIMS
        && judged.iter().all(|claim| claim.proved);
    Ok((judged, whole.then(|| answer(evidence, proved))))
}

/// A sentence as a draft, its evidence added to that of the others.
fn draft(
    references: &mut References<'_>,
    claim: &CitedClaim,
    evidence: &mut Vec<Evidence>,
) -> Result<(Vec<Led>, DraftClaim), Error> {
    let (mut led, mut quotes) = (Vec::new(), Vec::new());
    if claim.citations.is_empty() || claim.citations.len() > MOST_CITATIONS {
        led.push(Led::Nowhere);
    }
    for words in claim.citations.iter().take(MOST_CITATIONS) {
        let (said, found) = one(references, words)?;
        led.extend(said);
        if let Some(found) = found {
            let same = |known: &Evidence| {
                known.document.row == found.document.row && known.path == found.path
            };
            let at = match evidence.iter().position(same) {
                Some(at) => at,
                None => {
                    evidence.push(found);
                    evidence.len() - 1
                }
            };
            quotes.push((at + 1, words.quote.clone()));
        }
    }
    let draft = DraftClaim {
        text: claim.text.clone(),
        quotes,
        ..DraftClaim::default()
    };
    Ok((led, draft))
}

/// The one provision of a citation. Of several acts with the number the citation must say which.
fn one(
    references: &mut References<'_>,
    words: &CitedWords,
) -> Result<(Vec<Led>, Option<Evidence>), Error> {
    let (mut led, choices) = look_up(references, words)?;
    let [choice] = choices.as_slice() else {
        if led.iter().all(Led::passed) {
            led.push(Led::NoReference(words.reference.clone()));
        }
        return Ok((led, None));
    };
    if choice.acts > 1 {
        led.push(Led::Several {
            reference: choice.reference.clone(),
            acts: choice.acts,
            taken: search::told_apart(&choice.taken().document),
        });
        return Ok((led, None));
    }
    Ok((led, Some(choice.taken().clone())))
}

/// Whether a check speaks of the provision, and not of the sentence.
fn is_of_the_law(check: &Check) -> bool {
    matches!(check.kind, CheckKind::Source)
        || matches!(
            check.seen,
            crate::Seen::Validity {
                status: legal::Status::Unknown,
                ..
            }
        )
}

fn answer(evidence: Vec<Evidence>, claims: Vec<Claim>) -> Answer {
    Answer {
        read_as: None,
        notes: Vec::new(),
        evidence,
        cited: Vec::new(),
        not_in_force: Vec::new(),
        claims,
        dropped: Vec::new(),
        unverified: Unverified::Drop,
        refusal: None,
        doubtful: false,
        conflicts: Vec::new(),
        twins: Vec::new(),
        asks: Vec::new(),
        model: None,
        egress: None,
        within: None,
    }
}
