//! The part of a clip that frames still need, including anything beyond its ends.

use super::framing::{Edge, Frames};
use super::noise::gaussian;

/// Samples taken at a time: few enough to be still in the first-level cache when they are read.
const PIECE: usize = 4096;

/// What happens to samples as they come in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Conditioning {
    pub scale: f32,
    /// Standard deviation of the added noise.
    pub dither: f64,
    /// Over the whole clip: x[i] - preemphasis * x[i - 1].
    pub preemphasis: f32,
}

/// A window onto a clip: `buffer[..filled]` holds the samples from `start`, counted from the clip's
/// first sample.
pub struct Signal {
    frames: Frames,
    conditioning: Conditioning,
    buffer: Vec<f32>,
    filled: usize,
    start: i64,
    /// Samples of the clip so far.
    samples: u64,
    previous: f32,
    /// The first frames begin before the clip, and the values there aren't known yet.
    lead_pending: bool,
}

impl Signal {
    /// Reserves what any clip needs.
    pub fn new(frames: Frames, conditioning: Conditioning) -> Self {
        let group = frames.span + 3 * frames.hop;
        let lead = frames.lead.unsigned_abs() as usize;
        let history = frames.tail_limit().max(frames.least_samples).max(lead + 1);
        let capacity = lead + history + group + frames.tail_limit() + 2 * PIECE;
        let mut signal = Signal {
            frames,
            conditioning,
            buffer: vec![0.0; capacity],
            filled: 0,
            start: 0,
            samples: 0,
            previous: 0.0,
            lead_pending: false,
        };
        signal.begin();
        signal
    }

    /// Forgets the clip and starts another.
    pub fn begin(&mut self) {
        let lead = self.frames.lead.max(0);
        self.buffer[..lead as usize].fill(0.0);
        self.filled = lead as usize;
        self.start = -lead;
        self.samples = 0;
        self.previous = 0.0;
        self.lead_pending = lead > 0 && self.frames.edge != Edge::Zeros;
    }

    /// Samples of the clip so far.
    pub fn samples(&self) -> u64 {
        self.samples
    }

    /// Everything from the first sample that a frame may need.
    pub fn slice(&self) -> &[f32] {
        &self.buffer[..self.filled]
    }

    /// Where frame `index` begins in [`Signal::slice`], if all of it is available.
    pub fn locate(&self, index: u64) -> Option<usize> {
        let begin = usize::try_from(self.frames.start(index) - self.start).ok()?;
        let complete = begin + self.frames.span <= self.filled && !self.lead_pending;
        complete.then_some(begin)
    }

    /// Takes samples off the front of `input`, as many as there is room for once frames before
    /// `next` are done; returns how many.
    pub fn take(&mut self, input: &[f32], next: u64) -> usize {
        let count = input.len().min(PIECE);
        self.make_room(count, next);
        self.append(&input[..count]);
        count
    }

    /// Ends the clip: extends it with zeros to the length that its edges need, and then beyond its
    /// edge, as far as the last of `count` frames reaches. Frames before `next` are done.
    pub fn finish(&mut self, count: u64, next: u64) {
        let clip = self.samples;
        while self.samples < self.frames.least_samples as u64 {
            let missing = self.frames.least_samples as u64 - self.samples;
            self.take(&[0.0; PIECE][..missing.min(PIECE as u64) as usize], next);
        }
        if self.lead_pending {
            self.fill_lead();
        }
        let length = self.samples as i64;
        let end = self.frames.start(count.saturating_sub(1)) + self.frames.span as i64;
        let tail = usize::try_from(end - length).unwrap_or(0).min(self.frames.tail_limit());
        self.make_room(tail, next);
        for position in length..length + tail as i64 {
            let value = self.at_edge(position, length);
            self.buffer[self.filled] = value;
            self.filled += 1;
        }
        self.samples = clip;
    }

    fn append(&mut self, input: &[f32]) {
        let Conditioning { scale, dither, preemphasis } = self.conditioning;
        let output = &mut self.buffer[self.filled..self.filled + input.len()];
        if scale == 1.0 {
            output.copy_from_slice(input);
        } else {
            output.iter_mut().zip(input).for_each(|(to, &sample)| *to = sample * scale);
        }
        if dither > 0.0 {
            for (index, to) in (self.samples..).zip(output.iter_mut()) {
                *to += (dither * gaussian(index)) as f32;
            }
        }
        if preemphasis != 0.0 {
            for to in output.iter_mut() {
                let sample = *to;
                *to -= preemphasis * self.previous;
                self.previous = sample;
            }
        }
        self.filled += input.len();
        self.samples += input.len() as u64;
        if self.lead_pending && self.samples as i64 > self.frames.lead {
            self.fill_lead();
        }
    }

    /// Nothing has been dropped yet: no frame is read before the lead is filled.
    fn fill_lead(&mut self) {
        let length = self.samples as i64;
        for position in -self.frames.lead..0 {
            self.buffer[(position - self.start) as usize] = self.at_edge(position, length);
        }
        self.lead_pending = false;
    }

    fn at_edge(&self, position: i64, length: i64) -> f32 {
        match self.frames.edge.source(position, length) {
            Some(source) => self.buffer[(source - self.start) as usize],
            None => 0.0,
        }
    }

    /// If there isn't room for `count` more samples, drops those that neither the frames from
    /// `next` nor the end of the clip can need.
    fn make_room(&mut self, count: usize, next: u64) {
        if self.filled + count <= self.buffer.len() || self.lead_pending {
            return;
        }
        let history = self.samples as i64 - self.frames.tail_limit() as i64;
        let keep_from = self.frames.start(next).min(history);
        let drop = usize::try_from(keep_from - self.start).unwrap_or(0).min(self.filled);
        self.buffer.copy_within(drop..self.filled, 0);
        self.filled -= drop;
        self.start += drop as i64;
    }
}

#[cfg(test)]
mod tests {
    use super::super::parameters::{Framing, PadMode, Parameters};
    use super::super::parse::tests::original;
    use super::*;

    const PLAIN: Conditioning = Conditioning { scale: 1.0, dither: 0.0, preemphasis: 0.0 };

    /// All frames of a clip that is pushed in pieces, each read as soon as it is complete.
    fn frames_of(
        frames: Frames,
        conditioning: Conditioning,
        clip: &[f32],
        piece: usize,
    ) -> Vec<Vec<f32>> {
        let mut signal = Signal::new(frames, conditioning);
        let mut read = Vec::new();
        let mut read_all = |signal: &Signal, count: u64| {
            while (read.len() as u64) < count {
                let Some(start) = signal.locate(read.len() as u64) else { break };
                read.push(signal.slice()[start..start + frames.span].to_vec());
            }
            read.len() as u64
        };
        for mut piece in clip.chunks(piece) {
            while !piece.is_empty() {
                let next = read_all(&signal, frames.valid(signal.samples()));
                piece = &piece[signal.take(piece, next)..];
            }
        }
        let count = frames.valid(clip.len() as u64);
        let next = read_all(&signal, frames.valid(signal.samples()));
        signal.finish(count, next);
        assert_eq!(read_all(&signal, count), count);
        read
    }

    #[test]
    fn frames_hold_what_the_edge_rule_says_wherever_they_lie() {
        let clip: Vec<f32> = (1..=30_000).map(|value| value as f32).collect();
        let kaldi = Parameters { framing: Framing::Kaldi, snip_edges: false, ..original() };
        let reflect = Parameters { framing: Framing::Stft, ..original() };
        let constant = Parameters { pad_mode: PadMode::Constant, ..reflect.clone() };
        for parameters in [original(), kaldi, reflect, constant] {
            let frames = Frames::new(&parameters);
            for (length, piece) in [(30_000, 30_000), (30_000, 777), (3000, 1), (1500, 1024)] {
                let clip = &clip[..length];
                for (index, frame) in frames_of(frames, PLAIN, clip, piece).iter().enumerate() {
                    for (&sample, position) in frame.iter().zip(frames.start(index as u64)..) {
                        let source = frames.edge.source(position, length as i64);
                        let wanted = source.map_or(0.0, |source| clip[source as usize]);
                        assert_eq!(sample, wanted, "frame {index}, {position} of {length}");
                    }
                }
            }
        }
    }

    #[test]
    fn preemphasis_and_scale_continue_from_piece_to_piece() {
        let clip: Vec<f32> = (0..5000).map(|value| (value as f32 * 0.1).sin()).collect();
        let conditioning = Conditioning { scale: 2.0, dither: 0.0, preemphasis: 0.5 };
        let frames = Frames::new(&original());
        let whole = frames_of(frames, conditioning, &clip, clip.len());
        assert_eq!(frames_of(frames, conditioning, &clip, 7), whole);
        // The second frame begins half a window before the third hop.
        assert_eq!(whole[2][0], 2.0 * clip[0]);
        assert_eq!(whole[2][1], 2.0 * clip[1] - 0.5 * (2.0 * clip[0]));
    }
}
