//! The checks that make a claim. Pure: no model, no clock.

use std::ops::Range;

use legal::{Date, Path, Span, Status};
use search::{Evidence, Place};

use crate::DraftClaim;
use crate::draft::plain;
use crate::figures::{Figure, figures};

use agreement::{Agreement, Difference, agreement};
use named::named;
use words::{Missing, find};

mod agreement;
mod align;
mod cues;
mod named;
mod tokens;
mod words;

/// A claim is a sentence or two; longer ones hide what was checked.
const TEXT_LIMIT: usize = 1_500;
/// More quotes than this prove nothing more.
const QUOTE_LIMIT: usize = 12;
/// A sentence with less than this share of its words in what it cites speaks of something else …
const COVERED: f32 = 0.6;
/// … if it has so many.
const LEAST_WORDS: usize = 3;
/// Most differences, and most words, that a check names.
const NAMED: usize = 3;

/// A sentence whose every quote was found in the provision it cites.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    text: String,
    quotes: Vec<Quote>,
    verdict: Verdict,
    checks: Vec<Check>,
}

/// Words that stand in a provision.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    evidence: usize,
    document: String,
    slug: String,
    path: Path,
    text: String,
    range: Range<usize>,
    span: Span,
    page: Option<u32>,
    recognised: bool,
    status: Status,
}

/// How far a claim is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// đã đối chiếu: every check passed.
    Checked,
    /// đối chiếu một phần: its quotes stand, something else does not (a number, the validity unknown).
    Partly,
    /// chưa đối chiếu: shown apart or dropped.
    Unchecked,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// The evidence number was in the evidence.
    Evidence,
    /// The quoted words stand verbatim in that evidence.
    Quote,
    /// Every figure of the sentence stands in the cited text, with its unit and its bound, in the same place.
    Numbers,
    /// The provisions that the sentence names are those that it quotes, or that these name.
    Reference,
    /// The sentence forbids, demands, allows, excepts and conditions as the cited text does.
    Modality,
    /// Who acts, and at which level, is who acts there.
    Authority,
    /// The words of the sentence stand in the cited text.
    Coverage,
    /// The provision is in force on the day.
    Validity,
    /// The words were read from the file, not recognised from a picture of them.
    Source,
}

/// One check and what it saw.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// Whether it held.
    pub passed: bool,
    /// What was seen, for a person (English key words; pages translate by kind).
    pub detail: String,
}

/// A draft that no quote supports.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsupported {
    /// The sentence.
    pub text: String,
    /// The checks, at least one of them failed.
    pub checks: Vec<Check>,
}

impl Claim {
    /// The sentence.
    pub fn text(&self) -> &str {
        &self.text
    }
    /// Its quotes, at least one.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }
    /// How far it is proved: `Checked` or `Partly`.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
    /// Every check and what it saw.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }
}

impl Quote {
    /// Number of the evidence, from 1.
    pub fn evidence(&self) -> usize {
        self.evidence
    }
    /// The document's name: "Nghị định số 30/2020/NĐ-CP".
    pub fn document(&self) -> &str {
        &self.document
    }
    /// The document in addresses.
    pub fn slug(&self) -> &str {
        &self.slug
    }
    /// The provision.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The words as they stand in the law (not as the model typed them).
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The bytes of the evidence's text (`Evidence::text`) that are quoted.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }
    /// Where the evidence stands in the document's reading text. The evidence is a reflowed copy, so the words
    /// themselves are found inside this span by folding both (`legal::fold_quote`).
    pub fn span(&self) -> Span {
        self.span
    }
    /// First page.
    pub fn page(&self) -> Option<u32> {
        self.page
    }
    /// Whether the words were recognised from a picture.
    pub fn is_recognised(&self) -> bool {
        self.recognised
    }
    /// The provision's state on the asked day.
    pub fn status(&self) -> Status {
        self.status
    }
}

/// Checks a draft against the evidence on a day.
///
/// Every quote must stand word for word in the evidence that it names, after folding (case, dashes, quotation
/// marks, white space), as one piece that neither begins nor ends inside a word or a number; then the claim
/// carries the law's own words. A figure that stands nowhere in the cited evidence or in another's place, a provision
/// that is named and not quoted, a "không" or a level that the evidence does not have in that place, words that speak
/// of something else, and a validity that is not known leave the claim `Partly`; so do words that were recognised from
/// a picture. Law that is not in force on the day supports nothing.
pub fn verify(draft: &DraftClaim, evidence: &[Evidence], on: Date) -> Result<Claim, Unsupported> {
    let text = plain(&draft.text);
    let mut checks = Vec::new();
    let mut quotes: Vec<Quote> = Vec::new();
    for (number, words) in draft.quotes.iter().take(QUOTE_LIMIT) {
        let Some(cited) = number.checked_sub(1).and_then(|at| evidence.get(at)) else {
            checks.push(Check::new(
                CheckKind::Evidence,
                false,
                format!("no evidence {number}"),
            ));
            continue;
        };
        checks.push(Check::new(
            CheckKind::Evidence,
            true,
            format!("evidence {number}"),
        ));
        match find(words, &cited.text) {
            Ok(range) => {
                checks.push(Check::new(
                    CheckKind::Quote,
                    true,
                    format!("stands in evidence {number}"),
                ));
                let quote = Quote::new(*number, cited, range);
                if !quotes.contains(&quote) {
                    quotes.push(quote);
                }
            }
            Err(missing) => {
                let detail = missing.detail(*number, words, evidence);
                checks.push(Check::new(CheckKind::Quote, false, detail));
            }
        }
    }
    let refusal = if text.is_empty() {
        Some("no sentence")
    } else if text.chars().count() > TEXT_LIMIT {
        Some("sentence too long")
    } else if draft.quotes.is_empty() {
        Some("no quote")
    } else if draft.quotes.len() > QUOTE_LIMIT {
        Some("too many quotes")
    } else {
        None
    };
    if let Some(refusal) = refusal {
        checks.push(Check::new(CheckKind::Quote, false, refusal.to_owned()));
    }
    let proved = !quotes.is_empty() && checks.iter().all(|check| check.passed);
    let agreement = compared(&text, &quotes, evidence);
    checks.push(check_figures(&text, &quotes, evidence, &agreement.numbers));
    let named = named(&text, &quotes, evidence);
    checks.push(match named.wrong.as_slice() {
        [] => Check::new(
            CheckKind::Reference,
            true,
            format!("references: {}", named.all),
        ),
        wrong => Check::new(
            CheckKind::Reference,
            false,
            format!("not what is quoted: {}", wrong.join("; ")),
        ),
    });
    for (kind, differences) in [
        (CheckKind::Modality, &agreement.modality),
        (CheckKind::Authority, &agreement.authority),
    ] {
        checks.push(check_differences(kind, differences));
    }
    checks.push(check_words(&agreement));
    let statuses: Vec<Status> = quotes.iter().map(|quote| quote.status).collect();
    let dead = statuses
        .iter()
        .any(|status| !matches!(status, Status::InForce | Status::Unknown));
    for quote in &quotes {
        let detail = format!(
            "evidence {}: {} on {on}",
            quote.evidence,
            status_word(quote.status)
        );
        let check = Check::new(CheckKind::Validity, quote.status == Status::InForce, detail);
        if !checks.contains(&check) {
            checks.push(check);
        }
        if quote.recognised {
            let detail = format!("evidence {}: recognised from a picture", quote.evidence);
            let check = Check::new(CheckKind::Source, false, detail);
            if !checks.contains(&check) {
                checks.push(check);
            }
        }
    }
    if !proved || dead {
        return Err(Unsupported { text, checks });
    }
    let all = checks.iter().all(|check| check.passed);
    Ok(Claim {
        text,
        quotes,
        verdict: if all {
            Verdict::Checked
        } else {
            Verdict::Partly
        },
        checks,
    })
}

impl Check {
    fn new(kind: CheckKind, passed: bool, detail: String) -> Self {
        Self {
            kind,
            passed,
            detail,
        }
    }
}

impl Quote {
    fn new(number: usize, cited: &Evidence, range: Range<usize>) -> Self {
        let text = cited.text[range.clone()].to_owned();
        let place = place(cited, &text);
        Self {
            evidence: number,
            document: cited.document.name(),
            slug: cited.document.slug.clone(),
            path: place.path.unwrap_or_else(|| cited.path.clone()),
            text,
            range,
            span: place.span,
            page: place.page,
            recognised: cited.document.is_recognised(place.page),
            status: cited.status,
        }
    }
}

/// Where words of an evidence stand: the smallest provision with all of them, as far as that is known, else the
/// evidence's own place.
pub(crate) fn place(evidence: &Evidence, words: &str) -> Place {
    let found = evidence
        .excerpt
        .as_ref()
        .and_then(|excerpt| excerpt.locate(words));
    match found {
        Some(place) => place,
        None => Place {
            path: Some(evidence.path.clone()),
            span: evidence.span,
            page: evidence.page,
        },
    }
}

impl Missing {
    fn detail(self, number: usize, words: &str, evidence: &[Evidence]) -> String {
        if self == Self::TooShort {
            return "too short to prove anything".to_owned();
        }
        let elsewhere = evidence
            .iter()
            .enumerate()
            .find(|(at, other)| at + 1 != number && find(words, &other.text).is_ok());
        match elsewhere {
            Some((at, _)) => format!(
                "misattributed: stands in evidence {}, not in {number}",
                at + 1
            ),
            None => format!("does not stand in evidence {number}"),
        }
    }
}

/// The sentence laid beside the texts that it cites.
fn compared(text: &str, quotes: &[Quote], evidence: &[Evidence]) -> Agreement {
    let (mut law, mut about) = (String::new(), String::new());
    for (at, cited) in evidence.iter().enumerate() {
        if quotes.iter().any(|quote| quote.evidence == at + 1) {
            // A semicolon, so that the sentence of one text does not go on in the next.
            law.push_str(&cited.text);
            law.push_str("\n; ");
            for words in [
                &cited.document.name(),
                cited.document.header.title.as_deref().unwrap_or_default(),
                &cited.breadcrumb,
                cited.document.header.issuer.as_deref().unwrap_or_default(),
            ] {
                about.push_str(words);
                about.push('\n');
            }
        }
    }
    agreement(text, &law, &about)
}

fn check_differences(kind: CheckKind, differences: &[Difference]) -> Check {
    let told = differences
        .iter()
        .take(NAMED)
        .map(|one| format!("“{}” / “{}”", one.said, one.law));
    let told: Vec<String> = told.collect();
    match told.is_empty() {
        true => Check::new(kind, true, "agrees".to_owned()),
        false => Check::new(
            kind,
            false,
            format!("sentence / cited text: {}", told.join("; ")),
        ),
    }
}

fn check_words(agreement: &Agreement) -> Check {
    let (all, known) = agreement.words;
    let covered = all < LEAST_WORDS || known as f32 >= COVERED * all as f32;
    let mut detail = format!("words in the cited text: {known} of {all}");
    if !agreement.unknown.is_empty() {
        let unknown: Vec<&str> = agreement
            .unknown
            .iter()
            .take(NAMED)
            .map(String::as_str)
            .collect();
        detail.push_str(&format!("; not: {}", unknown.join(", ")));
    }
    Check::new(CheckKind::Coverage, covered, detail)
}

/// Every figure of the sentence must stand, with its unit and its bound, in the evidence it cites, and nowhere in the
/// place of another. Years and days also count where they are part of the document's name, title or date.
fn check_figures(
    text: &str,
    quotes: &[Quote],
    evidence: &[Evidence],
    replaced: &[Difference],
) -> Check {
    let claimed = figures(text);
    if claimed.is_empty() {
        return Check::new(CheckKind::Numbers, true, "no figures".to_owned());
    }
    let mut known: Vec<Figure> = Vec::new();
    for (at, cited) in evidence.iter().enumerate() {
        if !quotes.iter().any(|quote| quote.evidence == at + 1) {
            continue;
        }
        known.extend(figures(&cited.text));
        let header = &cited.document.header;
        let about = [
            Some(cited.document.name()),
            header.title.clone(),
            Some(cited.breadcrumb.clone()),
        ];
        known.extend(
            about
                .iter()
                .flatten()
                .flat_map(|words| figures(words))
                .filter(Figure::is_day)
                .map(Figure::unbound),
        );
        known.extend(header.issued.map(Figure::of_date));
    }
    let missing: Vec<&str> = claimed
        .iter()
        .filter(|figure| !known.iter().any(|known| known.supports(figure)))
        .map(Figure::written)
        .collect();
    if missing.is_empty() && replaced.is_empty() {
        return Check::new(
            CheckKind::Numbers,
            true,
            format!("figures that stand there: {}", claimed.len()),
        );
    }
    if missing.is_empty() {
        return check_differences(CheckKind::Numbers, replaced);
    }
    Check::new(
        CheckKind::Numbers,
        false,
        format!("not in the cited text: {}", missing.join("; ")),
    )
}

fn status_word(status: Status) -> &'static str {
    match status {
        Status::InForce => "in force",
        Status::NotYet => "not yet in force",
        Status::Expired => "expired",
        Status::Suspended => "suspended",
        Status::Unknown => "unknown",
    }
}

#[cfg(test)]
mod tests;
