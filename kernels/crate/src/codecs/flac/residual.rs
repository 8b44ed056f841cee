//! What prediction leaves.

use super::settings::MAX_LINEAR_ORDER;

/// A predictor with integer coefficients, fixed or linear.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Predictor {
    pub order: usize,
    pub shift: u32,
    /// Starting with the latest sample's.
    pub coefficients: [i32; MAX_LINEAR_ORDER],
    /// Bits per coefficient; 0 for fixed predictors, which don't store any.
    pub precision: u32,
}

impl Predictor {
    /// One of the predictors without parameters, of order 0 to 4.
    pub fn fixed(order: usize) -> Self {
        const FIXED: [[i32; 4]; 5] =
            [[0; 4], [1, 0, 0, 0], [2, -1, 0, 0], [3, -3, 1, 0], [4, -6, 4, -1]];
        let mut predictor = Predictor { order, ..Predictor::default() };
        predictor.coefficients[..4].copy_from_slice(&FIXED[order]);
        predictor
    }

    /// Fills `residual`, which is `order` shorter than `samples` of at most `bits`; false when a
    /// value doesn't fit the format's 32 bits.
    pub fn predict(&self, samples: &[i32], bits: u32, residual: &mut [i32]) -> bool {
        let factors = &self.coefficients[..self.order];
        let gain: i64 = factors.iter().map(|&factor| i64::from(factor).abs()).sum();
        let largest = 1_i64 << (bits - 1);
        if gain * largest + largest > i32::MAX.into() {
            return self.predict_wide(samples, residual);
        }
        match self.order {
            0 => residual.copy_from_slice(samples),
            1 => narrow::<1>(self, samples, residual),
            2 => narrow::<2>(self, samples, residual),
            3 => narrow::<3>(self, samples, residual),
            4 => narrow::<4>(self, samples, residual),
            5 => narrow::<5>(self, samples, residual),
            6 => narrow::<6>(self, samples, residual),
            7 => narrow::<7>(self, samples, residual),
            8 => narrow::<8>(self, samples, residual),
            9 => narrow::<9>(self, samples, residual),
            10 => narrow::<10>(self, samples, residual),
            11 => narrow::<11>(self, samples, residual),
            _ => narrow::<12>(self, samples, residual),
        }
        true
    }

    fn predict_wide(&self, samples: &[i32], residual: &mut [i32]) -> bool {
        let factors = &self.coefficients[..self.order];
        for (at, slot) in (self.order..).zip(residual) {
            let last = samples[at - self.order..at].iter().rev();
            let terms = last.zip(factors).map(|(&a, &b)| i64::from(a) * i64::from(b));
            let rest = i64::from(samples[at]) - (terms.sum::<i64>() >> self.shift);
            // The smallest 32-bit number is forbidden.
            match i32::try_from(rest) {
                Ok(rest) if rest > i32::MIN => *slot = rest,
                _ => return false,
            }
        }
        true
    }
}

/// The order is a constant and all slices have the same length, so that this becomes vectors.
fn narrow<const ORDER: usize>(predictor: &Predictor, samples: &[i32], residual: &mut [i32]) {
    let length = residual.len();
    let last: [&[i32]; ORDER] = std::array::from_fn(|tap| &samples[ORDER - 1 - tap..][..length]);
    let factors: [i32; ORDER] = std::array::from_fn(|tap| predictor.coefficients[tap]);
    let samples = &samples[ORDER..][..length];
    for at in 0..length {
        let mut sum = 0;
        for tap in 0..ORDER {
            sum += factors[tap] * last[tap][at];
        }
        residual[at] = samples[at] - (sum >> predictor.shift);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_predictors_are_differences() {
        let samples: Vec<i32> = (0..20_i32).map(|n| n * n * n).collect();
        let mut residual = vec![0; 16];
        assert!(Predictor::fixed(4).predict(&samples, 16, &mut residual));
        assert_eq!(residual, [0; 16]);
    }

    #[test]
    fn both_ways_agree() {
        let samples: Vec<i32> = (0..100_i32).map(|n| (n * n * 7919) % 30_000 - 15_000).collect();
        for order in 1..=MAX_LINEAR_ORDER {
            let mut predictor =
                Predictor { order, shift: 9, precision: 12, ..Predictor::default() };
            for (tap, factor) in predictor.coefficients[..order].iter_mut().enumerate() {
                *factor = (tap as i32 * 3571) % 1000 - 500;
            }
            let (mut one, mut other) = (vec![0; 100 - order], vec![0; 100 - order]);
            assert!(predictor.predict(&samples, 16, &mut one));
            assert!(predictor.predict_wide(&samples, &mut other));
            assert_eq!(one, other);
        }
    }

    #[test]
    fn residuals_beyond_32_bits_are_noticed() {
        let samples = [i32::MIN, i32::MAX, i32::MIN, i32::MAX];
        assert!(!Predictor::fixed(2).predict(&samples, 32, &mut [0; 2]));
        assert!(!Predictor::fixed(0).predict(&samples, 32, &mut [0; 4]));
    }
}
