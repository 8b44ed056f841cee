//! What is known about a clip once all its frames have been seen.

use super::lanes::max;
use crate::dsp::fft::{F32x4, Lanes};

/// A row's sums, relative to its first value, so that a constant row has a deviation of exactly 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Row {
    first: f64,
    sum: f64,
    squares: f64,
}

/// The clip's largest value, and each row's mean and deviation.
pub struct Statistics {
    frames: u64,
    /// The largest value of the frames in each lane.
    largest: F32x4,
    rows: Vec<Row>,
}

impl Statistics {
    /// Starts with no frames; `rows` is 0 if only the largest value is wanted.
    pub fn new(rows: usize) -> Self {
        Statistics {
            frames: 0,
            largest: F32x4::splat(f32::NEG_INFINITY),
            rows: vec![Row::default(); rows],
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.frames = 0;
        self.largest = F32x4::splat(f32::NEG_INFINITY);
        self.rows.fill(Row::default());
    }

    /// Adds the first `count` frames of a group; only rows from `from` count towards the largest
    /// value.
    pub fn add(&mut self, group: &[F32x4], count: usize, from: usize) {
        let mut largest = self.largest;
        for &lanes in &group[from..] {
            largest = max(lanes, largest);
        }
        let (lanes, before) = (largest.to_array(), self.largest.to_array());
        let of = |lane: usize| if lane < count { lanes[lane] } else { before[lane] };
        self.largest = F32x4::from_lanes(of);
        for (row, lanes) in self.rows.iter_mut().zip(group) {
            let lanes = lanes.to_array();
            if self.frames == 0 {
                row.first = f64::from(lanes[0]);
            }
            for &value in &lanes[..count] {
                let apart = f64::from(value) - row.first;
                row.sum += apart;
                row.squares += apart * apart;
            }
        }
        self.frames += count as u64;
    }

    /// The largest value; minus infinity if there are no frames.
    pub fn largest(&self) -> f32 {
        self.largest.to_array().into_iter().fold(f32::NEG_INFINITY, f32::max)
    }

    /// A row's mean, and its standard deviation with n - 1; 0 for fewer than two frames.
    pub fn mean_and_deviation(&self, row: usize) -> (f64, f64) {
        let Row { first, sum, squares } = self.rows[row];
        let count = self.frames as f64;
        let mean = sum / count.max(1.0);
        let variance = (squares - sum * mean).max(0.0) / (count - 1.0).max(1.0);
        (first + mean, variance.sqrt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_beyond_the_count_and_rows_before_the_first_do_not_count() {
        let mut statistics = Statistics::new(0);
        statistics.add(&[F32x4::splat(9.0), F32x4::from_lanes(|lane| lane as f32)], 3, 1);
        assert_eq!(statistics.largest(), 2.0);
        statistics.clear();
        assert_eq!(statistics.largest(), f32::NEG_INFINITY);
    }

    #[test]
    fn rows_have_the_mean_and_the_deviation_of_all_frames() {
        let mut statistics = Statistics::new(2);
        let constant = F32x4::splat(-16.123);
        statistics.add(&[F32x4::from_lanes(|lane| lane as f32), constant], 4, 0);
        statistics.add(&[F32x4::from_lanes(|lane| 4.0 + lane as f32), constant], 2, 0);
        let (mean, deviation) = statistics.mean_and_deviation(0);
        assert!((mean - 2.5).abs() < 1e-15 && (deviation - 3.5_f64.sqrt()).abs() < 1e-15);
        assert_eq!(statistics.mean_and_deviation(1), (f64::from(-16.123_f32), 0.0));
    }
}
