//! The dot product of two rows of codes, and the signs in which rows differ: what a search by meaning spends its time
//! on.
//!
//! One of the two places where `unsafe` stands. What it gains is printed, beside what the compiler makes of the plain
//! loop for any x86-64, by `cargo test --release -p index dot -- --ignored --nocapture`. Its proof: [`wide`] is
//! called only where the processor has AVX2, and its loads read the 32 bytes of an array of 32 codes, for which no
//! alignment is asked; [`differing_wide`] is called only where the processor has POPCNT, and is safe code but for that;
//! [`fetch`] reads nothing.
#![allow(unsafe_code)]

/// The dot product of two rows of codes of one length, each within ±127 as `quantise` makes them. Sums cannot wrap:
/// 127 × 127 × dims stays below 2³¹ for any width below 133,000.
#[inline]
pub fn dot(one: &[i8], other: &[i8]) -> i32 {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("avx2") {
        // SAFETY: the processor has AVX2.
        return unsafe { wide(one, other) };
    }
    plain(one, other)
}

/// In how many bits each row differs from the query, whose length a row has.
pub(crate) fn differing(query: &[u64], rows: &[u64], out: &mut [u16]) {
    #[cfg(target_arch = "x86_64")]
    if is_x86_feature_detected!("popcnt") {
        // SAFETY: the processor has POPCNT.
        return unsafe { differing_wide(query, rows, out) };
    }
    differing_plain(query, rows, out);
}

/// As [`differing_plain`], with the instruction that counts bits.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "popcnt")]
fn differing_wide(query: &[u64], rows: &[u64], out: &mut [u16]) {
    differing_plain(query, rows, out);
}

/// Four words are 256 codes, the width of the model that the program carries.
#[inline(always)]
fn differing_plain(query: &[u64], rows: &[u64], out: &mut [u16]) {
    if let Ok(query) = <&[u64; 4]>::try_from(query) {
        for (row, out) in rows.as_chunks::<4>().0.iter().zip(out) {
            let bits = |at: usize| (row[at] ^ query[at]).count_ones();
            *out = (bits(0) + bits(1) + bits(2) + bits(3)) as u16;
        }
        return;
    }
    for (row, out) in rows.chunks_exact(query.len().max(1)).zip(out) {
        let bits = row.iter().zip(query).map(|(a, b)| (a ^ b).count_ones());
        *out = bits.sum::<u32>() as u16;
    }
}

/// Asks for codes that will be read soon: a scan waits for memory most of its time, and by itself a processor does not
/// look beyond the page that it reads.
#[inline]
pub(crate) fn fetch(codes: &[i8]) {
    #[cfg(target_arch = "x86_64")]
    for line in codes.chunks(64) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: a hint, for an address inside the slice.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(line.as_ptr()) };
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = codes;
}

/// For any processor. Wrapping sums let the compiler use what vector instructions there are.
fn plain(one: &[i8], other: &[i8]) -> i32 {
    let (ones, one_rest) = one.as_chunks::<16>();
    let (others, other_rest) = other.as_chunks::<16>();
    let mut sums = [0_i32; 16];
    for (a, b) in ones.iter().zip(others) {
        for lane in 0..16 {
            let product = i16::from(a[lane]).wrapping_mul(i16::from(b[lane]));
            sums[lane] = sums[lane].wrapping_add(i32::from(product));
        }
    }
    let sum = sums.iter().fold(0_i32, |sum, lane| sum.wrapping_add(*lane));
    sum.wrapping_add(rest(one_rest, other_rest))
}

fn rest(one: &[i8], other: &[i8]) -> i32 {
    let products = one.iter().zip(other);
    products
        .map(|(a, b)| i32::from(*a) * i32::from(*b))
        .fold(0, i32::wrapping_add)
}

/// Thirty-two codes at a time, two sums so that one does not wait for the other.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn wide(one: &[i8], other: &[i8]) -> i32 {
    use std::arch::x86_64::{
        __m256i, _mm256_abs_epi8, _mm256_add_epi32, _mm256_extract_epi32, _mm256_hadd_epi32,
        _mm256_loadu_si256, _mm256_madd_epi16, _mm256_maddubs_epi16, _mm256_set1_epi16,
        _mm256_setzero_si256, _mm256_sign_epi8,
    };
    // SAFETY: 32 codes are 32 bytes, and the load asks for no alignment.
    let load = |codes: &[i8; 32]| unsafe { _mm256_loadu_si256(codes.as_ptr().cast()) };
    let each = _mm256_set1_epi16(1);
    // The instruction takes one side without sign, so that side's signs go to the other. Two products together are at
    // most 2 × 127 × 127, which 16 bits hold.
    let products = |a: &[i8; 32], b: &[i8; 32]| -> __m256i {
        let (a, b) = (load(a), load(b));
        let pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(a), _mm256_sign_epi8(b, a));
        _mm256_madd_epi16(pairs, each)
    };
    let (ones, one_rest) = one.as_chunks::<32>();
    let (others, other_rest) = other.as_chunks::<32>();
    let (one_pairs, one_last) = ones.as_chunks::<2>();
    let (other_pairs, other_last) = others.as_chunks::<2>();
    let (mut even, mut odd) = (_mm256_setzero_si256(), _mm256_setzero_si256());
    for (a, b) in one_pairs.iter().zip(other_pairs) {
        even = _mm256_add_epi32(even, products(&a[0], &b[0]));
        odd = _mm256_add_epi32(odd, products(&a[1], &b[1]));
    }
    for (a, b) in one_last.iter().zip(other_last) {
        even = _mm256_add_epi32(even, products(a, b));
    }
    let sums = _mm256_add_epi32(even, odd);
    let fours = _mm256_hadd_epi32(sums, sums);
    let halves = _mm256_hadd_epi32(fours, fours);
    _mm256_extract_epi32::<0>(halves)
        .wrapping_add(_mm256_extract_epi32::<4>(halves))
        .wrapping_add(rest(one_rest, other_rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wide_product_is_the_plain_one() {
        let mut state = 7_u64;
        let mut code = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            ((state >> 40) as i8).max(-127)
        };
        for length in (0..100).chain([128, 255, 256, 384, 1024]) {
            let one: Vec<i8> = (0..length).map(|_| code()).collect();
            let other: Vec<i8> = (0..length).map(|_| code()).collect();
            let slow: i32 = one
                .iter()
                .zip(&other)
                .map(|(a, b)| i32::from(*a) * i32::from(*b))
                .sum();
            assert_eq!(dot(&one, &other), slow, "{length} codes");
            assert_eq!(plain(&one, &other), slow, "{length} codes");
        }
        let ends = [127_i8; 4096];
        assert_eq!(dot(&ends, &ends), 127 * 127 * 4096);
        assert_eq!(dot(&ends, &[-127; 4096]), -127 * 127 * 4096);
    }

    #[test]
    fn bits_that_differ_are_counted() {
        for words in [1, 3, 4, 5] {
            let rows: Vec<u64> = (1..=12 * words as u64)
                .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
                .collect();
            let query = &rows[..words];
            let (mut one, mut other) = (vec![9; 12], vec![9; 12]);
            differing(query, &rows, &mut one);
            differing_plain(query, &rows, &mut other);
            let slow = |row: &[u64]| -> u32 {
                (0..64 * row.len())
                    .map(|at| ((row[at / 64] ^ query[at / 64]) >> (at % 64) & 1) as u32)
                    .sum()
            };
            let slow: Vec<u16> = rows.chunks(words).map(|row| slow(row) as u16).collect();
            assert_eq!((&one, &other), (&slow, &slow), "{words} words");
        }
    }

    /// One query against 100,000 rows of 256 codes, in milliseconds.
    #[test]
    #[ignore = "a measure"]
    fn measure() {
        let codes: Vec<i8> = (0..25_600_000_u32)
            .map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as i8)
            .collect();
        for round in 0..3 {
            for (name, product) in [
                ("plain", plain as fn(&[i8], &[i8]) -> i32),
                ("wide", dot as fn(&[i8], &[i8]) -> i32),
            ] {
                let start = std::time::Instant::now();
                let query = &codes[round * 256..][..256];
                let sum: i64 = codes
                    .chunks(256)
                    .map(|row| i64::from(product(row, query)))
                    .sum();
                let milliseconds = start.elapsed().as_secs_f64() * 1e3;
                println!("{name:<6} {milliseconds:>6.1} ms (sum {sum})");
            }
            let rows: Vec<u64> = (0..400_000_u64)
                .map(|n| n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
                .collect();
            let mut out = vec![0; 100_000];
            for (name, count) in [
                (
                    "signs, plain",
                    differing_plain as fn(&[u64], &[u64], &mut [u16]),
                ),
                ("signs, wide", differing as fn(&[u64], &[u64], &mut [u16])),
            ] {
                let start = std::time::Instant::now();
                count(&rows[round * 4..][..4], &rows, &mut out);
                let milliseconds = start.elapsed().as_secs_f64() * 1e3;
                let sum: u64 = out.iter().map(|one| u64::from(*one)).sum();
                println!("{name:<12} {milliseconds:>6.2} ms (sum {sum})");
            }
        }
    }
}
