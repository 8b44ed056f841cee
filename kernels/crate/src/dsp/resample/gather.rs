//! Every output frame gathers the input frames around it: for raising rates, and for filters that are
//! short.

use std::rc::Rc;

use super::error::{reserve, zeros};
use super::planar::take_channel;
use super::{Ratio, ResampleError, Stream};

/// Frames that a history takes beside those that a filter needs.
const ROOM: usize = 2048;

/// Coefficients for any output frame.
pub trait Filter {
    /// How many there are.
    fn taps(&self) -> usize;

    /// How many input frames before that at an output frame's time (or the last one before) tap 0 is.
    fn lead(&self) -> usize;

    /// The coefficients for an output frame; `scratch` has room for them.
    fn coefficients<'a>(
        &'a self,
        position: Position,
        ratio: Ratio,
        scratch: &'a mut [f32],
    ) -> &'a [f32];
}

/// Where an output frame lies among the input frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The frame's index modulo `to`.
    pub phase: u64,
    /// Its time after the input frame before it, in parts of `to`.
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
    /// Where tap 0 of the next output frame is in a row.
    next: usize,
    position: Position,
    scratch: Vec<f32>,
}

impl<F: Filter> Gather<F> {
    pub fn new(filter: Rc<F>, ratio: Ratio, channels: usize) -> Result<Self, ResampleError> {
        // A step may go beyond the frames that are there by as much as it is long.
        let capacity = filter.taps() + (ratio.from / ratio.to) as usize + 1 + ROOM;
        let length = capacity.checked_mul(channels).ok_or(ResampleError::OutOfMemory)?;
        let scratch = zeros(filter.taps())?;
        let mut stream = Gather {
            filter,
            ratio,
            channels,
            history: zeros(length)?,
            capacity,
            filled: 0,
            next: 0,
            position: Position { phase: 0, remainder: 0 },
            scratch,
        };
        stream.reset();
        Ok(stream)
    }

    /// Emits the frames whose taps are all in the history.
    fn emit(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let taps = self.filter.taps();
        while self.next + taps <= self.filled {
            let coefficients =
                self.filter.coefficients(self.position, self.ratio, &mut self.scratch);
            reserve(output, self.channels)?;
            for row in self.history.chunks_exact(self.capacity) {
                output.push(dot(coefficients, &row[self.next..self.next + taps]));
            }
            self.step();
        }
        Ok(())
    }

    fn step(&mut self) {
        let Ratio { from, to } = self.ratio;
        let time = self.position.remainder + from;
        self.next += (time / to) as usize;
        self.position.remainder = time % to;
        self.position.phase += 1;
        if self.position.phase == to {
            self.position.phase = 0;
        }
    }

    /// Drops the frames that no output needs any more.
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
        // One frame of silence may become three million; but never more than that.
        for row in self.history.chunks_exact_mut(self.capacity) {
            row[self.filled] = 0.0;
        }
        self.filled += 1;
        self.emit(output)
    }

    fn reset(&mut self) {
        self.history.fill(0.0);
        self.next = 0;
        self.filled = self.filter.lead();
        self.position = Position { phase: 0, remainder: 0 };
    }
}

/// The sum of products, in two vectors of partial sums.
fn dot(a: &[f32], b: &[f32]) -> f32 {
    let mut sums = [0.0_f32; 8];
    let (mut a, mut b) = (a.chunks_exact(8), b.chunks_exact(8));
    for (a, b) in (&mut a).zip(&mut b) {
        for lane in 0..8 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    for (lane, (a, b)) in a.remainder().iter().zip(b.remainder()).enumerate() {
        sums[lane] += a * b;
    }
    let [a, b, c, d, e, f, g, h] = sums;
    ((a + e) + (b + f)) + ((c + g) + (d + h))
}
