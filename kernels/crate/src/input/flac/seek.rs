//! Finds the frame that holds a sample.

use super::feed::FileFeed;
use super::frames::{Frames, WINDOW_BYTES};
use super::metadata::Metadata;
use crate::flac::FrameHeader;
use crate::input::{InputError, Source};

/// After this many steps, proportional guesses, which suit an even bit rate, give way to bisection.
const GUESSES: u32 = 6;

/// A distance that is as cheap to decode as to search.
const NEAR: u64 = 2 * WINDOW_BYTES as u64;

/// A frame, and the samples before it.
#[derive(Clone, Copy)]
struct Place {
    byte: u64,
    sample: u64,
}

/// Moves `frames` to a frame at or before `sample`; returns how many samples to skip. `first` is
/// the stream's first frame.
pub fn seek<S: Source>(
    frames: &mut Frames<FileFeed<S>>,
    metadata: &Metadata,
    first: &FrameHeader,
    sample: u64,
) -> Result<u64, InputError> {
    let size = frames.feed.source.size();
    let mut below = Place { byte: metadata.audio_start, sample: 0 };
    if let Some(byte) = from_table(frames, metadata, sample)?
        && let Some(place) = place_after(frames, byte, 1, first)?
        && place.sample <= sample
    {
        below = place;
    }
    let mut above = Place { byte: size, sample: metadata.info.total_samples.max(sample + 1) };
    let mut step = 0;
    while above.byte - below.byte > NEAR {
        let bytes = above.byte - below.byte;
        let guess = if step < GUESSES {
            let part = u128::from(sample - below.sample) * u128::from(bytes);
            let part = (part / u128::from(above.sample - below.sample)) as u64;
            // A little before, then a little after, to enclose it quickly.
            if part > NEAR / 2 { part - NEAR / 4 } else { part + NEAR / 4 }
        } else {
            bytes / 2
        };
        step += 1;
        let byte = below.byte + guess.clamp(1, bytes - 1);
        match place_after(frames, byte, above.byte - byte, first)? {
            Some(place) if place.sample <= sample => below = place,
            Some(place) => above = Place { byte, ..place },
            None => above.byte = byte,
        }
    }
    frames.feed.position = below.byte;
    frames.restart(below.sample);
    Ok(sample - below.sample)
}

/// The first frame that begins within `reach` bytes from `byte`. `first` is the stream's first.
fn place_after<S: Source>(
    frames: &mut Frames<FileFeed<S>>,
    byte: u64,
    reach: u64,
    first: &FrameHeader,
) -> Result<Option<Place>, InputError> {
    frames.feed.position = byte;
    let found = frames.find_frame(usize::try_from(reach).unwrap_or(usize::MAX))?;
    Ok(found.map(|(offset, header)| {
        // Numbers count samples, or blocks that are all as large as the first one.
        let counted = if first.variable { 1 } else { first.block_size.into() };
        let sample = header.number.saturating_sub(first.number).saturating_mul(counted);
        Place { byte: byte + offset as u64, sample }
    }))
}

/// Where the seek table places the last frame at or before `sample`.
fn from_table<S: Source>(
    frames: &mut Frames<FileFeed<S>>,
    metadata: &Metadata,
    sample: u64,
) -> Result<Option<u64>, InputError> {
    const POINT: u64 = 18;
    let Some((table, bytes)) = metadata.seek_table else { return Ok(None) };
    let source = &mut frames.feed.source;
    let (mut low, mut high) = (0, u64::from(bytes) / POINT);
    let mut found = None;
    while low < high {
        let middle = (low + high) / 2;
        let mut point = [[0; 8]; 2];
        if !source.read_exact_at(table + middle * POINT, point.as_flattened_mut())? {
            return Ok(None);
        }
        let [at, offset] = point.map(u64::from_be_bytes);
        // Unused points hold the largest possible number.
        if at <= sample {
            found = metadata.audio_start.checked_add(offset).filter(|&byte| byte < source.size());
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(found)
}
