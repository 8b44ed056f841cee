//! Converts float32 at a level the caller chooses to the stored format.

use crate::dsp::convert::BLOCK;
use crate::dsp::sample::Sample;
#[cfg(target_arch = "wasm32")]
use crate::dsp::simd;

/// A target of [`scale`].
pub trait Scaled: Sample {
    /// Like [`scaled`], for as many of the first samples as vectors take; returns how many, and a
    /// flag word like that of [`Sample::non_finite`].
    fn scaled_vectors(from: &[f32], to: &mut [Self], factor: f64) -> (usize, u32) {
        let _ = (from, to, factor);
        (0, 0)
    }
}

impl Scaled for i16 {
    #[cfg(target_arch = "wasm32")]
    fn scaled_vectors(from: &[f32], to: &mut [i16], factor: f64) -> (usize, u32) {
        simd::float32_to_int16_by(from, to, factor)
    }
}

impl Scaled for i32 {
    #[cfg(target_arch = "wasm32")]
    fn scaled_vectors(from: &[f32], to: &mut [i32], factor: f64) -> (usize, u32) {
        simd::float32_to_int32_by(from, to, factor)
    }
}

impl Scaled for f32 {}

/// Divides every sample by `divisor`, multiplies it by `factor`, both in float64, and rounds once,
/// to nearest even; integers saturate. Returns the index of the first sample that is not finite.
///
/// Anything after such a sample in `to` is unspecified.
pub fn scale<B: Scaled>(from: &[f32], to: &mut [B], divisor: f64, factor: f64) -> Option<usize> {
    let blocks = from.chunks(BLOCK).zip(to.chunks_mut(BLOCK));
    for (index, (from, to)) in blocks.enumerate() {
        let is_level = divisor == 1.0;
        let (done, mut flags) = if is_level { B::scaled_vectors(from, to, factor) } else { (0, 0) };
        for (&sample, slot) in from.iter().zip(to).skip(done) {
            *slot = scaled(sample, divisor, factor);
            flags |= sample.non_finite();
        }
        if flags >> 31 != 0 {
            let culprit = from.iter().position(|sample| sample.non_finite() >> 31 != 0);
            return culprit.map(|position| index * BLOCK + position);
        }
    }
    None
}

fn scaled<B: Sample>(sample: f32, divisor: f64, factor: f64) -> B {
    B::from_f64(sample.to_f64() / divisor * factor)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all<B: Scaled>(from: &[f32], divisor: f64, factor: f64) -> Vec<B> {
        let mut to = vec![B::default(); from.len()];
        assert_eq!(scale(from, &mut to, divisor, factor), None);
        to
    }

    #[test]
    fn a_power_of_two_restores_every_int16() {
        let values: Vec<i16> = (i16::MIN..=i16::MAX).collect();
        let floats: Vec<f32> = values.iter().map(|&value| f32::from(value) / 32_768.0).collect();
        assert_eq!(all::<i16>(&floats, 1.0, 32_768.0), values);
    }

    #[test]
    fn integers_round_to_even_and_saturate() {
        let ties = [0.5 / 32_768.0, 1.5 / 32_768.0, -2.5 / 32_768.0];
        assert_eq!(all::<i16>(&ties, 1.0, 32_768.0), [0, 2, -2]);
        assert_eq!(
            all::<i16>(&[1.0, -1.0, 3.0, -3.0], 1.0, 32_768.0),
            [32_767, -32_768, 32_767, -32_768]
        );
        assert_eq!(all::<i32>(&[1.0, -1.0], 1.0, 2_147_483_648.0), [i32::MAX, i32::MIN]);
    }

    #[test]
    fn the_peak_becomes_full_scale() {
        assert_eq!(
            all::<i16>(&[0.3, -0.3, 0.0], f64::from(0.3_f32), 32_767.0),
            [32_767, -32_767, 0]
        );
        assert_eq!(all::<i32>(&[-5.0], 5.0, 2_147_483_647.0), [-2_147_483_647]);
        assert_eq!(all::<f32>(&[0.1, 0.7], f64::from(0.7_f32), 1.0), [0.1 / 0.7, 1.0]);
    }

    #[test]
    fn the_first_value_that_is_not_finite_is_reported() {
        let mut source = vec![0.25_f32; 5000];
        source[4321] = f32::NAN;
        source[4400] = f32::INFINITY;
        assert_eq!(scale(&source, &mut vec![0_i16; 5000], 1.0, 32_768.0), Some(4321));
        assert_eq!(scale(&source, &mut vec![0_f32; 5000], 0.5, 1.0), Some(4321));
    }
}
