//! Linear prediction whose coefficients learn from each sample.

/// The order that stands for a plain sum of differences.
pub const DIFFERENCES: usize = 31;

/// Coefficients as stored in a packet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Predictor {
    pub coefficients: [i16; 32],
    pub order: usize,
    /// How many bits the weighted sum is shifted by.
    pub shift: u32,
}

impl Predictor {
    /// Turns residuals into samples of `bits` bits.
    pub fn restore(&mut self, samples: &mut [i32], bits: u32) {
        let unused = 32 - bits;
        let wrap = |value: i32| value << unused >> unused;
        let order = self.order;
        if order == 0 || samples.is_empty() {
            return;
        }
        let warm_up =
            if order == DIFFERENCES { samples.len() } else { samples.len().min(order + 1) };
        for index in 1..warm_up {
            samples[index] = wrap(samples[index].wrapping_add(samples[index - 1]));
        }
        let half = (1_i32 << self.shift) >> 1;
        let coefficients = &mut self.coefficients[..order];
        for index in warm_up..samples.len() {
            let (past, rest) = samples[index - order - 1..].split_at_mut(order + 1);
            let (base, past) = (past[0], &past[1..]);
            // The latest sample belongs to the first coefficient.
            let sum = coefficients.iter().rev().zip(past).fold(0_i32, |sum, (&weight, &sample)| {
                sum.wrapping_add(i32::from(weight).wrapping_mul(sample.wrapping_sub(base)))
            });
            let residual = rest[0];
            let predicted = base.wrapping_add(sum.wrapping_add(half) >> self.shift);
            rest[0] = wrap(residual.wrapping_add(predicted));
            learn(coefficients, past, base, Learning { residual, shift: self.shift });
        }
    }
}

struct Learning {
    residual: i32,
    shift: u32,
}

/// Adjusts the coefficients, oldest first, until the residual is used up.
fn learn(coefficients: &mut [i16], past: &[i32], base: i32, learning: Learning) {
    let Learning { mut residual, shift } = learning;
    let direction = residual.signum();
    if direction == 0 {
        return;
    }
    for ((age, weight), &sample) in (1..).zip(coefficients.iter_mut().rev()).zip(past) {
        let difference = base.wrapping_sub(sample);
        let sign = difference.signum() * direction;
        *weight = weight.wrapping_sub(sign as i16);
        let used = difference.wrapping_mul(sign) >> shift;
        residual = residual.wrapping_sub(used.wrapping_mul(age));
        if residual.signum() != direction {
            return;
        }
    }
}
