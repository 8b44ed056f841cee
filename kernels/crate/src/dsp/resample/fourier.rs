//! Resampling of a whole clip through its spectrum, which counts it as one period: what
//! `scipy.signal.resample` does.

use crate::dsp::fft::{Complex, FftError, RealFft};

/// A plan to turn clips of one length into clips of another.
pub struct FourierResampler {
    forward: RealFft<f64>,
    inverse: RealFft<f64>,
}

impl FourierResampler {
    /// Plans for clips of `from` samples that become `to` samples.
    pub fn new(from: usize, to: usize) -> Result<Self, FftError> {
        Ok(FourierResampler { forward: RealFft::new(from)?, inverse: RealFft::new(to)? })
    }

    /// How many complex numbers `scratch` must have room for.
    pub fn scratch_len(&self) -> usize {
        let transforms = self.forward.scratch_len().max(self.inverse.scratch_len());
        self.forward.bins().max(self.inverse.bins()) + transforms
    }

    /// Resamples `input`, which is overwritten, to `output`.
    ///
    /// # Panics
    /// If a length isn't the plan's, or `scratch` is shorter than [`FourierResampler::scratch_len`].
    pub fn run(&self, input: &mut [f64], output: &mut [f64], scratch: &mut [Complex<f64>]) {
        let (from, to) = (self.forward.len(), self.inverse.len());
        let room = self.forward.bins().max(self.inverse.bins());
        let (spectrum, scratch) = scratch.split_at_mut(room);
        self.forward.forward(input, &mut spectrum[..self.forward.bins()], scratch);
        let shorter = from.min(to);
        let kept = shorter / 2 + 1;
        let scale = 1.0 / from as f64;
        for value in &mut spectrum[..kept] {
            *value = value.scale(scale);
        }
        // The last bin of an even length stands for two halves, one at either end of a full spectrum:
        // a shorter clip folds them together, a longer one parts them.
        if shorter.is_multiple_of(2) && from != to {
            let factor = if to < from { 2.0 } else { 0.5 };
            spectrum[shorter / 2] = spectrum[shorter / 2].scale(factor);
        }
        let bins = self.inverse.bins();
        if kept < bins {
            spectrum[kept..bins].fill(Complex { re: 0.0, im: 0.0 });
        }
        self.inverse.inverse(&mut spectrum[..bins], output, scratch);
    }
}
