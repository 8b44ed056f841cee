//! The lowpass filter that every ratio uses, however it is computed.
//!
//! Time is counted in samples at the lower rate, and frequency in units of its Nyquist frequency.
//! The passband ends at 0.91 and the stopband begins at 1.0, 110 dB down: content above the lower
//! Nyquist frequency doesn't alias below it. The length follows from Kaiser's estimate for these
//! figures (J. F. Kaiser, "Nonrecursive digital filter design using the I0-sinh window function",
//! 1974).

use crate::math::Portable;
use std::f64::consts::PI;

/// The impulse response is zero from here on, on both sides.
pub const HALF_WIDTH: f64 = 79.0;

/// Halfway through the transition.
const CUTOFF: f64 = 0.955;

/// Kaiser's β for 110 dB: 0.1102 · (110 − 8.7).
const BETA: f64 = 11.163;

/// The impulse response at `time`; its integral is 1.
pub fn prototype(time: f64) -> f64 {
    CUTOFF * sinc(CUTOFF * time) * kaiser(time / HALF_WIDTH, BETA)
}

/// The frequency response.
pub struct Response {
    /// The impulse response at half-sample steps, from its middle: dense enough for the aliases to fall
    /// outside the response.
    impulse: Vec<f64>,
}

impl Response {
    pub fn new() -> Self {
        let count = 2 * HALF_WIDTH as usize;
        Response { impulse: (0..count).map(|k| prototype(k as f64 / 2.0)).collect() }
    }

    /// The response at a frequency from 0 to 2, which is real, because the filter has no delay.
    pub fn at(&self, frequency: f64) -> f64 {
        // cos(k x) from the two preceding ones.
        let (mut before, mut cosine) = ((PI * frequency / 2.0).cosine(), 1.0);
        let twice = 2.0 * before;
        let mut sum = -self.impulse[0] / 2.0;
        for sample in &self.impulse {
            sum += sample * cosine;
            (before, cosine) = (cosine, twice * cosine - before);
        }
        sum
    }
}

/// Kaiser's window at a position from -1 to 1, and zero outside.
pub fn kaiser(position: f64, beta: f64) -> f64 {
    if position.abs() >= 1.0 {
        return 0.0;
    }
    bessel_i0(beta * (1.0 - position * position).sqrt()) / bessel_i0(beta)
}

/// sin(πx) / πx.
pub fn sinc(x: f64) -> f64 {
    if x == 0.0 { 1.0 } else { (PI * x).sine() / (PI * x) }
}

/// The modified Bessel function of the first kind and order 0, by its power series.
fn bessel_i0(x: f64) -> f64 {
    let quarter = x * x / 4.0;
    let (mut sum, mut term, mut k) = (1.0, 1.0, 1.0);
    while term > sum * 1e-17 {
        term *= quarter / (k * k);
        sum += term;
        k += 1.0;
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bessel_is_as_tabulated() {
        // Abramowitz and Stegun, table 9.8 (which gives e^-x · I0).
        assert_eq!(bessel_i0(0.0), 1.0);
        assert!((bessel_i0(1.0) - 1.266_065_877_752_008).abs() < 1e-14);
        assert!((bessel_i0(10.0) / 2_815.716_628_466_254 - 1.0).abs() < 1e-13);
    }

    /// By definition, from the impulse response sampled 16 times per sample.
    fn defined(frequency: f64) -> f64 {
        const DENSITY: i32 = 16;
        let end = HALF_WIDTH as i32 * DENSITY;
        let samples = (-end..=end).map(|k| f64::from(k) / f64::from(DENSITY));
        samples.map(|time| prototype(time) * (PI * frequency * time).cos()).sum::<f64>()
            / f64::from(DENSITY)
    }

    #[test]
    fn the_response_keeps_its_bounds() {
        let response = Response::new();
        for k in 0..2000 {
            let frequency = f64::from(k) / 1000.0;
            let value = response.at(frequency);
            assert!((value - defined(frequency)).abs() < 1e-6, "{value} at {frequency}");
            if frequency <= 0.91 {
                assert!((20.0 * value.log10()).abs() < 1e-3, "{value} at {frequency}");
            }
            if frequency >= 1.0 {
                assert!(20.0 * value.abs().log10() < -109.0, "{value} at {frequency}");
            }
        }
    }
}
