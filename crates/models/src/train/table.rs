//! The weights: one vector a row, the vector of a text being the sum of its rows brought to length 1.
//!
//! Every sum runs in a fixed order, whatever the number of threads, so that a seed gives one model on one machine.

use ndarray::{ArrayView2, ArrayViewMut2, linalg::general_mat_mul};
use rayon::prelude::*;

use super::{bag::Bags, random::Random};

/// Rows of a matrix that one thread multiplies at a time.
const BLOCK: usize = 64;
/// Adam's decay rates (Kingma and Ba, 2015) and the guard of its division.
const FIRST: f32 = 0.9;
const SECOND: f32 = 0.98;
const GUARD: f32 = 1e-8;

/// The rows and the state of their optimiser.
pub(crate) struct Table {
    /// Values of the rows, row after row.
    pub(crate) values: Vec<f32>,
    /// Values of a row.
    pub(crate) width: usize,
    first: Vec<f32>,
    second: Vec<f32>,
    steps: i32,
}

/// The vectors of a batch of texts, of length 1, and the lengths they had before; 0 for a text without rows.
pub(crate) struct Vectors {
    /// Text after text.
    pub(crate) values: Vec<f32>,
    lengths: Vec<f32>,
}

impl Table {
    /// Random directions; a token that stands in many texts says little and starts short.
    pub(crate) fn new(share: &[f32], width: usize, seed: u64) -> Self {
        let mut values = vec![0.0; share.len() * width];
        values
            .par_chunks_mut(width)
            .zip(share)
            .enumerate()
            .skip(1)
            .for_each(|(row, (values, share))| {
                let mut random = Random::new(seed, row as u64);
                // Smooth inverse frequency (Arora, Liang, Ma, 2017).
                let length = 2e-2 / (2e-2 + share) + 0.05;
                values
                    .iter_mut()
                    .for_each(|value| *value = random.normal() * length / (width as f32).sqrt());
            });
        Self {
            first: vec![0.0; values.len()],
            second: vec![0.0; values.len()],
            values,
            width,
            steps: 0,
        }
    }

    fn row(&self, row: u32) -> &[f32] {
        &self.values[row as usize * self.width..][..self.width]
    }

    /// The vectors of texts.
    pub(crate) fn vectors(&self, bags: &Bags) -> Vectors {
        let mut values = vec![0.0; bags.len() * self.width];
        let mut lengths = vec![0.0; bags.len()];
        values
            .par_chunks_mut(self.width)
            .zip(&mut lengths)
            .enumerate()
            .for_each(|(text, (sum, length))| {
                for row in bags.text(text) {
                    sum.iter_mut()
                        .zip(self.row(*row))
                        .for_each(|(sum, value)| *sum += value);
                }
                *length = dot(sum, sum).sqrt();
                if *length > 0.0 {
                    sum.iter_mut().for_each(|sum| *sum /= *length);
                }
            });
        Vectors { values, lengths }
    }

    /// One step of Adam on the rows of these texts. `towards` is the gradient of the loss by their vectors.
    pub(crate) fn learn(
        &mut self,
        bags: &Bags,
        vectors: &Vectors,
        mut towards: Vec<f32>,
        rate: f32,
    ) {
        let width = self.width;
        // Through the normalisation: only what is at a right angle to the vector changes its direction.
        towards
            .par_chunks_mut(width)
            .zip(vectors.values.par_chunks(width))
            .zip(&vectors.lengths)
            .for_each(|((towards, vector), length)| {
                let along = dot(towards, vector);
                let scale = if *length > 0.0 { 1.0 / length } else { 0.0 };
                towards
                    .iter_mut()
                    .zip(vector)
                    .for_each(|(value, part)| *value = (*value - along * part) * scale);
            });
        self.steps += 1;
        let rate = rate * (1.0 - SECOND.powi(self.steps)).sqrt() / (1.0 - FIRST.powi(self.steps));
        let holders = bags.texts_by_row(self.values.len() / width);
        self.values
            .par_chunks_mut(width)
            .zip(self.first.par_chunks_mut(width))
            .zip(self.second.par_chunks_mut(width))
            .enumerate()
            .with_min_len(BLOCK)
            .for_each(|(row, ((values, first), second))| {
                let holders = holders.text(row);
                if row == 0 || holders.is_empty() {
                    return;
                }
                let mut gradient = vec![0.0; width];
                for text in holders {
                    let part = &towards[*text as usize * width..][..width];
                    gradient
                        .iter_mut()
                        .zip(part)
                        .for_each(|(sum, part)| *sum += part);
                }
                for (((value, first), second), gradient) in
                    values.iter_mut().zip(first).zip(second).zip(&gradient)
                {
                    *first = FIRST * *first + (1.0 - FIRST) * gradient;
                    *second = SECOND * *second + (1.0 - SECOND) * gradient * gradient;
                    *value -= rate * *first / (second.sqrt() + GUARD);
                }
            });
    }
}

fn dot(a: &[f32], b: &[f32]) -> f32 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// `left · right`, or `left · rightᵀ` where `turned`; `left` has `inner` columns and the result `columns`.
pub(crate) fn product(
    left: &[f32],
    right: &[f32],
    inner: usize,
    columns: usize,
    turned: bool,
) -> Vec<f32> {
    let shape = "rows times columns is the length of a matrix";
    let right = if turned {
        ArrayView2::from_shape((columns, inner), right)
            .expect(shape)
            .reversed_axes()
    } else {
        ArrayView2::from_shape((inner, columns), right).expect(shape)
    };
    let mut out = vec![0.0; left.len() / inner * columns];
    out.par_chunks_mut(BLOCK * columns)
        .zip(left.par_chunks(BLOCK * inner))
        .for_each(|(out, left)| {
            let rows = left.len() / inner;
            let left = ArrayView2::from_shape((rows, inner), left).expect(shape);
            let mut out = ArrayViewMut2::from_shape((rows, columns), out).expect(shape);
            general_mat_mul(1.0, &left, &right, 0.0, &mut out);
        });
    out
}

/// Rows as columns.
pub(crate) fn turn(matrix: &[f32], columns: usize) -> Vec<f32> {
    let rows = matrix.len() / columns;
    let mut out = vec![0.0; matrix.len()];
    out.par_chunks_mut(rows)
        .enumerate()
        .for_each(|(column, out)| {
            out.iter_mut()
                .zip(matrix.chunks(columns))
                .for_each(|(out, row)| *out = row[column]);
        });
    out
}
