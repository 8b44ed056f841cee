//! Mixes many channels into one.

use super::convert::{BLOCK, To, convert};
use super::sample::Sample;

/// Averages each frame of interleaved `from` into one sample of `to`.
///
/// The mean is computed in float64 and rounded once, by the rule for the source's kind. Returns the
/// index, in `from`, of the first sample that is not finite.
pub fn mix_to_mono<A: To<B>, B: Sample>(
    from: &[A],
    to: &mut [B],
    channels: usize,
) -> Option<usize> {
    match channels {
        0 => None,
        1 => convert(from, to),
        // A constant count lets the compiler unroll and use vectors.
        2 => mix::<A, B, 2>(from, to, 2),
        6 => mix::<A, B, 6>(from, to, 6),
        _ => mix::<A, B, 0>(from, to, channels),
    }
}

fn mix<A: To<B>, B: Sample, const CHANNELS: usize>(
    from: &[A],
    to: &mut [B],
    channels: usize,
) -> Option<usize> {
    let channels = if CHANNELS == 0 { channels } else { CHANNELS };
    for (index, to) in to.chunks_mut(BLOCK).enumerate() {
        let start = index * BLOCK * channels;
        let from = &from[start..start + to.len() * channels];
        let mut flags = 0;
        let done = if CHANNELS == 2 { A::pair_means_vectors(from, to) } else { 0 };
        for (frame, slot) in from.chunks_exact(channels).zip(to.iter_mut()).skip(done) {
            // NaN and infinity survive a sum, so a finite sum clears the whole frame.
            let sum: f64 = frame.iter().map(|sample| sample.to_f64()).sum();
            *slot = A::mean(frame, sum);
            flags |= flag::<A, B>(sum, *slot);
        }
        if flags >> 31 != 0 {
            return first_culprit(from, to, channels).map(|at| start + at);
        }
    }
    None
}

fn flag<A: Sample, B: Sample>(sum: f64, value: B) -> u32 {
    match (A::FLOAT, B::FLOAT) {
        (false, _) => 0,
        (true, false) => sum.non_finite(),
        // Also shows a mean that is too large for float32.
        (true, true) => value.non_finite(),
    }
}

/// The sample at fault; the first of its frame if only the mean is too large.
fn first_culprit<A: To<B>, B: Sample>(from: &[A], to: &[B], channels: usize) -> Option<usize> {
    let mut frames = from.chunks_exact(channels).zip(to).enumerate();
    frames.find_map(|(index, (frame, &value))| {
        let sample = frame.iter().position(|sample| sample.non_finite() >> 31 != 0);
        let mean = (B::FLOAT && value.non_finite() >> 31 != 0).then_some(0);
        sample.or(mean).map(|sample| index * channels + sample)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mono<A: To<B>, B: Sample>(from: &[A], channels: usize) -> Vec<B> {
        let mut to = vec![B::default(); from.len() / channels];
        assert_eq!(mix_to_mono(from, &mut to, channels), None);
        to
    }

    #[test]
    fn integers_round_half_to_even() {
        assert_eq!(mono::<i16, i16>(&[0, 1, 1, 2, -1, 0, 32_767, 32_767], 2), [0, 2, 0, 32_767]);
        assert_eq!(mono::<i16, i32>(&[0, 1], 2), [32_768]);
        assert_eq!(mono::<i16, f32>(&[0, 1], 2), [0.5 / 32_768.0]);
    }

    #[test]
    fn the_mean_of_three_channels_is_taken_before_rounding() {
        assert_eq!(mono::<i16, i16>(&[1, 1, 0, 5, 5, 5], 3), [1, 5]);
    }

    #[test]
    fn floats_scale_by_the_largest_integer() {
        assert_eq!(mono::<f32, i16>(&[1.0, 1.0, 1.0, -1.0], 2), [32_767, 0]);
        assert_eq!(mono::<f64, i32>(&[1.0, 1.0], 2), [i32::MAX]);
    }

    #[test]
    fn the_sample_that_is_not_finite_is_named() {
        let frames = [0.0_f32, 0.0, 0.0, f32::INFINITY, f32::NEG_INFINITY, 0.0];
        assert_eq!(mix_to_mono(&frames, &mut [0_i16; 3], 2), Some(3));
        assert_eq!(mix_to_mono(&[1e300, 1e300], &mut [0_f32; 1], 2), Some(0));
    }
}
