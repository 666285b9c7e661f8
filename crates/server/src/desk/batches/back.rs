//! Taking batches back: what it would do, and doing it.

use std::collections::BTreeSet;

use catalogue::{BatchKind, Deed};

use super::Desk;
use crate::{clock, failure::Failure, wire};

impl Desk {
    /// What taking a batch (or a bulk change) back would do.
    pub(crate) async fn taking_back(&self, name: String) -> Result<wire::TakingBack, Failure> {
        self.read(move |held| {
            let catalogue = &held.catalogue;
            let batch = catalogue.batch(&name)?.ok_or(Failure::NoBatch)?;
            let back = catalogue.taking_back(&name)?.ok_or(Failure::NoBatch)?;
            let (mut approvals, mut resolutions) = (Vec::new(), Vec::new());
            if batch.kind != BatchKind::Moved {
                let leaves = back.leaves.iter();
                let leaves: BTreeSet<String> = leaves.map(|row| row.id.to_string()).collect();
                let mut relations = Vec::new();
                for row in &back.leaves {
                    let document = catalogue.document(held.at, row.row)?;
                    relations.extend(document.into_iter().flat_map(|one| one.relations));
                }
                let touched = catalogue.approvals_touched(&leaves, &relations)?;
                approvals.extend(touched.iter().map(|decision| decision.record.to_string()));
                let mut gone = leaves;
                back.returns.iter().for_each(|row| {
                    gone.remove(row.id.as_str());
                });
                resolutions =
                    super::super::resolution::wired(held, &catalogue.resolutions_on(&gone)?)?;
            }
            let on = clock::today();
            Ok(wire::TakingBack::new(
                &batch,
                &back,
                on,
                approvals,
                resolutions,
            ))
        })
        .await
    }

    /// Takes a batch (or a bulk change) back.
    pub(crate) async fn take_back(&self, name: String) -> Result<catalogue::TakenBack, Failure> {
        let desk = self.clone();
        self.changing(move |catalogue| {
            let everything = catalogue.without(&BTreeSet::new());
            let (seen, all) = (
                catalogue.taking_back(&name)?,
                everything.taking_back(&name)?,
            );
            let counts = |back: &catalogue::TakingBack| (back.leaves.len(), back.returns.len());
            // Nobody takes back what the look before did not show.
            if seen.as_ref().map(counts) != all.as_ref().map(counts) {
                return Err(Failure::NotAllowed);
            }
            let taken = catalogue.take_back(&name, desk.visitor().name(), clock::now())?;
            let taken = taken.ok_or(Failure::NoBatch)?;
            // What is told of it follows the catalogue.
            if desk.stage.staging.batch(&name)?.is_some() {
                desk.stage.staging.finish(&everything, &name, Vec::new())?;
            }
            let detail = format!("-{} +{}", taken.left.len(), taken.returned.len());
            desk.note(Deed::TakenBack, &name, &detail);
            Ok(taken)
        })
        .await
    }
}
