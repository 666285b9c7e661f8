//! Deciding about a file of a batch.

use std::collections::{BTreeMap, BTreeSet};

use catalogue::Deed;
use ingest::{Confirmation, Corrections, StagedFile};

use crate::{clock, desk::Desk, failure::Failure, wire};

impl Desk {
    /// Decides about a file.
    pub(crate) async fn decide_file(
        &self,
        name: String,
        number: u32,
        decision: wire::FileDecision,
    ) -> Result<(), Failure> {
        self.staged(move |desk| {
            let staging = &desk.stage.staging;
            let file = staging.file(&name, number)?.ok_or(Failure::NoBatch)?;
            let found = staging.found(&name, number)?;
            let corrections = corrected(&file, &found, &decision)?;
            if decision.confirm && file.state != ingest::FileState::Read {
                return Err(Failure::BatchNotReady);
            }
            let agreed = match decision.replaces {
                Some(true) => {
                    let library = desk.library().ok();
                    let catalogue = library.as_ref().map(|library| &*library.catalogue);
                    let planned = staging.plan(&name, catalogue)?;
                    let mut planned = planned.iter();
                    let one = planned.find(|one| one.file.number == number);
                    let now = one.ok_or(Failure::NoBatch)?.replaced();
                    // Between the look and the decision somebody may have put another reading there.
                    if decision.replaced.is_some_and(|shown| shown != now) {
                        return Err(Failure::Unapproved("replaces-other"));
                    }
                    Some(now)
                }
                _ => None,
            };
            let told = told(&corrections);
            let by = Confirmation {
                who: desk.visitor().name().to_owned(),
                at: clock::now().to_string(),
            };
            let confirm = decision.confirm;
            staging.change_file(&name, number, |file| {
                if let Some(left_out) = decision.left_out {
                    file.left_out = left_out;
                }
                if decision.replaces.is_some() {
                    file.agreed = agreed;
                }
                if confirm {
                    // A form shows some of the documents: what was put right of the others stays.
                    file.corrections.extend(corrections);
                    file.confirmed = Some(by);
                }
                Ok(())
            })?;
            if confirm {
                let about = format!("{name}/{number} {}", file.name);
                desk.note(Deed::Confirmed, &about, &told);
            }
            Ok(())
        })
        .await
    }
}

/// What is put right of each document that a decision names; of what it does not name, what was put right before.
fn corrected(
    file: &StagedFile,
    found: &[ingest::Found],
    decision: &wire::FileDecision,
) -> Result<BTreeMap<u32, Corrections>, Failure> {
    let mut corrections = BTreeMap::new();
    let named: BTreeSet<u32> = decision
        .corrections
        .keys()
        .chain(decision.relations.keys())
        .copied()
        .collect();
    for at in named {
        let one = found.get(at as usize).ok_or(Failure::NoBatch)?;
        let before = file.corrections.get(&at).cloned().unwrap_or_default();
        let mut right = match decision.corrections.contains_key(&at) {
            true => Corrections {
                relations: before.relations,
                ..Corrections::default()
            },
            false => before,
        };
        for (field, value) in decision.corrections.get(&at).into_iter().flatten() {
            let known = Corrections::FIELDS.iter().find(|known| *known == field);
            let known = known.ok_or(Failure::BadBody)?;
            if !right.set(known, value, &one.header, &one.validity) {
                return Err(Failure::BadField(known));
            }
        }
        if right.ends_before_it_begins(&one.header, &one.validity) {
            return Err(Failure::BadField("until"));
        }
        if let Some(typed) = decision.relations.get(&at) {
            right.relations = typed.clone().into();
            if !right.relations.is_whole(one.relations.len()) {
                return Err(Failure::BadField("relation"));
            }
        }
        corrections.insert(at, right);
    }
    Ok(corrections)
}

/// What was put right, for the audit: field and new value, in one line. A title is words of the document, which must be able to
/// go: the audit says only that it was put right.
fn told(corrections: &BTreeMap<u32, Corrections>) -> String {
    let mut words = Vec::new();
    for right in corrections.values() {
        if !right.relations.is_empty() {
            words.push(right.relations.told());
        }
        let json = serde_json::to_value(right).unwrap_or_default();
        for (field, value) in json.as_object().into_iter().flatten() {
            match field.as_str() {
                "relations" => {}
                "title" => words.push(field.clone()),
                _ => words.push(format!("{field}={}", value.as_str().unwrap_or_default())),
            }
        }
    }
    words.join("; ")
}
