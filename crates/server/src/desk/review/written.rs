//! An answer that a checker writes in the place of another: proved like any other or not kept at all, and approved by
//! somebody else.

use answer::{CitedClaim, WrittenClaim};
use catalogue::{DecisionKind, NewDecision, RecordId};

use super::{Desk, makers};
use crate::{clock, failure::Failure, language::Texts, record::Made, wire};

/// What came of writing another answer.
pub(crate) enum Written {
    /// It is proved and kept, under this id.
    Kept(RecordId),
    /// It is not: what was seen of each sentence.
    Unproved(Vec<WrittenClaim>),
}

impl Desk {
    /// Keeps another answer to the same question in the place of one, if every sentence of it is proved.
    pub(crate) async fn write_instead(
        &self,
        id: String,
        claims: Vec<CitedClaim>,
        note: String,
        t: Texts,
    ) -> Result<Written, Failure> {
        let desk = self.clone();
        let work = move || {
            // Of another's question with personal data in it the masked form: that is all a checker sees.
            let found = desk.readable(desk.keeper.find(&id)?)?;
            let query = found.head.query();
            let library = desk.library()?;
            let (judged, answer) = answer::written(&library, &claims, query.on)?;
            let Some(answer) = answer else {
                return Ok(Written::Unproved(judged));
            };
            let sent = wire::Answer::new(&answer, &query.text, query.on, t.0);
            let made = Made {
                library: &library,
                query: &query,
                answer: &answer,
                at: clock::now(),
                language: t.0,
                owner: Some(desk.visitor().name()),
            };
            let kept = desk.keeper.keep(&made, sent).record;
            let other = kept.as_deref().and_then(RecordId::parse);
            let other = other.ok_or(Failure::DiskFull)?;
            let decided = NewDecision {
                record: found.id,
                kind: DecisionKind::Corrected,
                asked: answer::question_key(&query),
                made_by: makers(&desk.keeper, &found)?,
                judged: Vec::new(),
                note,
                bound: String::new(),
                rests_on: found.rests_on.clone(),
                other: Some(other),
            };
            let records = desk.keeper.records();
            records.decide(&desk.people, &desk.visitor().act(), &decided)?;
            desk.settle_all(&found.id, t.get("review.outcome.corrected"))?;
            Ok(Written::Kept(other))
        };
        self.checking.run(work).await
    }
}
