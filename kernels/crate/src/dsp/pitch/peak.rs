//! Decides which peak of an autocorrelation is the period.

use super::plan::STEPS;
use crate::math::Portable;

/// How much higher a peak must be than one at half its lag. Peaks at multiples of a period are
/// about as high as the period's own, so the shortest is wanted.
const OCTAVE_COST: f64 = 0.02;

/// A peak between two steps of lag.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// Its lag in samples.
    pub lag: f64,
    /// The autocorrelation there, at most 1.
    pub height: f64,
}

/// The best of the peaks at lags from `least` to `most` steps, `None` if there is none.
///
/// A peak's score is its height minus [`OCTAVE_COST`] for each octave that its lag is above the
/// shortest. `at` is the autocorrelation, evaluated from `least - 1` to `most + 1`.
pub fn best(least: usize, most: usize, at: impl Fn(usize) -> f64) -> Option<Peak> {
    let mut found: Option<(f64, Peak)> = None;
    let (mut before, mut here) = (at(least - 1), at(least));
    for step in least..=most {
        let after = at(step + 1);
        if here > 0.0 && here > before && here >= after {
            let peak = interpolate(step, [before, here, after]);
            let octaves = (peak.lag * STEPS as f64 / least as f64).binary_log();
            let worth = peak.height - OCTAVE_COST * octaves;
            if found.is_none_or(|(best, _)| worth > best) {
                found = Some((worth, peak));
            }
        }
        (before, here) = (here, after);
    }
    found.map(|(_, peak)| peak)
}

/// The vertex of the parabola through three neighbours; the middle one is the highest.
fn interpolate(step: usize, [before, here, after]: [f64; 3]) -> Peak {
    let offset = 0.5 * (before - after) / (before - 2.0 * here + after);
    let height = here - 0.25 * (before - after) * offset;
    Peak { lag: (step as f64 + offset) / STEPS as f64, height: height.min(1.0) }
}
