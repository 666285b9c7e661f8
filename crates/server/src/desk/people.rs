//! Keeping accounts: what is quick among the other looks, what hashes a password behind a gate of its own.

use std::{sync::Arc, time::Duration};

use catalogue::{Deed, People};

use super::{Desk, Office};
use crate::failure::Failure;

/// How often what lasts longer than a request asks whether its visitor is still let in.
const LOOK: Duration = Duration::from_millis(500);

impl Desk {
    /// Reads or changes accounts.
    pub(crate) async fn people<T: Send + 'static>(
        &self,
        work: impl FnOnce(&People) -> Result<T, catalogue::Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let people = Arc::clone(&self.people);
        self.viewing.run(move || Ok(work(&people)?)).await
    }

    /// The same where a password is hashed: two at a time, since each takes 19 MiB and a core for a moment.
    pub(crate) async fn enter<T: Send + 'static>(
        &self,
        work: impl FnOnce(&People) -> Result<T, catalogue::Error> + Send + 'static,
    ) -> Result<T, Failure> {
        let people = Arc::clone(&self.people);
        self.entering.run(move || Ok(work(&people)?)).await
    }

    /// Ends as soon as the visitor is not let in any more, or may see or do something else.
    pub(crate) async fn sent_away(&self) {
        loop {
            tokio::time::sleep(LOOK).await;
            let desk = self.clone();
            let look = move || desk.visitor().is_still_in(&desk.people, desk.setup.alone);
            // What cannot be looked up is not let in.
            if !matches!(tokio::task::spawn_blocking(look).await, Ok(Ok(true))) {
                return;
            }
        }
    }

    /// Writes a decision down. It was taken already: that it cannot be written is told to whoever keeps the machine.
    pub(crate) fn note(&self, deed: Deed, about: &str, detail: &str) {
        if let Err(error) = self.people.note(&self.visitor().act(), deed, about, detail) {
            tracing::error!(%error, "a decision could not be written to the audit");
        }
    }
}

impl Office {
    /// Whether browsers reach it through TLS, by the settings.
    pub(crate) fn is_behind_tls(&self) -> bool {
        self.setup.public.is_some()
    }
}
