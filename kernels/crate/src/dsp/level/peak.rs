//! The largest magnitude.

/// The largest magnitude among `samples`, 0 for none. NaN and infinity outrank every number.
pub fn peak(samples: &[f32]) -> f32 {
    // Without their signs, floats have the same order as their bits; and integers have a vector
    // maximum.
    let bits = samples.iter().fold(0, |most: u32, sample| most.max(sample.to_bits() & !SIGN));
    f32::from_bits(bits)
}

const SIGN: u32 = 0x8000_0000;

#[cfg(test)]
mod tests {
    use super::peak;

    #[test]
    fn the_peak_is_the_largest_magnitude_of_either_sign() {
        assert_eq!(peak(&[]), 0.0);
        assert_eq!(peak(&[-0.0]), 0.0);
        assert_eq!(peak(&[0.25, -0.75, 0.5]), 0.75);
        assert_eq!(peak(&[f32::MIN_POSITIVE / 4.0]), f32::MIN_POSITIVE / 4.0);
        assert_eq!(peak(&[1.0, f32::NEG_INFINITY, f32::MAX]), f32::INFINITY);
        assert!(peak(&[1.0, f32::NAN, f32::INFINITY]).is_nan());
    }
}
