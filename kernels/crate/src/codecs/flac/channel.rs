//! One channel of a block: the way to code it in the fewest bits, and those bits (RFC 9639, section
//! 9.2).

use super::bit_writer::BitWriter;
use super::linear::LinearFit;
use super::residual::Predictor;
use super::rice::{RicePlan, fold};
use super::settings::Settings;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Plan {
    Constant,
    Verbatim,
    Predicted(Predictor, RicePlan),
}

/// Codes blocks of a channel, one after another.
pub struct Channel {
    pub samples: Vec<i32>,
    plan: Plan,
    /// Bits per sample, without the wasted ones.
    depth: u32,
    wasted: u32,
    /// The residual of `plan`.
    folded: Vec<u32>,
    tried: Vec<u32>,
    residual: Vec<i32>,
}

impl Default for Channel {
    fn default() -> Self {
        Channel {
            samples: Vec::new(),
            plan: Plan::Verbatim,
            depth: 0,
            wasted: 0,
            folded: Vec::new(),
            tried: Vec::new(),
            residual: Vec::new(),
        }
    }
}

impl Channel {
    /// Decides how to code the samples, of `depth` bits each, and returns roughly how many bits
    /// that takes. Zero bits that all samples end with are shifted out.
    pub fn plan(&mut self, depth: u32, settings: &Settings, fit: &mut LinearFit) -> u64 {
        let first = self.samples.first().copied().unwrap_or(0);
        self.wasted = 0;
        self.depth = depth;
        if self.samples.iter().all(|&sample| sample == first) {
            self.plan = Plan::Constant;
            return u64::from(depth);
        }
        let union = self.samples.iter().fold(0, |union, &sample| union | sample);
        self.wasted = union.trailing_zeros();
        if self.wasted > 0 {
            self.samples.iter_mut().for_each(|sample| *sample >>= self.wasted);
            self.depth -= self.wasted;
        }
        self.plan = Plan::Verbatim;
        let mut bits = self.samples.len() as u64 * u64::from(self.depth);
        self.attempt(Predictor::fixed(self.best_fixed()), settings, &mut bits);
        if settings.linear_order > 0 && self.samples.len() > settings.linear_order {
            for window in 0..fit.prepare(self.samples.len(), settings.parts) {
                let limits = (settings.linear_order, self.depth);
                if let Some(predictor) = fit.fit(&self.samples, window, limits) {
                    self.attempt(predictor, settings, &mut bits);
                }
            }
        }
        bits
    }

    /// Adopts a predictor if it takes fewer bits than the plan so far.
    fn attempt(&mut self, predictor: Predictor, settings: &Settings, best: &mut u64) {
        self.residual.resize(self.samples.len() - predictor.order, 0);
        if !predictor.predict(&self.samples, self.depth, &mut self.residual) {
            return;
        }
        self.tried.clear();
        self.tried.extend(self.residual.iter().map(|&residual| fold(residual)));
        let rice = RicePlan::of(&self.tried, predictor.order, settings.partition_order);
        let order = predictor.order as u64;
        let stored = if predictor.precision > 0 { 9 } else { 0 };
        let bits = rice.bits + stored + order * u64::from(self.depth + predictor.precision);
        if bits < *best {
            *best = bits;
            self.plan = Plan::Predicted(predictor, rice);
            std::mem::swap(&mut self.folded, &mut self.tried);
        }
    }

    /// The order of the fixed predictor that leaves the smallest residual. For deep samples, only
    /// the upper bits are compared.
    fn best_fixed(&self) -> usize {
        let drop = self.depth.saturating_sub(27);
        let mut sums = [[0.0_f32; 4]; 5];
        let mut totals = [0.0_f64; 5];
        let most = self.samples.len().saturating_sub(1).min(4);
        for part in self.samples.chunks(256) {
            let usable = part.len().saturating_sub(4) & !3;
            for at in (0..usable).step_by(4) {
                for lane in 0..4 {
                    let Some(&[a, b, c, d, e]) = part[at + lane..].first_chunk::<5>() else {
                        continue;
                    };
                    let [a, b, c, d, e] = [a >> drop, b >> drop, c >> drop, d >> drop, e >> drop];
                    let (e1, d1, c1, b1) = (e - d, d - c, c - b, b - a);
                    let (e2, d2, c2) = (e1 - d1, d1 - c1, c1 - b1);
                    let (e3, d3) = (e2 - d2, d2 - c2);
                    for (sum, rest) in sums.iter_mut().zip([e, e1, e2, e3, e3 - d3]) {
                        sum[lane] += rest.abs() as f32;
                    }
                }
            }
            for (total, sum) in totals.iter_mut().zip(&mut sums) {
                *total += sum.iter().map(|&lane| f64::from(lane)).sum::<f64>();
                *sum = [0.0; 4];
            }
        }
        (0..=most).min_by(|&a, &b| totals[a].total_cmp(&totals[b])).unwrap_or(0)
    }

    /// Writes the planned subframe.
    pub fn write(&self, bits: &mut BitWriter<'_>) {
        let kind = match &self.plan {
            Plan::Constant => 0,
            Plan::Verbatim => 1,
            Plan::Predicted(predictor, _) if predictor.precision == 0 => 8 + predictor.order as u32,
            Plan::Predicted(predictor, _) => 31 + predictor.order as u32,
        };
        bits.put(kind << 1 | u32::from(self.wasted > 0), 8);
        if self.wasted > 0 {
            bits.put_unary(self.wasted - 1);
        }
        let raw = match &self.plan {
            Plan::Constant => &self.samples[..self.samples.len().min(1)],
            Plan::Verbatim => &self.samples,
            Plan::Predicted(predictor, _) => &self.samples[..predictor.order],
        };
        raw.iter().for_each(|&sample| bits.put_signed(sample.into(), self.depth));
        if let Plan::Predicted(predictor, rice) = &self.plan {
            if predictor.precision > 0 {
                bits.put(predictor.precision - 1, 4);
                bits.put(predictor.shift, 5);
                for &factor in &predictor.coefficients[..predictor.order] {
                    bits.put_signed(factor.into(), predictor.precision);
                }
            }
            rice.write(bits, &self.folded, predictor.order);
        }
    }
}
