//! Products with matrices, for a group of frames at once.

use super::filterbank::Filterbank;
use crate::dsp::fft::{F32x4, Lanes};

/// Mel filters in float32. A bin's power is read once, for the two filters that it belongs to.
pub struct Bands {
    first_bin: usize,
    /// How many bins there are between each corner and the next.
    widths: Vec<usize>,
    /// For each bin, its weight in the filter that falls there, and in the one that rises.
    weights: Vec<[f32; 2]>,
}

impl Bands {
    /// Converts a filter bank.
    pub fn new(bank: &Filterbank) -> Self {
        let pairs = bank.falling.iter().zip(&bank.rising);
        Bands {
            first_bin: bank.edges[0],
            widths: bank.edges.windows(2).map(|edge| edge[1] - edge[0]).collect(),
            weights: pairs.map(|(&falling, &rising)| [falling as f32, rising as f32]).collect(),
        }
    }

    /// How many filters there are.
    pub fn count(&self) -> usize {
        self.widths.len() - 1
    }

    /// What each filter lets through of `power`.
    pub fn apply(&self, power: &[F32x4], output: &mut [F32x4]) {
        let mut bins = &power[self.first_bin..][..self.weights.len()];
        let mut weights = &self.weights[..];
        let mut next = |width: usize| {
            let (these_bins, these_weights);
            (these_bins, bins) = bins.split_at(width);
            (these_weights, weights) = weights.split_at(width);
            let (mut falling, mut rising) = (F32x4::zero(), F32x4::zero());
            for (&power, &[fall, rise]) in these_bins.iter().zip(these_weights) {
                falling = falling + power * F32x4::splat(fall);
                rising = rising + power * F32x4::splat(rise);
            }
            (falling, rising)
        };
        let (_, mut risen) = next(self.widths[0]);
        for (&width, slot) in self.widths[1..].iter().zip(output) {
            let (falling, rising) = next(width);
            *slot = risen + falling;
            risen = rising;
        }
    }
}

/// A matrix in float32, row by row, each as long as the input.
pub struct Dense {
    columns: usize,
    values: Vec<f32>,
}

impl Dense {
    /// Converts a matrix.
    pub fn new(columns: usize, values: &[f64]) -> Self {
        Dense { columns, values: values.iter().map(|&value| value as f32).collect() }
    }

    /// Multiplies the matrix by a vector of lanes.
    pub fn apply(&self, input: &[F32x4], output: &mut [F32x4]) {
        for (row, slot) in self.values.chunks_exact(self.columns).zip(output) {
            *slot = dot(input, row);
        }
    }
}

/// Two running sums, so that neither waits for the other.
#[inline(always)]
fn dot(values: &[F32x4], weights: &[f32]) -> F32x4 {
    let (mut even, mut odd) = (F32x4::zero(), F32x4::zero());
    let (value_pairs, weight_pairs) = (values.chunks_exact(2), weights.chunks_exact(2));
    let last = value_pairs.remainder().iter().zip(weight_pairs.remainder());
    let last =
        last.fold(F32x4::zero(), |sum, (&value, &weight)| sum + value * F32x4::splat(weight));
    for (pair, weight) in value_pairs.zip(weight_pairs) {
        even = even + pair[0] * F32x4::splat(weight[0]);
        odd = odd + pair[1] * F32x4::splat(weight[1]);
    }
    even + odd + last
}
