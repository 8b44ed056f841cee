//! An impulse response at any fraction of a sample, from a table that serves every ratio.

use super::Ratio;
use super::gather::{Filter, Position};
use super::prototype::{HALF_WIDTH, kaiser, prototype, sinc};
use crate::dsp::fft::{F32x4, Lanes};

/// Rows per sample. A cubic through four rows then has an error of at most 3/128 · (π / 64)⁴ =
/// 1.4e-7 at the highest frequency, which is -137 dB.
const ROWS: usize = 64;

/// How many preceding frames the short response needs.
pub const SHORT_LEAD: u64 = 7;

/// The coefficients `response(j - centre - f)` for every tap j and any fraction f of a sample.
pub struct Phases {
    taps: usize,
    /// Row k is at fraction (k - 1) / ROWS: one extra row at each end for the cubic.
    rows: Vec<F32x4>,
}

impl Phases {
    /// Makes the prototype's table.
    pub fn sharp() -> Self {
        Phases::of(2 * (HALF_WIDTH as usize + 1), prototype)
    }

    /// Makes the table of a response for signals without anything above half the Nyquist frequency:
    /// their images begin at three halves, so it can be short (Kaiser's estimate for 120 dB).
    pub fn short() -> Self {
        const HALF: usize = SHORT_LEAD as usize + 1;
        const BETA: f64 = 12.265;
        Phases::of(2 * HALF, |time| sinc(time) * kaiser(time / HALF as f64, BETA))
    }

    /// `taps` must be a multiple of 8.
    fn of(taps: usize, response: impl Fn(f64) -> f64) -> Self {
        let centre = (taps / 2 - 1) as f64;
        let vectors = taps / 4;
        let vector = |index: usize| {
            let fraction = ((index / vectors) as f64 - 1.0) / ROWS as f64;
            F32x4::from_lanes(|lane| {
                response((index % vectors * 4 + lane) as f64 - centre - fraction) as f32
            })
        };
        Phases { taps, rows: (0..(ROWS + 3) * vectors).map(vector).collect() }
    }

    /// The coefficients at a fraction from 0 to 1.
    #[inline(always)]
    pub fn at(&self, fraction: f64, coefficients: &mut [f32]) {
        let position = fraction * ROWS as f64;
        let row = (position as usize).min(ROWS - 1);
        let [w0, w1, w2, w3] = cubic(position - row as f64).map(F32x4::splat);
        let vectors = self.taps / 4;
        let (r0, rest) = self.rows[row * vectors..(row + 4) * vectors].split_at(vectors);
        let (r1, rest) = rest.split_at(vectors);
        let (r2, r3) = rest.split_at(vectors);
        for (vector, four) in coefficients.chunks_exact_mut(4).enumerate().take(vectors) {
            let sum = (r0[vector] * w0 + r1[vector] * w1) + (r2[vector] * w2 + r3[vector] * w3);
            four.copy_from_slice(&sum.to_array());
        }
    }
}

impl Filter for Phases {
    fn taps(&self) -> usize {
        self.taps
    }

    fn lead(&self) -> usize {
        self.taps / 2 - 1
    }

    #[inline(always)]
    fn coefficients<'a>(
        &'a self,
        position: Position,
        ratio: Ratio,
        scratch: &'a mut [f32],
    ) -> &'a [f32] {
        self.at(position.remainder as f64 / ratio.to as f64, scratch);
        scratch
    }
}

/// Lagrange's weights of four values at -1, 0, 1 and 2 for the value at `x`.
#[inline(always)]
fn cubic(x: f64) -> [f32; 4] {
    let weights = [
        -x * (x - 1.0) * (x - 2.0) / 6.0,
        (x + 1.0) * (x - 1.0) * (x - 2.0) / 2.0,
        -(x + 1.0) * x * (x - 2.0) / 2.0,
        (x + 1.0) * x * (x - 1.0) / 6.0,
    ];
    weights.map(|weight| weight as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_fraction_is_as_good_as_computed() {
        let phases = Phases::sharp();
        let mut coefficients = vec![0.0; phases.taps()];
        for remainder in 0..=997 {
            let fraction = f64::from(remainder) / 997.0;
            phases.at(fraction, &mut coefficients);
            for (tap, &found) in coefficients.iter().enumerate() {
                let exact = prototype(tap as f64 - phases.lead() as f64 - fraction);
                // The prototype jumps by 5e-7 at its beginning and end, which the cubic rounds off.
                let error = (f64::from(found) - exact).abs();
                assert!(error < 6e-7, "{error} at {remainder} of tap {tap}");
            }
        }
    }
}
