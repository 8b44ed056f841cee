//! Every output frame gathers the input frames around it: for short filters, and for raising rates
//! so far that blocks would become too long.

use std::rc::Rc;

use super::error::{resize, zeros};
use super::lanes::load;
use super::planar::take_channel;
use super::{Ratio, ResampleError, Stream};
use crate::dsp::fft::{F32x4, Lanes};

/// Frames in a history, in addition to those that a filter needs.
const ROOM: usize = 2048;

/// Coefficients for any output frame.
pub trait Filter {
    /// How many there are, a multiple of 4.
    fn taps(&self) -> usize;

    /// How many input frames tap 0 is before the input frame at (or just before) an output frame's
    /// time.
    fn lead(&self) -> usize;

    /// The coefficients for an output frame; `scratch` has room for them.
    fn coefficients<'a>(
        &'a self,
        position: Position,
        ratio: Ratio,
        scratch: &'a mut [f32],
    ) -> &'a [f32];
}

/// Where an output frame is among the input frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The frame's index modulo `to`.
    pub phase: u64,
    /// How long after the preceding input frame it is, in units of 1/`to`.
    pub remainder: u64,
}

/// A stream resampled by gathering.
pub struct Gather<F> {
    filter: Rc<F>,
    ratio: Ratio,
    channels: usize,
    /// A row for each channel: the last input frames.
    history: Vec<f32>,
    capacity: usize,
    /// Frames in a row.
    filled: usize,
    /// Frames of silence before the stream's first.
    silence: usize,
    /// Where tap 0 of the next output frame is in a row.
    next: usize,
    /// Input frames from one output frame to the next, rounded down.
    whole_step: usize,
    position: Position,
    scratch: Vec<f32>,
}

impl<F: Filter> Gather<F> {
    /// A stream preceded by silence.
    pub fn new(filter: Rc<F>, ratio: Ratio, channels: usize) -> Result<Self, ResampleError> {
        let silence = filter.lead();
        Gather::with_silence(filter, ratio, channels, silence)
    }

    /// A stream that begins with the preceding frames that the first result's filter needs.
    pub fn led(filter: Rc<F>, ratio: Ratio, channels: usize) -> Result<Self, ResampleError> {
        Gather::with_silence(filter, ratio, channels, 0)
    }

    fn with_silence(
        filter: Rc<F>,
        ratio: Ratio,
        channels: usize,
        silence: usize,
    ) -> Result<Self, ResampleError> {
        // A step may go past the available frames by up to its own length.
        let capacity = filter.taps() + (ratio.from / ratio.to) as usize + 1 + ROOM;
        let length = capacity.checked_mul(channels).ok_or(ResampleError::OutOfMemory)?;
        let scratch = zeros(filter.taps())?;
        Ok(Gather {
            filter,
            ratio,
            channels,
            history: zeros(length)?,
            capacity,
            filled: silence,
            silence,
            next: 0,
            whole_step: (ratio.from / ratio.to) as usize,
            position: Position { phase: 0, remainder: 0 },
            scratch,
        })
    }

    /// Emits the frames whose taps are all in the history.
    fn emit(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let start = output.len();
        resize(output, start + self.ready() * self.channels, 0.0)?;
        let taps = self.filter.taps();
        for frame in output[start..].chunks_exact_mut(self.channels) {
            let coefficients =
                self.filter.coefficients(self.position, self.ratio, &mut self.scratch);
            for (channel, slot) in frame.iter_mut().enumerate() {
                let window = channel * self.capacity + self.next;
                *slot = dot(coefficients, &self.history[window..window + taps]);
            }
            self.step();
        }
        Ok(())
    }

    /// How many frames can be emitted.
    fn ready(&self) -> usize {
        let Ratio { from, to } = self.ratio;
        match self.filled.checked_sub(self.next + self.filter.taps()) {
            // The last frame that is ready is less than a frame after the last whole step.
            Some(room) => {
                ((room as u64 * to + to - 1 - self.position.remainder) / from) as usize + 1
            }
            None => 0,
        }
    }

    fn step(&mut self) {
        let Ratio { from, to } = self.ratio;
        // No division: it would take longer than the products of a short filter.
        self.next += self.whole_step;
        self.position.remainder += from - self.whole_step as u64 * to;
        if self.position.remainder >= to {
            self.position.remainder -= to;
            self.next += 1;
        }
        self.position.phase += 1;
        if self.position.phase == to {
            self.position.phase = 0;
        }
    }

    /// Drops the frames that no output frame needs any more.
    fn make_room(&mut self) {
        let drop = self.next.min(self.filled);
        for row in self.history.chunks_exact_mut(self.capacity) {
            row.copy_within(drop..self.filled, 0);
        }
        self.filled -= drop;
        self.next -= drop;
    }
}

impl<F: Filter> Stream for Gather<F> {
    fn push(&mut self, mut input: &[f32], output: &mut Vec<f32>) -> Result<(), ResampleError> {
        while !input.is_empty() {
            if self.filled == self.capacity {
                self.make_room();
            }
            let frames = (input.len() / self.channels).min(self.capacity - self.filled);
            let (now, later) = input.split_at(frames * self.channels);
            for (channel, row) in self.history.chunks_exact_mut(self.capacity).enumerate() {
                take_channel(now, self.channels, channel, &mut row[self.filled..]);
            }
            self.filled += frames;
            self.emit(output)?;
            input = later;
        }
        Ok(())
    }

    fn drain(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        if self.filled == self.capacity {
            self.make_room();
        }
        // One frame of silence may become three million, but never more than that.
        for row in self.history.chunks_exact_mut(self.capacity) {
            row[self.filled] = 0.0;
        }
        self.filled += 1;
        self.emit(output)
    }

    fn reset(&mut self) {
        self.history.fill(0.0);
        self.next = 0;
        self.filled = self.silence;
        self.position = Position { phase: 0, remainder: 0 };
    }
}

/// The sum of products of slices whose length is a multiple of 4, in vectors of partial sums.
#[inline(always)]
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (mut even, mut odd) = (F32x4::zero(), F32x4::zero());
    let (a, b) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest = (a.remainder(), b.remainder());
    for (a, b) in a.zip(b) {
        even = even + load(a) * load(b);
        odd = odd + load(&a[4..]) * load(&b[4..]);
    }
    if rest.0.len() >= 4 && rest.1.len() >= 4 {
        even = even + load(rest.0) * load(rest.1);
    }
    let [a, b, c, d] = (even + odd).to_array();
    (a + c) + (b + d)
}
