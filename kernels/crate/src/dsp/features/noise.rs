//! Gaussian noise that depends only on its position, so that it is the same however a clip is cut
//! into pieces.

use crate::math::Portable;
use std::f64::consts::TAU;

/// The sample with standard deviation 1 at `index`, by the Box-Muller transform of two hashed
/// uniform numbers.
pub fn gaussian(index: u64) -> f64 {
    let uniform = |stream: u64| {
        let bits = mix(index.wrapping_mul(2).wrapping_add(stream)) >> 11;
        (bits as f64 + 0.5) * 2.0_f64.powi(-53)
    };
    (-2.0 * uniform(0).natural_log()).sqrt() * (TAU * uniform(1)).cosine()
}

/// SplitMix64: turns neighbouring numbers into unrelated ones. Steele, Lea and Flood 2014.
fn mix(index: u64) -> u64 {
    let mut z = index.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_has_the_moments_of_a_normal_distribution_and_no_memory() {
        let count = 200_000;
        let values: Vec<f64> = (0..count).map(gaussian).collect();
        let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / count as f64;
        assert!(mean(&mut values.iter().copied()).abs() < 0.01);
        assert!((mean(&mut values.iter().map(|v| v * v)) - 1.0).abs() < 0.02);
        assert!((mean(&mut values.iter().map(|v| v.powi(4))) - 3.0).abs() < 0.1);
        let neighbours = values.windows(2).map(|pair| pair[0] * pair[1]);
        assert!(mean(&mut neighbours.into_iter()).abs() < 0.01);
    }
}
