//! The prototype at any fraction of a sample, from a table that serves every ratio.

use std::array::from_fn;

use super::Ratio;
use super::gather::{Filter, Position};
use super::prototype::{HALF_WIDTH, prototype};
use crate::dsp::fft::{F32x4, Lanes};

/// Coefficients at a fraction.
pub const TAPS: usize = 160;

/// The coefficient of distance 0 at fraction 0.
pub const CENTRE: usize = TAPS / 2 - 1;

/// Rows between two samples. A cubic through four rows then errs by at most
/// 3/128 · (π / 64)⁴ = 1.4e-7, which is -137 dB.
const ROWS: u64 = 64;

const _: () = assert!(HALF_WIDTH <= CENTRE as f64);

type Row = [f32; TAPS];

/// A row as vectors.
type Vectors = [F32x4; TAPS / 4];

/// `prototype(j - CENTRE - f)` for every tap j and any fraction f of a sample.
pub struct Phases {
    /// Row k is at fraction (k - 1) / ROWS: one row more at each end for the cubic.
    rows: Vec<Vectors>,
}

impl Phases {
    pub fn new() -> Self {
        let row = |k: u64| -> Vectors {
            let fraction = (k as f64 - 1.0) / ROWS as f64;
            let tap = |tap: usize| prototype(tap as f64 - CENTRE as f64 - fraction) as f32;
            from_fn(|vector| F32x4::from_lanes(|lane| tap(vector * 4 + lane)))
        };
        Phases { rows: (0..ROWS + 3).map(row).collect() }
    }

    /// The coefficients at `remainder / whole`, a fraction below 1.
    pub fn at(&self, remainder: u64, whole: u64, coefficients: &mut Row) {
        let position = remainder * ROWS;
        let (row, rest) = (position / whole, position % whole);
        let [w0, w1, w2, w3] = cubic(rest as f64 / whole as f64).map(F32x4::splat);
        let Some([r0, r1, r2, r3]) = self.rows.get(row as usize..row as usize + 4) else { return };
        for (vector, four) in coefficients.chunks_exact_mut(4).enumerate() {
            let sum = (r0[vector] * w0 + r1[vector] * w1) + (r2[vector] * w2 + r3[vector] * w3);
            four.copy_from_slice(&sum.to_array());
        }
    }
}

impl Filter for Phases {
    fn taps(&self) -> usize {
        TAPS
    }

    fn lead(&self) -> usize {
        CENTRE
    }

    fn coefficients<'a>(
        &'a self,
        position: Position,
        ratio: Ratio,
        scratch: &'a mut [f32],
    ) -> &'a [f32] {
        if let Some(row) = scratch.first_chunk_mut() {
            self.at(position.remainder, ratio.to, row);
        }
        scratch
    }
}

/// Lagrange's weights of four values at -1, 0, 1 and 2 for the value at `x`.
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
        let phases = Phases::new();
        let mut coefficients = [0.0; TAPS];
        for remainder in 0..997 {
            phases.at(remainder, 997, &mut coefficients);
            for (tap, &found) in coefficients.iter().enumerate() {
                let exact = prototype(tap as f64 - CENTRE as f64 - remainder as f64 / 997.0);
                // Where the prototype begins and ends it steps by 5e-7, which the cubic rounds off.
                let error = (f64::from(found) - exact).abs();
                assert!(error < 6e-7, "{error} at {remainder} of tap {tap}");
            }
        }
    }
}
