//! The filter of `torchaudio.functional.resample`: a sinc under a Hann window.
//!
//! Restated from the formulas of torchaudio 2.11: the cutoff is `rolloff` times the lower Nyquist
//! frequency, the window has `width` zero crossings on each side, and coefficients are computed in
//! float64 from phases rounded to float32, then rounded themselves.

use crate::math::Portable;
use std::f64::consts::PI;

use super::error::zeros;
use super::gather::{Filter, Position};
use super::prototype::sinc;
use super::{Ratio, ResampleError};

/// The most coefficients that are stored; where a ratio has more, they are computed for every
/// output frame.
const MAX_TABLE: u64 = 1 << 20;

/// The most coefficients for one output frame. Ten seconds at the highest rate.
const MAX_TAPS: f64 = (1 << 25) as f64;

/// The parameters that torchaudio's users can set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parameters {
    /// Zero crossings on each side, from 1 to 1024.
    pub width: u32,
    /// Cutoff as a fraction of the lower Nyquist frequency, above 0 and at most 1.
    pub rolloff: f64,
}

/// The filter for one ratio.
pub struct Torchaudio {
    ratio: Ratio,
    parameters: Parameters,
    /// Input frames on each side.
    half: usize,
    /// Every phase's coefficients, or nothing if there are too many.
    table: Vec<f32>,
}

impl Torchaudio {
    pub fn new(ratio: Ratio, parameters: Parameters) -> Result<Self, ResampleError> {
        let Parameters { width, rolloff } = parameters;
        let sensible = (1..=1024).contains(&width) && rolloff > 0.0 && rolloff <= 1.0;
        if !sensible {
            return Err(ResampleError::Arguments);
        }
        let mut filter = Torchaudio { ratio, parameters, half: 0, table: Vec::new() };
        let half = (f64::from(width) * ratio.from as f64 / filter.cutoff()).ceil();
        if half * 2.0 > MAX_TAPS {
            return Err(ResampleError::OutOfMemory);
        }
        filter.half = half as usize;
        let taps = filter.taps();
        if taps as u64 * ratio.to <= MAX_TABLE {
            let mut table = zeros(taps * ratio.to as usize)?;
            let mut remainder = 0;
            for (phase, row) in table.chunks_exact_mut(taps).enumerate() {
                filter.compute(Position { phase: phase as u64, remainder }, row);
                remainder = (remainder + ratio.from) % ratio.to;
            }
            filter.table = table;
        }
        Ok(filter)
    }

    /// The cutoff, if the input's Nyquist frequency is `from`.
    fn cutoff(&self) -> f64 {
        self.ratio.from.min(self.ratio.to) as f64 * self.parameters.rolloff
    }

    fn compute(&self, Position { phase, remainder }: Position, coefficients: &mut [f32]) {
        let Ratio { from, to } = self.ratio;
        let (from_rate, cutoff) = (from as f64, self.cutoff());
        let width = f64::from(self.parameters.width);
        let time = f64::from(-(phase as f32) / to as f32);
        // The input frame before the output frame's time, counted the way torchaudio does.
        let before = (phase * from - remainder) / to;
        for (tap, slot) in coefficients.iter_mut().enumerate() {
            let frame = before as f64 + tap as f64 - self.lead() as f64;
            let t = ((time + frame / from_rate) * cutoff).clamp(-width, width);
            let window = (t * PI / width / 2.0).cosine().powi(2);
            *slot = (sinc(t) * window * (cutoff / from_rate)) as f32;
        }
    }
}

impl Filter for Torchaudio {
    fn taps(&self) -> usize {
        (self.half * 2).next_multiple_of(4)
    }

    fn lead(&self) -> usize {
        self.half - 1
    }

    fn coefficients<'a>(
        &'a self,
        position: Position,
        _: Ratio,
        scratch: &'a mut [f32],
    ) -> &'a [f32] {
        if self.table.is_empty() {
            self.compute(position, scratch);
            return scratch;
        }
        let start = position.phase as usize * self.taps();
        &self.table[start..start + self.taps()]
    }
}
