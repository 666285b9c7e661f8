//! The exact scan: every kept row against the query, in small integers.

use rayon::prelude::*;

use crate::{
    best::Best,
    dot::{dot, fetch},
    live::Bits,
    segment::Rows,
};

/// Rows a task of a parallel scan takes: enough to outweigh handing them out.
const BLOCK: usize = 32_768;
/// Codes that are asked for ahead of those that are read: a page of memory.
const AHEAD: usize = 4_096;
/// Rows that are asked for ahead, where they do not follow one another.
const ROWS_AHEAD: usize = 16;

/// The cosine of a unit vector and a stored row.
pub(crate) fn cosine(vector: &[f32], rows: &Rows, row: usize) -> f32 {
    let (values, rest) = vector.as_chunks::<8>();
    let (codes, codes_rest) = rows.codes_of(row).as_chunks::<8>();
    let mut sums = [0.0_f32; 8];
    for (a, b) in values.iter().zip(codes) {
        for lane in 0..8 {
            sums[lane] += a[lane] * f32::from(b[lane]);
        }
    }
    let rest: f32 = rest
        .iter()
        .zip(codes_rest)
        .map(|(a, b)| a * f32::from(*b))
        .sum();
    (sums.iter().sum::<f32>() + rest) * rows.scales[row]
}

/// The best `limit` rows of a segment whose rows start at `base` of `kept`, by the product of the codes.
pub(crate) fn scan(rows: &Rows, base: usize, query: &[i8], kept: &Bits, limit: usize) -> Best {
    let blocks = rows.len().div_ceil(BLOCK);
    let one = |block: usize| block_of(rows, base, query, kept, limit, block);
    if blocks <= 1 {
        return one(0);
    }
    (0..blocks)
        .into_par_iter()
        .map(one)
        .reduce(|| Best::new(limit), Best::merge)
}

/// The best `limit` of some rows of a segment, by the product of the codes.
pub(crate) fn scan_of(rows: &Rows, some: &[usize], query: &[i8], limit: usize) -> Best {
    let mut best = Best::new(limit);
    for (at, row) in some.iter().enumerate() {
        if let Some(later) = some.get(at + ROWS_AHEAD) {
            fetch(rows.codes_of(*later));
        }
        let scale = rows.scales[*row];
        if scale != 0.0 {
            best.offer(dot(query, rows.codes_of(*row)) as f32 * scale, *row as u32);
        }
    }
    best
}

fn block_of(
    rows: &Rows,
    base: usize,
    query: &[i8],
    kept: &Bits,
    limit: usize,
    block: usize,
) -> Best {
    let start = block * BLOCK;
    let end = rows.len().min(start + BLOCK);
    let mut best = Best::new(limit);
    let ahead = AHEAD.div_ceil(rows.dims.max(1));
    let codes = rows.codes[start * rows.dims..end * rows.dims].chunks_exact(rows.dims.max(1));
    for ((row, codes), scale) in (start..end).zip(codes).zip(&rows.scales[start..end]) {
        let later = row + ahead;
        if later < end && kept.has(base + later) {
            fetch(rows.codes_of(later));
        }
        if kept.has(base + row) && *scale != 0.0 {
            best.offer(dot(query, codes) as f32 * scale, row as u32);
        }
    }
    best
}
