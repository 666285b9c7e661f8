//! How much one caller may ask in a minute: a bucket of tokens for each caller and each class of work, so that asking
//! too much does not keep anybody from reading. Dear work (answers, loading) has small buckets.
//!
//! `governor` was looked at and left: its store of keys has no bound, so that a network of invented addresses fills the
//! memory, and a bucket is twenty lines. The moment is an argument.

use std::{
    collections::HashMap,
    net::{IpAddr, Ipv6Addr},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use axum::http::Method;

/// How many times as much whoever sits at this machine may ask: one person with scripts, and the tests.
const NEAR: u32 = 50;
/// Callers that are told apart at a time; further ones share one bucket.
const CALLERS: usize = 20_000;

/// Requests a minute that each address may send, by class of work; 0: as many as it likes. A caller who was quiet may
/// send as many at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pages, documents, lists, suggestions.
    pub read: u32,
    /// Searches.
    pub search: u32,
    /// Answers, also those of an assistant.
    pub ask: u32,
    /// Claims and drafts to check.
    pub check: u32,
    /// Loads and removals.
    pub load: u32,
    /// Names and passwords.
    pub enter: u32,
}

impl Default for Limits {
    /// What ten busy officials behind one router do not reach.
    fn default() -> Self {
        Self {
            read: 3_000,
            search: 600,
            ask: 120,
            check: 120,
            load: 60,
            enter: 30,
        }
    }
}

/// A class of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Class {
    Read,
    Search,
    Ask,
    Check,
    Load,
    Enter,
}

impl Class {
    /// Of a request by its route; `None`: it costs nothing worth counting, or must always be answered.
    pub(crate) fn of(method: &Method, route: &str) -> Option<Self> {
        let changes = !matches!(*method, Method::GET | Method::HEAD);
        Some(match route {
            "/static/{file}" | "/favicon.ico" | "/health/live" | "/health/ready" | "/metrics" => {
                return None;
            }
            "/hoi"
            | "/api/ask"
            | "/api/ask/stream"
            | "/ho-so/{id}/hoi-lai"
            | "/api/records/{id}/again" => Self::Ask,
            "/dang-nhap/oidc" | "/dang-nhap/oidc/ve" => Self::Enter,
            "/dang-nhap" | "/lap-tai-khoan" | "/dat-mat-khau" | "/tai-khoan/mat-khau"
                if changes =>
            {
                Self::Enter
            }
            "/tim" | "/api/search" => Self::Search,
            "/api/verify" | "/api/draft" => Self::Check,
            "/kiem-tra" if changes => Self::Check,
            "/nap" | "/api/batches" | "/api/documents" | "/api/documents/{slug}" if changes => {
                Self::Load
            }
            _ => Self::Read,
        })
    }

    /// Its name as a label.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Search => "search",
            Self::Ask => "ask",
            Self::Check => "check",
            Self::Load => "load",
            Self::Enter => "enter",
        }
    }

    fn a_minute(self, limits: &Limits) -> u32 {
        match self {
            Self::Read => limits.read,
            Self::Search => limits.search,
            Self::Ask => limits.ask,
            Self::Check => limits.check,
            Self::Load => limits.load,
            Self::Enter => limits.enter,
        }
    }
}

/// Who is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Caller {
    Address(IpAddr),
    /// An account, wherever it is used: by its row.
    Person(i64),
    /// Everybody beyond [`CALLERS`].
    Others,
}

impl Caller {
    /// A host of IPv6 has a network of 2^64 addresses to itself.
    fn new(address: IpAddr) -> Self {
        Self::Address(match address.to_canonical() {
            IpAddr::V6(address) if !address.is_loopback() => {
                let network = address.to_bits() >> 64 << 64;
                IpAddr::V6(Ipv6Addr::from_bits(network))
            }
            address => address,
        })
    }
}

/// Whether an address is this machine's own.
fn is_near(address: Option<IpAddr>) -> bool {
    address.is_none_or(|address| address.to_canonical().is_loopback())
}

/// What a caller has left.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    /// In thousandths, so that a second's refill of a small bucket counts.
    left: u64,
    seen: Duration,
}

/// The buckets of all callers.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    limits: Limits,
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    buckets: HashMap<(Caller, Class), Bucket>,
    /// When full buckets were last left out.
    swept: Duration,
}

impl Held {
    /// The bucket of a caller, with so many thousandths where it is new.
    fn bucket(&mut self, caller: Caller, class: Class, full: u64, now: Duration) -> &mut Bucket {
        let mut key = (caller, class);
        if self.buckets.len() >= CALLERS && !self.buckets.contains_key(&key) {
            // A bucket that nobody touched for a minute is full again: it says nothing. Looked for once a second at
            // most, so that a flood of new addresses is not dear.
            const PAUSE: Duration = Duration::from_secs(1);
            if now.saturating_sub(self.swept) >= PAUSE {
                let idle = |bucket: &Bucket| now.saturating_sub(bucket.seen).as_secs() >= 60;
                self.buckets.retain(|_, bucket| !idle(bucket));
                self.swept = now;
            }
            if self.buckets.len() >= CALLERS {
                key = (Caller::Others, class);
            }
        }
        self.buckets.entry(key).or_insert(Bucket {
            left: full,
            seen: now,
        })
    }
}

impl Buckets {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            limits,
            held: Mutex::default(),
        }
    }

    /// Takes a token of an address at a moment (since any start); how many seconds to wait where there is none.
    pub(crate) fn take(
        &self,
        address: Option<IpAddr>,
        class: Class,
        now: Duration,
    ) -> Result<(), u32> {
        let caller = address.map_or(Caller::Others, Caller::new);
        self.take_of(caller, is_near(address), class, now)
    }

    /// The same of an account that is used at an address: one account on many machines has one bucket.
    pub(crate) fn take_of_person(
        &self,
        row: i64,
        address: Option<IpAddr>,
        class: Class,
        now: Duration,
    ) -> Result<(), u32> {
        self.take_of(Caller::Person(row), is_near(address), class, now)
    }

    fn take_of(&self, caller: Caller, near: bool, class: Class, now: Duration) -> Result<(), u32> {
        let size = class
            .a_minute(&self.limits)
            .saturating_mul(if near { NEAR } else { 1 });
        if size == 0 {
            return Ok(());
        }
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let full = u64::from(size) * 1_000;
        let bucket = held.bucket(caller, class, full, now);
        // Thousandths of a token a millisecond: `size` tokens in 60,000 ms.
        let passed = u64::try_from(now.saturating_sub(bucket.seen).as_millis()).unwrap_or(u64::MAX);
        let passed = passed.min(60_000);
        let refill = passed * u64::from(size) / 60;
        if refill > 0 {
            bucket.left = bucket.left.saturating_add(refill).min(full);
            // What is left of the time after whole thousandths counts the next time.
            let used = Duration::from_millis((refill * 60).div_ceil(u64::from(size)));
            bucket.seen = match bucket.left == full {
                true => now,
                false => bucket.seen.saturating_add(used).min(now),
            };
        }
        if bucket.left >= 1_000 {
            bucket.left -= 1_000;
            return Ok(());
        }
        let missing = (1_000 - bucket.left) * 60;
        let wait = missing.div_ceil(u64::from(size)).div_ceil(1_000);
        Err(u32::try_from(wait).unwrap_or(60).clamp(1, 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FAR: IpAddr = IpAddr::V4(std::net::Ipv4Addr::new(10, 0, 0, 7));

    fn buckets(ask: u32) -> Buckets {
        Buckets::new(Limits {
            ask,
            ..Limits::default()
        })
    }

    fn taken(buckets: &Buckets, address: IpAddr, at: u64, tries: usize) -> usize {
        let now = Duration::from_millis(at);
        let take = |_: &usize| buckets.take(Some(address), Class::Ask, now).is_ok();
        (0..tries).filter(take).count()
    }

    #[test]
    fn a_bucket_empties_and_fills_again() {
        let six = buckets(6);
        assert_eq!(taken(&six, FAR, 0, 10), 6, "a full bucket");
        assert_eq!(six.take(Some(FAR), Class::Ask, Duration::ZERO), Err(10));
        assert_eq!(taken(&six, FAR, 9_999, 1), 0);
        assert_eq!(taken(&six, FAR, 10_000, 2), 1, "one every ten seconds");
        assert_eq!(taken(&six, FAR, 600_000, 99), 6, "never more than full");
        let quick = (0..1_432).filter(|at| taken(&six, FAR, 600_000 + at * 7, 1) == 1);
        assert_eq!(quick.count(), 1, "small steps add up and lose nothing");
    }

    #[test]
    fn callers_and_classes_have_buckets_of_their_own() {
        let one = buckets(1);
        let other = IpAddr::from([10, 0, 0, 8]);
        assert_eq!(taken(&one, FAR, 0, 5), 1);
        assert_eq!(taken(&one, other, 0, 5), 1);
        let search = one.take(Some(FAR), Class::Search, Duration::ZERO);
        assert_eq!(search, Ok(()), "who asked too much may still search");
        assert_eq!(taken(&one, "::1".parse().expect("an address"), 0, 90), 50);
        assert_eq!(taken(&one, "127.0.0.1".parse().expect("one"), 0, 90), 50);
        let (a, b) = ("2001:db8::1", "2001:db8::2");
        assert_eq!(taken(&one, a.parse().expect("an address"), 0, 5), 1);
        assert_eq!(taken(&one, b.parse().expect("an address"), 0, 5), 0);
        assert_eq!(taken(&buckets(0), FAR, 0, 9_999), 9_999, "no limit");
        let of = |row, address: IpAddr| {
            one.take_of_person(row, Some(address), Class::Ask, Duration::ZERO)
        };
        assert!(of(1, FAR).is_ok() && of(2, FAR).is_ok());
        assert!(of(1, other).is_err(), "one account on two machines");
    }

    #[test]
    fn the_memory_has_a_bound() {
        let one = buckets(1);
        for host in 0..30_000_u32 {
            let _ = one.take(Some(IpAddr::V4(host.into())), Class::Ask, Duration::ZERO);
        }
        let held = |one: &Buckets| one.held.lock().expect("held").buckets.len();
        assert_eq!(held(&one), CALLERS + 1);
        let refused = one.take(Some(FAR), Class::Ask, Duration::ZERO);
        assert!(refused.is_err(), "those beyond share one bucket");
        let later = one.take(Some(FAR), Class::Ask, Duration::from_secs(61));
        assert_eq!((later, held(&one)), (Ok(()), 1));
    }

    #[test]
    fn routes() {
        fn check(method: &Method, route: &str, expect: Option<Class>) {
            assert_eq!(Class::of(method, route), expect, "{method} {route}");
        }
        check(&Method::GET, "/static/{file}", None);
        check(&Method::GET, "/metrics", None);
        check(&Method::GET, "/hoi", Some(Class::Ask));
        check(&Method::POST, "/api/ask", Some(Class::Ask));
        check(&Method::GET, "/nap", Some(Class::Read));
        check(&Method::POST, "/nap", Some(Class::Load));
        check(&Method::DELETE, "/api/documents/{slug}", Some(Class::Load));
        check(&Method::GET, "/kiem-tra", Some(Class::Read));
        check(&Method::POST, "/kiem-tra", Some(Class::Check));
        check(&Method::GET, "", Some(Class::Read));
    }
}
