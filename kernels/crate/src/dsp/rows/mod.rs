//! Frames of a clip as the float32 rows of a batch: converted, multiplied by a gain, and laid out
//! like the batch, in one pass.
//!
//! Every sample is converted to float32 by `convert`'s rule, and then multiplied. A row is zero
//! beyond the clip's frames and channels.

use super::convert::{BLOCK, To};

#[cfg(target_arch = "wasm32")]
mod wasm;

/// Interleaved frames to interleaved frames of `to_channels` channels.
pub fn interleaved<A: To<f32>>(
    from: &[A],
    to: &mut [f32],
    channels: usize,
    to_channels: usize,
    gain: f32,
) {
    let own = if channels == to_channels {
        scaled(from, to, gain);
        from.len().min(to.len())
    } else {
        let frames = from.chunks_exact(channels);
        let own = frames.len() * to_channels;
        for (frame, slots) in frames.zip(to.chunks_exact_mut(to_channels)) {
            let (kept, rest) = slots.split_at_mut(channels.min(to_channels));
            for (&sample, slot) in frame.iter().zip(kept) {
                *slot = sample.to() * gain;
            }
            rest.fill(0.0);
        }
        own.min(to.len())
    };
    to[own..].fill(0.0);
}

/// Interleaved frames to `to_channels` planes of equal length, one after another.
pub fn planar<A: To<f32>>(
    from: &[A],
    to: &mut [f32],
    channels: usize,
    to_channels: usize,
    gain: f32,
) {
    let frames = from.len() / channels;
    let Some(plane_length) = to.len().checked_div(to_channels).filter(|&length| length > 0) else {
        return;
    };
    for (channel, plane) in to.chunks_exact_mut(plane_length).enumerate() {
        let own = if channel < channels { frames.min(plane_length) } else { 0 };
        let (kept, rest) = plane.split_at_mut(own);
        match channels {
            1 => scaled(from, kept, gain),
            // A constant step lets the compiler use vectors.
            2 => stepped::<A, 2>(from, kept, channel, 2, gain),
            _ => stepped::<A, 0>(from, kept, channel, channels, gain),
        }
        rest.fill(0.0);
    }
}

/// The mean of each frame, computed in float64 and rounded once, then multiplied.
pub fn mono<A: To<f32>>(from: &[A], to: &mut [f32], channels: usize, gain: f32) {
    if channels == 1 {
        return interleaved(from, to, 1, 1, gain);
    }
    let own = (from.len() / channels).min(to.len());
    let (kept, rest) = to.split_at_mut(own);
    for (from, to) in from.chunks(BLOCK * channels).zip(kept.chunks_mut(BLOCK)) {
        let done = if channels == 2 { A::pair_means_vectors(from, to) } else { 0 };
        for (frame, slot) in from.chunks_exact(channels).zip(to.iter_mut()).skip(done) {
            let sum: f64 = frame.iter().map(|sample| sample.to_f64()).sum();
            *slot = A::mean(frame, sum);
        }
        for slot in to.iter_mut() {
            *slot *= gain;
        }
    }
    rest.fill(0.0);
}

fn scaled<A: To<f32>>(from: &[A], to: &mut [f32], gain: f32) {
    for (&sample, slot) in from.iter().zip(to) {
        *slot = sample.to() * gain;
    }
}

fn stepped<A: To<f32>, const STEP: usize>(
    from: &[A],
    to: &mut [f32],
    channel: usize,
    step: usize,
    gain: f32,
) {
    let step = if STEP == 0 { step } else { STEP };
    for (frame, slot) in from.chunks_exact(step).zip(to) {
        *slot = frame[channel].to() * gain;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STEREO: [i16; 6] = [16_384, -16_384, 32_767, -32_768, 0, 1];

    #[test]
    fn interleaved_rows_are_converted_widened_and_padded() {
        let mut row = [9.0; 12];
        interleaved(&STEREO, &mut row, 2, 3, 2.0);
        let top = 32_767.0 / 16_384.0;
        let wanted = [1.0, -1.0, 0.0, top, -2.0, 0.0, 0.0, 1.0 / 16_384.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(row, wanted);
    }

    #[test]
    fn interleaved_rows_of_the_clips_own_channels_are_padded() {
        let mut row = [9.0; 8];
        interleaved(&STEREO, &mut row, 2, 2, 1.0);
        assert_eq!(row[..2], [0.5, -0.5]);
        assert_eq!(row[6..], [0.0, 0.0]);
    }

    #[test]
    fn planar_rows_have_channel_after_channel() {
        let mut row = [9.0; 12];
        planar(&STEREO, &mut row, 2, 3, 1.0);
        let top = 32_767.0 / 32_768.0;
        let wanted = [0.5, top, 0.0, 0.0, -0.5, -1.0, 1.0 / 32_768.0, 0.0, 0.0, 0.0, 0.0, 0.0];
        assert_eq!(row, wanted);
    }

    #[test]
    fn planar_rows_take_any_number_of_channels() {
        for channels in 1..6_usize {
            let from: Vec<f32> = (0..channels * 7).map(|value| value as f32).collect();
            let mut row = vec![9.0; channels * 9];
            planar(&from, &mut row, channels, channels, 0.5);
            for (channel, plane) in row.chunks(9).enumerate() {
                for (frame, &found) in plane.iter().enumerate() {
                    let own = (frame * channels + channel) as f32 * 0.5;
                    assert_eq!(found, if frame < 7 { own } else { 0.0 });
                }
            }
        }
    }

    #[test]
    fn means_are_rounded_once_before_the_gain() {
        let mut row = [9.0; 4];
        mono(&STEREO, &mut row, 2, 4.0);
        assert_eq!(row, [0.0, -0.5 / 8192.0, 0.5 / 8192.0, 0.0]);
        let mut three = [9.0; 1];
        mono(&[1_i32 << 30, 0, 1 << 30], &mut three, 3, 1.0);
        assert_eq!(three, [(2.0_f64 / 6.0) as f32]);
    }

    #[test]
    fn means_of_long_clips_join_without_a_seam() {
        let from: Vec<i16> = (0..5000).map(|value| value as i16).collect();
        let mut row = vec![9.0; 2500];
        mono(&from, &mut row, 2, 1.0);
        for (frame, &found) in row.iter().enumerate() {
            assert_eq!(found, (2.0 * frame as f32 + 0.5) / 32_768.0);
        }
    }

    #[test]
    fn rows_without_samples_are_zero() {
        planar::<i16>(&[], &mut [], 1, 0, 1.0);
        let mut row = [9.0; 2];
        planar::<i16>(&[], &mut row, 2, 2, 1.0);
        assert_eq!(row, [0.0, 0.0]);
        mono::<f32>(&[], &mut row, 3, 1.0);
        interleaved::<f32>(&[], &mut row, 3, 1, 1.0);
        assert_eq!(row, [0.0, 0.0]);
    }
}
