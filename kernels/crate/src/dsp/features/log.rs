//! Logarithms of float32, four at a time.
//!
//! x = 2^e · m with m from √½ to √2, and log(x) = e · log(2) + log(m). With f = m - 1, ln(m) = f -
//! f²/2 + f³ · P(f), where P is the polynomial of degree 7 that minimises the largest relative
//! error of ln(m) (0.1 · 2⁻²⁴; found by Lawson's iteration). e · log(2) is added in two parts, and
//! the first of them is exact.
//!
//! The bound, tested for every mantissa: the result differs from the exact logarithm by at most
//! 1.25 · 2⁻²³ times the larger of the logarithm's magnitude and its value at 2, that is,
//! max(|log(x)|, log(2)).

use crate::dsp::fft::F32x4;
use crate::math::Portable;

/// P's coefficients, from the constant up.
const SERIES: [f32; 8] = [
    0.333_333_3,
    -0.250_008_2,
    0.200_012_27,
    -0.166_233_57,
    0.142_017_57,
    -0.131_601_83,
    0.127_615_76,
    -0.076_344_97,
];
/// √½: a smaller mantissa is doubled.
const HALF_ROOT: u32 = 0x3F35_04F3;
const SMALLEST_NORMAL: u32 = 0x0080_0000;
const INFINITY: u32 = 0x7F80_0000;

/// A logarithm: the natural one times a constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logarithm {
    scale: f32,
    /// `scale` · ln(2): the part with few enough bits that its multiples are exact, and the rest.
    two_high: f32,
    two_low: f32,
    exact_scale: f64,
}

impl Logarithm {
    /// `scale` · ln(x).
    pub fn scaled(scale: f64) -> Self {
        let two = scale * std::f64::consts::LN_2;
        let two_high = f32::from_bits((two as f32).to_bits() & 0xFFFF_F000);
        let two_low = (two - f64::from(two_high)) as f32;
        Logarithm { scale: scale as f32, two_high, two_low, exact_scale: scale }
    }

    /// The logarithm of one number; minus infinity for zero.
    pub fn of(&self, x: f32) -> f32 {
        let bits = x.to_bits();
        if !(SMALLEST_NORMAL..INFINITY).contains(&bits) {
            return (self.exact_scale * f64::from(x).natural_log()) as f32;
        }
        let exponent = (bits.wrapping_sub(HALF_ROOT) as i32) >> 23;
        let f = f32::from_bits(bits.wrapping_sub((exponent << 23) as u32)) - 1.0;
        let exponent = exponent as f32;
        let square = f * f;
        let mut series = SERIES[7];
        for coefficient in SERIES[..7].iter().rev() {
            series = series * f + coefficient;
        }
        let ln = f + (square * (f * series) - 0.5 * square);
        exponent * self.two_high + (exponent * self.two_low + self.scale * ln)
    }

    /// Adds `offset` to each value, raises it to at least `floor`, takes the logarithm, and
    /// subtracts `reference`.
    pub fn apply(&self, values: &mut [F32x4], offset: f32, floor: f32, reference: f32) {
        #[cfg(target_arch = "wasm32")]
        vector::apply(self, values, offset, floor, reference);
        #[cfg(not(target_arch = "wasm32"))]
        for lanes in values {
            let of = |x: f32| self.of(if x < floor { floor } else { x }) - reference;
            *lanes = F32x4(lanes.0.map(|value| of(value + offset)));
        }
    }
}

/// The same with vectors.
#[cfg(target_arch = "wasm32")]
mod vector {
    use super::{HALF_ROOT, INFINITY, Logarithm, SERIES, SMALLEST_NORMAL};
    use crate::dsp::fft::F32x4;
    use core::arch::wasm32::*;
    use core::hint::black_box;

    /// A value in every lane, kept in a register: see `dsp::simd`.
    fn lanes(value: f32) -> v128 {
        f32x4_splat(black_box(value))
    }

    fn bits(value: u32) -> v128 {
        u32x4_splat(black_box(value))
    }

    pub fn apply(log: &Logarithm, values: &mut [F32x4], offset: f32, floor: f32, reference: f32) {
        let (offset, floor, reference) = (lanes(offset), lanes(floor), lanes(reference));
        let (scale, two_high, two_low) =
            (lanes(log.scale), lanes(log.two_high), lanes(log.two_low));
        let (one, half) = (lanes(1.0), lanes(0.5));
        let series = SERIES.map(lanes);
        let (half_root, below_normal) = (bits(HALF_ROOT), bits(SMALLEST_NORMAL - 1));
        let infinity = bits(INFINITY);
        for value in values {
            // The first operand where either isn't a number, so that NaN stays NaN.
            let x = f32x4_pmax(f32x4_add(value.0, offset), floor);
            let normal = v128_and(i32x4_gt(x, below_normal), i32x4_gt(infinity, x));
            if !i32x4_all_true(normal) {
                let of =
                    |x: f32| f32x4_extract_lane::<0>(f32x4_sub(f32x4_splat(log.of(x)), reference));
                *value = F32x4::from_array(F32x4(x).to_array().map(of));
                continue;
            }
            let exponent = i32x4_shr(i32x4_sub(x, half_root), 23);
            let f = f32x4_sub(i32x4_sub(x, i32x4_shl(exponent, 23)), one);
            let exponent = f32x4_convert_i32x4(exponent);
            let square = f32x4_mul(f, f);
            let mut sum = series[7];
            for &coefficient in series[..7].iter().rev() {
                sum = f32x4_add(f32x4_mul(sum, f), coefficient);
            }
            let cube = f32x4_mul(square, f32x4_mul(f, sum));
            let ln = f32x4_add(f, f32x4_sub(cube, f32x4_mul(half, square)));
            let low = f32x4_add(f32x4_mul(exponent, two_low), f32x4_mul(scale, ln));
            let sum = f32x4_add(f32x4_mul(exponent, two_high), low);
            *value = F32x4(f32x4_sub(sum, reference));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_holds_at_all_exponents() {
        for scale in [1.0, std::f64::consts::LOG10_E, 10.0 * std::f64::consts::LOG10_E] {
            let log = Logarithm::scaled(scale);
            let two = scale * std::f64::consts::LN_2;
            for bits in (SMALLEST_NORMAL..INFINITY).step_by(4099) {
                let x = f32::from_bits(bits);
                let wanted = scale * f64::from(x).ln();
                let bound = 1.25 * 2.0_f64.powi(-23) * wanted.abs().max(two);
                let error = (f64::from(log.of(x)) - wanted).abs();
                assert!(error <= bound, "log({x:e}) is off by {error:e}, more than {bound:e}");
            }
        }
    }

    #[test]
    fn numbers_that_are_not_normal_have_logarithms_too() {
        let log = Logarithm::scaled(1.0);
        assert_eq!(log.of(0.0), f32::NEG_INFINITY);
        assert_eq!(log.of(f32::INFINITY), f32::INFINITY);
        assert!(log.of(-1.0).is_nan() && log.of(f32::NAN).is_nan());
        assert_eq!(log.of(1e-45), f64::from(1e-45_f32).ln() as f32);
        assert_eq!(log.of(1.0), 0.0);
    }
}
