//! Mel filters, in float64. Most of their weights are 0, so each filter is stored as a run of bins.

use super::parameters::{MelNorm, MelScale, Parameters};
use crate::math::Portable;

/// Adjacent triangular filters. Each rises from its first corner to the next one, while the filter
/// before it falls; so a bin has a weight in at most two filters.
#[derive(Clone, Debug, PartialEq)]
pub struct Filterbank {
    /// The first bin at or above each corner: filter m rises from `edges[m]`, and falls from
    /// `edges[m + 1]` until just before `edges[m + 2]`.
    pub edges: Vec<usize>,
    /// Weights of the bins from `edges[0]`, in the filters that fall there and in those that rise
    /// there.
    pub falling: Vec<f64>,
    pub rising: Vec<f64>,
}

impl Filterbank {
    /// How many filters there are.
    pub fn count(&self) -> usize {
        self.edges.len() - 2
    }

    /// The bins where a filter can have weights, with the weights.
    pub fn filter(&self, index: usize) -> impl Iterator<Item = (usize, f64)> {
        let at = |edge: usize| self.edges[edge] - self.edges[0];
        let (left, middle, right) = (at(index), at(index + 1), at(index + 2));
        let rising = self.rising[left..middle].iter();
        let weights = rising.chain(&self.falling[middle..right]).copied();
        (self.edges[index]..).zip(weights)
    }

    /// Filters that let nothing through, because no bin is inside them.
    pub fn empty(&self) -> Vec<usize> {
        let empty = |index: &usize| self.filter(*index).all(|(_, weight)| weight == 0.0);
        (0..self.count()).filter(empty).collect()
    }
}

/// The filters of a mel spectrogram, from the lowest up.
pub fn filterbank(parameters: &Parameters) -> Filterbank {
    let corners = corners(parameters);
    let mut bank = match parameters.mel_scale {
        MelScale::Original => floored(parameters, &corners),
        MelScale::Htk | MelScale::Slaney => triangles(parameters, &corners, |hertz| hertz),
        MelScale::Kaldi => triangles(parameters, &corners, kaldi_mel),
    };
    if parameters.norm == MelNorm::Slaney {
        let first = bank.edges[0];
        for (index, corner) in corners.windows(3).enumerate() {
            let scale = 2.0 / (corner[2] - corner[0]);
            let [left, middle, right] = [0, 1, 2].map(|edge| bank.edges[index + edge] - first);
            bank.rising[left..middle].iter_mut().for_each(|weight| *weight *= scale);
            bank.falling[middle..right].iter_mut().for_each(|weight| *weight *= scale);
        }
    }
    bank
}

/// Converts from hertz to a scale, or back.
type Scale = fn(f64) -> f64;

/// The corners of the filters in Hz, evenly spaced on the scale; each filter has three, and the
/// next one begins at its middle.
fn corners(parameters: &Parameters) -> Vec<f64> {
    let (to_mel, from_mel): (Scale, Scale) = match parameters.mel_scale {
        MelScale::Original | MelScale::Htk => (htk_mel, htk_hertz),
        MelScale::Slaney => (slaney_mel, slaney_hertz),
        MelScale::Kaldi => (kaldi_mel, |mel| 700.0 * (mel / 1127.0).exponential_minus_one()),
    };
    let (low, high) = (to_mel(parameters.f_min), to_mel(parameters.top_frequency()));
    let steps = parameters.n_mels + 1;
    let step = (high - low) / steps as f64;
    let at = |index| if index == steps { high } else { low + index as f64 * step };
    (0..=steps).map(|index| from_mel(at(index))).collect()
}

fn htk_mel(hertz: f64) -> f64 {
    2595.0 * (1.0 + hertz / 700.0).common_log()
}

fn htk_hertz(mel: f64) -> f64 {
    700.0 * (10_f64.power(mel / 2595.0) - 1.0)
}

fn kaldi_mel(hertz: f64) -> f64 {
    1127.0 * (hertz / 700.0).log_of_one_more()
}

/// Slaney's scale: 200/3 Hz per mel up to 1 kHz, which is 15 mel; above that, 27 mel for a factor
/// of 6.4.
fn slaney_mel(hertz: f64) -> f64 {
    if hertz < 1000.0 {
        hertz * 3.0 / 200.0
    } else {
        15.0 + (hertz / 1000.0).natural_log() / slaney_step()
    }
}

fn slaney_hertz(mel: f64) -> f64 {
    if mel < 15.0 {
        mel * 200.0 / 3.0
    } else {
        1000.0 * ((mel - 15.0) * slaney_step()).exponential()
    }
}

fn slaney_step() -> f64 {
    6.4_f64.natural_log() / 27.0
}

/// Triangles of height 1 between corners rounded down to bins, as in the original design.
fn floored(parameters: &Parameters, corners: &[f64]) -> Filterbank {
    let points = (parameters.n_fft + 1) as f64;
    let corners: Vec<f64> =
        corners.iter().map(|hertz| (points * hertz / parameters.sample_rate).floor()).collect();
    let edges = corners.iter().map(|&corner| corner as usize).collect();
    sides(edges, &corners, |bin| bin as f64)
}

/// Triangles of height 1 over `position`, which increases with a bin's frequency.
fn triangles(
    parameters: &Parameters,
    corners: &[f64],
    position: impl Fn(f64) -> f64,
) -> Filterbank {
    let width = parameters.bin_width();
    let at = |bin: usize| position(bin as f64 * width);
    // Kaldi leaves out the Nyquist bin.
    let kaldi = parameters.mel_scale == MelScale::Kaldi;
    let n_bins = if kaldi { parameters.n_fft / 2 } else { parameters.n_bins() };
    let positions: Vec<f64> = (0..n_bins).map(at).collect();
    let corners: Vec<f64> = corners.iter().map(|&hertz| position(hertz)).collect();
    let edge = |corner: &f64| positions.partition_point(|at| at < corner);
    sides(corners.iter().map(edge).collect(), &corners, at)
}

/// The sides of the triangles with these corners.
fn sides(edges: Vec<usize>, corners: &[f64], position: impl Fn(usize) -> f64) -> Filterbank {
    let (mut falling, mut rising) = (Vec::new(), Vec::new());
    for (edge, corner) in edges.windows(2).zip(corners.windows(2)) {
        let (left, right) = (corner[0], corner[1]);
        for at in (edge[0]..edge[1]).map(&position) {
            falling.push((right - at) / (right - left));
            rising.push((at - left) / (right - left));
        }
    }
    Filterbank { edges, falling, rising }
}

#[cfg(test)]
mod tests {
    use super::super::parse::tests::original;
    use super::*;

    fn dense(bank: &Filterbank, n_bins: usize) -> Vec<Vec<f64>> {
        let row = |index| {
            let mut row = vec![0.0; n_bins];
            bank.filter(index).for_each(|(bin, weight)| row[bin] = weight);
            row
        };
        (0..bank.count()).map(row).collect()
    }

    #[test]
    fn unscaled_filters_add_up_to_one_between_the_first_and_the_last_middle() {
        for mel_scale in [MelScale::Original, MelScale::Htk, MelScale::Slaney, MelScale::Kaldi] {
            let parameters = Parameters { mel_scale, f_max: 7000.0, ..original() };
            let bank = filterbank(&parameters);
            let rows = dense(&bank, parameters.n_bins());
            for bin in bank.edges[1]..bank.edges[parameters.n_mels] {
                let sum: f64 = rows.iter().map(|row| row[bin]).sum();
                assert!((sum - 1.0).abs() < 1e-12, "{mel_scale:?} {bin} {sum}");
            }
            assert!(rows.iter().flatten().all(|weight| (0.0..=1.0).contains(weight)));
        }
    }

    #[test]
    fn slaney_filters_have_about_the_same_area() {
        let parameters = Parameters {
            mel_scale: MelScale::Slaney,
            norm: MelNorm::Slaney,
            n_fft: 16_384,
            win_length: 16_384,
            ..original()
        };
        let bank = filterbank(&parameters);
        for index in 0..bank.count() {
            let area: f64 = bank.filter(index).map(|(_, weight)| weight).sum();
            assert!((area * parameters.bin_width() - 1.0).abs() < 0.02, "{index}");
        }
    }

    #[test]
    fn more_filters_than_bins_leave_some_empty() {
        let parameters = Parameters { n_fft: 64, win_length: 64, hop_length: 16, ..original() };
        let bank = filterbank(&parameters);
        assert!(!bank.empty().is_empty());
        assert!(bank.empty().iter().all(|&index| bank.filter(index).all(|(_, w)| w == 0.0)));
        assert_eq!(filterbank(&original()).empty(), Vec::<usize>::new());
    }
}
