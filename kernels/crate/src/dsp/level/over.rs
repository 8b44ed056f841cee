//! Counts samples that don't fit in an integer.

use super::peak::peak;
use crate::dsp::convert::BLOCK;

/// A floating-point format.
pub trait Level: Copy + 'static {
    /// The largest magnitude, 0 for none; NaN outranks every number.
    fn peak_of(samples: &[Self]) -> f64;

    /// How many of `samples` have a magnitude above `limit`; NaN has none.
    fn count_over(samples: &[Self], limit: f64) -> u64;
}

impl Level for f32 {
    fn peak_of(samples: &[f32]) -> f64 {
        f64::from(peak(samples))
    }

    fn count_over(samples: &[f32], limit: f64) -> u64 {
        let over_in = |block: &[f32]| {
            // The peak of a block is cheap, and nearly always within the limit.
            if Self::peak_of(block) <= limit {
                return 0;
            }
            block.iter().map(|sample| u64::from(f64::from(sample.abs()) > limit)).sum()
        };
        samples.chunks(BLOCK).map(over_in).sum::<u64>()
    }
}

impl Level for f64 {
    fn peak_of(samples: &[f64]) -> f64 {
        let bits = samples.iter().fold(0, |most: u64, sample| most.max(sample.abs().to_bits()));
        f64::from_bits(bits)
    }

    fn count_over(samples: &[f64], limit: f64) -> u64 {
        samples.iter().map(|sample| u64::from(sample.abs() > limit)).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn those_above_the_limit_are_counted_at_every_length() {
        for length in [0, 1, 7, 1023, 1024, 1025, 5000] {
            let floats: Vec<f32> = (0..length).map(|at| at as f32 / 1000.0 - 2.0).collect();
            let doubles: Vec<f64> = floats.iter().map(|&sample| f64::from(sample)).collect();
            let wanted = floats.iter().filter(|sample| sample.abs() > 1.0).count() as u64;
            assert_eq!(f32::count_over(&floats, 1.0), wanted);
            assert_eq!(f64::count_over(&doubles, 1.0), wanted);
        }
    }

    #[test]
    fn the_limit_itself_is_not_above_it() {
        assert_eq!(f32::count_over(&[1.0, -1.0, 1.000_000_1, -1.000_000_1], 1.0), 2);
        assert_eq!(f64::count_over(&[f64::INFINITY, f64::NAN, 1.0], 1.0), 1);
        assert_eq!(f32::count_over(&[f32::NAN, 2.0], 1.0), 1);
    }

    #[test]
    fn the_peak_of_float64_is_the_largest_magnitude_of_either_sign() {
        assert_eq!(f64::peak_of(&[]), 0.0);
        assert_eq!(f64::peak_of(&[0.25, -0.75, 0.5]), 0.75);
        assert!(f64::peak_of(&[1.0, f64::NAN, f64::INFINITY]).is_nan());
    }
}
