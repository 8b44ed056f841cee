//! Offsets in, numbers out. The typed binding in `kernels/` documents and checks the rest.

use crate::math::Portable;
use core::arch::wasm32::memory_size;
use std::slice::{from_raw_parts, from_raw_parts_mut};

use wasm_bindgen::prelude::wasm_bindgen;

use super::convert::{To, convert, first_non_finite};
use super::float16;
use super::gather::{Rows, gather, pattern};
use super::mix::mix_to_mono;
use super::sample::Sample;
use crate::memory::Region;

/// Every sample was finite.
const FINITE: i32 = -1;
/// An offset, a length or a format makes no sense.
pub(crate) const BAD_ARGUMENTS: i32 = -2;

fn region(offset: u32, count: u64, size: usize) -> Option<Region> {
    Region::of(offset, count, size, memory_size(0) as u64 * 65_536)
}

/// Samples that are only read.
pub(crate) fn one_slice<A: 'static>(src: u32, count: u64) -> Option<&'static [A]> {
    let here = region(src, count, size_of::<A>())?;
    // SAFETY: inside linear memory and aligned; A is a number, for which every bit pattern is a value;
    // the slice doesn't outlive the call.
    Some(unsafe { from_raw_parts(here.offset as *const A, count as usize) })
}

/// A source and a target that don't overlap, as slices.
pub(crate) fn slices<A: 'static, B: 'static>(
    src: u32,
    src_count: u64,
    dst: u32,
    dst_count: u64,
) -> Option<(&'static [A], &'static mut [B])> {
    let from = region(src, src_count, size_of::<A>())?;
    let to = region(dst, dst_count, size_of::<B>())?;
    if from.overlaps(&to) {
        return None;
    }
    // SAFETY: both regions lie inside linear memory, are aligned, and are disjoint; A and B are
    // numbers, for which every bit pattern is a value; the slices don't outlive the call.
    unsafe {
        Some((
            from_raw_parts(from.offset as *const A, src_count as usize),
            from_raw_parts_mut(to.offset as *mut B, dst_count as usize),
        ))
    }
}

pub(crate) fn answer(culprit: Option<usize>) -> i32 {
    culprit.map_or(FINITE, |index| index as i32)
}

fn run<A: To<B>, B: Sample>(src: u32, dst: u32, frames: u32, channels: u32) -> i32 {
    let count = u64::from(frames) * u64::from(channels);
    if channels == 1 && src == dst && size_of::<A>() == size_of::<B>() && A::FLOAT == B::FLOAT {
        // The same format in place: nothing to move, only to check.
        let samples = one_slice::<A>(src, count);
        return samples.map_or(BAD_ARGUMENTS, |samples| answer(first_non_finite(samples)));
    }
    match slices::<A, B>(src, count, dst, u64::from(frames)) {
        Some((from, to)) if channels == 1 => answer(convert(from, to)),
        Some((from, to)) => answer(mix_to_mono(from, to, channels as usize)),
        None => BAD_ARGUMENTS,
    }
}

fn run_from<A: To<i16> + To<i32> + To<f32> + To<f64>>(
    to: u32,
    src: u32,
    dst: u32,
    frames: u32,
    channels: u32,
) -> i32 {
    match to {
        0 => run::<A, i16>(src, dst, frames, channels),
        1 => run::<A, i32>(src, dst, frames, channels),
        2 => run::<A, f32>(src, dst, frames, channels),
        3 => run::<A, f64>(src, dst, frames, channels),
        _ => BAD_ARGUMENTS,
    }
}

/// Converts, and mixes to mono when there are several channels. Formats are 0 int16, 1 int32,
/// 2 float32, 3 float64. Returns -1, the index of the first sample that is not finite, or -2.
#[wasm_bindgen]
pub fn mix(from: u32, to: u32, src: u32, dst: u32, frames: u32, channels: u32) -> i32 {
    if channels == 0 {
        return BAD_ARGUMENTS;
    }
    match from {
        0 => run_from::<i16>(to, src, dst, frames, channels),
        1 => run_from::<i32>(to, src, dst, frames, channels),
        2 => run_from::<f32>(to, src, dst, frames, channels),
        3 => run_from::<f64>(to, src, dst, frames, channels),
        _ => BAD_ARGUMENTS,
    }
}

/// ln(value), with the same bits on every host.
#[wasm_bindgen(js_name = naturalLogarithm)]
pub fn natural_logarithm(value: f64) -> f64 {
    value.natural_log()
}

/// log10(value), with the same bits on every host.
#[wasm_bindgen(js_name = commonLogarithm)]
pub fn common_logarithm(value: f64) -> f64 {
    value.common_log()
}

/// Copies and pads rows; returns whether the arguments made sense.
#[wasm_bindgen(js_name = gatherRows)]
#[allow(clippy::too_many_arguments)]
pub fn gather_rows(
    src: u32,
    src_stride: u32,
    row_bytes: u32,
    rows: u32,
    dst: u32,
    dst_stride: u32,
    dst_rows: u32,
    pad_size: u32,
    pad_low: u32,
    pad_high: u32,
) -> bool {
    let layout = Rows {
        source_stride: src_stride as usize,
        row_bytes: row_bytes as usize,
        rows: rows as usize,
        target_stride: dst_stride as usize,
        target_rows: dst_rows as usize,
    };
    let (Some(from), Some(to)) = (layout.source_length(), layout.target_length()) else {
        return false;
    };
    let Some(pad) = pattern(pad_size, pad_low, pad_high) else { return false };
    if !layout.fit() {
        return false;
    }
    match slices::<u8, u8>(src, from as u64, dst, to as u64) {
        Some((source, target)) => {
            gather(&layout, source, target, pad);
            true
        }
        None => false,
    }
}

/// Widens `count` halves; returns whether the arguments made sense.
#[wasm_bindgen(js_name = float16ToFloat32)]
pub fn float16_to_float32(src: u32, dst: u32, count: u32) -> bool {
    slices(src, count.into(), dst, count.into())
        .map(|(from, to)| float16::widen(from, to))
        .is_some()
}

/// Narrows `count` floats; returns whether the arguments made sense.
#[wasm_bindgen(js_name = float32ToFloat16)]
pub fn float32_to_float16(src: u32, dst: u32, count: u32) -> bool {
    slices(src, count.into(), dst, count.into())
        .map(|(from, to)| float16::narrow(from, to))
        .is_some()
}
