//! Turns frames of a signal into spectra: conditions, windows and transforms a group of frames at a
//! time.

use super::lanes::{FrameLanes, GROUP};
use super::noise::gaussian;
use super::parameters::{Framing, Kind, Log, Parameters};
use super::window::window;
use crate::dsp::fft::{Complex, F32x4, F64x2, FftError, Lanes, Real, RealFft};

/// A group of consecutive frames.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Group {
    /// The index of the group's first frame in the clip.
    pub first: u64,
    /// Where each frame begins among the samples.
    pub starts: [usize; GROUP],
}

/// What Kaldi does to each frame before applying the window.
#[derive(Clone, Copy, Debug, PartialEq)]
struct PerFrame {
    /// Standard deviation of the added noise.
    dither: f64,
    remove_mean: bool,
    preemphasis: f64,
    energy: Energy,
}

/// Which energy of frames to compute.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Energy {
    None,
    /// The energy before preemphasis and window.
    Raw,
    Windowed,
}

/// A planned transform in one precision.
struct Planned<V: FrameLanes> {
    fft: RealFft<V::Scalar>,
    window: Vec<V::Scalar>,
    /// Where the window begins among the transform's points.
    offset: usize,
    per_frame: Option<PerFrame>,
    /// As long as the window; empty where nothing happens between gathering and windowing.
    ones: Vec<V::Scalar>,
}

/// Working memory for one group's transform.
pub struct Scratch<V: Lanes> {
    input: Vec<V>,
    rest: Vec<Complex<V>>,
}

/// A planned transform.
enum Precision {
    Single(Planned<F32x4>),
    Double(Planned<F64x2>),
}

/// Working memory for a [`Transform`].
pub enum TransformScratch {
    Single(Scratch<F32x4>),
    Double(Scratch<F64x2>),
}

/// Turns groups of frames into spectra.
pub struct Transform(Precision);

impl Transform {
    /// Plans a transform.
    pub fn new(parameters: &Parameters, window_offset: usize) -> Result<Self, FftError> {
        let double = parameters.kind == Kind::Stft || wants_double(parameters);
        Ok(Transform(if double {
            Precision::Double(Planned::new(parameters, window_offset)?)
        } else {
            Precision::Single(Planned::new(parameters, window_offset)?)
        }))
    }

    /// Allocates the working memory.
    pub fn scratch(&self) -> TransformScratch {
        match &self.0 {
            Precision::Single(planned) => TransformScratch::Single(planned.scratch()),
            Precision::Double(planned) => TransformScratch::Double(planned.scratch()),
        }
    }

    /// The power of each bin of a group's frames; returns their energies, with Kaldi's framing.
    pub fn power(
        &self,
        samples: &[f32],
        group: &Group,
        scratch: &mut TransformScratch,
        power: &mut [F32x4],
    ) -> F32x4 {
        match (&self.0, scratch) {
            (Precision::Single(planned), TransformScratch::Single(scratch)) => {
                planned.power(samples, group, scratch, power)
            }
            (Precision::Double(planned), TransformScratch::Double(scratch)) => {
                planned.power(samples, group, scratch, power)
            }
            _ => F32x4::zero(),
        }
    }

    /// The complex spectrum: real parts in the first half of `rows`, imaginary parts in the second.
    pub fn complex(
        &self,
        samples: &[f32],
        group: &Group,
        scratch: &mut TransformScratch,
        rows: &mut [F32x4],
    ) {
        let (real, imaginary) = rows.split_at_mut(rows.len() / 2);
        if let (Precision::Double(planned), TransformScratch::Double(scratch)) = (&self.0, scratch)
        {
            planned.each(samples, group, scratch, |bin, part, value| {
                value.re.put(&mut real[bin], part);
                value.im.put(&mut imaginary[bin], part);
            });
        }
    }
}

/// Whether float32 isn't enough. Its transforms make noise about 140 dB below the loudest bin. That
/// doesn't matter without a logarithm, and models trained on torch's or Kaldi's log energies are
/// used to it. But scipy and librosa transform in float64, and so does one of Whisper's two
/// libraries; their quiet bins have no such noise next to loud ones.
fn wants_double(parameters: &Parameters) -> bool {
    match parameters.log {
        Log::None => false,
        Log::Natural => parameters.framing == Framing::Scipy,
        Log::Log10 | Log::Db => true,
    }
}

impl<V: FrameLanes> Planned<V> {
    fn new(parameters: &Parameters, offset: usize) -> Result<Self, FftError> {
        let shape = window(parameters.window, parameters.win_length);
        let scale = match parameters.framing {
            Framing::Scipy => 1.0 / shape.iter().sum::<f64>(),
            Framing::Stft | Framing::Kaldi => 1.0,
        };
        let per_frame = (parameters.framing == Framing::Kaldi).then_some(PerFrame {
            dither: parameters.dither,
            remove_mean: parameters.remove_dc_offset,
            preemphasis: parameters.preemphasis,
            energy: match (parameters.use_energy, parameters.raw_energy) {
                (false, _) => Energy::None,
                (true, true) => Energy::Raw,
                (true, false) => Energy::Windowed,
            },
        });
        let ones = if per_frame.is_some() { shape.len() } else { 0 };
        Ok(Planned {
            fft: RealFft::new(parameters.n_fft)?,
            window: shape.iter().map(|&value| V::Scalar::from_f64(value * scale)).collect(),
            offset,
            per_frame,
            ones: vec![V::Scalar::from_f64(1.0); ones],
        })
    }

    fn scratch(&self) -> Scratch<V> {
        Scratch {
            input: vec![V::zero(); self.fft.len()],
            rest: vec![Complex::zero(); self.fft.scratch_len()],
        }
    }

    /// The power of each bin; returns the frames' energies.
    fn power(
        &self,
        samples: &[f32],
        group: &Group,
        scratch: &mut Scratch<V>,
        power: &mut [F32x4],
    ) -> F32x4 {
        let power = &mut power[..self.fft.bins()];
        self.each(samples, group, scratch, |bin, part, value| {
            // SAFETY: the transform has the same bins as `power`.
            let slot = unsafe { power.get_unchecked_mut(bin) };
            (value.re * value.re + value.im * value.im).put(slot, part);
        })
    }

    /// Transforms the frames, as many at a time as there are lanes: each such part of the group
    /// goes through all its bins before the next part. `sink` gets bin, part and value.
    #[inline(always)]
    fn each(
        &self,
        samples: &[f32],
        group: &Group,
        scratch: &mut Scratch<V>,
        mut sink: impl FnMut(usize, usize, Complex<V>),
    ) -> F32x4 {
        let mut energies = F32x4::zero();
        for (part, starts) in group.starts.chunks_exact(V::COUNT).enumerate() {
            // The previous transform has overwritten the zeros around the window.
            let (before, rest) = scratch.input.split_at_mut(self.offset);
            let (frame, after) = rest.split_at_mut(self.window.len());
            before.fill(V::zero());
            after.fill(V::zero());
            match self.per_frame {
                None => V::gather(samples, starts, &self.window, frame),
                Some(rules) => {
                    V::gather(samples, starts, &self.ones, frame);
                    if rules.dither > 0.0 {
                        add_noise(frame, group.first + (part * V::COUNT) as u64, rules.dither);
                    }
                    condition(frame, &self.window, rules).put(&mut energies, part);
                }
            }
            self.fft.forward_each(&mut scratch.input, &mut scratch.rest, |bin, value| {
                sink(bin, part, value);
            });
        }
        energies
    }
}

/// Adds independent noise to each frame; the first one is number `first` in the clip.
fn add_noise<V: FrameLanes>(frame: &mut [V], first: u64, deviation: f64) {
    let length = frame.len() as u64;
    for (index, sample) in (0..).zip(frame) {
        let noise = |lane: usize| gaussian((first + lane as u64) * length + index) * deviation;
        *sample = *sample + V::from_lanes(|lane| V::Scalar::from_f64(noise(lane)));
    }
}

/// Removes frames' means, preemphasises and windows them, each in its lane; returns energies, if
/// they are wanted.
fn condition<V: FrameLanes>(frame: &mut [V], window: &[V::Scalar], rules: PerFrame) -> V {
    let real = |value: f64| V::splat(V::Scalar::from_f64(value));
    if rules.remove_mean {
        let mean = sum(frame, |sample| sample) * real(1.0 / frame.len() as f64);
        frame.iter_mut().for_each(|sample| *sample = *sample - mean);
    }
    let squares = |frame: &[V]| sum(frame, |sample| sample * sample);
    let raw = if rules.energy == Energy::Raw { squares(frame) } else { V::zero() };
    let preemphasis = real(rules.preemphasis);
    // Before the first sample, the first sample is assumed.
    let mut previous = frame[0];
    for (sample, &weight) in frame.iter_mut().zip(window) {
        let current = *sample;
        *sample = (current - previous * preemphasis) * V::splat(weight);
        previous = current;
    }
    if rules.energy == Energy::Windowed { squares(frame) } else { raw }
}

/// A sum in eight parts, which rounds less than one running sum, and doesn't wait for itself.
#[inline(always)]
fn sum<V: FrameLanes>(frame: &[V], of: impl Fn(V) -> V) -> V {
    let mut parts = [V::zero(); 8];
    let mut chunks = frame.chunks_exact(8);
    for chunk in &mut chunks {
        for (part, &sample) in parts.iter_mut().zip(chunk) {
            *part = *part + of(sample);
        }
    }
    for (part, &sample) in parts.iter_mut().zip(chunks.remainder()) {
        *part = *part + of(sample);
    }
    let [a, b, c, d, e, f, g, h] = parts;
    ((a + b) + (c + d)) + ((e + f) + (g + h))
}
