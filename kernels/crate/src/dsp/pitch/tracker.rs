//! Turns clips, in pieces, into frequencies, frame by frame.

use super::correlation::{Correlation, GROUP};
use super::peak::best;
use super::plan::{Plan, STEPS};

/// Tracks the pitch of one clip after another. The frame and the largest piece determine its
/// memory.
pub struct Tracker {
    plan: Plan,
    correlation: Correlation,
    /// Samples that later frames still need, starting with the clip's sample `first`.
    samples: Vec<f32>,
    first: u64,
    /// Samples of the clip so far.
    total: u64,
    /// The next frame to be computed.
    next: u64,
    found: Vec<f32>,
}

impl Tracker {
    /// Begins with an empty clip.
    pub fn new(plan: Plan) -> Self {
        let correlation = Correlation::new(&plan);
        Tracker {
            plan,
            correlation,
            samples: Vec::new(),
            first: 0,
            total: 0,
            next: 0,
            found: Vec::new(),
        }
    }

    /// Forgets the clip.
    pub fn reset(&mut self) {
        self.samples.clear();
        self.found.clear();
        (self.first, self.total, self.next) = (0, 0, 0);
    }

    /// The frequencies, in Hz, that the last call of [`push`](Self::push) or
    /// [`finish`](Self::finish) found; 0 for unvoiced frames.
    pub fn found(&self) -> &[f32] {
        &self.found
    }

    /// Takes the next samples.
    pub fn push(&mut self, samples: &[f32]) {
        self.found.clear();
        self.samples.extend_from_slice(samples);
        self.total += samples.len() as u64;
        while self.begin(self.next + GROUP as u64 - 1) + self.win_length() <= self.total as i64 {
            self.group(GROUP);
        }
        let keep_from = self.begin(self.next).max(0) as u64;
        let dropped = (keep_from.saturating_sub(self.first) as usize).min(self.samples.len());
        self.samples.drain(..dropped);
        self.first += dropped as u64;
    }

    /// Ends the clip. A clip has a frame at each multiple of the hop from 0 to its length; an empty
    /// one has none.
    pub fn finish(&mut self) {
        self.found.clear();
        let frames = match self.total {
            0 => 0,
            total => total / self.plan.parameters.hop_length as u64 + 1,
        };
        while self.next < frames {
            self.group((frames - self.next).min(GROUP as u64) as usize);
        }
    }

    fn win_length(&self) -> i64 {
        self.plan.parameters.win_length as i64
    }

    /// Where a frame begins; before the clip for the first ones.
    fn begin(&self, frame: u64) -> i64 {
        (frame * self.plan.parameters.hop_length as u64) as i64 - self.win_length() / 2
    }

    /// Computes the next `count` frames.
    fn group(&mut self, count: usize) {
        let mut frames: [&[f32]; GROUP] = [&[]; GROUP];
        for (index, frame) in frames.iter_mut().enumerate().take(count) {
            // The part of the frame that is inside the clip.
            let begin = self.begin(self.next + index as u64);
            let end = (begin + self.win_length()).min(self.total as i64);
            let offset = |at: i64| (at.max(self.first as i64) - self.first as i64) as usize;
            *frame = &self.samples[offset(begin)..offset(end).max(offset(begin))];
        }
        self.correlation.compute(&self.plan, frames);
        for (lane, frame) in frames.iter().enumerate().take(count) {
            self.found.push(frequency(&self.plan, &self.correlation, lane, frame.len()));
        }
        self.next += count as u64;
    }
}

/// The frequency of a frame of `length` samples; 0 if it is unvoiced.
fn frequency(plan: &Plan, correlation: &Correlation, lane: usize, length: usize) -> f32 {
    if correlation.is_silent(plan, lane, length) {
        return 0.0;
    }
    // Both parts of a frame must be at least as long as the lag: two periods.
    let most = plan.most_lag.min(length * STEPS / 2);
    let at = |step: usize| correlation.at(plan, lane, length, step);
    let parameters = &plan.parameters;
    match best(plan.least_lag, most, at) {
        Some(peak) if peak.height >= parameters.voicing_threshold => {
            (parameters.sample_rate / peak.lag).clamp(parameters.f_min, parameters.f_max) as f32
        }
        _ => 0.0,
    }
}
