//! The part of an answer that a model writes: claims are told once they are checked; what cannot be checked goes back
//! to the model once, with the reason and the words of the law, before it is dropped or shown apart.

use std::hash::{BuildHasher as _, Hasher as _};
use std::time::Instant;

use models::{WriteRequest, Writer, WriterError};

use super::{Event, Making, Refusal};
use crate::draft::{Draft, DraftReader};
use crate::egress::{Denied, admit};
use crate::prompt::{Prompt, prompt};
use crate::{Author, Check, CheckKind, Claim, DraftClaim, Egress, Unsupported, Verdict, verify};

/// A sentence that was checked and did not pass, kept until it was sent back.
struct Held {
    draft: DraftClaim,
    first: Result<Claim, Unsupported>,
    second: Option<Result<Claim, Unsupported>>,
}

impl Making<'_> {
    /// Lets a model write, and checks each claim as it is complete.
    pub(super) async fn write(&mut self, author: &Author) {
        let writer = &*author.writer;
        let prompt = match self.prompt(author) {
            Ok(prompt) => prompt,
            Err(denied) => {
                self.extract();
                self.answer.refusal = Some(match denied {
                    Denied::Policy => Refusal::PolicyForbids,
                    Denied::Personal => Refusal::PersonalKept,
                });
                return;
            }
        };
        self.answer.model = Some(writer.model().to_owned());
        self.answer.unverified = author.unverified;
        let began = Instant::now();
        let mut held: Vec<Held> = Vec::new();
        let mut reader = DraftReader::default();
        let each =
            &mut |making: &mut Self, draft: Draft| making.take_or_hold(draft.claim, &mut held);
        let written = self
            .listen(writer, &prompt, writer.total(), &mut reader, each)
            .await;
        // A second answer needs about as long as the first: where there is less, readers are not kept waiting.
        let took = began.elapsed();
        let left = writer.total().saturating_sub(took);
        if written.is_ok() && !held.is_empty() && left > took && self.listening {
            self.send_back(writer, prompt, left, &mut held).await;
        }
        for one in held {
            self.settle(one);
        }
        self.answer.refusal = match written {
            Err(WriterError::Busy) => Some(Refusal::WriterBusy),
            Err(_) => Some(Refusal::WriterDown),
            Ok(()) if !self.answer.claims.is_empty() => None,
            Ok(()) if reader.says_none() && self.answer.dropped.is_empty() => {
                Some(self.none_of_what_it_saw())
            }
            Ok(()) => Some(Refusal::NothingChecked),
        };
    }

    /// What it means that a model finds no answer: of what it was not shown it cannot say so, and then the provisions
    /// themselves are the answer.
    fn none_of_what_it_saw(&mut self) -> Refusal {
        let egress = self.answer.egress.as_ref();
        if egress.is_none_or(|egress| egress.kept_back == 0) {
            return Refusal::NothingFound;
        }
        self.answer.model = None;
        self.extract();
        Refusal::PolicyForbids
    }

    /// What the guard lets the model see.
    fn prompt(&mut self, author: &Author) -> Result<Prompt, Denied> {
        let writer = &*author.writer;
        let egress = self.answer.egress.insert(Egress::to(writer.endpoint()));
        let question = self.answer.read_as.as_deref().unwrap_or(&self.query.text);
        let admitted = admit(&author.policy, egress, question, &self.answer.evidence)?;
        let budget = writer.evidence_characters();
        Ok(prompt(&admitted, self.query.on, budget, &nonce()))
    }

    /// The one place at which a model is asked. Each draft is handed on as it is complete, until no more are wanted.
    async fn listen(
        &mut self,
        writer: &Writer,
        prompt: &Prompt,
        limit: std::time::Duration,
        reader: &mut DraftReader,
        each: &mut (dyn FnMut(&mut Self, Draft) -> bool + Send),
    ) -> Result<(), WriterError> {
        let request = WriteRequest {
            messages: &prompt.messages,
            format: Some(&prompt.format),
            limit,
        };
        let written = writer
            .write(&request, &mut |piece| {
                let mut drafts = reader.push(piece).into_iter();
                drafts.all(|draft| each(self, prompt.own(draft))) && self.wants_more()
            })
            .await;
        for draft in reader.end() {
            // After a failure the last sentence may be half a sentence.
            if written.is_ok() {
                each(self, prompt.own(draft));
            }
        }
        written
    }

    /// Checks a draft. One that passes, or that no rewording would help, is told at once. Says whether there is room
    /// for more.
    fn take_or_hold(&mut self, draft: DraftClaim, held: &mut Vec<Held>) -> bool {
        if !self.listening || self.claims_left() <= held.len() {
            return false;
        }
        let first = verify(&draft, &self.answer.evidence, self.query.on);
        if failed(&first).is_empty() {
            self.tell_checked(first);
        } else if !held.iter().any(|one| one.first == first) {
            held.push(Held {
                draft,
                first,
                second: None,
            });
        }
        self.claims_left() > held.len()
    }

    /// Sends what could not be checked back, once. What fails on the way leaves it as it was.
    async fn send_back(
        &mut self,
        writer: &Writer,
        prompt: Prompt,
        limit: std::time::Duration,
        held: &mut [Held],
    ) {
        let sentences: Vec<(&DraftClaim, Vec<CheckKind>)> = held
            .iter()
            .map(|one| (&one.draft, failed(&one.first)))
            .collect();
        let prompt = prompt.returned(&sentences);
        let mut next = 0;
        let each = &mut |making: &mut Self, draft: Draft| {
            let second = verify(&draft.claim, &making.answer.evidence, making.query.on);
            if matches!(&second, Ok(claim) if making.answer.claims.contains(claim)) {
                // What was said before mends nothing.
                return true;
            }
            // By its number, else in the order in which the sentences were sent.
            let at = draft.replaces.map_or(next, |number| number.wrapping_sub(1));
            next = at.wrapping_add(1);
            let Some(one) = held.get_mut(at) else {
                return true;
            };
            if failed(&second).is_empty() && !matches!(&one.second, Some(Ok(_))) {
                making.tell_checked(second.clone());
            }
            if one
                .second
                .as_ref()
                .is_none_or(|before| is_better(&second, before))
            {
                one.second = Some(second);
            }
            true
        };
        let mut reader = DraftReader::default();
        // The first answer stands whatever comes of the second.
        let _ = self.listen(writer, &prompt, limit, &mut reader, each).await;
    }

    /// Tells the better of the two forms of a sentence, unless it was told when it was checked.
    fn settle(&mut self, one: Held) {
        let Held { first, second, .. } = one;
        let better = match second {
            Some(second) if failed(&second).is_empty() => return,
            Some(second) if is_better(&second, &first) => second,
            _ => first,
        };
        self.tell_checked(better);
    }

    /// Tells what came of the checks of a sentence.
    pub(super) fn tell_checked(&mut self, checked: Result<Claim, Unsupported>) {
        if !self.listening || self.claims_left() == 0 {
            return;
        }
        match checked {
            // A small model may say the same again and again.
            Ok(claim) if self.answer.claims.contains(&claim) => {}
            Ok(claim) => {
                self.answer.claims.push(claim.clone());
                self.tell(&Event::Claim(Box::new(claim)));
            }
            Err(unsupported) if self.answer.dropped.contains(&unsupported) => {}
            Err(unsupported) => {
                self.answer.dropped.push(unsupported.clone());
                if self.answer.unverified == crate::Unverified::Show {
                    self.tell(&Event::Dropped(unsupported));
                }
            }
        }
    }
}

/// The kinds of checks that failed and that other words might pass: nothing that is said makes a provision valid or
/// a picture text.
fn failed(checked: &Result<Claim, Unsupported>) -> Vec<CheckKind> {
    let checks: &[Check] = match checked {
        Ok(claim) if claim.verdict() == Verdict::Checked => &[],
        Ok(claim) => claim.checks(),
        Err(unsupported) => &unsupported.checks,
    };
    let mut kinds = Vec::new();
    for check in checks.iter().filter(|check| !check.passed) {
        let fixed = matches!(check.kind, CheckKind::Validity | CheckKind::Source);
        if !fixed && !kinds.contains(&check.kind) {
            kinds.push(check.kind);
        }
    }
    kinds
}

/// Whether one form of a sentence is proved further than another.
fn is_better(one: &Result<Claim, Unsupported>, other: &Result<Claim, Unsupported>) -> bool {
    match (one, other) {
        (Ok(_), Err(_)) => true,
        (Ok(_), Ok(_)) => failed(one).len() < failed(other).len(),
        (Err(_), _) => false,
    }
}

/// A word that nobody who wrote a document could know: the keys of a fresh hasher are random.
fn nonce() -> String {
    let word = || {
        std::collections::hash_map::RandomState::new()
            .build_hasher()
            .finish()
    };
    format!("{:016x}{:016x}", word(), word())
}
