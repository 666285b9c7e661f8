//! Claims that somebody hands in with references to the law: each reference is looked up, and each claim is laid beside
//! what it cites with the same checks as an answer's. Pure of HTTP, of files and of the clock.

use legal::{Citation, Date, Path};
use search::{Cited, Error, Evidence, Library};

use crate::references::{References, acts};
use crate::{Check, CheckKind, Compared, DraftClaim, Verdict, compare};

mod written;

pub use written::{WrittenClaim, written};

/// Most citations of one claim; more prove nothing more.
const MOST_CITATIONS: usize = 12;
/// Most provisions of one reference ("từ Điều 5 đến Điều 30") that a claim is laid beside.
const MOST_PROVISIONS: usize = 12;

/// A sentence and what it cites, as handed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedClaim {
    /// The sentence.
    pub text: String,
    /// What it cites.
    pub citations: Vec<CitedWords>,
}

/// A reference and the words that are said to stand there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CitedWords {
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub reference: String,
    /// Empty: the sentence is laid beside the whole provision.
    pub quote: String,
}

/// How far a claim that was handed in is proved.
#[derive(Clone, Debug)]
pub struct CheckedClaim {
    /// The verdict.
    pub verdict: Verdict,
    /// Every check and what it saw.
    pub checks: Vec<ClaimCheck>,
    /// The provisions that its references led to, in their order.
    pub provisions: Vec<Evidence>,
}

/// One check of a claim that was handed in.
#[derive(Clone, Debug)]
pub enum ClaimCheck {
    /// Where one of its references led; for a claim without any, nothing.
    Led(Led),
    /// A check of the sentence beside what it cites.
    Compared(Check),
}

/// Where a reference led.
#[derive(Clone, Debug)]
pub enum Led {
    /// The claim cites nothing, or more than can be looked at.
    Nowhere,
    /// The words are no reference to a document or a provision.
    NoReference(String),
    /// The document is not held.
    NoDocument {
        /// The reference as it was read.
        reference: String,
        /// The names of acts with the nearest numbers.
        nearest: Vec<String>,
    },
    /// The document is held and has no such provision.
    NoProvision {
        /// The provision.
        reference: String,
        /// The document's name.
        document: String,
        /// The nearest provisions that it has.
        nearest: Vec<Path>,
    },
    /// Several acts have this number; the claim was laid beside each, and this is the one that it fits best.
    Several {
        /// The reference as it was read.
        reference: String,
        /// How many.
        acts: usize,
        /// The name, issuer and day of the one that was taken.
        taken: String,
    },
    /// The reference gives another day of issue than the act has.
    OtherDay {
        /// The act's name.
        document: String,
        /// Its day of issue.
        issued: Date,
    },
    /// It led to one provision.
    To(String),
}

impl Led {
    /// Whether the reference led to one provision that is held.
    pub fn passed(&self) -> bool {
        matches!(self, Self::To(_))
    }

    /// Whether there is nothing to lay the claim beside.
    fn is_lost(&self) -> bool {
        !matches!(
            self,
            Self::To(_) | Self::Several { .. } | Self::OtherDay { .. }
        )
    }
}

impl ClaimCheck {
    /// What was checked; where a reference leads is part of `Reference`.
    pub fn kind(&self) -> CheckKind {
        match self {
            Self::Led(_) => CheckKind::Reference,
            Self::Compared(check) => match check.kind {
                CheckKind::Evidence => CheckKind::Reference,
                // Words recognised from a picture are not sure to be the law's own.
                CheckKind::Source => CheckKind::Quote,
                kind => kind,
            },
        }
    }

    /// Whether it held.
    pub fn passed(&self) -> bool {
        match self {
            Self::Led(led) => led.passed(),
            Self::Compared(check) => check.passed,
        }
    }
}

/// Lays each claim beside the law that it cites, as of a day: one result for each claim, in their order.
///
/// A claim is `Checked` if every reference leads to one provision held, every quote stands there word for word, the law is
/// in force, and figures, modality, authority and words agree. It is `Unchecked` if it cites nothing, if a reference
/// leads to nothing, a quote does not stand, or the law is not in force; otherwise `Partly`.
pub fn check_claims(
    library: &Library,
    claims: &[CitedClaim],
    on: Date,
) -> Result<Vec<CheckedClaim>, Error> {
    let mut references = References::new(library, on);
    let checked = claims.iter().map(|claim| check(&mut references, claim));
    checked.collect()
}

fn check(references: &mut References<'_>, claim: &CitedClaim) -> Result<CheckedClaim, Error> {
    if claim.citations.is_empty() || claim.citations.len() > MOST_CITATIONS {
        return Ok(CheckedClaim {
            verdict: Verdict::Unchecked,
            checks: vec![ClaimCheck::Led(Led::Nowhere)],
            provisions: Vec::new(),
        });
    }
    let mut checks = Vec::new();
    let mut cited: Vec<Choice> = Vec::new();
    for words in &claim.citations {
        let (led, choices) = look_up(references, words)?;
        checks.extend(led);
        cited.extend(choices);
    }
    for at in 0..cited.len() {
        choose(&claim.text, &mut cited, at, references.on);
    }
    for one in cited.iter().filter(|one| one.acts > 1) {
        checks.push(Led::Several {
            reference: one.reference.clone(),
            acts: one.acts,
            taken: search::told_apart(&one.taken().document),
        });
    }
    let lost = checks.iter().any(Led::is_lost);
    let mut checks: Vec<ClaimCheck> = checks.into_iter().map(ClaimCheck::Led).collect();
    let compared = beside(&claim.text, &cited, references.on);
    let verdict = compared.verdict;
    // That what was looked up is there says nothing new.
    let found = |check: &Check| check.kind == CheckKind::Evidence && check.passed;
    let compared = compared.checks.into_iter().filter(|check| !found(check));
    checks.extend(compared.map(ClaimCheck::Compared));
    let led = checks.iter().all(ClaimCheck::passed);
    Ok(CheckedClaim {
        verdict: match verdict {
            _ if lost => Verdict::Unchecked,
            Verdict::Checked if !led => Verdict::Partly,
            verdict => verdict,
        },
        checks,
        provisions: cited.iter().map(|one| one.taken().clone()).collect(),
    })
}

/// What one reference of a claim may mean, and the words that are said to stand there.
struct Choice {
    reference: String,
    quote: String,
    /// How many different acts the alternatives are of.
    acts: usize,
    /// The provision of each act with that number; at least one.
    alternatives: Vec<Evidence>,
    taken: usize,
}

impl Choice {
    fn taken(&self) -> &Evidence {
        &self.alternatives[self.taken]
    }
}

/// Where the words of one citation lead: what is to be said of it, and what there is to lay the claim beside.
fn look_up(
    references: &mut References<'_>,
    words: &CitedWords,
) -> Result<(Vec<Led>, Vec<Choice>), Error> {
    let typed = legal::typed_citations(&words.reference);
    let mut citations = typed.citations;
    citations.retain(Citation::names_document);
    if citations.is_empty() || !typed.whole {
        return Ok((vec![Led::NoReference(words.reference.clone())], Vec::new()));
    }
    citations.truncate(MOST_PROVISIONS);
    let (mut led, mut choices) = (Vec::new(), Vec::new());
    for citation in &citations {
        match &*references.look_up(citation)? {
            Cited::NoDocument { citation, nearest } => led.push(Led::NoDocument {
                reference: citation.print(),
                nearest: nearest.iter().map(search::told_apart).collect(),
            }),
            Cited::NoProvision {
                citation,
                document,
                nearest,
            } => led.push(Led::NoProvision {
                reference: citation.path.within(),
                document: document.name(),
                nearest: nearest.clone(),
            }),
            Cited::Found(found) => {
                led.extend(other_day(citation, found));
                let mut alternatives = Vec::with_capacity(found.len());
                for evidence in found {
                    alternatives.push(whole(references, evidence, &words.quote)?);
                }
                choices.push(Choice {
                    reference: citation.print(),
                    quote: words.quote.clone(),
                    acts: acts(found),
                    alternatives,
                    taken: 0,
                });
            }
        }
    }
    if choices.len() > 1 {
        give_to_one(&mut choices);
    }
    for choice in choices.iter().filter(|choice| choice.acts == 1) {
        led.push(Led::To(choice.reference.clone()));
    }
    Ok((led, choices))
}

/// What a claim on a provision is laid beside. Of a document cited as a whole that is the article in which the quoted
/// words stand.
fn whole(
    references: &mut References<'_>,
    evidence: &Evidence,
    quote: &str,
) -> Result<Evidence, Error> {
    if !evidence.path.steps().is_empty() || quote.trim().is_empty() {
        return references.with_lead(evidence);
    }
    let place = references
        .open(evidence.document.row)?
        .and_then(|opened| opened.locate(quote));
    let article = place.and_then(|place| place.path?.article());
    let Some(path) = article else {
        return Ok(evidence.clone());
    };
    let found = search::provision(references.library, &evidence.document, &path, references.on)?;
    Ok(found.unwrap_or_else(|| evidence.clone()))
}

/// A day of issue that none of the acts with that number has.
fn other_day(citation: &Citation, found: &[Evidence]) -> Option<Led> {
    let named = citation.date?;
    let first = found.first()?;
    let issued = first.document.header.issued.filter(|day| *day != named)?;
    Some(Led::OtherDay {
        document: first.document.name(),
        issued,
    })
}

/// Quoted words stand in one of the provisions of a list; with the others the sentence is compared as a whole.
fn give_to_one(choices: &mut [Choice]) {
    let quote = legal::fold_quote(&choices[0].quote);
    if quote.text().is_empty() {
        return;
    }
    let stands = |choice: &Choice| {
        choice
            .alternatives
            .iter()
            .any(|one| legal::fold_quote(&one.text).text().contains(quote.text()))
    };
    let owner = choices.iter().position(stands).unwrap_or_default();
    for (at, choice) in choices.iter_mut().enumerate() {
        if at != owner {
            choice.quote.clear();
        }
    }
}

/// Takes the act that the claim fits best, where several have the number.
fn choose(text: &str, cited: &mut [Choice], at: usize, on: Date) {
    let mut best = (usize::MAX, 0);
    for taken in 0..cited[at].alternatives.len() {
        if cited[at].alternatives.len() == 1 {
            return;
        }
        cited[at].taken = taken;
        let compared = beside(text, cited, on);
        let failed = compared.checks.iter().filter(|check| !check.passed).count();
        let worse = match compared.verdict {
            Verdict::Checked => 0,
            Verdict::Partly => 100,
            Verdict::Unchecked => 200,
        };
        best = best.min((worse + failed, taken));
    }
    cited[at].taken = best.1;
}

/// The sentence beside what was taken.
fn beside(text: &str, cited: &[Choice], on: Date) -> Compared {
    if cited.is_empty() {
        return Compared {
            verdict: Verdict::Unchecked,
            checks: Vec::new(),
        };
    }
    let evidence: Vec<Evidence> = cited.iter().map(|one| one.taken().clone()).collect();
    let quoted = |(at, one): (usize, &Choice)| (at + 1, one.quote.clone());
    let draft = DraftClaim {
        text: text.to_owned(),
        quotes: cited.iter().enumerate().map(quoted).collect(),
        ..DraftClaim::default()
    };
    compare(&draft, &evidence, on)
}
