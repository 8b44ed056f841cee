//! Turns residuals back into samples, in place (RFC 9639, sections 9.2.5 and 9.2.6).
//!
//! `fixed` undoes the predictors without parameters. Linear ones are undone modulo 2³² (`narrow`)
//! where that is proven to be exact, otherwise in 64 bits (`wide`).

mod fixed;
mod narrow;
mod wide;

pub use fixed::restore_fixed;
pub use wide::restore_wide;

use super::FlacError;
use super::bits::BitReader;

/// The highest order of a linear predictor, and the number of zeros before a block's samples: with
/// them, a predictor of any order can be treated as one whose order is a multiple of four.
pub const MAX_ORDER: usize = 32;

/// A linear predictor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Predictor {
    pub order: usize,
    pub shift: u32,
    /// Starting with the latest sample's; zeros after the first `order`.
    pub coefficients: [i32; MAX_ORDER],
}

impl Predictor {
    /// Reads the part of a subframe between its first samples and its residual.
    pub fn read(bits: &mut BitReader<'_>, order: usize) -> Result<Self, FlacError> {
        let precision = bits.unsigned(4)? as u32 + 1;
        if precision == 16 {
            return Err(FlacError::Forbidden("its predictor has a forbidden precision"));
        }
        let Ok(shift) = u32::try_from(bits.signed(5)?) else {
            return Err(FlacError::Forbidden("its predictor shifts to the left"));
        };
        let mut coefficients = [0; MAX_ORDER];
        for coefficient in &mut coefficients[..order] {
            *coefficient = bits.signed(precision)? as i32;
        }
        Ok(Predictor { order, shift, coefficients })
    }

    /// Undoes the prediction of a block of samples of `bits`. `padded` holds `MAX_ORDER` zeros, the
    /// first samples and the residual; `history` is scratch of the same length.
    ///
    /// A sample times 2^shift is the predictor's sum plus the residual times 2^shift plus less than
    /// 2^shift. If the sample fits in `bits`, that fits in `bits` + shift, so 32 of them suffice however
    /// large the terms are.
    pub fn restore(&self, bits: u32, padded: &mut [i32], history: &mut [i16]) {
        if bits + self.shift > 32 {
            restore_wide(self, padded);
        } else if bits > 16 {
            narrow::restore(self, padded);
        } else {
            narrow::restore_16(self, padded, history);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the format says, in as many bits as it could need.
    fn by_definition(predictor: &Predictor, padded: &mut [i32]) {
        for at in MAX_ORDER + predictor.order..padded.len() {
            let terms = predictor.coefficients.iter().enumerate();
            let sum: i128 = terms
                .map(|(index, &factor)| i128::from(factor) * i128::from(padded[at - 1 - index]))
                .sum();
            padded[at] = (i128::from(padded[at]) + (sum >> predictor.shift)) as i32;
        }
    }

    /// The residual of samples, from which `by_definition` restores them.
    fn predict(predictor: &Predictor, padded: &mut [i32]) {
        for at in (MAX_ORDER + predictor.order..padded.len()).rev() {
            let terms = predictor.coefficients.iter().enumerate();
            let sum: i64 = terms
                .map(|(index, &factor)| i64::from(factor) * i64::from(padded[at - 1 - index]))
                .sum();
            padded[at] = (i64::from(padded[at]) - (sum >> predictor.shift)) as i32;
        }
    }

    #[test]
    fn every_way_gives_the_samples_back() {
        let mut state = 1_u32;
        let mut random = |bits: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state as i32 >> (32 - bits)
        };
        let mut checked = 0;
        for order in 1..=MAX_ORDER {
            for bits in [4, 8, 16, 17, 20, 24, 32] {
                for length in [order, order + 1, order + 6, order + 99] {
                    // The precision at which a predictor of loud noise leaves 32-bit residuals.
                    let precision = if bits == 32 { 2 } else { 15 };
                    let mut predictor = Predictor {
                        order,
                        shift: random(5).unsigned_abs() % 16,
                        coefficients: [0; 32],
                    };
                    predictor.coefficients[..order].fill_with(|| random(precision));
                    let mut samples = vec![0; MAX_ORDER + length];
                    samples[MAX_ORDER..].fill_with(|| random(bits));
                    let mut residual = samples.clone();
                    predict(&predictor, &mut residual);
                    let mut wanted = residual.clone();
                    by_definition(&predictor, &mut wanted);
                    // Some residuals of loud noise don't fit in 32 bits.
                    if wanted != samples {
                        continue;
                    }
                    checked += 1;
                    predictor.restore(bits, &mut residual, &mut vec![0; samples.len()]);
                    assert_eq!(residual, samples, "{predictor:?}, {bits} bits");
                }
            }
        }
        assert!(checked > 700, "{checked} of 896");
    }
}
