//! Many channels into one.

use super::convert::{To, convert};
use super::sample::{Sample, factor};

/// Averages each frame of interleaved `from` into one sample of `to`.
///
/// The mean is taken in float64 and rounded once, by the rule of the source's kind. Returns the
/// index, in `from`, of the first sample that is not finite.
pub fn mix_to_mono<A: To<B>, B: Sample>(
    from: &[A],
    to: &mut [B],
    channels: usize,
) -> Option<usize> {
    match channels {
        0 => None,
        1 => convert(from, to),
        2 => mix::<A, B, 2>(from, to, 2),
        6 => mix::<A, B, 6>(from, to, 6),
        // Any other number: `CHANNELS` only tells the compiler what it may unroll.
        _ => mix::<A, B, 0>(from, to, channels),
    }
}

fn mix<A: To<B>, B: Sample, const CHANNELS: usize>(
    from: &[A],
    to: &mut [B],
    channels: usize,
) -> Option<usize> {
    let channels = if CHANNELS == 0 { channels } else { CHANNELS };
    let scale = const { factor::<A, B>() };
    let divisor = channels as f64;
    for (index, (frame, slot)) in from.chunks_exact(channels).zip(to).enumerate() {
        let sum: f64 = frame.iter().map(|sample| sample.to_f64()).sum();
        let value = B::from_f64(sum / divisor * scale);
        *slot = value;
        // NaN and infinity survive a sum, so a finite sum clears the whole frame.
        if A::FLOAT && (sum.non_finite() | if B::FLOAT { value.non_finite() } else { 0 }) >> 31 != 0
        {
            let culprit = frame.iter().position(|sample| sample.non_finite() >> 31 != 0);
            return Some(index * channels + culprit.unwrap_or(0));
        }
    }
    None
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
