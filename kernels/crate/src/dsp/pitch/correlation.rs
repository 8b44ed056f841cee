//! The normalised autocorrelation of four frames at a time.

use super::plan::{Plan, STEPS};
use crate::dsp::fft::{Complex, F32x4, Lanes};

/// Frames computed together.
pub const GROUP: usize = 4;

/// Mean squares below this, −100 dB of full scale, are silence.
const SILENCE: f64 = 1e-10;

/// The smallest share of a frame's energy, squared, that both its parts must have: with less, the
/// transforms' rounding errors would pass for correlation.
const LEAST_SHARE: f64 = 1e-6;

/// Working memory for one group.
pub struct Correlation {
    frames: Vec<F32x4>,
    bins: Vec<Complex<F32x4>>,
    lags: Vec<F32x4>,
    rest: Vec<Complex<F32x4>>,
    /// For each frame, the energy of its first samples: none, one, two and so on.
    energies: Vec<f64>,
}

impl Correlation {
    /// Allocates the working memory for `plan`.
    pub fn new(plan: &Plan) -> Self {
        let Plan { forward, inverse, parameters, .. } = plan;
        Correlation {
            frames: vec![F32x4::zero(); forward.len()],
            bins: vec![Complex::zero(); inverse.bins()],
            lags: vec![F32x4::zero(); inverse.len()],
            rest: vec![Complex::zero(); forward.scratch_len().max(inverse.scratch_len())],
            energies: vec![0.0; (parameters.win_length + 1) * GROUP],
        }
    }

    /// Computes the autocorrelation of each of `frames`, which are at most as long as the plan's.
    pub fn compute(&mut self, plan: &Plan, frames: [&[f32]; GROUP]) {
        let stride = plan.parameters.win_length + 1;
        let means = frames.map(mean);
        for (index, slot) in self.frames.iter_mut().enumerate() {
            *slot = F32x4::from_lanes(|lane| {
                frames[lane]
                    .get(index)
                    .map_or(0.0, |&sample| (f64::from(sample) - means[lane]) as f32)
            });
        }
        for (lane, frame) in frames.iter().enumerate() {
            let energies = &mut self.energies[lane * stride..][..stride];
            let mut sum = 0.0;
            energies[0] = 0.0;
            for (energy, &sample) in energies[1..].iter_mut().zip(*frame) {
                let centred = f64::from(sample) - means[lane];
                sum += centred * centred;
                *energy = sum;
            }
        }
        let last = plan.forward.bins() - 1;
        let bins = &mut self.bins;
        bins.fill(Complex::zero());
        plan.forward.forward_each(&mut self.frames, &mut self.rest, |bin, value| {
            let power = value.re * value.re + value.im * value.im;
            // The longer transform counts this bin twice, the shorter one once.
            let share = F32x4::splat(if bin == last { 0.5 } else { 1.0 });
            bins[bin] = Complex::new(power * share, F32x4::zero());
        });
        plan.inverse.inverse(bins, &mut self.lags, &mut self.rest);
    }

    /// Whether a frame of `length` samples has any sound.
    #[allow(clippy::neg_cmp_op_on_partial_ord)]
    pub fn is_silent(&self, plan: &Plan, lane: usize, length: usize) -> bool {
        // Written so that NaN is silent.
        !(self.energy(plan, lane, length) > SILENCE * length as f64)
    }

    /// The normalised autocorrelation of a frame of `length` samples at a lag of `step` steps: the
    /// product of the frame with itself at that distance, divided by the square root of the
    /// energies of both parts; from −1 to 1, apart from rounding and interpolation. 0 if a part is
    /// silent.
    pub fn at(&self, plan: &Plan, lane: usize, length: usize, step: usize) -> f64 {
        let (below, above) = (step / STEPS, step.div_ceil(STEPS));
        if above >= length {
            return 0.0;
        }
        let whole = self.energy(plan, lane, length);
        let past = (step % STEPS) as f64 / STEPS as f64;
        let between = |at: &dyn Fn(usize) -> f64| at(below) * (1.0 - past) + at(above) * past;
        let head = between(&|lag| self.energy(plan, lane, length - lag));
        let tail = between(&|lag| whole - self.energy(plan, lane, lag));
        let energies = head * tail;
        if energies <= whole * whole * LEAST_SHARE {
            return 0.0;
        }
        let product = f64::from(self.lags[step].lane(lane)) / plan.forward.len() as f64;
        product / energies.sqrt()
    }

    fn energy(&self, plan: &Plan, lane: usize, samples: usize) -> f64 {
        self.energies[lane * (plan.parameters.win_length + 1) + samples]
    }
}

fn mean(frame: &[f32]) -> f64 {
    let sum: f64 = frame.iter().map(|&sample| f64::from(sample)).sum();
    if frame.is_empty() { 0.0 } else { sum / frame.len() as f64 }
}
