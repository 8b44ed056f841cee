//! Mel filters, in float64. Most of their weights are 0, so each is kept as a run of bins.

use super::parameters::{MelNorm, MelScale, Parameters};

/// A filter: the weights of consecutive bins; beside them all are 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub first_bin: usize,
    pub weights: Vec<f64>,
}

/// The filters of a mel spectrogram, from the lowest up.
pub fn filterbank(parameters: &Parameters) -> Vec<Filter> {
    let corners = corners(parameters);
    let mut filters = match parameters.mel_scale {
        MelScale::Original => floored(parameters, &corners),
        MelScale::Htk | MelScale::Slaney => triangles(parameters, &corners, |hertz| hertz),
        MelScale::Kaldi => triangles(parameters, &corners, kaldi_mel),
    };
    if parameters.norm == MelNorm::Slaney {
        for (filter, corner) in filters.iter_mut().zip(corners.windows(3)) {
            let scale = 2.0 / (corner[2] - corner[0]);
            filter.weights.iter_mut().for_each(|weight| *weight *= scale);
        }
    }
    filters
}

/// Filters that let nothing through: between two bins there is no third.
pub fn empty_filters(filters: &[Filter]) -> impl Iterator<Item = usize> {
    let empty = |filter: &Filter| filter.weights.iter().all(|&weight| weight == 0.0);
    filters.iter().enumerate().filter(move |(_, filter)| empty(filter)).map(|(index, _)| index)
}

/// The corners of the filters in Hz, evenly spaced on the scale; each filter has three, the next one
/// begins at its middle.
fn corners(parameters: &Parameters) -> Vec<f64> {
    let (to_mel, from_mel): (fn(f64) -> f64, fn(f64) -> f64) = match parameters.mel_scale {
        MelScale::Original | MelScale::Htk => (htk_mel, htk_hertz),
        MelScale::Slaney => (slaney_mel, slaney_hertz),
        MelScale::Kaldi => (kaldi_mel, |mel| 700.0 * (mel / 1127.0).exp_m1()),
    };
    let (low, high) = (to_mel(parameters.f_min), to_mel(parameters.top_frequency()));
    let steps = parameters.n_mels + 1;
    let step = (high - low) / steps as f64;
    let at = |index| if index == steps { high } else { low + index as f64 * step };
    (0..=steps).map(|index| from_mel(at(index))).collect()
}

fn htk_mel(hertz: f64) -> f64 {
    2595.0 * (1.0 + hertz / 700.0).log10()
}

fn htk_hertz(mel: f64) -> f64 {
    700.0 * (10_f64.powf(mel / 2595.0) - 1.0)
}

fn kaldi_mel(hertz: f64) -> f64 {
    1127.0 * (hertz / 700.0).ln_1p()
}

/// Slaney's scale: 200/3 Hz a mel up to 1 kHz, which is 15 mel; above, 27 mel for a factor of 6.4.
fn slaney_mel(hertz: f64) -> f64 {
    if hertz < 1000.0 { hertz * 3.0 / 200.0 } else { 15.0 + (hertz / 1000.0).ln() / slaney_step() }
}

fn slaney_hertz(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1000.0 * ((mel - 15.0) * slaney_step()).exp() }
}

fn slaney_step() -> f64 {
    6.4_f64.ln() / 27.0
}

/// Triangles of height 1 between corners rounded down to bins, as the original design makes them.
fn floored(parameters: &Parameters, corners: &[f64]) -> Vec<Filter> {
    let points = (parameters.n_fft + 1) as f64;
    let bin = |&hertz: &f64| (points * hertz / parameters.sample_rate).floor() as usize;
    let bins: Vec<usize> = corners.iter().map(bin).collect();
    let filter = |corner: &[usize]| {
        let (left, center, right) = (corner[0], corner[1], corner[2]);
        let rising = (left..center).map(|bin| (bin - left) as f64 / (center - left) as f64);
        let falling = (center..right).map(|bin| (right - bin) as f64 / (right - center) as f64);
        Filter { first_bin: left, weights: rising.chain(falling).collect() }
    };
    bins.windows(3).map(filter).collect()
}

/// Triangles over `position`, which grows with a bin's frequency.
fn triangles(
    parameters: &Parameters,
    corners: &[f64],
    position: impl Fn(f64) -> f64,
) -> Vec<Filter> {
    let width = parameters.bin_width();
    // Kaldi knows no Nyquist bin.
    let kaldi = parameters.mel_scale == MelScale::Kaldi;
    let n_bins = if kaldi { parameters.n_fft / 2 } else { parameters.n_bins() };
    let positions: Vec<f64> = (0..n_bins).map(|bin| position(bin as f64 * width)).collect();
    let filter = |corner: &[f64]| {
        let (left, center, right) = (position(corner[0]), position(corner[1]), position(corner[2]));
        let first_bin = positions.partition_point(|&at| at <= left);
        let inside = positions[first_bin..].iter().take_while(|&&at| at < right);
        let weight =
            |&at: &f64| ((at - left) / (center - left)).min((right - at) / (right - center));
        Filter { first_bin, weights: inside.map(weight).collect() }
    };
    corners.windows(3).map(filter).collect()
}
