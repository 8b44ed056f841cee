//! Every input frame scatters into the output frames around it: for lowering rates so far that no
//! block is long enough. However far apart the rates are, the number of open output frames never
//! exceeds the filter's length.

use std::rc::Rc;

use super::error::{reserve, zeros};
use super::phases::Phases;
use super::prototype::HALF_WIDTH;
use super::{Ratio, ResampleError, Stream};

/// Output frames held in addition to those that are open.
const ROOM: usize = 1024;
const TAPS: usize = 2 * CENTRE + 2;
const CENTRE: usize = HALF_WIDTH as usize;
const CAPACITY: usize = TAPS + ROOM;

/// A stream resampled by scattering.
pub struct Scatter {
    phases: Rc<Phases>,
    ratio: Ratio,
    channels: usize,
    /// A row for each channel: sums of the open output frames. In float64, because a sum may have
    /// millions of input frames.
    sums: Vec<f64>,
    /// Where in a row tap 0 of the next input frame is.
    next: usize,
    /// How long after the preceding output frame the next input frame is, in units of 1/`from`.
    remainder: u64,
    /// Output frames before the clip's first that are still to be dropped.
    early: usize,
}

impl Scatter {
    pub fn new(phases: Rc<Phases>, ratio: Ratio, channels: usize) -> Result<Self, ResampleError> {
        let sums = zeros(channels.checked_mul(CAPACITY).ok_or(ResampleError::OutOfMemory)?)?;
        Ok(Scatter { phases, ratio, channels, sums, next: 0, remainder: 0, early: CENTRE })
    }

    /// Emits the first `frames` of the open output frames.
    fn emit(&mut self, frames: usize, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let skipped = frames.min(self.early);
        self.early -= skipped;
        reserve(output, (frames - skipped) * self.channels)?;
        for frame in skipped..frames {
            output.extend(self.sums.chunks_exact(CAPACITY).map(|row| row[frame] as f32));
        }
        for row in self.sums.chunks_exact_mut(CAPACITY) {
            row.copy_within(frames.., 0);
            row[CAPACITY - frames..].fill(0.0);
        }
        self.next = self.next.saturating_sub(frames);
        Ok(())
    }
}

impl Stream for Scatter {
    fn push(&mut self, input: &[f32], output: &mut Vec<f32>) -> Result<(), ResampleError> {
        let Ratio { from, to } = self.ratio;
        let gain = (to as f64 / from as f64) as f32;
        let mut coefficients = [0.0; TAPS];
        for frame in input.chunks_exact(self.channels) {
            self.phases.at(self.remainder as f64 / from as f64, &mut coefficients);
            for (channel, &sample) in frame.iter().enumerate() {
                let sample = sample * gain;
                let open = channel * CAPACITY + self.next;
                for (sum, coefficient) in self.sums[open..open + TAPS].iter_mut().zip(coefficients)
                {
                    *sum += f64::from(sample * coefficient);
                }
            }
            self.remainder += to;
            if self.remainder >= from {
                self.remainder -= from;
                self.next += 1;
                if self.next == ROOM {
                    self.emit(ROOM, output)?;
                }
            }
        }
        self.emit(self.next, output)
    }

    fn drain(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        // Silence adds nothing: only the open frames remain.
        self.emit(TAPS, output)
    }

    fn reset(&mut self) {
        self.sums.fill(0.0);
        self.next = 0;
        self.remainder = 0;
        self.early = CENTRE;
    }
}
