//! What people say is wrong, for whoever checks it: all of it but what is about something that they may not see.

use std::{collections::BTreeSet, sync::Arc};

use catalogue::{About, Complaint, ComplaintId, Deed};

use super::Desk;
use crate::{clock, failure::Failure, wire};

impl Desk {
    /// What all people reported, the newest first; the open ones, or all.
    pub(crate) async fn reports(&self, open: bool) -> Result<Vec<wire::Complaint>, Failure> {
        let desk = self.clone();
        let found = self.view(move || {
            let all = desk.keeper.records().complaints(open)?;
            let mut shown = Vec::with_capacity(all.len());
            for one in all {
                if desk.shows(&one)? {
                    shown.push(one);
                }
            }
            Ok(shown)
        });
        let found = found.await?;
        self.wired(found).await
    }

    /// Tells whoever reported it what came of it. What the visitor may not see, and what is not there, are the same.
    pub(crate) async fn settle(&self, id: String, outcome: String) -> Result<(), Failure> {
        if outcome.trim().is_empty() {
            return Err(Failure::BadBody);
        }
        let desk = self.clone();
        self.view(move || {
            let id = ComplaintId::parse(&id).ok_or(Failure::NoComplaint)?;
            let found = desk.keeper.records().complaint(&id)?;
            let found = found.ok_or(Failure::NoComplaint)?;
            if !desk.shows(&found)? {
                return Err(Failure::NoComplaint);
            }
            desk.keeper.records().settle(&id, clock::now(), &outcome)?;
            desk.note(Deed::ComplaintSettled, &id.to_string(), "");
            Ok(())
        })
        .await
    }

    /// Whether the visitor may see what a report is about.
    pub(super) fn shows(&self, complaint: &Complaint) -> Result<bool, Failure> {
        let rests_on = match &complaint.told.about {
            About::Provision(id, _) => BTreeSet::from([id.as_str().to_owned()]),
            About::Record(id) => match Arc::clone(&self.keeper).find(&id.to_string())? {
                Some(found) => found.rests_on,
                // Its answer is gone, and with it what could be hidden.
                None => BTreeSet::new(),
            },
        };
        Ok(!self.hides(&rests_on)?)
    }
}
