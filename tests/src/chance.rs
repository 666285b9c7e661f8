//! Chance with a seed that is printed, so that a failed run can be repeated.

use std::time::{SystemTime, UNIX_EPOCH};

/// A small generator (xorshift64*, Vigna 2016): good enough to choose moments, useless for secrets.
#[derive(Clone, Debug)]
pub struct Chance {
    state: u64,
}

impl Chance {
    /// From the environment variable `CANCU_SEED`, else from the clock. Prints the seed.
    pub fn seeded(purpose: &str) -> Self {
        let clock = SystemTime::now().duration_since(UNIX_EPOCH);
        Self::seeded_or(purpose, clock.map_or(1, |since| since.as_nanos() as u64))
    }

    /// From the environment variable `CANCU_SEED`, else the given seed. Prints it.
    pub fn seeded_or(purpose: &str, seed: u64) -> Self {
        let named = std::env::var("CANCU_SEED");
        let seed = named
            .ok()
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(seed);
        eprintln!("{purpose}: CANCU_SEED={seed}");
        Self::of(seed)
    }

    /// From a seed.
    pub fn of(seed: u64) -> Self {
        Self { state: seed.max(1) }
    }

    /// A number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11) % bound
    }
}
