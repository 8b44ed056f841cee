//! Half precision in integer arithmetic: no branches, no slow subnormal operations. The vector
//! versions in `simd` do the same eight at a time.

#[cfg(target_arch = "wasm32")]
use super::simd;

/// float16 → float32, exact for every pattern, NaN payloads included.
pub fn widen(from: &[u16], to: &mut [f32]) {
    #[cfg(target_arch = "wasm32")]
    let (from, to) = {
        let done = simd::widen(from, to);
        (&from[done..], &mut to[done..])
    };
    for (&half, slot) in from.iter().zip(to) {
        *slot = widen_one(half);
    }
}

/// float32 → float16, to nearest even; values that are too large become infinite, NaN keeps the top
/// of its payload.
pub fn narrow(from: &[f32], to: &mut [u16]) {
    #[cfg(target_arch = "wasm32")]
    let (from, to) = {
        let done = simd::narrow(from, to);
        (&from[done..], &mut to[done..])
    };
    for (&value, slot) in from.iter().zip(to) {
        *slot = narrow_one(value);
    }
}

fn widen_one(half: u16) -> f32 {
    let half = u32::from(half);
    let sign = (half & 0x8000) << 16;
    let magnitude = (half & 0x7FFF) << 13;
    // Re-bias the exponent by 112; by another 112 where it was all ones, for infinity and NaN.
    let special = if magnitude >= 0x0F80_0000 { 0x3800_0000 } else { 0 };
    let normal = magnitude + 0x3800_0000 + special;
    // A subnormal becomes the fraction of 2⁻¹⁴ · 1.f, from which 2⁻¹⁴ is subtracted again.
    let base = f32::from_bits(0x3880_0000);
    let subnormal = (f32::from_bits(magnitude + 0x3880_0000) - base).to_bits();
    f32::from_bits(sign | if magnitude < 0x0080_0000 { subnormal } else { normal })
}

fn narrow_one(value: f32) -> u16 {
    let bits = value.to_bits();
    let sign = (bits >> 16) & 0x8000;
    let magnitude = bits & 0x7FFF_FFFF;

    // Re-biased and rounded: add just below one half, plus one if the kept part is odd.
    let odd = (magnitude >> 13) & 1;
    let normal = magnitude.wrapping_sub(0x3800_0000).wrapping_add(0xFFF + odd) >> 13;

    // Adding 2⁻¹ makes the addition round at the last place of a half's subnormals.
    let magic = f32::from_bits(0x3F00_0000);
    let subnormal = (f32::from_bits(magnitude) + magic).to_bits().wrapping_sub(0x3F00_0000);

    // A payload that is only in the bits cut off must not turn NaN into infinity.
    let payload = (magnitude >> 13) & 0x3FF;
    let nan = 0x7C00 | payload | u32::from(payload == 0);

    let finite = if magnitude < 0x3880_0000 { subnormal } else { normal };
    let large = if magnitude > 0x7F80_0000 { nan } else { 0x7C00 };
    let result = if magnitude >= 0x4780_0000 { large } else { finite };
    (sign | result) as u16
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The definition: sign, exponent, fraction.
    fn restated(half: u16) -> f64 {
        let sign = if half >> 15 == 1 { -1.0 } else { 1.0 };
        let fraction = f64::from(half & 0x3FF);
        match (half >> 10) & 0x1F {
            0 => sign * fraction * 2_f64.powi(-24),
            31 if fraction == 0.0 => sign * f64::INFINITY,
            31 => f64::NAN,
            exponent => sign * (1.0 + fraction / 1024.0) * 2_f64.powi(i32::from(exponent) - 15),
        }
    }

    #[test]
    fn every_half_widens_exactly_and_comes_back() {
        for half in 0..=u16::MAX {
            let wide = widen_one(half);
            let wanted = restated(half);
            assert!(f64::from(wide) == wanted || (wide.is_nan() && wanted.is_nan()), "{half:#x}");
            assert_eq!(wide.is_sign_negative(), half >> 15 == 1);
            assert_eq!(narrow_one(wide), half, "{half:#x}");
        }
    }

    #[test]
    fn ties_round_to_even() {
        for half in 0..0x7BFF_u16 {
            let middle = (restated(half) + restated(half + 1)) / 2.0;
            assert_eq!(narrow_one(middle as f32), half + (half & 1), "{half:#x}");
            let above = f32::from_bits((middle as f32).to_bits() + 1);
            assert_eq!(narrow_one(above), half + 1);
            let below = f32::from_bits((middle as f32).to_bits() - 1);
            assert_eq!(narrow_one(below), half);
        }
    }

    #[test]
    fn what_is_too_large_is_infinite_and_what_is_too_small_is_zero() {
        assert_eq!(narrow_one(65_519.996), 0x7BFF);
        assert_eq!(narrow_one(65_520.0), 0x7C00);
        assert_eq!(narrow_one(f32::MAX), 0x7C00);
        assert_eq!(narrow_one(-f32::INFINITY), 0xFC00);
        assert_eq!(narrow_one(f32::MIN_POSITIVE), 0);
        assert_eq!(narrow_one(f32::from_bits(0x7F80_0001)), 0x7C01);
    }
}
