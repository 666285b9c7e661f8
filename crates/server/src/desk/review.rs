//! What checkers do: which answers ask for eyes, one of them with all that speaks for it, and what is decided.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use answer::{Binding, Comparison, StaleBasis};
use catalogue::{About, DecisionKind, Judged, NewDecision, RecordId, Waiting};

use super::Desk;
use crate::{
    clock,
    failure::Failure,
    language::Texts,
    record::{Approval, Found, Keeper},
    review::{self, Reason},
    wire,
};

mod one;
mod written;

pub(crate) use written::Written;

/// Lines on a page of the queue.
pub(crate) const WAITING: usize = 20;
/// Answers among which the most urgent are looked for: the newest.
const MOST: u32 = 5_000;

/// What a checker decided, as it was sent.
#[derive(Clone, Debug)]
pub(crate) struct Ruling {
    pub(crate) kind: DecisionKind,
    pub(crate) judged: Vec<Judged>,
    pub(crate) note: String,
    /// What those hear who complained.
    pub(crate) outcome: String,
}

/// An answer that asks for eyes.
struct Eyes {
    waiting: Waiting,
    reasons: Vec<Reason>,
    stale: Vec<StaleBasis>,
}

impl Desk {
    /// A page of the queue, from 1; only of one reason where one is named.
    pub(crate) async fn queue(
        &self,
        number: usize,
        only: Option<Reason>,
    ) -> Result<wire::ReviewQueue, Failure> {
        let desk = self.clone();
        self.view(move || {
            let all = desk.eyes()?;
            let count = |reason: Reason| wire::ReasonCount {
                reason,
                count: all
                    .iter()
                    .filter(|one| one.reasons.contains(&reason))
                    .count(),
            };
            let fits = |one: &&Eyes| only.is_none_or(|only| one.reasons.contains(&only));
            let fitting: Vec<&Eyes> = all.iter().filter(fits).collect();
            let from = number.saturating_sub(1) * WAITING;
            let mut answers = Vec::with_capacity(WAITING);
            for one in fitting.iter().skip(from).take(WAITING) {
                answers.extend(desk.line(one)?);
            }
            Ok(wire::ReviewQueue {
                total: all.len(),
                counts: Reason::ALL
                    .map(count)
                    .into_iter()
                    .filter(|one| one.count > 0)
                    .collect(),
                fitting: fitting.len(),
                answers,
            })
        })
        .await
    }

    /// The most urgent answer but some; `None`: nothing else waits.
    pub(crate) async fn next_waiting(
        &self,
        but: Option<String>,
    ) -> Result<Option<RecordId>, Failure> {
        let desk = self.clone();
        self.view(move || {
            let but = but.as_deref().and_then(RecordId::parse);
            let all = desk.eyes()?;
            let at = all.iter().position(|one| Some(one.waiting.record) == but);
            // After the one that was passed over come those less urgent, then the rest again.
            let later = at.map_or(0, |at| at + 1);
            let turned = all[later..].iter().chain(&all[..later]);
            let mut others = turned.map(|one| one.waiting.record);
            Ok(others.find(|record| Some(*record) != but))
        })
        .await
    }

    /// All that asks for eyes and may be seen, the most urgent first.
    fn eyes(&self) -> Result<Vec<Eyes>, Failure> {
        let records = self.keeper.records();
        let whole = self.shelf.library();
        records.tell_decisions(&self.people)?;
        self.keeper.mark_older(whole.as_ref())?;
        let mut all = Vec::new();
        let mut approved: BTreeMap<String, Vec<Arc<Approval>>> = BTreeMap::new();
        let decisions = records.approved()?;
        let standings = self.keeper.standings(whole.as_ref(), &decisions)?;
        for (decision, approval) in decisions.into_iter().zip(standings) {
            match approval.stale.is_empty() {
                true => approved.entry(decision.asked).or_default().push(approval),
                false => all.extend(
                    records
                        .waiting_of(&decision.record)?
                        .map(|one| (one, approval.stale.clone())),
                ),
            }
        }
        let stale: BTreeSet<RecordId> = all.iter().map(|(one, _)| one.record).collect();
        let waiting = records.waiting(MOST)?.into_iter();
        all.extend(
            waiting
                .filter(|one| !stale.contains(&one.record))
                .map(|one| (one, Vec::new())),
        );
        let mut seen = BTreeSet::new();
        let mut eyes: Vec<Eyes> = Vec::new();
        for (waiting, stale) in all {
            let reasons = review::reasons(&waiting, !stale.is_empty());
            let alone = reasons.first().is_some_and(|first| {
                matches!(first, Reason::Stale | Reason::Reported | Reason::Written)
            });
            // Of one question the newest answer is looked at, and none where one is approved.
            let marks = &waiting.marks;
            let known = approved.get(&marks.asked);
            let covered = known.is_some_and(|all| {
                let mut bindings = all.iter().filter_map(|one| one.binding.as_ref());
                bindings.any(|one| one.holds(marks.on))
            });
            let again = !seen.insert((marks.asked.clone(), marks.on)) || covered;
            if reasons.is_empty() || (again && !alone) {
                continue;
            }
            eyes.push(Eyes {
                waiting,
                reasons,
                stale,
            });
        }
        self.keep_seen(&mut eyes)?;
        eyes.sort_by_key(|one| {
            let weight = review::weight(&one.waiting, &one.reasons);
            (
                std::cmp::Reverse(weight),
                std::cmp::Reverse(one.waiting.made),
            )
        });
        Ok(eyes)
    }

    /// Leaves what may be seen.
    fn keep_seen(&self, eyes: &mut Vec<Eyes>) -> Result<(), Failure> {
        if self.visitor().hidden().is_empty() {
            return Ok(());
        }
        let ids: Vec<RecordId> = eyes.iter().map(|one| one.waiting.record).collect();
        let bases = self.keeper.records().bases(&ids)?;
        let documents: BTreeSet<&String> = bases.values().flatten().collect();
        let hidden = self.hidden_of(documents.into_iter().map(String::as_str))?;
        let mut kept = Vec::with_capacity(eyes.len());
        for one in std::mem::take(eyes) {
            let rests_on = bases.get(&one.waiting.record);
            if rests_on.is_none_or(|all| all.is_disjoint(&hidden)) {
                kept.push(one);
            }
        }
        *eyes = kept;
        Ok(())
    }

    /// A line of the queue; none for what is gone meanwhile.
    fn line(&self, one: &Eyes) -> Result<Option<wire::ReviewLine>, Failure> {
        let found = self.keeper.find(&one.waiting.record.to_string())?;
        let Ok(found) = self.readable(found) else {
            return Ok(None);
        };
        let line = wire::HistoryLine::new(&found);
        Ok(Some(wire::ReviewLine {
            record: line.record,
            question: line.question,
            on: line.on,
            made: line.made,
            reasons: one.reasons.clone(),
            times: one.waiting.times,
            complaints: one.waiting.complaints,
            stale: self.stale_lines(&one.stale)?,
        }))
    }

    /// With the names of what the visitor may see.
    pub(super) fn stale_lines(
        &self,
        stale: &[StaleBasis],
    ) -> Result<Vec<wire::StaleLine>, Failure> {
        let seen = self.library().ok();
        let held = seen
            .as_ref()
            .map(|library| (library.catalogue.as_ref(), library.generation.seq()));
        Ok(wire::StaleLine::all(stale, held)?)
    }

    /// How an answer stands; `None`: nobody decided anything about it.
    pub(crate) fn standing(&self, record: &RecordId) -> Result<Option<wire::Standing>, Failure> {
        let decisions = self.keeper.records().decisions(record)?;
        let Some(decision) = decisions.first() else {
            return Ok(None);
        };
        let stale = match decision.kind {
            DecisionKind::Approved => {
                let whole = self.shelf.library();
                Approval::new(decision, &Comparison::new(whole.as_ref()))?.stale
            }
            _ => Vec::new(),
        };
        Ok(Some(wire::Standing::new(
            decision,
            self.stale_lines(&stale)?,
        )))
    }

    /// The same, with the answer in whose place it was written.
    pub(crate) async fn standing_of(
        &self,
        found: &Found,
    ) -> Result<(Option<wire::Standing>, Option<String>), Failure> {
        let (desk, id) = (self.clone(), found.id);
        self.view(move || {
            let waiting = desk.keeper.records().waiting_of(&id)?;
            let corrects = waiting.and_then(|one| one.corrects);
            Ok((desk.standing(&id)?, corrects.map(|id| id.to_string())))
        })
        .await
    }

    /// An approved answer to the same question that holds on its day and rests on nothing that changed since or that the
    /// visitor may not see.
    pub(super) fn approved(
        &self,
        query: &search::Query,
        sent: &wire::Answer,
    ) -> Result<Option<wire::Approved>, Failure> {
        let asked = answer::question_key(query);
        let whole = self.shelf.library();
        let comparison = Comparison::new(whole.as_ref());
        for decision in self.keeper.records().approved_of(&asked)? {
            let Approval { binding, stale } = Approval::new(&decision, &comparison)?;
            let Some(binding) = binding.filter(|one| stale.is_empty() && one.holds(query.on))
            else {
                continue;
            };
            let found = self.keeper.find(&decision.record.to_string())?;
            let Ok(found) = self.readable(found) else {
                continue;
            };
            if !found.removed.is_empty() {
                continue;
            }
            let differences = found.compare(sent);
            return Ok(Some(wire::Approved {
                record: decision.record.to_string(),
                at: clock::day_of(decision.at),
                by: "checker",
                on: binding.on,
                same: differences.claims_gone.is_empty() && differences.claims_new.is_empty(),
            }));
        }
        Ok(None)
    }

    /// Keeps what was decided about an answer, with its line of the audit, and tells those who complained of it.
    pub(crate) async fn decide(&self, id: String, ruling: Ruling, t: Texts) -> Result<(), Failure> {
        let desk = self.clone();
        self.view(move || {
            let raw = desk.keeper.find(&id)?;
            let asked = raw.as_ref().map(|found| found.head.asked());
            let found = desk.readable(raw)?;
            let made_by = makers(&desk.keeper, &found)?;
            let bound = match ruling.kind {
                DecisionKind::Approved => Some(desk.approvable(&found, &ruling)?),
                DecisionKind::Withdrawn if !desk.is_approved(&found.id)? => {
                    return Err(Failure::Unapproved("not-approved"));
                }
                _ => None,
            };
            let rests_on = match &bound {
                Some(bound) => bound.bases.iter().map(|one| one.document.clone()).collect(),
                None => found.rests_on.clone(),
            };
            let bound = bound.map(|bound| serde_json::to_string(&bound));
            let bound = bound.transpose().map_err(|_| Failure::Internal)?;
            let new = NewDecision {
                record: found.id,
                kind: ruling.kind,
                asked: asked.unwrap_or_default(),
                made_by,
                judged: ruling.judged,
                note: ruling.note,
                bound: bound.unwrap_or_default(),
                rests_on,
                other: None,
            };
            let records = desk.keeper.records();
            records.decide(&desk.people, &desk.visitor().act(), &new)?;
            let told = match ruling.outcome.trim() {
                "" => t.get(&format!("review.outcome.{}", ruling.kind.name())),
                words => words,
            };
            desk.settle_all(&found.id, told)
        })
        .await
    }

    /// What an approval is bound to, where the answer can be approved: every citation was looked at and accepted, and
    /// nothing that it rests on is another than when it was made.
    fn approvable(&self, found: &Found, ruling: &Ruling) -> Result<Binding, Failure> {
        let accepted = |claim: usize, quote: usize| {
            let mut judged = ruling.judged.iter();
            judged.any(|one| one.claim == claim && one.quote == quote && one.accepted)
        };
        let quotes = &found.head.quotes;
        if quotes.is_empty() {
            return Err(Failure::Unapproved("no-claims"));
        }
        if !quotes.iter().all(|one| accepted(one.claim, one.quote)) {
            return Err(Failure::Unapproved("not-accepted"));
        }
        let whole = self.shelf.library().ok_or(Failure::EmptyLibrary)?;
        if !found.removed.is_empty() || !found.changes(Some(&whole))?.is_empty() {
            return Err(Failure::Unapproved("basis-changed"));
        }
        Binding::new(&whole, &found.head)?.ok_or(Failure::Unapproved("basis-changed"))
    }

    /// Whether an answer is approved, stale or not.
    pub(super) fn is_approved(&self, record: &RecordId) -> Result<bool, Failure> {
        let decisions = self.keeper.records().decisions(record)?;
        Ok(decisions
            .first()
            .is_some_and(|decision| decision.kind == DecisionKind::Approved))
    }

    /// Settles every open complaint about an answer with an outcome.
    pub(super) fn settle_all(&self, record: &RecordId, outcome: &str) -> Result<(), Failure> {
        let records = self.keeper.records();
        let open = records.complaints(true)?.into_iter();
        for one in open.filter(|one| one.told.about == About::Record(*record)) {
            records.settle(&one.id, clock::now(), outcome)?;
        }
        Ok(())
    }
}

/// Accounts that asked or wrote an answer; empty: nobody knows who.
pub(super) fn makers(keeper: &Keeper, found: &Found) -> Result<BTreeSet<String>, Failure> {
    let mut makers: BTreeSet<String> = found.owner.iter().cloned().collect();
    let mut written = found.id;
    // An answer that was written in the place of another: who asked that one, too.
    for _ in 0..20 {
        let waiting = keeper.records().waiting_of(&written)?;
        let Some(before) = waiting.and_then(|one| one.corrects) else {
            break;
        };
        if let Some(before) = keeper.find(&before.to_string())? {
            makers.extend(before.owner);
        }
        written = before;
    }
    Ok(makers)
}
