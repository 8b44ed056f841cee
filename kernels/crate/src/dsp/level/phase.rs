//! Measures how much of the channels is left when they are added up.

use crate::dsp::sample::Sample;
#[cfg(target_arch = "wasm32")]
use crate::dsp::simd;

/// Sums of squares, in the source's units.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Energies {
    /// Over all samples.
    pub channels: f64,
    /// Over the sums of all frames.
    pub sum: f64,
}

/// How many samples are added up before they are added to the total: a small sum isn't affected by
/// the rounding of a large one, and the loop has independent chains for vectors.
const FRAMES: usize = 256;

/// A format whose channels can be compared.
pub trait Phase: Sample {
    /// Like [`energies`], for as many of the first two-sample frames as vectors take; returns how
    /// many, and both sums.
    fn pair_energies_vectors(samples: &[Self]) -> (usize, Energies) {
        let _ = samples;
        (0, Energies::default())
    }
}

impl Phase for i16 {
    #[cfg(target_arch = "wasm32")]
    fn pair_energies_vectors(samples: &[i16]) -> (usize, Energies) {
        let (frames, channels, sum) = simd::int16_pair_energies(samples);
        (frames, Energies { channels: channels as f64, sum: sum as f64 })
    }
}
impl Phase for i32 {}
impl Phase for f32 {}
impl Phase for f64 {}

/// The energies of interleaved frames. `sum` is 0 for channels that cancel, equal to `channels` for
/// unrelated ones, and `channels` times their number for equal ones.
pub fn energies<A: Phase>(samples: &[A], channels: usize) -> Energies {
    match channels {
        0 => Energies::default(),
        2 => {
            let (done, first) = A::pair_energies_vectors(samples);
            let rest = add_up::<A, 2>(&samples[done * 2..], 2);
            Energies { channels: first.channels + rest.channels, sum: first.sum + rest.sum }
        }
        // A constant count lets the compiler unroll and use vectors.
        6 => add_up::<A, 6>(samples, 6),
        _ => add_up::<A, 0>(samples, channels),
    }
}

fn add_up<A: Sample, const CHANNELS: usize>(samples: &[A], channels: usize) -> Energies {
    let channels = if CHANNELS == 0 { channels } else { CHANNELS };
    let mut all = Energies::default();
    for block in samples.chunks(FRAMES * channels) {
        let mut lanes = [Energies::default(); 4];
        for frames in block.chunks(4 * channels) {
            for (lane, frame) in lanes.iter_mut().zip(frames.chunks_exact(channels)) {
                let (mut sum, mut squares) = (0.0, 0.0);
                for sample in frame {
                    let sample = sample.to_f64();
                    sum += sample;
                    squares += sample * sample;
                }
                lane.channels += squares;
                lane.sum += sum * sum;
            }
        }
        let [a, b, c, d] = lanes;
        all.channels += (a.channels + b.channels) + (c.channels + d.channels);
        all.sum += (a.sum + b.sum) + (c.sum + d.sum);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of<A: Phase>(samples: &[A], channels: usize) -> (f64, f64) {
        let Energies { channels, sum } = energies(samples, channels);
        (channels, sum)
    }

    #[test]
    fn channels_that_cancel_have_no_sum() {
        assert_eq!(of::<i16>(&[100, -100, -5, 5], 2), (20_050.0, 0.0));
        assert_eq!(of::<f32>(&[0.5, -0.25, -0.25], 3), (0.375, 0.0));
    }

    #[test]
    fn equal_channels_add_up_to_their_number_times_the_energy() {
        assert_eq!(of::<i16>(&[3, 3, -4, -4], 2), (50.0, 100.0));
        assert_eq!(of::<f64>(&[0.5; 6], 6), (1.5, 9.0));
    }

    #[test]
    fn integers_add_up_exactly_at_every_length() {
        for channels in [1, 2, 3, 6] {
            for frames in [0, 1, 3, 4, 255, 256, 257, 1500] {
                let samples: Vec<i16> =
                    (0..frames * channels).map(|at| (at * 7919 % 65_536 - 32_768) as i16).collect();
                let (mut squares, mut sums) = (0_i64, 0_i64);
                for frame in samples.chunks(channels as usize) {
                    let sum: i64 = frame.iter().map(|&sample| i64::from(sample)).sum();
                    squares += frame.iter().map(|&s| i64::from(s) * i64::from(s)).sum::<i64>();
                    sums += sum * sum;
                }
                let found = of(&samples, channels as usize);
                assert_eq!(found, (squares as f64, sums as f64));
            }
        }
    }
}
