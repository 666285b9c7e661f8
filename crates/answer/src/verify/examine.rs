//! All checks of one sentence, one after another.

use legal::{Date, Path, Status};
use search::Evidence;

use super::agreement::{Agreement, Law, agreement};
use super::counts::Counts;
use super::named::named;
use super::numbers::numbers;
use super::words::{find, miss};
use super::{Check, CheckKind, Difference, Quote, Seen, Verdict};
use crate::DraftClaim;
use crate::draft::plain;

/// A claim is a sentence or two; longer ones hide what was checked.
const TEXT_LIMIT: usize = 1_500;
/// More quotes than this prove nothing more.
const QUOTE_LIMIT: usize = 12;
/// A sentence with less than this share of its words in what it cites speaks of something else …
const COVERED: f32 = 0.85;
/// … and with less than this one that quotes nothing of it …
const WHOLLY_COVERED: f32 = 0.9;
/// The quotes hold at least this share of the words that stand in the provisions …
const QUOTED: f32 = 0.2;
/// … if it has so many.
const LEAST_WORDS: usize = 3;
/// Most differences, and most words, that a check names.
const NAMED: usize = 3;

/// What becomes of a citation without quoted words.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Unquoted {
    /// It is no proof.
    Refused,
    /// The sentence is compared with the whole provision.
    Whole,
}

/// What a sentence cites.
pub(super) struct Cited<'a> {
    pub(super) number: usize,
    pub(super) evidence: &'a Evidence,
    /// The smallest provision with the quoted words.
    pub(super) path: Path,
}

/// A sentence and what its checks saw.
pub(super) struct Examined {
    pub(super) text: String,
    pub(super) quotes: Vec<Quote>,
    pub(super) checks: Vec<Check>,
    /// Everything that is cited is there, and so is everything quoted.
    proved: bool,
    /// Something that is cited is not in force on the day.
    dead: bool,
}

impl Examined {
    pub(super) fn new(
        draft: &DraftClaim,
        evidence: &[Evidence],
        on: Date,
        unquoted: Unquoted,
    ) -> Self {
        let mut examined = Self {
            text: draft.sentence(),
            quotes: Vec::new(),
            checks: Vec::new(),
            proved: false,
            dead: false,
        };
        let cited = examined.quoted(draft, evidence, unquoted);
        examined.form(draft);
        examined.proved = !cited.is_empty() && examined.checks.iter().all(|check| check.passed);
        examined.content(&cited, unquoted);
        examined.validity(&cited, on);
        examined
    }

    pub(super) fn verdict(&self) -> Verdict {
        if !self.proved || self.dead {
            Verdict::Unchecked
        } else if self.checks.iter().all(|check| check.passed) {
            Verdict::Checked
        } else {
            Verdict::Partly
        }
    }

    /// Adds a check, but none twice.
    fn saw(&mut self, kind: CheckKind, passed: bool, seen: Seen) {
        let check = Check { kind, passed, seen };
        if !self.checks.contains(&check) {
            self.checks.push(check);
        }
    }

    /// Looks for each quote in the evidence that it names.
    fn quoted<'a>(
        &mut self,
        draft: &DraftClaim,
        evidence: &'a [Evidence],
        unquoted: Unquoted,
    ) -> Vec<Cited<'a>> {
        let mut all: Vec<Cited<'a>> = Vec::new();
        for (number, words) in draft.quotes.iter().take(QUOTE_LIMIT) {
            let number = *number;
            let Some(cited) = number.checked_sub(1).and_then(|at| evidence.get(at)) else {
                let seen = Seen::NoEvidence { evidence: number };
                self.saw(CheckKind::Evidence, false, seen);
                continue;
            };
            self.saw(
                CheckKind::Evidence,
                true,
                Seen::Evidence { evidence: number },
            );
            if unquoted == Unquoted::Whole && plain(words).is_empty() {
                self.saw(CheckKind::Quote, true, Seen::Whole { evidence: number });
                all.push(Cited {
                    number,
                    evidence: cited,
                    path: cited.path.clone(),
                });
                continue;
            }
            let range = match find(words, &cited.text) {
                Ok(range) => range,
                Err(missing) => {
                    let seen = miss(missing, number, words, evidence);
                    self.saw(CheckKind::Quote, false, seen);
                    continue;
                }
            };
            self.saw(CheckKind::Quote, true, Seen::Stands { evidence: number });
            let quote = Quote::new(number, cited, range);
            all.push(Cited {
                number,
                evidence: cited,
                path: quote.path().clone(),
            });
            if !self.quotes.contains(&quote) {
                self.quotes.push(quote);
            }
        }
        all
    }

    /// Whether the draft can be a claim at all.
    fn form(&mut self, draft: &DraftClaim) {
        let refusal = if self.text.is_empty() {
            Some(Seen::NoSentence)
        } else if self.text.chars().count() > TEXT_LIMIT {
            Some(Seen::TooLong)
        } else if draft.quotes.is_empty() {
            Some(Seen::NoQuote)
        } else if draft.quotes.len() > QUOTE_LIMIT {
            Some(Seen::TooManyQuotes)
        } else {
            None
        };
        if let Some(seen) = refusal {
            self.saw(CheckKind::Quote, false, seen);
        }
    }

    /// Lays the sentence beside the texts that it cites.
    fn content(&mut self, cited: &[Cited], unquoted: Unquoted) {
        let agreement = compared(&self.text, cited, &self.quotes);
        let (passed, seen) = numbers(&self.text, cited, &agreement);
        self.saw(CheckKind::Numbers, passed, seen);
        let named = named(&self.text, cited, &agreement.standing);
        let seen = if !named.wrong.is_empty() {
            Seen::ReferencesWrong { wrong: named.wrong }
        } else if !agreement.references.is_empty() {
            differs(&agreement.references)
        } else {
            Seen::References { count: named.all }
        };
        let passed = matches!(seen, Seen::References { .. });
        self.saw(CheckKind::Reference, passed, seen);
        for (kind, differences) in [
            (CheckKind::Modality, &agreement.modality),
            (CheckKind::Authority, &agreement.authority),
        ] {
            self.saw(kind, differences.is_empty(), differs(differences));
        }
        let share = match unquoted {
            Unquoted::Whole if self.quotes.is_empty() => WHOLLY_COVERED,
            _ => COVERED,
        };
        let covers = |one: &Counts| match one.plain < LEAST_WORDS {
            // Of few words each counts: "Quy định này đã bị bãi bỏ." beside any provision (seen: shown as checked).
            true => !one.strange,
            false => one.known as f32 >= share * one.all as f32,
        };
        let count = |of: fn(&Counts) -> usize| agreement.sentences.iter().map(of).sum::<usize>();
        let whole = Counts {
            all: count(|one| one.all),
            known: count(|one| one.known),
            plain: count(|one| one.plain),
            strange: agreement.sentences.iter().any(|one| one.strange),
        };
        // An invented sentence behind a long true one must not hide in its words.
        let covered = covers(&whole) && agreement.sentences.iter().all(covers);
        let passed = covered && agreement.words.is_empty() && agreement.foreign.is_empty();
        // Words of the same provision that speak of something else prove nothing.
        let all_beside = agreement.beside;
        let few = (agreement.quoted as f32) < QUOTED * all_beside as f32;
        // So does what only introduces them: "Thời hạn … được quy định như sau." beside a clause of something else (seen:
        // shown as checked).
        let beside = all_beside >= LEAST_WORDS && few;
        if passed && beside && !self.quotes.is_empty() {
            let seen = Seen::QuotedBeside {
                all: all_beside,
                quoted: agreement.quoted,
            };
            self.saw(CheckKind::Coverage, false, seen);
            return;
        }
        let unknown = agreement.foreign.into_iter().chain(agreement.unknown);
        let seen = Seen::Words {
            all: whole.all,
            known: whole.known,
            unknown: unknown.take(NAMED).collect(),
            differences: agreement.words.into_iter().take(NAMED).collect(),
        };
        self.saw(CheckKind::Coverage, passed, seen);
    }

    fn validity(&mut self, cited: &[Cited], on: Date) {
        for one in cited {
            let evidence = one.evidence;
            let status = evidence.status;
            let seen = validity(one, on);
            self.saw(CheckKind::Validity, status == Status::InForce, seen);
            self.dead |= !matches!(status, Status::InForce | Status::Unknown);
        }
        self.source(cited);
    }

    /// Whether the words are the law's own: of an act, and read, not recognised. A note that says what an act says
    /// can be quoted, and proves nothing of the act (T36); so does a consolidated text whose words no act says.
    fn source(&mut self, cited: &[Cited]) {
        let notes = cited
            .iter()
            .filter(|one| !legal::makes_rules(&one.evidence.document.header));
        for evidence in notes.map(|one| one.number) {
            self.saw(CheckKind::Source, false, Seen::MakesNoRules { evidence });
        }
        for one in cited {
            if let Some(why) = one.evidence.unfounded {
                let evidence = one.number;
                self.saw(CheckKind::Source, false, Seen::Unfounded { evidence, why });
            }
        }
        let recognised: Vec<usize> = self
            .quotes
            .iter()
            .filter_map(|quote| quote.is_recognised().then_some(quote.evidence()))
            .collect();
        let whole = cited.iter().filter(|one| {
            let quoted = self
                .quotes
                .iter()
                .any(|quote| quote.evidence() == one.number);
            !quoted && one.evidence.document.is_recognised(one.evidence.page)
        });
        let whole: Vec<usize> = whole.map(|one| one.number).collect();
        for evidence in recognised.into_iter().chain(whole) {
            self.saw(CheckKind::Source, false, Seen::Recognised { evidence });
        }
    }
}

/// The state on the day, with the days that the document's own words give where they say the same.
fn validity(cited: &Cited, on: Date) -> Seen {
    let evidence = cited.evidence;
    let known = &evidence.document.validity;
    let same = known.status(on) == evidence.status;
    let (from, until) = match evidence.status {
        Status::Suspended => (known.suspended_from, known.suspended_until),
        _ => (known.from, known.until),
    };
    Seen::Validity {
        evidence: cited.number,
        status: evidence.status,
        on,
        from: from.filter(|_| same),
        until: until.filter(|_| same),
    }
}

/// What differs, as far as it is named.
pub(super) fn differs(differences: &[Difference]) -> Seen {
    if differences.is_empty() {
        return Seen::Agrees;
    }
    let differences = differences.iter().take(NAMED).cloned().collect();
    Seen::Differs { differences }
}

fn compared(text: &str, cited: &[Cited], quotes: &[Quote]) -> Agreement {
    let (mut laws, mut about) = (Vec::new(), String::new());
    let mut seen = Vec::new();
    for one in cited {
        if seen.contains(&one.number) {
            continue;
        }
        seen.push(one.number);
        let own = quotes.iter().filter(|quote| quote.evidence() == one.number);
        laws.push(Law {
            text: one.evidence.text.as_str(),
            quoted: own.map(Quote::range).collect(),
        });
        let document = &one.evidence.document;
        for words in [
            &document.name(),
            document.header.title.as_deref().unwrap_or_default(),
            &one.evidence.breadcrumb,
            document.header.issuer.as_deref().unwrap_or_default(),
        ] {
            about.push_str(words);
            about.push('\n');
        }
    }
    agreement(text, &laws, &about)
}
