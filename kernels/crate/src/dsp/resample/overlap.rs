//! Resampling through spectra: overlapping blocks are transformed, filtered, truncated at (or
//! extended to) the other rate's Nyquist frequency, and transformed back.
//!
//! This is overlap-save: the ends of every block, where the circular filter wraps around, are
//! discarded. Four consecutive blocks are computed at once, one in each lane.

use std::array::from_fn;
use std::rc::Rc;

use super::blocks::{Blocks, Wanted};
use super::error::{filled, resize, zeros};
use super::lanes::{from_lanes, to_lanes};
use super::planar::{put_channel, take_channel};
use super::prototype::Response;
use super::{ResampleError, Stream};
use crate::dsp::fft::{Complex, F32x4, Lanes, RealFft};

const LANES: usize = F32x4::COUNT;

/// The transforms and the filter for one ratio.
pub struct OverlapPlan {
    blocks: Blocks,
    forward: RealFft<f32>,
    inverse: RealFft<f32>,
    /// The filter's response in the bins that are kept, divided by the block's length.
    response: Vec<f32>,
}

impl OverlapPlan {
    /// Makes a plan; `None` if it can't be done in blocks.
    pub fn new(wanted: Wanted) -> Result<Option<Self>, ResampleError> {
        let Some(blocks) = Blocks::new(wanted) else { return Ok(None) };
        let plan = |length| RealFft::new(length).map_err(|_| ResampleError::OutOfMemory);
        // The filter's Nyquist frequency, in bins.
        let edge = blocks.from_length as f64 * wanted.low / 2.0;
        let filter = Response::new();
        let gain = |bin: usize| filter.at(bin as f64 / edge) / blocks.from_length as f64;
        Ok(Some(OverlapPlan {
            blocks,
            forward: plan(blocks.from_length)?,
            inverse: plan(blocks.to_length)?,
            response: (0..edge.ceil() as usize).map(|bin| gain(bin) as f32).collect(),
        }))
    }
}

/// The transforms' working memory.
struct Workspace {
    samples: Vec<F32x4>,
    spectrum: Vec<Complex<F32x4>>,
    scratch: Vec<Complex<F32x4>>,
}

impl OverlapPlan {
    fn workspace(&self) -> Result<Workspace, ResampleError> {
        let Blocks { from_length, to_length, .. } = self.blocks;
        let scratch_length = self.forward.scratch_len().max(self.inverse.scratch_len());
        Ok(Workspace {
            samples: filled(from_length.max(to_length), F32x4::zero())?,
            spectrum: filled(self.inverse.bins(), Complex::zero())?,
            scratch: filled(scratch_length, Complex::zero())?,
        })
    }

    /// Resamples four blocks: `input` is what they cover, `output` takes their valid frames.
    fn run(&self, input: &[f32], output: &mut [f32], workspace: &mut Workspace) {
        let Blocks { from_length, from_hop, to_length, to_hop, to_start, .. } = self.blocks;
        let Workspace { samples, spectrum, scratch } = workspace;
        let blocks = from_fn(|lane| &input[lane * from_hop..lane * from_hop + from_length]);
        to_lanes(blocks, &mut samples[..from_length]);

        // Bins that the filter rejects stay zero.
        spectrum[self.response.len()..].fill(Complex::zero());
        self.forward.forward_each(&mut samples[..from_length], scratch, |bin, value| {
            if let Some(&gain) = self.response.get(bin) {
                spectrum[bin] = value.scale(F32x4::splat(gain));
            }
        });
        self.inverse.inverse(spectrum, &mut samples[..to_length], scratch);
        from_lanes(&samples[to_start..to_start + to_hop], output);
    }
}

/// A stream being resampled through spectra.
pub struct Overlap {
    plan: Rc<OverlapPlan>,
    channels: usize,
    /// A row for each channel: what the next four blocks cover.
    history: Vec<f32>,
    capacity: usize,
    /// Frames in a row.
    filled: usize,
    /// Frames before the clip's first that are still to be dropped.
    early: usize,
    workspace: Workspace,
    /// A channel's output, before it is interleaved with the others.
    row: Vec<f32>,
}

impl Overlap {
    pub fn new(plan: Rc<OverlapPlan>, channels: usize) -> Result<Self, ResampleError> {
        let Blocks { from_length, from_hop, to_hop, lead, early, .. } = plan.blocks;
        let capacity = from_length + (LANES - 1) * from_hop;
        let length = capacity.checked_mul(channels).ok_or(ResampleError::OutOfMemory)?;
        Ok(Overlap {
            channels,
            history: zeros(length)?,
            capacity,
            filled: lead,
            early,
            workspace: plan.workspace()?,
            row: zeros(LANES * to_hop)?,
            plan,
        })
    }

    /// Emits the valid frames of four blocks, and keeps what the next four cover as well.
    fn emit(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let skipped = std::mem::take(&mut self.early);
        let start = output.len();
        let more = (self.row.len() - skipped) * self.channels;
        resize(output, start + more, 0.0)?;
        for (channel, row) in self.history.chunks_exact(self.capacity).enumerate() {
            self.plan.run(row, &mut self.row, &mut self.workspace);
            put_channel(&self.row[skipped..], &mut output[start..], self.channels, channel);
        }
        let consumed = LANES * self.plan.blocks.from_hop;
        for row in self.history.chunks_exact_mut(self.capacity) {
            row.copy_within(consumed.., 0);
        }
        self.filled -= consumed;
        Ok(())
    }
}

impl Stream for Overlap {
    fn push(&mut self, mut input: &[f32], output: &mut Vec<f32>) -> Result<(), ResampleError> {
        while !input.is_empty() {
            let frames = (input.len() / self.channels).min(self.capacity - self.filled);
            let (now, later) = input.split_at(frames * self.channels);
            for (channel, row) in self.history.chunks_exact_mut(self.capacity).enumerate() {
                take_channel(now, self.channels, channel, &mut row[self.filled..]);
            }
            self.filled += frames;
            if self.filled == self.capacity {
                self.emit(output)?;
            }
            input = later;
        }
        Ok(())
    }

    fn drain(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        for row in self.history.chunks_exact_mut(self.capacity) {
            row[self.filled..].fill(0.0);
        }
        self.filled = self.capacity;
        self.emit(output)
    }

    fn reset(&mut self) {
        self.history.fill(0.0);
        self.filled = self.plan.blocks.lead;
        self.early = self.plan.blocks.early;
    }
}
