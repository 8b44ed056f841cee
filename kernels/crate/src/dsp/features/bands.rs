//! Products with matrices, for a group of frames at once.

use super::filterbank::Filter;
use crate::dsp::fft::{F32x4, Lanes};

/// Filters in float32, their weights one after the other.
pub struct Bands {
    runs: Vec<Run>,
    weights: Vec<f32>,
}

struct Run {
    first_bin: usize,
    first_weight: usize,
    length: usize,
}

impl Bands {
    /// The same filters, freed of zeros at their ends.
    pub fn new(filters: &[Filter]) -> Self {
        let mut bands = Bands { runs: Vec::with_capacity(filters.len()), weights: Vec::new() };
        for filter in filters {
            let skipped = filter.weights.iter().take_while(|&&weight| weight == 0.0).count();
            let run = filter.weights[skipped..].iter().map(|&weight| weight as f32);
            bands.runs.push(Run {
                first_bin: filter.first_bin + skipped,
                first_weight: bands.weights.len(),
                length: run.len(),
            });
            bands.weights.extend(run);
        }
        bands
    }

    /// How many filters there are.
    pub fn count(&self) -> usize {
        self.runs.len()
    }

    /// What each filter lets through of `power`.
    pub fn apply(&self, power: &[F32x4], output: &mut [F32x4]) {
        for (run, slot) in self.runs.iter().zip(output) {
            let bins = &power[run.first_bin..run.first_bin + run.length];
            let weights = &self.weights[run.first_weight..run.first_weight + run.length];
            *slot = dot(bins, weights);
        }
    }
}

/// A matrix in float32, row after row, each as long as the input.
pub struct Dense {
    columns: usize,
    values: Vec<f32>,
}

impl Dense {
    /// The same matrix.
    pub fn new(columns: usize, values: &[f64]) -> Self {
        Dense { columns, values: values.iter().map(|&value| value as f32).collect() }
    }

    /// Its product with a vector of lanes.
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
