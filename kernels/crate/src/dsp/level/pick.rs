//! Selects some of many channels, or copies a single one.

use crate::dsp::convert::{BLOCK, To, convert, flag};
use crate::dsp::sample::Sample;

/// Converts the first `kept` of each frame's `channels` samples, or `kept` copies of a mono frame's
/// sample.
///
/// Returns the index, in `from`, of the first kept sample that is not finite, or whose result is
/// not; samples that are left out aren't checked.
pub fn pick<A: To<B>, B: Sample>(
    from: &[A],
    to: &mut [B],
    channels: usize,
    kept: usize,
) -> Option<usize> {
    if channels == kept {
        return convert(from, to);
    }
    if channels == 0 || kept == 0 {
        return None;
    }
    for (index, to) in to.chunks_mut(BLOCK * kept).enumerate() {
        let start = index * BLOCK * channels;
        let from = &from[start..start + to.len() / kept * channels];
        let flags = match (channels, kept) {
            // Constant counts let the compiler unroll.
            (1, 2) => pick_block::<A, B, 1, 2>(from, to, 1, 2),
            (2, 1) => pick_block::<A, B, 2, 1>(from, to, 2, 1),
            (6, 2) => pick_block::<A, B, 6, 2>(from, to, 6, 2),
            _ => pick_block::<A, B, 0, 0>(from, to, channels, kept),
        };
        if flags >> 31 != 0 {
            return first_culprit(from, to, channels, kept).map(|at| start + at);
        }
    }
    None
}

fn pick_block<A: To<B>, B: Sample, const CHANNELS: usize, const KEPT: usize>(
    from: &[A],
    to: &mut [B],
    channels: usize,
    kept: usize,
) -> u32 {
    let (channels, kept) = if KEPT == 0 { (channels, kept) } else { (CHANNELS, KEPT) };
    let mut flags = 0;
    for (frame, slots) in from.chunks_exact(channels).zip(to.chunks_exact_mut(kept)) {
        if channels == 1 {
            let value: B = frame[0].to();
            slots.fill(value);
            flags |= flag(frame[0], value);
            continue;
        }
        for (&sample, slot) in frame.iter().zip(slots) {
            let value: B = sample.to();
            *slot = value;
            flags |= flag(sample, value);
        }
    }
    flags
}

fn first_culprit<A: To<B>, B: Sample>(
    from: &[A],
    to: &[B],
    channels: usize,
    kept: usize,
) -> Option<usize> {
    let mut frames = from.chunks_exact(channels).zip(to.chunks_exact(kept)).enumerate();
    frames.find_map(|(index, (frame, values))| {
        let at = frame.iter().zip(values).position(|(&a, &b)| flag(a, b) >> 31 != 0);
        at.map(|channel| index * channels + channel)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picked<A: To<B>, B: Sample>(from: &[A], channels: usize, kept: usize) -> Vec<B> {
        let mut to = vec![B::default(); from.len() / channels * kept];
        assert_eq!(pick(from, &mut to, channels, kept), None);
        to
    }

    #[test]
    fn the_first_channels_are_kept() {
        let frames = [1_i16, 2, 3, 4, 5, 6];
        assert_eq!(picked::<i16, i16>(&frames, 3, 2), [1, 2, 4, 5]);
        assert_eq!(picked::<i16, i16>(&frames, 3, 1), [1, 4]);
        assert_eq!(picked::<i16, i16>(&frames, 3, 3), frames);
        assert_eq!(picked::<i16, i32>(&frames, 2, 1), [65_536, 3 * 65_536, 5 * 65_536]);
    }

    #[test]
    fn one_channel_is_copied() {
        assert_eq!(picked::<i16, i16>(&[7, -8], 1, 2), [7, 7, -8, -8]);
        assert_eq!(picked::<f32, i16>(&[1.0], 1, 3), [32_767; 3]);
    }

    #[test]
    fn blocks_join_without_a_seam() {
        let frames: Vec<i32> = (0..6 * 5000).collect();
        let wanted: Vec<i32> = (0..5000).flat_map(|frame| [6 * frame, 6 * frame + 1]).collect();
        assert_eq!(picked::<i32, i32>(&frames, 6, 2), wanted);
    }

    #[test]
    fn only_kept_samples_must_be_finite() {
        let mut frames = vec![0.5_f32; 3 * 2000];
        frames[3 * 1500 + 2] = f32::NAN;
        let mut to = vec![0_i16; 2 * 2000];
        assert_eq!(pick(&frames, &mut to, 3, 2), None);
        frames[3 * 1700 + 1] = f32::INFINITY;
        assert_eq!(pick(&frames, &mut to, 3, 2), Some(3 * 1700 + 1));
        assert_eq!(pick(&[0.0, f64::NAN], &mut [0.0_f32; 4], 1, 2), Some(1));
        assert_eq!(pick(&[1e300, 0.0], &mut [0.0_f32; 4], 1, 2), Some(0));
    }
}
