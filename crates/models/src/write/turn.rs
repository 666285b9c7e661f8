//! Turns: how many answers a writer works on at a time, how many wait, and for how long. A model's own queue has no
//! end (vLLM's does not); whoever is over gets passages instead.

use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::timeout;

/// The turns of one writer.
#[derive(Debug)]
pub(super) struct Turns {
    running: Semaphore,
    waiting: Semaphore,
    wait: Duration,
}

impl Turns {
    /// Lets `at_once` through at a time; `waiting` more wait, each at most `wait`.
    pub(super) fn new(at_once: usize, waiting: usize, wait: Duration) -> Self {
        Self {
            running: Semaphore::new(at_once.max(1)),
            waiting: Semaphore::new(waiting),
            wait,
        }
    }

    /// Waits for a turn, which ends when what is returned is dropped. `None`: too many are waiting, or it took too
    /// long.
    pub(super) async fn take(&self) -> Option<SemaphorePermit<'_>> {
        if let Ok(turn) = self.running.try_acquire() {
            return Some(turn);
        }
        let _place = self.waiting.try_acquire().ok()?;
        timeout(self.wait, self.running.acquire()).await.ok()?.ok()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn what_is_over_is_turned_away() {
        let turns = Turns::new(1, 1, Duration::from_secs(600));
        let first = turns.take().await.expect("the first");
        let mut second = Box::pin(turns.take());
        assert!((&mut second).now_or_never().is_none(), "it waits");
        assert!(turns.take().await.is_none(), "nobody waits behind it");
        drop(first);
        assert!(second.await.is_some(), "its turn came");
        assert!(turns.take().await.is_some(), "turns end when dropped");
        let closed = Turns::new(0, 0, Duration::ZERO);
        let _one = closed.take().await.expect("one at least");
        assert!(closed.take().await.is_none());
    }

    #[tokio::test]
    async fn a_wait_has_an_end() {
        let turns = Turns::new(1, 1, Duration::from_millis(1));
        let _first = turns.take().await;
        assert!(turns.take().await.is_none());
        assert_eq!(turns.waiting.available_permits(), 1, "its place is free");
    }
}
