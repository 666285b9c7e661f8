//! Admission: how many pieces of work run at the same time, how many wait, and for how long. What is over is
//! turned away at once with 503, so that the accepted ones stay fast.

use std::{sync::Arc, time::Duration};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::failure::Failure;

/// A gate for one class of work.
#[derive(Debug)]
pub(crate) struct Gate {
    places: usize,
    running: Arc<Semaphore>,
    waiting: Semaphore,
    wait: Duration,
}

impl Gate {
    /// Lets `running` through at a time; four times as many wait, each at most `wait`.
    pub(crate) fn new(running: usize, wait: Duration) -> Self {
        Self {
            places: running,
            running: Arc::new(Semaphore::new(running)),
            waiting: Semaphore::new(running * 4),
            wait,
        }
    }

    /// How many run and how many wait just now.
    pub(crate) fn load(&self) -> (usize, usize) {
        let taken = |all: usize, free: usize| all.saturating_sub(free);
        (
            taken(self.places, self.running.available_permits()),
            taken(self.places * 4, self.waiting.available_permits()),
        )
    }

    /// Waits for a place.
    pub(crate) async fn enter(&self) -> Result<OwnedSemaphorePermit, Failure> {
        let _place = self.waiting.try_acquire().map_err(|_| Failure::Busy)?;
        let entered =
            tokio::time::timeout(self.wait, Arc::clone(&self.running).acquire_owned()).await;
        entered
            .map_err(|_| Failure::Busy)?
            .map_err(|_| Failure::Busy)
    }

    /// Runs blocking work on a thread of its own once there is a place. The place is kept until the work is
    /// done, even if the caller has gone.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Failure> {
        let place = self.enter().await?;
        // What is logged there belongs to the same request.
        let span = tracing::Span::current();
        let done = tokio::task::spawn_blocking(move || {
            let _place = place;
            let _span = span.entered();
            work()
        });
        done.await.unwrap_or_else(|_| Err(Failure::Internal))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_over_is_turned_away() {
        let gate = Gate::new(1, Duration::from_millis(1));
        assert_eq!(gate.load(), (0, 0));
        let place = gate.enter().await.expect("the first");
        assert_eq!(gate.load(), (1, 0));
        assert_eq!(gate.run(|| Ok(1)).await, Err(Failure::Busy));
        drop(place);
        assert_eq!(gate.run(|| Ok(2)).await, Ok(2));
        assert_eq!(
            gate.run(|| -> Result<(), _> { panic!("as a test") }).await,
            Err(Failure::Internal)
        );
        assert_eq!(gate.run(|| Ok(3)).await, Ok(3));
    }
}
