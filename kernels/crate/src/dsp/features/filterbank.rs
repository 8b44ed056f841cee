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
    match parameters.mel_scale {
        MelScale::Original => floored(parameters),
        MelScale::Htk | MelScale::Slaney => triangles(parameters, |hertz| hertz),
        MelScale::Kaldi => triangles(parameters, kaldi_mel),
    }
}

/// The `n_mels + 2` corners of the filters, evenly spaced on the scale: in mel for Kaldi's, else in Hz.
fn corners(parameters: &Parameters) -> Vec<f64> {
    let (to_mel, from_mel): (fn(f64) -> f64, fn(f64) -> f64) = match parameters.mel_scale {
        MelScale::Original | MelScale::Htk => (htk_mel, htk_hertz),
        MelScale::Slaney => (slaney_mel, slaney_hertz),
        MelScale::Kaldi => (kaldi_mel, |mel| mel),
    };
    let (low, high) = (to_mel(parameters.f_min), to_mel(parameters.top_frequency()));
    let steps = parameters.n_mels + 1;
    let at = |index: usize| match index {
        index if index == steps => high,
        index => low + index as f64 * ((high - low) / steps as f64),
    };
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

/// Slaney's scale: 200/3 Hz a mel up to 1 kHz, which is 15 mel; 27 mel to each factor of 6.4 above.
fn slaney_mel(hertz: f64) -> f64 {
    if hertz < 1000.0 { hertz * 3.0 / 200.0 } else { 15.0 + (hertz / 1000.0).ln() / slaney_step() }
}

fn slaney_hertz(mel: f64) -> f64 {
    if mel < 15.0 { mel * 200.0 / 3.0 } else { 1000.0 * ((mel - 15.0) * slaney_step()).exp() }
}

fn slaney_step() -> f64 {
    6.4_f64.ln() / 27.0
}

/// Triangles between corners rounded down to bins, as the original design makes them.
fn floored(parameters: &Parameters) -> Vec<Filter> {
    let points = (parameters.n_fft + 1) as f64;
    let bin = |hertz: f64| (points * hertz / parameters.sample_rate).floor() as usize;
    let bins: Vec<usize> = corners(parameters).into_iter().map(bin).collect();
    let filter = |corner: &[usize]| {
        let &[left, center, right] = corner else { return Filter::default() };
        let rising = (left..center).map(|k| (k - left) as f64 / (center - left) as f64);
        let falling = (center..right).map(|k| (right - k) as f64 / (right - center) as f64);
        let weights: Vec<f64> = rising.chain(falling).collect();
        scaled(Filter { first_bin: left, weights }, parameters, corner.map_hertz(parameters))
    };
    bins.windows(3).map(filter).collect()
}

/// Triangles over `position`, a monotonous function of a bin's frequency.
fn triangles(parameters: &Parameters, position: impl Fn(f64) -> f64) -> Vec<Filter> {
    let corners = corners(parameters);
    let width = parameters.bin_width();
    // Kaldi knows no Nyquist bin.
    let kaldi = parameters.mel_scale == MelScale::Kaldi;
    let n_bins = if kaldi { parameters.n_fft / 2 } else { parameters.n_bins() };
    let positions: Vec<f64> = (0..n_bins).map(|bin| position(bin as f64 * width)).collect();
    let filter = |corner: &[f64]| {
        let &[left, center, right] = corner else { return Filter::default() };
        let first_bin = positions.partition_point(|&at| at <= left);
        let inside = positions[first_bin..].iter().take_while(|&&at| at < right);
        let weight = |at: &f64| ((at - left) / (center - left)).min((right - at) / (right - center));
        let weights = inside.map(weight).collect();
        scaled(Filter { first_bin, weights }, parameters, (left, right))
    };
    corners.windows(3).map(filter).collect()
}
