//! Offsets in, numbers out. The typed binding in `kernels/` documents and checks the rest.

use wasm_bindgen::prelude::wasm_bindgen;

use super::over::Level;
use super::phase::{Energies, Phase, energies};
use super::pick::pick;
use super::scale::{Scaled, scale};
use crate::dsp::convert::To;
use crate::dsp::sample::Sample;
use crate::dsp::wasm::{BAD_ARGUMENTS, answer, one_slice, slices};

fn run_pick<A: To<B>, B: Sample>(src: u32, dst: u32, frames: u32, channels: u32, kept: u32) -> i32 {
    let count = |channels: u32| u64::from(frames) * u64::from(channels);
    match slices::<A, B>(src, count(channels), dst, count(kept)) {
        Some((from, to)) => answer(pick(from, to, channels as usize, kept as usize)),
        None => BAD_ARGUMENTS,
    }
}

fn pick_from<A: To<i16> + To<i32> + To<f32> + To<f64>>(
    to: u32,
    src: u32,
    dst: u32,
    frames: u32,
    channels: u32,
    kept: u32,
) -> i32 {
    match to {
        0 => run_pick::<A, i16>(src, dst, frames, channels, kept),
        1 => run_pick::<A, i32>(src, dst, frames, channels, kept),
        2 => run_pick::<A, f32>(src, dst, frames, channels, kept),
        3 => run_pick::<A, f64>(src, dst, frames, channels, kept),
        _ => BAD_ARGUMENTS,
    }
}

/// Converts the first `kept` channels, or `kept` copies of the only one. Formats and result are the
/// same as for `mix`.
#[wasm_bindgen(js_name = pick)]
#[allow(clippy::too_many_arguments)]
pub fn pick_channels(
    from: u32,
    to: u32,
    src: u32,
    dst: u32,
    frames: u32,
    channels: u32,
    kept: u32,
) -> i32 {
    if channels == 0 || kept == 0 || (channels != 1 && kept > channels) {
        return BAD_ARGUMENTS;
    }
    match from {
        0 => pick_from::<i16>(to, src, dst, frames, channels, kept),
        1 => pick_from::<i32>(to, src, dst, frames, channels, kept),
        2 => pick_from::<f32>(to, src, dst, frames, channels, kept),
        3 => pick_from::<f64>(to, src, dst, frames, channels, kept),
        _ => BAD_ARGUMENTS,
    }
}

fn run_scale<B: Scaled>(src: u32, dst: u32, count: u32, divisor: f64, factor: f64) -> i32 {
    match slices::<f32, B>(src, count.into(), dst, count.into()) {
        Some((from, to)) => answer(scale(from, to, divisor, factor)),
        None => BAD_ARGUMENTS,
    }
}

/// Scales `count` floats into int16, int32 or float32 (0, 1, 2). Returns -1, the index of the first
/// sample that is not finite, or -2.
#[wasm_bindgen(js_name = scale)]
pub fn scale_floats(to: u32, src: u32, dst: u32, count: u32, divisor: f64, factor: f64) -> i32 {
    match to {
        0 => run_scale::<i16>(src, dst, count, divisor, factor),
        1 => run_scale::<i32>(src, dst, count, divisor, factor),
        2 => run_scale::<f32>(src, dst, count, divisor, factor),
        _ => BAD_ARGUMENTS,
    }
}

fn run_peak<A: Level>(src: u32, count: u32) -> f64 {
    one_slice::<A>(src, count.into()).map_or(-1.0, A::peak_of)
}

/// The largest magnitude of `count` floats, float32 or float64 (2, 3); -1 for wrong arguments.
#[wasm_bindgen(js_name = peak)]
pub fn peak_of(from: u32, src: u32, count: u32) -> f64 {
    match from {
        2 => run_peak::<f32>(src, count),
        3 => run_peak::<f64>(src, count),
        _ => -1.0,
    }
}

fn run_over<A: Level>(src: u32, count: u32, limit: f64) -> f64 {
    one_slice::<A>(src, count.into()).map_or(-1.0, |samples| A::count_over(samples, limit) as f64)
}

/// How many of `count` floats, float32 or float64 (2, 3), are above `limit`; -1 for wrong arguments.
#[wasm_bindgen(js_name = countOver)]
pub fn count_samples_over(from: u32, src: u32, count: u32, limit: f64) -> f64 {
    match from {
        2 => run_over::<f32>(src, count, limit),
        3 => run_over::<f64>(src, count, limit),
        _ => -1.0,
    }
}

fn run_phase<A: Phase>(src: u32, dst: u32, frames: u32, channels: u32) -> bool {
    let count = u64::from(frames) * u64::from(channels);
    let Some((samples, to)) = slices::<A, f64>(src, count, dst, 2) else {
        return false;
    };
    let Energies { channels, sum } = energies(samples, channels as usize);
    to[0] += channels;
    to[1] += sum;
    true
}

/// Adds the energies of frames, of channels and of their sum, to two float64; returns whether the
/// arguments made sense.
#[wasm_bindgen(js_name = addEnergies)]
pub fn add_energies(from: u32, src: u32, dst: u32, frames: u32, channels: u32) -> bool {
    match from {
        0 => run_phase::<i16>(src, dst, frames, channels),
        1 => run_phase::<i32>(src, dst, frames, channels),
        2 => run_phase::<f32>(src, dst, frames, channels),
        3 => run_phase::<f64>(src, dst, frames, channels),
        _ => false,
    }
}
