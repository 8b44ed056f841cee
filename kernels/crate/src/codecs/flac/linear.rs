//! Linear predictors fitted to a block: a window, its autocorrelation, the Levinson-Durbin
//! recursion, and integer coefficients.

use super::residual::Predictor;
use super::settings::MAX_LINEAR_ORDER;
use crate::math::Portable;

/// Lags of an autocorrelation, rounded up to an even number so that they fill vectors.
const LAGS: usize = MAX_LINEAR_ORDER + 2;

/// Fits predictors to blocks. Whatever depends only on a block's size is kept for the next one.
#[derive(Default)]
pub struct LinearFit {
    windows: Vec<Vec<f32>>,
    /// `LAGS` zeros, then the weighted samples.
    weighted: Vec<f64>,
}

impl LinearFit {
    /// How many windows blocks of this size have: one over the whole block and, if it is divided,
    /// one over each part.
    pub fn prepare(&mut self, block_size: usize, parts: usize) -> usize {
        let count = if parts > 1 { 1 + parts } else { 1 };
        if self.windows.len() != count || self.windows[0].len() != block_size {
            self.windows.clear();
            self.windows.push(tukey(block_size, 0..block_size));
            for part in 0..count - 1 {
                let range = block_size * part / parts..block_size * (part + 1) / parts;
                self.windows.push(tukey(block_size, range));
            }
        }
        count
    }

    /// The predictor, of an order up to `max_order`, that is likely to take the fewest bits; `None`
    /// when there is nothing to predict.
    pub fn fit(
        &mut self,
        samples: &[i32],
        window: usize,
        (max_order, bits): (usize, u32),
    ) -> Option<Predictor> {
        self.weighted.clear();
        self.weighted.resize(LAGS - 1, 0.0);
        let weights = samples.iter().zip(&self.windows[window]);
        self.weighted
            .extend(weights.map(|(&sample, &weight)| f64::from(sample) * f64::from(weight)));
        let sums = if max_order <= 8 {
            autocorrelate::<10>(&self.weighted[LAGS - 10..])
        } else {
            autocorrelate::<LAGS>(&self.weighted)
        };
        let precision = precision_of(samples.len(), bits);
        let fits = levinson_durbin(&sums, max_order.min(samples.len().saturating_sub(1)))?;
        let count = samples.len() as f64;
        let cost = |&(order, _, error): &(usize, [f64; MAX_LINEAR_ORDER], f64)| {
            let per_sample = (0.5 * (error * 0.5 / count).max(1e-30).binary_log()).max(0.0);
            per_sample * (count - order as f64) + (order * (precision + bits) as usize) as f64
        };
        let (order, coefficients, _) =
            fits.into_iter().flatten().min_by(|a, b| cost(a).total_cmp(&cost(b)))?;
        quantise(&coefficients[..order], precision)
    }
}

/// A window over part of a block, zero elsewhere; its first and last quarters are cosines.
fn tukey(block_size: usize, part: std::ops::Range<usize>) -> Vec<f32> {
    let length = part.len();
    let taper = length / 4;
    let mut window = vec![0.0; block_size];
    for (at, weight) in window[part].iter_mut().enumerate() {
        let edge = at.min(length - 1 - at);
        *weight = if edge < taper {
            let phase = std::f64::consts::PI * (edge as f64 + 0.5) / taper as f64;
            (0.5 - 0.5 * phase.cosine()) as f32
        } else {
            1.0
        };
    }
    window
}

/// The sums for lags 0 to `COUNT` − 1; `weighted` begins with `COUNT` − 1 zeros.
fn autocorrelate<const COUNT: usize>(weighted: &[f64]) -> [f64; LAGS] {
    let mut sums = [0.0; COUNT];
    for at in 0..weighted.len().saturating_sub(COUNT - 1) {
        if let Some(last) = weighted[at..].first_chunk::<COUNT>() {
            let sample = last[COUNT - 1];
            for (sum, &other) in sums.iter_mut().zip(last) {
                *sum += sample * other;
            }
        }
    }
    let mut ordered = [0.0; LAGS];
    for (slot, &sum) in ordered.iter_mut().zip(sums.iter().rev()) {
        *slot = sum;
    }
    ordered
}

type Fit = (usize, [f64; MAX_LINEAR_ORDER], f64);

/// The best predictor of each order and the energy it leaves; `None` for silence.
fn levinson_durbin(sums: &[f64], max_order: usize) -> Option<[Option<Fit>; MAX_LINEAR_ORDER]> {
    let mut error = sums[0];
    if error <= 0.0 {
        return None;
    }
    let mut fits = [None; MAX_LINEAR_ORDER];
    let mut factors = [0.0; MAX_LINEAR_ORDER];
    for order in 0..max_order {
        let known: f64 = (0..order).map(|tap| factors[tap] * sums[order - tap]).sum();
        let reflection = (sums[order + 1] - known) / error;
        let before = factors;
        for tap in 0..order {
            factors[tap] = before[tap] - reflection * before[order - 1 - tap];
        }
        factors[order] = reflection;
        error *= 1.0 - reflection * reflection;
        if !error.is_finite() || error < 0.0 {
            break;
        }
        fits[order] = Some((order + 1, factors, error));
        if error == 0.0 {
            break;
        }
    }
    Some(fits)
}

/// Bits per coefficient: as many as pay off in a block of this size.
fn precision_of(block_size: usize, bits: u32) -> u32 {
    let by_size = match block_size {
        0..=192 => 7,
        193..=384 => 8,
        385..=576 => 9,
        577..=1152 => 10,
        1153..=2304 => 11,
        _ => 12,
    };
    if bits > 17 { by_size + 2 } else { by_size }
}

/// Rounds coefficients, carrying each error over to the next; `None` when all become zero.
fn quantise(factors: &[f64], precision: u32) -> Option<Predictor> {
    let largest = factors.iter().fold(0.0_f64, |largest, factor| largest.max(factor.abs()));
    if largest <= 0.0 || !largest.is_finite() {
        return None;
    }
    let exponent = largest.binary_log().floor() as i32 + 1;
    let shift = (precision as i32 - 1 - exponent).clamp(0, 15) as u32;
    let (low, high) = (-(1 << (precision - 1)), (1 << (precision - 1)) - 1);
    let mut predictor =
        Predictor { order: factors.len(), shift, precision, ..Predictor::default() };
    let mut carried = 0.0;
    for (slot, factor) in predictor.coefficients.iter_mut().zip(factors) {
        let exact = factor * f64::from(1_u32 << shift) + carried;
        let rounded = (exact.round() as i32).clamp(low, high);
        carried = exact - f64::from(rounded);
        *slot = rounded;
    }
    predictor.coefficients.iter().any(|&factor| factor != 0).then_some(predictor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sine_is_predicted() {
        let samples: Vec<i32> =
            (0..4096).map(|n| (10_000.0 * (0.05 * f64::from(n)).sin()) as i32).collect();
        let mut fit = LinearFit::default();
        assert_eq!(fit.prepare(4096, 1), 1);
        let predictor = fit.fit(&samples, 0, (8, 16)).unwrap();
        let mut residual = vec![0; 4096 - predictor.order];
        assert!(predictor.predict(&samples, 16, &mut residual));
        assert!(residual.iter().all(|rest| rest.abs() < 30), "{predictor:?}");
    }

    #[test]
    fn silence_has_no_predictor() {
        let mut fit = LinearFit::default();
        fit.prepare(100, 3);
        assert_eq!(fit.fit(&[0; 100], 2, (12, 16)), None);
    }

    #[test]
    fn sums_are_those_of_the_definition() {
        let signal: Vec<f64> = (0..50).map(|n| f64::from(n * n % 17) - 8.0).collect();
        let mut padded = vec![0.0; LAGS - 1];
        padded.extend(&signal);
        let sums = autocorrelate::<LAGS>(&padded);
        for (lag, &sum) in sums.iter().enumerate() {
            let wanted: f64 = signal.iter().zip(&signal[lag..]).map(|(a, b)| a * b).sum();
            assert!((sum - wanted).abs() < 1e-9);
        }
    }
}
