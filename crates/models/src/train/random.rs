//! Random numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood, "Fast splittable
//! pseudorandom number generators", 2014). Good enough to shuffle and to start weights; not for secrets.

/// A stream of random numbers.
pub(crate) struct Random(u64);

impl Random {
    /// A stream for a seed and a place in the work, so that threads need not share one.
    pub(crate) fn new(seed: u64, place: u64) -> Self {
        let mut start = Self(seed);
        let mixed = start.next() ^ place.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        let mut stream = Self(mixed);
        stream.next();
        stream
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// In 0..1.
    pub(crate) fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// In 0..bound; 0 for a bound of 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        if bound == 0 {
            0
        } else {
            (self.next() % bound as u64) as usize
        }
    }

    /// About normal with mean 0 and variance 1: the sum of twelve even ones less six.
    pub(crate) fn normal(&mut self) -> f32 {
        (0..12).map(|_| self.unit()).sum::<f32>() - 6.0
    }

    /// Puts values in random order.
    pub(crate) fn shuffle<T>(&mut self, values: &mut [T]) {
        for last in (1..values.len()).rev() {
            values.swap(last, self.below(last + 1));
        }
    }
}
