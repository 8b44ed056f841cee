//! From one sample rate to another, a piece of a stream at a time.
//!
//! | method | rates | way |
//! | --- | --- | --- |
//! | sinc | common ratios | `overlap`: blocks' spectra, filtered and truncated or extended |
//! | sinc | any others | `cascade`: the same to a rate near it, then `gather` with a short filter |
//! | sinc | far apart, raised | `gather`: each output frame from the input frames around it |
//! | sinc | far apart, lowered | `scatter`: each input frame into the output frames around it |
//! | torchaudio | any | `gather` |
//! | fourier | any | `clip`: the spectrum of the whole clip |
//!
//! The sinc ways compute the same filter (`prototype`).

mod blocks;
mod cascade;
mod clip;
mod error;
pub mod fourier;
mod gather;
mod lanes;
mod overlap;
mod phases;
mod planar;
mod plans;
mod prototype;
mod ratio;
mod scatter;
mod torchaudio;

#[cfg(target_arch = "wasm32")]
mod wasm;

use std::rc::Rc;

use cascade::Cascade;
use clip::Clip;
pub use error::ResampleError;
use gather::Gather;
use overlap::Overlap;
use plans::Sinc;
pub use ratio::{MAX_RATE, Ratio};
use scatter::Scatter;
pub use torchaudio::Parameters;

/// The most channels: the format stores the count in a byte.
const MAX_CHANNELS: usize = 255;

/// A piece of the remaining samples at the end has at least this many.
const PIECE: usize = 8192;

/// How to resample.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Method {
    Sinc,
    Fourier,
    Torchaudio(Parameters),
}

/// A way to resample a stream of interleaved frames, with silence before and after it.
trait Stream {
    /// Takes frames, and appends those that are ready to `output`.
    fn push(&mut self, input: &[f32], output: &mut Vec<f32>) -> Result<(), ResampleError>;

    /// Continues with silence, as much as suits, and appends the frames that are ready then to
    /// `output`. Repeated calls reach the last frame that isn't silent.
    fn drain(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError>;

    /// Starts another stream.
    fn reset(&mut self);
}

/// A stream being resampled.
pub struct Resampler {
    stream: Box<dyn Stream>,
    ratio: Ratio,
    channels: usize,
    rounds_up: bool,
    /// Frames taken and returned.
    taken: u64,
    given: u64,
}

impl Resampler {
    /// Plans from rate `from` to rate `to`, or finds an existing plan for the same ratio.
    pub fn new(from: u32, to: u32, channels: usize, method: Method) -> Result<Self, ResampleError> {
        let ratio = Ratio::new(from, to)?;
        if !(1..=MAX_CHANNELS).contains(&channels) {
            return Err(ResampleError::Arguments);
        }
        let stream: Box<dyn Stream> = match method {
            Method::Fourier => Box::new(Clip::new(ratio, channels)),
            Method::Torchaudio(parameters) => {
                Box::new(Gather::new(plans::torchaudio(ratio, parameters)?, ratio, channels)?)
            }
            Method::Sinc => match &*plans::sinc(ratio)? {
                Sinc::Overlap(plan) => Box::new(Overlap::new(Rc::clone(plan), channels)?),
                Sinc::Cascade { first, second } => Box::new(Cascade::new(
                    Overlap::new(Rc::clone(first), channels)?,
                    Gather::led(plans::short(), *second, channels)?,
                )),
                Sinc::Gather => Box::new(Gather::new(plans::sharp(), ratio, channels)?),
                Sinc::Scatter => Box::new(Scatter::new(plans::sharp(), ratio, channels)?),
            },
        };
        let rounds_up = matches!(method, Method::Torchaudio(_));
        Ok(Resampler { stream, ratio, channels, rounds_up, taken: 0, given: 0 })
    }

    /// Takes interleaved frames, and appends those that are ready to `output`.
    pub fn push(&mut self, input: &[f32], output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let start = output.len();
        self.stream.push(input, output)?;
        self.taken += (input.len() / self.channels) as u64;
        self.given += ((output.len() - start) / self.channels) as u64;
        Ok(())
    }

    /// Appends the next of the frames that remain at the end of the stream; none when there are no
    /// more.
    pub fn finish(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let start = output.len();
        let length = self.length();
        while self.given < length && output.len() - start < PIECE {
            let before = output.len();
            self.stream.drain(output)?;
            let frames = ((output.len() - before) / self.channels) as u64;
            let wanted = frames.min(length - self.given);
            output.truncate(before + wanted as usize * self.channels);
            self.given += wanted;
        }
        Ok(())
    }

    /// Starts another stream.
    pub fn reset(&mut self) {
        self.stream.reset();
        self.taken = 0;
        self.given = 0;
    }

    /// How many frames the frames taken become.
    fn length(&self) -> u64 {
        if self.rounds_up { self.ratio.ceil(self.taken) } else { self.ratio.floor(self.taken) }
    }
}

#[cfg(test)]
mod tests;
