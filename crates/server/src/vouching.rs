//! Signing in through an identity provider: whom the office trusts for it, and who is on the way there and back.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use catalogue::{Role, Secret};
use models::Pending;

/// Time to sign in at the provider.
const PATIENCE: Duration = Duration::from_secs(600);
/// So many may be on the way: those who began first are forgotten, and begin anew.
const MOST: usize = 1_000;

/// Who vouches for people, and what follows from what it says.
#[derive(Clone)]
pub struct Vouching {
    /// The provider.
    pub voucher: Arc<models::Voucher>,
    /// What people know it by.
    pub label: Arc<str>,
    /// Roles by the words of the provider's claim; any other word gives none.
    pub roles: BTreeMap<String, Role>,
}

/// What the head of a page says of the provider: a mark on each request.
#[derive(Clone, Debug)]
pub(crate) struct VouchedBy(pub(crate) Arc<str>);

/// Those who were sent to the provider.
#[derive(Debug, Default)]
pub(crate) struct Underway(Mutex<VecDeque<Traveller>>);

#[derive(Debug)]
struct Traveller {
    pending: Pending,
    /// Where to go afterwards.
    to: String,
    since: Instant,
}

impl Underway {
    /// Somebody sets out.
    pub(crate) fn begin(&self, to: String) -> Result<Pending, catalogue::Error> {
        let secret = || Ok::<_, catalogue::Error>(Secret::fresh()?.reveal().to_owned());
        let pending = Pending {
            state: secret()?,
            nonce: secret()?,
            verifier: secret()?,
        };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        while all.len() >= MOST {
            all.pop_front();
        }
        all.push_back(Traveller {
            pending: pending.clone(),
            to,
            since: Instant::now(),
        });
        Ok(pending)
    }

    /// Somebody is back: once, in time, and with the state that they were sent with.
    pub(crate) fn end(&self, state: &str) -> Option<(Pending, String)> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|one| one.since.elapsed() < PATIENCE);
        let at = all.iter().position(|one| one.pending.state == state)?;
        let traveller = all.remove(at)?;
        Some((traveller.pending, traveller.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_comes_back_once() {
        let underway = Underway::default();
        let begin = |to: &str| underway.begin(to.to_owned()).expect("random bits");
        let (one, other) = (begin("/vb"), begin("/tim"));
        assert_ne!(one, other);
        for secret in [&one.state, &one.nonce, &one.verifier] {
            assert_eq!(secret.len(), 64);
        }
        assert_eq!(underway.end("somebody else's"), None);
        let back = underway.end(&other.state);
        assert_eq!(back, Some((other.clone(), "/tim".to_owned())));
        assert_eq!(underway.end(&other.state), None);
        for _ in 0..MOST {
            begin("/");
        }
        assert_eq!(underway.end(&one.state), None, "forgotten");
    }
}
