//! Two steps, for ratios that can't be cut into blocks: through spectra to a rate that differs by a
//! power of two, at which the signal fills at most half of the band, and from there to any rate
//! with a short filter.

use super::blocks::Wanted;
use super::gather::Gather;
use super::overlap::Overlap;
use super::phases::Phases;
use super::{Ratio, ResampleError, Stream};

/// The two steps of one ratio.
#[derive(Clone, Copy, Debug)]
pub struct Steps {
    pub first: Wanted,
    pub second: Ratio,
}

impl Steps {
    /// `before` is how much the second step's filter needs from before the clip.
    pub fn new(ratio: Ratio, before: u64) -> Self {
        let Ratio { from, to } = ratio;
        let low = from.min(to);
        // The intermediate rate is two to four times the lower one.
        let doubled = if from < 2 * low { 2 } else { 1 };
        let halved = 1 << (from * doubled / (2 * low)).ilog2();
        Steps {
            first: Wanted {
                ratio: Ratio::reduced(halved, doubled),
                low: low as f64 / from as f64,
                before,
            },
            second: Ratio::reduced(from * doubled, to * halved),
        }
    }
}

/// A stream resampled in two steps.
pub struct Cascade {
    first: Overlap,
    second: Gather<Phases>,
    /// The output of the first step, which is the input of the second.
    between: Vec<f32>,
}

impl Cascade {
    /// The first step must emit the frames from before the clip that the second needs.
    pub fn new(first: Overlap, second: Gather<Phases>) -> Self {
        Cascade { first, second, between: Vec::new() }
    }
}

impl Stream for Cascade {
    fn push(&mut self, input: &[f32], output: &mut Vec<f32>) -> Result<(), ResampleError> {
        self.between.clear();
        self.first.push(input, &mut self.between)?;
        self.second.push(&self.between, output)
    }

    fn drain(&mut self, output: &mut Vec<f32>) -> Result<(), ResampleError> {
        self.between.clear();
        self.first.drain(&mut self.between)?;
        self.second.push(&self.between, output)
    }

    fn reset(&mut self) {
        self.first.reset();
        self.second.reset();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_between_is_two_to_four_times_the_lower_one() {
        for (from, to) in
            [(44_100, 44_099), (44_099, 44_100), (22_255, 16_000), (9001, 1000), (1, 7)]
        {
            let Steps { first, second } = Steps::new(Ratio::new(from, to).unwrap(), 7);
            let between = f64::from(from) * first.ratio.to as f64 / first.ratio.from as f64;
            let times = between / f64::from(from.min(to));
            assert!((2.0..4.0).contains(&times), "{from} {to}: {times}");
            let whole = between * second.to as f64 / second.from as f64;
            assert!((whole - f64::from(to)).abs() < 1e-6);
        }
    }
}
