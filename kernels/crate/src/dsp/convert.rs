//! Converts one sample format to another.

use super::sample::{Sample, factor};
#[cfg(target_arch = "wasm32")]
use super::simd;

/// How many samples are converted between checks that all were finite: few enough to be still in
/// the first-level cache for the second look, which finds the culprit.
pub const BLOCK: usize = 1024;

/// A pair of formats, and how to convert one to the other.
pub trait To<B: Sample>: Sample {
    fn to(self) -> B {
        B::from_f64(self.to_f64() * const { factor::<Self, B>() })
    }

    /// The mean of a frame whose samples add up to `sum`.
    fn mean(frame: &[Self], sum: f64) -> B {
        B::from_f64(sum / frame.len() as f64 * const { factor::<Self, B>() })
    }

    /// Like `to`, for as many of the first samples as vectors take; returns how many, and a flag
    /// word like that of [`Sample::non_finite`].
    fn to_vectors(from: &[Self], to: &mut [B]) -> (usize, u32) {
        let _ = (from, to);
        (0, 0)
    }

    /// Like `mean`, for as many of the first two-sample frames as vectors take; returns how many.
    /// Only for sources that are always finite.
    fn pair_means_vectors(from: &[Self], to: &mut [B]) -> usize {
        let _ = (from, to);
        0
    }
}

impl To<i16> for i16 {
    fn to(self) -> i16 {
        self
    }

    fn mean(frame: &[i16], sum: f64) -> i16 {
        match frame {
            // Half to even in integers: an odd sum rounds up if the half below it is odd.
            &[left, right] => {
                let sum = i32::from(left) + i32::from(right);
                ((sum + ((sum >> 1) & 1)) >> 1) as i16
            }
            _ => i16::from_f64(sum / frame.len() as f64),
        }
    }
}
impl To<i32> for i16 {
    fn to(self) -> i32 {
        i32::from(self) << 16
    }
}
impl To<f32> for i16 {
    fn to(self) -> f32 {
        // Exact in float32, which has four lanes where float64 has two.
        f32::from(self) * (1.0 / 32_768.0)
    }

    #[cfg(target_arch = "wasm32")]
    fn to_vectors(from: &[i16], to: &mut [f32]) -> (usize, u32) {
        simd::int16_to_float32(from, to)
    }

    #[cfg(target_arch = "wasm32")]
    fn pair_means_vectors(from: &[i16], to: &mut [f32]) -> usize {
        simd::int16_pairs_to_float32(from, to)
    }
}
impl To<f64> for i16 {}

impl To<i16> for i32 {
    fn to(self) -> i16 {
        // Half to even in integers: a remainder of exactly one half rounds up if the rest is odd.
        let quotient = self >> 16;
        let remainder = self & 0xFFFF;
        let rounded = quotient + ((remainder + 0x7FFF + (quotient & 1)) >> 16);
        rounded.min(32_767) as i16
    }
}
impl To<i32> for i32 {
    fn to(self) -> i32 {
        self
    }
}
impl To<f32> for i32 {
    fn to(self) -> f32 {
        // The conversion rounds once: the factor is a power of two.
        self as f32 * (1.0 / 2_147_483_648.0)
    }
}
impl To<f64> for i32 {}

impl To<i16> for f32 {
    #[cfg(target_arch = "wasm32")]
    fn to_vectors(from: &[f32], to: &mut [i16]) -> (usize, u32) {
        simd::float32_to_int16(from, to)
    }
}
impl To<i32> for f32 {
    #[cfg(target_arch = "wasm32")]
    fn to_vectors(from: &[f32], to: &mut [i32]) -> (usize, u32) {
        simd::float32_to_int32(from, to)
    }
}
impl To<f32> for f32 {
    fn to(self) -> f32 {
        self
    }
}
impl To<f64> for f32 {}

impl To<i16> for f64 {}
impl To<i32> for f64 {}
impl To<f32> for f64 {}
impl To<f64> for f64 {}

/// Converts every sample; returns the index of the first that is not finite, or whose result is
/// not.
///
/// Anything after such a sample in `to` is unspecified.
pub fn convert<A: To<B>, B: Sample>(from: &[A], to: &mut [B]) -> Option<usize> {
    let blocks = from.chunks(BLOCK).zip(to.chunks_mut(BLOCK));
    for (index, (from, to)) in blocks.enumerate() {
        let (done, mut flags) = A::to_vectors(from, to);
        for (&sample, slot) in from.iter().zip(to.iter_mut()).skip(done) {
            let value: B = sample.to();
            *slot = value;
            flags |= flag(sample, value);
        }
        if flags >> 31 != 0 {
            let culprit = from.iter().zip(to).position(|(&a, &mut b)| flag(a, b) >> 31 != 0);
            return culprit.map(|position| index * BLOCK + position);
        }
    }
    None
}

/// The index of the first sample that is not finite.
pub fn first_non_finite<A: Sample>(samples: &[A]) -> Option<usize> {
    for (index, block) in samples.chunks(BLOCK).enumerate() {
        let flags = block.iter().fold(0, |flags, sample| flags | sample.non_finite());
        if flags >> 31 != 0 {
            let culprit = block.iter().position(|sample| sample.non_finite() >> 31 != 0);
            return culprit.map(|position| index * BLOCK + position);
        }
    }
    None
}

/// A float result shows its source's NaN or infinity, and also a float64 that is too large for
/// float32.
pub fn flag<A: Sample, B: Sample>(sample: A, value: B) -> u32 {
    if B::FLOAT { if A::FLOAT { value.non_finite() } else { 0 } } else { sample.non_finite() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one<A: To<B>, B: Sample>(value: A) -> B {
        let mut result = [B::default()];
        assert_eq!(convert(&[value], &mut result), None);
        result[0]
    }

    #[test]
    fn every_int16_survives_every_wider_format() {
        for value in i16::MIN..=i16::MAX {
            assert_eq!(one::<i32, i16>(one::<i16, i32>(value)), value);
            assert_eq!(one::<i16, f32>(value), value as f32 / 32_768.0);
            assert_eq!(one::<i16, f64>(value), f64::from(value) / 32_768.0);
        }
    }

    #[test]
    fn int32_to_int16_rounds_half_to_even_and_saturates() {
        for value in [i32::MIN, -98_304, -32_768, -1, 0, 32_768, 98_304, 98_305, i32::MAX] {
            let wanted = (f64::from(value) / 65_536.0).round_ties_even().min(32_767.0);
            assert_eq!(f64::from(one::<i32, i16>(value)), wanted, "{value}");
        }
    }

    #[test]
    fn floats_scale_by_the_largest_integer() {
        assert_eq!(one::<f32, i16>(1.0), 32_767);
        assert_eq!(one::<f32, i16>(-1.0), -32_767);
        assert_eq!(one::<f32, i16>(-2.0), -32_768);
        assert_eq!(one::<f64, i32>(1.0), i32::MAX);
        assert_eq!(one::<f64, i32>(1e300), i32::MAX);
        assert_eq!(one::<f32, i16>(0.5), 16_384); // 16383.5 is a tie; 16384 is even
    }

    #[test]
    fn the_first_value_that_is_not_finite_is_reported() {
        let mut source = vec![0.25_f32; 5000];
        source[4321] = f32::NAN;
        source[4400] = f32::INFINITY;
        assert_eq!(convert(&source, &mut vec![0_i16; 5000]), Some(4321));
        assert_eq!(convert(&source, &mut vec![0_f64; 5000]), Some(4321));
        assert_eq!(first_non_finite(&source), Some(4321));
        assert_eq!(first_non_finite(&source[..4321]), None);
    }

    #[test]
    fn a_float64_beyond_float32_counts_as_not_finite() {
        assert_eq!(convert(&[0.0, 1e300], &mut [0_f32; 2]), Some(1));
        assert_eq!(convert(&[0.0, 1e300], &mut [0_f64; 2]), None);
    }
}
