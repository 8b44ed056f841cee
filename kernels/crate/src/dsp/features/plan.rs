//! Everything that depends only on the parameters, made once: tables, and the steps from spectrum
//! to row.

use super::bands::{Bands, Dense};
use super::check::check;
use super::dct::cepstra;
use super::filterbank::{Filterbank, filterbank};
use super::framing::Frames;
use super::lanes::{powf, sqrt};
use super::log::Logarithm;
use super::parameters::{DbRef, Framing, Kind, Log, Normalize, Parameters};
use super::parse::{ParameterError, wrong};
use super::signal::Conditioning;
use super::transform::{Group, Transform, TransformScratch};
use crate::dsp::fft::{F32x4, Lanes};
use crate::math::Portable;

/// Energies are raised to at least this before the logarithm, as in Kaldi: float32's epsilon.
const LEAST_ENERGY: f64 = f32::EPSILON as f64;

/// What depends on the clip as a whole, and what comes after that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ClipRules {
    /// How far below the clip's largest value other values may be.
    pub range: Option<f32>,
    /// Whether the clip's largest value becomes 0.
    pub from_max: bool,
    /// Whether each row is normalised to mean 0 and deviation 1; the number added to the deviation.
    pub per_row: Option<f32>,
}

/// A planned feature.
pub struct Plan {
    pub frames: Frames,
    pub conditioning: Conditioning,
    /// The work left for a second pass; `None` where one is enough.
    pub clip: Option<ClipRules>,
    /// Mel filters without a weight above 0.
    pub empty_filters: Vec<usize>,
    kind: Kind,
    n_bins: usize,
    transform: Transform,
    exponent: Exponent,
    bands: Option<Bands>,
    offset: f32,
    floor: f32,
    log: Option<Logarithm>,
    /// Subtracted from the logarithm: the reference of dB.
    reference: f32,
    /// Whisper's (x + 4) / 4.
    whisper: bool,
    energy: Option<(Logarithm, f32)>,
    cepstra: Option<Dense>,
    n_mfcc: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Exponent {
    Two,
    One { epsilon: f32 },
    Other(f64),
}

/// Working memory for one group of frames.
pub struct GroupScratch {
    transform: TransformScratch,
    power: Vec<F32x4>,
    mels: Vec<F32x4>,
    /// The group's rows, once they have been computed.
    pub rows: Vec<F32x4>,
}

impl Plan {
    /// Checks the parameters and makes the tables.
    pub fn new(parameters: &Parameters) -> Result<Self, ParameterError> {
        check(parameters)?;
        let p = parameters;
        let frames = Frames::new(p);
        let kaldi = p.framing == Framing::Kaldi;
        let filters = match p.kind {
            Kind::MelSpectrogram | Kind::Mfcc => Some(filterbank(p)),
            Kind::Stft | Kind::Spectrogram => None,
        };
        let scale = match p.log {
            Log::None => None,
            Log::Natural => Some(1.0),
            Log::Log10 => Some(std::f64::consts::LOG10_E),
            Log::Db => Some(10.0 * std::f64::consts::LOG10_E),
        };
        let reference = match p.db_ref {
            DbRef::Power(power) if p.log == Log::Db => 10.0 * power.max(p.log_floor).common_log(),
            _ => 0.0,
        };
        let per_row = p.normalize == Normalize::PerFeature;
        let rules = ClipRules {
            range: p.range().map(|range| range as f32),
            from_max: p.log == Log::Db && p.db_ref == DbRef::Max,
            per_row: per_row.then_some(p.std_epsilon as f32),
        };
        let two_passes = rules.range.is_some() || rules.from_max || rules.per_row.is_some();
        let cepstra = (p.kind == Kind::Mfcc).then(|| Dense::new(p.n_mels, &cepstra(p)));
        Ok(Plan {
            transform: Transform::new(p, frames.window_offset)
                .map_err(|_| wrong("nFft", "2 to 65,536"))?,
            frames,
            conditioning: Conditioning {
                scale: p.input_scale as f32,
                dither: if kaldi { 0.0 } else { p.dither },
                preemphasis: if kaldi { 0.0 } else { p.preemphasis as f32 },
            },
            clip: (p.kind != Kind::Stft && two_passes).then_some(rules),
            empty_filters: filters.iter().flat_map(Filterbank::empty).collect(),
            kind: p.kind,
            n_bins: p.n_bins(),
            exponent: match p.power {
                2.0 => Exponent::Two,
                1.0 => Exponent::One { epsilon: p.magnitude_epsilon as f32 },
                power => Exponent::Other(power / 2.0),
            },
            bands: filters.as_ref().map(Bands::new),
            offset: p.log_offset as f32,
            floor: p.log_floor as f32,
            log: scale.map(Logarithm::scaled),
            reference: reference as f32,
            whisper: p.normalize == Normalize::Whisper,
            energy: p
                .use_energy
                .then(|| (Logarithm::scaled(1.0), p.energy_floor.max(LEAST_ENERGY) as f32)),
            cepstra,
            n_mfcc: p.n_mfcc,
        })
    }

    /// Rows of the finished feature.
    pub fn bins(&self) -> usize {
        match self.kind {
            Kind::Mfcc => self.n_mfcc,
            _ => self.pass_rows(),
        }
    }

    /// Rows that the first pass makes: those of the feature, except where cepstra must wait for the
    /// clip's largest value: then they are the mel bins, after the energy if there is one.
    pub fn pass_rows(&self) -> usize {
        let energy = usize::from(self.energy.is_some());
        match self.kind {
            Kind::Stft => 2 * self.n_bins,
            Kind::Spectrogram => self.n_bins,
            Kind::MelSpectrogram => energy + self.n_mels(),
            Kind::Mfcc if self.cepstra_wait() => energy + self.n_mels(),
            Kind::Mfcc => self.n_mfcc,
        }
    }

    /// Rows before those that count towards the clip's largest value.
    pub fn energy_rows(&self) -> usize {
        usize::from(
            self.energy.is_some() && (self.kind == Kind::MelSpectrogram || self.cepstra_wait()),
        )
    }

    fn n_mels(&self) -> usize {
        self.bands.as_ref().map_or(0, Bands::count)
    }

    /// Whether cepstra are computed in the second pass.
    pub fn cepstra_wait(&self) -> bool {
        let waits = |rules: ClipRules| rules.range.is_some() || rules.from_max;
        self.kind == Kind::Mfcc && self.clip.is_some_and(waits)
    }

    /// Allocates the working memory of [`Plan::compute`].
    pub fn scratch(&self) -> GroupScratch {
        GroupScratch {
            transform: self.transform.scratch(),
            power: vec![F32x4::zero(); self.n_bins],
            mels: vec![F32x4::zero(); self.n_mels()],
            rows: vec![F32x4::zero(); self.pass_rows()],
        }
    }

    /// Computes a group of frames into `scratch.rows`.
    pub fn compute(&self, samples: &[f32], group: &Group, scratch: &mut GroupScratch) {
        let GroupScratch { transform, power, mels, rows } = scratch;
        if self.kind == Kind::Stft {
            self.transform.complex(samples, group, transform, rows);
            return;
        }
        let energy = self.transform.power(samples, group, transform, power);
        self.raise(power);
        let Some(bands) = &self.bands else {
            rows.copy_from_slice(power);
            self.compress(rows);
            return;
        };
        let energy = self.energy.map(|(log, floor)| {
            let mut energy = [energy];
            log.apply(&mut energy, 0.0, floor, 0.0);
            energy[0]
        });
        match &self.cepstra {
            Some(cepstra) if !self.cepstra_wait() => {
                bands.apply(power, mels);
                self.compress(mels);
                self.cepstra_of(cepstra, mels, energy, rows);
            }
            _ => {
                let first = usize::from(energy.is_some());
                if let Some(energy) = energy {
                    rows[0] = energy;
                }
                bands.apply(power, &mut rows[first..]);
                self.compress(&mut rows[first..]);
            }
        }
    }

    /// The cepstra of a group's mel bins, where they had to wait; `rows` come from the first pass.
    pub fn late_cepstra(&self, rows: &[F32x4], output: &mut [F32x4]) {
        if let Some(cepstra) = &self.cepstra {
            let energy = self.energy.map(|_| rows[0]);
            self.cepstra_of(cepstra, &rows[self.energy_rows()..], energy, output);
        }
    }

    fn cepstra_of(
        &self,
        cepstra: &Dense,
        mels: &[F32x4],
        energy: Option<F32x4>,
        output: &mut [F32x4],
    ) {
        cepstra.apply(mels, output);
        if let Some(energy) = energy {
            output[0] = energy;
        }
        self.shift(output);
    }

    /// Raises powers to the requested exponent.
    fn raise(&self, power: &mut [F32x4]) {
        match self.exponent {
            Exponent::Two => {}
            Exponent::One { epsilon } => {
                let epsilon = F32x4::splat(epsilon);
                power.iter_mut().for_each(|value| *value = sqrt(*value + epsilon));
            }
            Exponent::Other(exponent) => {
                power.iter_mut().for_each(|value| *value = powf(*value, exponent));
            }
        }
    }

    /// Offset, floor, logarithm, reference.
    fn compress(&self, rows: &mut [F32x4]) {
        let Some(log) = self.log else { return };
        log.apply(rows, self.offset, self.floor, self.reference);
        if self.clip.is_none() && self.cepstra.is_none() {
            self.shift(rows);
        }
    }

    fn shift(&self, rows: &mut [F32x4]) {
        if self.whisper {
            let (four, quarter) = (F32x4::splat(4.0), F32x4::splat(0.25));
            rows.iter_mut().for_each(|value| *value = (*value + four) * quarter);
        }
    }

    /// Whisper's scaling, which comes last.
    pub fn shift_row(&self, row: &mut [f32]) {
        if self.whisper {
            row.iter_mut().for_each(|value| *value = (*value + 4.0) * 0.25);
        }
    }
}
