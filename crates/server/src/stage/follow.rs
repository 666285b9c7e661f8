//! What changes of the library mean for what checkers recorded of validity.

use std::collections::BTreeSet;

use catalogue::Catalogue;

use crate::{clock, desk::Office, failure::Failure};

/// How often, and with what pause, it is tried to write at the start.
const TRIES: u32 = 40;
const PAUSE: std::time::Duration = std::time::Duration::from_millis(50);

/// Tells and works in what a checker recorded and a stop kept from counting. Where another process loads just now, that
/// one works it in.
pub(super) fn recover_resolutions(office: &Office) -> Result<(), Failure> {
    let root = &office.setup.root;
    let waits = match Catalogue::open_read_only(root)? {
        Some(held) => held.has_waiting()?,
        None => false,
    };
    if !waits {
        return Ok(());
    }
    // Whoever was just stopped may still be letting go.
    let mut tries = 0;
    let catalogue = loop {
        match Catalogue::open(root) {
            Err(catalogue::Error::Locked(_)) if tries < TRIES => tries += 1,
            Err(catalogue::Error::Locked(_)) => return Ok(()),
            opened => break opened?,
        }
        std::thread::sleep(PAUSE);
    };
    tell_audit(office, &catalogue);
    follow_resolutions(office, &catalogue);
    index::publish(root, &catalogue, &mut |_, _| {})?;
    office.shelf.refresh().map_err(|_| Failure::Internal)?;
    Ok(())
}

/// Works in what a change means for what checkers recorded: the act that it rests on left, or came back. The change was
/// done already and stands whatever becomes of this; what could not be done is done with the next change, or at the next
/// start. Searchable with the next publish.
pub(crate) fn follow_resolutions(office: &Office, catalogue: &Catalogue) {
    let whole = catalogue.without(&BTreeSet::new());
    let follow = || -> Result<(), Failure> {
        if whole.unapplied_resolutions()?.is_empty() {
            return Ok(());
        }
        let model = whole.model()?.map(|(model, _)| model);
        let embedder = office.shelf.embedder(&model.unwrap_or_default());
        let embedder = embedder.ok_or(Failure::OtherModel)?;
        ingest::apply_resolutions(&whole, &embedder)?;
        Ok(())
    };
    if let Err(failure) = follow() {
        tracing::error!(
            reason = failure.code(),
            "what was recorded of validity could not be worked in"
        );
    }
    tell_audit(office, &whole);
}

/// Tells the audit what it does not have yet of what checkers recorded.
pub(crate) fn tell_audit(office: &Office, catalogue: &Catalogue) {
    if let Err(error) = catalogue.tell_audit(&office.people, clock::now()) {
        tracing::error!(%error, "what was recorded of validity could not be told to the audit");
    }
}
