//! Resamples whole clips through their spectra: see `fourier`.

use super::error::{reserve, resize};
use super::fourier::FourierResampler;
use super::{Ratio, ResampleError, Stream};
use crate::dsp::fft::Complex;

/// The most bytes that a clip and its transforms may take.
const MAX_BYTES: u64 = 1 << 31;

/// Frames returned at once.
const PIECE: usize = 8192;

/// A clip that is collected first, and resampled when it is complete.
pub struct Clip {
    ratio: Ratio,
    channels: usize,
    /// Interleaved.
    input: Vec<f32>,
    /// Interleaved, once the clip is complete.
    output: Vec<f32>,
    /// Frames of `output` that have been returned.
    emitted: usize,
    /// The channel being resampled, and what its transforms need.
    before: Vec<f64>,
    after: Vec<f64>,
    scratch: Vec<Complex<f64>>,
    complete: bool,
}

impl Clip {
    pub fn new(ratio: Ratio, channels: usize) -> Self {
        Clip {
            ratio,
            channels,
            input: Vec::new(),
            output: Vec::new(),
            emitted: 0,
            before: Vec::new(),
            after: Vec::new(),
            scratch: Vec::new(),
            complete: false,
        }
    }

    /// Refuses a clip that would take too much memory.
    fn check(&self, samples: usize) -> Result<(), ResampleError> {
        let samples = samples as u64;
        let frames = samples / self.channels as u64;
        // A channel in float64, its spectrum, and twice that for the transforms.
        let each = (frames.saturating_add(self.ratio.floor(frames))).saturating_mul(40);
        let all = (samples.saturating_add(self.ratio.floor(samples))).saturating_mul(4);
        if each.saturating_add(all) > MAX_BYTES { Err(ResampleError::OutOfMemory) } else { Ok(()) }
    }

    fn run(&mut self) -> Result<(), ResampleError> {
        let from = self.input.len() / self.channels;
        let to = self.ratio.floor(from as u64) as usize;
        self.complete = true;
        if to == 0 {
            return Ok(());
        }
        let plan = FourierResampler::new(from, to).map_err(|_| ResampleError::OutOfMemory)?;
        resize(&mut self.before, from, 0.0)?;
        resize(&mut self.after, to, 0.0)?;
        resize(&mut self.scratch, plan.scratch_len(), Complex::zero())?;
        resize(&mut self.output, to * self.channels, 0.0)?;
        for channel in 0..self.channels {
            for (slot, frame) in self.before.iter_mut().zip(self.input.chunks_exact(self.channels))
            {
                *slot = f64::from(frame[channel]);
            }
            plan.run(&mut self.before, &mut self.after, &mut self.scratch);
            for (frame, &sample) in self.output.chunks_exact_mut(self.channels).zip(&self.after) {
                frame[channel] = sample as f32;
            }
        }
        Ok(())
    }
}

impl Stream for Clip {
    fn push(&mut self, input: &[f32], _: &mut Vec<f32>) -> Result<(), ResampleError> {
        self.check(self.input.len() + input.len())?;
        reserve(&mut self.input, input.len())?;
        self.input.extend_from_slice(input);
        Ok(())
    }

    fn drain(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        if !self.complete {
            self.run()?;
        }
        let rest = &self.output[self.emitted * self.channels..];
        let piece = &rest[..rest.len().min(PIECE * self.channels)];
        reserve(output, piece.len())?;
        output.extend_from_slice(piece);
        self.emitted += piece.len() / self.channels;
        Ok(())
    }

    fn reset(&mut self) {
        self.input.clear();
        self.output.clear();
        self.emitted = 0;
        self.complete = false;
    }
}
