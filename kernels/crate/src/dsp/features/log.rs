//! Logarithms of float32, four at a time.
//!
//! x = 2^e · m with m from √½ to √2, and log(x) = e · log(2) + log(m). With f = m - 1,
//! ln(m) = f - f²/2 + f³ · P(f), where P is the polynomial of degree 7 whose largest relative error
//! of ln(m) is least (0.1 · 2⁻²⁴; found by Lawson's iteration). e · log(2) is taken in two parts, of
//! which the first is exact.
//!
//! The bound, tested over every mantissa: the result differs from the exact logarithm by at most
//! 1.25 · 2⁻²³ of the larger of itself and the logarithm's value at 2, that is of
//! max(|log(x)|, log(2)).

use crate::dsp::fft::F32x4;

#[cfg(target_arch = "wasm32")]
use core::arch::wasm32::*;
#[cfg(target_arch = "wasm32")]
use core::hint::black_box;

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
/// √½: below it a mantissa is doubled.
const HALF_ROOT: u32 = 0x3F35_04F3;
const SMALLEST_NORMAL: u32 = 0x0080_0000;
const INFINITY: u32 = 0x7F80_0000;

/// A logarithm: the natural one, times something.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Logarithm {
    scale: f32,
    /// `scale` · ln(2), the part with few enough bits that a multiple of it is exact, and the rest.
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

    /// Of one number; zero gives minus infinity.
    pub fn of(&self, x: f32) -> f32 {
        let bits = x.to_bits();
        if !(SMALLEST_NORMAL..INFINITY).contains(&bits) {
            return (self.exact_scale * f64::from(x).ln()) as f32;
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

    /// Of each lane.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn of_lanes(&self, lanes: F32x4) -> F32x4 {
        F32x4(lanes.0.map(|x| self.of(x)))
    }
}

/// [`Logarithm::of`] over vectors, with its constants in registers.
#[cfg(target_arch = "wasm32")]
impl Logarithm {
    /// Of each lane.
    #[inline(always)]
    pub fn of_lanes(&self, lanes: F32x4) -> F32x4 {
        let x = lanes.0;
        let normal = v128_and(
            i32x4_gt(x, u32x4_splat(SMALLEST_NORMAL - 1)),
            i32x4_lt(x, u32x4_splat(INFINITY)),
        );
        if !i32x4_all_true(normal) {
            return F32x4::from_array(lanes.to_array().map(|x| self.of(x)));
        }
        let exponent = i32x4_shr(i32x4_sub(x, u32x4_splat(HALF_ROOT)), 23);
        let f = f32x4_sub(i32x4_sub(x, i32x4_shl(exponent, 23)), f32x4_splat(1.0));
        let exponent = f32x4_convert_i32x4(exponent);
        let square = f32x4_mul(f, f);
        let mut series = f32x4_splat(SERIES[7]);
        for &coefficient in SERIES[..7].iter().rev() {
            series = f32x4_add(f32x4_mul(series, f), f32x4_splat(coefficient));
        }
        let cube = f32x4_mul(square, f32x4_mul(f, series));
        let ln = f32x4_add(f, f32x4_sub(cube, f32x4_mul(f32x4_splat(0.5), square)));
        let low = f32x4_mul(exponent, f32x4_splat(self.two_low));
        let low = f32x4_add(low, f32x4_mul(f32x4_splat(self.scale), ln));
        F32x4(f32x4_add(f32x4_mul(exponent, f32x4_splat(self.two_high)), low))
    }
}
