//! The tables that trackers with equal parameters need.

use super::parameters::Parameters;
use crate::dsp::fft::{FftError, RealFft};

/// Steps of lag per sample: the autocorrelation is interpolated to quarters.
pub const STEPS: usize = 4;

/// Transforms and bounds.
pub struct Plan {
    /// What the plan is for.
    pub parameters: Parameters,
    /// The transform of a frame and the zeros after it.
    pub forward: RealFft<f32>,
    /// The inverse transform, [`STEPS`] times as long, which interpolates.
    pub inverse: RealFft<f32>,
    /// The shortest lag that a peak may have, in steps.
    pub least_lag: usize,
    /// The longest one.
    pub most_lag: usize,
}

impl Plan {
    /// Makes a plan; the parameters must have no fault.
    pub fn new(parameters: Parameters) -> Result<Self, FftError> {
        let Parameters { sample_rate, win_length, f_min, f_max, .. } = parameters;
        let steps = |frequency: f64| sample_rate / frequency * STEPS as f64;
        let most_lag = steps(f_min).ceil() as usize;
        // Lags wrap around at the transform's length, but only beyond those that are used.
        let length = (win_length + most_lag / STEPS + 2).next_power_of_two();
        Ok(Plan {
            parameters,
            forward: RealFft::new(length)?,
            inverse: RealFft::new(length * STEPS)?,
            least_lag: (steps(f_max).floor() as usize).max(STEPS),
            most_lag,
        })
    }
}
