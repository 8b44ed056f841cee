//! Offsets in, rows out. The typed binding in `kernels/` documents and checks the rest.

use wasm_bindgen::prelude::wasm_bindgen;

use super::{interleaved, mono, planar};
use crate::dsp::convert::To;
use crate::dsp::wasm::{one_slice, slices};

/// A tile of a row: its source and target, and its layout there.
struct Tile {
    layout: u32,
    src: u32,
    frames: u32,
    channels: u32,
    dst: u32,
    dst_frames: u32,
    dst_channels: u32,
    gain: f32,
}

fn fill<A: To<f32>>(tile: &Tile) -> Option<()> {
    let count = |frames: u32, channels: u32| u64::from(frames) * u64::from(channels);
    let from_count = count(tile.frames, tile.channels);
    let to_count = count(tile.dst_frames, tile.dst_channels);
    let (from, to) = slices::<A, f32>(tile.src, from_count, tile.dst, to_count)?;
    let (channels, to_channels) = (tile.channels as usize, tile.dst_channels as usize);
    match tile.layout {
        0 => interleaved(from, to, channels, to_channels, tile.gain),
        1 => planar(from, to, channels, to_channels, tile.gain),
        2 if to_channels == 1 => mono(from, to, channels, tile.gain),
        _ => return None,
    }
    Some(())
}

/// Converts a tile from int16, int32 or float32 (0, 1, 2) to interleaved, planar or mono float32
/// (0, 1, 2). The gain is read from memory: in the caller, numbers that aren't integers would be
/// objects. Returns whether the arguments made sense.
#[wasm_bindgen(js_name = floatRows)]
#[allow(clippy::too_many_arguments)]
pub fn float_rows(
    from: u32,
    layout: u32,
    src: u32,
    frames: u32,
    channels: u32,
    dst: u32,
    dst_frames: u32,
    dst_channels: u32,
    gain_at: u32,
) -> bool {
    if channels == 0 || dst_channels == 0 || frames > dst_frames {
        return false;
    }
    let Some(&[gain]) = one_slice::<f32>(gain_at, 1) else { return false };
    let tile = Tile { layout, src, frames, channels, dst, dst_frames, dst_channels, gain };
    match from {
        0 => fill::<i16>(&tile),
        1 => fill::<i32>(&tile),
        2 => fill::<f32>(&tile),
        _ => None,
    }
    .is_some()
}
