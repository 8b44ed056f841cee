//! Takes one clip after another, in pieces, through a plan.

use std::rc::Rc;

use super::lanes::GROUP;
use super::plan::{GroupScratch, Plan};
use super::signal::Signal;
use super::statistics::Statistics;
use super::transform::Group;
use crate::dsp::fft::{F32x4, Lanes};

/// Roughly how many values a tile has if its clip's length is unknown; it stays in the second-level
/// cache.
const TILE_VALUES: usize = 1 << 16;
/// Values of the longest clip that becomes a single tile unless the caller allows more: 16 MiB.
pub const WHOLE_VALUES: u64 = 1 << 22;

/// Frames that are ready: rows of `frames` values, `stride` apart.
pub struct Tile {
    pub values: Vec<f32>,
    pub stride: usize,
    pub frames: usize,
    /// The index of the first frame in the clip.
    pub first: u64,
}

/// Turns samples into tiles.
pub struct Extractor {
    plan: Rc<Plan>,
    signal: Signal,
    scratch: GroupScratch,
    statistics: Statistics,
    tile: Tile,
    next: u64,
    /// Samples of the clip, once it has ended.
    ended: Option<u64>,
    /// The rows of a group in the second pass, where cepstra have to wait for it.
    second: Vec<F32x4>,
    finished: Vec<F32x4>,
}

impl Extractor {
    /// Reserves everything except the tile.
    pub fn new(plan: Rc<Plan>) -> Self {
        let per_row = plan.clip.is_some_and(|rules| rules.per_row.is_some());
        let rows = |wanted: bool, count: usize| vec![F32x4::zero(); if wanted { count } else { 0 }];
        Extractor {
            signal: Signal::new(plan.frames, plan.conditioning),
            scratch: plan.scratch(),
            statistics: Statistics::new(if per_row { plan.pass_rows() } else { 0 }),
            tile: Tile { values: Vec::new(), stride: 0, frames: 0, first: 0 },
            next: 0,
            ended: None,
            second: rows(plan.cepstra_wait(), plan.pass_rows()),
            finished: rows(plan.cepstra_wait(), plan.bins()),
            plan,
        }
    }

    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Starts a clip. One with a known length and at most `most` values becomes one tile without
    /// gaps between its rows. The tile grows if it has to; nothing else grows. Returns whether
    /// there was memory for it.
    pub fn reset(&mut self, samples: Option<u64>, most: u64) -> bool {
        self.signal.begin();
        self.statistics.clear();
        (self.next, self.ended) = (0, None);
        let rows = self.plan.pass_rows();
        let count = samples.map(|samples| self.plan.frames.count(samples));
        let whole = count.filter(|count| count.saturating_mul(rows as u64) <= most);
        let stride = match whole {
            Some(count) => (count as usize).max(1),
            None => (TILE_VALUES / rows / GROUP * GROUP).max(4 * GROUP),
        };
        let values = &mut self.tile.values;
        let wanted = rows * stride.max(GROUP);
        if values.len() < wanted {
            if values.try_reserve_exact(wanted - values.len()).is_err() {
                return false;
            }
            values.resize(wanted, 0.0);
        }
        (self.tile.stride, self.tile.frames, self.tile.first) = (stride, 0, 0);
        true
    }

    /// What is ready; [`Extractor::clear_tile`] marks it as taken.
    pub fn tile(&self) -> &Tile {
        &self.tile
    }

    /// The second pass over the tile itself.
    pub fn finalize_tile(&mut self) {
        let empty = Tile { values: Vec::new(), ..self.tile };
        let mut tile = std::mem::replace(&mut self.tile, empty);
        self.finalize(&mut tile);
        self.tile = tile;
    }

    /// Makes room for more frames.
    pub fn clear_tile(&mut self) {
        self.tile.first += self.tile.frames as u64;
        self.tile.frames = 0;
    }

    /// Takes samples until there are no more, or the tile is full; returns how many. If it didn't
    /// take all, the tile must be cleared before it can take the rest.
    pub fn push(&mut self, input: &[f32]) -> usize {
        let mut taken = 0;
        loop {
            let settled = self.plan.frames.valid(self.signal.samples());
            if self.run(settled / GROUP as u64 * GROUP as u64) || taken == input.len() {
                return taken;
            }
            taken += self.signal.take(&input[taken..], self.next);
        }
    }

    /// Ends the clip; returns whether the tile is full and there is more: then call it again.
    pub fn finish(&mut self) -> bool {
        let samples = match self.ended {
            Some(samples) => samples,
            None => {
                let samples = self.signal.samples();
                let valid = self.plan.frames.valid(samples);
                if valid > 0 {
                    self.signal.finish(valid, self.next);
                }
                *self.ended.insert(samples)
            }
        };
        if self.run(self.plan.frames.valid(samples)) {
            return true;
        }
        self.fill(self.plan.frames.count(samples))
    }

    /// Computes the frames before `limit` that are complete; returns whether the tile filled up
    /// first.
    fn run(&mut self, limit: u64) -> bool {
        while self.next < limit {
            let count = (limit - self.next).min(GROUP as u64) as usize;
            let Some(group) = self.group(count) else { return false };
            if self.tile.frames + count > self.tile.stride {
                if self.tile.frames > 0 {
                    return true;
                }
                // The announced length had fewer frames than a group, but the clip turned out
                // longer.
                self.tile.stride = GROUP;
            }
            self.plan.compute(self.signal.slice(), &group, &mut self.scratch);
            if self.plan.clip.is_some() {
                self.statistics.add(&self.scratch.rows, count, self.plan.energy_rows());
            }
            let column = self.tile.frames;
            store(&self.scratch.rows, &mut self.tile.values, self.tile.stride, column, count);
            self.tile.frames += count;
            self.next += count as u64;
        }
        false
    }

    /// The next `count` frames, if they are complete; unused lanes repeat the last one.
    fn group(&self, count: usize) -> Option<Group> {
        let last = self.signal.locate(self.next + count as u64 - 1)?;
        let mut starts = [last; GROUP];
        for (start, index) in starts[..count].iter_mut().zip(self.next..) {
            *start = self.signal.locate(index)?;
        }
        Some(Group { first: self.next, starts })
    }

    /// Adds frames of zeros up to `count`; returns whether the tile filled up first.
    fn fill(&mut self, count: u64) -> bool {
        let zeros = (count - self.next).min((self.tile.stride - self.tile.frames) as u64) as usize;
        let columns = self.tile.frames..self.tile.frames + zeros;
        for row in self.tile.values.chunks_exact_mut(self.tile.stride).take(self.plan.pass_rows()) {
            row[columns.clone()].fill(0.0);
        }
        self.tile.frames += zeros;
        self.next += zeros as u64;
        self.next < count
    }

    /// The clip's largest value after the first pass; minus infinity if there are no frames.
    pub fn largest(&self) -> f32 {
        self.statistics.largest()
    }

    /// The second pass over a tile from the first, in place. Cepstra that have waited for it
    /// overwrite the rows that they are made from, of which there are at least as many.
    ///
    /// # Panics
    /// If the tile has fewer values than its shape says.
    pub fn finalize(&mut self, tile: &mut Tile) {
        let Tile { values, stride, frames, first } = tile;
        let (stride, frames, first) = (*stride, *frames, *first);
        let valid = self.ended.map_or(0, |samples| self.plan.frames.valid(samples));
        let valid = valid.saturating_sub(first).min(frames as u64) as usize;
        for (row, values) in values.chunks_mut(stride).take(self.plan.pass_rows()).enumerate() {
            self.finalize_row(row, &mut values[..valid]);
        }
        if self.plan.cepstra_wait() {
            for column in (0..valid).step_by(GROUP) {
                let count = (valid - column).min(GROUP);
                load(&mut self.second, values, stride, column, count);
                self.plan.late_cepstra(&self.second, &mut self.finished);
                store(&self.finished, values, stride, column, count);
            }
        }
        for values in values.chunks_mut(stride).take(self.plan.bins()) {
            values[valid..frames].fill(0.0);
        }
    }

    /// Applies the clip's rules to a row of the first pass. NaN stays NaN.
    fn finalize_row(&self, row: usize, values: &mut [f32]) {
        let Some(rules) = self.plan.clip else { return };
        if row >= self.plan.energy_rows() {
            let largest = self.statistics.largest();
            let floor = rules.range.map_or(f32::NEG_INFINITY, |range| largest - range);
            let zero = if rules.from_max { largest } else { 0.0 };
            for value in values.iter_mut() {
                *value = if *value < floor { floor } else { *value } - zero;
            }
        }
        if let Some(epsilon) = rules.per_row {
            let (mean, deviation) = self.statistics.mean_and_deviation(row);
            let (mean, scale) = (mean as f32, (1.0 / (deviation + f64::from(epsilon))) as f32);
            values.iter_mut().for_each(|value| *value = (*value - mean) * scale);
        }
        if !self.plan.cepstra_wait() {
            self.plan.shift_row(values);
        }
    }
}

/// Writes the first `count` frames of a group to the columns from `column`.
fn store(rows: &[F32x4], values: &mut [f32], stride: usize, column: usize, count: usize) {
    let rows = rows.iter().zip(values.chunks_mut(stride));
    if count == GROUP {
        // A separate case, because copying a known length takes one instruction.
        for (lanes, row) in rows {
            row[column..column + GROUP].copy_from_slice(&lanes.to_array());
        }
    } else {
        for (lanes, row) in rows {
            row[column..column + count].copy_from_slice(&lanes.to_array()[..count]);
        }
    }
}

/// The reverse; unused lanes are zeros.
fn load(rows: &mut [F32x4], values: &[f32], stride: usize, column: usize, count: usize) {
    let rows = rows.iter_mut().zip(values.chunks(stride));
    if count == GROUP {
        for (lanes, row) in rows {
            *lanes = F32x4::from_lanes(|lane| row[column..column + GROUP][lane]);
        }
    } else {
        for (lanes, row) in rows {
            *lanes = F32x4::from_lanes(|lane| if lane < count { row[column + lane] } else { 0.0 });
        }
    }
}
