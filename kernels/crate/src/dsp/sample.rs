//! The four sample formats and the rule that converts each to another.
//!
//! Integer sources scale by powers of two, so that 16-bit audio survives a round trip bit for bit.
//! Float sources scale by the largest integer, so that 1.0 doesn't wrap. Any rounding happens once,
//! to nearest even, from a float64 that holds the product.

/// One PCM sample.
pub trait Sample: Copy + Default + 'static {
    /// Full scale when this format is the source: 2¹⁵, 2³¹ or 1.
    const FULL_SCALE: f64;
    /// Whether values are floating-point.
    const FLOAT: bool;
    /// What 1.0 of a float source becomes in this format.
    const LARGEST: f64;

    fn to_f64(self) -> f64;

    /// Rounds to nearest even and saturates.
    fn from_f64(value: f64) -> Self;

    /// Bit 31 is set if the value is NaN or infinite. The results of many samples can be combined
    /// with OR, which stays in vector registers where an early exit would not.
    fn non_finite(self) -> u32;
}

/// The factor that converts a value of `A` to one of `B`.
pub const fn factor<A: Sample, B: Sample>() -> f64 {
    if A::FLOAT { B::LARGEST } else { B::FULL_SCALE / A::FULL_SCALE }
}

impl Sample for i16 {
    const FULL_SCALE: f64 = 32_768.0;
    const FLOAT: bool = false;
    const LARGEST: f64 = 32_767.0;

    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    fn from_f64(value: f64) -> Self {
        (value.round_ties_even() as i32).clamp(-32_768, 32_767) as i16
    }

    fn non_finite(self) -> u32 {
        0
    }
}

impl Sample for i32 {
    const FULL_SCALE: f64 = 2_147_483_648.0;
    const FLOAT: bool = false;
    const LARGEST: f64 = 2_147_483_647.0;

    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    fn from_f64(value: f64) -> Self {
        value.round_ties_even() as i32
    }

    fn non_finite(self) -> u32 {
        0
    }
}

impl Sample for f32 {
    const FULL_SCALE: f64 = 1.0;
    const FLOAT: bool = true;
    const LARGEST: f64 = 1.0;

    fn to_f64(self) -> f64 {
        f64::from(self)
    }

    fn from_f64(value: f64) -> Self {
        value as f32
    }

    fn non_finite(self) -> u32 {
        // Adding one to an exponent of all ones carries into the sign bit.
        (self.to_bits() & 0x7F80_0000) + 0x0080_0000
    }
}

impl Sample for f64 {
    const FULL_SCALE: f64 = 1.0;
    const FLOAT: bool = true;
    const LARGEST: f64 = 1.0;

    fn to_f64(self) -> f64 {
        self
    }

    fn from_f64(value: f64) -> Self {
        value
    }

    fn non_finite(self) -> u32 {
        let exponent = self.to_bits() & 0x7FF0_0000_0000_0000;
        ((exponent + 0x0010_0000_0000_0000) >> 32) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn non_finite_sets_the_top_bit_for_nan_and_infinity_only() {
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(value.non_finite() >> 31, 1);
            assert_eq!((value as f32).non_finite() >> 31, 1);
        }
        for value in [0.0, -0.0, f64::from(f32::MAX), f64::from(f32::MIN_POSITIVE)] {
            assert_eq!(value.non_finite() >> 31, 0);
            assert_eq!((value as f32).non_finite() >> 31, 0);
        }
        assert_eq!(f64::MAX.non_finite() >> 31, 0);
    }

    #[test]
    fn rounding_is_to_nearest_even_and_saturates() {
        assert_eq!(i16::from_f64(0.5), 0);
        assert_eq!(i16::from_f64(1.5), 2);
        assert_eq!(i16::from_f64(-2.5), -2);
        assert_eq!(i16::from_f64(1e9), 32_767);
        assert_eq!(i32::from_f64(-1e30), i32::MIN);
    }

    #[test]
    fn integers_scale_by_powers_of_two_and_floats_by_the_largest_integer() {
        assert_eq!(factor::<i16, i32>(), 65_536.0);
        assert_eq!(factor::<i32, i16>(), 1.0 / 65_536.0);
        assert_eq!(factor::<i16, f32>(), 1.0 / 32_768.0);
        assert_eq!(factor::<f32, i16>(), 32_767.0);
        assert_eq!(factor::<f64, i32>(), 2_147_483_647.0);
        assert_eq!(factor::<f64, f32>(), 1.0);
    }
}
