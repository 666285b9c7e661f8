//! Stops asking a writer that fails again and again, so that readers get their passages at once and the machine that
//! is down is not kept down. Pure: the moment is an argument.

use std::collections::VecDeque;
use std::time::Duration;

use tokio::time::Instant;

/// So many failures in a row …
const FAILURES: usize = 5;
/// … within this time open the circuit …
const WITHIN: Duration = Duration::from_secs(30);
/// … for this long. Then one more failure is enough.
const OPEN: Duration = Duration::from_secs(15);

/// Which failures there were since it last worked.
#[derive(Debug, Default)]
pub(super) struct Breaker {
    failures: VecDeque<Instant>,
    open_until: Option<Instant>,
}

impl Breaker {
    /// Whether the writer may be asked.
    pub(super) fn allows(&self, now: Instant) -> bool {
        self.open_until.is_none_or(|until| now >= until)
    }

    /// It answered as it should.
    pub(super) fn worked(&mut self) {
        *self = Self::default();
    }

    /// It did not.
    pub(super) fn failed(&mut self, now: Instant) {
        self.failures.push_back(now);
        while self.failures.len() > FAILURES {
            self.failures.pop_front();
        }
        let recent = self
            .failures
            .iter()
            .filter(|at| now.duration_since(**at) <= WITHIN);
        // Once it was open, a failure of the first that are let through again opens it at once.
        let again = self.open_until.is_some();
        if again || recent.count() >= FAILURES {
            self.open_until = Some(now + OPEN);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Failures (`true`) and successes at seconds; whether it may be asked at the last second.
    fn check(name: &str, events: &[(u64, bool)], at: u64, expect: bool) {
        let start = Instant::now();
        let mut breaker = Breaker::default();
        for (second, failed) in events {
            match failed {
                true => breaker.failed(start + Duration::from_secs(*second)),
                false => breaker.worked(),
            }
        }
        let now = start + Duration::from_secs(at);
        assert_eq!(breaker.allows(now), expect, "{name}");
    }

    #[test]
    fn opens_and_closes() {
        let five: Vec<(u64, bool)> = (0..5).map(|second| (second, true)).collect();
        let with = |more: &[(u64, bool)]| [five.as_slice(), more].concat();
        check("nothing happened", &[], 0, true);
        check("four failures", &five[..4], 4, true);
        check("five failures", &five, 5, false);
        check("open for 15 s", &five, 18, false);
        check("tried again", &five, 19, true);
        check("one more is enough then", &with(&[(20, true)]), 21, false);
        check("and again", &with(&[(20, true), (36, true)]), 50, false);
        check(
            "it works again",
            &with(&[(20, false), (21, true)]),
            22,
            true,
        );
        let slow: Vec<(u64, bool)> = (0..6).map(|n| (n * 10, true)).collect();
        check("failures far apart", &slow, 51, true);
        let mixed = [&five[..4], &[(5, false)], &five[..4]].concat();
        check("successes between", &mixed, 6, true);
    }
}
