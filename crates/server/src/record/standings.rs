//! How the approvals stand, kept as long as nothing of what is held changes. Whether an approval is stale is computed from
//! the library and from nothing else, so that what was computed holds until something is committed to the catalogue or
//! another generation is opened; then it is computed anew, by whoever asks first. Nothing is stored that could be missed.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use answer::{Binding, Comparison, StaleBasis};
use catalogue::{Decision, RecordId};
use jiff::Timestamp;
use search::{Error, Library};

/// An approval as it stands.
#[derive(Debug)]
pub(crate) struct Approval {
    /// What it is bound to; one that cannot be read binds nothing, and is stale.
    pub(crate) binding: Option<Binding>,
    /// What is not as it was approved.
    pub(crate) stale: Vec<StaleBasis>,
}

/// The state of the library that approvals were compared with: its change number, and whether anything was committed.
type State = (u64, i64);
/// A decision: it never changes.
type Key = (RecordId, Timestamp);

/// What is known of approvals.
#[derive(Debug, Default)]
pub(crate) struct Standings(Mutex<(State, HashMap<Key, Arc<Approval>>)>);

impl Standings {
    /// How all approvals stand, in their order.
    pub(crate) fn of(
        &self,
        library: Option<&Library>,
        approved: &[Decision],
    ) -> Result<Vec<Arc<Approval>>, Error> {
        // Asked before anything is looked up: what is committed meanwhile makes it another state.
        let state = match library {
            Some(library) => (library.generation.seq(), library.catalogue.version()?),
            None => State::default(),
        };
        let known = self.known(state);
        let comparison = Comparison::new(library);
        let mut all = Vec::with_capacity(approved.len());
        for decision in approved {
            let approval = match known.get(&key(decision)) {
                Some(known) => Arc::clone(known),
                None => Arc::new(Approval::new(decision, &comparison)?),
            };
            all.push(approval);
        }
        if library.is_some() {
            let kept = approved.iter().map(key).zip(all.iter().cloned());
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (state, kept.collect());
        }
        Ok(all)
    }

    fn known(&self, state: State) -> HashMap<Key, Arc<Approval>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match kept.0 == state {
            true => kept.1.clone(),
            false => HashMap::new(),
        }
    }
}

impl Approval {
    pub(crate) fn new(decision: &Decision, comparison: &Comparison<'_>) -> Result<Self, Error> {
        let binding: Option<Binding> = serde_json::from_str(&decision.bound).ok();
        let stale = match &binding {
            Some(binding) => binding.stale_in(comparison)?,
            None => vec![StaleBasis {
                evidence: 0,
                document: String::new(),
                path: String::new(),
                stale: answer::Stale::NotHeld,
            }],
        };
        Ok(Self { binding, stale })
    }
}

fn key(decision: &Decision) -> Key {
    (decision.record, decision.at)
}
