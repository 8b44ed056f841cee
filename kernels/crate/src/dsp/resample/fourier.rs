//! Resamples a whole clip through its spectrum, as if it were one period, like
//! `scipy.signal.resample`.

use crate::dsp::fft::{Complex, FftError, LongRealFft};

/// A plan that turns clips of one length into clips of another.
pub struct FourierResampler {
    forward: LongRealFft,
    inverse: LongRealFft,
}

impl FourierResampler {
    /// Plans for clips of `from` samples that become `to` samples.
    pub fn new(from: usize, to: usize) -> Result<Self, FftError> {
        Ok(FourierResampler { forward: LongRealFft::new(from)?, inverse: LongRealFft::new(to)? })
    }

    /// How many complex numbers `scratch` must have room for.
    pub fn scratch_len(&self) -> usize {
        let transforms = self.forward.scratch_len().max(self.inverse.scratch_len());
        self.inverse.bins() + transforms
    }

    /// Resamples `input`, which is overwritten, to `output`.
    ///
    /// # Panics
    /// If a length isn't the plan's, or `scratch` is shorter than [`FourierResampler::scratch_len`].
    pub fn run(&self, input: &mut [f64], output: &mut [f64], scratch: &mut [Complex<f64>]) {
        let (from, to) = (self.forward.len(), self.inverse.len());
        let (spectrum, scratch) = scratch.split_at_mut(self.inverse.bins());
        let shorter = from.min(to);
        let kept = shorter / 2 + 1;
        self.forward.forward(input, &mut spectrum[..kept], scratch);
        let scale = 1.0 / from as f64;
        for value in &mut spectrum[..kept] {
            *value = value.scale(scale);
        }
        // The last bin of an even length stands for two halves, one at each end of a full spectrum:
        // a shorter clip folds them together, a longer one separates them.
        if shorter.is_multiple_of(2) && from != to {
            let factor = if to < from { 2.0 } else { 0.5 };
            spectrum[shorter / 2] = spectrum[shorter / 2].scale(factor);
        }
        spectrum[kept..].fill(Complex::zero());
        self.inverse.inverse(spectrum, output, scratch);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resample(input: &[f64], to: usize) -> Vec<f64> {
        let plan = FourierResampler::new(input.len(), to).unwrap();
        let mut scratch = vec![Complex::zero(); plan.scratch_len()];
        let mut output = vec![0.0; to];
        plan.run(&mut input.to_vec(), &mut output, &mut scratch);
        output
    }

    /// The trigonometric polynomial through the samples, with the frequencies that both lengths
    /// have. At half the rate, there is only a cosine.
    fn polynomial(input: &[f64], to: usize) -> Vec<f64> {
        let (from, shorter) = (input.len(), input.len().min(to));
        let tone = |bin: usize, position: f64| {
            let turn = std::f64::consts::TAU * bin as f64;
            let (mut re, mut im) = (0.0, 0.0);
            for (index, sample) in input.iter().enumerate() {
                let angle = turn * index as f64 / from as f64;
                re += sample * angle.cos();
                im += sample * angle.sin();
            }
            let angle = turn * position;
            if 2 * bin == shorter && (from != to || 2 * bin == from) {
                let twice = if to < from { 2.0 } else { 1.0 };
                return twice * re * angle.cos();
            }
            if bin == 0 { re } else { 2.0 * (re * angle.cos() + im * angle.sin()) }
        };
        let sample = |index: usize| {
            let position = index as f64 / to as f64;
            (0..=shorter / 2).map(|bin| tone(bin, position)).sum::<f64>() / from as f64
        };
        (0..to).map(sample).collect()
    }

    #[test]
    fn it_evaluates_the_polynomial_through_the_samples() {
        for (from, to) in (1..=14).flat_map(|from| (1..=14).map(move |to| (from, to))) {
            let input: Vec<f64> = (0..from).map(|index| ((index * index) as f64).sin()).collect();
            for (found, wanted) in resample(&input, to).iter().zip(polynomial(&input, to)) {
                assert!((found - wanted).abs() < 1e-13, "{from} to {to}: {found}, not {wanted}");
            }
        }
    }

    #[test]
    fn there_and_back_is_the_clip() {
        for (from, to) in [(16_000, 44_100), (4001, 11_027), (10_007, 20_021)] {
            let input: Vec<f64> = (0..from).map(|index| (index as f64 * 0.7).sin()).collect();
            for (found, wanted) in resample(&resample(&input, to), from).iter().zip(&input) {
                assert!((found - wanted).abs() < 1e-12, "{from} to {to}: {found}, not {wanted}");
            }
        }
    }
}
